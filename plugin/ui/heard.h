/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_UI_HEARD_H
#define UNFOLD_UI_HEARD_H

#include "plugin/ui/strip.h"

#define UNFOLD_HEARD_COLUMNS 1024
#define UNFOLD_HEARD_SECONDS 4.0 /* shown, about */
#define UNFOLD_HEARD_LINES 8
#define UNFOLD_HEARD_ANSWERS 256

/** What the answers are: the tasks of a model that listens. */
typedef enum {
    UNFOLD_HEARS_LABELS, /**< probabilities of labels */
    UNFOLD_HEARS_VALUE,  /**< one number */
    UNFOLD_HEARS_NEXT    /**< one error, which is unusual above the threshold */
} UnfoldHears;

/** A label that is shown, or the value. */
typedef struct {
    int label;       /**< the number of the answer; -1: none */
    uint64_t likely; /**< the column in which it was likely last */
    uint64_t from;   /**< a column no later than the first that is shown, */
    double along;    /**< and the line's length up to there: where its dashes begin */
} UnfoldHeardLine;

/** What a model hears and what it makes of it over the last seconds: the features as a
    picture, low bands at the bottom; below it the answers as lines, and the threshold
    as a line that can be dragged, or moved with the arrows, Page, Home and End; a
    double click puts it back to the middle. */
typedef struct UnfoldHeard {
    UnfoldWidget widget; /**< at its head */
    /** The threshold was turned, to 0..1 as the plugin's port has it; NULL: whatever.
     */
    void (*turned)(struct UnfoldHeard *, float position);
    /** It is held by the pointer (true), and let go. */
    void (*grabbed)(struct UnfoldHeard *, bool held);

    UnfoldHears kind;
    char labels[8192]; /**< each on a line of its own */
    float normal;      /**< the file's threshold; NaN: unknown */
    float position;    /**< 0..1; 0.5: as the file has it */
    UnfoldStrip strip;
    float *answers; /**< [UNFOLD_HEARD_COLUMNS][answer_count], a ring; or NULL */
    uint32_t answer_count;
    uint64_t count, still; /**< columns that came; the newest with the same answers */
    double hop;            /**< seconds */
    UnfoldHeardLine lines[UNFOLD_HEARD_LINES];
    double bottom, top; /**< of the answers' axis */
    /** Of each row of names, as it is shown: whose it is, and the pixels of its bar. */
    struct {
        int line, label, bar;
    } names[UNFOLD_HEARD_LINES];
    uint32_t name_count;
    UnfoldBox value; /**< where the number is shown; no width: nowhere */
    UnfoldCanvas canvas;
    UnfoldTheme theme; /**< of the palette */
    uint32_t palette[256];
    bool has_palette, held;
    double held_at; /**< points from the threshold's line down to the pointer */
} UnfoldHeard;

void unfold_heard_init(UnfoldHeard *heard);
void unfold_heard_free(UnfoldHeard *heard);

/** Another model: what it answers, its labels (each on a line of its own; "" if it has
    none), and the threshold in its file (NaN: not known, which for labels is taken for
    0.5, and for errors leaves the threshold out of the picture). */
void unfold_heard_model(UnfoldHeard *heard, UnfoldHears kind, const char *labels,
                        float normal);

/** What came in a picture: frames [columns][rows + answers], oldest first. In silence,
    when nothing changes any more, it is not drawn any more. */
void unfold_heard_hear(UnfoldHeard *heard, const float *frames, uint32_t columns,
                       uint32_t rows, uint32_t answers, float hop);

/** The plugin's threshold is there. Tells nobody. */
void unfold_heard_threshold(UnfoldHeard *heard, float position);

/** For its own files. Where its parts are. */
typedef struct {
    UnfoldBox picture, plot, names, times; /**< times: of no height where no room is */
    UnfoldBox side, moving;                /**< beside the picture; all but the times */
} UnfoldHeardPlaces;
UnfoldHeardPlaces unfold_heard_places(const UnfoldHeard *heard);

/** The threshold in the answers' own unit; NaN: there is none to be seen. */
double unfold_heard_limit(const UnfoldHeard *heard);

/** How far below the plot's top an answer is, and the reverse; points. */
double unfold_heard_below(const UnfoldHeard *heard, double answer);
double unfold_heard_answer_at(const UnfoldHeard *heard, double below);

/** How many columns are shown, at most. */
double unfold_heard_columns(const UnfoldHeard *heard);

/** An answer of a column that is kept; what is not finite is 0. */
static inline float unfold_heard_answer(const UnfoldHeard *heard, uint64_t column,
                                        uint32_t k)
{
    return heard->answers[column % UNFOLD_HEARD_COLUMNS * heard->answer_count + k];
}

/** The lines into the canvas, which shows the plot; their names and newest values, all
    of them or those that have changed. */
void unfold_heard_draw_lines(UnfoldHeard *heard, const UnfoldTheme *theme);
void unfold_heard_draw_names(UnfoldHeard *heard, cairo_t *cairo,
                             const UnfoldTheme *theme, bool all);
void unfold_heard_draw(UnfoldWidget *widget, cairo_t *cairo, const UnfoldTheme *theme);

#endif
