/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "plugin/cloud.h"
#include "tests/support/seen.h"
#include "tests/support/suite.h"

#include <lv2/atom/util.h>

#define RATE 48000
#define CHUNK 64    /* that the effect computes at a time */
#define COLUMN 400  /* frames from column to column */
#define MOST 200000 /* frames that are played */

static Host *host;
static UnfoldUris uris;
static UnfoldCloud cloud;
static uint32_t now; /* frames so far */

/* What is heard is the time, as is the only unit's state, in parts of MOST. */
static void play(uint32_t frames)
{
    while (frames > 0) {
        const uint32_t n = frames < CHUNK ? frames : CHUNK;
        float heard[CHUNK], answered[CHUNK];
        for (uint32_t k = 0; k < n; ++k) {
            heard[k] = (float)(now + k);
            answered[k] = -heard[k];
        }
        now += n;
        const UnfoldReal h = (UnfoldReal)now / MOST;
        unfold_cloud_add(&cloud, heard, answered, n);
        unfold_cloud_add_state(&cloud, &h, 1, n);
        frames -= n;
    }
}

/* Shown in so many bytes: whether anything is. */
static bool show(uint32_t room)
{
    static uint64_t bytes[1024];
    LV2_Atom_Forge forge;
    lv2_atom_forge_init(&forge, &host->map);
    lv2_atom_forge_set_buffer(&forge, (uint8_t *)bytes, room);
    unfold_cloud_show(&cloud, &forge, &uris, room);
    if (forge.offset == 0)
        return false;
    const LV2_Atom_Event *event = (const LV2_Atom_Event *)bytes;
    CU_ASSERT_EQUAL(forge.offset, sizeof *event + lv2_atom_pad_size(event->body.size));
    seen_read(host, (const LV2_Atom_Object *)&event->body);
    return true;
}

static void begin(void)
{
    host = host_open(&(HostOptions){0});
    seen_begin(host);
    unfold_uris_map(&uris, &host->map);
    unfold_cloud_init(&cloud, RATE);
    now = 0;
}

static uint32_t time_of(float state)
{
    return (uint32_t)(state * MOST + 0.5f);
}

/* Cycles after which a picture is due, as the plugin has them: at the first end of a
   cycle after a thirtieth of a second. */
static uint32_t until_due(uint32_t block)
{
    static uint32_t next;
    uint32_t frames = 0;
    if (now == 0)
        next = 1;
    do
        frames += block;
    while (now + frames < next);
    next += (now + frames - next) / 1600 * 1600 + 1600;
    return frames;
}

/* Column k of all is that of the chunk in which frame k COLUMN is reached. */
static void columns_are_a_step_of_time_whatever_the_cycle(void)
{
    static const uint32_t blocks[] = {1,   32,  64,   100,  128,  256,
                                      480, 512, 1000, 1024, 2048, 4096};
    for (size_t b = 0; b < sizeof blocks / sizeof *blocks; ++b) {
        begin();
        uint32_t columns = 0;
        while (now + 8192 < MOST) {
            play(until_due(blocks[b]));
            CU_ASSERT_TRUE_FATAL(show(8192));
            for (uint32_t k = 0; k < shown_last.columns; ++k, ++columns) {
                const uint32_t late = time_of(shown_last.states[k]) - columns * COLUMN;
                CU_ASSERT(late < CHUNK || (columns == 0 && late == CHUNK));
            }
        }
        CU_ASSERT_EQUAL(columns, now / COLUMN + 1);
        host_close(host);
    }
}

static void columns_beyond_what_there_is_room_for_are_left_out(void)
{
    begin();
    play(COLUMN * (UNFOLD_COLUMNS + 5) - 100);
    CU_ASSERT(show(8192));
    CU_ASSERT_EQUAL(shown_last.columns, UNFOLD_COLUMNS);
    CU_ASSERT(time_of(shown_last.states[UNFOLD_COLUMNS - 1]) < COLUMN * UNFOLD_COLUMNS);
    play(COLUMN);
    CU_ASSERT(show(8192));
    CU_ASSERT_EQUAL(shown_last.columns, 1);
    CU_ASSERT(time_of(shown_last.states[0]) - COLUMN * (UNFOLD_COLUMNS + 5) <= CHUNK);
    host_close(host);
}

/* From half of what there is room for to all of it, where there are so many frames. */
static void pairs_are_evenly_spaced(void)
{
    begin();
    for (uint32_t frames = 100; now + frames < MOST; frames += 217) {
        play(frames);
        CU_ASSERT(show(8192));
        CU_ASSERT(shown_last.pairs >= UNFOLD_CLOUD / 2 || frames < 1600);
        const float step = shown_last.cloud[1][0] - shown_last.cloud[0][0];
        for (uint32_t k = 0; k < shown_last.pairs; ++k) {
            CU_ASSERT_EQUAL(shown_last.cloud[k][1], -shown_last.cloud[k][0]);
            CU_ASSERT_EQUAL(shown_last.cloud[k][0],
                            shown_last.cloud[0][0] + step * (float)k);
        }
        CU_ASSERT(shown_last.cloud[0][0] >= (float)(now - frames));
        CU_ASSERT(shown_last.cloud[shown_last.pairs - 1][0] < (float)now);
    }
    host_close(host);
}

static void a_picture_is_whole_or_not_there(void)
{
    begin();
    uint32_t least = 0;
    for (uint32_t room = 0; room < 1200; room += 8) {
        unfold_cloud_clear(&cloud);
        play(3 * COLUMN + 25);
        if (!show(room))
            continue;
        least = least ? least : room;
        CU_ASSERT_EQUAL(shown_last.pairs, 49);
        CU_ASSERT_EQUAL(shown_last.columns, 4);
    }
    CU_ASSERT_EQUAL(least, 24 + 24 + 49 * 8 + 24 + 24 + 4 * 4);
    CU_ASSERT_FALSE(show(8192)); /* what was shown is over, and what was not */
    host_close(host);
}

static const Test tests[] = {
    {"columns are a step of time, whatever the cycle",
     columns_are_a_step_of_time_whatever_the_cycle},
    {"columns beyond what there is room for are left out",
     columns_beyond_what_there_is_room_for_are_left_out},
    {"pairs are evenly spaced", pairs_are_evenly_spaced},
    {"a picture is whole or not there", a_picture_is_whole_or_not_there},
    {NULL, NULL},
};

const Suite cloud_suite = {"cloud", tests};
