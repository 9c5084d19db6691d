/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "plugin/properties.h"

#include "plugin/requests.h"

#include <math.h>
#include <string.h>

float unfold_atom_number(const UnfoldUris *uris, const LV2_Atom *value)
{
    if (!value)
        return NAN;
    if (value->type == uris->atom_float && value->size == sizeof(float))
        return ((const LV2_Atom_Float *)value)->body;
    if (value->type == uris->atom_double && value->size == sizeof(double))
        return (float)((const LV2_Atom_Double *)value)->body;
    if ((value->type == uris->atom_int || value->type == uris->atom_bool) &&
        value->size == sizeof(int32_t))
        return (float)((const LV2_Atom_Int *)value)->body;
    if (value->type == uris->atom_long && value->size == sizeof(int64_t))
        return (float)((const LV2_Atom_Long *)value)->body;
    return NAN;
}

bool unfold_forge_text(UnfoldInstance *instance, const char *text)
{
    return lv2_atom_forge_string(&instance->forge, text, (uint32_t)strlen(text));
}

/* Refused: what plays is unchanged, and told. */
static void set_model(UnfoldInstance *instance, const LV2_Atom *value)
{
    const UnfoldUris *uris = &instance->uris;
    const bool is_path =
        value && (value->type == uris->atom_path || value->type == uris->atom_string);
    if (!is_path || !unfold_loader_request(&instance->loader, (const char *)(value + 1),
                                           value->size))
        instance->tell |= UNFOLD_TELL_MODEL;
}

static bool forge_model(UnfoldInstance *instance)
{
    const char *path = instance->playing ? instance->playing->path : "";
    return lv2_atom_forge_path(&instance->forge, path, (uint32_t)strlen(path));
}

UnfoldProperty unfold_property_model(const UnfoldUris *uris)
{
    return (UnfoldProperty){.tell = UNFOLD_TELL_MODEL,
                            .uri = uris->model,
                            .set = set_model,
                            .forge = forge_model};
}

static void set_embed(UnfoldInstance *instance, const LV2_Atom *value)
{
    const float wanted = unfold_atom_number(&instance->uris, value);
    if (isnan(wanted))
        instance->tell |= UNFOLD_TELL_EMBED;
    else if (atomic_exchange(&instance->loader.embed, wanted != 0) != (wanted != 0))
        instance->tell |= UNFOLD_TELL_CHANGE;
}

static bool embed_is_new(UnfoldInstance *instance)
{
    const bool before = instance->told_embed;
    instance->told_embed = atomic_load(&instance->loader.embed);
    return instance->told_embed != before;
}

static bool forge_embed(UnfoldInstance *instance)
{
    return lv2_atom_forge_bool(&instance->forge, instance->told_embed);
}

UnfoldProperty unfold_property_embed(const UnfoldUris *uris)
{
    return (UnfoldProperty){.tell = UNFOLD_TELL_EMBED,
                            .uri = uris->embed,
                            .set = set_embed,
                            .is_new = embed_is_new,
                            .forge = forge_embed};
}

static bool forge_name(UnfoldInstance *instance)
{
    return unfold_forge_text(instance,
                             instance->playing ? instance->playing->name : "");
}

UnfoldProperty unfold_property_name(const UnfoldUris *uris)
{
    return (UnfoldProperty){
        .tell = UNFOLD_TELL_NAME, .uri = uris->name, .forge = forge_name};
}

static bool forge_gear(UnfoldInstance *instance)
{
    return unfold_forge_text(instance,
                             instance->playing ? instance->playing->gear : "");
}

UnfoldProperty unfold_property_gear(const UnfoldUris *uris)
{
    return (UnfoldProperty){
        .tell = UNFOLD_TELL_GEAR, .uri = uris->gear, .forge = forge_gear};
}

static bool forge_esr(UnfoldInstance *instance)
{
    return lv2_atom_forge_float(&instance->forge,
                                instance->playing ? instance->playing->esr : -1);
}

UnfoldProperty unfold_property_esr(const UnfoldUris *uris)
{
    return (UnfoldProperty){
        .tell = UNFOLD_TELL_ESR, .uri = uris->esr, .forge = forge_esr};
}

static bool forge_accuracy(UnfoldInstance *instance)
{
    return lv2_atom_forge_float(&instance->forge,
                                instance->playing ? instance->playing->accuracy : -1);
}

UnfoldProperty unfold_property_accuracy(const UnfoldUris *uris)
{
    return (UnfoldProperty){
        .tell = UNFOLD_TELL_ACCURACY, .uri = uris->accuracy, .forge = forge_accuracy};
}

static bool problem_is_new(UnfoldInstance *instance)
{
    return unfold_loader_problem(&instance->loader) != NULL;
}

static bool forge_problem(UnfoldInstance *instance)
{
    const char *problem = unfold_loader_problem(&instance->loader);
    return unfold_forge_text(instance, problem ? problem : "");
}

static void told_problem(UnfoldInstance *instance)
{
    unfold_loader_problem_told(&instance->loader);
}

UnfoldProperty unfold_property_problem(const UnfoldUris *uris)
{
    return (UnfoldProperty){.tell = UNFOLD_TELL_PROBLEM,
                            .uri = uris->problem,
                            .is_new = problem_is_new,
                            .forge = forge_problem,
                            .told = told_problem};
}
