/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_TOOL_LEARN_OPTIONS_H
#define UNFOLD_TOOL_LEARN_OPTIONS_H

#include "file/listening.h"
#include "learn/sequences.h"
#include "listen/augment.h"
#include "tool/options.h"

/** All that can be said of one learning from labelled recordings. */
typedef struct {
    const char *list, *test, *output, *report;
    const char *path_column, *label_column, *group_column, *nothing, *notes;
    const char *name, *author, *licence, *features, *augment;
    int task;   /**< UnfoldTask; LEARN_TASK_AUTO: as the list's labels are */
    int decide; /**< 0: mean, 1: last */
    int cell;   /**< UnfoldCell */
    uint32_t hidden, layers, epochs, patience, batch, window, threads, channel, seed;
    uint32_t bands, mfcc, deltas, folds;
    double validation, threshold;
    double rate, frame, hop, low, high,
        range; /**< Hz, ms; NaN: as fits the recordings */
    double rise, floor, lead, pause, longest; /**< dB, ms */
    double within;              /**< ms; NaN: wait for the end of a sound */
    double learning_rate, drop; /**< NaN: the default */
    bool by_group, unweighted, resume, restart, json;
} LearnOptions;

enum { LEARN_TASK_AUTO = 4 };

/** What holds where nothing is said. */
LearnOptions learn_options_default(void);

/** The table of all options, whose values are the members of `options`. */
#define LEARN_MOST_OPTIONS 56
void learn_options_table(LearnOptions *options, Option table[LEARN_MOST_OPTIONS]);

/** After parsing: what follows from others, and what cannot go together. Returns the
    exit status, errors are printed. */
int learn_options_finish(LearnOptions *options);

/** How a model is to listen to recordings of which the lowest rate is this (Hz), with
   no labels yet; checked. */
int learn_options_listening(const LearnOptions *options, double lowest,
                            UnfoldListening *listening);

/** What is done to recordings: "none", or gain, noise, pitch, colour, bands, frames,
   each =NUMBER and 0 where it is not named. UNFOLD_BAD_DATA with the term. */
UnfoldStatus learn_augment_parse(const char *text, UnfoldAugment *augment,
                                 UnfoldError *error);

/** The command that learns the same again, but for the folders of files. */
void learn_options_command(const LearnOptions *options, char *text, size_t room);

#endif
