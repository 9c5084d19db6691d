/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_UI_CLIPBOARD_H
#define UNFOLD_UI_CLIPBOARD_H

struct UnfoldEntry;

/** What a window has for the lines that are typed in it. */
typedef struct {
    void (*copy)(void *owner, const char *text);
    /** Insert what is in it, now or as soon as it has come. */
    void (*paste)(void *owner, struct UnfoldEntry *into);
    void *owner;
} UnfoldClipboard;

#endif
