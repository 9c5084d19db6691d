/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "plugin/ui/panel.h"
#include "tests/support/suite.h"

#include <string.h>

/* A widget that writes down what happens to it. */
typedef struct {
    UnfoldWidget widget;
    unsigned presses, moves, let_gos, wheels, leaves, keys, ticks, draws;
} Probe;

static void draw(UnfoldWidget *widget, cairo_t *cairo, const UnfoldTheme *theme)
{
    ++((Probe *)widget)->draws;
    unfold_use(cairo, theme->text);
    cairo_paint(cairo);
}

static void pointer_event(UnfoldWidget *widget, const UnfoldPointer *pointer)
{
    Probe *probe = (Probe *)widget;
    probe->presses += pointer->event == UNFOLD_PRESS;
    probe->moves += pointer->event == UNFOLD_MOVE;
    probe->let_gos += pointer->event == UNFOLD_LET_GO;
    probe->wheels += pointer->event == UNFOLD_WHEEL;
    probe->leaves += pointer->event == UNFOLD_LEAVE;
}

static bool key_event(UnfoldWidget *widget, const UnfoldKey *key)
{
    ++((Probe *)widget)->keys;
    return key->code == UNFOLD_KEY_ENTER;
}

static void tick(UnfoldWidget *widget, double seconds)
{
    (void)seconds;
    ++((Probe *)widget)->ticks;
}

static const UnfoldWidgetKind focusable = {draw, pointer_event, key_event, tick, true};
static const UnfoldWidgetKind plain = {draw, pointer_event, NULL, tick, false};

/* Three beside each other, the second takes no focus; the fourth lies over the first
   two and is hidden. */
static Probe probes[4];
static UnfoldPanel panel;

static void begin(void)
{
    panel = (UnfoldPanel){.width = 300, .height = 50, .theme = unfold_theme(true)};
    memset(probes, 0, sizeof probes);
    for (int k = 0; k < 4; ++k) {
        probes[k].widget.kind = k == 1 ? &plain : &focusable;
        probes[k].widget.box = (UnfoldBox){100.0 * k, 0, 90, 50};
        unfold_panel_add(&panel, &probes[k].widget);
    }
    probes[3].widget.box = (UnfoldBox){50, 10, 100, 30};
    probes[3].widget.hidden = true;
}

static void point(UnfoldPointerEvent event, double x, double y)
{
    const UnfoldPointer pointer = {
        .event = event, .x = x, .y = y, .button = 1, .clicks = 1, .wheel = 1};
    unfold_panel_pointer(&panel, &pointer);
}

static bool draw_panel(void)
{
    cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, 600, 100);
    cairo_t *cairo = cairo_create(surface);
    cairo_scale(cairo, 1.5, 1.5);
    const bool any = unfold_panel_draw(&panel, cairo);
    CU_ASSERT_EQUAL(cairo_status(cairo), CAIRO_STATUS_SUCCESS);
    cairo_destroy(cairo);
    cairo_surface_destroy(surface);
    return any;
}

static void draw_nothing(UnfoldWidget *widget, cairo_t *cairo, const UnfoldTheme *theme)
{
    (void)widget;
    (void)cairo;
    (void)theme;
}

/* What it draws all over stays as it was until it does. */
static void what_a_widget_covers_gets_no_ground(void)
{
    static const UnfoldWidgetKind kind = {.draw = draw_nothing};
    begin();
    cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, 600, 100);
    cairo_t *cairo = cairo_create(surface);
    probes[1].widget.kind = &kind;
    unfold_panel_draw(&panel, cairo);
    cairo_set_source_rgb(cairo, 1, 0, 0);
    cairo_paint(cairo);
    probes[1].widget.solid[0] = (UnfoldBox){120, 10, 20, 20};
    unfold_touch(&probes[1].widget);
    CU_ASSERT_TRUE(unfold_panel_draw(&panel, cairo));
    cairo_surface_flush(surface);
    const unsigned char *data = cairo_image_surface_get_data(surface);
    const int stride = cairo_image_surface_get_stride(surface);
    CU_ASSERT_EQUAL(data[20 * stride + 4 * 130 + 2], 255);
    CU_ASSERT_EQUAL(data[10 * stride + 4 * 120 + 2], 255);
    CU_ASSERT_NOT_EQUAL(data[20 * stride + 4 * 119 + 2], 255);
    CU_ASSERT_NOT_EQUAL(data[30 * stride + 4 * 130 + 2], 255);
    CU_ASSERT_EQUAL(data[20 * stride + 4 * 50 + 2], 255); /* another's */
    cairo_destroy(cairo);
    cairo_surface_destroy(surface);
}

static void tab_goes_round_what_takes_focus(void)
{
    begin();
    probes[2].widget.inactive = true;
    unfold_panel_tab(&panel, false);
    CU_ASSERT_PTR_EQUAL(panel.focus, &probes[0].widget);
    unfold_panel_tab(&panel, false);
    CU_ASSERT_PTR_EQUAL(panel.focus, &probes[0].widget);
    unfold_panel_activate(&panel, &probes[2].widget, true);
    unfold_panel_tab(&panel, false);
    CU_ASSERT_PTR_EQUAL(panel.focus, &probes[2].widget);
    CU_ASSERT_FALSE(probes[0].widget.focused);
    CU_ASSERT_TRUE(probes[2].widget.focused);
    unfold_panel_tab(&panel, false);
    CU_ASSERT_PTR_EQUAL(panel.focus, &probes[0].widget);
    unfold_panel_tab(&panel, true);
    CU_ASSERT_PTR_EQUAL(panel.focus, &probes[2].widget);
    unfold_panel_focus(&panel, NULL);
    unfold_panel_tab(&panel, true);
    CU_ASSERT_PTR_EQUAL(panel.focus, &probes[2].widget);
}

static void what_is_pressed_gets_all_until_it_is_let_go(void)
{
    begin();
    point(UNFOLD_PRESS, 10, 10);
    CU_ASSERT_PTR_EQUAL(panel.focus, &probes[0].widget);
    point(UNFOLD_MOVE, 250, 10);
    point(UNFOLD_WHEEL, 250, 10);
    point(UNFOLD_LEAVE, 0, 0);
    point(UNFOLD_LET_GO, 250, 10);
    CU_ASSERT_EQUAL(probes[0].presses, 1);
    CU_ASSERT_EQUAL(probes[0].moves, 1);
    CU_ASSERT_EQUAL(probes[0].wheels, 1);
    CU_ASSERT_EQUAL(probes[0].let_gos, 1);
    CU_ASSERT_EQUAL(probes[2].moves + probes[2].wheels + probes[2].let_gos, 0);
    CU_ASSERT_TRUE(probes[2].widget.hovered);
    CU_ASSERT_FALSE(probes[0].widget.hovered);
    CU_ASSERT_EQUAL(probes[0].leaves, 1);
    point(UNFOLD_PRESS, 95, 10); /* between them */
    CU_ASSERT_PTR_NULL(panel.focus);
}

static void the_pointer_enters_and_leaves(void)
{
    begin();
    point(UNFOLD_MOVE, 10, 10);
    CU_ASSERT_TRUE(probes[0].widget.hovered);
    CU_ASSERT_TRUE(probes[0].widget.dirty);
    point(UNFOLD_MOVE, 110, 10);
    CU_ASSERT_FALSE(probes[0].widget.hovered);
    CU_ASSERT_TRUE(probes[1].widget.hovered);
    CU_ASSERT_EQUAL(probes[0].leaves, 1);
    point(UNFOLD_LEAVE, 0, 0);
    CU_ASSERT_FALSE(probes[1].widget.hovered);
    CU_ASSERT_EQUAL(probes[1].leaves, 1);
}

static void the_last_one_is_above_the_others(void)
{
    begin();
    point(UNFOLD_PRESS, 60, 20);
    point(UNFOLD_LET_GO, 60, 20);
    CU_ASSERT_EQUAL(probes[0].presses, 1);
    unfold_panel_show(&panel, &probes[3].widget, true);
    point(UNFOLD_PRESS, 60, 20);
    CU_ASSERT_EQUAL(probes[3].presses, 1);
    CU_ASSERT_EQUAL(probes[0].presses, 1);
    CU_ASSERT_PTR_EQUAL(panel.focus, &probes[3].widget);
    /* Hidden while it is held: it is let go, and nothing of it is left. */
    unfold_panel_show(&panel, &probes[3].widget, false);
    CU_ASSERT_EQUAL(probes[3].let_gos, 1);
    CU_ASSERT_PTR_NULL(panel.focus);
    CU_ASSERT_PTR_NULL(panel.pressed);
    CU_ASSERT_PTR_NULL(panel.hovered);
}

static void keys_go_to_the_focus_or_to_nobody(void)
{
    const UnfoldKey enter = {.code = UNFOLD_KEY_ENTER}, up = {.code = UNFOLD_KEY_UP};
    begin();
    CU_ASSERT_FALSE(unfold_panel_key(&panel, &enter));
    unfold_panel_focus(&panel, &probes[1].widget); /* takes none */
    CU_ASSERT_PTR_NULL(panel.focus);
    unfold_panel_focus(&panel, &probes[2].widget);
    CU_ASSERT_TRUE(unfold_panel_key(&panel, &enter));
    CU_ASSERT_FALSE(unfold_panel_key(&panel, &up));
    CU_ASSERT_EQUAL(probes[2].keys, 2);
}

static void only_what_is_dirty_is_drawn(void)
{
    begin();
    CU_ASSERT_TRUE(unfold_panel_is_dirty(&panel));
    CU_ASSERT_TRUE(draw_panel());
    CU_ASSERT_DOUBLE_EQUAL(panel.drawn[0].width, 300, 0);
    CU_ASSERT_FALSE(draw_panel());
    CU_ASSERT_FALSE(unfold_panel_is_dirty(&panel));
    unfold_touch(&probes[2].widget);
    CU_ASSERT_TRUE(unfold_panel_is_dirty(&panel));
    CU_ASSERT_TRUE(draw_panel());
    CU_ASSERT_EQUAL(probes[2].draws, 2);
    CU_ASSERT_EQUAL(probes[0].draws, 1);
    CU_ASSERT_EQUAL(probes[3].draws, 0);
    CU_ASSERT_EQUAL(panel.drawn_count, 1);
    const UnfoldBox drawn = panel.drawn[0];
    CU_ASSERT(drawn.x <= 200 && drawn.x > 198 && drawn.x + drawn.width >= 290);
    unfold_touch(&probes[3].widget); /* hidden */
    CU_ASSERT_FALSE(draw_panel());
}

static void what_has_to_be_done_is_known(void)
{
    begin();
    CU_ASSERT_TRUE(unfold_panel_is_busy(&panel));
    draw_panel();
    CU_ASSERT_FALSE(unfold_panel_is_busy(&panel));
    probes[1].widget.busy = true;
    CU_ASSERT_TRUE(unfold_panel_is_busy(&panel));
    CU_ASSERT_FALSE(unfold_panel_is_dirty(&panel));
    probes[1].widget.busy = false;
    probes[3].widget.busy = true; /* hidden */
    CU_ASSERT_FALSE(unfold_panel_is_busy(&panel));
}

static void what_lies_above_is_drawn_again(void)
{
    begin();
    unfold_panel_show(&panel, &probes[3].widget, true);
    draw_panel();
    unfold_touch(&probes[0].widget);
    draw_panel();
    CU_ASSERT_EQUAL(probes[3].draws, 2);
    unfold_touch(&probes[2].widget);
    draw_panel();
    CU_ASSERT_EQUAL(probes[3].draws, 2);
}

static void time_goes_by_for_what_can_be_seen(void)
{
    begin();
    unfold_panel_tick(&panel, 0.1);
    CU_ASSERT_EQUAL(probes[0].ticks, 1);
    CU_ASSERT_EQUAL(probes[3].ticks, 0);
}

const Suite panel_suite = {
    "panel",
    (const Test[]){
        {"what a widget covers gets no ground", what_a_widget_covers_gets_no_ground},
        {"Tab goes round what takes focus", tab_goes_round_what_takes_focus},
        {"what is pressed gets all until it is let go",
         what_is_pressed_gets_all_until_it_is_let_go},
        {"the pointer enters and leaves", the_pointer_enters_and_leaves},
        {"the last one is above the others", the_last_one_is_above_the_others},
        {"keys go to the focus or to nobody", keys_go_to_the_focus_or_to_nobody},
        {"only what is dirty is drawn", only_what_is_dirty_is_drawn},
        {"what has to be done is known", what_has_to_be_done_is_known},
        {"what lies above is drawn again", what_lies_above_is_drawn_again},
        {"time goes by for what can be seen", time_goes_by_for_what_can_be_seen},
        {NULL, NULL},
    },
};
