/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "tests/support/clips.h"
#include "tests/support/suite.h"
#include "tests/support/tool.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* How a learning is stopped and taken up again. */

static char list[256], whole[256], model[256], checkpoint[300];

static void begin(void)
{
    snprintf(list, sizeof list, "%s", test_path("resume"));
    snprintf(whole, sizeof whole, "%s", test_path("learned-whole.json"));
    snprintf(model, sizeof model, "%s", test_path("learned-killed.json"));
    snprintf(checkpoint, sizeof checkpoint, "%s.checkpoint", model);
    clip_put_folder("resume", 3, 6);
    unlink(model);
    unlink(checkpoint);
}

/* The runs below differ in what follows. */
#define LEARN(...) RUN_TOOL("learn", list, "--hidden", "8", __VA_ARGS__)

/* Begin, and end it by a signal when a checkpoint is there. */
static ToolRun stop(const char *const *arguments, int signal_number)
{
    const pid_t process = start_tool(arguments);
    CU_ASSERT(wait_for_file(process, checkpoint));
    return finish_tool(process, signal_number);
}

static void put(const char *path, const char *bytes, size_t size)
{
    FILE *file = fopen(path, "wb");
    CU_ASSERT_PTR_NOT_NULL_FATAL(file);
    fwrite(bytes, 1, size, file);
    fclose(file);
}

static void refused(const ToolRun run, const char *word)
{
    CU_ASSERT_EQUAL(run.status, 1);
    CU_ASSERT(is_one_sentence(&run));
    CU_ASSERT_PTR_NOT_NULL(strstr(run.err, word));
    CU_ASSERT_NOT_EQUAL(access(model, F_OK), 0);
}

static void a_killed_learning_goes_on(void)
{
    begin();
    CU_ASSERT_EQUAL(LEARN("-o", whole, "--epochs", "40").status, 0);
    const char *arguments[] = {"learn", list,       "--hidden", "8", "-o",
                               model,   "--epochs", "40",       NULL};
    CU_ASSERT_EQUAL(stop(arguments, SIGKILL).status, 1000 + SIGKILL);
    size_t before_size, size;
    char *before = get_bytes(checkpoint, &before_size);
    refused(run_tool(arguments), "--resume goes on");
    refused(LEARN("-o", model, "--epochs", "40", "--resume", "--seed", "9"),
            "other options");
    refused(LEARN("-o", model, "--epochs", "41", "--resume"), "other options");
    refused(LEARN("-o", model, "--epochs", "40", "--resume", "--bands", "20"),
            "other options");
    clip_put(test_path("resume/low/00.wav"), CLIP_LOW, 50, 1, 16000);
    refused(LEARN("-o", model, "--epochs", "40", "--resume"), "other recordings");
    clip_put(test_path("resume/low/00.wav"), CLIP_LOW, 0, 1, 16000);
    char *after = get_bytes(checkpoint, &size);
    CU_ASSERT(before && after && size == before_size && !memcmp(before, after, size));
    free(before);
    free(after);
    const ToolRun resumed =
        LEARN("-o", model, "--epochs", "40", "--resume", "--threads", "1");
    CU_ASSERT_EQUAL(resumed.status, 0);
    CU_ASSERT_PTR_NULL(strstr(resumed.err, "epoch 1 "));
    CU_ASSERT(clip_same_bytes(whole, model));
    CU_ASSERT_NOT_EQUAL(access(checkpoint, F_OK), 0);
}

/* By its recordings left out in turn first, which keep nothing. */
static void an_interrupted_learning_keeps_the_best_and_goes_on(void)
{
    begin();
    CU_ASSERT_EQUAL(
        LEARN("-o", whole, "--epochs", "60", "--folds", "2", "--patience", "60").status,
        0);
    const char *arguments[] = {"learn",    list,      "--hidden", "8",          "-o",
                               model,      "--folds", "2",        "--patience", "60",
                               "--epochs", "60",      NULL};
    const ToolRun stopped = stop(arguments, SIGINT);
    CU_ASSERT_EQUAL(stopped.status, 0);
    CU_ASSERT_PTR_NOT_NULL(strstr(stopped.out, "stopped after"));
    CU_ASSERT_EQUAL(access(checkpoint, F_OK), 0);
    CU_ASSERT_EQUAL(RUN_TOOL("label", "--clip", model, list).status, 0);
    const ToolRun resumed = LEARN("-o", model, "--folds", "2", "--patience", "60",
                                  "--epochs", "60", "--resume");
    CU_ASSERT_EQUAL(resumed.status, 0);
    CU_ASSERT(clip_same_bytes(whole, model));
    CU_ASSERT_NOT_EQUAL(access(checkpoint, F_OK), 0);
}

static void damaged_checkpoints_are_refused(void)
{
    begin();
    const char *arguments[] = {"learn", list,       "--hidden", "8", "-o",
                               model,   "--epochs", "4000",     NULL};
    CU_ASSERT_EQUAL(stop(arguments, SIGKILL).status, 1000 + SIGKILL);
    size_t size;
    char *bytes = get_bytes(checkpoint, &size);
    const size_t cuts[] = {0, 20, 100, size / 2, size - 1};
    for (size_t k = 0; k < sizeof cuts / sizeof *cuts; ++k) {
        put(checkpoint, bytes, cuts[k]);
        refused(LEARN("-o", model, "--epochs", "4000", "--resume"),
                k ? "checkpoint: is no whole" : "checkpoint: the file is");
    }
    bytes[size / 2] ^= 1;
    put(checkpoint, bytes, size);
    refused(LEARN("-o", model, "--epochs", "4000", "--resume"), "is no whole");
    free(bytes);
    CU_ASSERT_EQUAL(LEARN("-o", model, "--epochs", "1", "--restart").status, 0);
    CU_ASSERT_NOT_EQUAL(access(checkpoint, F_OK), 0);
}

static void without_a_checkpoint_it_begins_anew(void)
{
    begin();
    const ToolRun run = LEARN("-o", model, "--epochs", "2", "--resume");
    CU_ASSERT_EQUAL(run.status, 0);
    CU_ASSERT_PTR_NOT_NULL(strstr(run.err, "is not there: training begins anew"));
    CU_ASSERT_EQUAL(LEARN("-o", model, "--resume", "--restart").status, 2);
}

static const Test tests[] = {
    {"a killed learning goes on", a_killed_learning_goes_on},
    {"an interrupted learning keeps the best and goes on",
     an_interrupted_learning_keeps_the_best_and_goes_on},
    {"damaged checkpoints are refused", damaged_checkpoints_are_refused},
    {"without a checkpoint it begins anew", without_a_checkpoint_it_begins_anew},
    {NULL, NULL}};

const Suite learn_resume_suite = {"learn_resume", tests};
