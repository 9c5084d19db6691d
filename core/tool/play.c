/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "tool/play.h"

#include "tool/load.h"
#include "tool/report.h"

static const char *why_not(const UnfoldModelFile *file)
{
    const UnfoldShape *shape = unfold_model_shape(file->model);
    if (unfold_model_sample_rate(file->model) <= 0)
        return "is no audio effect: it has no sample rate";
    if (shape->output_at != UNFOLD_EVERY_STEP)
        return "is no audio effect: it answers only after the last step";
    if (shape->inputs != 1 + file->knobs.count || shape->outputs != 1)
        return "does not have one input and one output";
    return NULL;
}

int play_load(const char *path, double rate, UnfoldModelFile *file)
{
    const int status = load_model(path, rate, file);
    if (status)
        return status;
    const char *reason = why_not(file);
    if (!reason)
        return TOOL_OK;
    unfold_model_file_clear(file);
    return tool_error(path, "%s", reason);
}

int play_check_rate(const UnfoldModel *model, const char *path, double rate)
{
    const double wanted = unfold_model_sample_rate(model);
    return rate == wanted
               ? TOOL_OK
               : tool_error(path, "has %g Hz, the model wants %g Hz", rate, wanted);
}
