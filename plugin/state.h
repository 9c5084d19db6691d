/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_PLUGIN_STATE_H
#define UNFOLD_PLUGIN_STATE_H

#include <lv2/state/state.h>
#include <lv2/urid/urid.h>

/** Where a state is written to. */
typedef struct {
    LV2_State_Store_Function store;
    LV2_State_Handle handle;
    LV2_State_Status status; /**< the first that was not a success */
} UnfoldWriter;

/** Store a property that means the same everywhere. */
void unfold_state_write(UnfoldWriter *writer, LV2_URID key, const void *value,
                        size_t size, LV2_URID type);

/** Where a state is read from. */
typedef struct {
    LV2_State_Retrieve_Function retrieve;
    LV2_State_Handle handle;
} UnfoldReader;

/** The value of a property of this type; NULL if the state has none. */
const void *unfold_state_find(const UnfoldReader *reader, LV2_URID key, LV2_URID type,
                              size_t *size);

/** The model's path, the file itself, and what is the plugin's own, saved and restored.
    Neither is real-time safe; both may run while the audio thread does. */
extern const LV2_State_Interface unfold_state;

#endif
