/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_UI_MODELS_H
#define UNFOLD_UI_MODELS_H

#include "plugin/ui/scan.h"

#include <limits.h>
#include <stddef.h>

#define UNFOLD_MOST_MODELS 5000

/** A model that comes with the plugin: its file in the bundle. */
typedef struct {
    const char *file, *label, *bank;
} UnfoldOwnModel;

/** From presets/presets.h; a file of NULL ends them. */
extern const UnfoldOwnModel unfold_effect_models[], unfold_listen_models[];

typedef enum {
    UNFOLD_OWN,  /**< the plugin's */
    UNFOLD_HERE, /**< in the folder */
    UNFOLD_BELOW /**< in its folders */
} UnfoldPart;

typedef enum {
    UNFOLD_ROW_HEADING,
    UNFOLD_ROW_NOTE, /**< neither of these two can be chosen */
    UNFOLD_ROW_UP,
    UNFOLD_ROW_FOLDER,
    UNFOLD_ROW_MODEL
} UnfoldRowKind;

/** A row of the list. All can be drawn but the path, whose bytes are the system's. */
typedef struct {
    UnfoldPart part;
    UnfoldRowKind kind;
    const char *path;  /**< absolute */
    const char *name;  /**< as the system has it, or as the plugin calls it */
    const char *shown; /**< the name */
    const char *place; /**< quieter: the bank, or the folder within the folder */
} UnfoldRow;

/** What models there are: the plugin's own, then those of a folder, in the order in
    which the plugin steps through them, and those below it. */
typedef struct {
    UnfoldRow **rows; /**< [count] in order, each its own memory */
    uint32_t count, room;
    uint32_t files;                          /**< found, at most UNFOLD_MOST_MODELS */
    char bundle[PATH_MAX], folder[PATH_MAX]; /**< "": none */
    UnfoldScan scan;
    bool changed; /**< since it was asked last */
} UnfoldModels;

/** In place: must not be moved. What finds no memory is left out. */
void unfold_models_init(UnfoldModels *models, const UnfoldOwnModel *own,
                        const char *bundle);
void unfold_models_free(UnfoldModels *models);

/** List this folder instead. All rows of the folder before are gone. */
void unfold_models_open(UnfoldModels *models, const char *folder);

/** Look on for a few milliseconds, `seconds` after the last time; `deep`: also below.
    True if rows have come since. */
bool unfold_models_tick(UnfoldModels *models, bool deep, double seconds);

/** Whether there is more to look at. */
bool unfold_models_is_busy(const UnfoldModels *models, bool deep);

/** The folder in which the file at `path` really lies, and that of a folder; false:
    there is none. */
bool unfold_folder_of(const char *path, char folder[PATH_MAX]);
bool unfold_folder_above(const char *path, char folder[PATH_MAX]);

#endif
