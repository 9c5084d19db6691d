/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_UI_FACE_H
#define UNFOLD_UI_FACE_H

#include "plugin/ui/clipboard.h"
#include "plugin/ui/link.h"
#include "plugin/ui/panel.h"

/** What a face is made with; all but `bundle` lives as long as it does. */
typedef struct {
    UnfoldLink *link;
    UnfoldPanel *panel; /**< empty; gets its widgets, and a backdrop */
    const UnfoldClipboard *clipboard;
    const char *bundle; /**< folder of the plugin */
    /** Have the host ask for a model by its own dialog. NULL: it has none. */
    void (*open)(void *owner);
    void *owner;
} UnfoldFaceOptions;

/** How the window of one of our plugins looks: what it says to the plugin goes through
    the link alone. All of it belongs to the window's thread. */
typedef struct {
    double width, height, least_width, least_height; /**< points */
    /** NULL for lack of memory. */
    void *(*new)(const UnfoldFaceOptions *);
    void (*free)(void *face); /**< NULL is fine */
    /** Put all in its place: the panel's size has changed. */
    void (*lay_out)(void *face);
    /** What the plugin has told, as bits of UnfoldNews. */
    void (*hear)(void *face, unsigned news);
    /** Ahead of each picture. */
    void (*tick)(void *face, double seconds);
} UnfoldFaceKind;

extern const UnfoldFaceKind unfold_effect_face, unfold_listen_face;

#endif
