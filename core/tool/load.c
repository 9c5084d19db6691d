/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "tool/load.h"

#include "tool/report.h"

void load_print_warnings(const char *path, const UnfoldModelFile *file, size_t first)
{
    for (size_t k = first; k < file->warning_count; ++k)
        tool_warn(path, "%s", file->warnings[k].text);
}

int load_model(const char *path, double rate, UnfoldModelFile *file)
{
    UnfoldError error;
    if (unfold_model_load_at(path, rate, file, &error))
        return tool_error(path, "%s", error.text);
    load_print_warnings(path, file, 0);
    return TOOL_OK;
}
