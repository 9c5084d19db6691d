/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "tool/train_progress.h"

#include "tool/report.h"

#include <math.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <unistd.h>

/* Minutes and seconds, for people. */
static const char *clock_text(double seconds, char text[32])
{
    const long whole = lround(fmin(fmax(seconds, 0), 1e8));
    if (whole >= 3600)
        snprintf(text, 32, "%ld:%02ld:%02ld", whole / 3600, whole / 60 % 60,
                 whole % 60);
    else
        snprintf(text, 32, "%ld:%02ld", whole / 60, whole % 60);
    return text;
}

void train_progress_plan(const UnfoldTrainSettings *settings, const RecordingPair *pair,
                         uint32_t epochs, double minutes)
{
    const UnfoldShape *shape = &settings->shape;
    const double seconds = (double)pair->frames / pair->rate;
    fprintf(
        stderr,
        "%s, %u x %u units, %zu weights; %.1f s to train on, %.1f s to validate, "
        "%.1f s to test; %.0f MB",
        unfold_cell_name(shape->cell), shape->layers, shape->hidden,
        unfold_shape_weights(shape), 0.8 * seconds, 0.1 * seconds, 0.1 * seconds,
        (double)(unfold_trainer_bytes(settings) + 2 * pair->frames * sizeof(float)) /
            1e6);
    char text[32];
    if (minutes > 0)
        fprintf(stderr, "; at most %s", clock_text(60 * minutes, text));
    if (epochs)
        fprintf(stderr, "; %u epochs", epochs);
    fprintf(stderr, "\n");
}

TrainProgress train_progress_begin(void)
{
    const double now = tool_seconds();
    return (TrainProgress){
        .terminal = isatty(STDERR_FILENO) == 1, .begin = now, .epoch_begin = now};
}

/* Rewrite the terminal's last line, cut to its width so that it stays one line. */
static void rewrite(const char *text)
{
    struct winsize size = {0};
    const bool known = !ioctl(STDERR_FILENO, TIOCGWINSZ, &size) && size.ws_col > 1;
    fprintf(stderr, "\r\033[K%.*s", known ? size.ws_col - 1 : 79, text);
    fflush(stderr);
}

static void show(const TrainProgress *progress)
{
    char left[32] = "?", line[256];
    const double elapsed = tool_seconds() - progress->begin;
    if (progress->done > 0)
        clock_text(elapsed * (1 - progress->done) / progress->done, left);
    snprintf(line, sizeof line,
             "epoch %zu  loss %.5f  validation ESR %.5f  best %.5f  %s left  "
             "%.2f Msamples/s",
             progress->last.epoch, progress->last.loss, progress->last.esr,
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

void train_progress_epoch(TrainProgress *progress, const UnfoldEpoch *epoch)
{
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

int train_outcome_text(const char *path, const UnfoldTrainSettings *settings,
                       const TrainOutcome *outcome)
{
    char text[32];
    if (outcome->interrupted)
        printf("stopped; the best so far is kept\n");
    printf("%s: %s with %u units, best of %zu epochs (%s)\n", path,
           unfold_cell_name(settings->shape.cell), settings->shape.hidden,
           outcome->epochs, clock_text(outcome->seconds, text));
    printf("validation ESR  %.6f\n", outcome->best_esr);
    printf("test ESR        %.6f  (%s)\n", outcome->test.esr,
           unfold_esr_verdict(outcome->test.esr));
    return TOOL_OK;
}

int train_outcome_json(const char *path, const UnfoldTrainSettings *settings,
                       const TrainOutcome *outcome)
{
    return tool_print_json(json_pack(
        "{s:s, s:s, s:I, s:I, s:I, s:I, s:I, s:o, s:o, s:o, s:o, s:b}", "model", path,
        "cell", unfold_cell_name(settings->shape.cell), "hidden",
        (json_int_t)settings->shape.hidden, "layers",
        (json_int_t)settings->shape.layers, "seed", (json_int_t)settings->seed,
        "epochs", (json_int_t)outcome->epochs, "best_epoch",
        (json_int_t)outcome->best_epoch, "esr_validation",
        tool_json_number(outcome->best_esr), "esr", tool_json_number(outcome->test.esr),
        "esr_pre_emphasis", tool_json_number(outcome->test.esr_pre_emphasis), "seconds",
        tool_json_number(outcome->seconds), "interrupted", outcome->interrupted));
}
