/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "file/json_write.h"
#include "file/listening_json.h"
#include "file/model_keys.h"

/* "key": number, */
static UnfoldStatus write_number(FILE *file, const char *key, double number,
                                 const char *end)
{
    fprintf(file, "\"%s\": ", key);
    const UnfoldStatus status = unfold_write_number(file, number);
    fputs(end, file);
    return status;
}

static UnfoldStatus write_text(FILE *file, const char *text)
{
    json_t *value = json_string(text);
    const UnfoldStatus status =
        value ? unfold_write_value(file, value) : UNFOLD_NO_MEMORY;
    json_decref(value);
    return status;
}

/* "key": [numbers] */
static UnfoldStatus write_row(FILE *file, const char *key, const float *numbers,
                              size_t count, const char *end)
{
    fprintf(file, "    \"%s\": ", key);
    const UnfoldStatus status = unfold_write_row(file, numbers, count);
    fputs(end, file);
    return status;
}

static UnfoldStatus write_features(FILE *file, const UnfoldListening *listening)
{
    const UnfoldFeatureSpec *spec = &listening->features;
    const uint32_t count = unfold_feature_count(spec);
    fprintf(file, "  \"%s\": {\n    ", UNFOLD_FEATURES);
    UnfoldStatus status = write_number(file, "sample_rate", spec->rate, ",\n");
    fprintf(file, "    \"frame\": %u,\n    \"hop\": %u,\n    \"kinds\": [", spec->frame,
            spec->hop);
    for (unsigned k = 0, some = 0; unfold_feature_name(k); ++k)
        if (spec->kinds & 1u << k)
            fprintf(file, "%s\"%s\"", some++ ? ", " : "", unfold_feature_name(k));
    fprintf(file, "],\n    \"bands\": %u,\n    ", spec->bands);
    if (!status)
        status = write_number(file, "low", spec->low, ",\n    ");
    if (!status)
        status = write_number(file, "high", spec->high, ",\n");
    if (!status && spec->range > 0) {
        fputs("    ", file);
        status = write_number(file, "range", spec->range, ",\n");
    }
    if (spec->kinds & UNFOLD_MFCC)
        fprintf(file, "    \"mfcc\": %u,\n", spec->mfcc);
    fprintf(file, "    \"deltas\": %u,\n", spec->deltas);
    if (!status)
        status = write_row(file, "mean", listening->mean, count, ",\n");
    if (!status)
        status = write_row(file, "deviation", listening->deviation, count, "\n  },\n");
    return status;
}

static UnfoldStatus write_labels(FILE *file, const UnfoldListening *listening)
{
    UnfoldStatus status = UNFOLD_OK;
    fputs(",\n    \"labels\": [", file);
    for (uint32_t k = 0; !status && k < listening->label_count; ++k) {
        fputs(k ? ", " : "", file);
        status = write_text(file, listening->labels[k]);
    }
    fputs("]", file);
    if (listening->has_notes)
        fputs(",\n    \"notes\": [", file);
    for (uint32_t k = 0; listening->has_notes && k < listening->label_count; ++k)
        fprintf(file, "%s%d%s", k ? ", " : "", listening->notes[k],
                k + 1 < listening->label_count ? "" : "]");
    if (status || listening->nothing < 0)
        return status;
    fputs(",\n    \"nothing\": ", file);
    return write_text(file, listening->labels[listening->nothing]);
}

static UnfoldStatus write_events(FILE *file, const UnfoldEventSpec *events)
{
    fputs(",\n    \"events\": {", file);
    UnfoldStatus status = write_number(file, "rise", events->rise, ", ");
    if (!status)
        status = write_number(file, "floor", events->floor, ", ");
    if (!status)
        status = write_number(file, "lead", events->lead, ", ");
    if (!status)
        status = write_number(file, "pause", events->pause, ", ");
    return status ? status : write_number(file, "longest", events->longest, "}");
}

static UnfoldStatus write_value(FILE *file, const UnfoldListening *listening)
{
    fputs(",\n    \"value\": {\"name\": ", file);
    UnfoldStatus status = write_text(file, listening->value_name);
    fputs(", ", file);
    if (!status)
        status = write_number(file, "mean", listening->value_mean, ", ");
    return status ? status
                  : write_number(file, "deviation", listening->value_deviation, "}");
}

UnfoldStatus unfold_listening_write(FILE *file, const UnfoldListening *listening)
{
    UnfoldStatus status = write_features(file, listening);
    fprintf(file, "  \"%s\": {\n    \"task\": \"%s\"", UNFOLD_LISTENING,
            unfold_task_name(listening->task));
    if (!status && listening->label_count)
        status = write_labels(file, listening);
    if (!status && listening->task == UNFOLD_TASK_CLIP)
        status = write_events(file, &listening->events);
    if (!status && listening->task == UNFOLD_TASK_VALUE)
        status = write_value(file, listening);
    if (!status && listening->task != UNFOLD_TASK_VALUE) {
        fputs(",\n    \"threshold\": ", file);
        status = unfold_write_real(file, listening->threshold);
    }
    fputs("\n  },\n", file);
    return status;
}
