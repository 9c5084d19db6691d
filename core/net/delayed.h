/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_NET_DELAYED_H
#define UNFOLD_NET_DELAYED_H

#include "net/stream.h"

#include <math.h>

/** A model played at a multiple of its own sample rate: its recurrence goes back
    `delay` samples instead of one, which is the same time (Carson, Wright, Chowdhury,
    Valimaki & Bilbao, "Sample rate independent recurrent neural networks for audio
    effects processing", DAFx 2024). Whole delays are exact: so many networks take
   turns. Others take states between samples by Lagrange interpolation, which may
   turn a model unstable: see rate/plan.h. It answers at once: no latency. */
typedef struct UnfoldDelayed UnfoldDelayed;

#define UNFOLD_MAX_DELAY 128.0
#define UNFOLD_MAX_ORDER 3

/** Whether a delay is whole, but for rounding. */
static inline bool unfold_delay_is_whole(double delay)
{
    return fabs(delay - round(delay)) < 1e-9;
}

/** For one or more channels and a delay of 1..UNFOLD_MAX_DELAY samples, between samples
    by interpolation of `order` 1 (linear) to UNFOLD_MAX_ORDER (cubic); NULL for lack of
    memory. The model, with an output at every step, must outlive it. Not real-time
   safe.
 */
UnfoldDelayed *unfold_delayed_new(const UnfoldModel *model, uint32_t channels,
                                  double delay, unsigned order);
void unfold_delayed_free(UnfoldDelayed *delayed);

/** As unfold_stream_hold, unfold_stream_reset, unfold_stream_settle and
    unfold_stream_process. */
void unfold_delayed_hold(UnfoldDelayed *delayed, const UnfoldReal *values,
                         uint32_t count);
void unfold_delayed_reset(UnfoldDelayed *delayed);
void unfold_delayed_settle(UnfoldDelayed *delayed);
void unfold_delayed_process(UnfoldDelayed *delayed, const UnfoldReal *const x[],
                            size_t steps, UnfoldReal *const y[]);

/** As unfold_stream_hidden, of the network that had the last turn. */
const UnfoldReal *unfold_delayed_hidden(const UnfoldDelayed *delayed, uint32_t channel,
                                        uint32_t layer);

/** Bytes that it holds, the model not counted. */
size_t unfold_delayed_bytes(const UnfoldDelayed *delayed);

#endif
