/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "net/model.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct UnfoldModel {
    UnfoldShape shape;
    double sample_rate;
    const UnfoldSteps *steps;
    UnfoldPacked packed; /* for those steps */
    UnfoldReal weights[];
};

static UnfoldStatus check_finite(const UnfoldShape *shape, const UnfoldReal *weights,
                                 UnfoldError *error)
{
    UnfoldTensor tensors[UNFOLD_MAX_TENSORS];
    const size_t count = unfold_shape_tensors(shape, tensors);
    for (size_t k = 0; k < count; ++k) {
        const size_t numbers = (size_t)tensors[k].rows * tensors[k].cols;
        for (size_t n = 0; n < numbers; ++n)
            if (!isfinite(weights[tensors[k].offset + n]))
                return unfold_fail(
                    error, UNFOLD_NOT_FINITE,
                    "the weights of '%s' hold a number that is not finite",
                    tensors[k].name);
    }
    return UNFOLD_OK;
}

UnfoldStatus unfold_model_new(const UnfoldShape *shape, double sample_rate,
                              const UnfoldReal *weights, UnfoldModel **model,
                              UnfoldError *error)
{
    *model = NULL;
    UnfoldStatus status = unfold_shape_check(shape, error);
    if (status)
        return status;
    if (!isfinite(sample_rate) || sample_rate < 0)
        return unfold_fail(error, UNFOLD_NOT_FINITE, "the sample rate is %g",
                           sample_rate);
    status = check_finite(shape, weights, error);
    if (status)
        return status;
    const size_t bytes = unfold_shape_weights(shape) * sizeof *weights;
    UnfoldModel *made = malloc(sizeof *made + bytes);
    if (!made)
        return unfold_no_memory(error);
    made->shape = *shape;
    made->sample_rate = sample_rate;
    memcpy(made->weights, weights, bytes);
    made->steps = unfold_steps(shape->hidden);
    if (!unfold_pack(shape, weights, &made->steps->packing, &made->packed)) {
        free(made);
        return unfold_no_memory(error);
    }
    *model = made;
    return UNFOLD_OK;
}

void unfold_model_free(UnfoldModel *model)
{
    if (model)
        unfold_unpack(&model->packed);
    free(model);
}

const UnfoldShape *unfold_model_shape(const UnfoldModel *model)
{
    return &model->shape;
}

const UnfoldReal *unfold_model_weights(const UnfoldModel *model)
{
    return model->weights;
}

double unfold_model_sample_rate(const UnfoldModel *model)
{
    return model->sample_rate;
}

const UnfoldSteps *unfold_model_steps(const UnfoldModel *model)
{
    return model->steps;
}

const UnfoldPacked *unfold_model_packed(const UnfoldModel *model)
{
    return &model->packed;
}

size_t unfold_model_bytes(const UnfoldModel *model)
{
    const size_t numbers = unfold_shape_weights(&model->shape) + model->packed.numbers;
    return sizeof *model + numbers * sizeof *model->weights;
}
