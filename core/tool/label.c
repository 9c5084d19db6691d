/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "file/labelled.h"
#include "tool/label_sounds.h"
#include "tool/load.h"
#include "tool/options.h"
#include "tool/report.h"
#include "tool/tool.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define MOST_FILES 4096

typedef struct {
    const char *model, *output;
    int format;
    bool clip, values;
    double threshold; /* NaN: the model's */
    uint32_t channel;
} LabelOptions;

enum { FORMAT_CSV, FORMAT_TRACK, FORMAT_JSON };
static const char *const format_names[] = {"csv", "track", "json", NULL};

static UnfoldHeardFormat format_of(const LabelOptions *options)
{
    return options->format == FORMAT_CSV     ? UNFOLD_HEARD_CSV
           : options->format == FORMAT_TRACK ? UNFOLD_HEARD_TRACK
                                             : UNFOLD_HEARD_JSON;
}

/* All that is to be listened to, folders opened. Release with the list. */
static int find_files(const char *const *operands, UnfoldLabelled *lists, size_t *count)
{
    static const UnfoldLabelledOptions how = {.unlabelled = true};
    UnfoldError error;
    for (*count = 0; operands[*count]; ++*count) {
        struct stat info;
        const char *path = operands[*count];
        if (stat(path, &info) != 0 || !S_ISDIR(info.st_mode))
            continue;
        if (unfold_labelled_read(path, &how, &lists[*count], &error))
            return tool_error(path, "%s", error.text);
    }
    return TOOL_OK;
}

static bool wants_values(const LabelOptions *options, const UnfoldModelFile *file)
{
    return file->listening->task == UNFOLD_TASK_VALUE ||
           (file->listening->task == UNFOLD_TASK_NEXT && options->values);
}

/* Whatever is wrong with one file, the others are labelled. */
static int label_file(const LabelOptions *options, const UnfoldModelFile *file,
                      const char *path, LabelSounds *sounds, LabelValues *values)
{
    Recording recording;
    UnfoldError error;
    if (recording_listen(path, options->channel, &recording, &error))
        return tool_error(path, "%s", error.text);
    const double threshold =
        isnan(options->threshold) ? file->listening->threshold : options->threshold;
    const int status = options->clip
                           ? label_clip(file, &recording, path, sounds)
                           : label_listen(file, &recording, path, threshold, sounds,
                                          wants_values(options, file) ? values : NULL);
    recording_clear(&recording);
    return status;
}

/* `heard`: in how many files. */
static int label_all(const LabelOptions *options, const UnfoldModelFile *file,
                     const char *const *operands, const UnfoldLabelled *lists,
                     size_t count, LabelSounds *sounds, LabelValues *values,
                     size_t *heard)
{
    int failed = TOOL_OK;
    for (size_t k = 0; k < count; ++k)
        for (size_t n = 0; n == 0 || n < lists[k].count; ++n) {
            const char *path =
                lists[k].count ? lists[k].recordings[n].path : operands[k];
            const int status = label_file(options, file, path, sounds, values);
            *heard += !status;
            failed |= status;
        }
    return failed;
}

static int print(const LabelOptions *options, const LabelSounds *sounds,
                 const LabelValues *values)
{
    UnfoldError error;
    UnfoldStatus status;
    if (values)
        status = options->output
                     ? unfold_values_save(options->output, values->times,
                                          values->values, values->count, &error)
                     : unfold_values_write(stdout, values->times, values->values,
                                           values->count, &error);
    else
        status = options->output
                     ? unfold_heard_save(options->output, format_of(options),
                                         sounds->list, sounds->count, &error)
                     : unfold_heard_write(stdout, format_of(options), sounds->list,
                                          sounds->count, &error);
    return status ? tool_error(options->output, "%s", error.text) : TOOL_OK;
}

static int check(const LabelOptions *options, const UnfoldModelFile *file,
                 const UnfoldLabelled *lists, size_t count)
{
    size_t files = 0;
    for (size_t k = 0; k < count; ++k)
        files += lists[k].count ? lists[k].count : 1;
    if (!file->listening)
        return tool_error(options->model, "does not listen: unfold learn makes models "
                                          "that do");
    if (options->clip && file->listening->task != UNFOLD_TASK_CLIP)
        return tool_error(options->model,
                          "has no labels for clips, but for the task '%s'",
                          unfold_task_name(file->listening->task));
    if (files > 1 && options->format == FORMAT_TRACK)
        return tool_error(NULL,
                          "a label track is of one recording, not of %zu: choose "
                          "--format csv or json",
                          files);
    if (files > 1 && wants_values(options, file))
        return tool_error(NULL, "values over time are of one recording, not of %zu",
                          files);
    return options->output ? tool_check_writable(options->output) : TOOL_OK;
}

/* Nothing that is read may be written over. */
static int check_output(const LabelOptions *options, const char *const *operands,
                        const UnfoldLabelled *lists, size_t count)
{
    bool same = options->output && tool_same_file(options->output, options->model);
    for (size_t k = 0; options->output && k < count; ++k) {
        same = same || tool_same_file(options->output, operands[k]);
        for (size_t n = 0; n < lists[k].count; ++n)
            same = same || tool_same_file(options->output, lists[k].recordings[n].path);
    }
    return same ? tool_error(options->output, "is also read") : TOOL_OK;
}

static int label(const LabelOptions *options, const char *const *operands)
{
    UnfoldModelFile file;
    LabelSounds sounds = {0};
    LabelValues values = {0};
    size_t count = 0, heard = 0;
    UnfoldLabelled *lists = calloc(MOST_FILES, sizeof *lists);
    if (!lists)
        return tool_no_memory();
    int status = load_model(options->model, 0, &file);
    const bool loaded = !status;
    if (!status)
        status = find_files(operands, lists, &count);
    if (!status)
        status = check_output(options, operands, lists, count);
    if (!status)
        status = check(options, &file, lists, count);
    if (!status) {
        status =
            label_all(options, &file, operands, lists, count, &sounds, &values, &heard);
        /* Labels of no file at all replace none. */
        const bool asked = wants_values(options, &file);
        const int printed =
            heard ? print(options, &sounds, asked ? &values : NULL) : TOOL_OK;
        status = status ? status : printed;
    }
    for (size_t k = 0; k < MOST_FILES; ++k)
        unfold_labelled_clear(&lists[k]);
    free(lists);
    label_sounds_clear(&sounds);
    label_values_clear(&values);
    if (loaded)
        unfold_model_file_clear(&file);
    return status;
}

int tool_label(int argc, char **argv)
{
    LabelOptions o = {.threshold = NAN};
    const Option options[] = {
        {.name = "format",
         .kind = OPTION_CHOICE,
         .value = &o.format,
         .operand = "FORMAT",
         .choices = format_names,
         .help = "csv, json or track, as Audacity reads it"},
        {.name = "output",
         .letter = 'o',
         .kind = OPTION_TEXT,
         .value = &o.output,
         .operand = "OUT",
         .help = "the file to write, instead of the standard output"},
        {.name = "clip",
         .kind = OPTION_FLAG,
         .value = &o.clip,
         .help = "one label for each file"},
        {.name = "values",
         .kind = OPTION_FLAG,
         .value = &o.values,
         .help = "of models that foresee: the error at each frame"},
        {.name = "threshold",
         .kind = OPTION_NUMBER,
         .value = &o.threshold,
         .operand = "P",
         .help = "confidence that a label needs (the model's)",
         .max = 1e30},
        OPTION_CHANNEL(&o.channel),
        {0}};
    static const char *operands[MOST_FILES + 2];
    const OptionsCommand command = {
        .operands = "MODEL FILE...",
        .about =
            "Listen to recordings, or folders of them, and tell what is heard: where "
            "each sound\nbegins and ends, what it is, and how sure the model is. Of "
            "models that tell values: the\nvalue at each frame.\n",
        .options = options,
        .min_operands = 2,
        .max_operands = MOST_FILES + 1};
    int status;
    if (!options_parse(&command, argc, argv, operands, &status))
        return status;
    o.model = operands[0];
    return label(&o, operands + 1);
}
