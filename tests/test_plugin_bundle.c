/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "plugin/listen_ports.h"
#include "presets/presets.h"
#include "tests/support/suite.h"

#include <lilv/lilv.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef struct {
    const char *symbol, *name;
    UnfoldPortKind kind;
    float minimum, maximum, normal;
    const char *unit, *more, *comment;
} Port;

#define PORT(id, symbol, name, kind, minimum, maximum, normal, unit, more, comment)    \
    {symbol, name, UNFOLD_##kind, minimum, maximum, normal, unit, more, comment},
static const Port ports[] = {UNFOLD_PORTS(PORT)};
static const Port listen_ports[] = {UNFOLD_LISTEN_PORTS(PORT)};
#undef PORT

#define RDF "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
#define LV2 "http://lv2plug.in/ns/lv2core#"
#define RDFS "http://www.w3.org/2000/01/rdf-schema#"
#define PATCH "http://lv2plug.in/ns/ext/patch#"
#define PSET "http://lv2plug.in/ns/ext/presets#"

static const char *const effects[] = {UNFOLD_EFFECT_URI, UNFOLD_STEREO_URI};

static LilvWorld *world;
static const LilvPlugin *plugin;

static LilvNode *uri(const char *text)
{
    return lilv_new_uri(world, text);
}

/* With this plugin. */
static bool open_bundle(const char *its_uri)
{
    world = lilv_world_new();
    LilvNode *bundle = lilv_new_file_uri(world, NULL, UNFOLD_BUNDLE "/");
    lilv_world_load_bundle(world, bundle);
    /* What classes and units are called is in the standard's own bundles. */
    lilv_world_load_all(world);
    LilvNode *name = uri(its_uri);
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
    const bool atoms = messages || kind == UNFOLD_MIDI_OUT;
    CU_ASSERT_EQUAL(port_is(port, "http://lv2plug.in/ns/ext/atom#AtomPort"), atoms);
    if (!atoms)
        return;
    CU_ASSERT_STRING_EQUAL(port_text(port, LV2 "designation"),
                           messages ? LV2 "control" : "");
    CU_ASSERT_STRING_EQUAL(port_text(port, "http://lv2plug.in/ns/ext/atom#supports"),
                           messages ? PATCH "Message"
                                    : "http://lv2plug.in/ns/ext/midi#MidiEvent");
    const char *size =
        port_text(port, "http://lv2plug.in/ns/ext/resize-port#minimumSize");
    CU_ASSERT_TRUE(atoi(size) >= 4096);
}

static void check_range(const LilvPort *port, const Port *listed)
{
    LilvNode *normal, *minimum, *maximum;
    lilv_port_get_range(plugin, port, &normal, &minimum, &maximum);
    CU_ASSERT_EQUAL(lilv_node_as_float(minimum), listed->minimum);
    CU_ASSERT_EQUAL(lilv_node_as_float(maximum), listed->maximum);
    if (listed->kind == UNFOLD_VALUE_IN)
        CU_ASSERT_EQUAL(lilv_node_as_float(normal), listed->normal);
    lilv_node_free(normal);
    lilv_node_free(minimum);
    lilv_node_free(maximum);
    const char *unit = port_text(port, "http://lv2plug.in/ns/extensions/units#unit");
    const char *its_unit = listed->unit, *colon = strchr(its_unit, ':');
    const bool choice = listed->more[0]; /* on or off, or one of a few */
    const bool any_unit = !strcmp(listed->symbol, "value"); /* the model's */
    CU_ASSERT_TRUE(choice || colon || any_unit);
    if (its_unit[0] == '<')
        CU_ASSERT_TRUE(strstr(its_unit, unit) == its_unit + 1)
    else if (colon)
        CU_ASSERT_STRING_EQUAL(strchr(unit, '#') + 1, colon + 1);
}

static void check_port(const Port *listed, unsigned index)
{
    const LilvPort *port = lilv_plugin_get_port_by_index(plugin, index);
    CU_ASSERT_STRING_EQUAL(lilv_node_as_string(lilv_port_get_symbol(plugin, port)),
                           listed->symbol);
    LilvNode *name = lilv_port_get_name(plugin, port);
    CU_ASSERT_STRING_EQUAL(lilv_node_as_string(name), listed->name);
    lilv_node_free(name);
    CU_ASSERT_STRING_EQUAL(port_text(port, RDFS "comment"), listed->comment);
    CU_ASSERT_TRUE(strlen(listed->comment) > 10);
    check_kind(port, listed->kind);
    if (listed->kind == UNFOLD_VALUE_IN || listed->kind == UNFOLD_VALUE_OUT)
        check_range(port, listed);
}

static void check_enabled(unsigned index)
{
    const LilvPort *enabled = lilv_plugin_get_port_by_index(plugin, index);
    CU_ASSERT_STRING_EQUAL(port_text(enabled, LV2 "designation"), LV2 "enabled");
}

static void test_ports(void)
{
    for (unsigned channels = 1; channels <= 2; ++channels) {
        if (!open_bundle(effects[channels - 1]))
            return;
        CU_ASSERT_EQUAL_FATAL(lilv_plugin_get_num_ports(plugin),
                              unfold_port_count(channels));
        for (int id = 0; id < UNFOLD_PORT_COUNT; ++id)
            if (unfold_port_is_there((UnfoldPort)id, channels))
                check_port(&ports[id], unfold_port_index((UnfoldPort)id, channels));
        check_enabled(unfold_port_index(UNFOLD_PORT_ENABLED, channels));
        close_bundle();
    }
}

static void test_listen_ports(void)
{
    if (!open_bundle(UNFOLD_LISTEN_URI))
        return;
    CU_ASSERT_EQUAL_FATAL(lilv_plugin_get_num_ports(plugin), UNFOLD_LISTEN_PORT_COUNT);
    for (unsigned id = 0; id < UNFOLD_LISTEN_PORT_COUNT; ++id)
        check_port(&listen_ports[id], id);
    check_enabled(UNFOLD_LISTEN_PORT_ENABLED);
    CU_ASSERT_FALSE(lilv_plugin_has_latency(plugin));
    LilvNode *name = lilv_plugin_get_name(plugin);
    CU_ASSERT_STRING_EQUAL(lilv_node_as_string(name), "Unfold Listen");
    lilv_node_free(name);
    close_bundle();
}

static void test_features(void)
{
    if (!open_bundle(UNFOLD_EFFECT_URI))
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

/* A property, its type, and whether it can be written. */
typedef struct {
    const char *uri, *type, *access;
} Listed;

#define ATOM "http://lv2plug.in/ns/ext/atom#"

static void check_properties(const char *its_uri, const Listed *list, size_t count)
{
    if (!open_bundle(its_uri))
        return;
    LilvNode *load = lilv_new_uri(world, its_uri);
    lilv_world_load_resource(world, load);
    lilv_node_free(load);
    for (size_t k = 0; k < count; ++k) {
        const char *name = list[k].uri;
        CU_ASSERT(has(its_uri, list[k].access, name));
        CU_ASSERT(has(name, RDF "type", LV2 "Parameter"));
        CU_ASSERT(has(name, RDFS "range", list[k].type));
        CU_ASSERT(has(name, RDFS "label", NULL));
        CU_ASSERT(has(name, RDFS "comment", NULL));
    }
    close_bundle();
}

static void test_properties(void)
{
    static const Listed of_effects[] = {
        {UNFOLD_MODEL_URI, ATOM "Path", PATCH "writable"},
        {UNFOLD_MODEL_RATE_URI, ATOM "Float", PATCH "writable"},
        {UNFOLD_EMBED_URI, ATOM "Bool", PATCH "writable"},
        {UNFOLD_NAME_URI, ATOM "String", PATCH "readable"},
        {UNFOLD_GEAR_URI, ATOM "String", PATCH "readable"},
        {UNFOLD_ESR_URI, ATOM "Float", PATCH "readable"},
        {UNFOLD_KNOBS_URI, ATOM "String", PATCH "readable"},
        {UNFOLD_PROBLEM_URI, ATOM "String", PATCH "readable"}};
    static const Listed of_listener[] = {
        {UNFOLD_MODEL_URI, ATOM "Path", PATCH "writable"},
        {UNFOLD_EMBED_URI, ATOM "Bool", PATCH "writable"},
        {UNFOLD_NAME_URI, ATOM "String", PATCH "readable"},
        {UNFOLD_ACCURACY_URI, ATOM "Float", PATCH "readable"},
        {UNFOLD_LABELS_URI, ATOM "String", PATCH "readable"},
        {UNFOLD_LABEL_URI, ATOM "String", PATCH "readable"},
        {UNFOLD_PROBLEM_URI, ATOM "String", PATCH "readable"}};
    check_properties(UNFOLD_EFFECT_URI, of_effects,
                     sizeof of_effects / sizeof *of_effects);
    check_properties(UNFOLD_STEREO_URI, of_effects,
                     sizeof of_effects / sizeof *of_effects);
    check_properties(UNFOLD_LISTEN_URI, of_listener,
                     sizeof of_listener / sizeof *of_listener);
}

typedef struct {
    const char *file, *name, *label, *bank, *comment;
} Preset;

static void check_preset(const LilvNodes *found, const Preset *listed)
{
    LilvNode *label = uri(RDFS "label"), *member = uri(PSET "bank");
    char path[512], text[128];
    snprintf(path, sizeof path, "%s/%s", UNFOLD_BUNDLE, listed->file);
    CU_ASSERT_EQUAL(access(path, R_OK), 0);
    snprintf(text, sizeof text, "urn:unfold:preset:%s", listed->name);
    LilvNode *preset = uri(text);
    CU_ASSERT_TRUE(lilv_nodes_contains(found, preset));
    LilvNode *shown = lilv_world_get(world, preset, label, NULL);
    CU_ASSERT_STRING_EQUAL(lilv_node_as_string(shown), listed->label);
    lilv_node_free(shown);
    LilvNode *bank = lilv_world_get(world, preset, member, NULL);
    CU_ASSERT(has(lilv_node_as_uri(bank), RDF "type", PSET "Bank"));
    shown = lilv_world_get(world, bank, label, NULL);
    CU_ASSERT_STRING_EQUAL(lilv_node_as_string(shown), listed->bank);
    lilv_node_free(shown);
    lilv_node_free(bank);
    lilv_node_free(preset);
    lilv_node_free(label);
    lilv_node_free(member);
}

/* Those of the list apply to the plugin, and no others. */
static void check_presets(const char *its_uri, const Preset *list)
{
    size_t count = 0;
    if (!open_bundle(its_uri))
        return;
    LilvNode *class = uri(PSET "Preset");
    LilvNodes *found = lilv_plugin_get_related(plugin, class);
    for (; list[count].file; ++count)
        check_preset(found, &list[count]);
    CU_ASSERT_EQUAL(lilv_nodes_size(found), count);
    lilv_nodes_free(found);
    lilv_node_free(class);
    close_bundle();
}

static void test_presets(void)
{
#define PRESET(file, name, label, bank, comment) {file, name, label, bank, comment},
    static const Preset of_effects[] = {UNFOLD_PRESETS(PRESET){NULL}};
    static const Preset of_listener[] = {UNFOLD_LISTEN_PRESETS(PRESET){NULL}};
#undef PRESET
    CU_ASSERT_PTR_NOT_NULL(of_effects[1].file);
    check_presets(UNFOLD_EFFECT_URI, of_effects);
    check_presets(UNFOLD_STEREO_URI, of_effects);
    check_presets(UNFOLD_LISTEN_URI, of_listener);
}

const Suite plugin_bundle_suite = {
    "plugin-bundle",
    (const Test[]){
        {"the Turtle has the ports of the list", test_ports},
        {"so has that of the plugin that listens", test_listen_ports},
        {"it requires urid:map alone and declares its interfaces", test_features},
        {"properties can be written or read, and say what they are", test_properties},
        {"each preset has its label, its bank and its model", test_presets},
        {NULL, NULL},
    },
};
