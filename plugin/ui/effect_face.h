/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_UI_EFFECT_FACE_H
#define UNFOLD_UI_EFFECT_FACE_H

#include "plugin/ui/browser.h"
#include "plugin/ui/button.h"
#include "plugin/ui/choice.h"
#include "plugin/ui/dial.h"
#include "plugin/ui/face.h"
#include "plugin/ui/gauge.h"
#include "plugin/ui/label.h"
#include "plugin/ui/memory.h"
#include "plugin/ui/pulse.h"
#include "plugin/ui/scope.h"
#include "plugin/ui/toggle.h"

#define UNFOLD_EFFECT_GROUPS 7
#define UNFOLD_EFFECT_TURNED 13

/** The face of the effect. */
typedef struct {
    UnfoldFaceOptions with;
    UnfoldLabel name, about, hint, load;
    UnfoldButton previous, next, open;
    UnfoldToggle enabled, normalise, calibrate;
    UnfoldDial input, output, mix, interface, knobs[UNFOLD_KNOB_PORTS];
    UnfoldChoice oversampling, rates;
    UnfoldGauge in, out;
    UnfoldBrowser browser;
    UnfoldScope scope;
    UnfoldMemory memory;
    UnfoldPulse backward, forward;              /**< what previous and next set off */
    UnfoldEntry entry;                          /**< for a number; above the others */
    UnfoldValued *edited;                       /**< which one; NULL: none */
    UnfoldValued *turned[UNFOLD_EFFECT_TURNED]; /**< all that turn a control */
    uint32_t turned_count, knob_count;          /**< knobs that the model has */
    char knob_names[UNFOLD_KNOB_PORTS][64];
    char model[PATH_MAX];                   /**< that the pictures are of */
    UnfoldBox groups[UNFOLD_EFFECT_GROUPS]; /**< what stands together */
    double since;                           /**< seconds since the load was written */
} UnfoldEffectFace;

/** Put all widgets in their places; hides what there is no room for. */
void unfold_effect_lay_out(UnfoldEffectFace *face);

/** What there is to say of the model, and of the load. */
void unfold_effect_tell_model(UnfoldEffectFace *face);
void unfold_effect_tell_load(UnfoldEffectFace *face);

/** What the widget does that the pointer or the focus is on. */
void unfold_effect_tell_hint(UnfoldEffectFace *face);

#endif
