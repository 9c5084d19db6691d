/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "tool/bench_report.h"
#include "tool/options.h"
#include "tool/report.h"
#include "tool/tool.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define SECONDS_EACH 0.2 /* for a network, kernel and number of channels */
#define LEAST_SECONDS 5.0

typedef struct {
    const char *model, *kernel, *reference;
    int cell; /* 0: all */
    uint32_t hidden;
    BenchUpdate update;
    double seconds; /* 0: as many as there is to measure */
    bool train, json;
} Wishes;

/* The names of the kernels to measure: the one wished for or forced by the environment,
   or all that this processor runs. */
static int choose_kernels(const char *wish, const char **kernels, size_t *count)
{
    const char *forced = getenv("UNFOLD_KERNEL");
    char all[256] = "";
    *count = 0;
    if (!wish && forced && *forced)
        wish = forced;
    for (size_t k = 0; k < BENCH_MOST_KERNELS && unfold_steps_at(k); ++k) {
        const char *name = unfold_steps_at(k)->name;
        if (!wish || !strcmp(wish, name))
            kernels[(*count)++] = name;
        strncat(all, k ? ", " : "", sizeof all - strlen(all) - 1);
        strncat(all, name, sizeof all - strlen(all) - 1);
    }
    if (*count)
        return TOOL_OK;
    tool_error("bench", "no kernel '%s' runs here, only %s; see unfold bench --help",
               wish, all);
    return TOOL_WRONG_USAGE;
}

static int choose_networks(const Wishes *wishes, BenchNetworks *networks)
{
    if (!wishes->model)
        return bench_networks_of(wishes->cell - 1, wishes->hidden, networks);
    if (!wishes->cell && !wishes->hidden)
        return bench_networks_load(wishes->model, networks);
    tool_error("bench", "%s has its own cell and size; see unfold bench --help",
               wishes->model);
    return TOOL_WRONG_USAGE;
}

/* A few sizes tell how steady playing is, unless one is asked for. */
static void choose_steady(const Wishes *wishes, BenchNetworks networks,
                          BenchNetworks *some)
{
    for (size_t k = 0; k < networks.count; ++k) {
        const uint32_t hidden = networks.list[k].shape.hidden;
        if (wishes->model || wishes->hidden || hidden == 8 || hidden == 16 ||
            hidden == 40)
            some->list[some->count++] = networks.list[k];
    }
}

static void warn_of_noise(BenchReport *report)
{
    size_t loud = 0, all = 0;
    BenchPlaying *playing = &report->playing;
    for (size_t k = 0; k < playing->count; ++k)
        for (uint32_t channels = 1; channels <= BENCH_CHANNELS; ++channels, ++all) {
            const BenchCost cost =
                bench_playing_cost(playing, &playing->rows[k], channels);
            loud += !cost.quiet || (!isnan(cost.ratio) && !cost.reference_quiet);
        }
    for (size_t k = 0; k < report->steady_count; ++k, ++all)
        loud += !report->steady[k].quiet;
    for (size_t k = 0; k < report->training_count; ++k, ++all)
        loud += !report->training[k].quiet;
    if (loud)
        tool_warn(
            "bench",
            "%zu of %zu times are not to be trusted (*): fewer than %d trials came "
            "within %g %% of the least; the machine was not quiet, or --seconds "
            "are too few",
            loud, all, BENCH_QUIET_TRIALS, 100 * BENCH_QUIET_SHARE);
}

static int measure(const Wishes *wishes, const BenchNetworks *networks,
                   const BenchNetworks *steady, const char *const *kernels,
                   size_t count, BenchReport *report)
{
    const double usual = fmax(LEAST_SECONDS, SECONDS_EACH * (double)networks->count *
                                                 (double)count * BENCH_CHANNELS);
    const bool given = wishes->seconds > 0;
    int status = bench_playing_run(&report->playing, networks, kernels, count,
                                   wishes->reference, given ? wishes->seconds : usual);
    report->kernel = kernels[count - 1]; /* the one that models take by themselves */
    if (!status)
        status = bench_steady_run(steady, report->kernel,
                                  given ? wishes->seconds : HUGE_VAL, report->steady);
    report->steady_count = steady->count;
    if (!status)
        status = bench_training_run(networks, &wishes->update, report->training);
    report->training_count = networks->count;
    return status;
}

/* Training alone; of all sizes, those that recordings are mostly learned with. */
static int run_training(const Wishes *wishes, const BenchNetworks *networks)
{
    BenchNetworks some = {.list = calloc(networks->count, sizeof *some.list)};
    BenchReport report = {.training = calloc(networks->count, sizeof *report.training)};
    int status = TOOL_FAILED;
    for (size_t k = 0; some.list && k < networks->count; ++k) {
        const uint32_t hidden = networks->list[k].shape.hidden;
        if (wishes->model || wishes->hidden || hidden == 16 || hidden == 32 ||
            hidden == 64)
            some.list[some.count++] = networks->list[k];
    }
    report.training_count = some.count;
    if (!some.list || !report.training)
        tool_no_memory();
    else
        status = bench_training_run(&some, &wishes->update, report.training);
    if (!status && wishes->json)
        status = tool_print_json(bench_training_json(&report));
    else if (!status)
        bench_print_training(&report);
    if (!status)
        warn_of_noise(&report);
    free(report.training);
    free(some.list); /* its networks belong to `networks` */
    return status;
}

static int run(const Wishes *wishes, const BenchNetworks *networks,
               const char *const *kernels, size_t count)
{
    BenchReport report = {.steady = calloc(networks->count, sizeof *report.steady),
                          .training = calloc(networks->count, sizeof *report.training)};
    BenchNetworks steady = {.list = calloc(networks->count, sizeof *steady.list)};
    int status = TOOL_FAILED;
    if (!report.steady || !report.training || !steady.list)
        tool_no_memory();
    else {
        choose_steady(wishes, *networks, &steady);
        status = measure(wishes, networks, &steady, kernels, count, &report);
    }
    if (!status && wishes->json)
        status = tool_print_json(bench_make_json(&report));
    else if (!status)
        bench_print_text(&report);
    if (!status)
        warn_of_noise(&report);
    bench_playing_clear(&report.playing);
    free(report.steady);
    free(report.training);
    free(steady.list); /* its networks belong to `networks` */
    return status;
}

int tool_bench(int argc, char **argv)
{
    static const char *const cells[] = {"all", "rnn", "gru", "lstm", NULL};
    Wishes wishes = {.update = {.batch = 50, .steps = 1000}};
    const Option options[] = {
        {.name = "cell",
         .kind = OPTION_CHOICE,
         .value = &wishes.cell,
         .operand = "CELL",
         .help = "rnn, gru, lstm or all",
         .choices = cells},
        {.name = "hidden",
         .kind = OPTION_COUNT,
         .value = &wishes.hidden,
         .operand = "N",
         .help = "so many units, 0: the usual sizes from 4 to 128",
         .max = UNFOLD_MAX_HIDDEN},
        {.name = "kernel",
         .kind = OPTION_TEXT,
         .value = &wishes.kernel,
         .operand = "NAME",
         .help = "the kernel to play with; else UNFOLD_KERNEL, else all in turn"},
        {.name = "reference",
         .kind = OPTION_TEXT,
         .value = &wishes.reference,
         .operand = "PROGRAM",
         .help = "compare with loops: PROGRAM TRIALS prints lines CELL UNITS NS"},
        {.name = "seconds",
         .kind = OPTION_NUMBER,
         .value = &wishes.seconds,
         .operand = "S",
         .help = "play for so long in all, 0: 0.2 for each time measured",
         .max = 600},
        {.name = "threads",
         .kind = OPTION_COUNT,
         .value = &wishes.update.threads,
         .operand = "N",
         .help = "threads to train with, 0: one a processor",
         .max = 1024},
        {.name = "train",
         .kind = OPTION_FLAG,
         .value = &wishes.train,
         .help = "measure training alone"},
        {.name = "batch",
         .kind = OPTION_COUNT,
         .value = &wishes.update.batch,
         .operand = "N",
         .help = "sequences in an update of training",
         .min = 1,
         .max = 4096},
        {.name = "steps",
         .kind = OPTION_COUNT,
         .value = &wishes.update.steps,
         .operand = "N",
         .help = "steps of each",
         .min = 16,
         .max = 65536},
        OPTION_JSON(&wishes.json),
        {0}};
    const OptionsCommand command = {
        .operands = "[MODEL]",
        .about =
            "Measure what playing and training cost on this machine, for MODEL or for\n"
            "every cell in many sizes, with every kernel of this processor. All take\n"
            "many short turns; the least counts. * marks what was never quiet.\n",
        .options = options,
        .max_operands = 1};
    const char *kernels[BENCH_MOST_KERNELS];
    size_t count;
    BenchNetworks networks = {0};
    int status;
    if (!options_parse(&command, argc, argv, &wishes.model, &status))
        return status;
    status = choose_kernels(wishes.kernel, kernels, &count);
    if (!status)
        status = choose_networks(&wishes, &networks);
    if (!status)
        status = wishes.train ? run_training(&wishes, &networks)
                              : run(&wishes, &networks, kernels, count);
    bench_networks_clear(&networks);
    return status;
}
