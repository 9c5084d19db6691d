/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "plugin/loader.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char *copy_of(const char *path)
{
    const size_t size = strlen(path) + 1;
    char *copy = malloc(size);
    return copy ? memcpy(copy, path, size) : NULL;
}

bool unfold_loader_init(UnfoldLoader *loader, UnfoldSlot *slot, double rate,
                        const char *bundle, const LV2_Log_Logger *logger,
                        LV2_Worker_Schedule *schedule)
{
    memset(loader, 0, sizeof *loader);
    loader->slot = slot;
    loader->rate = rate;
    loader->logger = *logger;
    loader->schedule = schedule;
    atomic_init(&loader->wanted, 1);
    atomic_init(&loader->model_rate, 0);
    atomic_init(&loader->busy, false);
    atomic_init(&loader->failed, false);
    pthread_mutex_init(&loader->lock, NULL);
    loader->bundle = copy_of(bundle);
    if (!loader->bundle)
        return false;
    const size_t length = strlen(bundle);
    if (length > 1 && bundle[length - 1] == '/')
        loader->bundle[length - 1] = '\0';
    return true;
}

void unfold_loader_clear(UnfoldLoader *loader)
{
    pthread_mutex_destroy(&loader->lock);
    free(loader->remembered);
    free(loader->loaded);
    free(loader->bundle);
    loader->remembered = loader->loaded = loader->bundle = NULL;
}

static void remember(char **where, const char *path)
{
    char *copy = copy_of(path);
    if (!copy)
        return;
    free(*where);
    *where = copy;
}

static void tell_of_rate(UnfoldLoader *loader, const UnfoldVoice *voice)
{
    const UnfoldRatePlan *plan = unfold_player_plan(voice->player);
    char how[160];
    if (plan->rate == plan->model_rate && plan->oversampling == 1)
        return;
    unfold_rate_plan_text(plan, how, sizeof how);
    lv2_log_note(&loader->logger, "unfold: %s, made at %g Hz, is played at %g Hz: %s\n",
                 voice->path, plan->model_rate, plan->rate, how);
}

static UnfoldRateWish wish_of(const UnfoldLoader *loader, unsigned wanted)
{
    return (UnfoldRateWish){loader->rate, wanted % 256,
                            (UnfoldRateMethod)(wanted / 256)};
}

static void log_warnings(UnfoldLoader *loader, const UnfoldVoice *voice)
{
    for (size_t k = 0; k < voice->file.warning_count; ++k)
        lv2_log_warning(&loader->logger, "unfold: %s: %s\n", voice->path,
                        voice->file.warnings[k].text);
}

static bool bundled_path(const UnfoldLoader *loader, const char *name,
                         char path[PATH_MAX])
{
    const int length = snprintf(path, PATH_MAX, "%s/%s", loader->bundle, name);
    return length > 0 && length < PATH_MAX;
}

static bool load_namesake(UnfoldLoader *loader, const char *path, float model_rate,
                          const UnfoldRateWish *wish, UnfoldVoice **voice)
{
    char bundled[PATH_MAX];
    UnfoldError error;
    const char *slash = strrchr(path, '/');
    if (!bundled_path(loader, slash ? slash + 1 : path, bundled) ||
        unfold_voice_load(bundled, model_rate, wish, voice, &error) != UNFOLD_OK)
        return false;
    lv2_log_note(&loader->logger, "unfold: %s is gone, %s plays\n", path, bundled);
    return true;
}

UnfoldStatus unfold_loader_load_bundled(UnfoldLoader *loader, const char *name)
{
    char path[PATH_MAX];
    if (!bundled_path(loader, name, path))
        return UNFOLD_CANNOT_READ;
    return unfold_loader_load(loader, path, UNFOLD_FOR_START);
}

UnfoldStatus unfold_loader_load(UnfoldLoader *loader, const char *path,
                                UnfoldLoadFor reason)
{
    UnfoldVoice *voice;
    UnfoldError error;
    const unsigned wanted = atomic_load(&loader->wanted);
    const float model_rate = unfold_loader_model_rate(loader);
    const UnfoldRateWish wish = wish_of(loader, wanted);
    UnfoldStatus status = unfold_voice_load(path, model_rate, &wish, &voice, &error);
    if (status == UNFOLD_CANNOT_READ && reason == UNFOLD_FOR_STATE &&
        load_namesake(loader, path, model_rate, &wish, &voice))
        status = UNFOLD_OK;
    if (status == UNFOLD_OK) {
        path = voice->path;
        voice->chosen = reason == UNFOLD_FOR_MESSAGE;
        log_warnings(loader, voice);
        tell_of_rate(loader, voice);
    } else {
        lv2_log_error(&loader->logger, "unfold: cannot load %s: %s\n", path,
                      error.text);
    }
    pthread_mutex_lock(&loader->lock);
    if ((status == UNFOLD_OK && reason != UNFOLD_FOR_WISH) ||
        reason == UNFOLD_FOR_STATE)
        remember(&loader->remembered, path);
    if (status == UNFOLD_OK) {
        remember(&loader->loaded, path);
        loader->loaded_as = wanted;
        loader->loaded_at = model_rate;
        unfold_slot_offer(loader->slot, voice);
    }
    pthread_mutex_unlock(&loader->lock);
    return status;
}

char *unfold_loader_remembered(UnfoldLoader *loader)
{
    pthread_mutex_lock(&loader->lock);
    char *path = loader->remembered ? copy_of(loader->remembered) : NULL;
    pthread_mutex_unlock(&loader->lock);
    return path;
}

bool unfold_loader_wish(UnfoldLoader *loader, uint32_t oversampling,
                        UnfoldRateMethod method)
{
    const unsigned wanted = oversampling + 256u * (unsigned)method;
    return atomic_exchange(&loader->wanted, wanted) != wanted;
}

bool unfold_loader_set_model_rate(UnfoldLoader *loader, float rate)
{
    const bool played = rate >= UNFOLD_MIN_PLAYED && rate <= UNFOLD_MAX_PLAYED;
    const float taken = played ? rate : 0;
    return atomic_exchange(&loader->model_rate, taken) != taken;
}

float unfold_loader_model_rate(UnfoldLoader *loader)
{
    return atomic_load(&loader->model_rate);
}

void unfold_loader_catch_up(UnfoldLoader *loader)
{
    pthread_mutex_lock(&loader->lock);
    const bool behind = loader->loaded_as != atomic_load(&loader->wanted) ||
                        loader->loaded_at != unfold_loader_model_rate(loader);
    char *path = behind && loader->loaded ? copy_of(loader->loaded) : NULL;
    pthread_mutex_unlock(&loader->lock);
    if (path)
        unfold_loader_load(loader, path, UNFOLD_FOR_WISH);
    free(path);
}

void unfold_loader_request_again(UnfoldLoader *loader)
{
    if (!loader->schedule || loader->is_waiting)
        return;
    loader->waiting[0] = '\0';
    loader->is_waiting = true;
}

bool unfold_loader_request(UnfoldLoader *loader, const char *path, uint32_t size)
{
    const size_t length = strnlen(path, size);
    if (!loader->schedule || length == 0 || length >= sizeof loader->waiting)
        return false;
    memcpy(loader->waiting, path, length);
    loader->waiting[length] = '\0';
    loader->is_waiting = true;
    return true;
}

void unfold_loader_ask(UnfoldLoader *loader)
{
    LV2_Worker_Schedule *schedule = loader->schedule;
    if (!schedule)
        return;
    if (loader->is_waiting && !atomic_load(&loader->busy)) {
        memcpy(loader->handed, loader->waiting, strlen(loader->waiting) + 1);
        loader->is_waiting = false;
        loader->wake = true;
        atomic_store(&loader->busy, true);
    }
    loader->wake |= loader->slot->litter;
    loader->slot->litter = false;
    static const uint32_t nothing = 0;
    if (loader->wake && schedule->schedule_work(schedule->handle, sizeof nothing,
                                                &nothing) == LV2_WORKER_SUCCESS)
        loader->wake = false;
}

bool unfold_loader_failed(UnfoldLoader *loader)
{
    return atomic_exchange(&loader->failed, false);
}

void unfold_loader_work(UnfoldLoader *loader)
{
    unfold_slot_collect(loader->slot);
    if (!atomic_load(&loader->busy))
        return;
    char path[PATH_MAX];
    memcpy(path, loader->handed, sizeof path);
    atomic_store(&loader->busy, false);
    if (!path[0])
        unfold_loader_catch_up(loader);
    else if (unfold_loader_load(loader, path, UNFOLD_FOR_MESSAGE) != UNFOLD_OK)
        atomic_store(&loader->failed, true);
}
