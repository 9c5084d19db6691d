/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "tests/hosts/stress_instance.h"

#include <lv2/atom/atom.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define ATOM_ROOM 32768

static void call_connect(const LV2_Descriptor *descriptor, LV2_Handle instance,
                         uint32_t port, void *data) REALTIME
{
    descriptor->connect_port(instance, port, data);
}

void ports_open(Instance *own)
{
    for (uint32_t k = 0; k < own->plugin->port_count; ++k) {
        const Port *port = &own->plugin->ports[k];
        const size_t room = port->kind == PORT_AUDIO     ? MOST_FRAMES * sizeof(float)
                            : port->kind == PORT_CONTROL ? sizeof(float)
                                                         : ATOM_ROOM;
        buffer_open(&own->buffers[k], room);
        own->copies[k] = port->is_input ? malloc(room) : NULL;
        own->home[k] = k;
        own->values[k] = isnan(port->normal) ? 0 : port->normal;
    }
}

void ports_close(Instance *own)
{
    for (uint32_t k = 0; k < own->plugin->port_count; ++k) {
        buffer_close(&own->buffers[k]);
        free(own->copies[k]);
    }
}

/* Of an audio output: its own buffer, or that of an input which no other has. */
static void choose_home(Instance *own, uint32_t k)
{
    const Plugin *plugin = own->plugin;
    own->home[k] = k;
    if (!own->habits.in_place || !one_in(&own->random, own->habits.in_place))
        return;
    const uint32_t other = below(&own->random, plugin->port_count);
    if (plugin->ports[other].kind != PORT_AUDIO || !plugin->ports[other].is_input ||
        own->lent[other])
        return;
    own->home[k] = other;
    own->lent[other] = true;
    count(ACT_in_place);
}

void ports_move(Instance *own)
{
    const Plugin *plugin = own->plugin;
    for (uint32_t k = 0; k < plugin->port_count; ++k)
        own->lent[k] = false;
    for (uint32_t k = 0; k < plugin->port_count; ++k) {
        const Port *port = &plugin->ports[k];
        own->offset[k] = port->kind == PORT_ATOM ? 8 * below(&own->random, 8)
                                                 : 4 * below(&own->random, 16);
        if (port->kind == PORT_AUDIO && !port->is_input)
            choose_home(own, k);
    }
}

void ports_connect(Instance *own)
{
    for (uint32_t k = 0; k < own->plugin->port_count; ++k) {
        void *data = buffer_data(&own->buffers[own->home[k]]);
        if (own->connected[k] == data)
            continue;
        own->connected[k] = data;
        count(ACT_connected);
        enter_audio();
        call_connect(own->descriptor, own->instance, k, data);
        leave_audio();
    }
}

static void prepare_audio(Instance *own, uint32_t k, uint32_t frames)
{
    float *block =
        buffer_place(&own->buffers[k], own->offset[k], frames * sizeof *block);
    if (own->plugin->ports[k].is_input) {
        fill_sound(&own->random, own->habits.sound, block, frames);
        if (own->habits.sound >= SOUND_DENORMALS)
            count(ACT_wild_sound);
        return;
    }
    for (uint32_t n = 0; n < frames; ++n)
        block[n] = NAN;
}

static void prepare_control(Instance *own, uint32_t k)
{
    const Port *port = &own->plugin->ports[k];
    float *value = buffer_place(&own->buffers[k], own->offset[k], sizeof *value);
    const uint32_t turns = own->habits.turns * (port->is_expensive ? 100 : 1);
    if (port->is_input && turns && one_in(&own->random, turns))
        own->values[k] = any_control(&own->random, port);
    *value = port->is_input ? own->values[k] : NAN;
}

/* Ardour's first buffer for what plugins tell holds 8 bytes. */
static void prepare_atoms(Instance *own, uint32_t k, uint32_t frames)
{
    const Port *port = &own->plugin->ports[k];
    const uint32_t least =
        port->least > 0 && port->least < ATOM_ROOM ? port->least : 8192;
    Buffer *buffer = &own->buffers[k];
    if (port->is_input) {
        fill_messages(&own->random, own->plugin, buffer, ATOM_ROOM, frames);
        return;
    }
    uint32_t room = least;
    if (one_in(&own->random, 4))
        room = below(&own->random, one_in(&own->random, 2) ? 40 : 600);
    else if (one_in(&own->random, 8))
        room = below(&own->random, 8193);
    if (room < 512)
        count(ACT_small_notify);
    own->room[k] = room;
    const size_t size = room < sizeof(LV2_Atom) ? sizeof(LV2_Atom) : room;
    uint8_t *data = buffer_place(buffer, own->offset[k], size);
    memset(data, 0xff, size);
    *(LV2_Atom *)data = (LV2_Atom){room, urid(LV2_ATOM__Chunk)};
}

void ports_fill(Instance *own, uint32_t frames)
{
    for (uint32_t k = 0; k < own->plugin->port_count; ++k) {
        const Port *port = &own->plugin->ports[k];
        if (port->kind == PORT_AUDIO)
            prepare_audio(own, k, frames);
        else if (port->kind == PORT_CONTROL)
            prepare_control(own, k);
        else
            prepare_atoms(own, k, frames);
        if (port->is_input)
            memcpy(own->copies[k], buffer_data(&own->buffers[k]), own->buffers[k].size);
    }
}

static void check_audio(const Instance *own, uint32_t k, uint32_t frames)
{
    const float *block = own->connected[k];
    for (uint32_t n = 0; n < frames; ++n)
        if (!isfinite(block[n]))
            fail("port %s is %g at frame %u of %u", own->plugin->ports[k].symbol,
                 (double)block[n], n, frames);
}

static void check_control(const Instance *own, uint32_t k, uint32_t frames)
{
    const Port *port = &own->plugin->ports[k];
    const float value = *(const float *)own->connected[k];
    if (frames == 0 && isnan(value))
        return;
    if (!isfinite(value) || value < port->minimum || value > port->maximum)
        fail("port %s is %g, and should be %g to %g", port->symbol, (double)value,
             (double)port->minimum, (double)port->maximum);
}

void ports_check(Instance *own, uint32_t frames)
{
    const Plugin *plugin = own->plugin;
    for (uint32_t k = 0; k < plugin->port_count; ++k) {
        const Port *port = &plugin->ports[k];
        Buffer *buffer = &own->buffers[k];
        buffer_check(buffer, port->symbol, "buffer");
        if (port->is_input) {
            if (!own->lent[k] &&
                memcmp(own->copies[k], buffer_data(buffer), buffer->size) != 0)
                fail("the input port %s was written to", port->symbol);
        } else if (port->kind == PORT_AUDIO) {
            check_audio(own, k, frames);
        } else if (port->kind == PORT_CONTROL) {
            check_control(own, k, frames);
        } else {
            check_told(plugin, port, own->connected[k], own->room[k], frames,
                       own->told);
        }
    }
}
