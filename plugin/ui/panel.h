/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_UI_PANEL_H
#define UNFOLD_UI_PANEL_H

#include "plugin/ui/widget.h"

#define UNFOLD_MAX_WIDGETS 48

/** What is in a window: widgets in the order of Tab, none over another but the last
   that is not hidden. Knows nothing of X11. */
typedef struct {
    UnfoldWidget *widgets[UNFOLD_MAX_WIDGETS];
    uint32_t count;
    double width, height;
    UnfoldTheme theme;
    UnfoldWidget *focus, *pressed, *hovered; /**< or NULL */
    bool dirty;                              /**< all of it */
    /** All that is behind the widgets, the ground included; NULL: that alone. */
    void (*backdrop)(void *owner, cairo_t *, const UnfoldTheme *);
    void *owner;
    UnfoldBox drawn[UNFOLD_MAX_WIDGETS + 1]; /**< what the last drawing has changed */
    uint32_t drawn_count;
} UnfoldPanel;

void unfold_panel_add(UnfoldPanel *panel, UnfoldWidget *widget);

/** To the widget that it is for, with enter, leave and focus. */
void unfold_panel_pointer(UnfoldPanel *panel, const UnfoldPointer *pointer);

/** To the widget in focus; Tab (`back` with Shift) moves that. False: nobody took it,
    and the host may have it. */
bool unfold_panel_key(UnfoldPanel *panel, const UnfoldKey *key);
void unfold_panel_tab(UnfoldPanel *panel, bool back);

/** NULL: nobody has it. */
void unfold_panel_focus(UnfoldPanel *panel, UnfoldWidget *widget);

/** Hide it or show it again; what was hidden has neither focus nor pointer. */
void unfold_panel_show(UnfoldPanel *panel, UnfoldWidget *widget, bool shown);

/** Let it be used or not; what is inactive is passed over by Tab and pointer. */
void unfold_panel_activate(UnfoldPanel *panel, UnfoldWidget *widget, bool active);

/** Whether anything is to be drawn. */
bool unfold_panel_is_dirty(const UnfoldPanel *panel);

/** Whether it is, or ticks have something to do. */
bool unfold_panel_is_busy(const UnfoldPanel *panel);

void unfold_panel_tick(UnfoldPanel *panel, double seconds);

/** Draw what is dirty, and note where that is. False if nothing was. */
bool unfold_panel_draw(UnfoldPanel *panel, cairo_t *cairo);

#endif
