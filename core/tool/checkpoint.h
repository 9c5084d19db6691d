/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_TOOL_CHECKPOINT_H
#define UNFOLD_TOOL_CHECKPOINT_H

#include "learn/state.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The file in which a learning that was stopped waits, MODEL.checkpoint: some parts in
   this machine's byte order, a checksum over all of them, and a fingerprint of what is
   learned. Every function that returns int returns the exit status and has printed the
   error. */

#define CHECKPOINT_MOST_PARTS 8

/** Bytes that a checkpoint keeps; all zero where there are none. */
typedef struct {
    void *bytes; /**< [size] */
    size_t size;
} CheckpointPart;

/** Which checkpoints are wanted. */
typedef struct {
    const char *magic; /**< its first bytes, at most 23 */
    size_t parts;      /**< how many it has, at most CHECKPOINT_MOST_PARTS */
    uint64_t fingerprint;
} CheckpointKind;

/** Goes through the state of what learns (`owner`), as unfold_trainer_visit_state. */
typedef void CheckpointVisit(void *owner, UnfoldStateVisitor visit, void *context);

/** Copy a state out, into the same memory each time; false for lack of memory. Release
    with checkpoint_part_clear. */
bool checkpoint_take(CheckpointPart *part, CheckpointVisit *visit, void *owner);
/** Put it back, if it is of this size: false. */
bool checkpoint_fits(const CheckpointPart *part, CheckpointVisit *visit, void *owner);
void checkpoint_put_back(const CheckpointPart *part, CheckpointVisit *visit,
                         void *owner);
void checkpoint_part_clear(CheckpointPart *part);

/** Fingerprints: FNV-1a over bytes, from CHECKPOINT_HASH on. */
#define CHECKPOINT_HASH 0xcbf29ce484222325u
uint64_t checkpoint_hash(uint64_t sum, const void *bytes, size_t size);

/** The checkpoint's path for this model, released with free; false for lack of memory.
 */
bool checkpoint_path(const char *model, char **path);

/** Refuses to begin where a checkpoint waits, unless it shall be taken up or forgotten.
 */
int checkpoint_guard(const char *path, bool resume, bool restart);

/** Write it whole or not at all. */
int checkpoint_write(const char *path, const CheckpointKind *kind,
                     const CheckpointPart *parts);

/** Read one of this kind, its parts into memory of their own; `*found` is false where
    there is no such file, and a warning says so. Anything else that does not fit is an
    error; there are no parts then. */
int checkpoint_read(const char *path, const CheckpointKind *kind, CheckpointPart *parts,
                    bool *found);

#endif
