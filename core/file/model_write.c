/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "file/model_write.h"

#include "file/fit.h"
#include "file/model_keys.h"
#include "file/replace.h"

typedef UnfoldStatus (*Writer)(FILE *out, const UnfoldModelFile *file);

static Writer writer_of(UnfoldFormat format)
{
    switch (format) {
    case UNFOLD_FORMAT_OWN:
        return unfold_own_write;
    case UNFOLD_FORMAT_NAM:
        return unfold_nam_write;
    case UNFOLD_FORMAT_AIDAX:
        return unfold_aidax_write;
    case UNFOLD_FORMAT_PROTEUS:
        return unfold_proteus_write;
    }
    return NULL;
}

json_t *unfold_knobs_list(const UnfoldKnobs *knobs)
{
    json_t *list = json_array();
    for (size_t k = 0; list && k < knobs->count; ++k)
        if (json_array_append_new(list,
                                  json_pack("{s:s, s:f}", "name", knobs->list[k].name,
                                            "default", knobs->list[k].value))) {
            json_decref(list);
            list = NULL;
        }
    return list;
}

UnfoldStatus unfold_model_save_as(const char *path, const UnfoldModelFile *file,
                                  UnfoldFormat format, UnfoldError *error)
{
    const double rate = unfold_model_sample_rate(file->model);
    if (rate > 0 && !(rate >= UNFOLD_MIN_RATE && rate <= UNFOLD_MAX_RATE))
        return unfold_fail(error, UNFOLD_UNSUPPORTED,
                           "the sample rate is %g, not %d to %d", rate, UNFOLD_MIN_RATE,
                           UNFOLD_MAX_RATE);
    UnfoldReplace replace;
    UnfoldStatus status =
        unfold_knobs_check(&file->knobs, unfold_model_shape(file->model), rate, error);
    if (!status && file->listening && rate > 0)
        status = unfold_fail(error, UNFOLD_UNSUPPORTED,
                             "a listening model has no sample rate of its own");
    if (!status && file->listening)
        status = unfold_listening_check(file->listening,
                                        unfold_model_shape(file->model), error);
    if (!status)
        status = unfold_fits(file, format, error);
    if (!status)
        status = unfold_replace_begin(path, &replace, error);
    if (status)
        return status;
    if (writer_of(format)(replace.file, file) && !ferror(replace.file)) {
        unfold_replace_abort(&replace);
        return unfold_no_memory(error);
    }
    return unfold_replace_commit(&replace, error);
}

UnfoldStatus unfold_model_save(const char *path, const UnfoldModelFile *file,
                               UnfoldError *error)
{
    return unfold_model_save_as(path, file, UNFOLD_FORMAT_OWN, error);
}
