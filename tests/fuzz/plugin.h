/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_TESTS_FUZZ_PLUGIN_H
#define UNFOLD_TESTS_FUZZ_PLUGIN_H

#include <stdint.h>

/** An input of fuzz_plugin: this, then the body of the control port's sequence or the
    value that the state has stored. URIs are numbered from 1 as UNFOLD_URIS lists them.
 */
typedef struct {
    uint8_t flags, unused;
    uint16_t notify_room; /**< bytes of the notify port, at most 8192 */
    uint32_t type;        /**< of the sequence or the value */
} FuzzPluginHead;

enum {
    FUZZ_STATE = 1,     /**< restore a state; else send messages */
    FUZZ_MAPPED = 2,    /**< with the host's mapPath */
    FUZZ_NO_WORK = 4,   /**< the worker's queue is full */
    FUZZ_RATE = 8,      /**< the state has the model's rate, not its path */
    FUZZ_EMBEDDED = 16, /**< the state has the model itself, and a path that is gone */
    FUZZ_LISTEN = 32    /**< the plugin that listens, not the effect */
};

/** Free the instance that fuzz_plugin keeps. */
void fuzz_plugin_close(void);

#endif
