/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_LEARN_LANES_H
#define UNFOLD_LEARN_LANES_H

#include "net/real.h"

#include <stddef.h>

/** Sequences that learn side by side. All training arrays end in [LANES], so that one
    vector instruction serves several sequences: x [T][X][LANES], and so on. */
#define UNFOLD_LANES 16

/** Room for `count` rows of lanes, zeroed and aligned; NULL for lack of memory. */
UnfoldReal *unfold_lanes_new(size_t count);
void unfold_lanes_free(UnfoldReal *lanes);

#endif
