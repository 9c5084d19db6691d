/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "file/model_write.h"

#include "file/aidax_test.h"
#include "file/facts_map.h"
#include "file/gates.h"
#include "file/json_write.h"
#include "file/model_keys.h"

#include <math.h>
#include <stdlib.h>

static UnfoldStatus write_rows(FILE *out, const UnfoldReal *rows, size_t count,
                               size_t cols)
{
    UnfoldStatus status = UNFOLD_OK;
    fputs("        [\n", out);
    for (size_t row = 0; !status && row < count; ++row) {
        fputs("          ", out);
        status = unfold_write_row(out, rows + row * cols, cols);
        fputs(row + 1 < count ? ",\n" : "\n", out);
    }
    fputs("        ]", out);
    return status;
}

static void begin_layer(FILE *out, const char *type, const char *activation,
                        uint32_t units)
{
    fprintf(out,
            "    {\n      \"type\": \"%s\",\n      \"activation\": \"%s\",\n      "
            "\"shape\": [null, null, %u],\n      \"weights\": [\n",
            type, activation, units);
}

/* rows [count][G H] with the gates in their order; `order` is its own reverse. */
static UnfoldStatus write_gates(FILE *out, const UnfoldShape *shape,
                                const UnfoldReal *rows, size_t count,
                                UnfoldReal *scratch)
{
    const unsigned char *order =
        shape->cell == UNFOLD_GRU ? unfold_gates_zrn : unfold_gates_same;
    unfold_gates_place(rows, count, shape->hidden, order, shape, scratch);
    return write_rows(out, scratch, count,
                      unfold_cell_gates(shape->cell) * (size_t)shape->hidden);
}

/* One row for an LSTM; for a GRU that of the input, and the recurrent one, whose
   candidate alone is not zero. */
static UnfoldStatus write_bias(FILE *out, const UnfoldShape *shape,
                               const UnfoldLayer *layer, UnfoldReal *scratch)
{
    const size_t h = shape->hidden;
    if (shape->cell == UNFOLD_LSTM) {
        fputs("        ", out);
        return unfold_write_row(out, layer->bias, 4 * h);
    }
    UnfoldReal *both = scratch + 2 * 3 * h;
    for (size_t k = 0; k < 3 * h; ++k) {
        both[k] = layer->bias[k];
        both[3 * h + k] = k < 2 * h ? 0 : layer->candidate_bias[k - 2 * h];
    }
    return write_gates(out, shape, both, 2, scratch);
}

static UnfoldStatus write_recurrent(FILE *out, const UnfoldModel *model, uint32_t l,
                                    UnfoldReal *scratch)
{
    const UnfoldShape *shape = unfold_model_shape(model);
    const UnfoldLayer layer =
        unfold_layer_in(shape, (UnfoldReal *)unfold_model_weights(model), l);
    begin_layer(out, unfold_cell_name(shape->cell), "", shape->hidden);
    UnfoldStatus status = write_gates(out, shape, layer.input,
                                      unfold_shape_layer_inputs(shape, l), scratch);
    fputs(",\n", out);
    if (!status)
        status = write_gates(out, shape, layer.recurrent, shape->hidden, scratch);
    fputs(",\n", out);
    if (!status)
        status = write_bias(out, shape, &layer, scratch);
    fputs("\n      ]\n    },\n", out);
    return status;
}

static UnfoldStatus write_dense(FILE *out, const UnfoldModel *model, uint32_t k)
{
    const UnfoldShape *shape = unfold_model_shape(model);
    const UnfoldHead part =
        unfold_dense_in(shape, (UnfoldReal *)unfold_model_weights(model), k);
    const UnfoldDense dense = unfold_shape_dense(shape, k);
    begin_layer(out, "dense",
                dense.activation == UNFOLD_LINEAR
                    ? ""
                    : unfold_activation_name(dense.activation),
                dense.units);
    UnfoldStatus status =
        write_rows(out, part.weights, unfold_shape_dense_inputs(shape, k), dense.units);
    fputs(",\n        ", out);
    if (!status)
        status = unfold_write_row(out, part.bias, dense.units);
    fputs(k < shape->dense_count ? "\n      ]\n    },\n" : "\n      ]\n    }\n", out);
    return status;
}

static UnfoldStatus write_layers(FILE *out, const UnfoldModel *model)
{
    const UnfoldShape *shape = unfold_model_shape(model);
    UnfoldReal *scratch =
        malloc((unfold_shape_weights(shape) + 4 * 4 * (size_t)shape->hidden) *
               sizeof *scratch);
    UnfoldStatus status = scratch ? UNFOLD_OK : UNFOLD_NO_MEMORY;
    fputs("  \"layers\": [\n", out);
    for (uint32_t l = 0; !status && l < shape->layers; ++l)
        status = write_recurrent(out, model, l, scratch);
    for (uint32_t k = 0; !status && k <= shape->dense_count; ++k)
        status = write_dense(out, model, k);
    fputs("  ]\n", out);
    free(scratch);
    return status;
}

/* A plucked fifth that swells and fades: noise would drive some models into chaos,
   where no two programs agree. */
static UnfoldStatus write_batches(FILE *out, const UnfoldModel *model)
{
    UnfoldReal x[UNFOLD_AIDAX_TEST_SAMPLES], y[UNFOLD_AIDAX_TEST_SAMPLES];
    for (size_t t = 0; t < UNFOLD_AIDAX_TEST_SAMPLES; ++t) {
        const double n = (double)t, level = n / 256 * exp(1 - n / 256);
        x[t] = (UnfoldReal)(0.25 * level * (sin(0.0144 * n) + sin(0.0216 * n)));
    }
    UnfoldStatus status =
        unfold_aidax_test(model, x, UNFOLD_AIDAX_TEST_SAMPLES, y, NULL);
    for (size_t t = 0; t < UNFOLD_AIDAX_TEST_SAMPLES; ++t)
        if (status || !isfinite(y[t])) /* weights beyond all measure: no test */
            return status;
    fputs("  \"input_batch\": ", out);
    status = unfold_write_row(out, x, UNFOLD_AIDAX_TEST_SAMPLES);
    fputs(",\n  \"output_batch\": ", out);
    if (!status)
        status = unfold_write_row(out, y, UNFOLD_AIDAX_TEST_SAMPLES);
    fputs(",\n", out);
    return status;
}

static UnfoldStatus write_gain(FILE *out, const char *key, UnfoldReal gain)
{
    fprintf(out, "  \"%s\": ", key);
    const UnfoldStatus status = unfold_write_number(
        out, gain > 0 ? 20 * log10((double)gain) : UNFOLD_AIDAX_NO_GAIN);
    fputs(",\n", out);
    return status;
}

static UnfoldStatus write_gains(FILE *out, const UnfoldModel *model)
{
    const UnfoldShape *shape = unfold_model_shape(model);
    const UnfoldGains gains = unfold_gains_in(shape, unfold_model_weights(model));
    if (!shape->gains)
        return UNFOLD_OK;
    const UnfoldStatus status = write_gain(out, "in_gain", gains.input);
    return status ? status : write_gain(out, "out_gain", gains.output);
}

static UnfoldStatus write_metadata(FILE *out, const UnfoldModelFile *file)
{
    json_t *metadata = unfold_facts_to_aidax(file->facts);
    UnfoldStatus status = metadata ? UNFOLD_OK : UNFOLD_NO_MEMORY;
    if (!status && file->knobs.count &&
        json_object_set_new_nocheck(metadata, UNFOLD_KNOBS,
                                    unfold_knobs_list(&file->knobs)))
        status = UNFOLD_NO_MEMORY;
    fprintf(out, "  \"%s\": ", UNFOLD_METADATA);
    if (!status)
        status = unfold_write_members(out, metadata, 4);
    fputs(",\n", out);
    json_decref(metadata);
    return status;
}

UnfoldStatus unfold_aidax_write(FILE *out, const UnfoldModelFile *file)
{
    const UnfoldShape *shape = unfold_model_shape(file->model);
    fprintf(out, "{\n  \"in_shape\": [null, null, %u],\n  \"in_skip\": %u,\n",
            shape->inputs, shape->skip);
    UnfoldStatus status = write_gains(out, file->model);
    fputs("  \"samplerate\": ", out);
    if (!status)
        status = unfold_write_number(out, unfold_model_sample_rate(file->model));
    fputs(",\n", out);
    if (!status)
        status = write_metadata(out, file);
    if (!status)
        status = write_batches(out, file->model);
    if (!status)
        status = write_layers(out, file->model);
    fputs("}\n", out);
    return status;
}
