/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "feature/frames.h"

#include "feature/fft_plan.h"
#include "feature/mel.h"
#include "feature/pitch.h"
#include "net/stream.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define SLOPE_FRAMES 5           /* that a slope is taken over */
#define LOWEST 27.5              /* Hz, of the pitch */
#define FADE 10                  /* dB in a second, of the loudest band */
#define NEPER 0.2302585092994046 /* of power, a dB */

/* The newest frames of some numbers, as many as a slope needs. */
typedef struct {
    size_t width;
    float *rows; /* [SLOPE_FRAMES][width], the oldest first */
} History;

struct UnfoldFrames {
    UnfoldFeatureSpec spec;
    size_t fft, base;       /* base: numbers ahead of the slopes */
    size_t have;            /* samples of the newest hop */
    bool heard;             /* a frame before this one */
    float level;            /* dB */
    double loudest;         /* band so far, faded */
    float *sound;           /* [frame] */
    float *window, *turned; /* [frame], [fft] */
    float *power, *room;    /* [fft / 2 + 1], [frame / 2 + 1] */
    float *bands, *before;  /* [bands] */
    float *dct;             /* [mfcc][bands] */
    kiss_fft_cpx *bins;     /* [fft / 2 + 1] */
    kiss_fftr_cfg plan;
    UnfoldMel *mel;
    History history[2]; /* of the numbers, and of their slopes */
};

static bool allocate(UnfoldFrames *frames)
{
    const UnfoldFeatureSpec *spec = &frames->spec;
    const size_t bins = frames->fft / 2 + 1;
    frames->sound = calloc(spec->frame, sizeof *frames->sound);
    frames->window = calloc(spec->frame, sizeof *frames->window);
    frames->turned = calloc(frames->fft, sizeof *frames->turned);
    frames->power = calloc(bins, sizeof *frames->power);
    frames->room = calloc(spec->frame / 2 + 1, sizeof *frames->room);
    frames->bands = calloc(spec->bands, sizeof *frames->bands);
    frames->before = calloc(spec->bands, sizeof *frames->before);
    frames->dct = calloc(spec->mfcc * (size_t)spec->bands + 1, sizeof *frames->dct);
    frames->bins = calloc(bins, sizeof *frames->bins);
    frames->plan = unfold_fft_plan(frames->fft, false);
    frames->mel = unfold_mel_new(spec, frames->fft);
    for (int k = 0; k < 2; ++k) {
        frames->history[k].width = frames->base;
        frames->history[k].rows = calloc(SLOPE_FRAMES * frames->base, sizeof(float));
    }
    return frames->sound && frames->window && frames->turned && frames->power &&
           frames->room && frames->bands && frames->before && frames->dct &&
           frames->bins && frames->plan && frames->mel && frames->history[0].rows &&
           frames->history[1].rows;
}

/* The window with the power's scale in it, and the orthonormal DCT-II. */
static void prepare(UnfoldFrames *frames)
{
    const UnfoldFeatureSpec *spec = &frames->spec;
    double sum = 0;
    for (uint32_t t = 0; t < spec->frame; ++t) {
        const double s = sin(M_PI * t / spec->frame);
        sum += s * s;
    }
    for (uint32_t t = 0; t < spec->frame; ++t) {
        const double s = sin(M_PI * t / spec->frame);
        frames->window[t] = (float)(s * s / (sum > 0 ? sum : 1));
    }
    for (uint32_t k = 0; k < spec->mfcc; ++k)
        for (uint32_t b = 0; b < spec->bands; ++b)
            frames->dct[k * spec->bands + b] =
                (float)(sqrt((k ? 2.0 : 1.0) / spec->bands) *
                        cos(M_PI * k * (b + 0.5) / spec->bands));
}

UnfoldFrames *unfold_frames_new(const UnfoldFeatureSpec *spec)
{
    UnfoldFrames *frames = calloc(1, sizeof *frames);
    if (!frames)
        return NULL;
    frames->spec = *spec;
    frames->base = unfold_feature_count(spec) / (1 + spec->deltas);
    for (frames->fft = 2; frames->fft < spec->frame;)
        frames->fft *= 2;
    if (!allocate(frames)) {
        unfold_frames_free(frames);
        return NULL;
    }
    prepare(frames);
    unfold_frames_reset(frames);
    return frames;
}

void unfold_frames_free(UnfoldFrames *frames)
{
    if (!frames)
        return;
    free(frames->sound);
    free(frames->window);
    free(frames->turned);
    free(frames->power);
    free(frames->room);
    free(frames->bands);
    free(frames->before);
    free(frames->dct);
    free(frames->bins);
    free(frames->plan);
    unfold_mel_free(frames->mel);
    free(frames->history[0].rows);
    free(frames->history[1].rows);
    free(frames);
}

void unfold_frames_reset(UnfoldFrames *frames)
{
    frames->have = 0;
    frames->heard = false;
    frames->level = (float)(10 * log10(UNFOLD_LOG_FLOOR));
    frames->loudest = log(UNFOLD_LOG_FLOOR);
    memset(frames->sound, 0, frames->spec.frame * sizeof *frames->sound);
    for (uint32_t b = 0; b < frames->spec.bands; ++b)
        frames->before[b] = (float)log(UNFOLD_LOG_FLOOR);
}

static double mean_square(const float *x, size_t n)
{
    double sum = 0;
    for (size_t t = 0; t < n; ++t)
        sum += (double)x[t] * x[t];
    return sum / (double)n;
}

/* What is so far below the loudest is noise, that of the recording and not of what
   sounds. */
static void lift(UnfoldFrames *frames)
{
    const UnfoldFeatureSpec *spec = &frames->spec;
    float loudest = frames->bands[0];
    for (uint32_t b = 1; b < spec->bands; ++b)
        loudest = fmaxf(loudest, frames->bands[b]);
    frames->loudest = fmax(frames->loudest - NEPER * FADE * unfold_feature_hop(spec),
                           (double)loudest);
    const float least = (float)(frames->loudest - NEPER * spec->range);
    for (uint32_t b = 0; b < spec->bands; ++b)
        frames->bands[b] = fmaxf(frames->bands[b], least);
}

static void find_bands(UnfoldFrames *frames)
{
    const size_t frame = frames->spec.frame;
    for (size_t t = 0; t < frame; ++t)
        frames->turned[t] = frames->sound[t] * frames->window[t];
    kiss_fftr(frames->plan, frames->turned, frames->bins);
    for (size_t k = 0; k <= frames->fft / 2; ++k)
        frames->power[k] = frames->bins[k].r * frames->bins[k].r +
                           frames->bins[k].i * frames->bins[k].i;
    unfold_mel_apply(frames->mel, frames->power, frames->bands);
    if (frames->spec.range > 0)
        lift(frames);
}

static float *add_mfcc(const UnfoldFrames *frames, float *to)
{
    const size_t bands = frames->spec.bands;
    for (uint32_t k = 0; k < frames->spec.mfcc; ++k) {
        double sum = 0;
        for (size_t b = 0; b < bands; ++b)
            sum += (double)frames->dct[k * bands + b] * frames->bands[b];
        *to++ = (float)sum;
    }
    return to;
}

static float *add_pitch(UnfoldFrames *frames, float *to)
{
    const UnfoldFeatureSpec *spec = &frames->spec;
    const UnfoldPitch pitch =
        unfold_pitch(frames->sound, spec->frame, spec->rate, frames->room);
    const double octaves = pitch.frequency > 0 ? log2(pitch.frequency / LOWEST) : 0;
    *to++ = (float)(octaves * pitch.clarity);
    *to++ = pitch.clarity;
    return to;
}

static float flux(const UnfoldFrames *frames)
{
    double rise = 0;
    for (uint32_t b = 0; b < frames->spec.bands; ++b)
        rise += fmax(0, (double)frames->bands[b] - frames->before[b]);
    return (float)(rise / frames->spec.bands);
}

static float *add_slope(History *history, bool heard, const float *row, float *to)
{
    const size_t width = history->width;
    const size_t kept = (SLOPE_FRAMES - 1) * width;
    memmove(history->rows, history->rows + width, kept * sizeof(float));
    memcpy(history->rows + kept, row, width * sizeof(float));
    for (size_t k = 0; !heard && k < SLOPE_FRAMES - 1; ++k)
        memcpy(history->rows + k * width, row, width * sizeof(float));
    for (size_t k = 0; k < width; ++k) {
        const float *c = history->rows + k;
        to[k] = (c[3 * width] - c[width] + 2 * (c[4 * width] - c[0])) / 10;
    }
    return to + width;
}

static void tell(UnfoldFrames *frames, float *features)
{
    const UnfoldFeatureSpec *spec = &frames->spec;
    float *to = features;
    find_bands(frames);
    if (spec->kinds & UNFOLD_MEL) {
        memcpy(to, frames->bands, spec->bands * sizeof *to);
        to += spec->bands;
    }
    to = add_mfcc(frames, to);
    if (spec->kinds & UNFOLD_ENERGY)
        *to++ = (float)log(mean_square(frames->sound, spec->frame) + UNFOLD_LOG_FLOOR);
    if (spec->kinds & UNFOLD_FLUX)
        *to++ = flux(frames);
    if (spec->kinds & UNFOLD_PITCH)
        to = add_pitch(frames, to);
    for (uint32_t k = 0; k < spec->deltas; ++k)
        to = add_slope(&frames->history[k], frames->heard, to - frames->base, to);
    memcpy(frames->before, frames->bands, spec->bands * sizeof *frames->before);
    frames->heard = true;
}

bool unfold_frames_push(UnfoldFrames *frames, const float **x, size_t *n,
                        float *features)
{
    const size_t frame = frames->spec.frame, hop = frames->spec.hop;
    float *newest = frames->sound + frame - hop;
    const size_t missing = hop - frames->have;
    const size_t taken = *n < missing ? *n : missing;
    for (size_t t = 0; t < taken; ++t) {
        const float sample = (*x)[t];
        newest[frames->have + t] =
            sample - sample == 0
                ? fmaxf(-UNFOLD_MAX_INPUT, fminf(UNFOLD_MAX_INPUT, sample))
                : 0;
    }
    frames->have += taken;
    *x += taken;
    *n -= taken;
    if (frames->have < hop)
        return false;
    frames->have = 0;
    frames->level = (float)(10 * log10(mean_square(newest, hop) + UNFOLD_LOG_FLOOR));
    tell(frames, features);
    memmove(frames->sound, frames->sound + hop, (frame - hop) * sizeof(float));
    return true;
}

float unfold_frames_level(const UnfoldFrames *frames)
{
    return frames->level;
}
