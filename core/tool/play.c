/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "tool/play.h"

#include "net/denormal.h"
#include "tool/load.h"

#include <stdlib.h>

#define BLOCK 4096 /* frames between looks at the clock */

int play_load(const char *path, double rate, UnfoldModelFile *file)
{
    const int status = load_model(path, rate, file);
    if (status)
        return status;
    UnfoldError error;
    if (!unfold_effect_check(file, &error))
        return TOOL_OK;
    unfold_model_file_clear(file);
    return tool_error(path, "%s", error.text);
}

UnfoldRateWish play_wish(const PlayOptions *options, double rate)
{
    return (UnfoldRateWish){rate, options->oversampling,
                            (UnfoldRateMethod)options->rates};
}

int play_begin(const UnfoldModelFile *file, const char *path, uint32_t channels,
               double rate, const PlayOptions *options, UnfoldPlayer **player)
{
    const UnfoldRateWish wish = play_wish(options, rate);
    UnfoldReal knobs[UNFOLD_MAX_KNOBS];
    UnfoldError error;
    if (unfold_player_new(file->model, channels, &wish, player, &error))
        return tool_error(path, "%s", error.text);
    unfold_knobs_values(&file->knobs, knobs);
    const uint64_t mode = unfold_denormals_off();
    unfold_player_hold(*player, knobs);
    unfold_player_settle(*player);
    unfold_denormals_restore(mode);
    return TOOL_OK;
}

/* One block: out of `samples`, and silence after them, and back `late` frames before.
 */
static void play_block(UnfoldPlayer *player, uint32_t channels, float *samples,
                       size_t frames, size_t at, size_t n, float **of_channel)
{
    const size_t late = unfold_player_latency(player);
    for (size_t m = 0; m < channels; ++m)
        for (size_t t = 0; t < n; ++t)
            of_channel[m][t] = at + t < frames ? samples[(at + t) * channels + m] : 0;
    unfold_player_process(player, (const float *const *)of_channel, n, of_channel);
    for (size_t m = 0; m < channels; ++m)
        for (size_t t = at < late ? late - at : 0; t < n; ++t)
            samples[(at + t - late) * channels + m] = of_channel[m][t];
}

int play_samples(UnfoldPlayer *player, uint32_t channels, float *samples, size_t frames,
                 ToolProgress *progress)
{
    const size_t all = frames + unfold_player_latency(player);
    float *block = malloc(channels * BLOCK * sizeof *block);
    float **of_channel = malloc(channels * sizeof *of_channel);
    const bool ready = block && of_channel;
    for (size_t m = 0; ready && m < channels; ++m)
        of_channel[m] = block + m * BLOCK;
    const uint64_t mode = unfold_denormals_off();
    for (size_t done = 0; ready && done < all;) {
        const size_t n = all - done < BLOCK ? all - done : BLOCK;
        play_block(player, channels, samples, frames, done, n, of_channel);
        done += n;
        if (progress)
            tool_progress(progress, done, all);
    }
    unfold_denormals_restore(mode);
    free(block);
    free(of_channel);
    return ready ? TOOL_OK : tool_no_memory();
}
