/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "file/grade.h"
#include "plugin/ui/effect_face.h"
#include "plugin/ui/utf8.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define DOT "  \xc2\xb7  "

/* The file's, where the model says none; as UTF-8. */
static void write_name(const UnfoldLink *link, char *text, size_t size)
{
    const char *slash = strrchr(link->model, '/');
    if (link->name[0])
        snprintf(text, size, "%s", link->name);
    else if (link->model[0])
        unfold_utf8_clean(slash ? slash + 1 : link->model, text, size);
    else
        snprintf(text, size, "No model");
}

/* "ESR 0.0002, great". */
static void write_esr(const UnfoldLink *link, char *text, size_t size)
{
    char number[32];
    text[0] = 0;
    if (isnan(link->esr))
        return;
    const char *verdict = unfold_esr_verdict((double)link->esr);
    unfold_write_number(number, sizeof number, fmin((double)link->esr, 1e6), 4);
    snprintf(text, size, "ESR %s, %.*s", number, (int)strcspn(verdict, ":"), verdict);
}

void unfold_effect_tell_model(UnfoldEffectFace *face)
{
    const UnfoldLink *link = face->with.link;
    char name[UNFOLD_LABEL_TEXT], esr[64], about[UNFOLD_LABEL_TEXT];
    write_name(link, name, sizeof name);
    write_esr(link, esr, sizeof esr);
    /* Gear that is the name again says nothing new. */
    const char *gear = strcmp(link->gear, link->name) != 0 ? link->gear : "";
    snprintf(about, sizeof about, "%s%s%s", gear, gear[0] && esr[0] ? DOT : "", esr);
    unfold_label_set(&face->name, name, UNFOLD_PLAIN);
    if (link->problem[0])
        unfold_label_set(&face->about, link->problem, UNFOLD_ALARM);
    else
        unfold_label_set(&face->about, about, UNFOLD_QUIET);
}

void unfold_effect_tell_load(UnfoldEffectFace *face)
{
    const UnfoldControl *controls = unfold_effect_controls;
    const float *values = face->with.link->values;
    const UnfoldControl *load = &controls[UNFOLD_PORT_LOAD];
    const UnfoldControl *latency = &controls[UNFOLD_PORT_LATENCY];
    char percent[UNFOLD_VALUE_TEXT], frames[UNFOLD_VALUE_TEXT], text[160];
    unfold_control_write(load, values[UNFOLD_PORT_LOAD], true, percent);
    unfold_control_write(latency, values[UNFOLD_PORT_LATENCY], true, frames);
    snprintf(text, sizeof text, "%s %s" DOT "%s %s", load->name, percent, latency->name,
             frames);
    unfold_label_set(&face->load, text, UNFOLD_QUIET);
}

static const char *hint_for(const UnfoldEffectFace *face, const UnfoldWidget *widget)
{
    const struct {
        const UnfoldWidget *widget;
        const char *hint;
    } hints[] = {
        {&face->previous.widget, "Play the model before this one."},
        {&face->next.widget, "Play the model after this one."},
        {&face->open.widget, "Choose a model file."},
        {&face->in.widget, unfold_effect_controls[UNFOLD_PORT_INPUT_PEAK].comment},
        {&face->out.widget, unfold_effect_controls[UNFOLD_PORT_OUTPUT_PEAK].comment}};
    for (uint32_t k = 0; k < face->turned_count; ++k)
        if (widget == &face->turned[k]->widget)
            return face->turned[k]->control->comment;
    for (size_t k = 0; k < sizeof hints / sizeof *hints; ++k)
        if (widget == hints[k].widget)
            return hints[k].hint;
    return "";
}

void unfold_effect_tell_hint(UnfoldEffectFace *face)
{
    const UnfoldPanel *panel = face->with.panel;
    const UnfoldWidget *widget = panel->hovered ? panel->hovered : panel->focus;
    unfold_label_set(&face->hint, hint_for(face, widget), UNFOLD_QUIET);
}
