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
    CU_ASSERT_EQUAL(key, host_urid(UNFOLD_MODEL_URI));
    CU_ASSERT_TRUE_FATAL(size <= sizeof state->value);
    memcpy(state->value, value, size);
    state->size = size;
    state->type = type;
    state->flags = flags;
    ++state->stored;
    return LV2_STATE_SUCCESS;
}

static const void *retrieve(LV2_State_Handle handle, uint32_t key, size_t *size,
                            uint32_t *type, uint32_t *flags)
{
    const HostState *state = ((Store *)handle)->state;
    if (key != host_urid(UNFOLD_MODEL_URI) || state->stored == 0)
        return NULL;
    *size = state->size;
    *type = state->type;
    *flags = state->flags;
    return state->value;
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
