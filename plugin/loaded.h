/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_PLUGIN_LOADED_H
#define UNFOLD_PLUGIN_LOADED_H

#include "file/model_file.h"

/** A model that was loaded, at the head of what a plugin makes of it. Made and freed
    off the audio thread, which alone plays it in between. */
typedef struct UnfoldLoaded {
    UnfoldModelFile file;
    char *path;                 /**< absolute */
    char name[128];             /**< for people; where too long, with an ellipsis */
    char gear[128];             /**< likewise, what it was made of; "": unknown */
    float esr, accuracy;        /**< that it was measured to have; -1: unknown */
    const char *about;          /**< what states hold beside it; NULL: nothing */
    char remark[256];           /**< for the log: "is played so"; empty: none */
    bool chosen;                /**< by a message: the host is told of it */
    struct UnfoldLoaded *older; /**< in the list of retired ones */
} UnfoldLoaded;

/** Read the `size` bytes of the model file at `path`, made at `rate` Hz (0: what it
    says), into what is all zeros. On failure too it is to be cleared. Not real-time
    safe. */
UnfoldStatus unfold_loaded_read(UnfoldLoaded *loaded, const char *path,
                                const char *bytes, size_t size, double rate,
                                UnfoldError *error);
void unfold_loaded_clear(UnfoldLoaded *loaded);

#endif
