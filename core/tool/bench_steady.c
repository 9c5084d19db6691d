/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "tool/bench_steady.h"

#include "net/denormal.h"
#include "tool/bench_player.h"
#include "tool/report.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define BLOCKS (BENCH_RATE / BENCH_BLOCK)

/* What is fed, and in what calls. */
enum {
    NOISE,
    SILENCE,
    DENORMAL,
    NOT_A_NUMBER,
    INFINITE,
    HUGE_LEVEL,
    SMALL,
    LARGE,
    SIDES
};
#define SIGNALS (HUGE_LEVEL + 1)

typedef struct {
    UnfoldModel *model;
    BenchPlayer players[SIDES];
    UnfoldStream *stream; /* for the passes */
    double *blocks;       /* [BLOCKS], ns, the least of all passes */
} Row;

typedef struct {
    UnfoldReal noise[BENCH_RATE]; /* a second */
    UnfoldReal signals[SIGNALS][BENCH_SIGNAL];
    Row *rows;
    size_t count;
} Bench;

static void fill_signals(Bench *bench)
{
    const UnfoldReal levels[SIGNALS] = {[SILENCE] = 0,
                                        [DENORMAL] = (UnfoldReal)1e-40,
                                        [NOT_A_NUMBER] = (UnfoldReal)NAN,
                                        [INFINITE] = (UnfoldReal)INFINITY,
                                        [HUGE_LEVEL] = (UnfoldReal)1e30};
    bench_noise(bench->noise, BENCH_RATE, 1);
    memcpy(bench->signals[NOISE], bench->noise, sizeof bench->signals[NOISE]);
    for (size_t s = SILENCE; s < SIGNALS; ++s)
        for (size_t k = 0; k < BENCH_SIGNAL; ++k)
            bench->signals[s][k] = levels[s];
}

static bool fill_row(const Bench *bench, Row *row)
{
    for (size_t k = 0; k < SIDES; ++k) {
        const UnfoldReal *x = bench->signals[k < SIGNALS ? k : NOISE];
        row->players[k] = (BenchPlayer){.stream = bench_network_stream(row->model, 1),
                                        .x = {x, x},
                                        .call = k == SMALL   ? 16
                                                : k == LARGE ? 1024
                                                             : 256};
        if (!row->players[k].stream)
            return false;
    }
    row->stream = bench_network_stream(row->model, 1);
    row->blocks = malloc(BLOCKS * sizeof *row->blocks);
    for (size_t k = 0; row->blocks && k < BLOCKS; ++k)
        row->blocks[k] = HUGE_VAL;
    return row->stream && row->blocks;
}

static void clear(Bench *bench)
{
    for (size_t k = 0; k < bench->count; ++k) {
        Row *row = &bench->rows[k];
        for (size_t s = 0; s < SIDES; ++s)
            bench_player_clear(&row->players[s]);
        unfold_stream_free(row->stream);
        free(row->blocks);
        unfold_model_free(row->model);
    }
    free(bench->rows);
    free(bench);
}

static Bench *make(const BenchNetworks *networks, const char *kernel)
{
    Bench *bench = calloc(1, sizeof *bench);
    if (!bench)
        return NULL;
    fill_signals(bench);
    bench->rows = calloc(networks->count, sizeof *bench->rows);
    bool made = bench->rows != NULL;
    for (size_t k = 0; made && k < networks->count; ++k) {
        Row *row = &bench->rows[bench->count++];
        row->model = bench_network_model(&networks->list[k], kernel);
        made = row->model && fill_row(bench, row);
    }
    if (made)
        return bench;
    clear(bench);
    return NULL;
}

/* The same second from the same state again, each block from the same buffer, as hosts
   have it. What was played before keeps the first block from being a cold one. */
static void pass(const Bench *bench, Row *row)
{
    UnfoldReal in[BENCH_BLOCK], out[BENCH_BLOCK];
    const UnfoldReal *const x[] = {in};
    UnfoldReal *const y[] = {out};
    const uint64_t mode = unfold_denormals_off();
    memcpy(in, bench->noise, sizeof in);
    for (size_t k = 0; k < 16; ++k)
        unfold_stream_process(row->stream, x, BENCH_BLOCK, y);
    unfold_stream_reset(row->stream);
    for (size_t k = 0; k < BLOCKS; ++k) {
        memcpy(in, bench->noise + k * BENCH_BLOCK, sizeof in);
        const uint64_t begin = bench_now();
        unfold_stream_process(row->stream, x, BENCH_BLOCK, y);
        row->blocks[k] = fmin(row->blocks[k], (double)(bench_now() - begin));
    }
    unfold_denormals_restore(mode);
}

static bool measure_row(const Bench *bench, Row *row, bool first)
{
    for (size_t k = 0; k < SIDES; ++k) {
        if (first && k < SIGNALS) /* so that the state has followed, above all to 0 */
            bench_player_ahead(&row->players[k], BENCH_RATE, 1000000000);
        if (!bench_player_trial(&row->players[k]))
            return false;
    }
    pass(bench, row);
    return true;
}

static BenchSteadiness outcome(Row *row, size_t passes)
{
    BenchTimes blocks = {0};
    double least[SIDES];
    BenchSteadiness steady = {.passes = passes, .quiet = true, .slowest_block = NAN};
    for (size_t k = 0; k < SIDES; ++k) {
        least[k] = bench_times_at(&row->players[k].times, 0);
        steady.quiet &= bench_times_quiet(&row->players[k].times);
    }
    bool kept = true;
    for (size_t k = 0; k < BLOCKS; ++k)
        kept &= bench_times_add(&blocks, row->blocks[k]);
    if (kept)
        steady.slowest_block =
            bench_times_at(&blocks, 1) / bench_times_at(&blocks, 0.5);
    bench_times_clear(&blocks);
    steady.small_calls = least[SMALL] / least[LARGE];
    steady.silence = least[SILENCE] / least[NOISE];
    steady.denormal = least[DENORMAL] / least[NOISE];
    steady.nan = least[NOT_A_NUMBER] / least[NOISE];
    steady.infinity = least[INFINITE] / least[NOISE];
    steady.huge = least[HUGE_LEVEL] / least[NOISE];
    return steady;
}

int bench_steady_run(const BenchNetworks *networks, const char *kernel, double seconds,
                     BenchSteadiness *list)
{
    Bench *bench = make(networks, kernel);
    if (!bench)
        return tool_no_memory();
    ToolProgress progress = {.what = "steadiness"};
    const double begin = tool_seconds();
    size_t passes = 0;
    bool measured = true;
    do {
        tool_progress(&progress, passes, BENCH_PASSES);
        for (size_t k = 0; measured && k < bench->count; ++k)
            measured = measure_row(bench, &bench->rows[k], passes == 0);
        ++passes;
    } while (measured && passes < BENCH_PASSES && tool_seconds() < begin + seconds);
    tool_progress(&progress, 1, 1);
    for (size_t k = 0; measured && k < bench->count; ++k) {
        list[k] = outcome(&bench->rows[k], passes);
        list[k].network = &networks->list[k];
    }
    clear(bench);
    return measured ? TOOL_OK : tool_no_memory();
}
