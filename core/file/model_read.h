/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_FILE_MODEL_READ_H
#define UNFOLD_FILE_MODEL_READ_H

#include "file/model_file.h"

#include <jansson.h>

/* The readers behind unfold_model_parse, one for each format, and what they share. Each
   fills an empty file from a parsed text; on failure the caller clears what is there.
   `rate` (Hz) above 0 is taken instead of what the file says. All sizes are checked
   against the limits and the text before memory is taken. */

UnfoldStatus unfold_own_read(const json_t *root, double rate, UnfoldModelFile *file,
                             UnfoldError *error);
UnfoldStatus unfold_nam_read(const json_t *root, double rate, UnfoldModelFile *file,
                             UnfoldError *error);
UnfoldStatus unfold_aidax_read(const json_t *root, double rate, UnfoldModelFile *file,
                               UnfoldError *error);
UnfoldStatus unfold_proteus_read(const json_t *root, double rate, UnfoldModelFile *file,
                                 UnfoldError *error);

/** UNFOLD_UNSUPPORTED, naming `key`, unless a rate is within the limits. */
UnfoldStatus unfold_read_check_rate(const char *key, double rate, UnfoldError *error);

/** A rate under `key`, a number or a text that is one; 0 where there is none. */
UnfoldStatus unfold_read_rate(const json_t *object, const char *key, double *rate,
                              UnfoldError *error);

/** "knob 1", "knob 2", ... at 0, for files whose inputs have no names. */
UnfoldStatus unfold_read_nameless_knobs(size_t count, UnfoldKnobs *knobs,
                                        UnfoldError *error);

/** Append a sentence to what `file` warns of; beyond UNFOLD_MAX_WARNINGS they are lost.
 */
__attribute__((format(printf, 2, 3))) void unfold_model_warn(UnfoldModelFile *file,
                                                             const char *format, ...);

#endif
