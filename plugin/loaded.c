/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "plugin/loaded.h"

#include "file/utf8.h"

#include <float.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* As much of a text as there is room for, without half a character; with an ellipsis if
   that is not all. */
static void keep(char *to, size_t room, const char *text)
{
    static const char ellipsis[] = "\xe2\x80\xa6";
    const size_t length = strlen(text);
    const bool fits = length < room;
    size_t kept = fits ? length : room - sizeof ellipsis;
    memcpy(to, text, kept);
    while (kept && !unfold_utf8_valid(to, kept))
        --kept;
    strcpy(to + kept, fits ? "" : ellipsis);
}

/* The model's name, or that of its file. */
static void name_it(UnfoldLoaded *loaded)
{
    const char *slash = strrchr(loaded->path, '/');
    const char *name = unfold_facts_text(loaded->file.facts, UNFOLD_METADATA, "name");
    if (!name || !*name)
        name = slash ? slash + 1 : loaded->path;
    keep(loaded->name, sizeof loaded->name, name);
}

/* The first of these numbers that the training has left, 0 to `most`; -1: none. */
static float measured(const UnfoldFacts *facts, const char *const keys[], double most)
{
    for (; *keys; ++keys) {
        double value;
        if (unfold_facts_number(facts, UNFOLD_TRAINING, *keys, &value) && value >= 0 &&
            value <= most)
            return (float)value;
    }
    return -1;
}

static void tell_about_it(UnfoldLoaded *loaded)
{
    static const char *const errors[] = {"esr_test", "esr_validation", NULL};
    static const char *const accuracies[] = {"accuracy_test", "accuracy_groups",
                                             "accuracy_folds", "accuracy_validation",
                                             NULL};
    const UnfoldFacts *facts = loaded->file.facts;
    const char *gear = unfold_facts_text(facts, UNFOLD_METADATA, "gear");
    name_it(loaded);
    keep(loaded->gear, sizeof loaded->gear, gear ? gear : "");
    loaded->esr = measured(facts, errors, FLT_MAX);
    loaded->accuracy = measured(facts, accuracies, 1);
}

UnfoldStatus unfold_loaded_read(UnfoldLoaded *loaded, const char *path,
                                const char *bytes, size_t size, double rate,
                                UnfoldError *error)
{
    const size_t length = strlen(path) + 1;
    loaded->path = malloc(length);
    if (!loaded->path)
        return unfold_no_memory(error);
    memcpy(loaded->path, path, length);
    const UnfoldStatus status =
        unfold_model_parse_at(bytes, size, rate, &loaded->file, error);
    if (status == UNFOLD_OK)
        tell_about_it(loaded);
    return status;
}

void unfold_loaded_clear(UnfoldLoaded *loaded)
{
    unfold_model_file_clear(&loaded->file);
    free(loaded->path);
    loaded->path = NULL;
}
