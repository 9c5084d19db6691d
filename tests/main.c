/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "tests/support/suite.h"

extern const Suite shape_suite, stream_suite;

int main(int argc, char **argv)
{
    const Suite *const suites[] = {&shape_suite, &stream_suite, NULL};
    return run_suites("tests", suites, argc, argv);
}
