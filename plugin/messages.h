/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_PLUGIN_MESSAGES_H
#define UNFOLD_PLUGIN_MESSAGES_H

#include "plugin/instance.h"

/** Obey what came in through the control port: patch:Set of a property sets it, or asks
    for a load, patch:Get for an answer; a window's wish for pictures. Whatever else, or
   malformed, is passed over. Real-time safe. */
void unfold_messages_read(UnfoldInstance *instance);

/** Write what there is to tell at the end of a cycle into the notify port, what does
   not fit waits for the next one; then a picture, if one is due and fits. Real-time
   safe. */
void unfold_messages_write(UnfoldInstance *instance, uint32_t frames);

#endif
