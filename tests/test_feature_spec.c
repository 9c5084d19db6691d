/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "feature/spec.h"
#include "tests/support/suite.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const UnfoldFeatureSpec usual = {.rate = 8000,
                                        .frame = 200,
                                        .hop = 80,
                                        .kinds = UNFOLD_MEL,
                                        .bands = 40,
                                        .low = 60,
                                        .high = 4000};

static void every_kind_has_a_name_and_nothing_beyond(void)
{
    static const struct {
        UnfoldFeature kind;
        const char *name;
    } known[] = {{UNFOLD_MEL, "mel"},
                 {UNFOLD_MFCC, "mfcc"},
                 {UNFOLD_ENERGY, "energy"},
                 {UNFOLD_FLUX, "flux"},
                 {UNFOLD_PITCH, "pitch"}};
    const unsigned count = sizeof known / sizeof *known;
    unsigned all = 0;
    for (unsigned k = 0; k < count; ++k) {
        CU_ASSERT_STRING_EQUAL(unfold_feature_name(k), known[k].name);
        CU_ASSERT_EQUAL(known[k].kind, 1u << k);
        all |= known[k].kind;
    }
    CU_ASSERT_EQUAL(all, UNFOLD_FEATURES_ALL);
    CU_ASSERT_PTR_NULL(unfold_feature_name(count));
    CU_ASSERT_PTR_NULL(unfold_feature_name(~0u));
}

static void a_frame_has_as_many_numbers_as_its_kinds_and_slopes(void)
{
    static const struct {
        unsigned kinds;
        uint32_t bands, mfcc, deltas, count;
    } cases[] = {
        {UNFOLD_MEL, 40, 0, 0, 40},
        {UNFOLD_MFCC, 40, 13, 0, 13},
        {UNFOLD_ENERGY, 40, 0, 0, 1},
        {UNFOLD_FLUX, 40, 0, 0, 1},
        {UNFOLD_PITCH, 40, 0, 0, 2},
        {UNFOLD_MEL | UNFOLD_ENERGY, 40, 0, 1, 82},
        {UNFOLD_MFCC | UNFOLD_PITCH, 20, 12, 2, 42},
        {UNFOLD_FEATURES_ALL, UNFOLD_MAX_BANDS, UNFOLD_MAX_BANDS, 2,
         UNFOLD_MAX_FEATURES},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; ++k) {
        UnfoldFeatureSpec spec = usual;
        spec.kinds = cases[k].kinds;
        spec.bands = cases[k].bands;
        spec.mfcc = cases[k].mfcc;
        spec.deltas = cases[k].deltas;
        CU_ASSERT_EQUAL(unfold_feature_check(&spec, NULL), UNFOLD_OK);
        CU_ASSERT_EQUAL(unfold_feature_count(&spec), cases[k].count);
    }
}

/* Taken, or refused with a sentence that has `word` in it. */
static void check(const UnfoldFeatureSpec *spec, const char *word)
{
    UnfoldError error = {""};
    const UnfoldStatus status = unfold_feature_check(spec, &error);
    if (word ? !strstr(error.text, word) : status)
        printf("'%s' lacks '%s'\n", error.text, word ? word : "nothing");
    CU_ASSERT_EQUAL(status, word ? UNFOLD_BAD_SHAPE : UNFOLD_OK);
    CU_ASSERT_PTR_NOT_NULL(strstr(error.text, word ? word : ""));
}

#define CHECK(member, number, word)                                                    \
    do {                                                                               \
        UnfoldFeatureSpec spec = usual;                                                \
        spec.member = number;                                                          \
        check(&spec, word);                                                            \
    } while (0)

static void counts_are_held_against_their_limits(void)
{
    CHECK(frame, 80, NULL);
    CHECK(frame, 79, "hop is 80, not 1 to 79");
    CHECK(frame, UNFOLD_MAX_FRAME, NULL);
    CHECK(frame, UNFOLD_MAX_FRAME + 1, "frame is 16385");
    CHECK(frame, 1, "frame is 1, not 4");
    CHECK(frame, UINT32_MAX, "frame is 4294967295");
    CHECK(hop, 1, NULL);
    CHECK(hop, 200, NULL);
    CHECK(hop, 0, "hop is 0");
    CHECK(hop, 201, "hop is 201");
    CHECK(bands, 1, NULL);
    CHECK(bands, UNFOLD_MAX_BANDS, NULL);
    CHECK(bands, 0, "bands is 0");
    CHECK(bands, UNFOLD_MAX_BANDS + 1, "bands is 129, not 1 to 128");
    CHECK(deltas, 2, NULL);
    CHECK(deltas, 3, "deltas is 3, not 0 to 2");
    CHECK(mfcc, 1, "mfcc is 1, but mfcc is none of the kinds");
    CHECK(kinds, UNFOLD_MFCC, "mfcc is 0");
    CHECK(kinds, 0, "kinds");
    CHECK(kinds, UNFOLD_FEATURES_ALL + 1, "kinds");
}

static void coefficients_are_no_more_than_bands(void)
{
    UnfoldFeatureSpec spec = usual;
    spec.kinds = UNFOLD_MFCC;
    spec.mfcc = spec.bands;
    check(&spec, NULL);
    ++spec.mfcc;
    check(&spec, "mfcc is 41, not 1 to 40");
}

static void frequencies_lie_between_zero_and_half_the_rate(void)
{
    CHECK(rate, 8000.5, NULL);
    CHECK(rate, 1e6, NULL);
    CHECK(rate, 1.1e6, "rate of the features is 1.1e+06");
    CHECK(rate, 99, "rate of the features is 99");
    CHECK(rate, -8000, "rate");
    CHECK(rate, (double)NAN, "rate");
    CHECK(rate, HUGE_VAL, "rate");
    CHECK(rate, 7999, "high is 4000: 0 <= low < high <= 3999.5");
    CHECK(low, 0, NULL);
    CHECK(low, -1, "low is -1");
    CHECK(low, 4000, "low is 4000");
    CHECK(low, (double)NAN, "low is");
    CHECK(high, 60, "high is 60");
    CHECK(high, 4001, "high is 4001");
    CHECK(high, (double)NAN, "high is");
}

static void a_range_is_none_or_1_to_200_dB(void)
{
    CHECK(range, 0, NULL);
    CHECK(range, 1, NULL);
    CHECK(range, 200, NULL);
    CHECK(range, 0.9, "range is 0.9, not 1 to 200 dB, or 0");
    CHECK(range, 201, "range is 201");
    CHECK(range, -60, "range is -60");
    CHECK(range, (double)NAN, "range is");
}

static const Test tests[] = {
    {"every kind has a name and nothing beyond",
     every_kind_has_a_name_and_nothing_beyond},
    {"a frame has as many numbers as its kinds and slopes",
     a_frame_has_as_many_numbers_as_its_kinds_and_slopes},
    {"counts are held against their limits", counts_are_held_against_their_limits},
    {"coefficients are no more than bands", coefficients_are_no_more_than_bands},
    {"frequencies lie between zero and half the rate",
     frequencies_lie_between_zero_and_half_the_rate},
    {"a range is none or 1 to 200 dB", a_range_is_none_or_1_to_200_dB},
    {NULL, NULL}};

const Suite feature_spec_suite = {"feature_spec", tests};
