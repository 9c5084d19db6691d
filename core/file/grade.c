/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "file/grade.h"

int unfold_esr_grade(double esr)
{
    static const double bounds[] = {0.01, 0.035, 0.1, 0.3};
    int grade = 0;
    while (grade < 4 && !(esr < bounds[grade]))
        ++grade;
    return grade;
}

const char *unfold_esr_verdict(double esr)
{
    static const char *const verdicts[] = {
        "great: hard to tell from the original",
        "good: close to the original, a careful ear hears a difference",
        "fair: the character is there, the difference is audible",
        "poor: it will probably not pass for the original",
        "bad: this does not sound like the original",
    };
    return verdicts[unfold_esr_grade(esr)];
}
