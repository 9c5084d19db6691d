/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "net/play.h"

#include "net/denormal.h"
#include "net/stream.h"

bool unfold_play(const UnfoldModel *model, const UnfoldReal *x, size_t frames,
                 UnfoldReal *y)
{
    UnfoldStream *stream = unfold_stream_new(model, 1);
    if (!stream)
        return false;
    const uint64_t mode = unfold_denormals_off();
    unfold_stream_settle(stream);
    unfold_stream_process(stream, &x, frames, &y);
    unfold_denormals_restore(mode);
    unfold_stream_free(stream);
    return true;
}
