/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "tests/support/host.h"

#include <CUnit/CUnit.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    Host *host;
    HostState *state;
} Store;

static LV2_State_Status store(LV2_State_Handle handle, uint32_t key, const void *value,
                              size_t size, uint32_t type, uint32_t flags)
{
    HostState *state = ((Store *)handle)->state;
    CU_ASSERT_FATAL(state->stored < sizeof state->list / sizeof *state->list);
    struct HostProperty *property = &state->list[state->stored++];
    CU_ASSERT_TRUE_FATAL(size <= sizeof property->value);
    property->key = key;
    memcpy(property->value, value, size);
    property->size = size;
    property->type = type;
    property->flags = flags;
    return LV2_STATE_SUCCESS;
}

static const void *retrieve(LV2_State_Handle handle, uint32_t key, size_t *size,
                            uint32_t *type, uint32_t *flags)
{
    const HostState *state = ((Store *)handle)->state;
    for (unsigned k = 0; k < state->stored; ++k) {
        const struct HostProperty *property = &state->list[k];
        if (property->key != key)
            continue;
        *size = property->size;
        *type = property->type;
        *flags = property->flags;
        return property->value;
    }
    return NULL;
}

HostState host_state_of(const char *path)
{
    HostState state = {.stored = 1};
    state.list[0].key = host_urid(UNFOLD_MODEL_URI);
    state.list[0].type = host_urid(LV2_ATOM__Path);
    snprintf(state.list[0].value, sizeof state.list[0].value, "%s", path);
    state.list[0].size = strlen(path) + 1;
    return state;
}

struct HostProperty *host_state_find(HostState *state, const char *uri)
{
    for (unsigned k = 0; k < state->stored; ++k)
        if (state->list[k].key == host_urid(uri))
            return &state->list[k];
    return NULL;
}

const char *host_state_model(const HostState *state)
{
    const struct HostProperty *model =
        host_state_find((HostState *)state, UNFOLD_MODEL_URI);
    return model ? model->value : "";
}

static char *abstract_path(LV2_State_Map_Path_Handle handle, const char *path)
{
    Host *host = handle;
    const size_t length = strlen(host->folder);
    ++host->paths;
    if (!strncmp(path, host->folder, length) && path[length] == '/')
        return strdup(path + length + 1);
    return strdup(path);
}

static char *absolute_path(LV2_State_Map_Path_Handle handle, const char *path)
{
    Host *host = handle;
    char mapped[PATH_MAX * 2];
    ++host->paths;
    if (path[0] == '/')
        return strdup(path);
    snprintf(mapped, sizeof mapped, "%s/%s", host->folder, path);
    return strdup(mapped);
}

static void free_path(LV2_State_Free_Path_Handle handle, char *path)
{
    --((Host *)handle)->paths;
    free(path);
}

typedef struct {
    LV2_State_Map_Path map;
    LV2_State_Free_Path free;
    LV2_Feature features[2];
    const LV2_Feature *list[3];
} Features;

static void fill(Features *features, Host *host)
{
    *features = (Features){
        .map = {host, abstract_path, absolute_path},
        .free = {host, free_path},
    };
    features->features[0] = (LV2_Feature){LV2_STATE__mapPath, &features->map};
    features->features[1] = (LV2_Feature){LV2_STATE__freePath, &features->free};
    features->list[0] = &features->features[0];
    features->list[1] = &features->features[1];
}

static const LV2_State_Interface *interface(const Host *host)
{
    return host->descriptor->extension_data(LV2_STATE__interface);
}

LV2_State_Status host_save(Host *host, HostState *state)
{
    Features features;
    fill(&features, host);
    memset(state, 0, sizeof *state);
    Store target = {host, state};
    return interface(host)->save(host->instance, store, &target, 0, features.list);
}

LV2_State_Status host_restore(Host *host, const HostState *state)
{
    Features features;
    fill(&features, host);
    Store source = {host, (HostState *)state};
    return interface(host)->restore(host->instance, retrieve, &source, 0,
                                    features.list);
}
