/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_CAPTURE_ALIGN_H
#define UNFOLD_CAPTURE_ALIGN_H

#include "capture/pair.h"

#include <stdbool.h>

/** Delays beyond this, either way, are not searched. */
#define UNFOLD_MAX_DELAY_SECONDS 2.5

/** Below this confidence, take the files as unrelated. */
#define UNFOLD_CONFIDENT 0.5

/** Below this drift confidence no drift is reported. */
#define UNFOLD_DRIFT_CONFIDENT 0.7

/** How wet lies to dry. Later is positive: wet_{t + delay} answers dry_t. */
typedef struct {
    /** Samples from dry to the first main peak of the gear's estimated linear impulse
        response: the first of at least 0.7 of its largest magnitude, read between
        samples. Gear that spreads its answer (an amp with a cabinet) has it later than
        its latency. Where clocks drift apart, it is the delay in the middle of dry. */
    double delay;
    /** The latest whole shift at which the gear still answers causally: where that
        response, estimated with more high frequencies, first rises to 10 % of its
       largest magnitude (1 % of the energy). Only a rise that clears four times the
       noise counts, and it is followed down from there, so that noise delays it little.
       A network can learn to wait but cannot foresee, so training shifts by this. */
    ptrdiff_t onset;
    /** Whether the peak at `delay` is negative. */
    bool inverted;
    /** 0..1: by how much the delay found explains wet better than any other would: 1
        less the ratio of their summed squared correlations (of both whitened signals),
        each above the median of all delays. Unrelated recordings, and tones for which
        many delays do, are below UNFOLD_CONFIDENT; gear, however strongly it distorts,
        is near 1. */
    double confidence;
    /** Growth of the delay by time, in parts per million: positive if wet's clock is
       the faster. 0 unless it is well established. */
    double drift_ppm;
    /** 0..1: the share of the recording's stretches of some seconds whose own delay
       lies within half a sample of one line. 0 where the recording is too short (30 s)
       or too little of it sounds to tell. */
    double drift_confidence;
    /** How far stretches' delays stray from that line, in samples: nine in ten stray
        less. Dropouts, or an effect that moves the delay. 0 where drift_confidence is.
     */
    double wander;
} UnfoldAlignment;

/** Find how the wet of a pair lies to its dry. Lengths may differ. Silent or very short
    recordings give a confidence of 0. False for lack of memory. */
bool unfold_align(const UnfoldPairView *pair, UnfoldAlignment *alignment);

#endif
