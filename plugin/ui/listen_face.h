/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_UI_LISTEN_FACE_H
#define UNFOLD_UI_LISTEN_FACE_H

#include "plugin/ui/face_base.h"
#include "plugin/ui/gauge.h"
#include "plugin/ui/heard.h"

/** The face of the plugin that listens. */
typedef struct {
    UnfoldFaceBase base; /**< at its head */
    UnfoldHeard heard;
    UnfoldLabel last, sure; /**< what was heard last, and how sure that is */
    UnfoldDial threshold, base_note, channel, hold, velocity;
    UnfoldGauge in;
} UnfoldListenFace;

/** Put all widgets in their places; hides what there is no room for. */
void unfold_listen_lay_out(UnfoldListenFace *face);

#endif
