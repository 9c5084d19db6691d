/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_TESTS_CLIPS_H
#define UNFOLD_TESTS_CLIPS_H

#include <stdbool.h>
#include <stddef.h>

/* Sounds that the smallest networks can tell apart, and files that hold them. */

typedef enum { CLIP_LOW, CLIP_HISS, CLIP_HIGH, CLIP_KINDS } ClipKind;

/** "low", "hiss", "high": a tone, noise, another tone. */
const char *clip_name(ClipKind kind);

/** Add a sound from `start` to `end` (seconds) to x [frames]; each `number` of a kind
    is a little different. */
void clip_add(float *x, size_t frames, double rate, ClipKind kind, unsigned number,
              double start, double end);

/** Write a sound of 0.2 s behind 0.05 s of silence, with so much after it that it ends.
    Several channels hold the same. */
void clip_put(const char *path, ClipKind kind, unsigned number, unsigned channels,
              double rate);

/** Write text to a file of the test's folder whose folders are made. */
void clip_put_text(const char *name, const char *text);

/** Make the folders above a file of the test's folder. */
void clip_make_folders(const char *path);

/** FOLDER/KIND/NUMBER.wav, `count` of each of so many kinds, at 16 kHz. */
void clip_put_folder(const char *folder, unsigned kinds, unsigned count);

/** The options with which a few epochs are enough to tell these apart. */
#define CLIP_LEARN                                                                     \
    "--hidden", "8", "--layers", "1", "--epochs", "12", "--batch", "16",               \
        "--learning-rate", "0.03", "--drop", "0", "--augment", "none"

/** Whether two files hold the same bytes. */
bool clip_same_bytes(const char *one, const char *other);

#endif
