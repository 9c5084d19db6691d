/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "learn/fading.h"
#include "learn/unroll.h"
#include "net/play.h"
#include "tests/support/networks.h"
#include "tests/support/suite.h"

#include <stdlib.h>
#include <string.h>

enum { FRAMES = 200000 };

static UnfoldReal x[FRAMES], y[FRAMES], room[UNFOLD_FADING_FRAMES];

/* h = tanh(drive x + feedback h), and that is the output. */
static UnfoldModel *one_unit(double drive, double feedback)
{
    const UnfoldShape shape = {
        .cell = UNFOLD_RNN, .inputs = 1, .hidden = 1, .layers = 1, .outputs = 1};
    UnfoldReal weights[8] = {0};
    UnfoldModel *model = NULL;
    const UnfoldLayer layer = unfold_layer_in(&shape, weights, 0);
    layer.input[0] = (UnfoldReal)drive;
    layer.recurrent[0] = (UnfoldReal)feedback;
    unfold_dense_in(&shape, weights, 0).weights[0] = 1;
    CU_ASSERT_EQUAL_FATAL(unfold_model_new(&shape, 48000, weights, &model, NULL),
                          UNFOLD_OK);
    return model;
}

static bool forgets(double feedback, const UnfoldTakes *takes)
{
    UnfoldModel *model = one_unit(1, feedback);
    UnfoldReal *to = y;
    for (size_t k = 0; k < takes->count; ++k) {
        const UnfoldTake *take = &takes->list[k];
        CU_ASSERT(unfold_play_knobs(model, take->dry, NULL, take->frames, to));
        to += take->frames;
    }
    const bool does = unfold_forgets(model, takes, y, 24, room);
    unfold_model_free(model);
    return does;
}

/* The first sample alone decides on which side a unit with a gain above 1 stays. */
static void a_network_that_gets_stuck_is_told(void)
{
    fill_noise(x, FRAMES, 0.1, 3);
    x[0] = 3;
    const UnfoldTake whole = {x, NULL, FRAMES, NULL};
    const UnfoldTake parts[] = {{x, NULL, 50000, NULL},
                                {x + 50000, NULL, 60000, NULL},
                                {x + 110000, NULL, 30, NULL}};
    const UnfoldTakes one = {&whole, 1}, three = {parts, 3};
    CU_ASSERT(forgets(0.5, &one));
    CU_ASSERT(forgets(0.99, &one));
    CU_ASSERT(!forgets(2, &one));
    CU_ASSERT(forgets(0.5, &three));
    CU_ASSERT(!forgets(2, &three));
}

/* Loud enough, the input itself brings it back. */
static void what_the_sound_brings_back_is_not_stuck(void)
{
    fill_noise(x, FRAMES, 3, 4);
    const UnfoldTake whole = {x, NULL, FRAMES, NULL};
    const UnfoldTakes one = {&whole, 1};
    CU_ASSERT(forgets(2, &one));
}

static void a_lane_begins_anew_alone(void)
{
    const UnfoldShape shape = effect_shape(UNFOLD_LSTM, 4, 2);
    const size_t count = unfold_shape_weights(&shape), steps = 20;
    UnfoldReal *weights = calloc(count, sizeof *weights);
    fill_noise(weights, count, 0.5, 5);
    UnfoldUnroll *unroll = unfold_unroll_new(&shape, steps, false);
    UnfoldReal *in = unfold_unroll_input(unroll);
    fill_noise(in, steps * UNFOLD_LANES, 0.5, 6);
    UnfoldReal first[20 * UNFOLD_LANES];
    unfold_unroll_start(unroll, weights);
    memcpy(first, unfold_unroll_forward(unroll, weights, steps), sizeof first);
    unfold_unroll_carry(unroll);
    unfold_unroll_start_lane(unroll, weights, 3);
    const UnfoldReal *second = unfold_unroll_forward(unroll, weights, steps);
    for (size_t t = 0; t < steps; ++t)
        for (size_t b = 0; b < UNFOLD_LANES; ++b) {
            const size_t at = t * UNFOLD_LANES + b;
            if (b == 3)
                CU_ASSERT_EQUAL(second[at], first[at]);
            if (b != 3 && t == 0)
                CU_ASSERT_NOT_EQUAL(second[at], first[at]);
        }
    unfold_unroll_free(unroll);
    free(weights);
}

static const Test tests[] = {
    {"a network that gets stuck is told", a_network_that_gets_stuck_is_told},
    {"what the sound brings back is not stuck",
     what_the_sound_brings_back_is_not_stuck},
    {"a lane begins anew alone", a_lane_begins_anew_alone},
    {NULL, NULL},
};

const Suite fading_suite = {"fading", tests};
