/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "file/model_file.h"
#include "tool/fact_list.h"
#include "tool/learn_reach.h"
#include "tool/learn_tell.h"
#include "tool/report.h"
#include "tool/tool.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#define MOST_VIEWED 64 /* recordings to choose from */

static double accuracy_of(const LearnVerdict *verdict)
{
    return verdict && verdict->labels ? learn_accuracy(verdict) : NAN;
}

static int set_facts(const LearnOutcome *outcome, UnfoldFacts *facts)
{
    const LearnOptions *options = outcome->options;
    const LearnRun *run = outcome->run;
    char command[4096], date[16];
    learn_options_command(options, command, sizeof command);
    const TextFact texts[] = {
        {UNFOLD_METADATA, "name", options->name},
        {UNFOLD_METADATA, "author", options->author},
        {UNFOLD_METADATA, "licence", options->licence},
        {UNFOLD_METADATA, "date", tool_date_text(date)},
        {UNFOLD_TRAINING, "list", tool_base_name(options->list)},
        {UNFOLD_TRAINING, "command", command},
        {UNFOLD_TRAINING, "version", "unfold " UNFOLD_VERSION},
    };
    const NumberFact numbers[] = {
        {UNFOLD_TRAINING, "recordings", (double)outcome->set->list.count},
        {UNFOLD_TRAINING, "seconds", outcome->set->seconds},
        {UNFOLD_TRAINING, "seed", options->seed},
        {UNFOLD_TRAINING, "epochs", (double)run->epoch_count},
        {UNFOLD_TRAINING, "best_epoch", (double)run->best_epoch},
        {UNFOLD_TRAINING, "accuracy_validation", accuracy_of(outcome->validation)},
        {UNFOLD_TRAINING, "accuracy_test",
         outcome->test ? accuracy_of(&outcome->test->verdict) : NAN},
        {UNFOLD_TRAINING, options->by_group ? "accuracy_groups" : "accuracy_folds",
         outcome->folds ? accuracy_of(&outcome->folds->verdict) : NAN},
    };
    const int status = tool_set_texts(texts, sizeof texts / sizeof *texts, facts);
    return status ? status
                  : tool_set_numbers(numbers, sizeof numbers / sizeof *numbers, facts);
}

static int save(const LearnOutcome *outcome)
{
    UnfoldError error;
    UnfoldListening listening = outcome->run->listening;
    const UnfoldModelFile file = {.model = outcome->run->model,
                                  .facts = unfold_facts_new(),
                                  .listening = &listening};
    int status = file.facts ? set_facts(outcome, file.facts) : tool_no_memory();
    if (!status && unfold_model_save(outcome->options->output, &file, &error))
        status = tool_error(outcome->options->output, "%s", error.text);
    unfold_facts_free(file.facts);
    return status;
}

/* For the report, which shows the test instead if there is one. */
static bool views_own(const LearnOptions *options)
{
    return options->report && !options->test;
}

/* Measured once more with the model that is kept. */
static int judge_validation(const LearnOptions *options, const LearnSet *set,
                            const LearnPart *validation, const LearnRun *run,
                            LearnVerdict *verdict, size_t *horizon, LearnViews *views)
{
    LearnHeard heard;
    int status =
        learn_hear(&run->listening, set, validation, NULL, 0, options->threads, &heard);
    if (!status)
        status = learn_reach(run->model, &run->listening, &heard, horizon);
    if (!status && (!learn_verdict_new(verdict, run->listening.label_count) ||
                    learn_judge(run->model, &run->listening, &heard, verdict)))
        status = tool_no_memory();
    if (!status && views_own(options))
        status = learn_views(run, set, validation, &heard, views);
    learn_heard_clear(&heard);
    return status;
}

/* Some of what it learned from, where nothing else is there. */
static int view_training(const LearnOptions *options, const LearnSet *set,
                         const LearnPart *training, const LearnRun *run,
                         LearnViews *views)
{
    LearnHeard heard;
    LearnPart part = *training;
    part.count = part.count < MOST_VIEWED ? part.count : MOST_VIEWED;
    int status =
        learn_hear(&run->listening, set, &part, NULL, 0, options->threads, &heard);
    if (!status)
        status = learn_views(run, set, &part, &heard, views);
    learn_heard_clear(&heard);
    return status;
}

static int learn_model(const LearnOptions *options, const LearnSet *set,
                       const LearnSet *tests, LearnCheckpoint *checkpoint,
                       const LearnMeasured *folds)
{
    LearnPart all = {0}, validation = {0}, training = {0};
    LearnRun run = {0};
    LearnVerdict verdict = {0};
    LearnMeasured test = {0};
    LearnViews views = {.count = 0};
    size_t horizon = 0;
    int status = learn_part_all(set, &all);
    if (!status)
        status = learn_part_split(set, &all, options->validation, options->seed,
                                  &validation, &training);
    if (!status && !training.count)
        status = tool_error(set->path, "nothing is left to learn from");
    if (!status)
        status = learn_run(options, set, &training, &validation, "", checkpoint, &run);
    if (!status && validation.count)
        status = judge_validation(options, set, &validation, &run, &verdict, &horizon,
                                  &views);
    if (!status && options->test)
        status = learn_measure_test(options, &run, tests, &test);
    if (!status && !validation.count && views_own(options))
        status = view_training(options, set, &training, &run, &views);
    const LearnOutcome outcome = {.options = options,
                                  .set = set,
                                  .run = &run,
                                  .validation = validation.count ? &verdict : NULL,
                                  .horizon = horizon,
                                  .folds = folds,
                                  .test = options->test ? &test : NULL,
                                  .views = &views};
    if (!status)
        status = save(&outcome);
    if (!status && !run.stopped)
        learn_checkpoint_drop(checkpoint);
    if (!status)
        status = learn_tell(&outcome);
    learn_verdict_clear(&verdict);
    learn_measured_clear(&test);
    learn_views_clear(&views);
    learn_run_clear(&run);
    free(all.list);
    free(validation.list);
    free(training.list);
    return status;
}

/* Nothing that is read may be written over. */
static int check_output(const LearnOptions *options, const LearnSet *set)
{
    const char *const outputs[] = {options->output, options->report};
    for (size_t n = 0; n < sizeof outputs / sizeof *outputs; ++n) {
        const char *output = outputs[n];
        bool same = output && set->path && tool_same_file(output, set->path);
        for (size_t k = 0; output && k < set->list.count; ++k)
            same = same || tool_same_file(output, set->list.recordings[k].path);
        if (same)
            return tool_error(output, "is to be learned from");
    }
    return TOOL_OK;
}

static int learn(LearnOptions *options)
{
    LearnSet set = {0}, tests = {0};
    LearnCheckpoint checkpoint = {0};
    LearnMeasured folds = {0};
    const bool measures = options->folds || options->by_group;
    UnfoldListening listening;
    int status = options->output ? tool_check_writable(options->output) : TOOL_OK;
    if (!status && options->report)
        status = tool_check_writable(options->report);
    if (!status)
        status = learn_options_listening(options, 192000, &listening);
    if (!status)
        status = learn_set_read(options, options->list, &set);
    if (!status)
        status = check_output(options, &set);
    options->task = set.task;
    if (!status)
        status = learn_measure_check(options, &set);
    if (!status)
        status = learn_options_listening(options, set.lowest_rate, &listening);
    if (!status)
        status = learn_set_labels(options, &set, &listening);
    if (!status)
        status = learn_measure_read(options, &listening, &tests);
    if (!status)
        status = check_output(options, &tests);
    if (!status)
        status = learn_set_trim(&set, &listening, options->threads);
    if (!status && options->output)
        status = learn_checkpoint_open(options, &set, &checkpoint);
    if (!status)
        learn_tell_plan(options, &set);
    if (!status && measures)
        status = learn_measure_folds(options, &set, &folds);
    if (!status && options->output && !folds.stopped) {
        status =
            learn_model(options, &set, &tests, &checkpoint, measures ? &folds : NULL);
    } else if (!status) {
        const LearnOutcome outcome = {.options = options, .set = &set, .folds = &folds};
        status = learn_tell(&outcome);
    }
    learn_measured_clear(&folds);
    learn_checkpoint_clear(&checkpoint);
    learn_set_clear(&tests);
    learn_set_clear(&set);
    return status;
}

int tool_learn(int argc, char **argv)
{
    LearnOptions options = learn_options_default();
    Option table[LEARN_MOST_OPTIONS];
    learn_options_table(&options, table);
    const OptionsCommand command = {
        .operands = "LIST",
        .about =
            "Learn what recordings are from examples. LIST is a table (CSV or TSV) of "
            "files and\ntheir labels, a folder with one folder for each label, or a "
            "folder of recordings with\nAudacity label tracks beside them.\n",
        .options = table,
        .min_operands = 1,
        .max_operands = 1};
    int status;
    if (!options_parse(&command, argc, argv, &options.list, &status))
        return status;
    status = learn_options_finish(&options);
    return status ? status : learn(&options);
}
