/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_TOOL_INFO_LISTENING_H
#define UNFOLD_TOOL_INFO_LISTENING_H

#include "file/listening.h"

#include <jansson.h>
#include <stddef.h>

/* What is shown of a model that listens; `listening` may be NULL: it does not. */

/** "40 mel bands from 60 to 4000 Hz, energy, with slopes; 25 ms every 10 ms at 8000
    Hz"; 256 bytes are room enough. */
void info_features_text(const UnfoldFeatureSpec *spec, char *text, size_t room);

/** Print what it is asked, of what, and how it answers. */
void info_print_listening(const UnfoldListening *listening);

/** The same as objects with the keys of a model file, or null: the features, without
    means and deviations, and the rest. NULL for lack of memory. */
json_t *info_features_json(const UnfoldListening *listening);
json_t *info_listening_json(const UnfoldListening *listening);

#endif
