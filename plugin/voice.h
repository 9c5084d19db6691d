/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_PLUGIN_VOICE_H
#define UNFOLD_PLUGIN_VOICE_H

#include "file/model_file.h"
#include "rate/player.h"

/** A model ready to play: loaded, with a player that has settled, its knobs at their
    defaults. Made and freed off the audio thread, which alone plays it in between. */
typedef struct UnfoldVoice {
    UnfoldModelFile file;
    UnfoldPlayer *player;
    float *line; /**< [latency + UNFOLD_CHUNK] of the input, so that it waits too */
    uint32_t latency;
    float louder; /**< factor that brings its loudness to UNFOLD_NORMAL_DB */
    float
        input_level; /**< factor of the level (dBu) that it was made for; 0: unknown */
    bool played;     /**< since it settled */
    bool chosen;     /**< by a message, so that the host is told of a change */
    struct UnfoldVoice *older; /**< in the list of retired ones */
    char path[];               /**< absolute */
} UnfoldVoice;

/** Frames that are computed at a time, whatever the host's block. */
#define UNFOLD_CHUNK 64

/** The loudness of a normalised model on the standard input, dB. */
#define UNFOLD_NORMAL_DB (-18.0)

/** Load the model at `path`, made at `model_rate` (Hz; 0: what the file says), to be
    played as `wish` says. Besides the reasons of
    unfold_model_load and unfold_player_new it is refused (UNFOLD_UNSUPPORTED) unless it
    has one input, besides its knobs, and one output, at every step. Not real-time safe.
 */
UnfoldStatus unfold_voice_load(const char *path, float model_rate,
                               const UnfoldRateWish *wish, UnfoldVoice **voice,
                               UnfoldError *error);

/** NULL is fine. Not real-time safe. */
void unfold_voice_free(UnfoldVoice *voice);

/** Back to where it was after loading. Takes as long as it takes. */
void unfold_voice_settle(UnfoldVoice *voice);

/** What a voice hears, n <= UNFOLD_CHUNK of each. */
typedef struct {
    const float *dry;       /**< the input, unchanged */
    const float *driven;    /**< what the model is to hear */
    const float *calibrate; /**< 0..1: how much of it comes at the model's own level */
    const float *interface; /**< factor of the level (dBu) that a full-scale sine has */
    const float *normalise; /**< 0..1: how much the model's loudness is evened out */
} UnfoldHeard;

/** wet [n] of the model and dry [n], equally late. Without a voice (NULL) both are what
    is heard. Real-time safe, as is the next. */
void unfold_voice_play(UnfoldVoice *voice, const UnfoldHeard *heard, uint32_t n,
                       float *wet, float *dry);

/** dry [n] alone: the model does not hear it. */
void unfold_voice_pass(UnfoldVoice *voice, const float *x, uint32_t n, float *dry);

#endif
