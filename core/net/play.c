/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "net/play.h"

#include "net/denormal.h"
#include "net/stream.h"

static bool play(const UnfoldModel *model, const UnfoldReal *x, const UnfoldReal *knobs,
                 uint32_t count, size_t frames, UnfoldReal *y)
{
    UnfoldStream *stream = unfold_stream_new(model, 1);
    if (!stream)
        return false;
    const uint64_t mode = unfold_denormals_off();
    unfold_stream_hold(stream, knobs, count);
    unfold_stream_settle(stream);
    unfold_stream_process(stream, &x, frames, &y);
    unfold_denormals_restore(mode);
    unfold_stream_free(stream);
    return true;
}

bool unfold_play(const UnfoldModel *model, const UnfoldReal *x, size_t frames,
                 UnfoldReal *y)
{
    return play(model, x, NULL, 0, frames, y);
}

bool unfold_play_knobs(const UnfoldModel *model, const UnfoldReal *x,
                       const UnfoldReal *knobs, size_t frames, UnfoldReal *y)
{
    return play(model, x, knobs, unfold_model_shape(model)->inputs - 1, frames, y);
}
