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

static LV2_State_Status save_model(UnfoldEffect *effect, LV2_State_Store_Function store,
                                   LV2_State_Handle handle, const Paths *paths)
{
    char *path = unfold_loader_remembered(&effect->loader);
    if (!path)
        return LV2_STATE_SUCCESS;
    char *mapped =
        paths->map ? paths->map->abstract_path(paths->map->handle, path) : NULL;
    const char *stored = mapped ? mapped : path;
    const uint32_t portable = mapped ? LV2_STATE_IS_PORTABLE : 0;
    const LV2_State_Status status =
        store(handle, effect->uris.model, stored, strlen(stored) + 1,
              effect->uris.atom_path, LV2_STATE_IS_POD | portable);
    if (mapped)
        free_path(paths, mapped);
    free(path);
    return status;
}

static LV2_State_Status save(LV2_Handle instance, LV2_State_Store_Function store,
                             LV2_State_Handle handle, uint32_t flags,
                             const LV2_Feature *const *features)
{
    (void)flags;
    UnfoldEffect *effect = instance;
    const Paths paths = find_paths(features);
    const float rate = unfold_loader_model_rate(&effect->loader);
    const LV2_State_Status status = save_model(effect, store, handle, &paths);
    if (status != LV2_STATE_SUCCESS || rate == 0)
        return status;
    return store(handle, effect->uris.model_rate, &rate, sizeof rate,
                 effect->uris.atom_float, LV2_STATE_IS_POD | LV2_STATE_IS_PORTABLE);
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

static bool find_rate(const UnfoldUris *uris, LV2_State_Retrieve_Function retrieve,
                      LV2_State_Handle handle, float *rate)
{
    size_t size = 0;
    uint32_t type = 0, flags = 0;
    const void *value = retrieve(handle, uris->model_rate, &size, &type, &flags);
    if (!value || type != uris->atom_float || size != sizeof *rate)
        return false;
    memcpy(rate, value, sizeof *rate);
    return true;
}

/* Always at once and never through the worker: this is not the audio thread, and the
   host can rely on the sound from the next block on. A state without a model leaves the
   one that plays; one with a model and no rate has it play at the rate of its file. */
static LV2_State_Status restore(LV2_Handle instance,
                                LV2_State_Retrieve_Function retrieve,
                                LV2_State_Handle handle, uint32_t flags,
                                const LV2_Feature *const *features)
{
    (void)flags;
    UnfoldEffect *effect = instance;
    const Paths paths = find_paths(features);
    char stored[PATH_MAX];
    float rate = 0;
    const LV2_State_Status found = find_model(&effect->uris, retrieve, handle, stored);
    if (found != LV2_STATE_SUCCESS)
        return found;
    if (find_rate(&effect->uris, retrieve, handle, &rate) || stored[0])
        unfold_loader_set_model_rate(&effect->loader, rate);
    if (!stored[0]) {
        unfold_loader_catch_up(&effect->loader);
        return LV2_STATE_SUCCESS;
    }
    /* A preset's path is absolute already, and Carla would make a bogus one of it. */
    char *mapped = paths.map && !is_there(stored)
                       ? paths.map->absolute_path(paths.map->handle, stored)
                       : NULL;
    const UnfoldStatus status =
        unfold_loader_load(&effect->loader, mapped ? mapped : stored, UNFOLD_FOR_STATE);
    if (mapped)
        free_path(&paths, mapped);
    return status == UNFOLD_NO_MEMORY ? LV2_STATE_ERR_UNKNOWN : LV2_STATE_SUCCESS;
}

const LV2_State_Interface unfold_state = {save, restore};
