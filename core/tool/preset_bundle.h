/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_TOOL_PRESET_BUNDLE_H
#define UNFOLD_TOOL_PRESET_BUNDLE_H

#include "tool/preset_list.h"

#include <limits.h>
#include <stdbool.h>

/** Bytes of a bundle's path; the names of its files come after it. */
#define PRESET_MAX_FOLDER (PATH_MAX - 256)

/** An LV2 bundle of presets: models, Turtle for the hosts, and the list that the Turtle
    is made from. */
typedef struct {
    char folder[PRESET_MAX_FOLDER];
    int lock;  /**< holds other processes off; -1: not open */
    bool made; /**< the folder, by this process, and nothing is in it yet */
    PresetList list;
} PresetBundle;

/** A model file, byte for byte. */
typedef struct {
    const char *path;
    const char *bytes;
    size_t size;
} PresetModel;

/** Whether a path can be a bundle's: a name that ends with ".lv2" and that hosts see.
 */
bool preset_bundle_name_fits(const char *folder);

/** Open the bundle, whose name fits; make it where nothing is. A folder that holds
    something else is refused. Returns the exit status; errors are printed. */
int preset_bundle_open(const char *folder, PresetBundle *bundle);

/** Add a preset (label, bank and comment; the rest is found) with a copy of its model,
    and write all that changes: whole, or nothing if that fails. A label that is there
   is refused, or its preset replaced with `force`; no file that belongs to something
   else is. Likewise. */
int preset_bundle_add(PresetBundle *bundle, const UnfoldPreset *preset,
                      const PresetModel *model, bool force);

/** Fine after a failed open. */
void preset_bundle_close(PresetBundle *bundle);

#endif
