/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_FEATURE_SPEC_H
#define UNFOLD_FEATURE_SPEC_H

#include "net/status.h"

#include <stdint.h>

/* What is told of a frame of sound x [N], in this order; L is the log-mel spectrum. */
typedef enum {
    /** L_b = ln(sum over k of M_bk P_k + 1e-10), P_k = |X_k|^2 / (sum of w)^2 with the
        periodic Hann window w and a DFT of the next power of 2; M_b are triangles of
        height 1, evenly spaced from `low` to `high` on the mel scale 2595 log10(1 +
        f / 700) (O'Shaughnessy 1987; HTK); lifted to at least `range` below the loudest
        band so far, which fades by 10 dB in a second. `bands` numbers. */
    UNFOLD_MEL = 1,
    /** The first `mfcc` coefficients of the orthonormal DCT-II of L (Davis &
        Mermelstein 1980), from c_0. */
    UNFOLD_MFCC = 2,
    /** ln(mean of x^2 + 1e-10). */
    UNFOLD_ENERGY = 4,
    /** Mean over the bands of max(0, L_b - L_b of the frame before). */
    UNFOLD_FLUX = 8,
    /** Octaves of the fundamental above 27.5 Hz times its clarity, and the clarity
        0..1 (1 - d' of YIN; de Cheveigne & Kawahara 2002): down to 2 periods a frame.
     */
    UNFOLD_PITCH = 16
} UnfoldFeature;

#define UNFOLD_FEATURES_ALL 31
#define UNFOLD_MAX_BANDS 128
#define UNFOLD_MAX_FRAME 16384 /* samples */
#define UNFOLD_MAX_FEATURES ((2 * UNFOLD_MAX_BANDS + 4) * 3)

/** What features are made of sound, at which times. Frame t is the `frame` samples that
    end with sample (t + 1) hop - 1; ahead of the first sample there are zeros. */
typedef struct {
    double rate;         /**< Hz: other sound is resampled */
    uint32_t frame, hop; /**< samples; hop <= frame, which is 4..UNFOLD_MAX_FRAME */
    unsigned kinds;      /**< UnfoldFeature, added up */
    uint32_t bands;      /**< 1..UNFOLD_MAX_BANDS */
    double low, high;    /**< Hz: of the bands, 0 <= low < high <= rate / 2 */
    double range;        /**< dB, 1..200; 0: without limit */
    uint32_t mfcc;       /**< 1..bands where there are any, else 0 */
    /** 0, 1 or 2: after these, their slopes, and the slopes of those. A slope is
        sum over n = 1, 2 of n (c_{t-2+n} - c_{t-2-n}) / 10, the usual one (Furui 1986)
        two frames late, so that it needs no future; the first frame counts as having
        been there always. */
    uint32_t deltas;
} UnfoldFeatureSpec;

/** "mel", "mfcc", "energy", "flux", "pitch"; k from 0; NULL beyond. */
const char *unfold_feature_name(unsigned k);

/** UNFOLD_OK, or UNFOLD_BAD_SHAPE with the member and its limit in `error`. Every
    function that takes a spec relies on that. */
UnfoldStatus unfold_feature_check(const UnfoldFeatureSpec *spec, UnfoldError *error);

/** Numbers of a frame. */
uint32_t unfold_feature_count(const UnfoldFeatureSpec *spec);

#endif
