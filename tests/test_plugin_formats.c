/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "file/model_file.h"
#include "net/stream.h"
#include "tests/support/host.h"
#include "tests/support/networks.h"
#include "tests/support/suite.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define GOLDEN "tests/golden/formats/"

/* Two streams agree that began at different times, once their memory has faded; by
   then the fade to the new model is over. */
#define FORGOTTEN 1e-4
#define SETTLED (HOST_FRAMES / 2)

static float heard[HOST_FRAMES], wanted[HOST_FRAMES];

/* The golden file of another format, asked for by a message, in a host of its rate. */
static Host *host_with(const char *name, UnfoldModelFile *file)
{
    char relative[256], path[PATH_MAX];
    snprintf(relative, sizeof relative, GOLDEN "%s", name);
    CU_ASSERT_PTR_NOT_NULL_FATAL(realpath(relative, path));
    CU_ASSERT_EQUAL_FATAL(unfold_model_load(path, file, NULL), UNFOLD_OK);
    Host *host = host_open(&(HostOptions){
        .worker = HOST_WORKS_AT_ONCE, .rate = unfold_model_sample_rate(file->model)});
    host_set_model(host, path);
    host_play(host, host_pluck(), heard, HOST_FRAMES, (uint32_t[]){64}, 1);
    CU_ASSERT_STRING_EQUAL(host->told, path);
    return host;
}

static void test_each_format(void)
{
    static const char *const names[] = {"nam-1x3-state.nam", "aidax-lstm.json",
                                        "aidax-stack-dense.json",
                                        "proteus-gru-stack.json"};
    for (size_t k = 0; k < sizeof names / sizeof *names; ++k) {
        UnfoldModelFile file;
        Host *host = host_with(names[k], &file);
        UnfoldStream *stream = unfold_stream_new(file.model, 1);
        stream_play(stream, host_pluck(), HOST_FRAMES, wanted);
        const double worst = worst_difference(heard + SETTLED, wanted + SETTLED,
                                              HOST_FRAMES - SETTLED, NULL);
        if (worst > FORGOTTEN)
            printf("%s: %g\n", names[k], worst);
        CU_ASSERT(worst <= FORGOTTEN);
        unfold_stream_free(stream);
        unfold_model_file_clear(&file);
        host_close(host);
    }
}

static void test_warnings(void)
{
    UnfoldModelFile file;
    Host *host = host_with("proteus-lstm.json", &file);
    CU_ASSERT_PTR_NOT_NULL(strstr(host->log, "proteus-lstm.json: says no sample rate"));
    host_close(host);
    unfold_model_file_clear(&file);
    host = host_with("aidax-lstm.json", &file);
    CU_ASSERT_PTR_NULL(strstr(host->log, "aidax-lstm"));
    host_close(host);
    unfold_model_file_clear(&file);
}

static const Test tests[] = {
    {"the plugin plays models of every format", test_each_format},
    {"what is odd about a file is in the host's log", test_warnings},
    {NULL, NULL}};

const Suite plugin_formats_suite = {"plugin_formats", tests};
