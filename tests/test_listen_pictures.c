/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "listen/listener.h"
#include "plugin/columns.h"
#include "tests/support/allocations.h"
#include "tests/support/listen_models.h"
#include "tests/support/seen.h"
#include "tests/support/suite.h"

#include <lv2/atom/util.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define SECONDS 3.0
#define BANDS 12 /* of the models */

static float *sound, *heard;
static size_t frames;

static float expected[SEEN_FRAMES];

/* Columns of a listener that is fed directly; returns their numbers. */
static uint32_t listen(UnfoldTask task, double rate)
{
    UnfoldModelFile file = make_listening(task, 3);
    UnfoldListener *listener = unfold_listener_new(&file, rate);
    CU_ASSERT_PTR_NOT_NULL_FATAL(listener);
    free(sound);
    free(heard);
    sound = make_bursts(SECONDS, rate, &frames);
    heard = calloc(frames, sizeof *heard);
    CU_ASSERT_PTR_NOT_NULL_FATAL(heard);
    const float *x = sound;
    size_t left = frames;
    UnfoldHearing hearing;
    uint32_t count = 0;
    while (unfold_listener_next(listener, &x, &left, &hearing)) {
        for (size_t k = 0; k < BANDS; ++k)
            expected[count++] = hearing.features[k];
        if (task == UNFOLD_TASK_VALUE || task == UNFOLD_TASK_NEXT)
            expected[count++] = hearing.value;
        else
            for (size_t k = 0; k < LISTENING_LABELS; ++k)
                expected[count++] = hearing.outputs[k];
    }
    unfold_listener_free(listener);
    unfold_model_file_clear(&file);
    return count;
}

static Host *open(UnfoldTask task, double rate)
{
    Host *host = host_open(
        &(HostOptions){.listens = true, .rate = rate, .worker = HOST_WORKS_LATER});
    const HostState state = host_state_of(put_listening("ear.json", task, 3));
    CU_ASSERT_EQUAL(host_restore(host, &state), LV2_STATE_SUCCESS);
    seen_begin(host);
    return host;
}

static void play(Host *host, const uint32_t *blocks, size_t count)
{
    for (size_t done = 0, k = 0; done < frames; ++k) {
        const size_t left = frames - done;
        const uint32_t n =
            blocks[k % count] < left ? blocks[k % count] : (uint32_t)left;
        host_listen(host, sound + done, heard + done, n);
        done += n;
    }
}

static void close(Host *host)
{
    host_close(host);
    free(sound);
    free(heard);
    sound = heard = NULL;
}

static const struct {
    uint32_t list[6];
    size_t count;
} splits[] = {{{1}, 1}, {{64}, 1}, {{8192}, 1}, {{7, 480, 0, 3, 1024, 8192}, 6}};

/* But for the last ones, of which no picture was due. */
static void columns_are_those_of_a_listener(void)
{
    static const double rates[] = {48000, 44100, 16000};
    for (int task = UNFOLD_TASK_CLIP; task <= UNFOLD_TASK_NEXT; ++task)
        for (size_t r = 0; r < sizeof rates / sizeof *rates; ++r) {
            const uint32_t numbers = listen((UnfoldTask)task, rates[r]);
            for (size_t s = 0; s < sizeof splits / sizeof *splits; ++s) {
                Host *host = open((UnfoldTask)task, rates[r]);
                seen_ask(host, 10);
                play(host, splits[s].list, splits[s].count);
                const uint32_t width = shown_last.rows + shown_last.answers;
                CU_ASSERT_EQUAL(shown_last.rows, BANDS);
                CU_ASSERT_EQUAL(shown_last.answers,
                                task <= UNFOLD_TASK_FRAME ? LISTENING_LABELS : 1);
                CU_ASSERT_EQUAL(shown_last.hop, 0.01f);
                CU_ASSERT(shown_last.numbers <= numbers &&
                          numbers - shown_last.numbers <= 20 * width);
                CU_ASSERT_EQUAL(memcmp(shown_last.list, expected,
                                       shown_last.numbers * sizeof *expected),
                                0);
                host_close(host);
            }
        }
}

static void probabilities_move_while_a_sound_is_heard(void)
{
    listen(UNFOLD_TASK_CLIP, 48000);
    Host *host = open(UNFOLD_TASK_CLIP, 48000);
    seen_ask(host, 10);
    play(host, (uint32_t[]){256}, 1);
    unsigned silent = 0, sounding = 0, moved = 0;
    for (uint32_t at = 0; at < shown_last.numbers; at += BANDS + LISTENING_LABELS) {
        const float *p = shown_last.list + at + BANDS;
        const float sum = p[0] + p[1] + p[2] + p[3];
        silent += sum == 0;
        sounding += fabsf(sum - 1) < 1e-5f;
        moved += at > 0 && sum > 0 && p[0] != p[0 - BANDS - LISTENING_LABELS];
        CU_ASSERT(sum == 0 || fabsf(sum - 1) < 1e-5f);
    }
    CU_ASSERT(silent > 20 && sounding > 20);
    CU_ASSERT(moved > sounding / 2);
    close(host);
}

static void nothing_is_shown_without_a_wish_or_while_it_is_off(void)
{
    listen(UNFOLD_TASK_FRAME, 48000);
    Host *host = open(UNFOLD_TASK_FRAME, 48000);
    play(host, (uint32_t[]){64}, 1);
    CU_ASSERT_EQUAL(host->pictures, 0);
    seen_ask(host, 10);
    host->enabled = 0;
    play(host, (uint32_t[]){64}, 1);
    CU_ASSERT_EQUAL(host->pictures, 0);
    host->enabled = 1;
    play(host, (uint32_t[]){64}, 1);
    CU_ASSERT(host->pictures >= 85 && host->pictures <= 91);
    close(host);
}

static void who_watches_changes_no_note(void)
{
    static struct HostMidi events[1024];
    for (int task = UNFOLD_TASK_CLIP; task <= UNFOLD_TASK_NEXT; ++task) {
        listen((UnfoldTask)task, 48000);
        Host *host = open((UnfoldTask)task, 48000);
        play(host, (uint32_t[]){480}, 1);
        const unsigned count = host->event_count;
        memcpy(events, host->events, sizeof events);
        host_close(host);
        host = open((UnfoldTask)task, 48000);
        seen_ask(host, 10);
        play(host, (uint32_t[]){480}, 1);
        CU_ASSERT(host->pictures > 80);
        CU_ASSERT_EQUAL(host->event_count, count);
        for (unsigned k = 0; k < count; ++k) {
            CU_ASSERT_EQUAL(host->events[k].time, events[k].time);
            CU_ASSERT_EQUAL(memcmp(host->events[k].bytes, events[k].bytes, 3), 0);
        }
        CU_ASSERT_EQUAL(memcmp(heard, sound, frames * sizeof *sound), 0);
        host_close(host);
    }
}

static void buffers_of_any_size_are_not_written_beyond(void)
{
    listen(UNFOLD_TASK_CLIP, 48000);
    Host *host = open(UNFOLD_TASK_CLIP, 48000);
    for (uint32_t room = 0; room < 2000; room += 4) {
        memset(host->notify.bytes, 0x55, sizeof host->notify);
        host->notify_room = room;
        seen_ask(host, 10);
        host_listen(host, sound, heard, 2048);
        const uint32_t end = room < 8 ? 8 : room;
        for (uint32_t k = end; k < end + 64; ++k)
            CU_ASSERT_EQUAL(host->notify.bytes[k], 0x55);
    }
    CU_ASSERT(host->pictures > 0);
    host->descriptor->connect_port(host->instance, UNFOLD_LISTEN_PORT_NOTIFY, NULL);
    host->notify_room = 0;
    play(host, (uint32_t[]){2048}, 1);
    host->descriptor->connect_port(host->instance, UNFOLD_LISTEN_PORT_NOTIFY,
                                   &host->notify);
    host->notify_room = 24576;
    host_listen(host, sound, heard, 2048);
    CU_ASSERT(shown_last.frames <= 10); /* nothing has piled up */
    close(host);
}

static void watching_allocates_nothing(void)
{
    listen(UNFOLD_TASK_CLIP, 48000);
    Host *host = open(UNFOLD_TASK_CLIP, 48000);
    host_listen(host, sound, heard, 64);
    seen_ask(host, 10);
    allocations_reset();
    play(host, (uint32_t[]){1000}, 1);
    CU_ASSERT_EQUAL(allocations_made(), 0);
    CU_ASSERT(host->pictures > 20);
    close(host);
}

static UnfoldColumns columns;

/* Column k has k as its first feature, then the number of each. */
static void add_columns(const UnfoldListening *listening, uint32_t count)
{
    static float features[UNFOLD_MAX_FEATURES], outputs[UNFOLD_MAX_LABELS];
    const UnfoldHearing hearing = {
        .features = features, .outputs = outputs, .value = 7};
    for (size_t k = 0; k < UNFOLD_MAX_FEATURES; ++k)
        features[k] = (float)k;
    for (size_t k = 0; k < UNFOLD_MAX_LABELS; ++k)
        outputs[k] = (float)k / 256;
    for (uint32_t k = 0; k < count; ++k) {
        features[0] = (float)k;
        unfold_columns_add(&columns, listening, &hearing);
    }
}

/* Shown in so many bytes. */
static bool show(Host *host, uint32_t room)
{
    static uint64_t bytes[16384];
    UnfoldUris uris;
    LV2_Atom_Forge forge;
    unfold_uris_map(&uris, &host->map);
    lv2_atom_forge_init(&forge, &host->map);
    lv2_atom_forge_set_buffer(&forge, (uint8_t *)bytes, room);
    unfold_columns_show(&columns, &forge, &uris, room);
    CU_ASSERT_EQUAL(columns.count, 0);
    seen_begin(host);
    if (forge.offset == 0)
        return false;
    const LV2_Atom_Event *event = (const LV2_Atom_Event *)bytes;
    CU_ASSERT_EQUAL(forge.offset, sizeof *event + lv2_atom_pad_size(event->body.size));
    seen_read(host, (const LV2_Atom_Object *)&event->body);
    return true;
}

static void the_newest_that_fit_are_shown(void)
{
    Host *host = host_open(&(HostOptions){.listens = true});
    UnfoldListening *listening = calloc(1, sizeof *listening);
    CU_ASSERT_PTR_NOT_NULL_FATAL(listening);
    listening->features = (UnfoldFeatureSpec){.rate = 8000,
                                              .frame = 80,
                                              .hop = 80,
                                              .kinds = UNFOLD_MEL | UNFOLD_FLUX,
                                              .bands = 128,
                                              .deltas = 2};
    listening->label_count = 256;
    const uint32_t width = 64 + 256;
    CU_ASSERT_FALSE(show(host, 100000));
    add_columns(listening, 100);
    CU_ASSERT(show(host, 100000));
    CU_ASSERT_EQUAL(shown_last.rows, 64);
    CU_ASSERT_EQUAL(shown_last.answers, 256);
    CU_ASSERT_EQUAL(shown_last.frames, UNFOLD_QUEUE);
    for (uint32_t k = 0; k < shown_last.frames; ++k) {
        CU_ASSERT_EQUAL(shown_last.list[k * width], 100 - UNFOLD_QUEUE + k);
        CU_ASSERT_EQUAL(shown_last.list[k * width + 63], 126); /* every second band */
        CU_ASSERT_EQUAL(shown_last.list[k * width + 64 + 255], 255.0f / 256);
    }
    for (uint32_t room = 0; room < 8192; room += 8) { /* one of all labels fits */
        add_columns(listening, 9);
        const uint32_t fit = room < 120 ? 0 : (room - 120) / (4 * width);
        CU_ASSERT_EQUAL(show(host, room), fit > 0);
        CU_ASSERT_EQUAL(shown_last.frames, fit);
        CU_ASSERT(fit == 0 || shown_last.list[0] == 9 - fit);
    }
    free(listening);
    host_close(host);
}

static void without_bands_the_other_features_are_shown(void)
{
    Host *host = host_open(&(HostOptions){.listens = true});
    UnfoldListening *listening = calloc(1, sizeof *listening);
    CU_ASSERT_PTR_NOT_NULL_FATAL(listening);
    listening->features = (UnfoldFeatureSpec){.rate = 8000,
                                              .frame = 80,
                                              .hop = 40,
                                              .kinds = UNFOLD_ENERGY | UNFOLD_PITCH,
                                              .deltas = 1};
    listening->task = UNFOLD_TASK_VALUE;
    add_columns(listening, 3);
    CU_ASSERT(show(host, 1000));
    CU_ASSERT_EQUAL(shown_last.rows, 3);
    CU_ASSERT_EQUAL(shown_last.answers, 1);
    CU_ASSERT_EQUAL(shown_last.frames, 3);
    CU_ASSERT_EQUAL(shown_last.list[2], 2);
    CU_ASSERT_EQUAL(shown_last.list[3], 7);
    CU_ASSERT_EQUAL(shown_last.hop, 0.005f);
    free(listening);
    host_close(host);
}

static const Test tests[] = {
    {"columns are those of a listener, whatever the split",
     columns_are_those_of_a_listener},
    {"probabilities move while a sound is heard",
     probabilities_move_while_a_sound_is_heard},
    {"nothing is shown without a wish or while it is off",
     nothing_is_shown_without_a_wish_or_while_it_is_off},
    {"who watches changes no note", who_watches_changes_no_note},
    {"buffers of any size are not written beyond",
     buffers_of_any_size_are_not_written_beyond},
    {"watching allocates nothing", watching_allocates_nothing},
    {"the newest that fit are shown", the_newest_that_fit_are_shown},
    {"without bands the other features are shown",
     without_bands_the_other_features_are_shown},
    {NULL, NULL},
};

const Suite listen_pictures_suite = {"listen-pictures", tests};
