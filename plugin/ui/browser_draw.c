/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "plugin/ui/browser.h"
#include "plugin/ui/fit.h"

#include <math.h>

#define ROW UNFOLD_BROWSER_ROW
#define EDGE 8.0
#define SIGN 18.0 /* width of what is drawn ahead of a name */
#define SMALL 11.0

static void draw_sign(cairo_t *cairo, const UnfoldRow *row, bool plays, double x,
                      double y)
{
    if (plays) {
        cairo_move_to(cairo, x + 2, y - 5);
        cairo_line_to(cairo, x + 11, y);
        cairo_line_to(cairo, x + 2, y + 5);
        cairo_close_path(cairo);
        cairo_fill(cairo);
    } else if (row->kind == UNFOLD_ROW_FOLDER) {
        cairo_move_to(cairo, x, y - 5);
        cairo_line_to(cairo, x + 5, y - 5);
        cairo_line_to(cairo, x + 6.5, y - 3);
        cairo_line_to(cairo, x + 12, y - 3);
        cairo_line_to(cairo, x + 12, y + 5);
        cairo_line_to(cairo, x, y + 5);
        cairo_close_path(cairo);
        cairo_fill(cairo);
    } else if (row->kind == UNFOLD_ROW_UP) {
        cairo_set_line_width(cairo, 1.5);
        cairo_move_to(cairo, x + 6, y + 5);
        cairo_line_to(cairo, x + 6, y - 4);
        cairo_move_to(cairo, x + 2, y - 0.5);
        cairo_line_to(cairo, x + 6, y - 4.5);
        cairo_line_to(cairo, x + 10, y - 0.5);
        cairo_stroke(cairo);
    }
}

/* Behind a row. */
static UnfoldColour ground_of(const UnfoldBrowser *browser, const UnfoldTheme *theme,
                              const UnfoldRow *row)
{
    const bool is_focused = browser->widget.focused;
    if (row == browser->selected)
        return unfold_blend(theme->panel, is_focused ? theme->accent : theme->line,
                            is_focused ? 0.28 : 0.7);
    return unfold_blend(theme->panel, theme->line, row == browser->hovered ? 0.4 : 0);
}

static void draw_ground(const UnfoldBrowser *browser, cairo_t *cairo,
                        const UnfoldTheme *theme, const UnfoldRow *row,
                        const UnfoldBox *box)
{
    const UnfoldBox inside = {box->x + 3, box->y + 1, box->width - 6, box->height - 2};
    if (row != browser->selected && row != browser->hovered)
        return;
    unfold_round(cairo, &inside, 4);
    unfold_use(cairo, ground_of(browser, theme, row));
    cairo_fill(cairo);
}

/* The name, and as much of the place as there is room for beside it. */
static void draw_texts(cairo_t *cairo, const UnfoldTheme *theme, const UnfoldRow *row,
                       const UnfoldBox *box, UnfoldColour colour, UnfoldColour ground)
{
    UnfoldBox name = *box;
    const double wanted = unfold_text_width(cairo, row->shown, UNFOLD_TEXT_SIZE);
    const double half = fmax(box->width - wanted - 12, box->width * 0.3);
    const double place = fmin(unfold_text_width(cairo, row->place, SMALL), half);
    if (row->place[0] && place >= 24) {
        const UnfoldBox right = {box->x + box->width - place - 1, box->y, place + 1,
                                 box->height};
        unfold_use(cairo, unfold_readable(theme->quiet, ground));
        unfold_fit(cairo, row->place, &right, SMALL, UNFOLD_RIGHT, false);
        name.width -= place + 12;
    }
    unfold_use(cairo, unfold_readable(colour, ground));
    unfold_fit(cairo, row->shown, &name, UNFOLD_TEXT_SIZE, UNFOLD_LEFT, false);
}

static void draw_row(const UnfoldBrowser *browser, cairo_t *cairo,
                     const UnfoldTheme *theme, const UnfoldRow *row,
                     const UnfoldBox *box)
{
    const bool plays = unfold_browser_plays(browser, row);
    const double middle = box->y + box->height / 2;
    UnfoldBox texts = {box->x + EDGE + SIGN, box->y,
                       fmax(box->width - 2 * EDGE - SIGN, 0), box->height};
    if (!unfold_row_is_chosen(row)) {
        texts = (UnfoldBox){box->x + EDGE, box->y, fmax(box->width - 2 * EDGE, 0),
                            box->height};
        draw_texts(cairo, theme, row, &texts, theme->quiet, theme->panel);
        if (row->kind != UNFOLD_ROW_HEADING)
            return;
        unfold_use(cairo, theme->line);
        cairo_rectangle(cairo, texts.x, box->y + box->height - 2, texts.width, 1);
        cairo_fill(cairo);
        return;
    }
    draw_ground(browser, cairo, theme, row, box);
    unfold_use(cairo, plays ? theme->accent : theme->quiet);
    draw_sign(cairo, row, plays, box->x + EDGE, middle);
    const bool is_bright = plays && row != browser->selected;
    draw_texts(cairo, theme, row, &texts, is_bright ? theme->accent : theme->text,
               ground_of(browser, theme, row));
}

static void draw_list(const UnfoldBrowser *browser, cairo_t *cairo,
                      const UnfoldTheme *theme, const UnfoldBrowserPlaces *places)
{
    const UnfoldBox *list = &places->list;
    const double room = places->bar.width > 0 ? places->bar.width - 2 : 0;
    const double first = floor(browser->scroll / ROW);
    unfold_round(cairo, list, 4);
    unfold_use(cairo, theme->panel);
    cairo_fill_preserve(cairo);
    cairo_save(cairo);
    cairo_clip(cairo);
    for (uint32_t k = first > 0 ? (uint32_t)first : 0; k < browser->count; ++k) {
        const UnfoldBox box = {list->x, list->y + k * ROW - browser->scroll,
                               list->width - room, ROW};
        if (box.y >= list->y + list->height)
            break;
        draw_row(browser, cairo, theme, browser->shown[k], &box);
    }
    if (places->bar.width > 0) {
        const UnfoldBox *bar = &places->bar;
        const UnfoldBox slim = {bar->x + 4, bar->y + 2, bar->width - 7,
                                bar->height - 4};
        unfold_round(cairo, &slim, 3);
        unfold_use(cairo, browser->bar_held
                              ? theme->accent
                              : unfold_blend(theme->panel, theme->quiet, 0.55));
        cairo_fill(cairo);
    }
    cairo_restore(cairo);
}

void unfold_browser_draw(UnfoldWidget *widget, cairo_t *cairo, const UnfoldTheme *theme)
{
    UnfoldBrowser *browser = (UnfoldBrowser *)widget;
    const UnfoldBrowserPlaces places = unfold_browser_places(browser);
    UnfoldWidget *entry = &browser->entry.widget;
    const UnfoldRow *told = browser->hovered ? browser->hovered : browser->selected;
    browser->aim = fmin(browser->aim, places.most);
    browser->scroll = fmin(browser->scroll, places.most);
    entry->box = places.entry;
    entry->focused = widget->focused;
    entry->kind->draw(entry, cairo, theme);
    draw_list(browser, cairo, theme, &places);
    if (!told || places.hint.height <= 0)
        return;
    const UnfoldBox hint = {places.hint.x + 4, places.hint.y + 3,
                            fmax(places.hint.width - 8, 0), places.hint.height - 3};
    unfold_use(cairo, theme->quiet);
    unfold_fit(cairo, told->path, &hint, SMALL, UNFOLD_LEFT, true);
}
