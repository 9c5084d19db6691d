/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "file/grade.h"
#include "plugin/ui/face_base.h"
#include "plugin/ui/utf8.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define DOT "  \xc2\xb7  "

/* The file's, where the model says none; as UTF-8. Plugins answer while they are
   played: before that nothing is known. */
static void write_name(const UnfoldLink *link, char *text, size_t size)
{
    const char *slash = strrchr(link->model, '/');
    if (link->name[0])
        snprintf(text, size, "%s", link->name);
    else if (link->model[0])
        unfold_utf8_clean(slash ? slash + 1 : link->model, text, size);
    else
        snprintf(text, size, "%s", link->told ? "No model" : "Waiting for the host");
}

/* "ESR 0.0002, great", "right for 98.1 % of new sounds". */
static void write_figure(const UnfoldLink *link, char *text, size_t size)
{
    char number[32];
    text[0] = 0;
    if (!isnan(link->esr)) {
        const char *verdict = unfold_esr_verdict((double)link->esr);
        unfold_write_number(number, sizeof number, fmin((double)link->esr, 1e6), 4);
        snprintf(text, size, "ESR %s, %.*s", number, (int)strcspn(verdict, ":"),
                 verdict);
    } else if (!isnan(link->accuracy)) {
        unfold_write_number(number, sizeof number,
                            100 * fmin((double)link->accuracy, 1), 1);
        snprintf(text, size, "right for %s %% of new sounds", number);
    }
}

void unfold_face_tell_model(UnfoldFaceBase *base)
{
    const UnfoldLink *link = base->with.link;
    char name[UNFOLD_LABEL_TEXT], figure[64], about[UNFOLD_LABEL_TEXT];
    write_name(link, name, sizeof name);
    write_figure(link, figure, sizeof figure);
    /* Gear that is the name again says nothing new. */
    const char *gear = strcmp(link->gear, link->name) != 0 ? link->gear : "";
    snprintf(about, sizeof about, "%s%s%s", gear, gear[0] && figure[0] ? DOT : "",
             figure);
    if (!link->told)
        snprintf(about, sizeof about,
                 "The model is known as soon as its audio engine runs.");
    unfold_label_set(&base->name, name, UNFOLD_PLAIN);
    if (link->problem[0])
        unfold_label_set(&base->about, link->problem, UNFOLD_ALARM);
    else
        unfold_label_set(&base->about, about, UNFOLD_QUIET);
}

/* Its last digits tell nothing but that time goes by. */
static float steady(float before, float now)
{
    return fabsf(now - before) > fmaxf(0.05f, 0.1f * before) ? now : before;
}

void unfold_face_tell_load(UnfoldFaceBase *base)
{
    const float *values = base->with.link->values;
    const UnfoldFacePorts *ports = base->ports;
    const UnfoldControl *load = &ports->controls[ports->load];
    const UnfoldControl *latency = &ports->controls[ports->latency];
    char percent[UNFOLD_VALUE_TEXT], late[UNFOLD_VALUE_TEXT], text[160];
    base->told_load = steady(base->told_load, values[ports->load]);
    unfold_control_write(load, base->told_load, true, percent);
    unfold_control_write(latency, values[ports->latency], true, late);
    snprintf(text, sizeof text, "%s %s" DOT "%s %s", load->name, percent, latency->name,
             late);
    unfold_label_set(&base->load, text, UNFOLD_QUIET);
}

static const char *hint_for(const UnfoldFaceBase *base, const UnfoldWidget *widget)
{
    for (uint32_t k = 0; k < base->turned_count; ++k)
        if (widget == &base->turned[k]->widget)
            return base->turned[k]->control->comment;
    for (uint32_t k = 0; k < base->hint_count; ++k)
        if (widget == base->hints[k].widget)
            return base->hints[k].hint;
    return "";
}

void unfold_face_tell_hint(UnfoldFaceBase *base)
{
    const UnfoldPanel *panel = base->with.panel;
    const UnfoldWidget *widget = panel->hovered ? panel->hovered : panel->focus;
    unfold_label_set(&base->hint, hint_for(base, widget), UNFOLD_QUIET);
}
