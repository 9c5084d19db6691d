/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "tool/learn_options.h"

#include "tool/report.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define USUAL_RATE 16000 /* Hz */

static const char *const cell_names[] = {"rnn", "gru", "lstm", NULL};
static const char *const task_names[] = {"clip", "frame", "value",
                                         "next", "auto",  NULL};
static const char *const decide_names[] = {"mean", "last", NULL};

LearnOptions learn_options_default(void)
{
    return (LearnOptions){
        .nothing = "nothing",
        .features = "mel,energy",
        .augment = "gain=20,noise=15,pitch=0.3,tempo=0.3,colour=10,bands=5",
        .task = LEARN_TASK_AUTO,
        .cell = UNFOLD_GRU,
        .hidden = 64,
        .layers = 2,
        .epochs = 30,
        .batch = 2 * UNFOLD_LANES,
        .window = 500,
        .seed = 1,
        .bands = 24,
        .mfcc = 13,
        .deltas = 1,
        .validation = 0.1,
        .threshold = 0.5,
        .rate = NAN,
        .frame = NAN,
        .hop = NAN,
        .low = 60,
        .high = NAN,
        .range = 40,
        .rise = 9,
        .floor = -60,
        .lead = NAN,
        .pause = 200,
        .longest = NAN,
        .within = NAN,
        .learning_rate = NAN,
        .drop = NAN,
    };
}

#define TEXT(NAME, MEMBER, OPERAND, HELP)                                              \
    {                                                                                  \
        .name = (NAME), .kind = OPTION_TEXT, .value = &o->MEMBER,                      \
        .operand = (OPERAND), .help = (HELP)                                           \
    }
#define COUNT(NAME, MEMBER, LEAST, MOST, HELP)                                         \
    {                                                                                  \
        .name = (NAME), .kind = OPTION_COUNT, .value = &o->MEMBER, .operand = "N",     \
        .min = (LEAST), .max = (MOST), .help = (HELP)                                  \
    }
#define NUMBER(NAME, MEMBER, OPERAND, LEAST, MOST, HELP)                               \
    {                                                                                  \
        .name = (NAME), .kind = OPTION_NUMBER, .value = &o->MEMBER,                    \
        .operand = (OPERAND), .min = (LEAST), .max = (MOST), .help = (HELP)            \
    }
#define CHOICE(NAME, MEMBER, OPERAND, CHOICES, HELP)                                   \
    {                                                                                  \
        .name = (NAME), .kind = OPTION_CHOICE, .value = &o->MEMBER,                    \
        .operand = (OPERAND), .choices = (CHOICES), .help = (HELP)                     \
    }

void learn_options_table(LearnOptions *o, Option table[LEARN_MOST_OPTIONS])
{
    const Option options[] = {
        {.name = "output",
         .incidental = true,
         .letter = 'o',
         .kind = OPTION_TEXT,
         .value = &o->output,
         .operand = "MODEL",
         .help = "the model file to write"},
        CHOICE(
            "task", task, "TASK", task_names,
            "clip: a label for each sound; frame: at each moment; value: a number at "
            "each; next: what comes"),
        CHOICE("decide", decide, "HOW", decide_names,
               "clips: by the mean over a sound, or by its last frame"),
        CHOICE("cell", cell, "CELL", cell_names, "rnn, gru or lstm"),
        COUNT("hidden", hidden, 1, UNFOLD_MAX_HIDDEN, "units of each layer"),
        COUNT("layers", layers, 1, UNFOLD_MAX_LAYERS, "layers on top of each other"),
        COUNT("epochs", epochs, 1, 1000000, "rounds through the recordings"),
        COUNT("patience", patience, 0, 1000000,
              "end when N epochs bring nothing better, 0: never"),
        COUNT("seed", seed, 0, UINT32_MAX, "where the random numbers start"),
        NUMBER("validation", validation, "SHARE", 0, 0.5,
               "share of the recordings to choose the best epoch by, 0: take the last"),
        TEXT("test", test, "LIST", "measure by the recordings of this list"),
        COUNT("folds", folds, 0, 1000,
              "measure by leaving out each N-th part of the recordings in turn"),
        {.name = "leave-out-groups",
         .kind = OPTION_FLAG,
         .value = &o->by_group,
         .help = "measure by leaving out each group in turn"},
        TEXT("label-column", label_column, "NAME", "column of the labels in a table"),
        TEXT("path-column", path_column, "NAME", "column of the files"),
        TEXT("group-column", group_column, "NAME",
             "column of what is not to be divided: speaker, kit"),
        TEXT("notes", notes, "LABELS",
             "the MIDI notes of labels in Unfold Listen: kick=36,snare=38"),
        TEXT("nothing", nothing, "LABEL", "the label that means that there is nothing"),
        {.name = "unweighted",
         .kind = OPTION_FLAG,
         .value = &o->unweighted,
         .help = "do not let rare labels weigh more"},
        OPTION_CHANNEL(&o->channel),
        TEXT("features", features, "LIST", "of mel, mfcc, energy, flux, pitch"),
        COUNT("bands", bands, 1, UNFOLD_MAX_BANDS, "mel bands"),
        COUNT("mfcc", mfcc, 1, UNFOLD_MAX_BANDS, "coefficients, with the feature mfcc"),
        COUNT("deltas", deltas, 0, 2, "slopes of the features, and slopes of these"),
        NUMBER("rate", rate, "HZ", 1000, 192000,
               "sample rate to listen at (16000, or lower if the recordings are)"),
        NUMBER("frame", frame, "MS", 1, 1000, "length of a frame (25)"),
        NUMBER("hop", hop, "MS", 0.5, 1000, "from frame to frame (10)"),
        NUMBER("low", low, "HZ", 0, 96000, "lowest frequency of the bands"),
        NUMBER("high", high, "HZ", 1, 96000, "highest (half the rate)"),
        NUMBER("range", range, "DB", 0, 200,
               "of the bands, below the loudest one; 0: without limit"),
        NUMBER("rise", rise, "DB", 1, 60,
               "a sound rises so much above what was before"),
        NUMBER("floor", floor, "DB", -100, 0, "and above this"),
        NUMBER("pause", pause, "MS", 1, 10000, "it has ended after so much quiet"),
        NUMBER("longest", longest, "MS", 1, 60000, "or after so long (2000)"),
        NUMBER("lead", lead, "MS", 0, 1000, "heard ahead of a sound's beginning (30)"),
        NUMBER("within", within, "MS", 2, 10000,
               "decide so soon after a sound began, as for drums"),
        NUMBER("threshold", threshold, "P", 0, 1, "confidence that a label needs"),
        TEXT("augment", augment, "TERMS",
             "vary recordings: gain, noise (dB), pitch, tempo (octaves), colour (dB), "
             "bands, "
             "frames (hidden), or none"),
        NUMBER("learning-rate", learning_rate, "R", 1e-6, 1, "highest, of Adam"),
        NUMBER("drop", drop, "SHARE", 0, 0.9, "weights left out of each update"),
        COUNT("batch", batch, 1, 4096,
              "recordings to learn from at a time, in steps of 16"),
        COUNT("window", window, 10, 65536,
              "frames through which gradients flow back at most, but for clips"),
        TEXT("name", name, "TEXT", "the model's name"),
        TEXT("author", author, "TEXT", "who made it"),
        TEXT("licence", licence, "TEXT", "how the model may be used"),
        {.name = "threads",
         .incidental = true,
         .kind = OPTION_COUNT,
         .value = &o->threads,
         .operand = "N",
         .help = "0: one a processor",
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
         .help = "go on with what was stopped"},
        {.name = "restart",
         .incidental = true,
         .kind = OPTION_FLAG,
         .value = &o->restart,
         .help = "begin anew, and forget what was stopped"},
        OPTION_JSON(&o->json),
        {0},
    };
    _Static_assert(sizeof options <= LEARN_MOST_OPTIONS * sizeof *table, "table");
    memcpy(table, options, sizeof options);
}

static double given_or(double value, double usual)
{
    return isnan(value) ? usual : value;
}

int learn_options_finish(LearnOptions *o)
{
    UnfoldAugment augment;
    UnfoldError error;
    if (!o->output && !o->folds && !o->by_group) {
        tool_error("learn", "needs -o MODEL, --folds or --leave-out-groups; see unfold "
                            "learn --help");
        return TOOL_WRONG_USAGE;
    }
    if (o->folds == 1 || (o->folds && o->by_group)) {
        tool_error("learn", o->folds == 1
                                ? "--folds needs 2 or more"
                                : "--folds and --leave-out-groups: one of them");
        return TOOL_WRONG_USAGE;
    }
    if (o->resume && o->restart) {
        tool_error("learn", "--resume and --restart: one of them");
        return TOOL_WRONG_USAGE;
    }
    if (o->output && o->report && !strcmp(o->output, o->report)) {
        tool_error("learn", "-o and --report: not the same file");
        return TOOL_WRONG_USAGE;
    }
    if (learn_augment_parse(o->augment, &augment, &error)) {
        tool_error("learn", "--augment: %s; see unfold learn --help", error.text);
        return TOOL_WRONG_USAGE;
    }
    if (!isnan(o->within) && !isnan(o->longest)) {
        tool_error("learn", "--within and --longest: one of them");
        return TOOL_WRONG_USAGE;
    }
    return TOOL_OK;
}

static bool parse_features(const char *text, unsigned *kinds)
{
    for (*kinds = 0;; ++text) {
        const size_t length = strcspn(text, ",");
        unsigned k = 0;
        while (unfold_feature_name(k) && (strlen(unfold_feature_name(k)) != length ||
                                          memcmp(unfold_feature_name(k), text, length)))
            ++k;
        if (!unfold_feature_name(k))
            return false;
        *kinds |= 1u << k;
        text += length;
        if (!*text)
            return true;
    }
}

int learn_options_listening(const LearnOptions *o, double lowest,
                            UnfoldListening *listening)
{
    UnfoldFeatureSpec *spec = &listening->features;
    UnfoldError error;
    const bool soon = !isnan(o->within);
    const double frame = given_or(o->frame, soon ? fmin(16, o->within) : 25);
    const double hop = given_or(o->hop, soon ? fmin(4, frame / 4) : fmin(10, frame));
    memset(listening, 0, sizeof *listening);
    spec->rate = given_or(o->rate, fmin(USUAL_RATE, lowest));
    spec->frame = (uint32_t)(frame * spec->rate / 1000 + 0.5);
    spec->hop = (uint32_t)(hop * spec->rate / 1000 + 0.5);
    spec->bands = o->bands;
    spec->low = o->low;
    spec->high = given_or(o->high, spec->rate / 2);
    spec->range = o->range;
    spec->deltas = o->deltas;
    if (!parse_features(o->features, &spec->kinds)) {
        tool_error("learn",
                   "--features: '%s' is not a list of mel, mfcc, energy, flux, "
                   "pitch",
                   o->features);
        return TOOL_WRONG_USAGE;
    }
    spec->mfcc = spec->kinds & UNFOLD_MFCC ? o->mfcc : 0;
    if (unfold_feature_check(spec, &error)) {
        tool_error("learn", "the features: %s", error.text);
        return TOOL_WRONG_USAGE;
    }
    for (uint32_t k = 0; k < unfold_feature_count(spec); ++k)
        listening->deviation[k] = 1;
    listening->nothing = -1;
    listening->threshold = (float)o->threshold;
    listening->value_deviation = 1;
    snprintf(listening->value_name, sizeof listening->value_name, "value");
    listening->task = (UnfoldTask)o->task;
    if (listening->task == UNFOLD_TASK_CLIP)
        listening->events = (UnfoldEventSpec){
            .rise = o->rise,
            .floor = o->floor,
            .lead = given_or(o->lead, soon ? 0 : 30) / 1000,
            .pause = (soon ? fmax(o->pause, o->within) : o->pause) / 1000,
            .longest = given_or(o->longest, soon ? o->within : 2000) / 1000};
    return TOOL_OK;
}

/* One term, text [length]. */
static bool parse_term(const char *text, size_t length, UnfoldAugment *augment)
{
    double bands = augment->mask_bands, frames = augment->mask_frames;
    const struct {
        const char *name;
        double *value, most;
    } terms[] = {
        {"gain=", &augment->gain, 60},     {"noise=", &augment->noise, 100},
        {"pitch=", &augment->pitch, 2},    {"tempo=", &augment->tempo, 2},
        {"colour=", &augment->colour, 60}, {"bands=", &bands, UNFOLD_MAX_BANDS},
        {"frames=", &frames, 1000}};
    for (size_t k = 0; k < sizeof terms / sizeof *terms; ++k) {
        const size_t name = strlen(terms[k].name);
        char *end;
        if (length <= name || memcmp(text, terms[k].name, name))
            continue;
        const double value = strtod(text + name, &end);
        if (end != text + length || !(value >= 0 && value <= terms[k].most))
            return false;
        *terms[k].value = value;
        augment->mask_bands = (uint32_t)bands;
        augment->mask_frames = (uint32_t)frames;
        return true;
    }
    return false;
}

UnfoldStatus learn_augment_parse(const char *text, UnfoldAugment *augment,
                                 UnfoldError *error)
{
    *augment = (UnfoldAugment){0};
    if (!strcmp(text, "none"))
        return UNFOLD_OK;
    for (;; ++text) {
        const size_t length = strcspn(text, ",");
        if (!parse_term(text, length, augment))
            return unfold_fail(
                error, UNFOLD_BAD_DATA,
                "'%.*s' is none of gain=, noise=, pitch=, tempo=, colour=, "
                "bands=, frames= with a number that makes sense",
                length < 40 ? (int)length : 40, text);
        text += length;
        if (!*text)
            return UNFOLD_OK;
    }
}

void learn_options_command(const LearnOptions *options, char *text, size_t room)
{
    LearnOptions said = *options, other = learn_options_default();
    Option table[LEARN_MOST_OPTIONS], defaults[LEARN_MOST_OPTIONS];
    if (said.test)
        said.test = tool_base_name(said.test);
    learn_options_table(&said, table);
    learn_options_table(&other, defaults);
    const size_t used =
        (size_t)snprintf(text, room, "unfold learn %s", tool_base_name(options->list));
    options_text(table, defaults, text, used, room);
}
