/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "file/audio.h"
#include "net/denormal.h"
#include "net/stream.h"
#include "tool/knob_values.h"
#include "tool/load.h"
#include "tool/options.h"
#include "tool/play.h"
#include "tool/report.h"
#include "tool/tool.h"

#include <stdlib.h>

#define BLOCK 4096 /* frames between looks at the clock */

/* What unfold_play_knobs does, to all channels of interleaved audio, in place and
   telling how far it is. */
static bool play_channels(const UnfoldModelFile *file, UnfoldAudio *audio,
                          ToolProgress *progress)
{
    const size_t frames = audio->frames, channels = audio->channels;
    UnfoldReal knobs[UNFOLD_MAX_KNOBS];
    unfold_knobs_values(&file->knobs, knobs);
    UnfoldStream *stream = unfold_stream_new(file->model, audio->channels);
    float *block = malloc(channels * BLOCK * sizeof *block);
    float **of_channel = malloc(channels * sizeof *of_channel);
    const bool ready = stream && block && of_channel;
    for (size_t m = 0; ready && m < channels; ++m)
        of_channel[m] = block + m * BLOCK;
    const uint64_t mode = unfold_denormals_off();
    if (ready) {
        unfold_stream_hold(stream, knobs, (uint32_t)file->knobs.count);
        unfold_stream_settle(stream);
    }
    for (size_t done = 0; ready && done < frames;) {
        const size_t left = frames - done, n = left < BLOCK ? left : BLOCK;
        float *samples = audio->samples + done * channels;
        for (size_t m = 0; m < channels; ++m)
            for (size_t t = 0; t < n; ++t)
                of_channel[m][t] = samples[t * channels + m];
        unfold_stream_process(stream, (const float *const *)of_channel, n, of_channel);
        for (size_t m = 0; m < channels; ++m)
            for (size_t t = 0; t < n; ++t)
                samples[t * channels + m] = of_channel[m][t];
        done += n;
        tool_progress(progress, done, frames);
    }
    unfold_denormals_restore(mode);
    unfold_stream_free(stream);
    free(block);
    free(of_channel);
    return ready;
}

static int play_file(const UnfoldModelFile *file, const char *in, const char *out)
{
    UnfoldAudio audio;
    UnfoldError error;
    if (unfold_audio_read(in, &audio, &error))
        return tool_error(in, "%s", error.text);
    ToolProgress progress = {.what = "playing"};
    int status = play_check_rate(file->model, in, audio.rate);
    if (!status && !play_channels(file, &audio, &progress))
        status = tool_no_memory();
    if (!status && unfold_audio_write(out, &audio, &error))
        status = tool_error(out, "%s", error.text);
    unfold_audio_clear(&audio);
    return status;
}

static int render(const char *model_path, const char *in, const char *out,
                  const char *knobs, double rate)
{
    if (tool_same_file(out, in) || tool_same_file(out, model_path))
        return tool_error(out, "is also read: choose another name for the result");
    int status = tool_check_writable(out);
    if (status)
        return status;
    UnfoldModelFile file;
    status = play_load(model_path, rate, &file);
    if (status)
        return status;
    status = knob_values_turn(model_path, knobs, &file.knobs);
    if (!status)
        status = play_file(&file, in, out);
    unfold_model_file_clear(&file);
    return status;
}

int tool_render(int argc, char **argv)
{
    const char *knobs = NULL;
    double rate = NAN;
    const Option options[] = {OPTION_KNOBS(&knobs), OPTION_MODEL_RATE(&rate), {0}};
    const OptionsCommand command = {
        .operands = "MODEL IN OUT",
        .about =
            "Play the audio file IN through MODEL, as the plugin would, and write\n"
            "the result to OUT: a 32-bit float WAV of the same length, rate and\n"
            "channels.\n",
        .options = options,
        .min_operands = 3,
        .max_operands = 3};
    const char *operands[3];
    int status;
    if (!options_parse(&command, argc, argv, operands, &status))
        return status;
    return render(operands[0], operands[1], operands[2], knobs, rate);
}
