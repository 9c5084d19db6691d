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
#define PATCH "http://lv2plug.in/ns/ext/patch#"
#define PSET "http://lv2plug.in/ns/ext/presets#"

static LilvWorld *world;
static const LilvPlugin *plugin;

static LilvNode *uri(const char *text)
{
    return lilv_new_uri(world, text);
}

static bool open_bundle(unsigned channels)
{
    world = lilv_world_new();
    LilvNode *bundle = lilv_new_file_uri(world, NULL, UNFOLD_BUNDLE "/");
    lilv_world_load_bundle(world, bundle);
    /* What classes and units are called is in the standard's own bundles. */
    lilv_world_load_all(world);
    LilvNode *name = uri(channels > 1 ? UNFOLD_STEREO_URI : UNFOLD_EFFECT_URI);
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
    const bool in = kind == UNFOLD_MESSAGES_IN || kind == UNFOLD_AUDIO_IN ||
                    kind == UNFOLD_RIGHT_IN || kind == UNFOLD_VALUE_IN;
    const bool sound = kind == UNFOLD_AUDIO_IN || kind == UNFOLD_AUDIO_OUT ||
                       kind == UNFOLD_RIGHT_IN || kind == UNFOLD_RIGHT_OUT;
    CU_ASSERT_EQUAL(port_is(port, LV2 "InputPort"), in);
    CU_ASSERT_EQUAL(port_is(port, LV2 "OutputPort"), !in);
    CU_ASSERT_EQUAL(port_is(port, LV2 "AudioPort"), sound);
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

static void check_range(const LilvPort *port, UnfoldPort id)
{
    LilvNode *normal, *minimum, *maximum;
    lilv_port_get_range(plugin, port, &normal, &minimum, &maximum);
    CU_ASSERT_EQUAL(lilv_node_as_float(minimum), ports[id].minimum);
    CU_ASSERT_EQUAL(lilv_node_as_float(maximum), ports[id].maximum);
    if (ports[id].kind == UNFOLD_VALUE_IN)
        CU_ASSERT_EQUAL(lilv_node_as_float(normal), ports[id].normal);
    lilv_node_free(normal);
    lilv_node_free(minimum);
    lilv_node_free(maximum);
    const char *unit = port_text(port, "http://lv2plug.in/ns/extensions/units#unit");
    const char *listed = ports[id].unit, *colon = strchr(listed, ':');
    const bool choice = ports[id].more[0]; /* on or off, or one of a few */
    CU_ASSERT_TRUE(choice || colon);
    if (listed[0] == '<')
        CU_ASSERT_TRUE(strstr(listed, unit) == listed + 1)
    else if (colon)
        CU_ASSERT_STRING_EQUAL(strchr(unit, '#') + 1, colon + 1);
}

static void check_port(UnfoldPort id, unsigned channels)
{
    const LilvPort *port =
        lilv_plugin_get_port_by_index(plugin, unfold_port_index(id, channels));
    CU_ASSERT_STRING_EQUAL(lilv_node_as_string(lilv_port_get_symbol(plugin, port)),
                           ports[id].symbol);
    LilvNode *name = lilv_port_get_name(plugin, port);
    CU_ASSERT_STRING_EQUAL(lilv_node_as_string(name), ports[id].name);
    lilv_node_free(name);
    CU_ASSERT_STRING_EQUAL(port_text(port, RDFS "comment"), ports[id].comment);
    CU_ASSERT_TRUE(strlen(ports[id].comment) > 10);
    check_kind(port, ports[id].kind);
    if (ports[id].kind == UNFOLD_VALUE_IN || ports[id].kind == UNFOLD_VALUE_OUT)
        check_range(port, id);
}

static void test_ports(void)
{
    for (unsigned channels = 1; channels <= 2; ++channels) {
        if (!open_bundle(channels))
            return;
        CU_ASSERT_EQUAL_FATAL(lilv_plugin_get_num_ports(plugin),
                              unfold_port_count(channels));
        for (int id = 0; id < UNFOLD_PORT_COUNT; ++id)
            if (unfold_port_is_there((UnfoldPort)id, channels))
                check_port((UnfoldPort)id, channels);
        const LilvPort *enabled = lilv_plugin_get_port_by_index(
            plugin, unfold_port_index(UNFOLD_PORT_ENABLED, channels));
        CU_ASSERT_STRING_EQUAL(port_text(enabled, LV2 "designation"), LV2 "enabled");
        close_bundle();
    }
}

static void test_features(void)
{
    if (!open_bundle(1))
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
    if (!open_bundle(1))
        return;
    static const char *const effects[] = {UNFOLD_EFFECT_URI, UNFOLD_STEREO_URI};
    for (size_t k = 0; k < 2; ++k) {
        LilvNode *load = lilv_new_uri(world, effects[k]);
        lilv_world_load_resource(world, load);
        lilv_node_free(load);
    }
    static const char *const properties[][3] = {
        {UNFOLD_MODEL_URI, "http://lv2plug.in/ns/ext/atom#Path", PATCH "writable"},
        {UNFOLD_MODEL_RATE_URI, "http://lv2plug.in/ns/ext/atom#Float",
         PATCH "writable"},
        {UNFOLD_EMBED_URI, "http://lv2plug.in/ns/ext/atom#Bool", PATCH "writable"},
        {UNFOLD_NAME_URI, "http://lv2plug.in/ns/ext/atom#String", PATCH "readable"},
        {UNFOLD_KNOBS_URI, "http://lv2plug.in/ns/ext/atom#String", PATCH "readable"},
        {UNFOLD_PROBLEM_URI, "http://lv2plug.in/ns/ext/atom#String", PATCH "readable"}};
    for (size_t k = 0; k < sizeof properties / sizeof *properties; ++k) {
        const char *name = properties[k][0];
        CU_ASSERT(has(UNFOLD_EFFECT_URI, properties[k][2], name));
        CU_ASSERT(has(UNFOLD_STEREO_URI, properties[k][2], name));
        CU_ASSERT(has(name, RDF "type", LV2 "Parameter"));
        CU_ASSERT(has(name, RDFS "range", properties[k][1]));
        CU_ASSERT(has(name, RDFS "label", NULL));
        CU_ASSERT(has(name, RDFS "comment", NULL));
    }
    close_bundle();
}

static void check_presets(unsigned channels)
{
    static const struct {
        const char *file, *name, *label, *bank, *comment;
    } presets[] = {
#define PRESET(file, name, label, bank, comment) {file, name, label, bank, comment},
        UNFOLD_PRESETS(PRESET)
#undef PRESET
    };
    if (!open_bundle(channels))
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

static void test_presets(void)
{
    check_presets(1);
    check_presets(2);
}

const Suite plugin_bundle_suite = {
    "plugin-bundle",
    (const Test[]){
        {"the Turtle has the ports of the list", test_ports},
        {"it requires urid:map alone and declares its interfaces", test_features},
        {"properties can be written or read, and say what they are", test_properties},
        {"each preset has its label, its bank and its model", test_presets},
        {NULL, NULL},
    },
};
