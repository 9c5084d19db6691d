/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "listen/listener.h"
#include "tests/support/host.h"
#include "tests/support/listen_models.h"
#include "tests/support/suite.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SECONDS 3.0
#define MOST 600

/* What a listener that is fed directly decides. */
typedef struct {
    size_t time;
    int label;
    float confidence, peak, value;
} Decision;

static Decision decisions[MOST];
static size_t decision_count;
static float *sound, *heard;
static size_t frames;

static void decide(UnfoldTask task, unsigned seed, double rate)
{
    UnfoldModelFile file = make_listening(task, seed);
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
    decision_count = 0;
    while (unfold_listener_next(listener, &x, &left, &hearing))
        if (hearing.decided && decision_count < MOST)
            decisions[decision_count++] =
                (Decision){hearing.due - 1, hearing.label, hearing.confidence,
                           hearing.peak, hearing.value};
    unfold_listener_free(listener);
    unfold_model_file_clear(&file);
}

static Host *open_with(UnfoldTask task, unsigned seed, double rate)
{
    Host *host = host_open(
        &(HostOptions){.listens = true, .rate = rate, .worker = HOST_WORKS_LATER});
    const HostState state = host_state_of(put_listening("ear.json", task, seed));
    CU_ASSERT_EQUAL(host_restore(host, &state), LV2_STATE_SUCCESS);
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

/* The note-ons of a host are these decisions'; returns how many there are. */
static unsigned check_ons(const Host *host, float threshold, double hold)
{
    size_t last[LISTENING_LABELS] = {0};
    bool struck[LISTENING_LABELS] = {false};
    unsigned at = 0, ons = 0;
    for (size_t k = 0; k < decision_count; ++k) {
        const Decision *is = &decisions[k];
        if (is->label == 0 || is->confidence < threshold || is->time >= frames ||
            (struck[is->label] && (double)(is->time - last[is->label]) < hold))
            continue;
        while (at < host->event_count && host->events[at].bytes[0] != 0x99)
            ++at;
        CU_ASSERT_TRUE_FATAL(at < host->event_count);
        CU_ASSERT_EQUAL(host->events[at].time, is->time);
        CU_ASSERT_EQUAL(host->events[at].bytes[1], 36 + is->label);
        const float loud = fminf(fmaxf(1 + 126 * (is->peak + 48) / 48, 1), 127);
        CU_ASSERT_TRUE(fabsf(host->events[at].bytes[2] - loud) <= 0.51f);
        last[is->label] = is->time;
        struck[is->label] = true;
        ++at;
        ++ons;
    }
    while (at < host->event_count && host->events[at].bytes[0] != 0x99)
        ++at;
    CU_ASSERT_EQUAL(at, host->event_count);
    return ons;
}

/* Each note ends `hold` after it began, unless that is still to come. */
static void check_offs(const Host *host, size_t hold)
{
    for (unsigned k = 0; k < host->event_count; ++k) {
        const struct HostMidi *on = &host->events[k];
        if (on->bytes[0] != 0x99 || on->time + hold >= frames)
            continue;
        unsigned n = k + 1;
        while (n < host->event_count && (host->events[n].bytes[0] != 0x89 ||
                                         host->events[n].bytes[1] != on->bytes[1]))
            ++n;
        CU_ASSERT_TRUE_FATAL(n < host->event_count);
        CU_ASSERT_EQUAL(host->events[n].time, on->time + hold);
    }
}

static const struct {
    uint32_t list[6];
    size_t count;
} splits[] = {{{1}, 1}, {{64}, 1}, {{8192}, 1}, {{7, 480, 0, 3, 1024, 8192}, 6}};
static const double rates[] = {44100, 48000, 96000, 16000};

static void clips_are_notes_at_the_listeners_times(void)
{
    for (size_t r = 0; r < sizeof rates / sizeof *rates; ++r) {
        decide(UNFOLD_TASK_CLIP, 3, rates[r]);
        for (size_t s = 0; s < sizeof splits / sizeof *splits; ++s) {
            Host *host = open_with(UNFOLD_TASK_CLIP, 3, rates[r]);
            host->hold = 30;
            play(host, splits[s].list, splits[s].count);
            const size_t hold = (size_t)(0.03 * rates[r] + 0.5);
            CU_ASSERT_TRUE(check_ons(host, 0.6f, (double)hold) > 3);
            check_offs(host, hold);
            const Decision *last = &decisions[decision_count - 1];
            CU_ASSERT_EQUAL(host->class, last->label);
            CU_ASSERT_EQUAL(host->confidence, last->confidence);
            CU_ASSERT_EQUAL(memcmp(heard, sound, frames * sizeof *sound), 0);
            host_close(host);
        }
    }
    CU_ASSERT_TRUE(decision_count > 8);
}

/* As the plugin's comment has it, in the plainest way. */
static size_t expect_frames(struct HostMidi *events, float threshold)
{
    int won = -1;
    size_t count = 0;
    for (size_t k = 0; k < decision_count; ++k) {
        const Decision *is = &decisions[k];
        const bool wins = is->label == 0 || is->confidence >= threshold;
        const int next = !wins ? won : is->label == 0 ? -1 : is->label;
        if (next == won || is->time >= frames)
            continue;
        if (won > 0)
            events[count++] = (struct HostMidi){is->time, {0x89, (uint8_t)(36 + won)}};
        if (next > 0)
            events[count++] = (struct HostMidi){is->time, {0x99, (uint8_t)(36 + next)}};
        won = next;
    }
    return count;
}

static void frames_hold_the_note_of_the_label_that_has_won(void)
{
    static struct HostMidi expected[2 * MOST];
    for (size_t r = 0; r < sizeof rates / sizeof *rates; ++r) {
        decide(UNFOLD_TASK_FRAME, 5, rates[r]);
        const size_t count = expect_frames(expected, 0.6f);
        CU_ASSERT_TRUE(count > 10);
        for (size_t s = 0; s < sizeof splits / sizeof *splits; ++s) {
            Host *host = open_with(UNFOLD_TASK_FRAME, 5, rates[r]);
            host->hold = 1; /* shorter than a hop */
            play(host, splits[s].list, splits[s].count);
            CU_ASSERT_EQUAL(host->event_count, count);
            for (size_t k = 0; k < count && k < host->event_count; ++k) {
                CU_ASSERT_EQUAL(host->events[k].time, expected[k].time);
                CU_ASSERT_EQUAL(memcmp(host->events[k].bytes, expected[k].bytes, 2), 0);
            }
            host_close(host);
        }
    }
}

static void the_threshold_chooses(void)
{
    unsigned before = MOST;
    decide(UNFOLD_TASK_CLIP, 3, 48000);
    static const struct {
        float position, threshold;
    } steps[] = {{0, 0}, {0.25f, 0.3f}, {0.5f, 0.6f}, {0.75f, 0.8f}, {1, 1}};
    for (size_t k = 0; k < 5; ++k) {
        Host *host = open_with(UNFOLD_TASK_CLIP, 3, 48000);
        host->hold = 1;
        host->threshold = steps[k].position;
        play(host, (uint32_t[]){256}, 1);
        const unsigned ons = check_ons(host, steps[k].threshold, 48);
        CU_ASSERT_TRUE(ons <= before);
        before = ons;
        host_close(host);
    }
    CU_ASSERT_EQUAL(before, 0);
}

static void hold_keeps_notes_apart(void)
{
    decide(UNFOLD_TASK_CLIP, 3, 48000);
    Host *host = open_with(UNFOLD_TASK_CLIP, 3, 48000);
    host->hold = 700;
    play(host, (uint32_t[]){100}, 1);
    CU_ASSERT_TRUE(check_ons(host, 0.6f, 33600) > 1);
    check_offs(host, 33600);
    close(host);
}

static void velocity_follows_as_much_as_is_wanted(void)
{
    decide(UNFOLD_TASK_CLIP, 3, 48000);
    Host *host = open_with(UNFOLD_TASK_CLIP, 3, 48000);
    host->velocity = 0;
    host->base_note = 126;
    host->channel = 1;
    play(host, (uint32_t[]){100}, 1);
    unsigned ons = 0;
    for (unsigned k = 0; k < host->event_count; ++k) {
        const uint8_t *bytes = host->events[k].bytes;
        ons += bytes[0] == 0x90;
        CU_ASSERT_TRUE(bytes[0] == 0x80 || bytes[2] == 100);
        CU_ASSERT_EQUAL(bytes[1], 127); /* the others have none */
    }
    CU_ASSERT_TRUE(ons > 0);
    close(host);
}

/* Run until a note sounds, with a hold that outlasts all; how many ran. */
static size_t sound_a_note(Host *host)
{
    size_t done = 0;
    host->hold = 5000;
    host->threshold = 0;
    for (; host->event_count == 0 && done + 64 <= frames; done += 64)
        host_listen(host, sound + done, heard, 64);
    CU_ASSERT_EQUAL_FATAL(host->event_count, 1);
    CU_ASSERT_EQUAL(host->events[0].bytes[0], 0x99);
    return done;
}

static void check_ended(const Host *host, size_t time)
{
    CU_ASSERT_EQUAL_FATAL(host->event_count, 2);
    CU_ASSERT_EQUAL(host->events[1].bytes[0], 0x89);
    CU_ASSERT_EQUAL(host->events[1].bytes[1], host->events[0].bytes[1]);
    CU_ASSERT_EQUAL(host->events[1].time, time);
}

static void notes_end_when_it_is_off_stopped_or_another_listens(void)
{
    static float silence[64];
    decide(UNFOLD_TASK_CLIP, 3, 48000);
    for (int way = 0; way < 3; ++way) {
        Host *host = open_with(UNFOLD_TASK_CLIP, 3, 48000);
        const size_t time = sound_a_note(host);
        if (way == 0)
            host->enabled = 0;
        if (way == 1)
            host->descriptor->activate(host->instance);
        if (way == 2)
            host_set_model(host, put_listening("next.json", UNFOLD_TASK_FRAME, 1));
        host_listen(host, silence, heard, 64);
        host_work(host);
        host_listen(host, silence, heard, 64);
        check_ended(host, time + (way == 2 ? 64 : 0));
        CU_ASSERT_TRUE(host->class == -1 || way == 2);
        host_close(host);
    }
}

static void notes_wait_for_room(void)
{
    static float silence[64];
    decide(UNFOLD_TASK_CLIP, 3, 48000);
    Host *host = open_with(UNFOLD_TASK_CLIP, 3, 48000);
    const size_t time = sound_a_note(host);
    host->enabled = 0;
    for (uint32_t room = 0; room < 40; ++room) { /* a sequence's head and an event */
        host->midi_room = room;
        host_listen(host, silence, heard, 64);
        CU_ASSERT_EQUAL(host->event_count, 1);
    }
    host->midi_room = 40;
    host_listen(host, silence, heard, 64);
    check_ended(host, time + 40 * 64);
    close(host);
}

static void sound_passes_in_place_bit_for_bit(void)
{
    decide(UNFOLD_TASK_FRAME, 5, 48000);
    Host *host = open_with(UNFOLD_TASK_FRAME, 5, 48000);
    sound[5] = -0.0f;
    sound[6] = 1e-40f;
    sound[7] = 123.0f;
    memcpy(heard, sound, frames * sizeof *sound);
    for (size_t done = 0; done + 1000 <= frames; done += 1000)
        host_listen(host, heard + done, heard + done, 1000);
    CU_ASSERT_EQUAL(memcmp(heard, sound, frames / 1000 * 1000 * sizeof *sound), 0);
    CU_ASSERT_TRUE(host->input_peak > -6);
    close(host);
}

static void what_is_too_loud_is_forgotten(void)
{
    decide(UNFOLD_TASK_FRAME, 5, 48000);
    Host *host = open_with(UNFOLD_TASK_FRAME, 5, 48000);
    static float loud[4800];
    for (size_t k = 0; k < 4800; ++k)
        loud[k] = k % 2 ? 3e38f : -1e20f;
    loud[7] = NAN;
    host_listen(host, loud, heard, 4800);
    CU_ASSERT_EQUAL(heard[7], 0);
    CU_ASSERT_EQUAL(heard[8], loud[8]);
    host->event_count = 0;
    play(host, (uint32_t[]){512}, 1);
    CU_ASSERT_TRUE(host->confidence > 0.25f && host->confidence <= 1);
    CU_ASSERT_TRUE(host->event_count > 10);
    close(host);
}

static void numbers_are_told(void)
{
    decide(UNFOLD_TASK_VALUE, 2, 44100);
    Host *host = open_with(UNFOLD_TASK_VALUE, 2, 44100);
    play(host, (uint32_t[]){333}, 1);
    CU_ASSERT_EQUAL(host->value, decisions[decision_count - 1].value);
    CU_ASSERT_EQUAL(host->class, -1);
    CU_ASSERT_EQUAL(host->event_count, 0);
    CU_ASSERT_STRING_EQUAL(host->told_label, "brightness");
    CU_ASSERT_TRUE(host->decision_latency > 10 && host->decision_latency < 40);
    close(host);
}

static void what_is_unusual_is_a_note(void)
{
    decide(UNFOLD_TASK_NEXT, 2, 48000);
    Host *host = open_with(UNFOLD_TASK_NEXT, 2, 48000);
    host->hold = 1;
    play(host, (uint32_t[]){512}, 1);
    bool above = false;
    unsigned at = 0;
    for (size_t k = 0; k < decision_count; ++k) {
        const bool now = decisions[k].value > 0.6f;
        if (now == above || decisions[k].time >= frames)
            continue;
        above = now;
        CU_ASSERT_TRUE_FATAL(at < host->event_count);
        CU_ASSERT_EQUAL(host->events[at].time, decisions[k].time);
        CU_ASSERT_EQUAL(host->events[at].bytes[0], now ? 0x99 : 0x89);
        CU_ASSERT_EQUAL(host->events[at++].bytes[1], 36);
    }
    CU_ASSERT_EQUAL(at, host->event_count);
    CU_ASSERT_TRUE(at > 4);
    CU_ASSERT_EQUAL(host->value, decisions[decision_count - 1].value);
    close(host);
}

static const Test tests[] = {
    {"clips are notes at the listener's times", clips_are_notes_at_the_listeners_times},
    {"frames hold the note of the label that has won",
     frames_hold_the_note_of_the_label_that_has_won},
    {"the threshold chooses", the_threshold_chooses},
    {"hold keeps notes apart", hold_keeps_notes_apart},
    {"velocity follows as much as is wanted", velocity_follows_as_much_as_is_wanted},
    {"notes end when it is off, stopped or another listens",
     notes_end_when_it_is_off_stopped_or_another_listens},
    {"notes wait for room", notes_wait_for_room},
    {"sound passes in place, bit for bit", sound_passes_in_place_bit_for_bit},
    {"what is too loud is forgotten", what_is_too_loud_is_forgotten},
    {"numbers are told", numbers_are_told},
    {"what is unusual is a note", what_is_unusual_is_a_note},
    {NULL, NULL},
};

const Suite listen_plugin_suite = {"listen-plugin", tests};
