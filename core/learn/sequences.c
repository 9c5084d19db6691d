/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "learn/sequences.h"

#include "learn/batch.h"
#include "learn/optimiser.h"
#include "learn/schedule.h"
#include "learn/start.h"
#include "net/random.h"

#include <stdlib.h>
#include <string.h>

/* Batches among which sequences are put together by their length; never more than a
   share of all, or the same ones would be together in each epoch. */
#define SORTED 8
#define SORTED_SHARE 4

struct UnfoldSequencesTrainer {
    UnfoldSequencesSettings settings;
    size_t weights, tensor_count;
    UnfoldTensor tensors[UNFOLD_MAX_TENSORS];
    /* What a training has come to; all of it is visited by visit_state. */
    struct {
        UnfoldRandom random;
        size_t epochs, updates;
    } course;
    UnfoldBatch *batch;
    UnfoldOptimiser *optimiser;
    UnfoldReal *now, *average, *used, *gradients; /* blocks like the weights */
};

UnfoldSequencesSettings unfold_sequences_defaults(const UnfoldShape *shape,
                                                  size_t max_steps)
{
    return (UnfoldSequencesSettings){
        .shape = *shape,
        .loss = {.cross_entropy = true},
        .groups = 2,
        .max_steps = max_steps,
        .rate = shape->cell == UNFOLD_RNN ? 1e-3 : 4e-3,
        .clip = 1,
        .decay = 0.01,
        .drop = 0.1,
        .average = 0.99,
    };
}

size_t unfold_sequences_bytes(const UnfoldSequencesSettings *settings)
{
    return unfold_batch_bytes(&settings->shape, settings->groups, settings->max_steps) +
           6 * unfold_shape_weights(&settings->shape) * sizeof(UnfoldReal);
}

static UnfoldStatus begin(UnfoldSequencesTrainer *trainer)
{
    UnfoldRandom random = {trainer->settings.seed};
    const uint64_t seed = unfold_random(&random);
    trainer->course.random = random;
    trainer->optimiser->decay = trainer->settings.decay;
    return unfold_start_weights(&trainer->settings.shape, seed, 1, trainer->now);
}

UnfoldStatus unfold_sequences_new(const UnfoldSequencesSettings *settings,
                                  UnfoldSequencesTrainer **trainer, UnfoldError *error)
{
    *trainer = NULL;
    const UnfoldShape *shape = &settings->shape;
    const UnfoldStatus status = unfold_shape_check(shape, error);
    if (status)
        return status;
    UnfoldSequencesTrainer *made = calloc(1, sizeof *made);
    if (!made)
        return unfold_no_memory(error);
    made->settings = *settings;
    made->weights = unfold_shape_weights(shape);
    made->tensor_count = unfold_shape_tensors(shape, made->tensors);
    made->batch = unfold_batch_new(shape, settings->groups, settings->max_steps,
                                   settings->threads);
    made->optimiser = unfold_optimiser_new(UNFOLD_ADAM, made->weights);
    made->now = calloc(made->weights, sizeof *made->now);
    made->average = calloc(made->weights, sizeof *made->average);
    made->used = calloc(made->weights, sizeof *made->used);
    made->gradients = calloc(made->weights, sizeof *made->gradients);
    if (!made->batch || !made->optimiser || !made->now || !made->average ||
        !made->used || !made->gradients || begin(made)) {
        unfold_sequences_free(made);
        return unfold_no_memory(error);
    }
    memcpy(made->average, made->now, made->weights * sizeof *made->average);
    *trainer = made;
    return UNFOLD_OK;
}

void unfold_sequences_free(UnfoldSequencesTrainer *trainer)
{
    if (!trainer)
        return;
    unfold_batch_free(trainer->batch);
    unfold_optimiser_free(trainer->optimiser);
    free(trainer->now);
    free(trainer->average);
    free(trainer->used);
    free(trainer->gradients);
    free(trainer);
}

static size_t below(UnfoldRandom *random, size_t count)
{
    return (size_t)(unfold_random_uniform(random) * (double)count);
}

static void shuffle(UnfoldRandom *random, const UnfoldSequence **list, size_t count)
{
    for (size_t k = count; k > 1; --k) {
        const size_t other = below(random, k);
        const UnfoldSequence *kept = list[k - 1];
        list[k - 1] = list[other];
        list[other] = kept;
    }
}

/* Equally long ones by their place, so that every sort gives the same order. */
static int by_length(const void *a, const void *b)
{
    const UnfoldSequence *one = *(const UnfoldSequence *const *)a;
    const UnfoldSequence *other = *(const UnfoldSequence *const *)b;
    if (one->steps != other->steps)
        return one->steps < other->steps ? -1 : 1;
    return one < other ? -1 : one > other;
}

static void lay(const UnfoldSequence *sequence, const UnfoldShape *shape, size_t steps,
                UnfoldReal *x, UnfoldReal *target, UnfoldReal nothing)
{
    const size_t inputs = shape->inputs, outputs = shape->outputs;
    const size_t from = sequence ? sequence->from * outputs : 0;
    const size_t length = sequence ? sequence->steps : 0;
    for (size_t k = 0; k < steps * inputs; ++k)
        x[k * UNFOLD_LANES] = k < length * inputs ? sequence->x[k] : 0;
    for (size_t k = 0; k < steps * outputs; ++k)
        target[k * UNFOLD_LANES] =
            k >= from && k < length * outputs ? sequence->target[k] : nothing;
}

/* Fill the batch with `count` sequences; returns the steps of the longest. */
static size_t fill(UnfoldSequencesTrainer *trainer, const UnfoldSequence **list,
                   size_t count)
{
    const UnfoldSequencesSettings *settings = &trainer->settings;
    const UnfoldReal nothing = settings->loss.gaps ? (UnfoldReal)NAN : 0;
    size_t steps = 0;
    for (size_t k = 0; k < count; ++k)
        steps = list[k]->steps > steps ? list[k]->steps : steps;
    for (size_t lane = 0; lane < settings->groups * UNFOLD_LANES; ++lane) {
        const size_t group = lane / UNFOLD_LANES, b = lane % UNFOLD_LANES;
        lay(lane < count ? list[lane] : NULL, &settings->shape, steps,
            unfold_batch_input(trainer->batch, group) + b,
            unfold_batch_target(trainer->batch, group) + b, nothing);
    }
    return steps;
}

/* What goes from unit to unit; the first layer's inputs are left whole. */
static bool is_dropped(const UnfoldTensor *tensor)
{
    return tensor->role == UNFOLD_RECURRENT_WEIGHTS ||
           tensor->role == UNFOLD_HEAD_WEIGHTS ||
           tensor->role == UNFOLD_DENSE_WEIGHTS ||
           (tensor->role == UNFOLD_INPUT_WEIGHTS && tensor->layer > 0);
}

/* Leave weights out, the rest larger in turn. */
static void drop(UnfoldSequencesTrainer *trainer)
{
    const double share = trainer->settings.drop;
    const UnfoldReal larger = (UnfoldReal)(1 / (1 - share));
    memcpy(trainer->used, trainer->now, trainer->weights * sizeof *trainer->used);
    for (size_t k = 0; share > 0 && k < trainer->tensor_count; ++k) {
        const UnfoldTensor *tensor = &trainer->tensors[k];
        UnfoldReal *weights = trainer->used + tensor->offset;
        const size_t count = (size_t)tensor->rows * tensor->cols;
        for (size_t n = 0; is_dropped(tensor) && n < count; ++n)
            weights[n] *=
                unfold_random_uniform(&trainer->course.random) < share ? 0 : larger;
    }
}

/* The gradients of what was left out are 0, and of the rest larger. */
static void drop_gradients(UnfoldSequencesTrainer *trainer)
{
    const UnfoldReal larger = (UnfoldReal)(1 / (1 - trainer->settings.drop));
    for (size_t k = 0; trainer->settings.drop > 0 && k < trainer->tensor_count; ++k) {
        const UnfoldTensor *tensor = &trainer->tensors[k];
        const size_t end = tensor->offset + (size_t)tensor->rows * tensor->cols;
        for (size_t n = tensor->offset; is_dropped(tensor) && n < end; ++n)
            trainer->gradients[n] *= trainer->used[n] == 0 ? 0 : larger;
    }
}

static double update(UnfoldSequencesTrainer *trainer, const UnfoldSequence **list,
                     size_t count, double rate)
{
    const UnfoldSequencesSettings *settings = &trainer->settings;
    const size_t steps = fill(trainer, list, count);
    drop(trainer);
    unfold_batch_start(trainer->batch, trainer->used);
    const double loss = unfold_batch_run(trainer->batch, trainer->used, 0, steps,
                                         &settings->loss, trainer->gradients);
    drop_gradients(trainer);
    unfold_clip_norm(trainer->gradients, trainer->weights, settings->clip);
    unfold_optimiser_step(trainer->optimiser, rate, trainer->gradients, trainer->now);
    /* A plain mean at first, so that the start is soon forgotten. */
    const double n = (double)++trainer->course.updates;
    const double old = fmin(settings->average, n / (n + 10));
    for (size_t k = 0; k < trainer->weights; ++k)
        trainer->average[k] =
            (UnfoldReal)(old * trainer->average[k] + (1 - old) * trainer->now[k]);
    return loss;
}

/* The sequences in a new order, those of a batch about equally long. */
static void order(UnfoldSequencesTrainer *trainer, const UnfoldSequence *sequences,
                  size_t count, const UnfoldSequence **list)
{
    const size_t lanes = trainer->settings.groups * UNFOLD_LANES;
    const size_t share = count / lanes / SORTED_SHARE;
    const size_t some = lanes * (share < 1 ? 1 : share < SORTED ? share : SORTED);
    for (size_t k = 0; k < count; ++k)
        list[k] = &sequences[k];
    shuffle(&trainer->course.random, list, count);
    for (size_t k = 0; k < count; k += some)
        qsort(list + k, count - k < some ? count - k : some, sizeof *list, by_length);
}

UnfoldStatus unfold_sequences_epoch(UnfoldSequencesTrainer *trainer,
                                    const UnfoldSequence *sequences, size_t count,
                                    UnfoldTrainerAsk ask, void *context, double *loss,
                                    bool *whole)
{
    const double before = (double)trainer->course.epochs++;
    const size_t lanes = trainer->settings.groups * UNFOLD_LANES;
    const size_t updates = (count + lanes - 1) / lanes;
    const UnfoldSequence **list = malloc(count * sizeof *list + 1);
    if (!list)
        return UNFOLD_NO_MEMORY;
    order(trainer, sequences, count, list);
    double sum = 0;
    size_t k = 0;
    for (; k < updates; ++k) {
        const double done = ask(context, before + (double)k / (double)updates);
        if (done < 0)
            break;
        const size_t first = k * lanes;
        sum += update(
            trainer, list + first, count - first < lanes ? count - first : lanes,
            trainer->settings.rate * unfold_rate_rise(done) * unfold_rate_fall(done));
    }
    *loss = k ? sum / (double)k : 0;
    *whole = k == updates;
    free(list);
    return UNFOLD_OK;
}

const UnfoldReal *unfold_sequences_weights(const UnfoldSequencesTrainer *trainer)
{
    return trainer->average;
}

void unfold_sequences_visit_state(UnfoldSequencesTrainer *trainer,
                                  UnfoldStateVisitor visit, void *context)
{
    const size_t block = trainer->weights * sizeof *trainer->now;
    visit(context, &trainer->course, sizeof trainer->course);
    visit(context, trainer->now, block);
    visit(context, trainer->average, block);
    unfold_optimiser_visit_state(trainer->optimiser, visit, context);
}
