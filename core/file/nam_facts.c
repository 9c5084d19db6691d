/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "file/facts_map.h"

#include "file/facts_json.h"

#include <stdio.h>
#include <string.h>

#define MAKE "gear_make"
#define MODEL "gear_model"
#define GEAR "gear"
#define DATE "date"

static const UnfoldRename names[] = {{"modeled_by", "author"}, {NULL, NULL}};

static const char *const date_keys[] = {"year", "month",  "day",
                                        "hour", "minute", "second"};
#define DATE_KEYS 6

/* Members of `object` that are null are as good as absent. */
static void drop_nulls(json_t *object)
{
    const char *key;
    json_t *value;
    void *next;
    json_object_foreach_safe(object, next, key, value)
    {
        if (json_is_null(value))
            json_object_del(object, key);
    }
}

static bool set(json_t *object, const char *key, json_t *value)
{
    return value && !json_object_set_new_nocheck(object, key, value);
}

/* "MAKE MODEL", beside which both stay, or the model alone. */
static bool join_gear(json_t *object)
{
    const char *make = json_string_value(json_object_get(object, MAKE));
    const char *model = json_string_value(json_object_get(object, MODEL));
    if ((!make && !model) || json_object_get(object, GEAR))
        return true;
    if (!make)
        return unfold_facts_move(object, MODEL, object, GEAR);
    return set(object, GEAR,
               json_sprintf("%s%s%s", make, model ? " " : "", model ? model : ""));
}

/* What join_gear made goes; other gear becomes the model. */
static bool split_gear(json_t *object)
{
    json_t *gear = json_object_get(object, GEAR);
    const bool apart = json_object_get(object, MAKE) || json_object_get(object, MODEL);
    bool done = true;
    if (!json_is_string(gear))
        return true;
    if (!apart)
        done = !json_object_set_nocheck(object, MODEL, gear);
    json_object_del(object, GEAR);
    return done;
}

/* {"year", ...} as "2024-10-09 18:44:41", or the day alone where the time is 0;
   anything else stays. */
static bool date_to_text(json_t *object)
{
    const json_t *date = json_object_get(object, DATE);
    int numbers[DATE_KEYS];
    for (size_t k = 0; k < DATE_KEYS; ++k) {
        const json_t *number = json_object_get(date, date_keys[k]);
        const json_int_t value = json_integer_value(number);
        if (!json_is_integer(number) || value < 0 || value > 9999)
            return true;
        numbers[k] = (int)value;
    }
    if (!numbers[3] && !numbers[4] && !numbers[5])
        return set(object, DATE,
                   json_sprintf("%04d-%02d-%02d", numbers[0], numbers[1], numbers[2]));
    return set(object, DATE,
               json_sprintf("%04d-%02d-%02d %02d:%02d:%02d", numbers[0], numbers[1],
                            numbers[2], numbers[3], numbers[4], numbers[5]));
}

static bool date_from_text(json_t *object)
{
    const char *text = json_string_value(json_object_get(object, DATE));
    int n[DATE_KEYS] = {0};
    const int found = text ? sscanf(text, "%4d-%2d-%2d %2d:%2d:%2d", &n[0], &n[1],
                                    &n[2], &n[3], &n[4], &n[5])
                           : 0;
    if (found != (text && strlen(text) == 10 ? 3 : DATE_KEYS) || strlen(text) > 19)
        return true;
    return set(object, DATE,
               json_pack("{s:i, s:i, s:i, s:i, s:i, s:i}", date_keys[0], n[0],
                         date_keys[1], n[1], date_keys[2], n[2], date_keys[3], n[3],
                         date_keys[4], n[4], date_keys[5], n[5]));
}

/* Their training with all but what we know by a name of ours. */
static bool training_from_nam(json_t *metadata, json_t *training)
{
    json_t *given = json_object_get(metadata, UNFOLD_TRAINING);
    if (!json_is_object(given))
        return true;
    json_t *left = unfold_facts_copy(given);
    bool done = left;
    if (json_is_number(json_object_get(left, "validation_esr")))
        done = unfold_facts_move(left, "validation_esr", training, "esr_validation");
    if (done && json_object_size(left))
        done = !json_object_set_nocheck(metadata, UNFOLD_TRAINING, left);
    else
        json_object_del(metadata, UNFOLD_TRAINING);
    json_decref(left);
    return done;
}

static bool training_to_nam(json_t *training, json_t *metadata)
{
    json_t *theirs = json_object_get(metadata, UNFOLD_TRAINING);
    if (!json_object_get(training, "esr_validation"))
        return true;
    json_t *made = unfold_facts_copy(json_is_object(theirs) ? theirs : NULL);
    bool done = made;
    json_object_del(made, "validation_esr"); /* null */
    if (done)
        done = unfold_facts_move(training, "esr_validation", made, "validation_esr");
    if (done)
        done = !json_object_set_nocheck(metadata, UNFOLD_TRAINING, made);
    json_decref(made);
    return done;
}

static bool from_nam(json_t *metadata, json_t *training)
{
    drop_nulls(metadata);
    return join_gear(metadata) && date_to_text(metadata) &&
           training_from_nam(metadata, training);
}

static bool to_nam(json_t *metadata, json_t *training)
{
    return split_gear(metadata) && date_from_text(metadata) &&
           training_to_nam(training, metadata);
}

UnfoldFacts *unfold_facts_from_nam(const json_t *metadata)
{
    return unfold_facts_from(metadata, names, from_nam);
}

json_t *unfold_facts_to_nam(const UnfoldFacts *facts)
{
    return unfold_facts_to(facts, names, to_nam);
}
