/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "plugin/notes.h"
#include "tests/support/suite.h"

#include <stdlib.h>

static UnfoldNotes *notes;

static void begin(void)
{
    free(notes);
    notes = calloc(1, sizeof *notes);
    CU_ASSERT_PTR_NOT_NULL_FATAL(notes);
}

static UnfoldStrike on_key(uint8_t key, bool stays)
{
    return (UnfoldStrike){
        .key = key, .channel = 9, .velocity = 80, .hold = 100, .stays = stays};
}

static void strike(int class, uint64_t time, bool stays)
{
    const UnfoldStrike how = on_key((uint8_t)(36 + class), stays);
    unfold_notes_strike(notes, class, time, &how);
}

/* The next event is this one. */
static void check_next(uint64_t time, uint8_t status, uint8_t key)
{
    const UnfoldNoteEvent *event = unfold_notes_next(notes, UNFOLD_NEVER);
    CU_ASSERT_PTR_NOT_NULL_FATAL(event);
    CU_ASSERT_EQUAL(event->time, time);
    CU_ASSERT_EQUAL(event->bytes[0], status | 9);
    CU_ASSERT_EQUAL(event->bytes[1], key);
    unfold_notes_drop(notes);
}

static void check_none(void)
{
    CU_ASSERT_PTR_NULL(unfold_notes_next(notes, UNFOLD_NEVER));
}

static void a_note_ends_when_it_was_held(void)
{
    begin();
    strike(1, 1000, false);
    check_next(1000, 0x90, 37);
    unfold_notes_advance(notes, 1100);
    check_none();
    unfold_notes_advance(notes, 1101);
    check_next(1100, 0x80, 37);
    check_none();
}

static void within_the_hold_it_is_not_struck_again(void)
{
    begin();
    strike(1, 0, false);
    strike(2, 50, false);
    strike(1, 99, false);
    strike(1, 100, false);
    check_next(0, 0x90, 37);
    check_next(50, 0x90, 38);
    check_next(100, 0x80, 37);
    check_next(100, 0x90, 37);
    check_none();
}

static void what_stays_ends_when_released_and_held(void)
{
    begin();
    strike(0, 0, true);
    check_next(0, 0x90, 36);
    unfold_notes_advance(notes, 5000);
    check_none();
    unfold_notes_release(notes, 0, 5000);
    check_next(5000, 0x80, 36);
    strike(0, 6000, true);
    unfold_notes_release(notes, 0, 6010);
    strike(0, 6050, true); /* goes on */
    unfold_notes_advance(notes, 9000);
    check_next(6000, 0x90, 36);
    check_none();
    unfold_notes_release(notes, 0, 9000);
    check_next(9000, 0x80, 36);
}

static void one_key_has_one_note(void)
{
    begin();
    const UnfoldStrike low = on_key(40, true);
    unfold_notes_strike(notes, 3, 10, &low);
    unfold_notes_strike(notes, 4, 20, &low);
    check_next(10, 0x90, 40);
    check_next(20, 0x80, 40);
    check_next(20, 0x90, 40);
    unfold_notes_stop(notes, 30);
    check_next(30, 0x80, 40);
    check_none();
}

static void events_wait_for_their_time(void)
{
    begin();
    strike(0, 500, false);
    CU_ASSERT_PTR_NULL(unfold_notes_next(notes, 500));
    CU_ASSERT_PTR_NOT_NULL(unfold_notes_next(notes, 501));
}

/* Whatever is struck, each note that began has an end. */
static void a_full_queue_loses_no_end(void)
{
    begin();
    int balance = 0;
    unsigned began = 0;
    for (unsigned k = 0; k < 20 * UNFOLD_NOTE_QUEUE; ++k)
        strike((int)(k * 7 % UNFOLD_MAX_LABELS), k * 3, k % 3 == 0);
    unfold_notes_stop(notes, 1000000);
    while (unfold_notes_next(notes, UNFOLD_NEVER)) {
        const bool on =
            (unfold_notes_next(notes, UNFOLD_NEVER)->bytes[0] & 0xf0) == 0x90;
        balance += on ? 1 : -1;
        began += on;
        unfold_notes_drop(notes);
    }
    CU_ASSERT_EQUAL(balance, 0);
    CU_ASSERT_TRUE(began > 256);
    free(notes);
    notes = NULL;
}

static const Test tests[] = {
    {"a note ends when it was held", a_note_ends_when_it_was_held},
    {"within the hold it is not struck again", within_the_hold_it_is_not_struck_again},
    {"what stays ends when it is released and was held",
     what_stays_ends_when_released_and_held},
    {"one key has one note", one_key_has_one_note},
    {"events wait for their time", events_wait_for_their_time},
    {"a full queue loses no end", a_full_queue_loses_no_end},
    {NULL, NULL},
};

const Suite notes_suite = {"notes", tests};
