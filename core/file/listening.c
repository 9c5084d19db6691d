/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "file/listening.h"

#include "file/labelled.h"

#include <math.h>
#include <string.h>

static const char *const tasks[] = {"clip", "frame", "value", "next"};

const char *unfold_task_name(UnfoldTask task)
{
    return tasks[task];
}

bool unfold_task_from_name(const char *name, UnfoldTask *task)
{
    for (size_t k = 0; k < sizeof tasks / sizeof *tasks; ++k)
        if (!strcmp(tasks[k], name)) {
            *task = (UnfoldTask)k;
            return true;
        }
    return false;
}

int unfold_label_find(const UnfoldListening *listening, const char *name)
{
    for (uint32_t k = 0; k < listening->label_count; ++k)
        if (!strcmp(listening->labels[k], name))
            return (int)k;
    return -1;
}

static UnfoldStatus check_within(const char *what, double value, double least,
                                 double most, UnfoldError *error)
{
    if (value >= least && value <= most)
        return UNFOLD_OK;
    return unfold_fail(error, UNFOLD_BAD_FILE, "'%s' is %g, not %g to %g", what, value,
                       least, most);
}

static UnfoldStatus check_labels(const UnfoldListening *listening,
                                 const UnfoldShape *shape, UnfoldError *error)
{
    const uint32_t count = listening->label_count;
    if (count < 2 || count > UNFOLD_MAX_LABELS || count != shape->outputs)
        return unfold_fail(
            error, UNFOLD_BAD_FILE,
            "there are %u 'labels' for %u 'outputs': as many are needed, 2 "
            "to %d",
            count, shape->outputs, UNFOLD_MAX_LABELS);
    if (shape->output != UNFOLD_SOFTMAX)
        return unfold_fail(error, UNFOLD_BAD_FILE,
                           "'output' must be softmax for labels");
    for (uint32_t k = 0; k < count; ++k) {
        const char *label = listening->labels[k];
        const char *fault = memchr(label, '\0', UNFOLD_LABEL_NAME)
                                ? unfold_label_fault(label)
                                : "is too long";
        if (fault)
            return unfold_fail(error, UNFOLD_BAD_FILE, "'labels', number %u %s", k + 1,
                               fault);
        if (unfold_label_find(listening, label) != (int)k)
            return unfold_fail(error, UNFOLD_BAD_FILE, "the label '%s' comes twice",
                               label);
    }
    if (listening->nothing < -1 || listening->nothing >= (int)count)
        return unfold_fail(error, UNFOLD_BAD_FILE, "'nothing' is none of the labels");
    return check_within("threshold", listening->threshold, 0, 1, error);
}

static UnfoldStatus check_events(const UnfoldEventSpec *events, UnfoldError *error)
{
    UnfoldStatus status = check_within("rise", events->rise, 1, 60, error);
    if (!status)
        status = check_within("floor", events->floor, -100, 0, error);
    if (!status)
        status = check_within("lead", events->lead, 0, 1, error);
    if (!status)
        status = check_within("pause", events->pause, 0.001, 10, error);
    return status ? status : check_within("longest", events->longest, 0.001, 60, error);
}

static UnfoldStatus check_value(const UnfoldListening *listening,
                                const UnfoldShape *shape, UnfoldError *error)
{
    if (shape->outputs != 1 || shape->output == UNFOLD_SOFTMAX)
        return unfold_fail(error, UNFOLD_BAD_FILE,
                           "a value needs 1 of 'outputs', which is no softmax");
    if (!memchr(listening->value_name, '\0', UNFOLD_LABEL_NAME) ||
        unfold_label_fault(listening->value_name))
        return unfold_fail(error, UNFOLD_BAD_FILE, "the value's name is none");
    const double limit = 1e30;
    const UnfoldStatus status =
        check_within("mean", listening->value_mean, -limit, limit, error);
    return status ? status
                  : check_within("deviation", listening->value_deviation, 1e-30, limit,
                                 error);
}

static UnfoldStatus check_next(const UnfoldListening *listening,
                               const UnfoldShape *shape, UnfoldError *error)
{
    if (shape->outputs != shape->inputs || shape->output == UNFOLD_SOFTMAX)
        return unfold_fail(
            error, UNFOLD_BAD_FILE,
            "to tell the next frame takes as many 'outputs' as 'inputs', "
            "and no softmax");
    return check_within("threshold", listening->threshold, 0, 1e30, error);
}

static UnfoldStatus check_features(const UnfoldListening *listening,
                                   const UnfoldShape *shape, UnfoldError *error)
{
    UnfoldError reason;
    if (unfold_feature_check(&listening->features, &reason))
        return unfold_fail(error, UNFOLD_BAD_FILE, "'features': %s", reason.text);
    const uint32_t count = unfold_feature_count(&listening->features);
    if (count != shape->inputs)
        return unfold_fail(error, UNFOLD_BAD_FILE, "%u features are no %u 'inputs'",
                           count, shape->inputs);
    for (uint32_t k = 0; k < count; ++k)
        if (!isfinite(listening->mean[k]) || !(listening->deviation[k] > 0) ||
            !isfinite(1 / listening->deviation[k]))
            return unfold_fail(
                error, UNFOLD_BAD_FILE,
                "'mean' %g and 'deviation' %g, number %u: finite ones are "
                "needed, and the deviation above 0",
                listening->mean[k], listening->deviation[k], k + 1);
    return UNFOLD_OK;
}

UnfoldStatus unfold_listening_check(const UnfoldListening *listening,
                                    const UnfoldShape *shape, UnfoldError *error)
{
    const UnfoldStatus status = check_features(listening, shape, error);
    if (status)
        return status;
    if (shape->skip || shape->gains)
        return unfold_fail(error, UNFOLD_BAD_FILE,
                           "a model that listens has no 'skip' and no gains");
    if (listening->task != UNFOLD_TASK_CLIP && shape->output_at != UNFOLD_EVERY_STEP)
        return unfold_fail(error, UNFOLD_BAD_FILE,
                           "'output_at' must be every step for the task '%s'",
                           unfold_task_name(listening->task));
    UnfoldStatus labels;
    switch (listening->task) {
    case UNFOLD_TASK_CLIP:
        labels = check_labels(listening, shape, error);
        return labels ? labels : check_events(&listening->events, error);
    case UNFOLD_TASK_FRAME:
        return check_labels(listening, shape, error);
    case UNFOLD_TASK_VALUE:
        return check_value(listening, shape, error);
    case UNFOLD_TASK_NEXT:
        return check_next(listening, shape, error);
    }
    return UNFOLD_OK;
}
