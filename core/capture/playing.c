/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "capture/playing.h"

#include "capture/pluck.h"

#include <stdbool.h>

#define STRINGS 6
#define SHAPES 10
#define FORCE_RANGE 12.0 /* dB between the softest and the hardest attack */
#define END (-1)

/* Semitones above the lowest string, ended by END. */
typedef signed char Shape[STRINGS + 1];

#define SINGLE                                                                         \
    {                                                                                  \
        0, END                                                                         \
    }
#define FIFTHS                                                                         \
    {0, 7, END},                                                                       \
    {                                                                                  \
        0, 7, 12, END                                                                  \
    }

/* The ranges from which a style draws. */
typedef struct {
    int lowest, highest; /* MIDI numbers of the lowest string's note */
    double gap[2];       /* seconds between attacks */
    double decay[2];     /* seconds by 60 dB */
    double dullness[2];
    double strum[2]; /* seconds between the strings of a chord */
    double bend;     /* most cents */
    double vibrato;
    double rest; /* part of the attacks that are left out */
    Shape shapes[SHAPES];
} Style;

#define CHORD_SHAPES                                                                   \
    {0, 7, 12, 16, 19, 24, END}, {0, 7, 12, 15, 19, 24, END}, {0, 7, 12, 16, 19, END}, \
        {0, 7, 10, 15, 19, END}, {0, 7, 10, 16, 19, 24, END}, {0, 7, 12, 14, 19, END}, \
        {0, 4, 7, 12, END}, {0, 3, 7, 12, END}, FIFTHS

static const Style styles[] = {
    [UNFOLD_NOTES] =
        {40, 84, {0.1, 0.6}, {1, 5}, {0.1, 0.5}, {0, 0}, 0, 10, 0.1, {SINGLE}},
    [UNFOLD_BASS] =
        {23, 55, {0.15, 0.7}, {2, 7}, {0.3, 0.8}, {0, 0}, 0, 5, 0.1, {SINGLE}},
    [UNFOLD_STOPS] = {45,
                      72,
                      {0.15, 0.9},
                      {1.5, 5},
                      {0.1, 0.5},
                      {0, 0.01},
                      0,
                      8,
                      0.1,
                      {{0, 3, END},
                       {0, 4, END},
                       {0, 5, END},
                       {0, 7, END},
                       {0, 8, END},
                       {0, 9, END},
                       {0, 12, END},
                       {0, 2, END},
                       {0, 15, END},
                       {0, 16, END}}},
    [UNFOLD_CHORDS] = {40,
                       55,
                       {0.15, 1.1},
                       {2, 6},
                       {0.1, 0.5},
                       {0.004, 0.03},
                       0,
                       3,
                       0.1,
                       {CHORD_SHAPES}},
    [UNFOLD_ARPEGGIO] =
        {40, 60, {0.8, 1.6}, {2, 6}, {0.1, 0.5}, {0.1, 0.25}, 0, 3, 0, {CHORD_SHAPES}},
    [UNFOLD_MUTED] = {35,
                      52,
                      {0.09, 0.28},
                      {0.08, 0.5},
                      {0.7, 0.98},
                      {0, 0.004},
                      0,
                      0,
                      0.15,
                      {SINGLE, FIFTHS}},
    [UNFOLD_BENDS] =
        {52, 79, {0.5, 1.6}, {3, 8}, {0.05, 0.3}, {0, 0}, 250, 45, 0.1, {SINGLE}},
};

/* What a passage has throughout. */
typedef struct {
    double tempo;  /* of all gaps */
    double pickup; /* part of the string's length */
    double corner; /* Hz, resonance of the pickup with its cable */
    double q;
} Sound;

static size_t below(UnfoldRandom *random, size_t count)
{
    return (size_t)(unfold_random_uniform(random) * (double)count);
}

static size_t count_shapes(const Style *style)
{
    size_t count = 1;
    /* A second note in the first string's place says that there is no such shape. */
    while (count < SHAPES && style->shapes[count][1] != 0)
        ++count;
    return count;
}

/* Strike one shape's strings, up or down, each to be stopped by the next attack. */
static void strike(const Style *style, const Sound *sound, double begin, double gap,
                   UnfoldRandom *random, float *x, size_t n)
{
    const signed char *shape = style->shapes[below(random, count_shapes(style))];
    const double root =
        style->lowest +
        (double)below(random, (size_t)(style->highest - style->lowest) + 1);
    const double force = pow(10, unfold_random_between(random, -FORCE_RANGE, 0) / 20);
    const double strum =
        unfold_random_between(random, style->strum[0], style->strum[1]);
    const double pick = unfold_random_between(random, 0.06, 0.35);
    const double decay =
        unfold_random_between(random, style->decay[0], style->decay[1]);
    const double dullness =
        unfold_random_between(random, style->dullness[0], style->dullness[1]);
    const bool up = unfold_random_uniform(random) < 0.3;
    size_t strings = 0;
    while (shape[strings] != END)
        ++strings;
    for (size_t k = 0; k < strings; ++k) {
        const double note =
            root + shape[k] + unfold_random_between(random, -0.05, 0.05);
        const double late = strum * (double)(up ? strings - 1 - k : k);
        const double hz = 440 * pow(2, (note - 69) / 12);
        const UnfoldPluck pluck = {
            .hz = hz,
            .begin = begin + late,
            .hold = fmax(0.05, gap - late),
            .force = force * unfold_random_between(random, 0.7, 1),
            .pick = pick,
            .pickup = sound->pickup,
            .decay = decay * fmin(1, 330 / hz), /* high strings ring less */
            .dullness = dullness,
            .bend = unfold_random_uniform(random) * style->bend,
            .vibrato = unfold_random_uniform(random) * style->vibrato,
        };
        unfold_pluck_add(&pluck, random, x, n);
    }
}

/* Resonant low-pass of second order (Zölzer 2008), once over all strings. */
static void hear_through_pickup(const Sound *sound, float *x, size_t n)
{
    const double k = tan(M_PI * sound->corner / UNFOLD_VOICE_RATE), q = sound->q;
    const double norm = k * k * q + k + q, b = k * k * q / norm;
    const double a1 = 2 * q * (k * k - 1) / norm, a2 = (k * k * q - k + q) / norm;
    double s1 = 0, s2 = 0;
    for (size_t t = 0; t < n; ++t) {
        const double in = x[t], out = b * in + s1;
        s1 = 2 * b * in - a1 * out + s2;
        s2 = b * in - a2 * out;
        x[t] = (float)out;
    }
}

void unfold_play_strings(UnfoldStyle style, UnfoldRandom *random, float *x, size_t n)
{
    const Sound sound = {.tempo = unfold_random_between(random, 0.75, 1.3),
                         .pickup = unfold_random_between(random, 0.05, 0.25),
                         .corner = unfold_random_between(random, 1800, 5000),
                         .q = unfold_random_between(random, 0.7, 2.5)};
    const double seconds = (double)n / UNFOLD_VOICE_RATE;
    for (double t = 0.01; t < seconds;) {
        const Style *now = &styles[style == UNFOLD_MIXED ? below(random, UNFOLD_MIXED)
                                                         : (size_t)style];
        /* Many short gaps, few long ones. */
        const double draw = unfold_random_uniform(random);
        const double gap =
            sound.tempo * (now->gap[0] + (now->gap[1] - now->gap[0]) * draw * draw);
        if (unfold_random_uniform(random) >= now->rest)
            strike(now, &sound, t, gap, random, x, n);
        t += gap;
    }
    hear_through_pickup(&sound, x, n);
}
