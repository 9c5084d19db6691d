/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "plugin/notes.h"

#include <string.h>

typedef struct UnfoldNote Note;

/* Events are in order of time: what comes too late is at the newest one's. */
static void put(UnfoldNotes *notes, uint64_t time, uint8_t status, const Note *note,
                uint8_t velocity)
{
    if (time > notes->latest)
        notes->latest = time;
    notes->queue[(notes->first + notes->count++) % UNFOLD_NOTE_QUEUE] =
        (UnfoldNoteEvent){notes->latest,
                          {(uint8_t)(status | note->channel), note->key, velocity}};
}

static void end(UnfoldNotes *notes, Note *note, uint64_t time)
{
    note->sounds = false;
    --notes->sounding;
    put(notes, time, 0x80, note, 64);
}

/* The note that ends first, before `time`; NULL if none does. */
static Note *first_to_end(UnfoldNotes *notes, uint64_t time)
{
    Note *first = NULL;
    for (size_t k = 0; k < UNFOLD_MAX_LABELS && notes->sounding > 0; ++k) {
        Note *note = &notes->list[k];
        if (note->sounds && note->end < time && (!first || note->end < first->end))
            first = note;
    }
    return first;
}

void unfold_notes_advance(UnfoldNotes *notes, uint64_t time)
{
    Note *note;
    while ((note = first_to_end(notes, time)))
        end(notes, note, note->end);
}

static void end_same_key(UnfoldNotes *notes, const UnfoldStrike *strike, uint64_t time)
{
    for (size_t k = 0; k < UNFOLD_MAX_LABELS && notes->sounding > 0; ++k) {
        Note *note = &notes->list[k];
        if (note->sounds && note->key == strike->key &&
            note->channel == strike->channel)
            end(notes, note, time);
    }
}

void unfold_notes_strike(UnfoldNotes *notes, int class, uint64_t time,
                         const UnfoldStrike *strike)
{
    Note *note = &notes->list[class];
    unfold_notes_advance(notes, time + 1);
    if (note->was_struck && time < note->struck + strike->hold) {
        if (note->sounds && strike->stays)
            note->end = UNFOLD_NEVER;
        return;
    }
    /* So many wait only if nobody takes them: room stays for each to end. */
    if (UNFOLD_NOTE_QUEUE - notes->count < notes->sounding + 2)
        return;
    if (note->sounds)
        end(notes, note, time);
    end_same_key(notes, strike, time);
    *note = (Note){.sounds = true,
                   .was_struck = true,
                   .key = strike->key,
                   .channel = strike->channel,
                   .struck = time,
                   .least = time + strike->hold,
                   .end = strike->stays ? UNFOLD_NEVER : time + strike->hold};
    ++notes->sounding;
    put(notes, time, 0x90, note, strike->velocity);
}

void unfold_notes_release(UnfoldNotes *notes, int class, uint64_t time)
{
    Note *note = &notes->list[class];
    if (!note->sounds)
        return;
    note->end = time > note->least ? time : note->least;
    unfold_notes_advance(notes, time + 1);
}

void unfold_notes_stop(UnfoldNotes *notes, uint64_t time)
{
    unfold_notes_advance(notes, time + 1);
    for (size_t k = 0; k < UNFOLD_MAX_LABELS; ++k)
        if (notes->list[k].sounds)
            end(notes, &notes->list[k], time);
    memset(notes->list, 0, sizeof notes->list);
}

const UnfoldNoteEvent *unfold_notes_next(const UnfoldNotes *notes, uint64_t time)
{
    const UnfoldNoteEvent *event = &notes->queue[notes->first];
    return notes->count > 0 && event->time < time ? event : NULL;
}

void unfold_notes_drop(UnfoldNotes *notes)
{
    notes->first = (notes->first + 1) % UNFOLD_NOTE_QUEUE;
    --notes->count;
}
