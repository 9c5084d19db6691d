/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "tool/learn_reach.h"

#include "learn/reach.h"
#include "tool/report.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define MOST_FRAMES ((size_t)20000) /* are enough to look at */

/* The targets of a frame as they are taken: of weights, the probabilities; of what is
   not known, 0. */
static void take_target(const UnfoldReal *from, size_t outputs, bool labels,
                        UnfoldReal *to)
{
    UnfoldReal sum = 0;
    for (size_t k = 0; k < outputs; ++k) {
        to[k] = isnan(from[k]) ? 0 : from[k];
        sum += to[k];
    }
    for (size_t k = 0; labels && sum > 0 && k < outputs; ++k)
        to[k] /= sum;
}

int learn_reach(const UnfoldModel *model, const UnfoldListening *listening,
                const LearnHeard *heard, size_t *horizon)
{
    const UnfoldShape *shape = unfold_model_shape(model);
    const size_t inputs = shape->inputs, outputs = shape->outputs;
    UnfoldReal *x = malloc(MOST_FRAMES * inputs * sizeof *x);
    UnfoldReal *target = malloc(MOST_FRAMES * outputs * sizeof *target);
    double *norms = malloc((LEARN_MOST_REACH + 1) * sizeof *norms);
    size_t frames = 0;
    for (size_t k = 0; x && target && k < heard->count; ++k) {
        const UnfoldHeardLesson *one = &heard->list[k];
        const size_t left = MOST_FRAMES - frames;
        const size_t some = one->steps < left ? one->steps : left;
        memcpy(x + frames * inputs, one->x, some * inputs * sizeof *x);
        for (size_t t = 0; t < some; ++t)
            take_target(one->target + t * outputs, outputs, listening->label_count > 0,
                        target + (frames + t) * outputs);
        frames += some;
    }
    const size_t wanted = frames / 4 < LEARN_MOST_REACH ? frames / 4 : LEARN_MOST_REACH;
    const size_t back = unfold_reach_limit(shape, wanted);
    *horizon = 0;
    const bool done = x && target && norms &&
                      (frames <= back ||
                       !unfold_gradient_reach(model, x, target, frames, back, norms));
    if (done && frames > back)
        *horizon = unfold_reach_horizon(norms, back);
    free(x);
    free(target);
    free(norms);
    return done ? TOOL_OK : tool_no_memory();
}
