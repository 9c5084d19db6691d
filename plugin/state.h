/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_PLUGIN_STATE_H
#define UNFOLD_PLUGIN_STATE_H

#include <lv2/state/state.h>

/** The model's path and its rate, where that is set, saved and restored. Neither is
   real-time safe; both may run while the audio thread does. */
extern const LV2_State_Interface unfold_state;

#endif
