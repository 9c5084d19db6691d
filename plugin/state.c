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

static LV2_State_Status save(LV2_Handle instance, LV2_State_Store_Function store,
                             LV2_State_Handle handle, uint32_t flags,
                             const LV2_Feature *const *features)
{
    (void)flags;
    UnfoldEffect *effect = instance;
    const Paths paths = find_paths(features);
    char *path = unfold_loader_remembered(&effect->loader);
    if (!path)
        return LV2_STATE_SUCCESS;
    char *mapped = paths.map ? paths.map->abstract_path(paths.map->handle, path) : NULL;
    const char *stored = mapped ? mapped : path;
    const uint32_t portable = mapped ? LV2_STATE_IS_PORTABLE : 0;
    const LV2_State_Status status =
        store(handle, effect->uris.model, stored, strlen(stored) + 1,
              effect->uris.atom_path, LV2_STATE_IS_POD | portable);
    if (mapped)
        free_path(&paths, mapped);
    free(path);
    return status;
}

static bool is_there(const char *path)
{
    return path[0] == '/' && access(path, R_OK) == 0;
}

/* Always at once and never through the worker: this is not the audio thread, and the
   host can rely on the sound from the next block on. */
static LV2_State_Status restore(LV2_Handle instance,
                                LV2_State_Retrieve_Function retrieve,
                                LV2_State_Handle handle, uint32_t flags,
                                const LV2_Feature *const *features)
{
    (void)flags;
    UnfoldEffect *effect = instance;
    const Paths paths = find_paths(features);
    size_t size = 0;
    uint32_t type = 0, value_flags = 0;
    const char *value =
        retrieve(handle, effect->uris.model, &size, &type, &value_flags);
    if (!value || size == 0 || value[0] == '\0')
        return LV2_STATE_SUCCESS; /* it has no model: what plays goes on */
    if (type != effect->uris.atom_path && type != effect->uris.atom_string)
        return LV2_STATE_ERR_BAD_TYPE;
    char stored[PATH_MAX]; /* some hosts leave the NUL out of the size */
    const size_t length = strnlen(value, size);
    if (length >= sizeof stored)
        return LV2_STATE_ERR_UNKNOWN;
    memcpy(stored, value, length);
    stored[length] = '\0';
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
