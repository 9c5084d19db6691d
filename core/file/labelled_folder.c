/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "file/labelled_rows.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

#define MOST_ENTRIES ((size_t)4 * UNFOLD_MAX_RECORDINGS)

bool unfold_is_audio_name(const char *name)
{
    static const char *const endings[] = {".wav",  ".wave", ".bwf",  ".rf64", ".w64",
                                          ".flac", ".ogg",  ".oga",  ".opus", ".mp3",
                                          ".aif",  ".aiff", ".aifc", ".caf",  ".au",
                                          ".snd",  ".sph",  ".nist", ".voc"};
    const char *dot = strrchr(name, '.');
    for (size_t k = 0; dot && k < sizeof endings / sizeof *endings; ++k)
        if (!strcasecmp(dot, endings[k]))
            return true;
    return false;
}

/* A walk through folders. */
typedef struct {
    char path[PATH_MAX]; /* where it is; folders end in '/' */
    size_t root;         /* bytes of the list's folder */
    size_t entries;
    const char *label; /* of what is found */
    UnfoldRows *rows;
} Walk;

/* What a folder holds. */
typedef struct {
    char **names; /* sorted */
    size_t count, room;
    UnfoldTexts *texts;
} Entries;

static void entries_clear(Entries *entries)
{
    free(entries->names);
    unfold_texts_free(entries->texts);
}

static UnfoldStatus fail_at(const Walk *walk, const char *reason, UnfoldError *error)
{
    return unfold_fail(error, UNFOLD_CANNOT_READ, "'%.150s': %s",
                       walk->path + walk->root, reason);
}

static UnfoldStatus entries_add(Entries *entries, const char *name, UnfoldError *error)
{
    if (entries->count == entries->room) {
        const size_t room = entries->room ? 2 * entries->room : 64;
        char **moved = realloc(entries->names, room * sizeof *moved);
        if (!moved)
            return unfold_no_memory(error);
        entries->names = moved;
        entries->room = room;
    }
    char *copy = unfold_texts_add(&entries->texts, name, "", 0);
    if (!copy)
        return unfold_no_memory(error);
    entries->names[entries->count++] = copy;
    return UNFOLD_OK;
}

static int by_name(const void *left, const void *right)
{
    return strcmp(*(char *const *)left, *(char *const *)right);
}

static UnfoldStatus entries_read(Walk *walk, Entries *entries, UnfoldError *error)
{
    UnfoldStatus status = UNFOLD_OK;
    *entries = (Entries){0};
    DIR *folder = opendir(walk->path);
    if (!folder)
        return fail_at(walk, strerror(errno), error);
    errno = 0;
    for (struct dirent *entry; !status && (entry = readdir(folder)); errno = 0) {
        if (++walk->entries > MOST_ENTRIES)
            status = unfold_fail(error, UNFOLD_UNSUPPORTED, "has more than %zu files",
                                 MOST_ENTRIES);
        else if (entry->d_name[0] != '.')
            status = entries_add(entries, entry->d_name, error);
    }
    if (!status && errno)
        status = fail_at(walk, strerror(errno), error);
    closedir(folder);
    if (entries->count)
        qsort(entries->names, entries->count, sizeof *entries->names, by_name);
    return status;
}

/* Go to an entry of the folder whose path has `length` bytes. */
static UnfoldStatus enter(Walk *walk, size_t length, const char *name, bool *is_folder,
                          UnfoldError *error)
{
    struct stat info;
    if (length + strlen(name) + 2 > sizeof walk->path)
        return fail_at(walk, "a path in it is too long", error);
    strcpy(walk->path + length, name);
    *is_folder = !stat(walk->path, &info) && S_ISDIR(info.st_mode);
    if (*is_folder)
        strcat(walk->path, "/");
    return UNFOLD_OK;
}

static UnfoldStatus add_recording(Walk *walk, UnfoldError *error)
{
    UnfoldRow row = {.label = walk->label};
    row.path = unfold_texts_add(&walk->rows->texts, walk->path + walk->root, "", 0);
    return row.path ? unfold_rows_add(walk->rows, &row, error)
                    : unfold_no_memory(error);
}

/* All recordings below the folder where the walk is. */
static UnfoldStatus walk_below(Walk *walk, int depth, UnfoldError *error)
{
    Entries entries;
    const size_t length = strlen(walk->path);
    if (depth > UNFOLD_MAX_LIST_DEPTH)
        return fail_at(walk, "there are too many folders in each other", error);
    UnfoldStatus status = entries_read(walk, &entries, error);
    for (size_t k = 0; !status && k < entries.count; ++k) {
        bool is_folder;
        status = enter(walk, length, entries.names[k], &is_folder, error);
        if (!status && is_folder)
            status = walk_below(walk, depth + 1, error);
        else if (!status && unfold_is_audio_name(entries.names[k]))
            status = add_recording(walk, error);
    }
    entries_clear(&entries);
    return status;
}

static UnfoldStatus name_label(Walk *walk, const char *name, UnfoldError *error)
{
    char *label = unfold_texts_add(&walk->rows->texts, name, "", 0);
    if (!label)
        return unfold_no_memory(error);
    walk->label = unfold_trim(label);
    const char *fault = unfold_label_fault(walk->label);
    if (fault)
        return unfold_fail(error, UNFOLD_BAD_FILE,
                           "the folder '%.100s' names no label: it %s", name, fault);
    return UNFOLD_OK;
}

/* What stands in the list's folder itself. */
typedef struct {
    const char *recording; /* the first one */
    const char *label;     /* of the first folder that has recordings */
    const char *empty;     /* the first folder that has none */
} Found;

static UnfoldStatus check_found(const Found *found, UnfoldError *error)
{
    if (found->recording && found->label)
        return unfold_fail(error, UNFOLD_BAD_FILE,
                           "the recording '%.80s' lies beside the folder '%.80s': is "
                           "it of no class?",
                           found->recording, found->label);
    if (!found->recording && found->empty)
        return unfold_fail(error, UNFOLD_BAD_FILE, "class '%.150s' has no recordings",
                           found->empty);
    if (!found->recording && !found->label)
        return unfold_fail(error, UNFOLD_BAD_FILE, "has no recordings");
    return UNFOLD_OK;
}

/* The folder's own recordings, and those of a folder for each label. */
static UnfoldStatus walk_classes(Walk *walk, UnfoldError *error)
{
    Entries entries;
    Found found = {0};
    const size_t length = strlen(walk->path);
    UnfoldStatus status = entries_read(walk, &entries, error);
    for (size_t k = 0; !status && k < entries.count; ++k) {
        bool is_folder;
        const char *name = entries.names[k];
        const size_t before = walk->rows->count;
        status = enter(walk, length, name, &is_folder, error);
        walk->label = NULL;
        if (!status && is_folder) {
            status = name_label(walk, name, error);
            if (!status)
                status = walk_below(walk, 1, error);
            if (walk->rows->count > before && !found.label)
                found.label = name;
            if (walk->rows->count == before && !found.empty)
                found.empty = name;
        } else if (!status && unfold_is_audio_name(name)) {
            status = add_recording(walk, error);
            found.recording = found.recording ? found.recording : name;
        }
    }
    if (!status)
        status = check_found(&found, error);
    entries_clear(&entries);
    return status;
}

UnfoldStatus unfold_rows_of_folder(const char *folder,
                                   const UnfoldLabelledOptions *options,
                                   UnfoldRows *rows, UnfoldError *error)
{
    Walk walk = {.root = strlen(folder), .rows = rows};
    if (walk.root >= sizeof walk.path)
        return unfold_fail(error, UNFOLD_UNSUPPORTED, "its path is too long");
    strcpy(walk.path, folder);
    if (!options->unlabelled)
        return walk_classes(&walk, error);
    const UnfoldStatus status = walk_below(&walk, 0, error);
    if (!status && !rows->count)
        return unfold_fail(error, UNFOLD_BAD_FILE, "has no recordings");
    return status;
}
