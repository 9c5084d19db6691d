/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_TOOL_LEARN_JUDGE_H
#define UNFOLD_TOOL_LEARN_JUDGE_H

#include "net/model.h"
#include "tool/learn_hear.h"

/** How a network answered lessons. Sums, so that those of several folds add up. */
typedef struct {
    size_t labels;
    /** [true][answered]: clips, or frames, that are of a label. Owned. */
    double *confusion;
    double loss,
        weight;     /**< sum of cross-entropy or squared error, and of the weights */
    double squares; /**< of values about their mean, in deviations */
} LearnVerdict;

/** Empty, for so many labels; false for lack of memory. */
bool learn_verdict_new(LearnVerdict *verdict, size_t labels);
void learn_verdict_clear(LearnVerdict *verdict);

/** What is told of each lesson k that was played: y [steps][Y] is what the network
    answered at each frame, valid until it returns. */
typedef void LearnPlayed(void *context, size_t k, const UnfoldHeardLesson *heard,
                         const UnfoldReal *y);

/** Play lessons as the listener would, each from the start. UNFOLD_NO_MEMORY. */
UnfoldStatus learn_play(const UnfoldModel *model, const LearnHeard *heard,
                        LearnPlayed *played, void *context);

/** The label of a frame's target [labels], whose weight it takes; -1: it has none. */
int learn_wanted(const UnfoldReal *target, size_t labels);

/** The likeliest of `labels` probabilities. */
size_t learn_likeliest(const double *p, size_t labels);

/** The probabilities p [Y] of a clip whose outputs are y, as of learn_play: their mean,
    or those of its last frame where the network answers there. */
void learn_clip_answer(const UnfoldShape *shape, const UnfoldHeardLesson *heard,
                       const UnfoldReal *y, double *p);

/** Mean square of what came after frame t, below the last one, less what was expected,
    of `width` features. */
double learn_next_error(const UnfoldHeardLesson *heard, const UnfoldReal *y,
                        size_t width, size_t t);

/** Play lessons, which are not augmented, as the listener would, and add what came of
    it. UNFOLD_NO_MEMORY. */
UnfoldStatus learn_judge(const UnfoldModel *model, const UnfoldListening *listening,
                         const LearnHeard *heard, LearnVerdict *verdict);

/** What a network answers to one clip: p [Y]. UNFOLD_NO_MEMORY. */
UnfoldStatus learn_answer(const UnfoldModel *model, const UnfoldHeardLesson *heard,
                          double *p);

/** The error of the next frame that is exceeded by one frame in a thousand of these
    lessons, as the listener has it. UNFOLD_NO_MEMORY. */
UnfoldStatus learn_unusual(const UnfoldModel *model, const LearnHeard *heard,
                           float *error);

/** Clips, or frames, that are of label k. */
double learn_count_of(const LearnVerdict *verdict, size_t k);

/** Share that was right, of all, or averaged over the labels that there are. */
double learn_accuracy(const LearnVerdict *verdict);
double learn_balanced_accuracy(const LearnVerdict *verdict);

/** Mean over the labels that there are of F1 = 2 TP / (2 TP + FP + FN). */
double learn_macro_f1(const LearnVerdict *verdict);

/** Share of the squares of values that is explained; NaN where there are none. */
double learn_r2(const LearnVerdict *verdict);

/** Mean of the loss: cross-entropy in nats, or squared error in squares of deviations.
 */
double learn_mean_loss(const LearnVerdict *verdict);

#endif
