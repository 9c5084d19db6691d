/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "tests/support/suite.h"

extern const Suite plugin_suite, plugin_swap_suite, plugin_state_suite,
    plugin_messages_suite, plugin_bundle_suite;
extern const Suite json_suite, facts_suite, model_file_suite, replace_suite,
    audio_suite, measure_suite, tool_suite, bad_input_suite, bench_suite;
extern const Suite shape_suite, stream_suite, steps_suite, precision_suite, learn_suite,
    reach_suite, example_suite, train_suite;
extern const Suite shift_suite, align_suite, align_real_suite, check_suite,
    repeat_suite, align_tool_suite;

int main(int argc, char **argv)
{
    const Suite *const suites[] = {&shape_suite,
                                   &stream_suite,
                                   &steps_suite,
                                   &precision_suite,
                                   &learn_suite,
                                   &reach_suite,
                                   &example_suite,
                                   &train_suite,
                                   &json_suite,
                                   &facts_suite,
                                   &model_file_suite,
                                   &replace_suite,
                                   &audio_suite,
                                   &measure_suite,
                                   &tool_suite,
                                   &bad_input_suite,
                                   &bench_suite,
                                   &shift_suite,
                                   &align_suite,
                                   &align_real_suite,
                                   &repeat_suite,
                                   &check_suite,
                                   &align_tool_suite,
                                   &plugin_suite,
                                   &plugin_swap_suite,
                                   &plugin_state_suite,
                                   &plugin_messages_suite,
                                   &plugin_bundle_suite,
                                   NULL};
    return run_suites("tests", suites, argc, argv);
}
