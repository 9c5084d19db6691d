/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_UI_LINK_H
#define UNFOLD_UI_LINK_H

#include "plugin/instance.h"
#include "plugin/pictures.h"

#include <lv2/ui/ui.h>

/** What has changed, as bits. */
typedef enum {
    UNFOLD_NEWS_PORT = 1,  /**< a control's or meter's value */
    UNFOLD_NEWS_MODEL = 2, /**< path, name, gear, figures, names of knobs or labels */
    UNFOLD_NEWS_PROBLEM = 4,
    UNFOLD_NEWS_LABEL = 8,
    UNFOLD_NEWS_PICTURE = 16
} UnfoldNews;

/** A picture as it came, of finite numbers; valid until the next message. */
typedef struct {
    const float *cloud;  /**< [pairs][2] */
    const float *states; /**< [columns][units] */
    const float *frames; /**< [columns][rows + answers] */
    uint32_t pairs, columns, units, rows, answers;
    float hop; /**< seconds */
} UnfoldPicture;

#define UNFOLD_MAX_MESSAGE 32768 /* bytes: more than a notify port holds */

/** The plugin as its window sees it: over ports and messages alone. */
typedef struct {
    LV2UI_Controller controller;
    LV2UI_Write_Function write;
    const LV2UI_Touch *touch; /**< or NULL */
    LV2_URID_Map *map;
    LV2_URID event_transfer;
    UnfoldUris uris;
    LV2_Atom_Forge forge;
    int port_at[UNFOLD_MAX_PORTS];  /**< number of the one at each index */
    uint32_t port_count, control;   /**< control: index of the port for messages */
    float values[UNFOLD_MAX_PORTS]; /**< by number; NaN: not known yet */
    char model[4096], name[256], gear[256], knobs[512], problem[1024];
    char labels[8192], label[256];  /**< labels: each on a line of its own */
    char task[16];                  /**< as unfold_task_name has it */
    float esr, accuracy, threshold; /**< NaN: unknown, or none */
    bool told; /**< the plugin has said something: what it did not say it has not */
    UnfoldPicture picture;
    uint64_t message[UNFOLD_MAX_MESSAGE / 8]; /**< the last one, aligned */
} UnfoldLink;

/** All zeros but for these, and with nothing known. Ports follow: the one of the next
    index has this number; `control` is the number of the one that takes messages. */
void unfold_link_init(UnfoldLink *link, LV2_URID_Map *map, LV2UI_Write_Function write,
                      LV2UI_Controller controller);
void unfold_link_add_port(UnfoldLink *link, int port, int control);

/** Turn a control by its number, and tell the host; `grab` it before and let it go
   after so that hosts can record it. */
void unfold_link_put(UnfoldLink *link, int port, float value);
void unfold_link_grab(UnfoldLink *link, int port, bool grabbed);

/** Ask for a model, for all that there is to know, for pictures. */
void unfold_link_load(UnfoldLink *link, const char *path);
void unfold_link_get(UnfoldLink *link);
void unfold_link_watch(UnfoldLink *link, double seconds);

/** What a port_event says; returns what it changed. Trusts nothing in it. */
unsigned unfold_link_hear(UnfoldLink *link, uint32_t index, uint32_t size,
                          uint32_t format, const void *buffer);

#endif
