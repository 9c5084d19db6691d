/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "tests/ui/rig.h"

#include "plugin/pictures.h"
#include "tests/support/suite.h"

#include <dlfcn.h>
#include <lv2/atom/util.h>
#include <lv2/options/options.h>
#include <lv2/patch/patch.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define RATE 48000.0
#define STEP 800  /* frames: 60 steps a second */
#define LOOK 2e-5 /* seconds for which one looks at a clock, unless interrupted */

LV2_URID rig_urid(const char *uri)
{
    static char *uris[256];
    LV2_URID id = 0;
    while (id < sizeof uris / sizeof *uris && uris[id] && strcmp(uris[id], uri) != 0)
        ++id;
    if (!uris[id])
        uris[id] = strdup(uri);
    return id + 1;
}

static LV2_URID map_uri(LV2_URID_Map_Handle handle, const char *uri)
{
    (void)handle;
    return rig_urid(uri);
}

static void *find_symbol(const char *file, const char *name)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", UNFOLD_BUNDLE, file);
    void *library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    if (!library)
        printf("%s\n", dlerror());
    return library ? dlsym(library, name) : NULL;
}

static LV2_Worker_Status respond(LV2_Worker_Respond_Handle handle, uint32_t size,
                                 const void *data)
{
    const Rig *rig = handle;
    const LV2_Worker_Interface *worker =
        rig->plugin->extension_data(LV2_WORKER__interface);
    return worker->work_response(rig->instance, size, data);
}

static LV2_Worker_Status schedule(LV2_Worker_Schedule_Handle handle, uint32_t size,
                                  const void *data)
{
    const Rig *rig = handle;
    const LV2_Worker_Interface *worker =
        rig->plugin->extension_data(LV2_WORKER__interface);
    return worker->work(rig->instance, respond, handle, size, data);
}

/* Into what the plugin reads next, or counted where there is none. */
static void take_message(Rig *rig, const LV2_Atom_Object *message, uint32_t size)
{
    rig->watches += message->body.otype == rig_urid(UNFOLD_WATCH_URI);
    rig->gets += message->body.otype == rig_urid(LV2_PATCH__Get);
    union {
        LV2_Atom_Event event;
        uint8_t bytes[RIG_MESSAGES];
    } copy = {.event = {.time.frames = 0}};
    if (sizeof(LV2_Atom_Event) + size > sizeof copy)
        return;
    memcpy(&copy.event.body, message, size);
    lv2_atom_sequence_append_event(&rig->control.sequence, RIG_MESSAGES - 64,
                                   &copy.event);
}

static void write_port(LV2UI_Controller controller, uint32_t index, uint32_t size,
                       uint32_t protocol, const void *buffer)
{
    Rig *rig = controller;
    ++rig->writes;
    if (protocol == 0 && size == sizeof(float))
        memcpy(&rig->values[index], buffer, size);
    else if (protocol == rig_urid(LV2_ATOM__eventTransfer))
        take_message(rig, buffer, size);
    rig->told[index] = rig->values[index];
}

static void touched(LV2UI_Feature_Handle handle, uint32_t index, bool grabbed)
{
    Rig *rig = handle;
    (void)index;
    rig->grabs += grabbed;
    rig->releases += !grabbed;
}

static int sized(LV2UI_Feature_Handle handle, int width, int height)
{
    Rig *rig = handle;
    rig->width = (uint32_t)width;
    rig->height = (uint32_t)height;
    if (rig->parent)
        XResizeWindow(rig->display, rig->parent, rig->width, rig->height);
    XSync(rig->display, False);
    return 0;
}

static LV2UI_Request_Value_Status asked(LV2UI_Feature_Handle handle, LV2_URID key,
                                        LV2_URID type,
                                        const LV2_Feature *const *features)
{
    (void)type;
    (void)features;
    ((Rig *)handle)->requests += key == rig_urid(UNFOLD_MODEL_URI);
    return LV2UI_REQUEST_VALUE_SUCCESS;
}

/* The ports of the effect of 1 or 2 channels, or of the plugin that listens (0). */
static void list_ports(Rig *rig)
{
#define PORT(id, symbol, name, kind, minimum, maximum, normal, ...)                    \
    {UNFOLD_##kind, normal},
    static const RigPort effect[] = {UNFOLD_PORTS(PORT)};
    static const RigPort listen[] = {UNFOLD_LISTEN_PORTS(PORT)};
#undef PORT
    for (int k = 0; k < UNFOLD_PORT_COUNT && rig->channels > 0; ++k)
        if (unfold_port_is_there((UnfoldPort)k, rig->channels))
            rig->ports[rig->port_count++] = effect[k];
    for (int k = 0; k < UNFOLD_LISTEN_PORT_COUNT && rig->channels == 0; ++k)
        rig->ports[rig->port_count++] = listen[k];
    for (uint32_t k = 0; k < rig->port_count; ++k) {
        rig->values[k] = rig->ports[k].normal;
        rig->told[k] = NAN;
    }
}

static void *buffer_of(Rig *rig, uint32_t index)
{
    switch (rig->ports[index].kind) {
    case UNFOLD_MESSAGES_IN:
        return &rig->control;
    case UNFOLD_MESSAGES_OUT:
        return &rig->notify;
    case UNFOLD_MIDI_OUT:
        return &rig->notes;
    case UNFOLD_AUDIO_IN:
        return rig->sound[0];
    case UNFOLD_RIGHT_IN:
        return rig->sound[1];
    case UNFOLD_AUDIO_OUT:
        return rig->sound[2];
    case UNFOLD_RIGHT_OUT:
        return rig->sound[3];
    case UNFOLD_VALUE_IN:
    case UNFOLD_VALUE_OUT:
        return &rig->values[index];
    }
    return NULL;
}

/* As the bundle has them: mono, stereo, and what listens. */
static uint32_t index_of(const Rig *rig)
{
    return rig->channels > 0 ? rig->channels - 1 : 2;
}

static const char *uri_of(const Rig *rig)
{
    return rig->channels > 1   ? UNFOLD_STEREO_URI
           : rig->channels > 0 ? UNFOLD_EFFECT_URI
                               : UNFOLD_LISTEN_URI;
}

static bool open_plugin(Rig *rig)
{
    rig->worker = (LV2_Worker_Schedule){rig, schedule};
    const LV2_Feature mapping = {LV2_URID__map, &rig->map};
    const LV2_Feature working = {LV2_WORKER__schedule, &rig->worker};
    const LV2_Feature *const features[] = {&mapping, &working, NULL};
    void *symbol = find_symbol("unfold.so", "lv2_descriptor");
    LV2_Descriptor_Function function;
    memcpy(&function, &symbol, sizeof function);
    rig->plugin = symbol ? function(index_of(rig)) : NULL;
    rig->instance = rig->plugin ? rig->plugin->instantiate(rig->plugin, RATE,
                                                           UNFOLD_BUNDLE "/", features)
                                : NULL;
    if (!rig->instance)
        return false;
    for (uint32_t k = 0; k < rig->port_count; ++k)
        rig->plugin->connect_port(rig->instance, k, buffer_of(rig, k));
    rig->plugin->activate(rig->instance);
    return true;
}

static void make_parent(Rig *rig)
{
    rig->parent = XCreateSimpleWindow(rig->display, DefaultRootWindow(rig->display), 0,
                                      0, 600, 400, 0, 0, 0);
    XMapWindow(rig->display, rig->parent);
    XSync(rig->display, False);
}

static bool open_window(Rig *rig, const RigOptions *options)
{
    const LV2_Options_Option list[] = {
        {0, 0, rig_urid(LV2_UI__scaleFactor), options->scale > 0 ? 4 : 0,
         rig_urid(LV2_ATOM__Float), &options->scale},
        {0, 0, rig_urid(LV2_UI__backgroundColor), options->back ? 4 : 0,
         rig_urid(LV2_ATOM__Int), &options->back},
        {0, 0, rig_urid(LV2_UI__foregroundColor), options->front ? 4 : 0,
         rig_urid(LV2_ATOM__Int), &options->front},
        {0, 0, 0, 0, 0, NULL}};
    void *const parent = (void *)(uintptr_t)rig->parent;
    const LV2_Feature all[] = {
        {LV2_URID__map, &rig->map},   {LV2_UI__touch, &rig->touch},
        {LV2_UI__resize, &rig->size}, {LV2_OPTIONS__options, (void *)(uintptr_t)list},
        {LV2_UI__parent, parent},     {LV2_UI__requestValue, &rig->request}};
    const LV2_Feature *features[7] = {NULL};
    for (size_t k = 0, count = 0; k < 6; ++k)
        if ((k != 4 || rig->parent) && (k != 5 || options->with_request))
            features[count++] = &all[k];
    void *symbol =
        options->linked ? NULL : find_symbol("unfold-ui.so", "lv2ui_descriptor");
    LV2UI_DescriptorFunction function = lv2ui_descriptor;
    if (symbol)
        memcpy(&function, &symbol, sizeof function);
    rig->descriptor = symbol || options->linked ? function(index_of(rig)) : NULL;
    if (!rig->descriptor)
        return false;
    LV2UI_Widget widget = NULL;
    rig->ui =
        rig->descriptor->instantiate(rig->descriptor, uri_of(rig), UNFOLD_BUNDLE "/",
                                     write_port, rig, &widget, features);
    rig->window = (Window)(uintptr_t)widget;
    rig->idle = rig->descriptor->extension_data(LV2_UI__idleInterface);
    rig->resize = rig->descriptor->extension_data(LV2_UI__resize);
    return rig->ui != NULL;
}

static void clear_messages(Rig *rig)
{
    lv2_atom_sequence_clear(&rig->control.sequence);
    rig->control.sequence.atom.type = rig_urid(LV2_ATOM__Sequence);
    rig->notify.sequence.atom.type = rig_urid(LV2_ATOM__Chunk);
    rig->notify.sequence.atom.size = 24576 - sizeof(LV2_Atom);
    rig->notes.sequence.atom = rig->notify.sequence.atom;
}

Rig *rig_open(const RigOptions *options)
{
    Rig *rig = calloc(1, sizeof *rig);
    if (!rig)
        return NULL;
    rig->channels = options->listens ? 0 : options->stereo ? 2 : 1;
    list_ports(rig);
    rig->map = (LV2_URID_Map){NULL, map_uri};
    rig->touch = (LV2UI_Touch){rig, touched};
    rig->size = (LV2UI_Resize){rig, sized};
    rig->request = (LV2UI_Request_Value){rig, asked};
    rig->display = XOpenDisplay(NULL);
    clear_messages(rig);
    if (options->parent)
        rig->parent = options->parent;
    else if (!options->alone && rig->display)
        make_parent(rig);
    if ((!options->without_plugin && !open_plugin(rig)) || !open_window(rig, options)) {
        rig_close(rig);
        return NULL;
    }
    return rig;
}

Rig *rig_must_open(const RigOptions *options)
{
    Rig *rig = rig_open(options);
    CU_ASSERT_PTR_NOT_NULL_FATAL(rig);
    return rig;
}

void rig_close(Rig *rig)
{
    if (rig->ui)
        rig->descriptor->cleanup(rig->ui);
    if (rig->instance)
        rig->plugin->cleanup(rig->instance);
    if (rig->display)
        XCloseDisplay(rig->display);
    free(rig);
}

void rig_resize(Rig *rig, int width, int height)
{
    sized(rig, width, height);
    rig->resize->ui_resize(rig->ui, width, height);
}

void rig_tell(Rig *rig, uint32_t index, float value)
{
    rig->descriptor->port_event(rig->ui, index, sizeof value, 0, &value);
}

/* A string that is plucked twice a second, an octave apart. */
static void make_sound(Rig *rig)
{
    for (uint32_t k = 0; k < STEP; ++k, rig->phase += 1 / RATE) {
        const double t = fmod(rig->phase, 0.5);
        const double pitch = fmod(rig->phase, 1) < 0.5 ? 110 : 220;
        double x = 0;
        for (int n = 1; n < 6; ++n)
            x += sin(2 * M_PI * pitch * n * t) * exp(-t * (2 + n)) / n;
        rig->sound[0][k] = rig->sound[1][k] = (float)(rig->level * x);
    }
}

/* What has changed is told, as hosts do. */
static void tell_all(Rig *rig)
{
    for (uint32_t k = 0; k < rig->port_count; ++k)
        if (buffer_of(rig, k) == &rig->values[k] && rig->told[k] != rig->values[k]) {
            rig->told[k] = rig->values[k];
            rig_tell(rig, k, rig->values[k]);
        }
    if (rig->notify.sequence.atom.type != rig_urid(LV2_ATOM__Sequence))
        return;
    LV2_ATOM_SEQUENCE_FOREACH(&rig->notify.sequence, event)
    rig->descriptor->port_event(rig->ui, UNFOLD_PORT_NOTIFY,
                                lv2_atom_total_size(&event->body),
                                rig_urid(LV2_ATOM__eventTransfer), &event->body);
}

static double processor_time(void)
{
    struct timespec now;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

void rig_run(Rig *rig, double seconds)
{
    const struct timespec pause = {0, 1000000000L / 60};
    for (int k = 0; k < (int)ceil(60 * seconds) && !rig->closed; ++k) {
        if (rig->instance) {
            make_sound(rig);
            rig->plugin->run(rig->instance, STEP);
        }
        const double before = processor_time(), begun = processor_time();
        if (rig->instance) {
            tell_all(rig);
            clear_messages(rig);
        }
        rig->closed = rig->idle->idle(rig->ui) != 0;
        /* Looking at the clock takes longer than a window does that rests. */
        rig->spent += processor_time() - begun - fmin(begun - before, LOOK);
        nanosleep(&pause, NULL);
    }
}
