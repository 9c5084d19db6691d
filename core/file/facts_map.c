/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "file/facts_map.h"

#include "file/facts_json.h"

#include <string.h>

static const char *renamed(const char *key, const json_t *object,
                           const UnfoldRename *table, bool to_ours)
{
    for (; table->theirs; ++table) {
        const char *from = to_ours ? table->theirs : table->ours;
        const char *to = to_ours ? table->ours : table->theirs;
        if (!strcmp(key, from) && !json_object_get(object, to))
            return to;
    }
    return key;
}

json_t *unfold_facts_rename(const json_t *object, const UnfoldRename *table,
                            bool to_ours)
{
    json_t *made = json_object();
    const char *key;
    json_t *value;
    json_object_foreach((json_t *)object, key, value)
    {
        if (made && json_object_set_nocheck(made, renamed(key, object, table, to_ours),
                                            value)) {
            json_decref(made);
            made = NULL;
        }
    }
    return made;
}

json_t *unfold_facts_copy(const json_t *object)
{
    static const UnfoldRename none = {NULL, NULL};
    return unfold_facts_rename(object, &none, true);
}

bool unfold_facts_move(json_t *object, const char *key, json_t *to, const char *name)
{
    json_t *value = json_object_get(object, key);
    if (!value || json_object_get(to, name))
        return true;
    if (json_object_set_nocheck(to, name, value))
        return false;
    json_object_del(object, key);
    return true;
}

json_t *unfold_facts_to(const UnfoldFacts *facts, const UnfoldRename *table,
                        UnfoldTranslation *finish)
{
    json_t *training = unfold_facts_copy(unfold_facts_section(facts, UNFOLD_TRAINING));
    json_t *made =
        unfold_facts_rename(unfold_facts_section(facts, UNFOLD_METADATA), table, false);
    bool done = made && training && finish(made, training);
    if (done && json_object_size(training))
        done = !json_object_set_nocheck(made, UNFOLD_TRAINING_ELSEWHERE, training);
    json_decref(training);
    if (done)
        return made;
    json_decref(made);
    return NULL;
}

/* Our section as `metadata` keeps it, taken out of there: a new object, empty where
   there is none. */
static json_t *take_training(json_t *metadata)
{
    const json_t *kept = json_object_get(metadata, UNFOLD_TRAINING_ELSEWHERE);
    json_t *training = unfold_facts_copy(json_is_object(kept) ? kept : NULL);
    if (json_is_object(kept))
        json_object_del(metadata, UNFOLD_TRAINING_ELSEWHERE);
    return training;
}

UnfoldFacts *unfold_facts_from(const json_t *metadata, const UnfoldRename *table,
                               UnfoldTranslation *finish)
{
    json_t *made = unfold_facts_rename(metadata, table, true);
    json_t *training = take_training(made);
    const bool done = made && training && finish(made, training);
    UnfoldFacts *facts = done ? unfold_facts_share(made, training) : NULL;
    json_decref(made);
    json_decref(training);
    return facts;
}
