/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_TESTS_HOST_H
#define UNFOLD_TESTS_HOST_H

#include "file/model_file.h"
#include "plugin/listen_ports.h"

#include <limits.h>
#include <lv2/atom/atom.h>
#include <lv2/core/lv2.h>
#include <lv2/log/log.h>
#include <lv2/state/state.h>
#include <lv2/urid/urid.h>
#include <lv2/worker/worker.h>
#include <stdbool.h>

/* A small LV2 host for one instance of the effect, or of the plugin that listens. */

#define HOST_RATE 48000.0

/** No worker; one that works when host_work is called; one inside schedule_work, as
    hosts have it when they freewheel. */
typedef enum { HOST_WITHOUT_WORKER, HOST_WORKS_LATER, HOST_WORKS_AT_ONCE } HostWorker;

typedef struct {
    HostWorker worker;
    bool without_log;
    bool built; /**< the bundle's unfold.so, not the code linked into the tests */
    const char *bundle; /**< folder; NULL: host_bundle() */
    double rate;        /**< 0: HOST_RATE */
    float oversampling; /**< 0: 1 */
    bool stereo;
    bool listens; /**< the plugin that listens, run by host_listen */
} HostOptions;

/** What a state holds between save and restore. */
typedef struct {
    struct HostProperty {
        LV2_URID key;
        char value[65536];
        size_t size;
        uint32_t type, flags;
    } list[6];
    unsigned stored; /**< properties */
} HostState;

/** A state with the model alone; a property of a state, NULL if it has none; the path
   of its model, "" if it has none. */
HostState host_state_of(const char *path);
struct HostProperty *host_state_find(HostState *state, const char *uri);
const char *host_state_model(const HostState *state);

typedef struct Host {
    const LV2_Descriptor *descriptor;
    LV2_Handle instance;
    void *library;
    float enabled, input, output, mix, normalise, calibrate, interface_level;
    float oversampling, rates, latency;
    float knobs[UNFOLD_KNOB_PORTS], index, previous, next;
    float input_peak, output_peak, load;
    unsigned channels;
    bool listens;
    float threshold, base_note, channel, hold, velocity; /**< of what listens */
    float class, confidence, value, decision_latency;
    union {
        LV2_Atom_Sequence sequence;
        LV2_Atom_Event aligned; /* as events are */
        uint8_t bytes[32768];
    } control, notify, midi;
    uint32_t midi_room;
    size_t frames; /**< that what listens has run */
    struct HostMidi {
        size_t time; /**< in frames since the beginning */
        uint8_t bytes[3];
    } events[1024]; /**< all that came out of the MIDI port */
    unsigned event_count;
    char told_labels[20000], told_label[64];
    unsigned label_tellings;
    uint32_t notify_room; /**< what the notify port is said to hold */
    char log[8192];       /**< everything that was logged, line by line */
    char told[PATH_MAX];  /**< the last path that was notified */
    unsigned tellings, changes;
    float told_rate; /**< the other properties, likewise */
    int told_embed;
    char told_name[256], told_knobs[256], told_problem[PATH_MAX];
    char told_gear[256];
    char told_task[16];
    float told_esr, told_accuracy, told_threshold;
    unsigned rate_tellings;
    unsigned pictures; /**< that came; each is handed to `see`, unless that is NULL */
    void (*see)(struct Host *, const LV2_Atom_Object *);
    unsigned scheduled;    /**< work waiting for host_work */
    bool worker_is_full;   /**< refuse to schedule */
    char folder[PATH_MAX]; /**< of saved paths: mapPath makes what is in it relative */
    int paths;             /**< handed out by mapPath and not yet freed */

    LV2_URID_Map map;
    LV2_Log_Log logger;
    LV2_Worker_Schedule schedule;
    LV2_Feature features[3];
    const LV2_Feature *list[4];
} Host;

/** Instantiated, connected, activated; fails the running test if it cannot be. */
Host *host_open(const HostOptions *options);
void host_close(Host *host);

/** Connect a port to another buffer. */
void host_connect(Host *host, UnfoldPort port, void *buffer);

/** One cycle; what was put into the control port is gone afterwards. */
void host_run(Host *host, const float *in, float *out, uint32_t frames);

/** The same with both sides. */
void host_run_stereo(Host *host, const float *const in[2], float *const out[2],
                     uint32_t frames);

/** One cycle of what listens; MIDI is added to what there is. */
void host_listen(Host *host, const float *in, float *out, uint32_t frames);

/** Cycles of these lengths in turn, until `frames` are done. */
void host_play(Host *host, const float *in, float *out, size_t frames,
               const uint32_t *blocks, size_t count);

/** Put patch:Set of the model, its rate, or whether to embed it, patch:Get, or any atom
    into the next cycle. */
void host_set_model(Host *host, const char *path);
void host_set_model_rate(Host *host, float rate);
void host_set_embed(Host *host, bool embed);
void host_get(Host *host);
void host_put(Host *host, const void *atom, uint32_t size);

/* Between host.c and host_listen.c. */
void host_open_listener(Host *host);
void host_hear(Host *host);

/** Do the work that was scheduled, with its responses; returns how much there was. */
unsigned host_work(Host *host);

LV2_State_Status host_save(Host *host, HostState *state);
LV2_State_Status host_restore(Host *host, const HostState *state);

/** The number of a URI, the same in all hosts. */
LV2_URID host_urid(const char *uri);

/** Write a model with random weights, so that it sounds like no other seed's, and
   return its path (valid until the next 8 calls of test_path). */
const char *host_model(const char *name, unsigned seed);

/** The model that host_model(name, seed) writes; the caller frees it. */
UnfoldModel *host_make_model(unsigned seed);

/** A bundle folder whose default model is host_make_model(1); its default model's
    path. */
const char *host_bundle(void);
const char *host_bundled_model(void);

/** A second of a plucked string, peaks near full scale. */
#define HOST_FRAMES 48000
const float *host_pluck(void);

#endif
