/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "learn/batch.h"
#include "learn/sequences.h"
#include "net/random.h"
#include "tests/support/allocations.h"
#include "tests/support/networks.h"
#include "tests/support/suite.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { COUNT = 96, MOST_STEPS = 14, INPUTS = 2, OUTPUTS = 2 };

/* One tone, then the other: which came first is told over the last steps. */
static UnfoldReal x[COUNT][MOST_STEPS * INPUTS], target[COUNT][MOST_STEPS * OUTPUTS];

static void make_sequences(UnfoldSequence *sequences)
{
    UnfoldRandom random = {11};
    memset(target, 0, sizeof target);
    for (size_t k = 0; k < COUNT; ++k) {
        const size_t steps = 8 + unfold_random(&random) % 7, half = steps / 2;
        const size_t first = unfold_random(&random) % 2, from = steps - 3;
        fill_noise(x[k], steps * INPUTS, 0.1, (unsigned)k);
        for (size_t t = 0; t < steps - 3; ++t)
            x[k][t * INPUTS + (t < half ? first : 1 - first)] += 1;
        /* what comes before `from` must not count */
        for (size_t t = 0; t < steps; ++t)
            target[k][t * OUTPUTS + (t < from ? 1 - first : first)] =
                t < from ? 5 : (UnfoldReal)(1.0 / 3);
        sequences[k] = (UnfoldSequence){x[k], target[k], steps, from};
    }
}

static UnfoldSequencesSettings usual(UnfoldCell cell)
{
    const UnfoldShape shape = {.cell = cell,
                               .inputs = INPUTS,
                               .hidden = 8,
                               .layers = 1,
                               .outputs = OUTPUTS,
                               .output = UNFOLD_SOFTMAX};
    UnfoldSequencesSettings settings = unfold_sequences_defaults(&shape, MOST_STEPS);
    settings.seed = 3;
    settings.threads = 1;
    settings.groups = 1;
    settings.average = 0.9;
    return settings;
}

typedef struct {
    double whole; /* epochs of the training */
    size_t asked, stop_at;
} Plan;

static double ask(void *context, double epochs)
{
    Plan *plan = context;
    if (++plan->asked == plan->stop_at)
        return -1;
    return epochs / plan->whole;
}

static UnfoldSequencesTrainer *trainer_of(const UnfoldSequencesSettings *settings)
{
    UnfoldSequencesTrainer *trainer;
    CU_ASSERT_EQUAL_FATAL(unfold_sequences_new(settings, &trainer, NULL), UNFOLD_OK);
    return trainer;
}

static double train(UnfoldSequencesTrainer *trainer, const UnfoldSequence *sequences,
                    size_t count, size_t epochs)
{
    Plan plan = {.whole = 40};
    double loss = 0;
    bool whole = false;
    for (size_t k = 0; k < epochs; ++k) {
        CU_ASSERT_EQUAL(unfold_sequences_epoch(trainer, sequences, count, ask, &plan,
                                               &loss, &whole),
                        UNFOLD_OK);
        CU_ASSERT(whole);
    }
    return loss;
}

static size_t wrong(const UnfoldShape *shape, const UnfoldReal *weights,
                    const UnfoldSequence *sequences)
{
    UnfoldModel *model;
    CU_ASSERT_EQUAL_FATAL(unfold_model_new(shape, 0, weights, &model, NULL), UNFOLD_OK);
    UnfoldStream *stream = unfold_stream_new(model, 1);
    size_t count = 0;
    for (size_t k = 0; k < COUNT; ++k) {
        UnfoldReal y[MOST_STEPS * OUTPUTS];
        const size_t last = (sequences[k].steps - 1) * OUTPUTS;
        unfold_stream_reset(stream);
        stream_play(stream, sequences[k].x, sequences[k].steps, y);
        const bool first = sequences[k].target[last] > 0;
        count += (y[last] > y[last + 1]) != first;
    }
    unfold_stream_free(stream);
    unfold_model_free(model);
    return count;
}

static void every_cell_learns(void)
{
    UnfoldSequence sequences[COUNT];
    make_sequences(sequences);
    for (int cell = UNFOLD_RNN; cell <= UNFOLD_LSTM; ++cell) {
        UnfoldSequencesSettings settings = usual((UnfoldCell)cell);
        settings.rate = 0.02;
        UnfoldSequencesTrainer *trainer = trainer_of(&settings);
        const double first = train(trainer, sequences, COUNT, 1);
        CU_ASSERT(first > 0.4);
        CU_ASSERT(train(trainer, sequences, COUNT, 39) < first / 2);
        CU_ASSERT_EQUAL(
            wrong(&settings.shape, unfold_sequences_weights(trainer), sequences), 0);
        unfold_sequences_free(trainer);
    }
}

static void same_seed(void)
{
    UnfoldSequence sequences[COUNT];
    make_sequences(sequences);
    UnfoldSequencesTrainer *trainers[4];
    for (unsigned k = 0; k < 4; ++k) {
        UnfoldSequencesSettings settings = usual(UNFOLD_GRU);
        settings.groups = 2;
        settings.threads = k == 1 ? 2 : 1;
        settings.seed = k == 2 ? 8 : 7;
        settings.drop = k == 3 ? 0 : settings.drop;
        trainers[k] = trainer_of(&settings);
        train(trainers[k], sequences, COUNT, 4);
    }
    const UnfoldSequencesSettings settings = usual(UNFOLD_GRU);
    const size_t bytes = unfold_shape_weights(&settings.shape) * sizeof(UnfoldReal);
    const UnfoldReal *first = unfold_sequences_weights(trainers[0]);
    for (unsigned k = 1; k < 4; ++k)
        CU_ASSERT_EQUAL(
            memcmp(first, unfold_sequences_weights(trainers[k]), bytes) == 0, k == 1);
    for (unsigned k = 0; k < 4; ++k)
        unfold_sequences_free(trainers[k]);
}

/* The weights stay as they are and each epoch is stopped after its first batch, whose
   loss shows which sequences were in it. */
static void order_changes(void)
{
    UnfoldSequence sequences[COUNT];
    make_sequences(sequences);
    UnfoldSequencesSettings settings = usual(UNFOLD_GRU);
    settings.rate = settings.decay = settings.drop = 0; /* stays as it is */
    UnfoldSequencesTrainer *trainer = trainer_of(&settings);
    double losses[6], whole = 0;
    for (size_t k = 0; k < 6; ++k) {
        Plan plan = {.whole = 40, .stop_at = 2};
        bool finished = true;
        CU_ASSERT_EQUAL(unfold_sequences_epoch(trainer, sequences, COUNT, ask, &plan,
                                               &losses[k], &finished),
                        UNFOLD_OK);
        CU_ASSERT(!finished);
        for (size_t other = 0; other < k; ++other)
            CU_ASSERT(losses[k] != losses[other]);
    }
    /* All of them are seen, whatever the order. */
    for (size_t k = 0; k < 4; ++k) {
        const double loss = train(trainer, sequences, COUNT, 1);
        CU_ASSERT(k == 0 || fabs(loss / whole - 1) < 1e-6);
        whole = loss;
    }
    unfold_sequences_free(trainer);
}

typedef struct {
    unsigned char bytes[65536];
    size_t size;
} State;

static void copy_out(void *context, void *bytes, size_t size)
{
    State *state = context;
    CU_ASSERT_FATAL(state->size + size <= sizeof state->bytes);
    memcpy(state->bytes + state->size, bytes, size);
    state->size += size;
}

static void put_back(void *context, void *bytes, size_t size)
{
    State *state = context;
    memcpy(bytes, state->bytes + state->size, size);
    state->size += size;
}

static void goes_on(void)
{
    static State state, other;
    UnfoldSequence sequences[COUNT];
    make_sequences(sequences);
    const UnfoldSequencesSettings settings = usual(UNFOLD_LSTM);
    UnfoldSequencesTrainer *whole = trainer_of(&settings);
    train(whole, sequences, COUNT, 3);
    state.size = other.size = 0;
    unfold_sequences_visit_state(whole, copy_out, &state);
    train(whole, sequences, COUNT, 3);
    UnfoldSequencesSettings elsewhere = settings;
    elsewhere.seed = 99; /* all of it is in the state */
    UnfoldSequencesTrainer *resumed = trainer_of(&elsewhere);
    train(resumed, sequences, COUNT, 1);
    const size_t size = state.size;
    state.size = 0;
    unfold_sequences_visit_state(resumed, put_back, &state);
    CU_ASSERT_EQUAL(state.size, size);
    train(resumed, sequences, COUNT, 3);
    state.size = 0;
    unfold_sequences_visit_state(whole, copy_out, &state);
    unfold_sequences_visit_state(resumed, copy_out, &other);
    CU_ASSERT_EQUAL(state.size, other.size);
    CU_ASSERT_EQUAL(memcmp(state.bytes, other.bytes, size), 0);
    unfold_sequences_free(whole);
    unfold_sequences_free(resumed);
}

/* One update without Adam's past, clipping, decay and average: what moves the weights
   is the gradient's sign and size, so that equal ones give equal weights. */
/* The moments after one update are a tenth of the gradient. */
typedef struct {
    UnfoldReal gradient[1000];
    size_t pieces;
} First;

static void keep_moments(void *context, void *bytes, size_t size)
{
    First *first = context;
    if (++first->pieces == 5) /* course, now, average, updates, first */
        memcpy(first->gradient, bytes, size);
}

static void gradient_of(const UnfoldSequencesSettings *settings,
                        const UnfoldSequence *sequences, size_t count, First *first)
{
    UnfoldSequencesTrainer *trainer = trainer_of(settings);
    train(trainer, sequences, count, 1);
    first->pieces = 0;
    unfold_sequences_visit_state(trainer, keep_moments, first);
    CU_ASSERT_EQUAL(first->pieces, 6);
    unfold_sequences_free(trainer);
}

/* Sums of a few numbers, in another order. */
#define GRADIENT_TOLERANCE 1e-7

/* A short sequence beside a long one that weighs nothing has the gradient of its own,
   whatever stands before `from`. */
static void check_padding(UnfoldSequencesSettings settings, UnfoldReal nothing,
                          UnfoldReal wild)
{
    static First alone, padded;
    UnfoldReal few[5 * INPUTS], want[5 * OUTPUTS], trimmed[5 * OUTPUTS],
        many[MOST_STEPS * INPUTS], none[MOST_STEPS * OUTPUTS];
    fill_noise(few, 5 * INPUTS, 1, 1);
    fill_noise(many, MOST_STEPS * INPUTS, 1, 2);
    for (size_t k = 0; k < MOST_STEPS * OUTPUTS; ++k)
        none[k] = nothing;
    for (size_t k = 0; k < 5 * OUTPUTS; ++k) {
        want[k] = k < 2 * OUTPUTS ? wild : (UnfoldReal)(k % 2);
        trimmed[k] = k < 2 * OUTPUTS ? nothing : want[k];
    }
    settings.drop = settings.decay = 0;
    const UnfoldSequence lone = {few, trimmed, 5, 0};
    const UnfoldSequence two[] = {{few, want, 5, 2}, {many, none, MOST_STEPS, 0}};
    gradient_of(&settings, &lone, 1, &alone);
    gradient_of(&settings, two, 2, &padded);
    const size_t count = unfold_shape_weights(&settings.shape);
    size_t at;
    const double worst = worst_difference(alone.gradient, padded.gradient, count, &at);
    if (worst > GRADIENT_TOLERANCE)
        printf("the gradient of weight %zu is off by %g\n", at, worst);
    CU_ASSERT(worst <= GRADIENT_TOLERANCE);
    double norm = 0;
    for (size_t k = 0; k < count; ++k)
        norm += fabs(alone.gradient[k]);
    CU_ASSERT(norm > 0.01);
}

static void padding(void)
{
    for (int cell = UNFOLD_RNN; cell <= UNFOLD_LSTM; ++cell) {
        UnfoldSequencesSettings settings = usual((UnfoldCell)cell);
        check_padding(settings, 0, 7);
        settings.shape.output = UNFOLD_LINEAR;
        settings.loss = (UnfoldLoss){.mse = 1, .gaps = true};
        check_padding(settings, NAN, 1e6f);
    }
}

/* Half of the weights between units are left out, and learn nothing then. */
static void dropping(void)
{
    static First first;
    UnfoldSequence sequences[COUNT];
    UnfoldTensor tensors[UNFOLD_MAX_TENSORS];
    make_sequences(sequences);
    UnfoldSequencesSettings settings = usual(UNFOLD_GRU);
    settings.shape.layers = 2;
    settings.drop = 0.5;
    gradient_of(&settings, sequences, UNFOLD_LANES, &first);
    const size_t count = unfold_shape_tensors(&settings.shape, tensors);
    for (size_t k = 0; k < count; ++k) {
        const UnfoldTensor *tensor = &tensors[k];
        const size_t numbers = (size_t)tensor->rows * tensor->cols;
        size_t dropped = 0;
        for (size_t n = 0; n < numbers; ++n)
            dropped += first.gradient[tensor->offset + n] == 0;
        const bool between = tensor->rows == settings.shape.hidden && tensor->cols != 1;
        const double share = (double)dropped / (double)numbers;
        CU_ASSERT(between ? share > 0.1 && share < 0.9 : dropped == 0);
    }
}

static void nothing_to_learn(void)
{
    UnfoldSequence sequences[COUNT];
    make_sequences(sequences);
    memset(target, 0, sizeof target);
    const UnfoldSequencesSettings settings = usual(UNFOLD_GRU);
    UnfoldSequencesTrainer *trainer = trainer_of(&settings);
    CU_ASSERT_EQUAL(train(trainer, sequences, COUNT, 1), 0);
    CU_ASSERT_EQUAL(train(trainer, sequences, 0, 1), 0); /* not even a sequence */
    const UnfoldReal *weights = unfold_sequences_weights(trainer);
    for (size_t k = 0; k < unfold_shape_weights(&settings.shape); ++k)
        CU_ASSERT(isfinite(weights[k]));
    unfold_sequences_free(trainer);
}

static void without_memory(void)
{
    const UnfoldSequencesSettings settings = usual(UNFOLD_LSTM);
    UnfoldSequencesTrainer *trainer = NULL;
    UnfoldStatus status = UNFOLD_NO_MEMORY;
    size_t n = 0;
    for (; status && n < 200; ++n) {
        UnfoldError error = {""};
        allocations_reset();
        allocations_fail_at(n, 0);
        status = unfold_sequences_new(&settings, &trainer, &error);
        CU_ASSERT(!status ||
                  (status == UNFOLD_NO_MEMORY && !trainer && allocations_live() == 0));
        CU_ASSERT_EQUAL(!status, error.text[0] == '\0');
    }
    CU_ASSERT(n > 10 && !status);
    UnfoldSequence sequences[COUNT];
    make_sequences(sequences);
    Plan plan = {.whole = 1};
    double loss;
    bool whole;
    allocations_fail_at(0, 0);
    CU_ASSERT_EQUAL(
        unfold_sequences_epoch(trainer, sequences, COUNT, ask, &plan, &loss, &whole),
        UNFOLD_NO_MEMORY);
    unfold_sequences_free(trainer);
    CU_ASSERT_EQUAL(allocations_live(), 0);
    allocations_reset();
    unfold_sequences_free(NULL);
}

static void bad_shapes(void)
{
    UnfoldSequencesSettings settings = usual(UNFOLD_GRU);
    UnfoldSequencesTrainer *trainer;
    UnfoldError error = {""};
    settings.shape.hidden = 0;
    CU_ASSERT_EQUAL(unfold_sequences_new(&settings, &trainer, &error),
                    UNFOLD_BAD_SHAPE);
    CU_ASSERT_PTR_NULL(trainer);
    CU_ASSERT(error.text[0] != '\0');
}

static const Test tests[] = {
    {"every cell learns which tone came first", every_cell_learns},
    {"the same seed trains the same bytes, on any number of threads", same_seed},
    {"the order changes with each epoch, and leaves none out", order_changes},
    {"a state put into a new trainer goes on to the same bytes", goes_on},
    {"padding and steps ahead of the first do not count", padding},
    {"what is dropped learns nothing", dropping},
    {"where nothing is scored nothing breaks", nothing_to_learn},
    {"each allocation may fail", without_memory},
    {"shapes beyond the limits are refused", bad_shapes},
    {NULL, NULL},
};

const Suite sequences_suite = {"sequences", tests};
