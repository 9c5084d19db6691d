/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */

/* face_places effect WIDTH HEIGHT BUNDLE [KNOBS]: where the middle of each widget of
   the effect's window is, and of each model in its list, in a window of so many points
   and with a model of these knobs (their names between commas), as lines of x, y, name.
   face_places listen WIDTH HEIGHT BUNDLE [LIMIT]: of the window of the plugin that
   listens, and as "the line" that of the threshold, where that is LIMIT of 0 to 1. */
#include "plugin/ui/effect_face.h"
#include "plugin/ui/listen_face.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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

static void print_line(const UnfoldHeard *heard, double limit)
{
    UnfoldBox line = unfold_heard_places(heard).plot;
    line.y += unfold_heard_below(heard, limit);
    line.height = 0;
    print_place(&line, "the line");
}

static void print_all(const UnfoldPanel *panel, const UnfoldFaceBase *base)
{
    for (uint32_t k = 0; k < panel->count; ++k)
        if (!panel->widgets[k]->hidden && panel->widgets[k]->name)
            print_place(&panel->widgets[k]->box, panel->widgets[k]->name);
    if (!base->browser.widget.hidden)
        print_rows(&base->browser);
}

int main(int argc, char **argv)
{
    static LV2_URID_Map map = {NULL, map_uri};
    static UnfoldLink link;
    static UnfoldPanel panel;
    if (argc < 5) {
        fprintf(stderr, "usage: face_places effect|listen WIDTH HEIGHT BUNDLE [...]\n");
        return 2;
    }
    const bool listens = strcmp(argv[1], "listen") == 0;
    const UnfoldFaceKind *kind = listens ? &unfold_listen_face : &unfold_effect_face;
    panel.width = strtod(argv[2], NULL);
    panel.height = strtod(argv[3], NULL);
    unfold_link_init(&link, &map, write_port, NULL);
    if (!listens && argc > 5)
        snprintf(link.knobs, sizeof link.knobs, "%s", argv[5]);
    const UnfoldFaceOptions options = {
        .link = &link, .panel = &panel, .bundle = argv[4]};
    UnfoldFaceBase *face = kind->new (&options);
    if (!face)
        return 1;
    kind->hear(face, UNFOLD_NEWS_MODEL); /* lays out */
    print_all(&panel, face);
    if (listens && argc > 5)
        print_line(&((UnfoldListenFace *)face)->heard, strtod(argv[5], NULL));
    kind->free(face);
    return 0;
}
