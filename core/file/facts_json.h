/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_FILE_FACTS_JSON_H
#define UNFOLD_FILE_FACTS_JSON_H

#include "file/facts.h"

#include <jansson.h>

/* How the readers and writers of model files reach into facts. */

/** Facts that share the given objects (NULL: empty), or NULL for lack of memory. */
UnfoldFacts *unfold_facts_share(json_t *metadata, json_t *training);

/** The object behind a section, borrowed; NULL where `facts` is NULL. */
json_t *unfold_facts_section(const UnfoldFacts *facts, const char *section);

#endif
