/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "file/model_file.h"
#include "net/stream.h"
#include "tests/support/host.h"
#include "tests/support/listening.h"
#include "tests/support/networks.h"
#include "tests/support/suite.h"

#include <math.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>

/* Two streams agree that began at different times, once their memory has faded. */
#define FORGOTTEN 1e-4

static float of_1[HOST_FRAMES], of_2[HOST_FRAMES], heard[HOST_FRAMES];

static void play(unsigned seed, float *out)
{
    UnfoldModel *model = host_make_model(seed);
    UnfoldStream *stream = unfold_stream_new(model, 1);
    unfold_stream_settle(stream);
    stream_play(stream, host_pluck(), HOST_FRAMES, out);
    unfold_stream_free(stream);
    unfold_model_free(model);
}

static double largest_step(const float *y)
{
    return worst_difference(y + 1, y, HOST_FRAMES - 1, NULL);
}

/* Largest step of the fade itself: full scale over its 20 ms. */
static double fade_step(void)
{
    return 1.1 * worst_difference(of_1, of_2, HOST_FRAMES, NULL) / (0.02 * HOST_RATE);
}

static double limit(void)
{
    return fmax(largest_step(of_1), largest_step(of_2)) + fade_step();
}

static void swap_without_click(HostWorker worker)
{
    play(1, of_1);
    play(2, of_2);
    const char *path = host_model("second.json", 2);
    /* at full level, and wherever in its period the string is */
    for (size_t at = 2000; at < 2250; at += 25) {
        Host *host = host_open(&(HostOptions){.worker = worker});
        host_play(host, host_pluck(), heard, at, (uint32_t[]){25}, 1);
        CU_ASSERT_TRUE(worst_difference(heard, of_1, at, NULL) <= 1e-6);
        host_set_model(host, path);
        for (size_t t = at; t < HOST_FRAMES; t += 25) {
            host_run(host, host_pluck() + t, heard + t, 25);
            host_work(host);
        }
        CU_ASSERT_TRUE(largest_step(heard) <= limit());
        CU_ASSERT_TRUE(worst_difference(heard + 6000, of_2 + 6000, HOST_FRAMES - 6000,
                                        NULL) < FORGOTTEN);
        CU_ASSERT_STRING_EQUAL(host->told, path);
        CU_ASSERT_EQUAL(host->changes, 1);
        host_close(host);
    }
}

static void test_swap(void)
{
    swap_without_click(HOST_WORKS_LATER);
}

static void test_swap_at_once(void)
{
    swap_without_click(HOST_WORKS_AT_ONCE);
}

static void test_many(void)
{
    play(1, of_1);
    play(2, of_2);
    char paths[2][PATH_MAX];
    snprintf(paths[0], sizeof paths[0], "%s", host_model("one.json", 1));
    snprintf(paths[1], sizeof paths[1], "%s", host_model("two.json", 2));
    Host *host = host_open(&(HostOptions){.worker = HOST_WORKS_LATER});
    unsigned asked = 0;
    for (size_t t = 0; t < HOST_FRAMES; t += 64) {
        if (t < 24000 && asked < 101 && t % 192 == 0)
            host_set_model(host, paths[asked++ % 2]);
        host_run(host, host_pluck() + t, heard + t, 64);
        if (t % 320 == 0)
            host_work(host);
    }
    CU_ASSERT_EQUAL(asked, 101); /* so that the last is the first model */
    CU_ASSERT_TRUE(largest_step(heard) <= limit());
    CU_ASSERT_STRING_EQUAL(host->told, paths[0]);
    CU_ASSERT_TRUE(worst_difference(heard + 30000, of_1 + 30000, 18000, NULL) <
                   FORGOTTEN);
    host_close(host);
}

static void test_full_queue(void)
{
    const char *path = host_model("second.json", 2);
    Host *host = host_open(&(HostOptions){.worker = HOST_WORKS_LATER});
    host->worker_is_full = true;
    host_set_model(host, path);
    host_play(host, host_pluck(), heard, 1000, (uint32_t[]){64}, 1);
    CU_ASSERT_EQUAL(host_work(host), 0);
    host->worker_is_full = false;
    host_play(host, host_pluck(), heard, 64, (uint32_t[]){64}, 1);
    CU_ASSERT_EQUAL(host_work(host), 1);
    host_play(host, host_pluck(), heard, 4800, (uint32_t[]){64}, 1);
    CU_ASSERT_STRING_EQUAL(host->told, path);
    host_close(host);
}

static void test_before_the_first_block(void)
{
    play(2, of_2);
    Host *host = host_open(&(HostOptions){0});
    const HostState state = host_state_of(host_model("second.json", 2));
    host_restore(host, &state);
    host_play(host, host_pluck(), heard, HOST_FRAMES, (uint32_t[]){64}, 1);
    CU_ASSERT_TRUE(worst_difference(heard, of_2, HOST_FRAMES, NULL) <= 1e-6);
    host_close(host);
}

static void refuses(const char *path, const char *reason)
{
    play(1, of_1);
    Host *host = host_open(&(HostOptions){.worker = HOST_WORKS_LATER});
    host_run(host, host_pluck(), heard, 64);
    host_set_model(host, path);
    for (size_t t = 64; t < 48000; t += 47936 / 4) {
        host_run(host, host_pluck() + t, heard + t, 47936 / 4);
        host_work(host);
    }
    CU_ASSERT_TRUE(worst_difference(heard, of_1, HOST_FRAMES, NULL) <= 1e-6);
    CU_ASSERT_PTR_NOT_NULL(strstr(host->log, path));
    CU_ASSERT_PTR_NOT_NULL(strstr(host->log, reason));
    CU_ASSERT_STRING_EQUAL(host->told, host_bundled_model());
    CU_ASSERT_EQUAL(host->changes, 0);
    HostState state;
    host_save(host, &state);
    CU_ASSERT_STRING_EQUAL(host_state_model(&state),
                           host_bundled_model() + strlen(host->folder) + 1);
    host_close(host);
}

static void test_bad_file(void)
{
    const char *path = test_path("letter.json");
    FILE *file = fopen(path, "w");
    fputs("Dear model,\n", file);
    fclose(file);
    refuses(path, ": ");
    refuses(test_path("missing.json"), ": ");
    refuses("/", ": ");
}

static const char *save_shape(const char *name, const UnfoldShape *shape)
{
    static float weights[256];
    UnfoldModel *model = NULL;
    const char *path = test_path(name);
    CU_ASSERT_TRUE_FATAL(unfold_shape_weights(shape) <= 256);
    CU_ASSERT_EQUAL_FATAL(unfold_model_new(shape, HOST_RATE, weights, &model, NULL),
                          UNFOLD_OK);
    CU_ASSERT_EQUAL(unfold_model_save(path, &(UnfoldModelFile){.model = model}, NULL),
                    UNFOLD_OK);
    unfold_model_free(model);
    return path;
}

static void test_not_an_effect(void)
{
    UnfoldShape shape = {
        .cell = UNFOLD_RNN, .inputs = 2, .hidden = 4, .layers = 1, .outputs = 1};
    refuses(save_shape("two-inputs.json", &shape), "2 inputs");
    shape.inputs = 1;
    shape.outputs = 3;
    refuses(save_shape("three-outputs.json", &shape), "3 outputs");
    shape.outputs = 1;
    shape.output_at = UNFOLD_LAST_STEP;
    refuses(save_shape("last.json", &shape), "every step");
    const char *path = test_path("listening.json");
    put_listening_model(path, UNFOLD_TASK_VALUE);
    refuses(path, UNFOLD_LISTENS);
}

typedef struct {
    Host *host;
    const HostState *states;
    atomic_bool stop;
} Restorer;

static void *restore_all_the_time(void *context)
{
    Restorer *restorer = context;
    for (unsigned k = 0; !atomic_load(&restorer->stop); ++k) {
        HostState saved;
        host_restore(restorer->host, &restorer->states[k % 2]);
        host_save(restorer->host, &saved);
    }
    host_restore(restorer->host, &restorer->states[1]);
    return NULL;
}

static void test_threads(void)
{
    play(2, of_2);
    HostState states[2];
    for (unsigned k = 0; k < 2; ++k)
        states[k] = host_state_of(host_model(k ? "two.json" : "one.json", k + 1));
    Restorer restorer = {.host = host_open(&(HostOptions){0}), .states = states};
    pthread_t thread;
    CU_ASSERT_EQUAL_FATAL(
        pthread_create(&thread, NULL, restore_all_the_time, &restorer), 0);
    for (int second = 0; second < 20; ++second)
        host_play(restorer.host, host_pluck(), heard, HOST_FRAMES, (uint32_t[]){32}, 1);
    atomic_store(&restorer.stop, true);
    pthread_join(thread, NULL);
    host_play(restorer.host, host_pluck(), heard, HOST_FRAMES, (uint32_t[]){64}, 1);
    CU_ASSERT_TRUE(worst_difference(heard + 24000, of_2 + 24000, 24000, NULL) <
                   FORGOTTEN);
    CU_ASSERT_STRING_EQUAL(restorer.host->told, host_state_model(&states[1]));
    CU_ASSERT_EQUAL(restorer.host->changes, 0);
    host_close(restorer.host);
}

const Suite plugin_swap_suite = {
    "plugin-swap",
    (const Test[]){
        {"another model fades in without a click", test_swap},
        {"also where the worker works inside run", test_swap_at_once},
        {"of many models asked for in a row the last one stays", test_many},
        {"a request that finds the worker's queue full comes again", test_full_queue},
        {"a model restored before the first block plays from its first sample",
         test_before_the_first_block},
        {"a file that is no model keeps the old one and says why", test_bad_file},
        {"a model that is no effect is refused with the reason", test_not_an_effect},
        {"states restored and saved by another thread do no harm", test_threads},
        {NULL, NULL},
    },
};
