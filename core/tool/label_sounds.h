/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_TOOL_LABEL_SOUNDS_H
#define UNFOLD_TOOL_LABEL_SOUNDS_H

#include "file/label_write.h"
#include "file/model_file.h"
#include "tool/recording.h"

/** What was heard in recordings. Release with label_sounds_clear. */
typedef struct {
    UnfoldSound *list; /**< their labels are the model's, their files the caller's */
    size_t count, room;
} LabelSounds;
void label_sounds_clear(LabelSounds *sounds);

/** A value for each frame, at the middle of its hop. Release with label_values_clear.
 */
typedef struct {
    double *times, *values; /**< [count] */
    size_t count, room;
} LabelValues;
void label_values_clear(LabelValues *values);

/** Listen to a recording as the plugin does, silence after it, and add the sounds that
    are not nothing and that the network is at least `threshold` sure of; frames of one
    label that follow each other are one. Of values and of errors, all (or those above
    the threshold, as sounds, if `values` is NULL). Returns the exit status. */
int label_listen(const UnfoldModelFile *file, const Recording *recording,
                 const char *name, double threshold, LabelSounds *sounds,
                 LabelValues *values);

/** The one label of a recording, whatever it is. */
int label_clip(const UnfoldModelFile *file, const Recording *recording,
               const char *name, LabelSounds *sounds);

#endif
