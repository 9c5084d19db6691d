/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "plugin/effect.h"
#include "plugin/requests.h"
#include "plugin/state.h"

#include <lv2/core/lv2.h>
#include <lv2/core/lv2_util.h>
#include <stdlib.h>
#include <string.h>

static void cleanup(LV2_Handle instance)
{
    UnfoldEffect *effect = instance;
    unfold_slot_clear(&effect->slot);
    unfold_loader_clear(&effect->loader);
    free(effect);
}

static LV2_Handle instantiate(const LV2_Descriptor *descriptor, double rate,
                              const char *bundle, const LV2_Feature *const *features)
{
    const uint32_t channels = strcmp(descriptor->URI, UNFOLD_STEREO_URI) ? 1 : 2;
    LV2_URID_Map *map = lv2_features_data(features, LV2_URID__map);
    if (!map)
        return NULL;
    UnfoldEffect *effect = calloc(1, sizeof *effect);
    if (!effect)
        return NULL;
    LV2_Log_Logger logger;
    lv2_log_logger_init(&logger, map, lv2_features_data(features, LV2_LOG__log));
    unfold_uris_map(&effect->uris, map);
    lv2_atom_forge_init(&effect->forge, map);
    unfold_effect_init(effect, channels, rate);
    if (!unfold_loader_init(&effect->loader, &effect->slot, rate, bundle, &logger,
                            lv2_features_data(features, LV2_WORKER__schedule))) {
        cleanup(effect);
        return NULL;
    }
    unfold_loader_load_bundled(&effect->loader);
    return effect;
}

static void connect_port(LV2_Handle instance, uint32_t port, void *buffer)
{
    unfold_effect_connect(instance, port, buffer);
}

static void activate(LV2_Handle instance)
{
    unfold_effect_activate(instance);
}

static void run(LV2_Handle instance, uint32_t frames)
{
    unfold_effect_run(instance, frames);
}

static LV2_Worker_Status work(LV2_Handle instance, LV2_Worker_Respond_Function respond,
                              LV2_Worker_Respond_Handle handle, uint32_t size,
                              const void *data)
{
    (void)respond;
    (void)handle;
    (void)size;
    (void)data;
    UnfoldEffect *effect = instance;
    unfold_loader_work(&effect->loader);
    return LV2_WORKER_SUCCESS;
}

/* The slot and the loader's flags carry what work() found out. */
static LV2_Worker_Status work_response(LV2_Handle instance, uint32_t size,
                                       const void *data)
{
    (void)instance;
    (void)size;
    (void)data;
    return LV2_WORKER_SUCCESS;
}

static const void *extension_data(const char *uri)
{
    static const LV2_Worker_Interface worker = {work, work_response, NULL};
    if (!strcmp(uri, LV2_WORKER__interface))
        return &worker;
    if (!strcmp(uri, LV2_STATE__interface))
        return &unfold_state;
    return NULL;
}

static const LV2_Descriptor descriptors[] = {
    {UNFOLD_EFFECT_URI, instantiate, connect_port, activate, run, NULL, cleanup,
     extension_data},
    {UNFOLD_STEREO_URI, instantiate, connect_port, activate, run, NULL, cleanup,
     extension_data},
};

LV2_SYMBOL_EXPORT const LV2_Descriptor *lv2_descriptor(uint32_t index)
{
    return index < sizeof descriptors / sizeof *descriptors ? &descriptors[index]
                                                            : NULL;
}
