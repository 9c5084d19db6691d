/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "plugin/ear.h"
#include "plugin/effect.h"
#include "plugin/requests.h"

#include <lv2/core/lv2.h>
#include <lv2/core/lv2_util.h>
#include <string.h>

static const UnfoldPlugin *find_plugin(const char *uri)
{
    static const UnfoldPlugin *const all[] = {&unfold_effect, &unfold_effect_stereo,
                                              &unfold_ear};
    for (size_t k = 0; k < sizeof all / sizeof *all; ++k)
        if (!strcmp(uri, all[k]->uri))
            return all[k];
    return NULL;
}

static void cleanup(LV2_Handle instance)
{
    unfold_instance_free(instance);
}

static LV2_Handle instantiate(const LV2_Descriptor *descriptor, double rate,
                              const char *bundle, const LV2_Feature *const *features)
{
    LV2_URID_Map *map = lv2_features_data(features, LV2_URID__map);
    const UnfoldPlugin *plugin = find_plugin(descriptor->URI);
    if (!map || !plugin)
        return NULL;
    LV2_Log_Logger logger;
    lv2_log_logger_init(&logger, map, lv2_features_data(features, LV2_LOG__log));
    return unfold_instance_new(plugin, rate, bundle, map, &logger,
                               lv2_features_data(features, LV2_WORKER__schedule));
}

static void connect_port(LV2_Handle instance, uint32_t port, void *buffer)
{
    unfold_instance_connect(instance, port, buffer);
}

static void activate(LV2_Handle instance)
{
    unfold_instance_activate(instance);
}

static void run(LV2_Handle instance, uint32_t frames)
{
    unfold_instance_run(instance, frames);
}

static LV2_Worker_Status work(LV2_Handle instance, LV2_Worker_Respond_Function respond,
                              LV2_Worker_Respond_Handle handle, uint32_t size,
                              const void *data)
{
    (void)respond;
    (void)handle;
    (void)size;
    (void)data;
    unfold_loader_work(&((UnfoldInstance *)instance)->loader);
    return LV2_WORKER_SUCCESS;
}

/* The exchange and the loader's flags carry what work() found out. */
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

#define DESCRIPTOR(uri)                                                                \
    {                                                                                  \
        uri, instantiate, connect_port, activate, run, NULL, cleanup, extension_data   \
    }
static const LV2_Descriptor descriptors[] = {DESCRIPTOR(UNFOLD_EFFECT_URI),
                                             DESCRIPTOR(UNFOLD_STEREO_URI),
                                             DESCRIPTOR(UNFOLD_LISTEN_URI)};

LV2_SYMBOL_EXPORT const LV2_Descriptor *lv2_descriptor(uint32_t index)
{
    return index < sizeof descriptors / sizeof *descriptors ? &descriptors[index]
                                                            : NULL;
}
