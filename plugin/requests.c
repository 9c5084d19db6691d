/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "plugin/requests.h"

#include "plugin/shelf.h"

#include <stdlib.h>
#include <string.h>

static void wait_for(UnfoldLoader *loader, size_t length, const char *path, int index)
{
    memcpy(loader->waiting.path, path, length);
    loader->waiting.path[length] = '\0';
    loader->waiting.index = index;
    loader->waiting.steps = 0;
    loader->is_waiting = true;
}

bool unfold_loader_request(UnfoldLoader *loader, const char *path, uint32_t size)
{
    const size_t length = strnlen(path, size);
    if (!loader->schedule || length == 0 || length >= sizeof loader->waiting.path)
        return false;
    wait_for(loader, length, path, -1);
    return true;
}

void unfold_loader_request_index(UnfoldLoader *loader, int index)
{
    if (loader->schedule)
        wait_for(loader, 0, "", index);
}

void unfold_loader_request_again(UnfoldLoader *loader)
{
    if (loader->schedule && !loader->is_waiting)
        wait_for(loader, 0, "", -1);
}

void unfold_loader_request_step(UnfoldLoader *loader, int steps)
{
    unfold_loader_request_again(loader);
    if (loader->is_waiting)
        loader->waiting.steps += steps;
}

void unfold_loader_ask(UnfoldLoader *loader)
{
    LV2_Worker_Schedule *schedule = loader->schedule;
    if (!schedule)
        return;
    if (loader->is_waiting && !atomic_load(&loader->busy)) {
        const size_t size = strlen(loader->waiting.path) + 1;
        memcpy(loader->handed.path, loader->waiting.path, size);
        loader->handed.index = loader->waiting.index;
        loader->handed.steps = loader->waiting.steps;
        loader->is_waiting = false;
        loader->wake = true;
        atomic_store(&loader->busy, true);
    }
    loader->wake |= loader->exchange.litter;
    loader->exchange.litter = false;
    static const uint32_t nothing = 0;
    if (loader->wake && schedule->schedule_work(schedule->handle, sizeof nothing,
                                                &nothing) == LV2_WORKER_SUCCESS)
        loader->wake = false;
}

bool unfold_loader_failed(UnfoldLoader *loader)
{
    return atomic_exchange(&loader->failed, false);
}

const char *unfold_loader_problem(UnfoldLoader *loader)
{
    if (!loader->problem && !atomic_load(&loader->old_problem))
        loader->problem = atomic_exchange(&loader->new_problem, NULL);
    return loader->problem;
}

void unfold_loader_problem_told(UnfoldLoader *loader)
{
    if (!loader->problem)
        return;
    atomic_store(&loader->old_problem, loader->problem);
    loader->problem = NULL;
    loader->wake = true;
}

/* Go on from place `at` until something can be loaded. */
static bool step_from(UnfoldLoader *loader, const UnfoldShelf *shelf, size_t at,
                      int steps)
{
    const int count = (int)shelf->count, way = steps < 0 ? -1 : 1;
    for (int k = 0; k < count; ++k) {
        const int to = ((int)at + steps + k * way) % count;
        const char *path = shelf->paths[to < 0 ? to + count : to];
        if (unfold_loader_load(loader, path, UNFOLD_FOR_REQUEST) == UNFOLD_OK)
            return true;
    }
    return false;
}

static bool load_from_shelf(UnfoldLoader *loader, const UnfoldAsk *ask)
{
    char *loaded = unfold_loader_loaded(loader);
    const char *from = ask->path[0] ? ask->path : loaded;
    UnfoldShelf shelf;
    bool done = false;
    if (from &&
        unfold_shelf_open(&shelf, loader->kind->bundled, loader->bundle, from)) {
        size_t at =
            ask->index >= 0 ? (size_t)ask->index : unfold_shelf_find(&shelf, from);
        if (ask->steps == 0 && at < shelf.count) {
            done = unfold_loader_load(loader, shelf.paths[at], UNFOLD_FOR_REQUEST) ==
                   UNFOLD_OK;
        } else if (ask->steps != 0 && shelf.count > 0) {
            if (at >= shelf.count) /* before the first or after the last */
                at = ask->steps > 0 ? shelf.count - 1 : 0;
            done = step_from(loader, &shelf, at, ask->steps);
        }
        unfold_shelf_close(&shelf);
    }
    free(loaded);
    return done;
}

void unfold_loader_work(UnfoldLoader *loader)
{
    unfold_exchange_collect(&loader->exchange);
    free(atomic_exchange(&loader->old_problem, NULL));
    if (!atomic_load(&loader->busy))
        return;
    const UnfoldAsk ask = loader->handed;
    atomic_store(&loader->busy, false);
    bool done = true;
    if (ask.index >= 0 || ask.steps != 0)
        done = load_from_shelf(loader, &ask);
    else if (ask.path[0])
        done = unfold_loader_load(loader, ask.path, UNFOLD_FOR_REQUEST) == UNFOLD_OK;
    else
        unfold_loader_catch_up(loader);
    if (!done)
        atomic_store(&loader->failed, true);
}
