/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "plugin/state.h"

#include "plugin/instance.h"

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

static void write_value(UnfoldWriter *writer, LV2_URID key, const void *value,
                        size_t size, LV2_URID type, uint32_t flags)
{
    const LV2_State_Status status =
        writer->store(writer->handle, key, value, size, type, LV2_STATE_IS_POD | flags);
    if (writer->status == LV2_STATE_SUCCESS)
        writer->status = status;
}

void unfold_state_write(UnfoldWriter *writer, LV2_URID key, const void *value,
                        size_t size, LV2_URID type)
{
    write_value(writer, key, value, size, type, LV2_STATE_IS_PORTABLE);
}

static void write_path(UnfoldWriter *writer, const UnfoldUris *uris, const Paths *paths,
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
static LV2_State_Status save(LV2_Handle handle, LV2_State_Store_Function store,
                             LV2_State_Handle state, uint32_t flags,
                             const LV2_Feature *const *features)
{
    (void)flags;
    UnfoldInstance *instance = handle;
    const UnfoldUris *uris = &instance->uris;
    const Paths paths = find_paths(features);
    const int32_t embed = atomic_load(&instance->loader.embed);
    UnfoldKept kept = unfold_loader_remembered(&instance->loader);
    UnfoldWriter writer = {store, state, LV2_STATE_SUCCESS};
    if (kept.path)
        write_path(&writer, uris, &paths, kept.path);
    if (embed && kept.bytes)
        unfold_state_write(&writer, uris->embedded, kept.bytes, kept.size,
                           uris->atom_chunk);
    if (instance->plugin->save)
        instance->plugin->save(instance, &writer, &kept);
    if (!embed)
        unfold_state_write(&writer, uris->embed, &embed, sizeof embed, uris->atom_bool);
    unfold_kept_clear(&kept);
    return writer.status;
}

static bool is_there(const char *path)
{
    return path[0] == '/' && access(path, R_OK) == 0;
}

/* The path in the state, as it was stored; empty where it has none. */
static LV2_State_Status find_model(const UnfoldUris *uris, const UnfoldReader *reader,
                                   char stored[PATH_MAX])
{
    size_t size = 0;
    uint32_t type = 0, flags = 0;
    const char *value =
        reader->retrieve(reader->handle, uris->model, &size, &type, &flags);
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

const void *unfold_state_find(const UnfoldReader *reader, LV2_URID key, LV2_URID type,
                              size_t *size)
{
    uint32_t its_type = 0, flags = 0;
    *size = 0;
    const void *value = reader->retrieve(reader->handle, key, size, &its_type, &flags);
    return value && its_type == type ? value : NULL;
}

static bool find_embed(const UnfoldUris *uris, const UnfoldReader *reader)
{
    size_t size;
    int32_t embed = true;
    const void *value = unfold_state_find(reader, uris->embed, uris->atom_bool, &size);
    if (value && size == sizeof embed)
        memcpy(&embed, value, sizeof embed);
    return embed;
}

/* Always at once and never through the worker: this is not the audio thread, and the
   host can rely on the sound from the next block on. A state without a model leaves the
   one that plays; one with a model has all else be as it says or by default. */
static LV2_State_Status restore(LV2_Handle handle, LV2_State_Retrieve_Function retrieve,
                                LV2_State_Handle state, uint32_t flags,
                                const LV2_Feature *const *features)
{
    (void)flags;
    UnfoldInstance *instance = handle;
    const UnfoldUris *uris = &instance->uris;
    const UnfoldReader reader = {retrieve, state};
    const Paths paths = find_paths(features);
    char stored[PATH_MAX];
    const LV2_State_Status found = find_model(uris, &reader, stored);
    if (found != LV2_STATE_SUCCESS)
        return found;
    if (instance->plugin->restore)
        instance->plugin->restore(instance, &reader, stored[0]);
    if (!stored[0]) {
        unfold_loader_catch_up(&instance->loader);
        return LV2_STATE_SUCCESS;
    }
    atomic_store(&instance->loader.embed, find_embed(uris, &reader));
    /* A preset's path is absolute already, and Carla would make a bogus one of it. */
    char *mapped = paths.map && !is_there(stored)
                       ? paths.map->absolute_path(paths.map->handle, stored)
                       : NULL;
    size_t size;
    const char *bytes =
        unfold_state_find(&reader, uris->embedded, uris->atom_chunk, &size);
    const UnfoldStatus status = unfold_loader_restore(
        &instance->loader, mapped ? mapped : stored, size ? bytes : NULL, size);
    if (mapped)
        free_path(&paths, mapped);
    return status == UNFOLD_NO_MEMORY ? LV2_STATE_ERR_UNKNOWN : LV2_STATE_SUCCESS;
}

const LV2_State_Interface unfold_state = {save, restore};
