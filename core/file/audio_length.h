/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_FILE_AUDIO_LENGTH_H
#define UNFOLD_FILE_AUDIO_LENGTH_H

#include "net/status.h"

#include <stddef.h>

/** libsndfile shortens a WAV or AIFF file whose end is missing without a word. This
    walks the chunks of RIFF, RIFX, RF64 and AIFF files and returns UNFOLD_BAD_FILE if
    the samples that the header announces go beyond the file's `size`. Other formats,
    and headers of unknown length (written to a pipe), pass. */
UnfoldStatus unfold_audio_check_length(int descriptor, size_t size, UnfoldError *error);

#endif
