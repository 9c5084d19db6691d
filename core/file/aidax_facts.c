/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "file/facts_map.h"

#include "file/facts_json.h"
#include "file/model_keys.h"

static const UnfoldRename names[] = {
    {"license", "licence"}, {"based", "gear"}, {NULL, NULL}};

UnfoldFacts *unfold_facts_from_aidax(const json_t *metadata)
{
    json_t *made = unfold_facts_rename(metadata, names, true);
    json_t *training = unfold_facts_take_training(made);
    json_object_del(made, "samplerate");
    json_object_del(made, UNFOLD_KNOBS);
    if (made && training && !unfold_facts_move(made, "esr", training, "esr_test")) {
        json_decref(training);
        training = NULL;
    }
    return unfold_facts_take(made, training);
}

json_t *unfold_facts_to_aidax(const UnfoldFacts *facts)
{
    json_t *training = unfold_facts_copy(unfold_facts_section(facts, UNFOLD_TRAINING));
    json_t *made =
        unfold_facts_rename(unfold_facts_section(facts, UNFOLD_METADATA), names, false);
    bool done =
        made && training && unfold_facts_move(training, "esr_test", made, "esr");
    done &= unfold_facts_put_training(made, training);
    if (done)
        return made;
    json_decref(made);
    return NULL;
}
