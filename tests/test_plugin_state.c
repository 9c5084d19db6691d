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

static HostState state_of(const char *path)
{
    HostState state = {.type = host_urid(LV2_ATOM__Path), .stored = 1};
    snprintf(state.value, sizeof state.value, "%s", path);
    state.size = strlen(path) + 1;
    return state;
}

static void round_trip(HostWorker worker)
{
    const HostOptions options = {.worker = worker};
    const HostState first = state_of(host_model("second.json", 2));
    Host *host = host_open(&options);
    host_restore(host, &first);
    play(host, heard);
    HostState state;
    CU_ASSERT_EQUAL(host_save(host, &state), LV2_STATE_SUCCESS);
    CU_ASSERT_EQUAL(host->paths, 0);
    host_close(host);
    CU_ASSERT_STRING_EQUAL(state.value, "second.json");
    CU_ASSERT_EQUAL(state.stored, 1);
    CU_ASSERT_EQUAL(state.size, sizeof "second.json");
    CU_ASSERT_EQUAL(state.type, host_urid(LV2_ATOM__Path));
    CU_ASSERT_EQUAL(state.flags, LV2_STATE_IS_POD | LV2_STATE_IS_PORTABLE);
    for (size_t nul = 0; nul < 2; ++nul) { /* Carla counts without the NUL */
        state.size = sizeof "second.json" - nul;
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
    CU_ASSERT_STRING_EQUAL(state.value, "chosen.json");
    host_close(host);
}

static void test_without_paths(void)
{
    Host *host = host_open(&(HostOptions){.without_log = true});
    host->folder[0] = '\0'; /* maps nothing but the root */
    HostState state;
    host_save(host, &state);
    CU_ASSERT_STRING_EQUAL(state.value, host_bundled_model() + 1);
    host_close(host);
}

static void test_missing(void)
{
    const char *path = host_model("moved.json", 2);
    const HostState state = state_of("moved.json");
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
    CU_ASSERT_STRING_EQUAL(saved.value, "moved.json");
    host_close(host);
}

/* A session that was made where the bundle was elsewhere. */
static void test_namesake(void)
{
    const char *file = strrchr(host_bundled_model(), '/') + 1;
    char path[PATH_MAX];
    snprintf(path, sizeof path, "/nowhere/%s", file);
    const HostState state = state_of(path);
    Host *host = host_open(&(HostOptions){0});
    host_restore(host, &state);
    CU_ASSERT_PTR_NOT_NULL(strstr(host->log, "/nowhere/"));
    HostState saved;
    host_save(host, &saved);
    CU_ASSERT_STRING_EQUAL(saved.value,
                           host_bundled_model() + strlen(host->folder) + 1);
    host_close(host);
}

static void test_empty(void)
{
    HostState states[4] = {state_of(""), state_of(""), state_of("x"), state_of("x")};
    states[1].size = 0;
    states[2].stored = 0;
    states[3].type = host_urid(LV2_ATOM__Int);
    Host *host = host_open(&(HostOptions){0});
    play(host, heard);
    for (size_t k = 0; k < 4; ++k) {
        const LV2_State_Status status = host_restore(host, &states[k]);
        CU_ASSERT_EQUAL(status, k == 3 ? LV2_STATE_ERR_BAD_TYPE : LV2_STATE_SUCCESS);
    }
    CU_ASSERT_STRING_EQUAL(host->log, "");
    HostState saved;
    host_save(host, &saved);
    CU_ASSERT_STRING_EQUAL(saved.value,
                           host_bundled_model() + strlen(host->folder) + 1);
    host_close(host);
}

static void test_absolute(void)
{
    const HostState state = state_of(host_model("second.json", 2));
    Host *host = host_open(&(HostOptions){0});
    snprintf(host->folder, sizeof host->folder, "/nowhere");
    host_restore(host, &state);
    play(host, heard);
    CU_ASSERT_STRING_EQUAL(host->told, state.value);
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
        {NULL, NULL},
    },
};
