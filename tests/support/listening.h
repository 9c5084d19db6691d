/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_TESTS_LISTENING_H
#define UNFOLD_TESTS_LISTENING_H

#include "file/model_file.h"

/** A small model for each task, of 6 features (3 mel bands from 60 to 4000 Hz and
   slopes; 25 ms every 10 ms at 8000 Hz) and with small random weights: clips have the
   labels "kick", "snare" and "nothing", the last of which means that, frames "a" and
   "b", the value is named "pitch". Release with unfold_model_file_clear. */
UnfoldModelFile listening_model(UnfoldTask task);

/** Write it. */
void put_listening_model(const char *path, UnfoldTask task);

/** The text that saving it gives, ended by NUL; release with free. */
char *listening_text(UnfoldTask task, size_t *size);

#endif
