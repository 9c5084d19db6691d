/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "tool/label_sounds.h"

#include "listen/lesson.h"
#include "listen/listener.h"
#include "net/stream.h"
#include "tool/report.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define UNUSUAL "unusual" /* the label of what could not be foreseen */
#define SILENCE 256       /* samples at a time */

void label_sounds_clear(LabelSounds *sounds)
{
    free(sounds->list);
    *sounds = (LabelSounds){0};
}

void label_values_clear(LabelValues *values)
{
    free(values->times);
    free(values->values);
    *values = (LabelValues){0};
}

static bool add_sound(LabelSounds *sounds, const UnfoldSound *sound)
{
    if (sounds->count == sounds->room) {
        const size_t room = sounds->room ? 2 * sounds->room : 64;
        UnfoldSound *grown = realloc(sounds->list, room * sizeof *grown);
        if (!grown)
            return false;
        sounds->list = grown;
        sounds->room = room;
    }
    sounds->list[sounds->count++] = *sound;
    return true;
}

static bool add_value(LabelValues *values, double time, double value)
{
    if (values->count == values->room) {
        const size_t room = values->room ? 2 * values->room : 1024;
        double *times = realloc(values->times, room * sizeof *times);
        if (times)
            values->times = times;
        double *numbers = realloc(values->values, room * sizeof *numbers);
        if (numbers)
            values->values = numbers;
        if (!times || !numbers)
            return false;
        values->room = room;
    }
    values->times[values->count] = time;
    values->values[values->count++] = value;
    return true;
}

/* Frames of one label, as one sound while it lasts. */
typedef struct {
    const UnfoldListening *listening;
    const char *name;
    double threshold, length; /* length: seconds of the recording */
    LabelSounds *sounds;
    LabelValues *values;
    int label;           /* that lasts; -1: none */
    UnfoldSound lasting; /* its confidence is a sum over `frames` */
    size_t frames;
} Ear;

static bool end_lasting(Ear *ear)
{
    if (ear->label < 0)
        return true;
    ear->label = -1;
    ear->lasting.confidence /= (double)ear->frames;
    return add_sound(ear->sounds, &ear->lasting);
}

static bool hear_lasting(Ear *ear, int label, const char *text, double confidence,
                         const UnfoldHearing *hearing)
{
    if (label != ear->label && !end_lasting(ear))
        return false;
    if (label < 0)
        return true;
    if (label != ear->label) {
        ear->lasting = (UnfoldSound){ear->name, hearing->begin, 0, text, 0};
        ear->frames = 0;
    }
    ear->label = label;
    ear->lasting.end = fmin(hearing->end, ear->length);
    ear->lasting.confidence += confidence;
    ++ear->frames;
    return true;
}

static bool is_sure(const Ear *ear, const UnfoldHearing *hearing)
{
    return hearing->label != ear->listening->nothing &&
           hearing->confidence >= ear->threshold;
}

static bool hear(Ear *ear, const UnfoldHearing *hearing)
{
    const UnfoldListening *listening = ear->listening;
    const double middle = (hearing->begin + hearing->end) / 2;
    if (!hearing->decided)
        return true;
    switch (listening->task) {
    case UNFOLD_TASK_CLIP: {
        const UnfoldSound sound = {
            ear->name, hearing->begin, fmin(hearing->end, ear->length),
            listening->labels[hearing->label], hearing->confidence};
        return !is_sure(ear, hearing) || add_sound(ear->sounds, &sound);
    }
    case UNFOLD_TASK_FRAME: {
        const int label = is_sure(ear, hearing) ? hearing->label : -1;
        return hear_lasting(ear, label, label < 0 ? "" : listening->labels[label],
                            hearing->confidence, hearing);
    }
    case UNFOLD_TASK_VALUE:
        return !ear->values || add_value(ear->values, middle, hearing->value);
    case UNFOLD_TASK_NEXT:
        if (ear->values)
            return add_value(ear->values, middle, hearing->value);
        return hear_lasting(ear, hearing->value > ear->threshold ? 0 : -1, UNUSUAL,
                            1 - ear->threshold / hearing->value, hearing);
    }
    return true;
}

/* Silence after the end, so that what still sounds there is decided: no longer than a
   sound can last. */
static double silence_after(const UnfoldModelFile *file)
{
    const UnfoldListening *listening = file->listening;
    if (listening->task == UNFOLD_TASK_CLIP)
        return fmin(listening->events.pause, listening->events.longest) + 0.1;
    return 0;
}

static bool listen(UnfoldListener *listener, Ear *ear, const float *x, size_t n)
{
    UnfoldHearing hearing;
    while (unfold_listener_next(listener, &x, &n, &hearing))
        if (hearing.begin < ear->length && !hear(ear, &hearing))
            return false;
    return true;
}

int label_listen(const UnfoldModelFile *file, const Recording *recording,
                 const char *name, double threshold, LabelSounds *sounds,
                 LabelValues *values)
{
    static const float silence[SILENCE];
    UnfoldListener *listener = unfold_listener_new(file, recording->rate);
    if (!listener)
        return tool_no_memory();
    Ear ear = {.listening = file->listening,
               .name = name,
               .threshold = threshold,
               .length = (double)recording->frames / recording->rate,
               .sounds = sounds,
               .values = values,
               .label = -1};
    bool done = listen(listener, &ear, recording->samples, recording->frames);
    size_t left = (size_t)(silence_after(file) * recording->rate);
    for (; done && left > 0; left -= left < SILENCE ? left : SILENCE)
        done = listen(listener, &ear, silence, left < SILENCE ? left : SILENCE);
    done = done && end_lasting(&ear);
    unfold_listener_free(listener);
    return done ? TOOL_OK : tool_no_memory();
}

/* The network's answer to all that was heard: p [Y]. */
static bool answer(const UnfoldModelFile *file, const UnfoldHeardLesson *heard,
                   double *p)
{
    const UnfoldShape *shape = unfold_model_shape(file->model);
    const bool averages = shape->output_at == UNFOLD_EVERY_STEP;
    UnfoldStream *stream = unfold_stream_new(file->model, 1);
    UnfoldReal y[UNFOLD_MAX_LABELS], *to = y;
    memset(p, 0, shape->outputs * sizeof *p);
    for (size_t t = 0; stream && t < heard->steps; ++t) {
        const UnfoldReal *x = heard->x + t * shape->inputs;
        unfold_stream_process(stream, &x, 1, &to);
        for (uint32_t k = 0; t >= heard->from && k < shape->outputs; ++k)
            p[k] = averages ? p[k] + y[k] / (double)(heard->steps - heard->from) : y[k];
    }
    const bool done = stream != NULL;
    unfold_stream_free(stream);
    return done;
}

int label_clip(const UnfoldModelFile *file, const Recording *recording,
               const char *name, LabelSounds *sounds)
{
    UnfoldLesson lesson = {.sound = recording->samples,
                           .frames = recording->frames,
                           .rate = recording->rate,
                           .label = -1};
    UnfoldHeardLesson heard;
    UnfoldRandom random = {0};
    double p[UNFOLD_MAX_LABELS];
    /* As it is learned, so that the answers are the same. */
    if (unfold_lesson_trim(file->listening, &lesson) ||
        unfold_lesson_hear(file->listening, &lesson, NULL, &random, &heard))
        return tool_no_memory();
    bool done = answer(file, &heard, p);
    unfold_heard_clear(&heard);
    size_t best = 0;
    for (uint32_t k = 1; k < file->listening->label_count; ++k)
        if (p[k] > p[best])
            best = k;
    const UnfoldSound sound = {name, 0, (double)recording->frames / recording->rate,
                               file->listening->labels[best], p[best]};
    done = done && add_sound(sounds, &sound);
    return done ? TOOL_OK : tool_no_memory();
}
