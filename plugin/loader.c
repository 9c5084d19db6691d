/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "plugin/loader.h"

#include "file/read.h"
#include "plugin/shelf.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void unfold_kept_clear(UnfoldKept *kept)
{
    free(kept->path);
    free(kept->bytes);
    *kept = (UnfoldKept){NULL, NULL, 0, ""};
}

static char *copy_of(const char *bytes, size_t size)
{
    char *copy = malloc(size ? size : 1);
    return copy && bytes ? memcpy(copy, bytes, size) : copy;
}

/* What cannot be kept for lack of memory is left out. */
static void keep(UnfoldKept *kept, const char *path, const char *bytes, size_t size,
                 const char *knobs)
{
    char *path_copy = copy_of(path, strlen(path) + 1);
    if (!path_copy)
        return;
    unfold_kept_clear(kept);
    kept->path = path_copy;
    if (bytes && size <= UNFOLD_MAX_EMBEDDED)
        kept->bytes = copy_of(bytes, size);
    kept->size = kept->bytes ? size : 0;
    snprintf(kept->knobs, sizeof kept->knobs, "%s", knobs);
}

bool unfold_loader_init(UnfoldLoader *loader, UnfoldSlot *slot, double rate,
                        const char *bundle, const LV2_Log_Logger *logger,
                        LV2_Worker_Schedule *schedule)
{
    memset(loader, 0, sizeof *loader);
    loader->slot = slot;
    loader->rate = rate;
    loader->channels = slot->channels;
    loader->logger = *logger;
    loader->schedule = schedule;
    atomic_init(&loader->wanted, 1);
    atomic_init(&loader->model_rate, 0);
    for (size_t k = 0; k < UNFOLD_KNOB_PORTS; ++k)
        atomic_init(&loader->knobs[k], 0.5f);
    atomic_init(&loader->embed, true);
    atomic_init(&loader->busy, false);
    atomic_init(&loader->failed, false);
    atomic_init(&loader->has_problem, false);
    atomic_init(&loader->new_problem, NULL);
    atomic_init(&loader->old_problem, NULL);
    pthread_mutex_init(&loader->lock, NULL);
    loader->bundle = copy_of(bundle, strlen(bundle) + 1);
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
    unfold_kept_clear(&loader->remembered);
    unfold_kept_clear(&loader->loaded);
    free(atomic_exchange(&loader->new_problem, NULL));
    free(atomic_exchange(&loader->old_problem, NULL));
    free(loader->problem);
    free(loader->bundle);
    loader->bundle = loader->problem = NULL;
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

static void log_warnings(UnfoldLoader *loader, const UnfoldVoice *voice)
{
    for (size_t k = 0; k < voice->file.warning_count; ++k)
        lv2_log_warning(&loader->logger, "unfold: %s: %s\n", voice->path,
                        voice->file.warnings[k].text);
}

/* `reason` NULL: there is none any more. */
static void say_problem(UnfoldLoader *loader, const char *path, const char *reason)
{
    char text[PATH_MAX + sizeof(UnfoldError)] = "";
    if (!atomic_exchange(&loader->has_problem, reason != NULL) && !reason)
        return;
    if (reason) {
        snprintf(text, sizeof text, "cannot load %s: %s", path, reason);
        lv2_log_error(&loader->logger, "unfold: %s\n", text);
    }
    free(atomic_exchange(&loader->new_problem, copy_of(text, strlen(text) + 1)));
    free(atomic_exchange(&loader->old_problem, NULL)); /* there may be no worker */
}

static UnfoldVoiceWish wish_of(UnfoldLoader *loader, unsigned wanted)
{
    UnfoldVoiceWish wish = {
        .rates = {loader->rate, wanted % 256, (UnfoldRateMethod)(wanted / 256)},
        .model_rate = unfold_loader_model_rate(loader),
        .channels = loader->channels,
    };
    for (size_t k = 0; k < UNFOLD_KNOB_PORTS; ++k)
        wish.knobs[k] = atomic_load(&loader->knobs[k]);
    return wish;
}

static UnfoldStatus offer(UnfoldLoader *loader, const char *path, const char *bytes,
                          size_t size, UnfoldLoadFor reason, UnfoldError *error)
{
    UnfoldVoice *voice;
    const unsigned wanted = atomic_load(&loader->wanted);
    const UnfoldVoiceWish wish = wish_of(loader, wanted);
    const UnfoldStatus status =
        unfold_voice_make(path, bytes, size, &wish, &voice, error);
    if (status)
        return status;
    voice->chosen = reason == UNFOLD_FOR_REQUEST;
    log_warnings(loader, voice);
    tell_of_rate(loader, voice);
    pthread_mutex_lock(&loader->lock);
    if (reason != UNFOLD_FOR_WISH)
        keep(&loader->remembered, path, bytes, size, voice->knobs);
    keep(&loader->loaded, path, bytes, size, voice->knobs);
    loader->loaded_as = wanted;
    loader->loaded_at = wish.model_rate;
    unfold_slot_offer(loader->slot, voice);
    pthread_mutex_unlock(&loader->lock);
    return UNFOLD_OK;
}

static UnfoldStatus load(UnfoldLoader *loader, const char *path, UnfoldLoadFor reason,
                         UnfoldError *error)
{
    char *bytes;
    size_t size;
    UnfoldStatus status =
        unfold_read_bytes(path, UNFOLD_MAX_MODEL_BYTES, &bytes, &size, error);
    if (status)
        return status;
    status = offer(loader, path, bytes, size, reason, error);
    free(bytes);
    return status;
}

UnfoldStatus unfold_loader_load(UnfoldLoader *loader, const char *path,
                                UnfoldLoadFor reason)
{
    UnfoldError error;
    const UnfoldStatus status = load(loader, path, reason, &error);
    say_problem(loader, path, status ? error.text : NULL);
    return status;
}

static bool bundled_path(const UnfoldLoader *loader, const char *name,
                         char path[PATH_MAX])
{
    const int length = snprintf(path, PATH_MAX, "%s/%s", loader->bundle, name);
    return length > 0 && length < PATH_MAX;
}

UnfoldStatus unfold_loader_load_bundled(UnfoldLoader *loader)
{
    char path[PATH_MAX];
    if (!bundled_path(loader, unfold_shelf_bundled(0), path))
        return UNFOLD_CANNOT_READ;
    return unfold_loader_load(loader, path, UNFOLD_FOR_START);
}

/* The file as the state has it, whether or not the one at `path` is still that. */
static bool load_embedded(UnfoldLoader *loader, const char *path, const char *bytes,
                          size_t size)
{
    char *there = NULL;
    size_t there_size = 0;
    UnfoldError error;
    const UnfoldStatus status =
        unfold_read_bytes(path, UNFOLD_MAX_MODEL_BYTES, &there, &there_size, &error);
    const bool same =
        status == UNFOLD_OK && there_size == size && !memcmp(there, bytes, size);
    free(there);
    if (offer(loader, path, bytes, size, UNFOLD_FOR_STATE, NULL) != UNFOLD_OK)
        return false;
    say_problem(loader, path, NULL);
    if (status)
        lv2_log_note(&loader->logger, "unfold: %s: %s; the session's copy plays\n",
                     path, error.text);
    else if (!same)
        lv2_log_note(&loader->logger,
                     "unfold: %s has changed since the session was saved, whose copy "
                     "plays; choose the file again to hear it\n",
                     path);
    return true;
}

static bool load_namesake(UnfoldLoader *loader, const char *path)
{
    char bundled[PATH_MAX];
    const char *slash = strrchr(path, '/');
    if (!bundled_path(loader, slash ? slash + 1 : path, bundled) ||
        load(loader, bundled, UNFOLD_FOR_STATE, NULL) != UNFOLD_OK)
        return false;
    say_problem(loader, path, NULL);
    lv2_log_note(&loader->logger, "unfold: %s is gone, %s plays\n", path, bundled);
    return true;
}

UnfoldStatus unfold_loader_restore(UnfoldLoader *loader, const char *path,
                                   const char *bytes, size_t size)
{
    UnfoldError error;
    if (bytes && load_embedded(loader, path, bytes, size))
        return UNFOLD_OK;
    const UnfoldStatus status = load(loader, path, UNFOLD_FOR_STATE, &error);
    if (status == UNFOLD_CANNOT_READ && load_namesake(loader, path))
        return UNFOLD_OK;
    say_problem(loader, path, status ? error.text : NULL);
    if (status) {
        pthread_mutex_lock(&loader->lock);
        keep(&loader->remembered, path, bytes, size, "");
        pthread_mutex_unlock(&loader->lock);
    }
    return status;
}

/* NULL bytes where they are not kept. */
static UnfoldKept copy_kept(UnfoldLoader *loader, const UnfoldKept *kept)
{
    UnfoldKept copy = {NULL, NULL, 0, ""};
    pthread_mutex_lock(&loader->lock);
    if (kept->path)
        keep(&copy, kept->path, kept->bytes, kept->size, kept->knobs);
    pthread_mutex_unlock(&loader->lock);
    return copy;
}

UnfoldKept unfold_loader_remembered(UnfoldLoader *loader)
{
    return copy_kept(loader, &loader->remembered);
}

char *unfold_loader_loaded(UnfoldLoader *loader)
{
    pthread_mutex_lock(&loader->lock);
    const char *path = loader->loaded.path;
    char *copy = path ? copy_of(path, strlen(path) + 1) : NULL;
    pthread_mutex_unlock(&loader->lock);
    return copy;
}

bool unfold_loader_wish(UnfoldLoader *loader, uint32_t oversampling,
                        UnfoldRateMethod method)
{
    const unsigned wanted = oversampling + 256u * (unsigned)method;
    return atomic_exchange(&loader->wanted, wanted) != wanted;
}

void unfold_loader_turn(UnfoldLoader *loader, const float knobs[UNFOLD_KNOB_PORTS])
{
    for (size_t k = 0; k < UNFOLD_KNOB_PORTS; ++k)
        atomic_store(&loader->knobs[k], knobs[k]);
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
    pthread_mutex_unlock(&loader->lock);
    if (!behind)
        return;
    UnfoldKept kept = copy_kept(loader, &loader->loaded);
    UnfoldError error;
    UnfoldStatus status = UNFOLD_OK;
    if (kept.bytes)
        status =
            offer(loader, kept.path, kept.bytes, kept.size, UNFOLD_FOR_WISH, &error);
    else if (kept.path)
        status = load(loader, kept.path, UNFOLD_FOR_WISH, &error);
    if (status)
        say_problem(loader, kept.path, error.text);
    unfold_kept_clear(&kept);
}
