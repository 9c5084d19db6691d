/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "plugin/ui/models.h"

#include "plugin/model_names.h"
#include "plugin/ui/utf8.h"
#include "presets/presets.h"

#include <stdio.h>
#include <stdlib.h>

#define BUDGET 0.003 /* seconds of a tick */

#define OWN(file, name, label, bank, comment) {file, label, bank},
const UnfoldOwnModel unfold_effect_models[] = {UNFOLD_PRESETS(OWN){NULL, NULL, NULL}};
const UnfoldOwnModel unfold_listen_models[] = {
    UNFOLD_LISTEN_PRESETS(OWN){NULL, NULL, NULL}};
#undef OWN

/* Negative: a comes first. Below, folder after folder. */
static int order(const UnfoldRow *a, const UnfoldRow *b)
{
    if (a->part != b->part)
        return a->part < b->part ? -1 : 1;
    if (a->part == UNFOLD_OWN) /* as they came */
        return -1;
    if (a->kind != b->kind)
        return a->kind < b->kind ? -1 : 1;
    const int places = unfold_model_name_order(a->place, b->place);
    return places && a->part == UNFOLD_BELOW
               ? places
               : unfold_model_name_order(a->name, b->name);
}

static bool make_room(UnfoldModels *models)
{
    if (models->count < models->room)
        return true;
    const uint32_t room = models->room ? 2 * models->room : 64;
    UnfoldRow **grown = realloc(models->rows, room * sizeof(UnfoldRow *));
    if (!grown)
        return false;
    models->rows = grown;
    models->room = room;
    return true;
}

/* The row and its texts in one block. */
static UnfoldRow *new_row(const UnfoldRow *what)
{
    const size_t path = strlen(what->path) + 1, name = strlen(what->name) + 1;
    const size_t shown = 3 * name, place = 3 * strlen(what->place) + 1;
    UnfoldRow *row = malloc(sizeof *row + path + name + shown + place);
    if (!row)
        return NULL;
    char *texts = (char *)(row + 1);
    *row = *what;
    row->path = memcpy(texts, what->path, path);
    row->name = memcpy(texts + path, what->name, name);
    row->shown = texts + path + name;
    row->place = texts + path + name + shown;
    unfold_utf8_clean(what->name, texts + path + name, shown);
    unfold_utf8_clean(what->place, texts + path + name + shown, place);
    return row;
}

static bool add(UnfoldModels *models, const UnfoldRow *what)
{
    UnfoldRow *row = make_room(models) ? new_row(what) : NULL;
    if (!row)
        return false;
    uint32_t from = 0, to = models->count;
    while (from < to) {
        const uint32_t middle = (from + to) / 2;
        if (order(models->rows[middle], row) < 0)
            from = middle + 1;
        else
            to = middle;
    }
    memmove(models->rows + from + 1, models->rows + from,
            (models->count - from) * sizeof(UnfoldRow *));
    models->rows[from] = row;
    ++models->count;
    models->changed = true;
    return true;
}

static void found(void *owner, const char *path, const char *name, unsigned depth,
                  bool is_folder)
{
    UnfoldModels *models = owner;
    char place[PATH_MAX] = "";
    const size_t folder = strlen(models->folder);
    const char *below = path + folder + (models->folder[folder - 1] != '/');
    if (is_folder ? depth > 0 : models->files == UNFOLD_MOST_MODELS)
        return;
    if (depth)
        snprintf(place, sizeof place, "%.*s", (int)(name - 1 - below), below);
    const UnfoldRow row = {.part = depth ? UNFOLD_BELOW : UNFOLD_HERE,
                           .kind = is_folder ? UNFOLD_ROW_FOLDER : UNFOLD_ROW_MODEL,
                           .path = path,
                           .name = name,
                           .place = place};
    models->files += add(models, &row) && !is_folder;
}

void unfold_models_init(UnfoldModels *models, const UnfoldOwnModel *own,
                        const char *bundle)
{
    *models = (UnfoldModels){.scan = {.found = found, .owner = models}};
    snprintf(models->bundle, sizeof models->bundle, "%s", bundle);
    for (size_t length = strlen(models->bundle);
         length > 1 && models->bundle[length - 1] == '/';)
        models->bundle[--length] = '\0';
    for (; own->file; ++own) {
        char path[PATH_MAX];
        const int length =
            snprintf(path, sizeof path, "%s/%s", models->bundle, own->file);
        if (length > 0 && (size_t)length < sizeof path)
            add(models, &(UnfoldRow){.part = UNFOLD_OWN,
                                     .kind = UNFOLD_ROW_MODEL,
                                     .path = path,
                                     .name = own->label,
                                     .place = own->bank});
    }
}

/* All but the plugin's own, which come first. */
static void forget(UnfoldModels *models)
{
    while (models->count && models->rows[models->count - 1]->part != UNFOLD_OWN)
        free(models->rows[--models->count]);
    models->files = 0;
    models->changed = true;
}

void unfold_models_free(UnfoldModels *models)
{
    for (uint32_t k = 0; k < models->count; ++k)
        free(models->rows[k]);
    free(models->rows);
    models->rows = NULL;
    models->count = models->room = 0;
    unfold_scan_end(&models->scan);
}

void unfold_models_open(UnfoldModels *models, const char *folder)
{
    char above[PATH_MAX], opened[PATH_MAX];
    snprintf(opened, sizeof opened, "%s", folder); /* which may be a row's path */
    forget(models);
    memcpy(models->folder, opened, sizeof opened);
    unfold_scan_begin(&models->scan, models->folder);
    if (unfold_folder_above(models->folder, above))
        add(models, &(UnfoldRow){.part = UNFOLD_HERE,
                                 .kind = UNFOLD_ROW_UP,
                                 .path = above,
                                 .name = "..",
                                 .place = ""});
}

bool unfold_models_is_busy(const UnfoldModels *models, bool deep)
{
    return models->files < UNFOLD_MOST_MODELS &&
           unfold_scan_is_busy(&models->scan, deep);
}

bool unfold_models_tick(UnfoldModels *models, bool deep, double seconds)
{
    if (unfold_models_is_busy(models, deep))
        unfold_scan_step(&models->scan, deep, seconds, BUDGET);
    const bool changed = models->changed;
    models->changed = false;
    return changed;
}

bool unfold_folder_above(const char *path, char folder[PATH_MAX])
{
    const int length = snprintf(folder, PATH_MAX, "%s", path);
    char *slash = length > 1 && length < PATH_MAX ? strrchr(folder, '/') : NULL;
    if (!slash)
        return false;
    slash[slash == folder] = '\0';
    return true;
}

bool unfold_folder_of(const char *path, char folder[PATH_MAX])
{
    char real[PATH_MAX];
    return unfold_folder_above(realpath(path, real) ? real : path, folder);
}
