/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "learn/reach.h"

#include "learn/unroll.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define PLACES ((size_t)64)
#define RUN_UP                                                                         \
    ((size_t)4096) /* steps that let the states forget where they started              \
                    */
#define WORK_BYTES ((size_t)256 << 20)

typedef struct {
    const UnfoldReal *weights;
    UnfoldShape shape;
    const UnfoldReal *x, *target;
    const UnfoldReal *held; /* what the last inputs are in every step */
    size_t held_count;
    UnfoldGains gains; /* which unrolls do not know */
    UnfoldUnroll *unroll;
    size_t back, run_up;
    size_t places[UNFOLD_LANES]; /* t of each lane */
    UnfoldReal *gradients;       /* of the weights; not looked at */
} Reach;

/* Inputs of every lane, `steps` steps ending `before` steps before its place. */
static void fill(Reach *reach, size_t steps, size_t before)
{
    const size_t inputs = reach->shape.inputs, given = inputs - reach->held_count;
    for (size_t b = 0; b < UNFOLD_LANES; ++b) {
        const UnfoldReal *from =
            reach->x + (reach->places[b] + 1 - before - steps) * given;
        UnfoldReal *to = unfold_unroll_input(reach->unroll) + b;
        for (size_t t = 0; t < steps; ++t)
            for (size_t k = 0; k < inputs; ++k, to += UNFOLD_LANES)
                *to = k >= given ? reach->held[k - given]
                      : k        ? *from++
                                 : *from++ * reach->gains.input;
    }
}

static void seed_gradient(Reach *reach, const UnfoldReal *y)
{
    const size_t outputs = reach->shape.outputs, last = reach->back * outputs;
    const UnfoldReal slope = reach->shape.output == UNFOLD_SOFTMAX ? 1 : 2;
    UnfoldReal *dy = unfold_unroll_output_gradient(reach->unroll);
    memset(dy, 0, last * UNFOLD_LANES * sizeof *dy);
    for (size_t k = 0; k < outputs; ++k)
        for (size_t b = 0; b < UNFOLD_LANES; ++b) {
            const size_t at = (last + k) * UNFOLD_LANES + b;
            dy[at] = slope * reach->gains.output *
                     (reach->gains.output * y[at] -
                      reach->target[reach->places[b] * outputs + k]);
        }
}

static void add_norms(const Reach *reach, size_t lanes, double *norms)
{
    const size_t row = (size_t)reach->shape.hidden * UNFOLD_LANES;
    for (size_t k = 0; k <= reach->back; ++k) {
        double squares[UNFOLD_LANES] = {0};
        for (uint32_t l = 0; l < reach->shape.layers; ++l) {
            const UnfoldReal *dh = unfold_unroll_hidden_gradient(reach->unroll, l) +
                                   (reach->back - k) * row;
            for (size_t n = 0; n < row; ++n)
                squares[n % UNFOLD_LANES] += (double)dh[n] * dh[n];
        }
        for (size_t b = 0; b < lanes; ++b)
            norms[k] += sqrt(squares[b]);
    }
}

/* The first `lanes` places count; the rest repeat the first. */
static void reach_from(Reach *reach, size_t lanes, double *norms)
{
    for (size_t b = lanes; b < UNFOLD_LANES; ++b)
        reach->places[b] = reach->places[0];
    unfold_unroll_start(reach->unroll, reach->weights);
    for (size_t left = reach->run_up; left > 0;) {
        const size_t steps = left < reach->back + 1 ? left : reach->back + 1;
        fill(reach, steps, reach->back + 1 + left - steps);
        unfold_unroll_forward(reach->unroll, reach->weights, steps);
        unfold_unroll_carry(reach->unroll);
        left -= steps;
    }
    fill(reach, reach->back + 1, 0);
    const UnfoldReal *y =
        unfold_unroll_forward(reach->unroll, reach->weights, reach->back + 1);
    seed_gradient(reach, y);
    unfold_unroll_backward(reach->unroll, reach->weights, reach->gradients);
    add_norms(reach, lanes, norms);
}

static UnfoldStatus find_reach(const UnfoldModel *model, const UnfoldReal *x,
                               const UnfoldReal *held, size_t held_count,
                               const UnfoldReal *target, size_t steps, size_t back,
                               double *norms)
{
    if (steps <= back)
        return UNFOLD_BAD_DATA;
    const size_t spare = steps - back - 1;
    Reach reach = {.weights = unfold_model_weights(model),
                   .shape = *unfold_model_shape(model),
                   .x = x,
                   .target = target,
                   .held = held,
                   .held_count = held_count,
                   .gains = unfold_gains_in(unfold_model_shape(model),
                                            unfold_model_weights(model)),
                   .back = back,
                   .run_up = spare / 2 < RUN_UP ? spare / 2 : RUN_UP};
    reach.unroll = unfold_unroll_new(&reach.shape, back + 1, false);
    reach.gradients =
        calloc(unfold_shape_weights(&reach.shape), sizeof *reach.gradients);
    UnfoldStatus status = UNFOLD_NO_MEMORY;
    if (reach.unroll && reach.gradients) {
        const size_t first = back + reach.run_up, choices = steps - first;
        const size_t places = choices < PLACES ? choices : PLACES;
        memset(norms, 0, (back + 1) * sizeof *norms);
        for (size_t place = 0; place < places; place += UNFOLD_LANES) {
            size_t lanes = 0;
            for (; lanes < UNFOLD_LANES && place + lanes < places; ++lanes)
                reach.places[lanes] = steps - 1 - (place + lanes) * (choices / places);
            reach_from(&reach, lanes, norms);
        }
        for (size_t k = 0; k <= back; ++k)
            norms[k] /= (double)places;
        status = UNFOLD_OK;
    }
    unfold_unroll_free(reach.unroll);
    free(reach.gradients);
    return status;
}

UnfoldStatus unfold_gradient_reach(const UnfoldModel *model, const UnfoldReal *x,
                                   const UnfoldReal *target, size_t steps, size_t back,
                                   double *norms)
{
    return find_reach(model, x, NULL, 0, target, steps, back, norms);
}

UnfoldStatus unfold_gradient_reach_knobs(const UnfoldModel *model, const UnfoldReal *x,
                                         const UnfoldReal *knobs,
                                         const UnfoldReal *target, size_t steps,
                                         size_t back, double *norms)
{
    const size_t count = unfold_model_shape(model)->inputs - 1;
    return find_reach(model, x, knobs, count, target, steps, back, norms);
}

size_t unfold_reach_horizon(const double *norms, size_t back)
{
    double largest = 0;
    for (size_t k = 0; k <= back; ++k)
        largest = norms[k] > largest ? norms[k] : largest;
    size_t horizon = back;
    while (horizon > 0 && norms[horizon] < largest / 100)
        --horizon;
    return horizon;
}

size_t unfold_reach_limit(const UnfoldShape *shape, size_t wanted)
{
    while (wanted > 1 && unfold_unroll_bytes(shape, wanted + 1, false) > WORK_BYTES)
        wanted /= 2;
    return wanted;
}
