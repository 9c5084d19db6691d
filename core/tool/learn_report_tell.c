/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "tool/learn_report_tell.h"

#include "tool/learn_report.h"
#include "tool/report.h"

#include <math.h>

static void add_events(const UnfoldListening *listening, ReportSettings *settings)
{
    const UnfoldEventSpec *events = &listening->events;
    if (listening->task == UNFOLD_TASK_CLIP)
        report_settings_add(settings, "sounds",
                            "begin %g dB above what was before and above %g dB, end "
                            "after %g ms of quiet or %g ms; %g ms ahead are heard too",
                            events->rise, events->floor, 1000 * events->pause,
                            1000 * events->longest, 1000 * events->lead);
}

static void list_settings(const LearnOutcome *outcome, const UnfoldListening *listening,
                          ReportSettings *settings)
{
    const LearnOptions *options = outcome->options;
    const LearnSet *set = outcome->set;
    char command[1024];
    learn_options_command(options, command, sizeof command);
    report_settings_add(settings, "command", "%s", command);
    report_settings_add(settings, "recordings", "%zu, %.1f s", set->list.count,
                        set->seconds);
    if (set->list.groups.count)
        report_settings_add(settings, "groups", "%zu", set->list.groups.count);
    report_settings_add(settings, "bands", "%u, from %g to %g Hz, %g dB deep",
                        listening->features.bands, listening->features.low,
                        listening->features.high, listening->features.range);
    add_events(listening, settings);
    report_settings_add(settings, "variation", "%s", options->augment);
    report_settings_add(settings, "validation", "%g %% of the recordings",
                        100 * options->validation);
    if (options->test)
        report_settings_add(settings, "test", "%s", tool_base_name(options->test));
    report_settings_add(settings, "batch", "%u recordings", options->batch);
    if (set->task != UNFOLD_TASK_CLIP)
        report_settings_add(settings, "window", "%u frames", options->window);
    report_settings_add(settings, "seed", "%u", options->seed);
    if (options->licence)
        report_settings_add(settings, "licence", "%s", options->licence);
    report_settings_add(settings, "written by", "unfold %s", UNFOLD_VERSION);
}

/* What folds alone leave open is as the options have it. */
static int listening_of(const LearnOutcome *outcome, UnfoldListening *listening)
{
    if (outcome->run) {
        *listening = outcome->run->listening;
        return 0;
    }
    return learn_options_listening(outcome->options, outcome->set->lowest_rate,
                                   listening);
}

static void tell_run(const LearnOutcome *outcome, LearnReport *report)
{
    const LearnRun *run = outcome->run;
    report->epochs = run->epochs;
    report->epoch_count = run->epoch_count;
    report->best_epoch = run->best_epoch;
    report->stopped = run->stopped;
    report->seconds = run->seconds;
    report->silent = run->silent;
    report->horizon = outcome->horizon;
    report->views = outcome->test ? &outcome->test->views : outcome->views;
    report->views_of = outcome->test         ? "the test"
                       : outcome->validation ? "the validation part"
                                             : "what it learned from";
}

static void tell_folds(const LearnOutcome *outcome, LearnReport *report)
{
    const LearnMeasured *folds = outcome->folds;
    report->folds = &folds->verdict;
    report->fold_accuracy = folds->fold_accuracy;
    report->fold_count = folds->folds;
    report->by_group = outcome->options->by_group;
    if (report->by_group)
        report->fold_names = outcome->set->list.groups.list;
}

int learn_report_tell(const LearnOutcome *outcome)
{
    const LearnOptions *options = outcome->options;
    const LearnSet *set = outcome->set;
    UnfoldListening listening;
    const int status = listening_of(outcome, &listening);
    if (status)
        return status;
    const bool labels = set->task == UNFOLD_TASK_CLIP || set->task == UNFOLD_TASK_FRAME;
    if (labels)
        listening.label_count = (uint32_t)set->list.labels.count;
    ReportSettings settings = {.count = 0};
    list_settings(outcome, &listening, &settings);
    const UnfoldShape shape = learn_shape(options, &listening);
    char network[64];
    report_network_text(&shape, network, sizeof network);
    const char *file = options->output ? options->output : options->list;
    LearnReport report = {.title = options->name ? options->name : tool_base_name(file),
                          .subtitle = options->author,
                          .network = network,
                          .weights = unfold_shape_weights(&shape),
                          .task = set->task,
                          .features = &listening.features,
                          .value_name = listening.value_name,
                          .threshold = listening.threshold,
                          .labels = labels ? set->list.labels.list : NULL,
                          .label_count = labels ? set->list.labels.count : 0,
                          .validation = outcome->validation,
                          .test = outcome->test ? &outcome->test->verdict : NULL,
                          .recordings = set->list.count,
                          .sound = set->seconds,
                          .window = set->task == UNFOLD_TASK_CLIP ? 0 : options->window,
                          .settings = settings.rows,
                          .setting_count = settings.count};
    if (outcome->run)
        tell_run(outcome, &report);
    if (outcome->folds)
        tell_folds(outcome, &report);
    return learn_report_write(options->report, &report);
}
