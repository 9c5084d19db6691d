/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "file/grade.h"
#include "learn/measure.h"
#include "tests/support/suite.h"

#include <math.h>

#define CLOSE 1e-12 /* the sums are of a few numbers, in double */

static void the_measures_follow_their_formulas(void)
{
    /* Errors 1, -1, 2 and 0.5 of the target 2, 1, 0, -2, worked by hand. */
    const float target[] = {2, 1, 0, -2}, output[] = {1, 2, -2, -2.5f};
    const UnfoldMeasure m = unfold_measure(output, target, 4);
    CU_ASSERT_DOUBLE_EQUAL(m.esr, 6.25 / 9, CLOSE);
    CU_ASSERT_DOUBLE_EQUAL(m.mse, 6.25 / 4, CLOSE);
    CU_ASSERT_DOUBLE_EQUAL(m.peak_error, 2, CLOSE);
    /* After y_t - 0.85 y_{t-1}: errors 1, -1.85, 2.85, -1.2; target 2, -0.7, -0.85, -2.
     */
    const double error = 1 + 1.85 * 1.85 + 2.85 * 2.85 + 1.2 * 1.2;
    const double signal = 4 + 0.7 * 0.7 + 0.85 * 0.85 + 4;
    CU_ASSERT_DOUBLE_EQUAL(m.esr_pre_emphasis, error / signal, CLOSE);
}

static void a_perfect_output_measures_zero_and_silence_one(void)
{
    float target[1000], silence[1000] = {0};
    for (int t = 0; t < 1000; ++t)
        target[t] = (float)sin(0.05 * t);
    const UnfoldMeasure same = unfold_measure(target, target, 1000);
    CU_ASSERT(same.esr == 0 && same.esr_pre_emphasis == 0 && same.mse == 0 &&
              same.peak_error == 0);
    const UnfoldMeasure none = unfold_measure(silence, target, 1000);
    CU_ASSERT_DOUBLE_EQUAL(none.esr, 1, CLOSE);
    CU_ASSERT_DOUBLE_EQUAL(none.esr_pre_emphasis, 1, CLOSE);
}

static void a_silent_target_is_infinite_unless_matched(void)
{
    const float silence[3] = {0}, noise[3] = {0.1f, 0, 0};
    CU_ASSERT(isinf(unfold_measure(noise, silence, 3).esr));
    CU_ASSERT_EQUAL(unfold_measure(silence, silence, 3).esr, 0);
    const UnfoldMeasure empty = unfold_measure(silence, silence, 0);
    CU_ASSERT(empty.esr == 0 && empty.mse == 0 && empty.peak_error == 0);
}

static void numbers_that_are_not_finite_show(void)
{
    const float target[3] = {1, 1, 1}, output[3] = {1, NAN, 0};
    const UnfoldMeasure m = unfold_measure(output, target, 3);
    CU_ASSERT(isnan(m.esr) && isnan(m.esr_pre_emphasis) && isnan(m.mse) &&
              isnan(m.peak_error));
}

static void the_verdict_gets_worse_with_the_error(void)
{
    static const double bounds[] = {0, 0.01, 0.035, 0.1, 0.3};
    for (int k = 0; k < 4; ++k) {
        const char *better = unfold_esr_verdict(bounds[k]);
        CU_ASSERT_PTR_NOT_EQUAL(better, unfold_esr_verdict(bounds[k + 1]));
        CU_ASSERT_PTR_EQUAL(better, unfold_esr_verdict(0.999 * bounds[k + 1]));
    }
    CU_ASSERT_PTR_EQUAL(unfold_esr_verdict(NAN), unfold_esr_verdict(INFINITY));
}

static const Test tests[] = {
    {"the measures follow their formulas", the_measures_follow_their_formulas},
    {"a perfect output measures zero and silence one",
     a_perfect_output_measures_zero_and_silence_one},
    {"a silent target is infinite unless matched",
     a_silent_target_is_infinite_unless_matched},
    {"numbers that are not finite show", numbers_that_are_not_finite_show},
    {"the verdict gets worse with the error", the_verdict_gets_worse_with_the_error},
    {NULL, NULL}};

const Suite measure_suite = {"measure", tests};
