/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_PLUGIN_NOTES_H
#define UNFOLD_PLUGIN_NOTES_H

#include "file/listening.h"

/* The notes of classes. Times are in samples, since whenever; all of it is real-time
   safe. */

#define UNFOLD_NOTE_QUEUE 1024 /* above 2 * UNFOLD_MAX_LABELS */
#define UNFOLD_NEVER UINT64_MAX

/** A message, of what is to sound and what is to end. */
typedef struct {
    uint64_t time;
    uint8_t bytes[3];
} UnfoldNoteEvent;

/** How a note is to be struck. */
typedef struct {
    uint8_t key, channel, velocity; /**< 0..127, 0..15, 1..127 */
    uint32_t hold; /**< samples: it sounds at least, and is not struck again */
    bool stays;    /**< until it is released; else for `hold` */
} UnfoldStrike;

typedef struct {
    struct UnfoldNote {
        bool sounds, was_struck;
        uint8_t key, channel;  /**< as it was struck */
        uint64_t struck;       /**< at that time */
        uint64_t least;        /**< it does not end before */
        uint64_t end;          /**< UNFOLD_NEVER: not yet known */
    } list[UNFOLD_MAX_LABELS]; /**< by their classes */
    uint32_t sounding;         /**< how many */
    uint64_t latest;           /**< time of the newest event */
    uint32_t first, count;     /**< of the events that wait, a ring in order of time */
    UnfoldNoteEvent queue[UNFOLD_NOTE_QUEUE];
} UnfoldNotes;

/** Strike the note of a class at a time that no earlier call lies behind; those end
    before that are due by then, and what sounds on the same key. Within `hold` of the
    last time a note that still sounds goes on instead. */
void unfold_notes_strike(UnfoldNotes *notes, int class, uint64_t time,
                         const UnfoldStrike *strike);

/** Let the note of a class end, then or when it has been held. */
void unfold_notes_release(UnfoldNotes *notes, int class, uint64_t time);

/** End what is due before that time. */
void unfold_notes_advance(UnfoldNotes *notes, uint64_t time);

/** End all notes, and forget when they were struck. */
void unfold_notes_stop(UnfoldNotes *notes, uint64_t time);

/** The oldest event, if it is before that time; it waits until it is dropped. */
const UnfoldNoteEvent *unfold_notes_next(const UnfoldNotes *notes, uint64_t time);
void unfold_notes_drop(UnfoldNotes *notes);

#endif
