/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_PLUGIN_LOADER_H
#define UNFOLD_PLUGIN_LOADER_H

#include "plugin/exchange.h"
#include "plugin/kept.h"

#include <limits.h>
#include <lv2/log/logger.h>
#include <lv2/worker/worker.h>
#include <pthread.h>

/** What a plugin loads; `owner` is its instance. */
typedef struct {
    const char *const *bundled; /**< files of the models that come with it; NULL ends */
    /** How models are to be played that are made from now on, as a number. Real-time
        safe. NULL: they are all played alike. */
    uint64_t (*wanted)(void *owner);
    /** Make what plays of the `size` bytes of the model file at `path`, as was wanted.
        Not real-time safe. */
    UnfoldStatus (*make)(void *owner, const char *path, const char *bytes, size_t size,
                         uint64_t wanted, UnfoldLoaded **made, UnfoldError *error);
    void (*free)(UnfoldLoaded *made); /**< NULL is fine to it */
} UnfoldKind;

/** Which model is asked for. */
typedef struct {
    char path[PATH_MAX]; /**< empty: the one that plays, or by its index */
    int index;           /**< in the shelf; -1: none */
    int steps;           /**< onwards from there, or back */
} UnfoldAsk;

/** Loads models and offers them to the audio thread: synchronously for state and start,
    through the host's worker, if it has one, for messages and controls. The work
   message is empty of content (hosts' queues are small): what is asked for waits in
   `handed`.
 */
typedef struct {
    const UnfoldKind *kind;
    void *owner;
    char *bundle; /**< folder of the models that came with the plugin, no last slash */
    UnfoldExchange exchange;
    LV2_Log_Logger logger;
    LV2_Worker_Schedule *schedule; /**< NULL: no worker */
    atomic_bool embed;             /**< whether states hold the file */

    /* The audio thread's. */
    UnfoldAsk waiting; /**< asked for last, not yet handed over */
    bool is_waiting;
    bool wake;     /**< the worker has not been told yet */
    char *problem; /**< taken, to be told */

    UnfoldAsk handed;
    atomic_bool busy;   /**< `handed` is the worker's, else the audio thread's */
    atomic_bool failed; /**< a load that was requested */
    atomic_bool has_problem;
    _Atomic(char *) new_problem; /**< a sentence; empty: there is none any more */
    _Atomic(char *) old_problem; /**< was told, is to be freed */

    pthread_mutex_t lock;  /**< never taken by the audio thread */
    UnfoldKept remembered; /**< what the state saves */
    UnfoldKept loaded;     /**< what was offered last */
    uint64_t loaded_as;    /**< what was wanted of it */
} UnfoldLoader;

/** Why a model is loaded: a failed load is forgotten if it was requested, but the state
    keeps the path that it came with. */
typedef enum {
    UNFOLD_FOR_START,
    UNFOLD_FOR_STATE,
    UNFOLD_FOR_REQUEST,
    UNFOLD_FOR_WISH /**< the same again, to be played in another way */
} UnfoldLoadFor;

/** False for lack of memory. */
bool unfold_loader_init(UnfoldLoader *loader, const UnfoldKind *kind, void *owner,
                        const char *bundle, const LV2_Log_Logger *logger,
                        LV2_Worker_Schedule *schedule);
void unfold_loader_clear(UnfoldLoader *loader);

/** Load the model and offer it; log why not. Not for the audio thread. */
UnfoldStatus unfold_loader_load(UnfoldLoader *loader, const char *path,
                                UnfoldLoadFor reason);

/** The model that the plugin starts with, if any came with it. */
UnfoldStatus unfold_loader_load_bundled(UnfoldLoader *loader);

/** Load what a state has: its path and, unless `bytes` is NULL, the file as it was.
   Where the file is gone or another by now, that plays; where it is gone and there is
   none, the bundle's file of the same name: sessions only link to it, and the link
   breaks when they move. */
UnfoldStatus unfold_loader_restore(UnfoldLoader *loader, const char *path,
                                   const char *bytes, size_t size);

/** A copy of what belongs in the state; the path is NULL if there is none or no memory.
    Not for the audio thread. */
UnfoldKept unfold_loader_remembered(UnfoldLoader *loader);

/** The path of what was loaded last; the caller frees it. NULL if there is none or no
    memory. */
char *unfold_loader_loaded(UnfoldLoader *loader);

/** Load what was loaded last again, if it is not as is now wanted. Not for the audio
    thread. */
void unfold_loader_catch_up(UnfoldLoader *loader);

#endif
