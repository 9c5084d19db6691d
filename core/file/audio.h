/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_FILE_AUDIO_H
#define UNFOLD_FILE_AUDIO_H

#include "net/status.h"

#include <stddef.h>
#include <stdint.h>

/** Samples in all channels together that one recording may have: 12 hours of mono. */
#define UNFOLD_MAX_AUDIO_SAMPLES ((size_t)1 << 31)

/** A file may unpack to so many samples in all channels together for each of its bytes,
    or to so many in any case (5.5 minutes of mono at 48 kHz). */
#define UNFOLD_AUDIO_SAMPLES_A_BYTE 16
#define UNFOLD_FEW_AUDIO_SAMPLES ((size_t)16000000)

/** A recording in memory; owns its samples. */
typedef struct {
    float *samples; /**< [frames][channels], full scale is 1 */
    size_t frames;
    uint32_t channels;
    double rate; /**< Hz */
} UnfoldAudio;

/** Read a whole file of any format, rate and channel count that libsndfile knows.
    Refused, with the reason in `error`: missing, unreadable, no audio file, 0 samples,
    more than the limits above, truncated (fewer frames than the header says), a sample
    that is not finite. */
UnfoldStatus unfold_audio_read(const char *path, UnfoldAudio *audio,
                               UnfoldError *error);

/** Write a 32-bit float WAV, atomically as unfold_model_save does. The metadata that
    changes from run to run (peak time stamp) is left out: same samples, same bytes. */
UnfoldStatus unfold_audio_write(const char *path, const UnfoldAudio *audio,
                                UnfoldError *error);

void unfold_audio_clear(UnfoldAudio *audio);

#endif
