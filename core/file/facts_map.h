/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_FILE_FACTS_MAP_H
#define UNFOLD_FILE_FACTS_MAP_H

#include "file/facts.h"

#include <jansson.h>

/* What other programs' files say of themselves, as our facts and back. Keys without a
   counterpart stay as they are, so that the way there and back keeps them. */

/** .nam: modeled_by is our author, gear_make and gear_model our gear, training's
    validation_esr our esr_validation, the date a text. `metadata` may be NULL. NULL for
    lack of memory. */
UnfoldFacts *unfold_facts_from_nam(const json_t *metadata);

/** A new object for .nam, or NULL for lack of memory. `facts` may be NULL. */
json_t *unfold_facts_to_nam(const UnfoldFacts *facts);

/** AIDA-X: license is our licence, based our gear, esr our esr_test. What the file says
    of the rate and the knobs is no fact. */
UnfoldFacts *unfold_facts_from_aidax(const json_t *metadata);
json_t *unfold_facts_to_aidax(const UnfoldFacts *facts);

/** The section "training" of ours, in the metadata of others. */
#define UNFOLD_TRAINING_ELSEWHERE "unfold_training"

/** Pairs of keys that mean the same; ends with a NULL. */
typedef struct {
    const char *theirs, *ours;
} UnfoldRename;

/** A new object whose members are shared with `object` (may be NULL), those in the
    table renamed unless that name is taken. NULL for lack of memory. */
json_t *unfold_facts_rename(const json_t *object, const UnfoldRename *table,
                            bool to_ours);

/** The same without renaming. (json_copy passes over failed allocations.) */
json_t *unfold_facts_copy(const json_t *object);

/** Take the member `key` away from `object` and give it to `to` as `name`, unless it is
    not there or `to` has such a one. False for lack of memory. */
bool unfold_facts_move(json_t *object, const char *key, json_t *to, const char *name);

/** Finish a translation, keys having been renamed: move between `metadata` (theirs or
    ours, whichever it becomes) and our section `training`. False for lack of memory. */
typedef bool UnfoldTranslation(json_t *metadata, json_t *training);

/** Our facts (may be NULL) as metadata of others: keys renamed by the table,
   `finish`ed, and what is left of our training put in as UNFOLD_TRAINING_ELSEWHERE. A
   new object, or NULL for lack of memory. */
json_t *unfold_facts_to(const UnfoldFacts *facts, const UnfoldRename *table,
                        UnfoldTranslation *finish);

/** And back: metadata of others (may be NULL) as our facts, NULL for lack of memory. */
UnfoldFacts *unfold_facts_from(const json_t *metadata, const UnfoldRename *table,
                               UnfoldTranslation *finish);

#endif
