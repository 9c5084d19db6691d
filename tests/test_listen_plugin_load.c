/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "tests/support/allocations.h"
#include "tests/support/host.h"
#include "tests/support/listen_models.h"
#include "tests/support/suite.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MOST_NOTES = 1024 };

static float heard[HOST_FRAMES];

static Host *open_one(void)
{
    return host_open(&(HostOptions){.listens = true, .worker = HOST_WORKS_LATER});
}

static void settle(Host *host)
{
    for (int k = 0; k < 4; ++k) {
        host_listen(host, host_pluck(), heard, 64);
        host_work(host);
    }
}

static void without_a_model_sound_passes(void)
{
    Host *host = open_one();
    host_listen(host, host_pluck(), heard, 4096);
    CU_ASSERT_EQUAL(memcmp(heard, host_pluck(), 4096 * sizeof *heard), 0);
    CU_ASSERT_STRING_EQUAL(host->told, "");
    CU_ASSERT_EQUAL(host->tellings, 1);
    CU_ASSERT_EQUAL(host->class, -1);
    CU_ASSERT_EQUAL(host->decision_latency, 0);
    CU_ASSERT_PTR_NOT_NULL(strstr(host->log, host_bundle())); /* its own is not there */
    HostState state;
    CU_ASSERT_EQUAL(host_save(host, &state), LV2_STATE_SUCCESS);
    CU_ASSERT_EQUAL(state.stored, 0);
    host_close(host);
}

static void a_model_says_what_it_knows_and_hears(void)
{
    Host *host = open_one();
    const char *path = put_listening("ear.json", UNFOLD_TASK_CLIP, 3);
    host_set_model(host, path);
    settle(host);
    CU_ASSERT_STRING_EQUAL(host->told, path);
    CU_ASSERT_STRING_EQUAL(host->told_name, "ear.json");
    CU_ASSERT_STRING_EQUAL(host->told_labels, "nothing\nkick\nsnare\nhat");
    CU_ASSERT_STRING_EQUAL(host->told_label, "");
    CU_ASSERT_EQUAL(host->changes, 1);
    CU_ASSERT_EQUAL(host->told_embed, -1);
    host_listen(host, host_pluck(), heard, HOST_FRAMES);
    CU_ASSERT_FATAL(host->class >= 0);
    static const char *const names[] = {"nothing", "kick", "snare", "hat"};
    CU_ASSERT_STRING_EQUAL(host->told_label, names[(int)host->class]);
    host->told_labels[0] = '\0';
    host_get(host);
    host_listen(host, heard, heard, 64);
    CU_ASSERT_STRING_EQUAL(host->told_labels, "nothing\nkick\nsnare\nhat");
    CU_ASSERT_EQUAL(host->told_embed, 1);
    host_close(host);
}

/* The first that is known, of the share that was right. */
static void a_model_says_how_right_it_is(void)
{
    static const char *const keys[] = {"accuracy_test", "accuracy_groups",
                                       "accuracy_folds", "accuracy_validation"};
    Host *host = open_one();
    for (int first = 0; first <= 4; ++first) {
        const char *path = test_path("right.json");
        UnfoldModelFile file = make_listening(UNFOLD_TASK_CLIP, 3);
        file.facts = unfold_facts_new();
        for (int k = first; k < 4; ++k)
            unfold_facts_set_number(file.facts, UNFOLD_TRAINING, keys[k],
                                    0.75 - 0.1 * k);
        if (first == 2)
            unfold_facts_set_number(file.facts, UNFOLD_TRAINING, keys[0], 75);
        CU_ASSERT_EQUAL(unfold_model_save(path, &file, NULL), UNFOLD_OK);
        unfold_model_file_clear(&file);
        host->told_accuracy = 9;
        host_set_model(host, path);
        settle(host);
        CU_ASSERT_EQUAL(host->told_accuracy,
                        first < 4 ? (float)(0.75 - 0.1 * first) : -1);
    }
    host_close(host);
}

/* So that windows can draw what it answers. */
static void a_model_says_what_it_tells(void)
{
    static const struct {
        UnfoldTask task;
        const char *name;
    } tasks[] = {{UNFOLD_TASK_CLIP, "clip"},
                 {UNFOLD_TASK_FRAME, "frame"},
                 {UNFOLD_TASK_VALUE, "value"},
                 {UNFOLD_TASK_NEXT, "next"}};
    Host *host = open_one();
    for (size_t k = 0; k < sizeof tasks / sizeof *tasks; ++k) {
        const char *path = test_path("tells.json");
        UnfoldModelFile file = make_listening(tasks[k].task, 3);
        const float threshold = file.listening->threshold;
        CU_ASSERT_EQUAL(unfold_model_save(path, &file, NULL), UNFOLD_OK);
        unfold_model_file_clear(&file);
        host_set_model(host, path);
        settle(host);
        CU_ASSERT_STRING_EQUAL(host->told_task, tasks[k].name);
        CU_ASSERT_EQUAL(host->told_threshold,
                        tasks[k].task == UNFOLD_TASK_VALUE ? -1 : threshold);
    }
    host_close(host);
}

static void each_decision_is_told_and_no_more(void)
{
    size_t frames;
    float *sound = make_bursts(3, HOST_RATE, &frames);
    Host *host = open_one();
    const HostState state =
        host_state_of(put_listening("f.json", UNFOLD_TASK_FRAME, 5));
    host_restore(host, &state);
    unsigned cycles = 0;
    for (size_t done = 0; done + 48 <= frames; done += 48, ++cycles)
        host_listen(host, sound + done, heard, 48);
    CU_ASSERT_TRUE(host->label_tellings > 4);
    CU_ASSERT_TRUE(host->label_tellings < cycles / 10);
    free(sound);
    host_close(host);
}

static void a_state_has_path_and_file(void)
{
    HostState state, again;
    Host *host = open_one();
    const char *path = put_listening("ear.json", UNFOLD_TASK_CLIP, 3);
    host_set_model(host, path);
    settle(host);
    CU_ASSERT_EQUAL(host_save(host, &state), LV2_STATE_SUCCESS);
    CU_ASSERT_STRING_EQUAL(host_state_model(&state), "ear.json");
    CU_ASSERT_PTR_NOT_NULL(host_state_find(&state, UNFOLD_EMBEDDED_URI));
    CU_ASSERT_PTR_NULL(host_state_find(&state, UNFOLD_KNOBS_URI));
    host_close(host);
    unlink(path);
    host = open_one();
    CU_ASSERT_EQUAL(host_restore(host, &state), LV2_STATE_SUCCESS);
    settle(host);
    CU_ASSERT_STRING_EQUAL(host->told, path);
    CU_ASSERT_STRING_EQUAL(host->told_labels, "nothing\nkick\nsnare\nhat");
    CU_ASSERT_PTR_NOT_NULL(strstr(host->log, "the session's copy plays"));
    host_set_embed(host, false);
    settle(host);
    CU_ASSERT_EQUAL(host_save(host, &again), LV2_STATE_SUCCESS);
    CU_ASSERT_PTR_NULL(host_state_find(&again, UNFOLD_EMBEDDED_URI));
    CU_ASSERT_STRING_EQUAL(host_state_model(&again), "ear.json");
    CU_ASSERT_EQUAL(host->paths, 0);
    host_close(host);
}

static void a_file_that_is_gone_is_told_and_kept(void)
{
    HostState saved;
    Host *host = open_one();
    const HostState gone = host_state_of("/nowhere/gone.json");
    host_restore(host, &gone);
    settle(host);
    CU_ASSERT_PTR_NOT_NULL(strstr(host->told_problem, "/nowhere/gone.json: "));
    CU_ASSERT_STRING_EQUAL(host->told, "");
    host_save(host, &saved);
    CU_ASSERT_STRING_EQUAL(host_state_model(&saved), "/nowhere/gone.json");
    host_close(host);
}

static void each_plugin_sends_what_is_not_its_own_to_the_other(void)
{
    Host *host = open_one();
    const char *path = put_listening("ear.json", UNFOLD_TASK_CLIP, 3);
    host_set_model(host, path);
    settle(host);
    host_set_model(host, host_model("amp.json", 2));
    settle(host);
    CU_ASSERT_PTR_NOT_NULL(
        strstr(host->told_problem, "plays audio: it is loaded in Unfold"));
    CU_ASSERT_STRING_EQUAL(host->told, path);
    host_close(host);
    host = host_open(&(HostOptions){.worker = HOST_WORKS_AT_ONCE});
    host_set_model(host, path);
    host_run(host, host_pluck(), heard, 64);
    host_run(host, host_pluck(), heard, 64);
    CU_ASSERT_PTR_NOT_NULL(
        strstr(host->told_problem, "listens: it is loaded in Unfold Listen"));
    CU_ASSERT_STRING_EQUAL(host->told, host_bundled_model());
    host_close(host);
}

static void steps_go_through_the_folder(void)
{
    Host *host = open_one();
    mkdir(test_path("ears"), 0777);
    put_listening("ears/a.json", UNFOLD_TASK_FRAME, 1);
    host_model("ears/b.json", 2); /* plays, and is passed over */
    put_listening("ears/c.json", UNFOLD_TASK_CLIP, 3);
    host_set_model(host, test_path("ears/a.json"));
    settle(host);
    host->next = 1;
    settle(host);
    CU_ASSERT_STRING_EQUAL(host->told, test_path("ears/c.json"));
    CU_ASSERT_STRING_EQUAL(host->told_problem, "");
    host->index = 1;
    settle(host);
    CU_ASSERT_STRING_EQUAL(host->told, test_path("ears/c.json"));
    CU_ASSERT_PTR_NOT_NULL(strstr(host->told_problem, "b.json: plays audio"));
    host->index = 0;
    settle(host);
    CU_ASSERT_STRING_EQUAL(host->told, test_path("ears/a.json"));
    host_close(host);
}

static void run_allocates_nothing(void)
{
    Host *host = open_one();
    const HostState state =
        host_state_of(put_listening("ear.json", UNFOLD_TASK_CLIP, 3));
    host_restore(host, &state);
    host_set_model(host, put_listening("next.json", UNFOLD_TASK_FRAME, 5));
    host_listen(host, host_pluck(), heard, 64);
    CU_ASSERT_EQUAL(host_work(host), 1);
    allocations_reset();
    for (size_t done = 0; done + 64 <= HOST_FRAMES; done += 64)
        host_listen(host, host_pluck() + done, heard, 64);
    CU_ASSERT_EQUAL(allocations_made(), 0);
    CU_ASSERT_TRUE(host->class >= 0);
    host_close(host);
    allocations_reset();
}

static void each_allocation_of_a_load_may_fail(void)
{
    const char *path = put_listening("ear.json", UNFOLD_TASK_CLIP, 3);
    for (size_t n = 0;; ++n) {
        Host *host = open_one();
        host_set_model(host, path);
        host_listen(host, host_pluck(), heard, 64);
        allocations_reset();
        allocations_fail_at(n, 0);
        host_work(host);
        const bool failed = allocations_made() > n;
        allocations_reset();
        host_listen(host, host_pluck(), heard, 64);
        const bool refused = strstr(host->log, "memory") != NULL;
        CU_ASSERT_TRUE(failed || !refused);
        CU_ASSERT_STRING_EQUAL(host->told, refused ? "" : path);
        host_close(host);
        if (!failed)
            break;
    }
}

static void any_buffer_may_be_missing(void)
{
    Host *host = open_one();
    const HostState state =
        host_state_of(put_listening("f.json", UNFOLD_TASK_FRAME, 5));
    host_restore(host, &state);
    for (uint32_t port = 0; port < UNFOLD_LISTEN_PORT_COUNT + 2; ++port)
        host->descriptor->connect_port(host->instance, port, NULL);
    host->descriptor->run(host->instance, 64);
    host_listen(host, host_pluck(), heard, HOST_FRAMES);
    host_close(host);
}

/* Classes that are played, by their notes; -1: none. */
static size_t notes_of(const char *path, float base, int list[MOST_NOTES])
{
    size_t frames, count = 0;
    float *sound = make_bursts(3, 48000, &frames);
    Host *host = host_open(
        &(HostOptions){.listens = true, .rate = 48000, .worker = HOST_WORKS_LATER});
    const HostState state = host_state_of(path);
    CU_ASSERT_EQUAL(host_restore(host, &state), LV2_STATE_SUCCESS);
    host->hold = 1;
    host->threshold = 0;
    host->base_note = base;
    for (size_t t = 0; t + 64 <= frames; t += 64)
        host_listen(host, sound + t, heard, 64);
    for (unsigned k = 0; k < host->event_count; ++k)
        if (host->events[k].bytes[0] == 0x99)
            list[count++] = host->events[k].bytes[1];
    host_close(host);
    free(sound);
    return count;
}

/* Moved as the base note is; a label without one, or beyond what MIDI has, plays none.
 */
static void models_say_their_notes(void)
{
    static const int own[] = {-1, 120, -1, 42};
    static int plain[MOST_NOTES], noted[MOST_NOTES];
    char path[256];
    snprintf(path, sizeof path, "%s", put_listening("notes.json", UNFOLD_TASK_CLIP, 3));
    const size_t count = notes_of(path, 0, plain);
    UnfoldModelFile file;
    CU_ASSERT_EQUAL_FATAL(unfold_model_load(path, &file, NULL), UNFOLD_OK);
    file.listening->has_notes = true;
    memcpy(file.listening->notes, own, sizeof own);
    CU_ASSERT_EQUAL(unfold_model_save(path, &file, NULL), UNFOLD_OK);
    unfold_model_file_clear(&file);
    for (int moved = -2; moved <= 10; moved += 6) {
        const size_t some = notes_of(path, (float)(36 + moved), noted);
        size_t next = 0;
        for (size_t k = 0; k < count; ++k) {
            const int note = own[plain[k]] < 0 ? -1 : own[plain[k]] + moved;
            if (note >= 0 && note < 128)
                CU_ASSERT_EQUAL(next < some ? noted[next++] : -1, note);
        }
        CU_ASSERT(next == some && (some > 0 || moved > 7));
    }
}

static const Test tests[] = {
    {"without a model sound passes", without_a_model_sound_passes},
    {"a model says what it knows and hears", a_model_says_what_it_knows_and_hears},
    {"a model says how right it is", a_model_says_how_right_it_is},
    {"a model says what it tells", a_model_says_what_it_tells},
    {"each decision is told, and no more", each_decision_is_told_and_no_more},
    {"a state has path and file", a_state_has_path_and_file},
    {"a file that is gone is told and kept", a_file_that_is_gone_is_told_and_kept},
    {"each plugin sends what is not its own to the other",
     each_plugin_sends_what_is_not_its_own_to_the_other},
    {"steps go through the folder", steps_go_through_the_folder},
    {"run allocates nothing", run_allocates_nothing},
    {"each allocation of a load may fail", each_allocation_of_a_load_may_fail},
    {"any buffer may be missing", any_buffer_may_be_missing},
    {"models say the notes of their labels", models_say_their_notes},
    {NULL, NULL},
};

const Suite listen_plugin_load_suite = {"listen-plugin-load", tests};
