/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "plugin/ui/heard.h"

#include "plugin/turned.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LIKELY 0.15f     /* a label that is shown, if there are many */
#define STAYS 0.5        /* seconds that one is shown at least */
#define COARSE 3         /* of 127 */
#define SAME 0.004       /* of the axis: less than that cannot be seen */
#define NEAR 9.0         /* points from the threshold's line at which it is met */
#define QUIETEST (-1.5f) /* features: what is darkest, */
#define LOUDEST 3.5f     /* and brightest; in deviations */

double unfold_heard_columns(const UnfoldHeard *heard)
{
    const double most = UNFOLD_HEARD_COLUMNS - 8;
    return heard->hop > 0 ? fmin(fmax(UNFOLD_HEARD_SECONDS / heard->hop, 4), most)
                          : most;
}

static void forget(UnfoldHeard *heard, uint32_t rows, uint32_t answers)
{
    free(heard->answers);
    heard->answers =
        answers ? malloc(sizeof(float) * UNFOLD_HEARD_COLUMNS * answers) : NULL;
    heard->answer_count = answers;
    heard->count = heard->still = 0;
    heard->bottom = 0;
    heard->top = 1;
    for (uint32_t k = 0; k < UNFOLD_HEARD_LINES; ++k)
        heard->lines[k] = (UnfoldHeardLine){
            .label = answers <= UNFOLD_HEARD_LINES && k < answers ? (int)k : -1};
    unfold_strip_clear(&heard->strip, rows);
    unfold_touch(&heard->widget);
}

/* A label that has become likely takes the place of the one that was so last. */
static void choose_lines(UnfoldHeard *heard, const float *answers)
{
    const uint64_t stays = (uint64_t)(STAYS / fmax(heard->hop, 1e-4));
    for (uint32_t k = 0; k < heard->answer_count; ++k) {
        UnfoldHeardLine *oldest = heard->lines, *own = NULL;
        for (UnfoldHeardLine *line = heard->lines;
             line < heard->lines + UNFOLD_HEARD_LINES; ++line) {
            if (line->label == (int)k)
                own = line;
            if (line->label < 0 ? oldest->label >= 0
                                : oldest->label >= 0 && line->likely < oldest->likely)
                oldest = line;
        }
        if (answers[k] < LIKELY)
            continue;
        if (!own && oldest->label >= 0 && oldest->likely + stays > heard->count)
            continue;
        if (!own)
            *oldest = (UnfoldHeardLine){.label = (int)k};
        (own ? own : oldest)->likely = heard->count;
    }
}

/* 1, 2 or 5 times a power of 10, of which there are a few in a span. */
static double round_step(double span)
{
    const double rough = fmax(span, 1e-6) / 3, power = pow(10, floor(log10(rough)));
    const double times = rough / power;
    return power * (times <= 1 ? 1 : times <= 2 ? 2 : times <= 5 ? 5 : 10);
}

/* Of one answer: as far as what is shown, and no further than what is calm. */
static void choose_axis(UnfoldHeard *heard)
{
    double least = heard->kind == UNFOLD_HEARS_NEXT ? 0 : HUGE_VAL, most = -HUGE_VAL;
    const uint64_t shown = (uint64_t)unfold_heard_columns(heard);
    const double limit = unfold_heard_limit(heard);
    for (uint64_t k = heard->count < shown ? 0 : heard->count - shown; k < heard->count;
         ++k) {
        const double answer = unfold_heard_answer(heard, k, 0);
        least = fmin(least, answer);
        most = fmax(most, answer);
    }
    if (limit == limit && heard->kind == UNFOLD_HEARS_NEXT)
        most = fmax(most, 1.25 * limit);
    const bool is_room = least >= heard->bottom && most <= heard->top &&
                         most - least > 0.3 * (heard->top - heard->bottom);
    if (is_room || heard->held || !(least <= most))
        return;
    const double step = round_step(most - least);
    heard->bottom = floor(least / step) * step;
    heard->top = fmax(ceil(most / step) * step, heard->bottom + step);
}

static bool stands_still(UnfoldHeard *heard, const float *answers)
{
    const double small = SAME * (heard->top - heard->bottom);
    if (!heard->count)
        return false;
    for (uint32_t k = 0; k < heard->answer_count; ++k)
        if (!(fabs(answers[k] - unfold_heard_answer(heard, heard->count - 1, k)) <
              small))
            return false;
    return true;
}

/* Whether it can be seen. */
static bool take_answers(UnfoldHeard *heard, const float *answers)
{
    const bool still = stands_still(heard, answers);
    const uint64_t shown = (uint64_t)unfold_heard_columns(heard);
    float *kept =
        heard->answers + heard->count % UNFOLD_HEARD_COLUMNS * heard->answer_count;
    for (uint32_t k = 0; k < heard->answer_count; ++k)
        kept[k] = still ? unfold_heard_answer(heard, heard->count - 1, k)
                  : isfinite(answers[k]) ? answers[k]
                                         : 0;
    if (heard->kind == UNFOLD_HEARS_LABELS && heard->answer_count > UNFOLD_HEARD_LINES)
        choose_lines(heard, kept);
    heard->still = still ? heard->still + 1 : 0;
    ++heard->count;
    return heard->still <= 2 * shown;
}

static uint8_t cell_of(float feature)
{
    const float share = (feature - QUIETEST) / (LOUDEST - QUIETEST);
    const float held = share > 1 ? 1 : share > 0 ? share : 0;
    return (uint8_t)(UNFOLD_STRIP_BLANK + (int)lrintf(127 * held));
}

void unfold_heard_hear(UnfoldHeard *heard, const float *frames, uint32_t columns,
                       uint32_t rows, uint32_t answers, float hop)
{
    uint8_t cells[UNFOLD_STRIP_ROWS] = {0};
    const UnfoldBox moving = unfold_heard_places(heard).moving;
    if (!answers || answers > UNFOLD_HEARD_ANSWERS || rows > UNFOLD_STRIP_ROWS)
        return;
    if (rows != heard->strip.rows || answers != heard->answer_count ||
        hop != (float)heard->hop) {
        heard->hop = hop;
        forget(heard, rows, answers);
    }
    for (uint32_t k = 0; heard->answers && k < columns; ++k) {
        const float *frame = frames + (size_t)k * (rows + answers);
        for (uint32_t row = 0; row < rows; ++row)
            cells[row] = cell_of(frame[row]);
        const bool is_new = take_answers(heard, frame + rows);
        if (unfold_strip_push(&heard->strip, cells, COARSE) || is_new)
            unfold_touch_part(&heard->widget, &moving);
    }
    if (heard->answers && heard->kind != UNFOLD_HEARS_LABELS && columns)
        choose_axis(heard);
}

double unfold_heard_limit(const UnfoldHeard *heard)
{
    const float normal = heard->normal;
    switch (heard->kind) {
    case UNFOLD_HEARS_LABELS:
        return unfold_turned(normal == normal ? normal : 0.5, heard->position);
    case UNFOLD_HEARS_NEXT:
        return 2.0 * heard->position * normal;
    case UNFOLD_HEARS_VALUE:
        break;
    }
    return NAN;
}

/* The reverse of the above. */
static float position_of(const UnfoldHeard *heard, double limit)
{
    const double normal = heard->normal == heard->normal ? heard->normal : 0.5;
    double position = 0.5;
    if (heard->kind == UNFOLD_HEARS_NEXT)
        position = normal > 0 ? limit / (2 * normal) : 0.5;
    else if (limit <= normal)
        position = normal > 0 ? limit / (2 * normal) : 0;
    else
        position = normal < 1 ? 0.5 + (limit - normal) / (2 * (1 - normal)) : 1;
    return (float)fmin(fmax(position, 0), 1);
}

void unfold_heard_threshold(UnfoldHeard *heard, float position)
{
    if (!(position >= 0 && position <= 1) || position == heard->position)
        return;
    heard->position = position;
    unfold_touch(&heard->widget);
}

static void turn(UnfoldHeard *heard, float position)
{
    const float held = fminf(fmaxf(position, 0), 1);
    if (held == heard->position)
        return;
    unfold_heard_threshold(heard, held);
    if (heard->turned)
        heard->turned(heard, held);
}

static void grab(UnfoldHeard *heard, bool held)
{
    heard->held = held;
    unfold_touch(&heard->widget);
    if (heard->grabbed)
        heard->grabbed(heard, held);
}

static bool press_key(UnfoldWidget *widget, const UnfoldKey *key)
{
    UnfoldHeard *heard = (UnfoldHeard *)widget;
    const float fine = key->shift ? 0.001f : 0.01f;
    const float step = key->code == UNFOLD_KEY_UP          ? fine
                       : key->code == UNFOLD_KEY_DOWN      ? -fine
                       : key->code == UNFOLD_KEY_PAGE_UP   ? 0.1f
                       : key->code == UNFOLD_KEY_PAGE_DOWN ? -0.1f
                       : key->code == UNFOLD_KEY_HOME      ? -1
                       : key->code == UNFOLD_KEY_END       ? 1
                                                           : 0;
    if (!step)
        return false;
    turn(heard, heard->position + step);
    return true;
}

static void point(UnfoldWidget *widget, const UnfoldPointer *pointer)
{
    UnfoldHeard *heard = (UnfoldHeard *)widget;
    const UnfoldHeardPlaces places = unfold_heard_places(heard);
    const double below = pointer->y - places.plot.y;
    const double line = unfold_heard_below(heard, unfold_heard_limit(heard));
    if (pointer->event == UNFOLD_PRESS && pointer->button == 1 &&
        fabs(below - line) <= NEAR &&
        unfold_box_has(&widget->box, pointer->x, pointer->y)) {
        heard->held_at = below - line;
        grab(heard, true);
        if (pointer->clicks == 2)
            turn(heard, 0.5f);
    } else if (pointer->event == UNFOLD_MOVE && heard->held) {
        const double limit = unfold_heard_answer_at(heard, below - heard->held_at);
        turn(heard, position_of(heard, limit));
    } else if (pointer->event == UNFOLD_LET_GO && heard->held) {
        grab(heard, false);
    }
}

/* A value has no threshold to be moved. */
static const UnfoldWidgetKind with_threshold = {
    .draw = unfold_heard_draw, .pointer = point, .key = press_key, .takes_focus = true};
static const UnfoldWidgetKind without = {.draw = unfold_heard_draw};

void unfold_heard_model(UnfoldHeard *heard, UnfoldHears kind, const char *labels,
                        float normal)
{
    heard->kind = kind;
    heard->widget.kind = kind == UNFOLD_HEARS_VALUE ? &without : &with_threshold;
    heard->normal = normal;
    snprintf(heard->labels, sizeof heard->labels, "%s", labels);
    forget(heard, 0, 0);
}

void unfold_heard_init(UnfoldHeard *heard)
{
    *heard = (UnfoldHeard){.widget = {.name = "what it hears", .dirty = true},
                           .position = 0.5f};
    unfold_strip_init(&heard->strip);
    unfold_heard_model(heard, UNFOLD_HEARS_LABELS, "", NAN);
}

void unfold_heard_free(UnfoldHeard *heard)
{
    free(heard->answers);
    heard->answers = NULL;
    unfold_canvas_free(&heard->canvas);
    unfold_strip_free(&heard->strip);
}
