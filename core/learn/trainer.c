/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "learn/trainer.h"

#include "learn/batch.h"
#include "learn/measure.h"
#include "learn/optimiser.h"
#include "learn/start.h"
#include "net/play.h"
#include "net/random.h"

#include <stdlib.h>
#include <string.h>

struct UnfoldTrainer {
    UnfoldTrainSettings settings;
    UnfoldTake training, validation;
    size_t weights, lane_frames, epochs;
    double best_esr, rate; /* rate: the highest, halved after each fall */
    UnfoldRandom random;
    UnfoldBatch *batch;
    UnfoldOptimiser *optimiser;
    UnfoldReal *now, *best, *gradients; /* blocks like the weights */
    UnfoldReal *heard;                  /* [validation frames] */
};

UnfoldTrainSettings unfold_train_defaults(const UnfoldShape *shape, double sample_rate)
{
    return (UnfoldTrainSettings){
        .shape = *shape,
        .sample_rate = sample_rate,
        .loss = {.kind = UNFOLD_ESR, .preemphasis = 0.85, .dc = 1},
        .groups = 1,
        .window = 1024,
        .warm_up = 1024,
        .rate = shape->cell == UNFOLD_RNN ? 1e-2 : 2e-2, /* without gates, less holds */
        .clip = 1,
        .memory = 1,
    };
}

size_t unfold_trainer_bytes(const UnfoldTrainSettings *settings)
{
    return unfold_batch_bytes(&settings->shape, settings->groups, settings->window) +
           5 * unfold_shape_weights(&settings->shape) * sizeof(UnfoldReal);
}

static UnfoldStatus check(const UnfoldTrainSettings *settings,
                          const UnfoldTake *training, const UnfoldTake *validation,
                          UnfoldError *error)
{
    const UnfoldStatus status = unfold_shape_check(&settings->shape, error);
    if (status)
        return status;
    if (settings->shape.inputs != 1 || settings->shape.outputs != 1)
        return unfold_fail(error, UNFOLD_BAD_SHAPE,
                           "a take trains networks of 1 input and 1 output");
    const size_t least = settings->groups * UNFOLD_LANES * settings->window;
    if (training->frames < least || !validation->frames)
        return unfold_fail(error, UNFOLD_BAD_DATA,
                           "%zu samples to train on, at least %zu are needed",
                           training->frames, least);
    return UNFOLD_OK;
}

UnfoldStatus unfold_trainer_new(const UnfoldTrainSettings *settings,
                                const UnfoldTake *training,
                                const UnfoldTake *validation, UnfoldTrainer **trainer,
                                UnfoldError *error)
{
    *trainer = NULL;
    const UnfoldStatus status = check(settings, training, validation, error);
    if (status)
        return status;
    UnfoldTrainer *made = calloc(1, sizeof *made);
    if (!made)
        goto no_memory;
    made->settings = *settings;
    made->training = *training;
    made->validation = *validation;
    made->weights = unfold_shape_weights(&settings->shape);
    made->lane_frames = training->frames / (settings->groups * UNFOLD_LANES);
    made->best_esr = HUGE_VAL;
    made->rate = settings->rate;
    made->random.state = settings->seed;
    made->batch = unfold_batch_new(&settings->shape, settings->groups, settings->window,
                                   settings->threads);
    made->optimiser = unfold_optimiser_new(UNFOLD_ADAM, made->weights);
    made->now = calloc(made->weights, sizeof *made->now);
    made->best = calloc(made->weights, sizeof *made->best);
    made->gradients = calloc(made->weights, sizeof *made->gradients);
    made->heard = calloc(validation->frames, sizeof *made->heard);
    if (!made->batch || !made->optimiser || !made->now || !made->best ||
        !made->gradients || !made->heard)
        goto no_memory;
    if (unfold_start_weights(&settings->shape, unfold_random(&made->random),
                             settings->memory, made->now))
        goto no_memory;
    memcpy(made->best, made->now, made->weights * sizeof *made->best);
    *trainer = made;
    return UNFOLD_OK;
no_memory:
    unfold_trainer_free(made);
    return unfold_no_memory(error);
}

void unfold_trainer_free(UnfoldTrainer *trainer)
{
    if (!trainer)
        return;
    unfold_batch_free(trainer->batch);
    unfold_optimiser_free(trainer->optimiser);
    free(trainer->now);
    free(trainer->best);
    free(trainer->gradients);
    free(trainer->heard);
    free(trainer);
}

/* Fill the batch: lane k plays the take from `place` + k lane lengths, round and round.
 */
static void fill(UnfoldTrainer *trainer, size_t place, size_t steps)
{
    const UnfoldTake *take = &trainer->training;
    for (size_t g = 0; g < trainer->settings.groups; ++g) {
        UnfoldReal *x = unfold_batch_input(trainer->batch, g);
        UnfoldReal *target = unfold_batch_target(trainer->batch, g);
        for (size_t b = 0; b < UNFOLD_LANES; ++b) {
            const size_t lane = g * UNFOLD_LANES + b;
            size_t from = (place + lane * trainer->lane_frames) % take->frames;
            for (size_t t = 0; t < steps; ++t) {
                x[t * UNFOLD_LANES + b] = take->dry[from];
                target[t * UNFOLD_LANES + b] = take->wet[from];
                from = from + 1 == take->frames ? 0 : from + 1;
            }
        }
    }
}

/* Up over the first fiftieth of the training, then half a cosine down to a hundredth.
 */
static double rate_at(double highest, double done)
{
    const double rise = 0.02, last = 0.01;
    if (done < rise)
        return highest * (0.1 + 0.9 * done / rise);
    const double fall = (done - rise) / (1 - rise);
    return highest * (last + (1 - last) * 0.5 * (1 + cos(3.141592653589793 * fall)));
}

/* Short windows learn fast what is near; long ones, later, what is far. */
static size_t window_at(const UnfoldTrainSettings *settings, double done)
{
    const size_t part = done < 1.0 / 3 ? 4 : done < 2.0 / 3 ? 2 : 1;
    return settings->window / part > 0 ? settings->window / part : 1;
}

/* States settle on what comes before the first window. */
static void warm_up(UnfoldTrainer *trainer, size_t place)
{
    const UnfoldTrainSettings *settings = &trainer->settings;
    unfold_batch_start(trainer->batch, trainer->now);
    for (size_t done = 0; done < settings->warm_up;) {
        const size_t left = settings->warm_up - done;
        const size_t steps = left < settings->window ? left : settings->window;
        fill(trainer, place + trainer->training.frames - left, steps);
        unfold_batch_run(trainer->batch, trainer->now, 0, steps, NULL, NULL);
        done += steps;
    }
}

static UnfoldStatus validate(UnfoldTrainer *trainer, UnfoldEpoch *epoch)
{
    const UnfoldTake *take = &trainer->validation;
    UnfoldModel *model;
    const UnfoldStatus status =
        unfold_model_new(&trainer->settings.shape, trainer->settings.sample_rate,
                         trainer->now, &model, NULL);
    if (status == UNFOLD_NO_MEMORY)
        return status;
    epoch->esr = HUGE_VAL;
    if (!status) {
        const bool heard = unfold_play(model, take->dry, take->frames, trainer->heard);
        unfold_model_free(model);
        if (!heard)
            return UNFOLD_NO_MEMORY;
        epoch->esr = unfold_measure(trainer->heard, take->wet, take->frames).esr;
    }
    epoch->improved = epoch->esr < trainer->best_esr;
    if (epoch->improved) {
        trainer->best_esr = epoch->esr;
        memcpy(trainer->best, trainer->now, trainer->weights * sizeof *trainer->best);
    }
    epoch->best_esr = trainer->best_esr;
    return UNFOLD_OK;
}

/* High learning rates are fast until a step leads off a cliff (Pascanu et al. 2013):
   then go on from the best weights at half the rate. */
#define FALLEN 8

static void climb_back(UnfoldTrainer *trainer, const UnfoldEpoch *epoch)
{
    if (!(epoch->esr > FALLEN * trainer->best_esr))
        return;
    memcpy(trainer->now, trainer->best, trainer->weights * sizeof *trainer->now);
    unfold_optimiser_forget(trainer->optimiser);
    trainer->rate /= 2;
}

UnfoldStatus unfold_trainer_epoch(UnfoldTrainer *trainer, UnfoldTrainerAsk ask,
                                  void *context, UnfoldEpoch *epoch)
{
    const UnfoldTrainSettings *settings = &trainer->settings;
    const size_t frames = trainer->training.frames;
    const size_t place =
        (size_t)(unfold_random_uniform(&trainer->random) * (double)frames);
    const double before = (double)trainer->epochs;
    const size_t steps = window_at(settings, ask(context, before));
    const size_t windows = trainer->lane_frames / steps;
    *epoch = (UnfoldEpoch){.epoch = ++trainer->epochs};
    warm_up(trainer, place);
    size_t window = 0;
    for (; window < windows; ++window) {
        const double done = ask(context, before + (double)window / (double)windows);
        if (done < 0) {
            epoch->stopped = true;
            break;
        }
        fill(trainer, place + window * steps, steps);
        epoch->loss += unfold_batch_run(trainer->batch, trainer->now, 0, steps,
                                        &settings->loss, trainer->gradients);
        unfold_clip_norm(trainer->gradients, trainer->weights, settings->clip);
        unfold_optimiser_step(trainer->optimiser, rate_at(trainer->rate, done),
                              trainer->gradients, trainer->now);
    }
    epoch->samples = window * steps * settings->groups * UNFOLD_LANES;
    epoch->loss /= window ? (double)window : 1;
    const UnfoldStatus status = validate(trainer, epoch);
    if (!status)
        climb_back(trainer, epoch);
    return status;
}

UnfoldStatus unfold_trainer_best(const UnfoldTrainer *trainer, UnfoldModel **model,
                                 UnfoldError *error)
{
    return unfold_model_new(&trainer->settings.shape, trainer->settings.sample_rate,
                            trainer->best, model, error);
}
