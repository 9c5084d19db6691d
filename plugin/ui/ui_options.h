/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_UI_OPTIONS_H
#define UNFOLD_UI_OPTIONS_H

#include "plugin/ui/theme.h"

#include <lv2/ui/ui.h>

/** What the host gives to a window; what it does not give is 0 or NULL. */
typedef struct {
    LV2_URID_Map *map;
    const LV2UI_Touch *touch;
    const LV2UI_Resize *resize;
    const LV2UI_Request_Value *request;
    unsigned long parent;
    double scale, rate; /**< pixels in a point; pictures a second */
    UnfoldTheme theme;  /**< ours, or around the host's colours */
    const char *title;
} UnfoldUiOptions;

/** False: it has no urid:map, without which nothing goes. */
bool unfold_ui_options_read(UnfoldUiOptions *options,
                            const LV2_Feature *const *features);

#endif
