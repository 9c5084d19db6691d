/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "tool/bench_reference.h"

#include "tool/report.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define TRIALS "10" /* a run of the loops takes about as long as some of ours */

extern char **environ;

BenchReference *bench_reference_new(const char *program)
{
    BenchReference *reference = calloc(1, sizeof *reference);
    if (reference)
        reference->program = program;
    return reference;
}

void bench_reference_free(BenchReference *reference)
{
    if (!reference)
        return;
    for (int cell = UNFOLD_RNN; cell <= UNFOLD_LSTM; ++cell)
        for (size_t hidden = 0; hidden <= UNFOLD_MAX_HIDDEN; ++hidden)
            bench_times_clear(&reference->times[cell][hidden]);
    free(reference);
}

BenchTimes *bench_reference_times(BenchReference *reference, const UnfoldShape *shape)
{
    if (!reference || shape->layers != 1 || shape->inputs != 1 || shape->outputs != 1)
        return NULL;
    BenchTimes *times = &reference->times[shape->cell][shape->hidden];
    return times->count ? times : NULL;
}

static int take_line(BenchReference *reference, char *line)
{
    char name[8];
    unsigned hidden;
    double ns;
    int end = 0;
    UnfoldCell cell;
    line[strcspn(line, "\n")] = '\0';
    if (sscanf(line, "%7s %u %lf %n", name, &hidden, &ns, &end) != 3 || line[end] ||
        !unfold_cell_from_name(name, &cell) || hidden < 1 ||
        hidden > UNFOLD_MAX_HIDDEN || !isfinite(ns) || ns <= 0)
        return tool_error(reference->program,
                          "printed '%.60s', not CELL UNITS NANOSECONDS", line);
    return bench_times_add(&reference->times[cell][hidden], ns) ? TOOL_OK
                                                                : tool_no_memory();
}

static int take_lines(BenchReference *reference, FILE *said, size_t *lines)
{
    char *line = NULL;
    size_t room = 0;
    int status = TOOL_OK;
    for (; !status && getline(&line, &room, said) >= 0; ++*lines)
        status = take_line(reference, line);
    free(line);
    return status;
}

/* Its stdout is the pipe's end `out`, what it says to stderr is not ours to show. */
static int start(const char *program, int out, pid_t *child)
{
    char *const argv[] = {(char *)program, (char *)TRIALS, NULL};
    posix_spawn_file_actions_t actions;
    if (posix_spawn_file_actions_init(&actions))
        return tool_no_memory();
    int failed = posix_spawn_file_actions_adddup2(&actions, out, STDOUT_FILENO);
    if (!failed)
        failed = posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null",
                                                  O_WRONLY, 0);
    if (!failed)
        failed = posix_spawn(child, program, &actions, NULL, argv, environ);
    posix_spawn_file_actions_destroy(&actions);
    return failed ? tool_error(program, "%s", strerror(failed)) : TOOL_OK;
}

static int check_end(const char *program, int code)
{
    if (WIFSIGNALED(code))
        return tool_error(program, "was ended by signal %d", WTERMSIG(code));
    if (WEXITSTATUS(code))
        return tool_error(program, "failed with status %d", WEXITSTATUS(code));
    return TOOL_OK;
}

static int converse(BenchReference *reference, FILE *said, int out)
{
    const char *program = reference->program;
    size_t lines = 0;
    int code = 0;
    pid_t child = -1;
    int status = start(program, out, &child);
    close(out);
    if (status) {
        fclose(said);
        return status;
    }
    status = take_lines(reference, said, &lines);
    fclose(said); /* ends what goes on printing rubbish */
    if (waitpid(child, &code, 0) == child && !status)
        status = check_end(program, code);
    return status || lines ? status : tool_error(program, "printed nothing");
}

int bench_reference_run(BenchReference *reference)
{
    int ends[2];
    if (access(reference->program, X_OK) || pipe2(ends, O_CLOEXEC))
        return tool_error(reference->program, "%s", strerror(errno));
    FILE *said = fdopen(ends[0], "r");
    if (said)
        return converse(reference, said, ends[1]);
    close(ends[0]);
    close(ends[1]);
    return tool_no_memory();
}
