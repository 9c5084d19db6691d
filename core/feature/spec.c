/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "feature/spec.h"

#include <stdbool.h>
#include <stddef.h>

#define LEAST_RATE 100
#define MOST_RATE 1000000
#define LEAST_FRAME 4 /* whose FFT has no odd factor, for which kissfft allocates */

static const char *const names[] = {"mel", "mfcc", "energy", "flux", "pitch"};

const char *unfold_feature_name(unsigned k)
{
    return k < sizeof names / sizeof *names ? names[k] : NULL;
}

static UnfoldStatus check_count(const char *what, uint32_t value, uint32_t least,
                                uint32_t most, UnfoldError *error)
{
    if (value >= least && value <= most)
        return UNFOLD_OK;
    return unfold_fail(error, UNFOLD_BAD_SHAPE, "%s is %u, not %u to %u", what, value,
                       least, most);
}

static UnfoldStatus check_bands(const UnfoldFeatureSpec *spec, UnfoldError *error)
{
    const bool has_mfcc = spec->kinds & UNFOLD_MFCC;
    UnfoldStatus status = check_count("bands", spec->bands, 1, UNFOLD_MAX_BANDS, error);
    if (!status && has_mfcc)
        status = check_count("mfcc", spec->mfcc, 1, spec->bands, error);
    if (!status && !has_mfcc && spec->mfcc)
        status = unfold_fail(error, UNFOLD_BAD_SHAPE,
                             "mfcc is %u, but mfcc is none of the kinds", spec->mfcc);
    if (status)
        return status;
    if (spec->range != 0 && !(spec->range >= 1 && spec->range <= 200))
        return unfold_fail(error, UNFOLD_BAD_SHAPE,
                           "range is %g, not 1 to 200 dB, or 0", spec->range);
    if (spec->low >= 0 && spec->low < spec->high && spec->high <= spec->rate / 2)
        return UNFOLD_OK;
    return unfold_fail(error, UNFOLD_BAD_SHAPE,
                       "low is %g and high is %g: 0 <= low < high <= %g is needed",
                       spec->low, spec->high, spec->rate / 2);
}

UnfoldStatus unfold_feature_check(const UnfoldFeatureSpec *spec, UnfoldError *error)
{
    if (!(spec->rate >= LEAST_RATE && spec->rate <= MOST_RATE))
        return unfold_fail(error, UNFOLD_BAD_SHAPE,
                           "the sample rate of the features is %g, not %d to %d Hz",
                           spec->rate, LEAST_RATE, MOST_RATE);
    UnfoldStatus status =
        check_count("frame", spec->frame, LEAST_FRAME, UNFOLD_MAX_FRAME, error);
    if (!status)
        status = check_count("hop", spec->hop, 1, spec->frame, error);
    if (!status && (!spec->kinds || spec->kinds & ~(unsigned)UNFOLD_FEATURES_ALL))
        status = unfold_fail(error, UNFOLD_BAD_SHAPE,
                             "kinds are not of mel, mfcc, energy, flux and pitch");
    if (!status)
        status = check_count("deltas", spec->deltas, 0, 2, error);
    return status ? status : check_bands(spec, error);
}

uint32_t unfold_feature_count(const UnfoldFeatureSpec *spec)
{
    const uint32_t base = (spec->kinds & UNFOLD_MEL ? spec->bands : 0) +
                          (spec->kinds & UNFOLD_MFCC ? spec->mfcc : 0) +
                          (spec->kinds & UNFOLD_ENERGY ? 1 : 0) +
                          (spec->kinds & UNFOLD_FLUX ? 1 : 0) +
                          (spec->kinds & UNFOLD_PITCH ? 2 : 0);
    return base * (1 + spec->deltas);
}
