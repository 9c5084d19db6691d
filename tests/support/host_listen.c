/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "tests/support/host.h"
#include "tests/support/suite.h"

#include <lv2/atom/util.h>
#include <lv2/midi/midi.h>
#include <string.h>

static void connect(Host *host, UnfoldListenPort port, void *buffer)
{
    host->descriptor->connect_port(host->instance, port, buffer);
}

void host_open_listener(Host *host)
{
    host->threshold = 0.5f;
    host->base_note = 36;
    host->channel = 10;
    host->hold = 100;
    host->velocity = 100;
    host->notify_room = 24576;
    host->midi_room = 8192;
    void *const buffers[UNFOLD_LISTEN_PORT_COUNT] = {
        [UNFOLD_LISTEN_PORT_CONTROL] = &host->control,
        [UNFOLD_LISTEN_PORT_NOTIFY] = &host->notify,
        [UNFOLD_LISTEN_PORT_MIDI_OUT] = &host->midi,
        [UNFOLD_LISTEN_PORT_ENABLED] = &host->enabled,
        [UNFOLD_LISTEN_PORT_THRESHOLD] = &host->threshold,
        [UNFOLD_LISTEN_PORT_BASE_NOTE] = &host->base_note,
        [UNFOLD_LISTEN_PORT_CHANNEL] = &host->channel,
        [UNFOLD_LISTEN_PORT_HOLD] = &host->hold,
        [UNFOLD_LISTEN_PORT_VELOCITY] = &host->velocity,
        [UNFOLD_LISTEN_PORT_INDEX] = &host->index,
        [UNFOLD_LISTEN_PORT_PREVIOUS] = &host->previous,
        [UNFOLD_LISTEN_PORT_NEXT] = &host->next,
        [UNFOLD_LISTEN_PORT_CLASS] = &host->class,
        [UNFOLD_LISTEN_PORT_CONFIDENCE] = &host->confidence,
        [UNFOLD_LISTEN_PORT_VALUE] = &host->value,
        [UNFOLD_LISTEN_PORT_INPUT_PEAK] = &host->input_peak,
        [UNFOLD_LISTEN_PORT_DECISION_LATENCY] = &host->decision_latency,
        [UNFOLD_LISTEN_PORT_LOAD] = &host->load,
    };
    for (int k = 0; k < UNFOLD_LISTEN_PORT_COUNT; ++k)
        connect(host, (UnfoldListenPort)k, buffers[k]);
}

static void hear_midi(Host *host, uint32_t frames)
{
    int64_t before = 0;
    if (host->midi.sequence.atom.type != host_urid(LV2_ATOM__Sequence))
        return;
    LV2_ATOM_SEQUENCE_FOREACH(&host->midi.sequence, event)
    {
        const int64_t at = event->time.frames;
        CU_ASSERT_EQUAL(event->body.type, host_urid(LV2_MIDI__MidiEvent));
        CU_ASSERT_EQUAL_FATAL(event->body.size, 3);
        CU_ASSERT_TRUE(at >= before && at < (int64_t)frames);
        before = at;
        CU_ASSERT_TRUE_FATAL(host->event_count <
                             sizeof host->events / sizeof *host->events);
        struct HostMidi *midi = &host->events[host->event_count++];
        midi->time = host->frames + (size_t)at;
        memcpy(midi->bytes, event + 1, sizeof midi->bytes);
    }
}

void host_listen(Host *host, const float *in, float *out, uint32_t frames)
{
    const LV2_URID chunk = host_urid(LV2_ATOM__Chunk);
    host->notify.sequence.atom = (LV2_Atom){host->notify_room, chunk};
    host->midi.sequence.atom = (LV2_Atom){host->midi_room, chunk};
    connect(host, UNFOLD_LISTEN_PORT_IN, (void *)in);
    connect(host, UNFOLD_LISTEN_PORT_OUT, out);
    host->descriptor->run(host->instance, frames);
    host_hear(host);
    hear_midi(host, frames);
    lv2_atom_sequence_clear(&host->control.sequence);
    host->frames += frames;
}
