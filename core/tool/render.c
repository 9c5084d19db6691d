/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "file/audio.h"
#include "tool/knob_values.h"
#include "tool/load.h"
#include "tool/options.h"
#include "tool/play.h"
#include "tool/report.h"
#include "tool/tool.h"

static int play_file(const UnfoldModelFile *file, const char *model, const char *in,
                     const char *out, const PlayOptions *play)
{
    UnfoldAudio audio;
    UnfoldError error;
    if (unfold_audio_read(in, &audio, &error))
        return tool_error(in, "%s", error.text);
    ToolProgress progress = {.what = "playing"};
    UnfoldPlayer *player = NULL;
    int status = play_begin(file, model, audio.channels, audio.rate, play, &player);
    if (!status)
        status = play_samples(player, audio.channels, audio.samples, audio.frames,
                              &progress);
    unfold_player_free(player);
    if (!status && unfold_audio_write(out, &audio, &error))
        status = tool_error(out, "%s", error.text);
    unfold_audio_clear(&audio);
    return status;
}

static int render(const char *model_path, const char *in, const char *out,
                  const char *knobs, const PlayOptions *play)
{
    if (tool_same_file(out, in) || tool_same_file(out, model_path))
        return tool_error(out, "is also read: choose another name for the result");
    int status = tool_check_writable(out);
    if (status)
        return status;
    UnfoldModelFile file;
    status = play_load(model_path, play->model_rate, &file);
    if (status)
        return status;
    status = knob_values_turn(model_path, knobs, &file.knobs);
    if (!status)
        status = play_file(&file, model_path, in, out, play);
    unfold_model_file_clear(&file);
    return status;
}

int tool_render(int argc, char **argv)
{
    const char *knobs = NULL;
    PlayOptions play = PLAY_DEFAULTS;
    const Option options[] = {OPTION_KNOBS(&knobs),
                              OPTION_MODEL_RATE(&play.model_rate),
                              OPTION_OVERSAMPLING(&play),
                              OPTION_RATES(&play),
                              {0}};
    const OptionsCommand command = {
        .operands = "MODEL IN OUT",
        .about =
            "Play the audio file IN through MODEL, as the plugin would, and write\n"
            "the result to OUT: a 32-bit float WAV of the same length, rate and\n"
            "channels. IN may have any sample rate, and what comes out is not late.\n",
        .options = options,
        .min_operands = 3,
        .max_operands = 3};
    const char *operands[3];
    int status;
    if (!options_parse(&command, argc, argv, operands, &status))
        return status;
    return render(operands[0], operands[1], operands[2], knobs, &play);
}
