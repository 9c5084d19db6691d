/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_UI_BROWSER_H
#define UNFOLD_UI_BROWSER_H

#include "plugin/ui/entry.h"
#include "plugin/ui/models.h"

/** A list of models with a line to search them by, as one widget: typing searches, in
    names and folders; the arrows, Page, Home and End choose a row, Enter or a double
    click loads it or goes into a folder, Backspace goes up, Escape ends the search. */
typedef struct UnfoldBrowser {
    UnfoldWidget widget; /**< at its head */
    /** Loads a model, by its path as the system has it. */
    void (*load)(struct UnfoldBrowser *, const char *path);

    UnfoldEntry entry; /**< a part of it */
    UnfoldModels models;
    UnfoldRow headings[3], notes[2];
    char heading[PATH_MAX], note[PATH_MAX + 64];
    const UnfoldRow **shown; /**< [count] of the rows, in order */
    uint32_t count, room;
    const UnfoldRow *selected, *hovered; /**< or NULL */
    char wanted[PATH_MAX]; /**< to be selected as soon as it is there; "": nothing */
    char playing[PATH_MAX], really[PATH_MAX]; /**< as told, and where that lies */
    bool follows; /**< the folder is that of the model that plays, or none was chosen */
    double scroll, aim; /**< points above the view; where that is going */
    bool bar_held;
    double held_at; /**< points from the bar's upper end to the pointer */
} UnfoldBrowser;

/** `own` are unfold_effect_models or unfold_listen_models. In place: must not be
    moved. */
void unfold_browser_init(UnfoldBrowser *browser, const UnfoldOwnModel *own,
                         const char *bundle);
void unfold_browser_free(UnfoldBrowser *browser);

/** Which model plays: it is marked, and its folder listed, unless that is the bundle or
    people have gone elsewhere. */
void unfold_browser_playing(UnfoldBrowser *browser, const char *path);

/** List this folder. */
void unfold_browser_open(UnfoldBrowser *browser, const char *folder);

/** Where its parts are, and how far the list can be scrolled: for its own files. */
typedef struct {
    UnfoldBox entry, list, hint, bar; /**< bar: empty if all of the list can be seen */
    double most;
} UnfoldBrowserPlaces;
#define UNFOLD_BROWSER_ROW 24.0 /* points */
UnfoldBrowserPlaces unfold_browser_places(const UnfoldBrowser *browser);
bool unfold_browser_plays(const UnfoldBrowser *browser, const UnfoldRow *row);
void unfold_browser_draw(UnfoldWidget *widget, cairo_t *cairo,
                         const UnfoldTheme *theme);

/** Choose anew what is shown, after rows or the search have changed. */
void unfold_browser_choose(UnfoldBrowser *browser);

/** Select a row and have it seen. */
void unfold_browser_select(UnfoldBrowser *browser, const UnfoldRow *row);

static inline bool unfold_row_is_chosen(const UnfoldRow *row)
{
    return row->kind != UNFOLD_ROW_HEADING && row->kind != UNFOLD_ROW_NOTE;
}

#endif
