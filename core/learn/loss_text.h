/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_LEARN_LOSS_TEXT_H
#define UNFOLD_LEARN_LOSS_TEXT_H

#include "learn/loss.h"
#include "net/status.h"

/** An effect's loss as people write it: terms with commas between them, each a name or
    name=weight, e.g. "esr,preemph=0.85,dc=1,mrstft=0.001". A term left out weighs 0;
    esr, dc, mse and mrstft without a weight weigh 1, preemph alone is
    UNFOLD_PRE_EMPHASIS. UNFOLD_BAD_DATA where a name is unknown or repeated, a weight
    no number from 0 to 1e6, preemph outside 0..<1 or without esr, or where no esr, mse
    or mrstft remains to be learned. */
UnfoldStatus unfold_loss_parse(const char *text, UnfoldLoss *loss, UnfoldError *error);

/** Room for the longest such text. */
#define UNFOLD_LOSS_TEXT 192

/** The text that parses to exactly this loss (not of cross-entropy, which has none),
   cut off at `size`. */
void unfold_loss_text(const UnfoldLoss *loss, char *text, size_t size);

#endif
