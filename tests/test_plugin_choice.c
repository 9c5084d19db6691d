/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "presets/presets.h"
#include "tests/support/host.h"
#include "tests/support/suite.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Models are chosen without a dialog: by number, and step by step. */

static float heard[HOST_FRAMES];

static const char *const bundled[] = {
#define FILE_OF(file, ...) file,
    UNFOLD_PRESETS(FILE_OF)
#undef FILE_OF
};

/* Cycles until what was asked for plays. */
static void settle(Host *host)
{
    for (int k = 0; k < 60; ++k) {
        host_run(host, host_pluck(), heard, 64);
        host_work(host);
    }
}

static const char *file_of(const Host *host)
{
    const char *slash = strrchr(host->told, '/');
    return slash ? slash + 1 : host->told;
}

static void press(Host *host, float *trigger)
{
    *trigger = 1;
    settle(host);
    *trigger = 0;
    settle(host);
}

/* A folder of three models and what is none; the path of a file in it. */
static const char *in_folder(const char *file)
{
    static const char *const names[] = {"amp10.json", "amp2.json", "Z.JSON"};
    char name[64];
    mkdir(test_path("shelf"), 0777);
    for (unsigned k = 0; k < 3; ++k) {
        snprintf(name, sizeof name, "shelf/%s", names[k]);
        host_model(name, k + 1);
    }
    static const char *const others[] = {"amp3.json", "notes.txt", ".hidden.json"};
    for (unsigned k = 0; k < 3; ++k) {
        snprintf(name, sizeof name, "shelf/%s", others[k]);
        FILE *other = fopen(test_path(name), "w");
        fputs("no model", other);
        fclose(other);
    }
    mkdir(test_path("shelf/folder.json"), 0777);
    snprintf(name, sizeof name, "shelf/%s", file);
    return test_path(name);
}

/* The bundle of the tests, with all the models of the real one. */
static const char *whole_bundle(void)
{
    mkdir(test_path("whole.lv2"), 0777);
    for (unsigned k = 0; k < sizeof bundled / sizeof *bundled; ++k) {
        char name[256];
        snprintf(name, sizeof name, "whole.lv2/%s", bundled[k]);
        host_model(name, 10 + k);
    }
    return test_path("whole.lv2");
}

#define BUNDLED (sizeof bundled / sizeof *bundled)

static void steps_go_through_the_bundle_and_the_folder_and_around(void)
{
    Host *host =
        host_open(&(HostOptions){.worker = HOST_WORKS_LATER, .bundle = whole_bundle()});
    settle(host);
    for (size_t k = 1; k <= BUNDLED; ++k) {
        press(host, &host->next);
        CU_ASSERT_STRING_EQUAL(file_of(host), bundled[k % BUNDLED]);
    }
    host_set_model(host, in_folder("amp2.json"));
    settle(host);
    CU_ASSERT_STRING_EQUAL(file_of(host), "amp2.json");
    CU_ASSERT_STRING_EQUAL(host->told_name, "amp2.json");
    press(host, &host->next); /* amp3.json is no model, and passed over */
    CU_ASSERT_STRING_EQUAL(file_of(host), "amp10.json");
    press(host, &host->previous);
    CU_ASSERT_STRING_EQUAL(file_of(host), "amp2.json");
    press(host, &host->previous);
    CU_ASSERT_STRING_EQUAL(file_of(host), "Z.JSON");
    press(host, &host->previous);
    CU_ASSERT_STRING_EQUAL(file_of(host), bundled[BUNDLED - 1]);
    host_close(host);
}

static void quick_steps_add_up(void)
{
    Host *host =
        host_open(&(HostOptions){.worker = HOST_WORKS_LATER, .bundle = whole_bundle()});
    host_set_model(host, in_folder("Z.JSON"));
    settle(host);
    for (int k = 0; k < 4; ++k) { /* the worker sleeps */
        host->next = k % 2 == 0;
        host_run(host, host_pluck(), heard, 64);
    }
    settle(host);
    settle(host);
    CU_ASSERT_STRING_EQUAL(file_of(host), "amp10.json");
    host_close(host);
}

static void an_index_acts_when_it_changes(void)
{
    Host *host =
        host_open(&(HostOptions){.worker = HOST_WORKS_LATER, .bundle = whole_bundle()});
    const char *path = in_folder("amp10.json");
    const HostState state = host_state_of(path);
    host->index = 1; /* as the session has it, whose state has another model */
    host_restore(host, &state);
    settle(host);
    CU_ASSERT_STRING_EQUAL(host->told, path);
    host->index = (float)BUNDLED;
    settle(host);
    CU_ASSERT_STRING_EQUAL(file_of(host), "Z.JSON");
    host->index = BUNDLED + 1.9f;
    settle(host);
    CU_ASSERT_STRING_EQUAL(file_of(host), "amp2.json");
    host->index = 0;
    settle(host);
    CU_ASSERT_STRING_EQUAL(file_of(host), bundled[0]);
    const unsigned told = host->tellings;
    host->index = 500; /* there is none */
    settle(host);
    CU_ASSERT_STRING_EQUAL(file_of(host), bundled[0]);
    CU_ASSERT_EQUAL(host->tellings, told + 1);
    HostState saved;
    host_save(host, &saved);
    CU_ASSERT_PTR_NOT_NULL(strstr(host_state_model(&saved), bundled[0]));
    host_close(host);
}

static void a_link_leads_to_the_folder_where_the_model_lies(void)
{
    char target[512], link[512];
    snprintf(target, sizeof target, "%s", in_folder("amp2.json"));
    mkdir(test_path("session"), 0777);
    snprintf(link, sizeof link, "%s", test_path("session/linked.json"));
    unlink(link);
    CU_ASSERT_EQUAL_FATAL(symlink(target, link), 0);
    Host *host =
        host_open(&(HostOptions){.worker = HOST_WORKS_LATER, .bundle = whole_bundle()});
    const HostState state = host_state_of(link);
    host_restore(host, &state);
    settle(host);
    CU_ASSERT_STRING_EQUAL(file_of(host), "linked.json");
    press(host, &host->next);
    CU_ASSERT_STRING_EQUAL(file_of(host), "amp10.json");
    host_close(host);
}

static void without_a_worker_nothing_is_chosen(void)
{
    Host *host = host_open(&(HostOptions){.bundle = whole_bundle()});
    settle(host);
    press(host, &host->next);
    host->index = 1;
    settle(host);
    CU_ASSERT_STRING_EQUAL(file_of(host), bundled[0]);
    host_close(host);
}

static void a_problem_is_told_until_it_is_over(void)
{
    Host *host = host_open(&(HostOptions){.worker = HOST_WORKS_LATER});
    settle(host);
    CU_ASSERT_STRING_EQUAL(host->told_problem, "");
    host_set_model(host, in_folder("amp3.json"));
    settle(host);
    CU_ASSERT_PTR_NOT_NULL(strstr(host->told_problem, "amp3.json: "));
    CU_ASSERT_STRING_EQUAL(host->told, host_bundled_model());
    host_set_model(host, in_folder("amp2.json"));
    settle(host);
    CU_ASSERT_STRING_EQUAL(host->told_problem, "");
    const HostState gone = host_state_of("/nowhere/gone.json");
    host_restore(host, &gone);
    settle(host);
    CU_ASSERT_PTR_NOT_NULL(strstr(host->told_problem, "/nowhere/gone.json: "));
    CU_ASSERT_STRING_EQUAL(file_of(host), "amp2.json");
    host_close(host);
}

static void without_a_worker_each_problem_is_told(void)
{
    Host *host = host_open(&(HostOptions){0});
    for (int k = 0; k < 3; ++k) {
        char path[64];
        snprintf(path, sizeof path, "/nowhere/%d.json", k);
        const HostState gone = host_state_of(path);
        host_restore(host, &gone);
        settle(host);
        CU_ASSERT_PTR_NOT_NULL(strstr(host->told_problem, path));
    }
    host_close(host);
}

static const Test tests[] = {
    {"steps go through the bundle and the folder, and around",
     steps_go_through_the_bundle_and_the_folder_and_around},
    {"quick steps add up", quick_steps_add_up},
    {"an index acts when it changes", an_index_acts_when_it_changes},
    {"a link leads to the folder where the model lies",
     a_link_leads_to_the_folder_where_the_model_lies},
    {"without a worker nothing is chosen", without_a_worker_nothing_is_chosen},
    {"a problem is told until it is over", a_problem_is_told_until_it_is_over},
    {"without a worker each problem is told", without_a_worker_each_problem_is_told},
    {NULL, NULL},
};

const Suite plugin_choice_suite = {"plugin-choice", tests};
