/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "tests/hosts/stress.h"

#include "tests/support/suite.h"

#include <ftw.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static uint32_t model_count; /* of the paths: the first ones */

static void keep(const char *path)
{
    if (stress.path_count < MOST_PATHS)
        stress.paths[stress.path_count++] = strdup(path);
}

static bool ends_with(const char *text, const char *end)
{
    const size_t length = strlen(text), most = strlen(end);
    return length >= most && !strcmp(text + length - most, end);
}

static int keep_model(const char *path, const struct stat *info, int kind,
                      struct FTW *where)
{
    (void)info;
    (void)where;
    if (kind == FTW_F && (ends_with(path, ".json") || ends_with(path, ".nam") ||
                          ends_with(path, ".aidax")))
        keep(path);
    return 0;
}

static void write_trap(const char *name, const void *bytes, size_t size)
{
    const char *path = test_path(name);
    FILE *file = fopen(path, "wb");
    if (!file || fwrite(bytes, 1, size, file) != size || fclose(file) != 0)
        fail("cannot write %s", path);
    keep(path);
}

/* The first half of a model, and the same with a few bytes changed. */
static void write_damaged(const char *model)
{
    static char bytes[65536];
    FILE *file = fopen(model, "rb");
    const size_t size = file ? fread(bytes, 1, sizeof bytes, file) : 0;
    if (file)
        fclose(file);
    write_trap("half.json", bytes, size / 2);
    for (size_t k = 0; k < size; k += 997)
        bytes[k] ^= 1;
    write_trap("damaged.json", bytes, size);
}

static void write_traps(void)
{
    static uint8_t garbage[10000];
    Random random = {1};
    for (size_t k = 0; k < sizeof garbage; ++k)
        garbage[k] = (uint8_t)random_bits(&random);
    write_trap("garbage.json", garbage, sizeof garbage);
    write_trap("empty.json", "", 0);
    write_trap("no-model.json", "{\"a\": [1, 2, {\"b\": null}]}", 26);
    if (mkfifo(test_path("pipe"), 0600) == 0)
        keep(test_path("pipe"));
    if (symlink("loop", test_path("loop")) == 0)
        keep(test_path("loop"));
}

static void keep_long(size_t length)
{
    char *path = malloc(length + 1);
    if (!path)
        return;
    for (size_t k = 0; k < length; ++k)
        path[k] = k % 100 == 0 ? '/' : 'x';
    path[length] = '\0';
    keep(path);
    free(path);
}

void collect_paths(const char *bundle, const char *foreign)
{
    nftw(bundle, keep_model, 8, FTW_PHYS);
    if (stress.path_count == 0)
        fail("there is no model in %s", bundle);
    nftw(foreign, keep_model, 8, FTW_PHYS);
    model_count = stress.path_count;
    write_damaged(stress.paths[0]);
    write_traps();
    static const char *const names[] = {
        "", "/", ".", "model.json", "/no/such/file.json", "/dev/zero", "\xff\xfe%s%n",
    };
    for (size_t k = 0; k < sizeof names / sizeof *names; ++k)
        keep(names[k]);
    keep(bundle);
    keep_long(300);
    keep_long(PATH_MAX - 2);
    keep_long(PATH_MAX - 1);
    keep_long(PATH_MAX);
    keep_long(PATH_MAX + 1);
    keep_long(7000);
}

const char *any_path(Random *random)
{
    const bool is_model = !one_in(random, 4);
    return stress.paths[below(random, is_model ? model_count : stress.path_count)];
}

void forget_paths(void)
{
    for (uint32_t k = 0; k < stress.path_count; ++k)
        free((char *)stress.paths[k]);
    stress.path_count = 0;
}
