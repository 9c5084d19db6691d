/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_TOOL_TRAIN_DATA_H
#define UNFOLD_TOOL_TRAIN_DATA_H

#include "capture/check.h"
#include "file/knobs.h"
#include "learn/takes.h"
#include "tool/recording.h"
#include "tool/train_options.h"

/** One pair, aligned. */
typedef struct {
    const char *dry_path, *wet_path;
    RecordingPair pair;
    UnfoldAlignment alignment; /**< as it was recorded; all zero where not asked for */
    UnfoldFindings findings;   /**< of its checks; none where not aligned */
    UnfoldReal knobs[UNFOLD_MAX_KNOBS]; /**< in the order of TrainData.knobs */
} TrainPair;

/** All that one training learns from and is measured by. Takes in time order: most of
    each pair to learn from, a tenth to choose the best epoch by, a tenth for the last
    figure alone; with test pairs of its own, these are the test and nine tenths are
    learned from. */
typedef struct {
    TrainPair *pairs; /**< [pair_count], those to learn from first */
    size_t pair_count, learned_count;
    UnfoldKnobs knobs; /**< as the gear stood in the first pair */
    double rate;       /**< Hz */
    UnfoldTakes training, validation, test;
    UnfoldTake *takes; /**< of all three */
} TrainData;

/** Read, align, check and split what `options` name. Returns the exit status, errors
    and warnings are printed. Release with train_data_clear, whatever it returned. */
int train_data_read(const TrainOptions *options, TrainData *data);
void train_data_clear(TrainData *data);

#endif
