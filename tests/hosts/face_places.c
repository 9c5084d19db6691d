/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */

/* face_places WIDTH HEIGHT BUNDLE [KNOBS]: where the middle of each widget of the
   effect's window is, and of each model in its list, in a window of so many points and
   with a model of these knobs (their names between commas), as lines of x, y, name. */
#include "plugin/ui/effect_face.h"

#include <stdio.h>
#include <stdlib.h>

static LV2_URID map_uri(LV2_URID_Map_Handle handle, const char *uri)
{
    (void)handle;
    return (LV2_URID)(uri[0] != 0);
}

static void write_port(LV2UI_Controller controller, uint32_t index, uint32_t size,
                       uint32_t protocol, const void *buffer)
{
    (void)controller;
    (void)index;
    (void)size;
    (void)protocol;
    (void)buffer;
}

static void print_place(const UnfoldBox *box, const char *name)
{
    printf("%.0f %.0f %s\n", box->x + box->width / 2, box->y + box->height / 2, name);
}

static void print_rows(const UnfoldBrowser *browser)
{
    const UnfoldBrowserPlaces places = unfold_browser_places(browser);
    print_place(&places.entry, "Search");
    for (uint32_t k = 0; k < browser->count; ++k) {
        const UnfoldBox row = {places.list.x, places.list.y + k * UNFOLD_BROWSER_ROW,
                               places.list.width, UNFOLD_BROWSER_ROW};
        if (unfold_row_is_chosen(browser->shown[k]) &&
            row.y + row.height <= places.list.y + places.list.height)
            print_place(&row, browser->shown[k]->name);
    }
}

int main(int argc, char **argv)
{
    static LV2_URID_Map map = {NULL, map_uri};
    static UnfoldLink link;
    static UnfoldPanel panel;
    if (argc < 4) {
        fprintf(stderr, "usage: face_places WIDTH HEIGHT BUNDLE [KNOBS]\n");
        return 2;
    }
    panel.width = strtod(argv[1], NULL);
    panel.height = strtod(argv[2], NULL);
    unfold_link_init(&link, &map, write_port, NULL);
    snprintf(link.knobs, sizeof link.knobs, "%s", argc > 4 ? argv[4] : "");
    const UnfoldFaceOptions options = {
        .link = &link, .panel = &panel, .bundle = argv[3]};
    UnfoldEffectFace *face = unfold_effect_face.new(&options);
    if (!face)
        return 1;
    unfold_effect_face.hear(face, UNFOLD_NEWS_MODEL); /* lays out */
    for (uint32_t k = 0; k < panel.count; ++k)
        if (!panel.widgets[k]->hidden && panel.widgets[k]->name)
            print_place(&panel.widgets[k]->box, panel.widgets[k]->name);
    if (!face->base.browser.widget.hidden)
        print_rows(&face->base.browser);
    unfold_effect_face.free(face);
    return 0;
}
