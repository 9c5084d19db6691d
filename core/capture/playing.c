/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "capture/playing.h"

#include "capture/pluck.h"

#include <math.h>
#include <stdbool.h>

#define MOST_STRINGS 6
#define FORCE_RANGE 12.0 /* dB between the softest and the hardest attack */
#define END (-1)

typedef struct {
    double low, high;
} Range;

/* Semitones above the lowest string, ended by END. */
typedef signed char Shape[MOST_STRINGS + 1];

static const Shape single[] = {{0, END}};
static const Shape pairs[] = {{0, 2, END},  {0, 3, END}, {0, 4, END}, {0, 5, END},
                              {0, 7, END},  {0, 8, END}, {0, 9, END}, {0, 12, END},
                              {0, 15, END}, {0, 16, END}};
static const Shape fifths[] = {{0, END}, {0, 7, END}, {0, 7, 12, END}};
static const Shape chords[] = {{0, 7, 12, 16, 19, 24, END},
                               {0, 7, 12, 15, 19, 24, END},
                               {0, 7, 12, 16, 19, END},
                               {0, 7, 10, 15, 19, END},
                               {0, 7, 10, 16, 19, 24, END},
                               {0, 7, 12, 14, 19, END},
                               {0, 4, 7, 12, END},
                               {0, 3, 7, 12, END},
                               {0, 7, END},
                               {0, 7, 12, END}};
#define SHAPES(list) .shapes = (list), .shape_count = sizeof(list) / sizeof *(list)

/* What a style draws from at every attack. */
typedef struct {
    Range root;  /* MIDI number of the lowest string's note */
    Range gap;   /* seconds to the next attack */
    Range decay; /* seconds by 60 dB */
    Range dullness;
    Range strum;   /* seconds between the strings of a chord */
    Range bend;    /* cents */
    Range vibrato; /* cents */
    double rest;   /* part of the attacks that are left out */
    const Shape *shapes;
    size_t shape_count;
} Style;

static const Style styles[] = {
    [UNFOLD_NOTES] = {.root = {40, 84},
                      .gap = {0.1, 0.6},
                      .decay = {1, 5},
                      .dullness = {0.1, 0.5},
                      .vibrato = {0, 10},
                      .rest = 0.1,
                      SHAPES(single)},
    [UNFOLD_BASS] = {.root = {23, 55},
                     .gap = {0.15, 0.7},
                     .decay = {2, 7},
                     .dullness = {0.3, 0.8},
                     .vibrato = {0, 5},
                     .rest = 0.1,
                     SHAPES(single)},
    [UNFOLD_STOPS] = {.root = {45, 72},
                      .gap = {0.15, 0.9},
                      .decay = {1.5, 5},
                      .dullness = {0.1, 0.5},
                      .strum = {0, 0.01},
                      .vibrato = {0, 8},
                      .rest = 0.1,
                      SHAPES(pairs)},
    [UNFOLD_CHORDS] = {.root = {40, 55},
                       .gap = {0.15, 1.1},
                       .decay = {2, 6},
                       .dullness = {0.1, 0.5},
                       .strum = {0.004, 0.03},
                       .vibrato = {0, 3},
                       .rest = 0.1,
                       SHAPES(chords)},
    [UNFOLD_ARPEGGIO] = {.root = {40, 60},
                         .gap = {0.8, 1.6},
                         .decay = {2, 6},
                         .dullness = {0.1, 0.5},
                         .strum = {0.1, 0.25},
                         .vibrato = {0, 3},
                         SHAPES(chords)},
    [UNFOLD_MUTED] = {.root = {35, 52},
                      .gap = {0.09, 0.28},
                      .decay = {0.08, 0.5},
                      .dullness = {0.7, 0.98},
                      .strum = {0, 0.004},
                      .rest = 0.15,
                      SHAPES(fifths)},
    [UNFOLD_BENDS] = {.root = {52, 79},
                      .gap = {0.5, 1.6},
                      .decay = {3, 8},
                      .dullness = {0.05, 0.3},
                      .bend = {0, 250},
                      .vibrato = {0, 45},
                      .rest = 0.1,
                      SHAPES(single)},
};

/* What a passage has throughout. */
typedef struct {
    double tempo;  /* of all gaps */
    double pickup; /* part of the string's length */
    double corner; /* Hz, resonance of the pickup with its cable */
    double q;
} Sound;

static double draw(Range range, UnfoldRandom *random)
{
    return unfold_random_between(random, range.low, range.high);
}

static size_t draw_below(size_t count, UnfoldRandom *random)
{
    return (size_t)(unfold_random_uniform(random) * (double)count);
}

static Sound draw_sound(UnfoldRandom *random)
{
    Sound sound; /* one after another: an initialiser has no order */
    sound.tempo = draw((Range){0.75, 1.3}, random);
    sound.pickup = draw((Range){0.05, 0.25}, random);
    sound.corner = draw((Range){1800, 5000}, random);
    sound.q = draw((Range){0.7, 2.5}, random);
    return sound;
}

/* What all strings of an attack share. */
static UnfoldPluck draw_attack(const Style *style, const Sound *sound,
                               UnfoldRandom *random)
{
    UnfoldPluck attack = {.pickup = sound->pickup};
    attack.force = pow(10, draw((Range){-FORCE_RANGE, 0}, random) / 20);
    attack.pick = draw((Range){0.06, 0.35}, random);
    attack.decay = draw(style->decay, random);
    attack.dullness = draw(style->dullness, random);
    attack.bend = draw(style->bend, random);
    attack.vibrato = draw(style->vibrato, random);
    return attack;
}

/* Strike one shape's strings, up or down, each to be stopped by the next attack. */
static void strike(const Style *style, const Sound *sound, double begin, double gap,
                   UnfoldRandom *random, float *x, size_t n)
{
    const signed char *shape = style->shapes[draw_below(style->shape_count, random)];
    const double root = floor(draw(style->root, random) + 0.5);
    const double strum = draw(style->strum, random);
    const bool up = unfold_random_uniform(random) < 0.3;
    const UnfoldPluck attack = draw_attack(style, sound, random);
    size_t strings = 0;
    while (shape[strings] != END)
        ++strings;
    for (size_t k = 0; k < strings; ++k) {
        const double out_of_tune = draw((Range){-0.05, 0.05}, random);
        const double late = strum * (double)(up ? strings - 1 - k : k);
        UnfoldPluck pluck = attack;
        pluck.hz = 440 * pow(2, (root + shape[k] + out_of_tune - 69) / 12);
        pluck.begin = begin + late;
        pluck.hold = fmax(0.05, gap - late);
        pluck.force *= draw((Range){0.7, 1}, random);
        pluck.decay *= fmin(1, 330 / pluck.hz); /* high strings ring less */
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
    const Sound sound = draw_sound(random);
    const double seconds = (double)n / UNFOLD_VOICE_RATE;
    for (double t = 0.01; t < seconds;) {
        const size_t now =
            style == UNFOLD_MIXED ? draw_below(UNFOLD_MIXED, random) : (size_t)style;
        const Range gaps = styles[now].gap;
        const double part = unfold_random_uniform(random);
        /* Many short gaps, few long ones. */
        const double gap =
            sound.tempo * (gaps.low + (gaps.high - gaps.low) * part * part);
        if (unfold_random_uniform(random) >= styles[now].rest)
            strike(&styles[now], &sound, t, gap, random, x, n);
        t += gap;
    }
    hear_through_pickup(&sound, x, n);
}
