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

UnfoldFacts *unfold_facts_take(json_t *metadata, json_t *training)
{
    UnfoldFacts *facts =
        metadata && training ? unfold_facts_share(metadata, training) : NULL;
    json_decref(metadata);
    json_decref(training);
    return facts;
}

json_t *unfold_facts_take_training(json_t *metadata)
{
    const json_t *kept = json_object_get(metadata, UNFOLD_TRAINING_ELSEWHERE);
    json_t *training = unfold_facts_copy(json_is_object(kept) ? kept : NULL);
    if (json_is_object(kept))
        json_object_del(metadata, UNFOLD_TRAINING_ELSEWHERE);
    return training;
}

bool unfold_facts_put_training(json_t *metadata, json_t *training)
{
    bool done = metadata && training;
    if (done && json_object_size(training))
        done = !json_object_set_nocheck(metadata, UNFOLD_TRAINING_ELSEWHERE, training);
    json_decref(training);
    return done;
}
