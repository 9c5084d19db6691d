/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "file/model_write.h"

#include "file/facts_json.h"
#include "file/json_write.h"
#include "file/listening_json.h"
#include "file/model_keys.h"

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

/* One knob a line, like rows of weights. */
static UnfoldStatus write_knobs(FILE *file, const UnfoldKnobs *knobs)
{
    if (!knobs->count)
        return UNFOLD_OK;
    json_t *list = unfold_knobs_list(knobs);
    UnfoldStatus status = list ? UNFOLD_OK : UNFOLD_NO_MEMORY;
    fprintf(file, "  \"%s\": ", UNFOLD_KNOBS);
    for (size_t k = 0; !status && k < knobs->count; ++k) {
        fputs(k ? ",\n    " : "[\n    ", file);
        status = unfold_write_value(file, json_array_get(list, k));
    }
    fputs("\n  ],\n", file);
    json_decref(list);
    return status;
}

static UnfoldStatus write_section(FILE *file, const UnfoldFacts *facts,
                                  const char *section)
{
    fprintf(file, "  \"%s\": ", section);
    const UnfoldStatus status =
        unfold_write_members(file, unfold_facts_section(facts, section), 4);
    fputs(",\n", file);
    return status;
}

/* One row a line. */
static UnfoldStatus write_rows(FILE *file, const UnfoldTensor *tensor,
                               const UnfoldReal *numbers)
{
    fprintf(file, "    \"%s\": [", tensor->name);
    for (uint32_t row = 0; row < tensor->rows; ++row) {
        fputs(row ? ",\n      " : "\n      ", file);
        if (unfold_write_row(file, numbers + (size_t)row * tensor->cols, tensor->cols))
            return UNFOLD_NO_MEMORY;
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

static UnfoldStatus write_kind(FILE *file, double rate, bool listens)
{
    fprintf(file, "  \"kind\": \"%s\",\n",
            listens    ? UNFOLD_KIND_LISTEN
            : rate > 0 ? UNFOLD_KIND_EFFECT
                       : UNFOLD_KIND_SEQUENCE);
    if (!(rate > 0))
        return UNFOLD_OK;
    fputs("  \"sample_rate\": ", file);
    const UnfoldStatus status = unfold_write_number(file, rate);
    fputs(",\n", file);
    return status;
}

UnfoldStatus unfold_own_write(FILE *out, const UnfoldModelFile *file)
{
    const UnfoldShape *shape = unfold_model_shape(file->model);
    fprintf(out, "{\n  \"format\": \"%s\",\n  \"version\": %d,\n", UNFOLD_FORMAT_NAME,
            file->listening                      ? UNFOLD_LISTENING_VERSION
            : shape->gains || shape->dense_count ? UNFOLD_DENSE_VERSION
            : file->knobs.count                  ? UNFOLD_KNOBS_VERSION
                                                 : 1);
    UnfoldStatus status =
        write_kind(out, unfold_model_sample_rate(file->model), file->listening != NULL);
    write_shape(out, shape);
    if (!status && file->listening)
        status = unfold_listening_write(out, file->listening);
    if (!status)
        status = write_knobs(out, &file->knobs);
    if (!status)
        status = write_section(out, file->facts, UNFOLD_METADATA);
    if (!status)
        status = write_section(out, file->facts, UNFOLD_TRAINING);
    if (!status)
        status = write_weights(out, file->model);
    fputs("}\n", out);
    return status;
}
