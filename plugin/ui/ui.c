/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "plugin/listen_ports.h"
#include "plugin/ui/face.h"
#include "plugin/ui/ui_options.h"
#include "plugin/ui/x11.h"

#include <stdlib.h>
#include <string.h>

#define WATCH 2.0 /* seconds for which pictures are asked, */
#define AGAIN 1.0 /* and after which again */

/* All of our windows: of which plugin, how many channels (0: of the one that listens),
   and how it looks. */
typedef struct {
    const char *uri, *plugin;
    unsigned channels;
    const UnfoldFaceKind *face;
} Kind;
static const Kind kinds[] = {
    {UNFOLD_EFFECT_URI "-ui", UNFOLD_EFFECT_URI, 1, &unfold_effect_face},
    {UNFOLD_STEREO_URI "-ui", UNFOLD_STEREO_URI, 2, &unfold_effect_face},
    {UNFOLD_LISTEN_URI "-ui", UNFOLD_LISTEN_URI, 0, &unfold_listen_face}};

typedef struct {
    UnfoldLink link;
    UnfoldPanel panel;
    UnfoldWindow *window;
    const Kind *kind;
    void *face;
    UnfoldClipboard clipboard; /* the window's */
    const LV2UI_Request_Value *request;
    bool asks;      /* for a model, as soon as nothing of ours is under way */
    double watched; /* seconds since pictures were asked for */
    unsigned news;  /* that can wait until the next picture: values of ports */
} Ui;

static void add_ports(Ui *ui)
{
    const unsigned channels = ui->kind->channels;
    for (int k = 0; k < UNFOLD_LISTEN_PORT_COUNT && channels == 0; ++k)
        unfold_link_add_port(&ui->link, k, UNFOLD_LISTEN_PORT_CONTROL);
    for (int k = 0; k < UNFOLD_PORT_COUNT && channels > 0; ++k)
        if (unfold_port_is_there((UnfoldPort)k, channels))
            unfold_link_add_port(&ui->link, k, UNFOLD_PORT_CONTROL);
}

/* Hosts may run their dialog before they return, and call us meanwhile. */
static void ask_later(void *owner)
{
    ((Ui *)owner)->asks = true;
}

static void copy(void *owner, const char *text)
{
    unfold_window_copy(((Ui *)owner)->window, text);
}

static void paste(void *owner, UnfoldEntry *into)
{
    unfold_window_paste(((Ui *)owner)->window, into);
}

static void lay_out(void *owner)
{
    Ui *ui = owner;
    if (ui->face)
        ui->kind->face->lay_out(ui->face);
}

static void frame(void *owner, double seconds)
{
    Ui *ui = owner;
    ui->watched += seconds;
    if (ui->watched >= AGAIN) {
        ui->watched = 0;
        if (!ui->link.told)
            unfold_link_get(&ui->link);
        unfold_link_watch(&ui->link, WATCH);
    }
    if (ui->news)
        ui->kind->face->hear(ui->face, ui->news);
    ui->news = 0;
    ui->kind->face->tick(ui->face, seconds);
}

static void cleanup(LV2UI_Handle handle)
{
    Ui *ui = handle;
    ui->kind->face->free(ui->face);
    unfold_window_free(ui->window);
    free(ui);
}

static bool make_face(Ui *ui, const char *bundle)
{
    const UnfoldFaceOptions options = {.link = &ui->link,
                                       .panel = &ui->panel,
                                       .clipboard = &ui->clipboard,
                                       .bundle = bundle,
                                       .open = ui->request ? ask_later : NULL,
                                       .owner = ui};
    ui->face = ui->kind->face->new (&options);
    return ui->face != NULL;
}

static bool make_window(Ui *ui, const UnfoldUiOptions *options)
{
    const UnfoldFaceKind *face = ui->kind->face;
    const UnfoldWindowOptions wanted = {.parent = options->parent,
                                        .title = options->title,
                                        .scale = options->scale,
                                        .rate = options->rate,
                                        .width = face->width,
                                        .height = face->height,
                                        .least_width = face->least_width,
                                        .least_height = face->least_height,
                                        .panel = &ui->panel,
                                        .owner = ui,
                                        .resized = lay_out,
                                        .frame = frame};
    ui->window = unfold_window_new(&wanted);
    return ui->window != NULL;
}

static const Kind *find_kind(const char *uri, const char *plugin)
{
    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; ++k)
        if (!strcmp(kinds[k].uri, uri) && !strcmp(kinds[k].plugin, plugin))
            return &kinds[k];
    return NULL;
}

static LV2UI_Handle instantiate(const LV2UI_Descriptor *descriptor, const char *plugin,
                                const char *bundle, LV2UI_Write_Function write,
                                LV2UI_Controller controller, LV2UI_Widget *widget,
                                const LV2_Feature *const *features)
{
    UnfoldUiOptions options;
    const Kind *kind = find_kind(descriptor->URI, plugin);
    if (!kind || !features || !unfold_ui_options_read(&options, features))
        return NULL;
    Ui *ui = calloc(1, sizeof *ui);
    if (!ui)
        return NULL;
    ui->kind = kind;
    ui->clipboard = (UnfoldClipboard){copy, paste, ui};
    ui->request = options.request && options.request->request ? options.request : NULL;
    ui->panel.theme = options.theme;
    unfold_link_init(&ui->link, options.map, write, controller);
    ui->link.touch = options.touch;
    add_ports(ui);
    if (!make_face(ui, bundle) || !make_window(ui, &options)) {
        cleanup(ui);
        return NULL;
    }
    *widget = (LV2UI_Widget)(uintptr_t)unfold_window_id(ui->window);
    int width, height;
    unfold_window_size(ui->window, &width, &height);
    if (options.resize && options.resize->ui_resize)
        options.resize->ui_resize(options.resize->handle, width, height);
    unfold_link_get(&ui->link);
    unfold_link_watch(&ui->link, WATCH);
    return ui;
}

static void port_event(LV2UI_Handle handle, uint32_t index, uint32_t size,
                       uint32_t format, const void *buffer)
{
    Ui *ui = handle;
    const unsigned news = unfold_link_hear(&ui->link, index, size, format, buffer);
    ui->news |= news & UNFOLD_NEWS_PORT;
    if (news & ~(unsigned)UNFOLD_NEWS_PORT)
        ui->kind->face->hear(ui->face, news);
}

/* The last thing that is done: the host may close us from within its dialog. */
static void ask(Ui *ui)
{
    const LV2UI_Request_Value *request = ui->request;
    const LV2_URID model = ui->link.uris.model, path = ui->link.uris.atom_path;
    ui->asks = false;
    request->request(request->handle, model, path, NULL);
}

static int idle(LV2UI_Handle handle)
{
    Ui *ui = handle;
    if (!unfold_window_idle(ui->window))
        return 1;
    if (ui->asks)
        ask(ui);
    return 0;
}

static int resize(LV2UI_Feature_Handle handle, int width, int height)
{
    Ui *ui = handle;
    unfold_window_resize(ui->window, width, height);
    return 0;
}

static const void *extension_data(const char *uri)
{
    static const LV2UI_Idle_Interface idling = {idle};
    static const LV2UI_Resize resizing = {NULL, resize};
    if (!strcmp(uri, LV2_UI__idleInterface))
        return &idling;
    if (!strcmp(uri, LV2_UI__resize))
        return &resizing;
    return NULL;
}

#define DESCRIPTOR(plugin)                                                             \
    {                                                                                  \
        plugin "-ui", instantiate, cleanup, port_event, extension_data                 \
    }
static const LV2UI_Descriptor descriptors[] = {DESCRIPTOR(UNFOLD_EFFECT_URI),
                                               DESCRIPTOR(UNFOLD_STEREO_URI),
                                               DESCRIPTOR(UNFOLD_LISTEN_URI)};

LV2_SYMBOL_EXPORT const LV2UI_Descriptor *lv2ui_descriptor(uint32_t index)
{
    return index < sizeof descriptors / sizeof *descriptors ? &descriptors[index]
                                                            : NULL;
}
