/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "file/model_read.h"

#include "file/aidax_layers.h"
#include "file/aidax_test.h"
#include "file/facts_map.h"
#include "file/json.h"
#include "file/model_keys.h"

#include <math.h>
#include <stdlib.h>

#define DEFAULT_RATE 48000 /* Hz */

/* A difference beyond this is told; and how many multiply-adds the test may take. */
#define TEST_TOLERANCE 1e-4
#define TEST_WORK 1e9

static UnfoldStatus read_skip(const json_t *root, uint32_t *skip, UnfoldError *error)
{
    double given = 0;
    if (!json_object_get(root, "in_skip"))
        return UNFOLD_OK;
    const UnfoldStatus status = unfold_json_number(root, "in_skip", &given, error);
    if (!status && given != 0 && given != 1)
        return unfold_fail(error, UNFOLD_UNSUPPORTED, "'in_skip' is %g, not 0 or 1",
                           given);
    *skip = given > 0;
    return status;
}

static UnfoldStatus read_gain(const json_t *root, const char *key, UnfoldReal *gain,
                              UnfoldError *error)
{
    double decibels = 0;
    *gain = 1;
    if (!json_object_get(root, key))
        return UNFOLD_OK;
    const UnfoldStatus status = unfold_json_number(root, key, &decibels, error);
    if (status)
        return status;
    if (decibels > UNFOLD_AIDAX_MAX_GAIN)
        return unfold_fail(error, UNFOLD_UNSUPPORTED, "'%s' is %g, more than %d dB",
                           key, decibels, UNFOLD_AIDAX_MAX_GAIN);
    *gain = decibels > UNFOLD_AIDAX_NO_GAIN ? (UnfoldReal)pow(10, decibels / 20) : 0;
    return UNFOLD_OK;
}

static UnfoldShape shape_of(const UnfoldAidaxLayers *chain)
{
    const UnfoldAidaxLayer *head = &chain->dense[chain->dense_count - 1];
    UnfoldShape shape = {.cell = chain->cell,
                         .layers = chain->recurrent_count,
                         .outputs = head->units,
                         .output = head->activation,
                         .dense_count = chain->dense_count - 1};
    for (uint32_t l = 0; l < chain->recurrent_count; ++l)
        if (chain->recurrent[l].units > shape.hidden)
            shape.hidden = chain->recurrent[l].units;
    for (uint32_t k = 0; k < shape.dense_count; ++k)
        shape.dense[k] =
            (UnfoldDense){chain->dense[k].units, chain->dense[k].activation};
    return shape;
}

static UnfoldStatus read_shape(const json_t *root, UnfoldAidaxLayers *chain,
                               UnfoldShape *shape, UnfoldGains *gains,
                               UnfoldError *error)
{
    static const char *const keys[] = {
        "in_shape",   "layers",      "in_skip",      "in_gain",       "out_gain",
        "samplerate", "input_batch", "output_batch", UNFOLD_METADATA, NULL};
    uint32_t inputs = 0, skip = 0;
    UnfoldStatus status =
        unfold_aidax_units(root, "in_shape", 1 + UNFOLD_MAX_KNOBS, &inputs, error);
    if (!status)
        status =
            unfold_aidax_layers(json_object_get(root, "layers"), inputs, chain, error);
    if (!status)
        status = read_skip(root, &skip, error);
    if (!status)
        status = read_gain(root, "in_gain", &gains->input, error);
    if (!status)
        status = read_gain(root, "out_gain", &gains->output, error);
    if (!status)
        status = unfold_json_check_keys(root, keys, "", error);
    if (status)
        return status;
    *shape = shape_of(chain);
    shape->inputs = inputs;
    shape->skip = skip;
    shape->gains = gains->input != 1 || gains->output != 1;
    return unfold_shape_check(shape, error);
}

static UnfoldStatus read_model(const json_t *root, double rate, UnfoldModel **model,
                               UnfoldError *error)
{
    UnfoldAidaxLayers chain;
    UnfoldShape shape;
    UnfoldGains gains;
    UnfoldStatus status = read_shape(root, &chain, &shape, &gains, error);
    if (status)
        return status;
    const size_t count = unfold_shape_weights(&shape);
    UnfoldReal *weights = calloc(count, sizeof *weights);
    UnfoldReal *scratch =
        malloc((count + 4 * 4 * (size_t)shape.hidden) * sizeof *scratch);
    status = weights && scratch
                 ? unfold_aidax_weights(&chain, &shape, scratch, weights, error)
                 : unfold_no_memory(error);
    if (weights && !status && shape.gains) {
        weights[count - 2] = gains.input;
        weights[count - 1] = gains.output;
    }
    if (!status)
        status = unfold_model_new(&shape, rate, weights, model, error);
    free(scratch);
    free(weights);
    return status;
}

/* The rate of the root, else that among the metadata, else the usual one. */
static UnfoldStatus read_rate(const json_t *root, const json_t *metadata, double *rate,
                              UnfoldError *error)
{
    UnfoldStatus status = unfold_read_rate(root, "samplerate", rate, error);
    if (!status && !(*rate > 0))
        status = unfold_read_rate(metadata, "samplerate", rate, error);
    if (!status && !(*rate > 0))
        *rate = DEFAULT_RATE;
    return status;
}

/* Names and defaults where we wrote them, else none. */
static UnfoldStatus read_knobs(const json_t *metadata, size_t count, UnfoldKnobs *knobs,
                               UnfoldError *error)
{
    const json_t *list = json_object_get(metadata, UNFOLD_KNOBS);
    UnfoldStatus status = UNFOLD_OK;
    bool named = json_is_array(list) && json_array_size(list) == count;
    for (size_t k = 0; named && k < count; ++k) {
        const json_t *given = json_array_get(list, k);
        const char *name;
        double value;
        status = unfold_json_text(given, "name", &name, NULL);
        if (!status)
            status = unfold_json_number(given, "default", &value, NULL);
        if (!status)
            status = unfold_knobs_add(knobs, name, value, NULL);
        named = !status;
    }
    if (named)
        return UNFOLD_OK;
    *knobs = (UnfoldKnobs){0};
    return unfold_read_nameless_knobs(count, knobs, error);
}

static UnfoldStatus compare(const json_t *in, const json_t *out, size_t samples,
                            UnfoldModelFile *file, UnfoldError *error)
{
    UnfoldReal *batches = malloc(3 * samples * sizeof *batches);
    UnfoldReal *wanted = batches + samples, *heard = wanted + samples;
    double worst = 0;
    if (!batches)
        return unfold_no_memory(error);
    UnfoldStatus status =
        unfold_json_numbers(in, "input_batch", samples, batches, error);
    if (!status)
        status = unfold_json_numbers(out, "output_batch", samples, wanted, error);
    const double work =
        TEST_WORK / (double)unfold_shape_multiply_adds(unfold_model_shape(file->model));
    const size_t played = (double)samples < work ? samples : (size_t)work;
    if (!status)
        status = unfold_aidax_test(file->model, batches, played, heard, error);
    for (size_t k = 0; !status && k < played; ++k)
        if (!(fabs((double)heard[k] - (double)wanted[k]) <= worst))
            worst = isfinite(heard[k]) ? fabs((double)heard[k] - (double)wanted[k])
                                       : INFINITY;
    free(batches);
    if (worst > TEST_TOLERANCE)
        unfold_model_warn(file,
                          "fails its own test: what it plays of 'input_batch' differs "
                          "from 'output_batch' by up to %.2g",
                          worst);
    return status;
}

static UnfoldStatus check_batches(const json_t *root, UnfoldModelFile *file,
                                  UnfoldError *error)
{
    const json_t *in = json_object_get(root, "input_batch");
    const json_t *out = json_object_get(root, "output_batch");
    const size_t samples = json_array_size(in);
    if (!in && !out)
        return UNFOLD_OK;
    if (!samples || samples != json_array_size(out))
        return unfold_fail(error, UNFOLD_BAD_FILE,
                           "'input_batch' has %zu numbers and 'output_batch' %zu",
                           samples, json_array_size(out));
    if (unfold_model_shape(file->model)->outputs != 1)
        return UNFOLD_OK;
    return compare(in, out, samples, file, error);
}

UnfoldStatus unfold_aidax_read(const json_t *root, double rate, UnfoldModelFile *file,
                               UnfoldError *error)
{
    const json_t *metadata = json_object_get(root, UNFOLD_METADATA);
    UnfoldStatus status = UNFOLD_OK;
    if (metadata && !json_is_object(metadata) && !json_is_null(metadata))
        return unfold_fail(error, UNFOLD_BAD_FILE, "'metadata' is not an object");
    if (!(rate > 0))
        status = read_rate(root, metadata, &rate, error);
    if (!status)
        status = read_model(root, rate, &file->model, error);
    if (!status)
        status = check_batches(root, file, error);
    if (!status)
        status = read_knobs(metadata, unfold_model_shape(file->model)->inputs - 1,
                            &file->knobs, error);
    if (status)
        return status;
    file->facts = unfold_facts_from_aidax(metadata);
    return file->facts ? UNFOLD_OK : unfold_no_memory(error);
}
