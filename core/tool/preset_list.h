/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_TOOL_PRESET_LIST_H
#define UNFOLD_TOOL_PRESET_LIST_H

#include "ttl/preset.h"

#include <jansson.h>
#include <stdbool.h>

/** The presets of a bundle of `unfold preset`, as its list in JSON holds them: the
   bundle's Turtle is made from it, never read. All zero is none. */
typedef struct {
    json_t *root;
} PresetList;

/** What a file in a bundle may be called, so that URIs need no escapes; beginning with
    none of "-." besides. */
#define PRESET_PLAIN "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._"

/** An empty list of the bundle called `bundle`, which stays part of its presets' URIs
    wherever the bundle is moved. Returns the exit status; errors are printed. */
int preset_list_new(const char *bundle, PresetList *list);

/** Read and check a list. Likewise. */
int preset_list_read(const char *path, PresetList *list);
void preset_list_clear(PresetList *list);

size_t preset_list_count(const PresetList *list);

/** Preset k; its texts belong to the list and last until it changes. */
UnfoldPreset preset_list_get(const PresetList *list, size_t k);

/** Index of the preset of this label, preset_list_count if there is none. */
size_t preset_list_find(const PresetList *list, const char *label);

/** Put label, bank, comment and model (UTF-8), and what plays it, in the place of
   preset k, or append them where k is preset_list_count. Returns the exit status;
   errors are printed. */
int preset_list_put(PresetList *list, size_t k, const UnfoldPreset *preset);

/** False for lack of memory; whether the file took it is ferror's to say. */
bool preset_list_write(const PresetList *list, FILE *file);

#endif
