/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "tests/support/suite.h"

/* From the bottom up: what fails first says most. */
/* clang-format off */
#define EACH_SUITE(suite)                                                              \
    suite(shape) suite(stream) suite(steps) suite(precision) suite(knobs) suite(delayed)\
    suite(learn) suite(fading) suite(loss) suite(spectral) suite(reach)                \
    suite(features) suite(into) suite(events) suite(listener) suite(augment)           \
    suite(lesson) suite(lesson_clips) suite(sequences)                                 \
    suite(shift) suite(align) suite(align_real) suite(signal) suite(loudness)          \
    suite(repeat) suite(check) suite(residual) suite(oversampler) suite(player)        \
    suite(feature_spec) suite(listening_file) suite(listening_refusals)                \
    suite(json) suite(facts) suite(model_file) suite(model_refusals) suite(knobs_file) \
    suite(formats) suite(formats_refusals) suite(fit) suite(models_real)               \
    suite(replace) suite(audio) suite(labelled) suite(labelled_files)                  \
    suite(label_tracks) suite(label_write) suite(measure)                              \
    suite(example) suite(train) suite(train_course) suite(manifest) suite(train_report)\
    suite(learn_report) suite(learn_report_tool) suite(learn_views)                         \
    suite(tool) suite(knobs_tool) suite(convert) suite(align_tool) suite(bad_input)    \
    suite(info_listening)                                                              \
    suite(preset_tool) suite(bench)                                                    \
    suite(learn_tool) suite(learn_bad) suite(learn_resume) suite(label_tool)           \
    suite(plugin) suite(plugin_swap) suite(plugin_state) suite(plugin_messages)        \
    suite(plugin_bundle) suite(plugin_knobs) suite(plugin_formats) suite(plugin_rates) \
    suite(plugin_stereo) suite(plugin_choice) suite(plugin_embed) suite(guard)         \
    suite(plugin_automation) suite(notes) suite(listen_plugin)                         \
    suite(listen_plugin_load) suite(listen_presets) suite(watch) suite(cloud)            \
    suite(pictures) suite(listen_pictures)
/* clang-format on */

#define DECLARE(name) extern const Suite name##_suite;
#define POINT_TO(name) &name##_suite,

EACH_SUITE(DECLARE)

int main(int argc, char **argv)
{
    const Suite *const suites[] = {EACH_SUITE(POINT_TO) NULL};
    return run_suites("tests", suites, argc, argv);
}
