/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "plugin/ui/browser.h"

#include "plugin/ui/utf8.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ROW UNFOLD_BROWSER_ROW
#define ENTRY 28.0
#define HINT 22.0
#define GAP 6.0
#define BAR 12.0 /* what can be grabbed; what is seen is slimmer */
#define LEAST_BAR 24.0
#define ROOM_FOR_HINT 140.0

UnfoldBrowserPlaces unfold_browser_places(const UnfoldBrowser *browser)
{
    const UnfoldBox box = browser->widget.box;
    const double hint = box.height >= ROOM_FOR_HINT ? HINT : 0;
    const double top = box.y + ENTRY + GAP;
    UnfoldBrowserPlaces places = {
        .entry = {box.x, box.y, box.width, ENTRY},
        .list = {box.x, top, box.width, fmax(box.y + box.height - hint - top, 0)},
        .hint = {box.x, box.y + box.height - hint, box.width, hint}};
    const UnfoldBox *list = &places.list;
    const double whole = browser->count * ROW;
    places.most = fmax(whole - list->height, 0);
    if (places.most > 0 && list->height > LEAST_BAR) {
        const double height = fmax(list->height * list->height / whole, LEAST_BAR);
        const double share = fmin(fmax(browser->scroll / places.most, 0), 1);
        places.bar =
            (UnfoldBox){list->x + list->width - BAR,
                        list->y + share * (list->height - height), BAR, height};
    }
    return places;
}

bool unfold_browser_plays(const UnfoldBrowser *browser, const UnfoldRow *row)
{
    return row->kind == UNFOLD_ROW_MODEL && browser->playing[0] &&
           (!strcmp(row->path, browser->playing) ||
            !strcmp(row->path, browser->really));
}

void unfold_browser_select(UnfoldBrowser *browser, const UnfoldRow *row)
{
    const UnfoldBrowserPlaces places = unfold_browser_places(browser);
    uint32_t at = 0;
    browser->selected = row;
    unfold_touch(&browser->widget);
    while (at < browser->count && browser->shown[at] != row)
        ++at;
    if (at == browser->count)
        return;
    /* with what is beside it */
    const double above = (at - 1.0) * ROW, below = (at + 2) * ROW - places.list.height;
    const double aim = fmin(fmax(browser->aim, below), above);
    browser->aim = fmin(fmax(aim, 0), places.most);
}

static void show(UnfoldBrowser *browser, const UnfoldRow *row)
{
    if (browser->count == browser->room) {
        const uint32_t room = browser->room ? 2 * browser->room : 64;
        const UnfoldRow **grown = realloc(browser->shown, room * sizeof(UnfoldRow *));
        if (!grown)
            return;
        browser->shown = grown;
        browser->room = room;
    }
    browser->shown[browser->count++] = row;
}

static void show_note(UnfoldBrowser *browser, UnfoldRow *row, const char *text)
{
    *row = (UnfoldRow){
        .kind = UNFOLD_ROW_NOTE, .path = "", .name = "", .shown = text, .place = ""};
    show(browser, row);
}

static void show_heading(UnfoldBrowser *browser, UnfoldPart part)
{
    const UnfoldModels *models = &browser->models;
    const char *slash = strrchr(models->folder, '/');
    UnfoldRow *row = &browser->headings[part];
    const bool is_searched = browser->entry.text[0];
    const bool is_busy = unfold_models_is_busy(models, is_searched);
    unfold_utf8_clean(slash && slash[1] ? slash + 1 : models->folder, browser->heading,
                      sizeof browser->heading);
    *row = (UnfoldRow){.part = part,
                       .kind = UNFOLD_ROW_HEADING,
                       .path = models->folder,
                       .name = "",
                       .shown = part == UNFOLD_OWN    ? "Unfold"
                                : part == UNFOLD_HERE ? browser->heading
                                                      : "In its folders",
                       .place =
                           part != UNFOLD_OWN && is_busy ? "looking\xe2\x80\xa6" : ""};
    show(browser, row);
}

static bool is_found(const UnfoldBrowser *browser, const UnfoldRow *row)
{
    const char *words = browser->entry.text;
    if (!words[0])
        return row->part != UNFOLD_BELOW;
    return row->kind != UNFOLD_ROW_UP &&
           unfold_utf8_matches(words, row->shown, row->place);
}

/* Returns how many rows there are under the heading. */
static uint32_t show_part(UnfoldBrowser *browser, UnfoldPart part)
{
    const UnfoldModels *models = &browser->models;
    const bool is_searched = browser->entry.text[0];
    const bool is_wanted = part == UNFOLD_HERE
                               ? models->folder[0] && !is_searched
                               : part == UNFOLD_BELOW && is_searched &&
                                     unfold_models_is_busy(models, true);
    const uint32_t before = browser->count;
    for (uint32_t k = 0; k < models->count; ++k) {
        if (models->rows[k]->part != part || !is_found(browser, models->rows[k]))
            continue;
        if (browser->count == before)
            show_heading(browser, part);
        show(browser, models->rows[k]);
    }
    if (browser->count == before && is_wanted)
        show_heading(browser, part);
    return browser->count - before;
}

static void show_notes(UnfoldBrowser *browser, uint32_t here)
{
    const UnfoldModels *models = &browser->models;
    const bool is_searched = browser->entry.text[0];
    if (unfold_models_is_busy(models, is_searched))
        return;
    if (is_searched && !browser->count) {
        show_note(browser, &browser->notes[0], "nothing is called so");
    } else if (is_searched && models->files == UNFOLD_MOST_MODELS) {
        snprintf(browser->note, sizeof browser->note,
                 "only the first %d were looked at", UNFOLD_MOST_MODELS);
        show_note(browser, &browser->notes[0], browser->note);
    } else if (models->scan.error) {
        snprintf(browser->note, sizeof browser->note, "this folder cannot be read: %s",
                 strerror(models->scan.error));
        show_note(browser, &browser->notes[0], browser->note);
    } else if (here && !is_searched && !models->files) {
        show_note(browser, &browser->notes[0], "no models in this folder");
    }
}

/* What is to be selected: what was wanted; else what was; else, of a search, the first
   model. */
static void select_again(UnfoldBrowser *browser)
{
    const UnfoldRow *first = NULL, *wanted = NULL, *kept = NULL;
    for (uint32_t k = 0; k < browser->count; ++k) {
        const UnfoldRow *row = browser->shown[k];
        if (!unfold_row_is_chosen(row))
            continue;
        if (!wanted && browser->wanted[0] && !strcmp(row->path, browser->wanted))
            wanted = row;
        if (!first ||
            (first->kind != UNFOLD_ROW_MODEL && row->kind == UNFOLD_ROW_MODEL))
            first = row;
        kept = row == browser->selected ? row : kept;
    }
    browser->selected = kept;
    if (wanted) {
        browser->wanted[0] = '\0';
        unfold_browser_select(browser, wanted);
        browser->scroll = browser->aim;
    } else if (!kept && first && browser->entry.text[0]) {
        unfold_browser_select(browser, first);
    }
}

void unfold_browser_choose(UnfoldBrowser *browser)
{
    browser->count = 0;
    browser->hovered = NULL;
    show_part(browser, UNFOLD_OWN);
    const uint32_t here = show_part(browser, UNFOLD_HERE);
    show_part(browser, UNFOLD_BELOW);
    show_notes(browser, here);
    select_again(browser);
    const double most = unfold_browser_places(browser).most;
    browser->aim = fmin(browser->aim, most);
    browser->scroll = fmin(browser->scroll, most);
    unfold_touch(&browser->widget);
}
