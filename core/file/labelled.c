/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "file/labelled.h"

#include "file/label_track.h"
#include "file/labelled_rows.h"
#include "file/read.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static UnfoldStatus finish(UnfoldRows *rows, const char *folder, UnfoldStatus status,
                           UnfoldLabelled *labelled, UnfoldError *error)
{
    if (!status)
        status = unfold_rows_finish(rows, folder, labelled, error);
    unfold_rows_clear(rows);
    if (status)
        unfold_labelled_clear(labelled);
    return status;
}

UnfoldStatus unfold_labelled_parse(const char *bytes, size_t size, const char *folder,
                                   const UnfoldLabelledOptions *options,
                                   UnfoldLabelled *labelled, UnfoldError *error)
{
    UnfoldTable table;
    UnfoldRows rows = {0};
    *labelled = (UnfoldLabelled){0};
    UnfoldStatus status = unfold_table_begin(&table, bytes, size, error);
    if (!status)
        status = unfold_rows_of_table(&table, options, &rows, error);
    status = finish(&rows, folder, status, labelled, error);
    unfold_table_end(&table);
    return status;
}

/* The end of a path, for a sentence. */
static const char *end_of(const char *path)
{
    const size_t length = strlen(path), most = 100;
    const char *end = length > most ? path + length - most : path;
    while ((*end & 0xc0) == 0x80)
        ++end;
    return end;
}

/* A sentence about the row's track. */
static UnfoldStatus fail_for(const UnfoldRow *row, const char *track,
                             UnfoldStatus status, const char *reason,
                             UnfoldError *error)
{
    if (row->line)
        return unfold_fail(error, status, "line %u: '%s': %.120s", row->line,
                           end_of(track), reason);
    return unfold_fail(error, status, "'%s': %.120s", end_of(track), reason);
}

static UnfoldStatus add_marks(UnfoldRows *rows, const UnfoldRow *row,
                              const UnfoldTrack *track, UnfoldError *error)
{
    UnfoldStatus status = UNFOLD_OK;
    for (size_t k = 0; !status && k < track->count; ++k) {
        UnfoldRow part = *row;
        part.part = true;
        part.start = track->marks[k].start;
        part.end = track->marks[k].end;
        part.label = unfold_texts_add(&rows->texts, track->marks[k].label, "", 0);
        status =
            part.label ? unfold_rows_add(rows, &part, error) : unfold_no_memory(error);
    }
    return status;
}

/* The parts that the track beside a recording names. */
static UnfoldStatus add_track(UnfoldRows *rows, const char *folder,
                              const UnfoldRow *row, UnfoldError *error)
{
    UnfoldTrack track = {0};
    UnfoldError reason;
    UnfoldTexts *texts = NULL;
    const char *recording = unfold_texts_add(&texts, *row->path == '/' ? "" : folder,
                                             row->path, strlen(row->path));
    char *path = recording ? unfold_path_beside(recording, ".txt") : NULL;
    UnfoldStatus status = path ? UNFOLD_OK : unfold_no_memory(error);
    if (!status && access(path, F_OK) && errno == ENOENT) {
        status = fail_for(
            row, path, UNFOLD_CANNOT_READ,
            "there is no such label track, and the recording has no label", error);
    } else if (!status) {
        status = unfold_track_read(path, &track, &reason);
        if (status)
            fail_for(row, path, status, reason.text, error);
        else
            status = add_marks(rows, row, &track, error);
    }
    unfold_track_clear(&track);
    free(path);
    unfold_texts_free(texts);
    return status;
}

/* Read the label tracks if there are no other labels. */
static UnfoldStatus add_tracks(UnfoldRows *rows, const char *folder, UnfoldError *error)
{
    UnfoldStatus status = UNFOLD_OK;
    const size_t recordings = rows->count;
    if (!recordings || rows->list[0].label)
        return UNFOLD_OK;
    for (size_t k = 0; !status && k < recordings; ++k) {
        const UnfoldRow row = rows->list[k]; /* the list may move */
        status = add_track(rows, folder, &row, error);
    }
    return status;
}

static UnfoldStatus read_table(const char *path, const UnfoldLabelledOptions *options,
                               UnfoldTable *table, UnfoldRows *rows, UnfoldError *error)
{
    char *bytes;
    size_t size;
    UnfoldStatus status =
        unfold_read_bytes(path, UNFOLD_MAX_LIST_BYTES, &bytes, &size, error);
    if (status)
        return status;
    status = unfold_table_begin(table, bytes, size, error);
    free(bytes);
    return status ? status : unfold_rows_of_table(table, options, rows, error);
}

/* The folder that a list's paths start from: itself, or the one it lies in. */
static const char *folder_of(const char *path, bool is_folder, UnfoldTexts **texts)
{
    const char *slash = strrchr(path, '/');
    if (!is_folder)
        return unfold_texts_add(texts, "", path,
                                slash ? (size_t)(slash + 1 - path) : 0);
    return unfold_texts_add(texts, path, "/", slash && !slash[1] ? 0 : 1);
}

UnfoldStatus unfold_labelled_read(const char *path,
                                  const UnfoldLabelledOptions *options,
                                  UnfoldLabelled *labelled, UnfoldError *error)
{
    struct stat info;
    UnfoldTable table = {0};
    UnfoldRows rows = {0};
    UnfoldTexts *texts = NULL;
    *labelled = (UnfoldLabelled){0};
    const bool is_folder = !stat(path, &info) && S_ISDIR(info.st_mode);
    const char *folder = folder_of(path, is_folder, &texts);
    UnfoldStatus status;
    if (!folder)
        status = unfold_no_memory(error);
    else if (is_folder)
        status = unfold_rows_of_folder(folder, options, &rows, error);
    else
        status = read_table(path, options, &table, &rows, error);
    if (!status && !options->unlabelled)
        status = add_tracks(&rows, folder, error);
    status = finish(&rows, folder, status, labelled, error);
    unfold_table_end(&table);
    unfold_texts_free(texts);
    return status;
}
