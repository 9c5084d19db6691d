/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "capture/signal.h"

#include "file/audio.h"
#include "tool/options.h"
#include "tool/report.h"
#include "tool/tool.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/* What the command line says, and the sections that come of it. */
typedef struct {
    const char *output;
    uint32_t rate, seed;
    double seconds;
    bool json;
    UnfoldSection sections[UNFOLD_MAX_SECTIONS];
    size_t count;
} Signal;

static int print_text(const Signal *signal)
{
    printf("%s: %g s at %u Hz, mono\n\n      from        to  peaks dBFS  what\n",
           signal->output, signal->seconds, signal->rate);
    for (size_t k = 0; k < signal->count; ++k) {
        const UnfoldSection *section = &signal->sections[k];
        const double end = section->begin + section->seconds;
        char level[32] = "";
        if (section->from != section->to)
            snprintf(level, sizeof level, "%g to %g", section->from, section->to);
        else if (isfinite(section->from))
            snprintf(level, sizeof level, "%g", section->from);
        printf("%8.2f s  %8.2f s  %10s  %s\n", section->begin, end, level,
               section->name);
    }
    printf(
        "\nPlay it through the gear at the level of an instrument, record what comes\n"
        "out from the first sample to the last, and give both files to unfold "
        "train.\n");
    return TOOL_OK;
}

static json_t *json_section(const UnfoldSection *section)
{
    return json_pack("{s:s, s:f, s:f, s:o, s:o, s:I}", "name", section->name, "begin",
                     section->begin, "end", section->begin + section->seconds,
                     "from_dbfs", tool_json_number(section->from), "to_dbfs",
                     tool_json_number(section->to), "content",
                     (json_int_t)section->content);
}

static int print_json(const Signal *signal)
{
    json_t *sections = json_array();
    for (size_t k = 0; k < signal->count; ++k)
        json_array_append_new(sections, json_section(&signal->sections[k]));
    return tool_print_json(
        json_pack("{s:s, s:I, s:f, s:I, s:o}", "output", signal->output, "sample_rate",
                  (json_int_t)signal->rate, "seconds", signal->seconds, "seed",
                  (json_int_t)signal->seed, "sections", sections));
}

static bool render(const Signal *signal, UnfoldAudio *audio)
{
    ToolProgress progress = {.what = "rendering"};
    audio->samples = calloc(audio->frames, sizeof *audio->samples);
    bool done = audio->samples != NULL;
    for (size_t k = 0; done && k < signal->count; ++k) {
        const UnfoldSection *section = &signal->sections[k];
        const size_t begin = (size_t)lround(section->begin * audio->rate);
        done = unfold_section_render(section, signal->seed, audio->rate,
                                     audio->samples + begin);
        tool_progress(&progress, k + 1, signal->count);
    }
    return done;
}

static int write_signal(const Signal *signal)
{
    UnfoldAudio audio = {.frames = (size_t)lround(signal->seconds * signal->rate),
                         .channels = 1,
                         .rate = signal->rate};
    UnfoldError error;
    int status = TOOL_OK;
    if (!render(signal, &audio))
        status = tool_no_memory();
    else if (unfold_audio_write(signal->output, &audio, &error))
        status = tool_error(signal->output, "%s", error.text);
    unfold_audio_clear(&audio);
    return status;
}

int tool_signal(int argc, char **argv)
{
    Signal signal = {.rate = 48000, .seed = 1, .seconds = UNFOLD_SIGNAL_SECONDS};
    const Option options[] = {
        {.name = "output",
         .letter = 'o',
         .kind = OPTION_TEXT,
         .value = &signal.output,
         .operand = "FILE",
         .help = "the WAV file to write, 32-bit float"},
        {.name = "rate",
         .kind = OPTION_COUNT,
         .value = &signal.rate,
         .operand = "HZ",
         .help = "its sample rate",
         .min = UNFOLD_SIGNAL_MIN_RATE,
         .max = UNFOLD_SIGNAL_MAX_RATE},
        {.name = "seconds",
         .kind = OPTION_NUMBER,
         .value = &signal.seconds,
         .operand = "S",
         .help = "its length; longer ones have longer sections",
         .min = UNFOLD_SIGNAL_SECONDS,
         .max = UNFOLD_SIGNAL_MAX_SECONDS},
        {.name = "seed",
         .kind = OPTION_COUNT,
         .value = &signal.seed,
         .operand = "S",
         .help = "where the random numbers start: another seed, other playing",
         .max = UINT32_MAX},
        OPTION_JSON(&signal.json),
        {0}};
    const OptionsCommand command = {
        .operands = "-o FILE",
        .about =
            "Write a signal to play through gear when you have no own playing of it,\n"
            "and print a table of its sections. Three quarters are plucked strings of\n"
            "guitar and bass; between them lie silence (the noise floor), markers at\n"
            "both ends (delay and drift of clocks), sweeps, noise bursts, tones in\n"
            "steps, and the same at levels from -40 to -1 dBFS. In the ninth tenth a\n"
            "passage comes twice, to tell what the gear itself does not repeat. Each\n"
            "tenth mixes all kinds. The same options write the same bytes.\n",
        .options = options};
    int status;
    if (!options_parse(&command, argc, argv, NULL, &status))
        return status;
    if (!signal.output) {
        tool_error(NULL, "signal needs -o FILE; see unfold signal --help");
        return TOOL_WRONG_USAGE;
    }
    if ((status = tool_check_writable(signal.output)))
        return status;
    signal.count = unfold_signal_sections(signal.seconds, signal.sections);
    status = write_signal(&signal);
    if (status)
        return status;
    return signal.json ? print_json(&signal) : print_text(&signal);
}
