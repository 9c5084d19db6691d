/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "tests/support/suite.h"

extern const Suite gradients_suite;

int main(int argc, char **argv)
{
    const Suite *const suites[] = {&gradients_suite, NULL};
    return run_suites("double", suites, argc, argv);
}
