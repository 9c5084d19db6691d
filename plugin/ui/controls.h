/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_UI_CONTROLS_H
#define UNFOLD_UI_CONTROLS_H

#include "plugin/listen_ports.h"

#include <stddef.h>

/* What windows know of the ports, taken from their lists. */

/** One control or meter. */
typedef struct {
    const char *name, *unit; /**< unit: as the list has it */
    float minimum, maximum, normal;
    const char *more, *comment; /**< more Turtle; what it does */
} UnfoldControl;

extern const UnfoldControl unfold_effect_controls[UNFOLD_PORT_COUNT];
extern const UnfoldControl unfold_listen_controls[UNFOLD_LISTEN_PORT_COUNT];

/** The value within the range; the default if it is no number. */
float unfold_control_clamp(const UnfoldControl *control, float value);

/** Where the value is, 0 to 1 of the range. */
float unfold_control_position(const UnfoldControl *control, float value);

/** What one notch of the wheel or one arrow key turns, or a small one. */
float unfold_control_step(const UnfoldControl *control, bool fine);

#define UNFOLD_VALUE_TEXT 40

/** "-3.5 dB", the same in every locale; without the unit if not `with_unit`. */
void unfold_control_write(const UnfoldControl *control, float value, bool with_unit,
                          char text[UNFOLD_VALUE_TEXT]);

/** Read what was typed, with a point or a comma, with or without the unit, and bring it
    into the range. False: it is no number. */
bool unfold_control_read(const UnfoldControl *control, const char *text, float *value);

#define UNFOLD_MAX_POINTS 8
#define UNFOLD_POINT_LABEL 24

/** One of the values that a choice has. */
typedef struct {
    char label[UNFOLD_POINT_LABEL];
    float value;
} UnfoldScalePoint;

/** The scale points of a control; returns how many. */
size_t unfold_control_points(const UnfoldControl *control,
                             UnfoldScalePoint points[UNFOLD_MAX_POINTS]);

/** A number with so many decimals (0 to 6), the same in every locale. */
void unfold_write_number(char *text, size_t size, double value, int decimals);

#endif
