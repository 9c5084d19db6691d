/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_TOOL_TRAIN_OPTIONS_H
#define UNFOLD_TOOL_TRAIN_OPTIONS_H

#include "learn/trainer.h"
#include "tool/options.h"

/** All that can be said of one training, on the command line or in a manifest. */
typedef struct {
    OptionPairs pairs, tests; /**< what to learn from; what to measure by alone */
    const char *output, *report;
    const char *name, *author, *gear, *licence;
    const char *loss, *from;
    int cell; /**< UnfoldCell */
    uint32_t hidden, layers, epochs, batch, window, threads, channel, seed, starts;
    uint32_t patience;
    double minutes, esr, input_dbu; /**< input_dbu: NaN where not given */
    bool no_skip, no_align, resume, restart, json;
} TrainOptions;

/** The loss where none is given; see learn/loss_text.h. */
#define TRAIN_DEFAULT_LOSS "esr,preemph=0.85,dc=1"

/** What holds where nothing is said. */
TrainOptions train_options_default(void);

/** The table of all options, whose values are the members of `options`. */
#define TRAIN_MOST_OPTIONS 32
void train_options_table(TrainOptions *options, Option table[TRAIN_MOST_OPTIONS]);

/** After parsing: the limit that holds where none is set, and what cannot go together.
    Returns the exit status, errors are printed. */
int train_options_finish(TrainOptions *options);

/** The training's own settings; `loss` has been checked. */
UnfoldTrainSettings train_options_settings(const TrainOptions *options, size_t knobs,
                                           double sample_rate);

/** The command that trains the same again: file names without folders, and only what
    bears on the result. */
void train_options_command(const TrainOptions *options, char *text, size_t room);

#endif
