/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "tool/interrupt.h"
#include "tool/manifest.h"
#include "tool/report.h"
#include "tool/tool.h"
#include "tool/train_tell.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* What one of many trainings came to. */
typedef struct {
    const char *output;
    int status;
    double esr_validation, esr_test, seconds;
} Row;

static int check_path(const TrainOptions *options, const char *output)
{
    const OptionPairs *lists[] = {&options->pairs, &options->tests};
    for (size_t list = 0; list < 2; ++list)
        for (size_t k = 0; k < lists[list]->count; ++k) {
            const struct OptionPair *pair = &lists[list]->list[k];
            if (tool_same_file(output, pair->dry) || tool_same_file(output, pair->wet))
                return tool_error(output, "is a recording to learn from");
        }
    return tool_check_writable(output);
}

static int check_paths(const TrainOptions *options)
{
    const char *output = options->output, *report = options->report;
    if (report && (!strcmp(report, output) || tool_same_file(report, output)))
        return tool_error(report, "is to be the model, not the report");
    if (report && check_path(options, report))
        return TOOL_FAILED;
    return check_path(options, output);
}

/* A training that came to its end has nothing to go on with. */
static void drop_checkpoint(const TrainOptions *options, const TrainRun *run)
{
    char *path;
    if (run->end != TRAIN_STOPPED && checkpoint_path(options->output, &path)) {
        unlink(path);
        free(path);
    }
}

static int train_on(const TrainOptions *options, const TrainData *data, Row *row)
{
    const UnfoldTrainSettings settings =
        train_options_settings(options, data->knobs.count, data->rate);
    TrainRun run = {0};
    TrainResult result = {0};
    int status = train_run(options, &settings, data, &run);
    if (!status)
        status = train_result_measure(data, &run, &result);
    if (!status)
        status = train_result_save(options, data, &run, &result);
    if (!status) {
        drop_checkpoint(options, &run);
        *row =
            (Row){options->output, TOOL_OK, run.best_esr, result.test.esr, run.seconds};
        status = train_tell(options, &settings, data, &run, &result);
    }
    train_result_clear(&result);
    train_run_clear(&run);
    return status;
}

static int train_one(TrainOptions *options, Row *row)
{
    TrainData data = {0};
    int status = train_options_finish(options);
    if (!status)
        status = check_paths(options);
    if (!status)
        status = train_data_read(options, &data);
    if (!status)
        status = train_on(options, &data, row);
    train_data_clear(&data);
    row->output = options->output;
    row->status = status;
    return status;
}

static int print_table(const Row *rows, size_t count, size_t done)
{
    size_t failed = 0;
    printf("\n%-32s %14s %10s %8s\n", "model", "validation ESR", "test ESR", "minutes");
    for (size_t k = 0; k < count; ++k) {
        if (k >= done)
            printf("%-32s not begun\n", rows[k].output ? rows[k].output : "");
        else if (rows[k].status)
            printf("%-32s failed\n", rows[k].output ? rows[k].output : "");
        else
            printf("%-32s %14.6f %10.6f %8.1f\n", rows[k].output,
                   rows[k].esr_validation, rows[k].esr_test, rows[k].seconds / 60);
        failed += k >= done || rows[k].status;
    }
    return failed ? TOOL_FAILED : TOOL_OK;
}

/* One after another; a failed one does not stop the rest, the user does. */
static int train_many(const TrainOptions *options, const char *path)
{
    Manifest *manifest;
    int status = manifest_read(path, &manifest);
    const size_t count = status ? 0 : manifest_count(manifest);
    Row *rows = calloc(count + 1, sizeof *rows);
    TrainOptions *job = malloc(sizeof *job);
    if (!status && (!rows || !job)) {
        tool_no_memory();
        status = TOOL_FAILED;
    }
    size_t done = 0;
    for (; !status && done < count && !tool_interrupted(); ++done) {
        *job = *options;
        fprintf(stderr, "model %zu of %zu\n", done + 1, count);
        if (!manifest_apply(manifest, done, job))
            train_one(job, &rows[done]);
    }
    if (!status)
        status = print_table(rows, count, done);
    free(job);
    free(rows);
    manifest_free(manifest);
    return status;
}

static int wrong_usage(const char *why)
{
    tool_error("train", "%s; see unfold train --help", why);
    return TOOL_WRONG_USAGE;
}

/* DRY WET is the first pair; a lone operand is a manifest. */
static int train_what(TrainOptions *options, const char *const operands[2])
{
    if (operands[0] && !operands[1]) {
        if (options->pairs.count || options->tests.count || options->output)
            return wrong_usage("a manifest names pairs and outputs itself");
        return train_many(options, operands[0]);
    }
    OptionPairs *pairs = &options->pairs;
    if (operands[0] && pairs->count == OPTION_MOST_PAIRS)
        return wrong_usage("too many pairs");
    if (operands[0]) {
        memmove(pairs->list + 1, pairs->list, pairs->count * sizeof *pairs->list);
        pairs->list[0] = (struct OptionPair){.dry = operands[0], .wet = operands[1]};
        ++pairs->count;
    }
    if (!pairs->count)
        return wrong_usage("needs DRY WET, --pair DRY WET or a manifest");
    Row row = {0};
    return train_one(options, &row);
}

int tool_train(int argc, char **argv)
{
    TrainOptions *options = malloc(sizeof *options);
    if (!options)
        return tool_no_memory();
    *options = train_options_default();
    Option table[TRAIN_MOST_OPTIONS];
    train_options_table(options, table);
    const OptionsCommand command = {
        .operands = "DRY WET -o MODEL | MANIFEST",
        .about = "Learn what turned the recording DRY into WET and write it to MODEL.\n"
                 "The last tenth of the recording is kept for the test, the tenth\n"
                 "before it chooses the best epoch. Ctrl-C keeps the best so far.\n"
                 "MANIFEST is a JSON file that names many such trainings.\n",
        .options = table,
        .min_operands = 0,
        .max_operands = 2};
    const char *operands[2];
    int status;
    if (options_parse(&command, argc, argv, operands, &status))
        status = train_what(options, operands);
    free(options);
    return status;
}
