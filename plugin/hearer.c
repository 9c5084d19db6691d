/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "plugin/hearer.h"

#include "rate/plan.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MOST_APART 256 /* times that rates may differ */

static UnfoldStatus check(const UnfoldModelFile *file, double rate, UnfoldError *error)
{
    if (unfold_effect_check(file, NULL) == UNFOLD_OK)
        return unfold_fail(error, UNFOLD_UNSUPPORTED,
                           "plays audio: it is loaded in Unfold");
    if (!file->listening)
        return unfold_fail(error, UNFOLD_UNSUPPORTED, "is no model that listens");
    const double its = file->listening->features.rate;
    if (its > rate * MOST_APART || rate > its * MOST_APART)
        return unfold_fail(error, UNFOLD_UNSUPPORTED,
                           "listens at %g Hz, too far from the host's %g Hz", its,
                           rate);
    return UNFOLD_OK;
}

static char *join_labels(const UnfoldListening *listening)
{
    char *text = malloc((size_t)listening->label_count * UNFOLD_LABEL_NAME + 1);
    char *at = text;
    if (!text)
        return NULL;
    *at = '\0';
    for (uint32_t k = 0; k < listening->label_count; ++k)
        at += sprintf(at, "%s%s", k ? "\n" : "", listening->labels[k]);
    return text;
}

UnfoldStatus unfold_hearer_make(const char *path, const char *bytes, size_t size,
                                double rate, UnfoldHearer **hearer, UnfoldError *error)
{
    UnfoldHearer *made = calloc(1, sizeof *made);
    *hearer = NULL;
    if (!made)
        return unfold_no_memory(error);
    const UnfoldModelFile *file = &made->loaded.file;
    UnfoldStatus status =
        unfold_loaded_read(&made->loaded, path, bytes, size, 0, error);
    if (status == UNFOLD_OK)
        status = check(file, rate, error);
    if (status == UNFOLD_OK) {
        made->listener = unfold_listener_new(file, rate);
        made->labels = join_labels(file->listening);
        if (!made->listener || !made->labels)
            status = unfold_no_memory(error);
    }
    if (status != UNFOLD_OK) {
        unfold_hearer_free(made);
        return status;
    }
    *hearer = made;
    return UNFOLD_OK;
}

void unfold_hearer_free(UnfoldHearer *hearer)
{
    if (!hearer)
        return;
    unfold_listener_free(hearer->listener);
    free(hearer->labels);
    unfold_loaded_clear(&hearer->loaded);
    free(hearer);
}
