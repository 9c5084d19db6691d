/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_PLUGIN_VOICE_H
#define UNFOLD_PLUGIN_VOICE_H

#include "plugin/loaded.h"
#include "plugin/ports.h"
#include "rate/player.h"

/** One for the left or the only side, one for the right. */
#define UNFOLD_MAX_CHANNELS 2

/** Bytes of the names of the knobs that the effect can turn. */
#define UNFOLD_KNOBS_TEXT ((UNFOLD_KNOB_NAME + 2) * UNFOLD_KNOB_PORTS)

/** How a voice is to be played. */
typedef struct {
    UnfoldRateWish rates;
    float model_rate;               /**< Hz; 0: what the file says */
    uint32_t channels;              /**< 1 or 2 */
    float knobs[UNFOLD_KNOB_PORTS]; /**< where they stand, 0..1 */
} UnfoldVoiceWish;

/** A model ready to play: read, with a player that has settled. Made and freed off the
    audio thread, which alone plays it in between. */
typedef struct {
    UnfoldLoaded loaded; /**< at its head */
    UnfoldPlayer *player;
    uint32_t channels, latency;
    float *line[UNFOLD_MAX_CHANNELS]; /**< [latency + UNFOLD_CHUNK] of the input, so
                                           that it waits too */
    float louder; /**< factor that brings its loudness to UNFOLD_NORMAL_DB */
    float
        input_level; /**< factor of the level (dBu) that it was made for; 0: unknown */
    UnfoldReal held[UNFOLD_MAX_KNOBS];  /**< the knobs' values in the player */
    uint32_t turned;                    /**< how many of them the effect can turn */
    float positions[UNFOLD_KNOB_PORTS]; /**< that `held` was made from */
    bool played;                        /**< since it settled */
    char knobs[UNFOLD_KNOBS_TEXT];      /**< their names: "gain, tone" */
} UnfoldVoice;

/** Frames that are computed at a time, whatever the host's block. */
#define UNFOLD_CHUNK 64

/** The loudness of a normalised model on the standard input, dB. */
#define UNFOLD_NORMAL_DB (-18.0)

/** Make a voice of the `size` bytes of the model file at `path`. Besides the reasons of
    unfold_model_parse and unfold_player_new it is refused (UNFOLD_UNSUPPORTED) unless
   it has one input, besides its knobs, and one output, at every step. Not real-time
   safe.
 */
UnfoldStatus unfold_voice_make(const char *path, const char *bytes, size_t size,
                               const UnfoldVoiceWish *wish, UnfoldVoice **voice,
                               UnfoldError *error);

/** NULL is fine. Not real-time safe. */
void unfold_voice_free(UnfoldVoice *voice);

/** Back to where it was after loading, with the knobs at these positions. Takes as long
    as it takes. */
void unfold_voice_settle(UnfoldVoice *voice, const float knobs[UNFOLD_KNOB_PORTS]);

/** What a voice hears, n <= UNFOLD_CHUNK of each, and of as many channels as it has. */
typedef struct {
    const float *dry[UNFOLD_MAX_CHANNELS];    /**< the input, unchanged */
    const float *driven[UNFOLD_MAX_CHANNELS]; /**< what the model is to hear */
    const float *calibrate; /**< 0..1: how much of it comes at the model's own level */
    const float *interface; /**< factor of the level (dBu) that a full-scale sine has */
    const float *normalise; /**< 0..1: how much the model's loudness is evened out */
    const float *knobs[UNFOLD_KNOB_PORTS]; /**< positions, 0..1 */
} UnfoldHeard;

/** wet [n] of the model and dry [n], equally late, of every channel. Without a voice
    (NULL) both are what is heard on `channels`. Real-time safe, as is the next. */
void unfold_voice_play(UnfoldVoice *voice, const UnfoldHeard *heard, uint32_t channels,
                       uint32_t n, float *const wet[], float *const dry[]);

/** The hidden state of its last layer, in the first channel, after what it heard last:
    so many units. Valid until it hears more. Real-time safe. */
static inline const UnfoldReal *unfold_voice_hidden(const UnfoldVoice *voice)
{
    const uint32_t layers = unfold_model_shape(voice->loaded.file.model)->layers;
    return unfold_player_hidden(voice->player, 0, layers - 1);
}
static inline uint32_t unfold_voice_units(const UnfoldVoice *voice)
{
    return unfold_model_shape(voice->loaded.file.model)->hidden;
}

/** dry [n] alone, late: the model does not hear x [n]. */
void unfold_voice_pass(UnfoldVoice *voice, const float *const x[], uint32_t channels,
                       uint32_t n, float *const dry[]);

#endif
