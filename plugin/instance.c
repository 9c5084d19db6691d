/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "plugin/instance.h"

#include "net/denormal.h"
#include "plugin/clock.h"
#include "plugin/messages.h"
#include "plugin/requests.h"

#include <math.h>
#include <stdlib.h>

UnfoldInstance *unfold_instance_new(const UnfoldPlugin *plugin, double rate,
                                    const char *bundle, LV2_URID_Map *map,
                                    const LV2_Log_Logger *logger,
                                    LV2_Worker_Schedule *schedule)
{
    UnfoldInstance *instance = calloc(1, plugin->size);
    if (!instance)
        return NULL;
    instance->plugin = plugin;
    instance->rate = instance->watch.rate = rate;
    instance->clock_rate = unfold_clock_rate();
    instance->told_embed = true;
    instance->index = instance->previous = instance->next = NAN;
    unfold_uris_map(&instance->uris, map);
    lv2_atom_forge_init(&instance->forge, map);
    plugin->init(instance);
    if (!unfold_loader_init(&instance->loader, &plugin->kind, instance, bundle, logger,
                            schedule)) {
        unfold_instance_free(instance);
        return NULL;
    }
    unfold_loader_load_bundled(&instance->loader);
    return instance;
}

void unfold_instance_free(UnfoldInstance *instance)
{
    instance->plugin->clear(instance);
    unfold_loader_clear(&instance->loader);
    free(instance);
}

void unfold_instance_connect(UnfoldInstance *instance, uint32_t index, void *buffer)
{
    if (index < instance->port_count)
        instance->ports[instance->port_at[index]] = buffer;
}

void unfold_instance_activate(UnfoldInstance *instance)
{
    const UnfoldPlugin *plugin = instance->plugin;
    if (plugin->prepare)
        plugin->prepare(instance);
    if (plugin->wish)
        plugin->wish(instance);
    unfold_loader_catch_up(&instance->loader);
    plugin->activate(instance);
}

void unfold_instance_plays(UnfoldInstance *instance, const UnfoldLoaded *loaded)
{
    instance->playing = loaded;
    instance->tell |= UNFOLD_TELL_MODEL | UNFOLD_TELL_NAME | UNFOLD_TELL_KNOBS |
                      UNFOLD_TELL_LABELS | UNFOLD_TELL_LABEL | UNFOLD_TELL_GEAR |
                      UNFOLD_TELL_ESR | UNFOLD_TELL_ACCURACY | UNFOLD_TELL_TASK |
                      UNFOLD_TELL_THRESHOLD;
}

float unfold_instance_control(const UnfoldInstance *instance, int port)
{
    const float *buffer = instance->ports[port];
    const UnfoldRange *range = &instance->plugin->ranges[port];
    if (!buffer || isnan(*buffer))
        return range->normal;
    return fminf(fmaxf(*buffer, range->minimum), range->maximum);
}

void unfold_instance_put(UnfoldInstance *instance, int port, float value)
{
    float *const buffer = instance->ports[port];
    const UnfoldRange *range = &instance->plugin->ranges[port];
    if (buffer)
        *buffer = fminf(fmaxf(value, range->minimum), range->maximum);
}

bool unfold_instance_begin(UnfoldInstance *instance, int port,
                           LV2_Atom_Forge_Frame *sequence)
{
    LV2_Atom *buffer = instance->ports[port];
    if (!buffer)
        return false;
    const uint32_t room = buffer->size;
    if (room < sizeof(LV2_Atom_Sequence)) { /* Ardour's first buffer holds 8 bytes */
        buffer->size = buffer->type = 0;
        return false;
    }
    lv2_atom_forge_set_buffer(&instance->forge, (uint8_t *)buffer, room);
    return lv2_atom_forge_sequence_head(&instance->forge, sequence, 0);
}

/* True when a trigger goes up; at first it only shows where it is. */
static bool goes_up(const UnfoldInstance *instance, int port, float *before)
{
    const float now = unfold_instance_control(instance, port) > 0.5f;
    const bool up = *before == 0 && now == 1;
    *before = now;
    return up;
}

static void read_choice(UnfoldInstance *instance)
{
    const UnfoldPlugin *plugin = instance->plugin;
    const float index = floorf(unfold_instance_control(instance, plugin->index));
    if (!isnan(instance->index) && index != instance->index)
        unfold_loader_request_index(&instance->loader, (int)index);
    instance->index = index;
    if (goes_up(instance, plugin->previous, &instance->previous))
        unfold_loader_request_step(&instance->loader, -1);
    if (goes_up(instance, plugin->next, &instance->next))
        unfold_loader_request_step(&instance->loader, 1);
}

static void tell_values(UnfoldInstance *instance, uint32_t frames, uint64_t begun)
{
    instance->plugin->tell(instance, frames);
    if (frames > 0)
        unfold_load_add(
            &instance->load,
            (float)((double)(unfold_clock() - begun) / instance->clock_rate),
            (float)(frames / instance->rate));
    unfold_instance_put(instance, instance->plugin->load, instance->load.percent);
}

void unfold_instance_run(UnfoldInstance *instance, uint32_t frames)
{
    const uint64_t begun = unfold_clock(), mode = unfold_denormals_off();
    const UnfoldPlugin *plugin = instance->plugin;
    unfold_messages_read(instance);
    read_choice(instance);
    if (plugin->wish && plugin->wish(instance))
        unfold_loader_request_again(&instance->loader);
    unfold_loader_ask(&instance->loader);
    if (frames > 0)
        plugin->play(instance, frames);
    if (unfold_loader_failed(&instance->loader))
        instance->tell |= UNFOLD_TELL_MODEL;
    unfold_messages_write(instance, frames);
    tell_values(instance, frames, begun);
    unfold_denormals_restore(mode);
}
