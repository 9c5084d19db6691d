/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "file/model_write.h"

#include "file/facts_map.h"
#include "file/json_write.h"
#include "file/model_keys.h"

/* One row of the gates' sums, [input | hidden]. */
static UnfoldStatus write_sums(FILE *out, const UnfoldLayer *layer, size_t inputs,
                               size_t hidden, size_t gate)
{
    UnfoldStatus status = UNFOLD_OK;
    for (size_t k = 0; !status && k < inputs + hidden; ++k) {
        const UnfoldReal *from = k < inputs
                                     ? layer->input + k * 4 * hidden
                                     : layer->recurrent + (k - inputs) * 4 * hidden;
        fputs(k ? ", " : "    ", out);
        status = unfold_write_real(out, from[gate]);
    }
    fputs(",\n", out);
    return status;
}

/* Zeros where there is no vector. */
static UnfoldStatus write_vector(FILE *out, const UnfoldReal *vector, size_t count,
                                 const char *end)
{
    UnfoldStatus status = UNFOLD_OK;
    for (size_t k = 0; !status && k < count; ++k) {
        fputs(k ? ", " : "    ", out);
        status = unfold_write_real(out, vector ? vector[k] : 0);
    }
    fputs(end, out);
    return status;
}

static UnfoldStatus write_weights(FILE *out, const UnfoldModel *model)
{
    const UnfoldShape *shape = unfold_model_shape(model);
    UnfoldReal *weights = (UnfoldReal *)unfold_model_weights(model);
    const UnfoldHead head = unfold_dense_in(shape, weights, 0);
    const size_t h = shape->hidden;
    UnfoldStatus status = UNFOLD_OK;
    for (uint32_t l = 0; !status && l < shape->layers; ++l) {
        const UnfoldLayer layer = unfold_layer_in(shape, weights, l);
        const size_t n = unfold_shape_layer_inputs(shape, l);
        for (size_t gate = 0; !status && gate < 4 * h; ++gate)
            status = write_sums(out, &layer, n, h, gate);
        if (!status)
            status = write_vector(out, layer.bias, 4 * h, ",\n");
        if (!status)
            status = write_vector(out, layer.h0, h, ",\n");
        if (!status)
            status = write_vector(out, layer.c0, h, ",\n");
    }
    if (!status)
        status = write_vector(out, head.weights, h, ",\n");
    return status ? status : write_vector(out, head.bias, 1, "\n");
}

UnfoldStatus unfold_nam_write(FILE *out, const UnfoldModelFile *file)
{
    const UnfoldShape *shape = unfold_model_shape(file->model);
    json_t *metadata = unfold_facts_to_nam(file->facts);
    UnfoldStatus status = metadata ? UNFOLD_OK : UNFOLD_NO_MEMORY;
    fprintf(out, "{\n  \"version\": \"%s\",\n  \"metadata\": ", UNFOLD_NAM_VERSION);
    if (!status)
        status = unfold_write_members(out, metadata, 4);
    fprintf(out,
            ",\n  \"architecture\": \"LSTM\",\n  \"config\": {\n    \"input_size\": "
            "1,\n    \"hidden_size\": %u,\n    \"num_layers\": %u\n  },\n  "
            "\"weights\": [\n",
            shape->hidden, shape->layers);
    if (!status)
        status = write_weights(out, file->model);
    fputs("  ],\n  \"sample_rate\": ", out);
    if (!status)
        status = unfold_write_number(out, unfold_model_sample_rate(file->model));
    fputs("\n}\n", out);
    json_decref(metadata);
    return status;
}
