/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "rate/player.h"

#include "net/delayed.h"
#include "rate/around.h"
#include "rate/oversampler.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#define BLOCK 64 /* frames at a time */

/* What one channel passes beside the network. */
typedef struct {
    UnfoldOversampler oversampler;
    UnfoldAround *around; /* NULL: not resampled */
    float *inner;         /* [room] */
} Channel;

struct UnfoldPlayer {
    UnfoldRatePlan plan;
    UnfoldDelayed *delayed;
    uint32_t channels, inputs, latency;
    size_t room;      /* inner samples of a block, at most */
    float **inner_of; /* [channels] */
    Channel channel[];
};

/* That the network alone does it, and no sample waits. */
static bool direct(const UnfoldPlayer *player)
{
    return !player->plan.resampled && player->plan.oversampling == 1;
}

static bool init_channel(UnfoldPlayer *player, Channel *channel)
{
    const UnfoldRatePlan *plan = &player->plan;
    if (plan->resampled) {
        channel->around = unfold_around_new(plan->rate, plan->inner);
        if (!channel->around)
            return false;
        player->room = unfold_around_most(channel->around);
        player->latency = (uint32_t)unfold_around_latency(channel->around);
    } else {
        if (!unfold_oversampler_init(&channel->oversampler, plan->oversampling))
            return false;
        player->room = (size_t)BLOCK * plan->oversampling;
        player->latency = (uint32_t)unfold_oversampler_latency(&channel->oversampler);
    }
    channel->inner = calloc(player->room, sizeof *channel->inner);
    return channel->inner;
}

static bool init(UnfoldPlayer *player, const UnfoldModel *model)
{
    player->delayed = unfold_delayed_new(model, player->channels, player->plan.delay,
                                         player->plan.order);
    player->inner_of = calloc(player->channels, sizeof *player->inner_of);
    if (!player->delayed || !player->inner_of)
        return false;
    for (uint32_t m = 0; !direct(player) && m < player->channels; ++m) {
        if (!init_channel(player, &player->channel[m]))
            return false;
        player->inner_of[m] = player->channel[m].inner;
    }
    return true;
}

UnfoldStatus unfold_player_new(const UnfoldModel *model, uint32_t channels,
                               const UnfoldRateWish *wish, UnfoldPlayer **player,
                               UnfoldError *error)
{
    *player = NULL;
    UnfoldRatePlan plan;
    const UnfoldStatus status = unfold_rate_plan(model, wish, &plan, error);
    if (status)
        return status;
    UnfoldPlayer *made = calloc(1, sizeof *made + channels * sizeof *made->channel);
    if (!made)
        return unfold_no_memory(error);
    made->plan = plan;
    made->channels = channels;
    made->inputs = unfold_model_shape(model)->inputs;
    if (!init(made, model)) {
        unfold_player_free(made);
        return unfold_no_memory(error);
    }
    *player = made;
    return UNFOLD_OK;
}

void unfold_player_free(UnfoldPlayer *player)
{
    if (!player)
        return;
    for (uint32_t m = 0; m < player->channels; ++m) {
        unfold_oversampler_clear(&player->channel[m].oversampler);
        unfold_around_free(player->channel[m].around);
        free(player->channel[m].inner);
    }
    free(player->inner_of);
    unfold_delayed_free(player->delayed);
    free(player);
}

const UnfoldRatePlan *unfold_player_plan(const UnfoldPlayer *player)
{
    return &player->plan;
}

uint32_t unfold_player_latency(const UnfoldPlayer *player)
{
    return player->latency;
}

void unfold_player_hold(UnfoldPlayer *player, const UnfoldReal *values)
{
    unfold_delayed_hold(player->delayed, values, player->inputs - 1);
}

const UnfoldReal *unfold_player_hidden(const UnfoldPlayer *player, uint32_t channel,
                                       uint32_t layer)
{
    return unfold_delayed_hidden(player->delayed, channel, layer);
}

static void forget(UnfoldPlayer *player)
{
    for (uint32_t m = 0; !direct(player) && m < player->channels; ++m) {
        Channel *channel = &player->channel[m];
        if (channel->around)
            unfold_around_reset(channel->around);
        else
            unfold_oversampler_reset(&channel->oversampler);
    }
}

void unfold_player_reset(UnfoldPlayer *player)
{
    unfold_delayed_reset(player->delayed);
    forget(player);
}

void unfold_player_settle(UnfoldPlayer *player)
{
    unfold_delayed_settle(player->delayed);
    forget(player);
}

static size_t enter(Channel *channel, const float *x, size_t n)
{
    if (channel->around)
        return unfold_around_enter(channel->around, x, n, channel->inner);
    memcpy(channel->inner, x, n * sizeof *x);
    unfold_oversampler_up(&channel->oversampler, channel->inner, n);
    return n << channel->oversampler.stages;
}

static void leave(Channel *channel, size_t count, float *y, size_t n)
{
    if (channel->around) {
        unfold_around_leave(channel->around, channel->inner, count, y, n);
        return;
    }
    unfold_oversampler_down(&channel->oversampler, channel->inner, n);
    memcpy(y, channel->inner, n * sizeof *y);
}

void unfold_player_process(UnfoldPlayer *player, const float *const x[], size_t n,
                           float *const y[])
{
    if (direct(player)) {
        unfold_delayed_process(player->delayed, x, n, y);
        return;
    }
    for (size_t done = 0; done < n;) {
        const size_t left = n - done, some = left < BLOCK ? left : BLOCK;
        size_t count = 0;
        for (uint32_t m = 0; m < player->channels; ++m)
            count = enter(&player->channel[m], x[m] + done, some);
        unfold_delayed_process(player->delayed, (const float *const *)player->inner_of,
                               count, player->inner_of);
        for (uint32_t m = 0; m < player->channels; ++m)
            leave(&player->channel[m], count, y[m] + done, some);
        done += some;
    }
}
