/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "tool/train_tell.h"

#include "file/grade.h"
#include "tool/report.h"
#include "tool/train_report.h"
#include "tool/train_report_words.h"

#include <math.h>
#include <stdio.h>

static const char *end_text(TrainEnd end)
{
    switch (end) {
    case TRAIN_PLANNED:
        return "planned";
    case TRAIN_REACHED:
        return "reached";
    case TRAIN_PLATEAU:
        return "plateau";
    case TRAIN_STOPPED:
        return "stopped";
    }
    return "";
}

static int print_text(const TrainOptions *options, const UnfoldTrainSettings *settings,
                      const TrainRun *run, const TrainResult *result,
                      const ReportWords *words)
{
    char text[32];
    if (run->end == TRAIN_STOPPED)
        printf("stopped; the best so far is kept, --resume goes on\n");
    if (run->end == TRAIN_PLATEAU)
        printf("nothing better came\n");
    printf("%s: %s with %u units, best of %zu epochs (%s)\n", options->output,
           unfold_cell_name(settings->shape.cell), settings->shape.hidden,
           run->history.count, tool_time_text(run->seconds, text));
    printf("validation ESR  %.6f\n", run->best_esr);
    printf("test ESR        %.6f  (%s)\n", result->test.esr,
           unfold_esr_verdict(result->test.esr));
    for (size_t k = 0; k < words->count; ++k)
        printf("- %s\n", words->lines[k]);
    return TOOL_OK;
}

static int print_json(const TrainOptions *options, const UnfoldTrainSettings *settings,
                      const TrainRun *run, const TrainResult *result,
                      const ReportWords *words)
{
    const UnfoldShape *shape = &settings->shape;
    json_t *remarks = json_array();
    for (size_t k = 0; k < words->count; ++k)
        json_array_append_new(remarks, json_string(words->lines[k]));
    return tool_print_json(json_pack(
        "{s:s, s:s, s:I, s:I, s:I, s:I, s:I, s:o, s:o, s:o, s:o, s:o, s:o, s:s, s:b, "
        "s:o}",
        "model", options->output, "cell", unfold_cell_name(shape->cell), "hidden",
        (json_int_t)shape->hidden, "layers", (json_int_t)shape->layers, "seed",
        (json_int_t)settings->seed, "epochs", (json_int_t)run->history.count,
        "best_epoch", (json_int_t)run->best_epoch, "esr_training",
        tool_json_number(result->esr_training), "esr_validation",
        tool_json_number(run->best_esr), "esr", tool_json_number(result->test.esr),
        "esr_pre_emphasis", tool_json_number(result->test.esr_pre_emphasis),
        "loudness_db", tool_json_number(result->loudness), "seconds",
        tool_json_number(run->seconds), "end", end_text(run->end), "interrupted",
        run->end == TRAIN_STOPPED, "remarks", remarks));
}

static void list_settings(const TrainOptions *options, const UnfoldTrainSettings *s,
                          const TrainData *data, const TrainRun *run,
                          ReportSettings *settings)
{
    char command[512];
    train_options_command(options, command, sizeof command);
    report_settings_add(settings, "command", "%s", command);
    report_settings_add(settings, "weights", "%zu", unfold_shape_weights(&s->shape));
    report_settings_add(settings, "sample rate", "%g Hz", s->sample_rate);
    report_settings_add(settings, "learned from", "%.1f s in %zu pairs",
                        (double)unfold_takes_frames(&data->training) / data->rate,
                        data->learned_count);
    report_settings_add(settings, "validated and tested on", "%.1f s and %.1f s",
                        (double)unfold_takes_frames(&data->validation) / data->rate,
                        (double)unfold_takes_frames(&data->test) / data->rate);
    if (!options->no_align)
        report_settings_add(settings, "alignment", "%.2f samples late, moved by %td%s",
                            data->pairs[0].alignment.delay,
                            -data->pairs[0].alignment.onset,
                            data->pairs[0].alignment.inverted ? ", turned over" : "");
    report_settings_add(settings, "loss", "%s", options->loss);
    report_settings_add(settings, "batch",
                        "%zu sequences, windows of up to %zu samples",
                        s->groups * UNFOLD_LANES, s->window);
    report_settings_add(settings, "learning rate", "Adam, %g at most", s->rate);
    report_settings_add(settings, "gradient clipping", "norm %g", s->clip);
    report_settings_add(settings, "starts", "%u", options->starts);
    report_settings_add(settings, "seed", "%llu", (unsigned long long)s->seed);
    report_settings_add(settings, "best epoch", "%zu of %zu", run->best_epoch,
                        run->history.count);
    report_settings_add(settings, "written by", "unfold %s", UNFOLD_VERSION);
}

#define MOST_FINDINGS 64

static size_t gather_findings(const TrainData *data,
                              const char *findings[MOST_FINDINGS])
{
    size_t count = 0;
    for (size_t k = 0; k < data->pair_count; ++k)
        for (size_t n = 0; n < data->pairs[k].findings.count; ++n)
            if (count < MOST_FINDINGS)
                findings[count++] = data->pairs[k].findings.list[n].text;
    return count;
}

int train_tell(const TrainOptions *options, const UnfoldTrainSettings *settings,
               const TrainData *data, const TrainRun *run, const TrainResult *result)
{
    ReportSettings list = {.count = 0};
    list_settings(options, settings, data, run, &list);
    char network[64];
    report_network_text(&settings->shape, network, sizeof network);
    const char *findings[MOST_FINDINGS];
    const TrainReport report = {
        .title = options->name ? options->name : tool_base_name(options->output),
        .subtitle = options->gear,
        .network = network,
        .sample_rate = data->rate,
        .epochs = run->history.list,
        .epoch_count = run->history.count,
        .dry = result->dry,
        .target = result->wanted,
        .output = result->heard,
        .frames = result->frames,
        .reach = result->reach,
        .back = result->back,
        .esr_training = result->esr_training,
        .esr_validation = run->best_esr,
        .esr_test = result->test.esr,
        .self_esr = options->no_align ? NAN : data->pairs[0].findings.figures.self_esr,
        .findings = findings,
        .finding_count = gather_findings(data, findings),
        .settings = list.rows,
        .setting_count = list.count,
    };
    TrainReportAnalysis analysis;
    if (!train_report_analyse(&report, &analysis))
        return tool_no_memory();
    const ReportWords words = train_report_judge(&analysis);
    const int status =
        options->report ? train_report_write(options->report, &analysis) : TOOL_OK;
    train_report_analysis_clear(&analysis);
    const int printed = options->json
                            ? print_json(options, settings, run, result, &words)
                            : print_text(options, settings, run, result, &words);
    return status ? status : printed;
}
