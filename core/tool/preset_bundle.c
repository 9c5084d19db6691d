/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "tool/preset_bundle.h"

#include "file/read.h"
#include "file/replace.h"
#include "tool/report.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define LIST "presets.json"
#define STATES "presets.ttl"
#define MANIFEST "manifest.ttl"
#define ENDING ".lv2"
#define MOST_STEM 96 /* bytes of a model's name, */
#define MOST_ENDING 16
#define MOST_NAME (MOST_STEM + MOST_ENDING + 16) /* and with a number */
#define MOST_NAMESAKES 10000

static const char header[] =
    "# Made by unfold preset from " LIST ", and made anew whenever a preset is added.\n"
    "@prefix lv2: <http://lv2plug.in/ns/lv2core#> .\n"
    "@prefix pset: <http://lv2plug.in/ns/ext/presets#> .\n"
    "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
    "@prefix state: <http://lv2plug.in/ns/ext/state#> .\n";

/* Where the name begins and how long it is, without slashes at the end and ".lv2". */
static const char *find_name(const char *folder, size_t *length)
{
    size_t end = strlen(folder);
    while (end > 1 && folder[end - 1] == '/')
        --end;
    size_t begin = end;
    while (begin > 0 && folder[begin - 1] != '/')
        --begin;
    const size_t ending = strlen(ENDING);
    const bool fits = end - begin > ending &&
                      !memcmp(folder + end - ending, ENDING, ending) &&
                      folder[begin] != '.';
    *length = fits ? end - begin - ending : 0;
    return folder + begin;
}

bool preset_bundle_name_fits(const char *folder)
{
    size_t length;
    find_name(folder, &length);
    return length > 0;
}

static const char *path_of(const PresetBundle *bundle, const char *name,
                           char path[PATH_MAX])
{
    snprintf(path, PATH_MAX, "%s/%.*s", bundle->folder, MOST_NAME, name);
    return path;
}

static bool is_empty(const char *folder)
{
    DIR *entries = opendir(folder);
    size_t count = 0;
    for (struct dirent *entry; entries && (entry = readdir(entries));)
        count += strcmp(entry->d_name, ".") && strcmp(entry->d_name, "..");
    const bool empty = entries && count == 0;
    if (entries)
        closedir(entries);
    return empty;
}

static int open_folder(PresetBundle *bundle)
{
    bundle->made = !mkdir(bundle->folder, 0777);
    if (!bundle->made && errno != EEXIST)
        return tool_error(bundle->folder, "cannot be made: %s", strerror(errno));
    bundle->lock = open(bundle->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (bundle->lock < 0)
        return tool_error(bundle->folder, "%s%s",
                          errno == ENOTDIR ? "is a file, not a folder"
                                           : "cannot be opened: ",
                          errno == ENOTDIR ? "" : strerror(errno));
    flock(bundle->lock, LOCK_EX); /* where that cannot be, it was not needed so far */
    return TOOL_OK;
}

static int open_list(PresetBundle *bundle)
{
    char path[PATH_MAX], name[NAME_MAX + 1];
    if (!access(path_of(bundle, LIST, path), F_OK))
        return preset_list_read(path, &bundle->list);
    if (errno != ENOENT)
        return tool_error(path, "cannot be read: %s", strerror(errno));
    if (!is_empty(bundle->folder))
        return tool_error(bundle->folder,
                          "is not empty and no bundle of unfold preset: choose another "
                          "name");
    size_t length;
    const char *begin = find_name(bundle->folder, &length);
    snprintf(name, sizeof name, "%.*s", (int)length, begin); /* was made, so it fits */
    return preset_list_new(name, &bundle->list);
}

int preset_bundle_open(const char *folder, PresetBundle *bundle)
{
    *bundle = (PresetBundle){.lock = -1};
    size_t length;
    const char *name = find_name(folder, &length);
    length += (size_t)(name - folder) + strlen(ENDING);
    if (length >= sizeof bundle->folder)
        return tool_error(folder, "the path is too long");
    memcpy(bundle->folder, folder, length);
    const int status = open_folder(bundle);
    return status ? status : open_list(bundle);
}

void preset_bundle_close(PresetBundle *bundle)
{
    if (bundle->made)
        rmdir(bundle->folder);
    if (bundle->lock >= 0)
        close(bundle->lock);
    preset_list_clear(&bundle->list);
    *bundle = (PresetBundle){.lock = -1};
}

/* What can stand in a URI as it is; the rest becomes '-', once for each run. */
static void make_plain(const char *from, size_t length, char *to, size_t room)
{
    size_t used = 0;
    for (size_t k = 0; k < length && used + 1 < room; ++k) {
        const bool plain = strchr(PRESET_PLAIN, from[k]);
        if (!used && (!plain || strchr("-.", from[k])))
            continue;
        if (plain || to[used - 1] != '-')
            to[used++] = plain ? from[k] : '-';
    }
    to[used] = '\0';
}

static bool holds(const char *path, const PresetModel *model)
{
    char *bytes;
    size_t size;
    if (unfold_read_bytes(path, model->size, &bytes, &size, NULL))
        return false;
    const bool same = size == model->size && !memcmp(bytes, model->bytes, size);
    free(bytes);
    return same;
}

/* Whether no preset but k has the model of this name. */
static bool belongs_to(const PresetBundle *bundle, size_t k, const char *name)
{
    const size_t count = preset_list_count(&bundle->list);
    bool belongs = k < count && !strcmp(preset_list_get(&bundle->list, k).model, name);
    for (size_t n = 0; n < count; ++n)
        if (n != k && !strcmp(preset_list_get(&bundle->list, n).model, name))
            belongs = false;
    return belongs;
}

/* The model's name in the bundle: its own, or with a number where another file has that
   already; `write` is whether it is not there yet. The file of a preset that is
   replaced stays unless it has the same name: sessions may refer to it. */
static int find_place(const PresetBundle *bundle, size_t preset,
                      const PresetModel *model, char name[MOST_NAME], bool *write)
{
    const char *base = tool_base_name(model->path), *dot = strrchr(base, '.');
    char stem[MOST_STEM], ending[MOST_ENDING] = "", path[PATH_MAX];
    make_plain(base, dot ? (size_t)(dot - base) : strlen(base), stem, sizeof stem);
    if (dot)
        make_plain(dot + 1, strlen(dot + 1), ending, sizeof ending);
    for (unsigned k = 1; k <= MOST_NAMESAKES; ++k) {
        char number[16] = "";
        if (k > 1)
            snprintf(number, sizeof number, "-%u", k);
        snprintf(name, MOST_NAME, "%s%s%s%s", *stem ? stem : "model", number,
                 *ending ? "." : "", ending);
        if (!strcmp(name, LIST) || !strcmp(name, STATES) || !strcmp(name, MANIFEST))
            continue;
        const bool is_free = access(path_of(bundle, name, path), F_OK) != 0;
        *write = is_free || !holds(path, model);
        if (is_free || !*write || belongs_to(bundle, preset, name))
            return TOOL_OK;
    }
    return tool_error(bundle->folder, "holds too many models called '%s'", stem);
}

/* False for lack of memory. */
static bool write_turtle(const PresetBundle *bundle, FILE *file,
                         void (*write)(FILE *, const UnfoldPreset *, size_t))
{
    const size_t count = preset_list_count(&bundle->list);
    UnfoldPreset *presets = malloc((count + 1) * sizeof *presets);
    if (!presets)
        return false;
    for (size_t k = 0; k < count; ++k)
        presets[k] = preset_list_get(&bundle->list, k);
    fputs(header, file);
    write(file, presets, count);
    free(presets);
    return true;
}

/* In the order in which they take their places: what is told of is there before, and
   whatever is cut short, the list has all that the Turtle has. */
enum { AT_MODEL, AT_LIST, AT_STATES, AT_MANIFEST, FILES };

static bool fill(const PresetBundle *bundle, const PresetModel *model, int at,
                 FILE *file)
{
    switch (at) {
    case AT_MODEL:
        fwrite(model->bytes, 1, model->size, file);
        return true;
    case AT_LIST:
        return preset_list_write(&bundle->list, file);
    case AT_STATES:
        return write_turtle(bundle, file, unfold_preset_states);
    default:
        return write_turtle(bundle, file, unfold_preset_manifest);
    }
}

/* To the disk, under temporary names. */
static int prepare(const PresetBundle *bundle, const PresetModel *model, int at,
                   const char *path, UnfoldReplace *replace)
{
    UnfoldError error;
    unfold_replace_tidy(path);
    if (unfold_replace_begin(path, replace, &error))
        return tool_error(path, "%s", error.text);
    if (!fill(bundle, model, at, replace->file))
        return tool_no_memory();
    if (unfold_replace_sync(replace, &error))
        return tool_error(path, "%s", error.text);
    return TOOL_OK;
}

/* The files from number `first` on: all, or none and an error. */
static int write_files(PresetBundle *bundle, const PresetModel *model, const char *name,
                       int first)
{
    const char *const names[FILES] = {name, LIST, STATES, MANIFEST};
    char paths[FILES][PATH_MAX];
    UnfoldReplace files[FILES] = {{0}};
    UnfoldError error;
    int status = TOOL_OK;
    for (int k = first; !status && k < FILES; ++k)
        status =
            prepare(bundle, model, k, path_of(bundle, names[k], paths[k]), &files[k]);
    for (int k = first; !status && k < FILES; ++k)
        if (unfold_replace_commit(&files[k], &error))
            status = tool_error(paths[k], "%s", error.text);
    for (int k = first; k < FILES; ++k)
        unfold_replace_abort(&files[k]);
    for (int k = first; status && bundle->made && k < FILES; ++k)
        unlink(path_of(bundle, names[k], paths[k]));
    if (!status)
        bundle->made = false;
    return status;
}

int preset_bundle_add(PresetBundle *bundle, const UnfoldPreset *preset,
                      const PresetModel *model, bool force)
{
    const size_t k = preset_list_find(&bundle->list, preset->label);
    if (k < preset_list_count(&bundle->list) && !force)
        return tool_error(bundle->folder,
                          "has a preset '%s' already: choose another --label, or "
                          "replace it with --force",
                          preset->label);
    char name[MOST_NAME];
    bool write;
    UnfoldPreset placed = *preset;
    placed.model = name;
    int status = find_place(bundle, k, model, name, &write);
    if (!status)
        status = preset_list_put(&bundle->list, k, &placed);
    return status ? status
                  : write_files(bundle, model, name, write ? AT_MODEL : AT_LIST);
}
