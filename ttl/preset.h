/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_TTL_PRESET_H
#define UNFOLD_TTL_PRESET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/* Presets as Turtle: those that come with the plugin, when it is built, and those that
   `unfold preset` makes. Texts are UTF-8, of any kind. Whether the file took what was
   written is ferror's to say. */

typedef struct {
    const char *bundle;  /**< part of the URI; NULL: it comes with the plugin */
    const char *name;    /**< the rest of it: unique in its bundle */
    const char *label;   /**< what hosts show */
    const char *bank;    /**< what hosts may group it under; NULL: nothing */
    const char *comment; /**< NULL: none */
    const char *model;   /**< file in the bundle, of characters that URIs can hold */
    bool listens;        /**< for the plugin that listens, not for the effects */
} UnfoldPreset;

/** What manifest.ttl says of the presets, their banks first. The prefixes lv2, pset and
    rdfs are the file's. */
void unfold_preset_manifest(FILE *file, const UnfoldPreset *presets, size_t count);

/** What presets.ttl says of them; with the prefix state, besides. */
void unfold_preset_states(FILE *file, const UnfoldPreset *presets, size_t count);

#endif
