/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_FILE_FACTS_H
#define UNFOLD_FILE_FACTS_H

#include "net/status.h"

#include <stdbool.h>
#include <stddef.h>

/** What a model file says beside the network: the sections "metadata" (name, author,
    gear, licence, ...) and "training" (dry, wet, seconds, seed, epochs, esr_validation,
    esr_test, ...). Keys that this version does not know survive load and save. */
typedef struct UnfoldFacts UnfoldFacts;

#define UNFOLD_METADATA "metadata"
#define UNFOLD_TRAINING "training"

/** Empty facts, or NULL for lack of memory. */
UnfoldFacts *unfold_facts_new(void);
void unfold_facts_free(UnfoldFacts *facts);

/** The text under `key`, valid until the facts change; NULL where there is none.
    `facts` may be NULL. */
const char *unfold_facts_text(const UnfoldFacts *facts, const char *section,
                              const char *key);

/** The number under `key`; false where there is none. `facts` may be NULL. */
bool unfold_facts_number(const UnfoldFacts *facts, const char *section, const char *key,
                         double *value);

/** Set or replace. UNFOLD_NO_MEMORY, UNFOLD_NOT_FINITE, or UNFOLD_BAD_DATA where the
    text is not UTF-8. */
UnfoldStatus unfold_facts_set_text(UnfoldFacts *facts, const char *section,
                                   const char *key, const char *text);
UnfoldStatus unfold_facts_set_number(UnfoldFacts *facts, const char *section,
                                     const char *key, double value);

/** Visit all keys of a section in order; `text` holds the value as people read it. */
typedef void (*UnfoldFactVisitor)(void *context, const char *key, const char *text);
void unfold_facts_visit(const UnfoldFacts *facts, const char *section,
                        UnfoldFactVisitor visit, void *context);

#endif
