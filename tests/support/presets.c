/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "tests/support/presets.h"

#include <CUnit/CUnit.h>
#include <lilv/lilv.h>
#include <stdio.h>
#include <string.h>

#define RDFS "http://www.w3.org/2000/01/rdf-schema#"
#define PSET "http://lv2plug.in/ns/ext/presets#"

static LilvWorld *world;
SeenPreset seen[8];
unsigned seen_count, values_set;

static void load(const char *folder)
{
    char path[600];
    snprintf(path, sizeof path, "%s/", folder);
    LilvNode *bundle = lilv_new_file_uri(world, NULL, path);
    lilv_world_load_bundle(world, bundle);
    lilv_node_free(bundle);
}

/* A copy of a property's value; NULL where there is none. */
static LilvNode *get(const LilvNode *subject, const char *property)
{
    LilvNode *key = lilv_new_uri(world, property);
    LilvNode *value = subject ? lilv_world_get(world, subject, key, NULL) : NULL;
    lilv_node_free(key);
    return value;
}

static void take_text(const LilvNode *subject, const char *property, char text[256])
{
    LilvNode *value = get(subject, property);
    snprintf(text, 256, "%s", value ? lilv_node_as_string(value) : "");
    lilv_node_free(value);
}

static void see_preset(const LilvNode *preset)
{
    SeenPreset *at = &seen[seen_count++];
    lilv_world_load_resource(world, preset);
    snprintf(at->uri, sizeof at->uri, "%s", lilv_node_as_uri(preset));
    take_text(preset, RDFS "label", at->label);
    take_text(preset, RDFS "comment", at->comment);
    LilvNode *bank = get(preset, PSET "bank");
    take_text(bank, RDFS "label", at->bank);
    lilv_node_free(bank);
}

/* The presets of a bundle that apply to the effect; leaves the world open. */
static void open_and_see(const char *folder)
{
    world = lilv_world_new();
    seen_count = 0;
    load(UNFOLD_BUNDLE);
    LilvNode *uri = lilv_new_uri(world, UNFOLD_EFFECT_URI);
    LilvNode *class = lilv_new_uri(world, PSET "Preset");
    const LilvPlugin *plugin =
        lilv_plugins_get_by_uri(lilv_world_get_all_plugins(world), uri);
    CU_ASSERT_PTR_NOT_NULL_FATAL(plugin);
    LilvNodes *before = lilv_plugin_get_related(plugin, class);
    load(folder);
    LilvNodes *found = lilv_plugin_get_related(plugin, class);
    LILV_FOREACH(nodes, k, found)
    {
        const LilvNode *preset = lilv_nodes_get(found, k);
        if (!lilv_nodes_contains(before, preset) && seen_count < 8)
            see_preset(preset);
    }
    lilv_nodes_free(before);
    lilv_nodes_free(found);
    lilv_node_free(class);
    lilv_node_free(uri);
}

void see_presets(const char *folder)
{
    open_and_see(folder);
    lilv_world_free(world);
}

const SeenPreset *preset_of(const char *label)
{
    static const SeenPreset none;
    for (unsigned k = 0; k < seen_count; ++k)
        if (!strcmp(seen[k].label, label))
            return &seen[k];
    return &none;
}

/* Numbers without a point are whole ones to lilv. */
static void set_value(const char *symbol, void *host, const void *value, uint32_t size,
                      uint32_t type)
{
    const bool is_float = type == host_urid(LV2_ATOM__Float);
    (void)host;
    CU_ASSERT_EQUAL_FATAL(size, 4);
    CU_ASSERT_FATAL(is_float || type == host_urid(LV2_ATOM__Int));
    const double normal = !strcmp(symbol, "mix")   ? 100
                          : strstr(symbol, "knob") ? 0.5
                                                   : 0;
    CU_ASSERT_EQUAL(is_float ? *(const float *)value : (float)*(const int32_t *)value,
                    normal);
    ++values_set;
}

void play_preset(const char *folder, const char *label, float *out, char told[PATH_MAX])
{
    values_set = 0;
    Host *host = host_open(&(HostOptions){0});
    LilvInstance instance = {host->descriptor, host->instance, NULL};
    open_and_see(folder);
    LilvNode *preset = lilv_new_uri(world, preset_of(label)->uri);
    LilvState *state = lilv_state_new_from_world(world, &host->map, preset);
    CU_ASSERT_PTR_NOT_NULL_FATAL(state);
    lilv_state_restore(state, &instance, set_value, host, 0, host->list);
    CU_ASSERT_STRING_EQUAL(host->log, "");
    host_play(host, host_pluck(), out, HOST_FRAMES, (uint32_t[]){256}, 1);
    snprintf(told, PATH_MAX, "%s", host->told);
    lilv_state_free(state);
    lilv_node_free(preset);
    lilv_world_free(world);
    host_close(host);
}

void play_model(const char *path, float *out)
{
    Host *host = host_open(&(HostOptions){0});
    const HostState state = host_state_of(path);
    host_restore(host, &state);
    host_play(host, host_pluck(), out, HOST_FRAMES, (uint32_t[]){256}, 1);
    host_close(host);
}
