/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "capture/align.h"

#include "capture/check.h"
#include "capture/shift.h"
#include "file/audio.h"
#include "tool/options.h"
#include "tool/recording.h"
#include "tool/report.h"
#include "tool/tool.h"

#include <stdio.h>
#include <stdlib.h>

/* What is reported. */
typedef struct {
    UnfoldAlignment alignment;
    UnfoldFindings findings;
    size_t dry_frames;
    double rate;
} Result;

static double milliseconds(const Result *result, double samples)
{
    return 1000 * samples / result->rate;
}

static int print_text(const Result *result)
{
    const UnfoldAlignment *a = &result->alignment;
    printf("delay         %.2f samples (%.3f ms)\n", a->delay,
           milliseconds(result, a->delay));
    printf("onset         %td samples (%.3f ms)\n", a->onset,
           milliseconds(result, (double)a->onset));
    printf("polarity      %s\n", a->inverted ? "inverted" : "kept");
    if (a->drift_confidence > 0)
        printf("drift         %.2f ppm (confidence %.2f)\n", a->drift_ppm,
               a->drift_confidence);
    else
        printf("drift         cannot be told: too short, or too little sounds\n");
    printf("confidence    %.2f\n", a->confidence);
    for (size_t k = 0; k < result->findings.count; ++k)
        printf("%-13s %s\n", unfold_severity_name(result->findings.list[k].severity),
               result->findings.list[k].text);
    return TOOL_OK;
}

static json_t *findings_json(const UnfoldFindings *findings)
{
    json_t *list = json_array();
    for (size_t k = 0; list && k < findings->count; ++k) {
        const UnfoldFinding *f = &findings->list[k];
        if (json_array_append_new(list,
                                  json_pack("{s:s, s:s, s:s}", "severity",
                                            unfold_severity_name(f->severity), "topic",
                                            f->topic, "text", f->text))) {
            json_decref(list);
            return NULL;
        }
    }
    return list;
}

static json_t *figures_json(const UnfoldPairFigures *f)
{
    const struct {
        const char *name;
        double value;
    } rows[] = {{"dry_peak", f->dry_peak},
                {"wet_peak", f->wet_peak},
                {"dry_rms", f->dry_rms},
                {"wet_rms", f->wet_rms},
                {"dry_offset", f->dry_offset},
                {"wet_offset", f->wet_offset},
                {"dry_clipped_samples", f->dry_clipped},
                {"wet_clipped_samples", f->wet_clipped},
                {"gap_seconds", f->gap_seconds},
                {"noise_floor_dbfs", f->noise_floor_db},
                {"signal_to_noise_db", f->signal_to_noise_db},
                {"gain_esr", f->gain_esr},
                {"drift_samples", f->drift_samples},
                {"self_esr", f->self_esr},
                {"repeat_begin_seconds", f->repeat_begin},
                {"repeat_again_seconds", f->repeat_again},
                {"repeat_seconds", f->repeat_seconds}};
    json_t *object = json_object();
    for (size_t k = 0; object && k < sizeof rows / sizeof *rows; ++k)
        if (json_object_set_new(object, rows[k].name,
                                tool_json_number(rows[k].value))) {
            json_decref(object);
            return NULL;
        }
    return object;
}

static int print_json(const Result *result)
{
    const UnfoldAlignment *a = &result->alignment;
    return tool_print_json(json_pack(
        "{s:f, s:f, s:I, s:b, s:f, s:f, s:f, s:f, s:f, s:s, s:o, s:o}", "delay_samples",
        a->delay, "delay_ms", milliseconds(result, a->delay), "onset_samples",
        (json_int_t)a->onset, "inverted", a->inverted, "confidence", a->confidence,
        "drift_ppm", a->drift_ppm, "drift_confidence", a->drift_confidence,
        "wander_samples", a->wander, "sample_rate", result->rate, "worst",
        unfold_severity_name(unfold_findings_worst(&result->findings)), "figures",
        figures_json(&result->findings.figures), "findings",
        findings_json(&result->findings)));
}

static int measure(const Recording *dry, const Recording *wet, Result *result)
{
    const UnfoldPairView pair = {dry->samples, wet->samples, dry->frames, wet->frames,
                                 dry->rate};
    result->dry_frames = dry->frames;
    result->rate = dry->rate;
    if (!unfold_align(&pair, &result->alignment) ||
        !unfold_check_pair(&pair, &result->alignment, &result->findings))
        return tool_no_memory();
    return TOOL_OK;
}

/* Write wet moved onto dry and as long. */
static int write_aligned(const char *path, const char *wet_path, const Recording *wet,
                         const Result *result)
{
    const UnfoldAlignment *a = &result->alignment;
    if (a->confidence < UNFOLD_CONFIDENT)
        return tool_error(
            wet_path, "cannot be aligned: no delay relates it to the dry recording");
    float *aligned = malloc(result->dry_frames * sizeof *aligned);
    if (!aligned)
        return tool_no_memory();
    unfold_shift(wet->samples, wet->frames, a->delay, a->inverted, aligned,
                 result->dry_frames);
    const UnfoldAudio audio = {aligned, result->dry_frames, 1, result->rate};
    UnfoldError error;
    const int status = unfold_audio_write(path, &audio, &error)
                           ? tool_error(path, "%s", error.text)
                           : TOOL_OK;
    free(aligned);
    return status;
}

static int align(const char *dry_path, const char *wet_path, const char *out,
                 uint32_t channel, Result *result)
{
    Recording dry = {0}, wet = {0};
    int status = recording_read(dry_path, channel, &dry);
    if (!status)
        status = recording_read(wet_path, channel, &wet);
    if (!status)
        status = recording_check_rates(wet_path, &dry, &wet);
    if (!status)
        status = measure(&dry, &wet, result);
    recording_clear(&dry); /* before there is a third in memory */
    if (!status && out)
        status = write_aligned(out, wet_path, &wet, result);
    recording_clear(&wet);
    return status;
}

static int check_output(const char *out, const char *dry, const char *wet)
{
    if (tool_same_file(out, dry) || tool_same_file(out, wet))
        return tool_error(out, "is also read: choose another name for the result");
    return tool_check_writable(out);
}

int tool_align(int argc, char **argv)
{
    bool json = false;
    uint32_t channel = 0;
    const char *out = NULL;
    const Option options[] = {{.name = "output",
                               .letter = 'o',
                               .kind = OPTION_TEXT,
                               .value = &out,
                               .operand = "FILE",
                               .help = "write WET, moved onto DRY, as a float WAV"},
                              OPTION_CHANNEL(&channel),
                              OPTION_JSON(&json),
                              {0}};
    const OptionsCommand command = {
        .operands = "DRY WET",
        .about =
            "Find how WET, what came out of the gear, lies to DRY, what went in, and\n"
            "check both before training.\n"
            "\n"
            "The delay is to the first main peak of the gear's linear response, the\n"
            "onset the latest whole shift at which the gear still answers causally.\n"
            "Delays of up to 2.5 s either way are searched. The confidence is 1 where\n"
            "no other delay relates the files; below 0.5 they are not one take.\n"
            "\n"
            "The FILE of --output is as long as DRY, its delay and polarity undone,\n"
            "silent where WET has nothing; clocks that drift apart stay so.\n",
        .options = options,
        .min_operands = 2,
        .max_operands = 2};
    const char *operands[2];
    int status;
    if (!options_parse(&command, argc, argv, operands, &status))
        return status;
    if (out && (status = check_output(out, operands[0], operands[1])))
        return status;
    Result result = {0};
    status = align(operands[0], operands[1], out, channel, &result);
    if (status)
        return status;
    return json ? print_json(&result) : print_text(&result);
}
