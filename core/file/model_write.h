/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_FILE_MODEL_WRITE_H
#define UNFOLD_FILE_MODEL_WRITE_H

#include "file/model_file.h"

#include <jansson.h>
#include <stdio.h>

/* The writers behind unfold_model_save_as, one for each format, which write what
   unfold_fits lets pass, one key a line. UNFOLD_OK or UNFOLD_NO_MEMORY; whether `out`
   took it all is ferror's to say. */

UnfoldStatus unfold_own_write(FILE *out, const UnfoldModelFile *file);
UnfoldStatus unfold_nam_write(FILE *out, const UnfoldModelFile *file);
UnfoldStatus unfold_aidax_write(FILE *out, const UnfoldModelFile *file);
UnfoldStatus unfold_proteus_write(FILE *out, const UnfoldModelFile *file);

/** [{"name", "default"}, ...], empty where there are none; NULL for lack of memory. */
json_t *unfold_knobs_list(const UnfoldKnobs *knobs);

#endif
