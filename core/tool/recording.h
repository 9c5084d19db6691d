/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_TOOL_RECORDING_H
#define UNFOLD_TOOL_RECORDING_H

#include "net/status.h"

#include <stddef.h>
#include <stdint.h>

/* Every function that returns int returns the exit status and has printed the error. */

/** One channel of a file. Release with recording_clear. */
typedef struct {
    float *samples;
    size_t frames;
    double rate; /**< Hz */
} Recording;

/** The same take before and after an effect, equally long. Release with
    recording_clear_pair. */
typedef struct {
    float *dry, *wet;
    size_t frames;
    double rate; /**< Hz */
} RecordingPair;

/** Read `channel` (from 1) of a file, or with 0 the mean of all. Prints nothing. */
UnfoldStatus recording_listen(const char *path, uint32_t channel, Recording *recording,
                              UnfoldError *error);

/** Read `channel` (from 1) of a file. With 0 the file must have one channel, or several
    that are the same. */
int recording_read(const char *path, uint32_t channel, Recording *recording);
void recording_clear(Recording *recording);

/** Warn if eight or more samples stand at full scale, in runs of three or more. */
void recording_warn_clipping(const char *path, const Recording *recording);

/** Refuses a recording in which nothing is louder than -80 dBFS. */
int recording_check_silence(const char *path, const Recording *recording);

/** Whether both have one rate. */
int recording_check_rates(const char *wet_path, const Recording *dry,
                          const Recording *wet);

/** Make a pair of both, which are empty then, if they belong together: one rate, and
   one length, or lengths that differ by at most 1 s and 1 %, which are trimmed to the
    shorter with a warning. The wet one must not be silent. On failure both stay. */
int recording_join(const char *wet_path, Recording *dry, Recording *wet,
                   RecordingPair *pair);

/** Read both, warn of clipping, and join them. */
int recording_read_pair(const char *dry, const char *wet, uint32_t channel,
                        RecordingPair *pair);
void recording_clear_pair(RecordingPair *pair);

/** What training needs beyond that: at least a second, and a dry part that is not
    silent. The paths are for the messages. */
int recording_check_training(const RecordingPair *pair, const char *dry,
                             const char *wet);

#endif
