/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "learn/batch.h"
#include "learn/kernel.h"
#include "learn/optimiser.h"
#include "learn/start.h"
#include "learn/trainer.h"
#include "learn/unroll.h"
#include "net/play.h"
#include "net/random.h"
#include "tests/support/allocations.h"
#include "tests/support/networks.h"
#include "tests/support/suite.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { STEPS = 80, GROUPS = 3 };

static const UnfoldLoss all_terms = {
    .esr = 1, .preemphasis = 0.85, .dc = 1, .mse = 0.1, .mrstft = 0.01};

/* The gradient of two windows of a batch of noise; returns a new block. */
static UnfoldReal *batch_gradient(const UnfoldShape *shape, unsigned threads)
{
    const size_t count = unfold_shape_weights(shape);
    UnfoldReal *weights = calloc(count, sizeof *weights);
    UnfoldReal *gradients = calloc(count, sizeof *gradients);
    UnfoldBatch *batch = unfold_batch_new(shape, GROUPS, STEPS, threads);
    unfold_start_weights(shape, 3, 1, weights);
    unfold_batch_start(batch, weights);
    for (unsigned window = 0; window < 2; ++window) {
        for (unsigned g = 0; g < GROUPS; ++g) {
            const size_t numbers = STEPS * UNFOLD_LANES;
            fill_noise(unfold_batch_input(batch, g), numbers, 0.9, 10 * g + window);
            fill_noise(unfold_batch_target(batch, g), numbers, 0.9,
                       10 * g + 5 + window);
        }
        unfold_batch_run(batch, weights, 5, STEPS, &all_terms, gradients);
    }
    unfold_batch_free(batch);
    free(weights);
    return gradients;
}

static void threads_change_no_bit(void)
{
    for (int cell = UNFOLD_RNN; cell <= UNFOLD_LSTM; ++cell) {
        const UnfoldShape shape = effect_shape((UnfoldCell)cell, 9, 2);
        const size_t bytes = unfold_shape_weights(&shape) * sizeof(UnfoldReal);
        UnfoldReal *one = batch_gradient(&shape, 1);
        UnfoldReal *three = batch_gradient(&shape, 3);
        CU_ASSERT_EQUAL(memcmp(one, three, bytes), 0);
        free(one);
        free(three);
    }
}

/* Sums of a few thousand floats in another order. */
#define KERNEL_TOLERANCE 2e-5

static void kernels_agree(void)
{
    for (int cell = UNFOLD_RNN; cell <= UNFOLD_LSTM; ++cell) {
        const UnfoldShape shape = effect_shape((UnfoldCell)cell, 19, 2);
        const size_t count = unfold_shape_weights(&shape);
        setenv("UNFOLD_KERNEL", "generic", 1);
        UnfoldReal *generic = batch_gradient(&shape, 1);
        const UnfoldKernel *kernel;
        for (size_t k = 1; (kernel = unfold_kernel_at(k)); ++k) {
            setenv("UNFOLD_KERNEL", kernel->name, 1);
            UnfoldReal *other = batch_gradient(&shape, 1);
            size_t at;
            const double worst = worst_difference(generic, other, count, &at);
            if (worst > KERNEL_TOLERANCE)
                printf("%s differs by %g at %zu\n", kernel->name, worst, at);
            CU_ASSERT(worst <= KERNEL_TOLERANCE);
            free(other);
        }
        free(generic);
        unsetenv("UNFOLD_KERNEL");
    }
}

static void known_updates(void)
{
    UnfoldReal weights[2] = {1, -1};
    const UnfoldReal gradients[2] = {0.5f, -4};
    UnfoldOptimiser *sgd = unfold_optimiser_new(UNFOLD_SGD, 2);
    unfold_optimiser_step(sgd, 0.1, gradients, weights);
    CU_ASSERT_DOUBLE_EQUAL(weights[0], 0.95, 1e-6);
    CU_ASSERT_DOUBLE_EQUAL(weights[1], -0.6, 1e-6);
    /* Adam's first step is the rate in the gradient's direction, whatever its size. */
    UnfoldOptimiser *adam = unfold_optimiser_new(UNFOLD_ADAM, 2);
    unfold_optimiser_step(adam, 0.1, gradients, weights);
    CU_ASSERT_DOUBLE_EQUAL(weights[0], 0.85, 1e-6);
    CU_ASSERT_DOUBLE_EQUAL(weights[1], -0.5, 1e-6);
    unfold_optimiser_free(sgd);
    unfold_optimiser_free(adam);
}

/* Beside the gradient, not through it: Adam's moments know nothing of the decay. */
static void decaying_weights(void)
{
    for (int kind = UNFOLD_SGD; kind <= UNFOLD_ADAM; ++kind) {
        UnfoldReal weights[2] = {1, -2};
        const UnfoldReal none[2] = {0, 0}, gradients[2] = {0.5f, 0.5f};
        UnfoldOptimiser *optimiser = unfold_optimiser_new((UnfoldOptimiserKind)kind, 2);
        optimiser->decay = 0.5;
        unfold_optimiser_step(optimiser, 0.1, none, weights);
        CU_ASSERT_DOUBLE_EQUAL(weights[0], 0.95, 1e-6);
        CU_ASSERT_DOUBLE_EQUAL(weights[1], -1.9, 1e-6);
        CU_ASSERT(!optimiser->first || optimiser->first[0] == 0);
        unfold_optimiser_forget(optimiser);
        unfold_optimiser_step(optimiser, 0.1, gradients, weights);
        const double step = kind == UNFOLD_ADAM ? 0.1 : 0.05;
        CU_ASSERT_DOUBLE_EQUAL(weights[0], 0.95 * 0.95 - step, 1e-6);
        CU_ASSERT_DOUBLE_EQUAL(weights[1], -1.9 * 0.95 - step, 1e-6);
        unfold_optimiser_free(optimiser);
    }
}

static void clipping(void)
{
    UnfoldReal gradients[2] = {3, 4};
    CU_ASSERT_DOUBLE_EQUAL(unfold_clip_norm(gradients, 2, 10), 5, 1e-9);
    CU_ASSERT_EQUAL(gradients[0], 3);
    CU_ASSERT_DOUBLE_EQUAL(unfold_clip_norm(gradients, 2, 1), 5, 1e-9);
    CU_ASSERT_DOUBLE_EQUAL(gradients[1], 0.8, 1e-6);
    gradients[0] = NAN;
    unfold_clip_norm(gradients, 2, 1);
    CU_ASSERT_EQUAL(gradients[0], 0);
    CU_ASSERT_EQUAL(gradients[1], 0);
}

static void starts(void)
{
    const UnfoldShape shape = effect_shape(UNFOLD_LSTM, 12, 2);
    const size_t count = unfold_shape_weights(&shape);
    UnfoldReal *a = calloc(count, sizeof *a), *b = calloc(count, sizeof *b);
    unfold_start_weights(&shape, 1, 1, a);
    unfold_start_weights(&shape, 1, 1, b);
    CU_ASSERT_EQUAL(memcmp(a, b, count * sizeof *a), 0);
    const UnfoldLayer layer = unfold_layer_in(&shape, a, 1);
    for (size_t p = 0; p < 12; ++p)
        for (size_t q = 0; q < 12; ++q) {
            double sum = 0;
            for (size_t k = 0; k < 12; ++k)
                sum +=
                    layer.recurrent[p * 48 + 24 + k] * layer.recurrent[q * 48 + 24 + k];
            CU_ASSERT_DOUBLE_EQUAL(sum, p == q, 1e-5);
        }
    CU_ASSERT_EQUAL(layer.bias[12], 1);
    unfold_start_weights(&shape, 2, 1, b);
    CU_ASSERT(memcmp(a, b, count * sizeof *a) != 0);
    free(a);
    free(b);
}

enum { TAKE = 60000 };

typedef struct {
    size_t stop_after, asked;
} Budget;

static double ask(void *context, double epochs)
{
    Budget *budget = context;
    (void)epochs;
    if (budget->asked++ == budget->stop_after)
        return -1;
    return (double)budget->asked / (double)budget->stop_after;
}

/* A soft clipper with a one-pole memory, small enough to learn in a second. */
static void make_take(UnfoldReal *dry, UnfoldReal *wet)
{
    fill_noise(dry, TAKE, 1, 4);
    UnfoldReal low = 0;
    for (size_t t = 0; t < TAKE; ++t) {
        low += 0.3f * (dry[t] - low);
        wet[t] = tanhf(3 * low);
    }
}

static UnfoldTrainSettings small_settings(UnfoldCell cell)
{
    const UnfoldShape shape = effect_shape(cell, 6, 1);
    UnfoldTrainSettings settings = unfold_train_defaults(&shape, 48000);
    settings.groups = 1;
    settings.window = 256;
    settings.seed = 1;
    return settings;
}

static UnfoldReal dry[TAKE], wet[TAKE];
static const UnfoldTake early = {dry, wet, 50000, NULL};
static const UnfoldTake last = {dry + 50000, wet + 50000, 10000, NULL};
static const UnfoldTakes training = {&early, 1}, validation = {&last, 1};

static void every_cell_learns(void)
{
    make_take(dry, wet);
    for (int cell = UNFOLD_RNN; cell <= UNFOLD_LSTM; ++cell) {
        const UnfoldTrainSettings settings = small_settings((UnfoldCell)cell);
        UnfoldTrainer *trainer;
        CU_ASSERT_EQUAL_FATAL(
            unfold_trainer_new(&settings, &training, &validation, &trainer, NULL),
            UNFOLD_OK);
        Budget budget = {.stop_after = 400};
        UnfoldEpoch epoch;
        do {
            CU_ASSERT_EQUAL(unfold_trainer_epoch(trainer, ask, &budget, &epoch),
                            UNFOLD_OK);
        } while (!epoch.stopped);
        CU_ASSERT(epoch.best_esr < 0.02);
        UnfoldModel *model;
        CU_ASSERT_EQUAL(unfold_trainer_best(trainer, &model, NULL), UNFOLD_OK);
        static UnfoldReal y[10000];
        CU_ASSERT(unfold_play(model, last.dry, 10000, y));
        double error = 0, energy = 0;
        for (size_t t = 0; t < 10000; ++t) {
            error += pow((double)y[t] - last.wet[t], 2);
            energy += pow(last.wet[t], 2);
        }
        CU_ASSERT_DOUBLE_EQUAL(error / energy, epoch.best_esr, 1e-6);
        unfold_model_free(model);
        unfold_trainer_free(trainer);
    }
}

static void same_seed_same_bytes(void)
{
    make_take(dry, wet);
    UnfoldModel *models[3];
    for (int k = 0; k < 3; ++k) {
        UnfoldTrainSettings settings = small_settings(UNFOLD_GRU);
        settings.groups = 2;
        settings.threads = k == 1 ? 2 : 1;
        settings.seed = k == 2 ? 8 : 7;
        UnfoldTrainer *trainer;
        unfold_trainer_new(&settings, &training, &validation, &trainer, NULL);
        Budget budget = {.stop_after = 30};
        UnfoldEpoch epoch;
        do
            unfold_trainer_epoch(trainer, ask, &budget, &epoch);
        while (!epoch.stopped);
        unfold_trainer_best(trainer, &models[k], NULL);
        unfold_trainer_free(trainer);
    }
    const size_t bytes =
        unfold_shape_weights(unfold_model_shape(models[0])) * sizeof(UnfoldReal);
    const void *first = unfold_model_weights(models[0]);
    CU_ASSERT_EQUAL(memcmp(first, unfold_model_weights(models[1]), bytes), 0);
    CU_ASSERT(memcmp(first, unfold_model_weights(models[2]), bytes) != 0);
    for (int k = 0; k < 3; ++k)
        unfold_model_free(models[k]);
}

/* Where a training stands, whatever it has done; negative: stop. */
static double ask_for(void *context, double epochs)
{
    (void)epochs;
    return *(const double *)context;
}

static UnfoldEpoch epoch_at(UnfoldTrainer *trainer, double done)
{
    UnfoldEpoch epoch;
    CU_ASSERT_EQUAL(unfold_trainer_epoch(trainer, ask_for, &done, &epoch), UNFOLD_OK);
    return epoch;
}

static void after_a_fall_it_goes_on_from_the_best_with_care(void)
{
    make_take(dry, wet);
    UnfoldTrainSettings settings = small_settings(UNFOLD_GRU);
    UnfoldTrainer *trainer;
    UnfoldModel *model;
    unfold_trainer_new(&settings, &training, &validation, &trainer, NULL);
    for (int k = 0; k < 20; ++k)
        epoch_at(trainer, 0.5);
    unfold_trainer_best(trainer, &model, NULL);
    unfold_trainer_free(trainer);
    settings.rate = 50; /* leads off any cliff */
    unfold_trainer_new(&settings, &training, &validation, &trainer, NULL);
    unfold_trainer_begin_from(trainer, 1, unfold_model_weights(model));
    const double best = epoch_at(trainer, -1).esr;
    const UnfoldEpoch fall = epoch_at(trainer, 0.5);
    CU_ASSERT(fall.esr > 8 * best);
    const UnfoldEpoch back = epoch_at(trainer, -1);
    CU_ASSERT_EQUAL(back.esr, best);
    double rate = epoch_at(trainer, 0.5).rate;
    CU_ASSERT(rate > 0 && rate < 0.1 * fall.rate);
    unfold_trainer_free(trainer);
    settings.rate = 1e-6; /* falls nowhere */
    unfold_trainer_new(&settings, &training, &validation, &trainer, NULL);
    unfold_trainer_begin_from(trainer, 1, unfold_model_weights(model));
    rate = epoch_at(trainer, 0.5).rate;
    CU_ASSERT_DOUBLE_EQUAL(epoch_at(trainer, 0.5).rate, rate, 1e-12);
    unfold_model_free(model);
    unfold_trainer_free(trainer);
}

static void long_trainings_go_slower(void)
{
    UnfoldTrainer *trainer;
    make_take(dry, wet);
    const UnfoldTrainSettings settings = small_settings(UNFOLD_RNN);
    unfold_trainer_new(&settings, &training, &validation, &trainer, NULL);
    const double shorter = epoch_at(trainer, 0.5).rate; /* 2 epochs */
    const double longer = epoch_at(trainer, 1e-9).rate; /* a thousand million */
    CU_ASSERT_DOUBLE_EQUAL(shorter, 0.52 * settings.rate, 0.01 * settings.rate);
    CU_ASSERT(longer > 0 && longer < 0.01 * settings.rate);
    unfold_trainer_free(trainer);
}

static void too_little_to_learn_from(void)
{
    const UnfoldTrainSettings settings = small_settings(UNFOLD_RNN);
    const UnfoldTake tiny_take = {dry, wet, 100, NULL}, no_take = {dry, wet, 0, NULL};
    const UnfoldTakes tiny = {&tiny_take, 1}, none = {&no_take, 1};
    UnfoldTrainer *trainer;
    UnfoldError error = {""};
    CU_ASSERT_EQUAL(unfold_trainer_new(&settings, &tiny, &validation, &trainer, &error),
                    UNFOLD_BAD_DATA);
    CU_ASSERT_PTR_NOT_NULL(strstr(error.text, "100"));
    CU_ASSERT_EQUAL(unfold_trainer_new(&settings, &training, &none, &trainer, &error),
                    UNFOLD_BAD_DATA);
    CU_ASSERT_PTR_NULL(trainer);
}

static void training_without_memory(void)
{
    const UnfoldTrainSettings settings = small_settings(UNFOLD_LSTM);
    UnfoldTrainer *trainer = NULL;
    UnfoldStatus status = UNFOLD_NO_MEMORY;
    for (size_t n = 0; status != UNFOLD_OK && n < 100; ++n) {
        allocations_reset();
        allocations_fail_at(n, 0);
        status = unfold_trainer_new(&settings, &training, &validation, &trainer, NULL);
        if (status == UNFOLD_OK)
            break;
        CU_ASSERT_EQUAL(status, UNFOLD_NO_MEMORY);
        CU_ASSERT_EQUAL(allocations_live(), 0);
    }
    CU_ASSERT_EQUAL(status, UNFOLD_OK);
    unfold_trainer_free(trainer);
    CU_ASSERT_EQUAL(allocations_live(), 0);
    allocations_reset();
}

static const Test tests[] = {
    {"the number of threads changes no bit of a gradient", threads_change_no_bit},
    {"every instruction set's gradients agree with the generic ones", kernels_agree},
    {"SGD and Adam step as worked out by hand", known_updates},
    {"decay shrinks weights by its share of the rate", decaying_weights},
    {"clipping bounds the norm and drops what is not finite", clipping},
    {"starts are orthogonal, seeded and remember", starts},
    {"every cell learns a soft clipper, and the score is what is played",
     every_cell_learns},
    {"the same seed trains the same bytes", same_seed_same_bytes},
    {"after a fall it goes on from the best, with care",
     after_a_fall_it_goes_on_from_the_best_with_care},
    {"long trainings go slower", long_trainings_go_slower},
    {"too short takes are refused with their length", too_little_to_learn_from},
    {"each allocation of a trainer may fail", training_without_memory},
    {NULL, NULL},
};

const Suite learn_suite = {"learn", tests};
