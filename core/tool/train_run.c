/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "tool/train_run.h"

#include "file/replace.h"
#include "tool/interrupt.h"
#include "tool/play.h"
#include "tool/report.h"
#include "tool/train_progress.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A training under way. */
typedef struct {
    const TrainOptions *options;
    UnfoldTrainer *trainer;
    TrainCheckpoint kept; /* its history and stand are the living ones */
    uint64_t fingerprint;
    char *path;
    double mark; /* when the last epoch ended, seconds */
    TrainProgress progress;
    TrainEnd end;
} Course;

/* Each of several starts gets this share of the whole; the best one goes on with what
   the others leave. */
#define START_SHARE 0.05

static double start_share(const Course *course)
{
    return course->options->starts > 1 ? START_SHARE : 0;
}

/* What one start that goes to the end gets of the whole. */
static double line_share(const Course *course)
{
    return 1 - start_share(course) * (course->options->starts - 1);
}

static bool is_choosing(const Course *course)
{
    return course->kept.stand.start < course->options->starts;
}

/* How much of its way the start under way has behind it after so many epochs. */
static double behind(const Course *course, double epochs)
{
    const TrainOptions *o = course->options;
    const double share = line_share(course);
    const double seconds =
        course->kept.stand.now.seconds + tool_seconds() - course->mark;
    double done = 0;
    if (o->epochs)
        done = epochs / (share * o->epochs);
    if (o->minutes > 0)
        done = fmax(done, seconds / (60 * share * o->minutes));
    return done;
}

static bool is_over(const Course *course, double done)
{
    const double share = start_share(course);
    const bool choosing = is_choosing(course) && share > 0;
    return done >= (choosing ? share / line_share(course) : 1);
}

static double ask(void *context, double epochs)
{
    Course *course = context;
    const double done = behind(course, epochs), share = start_share(course);
    const uint64_t others =
        is_choosing(course) ? course->kept.stand.start : course->options->starts - 1;
    train_progress_update(&course->progress,
                          share * (double)others + line_share(course) * done, epochs);
    return tool_interrupted() || is_over(course, done) ? -1 : done;
}

static int keep(Course *course)
{
    if (!train_snapshot_take(&course->kept.now, course->trainer))
        return tool_no_memory();
    return train_checkpoint_write(course->path, course->fingerprint, &course->kept);
}

/* Write down what an epoch came to. */
static bool note(Course *course, const UnfoldEpoch *epoch)
{
    TrainStand *stand = &course->kept.stand;
    const double now = tool_seconds();
    stand->seconds += now - course->mark;
    stand->now.seconds += now - course->mark;
    course->mark = now;
    const TrainEpoch row = {stand->seconds,  epoch->loss, epoch->esr,
                            epoch->best_esr, epoch->rate, epoch->window};
    if (!train_history_add(&course->kept.history, &row))
        return false;
    stand->now.epochs = epoch->epoch;
    stand->now.best_esr = epoch->best_esr;
    if (epoch->improved)
        stand->now.best_epoch = course->kept.history.count;
    train_progress_epoch(&course->progress, course->kept.history.count, epoch);
    return true;
}

/* Epoch after epoch until the start under way is over, or all is (then `end` says why).
 */
static int run_line(Course *course)
{
    const TrainOptions *o = course->options;
    const TrainLine *line = &course->kept.stand.now;
    while (!is_over(course, behind(course, (double)line->epochs))) {
        UnfoldEpoch epoch;
        if (unfold_trainer_epoch(course->trainer, ask, course, &epoch) ||
            ((epoch.samples || !course->kept.history.count) && !note(course, &epoch)))
            return tool_no_memory();
        const bool reached = o->esr > 0 && epoch.best_esr <= o->esr;
        course->end = tool_interrupted() ? TRAIN_STOPPED
                      : reached          ? TRAIN_REACHED
                      : epoch.plateau    ? TRAIN_PLATEAU
                                         : TRAIN_PLANNED;
        if (course->end != TRAIN_PLANNED || epoch.stopped)
            return TOOL_OK;
        const int status = keep(course);
        if (status)
            return status;
    }
    return TOOL_OK;
}

/* After a start: remember it if it is the best, then begin the next, or, after the
   last, go on with the best. */
static int next_line(Course *course)
{
    TrainStand *stand = &course->kept.stand;
    CheckpointPart *best = &course->kept.best_start;
    if (!best->bytes || stand->now.best_esr < stand->best_start.best_esr) {
        if (!train_snapshot_take(best, course->trainer))
            return tool_no_memory();
        stand->best_start = stand->now;
    }
    if (++stand->start < course->options->starts) {
        stand->now = (TrainLine){.best_esr = HUGE_VAL};
        if (unfold_trainer_begin(course->trainer, course->options->seed + stand->start))
            return tool_no_memory();
    } else {
        stand->now = stand->best_start;
        train_snapshot_put_back(best, course->trainer);
    }
    return keep(course);
}

static int run_all(Course *course)
{
    for (;;) {
        const int status = run_line(course);
        if (status || course->end != TRAIN_PLANNED || !is_choosing(course) ||
            course->options->starts < 2)
            return status;
        const int next = next_line(course);
        if (next)
            return next;
    }
}

/* Where to begin: from a checkpoint, from a model, or from the settings' seed. */
static int begin(Course *course, const UnfoldTrainSettings *settings)
{
    const TrainOptions *o = course->options;
    bool found;
    unfold_replace_tidy(course->path);
    course->kept.stand.now.best_esr = HUGE_VAL;
    int status = checkpoint_guard(course->path, o->resume, o->restart);
    if (status)
        return status;
    if (o->resume) {
        status = train_checkpoint_read(course->path, course->fingerprint, &course->kept,
                                       &found);
        if (status)
            return status;
        if (found && !train_checkpoint_fits(&course->kept, course->trainer))
            return tool_error(course->path, "is not of this training's size");
        if (found) {
            train_snapshot_put_back(&course->kept.now, course->trainer);
            return TOOL_OK;
        }
    }
    if (!o->from)
        return TOOL_OK;
    UnfoldModelFile file;
    status = play_load(o->from, settings->sample_rate, &file);
    if (status)
        return status;
    const UnfoldShape *shape = unfold_model_shape(file.model);
    const bool fits = unfold_shape_same(shape, &settings->shape);
    if (fits)
        unfold_trainer_begin_from(course->trainer, o->seed,
                                  unfold_model_weights(file.model));
    unfold_model_file_clear(&file);
    return fits ? TOOL_OK
                : tool_error(o->from, "has another cell, size, skip or other knobs "
                                      "than what is to be trained");
}

static int finish(Course *course, TrainRun *run)
{
    UnfoldError error;
    if (unfold_trainer_best(course->trainer, &run->best, &error))
        return tool_error(NULL, "%s", error.text);
    run->history = course->kept.history;
    course->kept.history = (TrainHistory){0};
    run->best_epoch = course->kept.stand.now.best_epoch;
    run->best_esr = course->kept.stand.now.best_esr;
    run->seconds = course->kept.stand.seconds;
    run->end = course->end;
    return TOOL_OK;
}

int train_run(const TrainOptions *options, const UnfoldTrainSettings *settings,
              const TrainData *data, TrainRun *run)
{
    *run = (TrainRun){0};
    UnfoldError error;
    Course course = {.options = options};
    if (unfold_trainer_new(settings, &data->training, &data->validation,
                           &course.trainer, &error))
        return tool_error(data->pairs[0].dry_path, "%s", error.text);
    course.fingerprint = train_fingerprint(settings, &data->training, &data->validation,
                                           options->starts);
    int status = TOOL_OK;
    if (!checkpoint_path(options->output, &course.path))
        status = tool_no_memory();
    else
        status = begin(&course, settings);
    if (!status) {
        train_progress_plan(options, settings, data);
        tool_catch_interrupts();
        course.progress = train_progress_begin(course.kept.stand.seconds);
        course.mark = tool_seconds();
        status = run_all(&course);
        train_progress_end(&course.progress);
    }
    if (!status)
        status = finish(&course, run);
    unfold_trainer_free(course.trainer);
    train_checkpoint_clear(&course.kept);
    free(course.path);
    return status;
}

void train_run_clear(TrainRun *run)
{
    unfold_model_free(run->best);
    train_history_clear(&run->history);
    *run = (TrainRun){0};
}
