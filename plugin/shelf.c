/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "plugin/shelf.h"

#include "plugin/model_names.h"

#include <dirent.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static int is_named_like_a_model(const struct dirent *entry)
{
    return unfold_is_named_like_a_model(entry->d_name);
}

static int by_name(const struct dirent **a, const struct dirent **b)
{
    return unfold_model_name_order((*a)->d_name, (*b)->d_name);
}

static bool add(UnfoldShelf *shelf, const char *folder, const char *name)
{
    char path[PATH_MAX];
    const int length = snprintf(path, sizeof path, "%s/%s", folder, name);
    struct stat info;
    if (length < 0 || (size_t)length >= sizeof path || stat(path, &info) != 0 ||
        !S_ISREG(info.st_mode))
        return true;
    char **grown = realloc(shelf->paths, (shelf->count + 1) * sizeof *grown);
    if (!grown)
        return false;
    shelf->paths = grown;
    shelf->paths[shelf->count] = strdup(path);
    return shelf->paths[shelf->count++] != NULL;
}

static bool add_folder(UnfoldShelf *shelf, const char *folder)
{
    struct dirent **entries;
    const int count = scandir(folder, &entries, is_named_like_a_model, by_name);
    bool done = true;
    for (int k = 0; k < count; ++k) {
        done = done && add(shelf, folder, entries[k]->d_name);
        free(entries[k]);
    }
    if (count >= 0)
        free(entries);
    return done;
}

/* The folder where the file really lies; false if there is none. */
static bool folder_of(const char *path, char folder[PATH_MAX])
{
    if (!realpath(path, folder)) {
        const int length = snprintf(folder, PATH_MAX, "%s", path);
        if (length < 0 || length >= PATH_MAX)
            return false;
    }
    char *slash = strrchr(folder, '/');
    if (!slash)
        return false;
    *slash = '\0';
    return true;
}

static bool is_same_file(const char *a, const char *b)
{
    struct stat of_a, of_b;
    return stat(a, &of_a) == 0 && stat(b, &of_b) == 0 && of_a.st_dev == of_b.st_dev &&
           of_a.st_ino == of_b.st_ino;
}

bool unfold_shelf_open(UnfoldShelf *shelf, const char *const bundled[],
                       const char *bundle, const char *path)
{
    char folder[PATH_MAX];
    bool done = true;
    *shelf = (UnfoldShelf){NULL, 0};
    for (size_t k = 0; bundled[k]; ++k)
        done = done && add(shelf, bundle, bundled[k]);
    if (done && folder_of(path, folder) && !is_same_file(folder, bundle))
        done = add_folder(shelf, folder);
    if (!done)
        unfold_shelf_close(shelf);
    return done;
}

void unfold_shelf_close(UnfoldShelf *shelf)
{
    for (size_t k = 0; k < shelf->count; ++k)
        free(shelf->paths[k]);
    free(shelf->paths);
    *shelf = (UnfoldShelf){NULL, 0};
}

size_t unfold_shelf_find(const UnfoldShelf *shelf, const char *path)
{
    size_t k = 0;
    while (k < shelf->count && strcmp(shelf->paths[k], path) != 0 &&
           !is_same_file(shelf->paths[k], path))
        ++k;
    return k;
}
