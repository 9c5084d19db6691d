/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "file/fit.h"
#include "tool/knob_values.h"
#include "tool/load.h"
#include "tool/options.h"
#include "tool/report.h"
#include "tool/tool.h"

#include <string.h>

/* What the command line says. */
typedef struct {
    const char *in, *out, *to, *knobs;
    double rate;
    bool lossy;
} Wishes;

/* As --to says, or OUT's name. */
static int find_format(const Wishes *wishes, UnfoldFormat *format)
{
    static const struct {
        const char *ending;
        UnfoldFormat format;
    } endings[] = {{".nam", UNFOLD_FORMAT_NAM}, {".aidax", UNFOLD_FORMAT_AIDAX}};
    if (wishes->to) {
        if (unfold_format_from_name(wishes->to, format))
            return TOOL_OK;
        tool_error("convert",
                   "--to is one of unfold, nam, aidax, proteus, not '%s'; see unfold "
                   "convert --help",
                   wishes->to);
        return TOOL_WRONG_USAGE;
    }
    const char *dot = strrchr(wishes->out, '.');
    for (size_t k = 0; dot && k < sizeof endings / sizeof *endings; ++k)
        if (!strcmp(dot, endings[k].ending)) {
            *format = endings[k].format;
            return TOOL_OK;
        }
    tool_error("convert",
               "the name '%s' does not say which format is wanted: --to unfold, nam, "
               "aidax or proteus does; see unfold convert --help",
               wishes->out);
    return TOOL_WRONG_USAGE;
}

/* Says if what is refused could be dropped. */
static int refuse(const Wishes *wishes, UnfoldModelFile *file, UnfoldFormat format,
                  const UnfoldError *error)
{
    const bool would =
        !wishes->lossy && unfold_model_fit(file, format, true, NULL) == UNFOLD_OK;
    return tool_error(wishes->in, "%s%s", error->text,
                      would ? "; --lossy drops it" : "");
}

static int convert(const Wishes *wishes, UnfoldFormat format)
{
    UnfoldModelFile file;
    UnfoldError error;
    int status = load_model(wishes->in, wishes->rate, &file);
    if (status)
        return status;
    const size_t warned = file.warning_count;
    status = knob_values_turn(wishes->in, wishes->knobs, &file.knobs);
    if (!status && unfold_model_fit(&file, format, wishes->lossy, &error))
        status = refuse(wishes, &file, format, &error);
    if (!status && unfold_model_save_as(wishes->out, &file, format, &error))
        status = tool_error(wishes->out, "%s", error.text);
    if (!status)
        load_print_warnings(wishes->out, &file, warned);
    unfold_model_file_clear(&file);
    return status;
}

int tool_convert(int argc, char **argv)
{
    Wishes wishes = {.rate = NAN};
    const Option options[] = {
        {.name = "to",
         .kind = OPTION_TEXT,
         .value = &wishes.to,
         .operand = "FORMAT",
         .help = "unfold, nam, aidax or proteus; else as OUT's name ends"},
        {.name = "lossy",
         .kind = OPTION_FLAG,
         .value = &wishes.lossy,
         .help = "drop what the format cannot hold, and say so"},
        OPTION_KNOBS(&wishes.knobs),
        OPTION_MODEL_RATE(&wishes.rate),
        {0}};
    const OptionsCommand command = {
        .operands = "IN OUT",
        .about =
            "Write the model IN as another program's file: nam for Neural Amp\n"
            "Modeler, aidax for AIDA-X and RTNeural, proteus for GuitarML's Proteus;\n"
            "or make it one of ours. What the format cannot hold, and what would\n"
            "change the sound, is refused by name. Knobs that go are frozen as\n"
            "--knobs says.\n",
        .options = options,
        .min_operands = 2,
        .max_operands = 2};
    const char *operands[2];
    UnfoldFormat format = UNFOLD_FORMAT_OWN;
    int status;
    if (!options_parse(&command, argc, argv, operands, &status))
        return status;
    wishes.in = operands[0];
    wishes.out = operands[1];
    status = find_format(&wishes, &format);
    if (status)
        return status;
    if (tool_same_file(wishes.out, wishes.in))
        return tool_error(wishes.out, "is also read: choose another name for the "
                                      "result");
    status = tool_check_writable(wishes.out);
    return status ? status : convert(&wishes, format);
}
