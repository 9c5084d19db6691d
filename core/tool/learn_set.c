/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "tool/learn_set.h"

#include "file/label_track.h"
#include "tool/recording.h"
#include "tool/report.h"

#include <math.h>
#include <omp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* "LIST: line 12: path: reason". */
static int refuse(const LearnSet *set, size_t k, const char *path, const char *reason)
{
    const size_t line = set->list.recordings[k].line;
    if (line)
        return tool_error(set->path, "line %zu: %s: %s", line, path, reason);
    return tool_error(path, "%s", reason);
}

static UnfoldTask task_of(const LearnOptions *options, const UnfoldLabelled *list)
{
    if (options->task != LEARN_TASK_AUTO)
        return (UnfoldTask)options->task;
    return list->span_count ? UNFOLD_TASK_FRAME : UNFOLD_TASK_CLIP;
}

static bool needs_labels(UnfoldTask task)
{
    return task == UNFOLD_TASK_CLIP || task == UNFOLD_TASK_FRAME;
}

/* What is not a label of this recording or part of it is learned by nobody. */
static int add_lesson(LearnSet *set, size_t k, const UnfoldLesson *lesson)
{
    if (lesson->frames < 2)
        return refuse(set, k, set->list.recordings[k].path,
                      "has less than two samples");
    set->recordings[set->count] = k;
    set->lessons[set->count++] = *lesson;
    return TOOL_OK;
}

/* A clip for each of its parts, which must lie in the recording. */
static int add_parts(LearnSet *set, size_t k, const UnfoldLesson *whole)
{
    const UnfoldRecording *recording = &set->list.recordings[k];
    for (size_t n = 0; n < recording->span_count; ++n) {
        const UnfoldLabelSpan *span = &recording->spans[n];
        const double first = floor(span->start * whole->rate);
        const double end = fmin(ceil(span->end * whole->rate), (double)whole->frames);
        UnfoldLesson lesson = *whole;
        char reason[128];
        if (!(end - first >= 2)) {
            snprintf(reason, sizeof reason,
                     "is %.3f s long, its part from %.3f to %.3f s "
                     "is not in it",
                     (double)whole->frames / whole->rate, span->start, span->end);
            return refuse(set, k, recording->path, reason);
        }
        lesson.sound += (size_t)first;
        lesson.frames = (size_t)(end - first);
        lesson.label = span->label;
        const int status = add_lesson(set, k, &lesson);
        if (status)
            return status;
    }
    return TOOL_OK;
}

static int read_values(LearnSet *set, size_t k, UnfoldLesson *lesson)
{
    const char *recording = set->list.recordings[k].path;
    char *path = unfold_path_beside(recording, ".csv");
    UnfoldValues values;
    UnfoldError error;
    if (!path)
        return tool_no_memory();
    const UnfoldStatus status = unfold_values_read(path, &values, &error);
    const int refused = status ? refuse(set, k, path, error.text) : TOOL_OK;
    free(path);
    if (status)
        return refused;
    set->times[k] = values.times;
    set->values[k] = values.values;
    lesson->times = values.times;
    lesson->values = values.values;
    lesson->value_count = values.count;
    return TOOL_OK;
}

static int read_one(const LearnOptions *options, LearnSet *set, size_t k)
{
    const UnfoldRecording *recording = &set->list.recordings[k];
    Recording sound;
    UnfoldError error;
    if (recording_listen(recording->path, options->channel, &sound, &error))
        return refuse(set, k, recording->path, error.text);
    set->sounds[k] = sound.samples;
    set->lowest_rate = fmin(set->lowest_rate, sound.rate);
    set->seconds += (double)sound.frames / sound.rate;
    UnfoldLesson lesson = {.sound = sound.samples,
                           .frames = sound.frames,
                           .rate = sound.rate,
                           .label = recording->label,
                           .parts = recording->spans,
                           .part_count = recording->span_count};
    if (set->task == UNFOLD_TASK_CLIP && recording->span_count)
        return add_parts(set, k, &lesson);
    if (needs_labels(set->task) && recording->label < 0 && !recording->span_count)
        return refuse(set, k, recording->path, "has no label");
    if (set->task == UNFOLD_TASK_VALUE) {
        const int status = read_values(set, k, &lesson);
        if (status)
            return status;
    }
    return add_lesson(set, k, &lesson);
}

int learn_set_read(const LearnOptions *options, const char *path, LearnSet *set)
{
    *set = (LearnSet){.path = path, .lowest_rate = HUGE_VAL};
    const bool unlabelled =
        options->task != LEARN_TASK_AUTO && !needs_labels((UnfoldTask)options->task);
    const UnfoldLabelledOptions how = {options->path_column, options->label_column,
                                       options->group_column, unlabelled};
    UnfoldError error;
    if (unfold_labelled_read(path, &how, &set->list, &error))
        return tool_error(path, "%s", error.text);
    if (set->list.repeats)
        tool_warn(path, "%zu of its rows only repeat another", set->list.repeats);
    set->task = task_of(options, &set->list);
    const size_t count = set->list.count, most = count + set->list.span_count;
    set->lessons = calloc(most, sizeof *set->lessons);
    set->recordings = calloc(most, sizeof *set->recordings);
    set->sounds = calloc(count, sizeof *set->sounds);
    set->times = calloc(count, sizeof *set->times);
    set->values = calloc(count, sizeof *set->values);
    if (!set->lessons || !set->recordings || !set->sounds || !set->times ||
        !set->values)
        return tool_no_memory();
    ToolProgress progress = {.what = "reading"};
    for (size_t k = 0; k < count; ++k) {
        const int status = read_one(options, set, k);
        if (status)
            return status;
        tool_progress(&progress, k + 1, count);
    }
    return TOOL_OK;
}

void learn_set_clear(LearnSet *set)
{
    for (size_t k = 0; k < set->list.count; ++k) {
        if (set->sounds)
            free(set->sounds[k]);
        if (set->times)
            free(set->times[k]);
        if (set->values)
            free(set->values[k]);
    }
    free(set->lessons);
    free(set->recordings);
    free(set->sounds);
    free(set->times);
    free(set->values);
    unfold_labelled_clear(&set->list);
    *set = (LearnSet){0};
}

int learn_set_trim(LearnSet *set, const UnfoldListening *listening, unsigned threads)
{
    int failed = 0;
#pragma omp parallel for schedule(dynamic, 8) reduction(+ : failed) num_threads(       \
    threads ? (int)threads : omp_get_num_procs())
    for (size_t k = 0; k < set->count; ++k)
        failed += unfold_lesson_trim(listening, &set->lessons[k]) != UNFOLD_OK;
    return failed ? tool_no_memory() : TOOL_OK;
}

/* A label whose name has so many bytes. */
static int find_label(const UnfoldListening *listening, const char *text, size_t length)
{
    char name[UNFOLD_LABEL_NAME] = "";
    if (length >= sizeof name)
        return -1;
    memcpy(name, text, length);
    return unfold_label_find(listening, name);
}

/* LABEL=NOTE, and so on; what is not named has none. */
static int set_notes(const char *text, UnfoldListening *listening)
{
    listening->has_notes = text != NULL;
    for (size_t k = 0; k < UNFOLD_MAX_LABELS; ++k)
        listening->notes[k] = -1;
    while (text) {
        const size_t length = strcspn(text, ",");
        const char *number = memrchr(text, '=', length);
        char *end = NULL;
        const long note = number ? strtol(number + 1, &end, 10) : -1;
        const int label =
            number ? find_label(listening, text, (size_t)(number - text)) : -1;
        if (label < 0 || end != text + length || end == number + 1 || note < 0 ||
            note > 127)
            return tool_error(NULL,
                              "--notes: '%.*s' is not one of the labels, =, and a note "
                              "of 0 to 127",
                              length < 80 ? (int)length : 80, text);
        listening->notes[label] = (int)note;
        text = text[length] ? text + length + 1 : NULL;
    }
    return TOOL_OK;
}

int learn_set_labels(const LearnOptions *options, const LearnSet *set,
                     UnfoldListening *listening)
{
    const UnfoldNames *labels = &set->list.labels;
    listening->nothing = -1;
    listening->label_count = 0;
    if (!needs_labels(set->task))
        return TOOL_OK;
    if (labels->count < 2)
        return tool_error(set->path, "has %s: there must be two labels at least",
                          labels->count ? "one label only" : "no labels");
    listening->label_count = (uint32_t)labels->count;
    for (size_t k = 0; k < labels->count; ++k)
        snprintf(listening->labels[k], sizeof listening->labels[k], "%s",
                 labels->list[k]);
    listening->nothing = unfold_label_find(listening, options->nothing);
    if (listening->nothing < 0 &&
        strcmp(options->nothing, learn_options_default().nothing) != 0)
        return tool_error(set->path, "has no label '%s', which is to mean nothing",
                          options->nothing);
    return set_notes(options->notes, listening);
}

/* The model's number of a label that a recording has. */
static int relabel(const LearnSet *set, size_t recording,
                   const UnfoldListening *listening, int *label)
{
    const char *name = set->list.labels.list[*label];
    char reason[128];
    *label = unfold_label_find(listening, name);
    if (*label >= 0)
        return TOOL_OK;
    snprintf(reason, sizeof reason, "nothing is learned of its label '%s'", name);
    return refuse(set, recording, set->list.recordings[recording].path, reason);
}

int learn_set_relabel(LearnSet *set, const UnfoldListening *listening)
{
    int status = TOOL_OK;
    if (!needs_labels(set->task))
        return TOOL_OK;
    for (size_t k = 0; !status && k < set->count; ++k)
        if (set->lessons[k].label >= 0)
            status =
                relabel(set, set->recordings[k], listening, &set->lessons[k].label);
    for (size_t k = 0; !status && k < set->list.count; ++k) {
        const UnfoldRecording *recording = &set->list.recordings[k];
        /* Its own, which the list lets be written. */
        UnfoldLabelSpan *spans = set->list.spans + (recording->spans - set->list.spans);
        for (size_t n = 0; !status && n < recording->span_count; ++n)
            status = relabel(set, k, listening, &spans[n].label);
    }
    return status;
}
