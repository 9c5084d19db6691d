/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "tool/manifest.h"

#include "file/json.h"
#include "file/read.h"
#include "tool/report.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MOST_BYTES ((size_t)16 << 20)

struct Manifest {
    const char *path;
    json_t *root;
    const json_t *models; /* borrowed from root */
};

/* Turn a path into one from the manifest's folder; the text becomes the root's. */
static bool make_absolute(json_t *object, const char *key, const char *manifest)
{
    const char *path = json_string_value(json_object_get(object, key));
    const char *slash = strrchr(manifest, '/');
    if (!path || *path == '/' || !slash)
        return true;
    char joined[4096];
    const int folder = (int)(slash - manifest) + 1;
    const int length =
        snprintf(joined, sizeof joined, "%.*s%s", folder, manifest, path);
    return length > 0 && (size_t)length < sizeof joined &&
           !json_object_set_new(object, key, json_string(joined));
}

static int check_pair(const Manifest *manifest, size_t k, json_t *pair)
{
    static const char *const known[] = {"dry", "wet", "knobs", NULL};
    const char *text;
    UnfoldError error;
    if (!json_is_object(pair) ||
        unfold_json_check_keys(pair, known, " in a pair", &error) ||
        unfold_json_text(pair, "dry", &text, &error) ||
        unfold_json_text(pair, "wet", &text, &error) ||
        (json_object_get(pair, "knobs") &&
         unfold_json_text(pair, "knobs", &text, &error)))
        return tool_error(
            manifest->path, "model %zu: %s", k + 1,
            json_is_object(pair) ? error.text : "a pair is an object with dry and wet");
    if (make_absolute(pair, "dry", manifest->path) &&
        make_absolute(pair, "wet", manifest->path))
        return TOOL_OK;
    return tool_error(manifest->path, "model %zu: a path is too long", k + 1);
}

static int check_pairs(const Manifest *manifest, size_t k, const json_t *pairs,
                       const char *key, size_t least)
{
    size_t index;
    json_t *pair;
    const size_t count = json_array_size(pairs);
    if ((pairs && !json_is_array(pairs)) || count < least || count > OPTION_MOST_PAIRS)
        return tool_error(manifest->path,
                          "model %zu: '%s' is no list of %zu to %d pairs", k + 1, key,
                          least, OPTION_MOST_PAIRS);
    json_array_foreach((json_t *)pairs, index, pair)
    {
        const int status = check_pair(manifest, k, pair);
        if (status)
            return status;
    }
    return TOOL_OK;
}

static int check_model(const Manifest *manifest, size_t k)
{
    json_t *model = json_array_get(manifest->models, k);
    if (!json_is_object(model))
        return tool_error(manifest->path, "model %zu is no object", k + 1);
    int status = check_pairs(manifest, k, json_object_get(model, "pairs"), "pairs", 1);
    if (!status)
        status = check_pairs(manifest, k, json_object_get(model, "tests"), "tests", 0);
    if (!status && !json_string_value(json_object_get(model, "output")))
        status = tool_error(manifest->path, "model %zu has no 'output'", k + 1);
    static const char *const paths[] = {"output", "report", "from"};
    for (size_t p = 0; !status && p < sizeof paths / sizeof *paths; ++p)
        if (!make_absolute(model, paths[p], manifest->path))
            status = tool_error(manifest->path, "model %zu: a path is too long", k + 1);
    TrainOptions options = train_options_default();
    return status ? status : manifest_apply(manifest, k, &options);
}

int manifest_read(const char *path, Manifest **manifest)
{
    char *bytes;
    size_t size;
    UnfoldError error;
    *manifest = calloc(1, sizeof **manifest);
    if (!*manifest)
        return tool_no_memory();
    (*manifest)->path = path;
    if (unfold_read_bytes(path, MOST_BYTES, &bytes, &size, &error))
        return tool_error(path, "%s", error.text);
    const UnfoldStatus parsed =
        unfold_json_parse(bytes, size, &(*manifest)->root, &error);
    free(bytes);
    if (parsed)
        return tool_error(path, "%s", error.text);
    (*manifest)->models = json_object_get((*manifest)->root, "models");
    static const char *const known[] = {"models", NULL};
    if (unfold_json_check_keys((*manifest)->root, known, "", &error))
        return tool_error(path, "%s", error.text);
    if (!json_array_size((*manifest)->models))
        return tool_error(path, "has no list 'models'");
    int status = TOOL_OK;
    for (size_t k = 0; !status && k < manifest_count(*manifest); ++k)
        status = check_model(*manifest, k);
    return status;
}

void manifest_free(Manifest *manifest)
{
    if (!manifest)
        return;
    json_decref(manifest->root);
    free(manifest);
}

size_t manifest_count(const Manifest *manifest)
{
    return json_array_size(manifest->models);
}

static void gather(const json_t *pairs, OptionPairs *gathered)
{
    size_t index;
    json_t *pair;
    json_array_foreach((json_t *)pairs, index, pair) gathered->list[gathered->count++] =
        (struct OptionPair){.dry = json_string_value(json_object_get(pair, "dry")),
                            .wet = json_string_value(json_object_get(pair, "wet")),
                            .knobs = json_string_value(json_object_get(pair, "knobs"))};
}

/* The option's value as the command line would have it. */
static const char *value_text(const json_t *value, char *room, size_t size)
{
    if (json_is_string(value))
        return json_string_value(value);
    if (json_is_boolean(value))
        return json_is_true(value) ? "true" : "false";
    if (!json_is_number(value))
        return NULL;
    snprintf(room, size, "%.17g", json_number_value(value));
    return room;
}

int manifest_apply(const Manifest *manifest, size_t k, TrainOptions *options)
{
    Option table[TRAIN_MOST_OPTIONS];
    train_options_table(options, table);
    const json_t *model = json_array_get(manifest->models, k);
    options->pairs.count = options->tests.count = 0;
    gather(json_object_get(model, "pairs"), &options->pairs);
    gather(json_object_get(model, "tests"), &options->tests);
    const char *key;
    json_t *value;
    json_object_foreach((json_t *)model, key, value)
    {
        char room[64], where[1024];
        if (!strcmp(key, "pairs") || !strcmp(key, "tests"))
            continue;
        snprintf(where, sizeof where, "%s: model %zu", manifest->path, k + 1);
        const char *text = value_text(value, room, sizeof room);
        if (!text)
            return tool_error(where, "'%s' is no text, number, true or false", key);
        if (!options_set(table, where, key, text))
            return TOOL_FAILED;
    }
    return TOOL_OK;
}
