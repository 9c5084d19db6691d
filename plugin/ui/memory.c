/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "plugin/ui/memory.h"

#include "plugin/ui/draw.h"

#include <math.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#define HEADER 20.0
#define INSET 6.0 /* of its text, as that of the picture beside it */
#define SMALL 11.0
#define COARSE 2 /* of 127: less than that cannot be seen */

static UnfoldBox strip_box(const UnfoldMemory *memory)
{
    const UnfoldBox *box = &memory->widget.box;
    return (UnfoldBox){box->x, box->y + HEADER, box->width,
                       fmax(box->height - HEADER, 0)};
}

static uint8_t cell_of(float state)
{
    const float held = state > 1 ? 1 : state >= -1 ? state : state < -1 ? -1 : 0;
    return (uint8_t)(UNFOLD_STRIP_BLANK + (int)lrintf(127 * held));
}

void unfold_memory_forget(UnfoldMemory *memory)
{
    unfold_strip_clear(&memory->strip, 0);
    unfold_touch(&memory->widget);
}

void unfold_memory_hear(UnfoldMemory *memory, const float *states, uint32_t columns,
                        uint32_t units)
{
    uint8_t cells[UNFOLD_STRIP_ROWS];
    const uint32_t rows = units < UNFOLD_STRIP_ROWS ? units : UNFOLD_STRIP_ROWS;
    const UnfoldBox strip = strip_box(memory);
    if (rows != memory->strip.rows) {
        unfold_strip_clear(&memory->strip, rows);
        unfold_touch(&memory->widget);
    }
    for (uint32_t k = 0; k < columns; ++k) {
        for (uint32_t row = 0; row < rows; ++row) /* unit 0 on top */
            cells[rows - 1 - row] = cell_of(states[(size_t)k * units + row]);
        if (unfold_strip_push(&memory->strip, cells, COARSE))
            unfold_touch_part(&memory->widget, &strip);
    }
}

/* Weak states are lifted a little, strong ones go on towards the text's colour. */
static void make_palette(UnfoldMemory *memory, const UnfoldTheme *theme)
{
    for (int k = 0; k < 256; ++k) {
        const double state = (k - UNFOLD_STRIP_BLANK) / 127.0, size = fabs(state);
        const UnfoldColour hue = state > 0 ? theme->accent : theme->second;
        const UnfoldColour lit =
            unfold_blend(theme->panel, hue, fmin(1.15 * pow(size, 0.75), 1));
        memory->palette[k] =
            unfold_pixel(unfold_blend(lit, theme->text, 0.55 * pow(size, 5)));
    }
    memory->theme = *theme;
    memory->has_palette = true;
}

/* Where there is no room for both, the name alone, if need be smaller. */
static void draw_header(const UnfoldMemory *memory, cairo_t *cairo,
                        const UnfoldTheme *theme, const UnfoldBox *box)
{
    char units[32] = "";
    const char *name = memory->widget.name;
    const double wide = unfold_text_width(cairo, name, UNFOLD_TEXT_SIZE);
    if (memory->strip.rows)
        snprintf(units, sizeof units, "%u unit%s", memory->strip.rows,
                 memory->strip.rows == 1 ? "" : "s");
    unfold_use(cairo, theme->quiet);
    if (wide + unfold_text_width(cairo, units, SMALL) + 8 <= box->width)
        unfold_text(cairo, units, box, SMALL, UNFOLD_RIGHT);
    unfold_use(cairo, theme->text);
    unfold_text(cairo, name, box, wide <= box->width ? UNFOLD_TEXT_SIZE : SMALL,
                UNFOLD_LEFT);
}

static void draw(UnfoldWidget *widget, cairo_t *cairo, const UnfoldTheme *theme)
{
    UnfoldMemory *memory = (UnfoldMemory *)widget;
    const UnfoldBox *box = &widget->box;
    const UnfoldBox header = {box->x + INSET, box->y, fmax(box->width - 2 * INSET, 0),
                              HEADER};
    const UnfoldBox strip = strip_box(memory);
    const bool moves = widget->part.width > 0;
    if (!memory->has_palette ||
        memcmp(theme, &memory->theme, offsetof(UnfoldTheme, dark)) != 0)
        make_palette(memory, theme);
    if (!moves)
        draw_header(memory, cairo, theme, &header);
    widget->solid[0] = unfold_strip_draw(&memory->strip, cairo, &strip, strip.width,
                                         memory->palette, moves);
}

void unfold_memory_init(UnfoldMemory *memory)
{
    static const UnfoldWidgetKind kind = {.draw = draw};
    *memory = (UnfoldMemory){
        .widget = {.kind = &kind, .name = "what it remembers", .dirty = true}};
    unfold_strip_init(&memory->strip);
    memory->strip.gaps = true;
}

void unfold_memory_free(UnfoldMemory *memory)
{
    unfold_strip_free(&memory->strip);
}
