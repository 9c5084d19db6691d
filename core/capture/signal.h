/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_CAPTURE_SIGNAL_H
#define UNFOLD_CAPTURE_SIGNAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A signal to play through gear when there is no playing of one's own. It is made of
   sections: three quarters are plucked strings, since strings are what a model is used
   with; the others ask one question each. Every tenth holds strings, a sweep, noise and
   several levels, so that learning from eight tenths, choosing by the ninth and testing
   on the last meet the same kinds of sound:

   tenth 1      silence (noise floor), marker; chords, sweep, notes, noise, steps
   tenths 2-8   strings in every style, sweeps and noise at -1 to -40 dBFS, steps (4 and
                8), the same chords at six levels (3), fades (4 and 7)
   tenth 9      among others a passage of more than 5 s twice: the same bytes, after the
                same silence; what differs between both answers is the gear's own
   tenth 10     new strings, sweep, noise, steps; the marker again

   unfold_signal_sections tells the times. */

#define UNFOLD_SIGNAL_SECONDS 180.0
#define UNFOLD_SIGNAL_MAX_SECONDS 1800.0
#define UNFOLD_SIGNAL_MIN_RATE 8000.0 /**< Hz */
#define UNFOLD_SIGNAL_MAX_RATE 192000.0

/** No sample is beyond: -0.5 dBFS. */
#define UNFOLD_SIGNAL_PEAK 0.944f

/** A stretch that starts and ends at 0. */
typedef struct {
    const char *name;      /**< what it is, a few words */
    double begin, seconds; /**< multiples of 10 ms for the shortest signal */
    double from, to;       /**< dBFS of its peaks when it begins and when it ends; the
                                level between runs straight in dB. -INFINITY: silent */
    unsigned content;      /**< sections of the same content and length have the same
                                form, and the same bytes if at the same level */
    unsigned voice;        /**< what renders it */
} UnfoldSection;

#define UNFOLD_MAX_SECTIONS 96

/** The sections in order of a signal of so many seconds, UNFOLD_SIGNAL_SECONDS to
    UNFOLD_SIGNAL_MAX_SECONDS; returns how many there are. A longer signal has longer
    sections. */
size_t unfold_signal_sections(double seconds,
                              UnfoldSection sections[UNFOLD_MAX_SECTIONS]);

/** Samples of a section at a rate. It begins at sample lround(begin * rate). */
size_t unfold_section_frames(const UnfoldSection *section, double rate);

/** Render a section to out [unfold_section_frames]. The same arguments give the same
    bytes. Everything is made at 48 kHz and resampled, so that all rates sound the same
    up to their Nyquist frequency. False for lack of memory. */
bool unfold_section_render(const UnfoldSection *section, uint64_t seed, double rate,
                           float *out);

#endif
