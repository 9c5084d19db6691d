/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "plugin/loader.h"

#include "file/read.h"
#include "plugin/shelf.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool unfold_loader_init(UnfoldLoader *loader, const UnfoldKind *kind, void *owner,
                        const char *bundle, const LV2_Log_Logger *logger,
                        LV2_Worker_Schedule *schedule)
{
    memset(loader, 0, sizeof *loader);
    loader->kind = kind;
    loader->owner = owner;
    loader->logger = *logger;
    loader->schedule = schedule;
    unfold_exchange_init(&loader->exchange, kind->free);
    atomic_init(&loader->embed, true);
    atomic_init(&loader->busy, false);
    atomic_init(&loader->failed, false);
    atomic_init(&loader->has_problem, false);
    atomic_init(&loader->new_problem, NULL);
    atomic_init(&loader->old_problem, NULL);
    pthread_mutex_init(&loader->lock, NULL);
    loader->bundle = unfold_copy_text(bundle);
    if (!loader->bundle)
        return false;
    const size_t length = strlen(bundle);
    if (length > 1 && bundle[length - 1] == '/')
        loader->bundle[length - 1] = '\0';
    return true;
}

void unfold_loader_clear(UnfoldLoader *loader)
{
    unfold_exchange_clear(&loader->exchange);
    pthread_mutex_destroy(&loader->lock);
    unfold_kept_clear(&loader->remembered);
    unfold_kept_clear(&loader->loaded);
    free(atomic_exchange(&loader->new_problem, NULL));
    free(atomic_exchange(&loader->old_problem, NULL));
    free(loader->problem);
    free(loader->bundle);
    loader->bundle = loader->problem = NULL;
}

static void log_loaded(UnfoldLoader *loader, const UnfoldLoaded *loaded)
{
    for (size_t k = 0; k < loaded->file.warning_count; ++k)
        lv2_log_warning(&loader->logger, "unfold: %s: %s\n", loaded->path,
                        loaded->file.warnings[k].text);
    if (loaded->remark[0])
        lv2_log_note(&loader->logger, "unfold: %s, %s\n", loaded->path, loaded->remark);
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
    free(atomic_exchange(&loader->new_problem, unfold_copy_text(text)));
    free(atomic_exchange(&loader->old_problem, NULL)); /* there may be no worker */
}

static uint64_t wanted_of(const UnfoldLoader *loader)
{
    return loader->kind->wanted ? loader->kind->wanted(loader->owner) : 0;
}

static UnfoldStatus offer(UnfoldLoader *loader, const char *path, const char *bytes,
                          size_t size, UnfoldLoadFor reason, UnfoldError *error)
{
    UnfoldLoaded *loaded;
    const uint64_t wanted = wanted_of(loader);
    const UnfoldStatus status =
        loader->kind->make(loader->owner, path, bytes, size, wanted, &loaded, error);
    if (status)
        return status;
    loaded->chosen = reason == UNFOLD_FOR_REQUEST;
    log_loaded(loader, loaded);
    pthread_mutex_lock(&loader->lock);
    if (reason != UNFOLD_FOR_WISH)
        unfold_kept_set(&loader->remembered, path, bytes, size, loaded->about);
    unfold_kept_set(&loader->loaded, path, bytes, size, loaded->about);
    loader->loaded_as = wanted;
    unfold_exchange_offer(&loader->exchange, loaded);
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
    if (!loader->kind->bundled[0])
        return UNFOLD_OK;
    if (!bundled_path(loader, loader->kind->bundled[0], path))
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
        unfold_kept_set(&loader->remembered, path, bytes, size, NULL);
        pthread_mutex_unlock(&loader->lock);
    }
    return status;
}

/* NULL bytes where they are not kept. */
static UnfoldKept copy_kept(UnfoldLoader *loader, const UnfoldKept *kept)
{
    UnfoldKept copy = {NULL, NULL, 0, NULL};
    pthread_mutex_lock(&loader->lock);
    if (kept->path)
        unfold_kept_set(&copy, kept->path, kept->bytes, kept->size, kept->about);
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
    char *copy = path ? unfold_copy_text(path) : NULL;
    pthread_mutex_unlock(&loader->lock);
    return copy;
}

void unfold_loader_catch_up(UnfoldLoader *loader)
{
    pthread_mutex_lock(&loader->lock);
    const bool behind = loader->loaded_as != wanted_of(loader);
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
