/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "tool/train_progress.h"

#include "tool/report.h"

#include <math.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <unistd.h>

static double seconds_of(const UnfoldTakes *takes, double rate)
{
    return (double)unfold_takes_frames(takes) / rate;
}

/* What the recordings and the training take, MB; or reading and aligning, if they took
   more. */
static double megabytes(const UnfoldTrainSettings *settings, const TrainData *data)
{
    size_t frames = 0;
    for (size_t k = 0; k < data->pair_count; ++k)
        frames += data->pairs[k].pair.frames;
    const size_t training =
        unfold_trainer_bytes(settings, &data->validation) + 2 * frames * sizeof(float);
    struct rusage so_far = {0};
    getrusage(RUSAGE_SELF, &so_far);
    return fmax((double)training, 1024.0 * (double)so_far.ru_maxrss) / 1e6;
}

void train_progress_plan(const TrainOptions *options,
                         const UnfoldTrainSettings *settings, const TrainData *data)
{
    const UnfoldShape *shape = &settings->shape;
    char text[32];
    fprintf(stderr,
            "%s, %u x %u units, %zu weights; %.1f s to train on, %.1f s to validate, "
            "%.1f s to test; %.0f MB at most",
            unfold_cell_name(shape->cell), shape->layers, shape->hidden,
            unfold_shape_weights(shape), seconds_of(&data->training, data->rate),
            seconds_of(&data->validation, data->rate),
            seconds_of(&data->test, data->rate), megabytes(settings, data));
    if (options->minutes > 0)
        fprintf(stderr, "; at most %s", tool_time_text(60 * options->minutes, text));
    if (options->epochs)
        fprintf(stderr, "; %u epochs", options->epochs);
    if (options->esr > 0)
        fprintf(stderr, "; until the ESR is %g", options->esr);
    fprintf(stderr, "\n");
}

TrainProgress train_progress_begin(double seconds)
{
    const double now = tool_seconds();
    return (TrainProgress){.terminal = isatty(STDERR_FILENO) == 1,
                           .begin = now - seconds,
                           .epoch_begin = now};
}

/* Rewrite the terminal's last line, cut to its width so that it stays one line. */
static void rewrite(const char *text)
{
    struct winsize size = {0};
    const bool known = !ioctl(STDERR_FILENO, TIOCGWINSZ, &size) && size.ws_col > 1;
    fprintf(stderr, "\r\033[K%.*s", known ? size.ws_col - 1 : 79, text);
    fflush(stderr);
}

/* What is left: without a limit, how often the rate was halved. */
static void tell_left(const TrainProgress *progress, char text[64])
{
    char left[32];
    const double elapsed = tool_seconds() - progress->begin, done = progress->done;
    if (done > 0)
        snprintf(text, 64, "%s left",
                 tool_time_text(elapsed * (1 - done) / done, left));
    else
        snprintf(text, 64, "rate halved %zu of %d times", progress->last.halvings,
                 UNFOLD_HALVINGS);
}

static void show(const TrainProgress *progress)
{
    char left[64], line[256];
    tell_left(progress, left);
    snprintf(line, sizeof line,
             "epoch %zu  loss %.5f  validation ESR %.5f  best %.5f  %s  "
             "%.2f Msamples/s",
             progress->epochs, progress->last.loss, progress->last.esr,
             progress->last.best_esr, left, progress->speed / 1e6);
    if (progress->terminal)
        rewrite(line);
    else
        fprintf(stderr, "%s\n", line);
}

void train_progress_update(TrainProgress *progress, double done, double epochs)
{
    progress->done = done;
    if (!progress->terminal || tool_seconds() - progress->shown < 0.25)
        return;
    progress->shown = tool_seconds();
    if (progress->last.epoch) {
        show(progress);
        return;
    }
    char line[32];
    snprintf(line, sizeof line, "epoch 1, %.0f %%", 100 * epochs);
    rewrite(line);
}

void train_progress_epoch(TrainProgress *progress, size_t epochs,
                          const UnfoldEpoch *epoch)
{
    progress->epochs = epochs;
    progress->last = *epoch;
    progress->speed =
        (double)epoch->samples / fmax(tool_seconds() - progress->epoch_begin, 1e-6);
    progress->epoch_begin = tool_seconds();
    show(progress);
}

void train_progress_end(TrainProgress *progress)
{
    if (progress->terminal)
        fprintf(stderr, "\n");
}
