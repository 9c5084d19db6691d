/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_TOOL_LEARN_HEAR_H
#define UNFOLD_TOOL_LEARN_HEAR_H

#include "learn/sequences.h"
#include "tool/learn_set.h"

/** Lessons as the network hears them. Release with learn_heard_clear. */
typedef struct {
    UnfoldHeardLesson *list;
    size_t count;
    size_t frames;  /**< of all */
    size_t longest; /**< frames of the longest */
    size_t silent;  /**< in how many no sound began */
} LearnHeard;

/** Hear the lessons of a part, all processors at it. With `augment` each is varied anew
    for every `seed`. Returns the exit status. */
int learn_hear(const UnfoldListening *listening, const LearnSet *set,
               const LearnPart *part, const UnfoldAugment *augment, uint64_t seed,
               unsigned threads, LearnHeard *heard);
void learn_heard_clear(LearnHeard *heard);

/** Mean and deviation of each feature, from lessons heard with the mean 0 and the
    deviation 1. */
void learn_normalise(const LearnHeard *heard, UnfoldListening *listening);

/** Mean and deviation of the values of a part. */
int learn_normalise_values(const LearnSet *set, const LearnPart *part,
                           UnfoldListening *listening);

/** How much a lesson weighs by its label: rare ones more, so that the weights are 1 in
    the mean and all labels weigh the same; weights [label_count]. */
void learn_weigh(const UnfoldListening *listening, const LearnHeard *heard,
                 double *weights);

/** The sequences in lessons: of clips the whole, of others pieces of `window` frames,
    with so many before them that are heard but not scored; targets are weighed. Release
    with free; NULL for lack of memory. */
UnfoldSequence *learn_sequences(const UnfoldListening *listening, LearnHeard *heard,
                                const double *weights, bool last, size_t window,
                                size_t *count);

#endif
