/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_LISTEN_LESSON_H
#define UNFOLD_LISTEN_LESSON_H

#include "file/labelled.h"
#include "listen/augment.h"

/** A recording and what is to be learned from it. Owns nothing. */
typedef struct {
    const float *sound; /**< [frames] */
    size_t frames;
    double rate; /**< Hz */
    int label;   /**< of all of it: UNFOLD_TASK_CLIP, and UNFOLD_TASK_FRAME if it has no
                      parts; -1: none */
    const UnfoldLabelSpan *parts; /**< UNFOLD_TASK_FRAME */
    size_t part_count;
    const double *times, *values; /**< UNFOLD_TASK_VALUE: seconds, ascending */
    size_t value_count;
} UnfoldLesson;

/** A lesson as a network hears it. Release with unfold_heard_clear. */
typedef struct {
    UnfoldReal *x;      /**< [steps][X] */
    UnfoldReal *target; /**< [steps][Y]: probabilities, that of a sound 1 / frames so
                           that all sounds weigh the same, or 0 where nothing is known;
                           of values NaN there */
    size_t steps, from; /**< from: the first that is scored */
    bool silent;        /**< no sound began: UNFOLD_TASK_CLIP took all of it, or as
                          much as of a sound, about the loudest frame */
} UnfoldHeardLesson;

/** Leave out what is not of a clip's sound (the loudest, if there are several), but for
    a little before and after, so that hearing it takes no longer than need be. Other
    tasks, and clips in which no sound begins, stay as they are. UNFOLD_NO_MEMORY. */
UnfoldStatus unfold_lesson_trim(const UnfoldListening *listening, UnfoldLesson *lesson);

/** Frames of a clip as it is heard, at most: those of a sound. */
size_t unfold_lesson_most(const UnfoldListening *listening);

/** Hear a lesson through the front of `listening`. Of several sounds in a clip the
    loudest counts. `augment` may be NULL; its random numbers come from `random`. Frames
    are cut from a recording with silence around it, long enough for its sound to end,
    and from one with noise as from the same one without.
    UNFOLD_NO_MEMORY. */
UnfoldStatus unfold_lesson_hear(const UnfoldListening *listening,
                                const UnfoldLesson *lesson,
                                const UnfoldAugment *augment, UnfoldRandom *random,
                                UnfoldHeardLesson *heard);
void unfold_heard_clear(UnfoldHeardLesson *heard);

#endif
