/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "feature/level.h"
#include "file/model_file.h"
#include "learn/measure.h"
#include "learn/trainer.h"
#include "net/play.h"
#include "tool/options.h"
#include "tool/recording.h"
#include "tool/report.h"
#include "tool/tool.h"
#include "tool/train_progress.h"

#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What the command line says. */
typedef struct {
    const char *dry, *wet, *output;
    const char *name, *author, *gear, *licence;
    int cell; /* index into cell_names */
    uint32_t hidden, layers, epochs, batch, threads, channel, seed;
    double minutes;
    bool no_skip, json;
} TrainOptions;

static const char *const cell_names[] = {"rnn", "gru", "lstm", NULL};

/* The recording in time order: most to learn from, a tenth to choose the best epoch by,
   a tenth for the last figure alone. */
typedef struct {
    UnfoldTake training, validation, test;
} Split;

static Split split(const RecordingPair *pair)
{
    const size_t first = pair->frames / 10 * 8, second = first + pair->frames / 10;
    return (Split){
        {pair->dry, pair->wet, first},
        {pair->dry + first, pair->wet + first, second - first},
        {pair->dry + second, pair->wet + second, pair->frames - second},
    };
}

static bool silent(const UnfoldTake *take)
{
    return unfold_is_silent(take->wet, take->frames);
}

static int check_split(const Split *parts, const char *wet)
{
    if (silent(&parts->training))
        return tool_error(wet, "the first eight tenths, to train on, are silent");
    if (silent(&parts->validation))
        return tool_error(wet, "the ninth tenth, to choose the best by, is silent");
    if (silent(&parts->test))
        return tool_error(wet, "the last tenth, to test on, is silent");
    return TOOL_OK;
}

static volatile sig_atomic_t interrupted;

static void interrupt(int number)
{
    (void)number;
    interrupted = 1;
}

/* The first Ctrl-C ends the training well; a second one kills. */
static void catch_interrupts(void)
{
    struct sigaction action = {.sa_handler = interrupt, .sa_flags = (int)SA_RESETHAND};
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
}

/* How far the training is, for the trainer and for people. */
typedef struct {
    const TrainOptions *options;
    double begin; /* seconds */
    TrainProgress *progress;
} Clock;

static double ask(void *context, double epochs)
{
    const Clock *clock = context;
    double done = 0;
    if (clock->options->epochs)
        done = epochs / clock->options->epochs;
    if (clock->options->minutes > 0)
        done =
            fmax(done, (tool_seconds() - clock->begin) / 60 / clock->options->minutes);
    train_progress_update(clock->progress, done, epochs);
    return interrupted || done >= 1 ? -1 : done;
}

static int run_epochs(const TrainOptions *options, UnfoldTrainer *trainer,
                      TrainOutcome *outcome)
{
    TrainProgress progress = train_progress_begin();
    Clock clock = {options, tool_seconds(), &progress};
    UnfoldEpoch epoch = {0};
    catch_interrupts();
    do {
        if (unfold_trainer_epoch(trainer, ask, &clock, &epoch))
            return tool_no_memory();
        if (epoch.samples || epoch.epoch == 1)
            outcome->epochs = epoch.epoch;
        if (epoch.improved)
            outcome->best_epoch = epoch.epoch;
        outcome->best_esr = epoch.best_esr;
        if (epoch.samples)
            train_progress_epoch(&progress, &epoch);
    } while (!epoch.stopped && (!options->epochs || epoch.epoch < options->epochs));
    outcome->interrupted = interrupted != 0;
    outcome->seconds = tool_seconds() - clock.begin;
    train_progress_end(&progress);
    return TOOL_OK;
}

static const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

static int set_facts(const TrainOptions *options, const RecordingPair *pair,
                     const TrainOutcome *outcome, UnfoldFacts *facts)
{
    const struct {
        const char *section, *key, *text;
    } texts[] = {
        {UNFOLD_METADATA, "name", options->name},
        {UNFOLD_METADATA, "author", options->author},
        {UNFOLD_METADATA, "gear", options->gear},
        {UNFOLD_METADATA, "licence", options->licence},
        {UNFOLD_TRAINING, "dry", base_name(options->dry)},
        {UNFOLD_TRAINING, "wet", base_name(options->wet)},
        {UNFOLD_TRAINING, "loss", "esr, pre-emphasis 0.85, dc 1"},
    };
    const struct {
        const char *key;
        double value;
    } numbers[] = {
        {"seconds", (double)pair->frames / pair->rate},
        {"seed", options->seed},
        {"epochs", (double)outcome->epochs},
        {"best_epoch", (double)outcome->best_epoch},
        {"esr_validation", outcome->best_esr},
        {"esr_test", outcome->test.esr},
    };
    for (size_t k = 0; k < sizeof texts / sizeof *texts; ++k) {
        if (!texts[k].text)
            continue;
        const UnfoldStatus status =
            unfold_facts_set_text(facts, texts[k].section, texts[k].key, texts[k].text);
        if (status == UNFOLD_NO_MEMORY)
            return tool_no_memory();
        if (status)
            return tool_error(NULL, "the %s is not UTF-8", texts[k].key);
    }
    for (size_t k = 0; k < sizeof numbers / sizeof *numbers; ++k)
        if (unfold_facts_set_number(facts, UNFOLD_TRAINING, numbers[k].key,
                                    numbers[k].value) == UNFOLD_NO_MEMORY)
            return tool_no_memory();
    return TOOL_OK;
}

static int test_and_save(const TrainOptions *options, const RecordingPair *pair,
                         const UnfoldTake *test, const UnfoldTrainer *trainer,
                         TrainOutcome *outcome)
{
    UnfoldError error;
    UnfoldModelFile file = {.facts = unfold_facts_new()};
    float *heard = malloc(test->frames * sizeof *heard);
    int status = TOOL_OK;
    if (!file.facts || !heard)
        status = tool_no_memory();
    else if (unfold_trainer_best(trainer, &file.model, &error))
        status = tool_error(NULL, "%s", error.text);
    else if (!unfold_play(file.model, test->dry, test->frames, heard))
        status = tool_no_memory();
    if (!status) {
        outcome->test = unfold_measure(heard, test->wet, test->frames);
        status = set_facts(options, pair, outcome, file.facts);
    }
    if (!status && unfold_model_save(options->output, &file, &error))
        status = tool_error(options->output, "%s", error.text);
    free(heard);
    unfold_model_file_clear(&file);
    return status;
}

static UnfoldTrainSettings settings_of(const TrainOptions *options,
                                       const RecordingPair *pair)
{
    const UnfoldShape shape = {.cell = (UnfoldCell)options->cell,
                               .inputs = 1,
                               .hidden = options->hidden,
                               .layers = options->layers,
                               .outputs = 1,
                               .skip = options->no_skip ? 0 : 1};
    UnfoldTrainSettings settings = unfold_train_defaults(&shape, pair->rate);
    settings.seed = options->seed;
    settings.threads = options->threads;
    settings.groups = (options->batch + UNFOLD_LANES - 1) / UNFOLD_LANES;
    return settings;
}

static int train(const TrainOptions *options, const RecordingPair *pair)
{
    const Split parts = split(pair);
    int status = check_split(&parts, options->wet);
    if (status)
        return status;
    const UnfoldTrainSettings settings = settings_of(options, pair);
    UnfoldError error;
    UnfoldTrainer *trainer;
    if (unfold_trainer_new(&settings, &parts.training, &parts.validation, &trainer,
                           &error))
        return tool_error(options->dry, "%s", error.text);
    TrainOutcome outcome = {.best_esr = HUGE_VAL};
    train_progress_plan(&settings, pair, options->epochs, options->minutes);
    status = run_epochs(options, trainer, &outcome);
    if (!status)
        status = test_and_save(options, pair, &parts.test, trainer, &outcome);
    unfold_trainer_free(trainer);
    if (status)
        return status;
    return options->json ? train_outcome_json(options->output, &settings, &outcome)
                         : train_outcome_text(options->output, &settings, &outcome);
}

static int check_paths(const TrainOptions *options)
{
    if (!options->output) {
        tool_error(NULL, "train needs -o MODEL; see unfold train --help");
        return TOOL_WRONG_USAGE;
    }
    if (tool_same_file(options->output, options->dry) ||
        tool_same_file(options->output, options->wet))
        return tool_error(options->output, "is a recording to learn from");
    return tool_check_writable(options->output);
}

int tool_train(int argc, char **argv)
{
    TrainOptions o = {
        .cell = UNFOLD_LSTM, .hidden = 16, .layers = 1, .batch = 16, .seed = 1};
    const Option options[] = {
        {.name = "output",
         .letter = 'o',
         .kind = OPTION_TEXT,
         .value = &o.output,
         .operand = "MODEL",
         .help = "the model file to write"},
        {.name = "cell",
         .kind = OPTION_CHOICE,
         .value = &o.cell,
         .operand = "CELL",
         .help = "rnn, gru or lstm",
         .choices = cell_names},
        {.name = "hidden",
         .kind = OPTION_COUNT,
         .value = &o.hidden,
         .operand = "N",
         .help = "units of each layer",
         .min = 1,
         .max = UNFOLD_MAX_HIDDEN},
        {.name = "layers",
         .kind = OPTION_COUNT,
         .value = &o.layers,
         .operand = "N",
         .help = "layers on top of each other",
         .min = 1,
         .max = UNFOLD_MAX_LAYERS},
        {.name = "no-skip",
         .kind = OPTION_FLAG,
         .value = &o.no_skip,
         .help = "do not add the input to the output"},
        {.name = "epochs",
         .kind = OPTION_COUNT,
         .value = &o.epochs,
         .operand = "N",
         .help = "stop after N rounds through the recording, 0: no limit",
         .max = 1000000},
        {.name = "minutes",
         .kind = OPTION_NUMBER,
         .value = &o.minutes,
         .operand = "M",
         .help = "stop after M minutes, 0: no limit (5 if --epochs sets none either)",
         .max = 100000},
        {.name = "seed",
         .kind = OPTION_COUNT,
         .value = &o.seed,
         .operand = "S",
         .help = "where the random numbers start",
         .max = UINT32_MAX},
        {.name = "batch",
         .kind = OPTION_COUNT,
         .value = &o.batch,
         .operand = "N",
         .help = "places of the recording to learn from at a time, in steps of 16",
         .min = 1,
         .max = 4096},
        {.name = "threads",
         .kind = OPTION_COUNT,
         .value = &o.threads,
         .operand = "N",
         .help = "threads that share a batch of more than 16, 0: one a processor",
         .max = 1024},
        OPTION_CHANNEL(&o.channel),
        {.name = "name",
         .kind = OPTION_TEXT,
         .value = &o.name,
         .operand = "TEXT",
         .help = "the model's name"},
        {.name = "author",
         .kind = OPTION_TEXT,
         .value = &o.author,
         .operand = "TEXT",
         .help = "who recorded it"},
        {.name = "gear",
         .kind = OPTION_TEXT,
         .value = &o.gear,
         .operand = "TEXT",
         .help = "what was recorded"},
        {.name = "licence",
         .kind = OPTION_TEXT,
         .value = &o.licence,
         .operand = "TEXT",
         .help = "how the model may be used"},
        OPTION_JSON(&o.json),
        {0}};
    const OptionsCommand command = {
        .operands = "DRY WET -o MODEL",
        .about = "Learn what turned the recording DRY into WET and write it to MODEL.\n"
                 "The last tenth of the recording is kept for the test, the tenth\n"
                 "before it chooses the best epoch. Ctrl-C keeps the best so far.\n",
        .options = options,
        .min_operands = 2,
        .max_operands = 2};
    const char *operands[2];
    int status;
    if (!options_parse(&command, argc, argv, operands, &status))
        return status;
    o.dry = operands[0];
    o.wet = operands[1];
    if (!o.epochs && o.minutes <= 0)
        o.minutes = 5;
    if ((status = check_paths(&o)))
        return status;
    RecordingPair pair = {0};
    status = recording_read_pair(o.dry, o.wet, o.channel, &pair);
    if (!status)
        status = recording_check_training(&pair, o.dry, o.wet);
    if (!status)
        status = train(&o, &pair);
    recording_clear_pair(&pair);
    return status;
}
