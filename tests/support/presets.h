/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_TESTS_PRESETS_H
#define UNFOLD_TESTS_PRESETS_H

#include "tests/support/host.h"

/* Presets as lilv finds them, and so most hosts. */

/** A preset's URI, and its texts, "" where it has none. */
typedef struct {
    char uri[512], label[256], bank[256], comment[256];
} SeenPreset;

/** What the last see_presets saw. */
extern SeenPreset seen[8];
extern unsigned seen_count;

/** See those presets of the effect that come to the plugin's with a bundle. */
void see_presets(const char *folder);

/** The one of this label, or an empty one. */
const SeenPreset *preset_of(const char *label);

/** See a bundle's presets, restore the one of this label and play a second; `told` is
    the model that played. How many ports it set is in values_set. */
void play_preset(const char *folder, const char *label, float *out,
                 char told[PATH_MAX]);
extern unsigned values_set;

/** Play the same second through a model itself. */
void play_model(const char *path, float *out);

#endif
