/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_TESTS_SEEN_H
#define UNFOLD_TESTS_SEEN_H

#include "plugin/pictures.h"
#include "tests/support/host.h"

#include <lv2/atom/forge.h>

/* A window as far as pictures go: what it asks, and what came. */

#define SEEN_FRAMES 400000

/** The last picture, checked against the limits of plugin/pictures.h; and the columns
   of all pictures of what listens, one after the other. */
typedef struct {
    uint32_t pairs, columns, units, rows, answers, frames;
    float hop;
    float cloud[UNFOLD_CLOUD][2];
    float states[UNFOLD_COLUMNS * UNFOLD_UNITS];
    uint32_t numbers; /**< of list */
    float list[SEEN_FRAMES];
} Seen;

extern Seen shown_last;

/** Let a host's pictures be seen, from none on. */
void seen_begin(Host *host);

/** Into `shown_last`, which is the host's own or one that was forged. */
void seen_read(Host *host, const LV2_Atom_Object *picture);

/** Put a wish into the next cycle. */
void seen_ask(Host *host, float seconds);

/** The same with any atom as its seconds; NULL: without. */
void seen_ask_so(Host *host, const LV2_Atom *seconds);

#endif
