/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "file/audio.h"

#include "file/audio_length.h"
#include "file/read.h"
#include "file/replace.h"

#include <limits.h>
#include <math.h>
#include <sndfile.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define BLOCK_SAMPLES ((size_t)1 << 16)
#define MAX_CHANNELS 1024
#define MAX_WAV_BYTES 0xffff0000u /* a WAV counts its bytes in 32 bits */

/* libsndfile's sentences end with a full stop, ours do not. */
static UnfoldStatus fail_with(UnfoldError *error, UnfoldStatus status, const char *what,
                              SNDFILE *file)
{
    const char *reason = sf_strerror(file);
    size_t length = strlen(reason);
    while (length && (reason[length - 1] == '.' || reason[length - 1] == '\n'))
        --length;
    return unfold_fail(error, status, "%s: %.*s", what, (int)length, reason);
}

/* What a file of so many bytes may unpack to: a few bytes of packed silence could fill
   the memory. */
static size_t most_samples(size_t size)
{
    const size_t most = UNFOLD_MAX_AUDIO_SAMPLES, packed = UNFOLD_AUDIO_SAMPLES_A_BYTE;
    const size_t samples = size < most / packed ? packed * size : most;
    return samples > UNFOLD_FEW_AUDIO_SAMPLES ? samples : UNFOLD_FEW_AUDIO_SAMPLES;
}

/* Make room for `frames`; memory grows with what is read, not with what a header says.
 */
static UnfoldStatus reserve(UnfoldAudio *audio, size_t frames, size_t most,
                            size_t *capacity, UnfoldError *error)
{
    if (frames <= *capacity)
        return UNFOLD_OK;
    const size_t most_frames = most / audio->channels;
    if (frames > most_frames)
        return unfold_fail(error, UNFOLD_UNSUPPORTED,
                           "unpacks to more than %zu samples, too many for its size; "
                           "a WAV file of it is read",
                           most);
    size_t wanted = frames > 2 * *capacity ? frames : 2 * *capacity;
    wanted = wanted < most_frames ? wanted : most_frames;
    const size_t bytes = wanted * audio->channels * sizeof *audio->samples;
    float *grown = realloc(audio->samples, bytes);
    if (!grown)
        return unfold_no_memory(error);
    audio->samples = grown;
    *capacity = wanted;
    return UNFOLD_OK;
}

static UnfoldStatus read_frames(SNDFILE *file, size_t most, UnfoldAudio *audio,
                                UnfoldError *error)
{
    const size_t block = BLOCK_SAMPLES / audio->channels;
    for (size_t capacity = 0;;) {
        const UnfoldStatus status =
            reserve(audio, audio->frames + block, most, &capacity, error);
        if (status)
            return status;
        float *to = audio->samples + audio->frames * audio->channels;
        const sf_count_t got = sf_readf_float(file, to, (sf_count_t)block);
        if (sf_error(file) != SF_ERR_NO_ERROR)
            return fail_with(error, UNFOLD_BAD_FILE, "is damaged", file);
        if (got <= 0)
            return UNFOLD_OK;
        audio->frames += (size_t)got;
    }
}

static UnfoldStatus check_frames(const UnfoldAudio *audio, sf_count_t announced,
                                 UnfoldError *error)
{
    if (announced != SF_COUNT_MAX && (sf_count_t)audio->frames < announced)
        return unfold_fail(error, UNFOLD_BAD_FILE,
                           "is cut short: %zu frames instead of %lld", audio->frames,
                           (long long)announced);
    if (!audio->frames)
        return unfold_fail(error, UNFOLD_BAD_FILE, "holds no samples");
    for (size_t k = 0; k < audio->frames * audio->channels; ++k)
        if (!isfinite(audio->samples[k]))
            return unfold_fail(error, UNFOLD_NOT_FINITE, "frame %zu is not finite",
                               k / audio->channels);
    return UNFOLD_OK;
}

static UnfoldStatus read_open(int descriptor, size_t size, UnfoldAudio *audio,
                              UnfoldError *error)
{
    SF_INFO info = {0};
    SNDFILE *file = sf_open_fd(descriptor, SFM_READ, &info, SF_FALSE);
    if (!file)
        return fail_with(error, UNFOLD_BAD_FILE, "is no audio file that can be read",
                         NULL);
    UnfoldStatus status = UNFOLD_OK;
    audio->channels = (uint32_t)info.channels;
    audio->rate = info.samplerate;
    if (info.channels < 1 || info.channels > MAX_CHANNELS || info.samplerate < 1)
        status = unfold_fail(error, UNFOLD_BAD_FILE, "has %d channels at %d Hz",
                             info.channels, info.samplerate);
    if (!status)
        status = read_frames(file, most_samples(size), audio, error);
    if (!status)
        status = check_frames(audio, info.frames, error);
    sf_close(file);
    return status;
}

UnfoldStatus unfold_audio_read(const char *path, UnfoldAudio *audio, UnfoldError *error)
{
    *audio = (UnfoldAudio){0};
    int descriptor;
    size_t size;
    UnfoldStatus status = unfold_read_open(path, &descriptor, &size, error);
    if (status)
        return status;
    status = unfold_audio_check_length(descriptor, size, error);
    if (!status)
        status = read_open(descriptor, size, audio, error);
    close(descriptor);
    if (status)
        unfold_audio_clear(audio);
    return status;
}

static UnfoldStatus write_frames(int descriptor, const UnfoldAudio *audio,
                                 UnfoldError *error)
{
    SF_INFO info = {.samplerate = (int)lround(audio->rate),
                    .channels = (int)audio->channels,
                    .format = SF_FORMAT_WAV | SF_FORMAT_FLOAT};
    SNDFILE *file = sf_open_fd(descriptor, SFM_WRITE, &info, SF_FALSE);
    if (!file)
        return fail_with(error, UNFOLD_CANNOT_WRITE, "cannot be written", NULL);
    sf_command(file, SFC_SET_ADD_PEAK_CHUNK, NULL, SF_FALSE); /* it holds the time */
    const sf_count_t frames = (sf_count_t)audio->frames;
    bool whole = sf_writef_float(file, audio->samples, frames) == frames;
    if (sf_close(file))
        whole = false;
    if (whole)
        return UNFOLD_OK;
    return unfold_fail(error, UNFOLD_CANNOT_WRITE,
                       "cannot be written: is the disk full?");
}

UnfoldStatus unfold_audio_write(const char *path, const UnfoldAudio *audio,
                                UnfoldError *error)
{
    if (!audio->channels || audio->channels > MAX_CHANNELS || !(audio->rate >= 1) ||
        audio->rate > INT_MAX)
        return unfold_fail(error, UNFOLD_BAD_DATA,
                           "no WAV can have %u channels at %g Hz", audio->channels,
                           audio->rate);
    if (audio->frames > MAX_WAV_BYTES / sizeof(float) / audio->channels)
        return unfold_fail(error, UNFOLD_UNSUPPORTED,
                           "more samples than a WAV file can hold");
    UnfoldReplace replace;
    UnfoldStatus status = unfold_replace_begin(path, &replace, error);
    if (status)
        return status;
    status = write_frames(fileno(replace.file), audio, error);
    if (!status)
        return unfold_replace_commit(&replace, error);
    unfold_replace_abort(&replace);
    return status;
}

void unfold_audio_clear(UnfoldAudio *audio)
{
    free(audio->samples);
    *audio = (UnfoldAudio){0};
}
