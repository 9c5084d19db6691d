/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_NET_STREAM_H
#define UNFOLD_NET_STREAM_H

#include "net/model.h"

/** A model being played: the recurrent states of one or more channels, which share the
    weights, and the buffers of a step. */
typedef struct UnfoldStream UnfoldStream;

/** Inputs beyond this are clipped and non-finite ones read as 0, so that no input can
    leave a state or an output that is not finite. */
#define UNFOLD_MAX_INPUT 1e6f

/** A stream of one or more channels at the model's initial state, or NULL for lack of
    memory. The model must outlive it. Not real-time safe. */
UnfoldStream *unfold_stream_new(const UnfoldModel *model, uint32_t channels);

void unfold_stream_free(UnfoldStream *stream);

/** Hold the last `count` inputs (0..UNFOLD_MAX_KNOBS, fewer than X) at `values` from
   the next step on, for all channels: knobs. unfold_stream_process then takes the X -
   count inputs before them only. Stays through a reset; 0 gives them back to the
   caller. Real-time safe. */
void unfold_stream_hold(UnfoldStream *stream, const UnfoldReal *values, uint32_t count);

/** Back to the model's initial state. Real-time safe. */
void unfold_stream_reset(UnfoldStream *stream);

/** Feed silence, held inputs as they are, until the state rests, so that playing starts
   without the jump from the initial state to the resting one. Gives up on models that
   never rest, or are too large to wait for, after UNFOLD_SETTLE_SECONDS or
   UNFOLD_SETTLE_WORK multiply-adds; models without a sample rate are left as they are.
   Not for the audio thread. */
void unfold_stream_settle(UnfoldStream *stream);

#define UNFOLD_SETTLE_SECONDS 1.0
#define UNFOLD_SETTLE_WORK 2e9

/** Run `steps` steps of every channel m. x[m] [steps][X] without what is held; y[m]
   [steps][Y], or [Y] after the last of these steps where the shape's output is at the
   last step. y[m] may be x[m] if a step of both is equally long, but no other
   channel's. Two channels at once cost less than one after the other, and each comes
   out as it would alone. Any split into calls gives the same bytes. Real-time safe; 0
   steps do nothing. */
void unfold_stream_process(UnfoldStream *stream, const UnfoldReal *const x[],
                           size_t steps, UnfoldReal *const y[]);

/** The same for channels first .. first + count - 1 alone, whose x and y these are. */
void unfold_stream_process_some(UnfoldStream *stream, uint32_t first, uint32_t count,
                                const UnfoldReal *const x[], size_t steps,
                                UnfoldReal *const y[]);

/** The state that a channel's layer goes on from: read it after a step, or write it
    before one. Arrays of `padded` numbers, H of them and zeros. Real-time safe. */
typedef struct {
    UnfoldReal *h;
    UnfoldReal *c; /**< LSTM only, in the kernel's scale; NULL else */
    size_t padded;
} UnfoldStreamState;
UnfoldStreamState unfold_stream_state(UnfoldStream *stream, uint32_t channel,
                                      uint32_t layer);

/** The hidden state [H] of a channel's layer after the last step; valid until the next
    call. */
const UnfoldReal *unfold_stream_hidden(const UnfoldStream *stream, uint32_t channel,
                                       uint32_t layer);

/** Bytes that the stream holds, the model not counted. */
size_t unfold_stream_bytes(const UnfoldStream *stream);

#endif
