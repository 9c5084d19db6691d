/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "tests/support/seen.h"

#include "tests/support/suite.h"

#include <lv2/atom/util.h>
#include <math.h>
#include <string.h>

Seen shown_last;

void seen_begin(Host *host)
{
    memset(&shown_last, 0, sizeof shown_last);
    host->see = seen_read;
}

static uint32_t whole(const LV2_Atom *atom)
{
    CU_ASSERT_EQUAL_FATAL(atom->type, host_urid(LV2_ATOM__Int));
    return (uint32_t)((const LV2_Atom_Int *)atom)->body;
}

/* The numbers of a vector of floats; they are finite. */
static const float *floats(const LV2_Atom *atom, uint32_t *count)
{
    const LV2_Atom_Vector *vector = (const LV2_Atom_Vector *)atom;
    CU_ASSERT_EQUAL_FATAL(atom->type, host_urid(LV2_ATOM__Vector));
    CU_ASSERT_EQUAL(vector->body.child_type, host_urid(LV2_ATOM__Float));
    CU_ASSERT_EQUAL(vector->body.child_size, sizeof(float));
    *count = (uint32_t)((atom->size - sizeof vector->body) / sizeof(float));
    const float *numbers = (const float *)(vector + 1);
    for (uint32_t k = 0; k < *count; ++k)
        CU_ASSERT(isfinite(numbers[k]));
    return numbers;
}

static void read_effect(const LV2_Atom *cloud, const LV2_Atom *units,
                        const LV2_Atom *states)
{
    uint32_t count;
    const float *numbers = floats(cloud, &count);
    CU_ASSERT_FATAL(count > 0 && count % 2 == 0 && count <= 2 * UNFOLD_CLOUD);
    memcpy(shown_last.cloud, numbers, count * sizeof *numbers);
    shown_last.pairs = count / 2;
    shown_last.columns = 0;
    CU_ASSERT_EQUAL_FATAL(!units, !states);
    if (!units)
        return;
    shown_last.units = whole(units);
    numbers = floats(states, &count);
    CU_ASSERT_FATAL(shown_last.units > 0 && shown_last.units <= UNFOLD_UNITS);
    CU_ASSERT_FATAL(count % shown_last.units == 0 &&
                    count / shown_last.units <= UNFOLD_COLUMNS);
    shown_last.columns = count / shown_last.units;
    memcpy(shown_last.states, numbers, count * sizeof *numbers);
    for (uint32_t k = 0; k < count; ++k)
        CU_ASSERT(fabsf(numbers[k]) <= 1);
}

static void read_frames(const LV2_Atom *rows, const LV2_Atom *answers,
                        const LV2_Atom *hop, const LV2_Atom *frames)
{
    uint32_t count;
    const float *numbers = floats(frames, &count);
    CU_ASSERT_FATAL(rows && answers && hop);
    shown_last.rows = whole(rows);
    shown_last.answers = whole(answers);
    shown_last.hop = ((const LV2_Atom_Float *)hop)->body;
    CU_ASSERT_FATAL(shown_last.rows > 0 && shown_last.rows <= UNFOLD_ROWS);
    CU_ASSERT_FATAL(shown_last.answers > 0 && count > 0);
    CU_ASSERT_EQUAL_FATAL(count % (shown_last.rows + shown_last.answers), 0);
    shown_last.frames = count / (shown_last.rows + shown_last.answers);
    CU_ASSERT(shown_last.frames <= UNFOLD_QUEUE);
    CU_ASSERT_FATAL(shown_last.numbers + count <= SEEN_FRAMES);
    memcpy(shown_last.list + shown_last.numbers, numbers, count * sizeof *numbers);
    shown_last.numbers += count;
}

void seen_read(Host *host, const LV2_Atom_Object *picture)
{
    const LV2_Atom *cloud = NULL, *units = NULL, *states = NULL, *rows = NULL,
                   *answers = NULL, *hop = NULL, *frames = NULL;
    (void)host;
    lv2_atom_object_get(
        picture, host_urid(UNFOLD_CLOUD_URI), &cloud, host_urid(UNFOLD_UNITS_URI),
        &units, host_urid(UNFOLD_STATES_URI), &states, host_urid(UNFOLD_ROWS_URI),
        &rows, host_urid(UNFOLD_ANSWERS_URI), &answers, host_urid(UNFOLD_HOP_URI), &hop,
        host_urid(UNFOLD_FRAMES_URI), &frames, 0);
    CU_ASSERT_FATAL(!cloud != !frames);
    if (cloud)
        read_effect(cloud, units, states);
    else
        read_frames(rows, answers, hop, frames);
}

void seen_ask_so(Host *host, const LV2_Atom *seconds)
{
    uint64_t buffer[64];
    LV2_Atom_Forge forge;
    LV2_Atom_Forge_Frame frame;
    lv2_atom_forge_init(&forge, &host->map);
    lv2_atom_forge_set_buffer(&forge, (uint8_t *)buffer, sizeof buffer);
    lv2_atom_forge_object(&forge, &frame, 0, host_urid(UNFOLD_WATCH_URI));
    if (seconds) {
        lv2_atom_forge_key(&forge, host_urid(UNFOLD_SECONDS_URI));
        lv2_atom_forge_write(&forge, seconds, lv2_atom_total_size(seconds));
    }
    lv2_atom_forge_pop(&forge, &frame);
    host_put(host, buffer, forge.offset);
}

void seen_ask(Host *host, float seconds)
{
    const LV2_Atom_Float value = {{sizeof seconds, host_urid(LV2_ATOM__Float)},
                                  seconds};
    seen_ask_so(host, &value.atom);
}
