/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "file/model_read.h"

#include "file/facts_map.h"
#include "file/gates.h"
#include "file/json.h"

#include <stdlib.h>
#include <string.h>

#define DEFAULT_RATE 48000 /* Hz */

/* The layout is the same from here to there. */
#define OLDEST_MINOR 5
#define NEWEST_MINOR 7

/* Up to six digits. */
static bool scan_number(const char **text, unsigned *number)
{
    const char *begin = *text;
    for (*number = 0; **text >= '0' && **text <= '9'; ++*text)
        if (*text - begin == 6)
            return false;
        else
            *number = 10 * *number + (unsigned)(**text - '0');
    return *text > begin;
}

static UnfoldStatus check_version(const json_t *root, UnfoldModelFile *file,
                                  UnfoldError *error)
{
    const char *text;
    unsigned major, minor, patch;
    const UnfoldStatus status = unfold_json_text(root, "version", &text, error);
    if (status)
        return status;
    const char *c = text;
    if (!scan_number(&c, &major) || *c++ != '.' || !scan_number(&c, &minor) ||
        *c++ != '.' || !scan_number(&c, &patch) || *c)
        return unfold_fail(error, UNFOLD_BAD_FILE,
                           "'version' is '%.32s', not three numbers", text);
    if (major > 0 || minor < OLDEST_MINOR || minor > NEWEST_MINOR)
        return unfold_fail(error, UNFOLD_UNSUPPORTED,
                           "'version' is %.32s: of .nam files 0.%d.0 to 0.%d are read",
                           text, OLDEST_MINOR, NEWEST_MINOR);
    if (minor == NEWEST_MINOR && patch > 0)
        unfold_model_warn(file,
                          "says version %.32s, newer than 0.%d.0, the last that is "
                          "known: it may sound different",
                          text, NEWEST_MINOR);
    return UNFOLD_OK;
}

static UnfoldStatus check_keys(const json_t *root, UnfoldModelFile *file,
                               UnfoldError *error)
{
    static const char *const keys[] = {"version", "architecture", "config",
                                       "weights", "sample_rate",  "metadata",
                                       NULL};
    const char *architecture;
    UnfoldStatus status = unfold_json_text(root, "architecture", &architecture, error);
    if (status)
        return status;
    if (strcmp(architecture, "LSTM") != 0)
        return unfold_fail(error, UNFOLD_UNSUPPORTED,
                           "'architecture' is '%.64s', which is no recurrent network: "
                           "of .nam files only \"LSTM\" is supported",
                           architecture);
    status = check_version(root, file, error);
    if (status)
        return status;
    const json_t *metadata = json_object_get(root, "metadata");
    if (metadata && !json_is_object(metadata) && !json_is_null(metadata))
        return unfold_fail(error, UNFOLD_BAD_FILE, "'metadata' is not an object");
    return unfold_json_check_keys(root, keys, "", error);
}

static UnfoldStatus read_shape(const json_t *root, UnfoldShape *shape,
                               UnfoldError *error)
{
    static const char *const keys[] = {"input_size",  "hidden_size",  "num_layers",
                                       "in_channels", "out_channels", NULL};
    const json_t *config;
    uint32_t channels;
    *shape = (UnfoldShape){.cell = UNFOLD_LSTM, .outputs = 1, .stored_state = true};
    UnfoldStatus status = unfold_json_object(root, "config", &config, error);
    if (!status)
        status = unfold_json_check_keys(config, keys, " in 'config'", error);
    if (!status)
        status = unfold_json_count_in(config, "input_size", 1, UNFOLD_MAX_INPUTS,
                                      &shape->inputs, error);
    if (!status)
        status = unfold_json_count_in(config, "hidden_size", 1, UNFOLD_MAX_HIDDEN,
                                      &shape->hidden, error);
    if (!status)
        status = unfold_json_count_in(config, "num_layers", 1, UNFOLD_MAX_LAYERS,
                                      &shape->layers, error);
    if (!status && json_object_get(config, "in_channels"))
        status = unfold_json_count_in(config, "in_channels", shape->inputs,
                                      shape->inputs, &channels, error);
    if (!status && json_object_get(config, "out_channels"))
        status = unfold_json_count_in(config, "out_channels", 1, UNFOLD_MAX_OUTPUTS,
                                      &shape->outputs, error);
    return status;
}

/* Theirs, all in a row, to ours. */
static void arrange(const UnfoldShape *shape, const UnfoldReal *theirs,
                    UnfoldReal *ours)
{
    const size_t h = shape->hidden;
    for (uint32_t l = 0; l < shape->layers; ++l) {
        const size_t n = unfold_shape_layer_inputs(shape, l);
        const UnfoldLayer layer = unfold_layer_in(shape, ours, l);
        unfold_transpose(theirs, 4 * h, n, n + h, layer.input);
        unfold_transpose(theirs + n, 4 * h, h, n + h, layer.recurrent);
        theirs += 4 * h * (n + h);
        memcpy(layer.bias, theirs, 4 * h * sizeof *theirs);
        memcpy(layer.h0, theirs + 4 * h, h * sizeof *theirs);
        memcpy(layer.c0, theirs + 5 * h, h * sizeof *theirs);
        theirs += 6 * h;
    }
    const UnfoldHead head = unfold_dense_in(shape, ours, 0);
    unfold_transpose(theirs, shape->outputs, h, h, head.weights);
    memcpy(head.bias, theirs + shape->outputs * h, shape->outputs * sizeof *theirs);
}

/* An initial state of zeros is none. */
static UnfoldStatus make_model(const json_t *given, const UnfoldShape *shape,
                               double rate, UnfoldReal *theirs, UnfoldReal *ours,
                               UnfoldModel **model, UnfoldError *error)
{
    const size_t count = unfold_shape_weights(shape);
    UnfoldShape still = *shape;
    still.stored_state = false;
    const UnfoldStatus status =
        unfold_json_numbers(given, "weights", count, theirs, error);
    if (status)
        return status;
    arrange(shape, theirs, ours);
    if (unfold_starts_moved(shape, ours))
        return unfold_model_new(shape, rate, ours, model, error);
    unfold_carry_weights(shape, ours, &still, theirs);
    return unfold_model_new(&still, rate, theirs, model, error);
}

static UnfoldStatus read_model(const json_t *root, double rate, UnfoldModel **model,
                               UnfoldError *error)
{
    UnfoldShape shape;
    const json_t *given = json_object_get(root, "weights");
    UnfoldStatus status = read_shape(root, &shape, error);
    if (status)
        return status;
    const size_t count = unfold_shape_weights(&shape);
    if (!json_is_array(given))
        return unfold_fail(error, UNFOLD_BAD_FILE, "'weights' is not an array");
    if (json_array_size(given) != count)
        return unfold_fail(error, UNFOLD_BAD_FILE,
                           "'weights' has %zu numbers instead of %zu",
                           json_array_size(given), count);
    UnfoldReal *theirs = malloc(count * sizeof *theirs);
    UnfoldReal *ours = malloc(count * sizeof *ours);
    status = theirs && ours
                 ? make_model(given, &shape, rate, theirs, ours, model, error)
                 : unfold_no_memory(error);
    free(theirs);
    free(ours);
    return status;
}

UnfoldStatus unfold_nam_read(const json_t *root, double rate, UnfoldModelFile *file,
                             UnfoldError *error)
{
    UnfoldStatus status = check_keys(root, file, error);
    if (!status && !(rate > 0))
        status = unfold_read_rate(root, "sample_rate", &rate, error);
    if (!status)
        status = read_model(root, rate > 0 ? rate : DEFAULT_RATE, &file->model, error);
    if (status)
        return status;
    file->facts = unfold_facts_from_nam(json_object_get(root, "metadata"));
    return file->facts ? UNFOLD_OK : unfold_no_memory(error);
}
