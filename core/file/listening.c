/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "file/listening.h"

#include "file/labelled.h"

#include <stdio.h>
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

uint32_t unfold_listening_outputs(const UnfoldListening *listening)
{
    switch (listening->task) {
    case UNFOLD_TASK_VALUE:
        return 1;
    case UNFOLD_TASK_NEXT:
        return unfold_feature_count(&listening->features);
    case UNFOLD_TASK_CLIP:
    case UNFOLD_TASK_FRAME:
        break;
    }
    return listening->label_count;
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
    return unfold_fail(error, UNFOLD_BAD_FILE, "%s is %g, not %g to %g", what, value,
                       least, most);
}

/* NULL, or what is wrong with a name. */
static const char *name_fault(const char name[UNFOLD_LABEL_NAME])
{
    return memchr(name, '\0', UNFOLD_LABEL_NAME) ? unfold_label_fault(name)
                                                 : "is too long";
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
        const char *fault = name_fault(label);
        if (fault)
            return unfold_fail(error, UNFOLD_BAD_FILE, "'labels', number %u %s", k + 1,
                               fault);
        if (unfold_label_find(listening, label) != (int)k)
            return unfold_fail(error, UNFOLD_BAD_FILE, "the label '%s' comes twice",
                               label);
    }
    for (uint32_t k = 0; listening->has_notes && k < count; ++k)
        if (listening->notes[k] < -1 || listening->notes[k] > 127)
            return unfold_fail(error, UNFOLD_BAD_FILE, "the note of '%s' is %d",
                               listening->labels[k], listening->notes[k]);
    if (listening->nothing < -1 || listening->nothing >= (int)count)
        return unfold_fail(error, UNFOLD_BAD_FILE, "'nothing' is none of the labels");
    return check_within("'threshold'", listening->threshold, 0, 1, error);
}

static UnfoldStatus check_lead(const UnfoldListening *listening, UnfoldError *error)
{
    const UnfoldFeatureSpec *features = &listening->features;
    const double frames = listening->events.lead * features->rate / features->hop;
    const uint32_t count = unfold_feature_count(features);
    if ((frames + 1) * count <= (double)UNFOLD_MAX_LEAD_NUMBERS)
        return UNFOLD_OK;
    return unfold_fail(error, UNFOLD_BAD_FILE,
                       "'lead' is %g: these are %.0f frames of %u features, more than "
                       "%zu numbers",
                       listening->events.lead, frames, count, UNFOLD_MAX_LEAD_NUMBERS);
}

static UnfoldStatus check_events(const UnfoldListening *listening, UnfoldError *error)
{
    const UnfoldEventSpec *events = &listening->events;
    UnfoldStatus status = check_within("'rise'", events->rise, 1, 60, error);
    if (!status)
        status = check_within("'floor'", events->floor, -100, 0, error);
    if (!status)
        status = check_within("'lead'", events->lead, 0, 1, error);
    if (!status)
        status = check_lead(listening, error);
    if (!status)
        status = check_within("'pause'", events->pause, 0.001, 10, error);
    return status ? status
                  : check_within("'longest'", events->longest, 0.001, 60, error);
}

static UnfoldStatus check_value(const UnfoldListening *listening,
                                const UnfoldShape *shape, UnfoldError *error)
{
    if (shape->outputs != 1 || shape->output != UNFOLD_LINEAR)
        return unfold_fail(error, UNFOLD_BAD_FILE,
                           "a value needs 1 of 'outputs', and 'output' linear");
    const char *fault = name_fault(listening->value_name);
    if (fault)
        return unfold_fail(error, UNFOLD_BAD_FILE, "'name' in 'value' %s", fault);
    const double limit = 1e30;
    const UnfoldStatus status =
        check_within("'mean' in 'value'", listening->value_mean, -limit, limit, error);
    return status ? status
                  : check_within("'deviation' in 'value'", listening->value_deviation,
                                 1e-30, limit, error);
}

static UnfoldStatus check_next(const UnfoldListening *listening,
                               const UnfoldShape *shape, UnfoldError *error)
{
    if (shape->outputs != shape->inputs || shape->output != UNFOLD_LINEAR)
        return unfold_fail(error, UNFOLD_BAD_FILE,
                           "to tell the next frame takes as many 'outputs' as "
                           "'inputs', and 'output' linear");
    return check_within("'threshold'", listening->threshold, 0, 1e30f, error);
}

static UnfoldStatus check_numbers(const UnfoldListening *listening, uint32_t count,
                                  UnfoldError *error)
{
    const double most = UNFOLD_MAX_FEATURE;
    UnfoldStatus status = UNFOLD_OK;
    char what[64];
    for (uint32_t k = 0; !status && k < count; ++k) {
        snprintf(what, sizeof what, "'mean' in 'features', number %u,", k + 1);
        status = check_within(what, listening->mean[k], -most, most, error);
        if (status)
            return status;
        snprintf(what, sizeof what, "'deviation' in 'features', number %u,", k + 1);
        status =
            check_within(what, listening->deviation[k], (float)(1 / most), most, error);
    }
    return status;
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
    return check_numbers(listening, count, error);
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
    const bool labelled =
        listening->task == UNFOLD_TASK_CLIP || listening->task == UNFOLD_TASK_FRAME;
    if (!labelled && listening->label_count)
        return unfold_fail(error, UNFOLD_BAD_FILE, "the task '%s' has no 'labels'",
                           unfold_task_name(listening->task));
    UnfoldStatus labels;
    switch (listening->task) {
    case UNFOLD_TASK_CLIP:
        labels = check_labels(listening, shape, error);
        return labels ? labels : check_events(listening, error);
    case UNFOLD_TASK_FRAME:
        return check_labels(listening, shape, error);
    case UNFOLD_TASK_VALUE:
        return check_value(listening, shape, error);
    case UNFOLD_TASK_NEXT:
        return check_next(listening, shape, error);
    }
    return UNFOLD_OK;
}
