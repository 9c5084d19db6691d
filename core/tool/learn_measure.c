/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "tool/learn_measure.h"

#include "tool/report.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/* And what is to be shown of it, unless `views` is NULL. */
static int judge(const LearnOptions *options, const LearnRun *run, const LearnSet *set,
                 const LearnPart *part, LearnVerdict *verdict, LearnViews *views)
{
    LearnHeard heard;
    int status =
        learn_hear(&run->listening, set, part, NULL, 0, options->threads, &heard);
    if (!status && learn_judge(run->model, &run->listening, &heard, verdict))
        status = tool_no_memory();
    if (!status && views)
        status = learn_views(run, set, part, &heard, views);
    learn_heard_clear(&heard);
    return status;
}

static void add(LearnVerdict *sum, const LearnVerdict *one)
{
    for (size_t k = 0; k < sum->labels * sum->labels; ++k)
        sum->confusion[k] += one->confusion[k];
    sum->loss += one->loss;
    sum->weight += one->weight;
    sum->squares += one->squares;
}

static const char *fold_name(const LearnOptions *options, const LearnSet *set, size_t k,
                             char text[128])
{
    if (options->by_group)
        snprintf(text, 128, "without %.64s, ", set->list.groups.list[k]);
    else
        snprintf(text, 128, "fold %zu of %u, ", k + 1, options->folds);
    return text;
}

static int measure_fold(const LearnOptions *options, const LearnSet *set, size_t k,
                        LearnMeasured *measured)
{
    LearnPart left_out = {0}, rest = {0}, validation = {0}, training = {0};
    LearnRun run = {0};
    LearnVerdict verdict = {0};
    char what[128];
    int status =
        learn_part_fold(set, k, options->folds, options->seed, &left_out, &rest);
    if (!status && (!left_out.count || !rest.count))
        status = tool_error(set->path,
                            "nothing to %s in one of the parts: there are too "
                            "few recordings",
                            rest.count ? "measure by" : "learn from");
    if (!status)
        status = learn_part_split(set, &rest, options->validation, options->seed,
                                  &validation, &training);
    if (!status)
        status = learn_run(options, set, &training, &validation,
                           fold_name(options, set, k, what), NULL, &run);
    if (!status && !learn_verdict_new(&verdict, run.listening.label_count))
        status = tool_no_memory();
    if (!status && !run.stopped)
        status = judge(options, &run, set, &left_out, &verdict, NULL);
    if (!status && !run.stopped) {
        add(&measured->verdict, &verdict);
        measured->fold_accuracy[k] = run.listening.label_count
                                         ? learn_accuracy(&verdict)
                                         : learn_mean_loss(&verdict);
    }
    measured->stopped = run.stopped;
    learn_verdict_clear(&verdict);
    learn_run_clear(&run);
    free(left_out.list);
    free(rest.list);
    free(validation.list);
    free(training.list);
    return status;
}

int learn_measure_check(const LearnOptions *options, const LearnSet *set)
{
    const size_t groups = set->list.groups.count;
    if (options->by_group && groups < 2)
        return tool_error(set->path, "has %s: --leave-out-groups needs two at least",
                          groups ? "one group" : "no groups");
    if (options->folds > set->list.count)
        return tool_error(set->path, "has %zu recordings, too few for %u folds",
                          set->list.count, options->folds);
    return TOOL_OK;
}

int learn_measure_folds(const LearnOptions *options, const LearnSet *set,
                        LearnMeasured *measured)
{
    const size_t groups = set->list.groups.count;
    const size_t folds = options->by_group ? groups : options->folds;
    const bool labels = set->task == UNFOLD_TASK_CLIP || set->task == UNFOLD_TASK_FRAME;
    *measured = (LearnMeasured){.folds = folds};
    measured->fold_accuracy = malloc(folds * sizeof *measured->fold_accuracy);
    if (!measured->fold_accuracy ||
        !learn_verdict_new(&measured->verdict, labels ? set->list.labels.count : 0))
        return tool_no_memory();
    for (size_t k = 0; k < folds; ++k)
        measured->fold_accuracy[k] = NAN;
    const double begin = tool_seconds();
    int status = TOOL_OK;
    for (size_t k = 0; !status && !measured->stopped && k < folds; ++k)
        status = measure_fold(options, set, k, measured);
    measured->seconds = tool_seconds() - begin;
    return status;
}

int learn_measure_read(const LearnOptions *options, const UnfoldListening *listening,
                       LearnSet *test)
{
    *test = (LearnSet){0};
    if (!options->test)
        return TOOL_OK;
    int status = learn_set_read(options, options->test, test);
    if (!status)
        status = learn_set_relabel(test, listening);
    return status ? status : learn_set_trim(test, listening, options->threads);
}

int learn_measure_test(const LearnOptions *options, const LearnRun *run,
                       const LearnSet *test, LearnMeasured *measured)
{
    LearnPart all;
    *measured = (LearnMeasured){0};
    int status = learn_part_all(test, &all);
    if (!status && !learn_verdict_new(&measured->verdict, run->listening.label_count))
        status = tool_no_memory();
    if (!status)
        status = judge(options, run, test, &all, &measured->verdict,
                       options->report ? &measured->views : NULL);
    free(all.list);
    return status;
}

void learn_measured_clear(LearnMeasured *measured)
{
    learn_verdict_clear(&measured->verdict);
    learn_views_clear(&measured->views);
    free(measured->fold_accuracy);
    *measured = (LearnMeasured){0};
}
