/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_UI_ENTRY_H
#define UNFOLD_UI_ENTRY_H

#include "plugin/ui/clipboard.h"
#include "plugin/ui/widget.h"

#define UNFOLD_ENTRY_TEXT 256

/** A line of text that can be typed: caret, selection with Shift and by dragging,
    Control-A, Home, End, by words with Control; Control-C, -X and -V where there is a
    clipboard. */
typedef struct UnfoldEntry {
    UnfoldWidget widget;          /**< at its head */
    char text[UNFOLD_ENTRY_TEXT]; /**< UTF-8 */
    uint32_t caret, anchor;       /**< bytes; what is between is selected */
    const char *hint;             /**< shown while it is empty */
    void (*changed)(struct UnfoldEntry *);
    /** Enter (accepted), or Escape, or the focus has gone. NULL: these keys are not for
        it. */
    void (*done)(struct UnfoldEntry *, bool accepted);
    const UnfoldClipboard *clipboard; /**< or NULL */

    double scroll;               /**< points by which the text stands further left */
    float at[UNFOLD_ENTRY_TEXT]; /**< where each byte was drawn, from the first */
    bool had_focus, dragged;
} UnfoldEntry;

void unfold_entry_init(UnfoldEntry *entry, const char *name, const char *hint);

/** Replace the text, all of it selected. Tells nobody. */
void unfold_entry_set(UnfoldEntry *entry, const char *text);

/** Type this in the place of what is selected, as much as there is room for; control
    characters become blanks. Tells whom it concerns. */
void unfold_entry_insert(UnfoldEntry *entry, const char *text);

#endif
