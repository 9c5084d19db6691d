/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "file/label_track.h"

#include "file/labelled_rows.h"
#include "file/number.h"
#include "file/read.h"
#include "file/table.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

UnfoldStatus unfold_span_parse(const char *start, const char *end, size_t line,
                               double *from, double *to, UnfoldError *error)
{
    if (!unfold_number_parse(start, from) || !unfold_number_parse(end, to))
        return unfold_fail(error, UNFOLD_BAD_FILE,
                           "line %zu: '%.40s' to '%.40s' are no numbers of seconds",
                           line, start, end);
    if (*from < 0)
        return unfold_fail(error, UNFOLD_BAD_FILE, "line %zu: %g s is before the start",
                           line, *from);
    if (*from > *to)
        return unfold_fail(error, UNFOLD_BAD_FILE,
                           "line %zu: it ends at %g s, before it starts at %g s", line,
                           *to, *from);
    *from += 0.0; /* -0 is 0 */
    return UNFOLD_OK;
}

/* Twice the room when it is full. */
static UnfoldMark *next_mark(UnfoldTrack *track, size_t *room)
{
    if (track->count == *room) {
        const size_t more = *room ? 2 * *room : 16;
        UnfoldMark *moved = realloc(track->marks, more * sizeof *moved);
        if (!moved)
            return NULL;
        track->marks = moved;
        *room = more;
    }
    return &track->marks[track->count];
}

static UnfoldStatus take_mark(UnfoldTable *table, UnfoldTrack *track, size_t *room,
                              UnfoldError *error)
{
    if (*table->fields[0] == '\\')
        return UNFOLD_OK;
    if (table->count < 2 || table->count > 3)
        return unfold_fail(error, UNFOLD_BAD_FILE,
                           "line %zu: is not start, end and label with tabs between",
                           table->line);
    UnfoldMark *mark = next_mark(track, room);
    if (!mark)
        return unfold_no_memory(error);
    *mark = (UnfoldMark){.line = table->line};
    const UnfoldStatus status =
        unfold_span_parse(table->fields[0], table->fields[1], table->line, &mark->start,
                          &mark->end, error);
    if (status || table->count == 2 || !*table->fields[2])
        return status;
    mark->label = table->fields[2];
    const char *fault = unfold_label_fault(mark->label);
    if (fault)
        return unfold_fail(error, UNFOLD_BAD_FILE, "line %zu: the label %s",
                           table->line, fault);
    if (++track->count > UNFOLD_MAX_SPANS)
        return unfold_fail(error, UNFOLD_UNSUPPORTED, "has more than %d labels",
                           UNFOLD_MAX_SPANS);
    return UNFOLD_OK;
}

UnfoldStatus unfold_track_parse(const char *bytes, size_t size, UnfoldTrack *track,
                                UnfoldError *error)
{
    UnfoldTable table;
    size_t room = 0;
    *track = (UnfoldTrack){0};
    UnfoldStatus status = unfold_table_begin(&table, bytes, size, error);
    table.separator = '\t';
    table.quotes = false; /* labels may begin with one */
    for (bool found = true; !status && found;) {
        status = unfold_table_next(&table, &found, error);
        if (!status && found)
            status = take_mark(&table, track, &room, error);
    }
    track->text = table.bytes;
    if (status)
        unfold_track_clear(track);
    return status;
}

UnfoldStatus unfold_track_read(const char *path, UnfoldTrack *track, UnfoldError *error)
{
    struct stat info;
    char *bytes;
    size_t size;
    *track = (UnfoldTrack){0};
    if (!stat(path, &info) && S_ISREG(info.st_mode) && !info.st_size)
        return UNFOLD_OK; /* a recording in which nothing is heard */
    UnfoldStatus status =
        unfold_read_bytes(path, UNFOLD_MAX_TRACK_BYTES, &bytes, &size, error);
    if (status)
        return status;
    status = unfold_track_parse(bytes, size, track, error);
    free(bytes);
    return status;
}

void unfold_track_clear(UnfoldTrack *track)
{
    free(track->marks);
    free(track->text);
    *track = (UnfoldTrack){0};
}

char *unfold_path_beside(const char *recording, const char *ending)
{
    const char *slash = strrchr(recording, '/');
    const char *name = slash ? slash + 1 : recording;
    const char *dot = strrchr(name, '.');
    const size_t stem =
        dot && dot > name ? (size_t)(dot - recording) : strlen(recording);
    char *path = malloc(stem + strlen(ending) + 1);
    if (!path)
        return NULL;
    memcpy(path, recording, stem);
    strcpy(path + stem, ending);
    return path;
}
