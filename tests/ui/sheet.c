/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "tests/ui/sheet.h"

#include <CUnit/CUnit.h>
#include <stdlib.h>
#include <string.h>

static cairo_surface_t *surface;
static uint32_t ground;

/* What fontconfig reads once stays in the process. */
__attribute__((visibility("default"))) const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
    return "leak:libfontconfig";
}

static void drop(void)
{
    cairo_surface_destroy(surface);
    surface = NULL;
}

static void draw_in(UnfoldWidget *widget, double width, double height, double scale,
                    bool dark)
{
    const UnfoldTheme theme = unfold_theme(dark);
    if (surface)
        cairo_surface_destroy(surface);
    else
        atexit(drop);
    surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, (int)(width * scale),
                                         (int)(height * scale));
    cairo_t *cairo = cairo_create(surface);
    cairo_scale(cairo, scale, scale);
    unfold_use(cairo, theme.ground);
    cairo_paint(cairo);
    cairo_surface_flush(surface);
    if (cairo_image_surface_get_width(surface) &&
        cairo_image_surface_get_height(surface))
        memcpy(&ground, cairo_image_surface_get_data(surface), sizeof ground);
    widget->box = (UnfoldBox){0, 0, width, height};
    widget->part.width = 0;
    widget->kind->draw(widget, cairo, &theme);
    widget->dirty = false;
    CU_ASSERT_EQUAL(cairo_status(cairo), CAIRO_STATUS_SUCCESS);
    cairo_destroy(cairo);
    cairo_surface_flush(surface);
}

Sheet sheet_draw(UnfoldWidget *widget, double width, double height, double scale)
{
    draw_in(widget, width, height, scale, true);
    return (Sheet){(const uint32_t *)(void *)cairo_image_surface_get_data(surface),
                   cairo_image_surface_get_width(surface),
                   cairo_image_surface_get_height(surface),
                   cairo_image_surface_get_stride(surface) / 4};
}

static uint32_t pixel(const Sheet *sheet, int x, int y)
{
    return sheet->pixels[(size_t)y * (size_t)sheet->stride + (size_t)x] & 0xffffff;
}

size_t sheet_ink(const Sheet *sheet)
{
    size_t count = 0;
    for (int y = 0; y < sheet->height; ++y)
        for (int x = 0; x < sheet->width; ++x)
            count += pixel(sheet, x, y) != (ground & 0xffffff);
    return count;
}

uint64_t sheet_print(const Sheet *sheet)
{
    uint64_t print = 14695981039346656037u; /* FNV-1a */
    for (int y = 0; y < sheet->height; ++y)
        for (int x = 0; x < sheet->width; ++x)
            print = (print ^ pixel(sheet, x, y)) * 1099511628211u;
    return print;
}

void sheet_draw_all(UnfoldWidget *widget)
{
    static const double sizes[][2] = {{0, 0},     {1, 1},    {7, 200},
                                      {200, 7},   {120, 80}, {333, 217},
                                      {600, 120}, {60, 400}, {1200, 800}};
    static const double scales[] = {1, 1.25, 2, 3};
    for (size_t k = 0; k < sizeof sizes / sizeof *sizes; ++k)
        for (size_t n = 0; n < sizeof scales / sizeof *scales; ++n)
            draw_in(widget, sizes[k][0], sizes[k][1], scales[n], n % 2);
}

static void send(UnfoldWidget *widget, UnfoldPointerEvent event, double x, double y,
                 unsigned clicks)
{
    const UnfoldPointer pointer = {
        .event = event, .x = x, .y = y, .clicks = clicks, .button = 1};
    widget->kind->pointer(widget, &pointer);
}

void press_at(UnfoldWidget *widget, double x, double y, unsigned clicks)
{
    for (unsigned k = 1; k <= clicks; ++k) {
        send(widget, UNFOLD_PRESS, x, y, k);
        send(widget, UNFOLD_LET_GO, x, y, k);
    }
}

void drag(UnfoldWidget *widget, double x, double y, double to_x, double to_y)
{
    send(widget, UNFOLD_PRESS, x, y, 1);
    send(widget, UNFOLD_MOVE, (x + to_x) / 2, (y + to_y) / 2, 1);
    send(widget, UNFOLD_MOVE, to_x, to_y, 1);
    send(widget, UNFOLD_LET_GO, to_x, to_y, 1);
}

bool press_with(UnfoldWidget *widget, UnfoldKeyCode code, bool shift, bool control)
{
    const UnfoldKey key = {.code = code, .shift = shift, .control = control};
    return widget->kind->key(widget, &key);
}

bool press_key(UnfoldWidget *widget, UnfoldKeyCode code)
{
    return press_with(widget, code, false, false);
}

bool type(UnfoldWidget *widget, const char *character)
{
    UnfoldKey key = {.code = UNFOLD_KEY_TEXT};
    strncpy(key.text, character, sizeof key.text - 1);
    return widget->kind->key(widget, &key);
}

/* As frames come. */
void pass_time(UnfoldWidget *widget, double seconds)
{
    for (double passed = 0; widget->kind->tick && passed < seconds; passed += 1 / 30.0)
        widget->kind->tick(widget, 1 / 30.0);
}
