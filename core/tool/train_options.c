/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "tool/train_options.h"

#include "learn/loss_text.h"
#include "tool/report.h"
#include "tool/train_progress.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const char *const cell_names[] = {"rnn", "gru", "lstm", NULL};

TrainOptions train_options_default(void)
{
    return (TrainOptions){.cell = UNFOLD_LSTM,
                          .hidden = 16,
                          .layers = 1,
                          .batch = UNFOLD_LANES,
                          .window = UNFOLD_TRAIN_WINDOW,
                          .seed = 1,
                          .starts = 1,
                          .loss = TRAIN_DEFAULT_LOSS,
                          .input_dbu = NAN};
}

void train_options_table(TrainOptions *o, Option table[TRAIN_MOST_OPTIONS])
{
    const Option options[] = {
        {.name = "cell",
         .kind = OPTION_CHOICE,
         .value = &o->cell,
         .operand = "CELL",
         .help = "rnn, gru or lstm",
         .choices = cell_names},
        {.name = "hidden",
         .kind = OPTION_COUNT,
         .value = &o->hidden,
         .operand = "N",
         .help = "units of each layer",
         .min = 1,
         .max = UNFOLD_MAX_HIDDEN},
        {.name = "layers",
         .kind = OPTION_COUNT,
         .value = &o->layers,
         .operand = "N",
         .help = "layers on top of each other",
         .min = 1,
         .max = UNFOLD_MAX_LAYERS},
        {.name = "no-skip",
         .kind = OPTION_FLAG,
         .value = &o->no_skip,
         .help = "do not add the input to the output"},
        OPTION_NO_ALIGN(&o->no_align),
        OPTION_CHANNEL(&o->channel),
        {.name = "loss",
         .kind = OPTION_TEXT,
         .value = &o->loss,
         .operand = "TERMS",
         .help =
             "what is brought down: esr, dc, mse, mrstft (each =WEIGHT), preemph=A"},
        {.name = "epochs",
         .kind = OPTION_COUNT,
         .value = &o->epochs,
         .operand = "N",
         .help = "stop after N rounds through the recording, 0: no limit",
         .max = 1000000},
        {.name = "minutes",
         .kind = OPTION_NUMBER,
         .value = &o->minutes,
         .operand = "M",
         .help = "stop after M minutes, 0: no limit (5 if nothing else sets one)",
         .max = 100000},
        {.name = "esr",
         .kind = OPTION_NUMBER,
         .value = &o->esr,
         .operand = "E",
         .help = "stop when the validation ESR is E or less",
         .max = 1},
        {.name = "patience",
         .kind = OPTION_COUNT,
         .value = &o->patience,
         .operand = "N",
         .help = "halve the rate when N epochs bring nothing better; end after 7 times",
         .max = 1000000},
        {.name = "starts",
         .kind = OPTION_COUNT,
         .value = &o->starts,
         .operand = "N",
         .help = "begin N times from other random weights, go on with the best",
         .min = 1,
         .max = 16},
        {.name = "seed",
         .kind = OPTION_COUNT,
         .value = &o->seed,
         .operand = "S",
         .help = "where the random numbers start",
         .max = UINT32_MAX},
        {.name = "batch",
         .kind = OPTION_COUNT,
         .value = &o->batch,
         .operand = "N",
         .help = "places of the recording to learn from at a time, in steps of 16",
         .min = 1,
         .max = 4096},
        {.name = "window",
         .kind = OPTION_COUNT,
         .value = &o->window,
         .operand = "N",
         .help = "samples through which gradients flow back, at the end",
         .min = 256,
         .max = 65536},
        {.name = "from",
         .kind = OPTION_TEXT,
         .value = &o->from,
         .operand = "MODEL",
         .help = "go on from the weights of a trained model"},
        {.name = "name",
         .kind = OPTION_TEXT,
         .value = &o->name,
         .operand = "TEXT",
         .help = "the model's name"},
        {.name = "author",
         .kind = OPTION_TEXT,
         .value = &o->author,
         .operand = "TEXT",
         .help = "who recorded it"},
        {.name = "gear",
         .kind = OPTION_TEXT,
         .value = &o->gear,
         .operand = "TEXT",
         .help = "what was recorded"},
        {.name = "licence",
         .kind = OPTION_TEXT,
         .value = &o->licence,
         .operand = "TEXT",
         .help = "how the model may be used"},
        {.name = "input-dbu",
         .kind = OPTION_NUMBER,
         .value = &o->input_dbu,
         .operand = "DBU",
         .help = "the level at the gear's input of a sine that peaks at full scale",
         .min = -60,
         .max = 60},
        {.name = "output",
         .incidental = true,
         .letter = 'o',
         .kind = OPTION_TEXT,
         .value = &o->output,
         .operand = "MODEL",
         .help = "the model file to write"},
        {.name = "pair",
         .kind = OPTION_PAIR,
         .value = &o->pairs,
         .operand = "DRY WET [KNOBS]",
         .help = "learn from these too; KNOBS: how the gear stood, gain=0.3,tone=0.7"},
        {.name = "test",
         .kind = OPTION_PAIR,
         .value = &o->tests,
         .operand = "DRY WET [KNOBS]",
         .help = "test on these, and keep no part of the others for it"},
        {.name = "threads",
         .incidental = true,
         .kind = OPTION_COUNT,
         .value = &o->threads,
         .operand = "N",
         .help = "threads that share a batch of more than 16, 0: one a processor",
         .max = 1024},
        {.name = "report",
         .incidental = true,
         .kind = OPTION_TEXT,
         .value = &o->report,
         .operand = "FILE",
         .help = "write a report with charts, one HTML file"},
        {.name = "resume",
         .incidental = true,
         .kind = OPTION_FLAG,
         .value = &o->resume,
         .help = "go on where this training was stopped"},
        {.name = "restart",
         .incidental = true,
         .kind = OPTION_FLAG,
         .value = &o->restart,
         .help = "begin anew, whatever was begun before"},
        OPTION_JSON(&o->json),
        {0},
    };
    _Static_assert(sizeof options <= TRAIN_MOST_OPTIONS * sizeof *table, "table");
    memcpy(table, options, sizeof options);
}

int train_options_finish(TrainOptions *options)
{
    if (!options->epochs && options->minutes <= 0 && options->esr <= 0 &&
        !options->patience)
        options->minutes = 5;
    if (!options->output) {
        tool_error("train", "needs -o MODEL; see unfold train --help");
        return TOOL_WRONG_USAGE;
    }
    if (options->starts > 1 && !options->epochs && options->minutes <= 0) {
        tool_error("train", "--starts needs --minutes or --epochs, of which each start "
                            "gets a part; see unfold train --help");
        return TOOL_WRONG_USAGE;
    }
    UnfoldLoss loss;
    UnfoldError error;
    if (unfold_loss_parse(options->loss, &loss, &error)) {
        tool_error("train", "--loss: %s; see unfold train --help", error.text);
        return TOOL_WRONG_USAGE;
    }
    return TOOL_OK;
}

UnfoldTrainSettings train_options_settings(const TrainOptions *options, size_t knobs,
                                           double sample_rate)
{
    const UnfoldShape shape = {.cell = (UnfoldCell)options->cell,
                               .inputs = 1 + (uint32_t)knobs,
                               .hidden = options->hidden,
                               .layers = options->layers,
                               .outputs = 1,
                               .skip = options->no_skip ? 0 : 1};
    UnfoldTrainSettings settings = unfold_train_defaults(&shape, sample_rate);
    settings.seed = options->seed;
    settings.threads = options->threads;
    settings.groups = (options->batch + UNFOLD_LANES - 1) / UNFOLD_LANES;
    settings.window = options->window;
    settings.patience = options->patience;
    unfold_loss_parse(options->loss, &settings.loss, NULL);
    return settings;
}

static size_t add(char *text, size_t used, size_t room, const char *before,
                  const char *word)
{
    char *end = used < room ? text + used : NULL;
    return used + (size_t)snprintf(end, end ? room - used : 0, "%s%s", before, word);
}

static size_t add_pairs(char *text, size_t used, size_t room, const char *option,
                        const OptionPairs *pairs, size_t from)
{
    for (size_t k = from; k < pairs->count; ++k) {
        used = add(text, used, room, option, tool_base_name(pairs->list[k].dry));
        used = add(text, used, room, " ", tool_base_name(pairs->list[k].wet));
        if (pairs->list[k].knobs)
            used = add(text, used, room, " ", pairs->list[k].knobs);
    }
    return used;
}

void train_options_command(const TrainOptions *options, char *text, size_t room)
{
    TrainOptions said = *options, other = train_options_default();
    Option table[TRAIN_MOST_OPTIONS], defaults[TRAIN_MOST_OPTIONS];
    train_options_table(&said, table);
    train_options_table(&other, defaults);
    size_t used = (size_t)snprintf(text, room, "unfold train");
    used = add_pairs(text, used, room, " --pair ", &options->pairs, 0);
    used = add_pairs(text, used, room, " --test ", &options->tests, 0);
    options_text(table, defaults, text, used, room);
}
