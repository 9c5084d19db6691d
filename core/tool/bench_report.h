/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_TOOL_BENCH_REPORT_H
#define UNFOLD_TOOL_BENCH_REPORT_H

#include "tool/bench_playing.h"
#include "tool/bench_steady.h"
#include "tool/bench_training.h"

#include <jansson.h>

/** All that was measured. */
typedef struct {
    BenchPlaying playing;
    const char *kernel; /**< of `steady` */
    BenchSteadiness *steady;
    size_t steady_count;
    BenchTraining *training;
    size_t training_count;
} BenchReport;

/** Print tables to stdout. */
void bench_print_text(BenchReport *report);

/** The same and more as an object; NULL for lack of memory. */
json_t *bench_make_json(BenchReport *report);

/** The part on training alone; its list is called "results". */
void bench_print_training(const BenchReport *report);
json_t *bench_training_json(const BenchReport *report);

#endif
