/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "plugin/ui/gauge.h"

#include "plugin/ui/canvas.h"
#include "plugin/ui/controls.h"
#include "plugin/ui/draw.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define HOLD 1.5 /* seconds */
#define SILENCE -90.0f
#define LINE 20.0 /* of text */
#define SCALE_SIZE 11.0
#define LIGHT 7.0 /* height of the light above the bar */
#define BAR 14.0  /* width of the bar */
#define EDGE 2.0  /* of the mark of the highest peak, and more than a smooth edge */

static UnfoldGauge *gauge_of(UnfoldWidget *widget)
{
    return (UnfoldGauge *)widget;
}

double unfold_gauge_position(float decibels)
{
    static const double points[][2] = {{-70, 0},  {-60, 2.5}, {-50, 7.5}, {-40, 15},
                                       {-30, 30}, {-20, 50},  {0, 100},   {6, 115}};
    const size_t last = sizeof points / sizeof *points - 1;
    const double x = isnan(decibels) ? -70 : fmin(fmax((double)decibels, -70), 6);
    size_t k = 1;
    while (k < last && x > points[k][0])
        ++k;
    const double *a = points[k - 1], *b = points[k];
    return (a[1] + (b[1] - a[1]) * (x - a[0]) / (b[0] - a[0])) / points[last][1];
}

static bool is_lying(const UnfoldBox *box)
{
    return box->width > box->height;
}

static UnfoldBox bar_box(const UnfoldBox *box)
{
    if (is_lying(box))
        return (UnfoldBox){box->x + 36, box->y + 3, box->width - 36 - 62, BAR - 3};
    const double y = box->y + LINE + LIGHT + 5;
    return (UnfoldBox){box->x + 6, y, BAR, box->y + box->height - LINE - 4 - y};
}

static UnfoldBox light_box(const UnfoldBox *box)
{
    const UnfoldBox bar = bar_box(box);
    if (is_lying(box))
        return (UnfoldBox){bar.x + bar.width + 3, bar.y, LIGHT, bar.height};
    return (UnfoldBox){bar.x, bar.y - LIGHT - 3, bar.width, LIGHT};
}

/* A part of the bar between two positions. */
static void fill_between(cairo_t *cairo, const UnfoldBox *bar, bool lying, double from,
                         double to)
{
    if (lying)
        cairo_rectangle(cairo, bar->x + from * bar->width, bar->y,
                        (to - from) * bar->width, bar->height);
    else
        cairo_rectangle(cairo, bar->x, bar->y + (1 - to) * bar->height, bar->width,
                        (to - from) * bar->height);
    cairo_fill(cairo);
}

/* Where the level has moved, when nothing else has. */
static void clip_to_move(const UnfoldGauge *gauge, cairo_t *cairo, const UnfoldBox *bar,
                         double now)
{
    const bool lying = is_lying(&gauge->widget.box);
    const double length = lying ? bar->width : bar->height;
    const double from = fmin(now, gauge->drawn) * length - EDGE;
    const double to = fmax(now, gauge->drawn) * length + EDGE;
    const UnfoldBox moved =
        lying ? (UnfoldBox){bar->x + from, bar->y, to - from, bar->height}
              : (UnfoldBox){bar->x, bar->y + length - to, bar->width, to - from};
    const UnfoldBox box = unfold_canvas_snap(cairo, &moved);
    unfold_clip(cairo, &box);
}

/* All over its box: the track from a little below the level on, the level over that. */
static void draw_bar(UnfoldGauge *gauge, cairo_t *cairo, const UnfoldTheme *theme,
                     const UnfoldBox *bar)
{
    const bool lying = is_lying(&gauge->widget.box);
    const double little = EDGE / (lying ? bar->width : bar->height);
    const double full = unfold_gauge_position(0),
                 now = unfold_gauge_position(gauge->level);
    const double held = unfold_gauge_position(gauge->held);
    cairo_save(cairo);
    if (gauge->widget.part.width > 0)
        clip_to_move(gauge, cairo, bar, now);
    unfold_use(cairo, unfold_blend(theme->ground, theme->line, 0.6));
    fill_between(cairo, bar, lying, fmax(0, now - little), 1);
    unfold_use(cairo, theme->accent);
    fill_between(cairo, bar, lying, 0, fmin(now, full));
    unfold_use(cairo, theme->alarm);
    if (now > full)
        fill_between(cairo, bar, lying, full, now);
    unfold_use(cairo, held > full ? theme->alarm : theme->text);
    if (held > 0)
        fill_between(cairo, bar, lying, fmax(0, held - little), held);
    cairo_restore(cairo);
    gauge->drawn = now;
}

static void draw_light(const UnfoldGauge *gauge, cairo_t *cairo,
                       const UnfoldTheme *theme)
{
    const UnfoldBox light = light_box(&gauge->widget.box);
    unfold_use(cairo, gauge->clipped ? theme->alarm
                                     : unfold_blend(theme->ground, theme->line, 0.6));
    unfold_round(cairo, &light, 2);
    cairo_fill(cairo);
}

static void draw_scale(const UnfoldGauge *gauge, cairo_t *cairo,
                       const UnfoldTheme *theme)
{
    static const struct {
        float decibels;
        const char *text;
    } ticks[] = {{0, "0"},     {-6, "-6"},   {-12, "-12"}, {-20, "-20"},
                 {-30, "-30"}, {-40, "-40"}, {-60, "-60"}};
    const UnfoldBox *box = &gauge->widget.box, bar = bar_box(box);
    const bool lying = is_lying(box);
    double last = 1e9;
    unfold_use(cairo, theme->quiet);
    for (size_t k = 0; k < sizeof ticks / sizeof *ticks; ++k) {
        const double at = unfold_gauge_position(ticks[k].decibels);
        const double along = at * (lying ? bar.width : bar.height);
        if (last - along < (lying ? 26 : 14))
            continue;
        last = along;
        const UnfoldBox beside = {bar.x + bar.width + 5, bar.y + bar.height - along - 8,
                                  box->x + box->width - bar.x - bar.width - 6, 16};
        const UnfoldBox below = {bar.x + along - 16, bar.y + bar.height, 32,
                                 box->y + box->height - bar.y - bar.height};
        unfold_text(cairo, ticks[k].text, lying ? &below : &beside, SCALE_SIZE,
                    lying ? UNFOLD_CENTRE : UNFOLD_LEFT);
    }
}

static void write_peak(const UnfoldGauge *gauge, char *text, size_t size)
{
    if (gauge->held <= -70)
        snprintf(text, size, "-\xe2\x88\x9e");
    else
        unfold_write_number(text, size, (double)gauge->held, 1);
}

static void draw(UnfoldWidget *widget, cairo_t *cairo, const UnfoldTheme *theme)
{
    UnfoldGauge *gauge = gauge_of(widget);
    const UnfoldBox *box = &widget->box;
    const bool lying = is_lying(box);
    const UnfoldBox bar = bar_box(box);
    const UnfoldBox name =
        lying ? (UnfoldBox){box->x + 4, bar.y - 4, 30, bar.height + 8}
              : (UnfoldBox){box->x + 4, box->y + 1, box->width - 5, LINE};
    const UnfoldBox peak =
        lying ? (UnfoldBox){box->x + box->width - 50, bar.y - 4, 46, bar.height + 8}
              : (UnfoldBox){box->x + 2, box->y + box->height - LINE - 1, box->width - 4,
                            LINE};
    char text[16];
    widget->solid[0] = unfold_canvas_snap(cairo, &bar);
    draw_bar(gauge, cairo, theme, &widget->solid[0]);
    if (widget->part.width > 0)
        return;
    draw_light(gauge, cairo, theme);
    write_peak(gauge, text, sizeof text);
    draw_scale(gauge, cairo, theme);
    unfold_use(cairo, theme->quiet);
    unfold_text(cairo, widget->name, &name, UNFOLD_TEXT_SIZE, UNFOLD_LEFT);
    unfold_use(cairo, gauge->held > 0 ? theme->alarm : theme->text);
    unfold_text(cairo, text, &peak, UNFOLD_TEXT_SIZE,
                lying ? UNFOLD_RIGHT : UNFOLD_LEFT);
    if (widget->focused)
        unfold_draw_focus(cairo, theme, box);
}

/* Half points along the bar: what is less cannot be seen. */
static long place(const UnfoldGauge *gauge, float decibels)
{
    const UnfoldBox bar = bar_box(&gauge->widget.box);
    const double length = is_lying(&gauge->widget.box) ? bar.width : bar.height;
    return lround(2 * length * unfold_gauge_position(decibels));
}

static void hold(UnfoldGauge *gauge, float decibels)
{
    gauge->left = HOLD;
    if (lroundf(10 * gauge->held) != lroundf(10 * decibels))
        unfold_touch(&gauge->widget);
    gauge->held = decibels;
}

void unfold_gauge_set(UnfoldGauge *gauge, float decibels)
{
    const float now = isnan(decibels) ? SILENCE : fmaxf(decibels, SILENCE);
    if (place(gauge, now) != place(gauge, gauge->level)) {
        const UnfoldBox bar = bar_box(&gauge->widget.box);
        unfold_touch_part(&gauge->widget, &bar);
    }
    gauge->level = now;
    if (now >= gauge->held)
        hold(gauge, now);
    if (now > 0 && !gauge->clipped) {
        gauge->clipped = true;
        unfold_touch(&gauge->widget);
    }
}

static void tick(UnfoldWidget *widget, double seconds)
{
    UnfoldGauge *gauge = gauge_of(widget);
    gauge->left -= seconds;
    if (gauge->left <= 0)
        hold(gauge, gauge->level);
}

static void forgive(UnfoldGauge *gauge)
{
    gauge->clipped = false;
    hold(gauge, gauge->level);
    unfold_touch(&gauge->widget);
}

static void pointer_event(UnfoldWidget *widget, const UnfoldPointer *pointer)
{
    if (pointer->event == UNFOLD_PRESS)
        forgive(gauge_of(widget));
}

static bool key_event(UnfoldWidget *widget, const UnfoldKey *key)
{
    const bool is_space = key->code == UNFOLD_KEY_TEXT && !strcmp(key->text, " ");
    if (key->code != UNFOLD_KEY_ENTER && !is_space)
        return false;
    forgive(gauge_of(widget));
    return true;
}

static const UnfoldWidgetKind kind = {.draw = draw,
                                      .pointer = pointer_event,
                                      .key = key_event,
                                      .tick = tick,
                                      .takes_focus = true};

void unfold_gauge_init(UnfoldGauge *gauge, const char *name)
{
    *gauge = (UnfoldGauge){
        .widget = {.kind = &kind, .name = name}, .level = SILENCE, .held = SILENCE};
}
