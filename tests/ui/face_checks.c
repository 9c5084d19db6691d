/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "tests/ui/face_checks.h"

#include "tests/support/suite.h"

#include <stdio.h>

static void resize(UnfoldPanel *panel, const UnfoldFaceKind *kind, void *face,
                   double width, double height)
{
    panel->width = width;
    panel->height = height;
    kind->lay_out(face);
}

static bool meet(const UnfoldBox *a, const UnfoldBox *b)
{
    return a->x < b->x + b->width && b->x < a->x + a->width &&
           a->y < b->y + b->height && b->y < a->y + a->height;
}

static const char *name_of(const UnfoldWidget *widget)
{
    return widget->name ? widget->name : "a label";
}

static bool is_laid_out(const UnfoldPanel *panel)
{
    for (uint32_t k = 0; k < panel->count; ++k) {
        const UnfoldWidget *a = panel->widgets[k];
        const UnfoldBox *box = &a->box;
        if (a->hidden)
            continue;
        if (box->x < 0 || box->y < 0 || box->x + box->width > panel->width ||
            box->y + box->height > panel->height || box->width < 30 ||
            box->height < 18) {
            printf("%s: %g %g %g %g\n", name_of(a), box->x, box->y, box->width,
                   box->height);
            return false;
        }
        for (uint32_t n = 0; n < k; ++n) {
            const UnfoldWidget *b = panel->widgets[n];
            if (!b->hidden && meet(box, &b->box)) {
                printf("%s lies over %s\n", name_of(a), name_of(b));
                return false;
            }
        }
    }
    return true;
}

bool is_laid_out_at_every_size(UnfoldPanel *panel, const UnfoldFaceKind *kind,
                               void *face)
{
    for (double width = kind->least_width; width <= 2000; width += 31)
        for (double height = kind->least_height; height <= 1300; height += 37) {
            resize(panel, kind, face, width, height);
            if (!is_laid_out(panel)) {
                printf("at %g x %g\n", width, height);
                return false;
            }
        }
    return true;
}

void draw_face_at_all_scales(UnfoldPanel *panel, const UnfoldFaceKind *kind, void *face)
{
    const double sizes[][2] = {{kind->least_width, kind->least_height},
                               {kind->width, kind->height},
                               {760, 500}};
    for (double scale = 1; scale <= 3; scale += 0.5)
        for (size_t k = 0; k < 3; ++k) {
            resize(panel, kind, face, sizes[k][0], sizes[k][1]);
            cairo_surface_t *surface = cairo_image_surface_create(
                CAIRO_FORMAT_RGB24, (int)(scale * sizes[k][0]),
                (int)(scale * sizes[k][1]));
            cairo_t *cairo = cairo_create(surface);
            cairo_scale(cairo, scale, scale);
            CU_ASSERT_TRUE(unfold_panel_draw(panel, cairo));
            CU_ASSERT_DOUBLE_EQUAL(panel->drawn[0].width, sizes[k][0], 0);
            CU_ASSERT_FALSE(unfold_panel_draw(panel, cairo));
            CU_ASSERT_EQUAL(cairo_status(cairo), CAIRO_STATUS_SUCCESS);
            cairo_destroy(cairo);
            cairo_surface_destroy(surface);
        }
}

bool keyboard_reaches_all(UnfoldPanel *panel)
{
    for (uint32_t k = 0; k < panel->count; ++k) {
        const UnfoldWidget *widget = panel->widgets[k];
        bool reached = !widget->kind->takes_focus || widget->hidden;
        for (uint32_t n = 0; n < panel->count && !reached; ++n) {
            unfold_panel_tab(panel, false);
            reached = widget->focused;
        }
        if (!reached)
            return false;
    }
    return true;
}

bool comes_to_rest(UnfoldPanel *panel, const UnfoldFaceKind *kind, void *face)
{
    cairo_surface_t *surface = cairo_image_surface_create(
        CAIRO_FORMAT_RGB24, (int)panel->width, (int)panel->height);
    cairo_t *cairo = cairo_create(surface);
    bool rests = true;
    for (int k = 0; k < 100; ++k) {
        kind->tick(face, 0.03);
        unfold_panel_tick(panel, 0.03);
        const bool any = unfold_panel_draw(panel, cairo);
        rests = rests && (k < 50 || !any);
    }
    cairo_destroy(cairo);
    cairo_surface_destroy(surface);
    return rests;
}
