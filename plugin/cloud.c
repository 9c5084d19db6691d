/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "plugin/cloud.h"

#include "plugin/instance.h"
#include "plugin/picture.h"

#include <math.h>
#include <string.h>

static uint32_t step_for(uint32_t period, uint32_t most)
{
    return (period + most - 1) / most;
}

/* The next ones are as far apart as they are to be; the first comes when it is due. */
static void start_anew(UnfoldCloud *cloud)
{
    cloud->pair_times.count = cloud->column_times.count = 0;
    cloud->pair_times.step = step_for(cloud->period, UNFOLD_CLOUD);
}

void unfold_cloud_init(UnfoldCloud *cloud, double rate)
{
    cloud->period = unfold_watch_period(rate);
    cloud->column_times.step =
        step_for(cloud->period, UNFOLD_COLUMN_RATE / UNFOLD_PICTURES);
    unfold_cloud_clear(cloud);
}

void unfold_cloud_clear(UnfoldCloud *cloud)
{
    start_anew(cloud);
    cloud->pair_times.until = cloud->column_times.until = 0;
}

/* The place of a further pair. */
static float *place(UnfoldCloud *cloud)
{
    UnfoldSpacing *times = &cloud->pair_times;
    if (times->count == UNFOLD_CLOUD) {
        for (uint32_t k = 1; k < UNFOLD_CLOUD / 2; ++k)
            memcpy(cloud->pairs[k], cloud->pairs[2 * k], sizeof *cloud->pairs);
        times->count /= 2;
        times->step *= 2;
    }
    return cloud->pairs[times->count++];
}

void unfold_cloud_add(UnfoldCloud *cloud, const float *heard, const float *answered,
                      uint32_t n)
{
    UnfoldSpacing *times = &cloud->pair_times;
    uint32_t k = times->until;
    while (k < n) {
        float *pair = place(cloud);
        pair[0] = unfold_finite_or_zero(heard[k]);
        pair[1] = unfold_finite_or_zero(answered[k]);
        k += times->step;
    }
    times->until = k - n;
}

static void add_column(UnfoldCloud *cloud, const UnfoldReal *h, uint32_t hidden)
{
    const uint32_t every = unfold_thinned(hidden, UNFOLD_UNITS);
    float *column = cloud->columns[cloud->column_times.count++];
    cloud->units = (hidden + every - 1) / every;
    for (uint32_t k = 0; k < cloud->units; ++k)
        column[k] = fminf(fmaxf(unfold_finite_or_zero((float)h[k * every]), -1), 1);
}

void unfold_cloud_add_state(UnfoldCloud *cloud, const UnfoldReal *h, uint32_t hidden,
                            uint32_t n)
{
    UnfoldSpacing *times = &cloud->column_times;
    if (times->until > n) {
        times->until -= n;
        return;
    }
    if (times->count < UNFOLD_COLUMNS)
        add_column(cloud, h, hidden);
    times->until = times->step - (n - times->until) % times->step;
}

static void forge(const UnfoldCloud *cloud, LV2_Atom_Forge *forge,
                  const UnfoldUris *uris)
{
    LV2_Atom_Forge_Frame object;
    const uint32_t columns = cloud->column_times.count;
    unfold_picture_begin(forge, uris, &object);
    unfold_picture_vector(forge, uris->cloud, cloud->pairs[0],
                          2 * cloud->pair_times.count, 1, 0);
    if (columns > 0) {
        lv2_atom_forge_key(forge, uris->units);
        lv2_atom_forge_int(forge, (int32_t)cloud->units);
        unfold_picture_vector(forge, uris->states, cloud->columns[0], cloud->units,
                              columns, UNFOLD_UNITS);
    }
    lv2_atom_forge_pop(forge, &object);
}

void unfold_cloud_show(UnfoldCloud *cloud, LV2_Atom_Forge *to, const UnfoldUris *uris,
                       uint32_t room)
{
    const uint32_t columns = cloud->column_times.count;
    const uint32_t bytes =
        UNFOLD_PICTURE_HEAD + unfold_picture_vector_bytes(2 * cloud->pair_times.count) +
        UNFOLD_PICTURE_NUMBER + unfold_picture_vector_bytes(columns * cloud->units);
    if (cloud->pair_times.count > 0 && bytes <= room)
        forge(cloud, to, uris);
    start_anew(cloud);
}
