/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_FILE_LABELLED_H
#define UNFOLD_FILE_LABELLED_H

#include "file/listening.h"
#include "file/texts.h"
#include "net/status.h"

#include <stdbool.h>
#include <stddef.h>

#define UNFOLD_MAX_RECORDINGS 1000000
#define UNFOLD_MAX_SPANS 1000000 /* of all recordings of a list together */
#define UNFOLD_GROUP_NAME 256    /* bytes of a group's or set's name, NUL included */
#define UNFOLD_MAX_LIST_BYTES ((size_t)128 << 20)
#define UNFOLD_MAX_LIST_DEPTH 32 /* of folders in folders */

/** A part of a recording that has a label, or a moment where start is end. */
typedef struct {
    double start, end; /**< seconds; 0 <= start <= end, which may be beyond the sound */
    int label;         /**< index into the labels */
} UnfoldSpan;

/** A recording of a list. Whoever cannot open it says "LIST:line: path: reason". */
typedef struct {
    const char *path;        /**< as to be opened */
    int label;               /**< of the whole recording; -1: it has spans, or none */
    int group, set;          /**< indices into the groups and the sets; -1: none */
    size_t line;             /**< of the list, its first; 0: the list is a folder */
    size_t span_count;       /**< 0 where it has a label */
    const UnfoldSpan *spans; /**< [span_count] by start, then end; they may overlap */
} UnfoldRecording;

/** Names, sorted bytewise, each once. */
typedef struct {
    size_t count;
    const char **list; /**< [count] */
} UnfoldNames;

/** What a list of labelled recordings says; all zero is none. The files that it names
    were not opened, but for label tracks. */
typedef struct {
    size_t count;
    UnfoldRecording *recordings; /**< in the order of the table, or sorted by path */
    size_t span_count;
    UnfoldSpan *spans;  /**< of all recordings */
    UnfoldNames labels; /**< at most UNFOLD_MAX_LABELS, each as unfold_listening_check
                             wants it; there may be fewer than two */
    UnfoldNames groups; /**< who or what was recorded: what must not be divided between
                             learning and measuring */
    UnfoldNames sets;   /**< what the list says of its use ("train", "test") */
    UnfoldTexts *texts; /**< that hold the names and paths */
} UnfoldLabelled;

/** How to read a list; all zero is as usual. */
typedef struct {
    /** The columns of a table by name, or NULL. Usual are, in any case of letters and
        the first of them that there is: path, file, filename; label, class, category;
        group, speaker, kit, session. */
    const char *path, *label, *group;
    /** Only the recordings are wanted, whose labels, if any, are passed over. */
    bool unlabelled;
} UnfoldLabelledOptions;

/** Read a list, which is one of
    - a table (file/table.h) whose first line names its columns: those above, and start
      or begin and end or stop (seconds: the row labels that part of the recording),
      and set or split; others are passed over. Without such a line the columns are
      path, label and group, or fewer. Paths are relative to the table's folder;
    - a folder with a folder of recordings for each label, at any depth below it;
    - a folder of recordings, or a table without labels, where a label track
      (file/label_track.h) with the ending .txt lies beside each recording.
    In folders, hidden files and those whose ending is none of audio are passed over.

    Fails with UNFOLD_BAD_FILE where the list is not as it should be (the sentence
   begins with the line, if there is one): a column or field that is missing, a path
   that is empty or comes twice for the whole recording, a label that is none, a number
   that is none, not UTF-8, a folder without recordings, no recordings at all. Fails
   with UNFOLD_UNSUPPORTED beyond the limits above. Nothing is to be cleared then. */
UnfoldStatus unfold_labelled_read(const char *path,
                                  const UnfoldLabelledOptions *options,
                                  UnfoldLabelled *labelled, UnfoldError *error);

/** The same of a table's bytes, with paths that are put behind `folder` (empty or
    ending in '/') unless they are absolute. Opens nothing: without labels in the table
    there are none. */
UnfoldStatus unfold_labelled_parse(const char *bytes, size_t size, const char *folder,
                                   const UnfoldLabelledOptions *options,
                                   UnfoldLabelled *labelled, UnfoldError *error);

/** Release it; it is all zero then. */
void unfold_labelled_clear(UnfoldLabelled *labelled);

/** NULL, or what is wrong with a label: "is empty". */
const char *unfold_label_fault(const char *label);

/** Whether a file's name ends as those of recordings do. */
bool unfold_is_audio_name(const char *name);

#endif
