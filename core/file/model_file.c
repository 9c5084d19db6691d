/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "file/model_file.h"

#include "file/json.h"
#include "file/model_read.h"
#include "file/read.h"

#include <stdlib.h>

typedef UnfoldStatus (*Reader)(const json_t *root, double rate, UnfoldModelFile *file,
                               UnfoldError *error);

static Reader reader_of(UnfoldFormat format)
{
    switch (format) {
    case UNFOLD_FORMAT_OWN:
        return unfold_own_read;
    case UNFOLD_FORMAT_NAM:
        return unfold_nam_read;
    case UNFOLD_FORMAT_AIDAX:
        return unfold_aidax_read;
    case UNFOLD_FORMAT_PROTEUS:
        return unfold_proteus_read;
    }
    return NULL;
}

static bool has(const json_t *root, const char *key)
{
    return json_object_get(root, key);
}

/* By the keys that only one of them has: files are renamed. */
static UnfoldStatus find_format(const json_t *root, UnfoldFormat *format,
                                UnfoldError *error)
{
    if (has(root, "format"))
        *format = UNFOLD_FORMAT_OWN;
    else if (has(root, "architecture") || (has(root, "config") && has(root, "weights")))
        *format = UNFOLD_FORMAT_NAM;
    else if (has(root, "model_data") || has(root, "state_dict"))
        *format = UNFOLD_FORMAT_PROTEUS;
    else if (has(root, "in_shape") || json_is_array(json_object_get(root, "layers")))
        *format = UNFOLD_FORMAT_AIDAX;
    else
        return unfold_fail(error, UNFOLD_BAD_FILE,
                           "is no model of a kind that is known: it has neither "
                           "\"format\" nor \"architecture\", \"in_shape\" or "
                           "\"model_data\"");
    return UNFOLD_OK;
}

UnfoldStatus unfold_model_parse_at(const char *text, size_t size, double rate,
                                   UnfoldModelFile *file, UnfoldError *error)
{
    *file = (UnfoldModelFile){0};
    json_t *root;
    UnfoldStatus status = UNFOLD_OK;
    if (rate > 0)
        status = unfold_read_check_rate("the rate", rate, error);
    if (status)
        return status;
    status = unfold_json_parse(text, size, &root, error);
    if (!status)
        status = find_format(root, &file->format, error);
    if (!status)
        status = reader_of(file->format)(root, rate, file, error);
    json_decref(root);
    if (status)
        unfold_model_file_clear(file);
    return status;
}

UnfoldStatus unfold_model_load_at(const char *path, double rate, UnfoldModelFile *file,
                                  UnfoldError *error)
{
    *file = (UnfoldModelFile){0};
    char *bytes;
    size_t size;
    UnfoldStatus status =
        unfold_read_bytes(path, UNFOLD_MAX_MODEL_BYTES, &bytes, &size, error);
    if (status)
        return status;
    status = unfold_model_parse_at(bytes, size, rate, file, error);
    free(bytes);
    return status;
}

UnfoldStatus unfold_model_parse(const char *text, size_t size, UnfoldModelFile *file,
                                UnfoldError *error)
{
    return unfold_model_parse_at(text, size, 0, file, error);
}

UnfoldStatus unfold_model_load(const char *path, UnfoldModelFile *file,
                               UnfoldError *error)
{
    return unfold_model_load_at(path, 0, file, error);
}

void unfold_model_file_clear(UnfoldModelFile *file)
{
    unfold_model_free(file->model);
    unfold_facts_free(file->facts);
    free(file->listening);
    *file = (UnfoldModelFile){0};
}
