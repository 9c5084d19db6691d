/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_NET_REAL_H
#define UNFOLD_NET_REAL_H

/** The number that networks are made of: float, and double where the gradient tests
    compile the same sources with UNFOLD_DOUBLE. */
#ifdef UNFOLD_DOUBLE
typedef double UnfoldReal;
#else
typedef float UnfoldReal;
#endif

#endif
