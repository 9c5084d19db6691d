/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "file/aidax_test.h"

#include "net/denormal.h"
#include "net/stream.h"

static UnfoldStatus play(const UnfoldModel *model, const UnfoldReal *x, size_t n,
                         UnfoldReal *y, UnfoldError *error)
{
    static const UnfoldReal zeros[UNFOLD_MAX_KNOBS] = {0};
    UnfoldStream *stream = unfold_stream_new(model, 1);
    if (!stream)
        return unfold_no_memory(error);
    const uint64_t mode = unfold_denormals_off();
    unfold_stream_hold(stream, zeros, unfold_model_shape(model)->inputs - 1);
    unfold_stream_process(stream, &x, n, &y);
    unfold_denormals_restore(mode);
    unfold_stream_free(stream);
    return UNFOLD_OK;
}

UnfoldStatus unfold_aidax_test(const UnfoldModel *model, const UnfoldReal *x, size_t n,
                               UnfoldReal *y, UnfoldError *error)
{
    if (!unfold_model_shape(model)->gains)
        return play(model, x, n, y, error);
    /* The gains are the last of the weights. */
    UnfoldShape shape = *unfold_model_shape(model);
    UnfoldModel *bare;
    shape.gains = false;
    UnfoldStatus status = unfold_model_new(&shape, unfold_model_sample_rate(model),
                                           unfold_model_weights(model), &bare, error);
    if (!status)
        status = play(bare, x, n, y, error);
    unfold_model_free(bare);
    return status;
}
