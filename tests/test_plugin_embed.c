/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "tests/support/host.h"
#include "tests/support/knobs.h"
#include "tests/support/suite.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* States hold the model itself. */

static float heard[HOST_FRAMES], again[HOST_FRAMES];

static void play(Host *host, float *out)
{
    host->descriptor->activate(host->instance);
    host_play(host, host_pluck(), out, HOST_FRAMES, (uint32_t[]){256}, 1);
}

/* What an instance plays that had the model of `seed` at `path`, and its state. */
static void save_state(const char *path, unsigned seed, HostState *state)
{
    const char *name = strrchr(path, '/') + 1;
    char copy[64];
    snprintf(copy, sizeof copy, "%s", name);
    host_model(copy, seed);
    const HostState of_path = host_state_of(path);
    Host *host = host_open(&(HostOptions){0});
    host_restore(host, &of_path);
    play(host, heard);
    CU_ASSERT_EQUAL(host_save(host, state), LV2_STATE_SUCCESS);
    host_close(host);
}

static const char *path_of(const char *name)
{
    static char path[512];
    snprintf(path, sizeof path, "%s", test_path(name));
    return path;
}

static void a_session_outlives_the_file(void)
{
    static HostState state, later;
    const char *path = path_of("lost.json");
    save_state(path, 2, &state);
    const struct HostProperty *embedded = host_state_find(&state, UNFOLD_EMBEDDED_URI);
    CU_ASSERT_PTR_NOT_NULL_FATAL(embedded);
    CU_ASSERT_EQUAL(embedded->type, host_urid(LV2_ATOM__Chunk));
    CU_ASSERT_EQUAL(embedded->flags, LV2_STATE_IS_POD | LV2_STATE_IS_PORTABLE);
    unlink(path);
    for (int round = 0; round < 2; ++round) { /* and again from what that saves */
        Host *host = host_open(&(HostOptions){0});
        CU_ASSERT_EQUAL(host_restore(host, &state), LV2_STATE_SUCCESS);
        play(host, again);
        CU_ASSERT_EQUAL(memcmp(heard, again, sizeof heard), 0);
        CU_ASSERT_STRING_EQUAL(host->told, path);
        CU_ASSERT_STRING_EQUAL(host->told_problem, "");
        CU_ASSERT_PTR_NOT_NULL(strstr(host->log, "the session's copy plays"));
        host->oversampling = 2; /* is loaded anew from the copy */
        play(host, again);
        CU_ASSERT_EQUAL(host->latency, 63);
        host_save(host, &later);
        host_close(host);
        CU_ASSERT_STRING_EQUAL(host_state_model(&later), "lost.json");
        state = later;
    }
}

static void what_was_saved_plays_where_the_file_has_changed(void)
{
    static HostState state;
    const char *path = path_of("changed.json");
    save_state(path, 2, &state);
    host_model("changed.json", 3);
    Host *host = host_open(&(HostOptions){.worker = HOST_WORKS_AT_ONCE});
    host_restore(host, &state);
    play(host, again);
    CU_ASSERT_EQUAL(memcmp(heard, again, sizeof heard), 0);
    CU_ASSERT_PTR_NOT_NULL(strstr(host->log, "has changed since"));
    host_set_model(host, path); /* chosen anew */
    host_run(host, host_pluck(), again, 64);
    play(host, again);
    CU_ASSERT(memcmp(heard, again, sizeof heard) != 0);
    host_close(host);
}

static void without_embed_the_path_alone_is_saved(void)
{
    static HostState state;
    const char *path = path_of("alone.json");
    save_state(path, 2, &state);
    Host *host = host_open(&(HostOptions){.worker = HOST_WORKS_AT_ONCE});
    host_restore(host, &state);
    host_run(host, host_pluck(), again, 64);
    const unsigned changes = host->changes;
    host_set_embed(host, false);
    host_run(host, host_pluck(), again, 64);
    CU_ASSERT_EQUAL(host->told_embed, 0);
    CU_ASSERT_EQUAL(host->changes, changes + 1);
    host_save(host, &state);
    CU_ASSERT_PTR_NULL(host_state_find(&state, UNFOLD_EMBEDDED_URI));
    host_close(host);
    host = host_open(&(HostOptions){0});
    host_restore(host, &state); /* it stays off */
    host_run(host, host_pluck(), again, 64);
    CU_ASSERT_EQUAL(host->told_embed, 0);
    host_save(host, &state);
    CU_ASSERT_PTR_NULL(host_state_find(&state, UNFOLD_EMBEDDED_URI));
    CU_ASSERT_PTR_NOT_NULL(host_state_find(&state, UNFOLD_EMBED_URI));
    const HostState preset = host_state_of(path);
    host_restore(host, &preset); /* one that does not say so has it on */
    host_run(host, host_pluck(), again, 64);
    CU_ASSERT_EQUAL(host->told_embed, 1);
    host_close(host);
}

static void a_copy_that_is_no_model_leaves_the_file(void)
{
    static HostState state;
    const char *path = path_of("damaged.json");
    save_state(path, 2, &state);
    struct HostProperty *embedded = host_state_find(&state, UNFOLD_EMBEDDED_URI);
    embedded->size /= 2;
    Host *host = host_open(&(HostOptions){0});
    host_restore(host, &state);
    play(host, again);
    CU_ASSERT_EQUAL(memcmp(heard, again, sizeof heard), 0);
    unlink(path);
    host_restore(host, &state); /* nor is the file there: what plays goes on */
    play(host, again);
    CU_ASSERT_EQUAL(memcmp(heard, again, sizeof heard), 0);
    CU_ASSERT_PTR_NOT_NULL(strstr(host->told_problem, path));
    embedded->type = host_urid(LV2_ATOM__String);
    CU_ASSERT_EQUAL(host_restore(host, &state), LV2_STATE_SUCCESS);
    host_close(host);
}

static void the_names_of_knobs_are_saved(void)
{
    static HostState state;
    const char *path = path_of("knobs.json");
    put_knob_model(path, 1);
    const HostState of_path = host_state_of(path);
    Host *host = host_open(&(HostOptions){0});
    host_restore(host, &of_path);
    host_save(host, &state);
    const struct HostProperty *knobs = host_state_find(&state, UNFOLD_KNOBS_URI);
    CU_ASSERT_PTR_NOT_NULL_FATAL(knobs);
    CU_ASSERT_STRING_EQUAL(knobs->value, "gain, tone");
    play(host, heard);
    CU_ASSERT_STRING_EQUAL(host->told_knobs, "gain, tone");
    host_close(host);
}

static const Test tests[] = {
    {"a session outlives the file", a_session_outlives_the_file},
    {"what was saved plays where the file has changed",
     what_was_saved_plays_where_the_file_has_changed},
    {"without embed the path alone is saved", without_embed_the_path_alone_is_saved},
    {"a copy that is no model leaves the file",
     a_copy_that_is_no_model_leaves_the_file},
    {"the names of knobs are saved", the_names_of_knobs_are_saved},
    {NULL, NULL},
};

const Suite plugin_embed_suite = {"plugin-embed", tests};
