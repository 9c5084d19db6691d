/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "listen/lesson.h"

#include "listen/front.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define SILENCE_BEFORE 0.05 /* seconds */
#define SILENCE_AFTER 0.03  /* beyond the pause that ends a sound */

/* A sound among the frames. */
typedef struct {
    size_t first, end; /* frames; first: the lead's */
    size_t lead;
    float peak; /* dB */
} Sound;

#define QUIET ((Sound){.peak = -HUGE_VALF})

/* What is loudest in a clip. */
typedef struct {
    Sound sound;
    size_t frame; /* the loudest, of a sound or not */
    float level;  /* of it, dB */
} Loudest;

#define NOTHING ((Loudest){.sound = QUIET, .level = -HUGE_VALF})

/* Seconds of silence in which a sound ends. */
static double end_of(const UnfoldListening *listening)
{
    return fmin(listening->events.pause, listening->events.longest);
}

/* The lesson's sound, with silence around it, and the noise that it is to have; `y` is
   the caller's to free. */
static size_t surround(const UnfoldListening *listening, const UnfoldLesson *lesson,
                       const UnfoldAugment *augment, UnfoldRandom *random, float **y,
                       double *noise)
{
    static const UnfoldAugment nothing = {0};
    UnfoldRandom none = {0};
    const UnfoldAugment *drawn = augment ? augment : &nothing;
    const bool clip = listening->task == UNFOLD_TASK_CLIP;
    const double hop = unfold_feature_hop(&listening->features);
    /* Where the frames lie in the sound is a matter of chance. */
    const double begin = augment ? unfold_random_uniform(random) * hop : 0;
    const size_t before = clip ? (size_t)((SILENCE_BEFORE + begin) * lesson->rate) : 0;
    const size_t after =
        clip ? (size_t)((end_of(listening) + SILENCE_AFTER) * lesson->rate) : 0;
    const size_t room = before + unfold_augment_room(drawn, lesson->frames) + after;
    *y = malloc(room * sizeof **y);
    if (!*y)
        return 0;
    return unfold_augment_sound(drawn, augment ? random : &none, lesson->sound,
                                lesson->frames, before, after, *y, noise);
}

static void follow(const UnfoldFrontFrame *frame, Sound *now, Loudest *loudest)
{
    if (frame->level > loudest->level) {
        loudest->level = frame->level;
        loudest->frame = frame->frame;
    }
    if (frame->event == UNFOLD_BEGINS)
        *now = (Sound){frame->frame - frame->lead, 0, frame->lead, frame->level};
    if (frame->event == UNFOLD_IDLE)
        return;
    now->peak = fmaxf(now->peak, frame->level);
    if (frame->event != UNFOLD_ENDS)
        return;
    now->end = frame->frame + 1;
    if (now->peak > loudest->sound.peak)
        loudest->sound = *now;
    *now = QUIET;
}

/* All frames into x [frames][X], which has room. */
static size_t listen(UnfoldFront *front, const float *y, size_t n, size_t inputs,
                     UnfoldReal *x, Loudest *loudest)
{
    UnfoldFrontFrame frame;
    Sound now = QUIET;
    size_t count = 0;
    while (unfold_front_next(front, &y, &n, &frame)) {
        memcpy(x + count++ * inputs, frame.features, inputs * sizeof *x);
        follow(&frame, &now, loudest);
    }
    return count;
}

/* Noise that begins with the recording would be taken for a sound that never ends, as
   it is not live, where it has been there before: sounds are found without it. */
static size_t listen_in_noise(UnfoldFront *front, bool clip, UnfoldRandom *random,
                              double noise, float *y, size_t n, size_t inputs,
                              UnfoldReal *x, Loudest *loudest)
{
    Loudest hidden = NOTHING;
    if (noise <= 0)
        return listen(front, y, n, inputs, x, loudest);
    if (clip) {
        listen(front, y, n, inputs, x, loudest);
        unfold_front_reset(front);
    }
    unfold_augment_noise(random, noise, y, n);
    return listen(front, y, n, inputs, x, &hidden);
}

static void aim_clip(const UnfoldListening *listening, int label,
                     UnfoldHeardLesson *heard)
{
    const UnfoldReal share = (UnfoldReal)(1 / (double)(heard->steps - heard->from));
    for (size_t t = heard->from; label >= 0 && t < heard->steps; ++t)
        heard->target[t * listening->label_count + (size_t)label] = share;
}

/* What the middle of a hop is: of overlapping parts, the last that began. */
static int label_at(const UnfoldLesson *lesson, int otherwise, double time)
{
    int label = otherwise;
    for (size_t k = 0; k < lesson->part_count; ++k)
        if (lesson->parts[k].start <= time && time < lesson->parts[k].end)
            label = lesson->parts[k].label;
    return label;
}

static void aim_frames(const UnfoldListening *listening, const UnfoldLesson *lesson,
                       double stretch, UnfoldHeardLesson *heard)
{
    const double hop = unfold_feature_hop(&listening->features);
    const int otherwise = lesson->part_count ? listening->nothing : lesson->label;
    for (size_t t = 0; t < heard->steps; ++t) {
        const int label =
            label_at(lesson, otherwise, ((double)t + 0.5) * hop * stretch);
        if (label >= 0)
            heard->target[t * listening->label_count + (size_t)label] = 1;
    }
}

/* The value between its neighbours, as the network tells it; NaN beyond the ends. */
static UnfoldReal value_at(const UnfoldListening *listening, const UnfoldLesson *lesson,
                           double time, size_t *place)
{
    const size_t count = lesson->value_count;
    while (*place + 1 < count && lesson->times[*place + 1] < time)
        ++*place;
    const size_t k = *place;
    if (k + 1 >= count || time < lesson->times[k] || time > lesson->times[k + 1])
        return (UnfoldReal)NAN;
    const double part =
        (time - lesson->times[k]) / (lesson->times[k + 1] - lesson->times[k]);
    const double value =
        lesson->values[k] + part * (lesson->values[k + 1] - lesson->values[k]);
    return (UnfoldReal)((value - listening->value_mean) / listening->value_deviation);
}

static void aim(const UnfoldListening *listening, const UnfoldLesson *lesson,
                double stretch, UnfoldHeardLesson *heard)
{
    const double hop = unfold_feature_hop(&listening->features);
    const size_t inputs = unfold_feature_count(&listening->features);
    size_t place = 0;
    switch (listening->task) {
    case UNFOLD_TASK_CLIP:
        aim_clip(listening, lesson->label, heard);
        break;
    case UNFOLD_TASK_FRAME:
        aim_frames(listening, lesson, stretch, heard);
        break;
    case UNFOLD_TASK_VALUE:
        for (size_t t = 0; t < heard->steps; ++t)
            heard->target[t] =
                value_at(listening, lesson, ((double)t + 0.5) * hop * stretch, &place);
        break;
    case UNFOLD_TASK_NEXT:
        for (size_t k = 0; k < heard->steps * inputs; ++k)
            heard->target[k] = k + inputs < heard->steps * inputs ? heard->x[k + inputs]
                                                                  : (UnfoldReal)NAN;
        break;
    }
}

size_t unfold_lesson_most(const UnfoldListening *listening)
{
    const double hop = unfold_feature_hop(&listening->features);
    const UnfoldEventSpec *events = &listening->events;
    const double frames = (events->lead + events->longest) / hop;
    return (size_t)ceil(frames - 1e-6) + 2; /* the same for every tempo */
}

/* Keep the loudest sound of a clip, from its lead on. Where no sound began, as much as
   one could have, most of it behind the loudest frame. */
static void cut(const Loudest *loudest, size_t most, size_t inputs,
                UnfoldHeardLesson *heard)
{
    const Sound *sound = &loudest->sound;
    size_t first = sound->first;
    heard->silent = sound->end == 0;
    if (!heard->silent) {
        heard->from = sound->lead;
        heard->steps = sound->end - sound->first;
    } else if (heard->steps > most) {
        const size_t last = heard->steps - most, before = most / 4;
        first = loudest->frame > before ? loudest->frame - before : 0;
        first = first < last ? first : last;
        heard->steps = most;
    }
    memmove(heard->x, heard->x + first * inputs,
            heard->steps * inputs * sizeof *heard->x);
}

static UnfoldStatus hear(const UnfoldListening *listening, UnfoldFront *front,
                         const UnfoldLesson *lesson, const UnfoldAugment *augment,
                         UnfoldRandom *random, UnfoldHeardLesson *heard)
{
    const UnfoldFeatureSpec *spec = &listening->features;
    const size_t inputs = unfold_feature_count(spec);
    const bool clip = listening->task == UNFOLD_TASK_CLIP;
    float *sound;
    double noise = 0;
    const size_t n = surround(listening, lesson, augment, random, &sound, &noise);
    const size_t most = (size_t)((double)n * spec->rate / lesson->rate / spec->hop) + 2;
    heard->x = sound ? malloc(most * inputs * sizeof *heard->x) : NULL;
    Loudest loudest = NOTHING;
    if (heard->x)
        heard->steps = listen_in_noise(front, clip, random, noise, sound, n, inputs,
                                       heard->x, &loudest);
    free(sound);
    if (!heard->x)
        return UNFOLD_NO_MEMORY;
    if (clip)
        cut(&loudest, unfold_lesson_most(listening), inputs, heard);
    if (augment)
        unfold_augment_colour(augment, random, listening, heard->x, heard->steps);
    heard->target = calloc(heard->steps * unfold_listening_outputs(listening) + 1,
                           sizeof *heard->target);
    if (!heard->target)
        return UNFOLD_NO_MEMORY;
    aim(listening, lesson, (double)lesson->frames / (double)(n ? n : 1), heard);
    if (augment && listening->task != UNFOLD_TASK_NEXT)
        unfold_augment_mask(augment, random, spec, heard->x, heard->steps);
    return UNFOLD_OK;
}

UnfoldStatus unfold_lesson_trim(const UnfoldListening *listening, UnfoldLesson *lesson)
{
    if (listening->task != UNFOLD_TASK_CLIP)
        return UNFOLD_OK;
    UnfoldFront *front = unfold_front_new(listening, lesson->rate);
    if (!front)
        return UNFOLD_NO_MEMORY;
    const float *x = lesson->sound;
    size_t n = lesson->frames;
    UnfoldFrontFrame frame;
    Sound now = QUIET;
    Loudest found = NOTHING;
    while (unfold_front_next(front, &x, &n, &frame))
        follow(&frame, &now, &found);
    Sound loudest = found.sound;
    /* One that has not ended before the recording has. */
    if (now.end == 0 && now.peak > loudest.peak)
        loudest = (Sound){now.first, frame.frame + 1, now.lead, now.peak};
    const double hop = unfold_front_hop(front);
    unfold_front_free(front);
    if (!loudest.end)
        return UNFOLD_OK;
    const size_t first = (size_t)((double)loudest.first * hop * lesson->rate);
    const double end = ((double)loudest.end * hop + end_of(listening)) * lesson->rate;
    const size_t last = end < (double)lesson->frames ? (size_t)end : lesson->frames;
    lesson->sound += first;
    lesson->frames = last - first;
    return UNFOLD_OK;
}

/* As if sounds went by faster or slower; they take as many frames as ever. */
static UnfoldListening pace(const UnfoldListening *listening,
                            const UnfoldAugment *augment, UnfoldRandom *random)
{
    UnfoldListening paced = *listening;
    const uint32_t hop = listening->features.hop;
    paced.features.hop = unfold_augment_hop(augment, random, &listening->features);
    paced.events.lead *= (double)paced.features.hop / hop;
    paced.events.longest *= (double)paced.features.hop / hop;
    return paced;
}

UnfoldStatus unfold_lesson_hear(const UnfoldListening *listening,
                                const UnfoldLesson *lesson,
                                const UnfoldAugment *augment, UnfoldRandom *random,
                                UnfoldHeardLesson *heard)
{
    *heard = (UnfoldHeardLesson){0};
    const bool plain = !augment || listening->task == UNFOLD_TASK_NEXT;
    const UnfoldListening paced = plain ? *listening : pace(listening, augment, random);
    UnfoldFront *front = unfold_front_new(&paced, lesson->rate);
    if (!front)
        return UNFOLD_NO_MEMORY;
    const UnfoldStatus status = hear(&paced, front, lesson, augment, random, heard);
    unfold_front_free(front);
    if (status)
        unfold_heard_clear(heard);
    return status;
}

void unfold_heard_clear(UnfoldHeardLesson *heard)
{
    free(heard->x);
    free(heard->target);
    *heard = (UnfoldHeardLesson){0};
}
