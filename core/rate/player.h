/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_RATE_PLAYER_H
#define UNFOLD_RATE_PLAYER_H

#include "rate/plan.h"

/** A model played at any sample rate, sample by sample: what plugins and the tool play
    with. At the model's own rate, without oversampling, it is a stream (net/stream.h)
    to the bit. */
typedef struct UnfoldPlayer UnfoldPlayer;

/** One or more channels, as `wish` has it. The model must outlive the
   player. Fails as unfold_rate_plan does. Not real-time safe. */
UnfoldStatus unfold_player_new(const UnfoldModel *model, uint32_t channels,
                               const UnfoldRateWish *wish, UnfoldPlayer **player,
                               UnfoldError *error);
void unfold_player_free(UnfoldPlayer *player);

const UnfoldRatePlan *unfold_player_plan(const UnfoldPlayer *player);

/** Samples by which what comes out is late. Real-time safe. */
uint32_t unfold_player_latency(const UnfoldPlayer *player);

/** Hold the model's inputs beside the first at `values` [X - 1] for all channels:
   knobs. Real-time safe. */
void unfold_player_hold(UnfoldPlayer *player, const UnfoldReal *values);

/** As unfold_stream_reset and unfold_stream_settle. */
void unfold_player_reset(UnfoldPlayer *player);
void unfold_player_settle(UnfoldPlayer *player);

/** The hidden state [H] of a channel's layer after the last step at the rate that the
    network is played at, later by a part of the latency than what has come out; of
    several networks that take turns it is that of the last one. Valid until the next
    call that processes, resets or settles. Real-time safe. */
const UnfoldReal *unfold_player_hidden(const UnfoldPlayer *player, uint32_t channel,
                                       uint32_t layer);

/** y[m] [n] from x[m] [n] of every channel m; y[m] may be x[m]. Any split into calls
   gives the same bytes. Real-time safe. */
void unfold_player_process(UnfoldPlayer *player, const float *const x[], size_t n,
                           float *const y[]);

#endif
