/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "plugin/ui/controls.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CONTROL(id, symbol, name, kind, minimum, maximum, normal, unit, more, comment) \
    {name, unit, minimum, maximum, normal, more, comment},
const UnfoldControl unfold_effect_controls[] = {UNFOLD_PORTS(CONTROL)};
const UnfoldControl unfold_listen_controls[] = {UNFOLD_LISTEN_PORTS(CONTROL)};
#undef CONTROL

/* How a unit is written, and how finely it is turned. */
typedef struct {
    const char *unit, *symbol;
    int decimals;
    float step, fine;
} Unit;

static const Unit *unit_of(const UnfoldControl *control)
{
    static const Unit units[] = {
        {"units:db", "dB", 1, 0.5f, 0.1f},  {"<urn:unfold:dbu>", "dBu", 1, 0.5f, 0.1f},
        {"units:pc", "%", 1, 1, 0.1f},      {"units:coef", "", 2, 0.02f, 0.002f},
        {"units:frame", "frames", 0, 1, 1}, {"units:ms", "ms", 0, 10, 1},
        {"units:midiNote", "", 0, 1, 1},    {"", "", 0, 1, 1},
    };
    size_t k = 0;
    while (units[k].unit[0] && strcmp(units[k].unit, control->unit) != 0)
        ++k;
    return &units[k];
}

float unfold_control_clamp(const UnfoldControl *control, float value)
{
    if (isnan(value))
        return control->normal;
    return fminf(fmaxf(value, control->minimum), control->maximum);
}

float unfold_control_position(const UnfoldControl *control, float value)
{
    const float range = control->maximum - control->minimum;
    return range > 0 ? (unfold_control_clamp(control, value) - control->minimum) / range
                     : 0;
}

float unfold_control_step(const UnfoldControl *control, bool fine)
{
    const Unit *unit = unit_of(control);
    return fine ? unit->fine : unit->step;
}

void unfold_write_number(char *text, size_t size, double value, int decimals)
{
    double power = 1;
    for (int k = 0; k < decimals; ++k)
        power *= 10;
    const long long scaled = llround(fabs(value) * power), one = llround(power);
    const char *sign = value < 0 && scaled > 0 ? "-" : "";
    int length = snprintf(text, size, "%s%lld", sign, scaled / one);
    long long rest = scaled % one;
    for (long long digit = one / 10; digit > 0 && length + 2 < (int)size; digit /= 10) {
        if (digit == one / 10)
            text[length++] = '.';
        text[length++] = (char)('0' + rest / digit);
        rest %= digit;
        text[length] = 0;
    }
}

void unfold_control_write(const UnfoldControl *control, float value, bool with_unit,
                          char text[UNFOLD_VALUE_TEXT])
{
    const Unit *unit = unit_of(control);
    char number[UNFOLD_VALUE_TEXT / 2];
    const float shown = unfold_control_clamp(control, value);
    /* Shares are whole but where they were turned finely. */
    const bool whole =
        unit->decimals == 1 && unit->symbol[0] == '%' && lroundf(10 * shown) % 10 == 0;
    unfold_write_number(number, sizeof number, (double)shown,
                        whole ? 0 : unit->decimals);
    snprintf(text, UNFOLD_VALUE_TEXT, "%s%s%s", number,
             with_unit && unit->symbol[0] ? " " : "", with_unit ? unit->symbol : "");
}

/* Digits with at most one point or comma between or around them; by hand, as the
   host's locale is not ours to change. */
static const char *read_digits(const char *at, double *number)
{
    double share = 1;
    bool has_point = false, has_digits = false;
    *number = 0;
    for (; (*at >= '0' && *at <= '9') || (!has_point && (*at == '.' || *at == ','));
         ++at) {
        if (*at == '.' || *at == ',') {
            has_point = true;
            continue;
        }
        has_digits = true;
        share = has_point ? share / 10 : 1;
        *number = has_point ? *number + share * (*at - '0') : *number * 10 + *at - '0';
    }
    return has_digits ? at : NULL;
}

bool unfold_control_read(const UnfoldControl *control, const char *text, float *value)
{
    static const char minus[] = "\xe2\x88\x92"; /* as it is typeset */
    double number;
    text += strspn(text, " \t");
    const size_t typeset = strncmp(text, minus, 3) ? 0 : 3;
    const bool negative = *text == '-' || typeset;
    text += typeset ? typeset : (size_t)(*text == '-' || *text == '+');
    text = read_digits(text, &number);
    if (!text)
        return false;
    text += strspn(text, " \t");
    const char *symbol = unit_of(control)->symbol;
    if (!strncmp(text, symbol, strlen(symbol)))
        text += strlen(symbol);
    if (text[strspn(text, " \t")])
        return false;
    *value = unfold_control_clamp(control, (float)(negative ? -number : number));
    return true;
}

size_t unfold_control_points(const UnfoldControl *control,
                             UnfoldScalePoint points[UNFOLD_MAX_POINTS])
{
    static const char label[] = "rdfs:label \"", value[] = "rdf:value ";
    size_t count = 0;
    for (const char *at = control->more;
         count < UNFOLD_MAX_POINTS && (at = strstr(at, label));) {
        at += sizeof label - 1;
        const char *number = strstr(at, value);
        if (!number)
            break;
        snprintf(points[count].label, UNFOLD_POINT_LABEL, "%.*s",
                 (int)strcspn(at, "\""), at);
        points[count++].value = (float)strtol(number + sizeof value - 1, NULL, 10);
        at = number;
    }
    return count;
}
