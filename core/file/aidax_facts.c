/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "file/facts_map.h"

#include "file/facts_json.h"
#include "file/model_keys.h"

static const UnfoldRename names[] = {
    {"license", "licence"}, {"based", "gear"}, {NULL, NULL}};

static bool from_aidax(json_t *metadata, json_t *training)
{
    json_object_del(metadata, "samplerate");
    json_object_del(metadata, UNFOLD_KNOBS);
    return unfold_facts_move(metadata, "esr", training, "esr_test");
}

static bool to_aidax(json_t *metadata, json_t *training)
{
    return unfold_facts_move(training, "esr_test", metadata, "esr");
}

UnfoldFacts *unfold_facts_from_aidax(const json_t *metadata)
{
    return unfold_facts_from(metadata, names, from_aidax);
}

json_t *unfold_facts_to_aidax(const UnfoldFacts *facts)
{
    return unfold_facts_to(facts, names, to_aidax);
}
