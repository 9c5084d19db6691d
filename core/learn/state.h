/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_LEARN_STATE_H
#define UNFOLD_LEARN_STATE_H

#include <stddef.h>

/** Shown each piece of memory that the future of a training depends on, in the same
    order and sizes every time: to copy it out, or to put a copy back. */
typedef void (*UnfoldStateVisitor)(void *context, void *bytes, size_t size);

#endif
