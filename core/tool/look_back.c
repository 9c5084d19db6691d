/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "tool/look_back.h"

#include "learn/reach.h"
#include "tool/report.h"

#include <stdlib.h>

#define LOOK_BACK 0.1 /* seconds at most that gradients are followed */

int look_back(const UnfoldModel *model, const UnfoldTake *take, double rate,
              double **norms, size_t *back)
{
    size_t wanted = (size_t)(LOOK_BACK * rate);
    wanted = wanted < take->frames / 2 ? wanted : take->frames / 2;
    *back = unfold_reach_limit(unfold_model_shape(model), wanted);
    *norms = malloc((*back + 1) * sizeof **norms);
    if (*norms && !unfold_gradient_reach_knobs(model, take->dry, take->knobs, take->wet,
                                               take->frames, *back, *norms))
        return TOOL_OK;
    free(*norms);
    *norms = NULL;
    return tool_no_memory();
}
