/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_FILE_LISTENING_H
#define UNFOLD_FILE_LISTENING_H

#include "feature/spec.h"
#include "net/shape.h"

/** What a network that hears frames of features is asked. */
typedef enum {
    UNFOLD_TASK_CLIP,  /**< which of the labels a sound is, when it has ended */
    UNFOLD_TASK_FRAME, /**< which of them it is at each frame */
    UNFOLD_TASK_VALUE, /**< a number at each frame */
    UNFOLD_TASK_NEXT   /**< the features of the next frame */
} UnfoldTask;

#define UNFOLD_MAX_LABELS 256
#define UNFOLD_LABEL_NAME 64 /* bytes, the NUL included */

/** Numbers of the features that are heard ahead of a sound's beginning, at most: what
    whoever listens keeps. */
#define UNFOLD_MAX_LEAD_NUMBERS ((size_t)1 << 22)

/** Features before normalising are far below this, so that no mean or deviation that is
    real goes beyond, and none makes infinities of them. */
#define UNFOLD_MAX_FEATURE 1e6

/** What is said of a model that listens wherever an effect is wanted. */
#define UNFOLD_LISTENS                                                                 \
    "listens: it is loaded in Unfold Listen, or asked with unfold label"

/** When sounds begin and end, for clips. Level is that of the newest hop (dB of full
    scale). The background follows it, downwards by up to 400 dB in a second, upwards by
    3 dB. A sound begins when the level rises by `rise` above that, and above `floor`;
   it ends when it has stayed below these for `pause`, or after `longest`, when what
   still sounds becomes the background. */
typedef struct {
    double rise;  /**< dB, 1..60 */
    double floor; /**< dB of full scale, -100..0 */
    double lead;  /**< seconds before the beginning that the network hears too, 0..1 */
    double pause; /**< seconds, 0.001..10 */
    double longest; /**< seconds, 0.001..60 */
} UnfoldEventSpec;

/** What a model says beside its network if it listens. */
typedef struct {
    UnfoldTask task;
    UnfoldFeatureSpec features;
    /** Of each feature in the training data: -UNFOLD_MAX_FEATURE..UNFOLD_MAX_FEATURE.
     */
    float mean[UNFOLD_MAX_FEATURES];
    /** Standard: 1 / UNFOLD_MAX_FEATURE..UNFOLD_MAX_FEATURE. */
    float deviation[UNFOLD_MAX_FEATURES];
    UnfoldEventSpec events; /**< UNFOLD_TASK_CLIP alone; else zeros */
    uint32_t label_count;   /**< clip and frame: Y, from 2; else 0 */
    char labels[UNFOLD_MAX_LABELS][UNFOLD_LABEL_NAME]; /**< unique */
    bool has_notes;
    int notes[UNFOLD_MAX_LABELS]; /**< MIDI, 0..127, of each label; -1: it has none */
    int nothing;     /**< the label that means that there is nothing; -1: none */
    float threshold; /**< confidence 0..1 that a label needs; of UNFOLD_TASK_NEXT, the
                          error that is unusual */
    char value_name[UNFOLD_LABEL_NAME]; /**< of UNFOLD_TASK_VALUE */
    double value_mean, value_deviation; /**< a value is mean + output * deviation */
} UnfoldListening;

/** "clip", "frame", "value", "next", and the reverse. */
const char *unfold_task_name(UnfoldTask task);
bool unfold_task_from_name(const char *name, UnfoldTask *task);

/** Whether a network of this shape can listen so: as many inputs as features, outputs
    as the task wants (labels, by softmax; 1, linear; the features, linear), everything
    within its limits, labels unique, of 1..63 bytes of UTF-8 without control
   characters. Clips have their output at the last step, or at every step, which is then
   averaged; the others at every step. UNFOLD_BAD_FILE with the reason if not. */
UnfoldStatus unfold_listening_check(const UnfoldListening *listening,
                                    const UnfoldShape *shape, UnfoldError *error);

/** Outputs that the task takes: labels, 1, or the features. */
uint32_t unfold_listening_outputs(const UnfoldListening *listening);

/** The number of a label, or -1. */
int unfold_label_find(const UnfoldListening *listening, const char *name);

#endif
