/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "learn/trainer.h"

#include "learn/batch.h"
#include "learn/fading.h"
#include "learn/measure.h"
#include "learn/optimiser.h"
#include "learn/schedule.h"
#include "learn/start.h"
#include "net/random.h"

#include <stdlib.h>
#include <string.h>

struct UnfoldTrainer {
    UnfoldTrainSettings settings;
    UnfoldTakes training, validation;
    size_t weights, frames, lane_frames, validation_frames;
    /* What a training has come to; all of it is visited by visit_state. */
    struct Course {
        UnfoldRandom random;
        size_t epochs, halvings, waited; /* waited: epochs since something better */
        double best_esr, waited_esr;     /* waited_esr: what is to be bettered */
        double rate;    /* the highest, less after each fall and plateau */
        double ease;    /* 1, or how much of it comes back so soon after a fall */
        size_t playing; /* 1: states go on from the last epoch, at `place` of the tape
                         */
        size_t place;
        size_t forgets; /* 1: the best does, see learn/fading.h */
    } course;
    UnfoldBatch *batch;
    UnfoldOptimiser *optimiser;
    UnfoldReal *now, *best, *gradients; /* blocks like the weights */
    UnfoldReal *wanted, *heard;         /* [validation frames] */
    UnfoldReal *room;                   /* [UNFOLD_FADING_FRAMES] */
};

UnfoldTrainSettings unfold_train_defaults(const UnfoldShape *shape, double sample_rate)
{
    return (UnfoldTrainSettings){
        .shape = *shape,
        .sample_rate = sample_rate,
        .loss = {.esr = 1, .preemphasis = UNFOLD_PRE_EMPHASIS, .dc = 1},
        .groups = 1,
        .window = UNFOLD_TRAIN_WINDOW,
        .warm_up = 16384,
        .rate = shape->cell == UNFOLD_RNN ? 1e-2 : 2e-2, /* without gates, less holds */
        .clip = 1,
        .memory = 1,
    };
}

size_t unfold_trainer_bytes(const UnfoldTrainSettings *settings,
                            const UnfoldTakes *validation)
{
    const size_t reals = 5 * unfold_shape_weights(&settings->shape) +
                         2 * unfold_takes_frames(validation) + UNFOLD_FADING_FRAMES;
    return unfold_batch_bytes(&settings->shape, settings->groups, settings->window) +
           reals * sizeof(UnfoldReal);
}

static UnfoldStatus check(const UnfoldTrainSettings *settings, size_t training,
                          size_t validation, UnfoldError *error)
{
    const UnfoldStatus status = unfold_shape_check(&settings->shape, error);
    if (status)
        return status;
    if (settings->shape.outputs != 1)
        return unfold_fail(error, UNFOLD_BAD_SHAPE,
                           "a take trains networks of 1 output");
    const size_t least = settings->groups * UNFOLD_LANES * settings->window;
    if (training < least || !validation)
        return unfold_fail(error, UNFOLD_BAD_DATA,
                           "%zu samples to train on, at least %zu are needed", training,
                           least);
    return UNFOLD_OK;
}

static UnfoldTrainer *allocate(const UnfoldTrainSettings *settings,
                               const UnfoldTakes *training,
                               const UnfoldTakes *validation)
{
    UnfoldTrainer *made = calloc(1, sizeof *made);
    if (!made)
        return NULL;
    made->settings = *settings;
    made->training = *training;
    made->validation = *validation;
    made->weights = unfold_shape_weights(&settings->shape);
    made->frames = unfold_takes_frames(training);
    made->lane_frames = made->frames / (settings->groups * UNFOLD_LANES);
    made->validation_frames = unfold_takes_frames(validation);
    made->batch = unfold_batch_new(&settings->shape, settings->groups, settings->window,
                                   settings->threads);
    made->optimiser = unfold_optimiser_new(UNFOLD_ADAM, made->weights);
    made->now = calloc(made->weights, sizeof *made->now);
    made->best = calloc(made->weights, sizeof *made->best);
    made->gradients = calloc(made->weights, sizeof *made->gradients);
    made->heard = calloc(made->validation_frames, sizeof *made->heard);
    made->wanted = calloc(made->validation_frames, sizeof *made->wanted);
    made->room = calloc(UNFOLD_FADING_FRAMES, sizeof *made->room);
    if (made->batch && made->optimiser && made->now && made->best && made->gradients &&
        made->heard && made->wanted && made->room)
        return made;
    unfold_trainer_free(made);
    return NULL;
}

UnfoldStatus unfold_trainer_new(const UnfoldTrainSettings *settings,
                                const UnfoldTakes *training,
                                const UnfoldTakes *validation, UnfoldTrainer **trainer,
                                UnfoldError *error)
{
    *trainer = NULL;
    const UnfoldStatus status = check(settings, unfold_takes_frames(training),
                                      unfold_takes_frames(validation), error);
    if (status)
        return status;
    UnfoldTrainer *made = allocate(settings, training, validation);
    if (!made || unfold_trainer_begin(made, settings->seed)) {
        unfold_trainer_free(made);
        return unfold_no_memory(error);
    }
    unfold_takes_sides(validation, NULL, made->wanted);
    *trainer = made;
    return UNFOLD_OK;
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
    free(trainer->wanted);
    free(trainer->room);
    free(trainer);
}

/* Everything but the weights, which now holds already. */
static void begin(UnfoldTrainer *trainer, UnfoldRandom random)
{
    trainer->course = (struct Course){.random = random,
                                      .best_esr = HUGE_VAL,
                                      .waited_esr = HUGE_VAL,
                                      .rate = trainer->settings.rate,
                                      .ease = 1};
    unfold_optimiser_forget(trainer->optimiser);
    memcpy(trainer->best, trainer->now, trainer->weights * sizeof *trainer->best);
}

UnfoldStatus unfold_trainer_begin(UnfoldTrainer *trainer, uint64_t seed)
{
    UnfoldRandom random = {seed};
    const uint64_t weights_seed = unfold_random(&random);
    const UnfoldStatus status = unfold_start_weights(
        &trainer->settings.shape, weights_seed, trainer->settings.memory, trainer->now);
    begin(trainer, random);
    return status;
}

void unfold_trainer_begin_from(UnfoldTrainer *trainer, uint64_t seed,
                               const UnfoldReal *weights)
{
    memcpy(trainer->now, weights, trainer->weights * sizeof *trainer->now);
    begin(trainer, (UnfoldRandom){seed});
}

/* Fill the batch: lane k plays the tape from `place` + k lane lengths. */
static void fill(UnfoldTrainer *trainer, size_t place, size_t steps)
{
    const size_t inputs = trainer->settings.shape.inputs;
    for (size_t g = 0; g < trainer->settings.groups; ++g) {
        UnfoldReal *x = unfold_batch_input(trainer->batch, g);
        UnfoldReal *target = unfold_batch_target(trainer->batch, g);
        for (size_t b = 0; b < UNFOLD_LANES; ++b) {
            const size_t lane = g * UNFOLD_LANES + b;
            unfold_takes_lay(&trainer->training, place + lane * trainer->lane_frames,
                             steps, inputs, x + b, target + b);
        }
    }
}

static bool waits(const UnfoldTrainer *trainer)
{
    return trainer->settings.patience > 0;
}

/* How much of the training is behind, for the schedule. */
static double behind(const UnfoldTrainer *trainer, double done)
{
    return waits(trainer) ? (double)trainer->course.halvings / UNFOLD_HALVINGS : done;
}

/* The rate when `epochs` have taken the training so far as `done`. */
static double rate_at(const UnfoldTrainer *trainer, double epochs, double done)
{
    const double rate = trainer->course.rate * trainer->course.ease;
    const double steps = epochs * (double)trainer->lane_frames;
    if (!waits(trainer))
        return rate * unfold_rate_for(done > 0 ? steps / done : 0) *
               unfold_rate_rise(done) * unfold_rate_fall(done);
    const double first_epochs = 0.02 * (double)(trainer->course.epochs - 1);
    return rate * unfold_rate_rise(first_epochs);
}

/* Only listen for so many steps. */
static void listen(UnfoldTrainer *trainer, size_t steps)
{
    const size_t window = trainer->settings.window;
    for (size_t left = steps; left > 0;) {
        const size_t some = left < window ? left : window;
        fill(trainer, trainer->course.place, some);
        unfold_batch_run(trainer->batch, trainer->now, 0, some, NULL, NULL);
        trainer->course.place = (trainer->course.place + some) % trainer->frames;
        left -= some;
    }
}

/* Each lane goes on where the lane before it has arrived, with states that have settled
   long ago: some gear remembers for a second, and what a network makes of it before
   then teaches it wrong. But one lane begins anew, in turn: a network that never has
   to find its way learns to get stuck. A part of a window is passed over, so that
   windows begin elsewhere each time. */
static void go_on(UnfoldTrainer *trainer)
{
    struct Course *course = &trainer->course;
    const double part = unfold_random_uniform(&course->random);
    if (!course->playing) {
        course->place = (size_t)(part * (double)trainer->frames);
        unfold_batch_start(trainer->batch, trainer->now);
        listen(trainer, trainer->settings.warm_up);
        course->playing = 1;
    } else {
        const size_t lanes = trainer->settings.groups * UNFOLD_LANES;
        unfold_batch_start_lane(trainer->batch, trainer->now, course->epochs % lanes);
        listen(trainer, (size_t)(part * (double)trainer->settings.window));
    }
}

#define STARTS 24 /* of the validation, to see if it forgets them */

/* The best so far is the lowest error of a network that forgets how it began; only as
   long as there was none, of any. */
static bool is_improvement(UnfoldTrainer *trainer, const UnfoldModel *model, double esr)
{
    struct Course *course = &trainer->course;
    const bool better = esr < course->best_esr;
    if (!(better || (isfinite(esr) && !course->forgets)))
        return false;
    const bool forgets = unfold_forgets(model, &trainer->validation, trainer->heard,
                                        STARTS, trainer->room);
    const bool improved = course->forgets ? forgets : forgets || better;
    if (improved)
        course->forgets = forgets;
    return improved;
}

static UnfoldStatus validate(UnfoldTrainer *trainer, UnfoldEpoch *epoch)
{
    struct Course *course = &trainer->course;
    UnfoldModel *model = NULL;
    const UnfoldStatus status =
        unfold_model_new(&trainer->settings.shape, trainer->settings.sample_rate,
                         trainer->now, &model, NULL);
    if (status == UNFOLD_NO_MEMORY)
        return status;
    epoch->esr = HUGE_VAL;
    if (!status) {
        const bool heard =
            unfold_takes_play(&trainer->validation, model, trainer->heard);
        if (!heard) {
            unfold_model_free(model);
            return UNFOLD_NO_MEMORY;
        }
        epoch->esr =
            unfold_measure(trainer->heard, trainer->wanted, trainer->validation_frames)
                .esr;
    }
    epoch->improved = !status && is_improvement(trainer, model, epoch->esr);
    unfold_model_free(model);
    if (epoch->improved) {
        course->best_esr = epoch->esr;
        memcpy(trainer->best, trainer->now, trainer->weights * sizeof *trainer->best);
    }
    epoch->best_esr = course->best_esr;
    return UNFOLD_OK;
}

static void go_on_from_best(UnfoldTrainer *trainer)
{
    memcpy(trainer->now, trainer->best, trainer->weights * sizeof *trainer->now);
    unfold_optimiser_forget(trainer->optimiser);
    trainer->course.playing = 0;
}

/* High learning rates are fast until a step leads off a cliff (Pascanu et al. 2013):
   then go on from the best weights, with care, as the optimiser has forgotten how steep
   it is there. */
#define FALLEN 8
#define LESSON 0.8   /* of the rate, for good */
#define CARE 0.05    /* of the rate */
#define COURAGE 1.15 /* so much more in each epoch after */
#define BETTER 0.99  /* what counts as an improvement worth waiting for */

static void look_back(UnfoldTrainer *trainer, UnfoldEpoch *epoch)
{
    struct Course *course = &trainer->course;
    if (epoch->esr > FALLEN * course->best_esr) {
        go_on_from_best(trainer);
        course->rate *= LESSON;
        course->ease = CARE;
        return;
    }
    course->ease = fmin(1, COURAGE * course->ease);
    if (!waits(trainer))
        return;
    if (epoch->esr < BETTER * course->waited_esr) {
        course->waited_esr = epoch->esr;
        course->waited = 0;
    } else if (++course->waited >= trainer->settings.patience) {
        course->waited = 0;
        ++course->halvings;
        go_on_from_best(trainer);
        course->rate /= 2;
    }
    epoch->plateau = course->halvings > UNFOLD_HALVINGS;
}

UnfoldStatus unfold_trainer_epoch(UnfoldTrainer *trainer, UnfoldTrainerAsk ask,
                                  void *context, UnfoldEpoch *epoch)
{
    const UnfoldTrainSettings *settings = &trainer->settings;
    struct Course *course = &trainer->course;
    const double before = (double)course->epochs;
    const size_t steps =
        unfold_window_at(settings->window, behind(trainer, ask(context, before)));
    const size_t windows = trainer->lane_frames / steps;
    *epoch = (UnfoldEpoch){.epoch = ++course->epochs, .window = steps};
    go_on(trainer);
    size_t window = 0;
    for (; window < windows; ++window) {
        const double epochs = before + (double)window / (double)windows;
        const double done = ask(context, epochs);
        if (done < 0) {
            epoch->stopped = true;
            break;
        }
        epoch->rate = rate_at(trainer, epochs, done);
        fill(trainer, course->place + window * steps, steps);
        epoch->loss += unfold_batch_run(trainer->batch, trainer->now, 0, steps,
                                        &settings->loss, trainer->gradients);
        unfold_clip_norm(trainer->gradients, trainer->weights, settings->clip);
        unfold_optimiser_step(trainer->optimiser, epoch->rate, trainer->gradients,
                              trainer->now);
    }
    course->place = (course->place + window * steps) % trainer->frames;
    epoch->samples = window * steps * settings->groups * UNFOLD_LANES;
    epoch->loss /= window ? (double)window : 1;
    const UnfoldStatus status = validate(trainer, epoch);
    if (status)
        return status;
    look_back(trainer, epoch);
    epoch->halvings = course->halvings;
    return UNFOLD_OK;
}

UnfoldStatus unfold_trainer_best(const UnfoldTrainer *trainer, UnfoldModel **model,
                                 UnfoldError *error)
{
    return unfold_model_new(&trainer->settings.shape, trainer->settings.sample_rate,
                            trainer->best, model, error);
}

void unfold_trainer_visit_state(UnfoldTrainer *trainer, UnfoldStateVisitor visit,
                                void *context)
{
    const size_t block = trainer->weights * sizeof *trainer->now;
    visit(context, &trainer->course, sizeof trainer->course);
    visit(context, trainer->now, block);
    visit(context, trainer->best, block);
    unfold_optimiser_visit_state(trainer->optimiser, visit, context);
    unfold_batch_visit_state(trainer->batch, visit, context);
}
