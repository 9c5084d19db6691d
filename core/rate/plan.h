/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_RATE_PLAN_H
#define UNFOLD_RATE_PLAN_H

#include "file/model_file.h"

/** How a model may be played at another rate than its own. */
typedef enum {
    UNFOLD_RATE_AUTO,     /**< whatever is exact, else what is accurate enough */
    UNFOLD_RATE_DELAY,    /**< by the delay of its recurrence where that is possible */
    UNFOLD_RATE_RESAMPLE, /**< by resampling around it, unless the rates are equal */
} UnfoldRateMethod;

/** "auto", "delay", "resample", NULL. */
extern const char *const unfold_rate_method_names[];

/** What is wanted. */
typedef struct {
    double rate;           /**< Hz at which sound comes and goes */
    uint32_t oversampling; /**< 1, 2, 4 or 8: against aliasing */
    UnfoldRateMethod method;
} UnfoldRateWish;

/** What is done: sound comes at `rate`, is brought to `inner` Hz, where the recurrence
    goes back `delay` samples, and back. */
typedef struct {
    double model_rate, rate, inner;
    uint32_t oversampling;
    bool resampled; /**< to the inner rate, not by half-band filters */
    double delay;
    unsigned order; /**< of the interpolation, see net/delayed.h; 0 for whole delays */
    double esr; /**< by which an interpolated delay differs from the model at its own
                     rate, on a test signal; 0 where nothing is interpolated */
} UnfoldRatePlan;

/** An interpolated delay is taken, if there is a choice, up to this ESR. */
#define UNFOLD_ACCURATE 1e-3

/** Rates that are played, Hz. */
#define UNFOLD_MIN_PLAYED 8000.0
#define UNFOLD_MAX_PLAYED 384000.0

/** Whether a model is an effect: one input besides those of its knobs, one output at
    every step, a sample rate. UNFOLD_UNSUPPORTED with the reason if not, or, for a
    model that listens, with where it belongs. */
UnfoldStatus unfold_effect_check(const UnfoldModelFile *file, UnfoldError *error);

/** Find the best plan; may take some milliseconds, as models are tried out. Fails with
    UNFOLD_UNSUPPORTED for rates and oversampling that are not played, or a model whose
    steps are no samples or that has not one output at each; UNFOLD_NO_MEMORY. Not
   real-time safe. */
UnfoldStatus unfold_rate_plan(const UnfoldModel *model, const UnfoldRateWish *wish,
                              UnfoldRatePlan *plan, UnfoldError *error);

/** "2x oversampled, states 1.8375 samples back": in words, without latency. */
void unfold_rate_plan_text(const UnfoldRatePlan *plan, char *text, size_t room);

#endif
