/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "learn/batch.h"

#include "learn/unroll.h"

#include <stdlib.h>
#include <string.h>

#ifdef _OPENMP
#include <omp.h>
#endif

typedef struct {
    UnfoldUnroll *unroll;
    UnfoldSpectral *spectral;
    UnfoldReal *target;    /* [T][Y][LANES] */
    UnfoldReal *gradients; /* as the weights */
    UnfoldLossScale scale;
    double loss;
} Group;

struct UnfoldBatch {
    UnfoldShape shape;
    size_t weights, count;
    int threads;
    Group groups[];
};

UnfoldBatch *unfold_batch_new(const UnfoldShape *shape, size_t groups, size_t max_steps,
                              unsigned threads)
{
    UnfoldBatch *batch = calloc(1, sizeof *batch + groups * sizeof *batch->groups);
    if (!batch)
        return NULL;
    batch->shape = *shape;
    batch->weights = unfold_shape_weights(shape);
    batch->count = groups;
    batch->threads = (int)threads;
#ifdef _OPENMP
    if (!threads)
        batch->threads = omp_get_num_procs();
#endif
    if (batch->threads < 1 || (size_t)batch->threads > groups)
        batch->threads = (int)groups; /* more would only wait, and spin */
    for (size_t k = 0; k < groups; ++k) {
        Group *group = &batch->groups[k];
        group->unroll = unfold_unroll_new(shape, max_steps, false);
        group->spectral = unfold_spectral_new(max_steps);
        group->target = unfold_lanes_new(max_steps * shape->outputs);
        group->gradients = calloc(batch->weights, sizeof *group->gradients);
        if (!group->unroll || !group->spectral || !group->target || !group->gradients) {
            unfold_batch_free(batch);
            return NULL;
        }
    }
    return batch;
}

void unfold_batch_free(UnfoldBatch *batch)
{
    if (!batch)
        return;
    for (size_t k = 0; k < batch->count; ++k) {
        unfold_unroll_free(batch->groups[k].unroll);
        unfold_spectral_free(batch->groups[k].spectral);
        unfold_lanes_free(batch->groups[k].target);
        free(batch->groups[k].gradients);
    }
    free(batch);
}

size_t unfold_batch_bytes(const UnfoldShape *shape, size_t groups, size_t max_steps)
{
    const size_t target = max_steps * shape->outputs * UNFOLD_LANES;
    const size_t reals = target + unfold_shape_weights(shape);
    return groups * (unfold_unroll_bytes(shape, max_steps, false) +
                     unfold_spectral_bytes(max_steps) + reals * sizeof(UnfoldReal));
}

UnfoldReal *unfold_batch_input(UnfoldBatch *batch, size_t group)
{
    return unfold_unroll_input(batch->groups[group].unroll);
}

UnfoldReal *unfold_batch_target(UnfoldBatch *batch, size_t group)
{
    return batch->groups[group].target;
}

void unfold_batch_start(UnfoldBatch *batch, const UnfoldReal *weights)
{
    for (size_t k = 0; k < batch->count; ++k)
        unfold_unroll_start(batch->groups[k].unroll, weights);
}

void unfold_batch_start_lane(UnfoldBatch *batch, const UnfoldReal *weights, size_t lane)
{
    unfold_unroll_start_lane(batch->groups[lane / UNFOLD_LANES].unroll, weights,
                             lane % UNFOLD_LANES);
}

static void run_group(const UnfoldBatch *batch, Group *group, const UnfoldReal *weights,
                      const UnfoldSpan *span, const UnfoldLoss *loss,
                      const UnfoldLossScale *scale)
{
    const UnfoldReal *y = unfold_unroll_forward(group->unroll, weights, span->steps);
    if (loss) {
        group->loss = unfold_loss(loss, span, scale, group->spectral, y, group->target,
                                  unfold_unroll_output_gradient(group->unroll));
        memset(group->gradients, 0, batch->weights * sizeof *group->gradients);
        unfold_unroll_backward(group->unroll, weights, group->gradients);
    }
    unfold_unroll_carry(group->unroll);
}

double unfold_batch_run(UnfoldBatch *batch, const UnfoldReal *weights, size_t from,
                        size_t steps, const UnfoldLoss *loss, UnfoldReal *gradients)
{
    const bool last = batch->shape.output_at == UNFOLD_LAST_STEP;
    const UnfoldSpan span = {last ? steps - 1 : from, steps, batch->shape.outputs};
    const size_t count = batch->count;
    UnfoldLossScale scale = {0};
    for (size_t k = 0; loss && k < count; ++k)
        unfold_loss_measure(loss, &span, batch->groups[k].target, &scale);
#pragma omp parallel for schedule(static, 1) num_threads(batch->threads)
    for (size_t k = 0; k < count; ++k)
        run_group(batch, &batch->groups[k], weights, &span, loss, &scale);
    if (!loss)
        return 0;
    double sum = 0;
    memset(gradients, 0, batch->weights * sizeof *gradients);
    for (size_t k = 0; k < count; ++k) {
        sum += batch->groups[k].loss;
        for (size_t n = 0; n < batch->weights; ++n)
            gradients[n] += batch->groups[k].gradients[n];
    }
    return sum;
}

void unfold_batch_visit_state(UnfoldBatch *batch, UnfoldStateVisitor visit,
                              void *context)
{
    for (size_t k = 0; k < batch->count; ++k)
        unfold_unroll_visit_state(batch->groups[k].unroll, visit, context);
}
