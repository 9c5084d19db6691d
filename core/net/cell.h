/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_NET_CELL_H
#define UNFOLD_NET_CELL_H

#include "net/shape.h"

/* One step of one layer. x [X]; h and c [H] updated in place; scratch [2 G H]; weights
   as unfold_layer_in lays them out. Real-time safe, cannot fail. */

/** Elman 1990: h = tanh(Wx x + Wh h + b). */
void unfold_rnn_step(const UnfoldLayer *layer, size_t inputs, size_t hidden,
                     const UnfoldReal *x, UnfoldReal *h, UnfoldReal *scratch);

/** Cho et al. 2014, reset after the product, gates r z n:
    n = tanh(Wn x + bn + r (Un h + cn)); h = (1 - z) n + z h. */
void unfold_gru_step(const UnfoldLayer *layer, size_t inputs, size_t hidden,
                     const UnfoldReal *x, UnfoldReal *h, UnfoldReal *scratch);

/** Hochreiter & Schmidhuber 1997, forget gate Gers et al. 2000, gates i f g o:
    c = f c + i g; h = o tanh(c). */
void unfold_lstm_step(const UnfoldLayer *layer, size_t inputs, size_t hidden,
                      const UnfoldReal *x, UnfoldReal *h, UnfoldReal *c,
                      UnfoldReal *scratch);

/** y [Y] = activation(h W + b) + skipped inputs. */
void unfold_head_step(const UnfoldShape *shape, const UnfoldHead *head,
                      const UnfoldReal *h, const UnfoldReal *x, UnfoldReal *y);

#endif
