/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "tool/recording.h"

#include "feature/level.h"
#include "file/audio.h"
#include "tool/report.h"

#include <math.h>
#include <stdlib.h>

#define CLIPPED_MATTERS 8 /* samples; a lone peak that just touches does not */
#define MAX_LENGTH_SECONDS 1.0
#define MAX_LENGTH_PART 0.01
#define MIN_TRAINING_SECONDS 1.0

static bool channels_agree(const UnfoldAudio *audio)
{
    for (size_t t = 0; t < audio->frames; ++t) {
        const float *frame = audio->samples + t * audio->channels;
        for (uint32_t c = 1; c < audio->channels; ++c)
            if (frame[c] != frame[0])
                return false;
    }
    return true;
}

/* Turn the file's samples into one channel, in place. */
static void keep_channel(UnfoldAudio *audio, uint32_t channel)
{
    for (size_t t = 0; t < audio->frames; ++t)
        audio->samples[t] = audio->samples[t * audio->channels + channel];
}

/* Or into the mean of all. */
static void mix(UnfoldAudio *audio)
{
    for (size_t t = 0; t < audio->frames; ++t) {
        double sum = 0;
        for (uint32_t c = 0; c < audio->channels; ++c)
            sum += audio->samples[t * audio->channels + c];
        audio->samples[t] = (float)(sum / audio->channels);
    }
}

static UnfoldStatus read(const char *path, uint32_t channel, UnfoldAudio *audio,
                         UnfoldError *error)
{
    const UnfoldStatus status = unfold_audio_read(path, audio, error);
    if (status || channel <= audio->channels)
        return status;
    unfold_fail(error, UNFOLD_BAD_DATA, "has no channel %u, only %u", channel,
                audio->channels);
    unfold_audio_clear(audio);
    return UNFOLD_BAD_DATA;
}

UnfoldStatus recording_listen(const char *path, uint32_t channel, Recording *recording,
                              UnfoldError *error)
{
    *recording = (Recording){0};
    UnfoldAudio audio;
    const UnfoldStatus status = read(path, channel, &audio, error);
    if (status)
        return status;
    if (channel)
        keep_channel(&audio, channel - 1);
    else
        mix(&audio);
    *recording = (Recording){audio.samples, audio.frames, audio.rate};
    return UNFOLD_OK;
}

int recording_read(const char *path, uint32_t channel, Recording *recording)
{
    *recording = (Recording){0};
    UnfoldAudio audio;
    UnfoldError error;
    if (read(path, channel, &audio, &error))
        return tool_error(path, "%s", error.text);
    if (!channel && !channels_agree(&audio)) {
        const uint32_t channels = audio.channels;
        unfold_audio_clear(&audio);
        return tool_error(
            path, "has %u different channels; choose one with --channel N", channels);
    }
    keep_channel(&audio, channel ? channel - 1 : 0);
    *recording = (Recording){audio.samples, audio.frames, audio.rate};
    return TOOL_OK;
}

void recording_warn_clipping(const char *path, const Recording *recording)
{
    const size_t clipped = unfold_level(recording->samples, recording->frames).clipped;
    if (clipped >= CLIPPED_MATTERS)
        tool_warn(path, "is clipped: %zu samples stand at full scale", clipped);
}

void recording_clear(Recording *recording)
{
    free(recording->samples);
    *recording = (Recording){0};
}

static int check_silence(const char *path, const float *x, size_t n)
{
    if (!unfold_is_silent(x, n))
        return TOOL_OK;
    return tool_error(path, "is silent: nothing in it is louder than -80 dBFS");
}

int recording_check_silence(const char *path, const Recording *recording)
{
    return check_silence(path, recording->samples, recording->frames);
}

int recording_check_rates(const char *wet_path, const Recording *dry,
                          const Recording *wet)
{
    if (dry->rate == wet->rate)
        return TOOL_OK;
    return tool_error(wet_path,
                      "has %g Hz where the dry recording has %g Hz: both must "
                      "have the same sample rate",
                      wet->rate, dry->rate);
}

static int check_lengths(const char *wet_path, const Recording *dry,
                         const Recording *wet)
{
    const size_t more = dry->frames > wet->frames ? dry->frames : wet->frames;
    const size_t less = dry->frames < wet->frames ? dry->frames : wet->frames;
    const double apart = (double)(more - less);
    if (apart > MAX_LENGTH_SECONDS * dry->rate ||
        apart > MAX_LENGTH_PART * (double)more)
        return tool_error(wet_path,
                          "has %zu samples where the dry recording has %zu: both must "
                          "be the same take, equally long",
                          wet->frames, dry->frames);
    if (more != less)
        tool_warn(wet_path,
                  "has %zu samples where the dry recording has %zu: the last %zu of "
                  "the longer one are left out",
                  wet->frames, dry->frames, more - less);
    return check_silence(wet_path, wet->samples, less);
}

int recording_join(const char *wet_path, Recording *dry, Recording *wet,
                   RecordingPair *pair)
{
    *pair = (RecordingPair){0};
    int status = recording_check_rates(wet_path, dry, wet);
    if (!status)
        status = check_lengths(wet_path, dry, wet);
    if (status)
        return status;
    *pair =
        (RecordingPair){.dry = dry->samples,
                        .wet = wet->samples,
                        .frames = dry->frames < wet->frames ? dry->frames : wet->frames,
                        .rate = dry->rate};
    *dry = *wet = (Recording){0};
    return TOOL_OK;
}

int recording_read_pair(const char *dry_path, const char *wet_path, uint32_t channel,
                        RecordingPair *pair)
{
    *pair = (RecordingPair){0};
    Recording dry = {0}, wet = {0};
    int status = recording_read(dry_path, channel, &dry);
    if (!status)
        status = recording_read(wet_path, channel, &wet);
    if (!status) {
        recording_warn_clipping(dry_path, &dry);
        recording_warn_clipping(wet_path, &wet);
        status = recording_join(wet_path, &dry, &wet, pair);
    }
    recording_clear(&dry);
    recording_clear(&wet);
    return status;
}

void recording_clear_pair(RecordingPair *pair)
{
    free(pair->dry);
    free(pair->wet);
    *pair = (RecordingPair){0};
}

int recording_check_training(const RecordingPair *pair, const char *dry,
                             const char *wet)
{
    if ((double)pair->frames < MIN_TRAINING_SECONDS * pair->rate)
        return tool_error(wet,
                          "shares %.2f s with %s: too short to learn from, less than "
                          "%g s",
                          (double)pair->frames / pair->rate, dry, MIN_TRAINING_SECONDS);
    const int status = check_silence(dry, pair->dry, pair->frames);
    return status ? status : check_silence(wet, pair->wet, pair->frames);
}
