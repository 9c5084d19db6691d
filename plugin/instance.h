/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_PLUGIN_INSTANCE_H
#define UNFOLD_PLUGIN_INSTANCE_H

#include "plugin/loader.h"
#include "plugin/meter.h"
#include "plugin/state.h"
#include "plugin/uris.h"
#include "plugin/watch.h"

#include <lv2/atom/forge.h>

#define UNFOLD_MAX_PORTS 32
#define UNFOLD_MAX_PROPERTIES 10

typedef struct UnfoldInstance UnfoldInstance;

/** What the notify port tells, as bits of UnfoldInstance.tell. */
typedef enum {
    UNFOLD_TELL_MODEL = 1,
    UNFOLD_TELL_MODEL_RATE = 2,
    UNFOLD_TELL_EMBED = 4,
    UNFOLD_TELL_NAME = 8,
    UNFOLD_TELL_KNOBS = 16,
    UNFOLD_TELL_PROBLEM = 32,
    UNFOLD_TELL_LABELS = 64,
    UNFOLD_TELL_LABEL = 128,
    UNFOLD_TELL_CHANGE = 256, /**< that the state has changed */
    UNFOLD_TELL_GEAR = 512,
    UNFOLD_TELL_ESR = 1024,
    UNFOLD_TELL_ACCURACY = 2048,
    UNFOLD_TELL_TASK = 4096,
    UNFOLD_TELL_THRESHOLD = 8192
} UnfoldTell;

/** What the host may get, and set if there is a way to. All real-time safe. */
typedef struct {
    UnfoldTell tell;
    LV2_URID uri;
    /** To a value, NULL if the message has none. NULL: it is read only. */
    void (*set)(UnfoldInstance *, const LV2_Atom *);
    /** Whether it is another than was told. NULL: whoever changes it says so. */
    bool (*is_new)(UnfoldInstance *);
    bool (*forge)(UnfoldInstance *);
    void (*told)(UnfoldInstance *); /**< NULL: nothing is to be done then */
} UnfoldProperty;

typedef struct {
    float minimum, maximum, normal;
} UnfoldRange;

/** One of our plugins: what is its own. `size` bytes begin with an UnfoldInstance. NULL
    where there is nothing to do: prepare, wish, save and restore. */
typedef struct {
    const char *uri;
    size_t size;
    const UnfoldRange *ranges;                        /**< of ports by their numbers */
    int control, notify, index, previous, next, load; /**< ports that all have */
    UnfoldKind kind;
    /** Fill in ports and properties, and what is its own. */
    void (*init)(UnfoldInstance *);
    void (*clear)(UnfoldInstance *);
    /** While the audio thread does not run: before what is wanted is loaded, and after
        it. */
    void (*prepare)(UnfoldInstance *);
    void (*activate)(UnfoldInstance *);
    /** Read how models are to be played; true if that is new. */
    bool (*wish)(UnfoldInstance *);
    /** All of the frames, from 1. */
    void (*play)(UnfoldInstance *, uint32_t frames);
    /** Forge a picture of what was played since the last one where it takes no more
       than `room` bytes, which the forge has; with or without, that is over. */
    void (*show)(UnfoldInstance *, uint32_t room);
    /** The values of control outputs. */
    void (*tell)(UnfoldInstance *, uint32_t frames);
    void (*save)(UnfoldInstance *, UnfoldWriter *, const UnfoldKept *);
    void (*restore)(UnfoldInstance *, const UnfoldReader *, bool has_model);
} UnfoldPlugin;

/** What every instance has. What the audio thread touches is here, the loader's rest in
    there. */
struct UnfoldInstance {
    const UnfoldPlugin *plugin;
    uint32_t port_count;           /**< that the host sees */
    int port_at[UNFOLD_MAX_PORTS]; /**< number of the one at each index there */
    void *ports[UNFOLD_MAX_PORTS]; /**< the host's buffers by number; NULL: none */
    UnfoldUris uris;
    LV2_Atom_Forge forge;
    UnfoldLoader loader;
    double rate, clock_rate;     /**< Hz */
    const UnfoldLoaded *playing; /**< or about to; NULL: none */
    unsigned tell;               /**< what to tell, as soon as there is room */
    UnfoldWatch watch;           /**< stays when the host deactivates */
    bool told_embed;             /**< what the host knows, true at first */
    float index, previous, next; /**< where these controls were; NaN: not seen yet */
    UnfoldLoad load;
    uint32_t property_count;
    UnfoldProperty properties[UNFOLD_MAX_PROPERTIES]; /**< in the order of telling */
};

/** An instance of the plugin, with the model that it starts with; NULL for lack of
    memory. Not real-time safe. */
UnfoldInstance *unfold_instance_new(const UnfoldPlugin *plugin, double rate,
                                    const char *bundle, LV2_URID_Map *map,
                                    const LV2_Log_Logger *logger,
                                    LV2_Worker_Schedule *schedule);
void unfold_instance_free(UnfoldInstance *instance);

/** Take the buffer of the port of that index; others are passed over. Real-time safe.
 */
void unfold_instance_connect(UnfoldInstance *instance, uint32_t index, void *buffer);

/** What the controls ask for is loaded. While the audio thread does not run. */
void unfold_instance_activate(UnfoldInstance *instance);

/** One cycle of the audio thread: messages, sound, messages. Any number of frames; any
    input may be the same buffer as any output. Real-time safe, as are the next. */
void unfold_instance_run(UnfoldInstance *instance, uint32_t frames);

/** What plays from now on; NULL: nothing. All that it says of itself is told. */
void unfold_instance_plays(UnfoldInstance *instance, const UnfoldLoaded *loaded);

/** A control's value in its range, the default where it is no number. */
float unfold_instance_control(const UnfoldInstance *instance, int port);

/** Set a control output, within its range. */
void unfold_instance_put(UnfoldInstance *instance, int port, float value);

/** Begin what an atom output holds, to be popped from the forge; false where it has no
    room for a sequence, or no buffer. */
bool unfold_instance_begin(UnfoldInstance *instance, int port,
                           LV2_Atom_Forge_Frame *sequence);

/** What is no number and what is endless is silence. */
static inline float unfold_finite_or_zero(float x)
{
    return x - x == 0 ? x : 0;
}

#endif
