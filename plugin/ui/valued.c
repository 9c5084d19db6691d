/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "plugin/ui/valued.h"

#include <stddef.h>

void unfold_valued_init(UnfoldValued *valued, const UnfoldWidgetKind *kind,
                        const UnfoldControl *control, int port)
{
    *valued = (UnfoldValued){.widget = {.kind = kind, .name = control->name},
                             .control = control,
                             .port = port,
                             .value = control->normal};
}

void unfold_valued_set(UnfoldValued *valued, float value)
{
    const float now = unfold_control_clamp(valued->control, value);
    if (now == valued->value)
        return;
    valued->value = now;
    unfold_touch(&valued->widget);
}

void unfold_valued_turn(UnfoldValued *valued, float value)
{
    const float before = valued->value;
    unfold_valued_set(valued, value);
    if (valued->value != before && valued->changed)
        valued->changed(valued);
}

void unfold_valued_hold(UnfoldValued *valued, bool held)
{
    if (valued->held == held)
        return;
    valued->held = held;
    if (valued->grabbed)
        valued->grabbed(valued, held);
}

void unfold_valued_put(UnfoldValued *valued, float value)
{
    if (unfold_control_clamp(valued->control, value) == valued->value)
        return;
    const bool was_held = valued->held;
    unfold_valued_hold(valued, true);
    unfold_valued_turn(valued, value);
    unfold_valued_hold(valued, was_held);
}
