/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_PLUGIN_SHELF_H
#define UNFOLD_PLUGIN_SHELF_H

#include <stdbool.h>
#include <stddef.h>

/** The models that one can step through: the plugin's own in the order of
    presets/presets.h, then those in the folder of another, by name. Nothing here is
    real-time safe. */
typedef struct {
    char **paths; /**< [count], absolute */
    size_t count;
} UnfoldShelf;

/** Look up what there is in the folder `bundle`, of which the files `bundled` (NULL
   ends) are the plugin's own, and beside the model at `path`, which may be a link to
   where it lies. False for lack of memory. */
bool unfold_shelf_open(UnfoldShelf *shelf, const char *const bundled[],
                       const char *bundle, const char *path);
void unfold_shelf_close(UnfoldShelf *shelf);

/** Where the file at `path` stands; `count` if it does not. */
size_t unfold_shelf_find(const UnfoldShelf *shelf, const char *path);

#endif
