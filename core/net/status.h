/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_NET_STATUS_H
#define UNFOLD_NET_STATUS_H

/** How a call that can fail in more than one way ended. */
typedef enum {
    UNFOLD_OK,
    UNFOLD_NO_MEMORY,
    UNFOLD_BAD_SHAPE,   /**< a network shape outside the limits of net/shape.h */
    UNFOLD_NOT_FINITE,  /**< a number that is NaN or infinite */
    UNFOLD_CANNOT_READ, /**< the file is missing or unreadable */
    UNFOLD_CANNOT_WRITE,
    UNFOLD_BAD_FILE,    /**< the content is not what such a file must hold */
    UNFOLD_UNSUPPORTED, /**< valid, but asks for what this version lacks */
    UNFOLD_BAD_DATA     /**< recordings that cannot be learned from */
} UnfoldStatus;

/** One sentence without a full stop, for people. Never NULL. */
const char *unfold_status_text(UnfoldStatus status);

/** Why a call failed: a sentence without path and full stop, made by the callee. */
typedef struct {
    char text[256];
} UnfoldError;

/** Write a printf-style reason to `error` (which may be NULL) and return `status`. */
__attribute__((format(printf, 3, 4))) UnfoldStatus
unfold_fail(UnfoldError *error, UnfoldStatus status, const char *format, ...);

/** UNFOLD_NO_MEMORY with its sentence. */
UnfoldStatus unfold_no_memory(UnfoldError *error);

#endif
