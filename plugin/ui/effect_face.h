/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_UI_EFFECT_FACE_H
#define UNFOLD_UI_EFFECT_FACE_H

#include "plugin/ui/face_base.h"
#include "plugin/ui/gauge.h"
#include "plugin/ui/memory.h"
#include "plugin/ui/scope.h"

/** The face of the effect. */
typedef struct {
    UnfoldFaceBase base; /**< at its head */
    UnfoldToggle normalise, calibrate;
    UnfoldDial input, output, mix, interface, knobs[UNFOLD_KNOB_PORTS];
    UnfoldChoice oversampling, rates;
    UnfoldGauge in, out;
    UnfoldScope scope;
    UnfoldMemory memory;
    uint32_t knob_count; /**< knobs that the model has */
    char knob_names[UNFOLD_KNOB_PORTS][64];
} UnfoldEffectFace;

/** Put all widgets in their places; hides what there is no room for. */
void unfold_effect_lay_out(UnfoldEffectFace *face);

#endif
