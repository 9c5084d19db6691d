/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "tool/bench_player.h"

#include "net/denormal.h"
#include "net/random.h"

void bench_player_clear(BenchPlayer *player)
{
    unfold_stream_free(player->stream);
    bench_times_clear(&player->times);
}

void bench_noise(UnfoldReal *samples, size_t count, unsigned seed)
{
    UnfoldRandom random = {seed};
    for (size_t k = 0; k < count; ++k)
        samples[k] = (UnfoldReal)(unfold_random_uniform(&random) - 0.5);
}

static void play(BenchPlayer *player, size_t samples)
{
    static UnfoldReal out[BENCH_CHANNELS][BENCH_SIGNAL];
    if (player->at + samples > BENCH_SIGNAL)
        player->at = 0;
    const UnfoldReal *const x[] = {player->x[0] + player->at,
                                   player->x[1] + player->at};
    UnfoldReal *const y[] = {out[0], out[1]};
    unfold_stream_process(player->stream, x, samples, y);
    player->at += samples;
}

static uint64_t time_of(BenchPlayer *player, size_t calls)
{
    const uint64_t begin = bench_now();
    for (size_t k = 0; k < calls; ++k)
        play(player, player->call);
    return bench_now() - begin;
}

bool bench_player_trial(BenchPlayer *player)
{
    const uint64_t mode = unfold_denormals_off();
    play(player, BENCH_BLOCK);
    if (!player->calls)
        player->calls = (size_t)(BENCH_TRIAL_NS / (1 + time_of(player, 1))) + 1;
    const uint64_t ns = time_of(player, player->calls);
    unfold_denormals_restore(mode);
    return bench_times_add(&player->times,
                           (double)ns / (double)(player->calls * player->call));
}

bool bench_player_blocks(BenchPlayer *player, BenchTimes *blocks)
{
    const uint64_t mode = unfold_denormals_off();
    const uint64_t begin = bench_now();
    bool done = true;
    for (size_t k = 0; done && k < BENCH_MOST_BLOCKS; ++k) {
        const uint64_t before = bench_now();
        if (before - begin > BENCH_TRIAL_NS)
            break;
        play(player, BENCH_BLOCK);
        done = bench_times_add(blocks, (double)(bench_now() - before));
    }
    unfold_denormals_restore(mode);
    return done;
}

void bench_player_ahead(BenchPlayer *player, size_t samples, uint64_t ns)
{
    const uint64_t mode = unfold_denormals_off();
    const uint64_t begin = bench_now();
    for (size_t k = 0; k < samples && bench_now() - begin < ns; k += BENCH_BLOCK)
        play(player, BENCH_BLOCK);
    unfold_denormals_restore(mode);
}
