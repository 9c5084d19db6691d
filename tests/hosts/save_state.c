/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */

/* save_state PRESET FOLDER: give the effect a preset and save its state into the
   folder, its model copied beside it, as lilv does it for the hosts that use it. */
#include "plugin/ports.h"
#include "tests/hosts/uris.h"

#include <lilv/lilv.h>
#include <lv2/state/state.h>
#include <stdio.h>
#include <string.h>

static const char *unmap_uri(LV2_URID_Unmap_Handle handle, LV2_URID id)
{
    (void)handle;
    return uris[id - 1];
}

int main(int argc, char **argv)
{
    LV2_URID_Map map = {NULL, map_uri};
    LV2_URID_Unmap unmap = {NULL, unmap_uri};
    const LV2_Feature feature = {LV2_URID__map, &map};
    const LV2_Feature *const features[] = {&feature, NULL};
    LilvWorld *world = lilv_world_new();
    lilv_world_load_all(world);
    LilvNode *uri = lilv_new_uri(world, UNFOLD_EFFECT_URI);
    const LilvPlugin *plugin =
        lilv_plugins_get_by_uri(lilv_world_get_all_plugins(world), uri);
    LilvInstance *instance =
        plugin ? lilv_plugin_instantiate(plugin, 48000, features) : NULL;
    LilvNode *preset = argc == 3 ? lilv_new_uri(world, argv[1]) : NULL;
    if (!instance || !preset || lilv_world_load_resource(world, preset) < 0) {
        fprintf(stderr,
                "usage: save_state PRESET FOLDER, with the plugin in LV2_PATH\n");
        return 2;
    }
    LilvState *state = lilv_state_new_from_world(world, &map, preset);
    lilv_state_restore(state, instance, NULL, NULL, 0, features);
    LilvState *saved =
        lilv_state_new_from_instance(plugin, instance, &map, NULL, argv[2], argv[2],
                                     argv[2], NULL, NULL, LV2_STATE_IS_POD, features);
    lilv_state_set_label(saved, "saved");
    const int failed =
        lilv_state_save(world, &map, &unmap, saved, NULL, argv[2], "state.ttl");
    lilv_state_free(saved);
    lilv_state_free(state);
    lilv_instance_free(instance);
    lilv_node_free(preset);
    lilv_node_free(uri);
    lilv_world_free(world);
    return failed ? 1 : 0;
}
