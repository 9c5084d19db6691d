/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_TOOL_LEARN_VIEWS_H
#define UNFOLD_TOOL_LEARN_VIEWS_H

#include "tool/learn_run.h"

#define LEARN_MOST_LINES 6 /* labels shown of a recording */

/** A recording, or a stretch of it, as a network heard it, and what it answered. */
typedef struct {
    char name[256];    /**< of its file, and where in it */
    bool mistaken;     /**< labels: wrong (frames: in a tenth or more of them) */
    int label, answer; /**< of clips; of frames the most frequent; -1: none */
    /** Clips: probability of the answer. Frames: share that was wrong. Values: root
       mean square of the error. Next: the largest error. */
    double score;
    size_t steps;         /**< frames of all of it */
    size_t first, frames; /**< of what is shown */
    size_t from;          /**< the first that counts, of all */
    size_t rows;
    float *features; /**< [frames][rows] normalised: mel bands, or what there is */
    size_t lines;
    int labels[LEARN_MOST_LINES]; /**< [lines] the likeliest labels, if there are any */
    /** [frames][lines] probabilities of the labels; target (NaN: none) and output of
        values, in their unit; or the error of the next frame. */
    float *answers;
    int *wanted; /**< [frames] the label that is right, -1: none; frames alone */
} LearnView;

/** What is shown of some recordings. All zero is none. */
#define LEARN_MOST_VIEWS 12
typedef struct {
    LearnView list[LEARN_MOST_VIEWS];
    size_t count;
} LearnViews;

/** Play the lessons of a part, as they were heard without being varied, and keep what
   shows most: of labels up to six mistakes and a right answer for up to six labels;
   else up to six that are furthest off, and six that are closest. Returns the exit
   status; errors are printed. Release with learn_views_clear. */
int learn_views(const LearnRun *run, const LearnSet *set, const LearnPart *part,
                const LearnHeard *heard, LearnViews *views);
void learn_views_clear(LearnViews *views);

#endif
