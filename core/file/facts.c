/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "file/facts_json.h"
#include "file/json_write.h"
#include "file/utf8.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define MAX_SHOWN 256 /* bytes of a value that is neither text nor word */

struct UnfoldFacts {
    json_t *metadata, *training;
};

UnfoldFacts *unfold_facts_share(json_t *metadata, json_t *training)
{
    UnfoldFacts *facts = malloc(sizeof *facts);
    if (!facts)
        return NULL;
    facts->metadata = metadata ? json_incref(metadata) : json_object();
    facts->training = training ? json_incref(training) : json_object();
    if (facts->metadata && facts->training)
        return facts;
    unfold_facts_free(facts);
    return NULL;
}

UnfoldFacts *unfold_facts_new(void)
{
    return unfold_facts_share(NULL, NULL);
}

void unfold_facts_free(UnfoldFacts *facts)
{
    if (!facts)
        return;
    json_decref(facts->metadata);
    json_decref(facts->training);
    free(facts);
}

json_t *unfold_facts_section(const UnfoldFacts *facts, const char *section)
{
    assert(!strcmp(section, UNFOLD_METADATA) || !strcmp(section, UNFOLD_TRAINING));
    if (!facts)
        return NULL;
    return strcmp(section, UNFOLD_METADATA) ? facts->training : facts->metadata;
}

const char *unfold_facts_text(const UnfoldFacts *facts, const char *section,
                              const char *key)
{
    return json_string_value(
        json_object_get(unfold_facts_section(facts, section), key));
}

bool unfold_facts_number(const UnfoldFacts *facts, const char *section, const char *key,
                         double *value)
{
    const json_t *found = json_object_get(unfold_facts_section(facts, section), key);
    if (!json_is_number(found))
        return false;
    *value = json_number_value(found);
    return true;
}

static UnfoldStatus set(UnfoldFacts *facts, const char *section, const char *key,
                        json_t *value)
{
    if (!value ||
        json_object_set_new_nocheck(unfold_facts_section(facts, section), key, value))
        return UNFOLD_NO_MEMORY;
    return UNFOLD_OK;
}

UnfoldStatus unfold_facts_set_text(UnfoldFacts *facts, const char *section,
                                   const char *key, const char *text)
{
    if (!unfold_utf8_valid(text, strlen(text)))
        return UNFOLD_BAD_DATA;
    return set(facts, section, key, json_string_nocheck(text));
}

UnfoldStatus unfold_facts_set_number(UnfoldFacts *facts, const char *section,
                                     const char *key, double value)
{
    if (!isfinite(value))
        return UNFOLD_NOT_FINITE;
    return set(facts, section, key, unfold_json_of_number(value));
}

static void show(const json_t *value, char text[MAX_SHOWN])
{
    const size_t flags =
        JSON_COMPACT | JSON_ENCODE_ANY | JSON_ENSURE_ASCII | JSON_REAL_PRECISION(6);
    const size_t size = json_dumpb(value, text, MAX_SHOWN - 1, flags);
    if (size && size < MAX_SHOWN)
        text[size] = '\0';
    else
        memcpy(text, "...", 4);
}

void unfold_facts_visit(const UnfoldFacts *facts, const char *section,
                        UnfoldFactVisitor visit, void *context)
{
    const char *key;
    json_t *value;
    json_object_foreach(unfold_facts_section(facts, section), key, value)
    {
        char shown[MAX_SHOWN];
        const char *text = json_string_value(value);
        if (!text)
            show(value, shown);
        visit(context, key, text ? text : shown);
    }
}
