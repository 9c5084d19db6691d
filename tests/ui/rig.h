/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_TESTS_UI_RIG_H
#define UNFOLD_TESTS_UI_RIG_H

#include "plugin/listen_ports.h"

#include <X11/Xlib.h>
#include <lv2/atom/atom.h>
#include <lv2/ui/ui.h>
#include <lv2/worker/worker.h>
#include <stdbool.h>
#include <sys/types.h>

/* A host with the bundle as it was built: an instance of a plugin, its window under an
   X server of its own, and what goes between them. */

#define RIG_MESSAGES 32768

typedef struct {
    bool stereo, listens; /**< which plugin; the mono effect if neither */
    bool alone;           /**< no parent, a window of its own */
    bool without_plugin;  /**< nothing is played, and nobody answers */
    float scale;          /**< 0: not given */
    uint32_t back, front; /**< 0xRRGGBBAA; 0: not given */
    const char *title;    /**< NULL: not given */
    unsigned long parent; /**< a window that there is, or was; 0: one is made */
    bool with_request;    /**< the host has a dialog for models */
    bool linked; /**< not the library as it was built, but what the tests have */
} RigOptions;

typedef union {
    LV2_Atom_Sequence sequence;
    uint8_t bytes[RIG_MESSAGES];
} RigMessages;

typedef struct {
    UnfoldPortKind kind;
    float normal;
} RigPort;

typedef struct {
    const LV2UI_Descriptor *descriptor;
    const LV2UI_Idle_Interface *idle;
    const LV2UI_Resize *resize;
    LV2UI_Handle ui;
    Display *display; /**< the host's own */
    Window parent, window;
    const LV2_Descriptor *plugin;
    LV2_Handle instance;
    unsigned channels; /**< 0: it listens */
    RigPort ports[32]; /**< by index */
    uint32_t port_count;
    float values[32], told[32]; /**< by index: of the ports, and as the window knows */
    float sound[4][4096];
    double phase, level; /**< of the sound that goes in: 0 is silence */
    RigMessages control, notify, notes;
    unsigned watches, gets, requests, grabs, releases, writes; /**< seen so far */
    double spent;           /**< seconds of the processor, by the window */
    uint32_t width, height; /**< as the window asked the host for */
    bool closed;            /**< idle has said so */
    LV2_URID_Map map;
    LV2_Worker_Schedule worker;
    LV2UI_Touch touch;
    LV2UI_Resize size;
    LV2UI_Request_Value request;
} Rig;

/** Open on an X server of its own, with a screen of so many bits a pixel, and memory
   that it shares or not. It ends by itself with its last client: when we end, however
   we do. Asserts that it starts; NULL where the window cannot be opened. */
Rig *rig_open_elsewhere(const RigOptions *options, int bits, bool shares,
                        pid_t *server);

/** Have an X server for the process; false: there is none to start. */
bool rig_has_display(void);

/** Skips a test where there is none. */
#define NEED_DISPLAY()                                                                 \
    do {                                                                               \
        if (!rig_has_display())                                                        \
            SKIP("there is no Xvfb to open windows in");                               \
    } while (0)

/** NULL where the window cannot be opened. */
Rig *rig_open(const RigOptions *options);

/** Asserts that it can. */
Rig *rig_must_open(const RigOptions *options);
void rig_close(Rig *rig);

/** Let so many seconds go by, with sound, messages and pictures. */
void rig_run(Rig *rig, double seconds);

/** As if people had pulled at the host's window; pixels. */
void rig_resize(Rig *rig, int width, int height);

/** Tell the window that the port of this index has a value. */
void rig_tell(Rig *rig, uint32_t index, float value);

/** What is done in the window, in pixels. */
void rig_press(Rig *rig, int x, int y, unsigned button);
void rig_let_go(Rig *rig, int x, int y, unsigned button);
void rig_move(Rig *rig, int x, int y);
void rig_key(Rig *rig, KeySym key, unsigned state);

/** Write what is on the screen as a PNG. */
bool rig_shot(Rig *rig, const char *path);

LV2_URID rig_urid(const char *uri);

#endif
