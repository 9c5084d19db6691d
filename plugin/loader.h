/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_PLUGIN_LOADER_H
#define UNFOLD_PLUGIN_LOADER_H

#include "plugin/slot.h"

#include <limits.h>
#include <lv2/log/logger.h>
#include <lv2/worker/worker.h>
#include <pthread.h>

/** Loads models for the slot: synchronously for state and start, through the host's
    worker, if it has one, for messages. The work message is empty of content (hosts'
    queues are small): the path waits in `handed`. */
typedef struct {
    double rate;        /**< Hz */
    atomic_uint wanted; /**< oversampling, and 256 times the method for other rates */
    _Atomic float model_rate; /**< Hz that models are made at; 0: what files say */
    char *bundle; /**< folder of the models that came with the plugin, no last slash */
    UnfoldSlot *slot;
    LV2_Log_Logger logger;
    LV2_Worker_Schedule *schedule; /**< NULL: no worker */

    /* The audio thread's. */
    char waiting[PATH_MAX]; /**< the last path asked for, not yet handed over; empty:
                                 the one that plays, again */
    bool is_waiting;
    bool wake; /**< the worker has not been told yet */

    char handed[PATH_MAX];
    atomic_bool busy;   /**< `handed` is the worker's, else the audio thread's */
    atomic_bool failed; /**< a load that a message asked for */

    pthread_mutex_t lock; /**< never taken by the audio thread */
    char *remembered;     /**< the path that the state saves; NULL: none */
    char *loaded;         /**< the path of what was offered last; NULL: nothing */
    unsigned loaded_as;   /**< what was wanted of it */
    float loaded_at;      /**< the model rate that was set */
} UnfoldLoader;

/** Why a path is loaded: a failed load is forgotten if a message asked for it, but the
    state keeps the path that it came with. */
typedef enum {
    UNFOLD_FOR_START,
    UNFOLD_FOR_STATE,
    UNFOLD_FOR_MESSAGE,
    UNFOLD_FOR_WISH /**< the same again, to be played in another way */
} UnfoldLoadFor;

/** False for lack of memory. */
bool unfold_loader_init(UnfoldLoader *loader, UnfoldSlot *slot, double rate,
                        const char *bundle, const LV2_Log_Logger *logger,
                        LV2_Worker_Schedule *schedule);
void unfold_loader_clear(UnfoldLoader *loader);

/** Load the model and offer it to the slot; log why not. Where a state's file is gone,
   the bundle's file of the same name is taken, if there is one: sessions only link to
   it, and the link breaks when they move. Not for the audio thread. */
UnfoldStatus unfold_loader_load(UnfoldLoader *loader, const char *path,
                                UnfoldLoadFor reason);

/** The same for a file of the bundle. */
UnfoldStatus unfold_loader_load_bundled(UnfoldLoader *loader, const char *name);

/** The path that belongs in the state; the caller frees it. NULL if there is none or no
    memory. Not for the audio thread. */
char *unfold_loader_remembered(UnfoldLoader *loader);

/** Have `path` (`size` bytes, with or without its NUL) loaded as soon as the worker
   can; a later one replaces it. False if it is no path, or too long, or there is no
   worker. Real-time safe. */
bool unfold_loader_request(UnfoldLoader *loader, const char *path, uint32_t size);

/** How voices are to be played from now on; true if that is new. Real-time safe. */
bool unfold_loader_wish(UnfoldLoader *loader, uint32_t oversampling,
                        UnfoldRateMethod method);

/** The rate (Hz) that models are made at, whatever their files say or lack; 0, and any
    that is not played, leaves it to them. True if that is new. Real-time safe. */
bool unfold_loader_set_model_rate(UnfoldLoader *loader, float rate);
float unfold_loader_model_rate(UnfoldLoader *loader);

/** Load what was loaded last again, if it is not as is now wanted. Not for the audio
    thread. */
void unfold_loader_catch_up(UnfoldLoader *loader);

/** Have it done as soon as the worker can, unless another path waits, which is loaded
   so anyhow. Without a worker it is left until activate(). Real-time safe. */
void unfold_loader_request_again(UnfoldLoader *loader);

/** Wake the worker if a path waits or there is something to free; what its queue
   refuses is tried again next time. Real-time safe. */
void unfold_loader_ask(UnfoldLoader *loader);

/** Whether a requested load failed since the last call. Real-time safe. */
bool unfold_loader_failed(UnfoldLoader *loader);

/** What the worker does. */
void unfold_loader_work(UnfoldLoader *loader);

#endif
