/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "plugin/ui/entry.h"

#include "plugin/ui/draw.h"
#include "plugin/ui/utf8.h"

#include <ctype.h>
#include <math.h>
#include <string.h>

#define EDGE 8.0 /* points from the rim to the text */

static uint32_t before(const UnfoldEntry *entry, uint32_t at)
{
    return unfold_utf8_before(entry->text, at);
}

static uint32_t after(const UnfoldEntry *entry, uint32_t at)
{
    uint32_t code;
    return at + unfold_utf8_next(entry->text + at, &code);
}

static bool is_of_a_word(const UnfoldEntry *entry, uint32_t at)
{
    const unsigned char byte = (unsigned char)entry->text[at];
    return byte >= 0x80 || isalnum(byte);
}

static uint32_t word_before(const UnfoldEntry *entry, uint32_t at)
{
    while (at && !is_of_a_word(entry, before(entry, at)))
        at = before(entry, at);
    while (at && is_of_a_word(entry, before(entry, at)))
        at = before(entry, at);
    return at;
}

static uint32_t word_after(const UnfoldEntry *entry, uint32_t at)
{
    while (entry->text[at] && !is_of_a_word(entry, at))
        at = after(entry, at);
    while (entry->text[at] && is_of_a_word(entry, at))
        at = after(entry, at);
    return at;
}

static uint32_t first(const UnfoldEntry *entry)
{
    return entry->caret < entry->anchor ? entry->caret : entry->anchor;
}

static uint32_t last(const UnfoldEntry *entry)
{
    return entry->caret < entry->anchor ? entry->anchor : entry->caret;
}

static void move(UnfoldEntry *entry, uint32_t to, bool selects)
{
    entry->caret = to;
    if (!selects)
        entry->anchor = to;
    unfold_touch(&entry->widget);
}

static void tell_change(UnfoldEntry *entry)
{
    unfold_touch(&entry->widget);
    if (entry->changed)
        entry->changed(entry);
}

/* In the place of what is selected. */
static void replace(UnfoldEntry *entry, const char *text, size_t length)
{
    const uint32_t from = first(entry), to = last(entry);
    memmove(entry->text + from + length, entry->text + to,
            strlen(entry->text + to) + 1);
    memcpy(entry->text + from, text, length);
    move(entry, from + (uint32_t)length, false);
}

void unfold_entry_insert(UnfoldEntry *entry, const char *text)
{
    char typed[UNFOLD_ENTRY_TEXT];
    size_t length = 0;
    const size_t kept = strlen(entry->text) - (last(entry) - first(entry));
    uint32_t code, step;
    while ((step = unfold_utf8_next(text, &code))) {
        char one[5] = " ";
        if (code >= 0x20 && (code < 0x7f || code > 0x9f)) {
            char byte[5] = {0};
            memcpy(byte, text, step);
            unfold_utf8_clean(byte, one, sizeof one);
        }
        const size_t bytes = strlen(one);
        if (kept + length + bytes >= UNFOLD_ENTRY_TEXT)
            break;
        memcpy(typed + length, one, bytes + 1);
        length += bytes;
        text += step;
    }
    if (!length)
        return;
    replace(entry, typed, length);
    tell_change(entry);
}

void unfold_entry_set(UnfoldEntry *entry, const char *text)
{
    entry->caret = (uint32_t)unfold_utf8_clean(text, entry->text, sizeof entry->text);
    entry->anchor = 0;
    entry->scroll = 0;
    unfold_touch(&entry->widget);
}

/* What is selected, or else up to there. */
static void delete (UnfoldEntry *entry, uint32_t to)
{
    if (entry->caret == entry->anchor)
        entry->anchor = to;
    if (entry->caret == entry->anchor)
        return;
    replace(entry, "", 0);
    tell_change(entry);
}

static void copy(UnfoldEntry *entry)
{
    char text[UNFOLD_ENTRY_TEXT];
    const size_t length = last(entry) - first(entry);
    memcpy(text, entry->text + first(entry), length);
    text[length] = '\0';
    if (length && entry->clipboard)
        entry->clipboard->copy(entry->clipboard->owner, text);
}

/* With Control; the letter may come as itself or as a control character. */
static bool command(UnfoldEntry *entry, char letter)
{
    switch (letter | 0x60) {
    case 'a':
        entry->anchor = 0;
        move(entry, (uint32_t)strlen(entry->text), true);
        return true;
    case 'c':
        copy(entry);
        return true;
    case 'x':
        copy(entry);
        if (entry->clipboard)
            delete (entry, entry->caret);
        return true;
    case 'v':
        if (entry->clipboard)
            entry->clipboard->paste(entry->clipboard->owner, entry);
        return true;
    default:
        return false;
    }
}

static bool finish(UnfoldEntry *entry, bool accepted)
{
    if (!entry->done)
        return false;
    entry->had_focus = false;
    entry->done(entry, accepted);
    return true;
}

/* Without Shift, what is selected is left at its end. */
static void step(UnfoldEntry *entry, const UnfoldKey *key, bool back)
{
    const uint32_t at = entry->caret;
    if (!key->shift && !key->control && at != entry->anchor)
        move(entry, back ? first(entry) : last(entry), false);
    else if (back)
        move(entry, key->control ? word_before(entry, at) : before(entry, at),
             key->shift);
    else
        move(entry, key->control ? word_after(entry, at) : after(entry, at),
             key->shift);
}

static bool press_key(UnfoldWidget *widget, const UnfoldKey *key)
{
    UnfoldEntry *entry = (UnfoldEntry *)widget;
    const uint32_t at = entry->caret;
    switch (key->code) {
    case UNFOLD_KEY_TEXT:
        if (key->control)
            return command(entry, key->text[0]);
        unfold_entry_insert(entry, key->text);
        return true;
    case UNFOLD_KEY_LEFT:
    case UNFOLD_KEY_RIGHT:
        step(entry, key, key->code == UNFOLD_KEY_LEFT);
        return true;
    case UNFOLD_KEY_HOME:
        move(entry, 0, key->shift);
        return true;
    case UNFOLD_KEY_END:
        move(entry, (uint32_t)strlen(entry->text), key->shift);
        return true;
    case UNFOLD_KEY_BACKSPACE:
        delete (entry, key->control ? word_before(entry, at) : before(entry, at));
        return true;
    case UNFOLD_KEY_DELETE:
        delete (entry, key->control ? word_after(entry, at) : after(entry, at));
        return true;
    case UNFOLD_KEY_ENTER:
    case UNFOLD_KEY_ESCAPE:
        return finish(entry, key->code == UNFOLD_KEY_ENTER);
    default:
        return false;
    }
}

/* The boundary of characters that was drawn nearest to there. */
static uint32_t nearest(const UnfoldEntry *entry, double x)
{
    const double from = entry->widget.box.x + EDGE - entry->scroll;
    uint32_t best = 0;
    for (uint32_t at = 0; entry->text[at];) {
        at = after(entry, at);
        if (fabs(from + entry->at[at] - x) < fabs(from + entry->at[best] - x))
            best = at;
    }
    return best;
}

static void point(UnfoldWidget *widget, const UnfoldPointer *pointer)
{
    UnfoldEntry *entry = (UnfoldEntry *)widget;
    const uint32_t at = nearest(entry, pointer->x);
    if (pointer->event == UNFOLD_PRESS && pointer->button == 1) {
        entry->dragged = pointer->clicks < 2;
        if (pointer->clicks < 2) {
            move(entry, at, pointer->shift);
        } else {
            entry->anchor = is_of_a_word(entry, at)
                                ? word_before(entry, after(entry, at))
                                : word_before(entry, at);
            move(entry, word_after(entry, entry->anchor), true);
        }
    } else if (pointer->event == UNFOLD_MOVE && entry->dragged) {
        move(entry, at, true);
    } else if (pointer->event == UNFOLD_LET_GO) {
        entry->dragged = false;
    }
}

static void tick(UnfoldWidget *widget, double seconds)
{
    UnfoldEntry *entry = (UnfoldEntry *)widget;
    const bool has_focus = widget->focused && !widget->hidden;
    (void)seconds;
    if (entry->had_focus && !has_focus)
        finish(entry, false);
    else
        entry->had_focus = has_focus;
}

/* Where each character stands: glyph by glyph, as cairo will show it. */
static void measure(UnfoldEntry *entry, cairo_t *cairo)
{
    cairo_glyph_t *glyphs = NULL;
    int count = 0;
    const double width = unfold_text_width(cairo, entry->text, UNFOLD_TEXT_SIZE);
    const cairo_status_t status = cairo_scaled_font_text_to_glyphs(
        cairo_get_scaled_font(cairo), 0, 0, entry->text, -1, &glyphs, &count, NULL,
        NULL, NULL);
    uint32_t at = 0;
    for (int k = 0; status == CAIRO_STATUS_SUCCESS && k < count && entry->text[at];
         ++k) {
        entry->at[at] = (float)glyphs[k].x;
        at = after(entry, at);
    }
    entry->at[strlen(entry->text)] = (float)width;
    if (status == CAIRO_STATUS_SUCCESS)
        cairo_glyph_free(glyphs);
}

/* Have the caret where it can be seen, and no room lost at the end. */
static void scroll(UnfoldEntry *entry, double room)
{
    const double caret = entry->at[entry->caret];
    const double width = entry->at[strlen(entry->text)];
    entry->scroll = fmin(entry->scroll, fmax(width - room, 0));
    entry->scroll = fmax(fmin(entry->scroll, caret), caret - room);
}

static void draw_text(UnfoldEntry *entry, cairo_t *cairo, const UnfoldTheme *theme)
{
    const UnfoldBox *box = &entry->widget.box;
    const double x = box->x + EDGE - entry->scroll, middle = box->y + box->height / 2;
    const double half = fmin(UNFOLD_TEXT_SIZE * 0.75, box->height / 2);
    UnfoldColour colour = theme->text;
    cairo_font_extents_t font;
    cairo_font_extents(cairo, &font);
    if (entry->widget.focused && entry->caret != entry->anchor) {
        const double from = entry->at[first(entry)], to = entry->at[last(entry)];
        const UnfoldColour ground = unfold_blend(theme->ground, theme->accent, 0.35);
        colour = unfold_readable(colour, ground);
        unfold_use(cairo, ground);
        cairo_rectangle(cairo, x + from, middle - half, to - from, 2 * half);
        cairo_fill(cairo);
    }
    unfold_use(cairo, colour);
    cairo_move_to(cairo, x, middle + (font.ascent - font.descent) / 2);
    cairo_show_text(cairo, entry->text);
    cairo_new_path(cairo);
    if (entry->widget.focused) {
        unfold_use(cairo, theme->accent);
        cairo_rectangle(cairo, x + entry->at[entry->caret] - 0.75, middle - half, 1.5,
                        2 * half);
        cairo_fill(cairo);
    }
}

static void draw(UnfoldWidget *widget, cairo_t *cairo, const UnfoldTheme *theme)
{
    UnfoldEntry *entry = (UnfoldEntry *)widget;
    const UnfoldBox *box = &widget->box;
    const UnfoldBox inside = {box->x + EDGE, box->y, fmax(box->width - 2 * EDGE, 0),
                              box->height};
    const UnfoldBox rim = {box->x + 0.5, box->y + 0.5, fmax(box->width - 1, 0),
                           fmax(box->height - 1, 0)};
    unfold_round(cairo, &rim, 4);
    unfold_use(cairo, theme->ground);
    cairo_fill_preserve(cairo);
    unfold_use(cairo, theme->line);
    cairo_set_line_width(cairo, 1);
    cairo_stroke(cairo);
    cairo_save(cairo);
    unfold_clip(cairo,
                &(UnfoldBox){inside.x - 2, inside.y, inside.width + 4, inside.height});
    if (!entry->text[0] && entry->hint) {
        unfold_use(cairo, theme->quiet);
        unfold_text(cairo, entry->hint, &inside, UNFOLD_TEXT_SIZE, UNFOLD_LEFT);
    }
    measure(entry, cairo);
    scroll(entry, inside.width);
    draw_text(entry, cairo, theme);
    cairo_restore(cairo);
    if (widget->focused)
        unfold_draw_focus(cairo, theme, box);
}

void unfold_entry_init(UnfoldEntry *entry, const char *name, const char *hint)
{
    static const UnfoldWidgetKind kind = {.draw = draw,
                                          .pointer = point,
                                          .key = press_key,
                                          .tick = tick,
                                          .takes_focus = true};
    *entry = (UnfoldEntry){.widget = {.kind = &kind, .name = name, .dirty = true},
                           .hint = hint};
}
