/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "file/fit.h"

#include "file/facts_json.h"
#include "file/gates.h"
#include "file/model_keys.h"
#include "file/model_read.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* What the formats can hold beside an LSTM of one input and one output. */
static const struct {
    const char *title;
    bool gru, rnn, skip, dense, gains, knobs, state, rate, outputs, metadata;
} holds[] = {
    [UNFOLD_FORMAT_NAM] = {.title = "a .nam file",
                           .state = true,
                           .rate = true,
                           .metadata = true},
    [UNFOLD_FORMAT_AIDAX] = {.title = "an AIDA-X file",
                             .gru = true,
                             .skip = true,
                             .dense = true,
                             .gains = true,
                             .knobs = true,
                             .rate = true,
                             .metadata = true},
    [UNFOLD_FORMAT_PROTEUS] = {.title = "a Proteus file",
                               .gru = true,
                               .rnn = true,
                               .skip = true,
                               .knobs = true,
                               .outputs = true},
};

/* A factor that is a number of dB, or none at all. */
static bool is_decibels(double gain)
{
    return gain == 0 || (gain > pow(10, UNFOLD_AIDAX_NO_GAIN / 20.0) &&
                         gain <= pow(10, UNFOLD_AIDAX_MAX_GAIN / 20.0));
}

static bool moves(const UnfoldModelFile *file)
{
    return unfold_starts_moved(unfold_model_shape(file->model),
                               unfold_model_weights(file->model));
}

static UnfoldStatus check_network(const UnfoldModelFile *file, UnfoldFormat format,
                                  UnfoldError *error)
{
    const UnfoldShape *shape = unfold_model_shape(file->model);
    const char *title = holds[format].title;
    if (file->listening)
        return unfold_fail(error, UNFOLD_UNSUPPORTED,
                           "%s cannot hold a model that listens", title);
    if ((shape->cell == UNFOLD_GRU && !holds[format].gru) ||
        (shape->cell == UNFOLD_RNN && !holds[format].rnn))
        return unfold_fail(error, UNFOLD_UNSUPPORTED, "%s cannot hold the cell '%s'",
                           title, unfold_cell_name(shape->cell));
    if (shape->output_at != UNFOLD_EVERY_STEP)
        return unfold_fail(error, UNFOLD_UNSUPPORTED,
                           "%s cannot hold an output at the last step alone", title);
    if (shape->inputs != 1 + file->knobs.count)
        return unfold_fail(error, UNFOLD_UNSUPPORTED,
                           "%s cannot hold %u inputs that are no knobs", title,
                           shape->inputs);
    if (shape->outputs != 1 && !holds[format].outputs)
        return unfold_fail(error, UNFOLD_UNSUPPORTED, "%s cannot hold %u outputs",
                           title, shape->outputs);
    if (shape->skip && !holds[format].skip)
        return unfold_fail(error, UNFOLD_UNSUPPORTED,
                           "%s cannot hold a skip from the input to the output", title);
    if (shape->dense_count && !holds[format].dense)
        return unfold_fail(error, UNFOLD_UNSUPPORTED, "%s cannot hold dense layers",
                           title);
    if (shape->output != UNFOLD_LINEAR && !holds[format].dense)
        return unfold_fail(error, UNFOLD_UNSUPPORTED, "%s cannot hold the output '%s'",
                           title, unfold_activation_name(shape->output));
    return UNFOLD_OK;
}

UnfoldStatus unfold_fits(const UnfoldModelFile *file, UnfoldFormat format,
                         UnfoldError *error)
{
    if (format == UNFOLD_FORMAT_OWN)
        return UNFOLD_OK;
    const UnfoldShape *shape = unfold_model_shape(file->model);
    const char *title = holds[format].title;
    const double rate = unfold_model_sample_rate(file->model);
    const UnfoldGains gains = unfold_gains_in(shape, unfold_model_weights(file->model));
    const UnfoldStatus status = check_network(file, format, error);
    if (status)
        return status;
    if (!(rate > 0))
        return unfold_fail(error, UNFOLD_UNSUPPORTED,
                           "%s cannot hold a model whose steps are no samples", title);
    if (shape->gains && !holds[format].gains)
        return unfold_fail(error, UNFOLD_UNSUPPORTED, "%s cannot hold gains", title);
    if (!is_decibels(gains.input) || !is_decibels(gains.output))
        return unfold_fail(error, UNFOLD_UNSUPPORTED,
                           "%s cannot hold the gains %g and %g: they are no dB above "
                           "%d",
                           title, gains.input, gains.output, UNFOLD_AIDAX_NO_GAIN);
    if (file->knobs.count && !holds[format].knobs)
        return unfold_fail(error, UNFOLD_UNSUPPORTED, "%s cannot hold knobs", title);
    if (moves(file) && !holds[format].state)
        return unfold_fail(error, UNFOLD_UNSUPPORTED, "%s cannot hold an initial state",
                           title);
    if (rate != UNFOLD_PROTEUS_RATE && !holds[format].rate)
        return unfold_fail(error, UNFOLD_UNSUPPORTED,
                           "%s cannot hold the sample rate, %g Hz, and is taken for %d "
                           "Hz",
                           title, rate, UNFOLD_PROTEUS_RATE);
    return UNFOLD_OK;
}

/* As long as nothing passes them by. */
static void fold_gains(UnfoldModelFile *file, UnfoldShape *shape, UnfoldReal *weights)
{
    if (!shape->gains || shape->skip || shape->output != UNFOLD_LINEAR)
        return;
    const UnfoldGains gains = unfold_gains_in(shape, weights);
    const UnfoldHead head = unfold_dense_in(shape, weights, shape->dense_count);
    UnfoldReal *input = unfold_layer_in(shape, weights, 0).input;
    const size_t gh = unfold_cell_gates(shape->cell) * (size_t)shape->hidden;
    const size_t below = unfold_shape_dense_inputs(shape, shape->dense_count);
    for (size_t k = 0; k < gh; ++k)
        input[k] *= gains.input;
    for (size_t k = 0; k < below * shape->outputs; ++k)
        head.weights[k] *= gains.output;
    for (size_t k = 0; k < shape->outputs; ++k)
        head.bias[k] *= gains.output;
    shape->gains = false; /* the last of the weights */
    unfold_model_warn(file, "the gains became part of the weights");
}

/* What knobs at rest add to the gates' sums is a bias; the other rows go later. */
static void freeze_knobs(UnfoldModelFile *file, UnfoldShape *shape, UnfoldReal *weights)
{
    const UnfoldLayer first = unfold_layer_in(shape, weights, 0);
    const size_t gh = unfold_cell_gates(shape->cell) * (size_t)shape->hidden;
    for (size_t knob = 0; knob < file->knobs.count; ++knob) {
        const UnfoldKnob *at = &file->knobs.list[knob];
        for (size_t k = 0; k < gh; ++k)
            first.bias[k] += (UnfoldReal)at->value * first.input[(1 + knob) * gh + k];
        unfold_model_warn(file, "the knob '%s' is frozen at %g", at->name, at->value);
    }
    shape->inputs = 1;
    file->knobs = (UnfoldKnobs){0};
}

/* `shape` and weights are copies that become what fits. */
static UnfoldStatus drop(UnfoldModelFile *file, UnfoldFormat format,
                         const UnfoldShape *before, UnfoldReal *weights,
                         UnfoldReal *carried, UnfoldError *error)
{
    UnfoldShape shape = *before;
    double rate = unfold_model_sample_rate(file->model);
    UnfoldModel *made;
    if (!holds[format].gains)
        fold_gains(file, &shape, weights);
    if (!holds[format].knobs && file->knobs.count)
        freeze_knobs(file, &shape, weights);
    if (!holds[format].state && moves(file)) {
        shape.stored_state = false;
        unfold_model_warn(file, "the initial state is dropped: the first moments after "
                                "the start sound different");
    }
    if (!holds[format].rate && rate > 0 && rate != UNFOLD_PROTEUS_RATE) {
        unfold_model_warn(
            file,
            "the sample rate, %g Hz, is not in the file: say it where the "
            "model is loaded",
            rate);
        rate = UNFOLD_PROTEUS_RATE;
    }
    unfold_carry_weights(before, weights, &shape, carried);
    const UnfoldStatus status = unfold_model_new(&shape, rate, carried, &made, error);
    if (status)
        return status;
    unfold_model_free(file->model);
    file->model = made;
    return UNFOLD_OK;
}

static void note_metadata(UnfoldModelFile *file, UnfoldFormat format)
{
    if (holds[format].metadata)
        return;
    if (json_object_size(unfold_facts_section(file->facts, UNFOLD_METADATA)) ||
        json_object_size(unfold_facts_section(file->facts, UNFOLD_TRAINING)))
        unfold_model_warn(file,
                          "%s has no place for metadata: name, author and the "
                          "rest are not in it",
                          holds[format].title);
    if (file->knobs.count)
        unfold_model_warn(file, "%s has no place for the names and defaults of knobs",
                          holds[format].title);
}

UnfoldStatus unfold_model_fit(UnfoldModelFile *file, UnfoldFormat format, bool lossy,
                              UnfoldError *error)
{
    if (format == UNFOLD_FORMAT_OWN)
        return UNFOLD_OK;
    UnfoldStatus status = unfold_fits(file, format, error);
    if (status && lossy && check_network(file, format, NULL) == UNFOLD_OK) {
        const UnfoldShape shape = *unfold_model_shape(file->model);
        const size_t count = unfold_shape_weights(&shape);
        UnfoldReal *weights = malloc(2 * count * sizeof *weights);
        if (!weights)
            return unfold_no_memory(error);
        memcpy(weights, unfold_model_weights(file->model), count * sizeof *weights);
        status = drop(file, format, &shape, weights, weights + count, error);
        free(weights);
        if (!status)
            status = unfold_fits(file, format, error);
    }
    if (!status)
        note_metadata(file, format);
    return status;
}
