/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "tool/manifest.h"
#include "tests/fuzz/readers.h"
#include "tests/support/suite.h"
#include "tool/report.h"

#include <string.h>

int fuzz_manifest(const uint8_t *data, size_t size)
{
    Manifest *manifest;
    fuzz_hush();
    const int status = manifest_read(fuzz_file(data, size), &manifest);
    for (size_t k = 0; !status && k < manifest_count(manifest); ++k) {
        char command[1024];
        TrainOptions options = train_options_default();
        CU_ASSERT_EQUAL(manifest_apply(manifest, k, &options), TOOL_OK);
        CU_ASSERT(options.pairs.count > 0);
        CU_ASSERT_PTR_NOT_NULL(options.output);
        train_options_command(&options, command, sizeof command);
        CU_ASSERT(strlen(command) > 0);
        if (train_options_finish(&options) == TOOL_OK)
            train_options_settings(&options, 1, 48000);
    }
    manifest_free(manifest);
    return 0;
}
