/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "file/model_read.h"

#include "file/facts_json.h"
#include "file/json.h"
#include "file/listening_json.h"
#include "file/model_keys.h"

#include <stdlib.h>
#include <string.h>

/* That of the newest thing in the file. */
static uint32_t version_needed(const json_t *root)
{
    const json_t *weights = json_object_get(root, "weights");
    if (json_object_get(root, UNFOLD_FEATURES) ||
        json_object_get(root, UNFOLD_LISTENING))
        return UNFOLD_LISTENING_VERSION;
    if (json_object_get(root, UNFOLD_DENSE_LAYERS) ||
        json_object_get(weights, UNFOLD_GAINS_TENSOR))
        return UNFOLD_DENSE_VERSION;
    return json_object_get(root, UNFOLD_KNOBS) ? UNFOLD_KNOBS_VERSION : 1;
}

static UnfoldStatus check_version(const json_t *root, UnfoldError *error)
{
    uint32_t version;
    const UnfoldStatus status = unfold_json_count(root, "version", &version, error);
    if (status)
        return status;
    if (version > UNFOLD_FORMAT_VERSION)
        return unfold_fail(
            error, UNFOLD_UNSUPPORTED,
            "was made by a newer version: format %u, this one reads up to %u", version,
            UNFOLD_FORMAT_VERSION);
    if (version < 1)
        return unfold_fail(error, UNFOLD_BAD_FILE, "format version 0 does not exist");
    const uint32_t needed = version_needed(root);
    if (needed == version)
        return UNFOLD_OK;
    return unfold_fail(error, UNFOLD_BAD_FILE,
                       "says format %u, but what it holds is format %u", version,
                       needed);
}

static UnfoldStatus check_format(const json_t *root, UnfoldError *error)
{
    const char *format = json_string_value(json_object_get(root, "format"));
    if (!format || strcmp(format, UNFOLD_FORMAT_NAME) != 0)
        return unfold_fail(error, UNFOLD_BAD_FILE,
                           "is no Unfold model: \"format\" is not \"%s\"",
                           UNFOLD_FORMAT_NAME);
    const UnfoldStatus status = check_version(root, error);
    if (status)
        return status;
    static const char *const keys[] = {
        "format",        "version",        "kind",
        "cell",          "inputs",         "hidden",
        "layers",        "outputs",        "output",
        "output_at",     "skip",           "weights",
        "sample_rate",   "initial_state",  UNFOLD_METADATA,
        UNFOLD_TRAINING, UNFOLD_KNOBS,     UNFOLD_DENSE_LAYERS,
        UNFOLD_FEATURES, UNFOLD_LISTENING, NULL};
    return unfold_json_check_keys(root, keys, "", error);
}

static UnfoldStatus unknown_word(const char *key, const char *word, UnfoldError *error)
{
    return unfold_fail(error, UNFOLD_UNSUPPORTED, "'%s' is unknown: '%.64s'", key,
                       word);
}

static UnfoldStatus read_words(const json_t *root, UnfoldShape *shape,
                               UnfoldError *error)
{
    const char *cell, *output, *output_at, *state;
    UnfoldStatus status = unfold_json_text(root, "cell", &cell, error);
    if (!status)
        status = unfold_json_text(root, "output", &output, error);
    if (!status)
        status = unfold_json_text(root, "output_at", &output_at, error);
    if (!status)
        status = unfold_json_text(root, "initial_state", &state, error);
    if (status)
        return status;
    if (!unfold_cell_from_name(cell, &shape->cell))
        return unknown_word("cell", cell, error);
    if (!unfold_activation_from_name(output, &shape->output))
        return unknown_word("output", output, error);
    if (!unfold_output_at_from_name(output_at, &shape->output_at))
        return unknown_word("output_at", output_at, error);
    shape->stored_state = !strcmp(state, UNFOLD_STATE_STORED);
    if (!shape->stored_state && strcmp(state, UNFOLD_STATE_ZERO) != 0)
        return unknown_word("initial_state", state, error);
    return UNFOLD_OK;
}

static UnfoldStatus read_dense_layer(const json_t *given, UnfoldDense *dense,
                                     UnfoldError *error)
{
    static const char *const keys[] = {"units", "activation", NULL};
    const char *name;
    if (!json_is_object(given))
        return unfold_fail(error, UNFOLD_BAD_FILE, "is not an object");
    UnfoldStatus status = unfold_json_check_keys(given, keys, "", error);
    if (!status)
        status = unfold_json_count(given, "units", &dense->units, error);
    if (!status)
        status = unfold_json_text(given, "activation", &name, error);
    if (!status && !unfold_activation_from_name(name, &dense->activation))
        status = unknown_word("activation", name, error);
    return status;
}

static UnfoldStatus read_dense(const json_t *root, UnfoldShape *shape,
                               UnfoldError *error)
{
    const json_t *list = json_object_get(root, UNFOLD_DENSE_LAYERS);
    if (!list)
        return UNFOLD_OK;
    const size_t count = json_array_size(list);
    if (count < 1 || count > UNFOLD_MAX_DENSE)
        return unfold_fail(error, UNFOLD_UNSUPPORTED,
                           "'%s' is not a list of 1 to %d layers", UNFOLD_DENSE_LAYERS,
                           UNFOLD_MAX_DENSE);
    for (; shape->dense_count < count; ++shape->dense_count) {
        UnfoldError reason;
        const UnfoldStatus status =
            read_dense_layer(json_array_get(list, shape->dense_count),
                             &shape->dense[shape->dense_count], &reason);
        if (status)
            return unfold_fail(error, status, "'%s', number %u: %s",
                               UNFOLD_DENSE_LAYERS, shape->dense_count + 1,
                               reason.text);
    }
    return UNFOLD_OK;
}

static UnfoldStatus read_shape(const json_t *root, UnfoldShape *shape,
                               UnfoldError *error)
{
    UnfoldStatus status = read_words(root, shape, error);
    const struct {
        const char *key;
        uint32_t *count;
    } counts[] = {{"inputs", &shape->inputs},
                  {"hidden", &shape->hidden},
                  {"layers", &shape->layers},
                  {"outputs", &shape->outputs},
                  {"skip", &shape->skip}};
    for (size_t k = 0; !status && k < sizeof counts / sizeof *counts; ++k)
        status = unfold_json_count(root, counts[k].key, counts[k].count, error);
    shape->gains =
        json_object_get(json_object_get(root, "weights"), UNFOLD_GAINS_TENSOR) != NULL;
    if (!status)
        status = read_dense(root, shape, error);
    return status ? status : unfold_shape_check(shape, error);
}

/* 0 where the steps of a sequence are no samples. */
static UnfoldStatus read_rate(const json_t *root, double *rate, UnfoldError *error)
{
    const char *kind;
    UnfoldStatus status = unfold_json_text(root, "kind", &kind, error);
    if (status)
        return status;
    const json_t *given = json_object_get(root, "sample_rate");
    const bool has_rate = given && !json_is_null(given);
    const bool listens = !strcmp(kind, UNFOLD_KIND_LISTEN);
    *rate = 0;
    if (listens != (version_needed(root) == UNFOLD_LISTENING_VERSION))
        return unfold_fail(error, UNFOLD_BAD_FILE,
                           "'%s' and '%s' are what the kind '%s' has", UNFOLD_FEATURES,
                           UNFOLD_LISTENING, UNFOLD_KIND_LISTEN);
    if (listens || !strcmp(kind, UNFOLD_KIND_SEQUENCE)) {
        if (has_rate)
            return unfold_fail(error, UNFOLD_BAD_FILE,
                               "a %s model has no 'sample_rate'",
                               listens ? "listening" : "sequence");
        return UNFOLD_OK;
    }
    if (strcmp(kind, UNFOLD_KIND_EFFECT) != 0)
        return unknown_word("kind", kind, error);
    status = unfold_json_number(root, "sample_rate", rate, error);
    return status ? status : unfold_read_check_rate("sample_rate", *rate, error);
}

/* That there is a matrix of the right size under each name before memory is taken. */
static UnfoldStatus check_tensors(const json_t *weights, const UnfoldTensor *tensors,
                                  size_t count, UnfoldError *error)
{
    const char *names[UNFOLD_MAX_TENSORS + 1];
    for (size_t k = 0; k < count; ++k) {
        names[k] = tensors[k].name;
        const json_t *rows = json_object_get(weights, names[k]);
        if (!rows)
            return unfold_fail(error, UNFOLD_BAD_FILE, "the weights '%s' are missing",
                               names[k]);
        const UnfoldStatus status = unfold_json_check_rows(
            rows, names[k], tensors[k].rows, tensors[k].cols, error);
        if (status)
            return status;
    }
    names[count] = NULL;
    return unfold_json_check_keys(weights, names, " in 'weights'", error);
}

static UnfoldStatus read_model(const json_t *root, double said_rate,
                               UnfoldModel **model, UnfoldError *error)
{
    UnfoldShape shape = {0};
    double rate;
    const json_t *tree;
    UnfoldStatus status = read_shape(root, &shape, error);
    if (!status)
        status = read_rate(root, &rate, error);
    if (!status)
        status = unfold_json_object(root, "weights", &tree, error);
    if (status)
        return status;
    if (said_rate > 0 && json_object_get(root, UNFOLD_LISTENING))
        return unfold_fail(error, UNFOLD_UNSUPPORTED, UNFOLD_LISTENS);
    if (said_rate > 0 && !(rate > 0))
        return unfold_fail(error, UNFOLD_UNSUPPORTED,
                           "is a sequence model, whose steps have no sample rate");
    if (said_rate > 0)
        rate = said_rate;
    UnfoldTensor tensors[UNFOLD_MAX_TENSORS];
    const size_t count = unfold_shape_tensors(&shape, tensors);
    status = check_tensors(tree, tensors, count, error);
    if (status)
        return status;
    UnfoldReal *weights = malloc(unfold_shape_weights(&shape) * sizeof *weights);
    if (!weights)
        return unfold_no_memory(error);
    for (size_t k = 0; !status && k < count; ++k)
        status = unfold_json_rows(json_object_get(tree, tensors[k].name),
                                  tensors[k].name, tensors[k].rows, tensors[k].cols,
                                  weights + tensors[k].offset, error);
    if (!status)
        status = unfold_model_new(&shape, rate, weights, model, error);
    free(weights);
    return status;
}

static UnfoldStatus read_facts(const json_t *root, UnfoldFacts **facts,
                               UnfoldError *error)
{
    json_t *metadata = json_object_get(root, UNFOLD_METADATA);
    json_t *training = json_object_get(root, UNFOLD_TRAINING);
    if ((metadata && !json_is_object(metadata)) ||
        (training && !json_is_object(training)))
        return unfold_fail(error, UNFOLD_BAD_FILE, "'%s' is not an object",
                           metadata && !json_is_object(metadata) ? UNFOLD_METADATA
                                                                 : UNFOLD_TRAINING);
    *facts = unfold_facts_share(metadata, training);
    return *facts ? UNFOLD_OK : unfold_no_memory(error);
}

static UnfoldStatus add_knob(const json_t *given, UnfoldKnobs *knobs,
                             UnfoldError *error)
{
    static const char *const keys[] = {"name", "default", NULL};
    const char *name;
    double value;
    if (!json_is_object(given))
        return unfold_fail(error, UNFOLD_BAD_FILE, "is not an object");
    UnfoldStatus status = unfold_json_check_keys(given, keys, "", error);
    if (!status)
        status = unfold_json_text(given, "name", &name, error);
    if (!status)
        status = unfold_json_number(given, "default", &value, error);
    return status ? status : unfold_knobs_add(knobs, name, value, error);
}

static UnfoldStatus read_knobs(const json_t *root, const UnfoldModel *model,
                               UnfoldKnobs *knobs, UnfoldError *error)
{
    const json_t *list = json_object_get(root, UNFOLD_KNOBS);
    if (!list)
        return UNFOLD_OK;
    if (!json_array_size(list))
        return unfold_fail(error, UNFOLD_BAD_FILE, "'%s' is not a list of knobs",
                           UNFOLD_KNOBS);
    for (size_t k = 0; k < json_array_size(list); ++k) {
        UnfoldError reason;
        const UnfoldStatus status = add_knob(json_array_get(list, k), knobs, &reason);
        if (status)
            return unfold_fail(error, status, "'%s', number %zu: %s", UNFOLD_KNOBS,
                               k + 1, reason.text);
    }
    return unfold_knobs_check(knobs, unfold_model_shape(model),
                              unfold_model_sample_rate(model), error);
}

UnfoldStatus unfold_own_read(const json_t *root, double rate, UnfoldModelFile *file,
                             UnfoldError *error)
{
    UnfoldStatus status = check_format(root, error);
    if (!status)
        status = read_model(root, rate, &file->model, error);
    if (!status)
        status = read_knobs(root, file->model, &file->knobs, error);
    if (!status && version_needed(root) == UNFOLD_LISTENING_VERSION)
        status = unfold_listening_read(root, unfold_model_shape(file->model),
                                       &file->listening, error);
    if (!status)
        status = read_facts(root, &file->facts, error);
    return status;
}
