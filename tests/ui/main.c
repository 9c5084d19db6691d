/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "tests/support/suite.h"

/* From the bottom up: what fails first says most. */
/* clang-format off */
#define EACH_SUITE(suite)                                                              \
    suite(theme) suite(draw) suite(panel) suite(controls) suite(widgets) suite(link)   \
    suite(utf8) suite(entry) suite(models) suite(browser) suite(canvas)                \
    suite(scope) suite(memory) suite(heard) suite(moving)                                          \
    suite(effect_face) suite(listen_face) suite(clipboard) suite(window)                \
    suite(window_ends) suite(screenshots)
/* clang-format on */

#define DECLARE(name) extern const Suite name##_suite;
#define POINT_TO(name) &name##_suite,

EACH_SUITE(DECLARE)

int main(int argc, char **argv)
{
    const Suite *const suites[] = {EACH_SUITE(POINT_TO) NULL};
    return run_suites("windows", suites, argc, argv);
}
