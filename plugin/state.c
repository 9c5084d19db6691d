/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "plugin/state.h"

#include "plugin/effect.h"

#include <lv2/core/lv2_util.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef struct {
    const LV2_State_Map_Path *map;
    const LV2_State_Free_Path *free;
} Paths;

static Paths find_paths(const LV2_Feature *const *features)
{
    const Paths paths = {
        .map = lv2_features_data(features, LV2_STATE__mapPath),
        .free = lv2_features_data(features, LV2_STATE__freePath),
    };
    return paths;
}

static void free_path(const Paths *paths, char *path)
{
    if (paths->free)
        paths->free->free_path(paths->free->handle, path);
    else
        free(path);
}

/* Where a state is written to. */
typedef struct {
    LV2_State_Store_Function store;
    LV2_State_Handle handle;
    LV2_State_Status status; /* the first that was not a success */
} Writer;

static void write_value(Writer *writer, uint32_t key, const void *value, size_t size,
                        uint32_t type, uint32_t flags)
{
    const LV2_State_Status status =
        writer->store(writer->handle, key, value, size, type, LV2_STATE_IS_POD | flags);
    if (writer->status == LV2_STATE_SUCCESS)
        writer->status = status;
}

static void write_path(Writer *writer, const UnfoldUris *uris, const Paths *paths,
                       const char *path)
{
    char *mapped =
        paths->map ? paths->map->abstract_path(paths->map->handle, path) : NULL;
    const char *stored = mapped ? mapped : path;
    write_value(writer, uris->model, stored, strlen(stored) + 1, uris->atom_path,
                mapped ? LV2_STATE_IS_PORTABLE : 0);
    if (mapped)
        free_path(paths, mapped);
}

/* What is as it is by default is left out. */
static LV2_State_Status save(LV2_Handle instance, LV2_State_Store_Function store,
                             LV2_State_Handle handle, uint32_t flags,
                             const LV2_Feature *const *features)
{
    (void)flags;
    UnfoldEffect *effect = instance;
    const UnfoldUris *uris = &effect->uris;
    const Paths paths = find_paths(features);
    const float rate = unfold_loader_model_rate(&effect->loader);
    const int32_t embed = atomic_load(&effect->loader.embed);
    UnfoldKept kept = unfold_loader_remembered(&effect->loader);
    Writer writer = {store, handle, LV2_STATE_SUCCESS};
    if (kept.path)
        write_path(&writer, uris, &paths, kept.path);
    if (embed && kept.bytes)
        write_value(&writer, uris->embedded, kept.bytes, kept.size, uris->atom_chunk,
                    LV2_STATE_IS_PORTABLE);
    if (kept.knobs[0])
        write_value(&writer, uris->knobs, kept.knobs, strlen(kept.knobs) + 1,
                    uris->atom_string, LV2_STATE_IS_PORTABLE);
    if (rate != 0)
        write_value(&writer, uris->model_rate, &rate, sizeof rate, uris->atom_float,
                    LV2_STATE_IS_PORTABLE);
    if (!embed)
        write_value(&writer, uris->embed, &embed, sizeof embed, uris->atom_bool,
                    LV2_STATE_IS_PORTABLE);
    unfold_kept_clear(&kept);
    return writer.status;
}

static bool is_there(const char *path)
{
    return path[0] == '/' && access(path, R_OK) == 0;
}

/* The path in the state, as it was stored; empty where it has none. */
static LV2_State_Status find_model(const UnfoldUris *uris,
                                   LV2_State_Retrieve_Function retrieve,
                                   LV2_State_Handle handle, char stored[PATH_MAX])
{
    size_t size = 0;
    uint32_t type = 0, flags = 0;
    const char *value = retrieve(handle, uris->model, &size, &type, &flags);
    stored[0] = '\0';
    if (!value || size == 0 || value[0] == '\0')
        return LV2_STATE_SUCCESS;
    if (type != uris->atom_path && type != uris->atom_string)
        return LV2_STATE_ERR_BAD_TYPE;
    const size_t length = strnlen(value, size); /* some hosts leave the NUL out */
    if (length >= PATH_MAX)
        return LV2_STATE_ERR_UNKNOWN;
    memcpy(stored, value, length);
    stored[length] = '\0';
    return LV2_STATE_SUCCESS;
}

/* The value of a property of this type; NULL if the state has none. */
static const void *find(LV2_State_Retrieve_Function retrieve, LV2_State_Handle handle,
                        uint32_t key, uint32_t type, size_t *size)
{
    uint32_t its_type = 0, flags = 0;
    *size = 0;
    const void *value = retrieve(handle, key, size, &its_type, &flags);
    return value && its_type == type ? value : NULL;
}

static bool find_rate(const UnfoldUris *uris, LV2_State_Retrieve_Function retrieve,
                      LV2_State_Handle handle, float *rate)
{
    size_t size;
    const void *value =
        find(retrieve, handle, uris->model_rate, uris->atom_float, &size);
    if (!value || size != sizeof *rate)
        return false;
    memcpy(rate, value, sizeof *rate);
    return true;
}

static bool find_embed(const UnfoldUris *uris, LV2_State_Retrieve_Function retrieve,
                       LV2_State_Handle handle)
{
    size_t size;
    int32_t embed = true;
    const void *value = find(retrieve, handle, uris->embed, uris->atom_bool, &size);
    if (value && size == sizeof embed)
        memcpy(&embed, value, sizeof embed);
    return embed;
}

/* Always at once and never through the worker: this is not the audio thread, and the
   host can rely on the sound from the next block on. A state without a model leaves the
   one that plays; one with a model has all else be as it says or by default. */
static LV2_State_Status restore(LV2_Handle instance,
                                LV2_State_Retrieve_Function retrieve,
                                LV2_State_Handle handle, uint32_t flags,
                                const LV2_Feature *const *features)
{
    (void)flags;
    UnfoldEffect *effect = instance;
    const UnfoldUris *uris = &effect->uris;
    const Paths paths = find_paths(features);
    char stored[PATH_MAX];
    float rate = 0;
    const LV2_State_Status found = find_model(uris, retrieve, handle, stored);
    if (found != LV2_STATE_SUCCESS)
        return found;
    if (find_rate(uris, retrieve, handle, &rate) || stored[0])
        unfold_loader_set_model_rate(&effect->loader, rate);
    if (!stored[0]) {
        unfold_loader_catch_up(&effect->loader);
        return LV2_STATE_SUCCESS;
    }
    atomic_store(&effect->loader.embed, find_embed(uris, retrieve, handle));
    /* A preset's path is absolute already, and Carla would make a bogus one of it. */
    char *mapped = paths.map && !is_there(stored)
                       ? paths.map->absolute_path(paths.map->handle, stored)
                       : NULL;
    size_t size;
    const char *bytes = find(retrieve, handle, uris->embedded, uris->atom_chunk, &size);
    const UnfoldStatus status = unfold_loader_restore(
        &effect->loader, mapped ? mapped : stored, size ? bytes : NULL, size);
    if (mapped)
        free_path(&paths, mapped);
    return status == UNFOLD_NO_MEMORY ? LV2_STATE_ERR_UNKNOWN : LV2_STATE_SUCCESS;
}

const LV2_State_Interface unfold_state = {save, restore};
