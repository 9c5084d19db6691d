/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "file/knobs.h"

#include "file/utf8.h"

#include <assert.h>
#include <string.h>

/* NULL, or what is wrong with a name. */
static const char *fault_of(const char *name)
{
    const size_t length = strlen(name);
    if (!length)
        return "is empty";
    if (length >= UNFOLD_KNOB_NAME)
        return "is longer than 31 bytes";
    if (!unfold_utf8_valid(name, length))
        return "is not UTF-8";
    if (unfold_utf8_has_control(name))
        return "holds a control character";
    if (strpbrk(name, "=,"))
        return "holds a '=' or ','";
    if (name[0] == ' ' || name[length - 1] == ' ')
        return "begins or ends with a space";
    return NULL;
}

UnfoldStatus unfold_knobs_add(UnfoldKnobs *knobs, const char *name, double value,
                              UnfoldError *error)
{
    const char *fault = fault_of(name);
    if (fault)
        return unfold_fail(error, UNFOLD_BAD_FILE, "a knob's name %s", fault);
    if (!(value >= 0 && value <= 1))
        return unfold_fail(error, UNFOLD_BAD_FILE, "the knob '%s' is at %g, not 0 to 1",
                           name, value);
    if (unfold_knobs_find(knobs, name) < knobs->count)
        return unfold_fail(error, UNFOLD_BAD_FILE, "the knob '%s' comes twice", name);
    if (knobs->count == UNFOLD_MAX_KNOBS)
        return unfold_fail(error, UNFOLD_UNSUPPORTED, "there are more than %d knobs",
                           UNFOLD_MAX_KNOBS);
    UnfoldKnob *added = &knobs->list[knobs->count++];
    *added = (UnfoldKnob){.value = value};
    memcpy(added->name, name, strlen(name));
    return UNFOLD_OK;
}

size_t unfold_knobs_find(const UnfoldKnobs *knobs, const char *name)
{
    size_t k = 0;
    while (k < knobs->count && strcmp(knobs->list[k].name, name) != 0)
        ++k;
    return k;
}

void unfold_knobs_values(const UnfoldKnobs *knobs, UnfoldReal values[UNFOLD_MAX_KNOBS])
{
    for (size_t k = 0; k < knobs->count; ++k)
        values[k] = (UnfoldReal)knobs->list[k].value;
}

UnfoldStatus unfold_knobs_check(const UnfoldKnobs *knobs, const UnfoldShape *shape,
                                double sample_rate, UnfoldError *error)
{
    if (!knobs->count)
        return UNFOLD_OK;
    if (!(sample_rate > 0))
        return unfold_fail(error, UNFOLD_BAD_FILE, "a sequence model has no 'knobs'");
    if (knobs->count != shape->inputs - 1)
        return unfold_fail(error, UNFOLD_BAD_FILE,
                           "there are %zu 'knobs' for %u 'inputs': the audio takes "
                           "one, and each knob one",
                           knobs->count, shape->inputs);
    UnfoldStatus status = UNFOLD_OK;
    UnfoldKnobs again = {0};
    assert(knobs->count <= UNFOLD_MAX_KNOBS);
    for (size_t k = 0; !status && k < knobs->count; ++k)
        status =
            unfold_knobs_add(&again, knobs->list[k].name, knobs->list[k].value, error);
    return status;
}
