/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_UI_LABEL_H
#define UNFOLD_UI_LABEL_H

#include "plugin/ui/draw.h"

#define UNFOLD_LABEL_TEXT 1024

typedef enum { UNFOLD_PLAIN, UNFOLD_QUIET, UNFOLD_ALARM } UnfoldTone;

/** A text, on as many lines as its box has room for. */
typedef struct {
    UnfoldWidget widget; /**< at its head */
    char text[UNFOLD_LABEL_TEXT];
    double size; /**< points */
    UnfoldAlign align;
    UnfoldTone tone;
} UnfoldLabel;

void unfold_label_init(UnfoldLabel *label, double size, UnfoldAlign align,
                       UnfoldTone tone);

/** Valid UTF-8, cut where it is too long. */
void unfold_label_set(UnfoldLabel *label, const char *text, UnfoldTone tone);

#endif
