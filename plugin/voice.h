/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_PLUGIN_VOICE_H
#define UNFOLD_PLUGIN_VOICE_H

#include "file/model_file.h"
#include "net/stream.h"

/** A model ready to play: loaded, with a stream that has settled, its knobs at their
    defaults. Made and freed off the audio thread, which alone plays it in between. */
typedef struct UnfoldVoice {
    UnfoldModelFile file;
    UnfoldStream *stream;
    bool played; /**< since it settled */
    bool chosen; /**< by a message, so that the host is told of a change */
    struct UnfoldVoice *older; /**< in the list of retired ones */
    char path[];               /**< absolute */
} UnfoldVoice;

/** Load the model at `path`. Besides the reasons of
    unfold_model_load it is refused (UNFOLD_UNSUPPORTED) unless it has one input,
    besides its knobs, and one output, at every step. Not real-time safe. */
UnfoldStatus unfold_voice_load(const char *path, UnfoldVoice **voice,
                               UnfoldError *error);

/** NULL is fine. Not real-time safe. */
void unfold_voice_free(UnfoldVoice *voice);

/** Back to where it was after loading. Takes as long as it takes. */
void unfold_voice_settle(UnfoldVoice *voice);

/** y [n] = the model of x [n]; y is not x. Without a voice (NULL) y = x. Real-time
    safe. */
void unfold_voice_play(UnfoldVoice *voice, const float *x, uint32_t n, float *y);

#endif
