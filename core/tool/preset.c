/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "file/read.h"
#include "file/utf8.h"
#include "rate/plan.h"
#include "tool/load.h"
#include "tool/options.h"
#include "tool/preset_bundle.h"
#include "tool/report.h"
#include "tool/tool.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COMMON_RATE 48000 /* Hz: of a host, to see if the model is played at all */

/* What the command line says. */
typedef struct {
    const char *model, *output, *label, *bank, *comment;
    bool force;
} Wishes;

/* The model as it is, and what it says. */
typedef struct {
    char *bytes;
    size_t size;
    UnfoldModelFile file;
} Model;

static void clear_model(Model *model)
{
    unfold_model_file_clear(&model->file);
    free(model->bytes);
}

/* As the plugin loads it. */
static int read_model(const char *path, Model *model)
{
    const UnfoldRateWish wish = {.rate = COMMON_RATE, .oversampling = 1};
    UnfoldModelFile *file = &model->file;
    UnfoldRatePlan plan;
    UnfoldError error;
    UnfoldStatus status = unfold_read_bytes(path, UNFOLD_MAX_MODEL_BYTES, &model->bytes,
                                            &model->size, &error);
    if (!status)
        status = unfold_model_parse(model->bytes, model->size, file, &error);
    if (!status && !file->listening)
        status = unfold_effect_check(file, &error);
    if (!status && !file->listening)
        status = unfold_rate_plan(file->model, &wish, &plan, &error);
    if (status)
        return tool_error(path, "%s", error.text);
    load_print_warnings(path, file, 0);
    return TOOL_OK;
}

/* "Boss SD-1; test ESR 0.00018": what the facts say besides the label, or NULL for lack
   of memory. */
static char *make_comment(const UnfoldFacts *facts, const char *label)
{
    const char *name = unfold_facts_text(facts, UNFOLD_METADATA, "name");
    const char *gear = unfold_facts_text(facts, UNFOLD_METADATA, "gear");
    const char *between = "";
    char *comment = NULL;
    size_t size;
    double esr, accuracy;
    FILE *text = open_memstream(&comment, &size);
    if (!text)
        return NULL;
    if (name && *name && strcmp(name, label) != 0) {
        fputs(name, text);
        between = "; ";
    }
    if (gear && *gear && (!name || strcmp(gear, name) != 0)) {
        fprintf(text, "%s%s", between, gear);
        between = "; ";
    }
    if (unfold_facts_number(facts, UNFOLD_TRAINING, "esr_test", &esr))
        fprintf(text, "%stest ESR %.2g", between, esr);
    if (unfold_facts_number(facts, UNFOLD_TRAINING, "accuracy_test", &accuracy))
        fprintf(text, "%s%.1f %% right of a test", between, 100 * accuracy);
    if (!fclose(text))
        return comment;
    free(comment);
    return NULL;
}

static int add(const Wishes *wishes, const Model *model, const UnfoldPreset *preset)
{
    const PresetModel copied = {wishes->model, model->bytes, model->size};
    PresetBundle bundle;
    int status = preset_bundle_open(wishes->output, &bundle);
    if (!status)
        status = preset_bundle_add(&bundle, preset, &copied, wishes->force);
    if (!status) {
        const size_t count = preset_list_count(&bundle.list);
        printf("%s: %zu preset%s\nLV2 hosts find the bundle once it is in ~/.lv2, or "
               "where LV2_PATH leads.\n",
               bundle.folder, count, count == 1 ? "" : "s");
    }
    preset_bundle_close(&bundle);
    return status;
}

static int make_preset(const Wishes *wishes, const Model *model)
{
    const UnfoldFacts *facts = model->file.facts;
    const char *label = wishes->label
                            ? wishes->label
                            : unfold_facts_text(facts, UNFOLD_METADATA, "name");
    if (!label || !*label) {
        tool_error("preset", "needs --label where the model has no name; see unfold "
                             "preset --help");
        return TOOL_WRONG_USAGE;
    }
    char *comment =
        wishes->comment ? strdup(wishes->comment) : make_comment(facts, label);
    if (!comment)
        return tool_no_memory();
    const UnfoldPreset preset = {.label = label,
                                 .bank = wishes->bank && *wishes->bank ? wishes->bank
                                                                       : NULL,
                                 .comment = *comment ? comment : NULL,
                                 .listens = model->file.listening != NULL};
    const int status = add(wishes, model, &preset);
    free(comment);
    return status;
}

static int check_wishes(const Wishes *wishes)
{
    const struct {
        const char *option, *text;
    } texts[] = {{"--label", wishes->label},
                 {"--bank", wishes->bank},
                 {"--comment", wishes->comment},
                 {"-o", wishes->output}};
    if (!wishes->output) {
        tool_error("preset", "needs -o DIR.lv2; see unfold preset --help");
        return TOOL_WRONG_USAGE;
    }
    for (size_t k = 0; k < sizeof texts / sizeof *texts; ++k)
        if (texts[k].text && !unfold_utf8_valid(texts[k].text, strlen(texts[k].text))) {
            tool_error("preset", "%s is no UTF-8", texts[k].option);
            return TOOL_WRONG_USAGE;
        }
    if (preset_bundle_name_fits(wishes->output))
        return TOOL_OK;
    tool_error(
        "preset",
        "hosts look for folders whose names end with .lv2 and begin with no dot, "
        "not for '%s'; see unfold preset --help",
        wishes->output);
    return TOOL_WRONG_USAGE;
}

int tool_preset(int argc, char **argv)
{
    Wishes wishes = {0};
    const Option options[] = {
        {.name = "output",
         .letter = 'o',
         .kind = OPTION_TEXT,
         .value = &wishes.output,
         .operand = "DIR.lv2",
         .help = "the bundle: a folder, made or added to"},
        {.name = "label",
         .kind = OPTION_TEXT,
         .value = &wishes.label,
         .operand = "TEXT",
         .help = "what hosts show; else the model's name"},
        {.name = "bank",
         .kind = OPTION_TEXT,
         .value = &wishes.bank,
         .operand = "TEXT",
         .help = "what hosts may group it under"},
        {.name = "comment",
         .kind = OPTION_TEXT,
         .value = &wishes.comment,
         .operand = "TEXT",
         .help = "what is to be said of it; else name, gear and test ESR"},
        {.name = "force",
         .kind = OPTION_FLAG,
         .value = &wishes.force,
         .help = "replace the preset of this label"},
        {0}};
    const OptionsCommand command = {
        .operands = "MODEL -o DIR.lv2",
        .about =
            "Make MODEL, of any format that the plugin plays, or one that listens, a\n"
            "preset of the plugin: an LV2 bundle DIR.lv2 with a copy of it, which\n"
            "hosts find in their LV2 path, such as ~/.lv2. The same DIR.lv2 takes any\n"
            "number of presets of different labels. A preset that replaces another\n"
            "leaves the other's model there, unless its file has the same name:\n"
            "sessions may play it.\n",
        .options = options,
        .min_operands = 1,
        .max_operands = 1};
    Model model = {0};
    int status;
    if (!options_parse(&command, argc, argv, &wishes.model, &status) ||
        (status = check_wishes(&wishes)))
        return status;
    status = read_model(wishes.model, &model);
    if (!status)
        status = make_preset(&wishes, &model);
    clear_model(&model);
    return status;
}
