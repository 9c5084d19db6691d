/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "rate/plan.h"

#include "net/delayed.h"
#include "rate/accuracy.h"

#include <math.h>
#include <stdio.h>

const char *const unfold_rate_method_names[] = {"auto", "delay", "resample", NULL};

static UnfoldStatus check_model(const UnfoldModel *model, UnfoldError *error)
{
    const UnfoldShape *shape = unfold_model_shape(model);
    if (unfold_model_sample_rate(model) <= 0)
        return unfold_fail(error, UNFOLD_UNSUPPORTED,
                           "is no effect: it has no sample rate");
    if (shape->outputs != 1)
        return unfold_fail(error, UNFOLD_UNSUPPORTED,
                           "is no effect: it has %u outputs, not one output at every "
                           "step",
                           shape->outputs);
    if (shape->output_at != UNFOLD_EVERY_STEP)
        return unfold_fail(error, UNFOLD_UNSUPPORTED,
                           "is no effect: it answers once, after the last step, not "
                           "with one output at every step");
    return UNFOLD_OK;
}

UnfoldStatus unfold_effect_check(const UnfoldModelFile *file, UnfoldError *error)
{
    const size_t inputs = unfold_model_shape(file->model)->inputs - file->knobs.count;
    if (file->listening)
        return unfold_fail(error, UNFOLD_UNSUPPORTED, UNFOLD_LISTENS);
    const UnfoldStatus status = check_model(file->model, error);
    if (status || inputs == 1)
        return status;
    return unfold_fail(error, UNFOLD_UNSUPPORTED,
                       "is no effect: it has %zu inputs besides its knobs, not one",
                       inputs);
}

static UnfoldStatus check(const UnfoldModel *model, const UnfoldRateWish *wish,
                          UnfoldError *error)
{
    const uint32_t times = wish->oversampling;
    const double rates[] = {unfold_model_sample_rate(model), wish->rate};
    const UnfoldStatus status = check_model(model, error);
    if (status)
        return status;
    for (size_t k = 0; k < 2; ++k)
        if (!(rates[k] >= UNFOLD_MIN_PLAYED && rates[k] <= UNFOLD_MAX_PLAYED))
            return unfold_fail(error, UNFOLD_UNSUPPORTED,
                               "%s %g Hz: %g to %g are played",
                               k ? "is to be played at" : "has a sample rate of",
                               rates[k], UNFOLD_MIN_PLAYED, UNFOLD_MAX_PLAYED);
    if (times != 1 && times != 2 && times != 4 && times != 8)
        return unfold_fail(error, UNFOLD_UNSUPPORTED,
                           "cannot be oversampled %u times: 1, 2, 4 and 8 are known",
                           times);
    return UNFOLD_OK;
}

static void resample(UnfoldRatePlan *plan)
{
    plan->resampled = true;
    plan->inner = plan->oversampling * plan->model_rate;
    plan->delay = plan->oversampling;
    plan->order = 0;
    plan->esr = 0;
}

UnfoldStatus unfold_rate_plan(const UnfoldModel *model, const UnfoldRateWish *wish,
                              UnfoldRatePlan *plan, UnfoldError *error)
{
    const double model_rate = unfold_model_sample_rate(model);
    const UnfoldStatus status = check(model, wish, error);
    if (status)
        return status;
    *plan = (UnfoldRatePlan){.model_rate = model_rate,
                             .rate = wish->rate,
                             .oversampling = wish->oversampling,
                             .inner = wish->rate * wish->oversampling};
    plan->delay = plan->inner / model_rate;
    if (unfold_delay_is_whole(plan->delay))
        plan->delay = round(plan->delay);
    const bool same = wish->rate == model_rate;
    if (plan->delay < 1 || plan->delay > UNFOLD_MAX_DELAY ||
        (wish->method == UNFOLD_RATE_RESAMPLE && !same)) {
        resample(plan);
        return UNFOLD_OK;
    }
    if (plan->delay == round(plan->delay))
        return UNFOLD_OK;
    if (!unfold_delay_accuracy(model, plan->delay, &plan->order, &plan->esr))
        return unfold_no_memory(error);
    const bool forced = wish->method == UNFOLD_RATE_DELAY && isfinite(plan->esr);
    if (plan->esr > UNFOLD_ACCURATE && !forced)
        resample(plan);
    return UNFOLD_OK;
}

void unfold_rate_plan_text(const UnfoldRatePlan *plan, char *text, size_t room)
{
    char times[32] = "", how[96] = "as it is";
    if (plan->oversampling > 1)
        snprintf(times, sizeof times, "%ux oversampled, ", plan->oversampling);
    if (plan->resampled)
        snprintf(how, sizeof how, "resampled to %g Hz and back", plan->inner);
    else if (plan->order)
        snprintf(how, sizeof how, "states %.4f samples back, ESR %.1e", plan->delay,
                 plan->esr);
    else if (plan->delay != 1)
        snprintf(how, sizeof how, "states %g samples back", plan->delay);
    snprintf(text, room, "%s%s", times, how);
}
