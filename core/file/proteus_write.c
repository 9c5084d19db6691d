/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "file/model_write.h"

#include "file/gates.h"
#include "file/json_write.h"

#include <stdlib.h>
#include <string.h>

typedef struct {
    FILE *out;
    const UnfoldShape *shape;
    UnfoldReal *scratch;
} Writer;

/* Ours [cols][rows] as theirs [rows][cols], a row a line. */
static UnfoldStatus write_matrix(const Writer *writer, const char *name, uint32_t layer,
                                 const UnfoldReal *ours, size_t rows, size_t cols)
{
    UnfoldStatus status = UNFOLD_OK;
    unfold_transpose(ours, cols, rows, rows, writer->scratch);
    fprintf(writer->out, "    \"rec.%s_l%u\": [\n", name, layer);
    for (size_t row = 0; !status && row < rows; ++row) {
        fputs("      ", writer->out);
        status = unfold_write_row(writer->out, writer->scratch + row * cols, cols);
        fputs(row + 1 < rows ? ",\n" : "\n", writer->out);
    }
    fputs("    ],\n", writer->out);
    return status;
}

static UnfoldStatus write_vector(const Writer *writer, const char *name, uint32_t layer,
                                 const UnfoldReal *vector, size_t count)
{
    fprintf(writer->out, "    \"rec.%s_l%u\": ", name, layer);
    const UnfoldStatus status = unfold_write_row(writer->out, vector, count);
    fputs(",\n", writer->out);
    return status;
}

/* Our one bias is their input's; the recurrent one is 0, but for a GRU's candidate. */
static UnfoldStatus write_layer(const Writer *writer, uint32_t l, UnfoldReal *weights)
{
    const UnfoldShape *shape = writer->shape;
    const UnfoldLayer layer = unfold_layer_in(shape, weights, l);
    const size_t h = shape->hidden, gh = unfold_cell_gates(shape->cell) * h;
    UnfoldStatus status = write_matrix(writer, "weight_ih", l, layer.input, gh,
                                       unfold_shape_layer_inputs(shape, l));
    if (!status)
        status = write_matrix(writer, "weight_hh", l, layer.recurrent, gh, h);
    if (!status)
        status = write_vector(writer, "bias_ih", l, layer.bias, gh);
    memset(writer->scratch, 0, gh * sizeof *weights);
    if (layer.candidate_bias)
        memcpy(writer->scratch + 2 * h, layer.candidate_bias, h * sizeof *weights);
    return status ? status : write_vector(writer, "bias_hh", l, writer->scratch, gh);
}

static UnfoldStatus write_head(const Writer *writer, UnfoldReal *weights)
{
    const UnfoldHead head = unfold_dense_in(writer->shape, weights, 0);
    const size_t h = writer->shape->hidden, outputs = writer->shape->outputs;
    UnfoldStatus status = UNFOLD_OK;
    unfold_transpose(head.weights, h, outputs, outputs, writer->scratch);
    fputs("    \"lin.weight\": [\n", writer->out);
    for (size_t row = 0; !status && row < outputs; ++row) {
        fputs("      ", writer->out);
        status = unfold_write_row(writer->out, writer->scratch + row * h, h);
        fputs(row + 1 < outputs ? ",\n" : "\n", writer->out);
    }
    fputs("    ],\n    \"lin.bias\": ", writer->out);
    if (!status)
        status = unfold_write_row(writer->out, head.bias, outputs);
    fputs("\n", writer->out);
    return status;
}

UnfoldStatus unfold_proteus_write(FILE *out, const UnfoldModelFile *file)
{
    static const char *const units[] = {
        [UNFOLD_RNN] = "RNN", [UNFOLD_GRU] = "GRU", [UNFOLD_LSTM] = "LSTM"};
    const UnfoldShape *shape = unfold_model_shape(file->model);
    UnfoldReal *weights = (UnfoldReal *)unfold_model_weights(file->model);
    const Writer writer = {
        out, shape,
        malloc((unfold_shape_weights(shape) + 4 * (size_t)shape->hidden) *
               sizeof *weights)};
    UnfoldStatus status = writer.scratch ? UNFOLD_OK : UNFOLD_NO_MEMORY;
    fprintf(out,
            "{\n  \"model_data\": {\n    \"model\": \"SimpleRNN\",\n    "
            "\"input_size\": %u,\n    \"skip\": %u,\n    \"output_size\": %u,\n    "
            "\"unit_type\": \"%s\",\n    \"num_layers\": %u,\n    \"hidden_size\": "
            "%u,\n    \"bias_fl\": true\n  },\n  \"state_dict\": {\n",
            shape->inputs, shape->skip, shape->outputs, units[shape->cell],
            shape->layers, shape->hidden);
    for (uint32_t l = 0; !status && l < shape->layers; ++l)
        status = write_layer(&writer, l, weights);
    if (!status)
        status = write_head(&writer, weights);
    fputs("  }\n}\n", out);
    free(writer.scratch);
    return status;
}
