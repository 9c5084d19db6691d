/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_LISTEN_AUGMENT_H
#define UNFOLD_LISTEN_AUGMENT_H

#include "file/listening.h"
#include "net/random.h"

#include <stddef.h>

/** What a recording might have been like, so that a network learns what does not
    matter; each is drawn anew, evenly up to these. All 0: nothing is changed. */
typedef struct {
    double gain;   /**< dB, either way */
    double noise;  /**< of half of them: white, its deviation so many dB below the
                        peak at most, and UNFOLD_NOISE_RANGE more at least */
    double pitch;  /**< octaves, either way, of pitch and speed alike */
    double tempo;  /**< octaves, either way, of speed alone: frames that follow each
                        other faster or slower */
    double colour; /**< dB, either way: how a room, a microphone or a voice tilts and
                        bends the log-mel spectrum */
    uint32_t
        mask_bands; /**< up to so many bands, twice, are hidden (Park et al. 2019) */
    uint32_t mask_frames; /**< likewise frames */
} UnfoldAugment;

#define UNFOLD_NOISE_RANGE 30.0

/** Samples that unfold_augment_sound may need for n. */
size_t unfold_augment_room(const UnfoldAugment *augment, size_t n);

/** y from x [n], with `before` and `after` more samples of silence at its ends; returns
    how many y has, after and before included. `y` has room for before +
    unfold_augment_room(n) + after. `noise` receives the deviation of the noise that is
    still to be added, 0 for none. */
size_t unfold_augment_sound(const UnfoldAugment *augment, UnfoldRandom *random,
                            const float *x, size_t n, size_t before, size_t after,
                            float *y, double *noise);

/** Add white noise to y [n]; 0 is none. */
void unfold_augment_noise(UnfoldRandom *random, double noise, float *y, size_t n);

/** The hop of frames by which a sound of these features seems faster or slower: 1 to a
    frame, the hop that it is without tempo. */
uint32_t unfold_augment_hop(const UnfoldAugment *augment, UnfoldRandom *random,
                            const UnfoldFeatureSpec *spec);

/** Colour normalised features x [steps][X]. */
void unfold_augment_colour(const UnfoldAugment *augment, UnfoldRandom *random,
                           const UnfoldListening *listening, float *x, size_t steps);

/** Hide parts of them: they become 0, the mean. */
void unfold_augment_mask(const UnfoldAugment *augment, UnfoldRandom *random,
                         const UnfoldFeatureSpec *spec, float *x, size_t steps);

#endif
