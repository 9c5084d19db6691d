/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_TESTS_TOOL_H
#define UNFOLD_TESTS_TOOL_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/** What a run of the built tool came to. */
typedef struct {
    int status; /**< exit status, or 1000 + signal */
    char out[16384], err[4096];
} ToolRun;

/** Run the tool with these arguments (ends with NULL). */
ToolRun run_tool(const char *const *arguments);
#define RUN_TOOL(...) run_tool((const char *const[]){__VA_ARGS__, NULL})

/** The same in two parts: begin, and later send a signal (0: none) and wait. */
pid_t start_tool(const char *const *arguments);
ToolRun finish_tool(pid_t child, int signal_number);

/** Between the two, wait until there is a file, for as long as that takes; false: the
    tool has ended without. */
bool wait_for_file(pid_t child, const char *path);

/** Whether stderr is one line of the tool's, and nothing else was said. */
bool is_one_sentence(const ToolRun *run);

/** Write a float WAV; `samples` [frames][channels]. */
void put_wav(const char *path, const float *samples, size_t frames, unsigned channels,
             double rate);

/** Write a small LSTM of 1 input and 1 output. */
void put_model(const char *path, double rate);

/** A sum of decaying tones, `frames` samples below `level`. */
void fill_tones(float *samples, size_t frames, float level);

/** The whole file, ended by NUL and released with free(), or NULL. */
char *get_bytes(const char *path, size_t *size);

#endif
