/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "tests/support/host.h"
#include "tests/support/suite.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static float heard[HOST_FRAMES], again[HOST_FRAMES];

static void play(Host *host, float *out)
{
    host_play(host, host_pluck(), out, HOST_FRAMES, (uint32_t[]){256}, 1);
}

static void round_trip(HostWorker worker)
{
    const HostOptions options = {.worker = worker};
    const HostState first = host_state_of(host_model("second.json", 2));
    Host *host = host_open(&options);
    host_restore(host, &first);
    play(host, heard);
    HostState state;
    CU_ASSERT_EQUAL(host_save(host, &state), LV2_STATE_SUCCESS);
    CU_ASSERT_EQUAL(host->paths, 0);
    host_close(host);
    CU_ASSERT_STRING_EQUAL(host_state_model(&state), "second.json");
    CU_ASSERT_EQUAL(state.stored, 2); /* and the model itself */
    CU_ASSERT_EQUAL(state.list[0].size, sizeof "second.json");
    CU_ASSERT_EQUAL(state.list[0].type, host_urid(LV2_ATOM__Path));
    CU_ASSERT_EQUAL(state.list[0].flags, LV2_STATE_IS_POD | LV2_STATE_IS_PORTABLE);
    for (size_t nul = 0; nul < 2; ++nul) { /* Carla counts without the NUL */
        state.list[0].size = sizeof "second.json" - nul;
        host = host_open(&options);
        CU_ASSERT_EQUAL(host_restore(host, &state), LV2_STATE_SUCCESS);
        CU_ASSERT_EQUAL(host->paths, 0);
        play(host, again);
        CU_ASSERT_TRUE(memcmp(heard, again, sizeof heard) == 0);
        CU_ASSERT_STRING_EQUAL(host->told, test_path("second.json"));
        host_close(host);
    }
}

static void test_round_trip(void)
{
    round_trip(HOST_WORKS_LATER);
}

static void test_without_worker(void)
{
    round_trip(HOST_WITHOUT_WORKER);
}

static void test_chosen(void)
{
    Host *host = host_open(&(HostOptions){.worker = HOST_WORKS_LATER});
    host_set_model(host, host_model("chosen.json", 3));
    host_run(host, host_pluck(), heard, 64);
    host_work(host);
    HostState state;
    host_save(host, &state);
    CU_ASSERT_STRING_EQUAL(host_state_model(&state), "chosen.json");
    host_close(host);
}

static void test_without_paths(void)
{
    Host *host = host_open(&(HostOptions){.without_log = true});
    host->folder[0] = '\0'; /* maps nothing but the root */
    HostState state;
    host_save(host, &state);
    CU_ASSERT_STRING_EQUAL(host_state_model(&state), host_bundled_model() + 1);
    host_close(host);
}

static void test_missing(void)
{
    const char *path = host_model("moved.json", 2);
    const HostState state = host_state_of("moved.json");
    unlink(path);
    Host *host = host_open(&(HostOptions){0});
    play(host, heard);
    CU_ASSERT_EQUAL(host_restore(host, &state), LV2_STATE_SUCCESS);
    CU_ASSERT_PTR_NOT_NULL(strstr(host->log, "moved.json"));
    host->descriptor->activate(host->instance);
    play(host, again);
    CU_ASSERT_TRUE(memcmp(heard, again, sizeof heard) == 0);
    CU_ASSERT_STRING_EQUAL(host->told, host_bundled_model());
    HostState saved;
    host_save(host, &saved);
    CU_ASSERT_STRING_EQUAL(host_state_model(&saved), "moved.json");
    host_close(host);
}

/* A session that was made where the bundle was elsewhere. */
static void test_namesake(void)
{
    const char *file = strrchr(host_bundled_model(), '/') + 1;
    char path[PATH_MAX];
    snprintf(path, sizeof path, "/nowhere/%s", file);
    const HostState state = host_state_of(path);
    Host *host = host_open(&(HostOptions){0});
    host_restore(host, &state);
    CU_ASSERT_PTR_NOT_NULL(strstr(host->log, "/nowhere/"));
    HostState saved;
    host_save(host, &saved);
    CU_ASSERT_STRING_EQUAL(host_state_model(&saved),
                           host_bundled_model() + strlen(host->folder) + 1);
    host_close(host);
}

static void test_empty(void)
{
    HostState states[4] = {host_state_of(""), host_state_of(""), host_state_of("x"),
                           host_state_of("x")};
    states[1].list[0].size = 0;
    states[2].stored = 0;
    states[3].list[0].type = host_urid(LV2_ATOM__Int);
    Host *host = host_open(&(HostOptions){0});
    play(host, heard);
    for (size_t k = 0; k < 4; ++k) {
        const LV2_State_Status status = host_restore(host, &states[k]);
        CU_ASSERT_EQUAL(status, k == 3 ? LV2_STATE_ERR_BAD_TYPE : LV2_STATE_SUCCESS);
    }
    CU_ASSERT_STRING_EQUAL(host->log, "");
    HostState saved;
    host_save(host, &saved);
    CU_ASSERT_STRING_EQUAL(host_state_model(&saved),
                           host_bundled_model() + strlen(host->folder) + 1);
    host_close(host);
}

static void test_absolute(void)
{
    const HostState state = host_state_of(host_model("second.json", 2));
    Host *host = host_open(&(HostOptions){0});
    snprintf(host->folder, sizeof host->folder, "/nowhere");
    host_restore(host, &state);
    play(host, heard);
    CU_ASSERT_STRING_EQUAL(host->told, host_state_model(&state));
    host_close(host);
}

/* The model's rate, as the next state that is saved has it; 0 if it has none. */
static float saved_rate(Host *host)
{
    HostState state;
    float rate = 0;
    CU_ASSERT_EQUAL(host_save(host, &state), LV2_STATE_SUCCESS);
    const struct HostProperty *saved = host_state_find(&state, UNFOLD_MODEL_RATE_URI);
    if (saved)
        memcpy(&rate, saved->value, sizeof rate);
    return rate;
}

static void with_rate(HostState *state, float rate)
{
    struct HostProperty *property = &state->list[state->stored++];
    property->key = host_urid(UNFOLD_MODEL_RATE_URI);
    property->type = host_urid(LV2_ATOM__Float);
    property->size = sizeof rate;
    memcpy(property->value, &rate, sizeof rate);
}

static void test_rate(void)
{
    const char *path = host_model("second.json", 2);
    Host *host = host_open(&(HostOptions){.worker = HOST_WORKS_AT_ONCE});
    CU_ASSERT_EQUAL(saved_rate(host), 0);
    host_set_model(host, path);
    host_set_model_rate(host, 24000);
    play(host, again);
    CU_ASSERT_EQUAL(host->told_rate, 24000);
    CU_ASSERT_EQUAL(saved_rate(host), 24000);
    HostState state;
    host_save(host, &state);
    CU_ASSERT_EQUAL(host_state_find(&state, UNFOLD_MODEL_RATE_URI)->flags,
                    LV2_STATE_IS_POD | LV2_STATE_IS_PORTABLE);
    host_close(host);
    host = host_open(&(HostOptions){0});
    host_restore(host, &state);
    host->descriptor->activate(host->instance);
    play(host, heard);
    CU_ASSERT_EQUAL(host->told_rate, 24000);
    CU_ASSERT_EQUAL(saved_rate(host), 24000);
    host->descriptor->activate(host->instance);
    play(host, again);
    CU_ASSERT(memcmp(heard, again, sizeof heard) == 0);
    HostState alone = {0}; /* the rate alone has the same model play anew */
    with_rate(&alone, 96000);
    host_restore(host, &alone);
    play(host, again);
    CU_ASSERT_STRING_EQUAL(host->told, path);
    CU_ASSERT_EQUAL(host->told_rate, 96000);
    CU_ASSERT(memcmp(heard, again, sizeof heard) != 0);
    host_close(host);
}

static void test_preset_ends_rate(void)
{
    HostState state = host_state_of(host_model("second.json", 2));
    Host *host = host_open(&(HostOptions){0});
    host_restore(host, &state);
    host->descriptor->activate(host->instance);
    play(host, heard);
    with_rate(&state, 24000);
    host_restore(host, &state);
    CU_ASSERT_EQUAL(saved_rate(host), 24000);
    state.list[1].type = host_urid(LV2_ATOM__Int); /* no rate at all */
    host_restore(host, &state);
    CU_ASSERT_EQUAL(saved_rate(host), 0);
    host->descriptor->activate(host->instance);
    play(host, again);
    CU_ASSERT_EQUAL(host->told_rate, 0);
    CU_ASSERT(memcmp(heard, again, sizeof heard) == 0);
    host_close(host);
}

static void test_nothing_to_save(void)
{
    Host *host = host_open(&(HostOptions){.bundle = "/nowhere"});
    HostState state;
    CU_ASSERT_EQUAL(host_save(host, &state), LV2_STATE_SUCCESS);
    CU_ASSERT_EQUAL(state.stored, 0);
    host_close(host);
}

const Suite plugin_state_suite = {
    "plugin-state",
    (const Test[]){
        {"the model's path is saved relative and comes back", test_round_trip},
        {"also without a worker", test_without_worker},
        {"a model chosen by message is saved before it plays", test_chosen},
        {"also without a log", test_without_paths},
        {"a missing file keeps the sound, and its path for the next save",
         test_missing},
        {"for a missing file its namesake in the bundle plays", test_namesake},
        {"a state without a path changes nothing", test_empty},
        {"an absolute path that exists is taken as it is", test_absolute},
        {"without any model nothing is saved", test_nothing_to_save},
        {"the model's rate is saved where it is set, and comes back", test_rate},
        {"a state with a model and no rate ends that", test_preset_ends_rate},
        {NULL, NULL},
    },
};
