/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "file/model_file.h"

#include "file/facts_json.h"
#include "file/json.h"
#include "file/model_keys.h"
#include "file/replace.h"

#include <stdlib.h>

#define ROW_FLAGS (JSON_COMPACT | JSON_ENCODE_ANY | JSON_REAL_PRECISION(9))

static void write_shape(FILE *file, const UnfoldShape *shape)
{
    fprintf(file, "  \"cell\": \"%s\",\n", unfold_cell_name(shape->cell));
    fprintf(file, "  \"inputs\": %u,\n", shape->inputs);
    fprintf(file, "  \"hidden\": %u,\n", shape->hidden);
    fprintf(file, "  \"layers\": %u,\n", shape->layers);
    fprintf(file, "  \"outputs\": %u,\n", shape->outputs);
    fprintf(file, "  \"output\": \"%s\",\n", unfold_activation_name(shape->output));
    fprintf(file, "  \"output_at\": \"%s\",\n",
            unfold_output_at_name(shape->output_at));
    fprintf(file, "  \"skip\": %u,\n", shape->skip);
    fprintf(file, "  \"initial_state\": \"%s\",\n",
            shape->stored_state ? UNFOLD_STATE_STORED : UNFOLD_STATE_ZERO);
    for (uint32_t k = 0; k < shape->dense_count; ++k)
        fprintf(file, "%s{\"units\": %u, \"activation\": \"%s\"}%s",
                k ? "    " : "  \"" UNFOLD_DENSE_LAYERS "\": [\n    ",
                shape->dense[k].units,
                unfold_activation_name(shape->dense[k].activation),
                k + 1 < shape->dense_count ? ",\n" : "\n  ],\n");
}

static size_t larger(size_t a, size_t b)
{
    return a > b ? a : b;
}

/* How few digits bring every number inside back. */
static size_t digits_needed(const json_t *value)
{
    size_t digits = 9, index;
    const char *key;
    json_t *member;
    if (json_is_real(value)) {
        const double real = json_real_value(value);
        char text[64];
        for (digits = 9; digits < 17; digits = digits < 15 ? 15 : 17) {
            snprintf(text, sizeof text, "%.*g", (int)digits, real);
            if (strtod(text, NULL) == real)
                break;
        }
    } else if (json_is_array(value)) {
        json_array_foreach((json_t *)value, index, member) digits =
            larger(digits, digits_needed(member));
    } else if (json_is_object(value)) {
        json_object_foreach((json_t *)value, key, member) digits =
            larger(digits, digits_needed(member));
    }
    return digits;
}

static UnfoldStatus write_value(FILE *file, const json_t *value)
{
    const size_t flags = JSON_ENCODE_ANY | JSON_REAL_PRECISION(digits_needed(value));
    return json_dumpf(value, file, flags) ? UNFOLD_NO_MEMORY : UNFOLD_OK;
}

/* One knob a line, like rows of weights. */
static UnfoldStatus write_knobs(FILE *file, const UnfoldKnobs *knobs)
{
    const char *between = "[\n    ";
    if (!knobs->count)
        return UNFOLD_OK;
    fprintf(file, "  \"%s\": ", UNFOLD_KNOBS);
    for (size_t k = 0; k < knobs->count; ++k) {
        json_t *knob = json_pack("{s:s, s:f}", "name", knobs->list[k].name, "default",
                                 knobs->list[k].value);
        fputs(between, file);
        const UnfoldStatus status = knob ? write_value(file, knob) : UNFOLD_NO_MEMORY;
        json_decref(knob);
        if (status)
            return status;
        between = ",\n    ";
    }
    fputs("\n  ],\n", file);
    return UNFOLD_OK;
}

static UnfoldStatus write_section(FILE *file, const UnfoldFacts *facts,
                                  const char *section)
{
    const char *key;
    json_t *value;
    const char *between = "\n";
    fprintf(file, "  \"%s\": {", section);
    json_object_foreach(unfold_facts_section(facts, section), key, value)
    {
        json_t *name = json_string_nocheck(key);
        fprintf(file, "%s    ", between);
        const int failed = !name || json_dumpf(name, file, ROW_FLAGS);
        json_decref(name);
        fputs(": ", file);
        if (failed || write_value(file, value))
            return UNFOLD_NO_MEMORY;
        between = ",\n";
    }
    fputs(*between == ',' ? "\n  },\n" : "},\n", file);
    return UNFOLD_OK;
}

/* One row a line: jansson writes numbers in the C locale, 9 digits bring floats back.
 */
static UnfoldStatus write_rows(FILE *file, const UnfoldTensor *tensor,
                               const UnfoldReal *numbers)
{
    fprintf(file, "    \"%s\": [", tensor->name);
    for (uint32_t row = 0; row < tensor->rows; ++row) {
        fputs(row ? ",\n      [" : "\n      [", file);
        for (uint32_t col = 0; col < tensor->cols; ++col) {
            json_t *number = json_real((double)*numbers++);
            if (col)
                fputs(", ", file);
            const int failed = !number || json_dumpf(number, file, ROW_FLAGS);
            json_decref(number);
            if (failed)
                return UNFOLD_NO_MEMORY;
        }
        fputc(']', file);
    }
    fputs("\n    ]", file);
    return UNFOLD_OK;
}

static UnfoldStatus write_weights(FILE *file, const UnfoldModel *model)
{
    UnfoldTensor tensors[UNFOLD_MAX_TENSORS];
    const size_t count = unfold_shape_tensors(unfold_model_shape(model), tensors);
    fputs("  \"weights\": {\n", file);
    for (size_t k = 0; k < count; ++k) {
        const UnfoldStatus status = write_rows(
            file, &tensors[k], unfold_model_weights(model) + tensors[k].offset);
        if (status)
            return status;
        fputs(k + 1 < count ? ",\n" : "\n", file);
    }
    fputs("  }\n", file);
    return UNFOLD_OK;
}

static UnfoldStatus write_rate(FILE *file, double rate)
{
    fprintf(file, "  \"kind\": \"%s\",\n",
            rate > 0 ? UNFOLD_KIND_EFFECT : UNFOLD_KIND_SEQUENCE);
    if (!(rate > 0))
        return UNFOLD_OK;
    UnfoldStatus status = UNFOLD_NO_MEMORY;
    json_t *number =
        rate == (double)(long)rate ? json_integer((long)rate) : json_real(rate);
    fputs("  \"sample_rate\": ", file);
    if (number)
        status = write_value(file, number);
    json_decref(number);
    fputs(",\n", file);
    return status;
}

static UnfoldStatus write_model(FILE *file, const UnfoldModel *model,
                                const UnfoldKnobs *knobs, const UnfoldFacts *facts)
{
    const UnfoldShape *shape = unfold_model_shape(model);
    fprintf(file, "{\n  \"format\": \"%s\",\n  \"version\": %d,\n", UNFOLD_FORMAT_NAME,
            shape->gains || shape->dense_count ? UNFOLD_DENSE_VERSION
            : knobs->count                     ? UNFOLD_KNOBS_VERSION
                                               : 1);
    UnfoldStatus status = write_rate(file, unfold_model_sample_rate(model));
    write_shape(file, shape);
    if (!status)
        status = write_knobs(file, knobs);
    if (!status)
        status = write_section(file, facts, UNFOLD_METADATA);
    if (!status)
        status = write_section(file, facts, UNFOLD_TRAINING);
    if (!status)
        status = write_weights(file, model);
    fputs("}\n", file);
    return status;
}

UnfoldStatus unfold_model_save(const char *path, const UnfoldModelFile *file,
                               UnfoldError *error)
{
    const double rate = unfold_model_sample_rate(file->model);
    if (rate > 0 && !(rate >= UNFOLD_MIN_RATE && rate <= UNFOLD_MAX_RATE))
        return unfold_fail(error, UNFOLD_UNSUPPORTED,
                           "the sample rate is %g, not %d to %d", rate, UNFOLD_MIN_RATE,
                           UNFOLD_MAX_RATE);
    UnfoldReplace replace;
    UnfoldStatus status =
        unfold_knobs_check(&file->knobs, unfold_model_shape(file->model), rate, error);
    if (!status)
        status = unfold_replace_begin(path, &replace, error);
    if (status)
        return status;
    if (write_model(replace.file, file->model, &file->knobs, file->facts) &&
        !ferror(replace.file)) {
        unfold_replace_abort(&replace);
        return unfold_no_memory(error);
    }
    return unfold_replace_commit(&replace, error);
}
