/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_FILE_LISTENING_JSON_H
#define UNFOLD_FILE_LISTENING_JSON_H

#include "file/listening.h"

#include <jansson.h>
#include <stdio.h>

/** What a model file of the kind "listen" has beside its network: the members
   "features" and "listening" of `root`. Checked, for a network of this shape. Release
   with free. Fails as unfold_model_parse does. */
UnfoldStatus unfold_listening_read(const json_t *root, const UnfoldShape *shape,
                                   UnfoldListening **listening, UnfoldError *error);

/** Write both members, each ended by a comma and a newline. UNFOLD_NO_MEMORY. */
UnfoldStatus unfold_listening_write(FILE *file, const UnfoldListening *listening);

#endif
