/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "net/random.h"
#include "tests/fuzz/checkpoint.h"
#include "tests/fuzz/readers.h"
#include "tests/support/suite.h"
#include "tool/learn_checkpoint.h"
#include "tool/report.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { STEPS = 6, INPUTS = 2, OUTPUTS = 2, MOST_EPOCHS = 5 };

/* Of nothing in particular: nobody compares it but by its bytes. */
static const CheckpointKind kind = {"unfold learning 1\n", LEARN_KEPT_PARTS, 7};

static UnfoldShape shape_of_all(void)
{
    return (UnfoldShape){.cell = UNFOLD_GRU,
                         .inputs = INPUTS,
                         .hidden = 2,
                         .layers = 1,
                         .outputs = OUTPUTS,
                         .output = UNFOLD_SOFTMAX};
}

static double ask(void *context, double epochs)
{
    (void)context;
    return epochs / MOST_EPOCHS;
}

/* One more epoch, of which the weights are kept. */
static void learn(LearnState *state)
{
    static UnfoldReal x[STEPS * INPUTS], target[STEPS * OUTPUTS];
    const UnfoldSequence sequence = {x, target, STEPS, 0};
    UnfoldRandom random = {5};
    LearnEpoch *epoch = &state->epochs[state->stand.epochs];
    bool whole;
    for (int k = 0; k < STEPS * INPUTS; ++k)
        x[k] = (UnfoldReal)(unfold_random(&random) % 100) / 100;
    for (int k = 0; k < STEPS; ++k)
        target[k * OUTPUTS + k / 3] = 1;
    CU_ASSERT_EQUAL(unfold_sequences_epoch(state->trainer, &sequence, 1, ask, NULL,
                                           &epoch->loss, &whole),
                    UNFOLD_OK);
    ++state->stand.epochs;
    epoch->validation_loss = epoch->validation_accuracy = NAN;
    for (size_t k = 0; k < state->weight_count; ++k)
        state->weights[k] = unfold_sequences_weights(state->trainer)[k];
}

static LearnState new_state(void)
{
    const UnfoldShape shape = shape_of_all();
    UnfoldSequencesSettings settings = unfold_sequences_defaults(&shape, STEPS);
    LearnState state = {.stand.best_loss = HUGE_VAL,
                        .most_epochs = MOST_EPOCHS,
                        .weight_count = unfold_shape_weights(&shape)};
    settings.loss = (UnfoldLoss){.cross_entropy = true};
    settings.threads = 1;
    settings.groups = 1;
    state.epochs = calloc(MOST_EPOCHS, sizeof *state.epochs);
    state.weights = calloc(state.weight_count, sizeof *state.weights);
    CU_ASSERT_FATAL(state.epochs && state.weights);
    CU_ASSERT_EQUAL_FATAL(unfold_sequences_new(&settings, &state.trainer, NULL),
                          UNFOLD_OK);
    return state;
}

static void clear(LearnState *state)
{
    unfold_sequences_free(state->trainer);
    free(state->epochs);
    free(state->weights);
}

/* As `unfold learn --resume` goes on. */
static void go_on(LearnState *state)
{
    const UnfoldShape shape = shape_of_all();
    UnfoldModel *model;
    if (state->stand.epochs < MOST_EPOCHS)
        learn(state);
    if (unfold_model_new(&shape, 0, state->weights, &model, NULL) == UNFOLD_OK)
        unfold_model_free(model);
}

int fuzz_learning(const uint8_t *data, size_t size)
{
    LearnState state = new_state();
    LearnCheckpoint checkpoint = {.kind = kind};
    const char *path = fuzz_checkpoint_right(data, size, &kind);
    bool found;
    fuzz_hush();
    if (checkpoint_read(path, &kind, checkpoint.parts, &found) == TOOL_OK &&
        learn_checkpoint_take_up(&checkpoint, &state) == TOOL_OK)
        go_on(&state);
    CU_ASSERT(found);
    learn_checkpoint_clear(&checkpoint);
    clear(&state);
    return 0;
}

void fuzz_learning_seed(const char *path)
{
    LearnState state = new_state();
    LearnCheckpoint checkpoint = {.path = strdup(path), .kind = kind};
    for (int k = 0; k < 3; ++k)
        learn(&state);
    state.stand.best_epoch = 2;
    state.stand.best_loss = 0.5;
    CU_ASSERT_EQUAL(learn_checkpoint_keep(&checkpoint, &state), TOOL_OK);
    learn_checkpoint_clear(&checkpoint);
    clear(&state);
}
