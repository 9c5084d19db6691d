/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "tests/support/tool.h"

#include "file/audio.h"
#include "file/model_file.h"
#include "tests/support/suite.h"

#include <fcntl.h>
#include <math.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

char *get_bytes(const char *path, size_t *size)
{
    FILE *file = fopen(path, "rb");
    if (!file)
        return NULL;
    fseek(file, 0, SEEK_END);
    *size = (size_t)ftell(file);
    rewind(file);
    char *bytes = malloc(*size + 1);
    CU_ASSERT_EQUAL(fread(bytes, 1, *size, file), *size);
    bytes[*size] = '\0';
    fclose(file);
    return bytes;
}

static void take(const char *path, char *text, size_t room)
{
    size_t size;
    char *bytes = get_bytes(path, &size);
    snprintf(text, room, "%s", bytes ? bytes : "");
    free(bytes);
}

/* test_path's results last for 8 calls, and tests need them. */
static const char *said_in(const char *name, char path[256])
{
    snprintf(path, 256, "%s/%s", test_folder(), name);
    return path;
}

pid_t start_tool(const char *const *arguments)
{
    char out[256], err[256];
    const int flags = O_WRONLY | O_CREAT | O_TRUNC;
    char *argv[32] = {(char *)"unfold"};
    for (int k = 0; arguments[k] && k < 30; ++k)
        argv[k + 1] = (char *)arguments[k];
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&actions, 1, said_in("stdout", out), flags, 0600);
    posix_spawn_file_actions_addopen(&actions, 2, said_in("stderr", err), flags, 0600);
    pid_t child;
    if (posix_spawn(&child, UNFOLD_TOOL, &actions, NULL, argv, environ))
        child = -1;
    posix_spawn_file_actions_destroy(&actions);
    return child;
}

bool wait_for_file(pid_t child, const char *path)
{
    siginfo_t end = {.si_pid = 0};
    while (access(path, F_OK) != 0 && !end.si_pid) {
        usleep(1000);
        if (child <= 0 || waitid(P_PID, (id_t)child, &end, WEXITED | WNOHANG | WNOWAIT))
            break;
    }
    return access(path, F_OK) == 0;
}

ToolRun finish_tool(pid_t child, int signal_number)
{
    ToolRun run = {.status = 1000};
    char path[256];
    int status;
    if (child > 0 && signal_number)
        kill(child, signal_number);
    if (child > 0 && waitpid(child, &status, 0) == child)
        run.status = WIFEXITED(status) ? WEXITSTATUS(status) : 1000 + WTERMSIG(status);
    take(said_in("stdout", path), run.out, sizeof run.out);
    take(said_in("stderr", path), run.err, sizeof run.err);
    return run;
}

ToolRun run_tool(const char *const *arguments)
{
    return finish_tool(start_tool(arguments), 0);
}

bool is_one_sentence(const ToolRun *run)
{
    const char *end = strchr(run->err, '\n');
    const bool one =
        !strncmp(run->err, "unfold: ", 8) && end && !end[1] && end - run->err > 15;
    if (!one)
        printf("not one sentence: '%s'\n", run->err);
    return one;
}

void put_wav(const char *path, const float *samples, size_t frames, unsigned channels,
             double rate)
{
    const UnfoldAudio audio = {(float *)samples, frames, channels, rate};
    CU_ASSERT_EQUAL_FATAL(unfold_audio_write(path, &audio, NULL), UNFOLD_OK);
}

void put_model(const char *path, double rate)
{
    const UnfoldShape shape = {.cell = UNFOLD_LSTM,
                               .inputs = 1,
                               .hidden = 4,
                               .layers = 1,
                               .outputs = 1,
                               .skip = 1};
    UnfoldReal weights[256];
    for (size_t k = 0; k < unfold_shape_weights(&shape); ++k)
        weights[k] = (UnfoldReal)sin(2.3 * (double)k + 1);
    UnfoldModel *model;
    CU_ASSERT_EQUAL_FATAL(unfold_model_new(&shape, rate, weights, &model, NULL),
                          UNFOLD_OK);
    UnfoldFacts *facts = unfold_facts_new();
    unfold_facts_set_text(facts, UNFOLD_METADATA, "name", "Test \x1b[31m tube");
    unfold_facts_set_number(facts, UNFOLD_TRAINING, "seed", 11);
    CU_ASSERT_EQUAL_FATAL(
        unfold_model_save(path, &(UnfoldModelFile){.model = model, .facts = facts},
                          NULL),
        UNFOLD_OK);
    unfold_facts_free(facts);
    unfold_model_free(model);
}

void fill_tones(float *samples, size_t frames, float level)
{
    for (size_t t = 0; t < frames; ++t) {
        const double x = (double)t, fade = exp(-1e-4 * (double)(t % 20000));
        samples[t] = level * (float)(fade * 0.5 * (sin(0.03 * x) + sin(0.11 * x)));
    }
}
