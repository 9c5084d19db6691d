/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "plugin/ui/browser.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ROW UNFOLD_BROWSER_ROW
#define EASE 18.0 /* 1/s: how soon the list is where it goes */

static void open_folder(UnfoldBrowser *browser, const char *folder, const char *wanted)
{
    char kept[PATH_MAX];
    snprintf(kept, sizeof kept, "%s", wanted); /* which may be a row's */
    browser->selected = browser->hovered = NULL;
    unfold_models_open(&browser->models, folder);
    memcpy(browser->wanted, kept, sizeof kept);
    unfold_browser_choose(browser);
}

/* By people: the search was for where they have been. */
static void go(UnfoldBrowser *browser, const char *folder, const char *wanted)
{
    char above[PATH_MAX];
    if (!wanted)
        wanted = unfold_folder_above(folder, above) ? above : "";
    unfold_entry_set(&browser->entry, "");
    browser->follows = false;
    open_folder(browser, folder, wanted);
}

static void go_up(UnfoldBrowser *browser)
{
    char above[PATH_MAX];
    if (unfold_folder_above(browser->models.folder, above))
        go(browser, above, browser->models.folder);
}

void unfold_browser_open(UnfoldBrowser *browser, const char *folder)
{
    go(browser, folder, NULL);
}

/* Load it, or go there. */
static void enter(UnfoldBrowser *browser, const UnfoldRow *row)
{
    if (!row)
        return;
    if (row->kind == UNFOLD_ROW_UP) {
        go_up(browser);
    } else if (row->kind == UNFOLD_ROW_FOLDER) {
        go(browser, row->path, NULL);
    } else if (row->kind == UNFOLD_ROW_MODEL) {
        browser->follows = browser->follows || row->part == UNFOLD_HERE;
        if (browser->load)
            browser->load(browser, row->path);
    }
}

/* The row in place of the selected one, so many further; the ends are the ends. */
static void step(UnfoldBrowser *browser, int64_t steps)
{
    int64_t at = -1, to;
    const int64_t count = browser->count, way = steps < 0 ? -1 : 1;
    for (int64_t k = 0; k < count; ++k)
        if (browser->shown[k] == browser->selected)
            at = k;
    to = at < 0 && way < 0 ? 0 : at + steps;
    to = to < 0 ? 0 : to >= count ? count - 1 : to;
    for (int64_t k = to; k >= 0 && k < count; k += way)
        if (unfold_row_is_chosen(browser->shown[k])) {
            unfold_browser_select(browser, browser->shown[k]);
            return;
        }
    for (int64_t k = to; k >= 0 && k < count; k -= way)
        if (unfold_row_is_chosen(browser->shown[k])) {
            unfold_browser_select(browser, browser->shown[k]);
            return;
        }
}

static bool type(UnfoldBrowser *browser, const UnfoldKey *key)
{
    const bool taken = browser->entry.widget.kind->key(&browser->entry.widget, key);
    if (taken)
        unfold_touch(&browser->widget);
    return taken;
}

static bool end_search(UnfoldBrowser *browser)
{
    if (!browser->entry.text[0])
        return false;
    unfold_entry_set(&browser->entry, "");
    unfold_browser_choose(browser);
    if (browser->selected)
        unfold_browser_select(browser, browser->selected);
    return true;
}

/* How far a key of the list goes; 0: it is none. */
static int64_t steps_of(const UnfoldBrowser *browser, const UnfoldKey *key)
{
    const double height = unfold_browser_places(browser).list.height;
    const int64_t page = (int64_t)fmax(floor(height / ROW) - 1, 1);
    if (key->shift || key->control)
        return 0;
    return key->code == UNFOLD_KEY_UP          ? -1
           : key->code == UNFOLD_KEY_DOWN      ? 1
           : key->code == UNFOLD_KEY_PAGE_UP   ? -page
           : key->code == UNFOLD_KEY_PAGE_DOWN ? page
           : key->code == UNFOLD_KEY_HOME      ? -(int64_t)browser->count
           : key->code == UNFOLD_KEY_END       ? (int64_t)browser->count
                                               : 0;
}

static bool press_key(UnfoldWidget *widget, const UnfoldKey *key)
{
    UnfoldBrowser *browser = (UnfoldBrowser *)widget;
    const int64_t steps = steps_of(browser, key);
    if (steps) {
        step(browser, steps);
        return true;
    }
    switch (key->code) {
    case UNFOLD_KEY_ENTER:
        enter(browser, browser->selected);
        return true;
    case UNFOLD_KEY_ESCAPE:
        return end_search(browser);
    case UNFOLD_KEY_BACKSPACE:
        if (browser->entry.text[0])
            return type(browser, key);
        go_up(browser);
        return true;
    default:
        return type(browser, key);
    }
}

static const UnfoldRow *row_at(const UnfoldBrowser *browser, double x, double y)
{
    const UnfoldBrowserPlaces places = unfold_browser_places(browser);
    if (!unfold_box_has(&places.list, x, y) || unfold_box_has(&places.bar, x, y))
        return NULL;
    const double at = floor((y - places.list.y + browser->scroll) / ROW);
    if (at < 0 || at >= browser->count ||
        !unfold_row_is_chosen(browser->shown[(uint32_t)at]))
        return NULL;
    return browser->shown[(uint32_t)at];
}

static void hover(UnfoldBrowser *browser, const UnfoldRow *row)
{
    if (row != browser->hovered)
        unfold_touch(&browser->widget);
    browser->hovered = row;
}

static void drag_bar(UnfoldBrowser *browser, double y)
{
    const UnfoldBrowserPlaces places = unfold_browser_places(browser);
    const double way = places.list.height - places.bar.height;
    const double share = way > 0 ? (y - browser->held_at - places.list.y) / way : 0;
    browser->scroll = browser->aim = places.most * fmin(fmax(share, 0), 1);
    unfold_touch(&browser->widget);
}

/* The list stays where it is, so that the second press of two meets the same row. */
static void press(UnfoldBrowser *browser, const UnfoldPointer *pointer)
{
    const UnfoldBrowserPlaces places = unfold_browser_places(browser);
    const UnfoldRow *row = row_at(browser, pointer->x, pointer->y);
    const UnfoldBox track = {places.bar.x, places.list.y, places.bar.width,
                             places.list.height};
    if (unfold_box_has(&track, pointer->x, pointer->y)) {
        browser->bar_held = true;
        browser->held_at = unfold_box_has(&places.bar, pointer->x, pointer->y)
                               ? pointer->y - places.bar.y
                               : places.bar.height / 2;
        drag_bar(browser, pointer->y);
    } else if (row) {
        browser->selected = row;
        browser->aim = browser->scroll;
        unfold_touch(&browser->widget);
        if (pointer->clicks == 2)
            enter(browser, row);
    }
}

static void turn_wheel(UnfoldBrowser *browser, double notches)
{
    const double aim = browser->aim - 3 * ROW * notches;
    browser->aim = fmin(fmax(aim, 0), unfold_browser_places(browser).most);
    unfold_touch(&browser->widget);
}

static void point(UnfoldWidget *widget, const UnfoldPointer *pointer)
{
    UnfoldBrowser *browser = (UnfoldBrowser *)widget;
    UnfoldEntry *entry = &browser->entry;
    const UnfoldBrowserPlaces places = unfold_browser_places(browser);
    entry->widget.box = places.entry;
    if (pointer->event == UNFOLD_WHEEL) {
        turn_wheel(browser, pointer->wheel);
    } else if (pointer->event == UNFOLD_LEAVE) {
        hover(browser, NULL);
    } else if (entry->dragged ||
               (pointer->event == UNFOLD_PRESS &&
                unfold_box_has(&places.entry, pointer->x, pointer->y))) {
        entry->widget.kind->pointer(&entry->widget, pointer);
        unfold_touch(widget);
    } else if (pointer->event == UNFOLD_PRESS && pointer->button == 1) {
        press(browser, pointer);
    } else if (pointer->event == UNFOLD_LET_GO) {
        browser->bar_held = false;
        unfold_touch(widget);
    } else if (browser->bar_held) {
        drag_bar(browser, pointer->y);
    } else {
        hover(browser, row_at(browser, pointer->x, pointer->y));
    }
}

static void tick(UnfoldWidget *widget, double seconds)
{
    UnfoldBrowser *browser = (UnfoldBrowser *)widget;
    const bool deep = browser->entry.text[0];
    const bool was_busy = unfold_models_is_busy(&browser->models, deep);
    const bool has_grown = unfold_models_tick(&browser->models, deep, seconds);
    widget->busy = unfold_models_is_busy(&browser->models, deep);
    if (has_grown || was_busy != widget->busy)
        unfold_browser_choose(browser);
    const double way = browser->aim - browser->scroll;
    if (way == 0)
        return;
    browser->scroll =
        fabs(way) < 0.5 ? browser->aim
                        : browser->scroll + way * (1 - exp(-EASE * fmin(seconds, 0.1)));
    unfold_touch(widget);
}

/* The best of what is found is what Enter takes. */
static void search(UnfoldEntry *entry)
{
    UnfoldBrowser *browser = entry->widget.owner;
    browser->selected = NULL;
    browser->aim = browser->scroll = 0;
    unfold_browser_choose(browser);
}

void unfold_browser_init(UnfoldBrowser *browser, const UnfoldOwnModel *own,
                         const char *bundle)
{
    static const UnfoldWidgetKind kind = {.draw = unfold_browser_draw,
                                          .pointer = point,
                                          .key = press_key,
                                          .tick = tick,
                                          .takes_focus = true};
    *browser = (UnfoldBrowser){
        .widget = {.kind = &kind, .name = "Models", .dirty = true}, .follows = true};
    unfold_entry_init(&browser->entry, "Search", "Search models");
    browser->entry.changed = search;
    browser->entry.widget.owner = browser;
    unfold_models_init(&browser->models, own, bundle);
    unfold_browser_choose(browser);
}

void unfold_browser_free(UnfoldBrowser *browser)
{
    free(browser->shown);
    browser->shown = NULL;
    browser->count = browser->room = 0;
    browser->selected = browser->hovered = NULL;
    unfold_models_free(&browser->models);
}

/* Models of the bundle are known by its path as the host has it. */
static bool is_own(UnfoldBrowser *browser, const char *folder)
{
    char bundle[PATH_MAX];
    const char *file = strrchr(browser->really, '/');
    if (!file || !realpath(browser->models.bundle, bundle) || strcmp(folder, bundle))
        return false;
    snprintf(bundle, sizeof bundle, "%s%s", browser->models.bundle, file);
    memcpy(browser->playing, bundle, sizeof bundle);
    return true;
}

void unfold_browser_playing(UnfoldBrowser *browser, const char *path)
{
    char folder[PATH_MAX];
    const char *home = getenv("HOME");
    UnfoldModels *models = &browser->models;
    const bool is_first = !browser->playing[0];
    if (!strcmp(path, browser->playing))
        return;
    snprintf(browser->playing, sizeof browser->playing, "%s", path);
    if (!realpath(path, browser->really))
        memcpy(browser->really, browser->playing, sizeof browser->really);
    unfold_touch(&browser->widget);
    if (!unfold_folder_of(path, folder))
        return;
    if (is_own(browser, folder)) {
        if (!models->folder[0] && home && home[0] == '/')
            open_folder(browser, home, browser->playing);
        else if (is_first)
            snprintf(browser->wanted, sizeof browser->wanted, "%s", browser->playing);
    } else if (!strcmp(folder, models->folder)) {
        browser->follows = true;
    } else if (browser->follows) {
        open_folder(browser, folder, browser->really);
    }
    unfold_browser_choose(browser);
}
