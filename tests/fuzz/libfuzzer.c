/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "tests/fuzz/readers.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The readers under libFuzzer. READER names the run; `make fuzz` sets it. */

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct {
    const char *name;
    FuzzReader *reader;
} runs[] = {
#define RUN(name, reader, bytes) {#name, reader},
    FUZZ_RUNS(RUN)
#undef RUN
};

static FuzzReader *chosen;

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc;
    (void)argv;
    const char *name = getenv("READER");
    for (size_t k = 0; name && k < sizeof runs / sizeof *runs; ++k)
        if (!strcmp(runs[k].name, name))
            chosen = runs[k].reader;
    if (!chosen) {
        fprintf(stderr, "READER is none of tests/fuzz/readers.h\n");
        exit(2);
    }
    json_object_seed(1); /* same input, same way */
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    return chosen(data, size);
}
