/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "tests/hosts/stress.h"

#include <lv2/atom/atom.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define MOST_STORED 32
#define MARK 16 /* bytes before a path that freePath is for, so that free() fails */

typedef struct {
    struct {
        LV2_URID key, type;
        size_t size;
        void *value; /* of exactly that size */
    } list[MOST_STORED];
    uint32_t stored;
    Random *random;
} State;

static void keep(State *state, LV2_URID key, const void *value, size_t size,
                 LV2_URID type)
{
    if (state->stored == MOST_STORED)
        fail("save() stores more than %d properties", MOST_STORED);
    void *copy = malloc(size ? size : 1);
    if (!copy)
        fail("there is no memory for a state");
    memcpy(copy, value, size);
    state->list[state->stored].key = key;
    state->list[state->stored].type = type;
    state->list[state->stored].size = size;
    state->list[state->stored++].value = copy;
}

static void forget(State *state)
{
    for (uint32_t k = 0; k < state->stored; ++k)
        free(state->list[k].value);
    state->stored = 0;
}

static LV2_State_Status store(LV2_State_Handle handle, uint32_t key, const void *value,
                              size_t size, uint32_t type, uint32_t flags)
{
    State *state = handle;
    if (!uri_of(key) || !uri_of(type))
        fail("save() stores key %u of type %u, which nobody has mapped", key, type);
    if (!value || !(flags & LV2_STATE_IS_POD))
        fail("save() stores <%s> as no plain data", uri_of(key));
    if (type == urid(LV2_ATOM__Path) && (size == 0 || strnlen(value, size) + 1 != size))
        fail("save() stores a path of %zu bytes that does not end there", size);
    if (one_in(state->random, 20))
        return LV2_STATE_ERR_UNKNOWN;
    keep(state, key, value, size, type);
    return LV2_STATE_SUCCESS;
}

static const void *retrieve(LV2_State_Handle handle, uint32_t key, size_t *size,
                            uint32_t *type, uint32_t *flags)
{
    const State *state = handle;
    for (uint32_t k = 0; k < state->stored; ++k) {
        if (state->list[k].key != key)
            continue;
        *size = state->list[k].size;
        *type = state->list[k].type;
        *flags = LV2_STATE_IS_POD;
        return state->list[k].value;
    }
    return NULL;
}

/* Paths between plugin and host: as they are, sometimes not at all. */
typedef struct {
    Random *random;
    bool has_free; /* the plugin gives back through freePath */
    int handed;
} Paths;

static char *hand_out(Paths *paths, const char *path)
{
    count(ACT_paths);
    if (!path)
        fail("the plugin maps a path that is NULL");
    if (one_in(paths->random, 20))
        return NULL;
    const size_t mark = paths->has_free ? MARK : 0;
    char *copy = malloc(mark + strlen(path) + 1);
    if (!copy)
        fail("there is no memory for a path");
    strcpy(copy + mark, path);
    ++paths->handed;
    return copy + mark;
}

static char *abstract_path(LV2_State_Map_Path_Handle handle, const char *path)
{
    return hand_out(handle, path);
}

static char *absolute_path(LV2_State_Map_Path_Handle handle, const char *path)
{
    Paths *paths = handle;
    return hand_out(paths, one_in(paths->random, 4) ? any_path(paths->random) : path);
}

static void free_path(LV2_State_Free_Path_Handle handle, char *path)
{
    Paths *paths = handle;
    if (!path)
        return;
    --paths->handed;
    free(path - MARK);
}

/* With mapPath and freePath, mapPath alone or none. */
typedef struct {
    Paths paths;
    LV2_State_Map_Path map;
    LV2_State_Free_Path free;
    LV2_Feature list[2];
    const LV2_Feature *features[3];
} Features;

static void choose_features(Features *features, Random *random)
{
    const uint32_t most = below(random, 3);
    memset(features, 0, sizeof *features);
    features->paths = (Paths){random, most == 2, 0};
    features->map =
        (LV2_State_Map_Path){&features->paths, abstract_path, absolute_path};
    features->free = (LV2_State_Free_Path){&features->paths, free_path};
    features->list[0] = (LV2_Feature){LV2_STATE__mapPath, &features->map};
    features->list[1] = (LV2_Feature){LV2_STATE__freePath, &features->free};
    for (uint32_t k = 0; k < most; ++k)
        features->features[k] = &features->list[k];
}

static void check_paths(const Features *features, const char *what)
{
    if (features->paths.has_free && features->paths.handed)
        fail("%s keeps %d paths that it was handed out", what, features->paths.handed);
}

/* Some properties, of the right type or not; paths sometimes without their NUL. */
static void invent(State *state, const Plugin *plugin)
{
    Random *random = state->random;
    for (uint32_t k = 0; k < plugin->property_count; ++k) {
        const Property *property = &plugin->properties[k];
        const bool is_wrong = one_in(random, 8);
        const LV2_URID type = is_wrong ? 1 + below(random, 40) : property->range;
        if (one_in(random, 4))
            continue;
        if (property->range == urid(LV2_ATOM__Path)) {
            const char *path = any_path(random);
            keep(state, property->key, path, strlen(path) + below(random, 2), type);
        } else {
            const float values[] = {
                0, 48000, NAN, -1, property->maximum, 1e6f * unit(random)};
            keep(state, property->key, &values[below(random, 6)],
                 is_wrong ? below(random, 5) : sizeof *values, type);
        }
    }
}

static void save(States *states, State *state)
{
    Features features;
    choose_features(&features, &states->random);
    forget(state);
    states->interface->save(states->instance, store, state, LV2_STATE_IS_POD,
                            features.features);
    check_paths(&features, "save()");
    count(ACT_saves);
}

static void restore(States *states, State *state)
{
    Features features;
    choose_features(&features, &states->random);
    states->interface->restore(states->instance, retrieve, state, 0, features.features);
    check_paths(&features, "restore()");
    count(ACT_restores);
}

static void act(States *states, State *saved)
{
    State invented = {.random = &states->random};
    switch (below(&states->random, 3)) {
    case 0:
        save(states, saved);
        break;
    case 1:
        restore(states, saved);
        break;
    default:
        invent(&invented, states->plugin);
        restore(states, &invented);
        forget(&invented);
    }
}

static void *go_on(void *handle)
{
    States *states = handle;
    State saved = {.random = &states->random};
    while (!atomic_load(&states->ends)) {
        usleep(1000 + below(&states->random, 60000));
        pthread_mutex_lock(states->life);
        act(states, &saved);
        pthread_mutex_unlock(states->life);
    }
    forget(&saved);
    return NULL;
}

void states_start(States *states, const Plugin *plugin, pthread_mutex_t *life,
                  const LV2_Descriptor *descriptor, LV2_Handle instance, uint64_t seed)
{
    memset(states, 0, sizeof *states);
    states->random.state = seed;
    states->plugin = plugin;
    states->life = life;
    states->instance = instance;
    states->interface = descriptor->extension_data
                            ? descriptor->extension_data(LV2_STATE__interface)
                            : NULL;
    if (states->interface && pthread_create(&states->thread, NULL, go_on, states) != 0)
        fail("cannot start a thread for the state");
}

void states_stop(States *states)
{
    if (!states->interface)
        return;
    atomic_store(&states->ends, true);
    pthread_join(states->thread, NULL);
}
