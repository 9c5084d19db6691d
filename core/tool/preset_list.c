/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "tool/preset_list.h"

#include "file/json.h"
#include "file/read.h"
#include "tool/report.h"

#include <stdlib.h>
#include <string.h>

#define FORMAT "unfold presets"
#define VERSION 1
#define MOST_BYTES ((size_t)16 << 20)

static json_t *presets_of(const PresetList *list)
{
    return json_object_get(list->root, "presets");
}

static const char *text_of(const json_t *object, const char *key)
{
    return json_string_value(json_object_get(object, key));
}

int preset_list_new(const char *bundle, PresetList *list)
{
    list->root = json_pack("{s:s, s:i, s:s, s:[]}", "format", FORMAT, "version",
                           VERSION, "bundle", bundle, "presets");
    return list->root ? TOOL_OK : tool_no_memory();
}

static UnfoldStatus check_preset(const json_t *preset, UnfoldError *error)
{
    static const char *const known[] = {"label", "bank",    "comment",
                                        "model", "listens", NULL};
    const json_t *listens = json_object_get(preset, "listens");
    const char *text;
    if (!json_is_object(preset))
        return unfold_fail(error, UNFOLD_BAD_FILE, "a preset is no object");
    UnfoldStatus status = unfold_json_check_keys(preset, known, " in a preset", error);
    for (size_t k = 0; !status && strcmp(known[k], "listens") != 0; ++k)
        if (!strcmp(known[k], "label") || json_object_get(preset, known[k]))
            status = unfold_json_text(preset, known[k], &text, error);
    if (!status && listens && !json_is_boolean(listens))
        status = unfold_fail(error, UNFOLD_BAD_FILE, "'listens' is not true or false");
    if (!status)
        status = unfold_json_text(preset, "model", &text, error);
    if (!status &&
        (!*text || strspn(text, PRESET_PLAIN) != strlen(text) || strchr("-.", *text)))
        status = unfold_fail(error, UNFOLD_BAD_FILE,
                             "'%.64s' is no name of a model in a bundle", text);
    return status;
}

static UnfoldStatus check(const PresetList *list, UnfoldError *error)
{
    static const char *const known[] = {"format", "version", "bundle", "presets", NULL};
    const char *text;
    uint32_t version;
    UnfoldStatus status = unfold_json_text(list->root, "format", &text, error);
    if (!status && strcmp(text, FORMAT) != 0)
        status = unfold_fail(error, UNFOLD_BAD_FILE, "is no list of presets");
    if (!status)
        status = unfold_json_count_in(list->root, "version", VERSION, VERSION, &version,
                                      error);
    if (!status)
        status = unfold_json_check_keys(list->root, known, "", error);
    if (!status)
        status = unfold_json_text(list->root, "bundle", &text, error);
    if (!status && !json_is_array(presets_of(list)))
        status = unfold_fail(error, UNFOLD_BAD_FILE, "has no list 'presets'");
    for (size_t k = 0; !status && k < preset_list_count(list); ++k)
        status = check_preset(json_array_get(presets_of(list), k), error);
    return status;
}

int preset_list_read(const char *path, PresetList *list)
{
    char *bytes;
    size_t size;
    UnfoldError error;
    *list = (PresetList){0};
    if (unfold_read_bytes(path, MOST_BYTES, &bytes, &size, &error))
        return tool_error(path, "%s", error.text);
    UnfoldStatus status = unfold_json_parse(bytes, size, &list->root, &error);
    free(bytes);
    if (!status)
        status = check(list, &error);
    if (!status)
        return TOOL_OK;
    preset_list_clear(list);
    return tool_error(path, "%s", error.text);
}

void preset_list_clear(PresetList *list)
{
    json_decref(list->root);
    list->root = NULL;
}

size_t preset_list_count(const PresetList *list)
{
    return json_array_size(presets_of(list));
}

UnfoldPreset preset_list_get(const PresetList *list, size_t k)
{
    const json_t *preset = json_array_get(presets_of(list), k);
    const char *label = text_of(preset, "label");
    return (UnfoldPreset){.bundle = text_of(list->root, "bundle"),
                          .name = label,
                          .label = label,
                          .bank = text_of(preset, "bank"),
                          .comment = text_of(preset, "comment"),
                          .model = text_of(preset, "model"),
                          .listens = json_is_true(json_object_get(preset, "listens"))};
}

size_t preset_list_find(const PresetList *list, const char *label)
{
    const size_t count = preset_list_count(list);
    size_t k = 0;
    while (k < count && strcmp(preset_list_get(list, k).label, label) != 0)
        ++k;
    return k;
}

/* NULL is left out. */
static bool set_text(json_t *object, const char *key, const char *text)
{
    return !text || !json_object_set_new(object, key, json_string(text));
}

int preset_list_put(PresetList *list, size_t k, const UnfoldPreset *preset)
{
    json_t *made = json_object(), *presets = presets_of(list);
    if (made && set_text(made, "label", preset->label) &&
        set_text(made, "bank", preset->bank) &&
        set_text(made, "comment", preset->comment) &&
        set_text(made, "model", preset->model) &&
        (!preset->listens || !json_object_set_new(made, "listens", json_true())) &&
        !(k < preset_list_count(list) ? json_array_set(presets, k, made)
                                      : json_array_append(presets, made))) {
        json_decref(made);
        return TOOL_OK;
    }
    json_decref(made);
    return tool_no_memory();
}

bool preset_list_write(const PresetList *list, FILE *file)
{
    const bool done = !json_dumpf(list->root, file, JSON_INDENT(2)) || ferror(file);
    fputc('\n', file);
    return done;
}
