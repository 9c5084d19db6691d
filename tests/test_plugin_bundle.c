/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "plugin/ports.h"
#include "presets/presets.h"
#include "tests/support/suite.h"

#include <lilv/lilv.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const struct {
    const char *symbol, *name;
    UnfoldPortKind kind;
    float minimum, maximum, normal;
    const char *unit, *more, *comment;
} ports[] = {
#define PORT(id, symbol, name, kind, minimum, maximum, normal, unit, more, comment)    \
    {symbol, name, UNFOLD_##kind, minimum, maximum, normal, unit, more, comment},
    UNFOLD_PORTS(PORT)
#undef PORT
};

#define RDF "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
#define LV2 "http://lv2plug.in/ns/lv2core#"
#define RDFS "http://www.w3.org/2000/01/rdf-schema#"
#define PSET "http://lv2plug.in/ns/ext/presets#"

static LilvWorld *world;
static const LilvPlugin *plugin;

static LilvNode *uri(const char *text)
{
    return lilv_new_uri(world, text);
}

static bool open_bundle(void)
{
    world = lilv_world_new();
    LilvNode *bundle = lilv_new_file_uri(world, NULL, UNFOLD_BUNDLE "/");
    lilv_world_load_bundle(world, bundle);
    /* What classes and units are called is in the standard's own bundles. */
    lilv_world_load_all(world);
    LilvNode *name = uri(UNFOLD_EFFECT_URI);
    plugin = lilv_plugins_get_by_uri(lilv_world_get_all_plugins(world), name);
    lilv_node_free(name);
    lilv_node_free(bundle);
    CU_ASSERT_PTR_NOT_NULL(plugin);
    return plugin != NULL;
}

static void close_bundle(void)
{
    lilv_world_free(world);
}

static bool port_is(const LilvPort *port, const char *class)
{
    LilvNode *node = uri(class);
    const bool is = lilv_port_is_a(plugin, port, node);
    lilv_node_free(node);
    return is;
}

/* The value of a port's property as text; "" if it has none. */
static const char *port_text(const LilvPort *port, const char *property)
{
    static char text[512];
    LilvNode *key = uri(property);
    LilvNode *value = lilv_port_get(plugin, port, key);
    snprintf(text, sizeof text, "%s", value ? lilv_node_as_string(value) : "");
    lilv_node_free(value);
    lilv_node_free(key);
    return text;
}

static void check_kind(const LilvPort *port, UnfoldPortKind kind)
{
    const bool in = kind != UNFOLD_MESSAGES_OUT && kind != UNFOLD_AUDIO_OUT &&
                    kind != UNFOLD_VALUE_OUT;
    CU_ASSERT_EQUAL(port_is(port, LV2 "InputPort"), in);
    CU_ASSERT_EQUAL(port_is(port, LV2 "OutputPort"), !in);
    CU_ASSERT_EQUAL(port_is(port, LV2 "AudioPort"),
                    kind == UNFOLD_AUDIO_IN || kind == UNFOLD_AUDIO_OUT);
    CU_ASSERT_EQUAL(port_is(port, LV2 "ControlPort"),
                    kind == UNFOLD_VALUE_IN || kind == UNFOLD_VALUE_OUT);
    const bool messages = kind == UNFOLD_MESSAGES_IN || kind == UNFOLD_MESSAGES_OUT;
    CU_ASSERT_EQUAL(port_is(port, "http://lv2plug.in/ns/ext/atom#AtomPort"), messages);
    if (!messages)
        return;
    CU_ASSERT_STRING_EQUAL(port_text(port, LV2 "designation"), LV2 "control");
    const char *size =
        port_text(port, "http://lv2plug.in/ns/ext/resize-port#minimumSize");
    CU_ASSERT_TRUE(atoi(size) >= 4096);
}

static void test_ports(void)
{
    if (!open_bundle())
        return;
    CU_ASSERT_EQUAL_FATAL(lilv_plugin_get_num_ports(plugin), UNFOLD_PORT_COUNT);
    float minimum[UNFOLD_PORT_COUNT], maximum[UNFOLD_PORT_COUNT],
        normal[UNFOLD_PORT_COUNT];
    lilv_plugin_get_port_ranges_float(plugin, minimum, maximum, normal);
    for (uint32_t k = 0; k < UNFOLD_PORT_COUNT; ++k) {
        const LilvPort *port = lilv_plugin_get_port_by_index(plugin, k);
        CU_ASSERT_STRING_EQUAL(lilv_node_as_string(lilv_port_get_symbol(plugin, port)),
                               ports[k].symbol);
        LilvNode *name = lilv_port_get_name(plugin, port);
        CU_ASSERT_STRING_EQUAL(lilv_node_as_string(name), ports[k].name);
        lilv_node_free(name);
        CU_ASSERT_STRING_EQUAL(port_text(port, RDFS "comment"), ports[k].comment);
        CU_ASSERT_TRUE(strlen(ports[k].comment) > 10);
        check_kind(port, ports[k].kind);
        if (ports[k].kind != UNFOLD_VALUE_IN)
            continue;
        CU_ASSERT_EQUAL(minimum[k], ports[k].minimum);
        CU_ASSERT_EQUAL(maximum[k], ports[k].maximum);
        CU_ASSERT_EQUAL(normal[k], ports[k].normal);
        const char *unit =
            port_text(port, "http://lv2plug.in/ns/extensions/units#unit");
        const char *listed = ports[k].unit, *colon = strchr(listed, ':');
        const bool choice = ports[k].more[0]; /* on or off, or one of a few */
        CU_ASSERT_TRUE(choice || colon);
        if (listed[0] == '<')
            CU_ASSERT_TRUE(strstr(listed, unit) == listed + 1)
        else if (colon)
            CU_ASSERT_STRING_EQUAL(strchr(unit, '#') + 1, colon + 1);
    }
    const LilvPort *enabled =
        lilv_plugin_get_port_by_index(plugin, UNFOLD_PORT_ENABLED);
    CU_ASSERT_STRING_EQUAL(port_text(enabled, LV2 "designation"), LV2 "enabled");
    close_bundle();
}

static void test_features(void)
{
    if (!open_bundle())
        return;
    LilvNodes *required = lilv_plugin_get_required_features(plugin);
    CU_ASSERT_EQUAL(lilv_nodes_size(required), 1);
    CU_ASSERT_STRING_EQUAL(
        lilv_node_as_string(lilv_nodes_get(required, lilv_nodes_begin(required))),
        "http://lv2plug.in/ns/ext/urid#map");
    lilv_nodes_free(required);
    static const char *const extensions[] = {
        "http://lv2plug.in/ns/ext/state#interface",
        "http://lv2plug.in/ns/ext/worker#interface"};
    LilvNodes *data = lilv_plugin_get_extension_data(plugin);
    for (size_t k = 0; k < 2; ++k) {
        LilvNode *node = uri(extensions[k]);
        CU_ASSERT_TRUE(lilv_nodes_contains(data, node));
        lilv_node_free(node);
    }
    lilv_nodes_free(data);
    LilvNode *name = lilv_plugin_get_name(plugin);
    CU_ASSERT_STRING_EQUAL(lilv_node_as_string(name), "Unfold");
    lilv_node_free(name);
    LilvNode *author = lilv_plugin_get_author_name(plugin);
    CU_ASSERT_PTR_NOT_NULL(author);
    lilv_node_free(author);
    close_bundle();
}

static bool has(const char *subject, const char *predicate, const char *object)
{
    LilvNode *s = uri(subject), *p = uri(predicate), *o = object ? uri(object) : NULL;
    const bool is = lilv_world_ask(world, s, p, o);
    lilv_node_free(s);
    lilv_node_free(p);
    lilv_node_free(o);
    return is;
}

static void test_properties(void)
{
    if (!open_bundle())
        return;
    LilvNode *load = lilv_new_uri(world, UNFOLD_EFFECT_URI);
    lilv_world_load_resource(world, load);
    lilv_node_free(load);
    static const char *const properties[][2] = {
        {UNFOLD_MODEL_URI, "http://lv2plug.in/ns/ext/atom#Path"},
        {UNFOLD_MODEL_RATE_URI, "http://lv2plug.in/ns/ext/atom#Float"}};
    for (size_t k = 0; k < 2; ++k) {
        const char *name = properties[k][0];
        CU_ASSERT(
            has(UNFOLD_EFFECT_URI, "http://lv2plug.in/ns/ext/patch#writable", name));
        CU_ASSERT(has(name, RDF "type", LV2 "Parameter"));
        CU_ASSERT(has(name, RDFS "range", properties[k][1]));
        CU_ASSERT(has(name, RDFS "label", NULL));
        CU_ASSERT(has(name, RDFS "comment", NULL));
    }
    close_bundle();
}

static void test_presets(void)
{
    static const struct {
        const char *file, *name, *label, *bank, *comment;
    } presets[] = {
#define PRESET(file, name, label, bank, comment) {file, name, label, bank, comment},
        UNFOLD_PRESETS(PRESET)
#undef PRESET
    };
    if (!open_bundle())
        return;
    const size_t count = sizeof presets / sizeof *presets;
    LilvNode *class = uri(PSET "Preset"), *label = uri(RDFS "label");
    LilvNode *member = uri(PSET "bank");
    LilvNodes *found = lilv_plugin_get_related(plugin, class);
    CU_ASSERT_EQUAL(lilv_nodes_size(found), count);
    CU_ASSERT_TRUE(count >= 2);
    for (size_t k = 0; k < count; ++k) {
        char path[512], text[128];
        snprintf(path, sizeof path, "%s/%s", UNFOLD_BUNDLE, presets[k].file);
        CU_ASSERT_EQUAL(access(path, R_OK), 0);
        snprintf(text, sizeof text, "urn:unfold:preset:%s", presets[k].name);
        LilvNode *preset = uri(text);
        CU_ASSERT_TRUE(lilv_nodes_contains(found, preset));
        LilvNode *shown = lilv_world_get(world, preset, label, NULL);
        CU_ASSERT_STRING_EQUAL(lilv_node_as_string(shown), presets[k].label);
        lilv_node_free(shown);
        LilvNode *bank = lilv_world_get(world, preset, member, NULL);
        CU_ASSERT(has(lilv_node_as_uri(bank), RDF "type", PSET "Bank"));
        shown = lilv_world_get(world, bank, label, NULL);
        CU_ASSERT_STRING_EQUAL(lilv_node_as_string(shown), presets[k].bank);
        lilv_node_free(shown);
        lilv_node_free(bank);
        lilv_node_free(preset);
    }
    lilv_nodes_free(found);
    lilv_node_free(class);
    lilv_node_free(label);
    lilv_node_free(member);
    close_bundle();
}

const Suite plugin_bundle_suite = {
    "plugin-bundle",
    (const Test[]){
        {"the Turtle has the ports of the list", test_ports},
        {"it requires urid:map alone and declares its interfaces", test_features},
        {"the model and its rate are writable, with a label", test_properties},
        {"each preset has its label, its bank and its model", test_presets},
        {NULL, NULL},
    },
};
