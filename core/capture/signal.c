/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "capture/signal.h"

#include "capture/playing.h"
#include "capture/pluck.h"
#include "capture/probe.h"
#include "feature/level.h"
#include "rate/resample.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define FADE_IN 0.005 /* seconds, of every section */
#define FADE_OUT 0.02
#define GRID 100 /* sections begin at hundredths of a second */

/* What makes a section's form; strings are played in a style, probes are called. */
typedef struct {
    const char *name;
    void (*probe)(UnfoldRandom *random, float *x, size_t n);
    UnfoldStyle style;
} Voice;

enum {
    SILENCE,
    MARKER,
    SWEEP,
    NOISE,
    STEPS,
    NOTES,
    BASS,
    STOPS,
    CHORDS,
    ARPEGGIO,
    MUTED,
    BENDS,
    MIXED
};

static const Voice voices[] = {
    [SILENCE] = {"silence"},
    [MARKER] = {"marker: click and chirp", unfold_probe_marker},
    [SWEEP] = {"sweep, 20 Hz to 20 kHz", unfold_probe_sweep},
    [NOISE] = {"noise bursts", unfold_probe_noise},
    [STEPS] = {"two tones in steps", unfold_probe_steps},
    [NOTES] = {"strings: single notes", NULL, UNFOLD_NOTES},
    [BASS] = {"strings: bass notes", NULL, UNFOLD_BASS},
    [STOPS] = {"strings: double stops", NULL, UNFOLD_STOPS},
    [CHORDS] = {"strings: chords", NULL, UNFOLD_CHORDS},
    [ARPEGGIO] = {"strings: arpeggios", NULL, UNFOLD_ARPEGGIO},
    [MUTED] = {"strings: palm mutes", NULL, UNFOLD_MUTED},
    [BENDS] = {"strings: bends and vibrato", NULL, UNFOLD_BENDS},
    [MIXED] = {"strings: all styles", NULL, UNFOLD_MIXED},
};

/* A section of the shortest signal. */
typedef struct {
    unsigned voice;
    double seconds, from, to; /* as in UnfoldSection */
    unsigned content;         /* 0: one that no other row has */
} Row;

/* Contents that several rows have. */
enum { MARKERS = 1, LADDER, REPEATED, SHARED_CONTENTS };

/* Each tenth takes 18 s. */
static const Row plan[] = {
    /* tenth 1 */
    {SILENCE, 1.5, 0, 0, 0},
    {MARKER, 1.5, -6, -6, MARKERS},
    {CHORDS, 5.5, -3, -3, 0},
    {SWEEP, 1.5, -20, -20, 0},
    {NOTES, 5, -3, -3, 0},
    {NOISE, 1.5, -12, -12, 0},
    {STEPS, 1.5, -12, -12, 0},
    /* tenth 2 */
    {BENDS, 5, -2, -2, 0},
    {NOISE, 1.5, -6, -6, 0},
    {MUTED, 4.5, -1, -1, 0},
    {SWEEP, 2, -30, -30, 0},
    {BASS, 5, -6, -6, 0},
    /* tenth 3 */
    {CHORDS, 1, -40, -40, LADDER},
    {CHORDS, 1, -30, -30, LADDER},
    {CHORDS, 1, -20, -20, LADDER},
    {CHORDS, 1, -12, -12, LADDER},
    {CHORDS, 1, -6, -6, LADDER},
    {CHORDS, 1, -1, -1, LADDER},
    {SWEEP, 1, -6, -6, 0},
    {STOPS, 5.5, -3, -3, 0},
    {NOISE, 1.5, -20, -20, 0},
    {ARPEGGIO, 4, -8, -8, 0},
    /* tenth 4 */
    {NOTES, 5.5, -1, -1, 0},
    {NOISE, 1.5, -12, -12, 0},
    {CHORDS, 4, -40, -1, 0},
    {STEPS, 1.5, -20, -20, 0},
    {MUTED, 3.5, -6, -6, 0},
    {SWEEP, 2, -12, -12, 0},
    /* tenth 5 */
    {BASS, 4.5, -3, -3, 0},
    {SWEEP, 1.5, -20, -20, 0},
    {CHORDS, 5.5, -1, -1, 0},
    {NOISE, 1.5, -9, -9, 0},
    {BENDS, 5, -12, -12, 0},
    /* tenth 6 */
    {ARPEGGIO, 5.5, -2, -2, 0},
    {NOISE, 1.5, -15, -15, 0},
    {NOTES, 4, -20, -20, 0},
    {SWEEP, 2, -40, -40, 0},
    {STOPS, 5, -1, -1, 0},
    /* tenth 7 */
    {MUTED, 4.5, -2, -2, 0},
    {NOISE, 1.5, -30, -30, 0},
    {CHORDS, 5.5, -8, -8, 0},
    {SWEEP, 1, -1, -1, 0},
    {NOTES, 5.5, -1, -40, 0},
    /* tenth 8 */
    {STEPS, 1.5, -9, -9, 0},
    {BENDS, 5, -1, -1, 0},
    {SWEEP, 1.5, -12, -12, 0},
    {BASS, 4, -1, -1, 0},
    {NOISE, 1.5, -6, -6, 0},
    {CHORDS, 4.5, -16, -16, 0},
    /* tenth 9 */
    {SWEEP, 1.5, -12, -12, 0},
    {NOISE, 1.5, -9, -9, 0},
    {SILENCE, 0.5, 0, 0, 0},
    {MIXED, 6, -1, -1, REPEATED},
    {SILENCE, 0.5, 0, 0, 0},
    {MIXED, 6, -1, -1, REPEATED},
    {STEPS, 2, -12, -12, 0},
    /* tenth 10 */
    {CHORDS, 3.5, -2, -2, 0},
    {SWEEP, 1, -12, -12, 0},
    {NOTES, 3, -1, -1, 0},
    {NOISE, 1.5, -9, -9, 0},
    {MUTED, 2, -3, -3, 0},
    {BENDS, 2.5, -4, -24, 0},
    {STEPS, 1, -12, -12, 0},
    {BASS, 1.5, -8, -8, 0},
    {SILENCE, 0.5, 0, 0, 0},
    {MARKER, 1.5, -6, -6, MARKERS},
};
#define ROWS (sizeof plan / sizeof *plan)
_Static_assert(ROWS <= UNFOLD_MAX_SECTIONS, "all rows have room");

size_t unfold_signal_sections(double seconds,
                              UnfoldSection sections[UNFOLD_MAX_SECTIONS])
{
    assert(seconds >= UNFOLD_SIGNAL_SECONDS && seconds <= UNFOLD_SIGNAL_MAX_SECONDS);
    const double stretch = seconds / UNFOLD_SIGNAL_SECONDS;
    double begin = 0;
    for (size_t k = 0; k < ROWS; ++k) {
        const Row *row = &plan[k];
        const double length = floor(row->seconds * stretch * GRID) / GRID;
        const bool silent = row->voice == SILENCE;
        sections[k] = (UnfoldSection){
            .name = voices[row->voice].name,
            .begin = begin,
            .seconds = k + 1 < ROWS ? length : seconds - begin,
            .from = silent ? -INFINITY : row->from,
            .to = silent ? -INFINITY : row->to,
            .content = row->content ? row->content : SHARED_CONTENTS + (unsigned)k,
            .voice = row->voice,
        };
        begin = round((begin + length) * GRID) / GRID;
    }
    return ROWS;
}

size_t unfold_section_frames(const UnfoldSection *section, double rate)
{
    return (size_t)floor(section->seconds * rate + 1e-6);
}

/* The section's form, whose peak is 1. */
static void render_form(const UnfoldSection *section, uint64_t seed, float *x, size_t n)
{
    const Voice *voice = &voices[section->voice];
    UnfoldRandom random = {seed << 32 | section->content};
    random.state = unfold_random(&random); /* neighbours must not share a stream */
    if (voice->probe)
        voice->probe(&random, x, n);
    else
        unfold_play_strings(voice->style, &random, x, n);
    const float peak = unfold_level(x, n).peak;
    for (size_t t = 0; t < n && peak > 0; ++t)
        x[t] /= peak;
}

/* The gain at a moment: what the section's level asks for, and fades at its ends. */
static double gain_at(const UnfoldSection *section, double seconds)
{
    const double course = seconds / section->seconds;
    const double level = section->from + course * (section->to - section->from);
    const double in = fmin(seconds / FADE_IN, 1);
    const double out = fmin((section->seconds - seconds) / FADE_OUT, 1);
    return pow(10, level / 20) * 0.25 * (1 - cos(M_PI * in)) * (1 - cos(M_PI * out));
}

bool unfold_section_render(const UnfoldSection *section, uint64_t seed, double rate,
                           float *out)
{
    const size_t frames = unfold_section_frames(section, rate);
    memset(out, 0, frames * sizeof *out);
    if (section->voice == SILENCE)
        return true;
    const size_t n = unfold_section_frames(section, UNFOLD_VOICE_RATE);
    float *form = calloc(n, sizeof *form);
    if (!form)
        return false;
    render_form(section, seed, form, n);
    const bool done = unfold_resample(form, n, UNFOLD_VOICE_RATE, out, frames, rate);
    free(form);
    if (!done)
        return false;
    for (size_t t = 0; t < frames; ++t)
        out[t] *= (float)gain_at(section, (double)t / rate);
    /* A low Nyquist frequency may let what remains swing higher. */
    const float peak = unfold_level(out, frames).peak;
    for (size_t t = 0; t < frames && peak > UNFOLD_SIGNAL_PEAK; ++t)
        out[t] *= UNFOLD_SIGNAL_PEAK / peak;
    return true;
}
