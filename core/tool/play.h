/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_TOOL_PLAY_H
#define UNFOLD_TOOL_PLAY_H

#include "file/model_file.h"
#include "rate/player.h"
#include "tool/options.h"
#include "tool/report.h"

/** Load a model that plays audio: one input besides its knobs, one output at every
   step, a sample rate, which is `rate` (Hz) where that is above 0. Returns the exit
   status; the error, and what the file warns of, is printed. */
int play_load(const char *path, double rate, UnfoldModelFile *file);

/** How to play it. */
typedef struct {
    uint32_t oversampling;
    int rates;         /**< UnfoldRateMethod */
    double model_rate; /**< Hz, whatever the file says; NaN: what it says */
} PlayOptions;
#define PLAY_DEFAULTS                                                                  \
    {                                                                                  \
        .oversampling = 1, .rates = UNFOLD_RATE_AUTO, .model_rate = NAN                \
    }

/** Its entries in a command's table. */
#define OPTION_OVERSAMPLING(play)                                                      \
    {                                                                                  \
        .name = "oversampling", .kind = OPTION_COUNT, .value = &(play)->oversampling,  \
        .operand = "N", .help = "play at 2, 4 or 8 times the rate: less aliasing",     \
        .min = 1, .max = 8                                                             \
    }
#define OPTION_RATES(play)                                                             \
    {                                                                                  \
        .name = "rates", .kind = OPTION_CHOICE, .value = &(play)->rates,               \
        .operand = "HOW", .choices = unfold_rate_method_names,                         \
        .help = "how to play at a rate that is not the model's: auto, delay, "         \
                "resample"                                                             \
    }

/** What that comes to at `rate` Hz. */
UnfoldRateWish play_wish(const PlayOptions *options, double rate);

/** A player of `channels` at `rate` Hz, settled, knobs as the file has them. Returns
   the exit status; the error, which names `path`, is printed. */
int play_begin(const UnfoldModelFile *file, const char *path, uint32_t channels,
               double rate, const PlayOptions *options, UnfoldPlayer **player);

/** Play interleaved samples [frames][channels] in place, the player's latency taken
   off; `progress` may be NULL. Returns the exit status; the error is printed. */
int play_samples(UnfoldPlayer *player, uint32_t channels, float *samples, size_t frames,
                 ToolProgress *progress);

#endif
