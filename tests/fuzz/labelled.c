/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "file/labelled.h"
#include "file/label_track.h"
#include "file/label_write.h"
#include "tests/fuzz/readers.h"
#include "tests/support/suite.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static void check_names(const UnfoldNames *names)
{
    for (size_t k = 1; k < names->count; ++k)
        CU_ASSERT(strcmp(names->list[k - 1], names->list[k]) < 0);
}

static void check_recording(const UnfoldLabelled *labelled, const UnfoldRecording *one)
{
    CU_ASSERT(*one->path != '\0' && one->line > 0);
    CU_ASSERT(one->label >= -1 && one->label < (int)labelled->labels.count);
    CU_ASSERT(one->group >= -1 && one->group < (int)labelled->groups.count);
    CU_ASSERT(one->set >= -1 && one->set < (int)labelled->sets.count);
    CU_ASSERT(one->label < 0 || one->span_count == 0);
    for (size_t k = 0; k < one->span_count; ++k) {
        const UnfoldLabelSpan *span = &one->spans[k];
        CU_ASSERT(span->start >= 0 && span->start <= span->end && isfinite(span->end));
        CU_ASSERT(span->label >= 0 && span->label < (int)labelled->labels.count);
        CU_ASSERT(k == 0 || span[-1].start <= span->start);
    }
}

static void read_list(const char *bytes, size_t size,
                      const UnfoldLabelledOptions *options)
{
    UnfoldLabelled labelled;
    UnfoldError error = {""};
    if (unfold_labelled_parse(bytes, size, "in/", options, &labelled, &error)) {
        CU_ASSERT(error.text[0] != '\0' && labelled.count == 0);
        return;
    }
    CU_ASSERT(labelled.count > 0 && labelled.labels.count <= UNFOLD_MAX_LABELS);
    check_names(&labelled.labels);
    check_names(&labelled.groups);
    check_names(&labelled.sets);
    for (size_t k = 0; k < labelled.labels.count; ++k)
        CU_ASSERT_PTR_NULL(unfold_label_fault(labelled.labels.list[k]));
    for (size_t k = 0; k < labelled.count; ++k)
        check_recording(&labelled, &labelled.recordings[k]);
    unfold_labelled_clear(&labelled);
}

#define MOST_WRITTEN 160 /* bytes of a label with its times */

/* The track as it is written, in memory; free() it. */
static char *write_track(const UnfoldTrack *track, size_t *size)
{
    const size_t room = track->count * MOST_WRITTEN + 1;
    char *text = malloc(room);
    UnfoldSound *heard = calloc(track->count + 1, sizeof *heard);
    FILE *stream = text ? fmemopen(text, room, "wb") : NULL;
    if (!heard || !stream)
        abort();
    for (size_t k = 0; k < track->count; ++k)
        heard[k] = (UnfoldSound){"a", track->marks[k].start, track->marks[k].end,
                                 track->marks[k].label, 1};
    CU_ASSERT_EQUAL(
        unfold_heard_write(stream, UNFOLD_HEARD_TRACK, heard, track->count, NULL),
        UNFOLD_OK);
    *size = (size_t)ftell(stream);
    fclose(stream);
    free(heard);
    return text;
}

/* A track that is written reads as it was, apart from what rounding does. */
static void read_track(const char *bytes, size_t size)
{
    UnfoldTrack track, again;
    UnfoldError error = {""};
    if (unfold_track_parse(bytes, size, &track, &error)) {
        CU_ASSERT(error.text[0] != '\0' && track.count == 0);
        return;
    }
    size_t length;
    char *text = write_track(&track, &length);
    CU_ASSERT_EQUAL_FATAL(unfold_track_parse(text, length, &again, NULL), UNFOLD_OK);
    CU_ASSERT_EQUAL_FATAL(again.count, track.count);
    for (size_t k = 0; k < track.count; ++k) {
        CU_ASSERT_STRING_EQUAL(again.marks[k].label, track.marks[k].label);
        CU_ASSERT(track.marks[k].start > 1e9 ||
                  fabs(again.marks[k].start - track.marks[k].start) < 1e-6);
    }
    unfold_track_clear(&again);
    unfold_track_clear(&track);
    free(text);
}

static void read_values(const char *bytes, size_t size)
{
    UnfoldValues values;
    UnfoldError error = {""};
    if (unfold_values_parse(bytes, size, &values, &error)) {
        CU_ASSERT(error.text[0] != '\0' && values.count == 0);
        return;
    }
    CU_ASSERT(values.count > 0);
    for (size_t k = 0; k < values.count; ++k) {
        CU_ASSERT(isfinite(values.times[k]) && isfinite(values.values[k]));
        CU_ASSERT(k == 0 || values.times[k - 1] < values.times[k]);
    }
    unfold_values_clear(&values);
}

int fuzz_labelled(const uint8_t *data, size_t size)
{
    static const UnfoldLabelledOptions options[] = {
        {0}, {.label = "class", .group = "kit"}, {.unlabelled = true}};
    const char *bytes = (const char *)data;
    for (size_t k = 0; k < sizeof options / sizeof *options; ++k)
        read_list(bytes, size, &options[k]);
    read_track(bytes, size);
    read_values(bytes, size);
    return 0;
}
