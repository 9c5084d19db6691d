/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "file/model_read.h"

#include "file/facts_json.h"
#include "file/gates.h"
#include "file/json.h"
#include "file/model_keys.h"

#include <stdlib.h>
#include <string.h>

/* The tensors of a layer, and the head's. */
enum { WEIGHT_IH, WEIGHT_HH, BIAS_IH, BIAS_HH, TENSORS };
static const char *const tensor_names[] = {"weight_ih", "weight_hh", "bias_ih",
                                           "bias_hh"};

#define LINEAR_WEIGHT "lin.weight"
#define LINEAR_BIAS "lin.bias"
typedef char Name[32];

static void name_of(uint32_t layer, int tensor, Name name)
{
    snprintf(name, sizeof(Name), "rec.%s_l%u", tensor_names[tensor], layer);
}

static UnfoldStatus read_cell(const json_t *data, UnfoldCell *cell, UnfoldError *error)
{
    static const char *const names[] = {"RNN", "GRU", "LSTM"};
    const char *model, *unit;
    UnfoldStatus status = unfold_json_text(data, "model", &model, error);
    if (!status && strcmp(model, "SimpleRNN") != 0)
        return unfold_fail(error, UNFOLD_UNSUPPORTED,
                           "'model' is '%.64s': of such files only \"SimpleRNN\" is "
                           "supported",
                           model);
    if (!status)
        status = unfold_json_text(data, "unit_type", &unit, error);
    if (status)
        return status;
    for (size_t k = 0; k < sizeof names / sizeof *names; ++k)
        if (!strcmp(unit, names[k])) {
            *cell = (UnfoldCell)k;
            return UNFOLD_OK;
        }
    return unfold_fail(error, UNFOLD_UNSUPPORTED, "'unit_type' is unknown: '%.64s'",
                       unit);
}

static UnfoldStatus read_shape(const json_t *data, UnfoldShape *shape, bool *has_bias,
                               UnfoldError *error)
{
    static const char *const keys[] = {"model",       "input_size", "skip",
                                       "output_size", "unit_type",  "num_layers",
                                       "hidden_size", "bias_fl",    NULL};
    *shape = (UnfoldShape){0};
    UnfoldStatus status = read_cell(data, &shape->cell, error);
    const struct {
        const char *key;
        uint32_t most, *count;
    } counts[] = {{"input_size", 1 + UNFOLD_MAX_KNOBS, &shape->inputs},
                  {"output_size", UNFOLD_MAX_OUTPUTS, &shape->outputs},
                  {"num_layers", UNFOLD_MAX_LAYERS, &shape->layers},
                  {"hidden_size", UNFOLD_MAX_HIDDEN, &shape->hidden}};
    for (size_t k = 0; !status && k < sizeof counts / sizeof *counts; ++k)
        status = unfold_json_count_in(data, counts[k].key, 1, counts[k].most,
                                      counts[k].count, error);
    const uint32_t least =
        shape->inputs < shape->outputs ? shape->inputs : shape->outputs;
    if (!status)
        status = unfold_json_count_in(data, "skip", 0, least, &shape->skip, error);
    if (!status)
        status = unfold_json_check_keys(data, keys, " in 'model_data'", error);
    const json_t *bias = json_object_get(data, "bias_fl");
    if (!status && !json_is_boolean(bias))
        status = unfold_fail(error, UNFOLD_BAD_FILE, "'bias_fl' is not true or false");
    *has_bias = json_is_true(bias);
    return status;
}

/* [rows][cols], or a flat array where `cols` is 0. */
static UnfoldStatus check_tensor(const json_t *state, const char *name, size_t rows,
                                 size_t cols, UnfoldError *error)
{
    const json_t *given = json_object_get(state, name);
    if (!given)
        return unfold_fail(error, UNFOLD_BAD_FILE, "the weights '%s' are missing",
                           name);
    if (cols)
        return unfold_json_check_rows(given, name, rows, cols, error);
    if (!json_is_array(given))
        return unfold_fail(error, UNFOLD_BAD_FILE, "'%s' is not an array", name);
    if (json_array_size(given) != rows)
        return unfold_fail(error, UNFOLD_BAD_FILE,
                           "'%s' has %zu numbers instead of %zu", name,
                           json_array_size(given), rows);
    return UNFOLD_OK;
}

static UnfoldStatus check_state(const json_t *state, const UnfoldShape *shape,
                                bool has_bias, UnfoldError *error)
{
    Name names[UNFOLD_MAX_LAYERS * TENSORS];
    const char *known[UNFOLD_MAX_LAYERS * TENSORS + 3];
    size_t count = 0;
    const size_t h = shape->hidden, gh = unfold_cell_gates(shape->cell) * h;
    UnfoldStatus status = UNFOLD_OK;
    for (uint32_t l = 0; l < shape->layers; ++l)
        for (int k = 0; !status && k < TENSORS; ++k) {
            const size_t cols = k == WEIGHT_IH   ? unfold_shape_layer_inputs(shape, l)
                                : k == WEIGHT_HH ? h
                                                 : 0;
            name_of(l, k, names[count]);
            known[count] = names[count];
            status = check_tensor(state, names[count++], gh, cols, error);
        }
    known[count++] = LINEAR_WEIGHT;
    if (!status)
        status = check_tensor(state, LINEAR_WEIGHT, shape->outputs, h, error);
    if (!status && has_bias)
        status = check_tensor(state, LINEAR_BIAS, shape->outputs, 0, error);
    if (has_bias)
        known[count++] = LINEAR_BIAS;
    known[count] = NULL;
    return status ? status
                  : unfold_json_check_keys(state, known, " in 'state_dict'", error);
}

static UnfoldStatus read_matrix(const json_t *state, const char *name, size_t rows,
                                size_t cols, UnfoldReal *scratch, UnfoldReal *to,
                                UnfoldError *error)
{
    const UnfoldStatus status = unfold_json_rows(json_object_get(state, name), name,
                                                 rows, cols, scratch, error);
    if (!status)
        unfold_transpose(scratch, rows, cols, cols, to);
    return status;
}

static UnfoldStatus read_layer(const json_t *state, const UnfoldShape *shape,
                               uint32_t l, UnfoldReal *scratch, UnfoldReal *weights,
                               UnfoldError *error)
{
    const size_t h = shape->hidden, gh = unfold_cell_gates(shape->cell) * h;
    const UnfoldLayer layer = unfold_layer_in(shape, weights, l);
    UnfoldReal *biases[] = {[BIAS_IH] = scratch, [BIAS_HH] = scratch + gh};
    Name name;
    name_of(l, WEIGHT_IH, name);
    UnfoldStatus status =
        read_matrix(state, name, gh, unfold_shape_layer_inputs(shape, l), scratch,
                    layer.input, error);
    name_of(l, WEIGHT_HH, name);
    if (!status)
        status = read_matrix(state, name, gh, h, scratch, layer.recurrent, error);
    for (int k = BIAS_IH; !status && k <= BIAS_HH; ++k) {
        name_of(l, k, name);
        status = unfold_json_numbers(json_object_get(state, name), name, gh, biases[k],
                                     error);
    }
    if (!status)
        unfold_join_biases(biases[BIAS_IH], biases[BIAS_HH], shape, layer.bias,
                           layer.candidate_bias);
    return status;
}

static UnfoldStatus read_weights(const json_t *state, const UnfoldShape *shape,
                                 bool has_bias, UnfoldReal *scratch,
                                 UnfoldReal *weights, UnfoldError *error)
{
    const UnfoldHead head = unfold_dense_in(shape, weights, 0);
    UnfoldStatus status = UNFOLD_OK;
    for (uint32_t l = 0; !status && l < shape->layers; ++l)
        status = read_layer(state, shape, l, scratch, weights, error);
    if (!status)
        status = read_matrix(state, LINEAR_WEIGHT, shape->outputs, shape->hidden,
                             scratch, head.weights, error);
    if (!status && has_bias)
        status = unfold_json_numbers(json_object_get(state, LINEAR_BIAS), LINEAR_BIAS,
                                     shape->outputs, head.bias, error);
    return status;
}

static UnfoldStatus read_model(const json_t *root, double rate, UnfoldModelFile *file,
                               UnfoldError *error)
{
    const json_t *data, *state;
    UnfoldShape shape;
    bool has_bias;
    UnfoldStatus status = unfold_json_object(root, "model_data", &data, error);
    if (!status)
        status = read_shape(data, &shape, &has_bias, error);
    if (!status)
        status = unfold_json_object(root, "state_dict", &state, error);
    if (!status)
        status = check_state(state, &shape, has_bias, error);
    if (status)
        return status;
    const size_t count = unfold_shape_weights(&shape);
    UnfoldReal *weights = calloc(count, sizeof *weights); /* absent biases are 0 */
    UnfoldReal *scratch =
        malloc((count + 2 * 4 * (size_t)shape.hidden) * sizeof *scratch);
    status = weights && scratch
                 ? read_weights(state, &shape, has_bias, scratch, weights, error)
                 : unfold_no_memory(error);
    if (!status)
        status = unfold_model_new(&shape, rate, weights, &file->model, error);
    free(scratch);
    free(weights);
    return status ? status
                  : unfold_read_nameless_knobs(shape.inputs - 1, &file->knobs, error);
}

UnfoldStatus unfold_proteus_read(const json_t *root, double rate, UnfoldModelFile *file,
                                 UnfoldError *error)
{
    static const char *const keys[] = {"model_data", "state_dict", UNFOLD_METADATA,
                                       NULL};
    json_t *metadata = json_object_get(root, UNFOLD_METADATA);
    UnfoldStatus status = UNFOLD_OK;
    if (metadata && !json_is_object(metadata) && !json_is_null(metadata))
        status = unfold_fail(error, UNFOLD_BAD_FILE, "'metadata' is not an object");
    if (!status && !(rate > 0))
        status = unfold_read_rate(metadata, "samplerate", &rate, error);
    if (!status)
        status = read_model(root, rate > 0 ? rate : UNFOLD_PROTEUS_RATE, file, error);
    if (!status) /* last, so that an old dialect is named first */
        status = unfold_json_check_keys(root, keys, "", error);
    if (status)
        return status;
    if (!(rate > 0))
        unfold_model_warn(file, "says no sample rate: %d Hz is assumed",
                          UNFOLD_PROTEUS_RATE);
    file->facts = unfold_facts_share(json_is_object(metadata) ? metadata : NULL, NULL);
    return file->facts ? UNFOLD_OK : unfold_no_memory(error);
}
