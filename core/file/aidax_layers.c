/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "file/aidax_layers.h"

#include "file/gates.h"
#include "file/json.h"

#include <string.h>

static UnfoldStatus unsupported(const char *what, UnfoldError *error)
{
    return unfold_fail(error, UNFOLD_UNSUPPORTED, "%s is not supported", what);
}

/* "" is linear. */
static UnfoldStatus read_activation(const json_t *given, UnfoldActivation *activation,
                                    UnfoldError *error)
{
    const char *name;
    const UnfoldStatus status = unfold_json_text(given, "activation", &name, error);
    *activation = UNFOLD_LINEAR;
    if (status || !*name || unfold_activation_from_name(name, activation))
        return status;
    return unfold_fail(error, UNFOLD_UNSUPPORTED, "'activation' is unknown: '%.64s'",
                       name);
}

UnfoldStatus unfold_aidax_units(const json_t *object, const char *key, uint32_t most,
                                uint32_t *units, UnfoldError *error)
{
    const json_t *shape = json_object_get(object, key);
    const size_t size = json_array_size(shape);
    const json_t *last = size ? json_array_get(shape, size - 1) : NULL;
    if (!json_is_integer(last))
        return unfold_fail(error, UNFOLD_BAD_FILE,
                           "'%s' is not a list that ends with a whole number", key);
    const json_int_t value = json_integer_value(last);
    if (value < 1 || value > most)
        return unfold_fail(error, UNFOLD_UNSUPPORTED,
                           "'%s' ends with %lld, not 1 to %u", key, (long long)value,
                           most);
    *units = (uint32_t)value;
    return UNFOLD_OK;
}

static UnfoldStatus check_row(const json_t *array, const char *name, size_t count,
                              UnfoldError *error)
{
    if (!json_is_array(array) || json_array_size(array) != count)
        return unfold_fail(error, UNFOLD_BAD_FILE,
                           "'%s' has %zu numbers instead of %zu", name,
                           json_array_size(array), count);
    return UNFOLD_OK;
}

static UnfoldStatus check_parts(const UnfoldAidaxLayer *layer, size_t least,
                                size_t most, UnfoldError *error)
{
    const size_t parts = json_array_size(layer->weights);
    if (json_is_array(layer->weights) && parts >= least && parts <= most)
        return UNFOLD_OK;
    return unfold_fail(error, UNFOLD_BAD_FILE, "'weights' has %zu parts instead of %zu",
                       parts, most);
}

static UnfoldStatus check_recurrent(const UnfoldAidaxLayer *layer, UnfoldCell cell,
                                    UnfoldError *error)
{
    const size_t gates = unfold_cell_gates(cell) * (size_t)layer->units;
    UnfoldStatus status = check_parts(layer, 3, 3, error);
    if (!status)
        status = unfold_json_check_rows(json_array_get(layer->weights, 0), "kernel",
                                        layer->inputs, gates, error);
    if (!status)
        status = unfold_json_check_rows(json_array_get(layer->weights, 1), "recurrent",
                                        layer->units, gates, error);
    const json_t *bias = json_array_get(layer->weights, 2);
    if (!status && cell == UNFOLD_GRU)
        status = unfold_json_check_rows(bias, "bias", 2, gates, error);
    else if (!status)
        status = check_row(bias, "bias", gates, error);
    return status;
}

static UnfoldStatus check_dense(const UnfoldAidaxLayer *layer, UnfoldError *error)
{
    UnfoldStatus status = check_parts(layer, 1, 2, error);
    if (!status)
        status = unfold_json_check_rows(json_array_get(layer->weights, 0), "kernel",
                                        layer->inputs, layer->units, error);
    if (!status && json_array_size(layer->weights) == 2)
        status =
            check_row(json_array_get(layer->weights, 1), "bias", layer->units, error);
    return status;
}

static UnfoldStatus add_recurrent(UnfoldAidaxLayers *chain, UnfoldCell cell,
                                  UnfoldAidaxLayer layer, UnfoldError *error)
{
    if (chain->dense_count)
        return unsupported("a recurrent layer after a dense one", error);
    if (chain->recurrent_count && cell != chain->cell)
        return unsupported("a mix of gru and lstm layers", error);
    if (chain->recurrent_count == UNFOLD_MAX_LAYERS)
        return unfold_fail(error, UNFOLD_UNSUPPORTED, "more than %d recurrent layers",
                           UNFOLD_MAX_LAYERS);
    chain->cell = cell;
    chain->recurrent[chain->recurrent_count++] = layer;
    return check_recurrent(&layer, cell, error);
}

static UnfoldStatus add_dense(UnfoldAidaxLayers *chain, UnfoldAidaxLayer layer,
                              UnfoldError *error)
{
    if (!chain->recurrent_count)
        return unsupported("a dense layer before a recurrent one", error);
    if (chain->dense_count == UNFOLD_MAX_DENSE + 1)
        return unfold_fail(error, UNFOLD_UNSUPPORTED, "more than %d dense layers",
                           UNFOLD_MAX_DENSE + 1);
    chain->dense[chain->dense_count++] = layer;
    return check_dense(&layer, error);
}

/* A layer of its own, which becomes part of the dense one before it. */
static UnfoldStatus add_activation(UnfoldAidaxLayers *chain, const json_t *given,
                                   UnfoldError *error)
{
    UnfoldActivation activation;
    const UnfoldStatus status = read_activation(given, &activation, error);
    if (status || activation == UNFOLD_LINEAR)
        return status;
    if (!chain->dense_count)
        return unsupported("an activation that follows no dense layer", error);
    UnfoldAidaxLayer *last = &chain->dense[chain->dense_count - 1];
    if (last->activation != UNFOLD_LINEAR)
        return unsupported("an activation after another", error);
    last->activation = activation;
    return UNFOLD_OK;
}

static UnfoldStatus add_layer(UnfoldAidaxLayers *chain, const json_t *given,
                              uint32_t inputs, UnfoldError *error)
{
    static const char *const keys[] = {"type", "activation", "shape", "weights", NULL};
    const char *type;
    UnfoldAidaxLayer layer = {.inputs = inputs};
    if (!json_is_object(given))
        return unfold_fail(error, UNFOLD_BAD_FILE, "is not an object");
    UnfoldStatus status = unfold_json_text(given, "type", &type, error);
    if (status)
        return status;
    const bool dense =
        !strcmp(type, "dense") || !strcmp(type, "time-distributed-dense");
    const bool lstm = !strcmp(type, "lstm"), gru = !strcmp(type, "gru");
    const bool activation = !strcmp(type, "activation");
    if (!dense && !lstm && !gru && !activation)
        return unfold_fail(error, UNFOLD_UNSUPPORTED,
                           "'type' is '%.64s', which is not supported: only recurrent "
                           "networks are",
                           type);
    status = unfold_json_check_keys(given, keys, "", error);
    if (!status && activation)
        return add_activation(chain, given, error);
    if (!status)
        status =
            unfold_aidax_units(given, "shape", UNFOLD_MAX_HIDDEN, &layer.units, error);
    if (!status && dense)
        status = read_activation(given, &layer.activation, error);
    if (status)
        return status;
    layer.weights = json_object_get(given, "weights");
    return dense ? add_dense(chain, layer, error)
                 : add_recurrent(chain, gru ? UNFOLD_GRU : UNFOLD_LSTM, layer, error);
}

UnfoldStatus unfold_aidax_layers(const json_t *layers, uint32_t inputs,
                                 UnfoldAidaxLayers *chain, UnfoldError *error)
{
    *chain = (UnfoldAidaxLayers){0};
    if (!json_is_array(layers))
        return unfold_fail(error, UNFOLD_BAD_FILE, "'layers' is not an array");
    for (size_t k = 0; k < json_array_size(layers); ++k) {
        UnfoldError reason;
        const UnfoldStatus status =
            add_layer(chain, json_array_get(layers, k), inputs, &reason);
        if (status)
            return unfold_fail(error, status, "'layers', number %zu: %s", k + 1,
                               reason.text);
        inputs = chain->dense_count ? chain->dense[chain->dense_count - 1].units
                 : chain->recurrent_count
                     ? chain->recurrent[chain->recurrent_count - 1].units
                     : inputs;
    }
    if (!chain->recurrent_count)
        return unfold_fail(error, UNFOLD_UNSUPPORTED,
                           "'layers' is no recurrent network: it has no lstm or gru");
    if (!chain->dense_count)
        return unfold_fail(error, UNFOLD_UNSUPPORTED,
                           "'layers' ends with a recurrent layer: a dense one is "
                           "needed after it");
    return UNFOLD_OK;
}

static UnfoldStatus fill_recurrent(const UnfoldAidaxLayer *from, uint32_t l,
                                   const UnfoldShape *shape, UnfoldReal *scratch,
                                   UnfoldReal *weights, UnfoldError *error)
{
    const UnfoldLayer to = unfold_layer_in(shape, weights, l);
    const size_t units = from->units, wide = shape->hidden;
    const size_t gates = unfold_cell_gates(shape->cell) * units;
    const bool gru = shape->cell == UNFOLD_GRU;
    const unsigned char *order = gru ? unfold_gates_zrn : unfold_gates_same;
    const json_t *bias = json_array_get(from->weights, 2);
    UnfoldReal *wider = scratch + 2 * gates; /* both biases, as wide as the layer */
    UnfoldStatus status = unfold_json_rows(json_array_get(from->weights, 0), "kernel",
                                           from->inputs, gates, scratch, error);
    if (!status)
        unfold_gates_place(scratch, from->inputs, units, order, shape, to.input);
    if (!status)
        status = unfold_json_rows(json_array_get(from->weights, 1), "recurrent", units,
                                  gates, scratch, error);
    if (!status)
        unfold_gates_place(scratch, units, units, order, shape, to.recurrent);
    if (!status && !gru)
        status = unfold_json_numbers(bias, "bias", gates, scratch, error);
    if (!status && !gru)
        unfold_gates_place(scratch, 1, units, order, shape, to.bias);
    if (status || !gru)
        return status;
    status = unfold_json_rows(bias, "bias", 2, gates, scratch, error);
    if (status)
        return status;
    memset(wider, 0, 2 * 3 * wide * sizeof *wider);
    unfold_gates_place(scratch, 2, units, order, shape, wider);
    unfold_join_biases(wider, wider + 3 * wide, shape, to.bias, to.candidate_bias);
    return UNFOLD_OK;
}

static UnfoldStatus fill_dense(const UnfoldAidaxLayer *from, uint32_t k,
                               const UnfoldShape *shape, UnfoldReal *weights,
                               UnfoldError *error)
{
    const UnfoldHead to = unfold_dense_in(shape, weights, k);
    UnfoldStatus status =
        unfold_json_rows(json_array_get(from->weights, 0), "kernel", from->inputs,
                         from->units, to.weights, error);
    if (!status && json_array_size(from->weights) == 2)
        status = unfold_json_numbers(json_array_get(from->weights, 1), "bias",
                                     from->units, to.bias, error);
    return status;
}

UnfoldStatus unfold_aidax_weights(const UnfoldAidaxLayers *chain,
                                  const UnfoldShape *shape, UnfoldReal *scratch,
                                  UnfoldReal *weights, UnfoldError *error)
{
    UnfoldError reason;
    UnfoldStatus status = UNFOLD_OK;
    uint32_t at = 0;
    for (; !status && at < chain->recurrent_count; ++at)
        status =
            fill_recurrent(&chain->recurrent[at], at, shape, scratch, weights, &reason);
    if (status)
        return unfold_fail(error, status, "recurrent layer %u: %s", at, reason.text);
    for (at = 0; !status && at < chain->dense_count; ++at)
        status = fill_dense(&chain->dense[at], at, shape, weights, &reason);
    if (status)
        return unfold_fail(error, status, "dense layer %u: %s", at, reason.text);
    return UNFOLD_OK;
}
