/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_PLUGIN_PROPERTIES_H
#define UNFOLD_PLUGIN_PROPERTIES_H

#include "plugin/instance.h"

/* The properties that every plugin has, and what others are made with. All of it is
   real-time safe. */

UnfoldProperty unfold_property_model(const UnfoldUris *uris);
UnfoldProperty unfold_property_embed(const UnfoldUris *uris);
UnfoldProperty unfold_property_name(const UnfoldUris *uris);
UnfoldProperty unfold_property_gear(const UnfoldUris *uris);
UnfoldProperty unfold_property_esr(const UnfoldUris *uris);
UnfoldProperty unfold_property_accuracy(const UnfoldUris *uris);
UnfoldProperty unfold_property_problem(const UnfoldUris *uris);

/** A number of any type; NaN where it is none. */
float unfold_atom_number(const UnfoldUris *uris, const LV2_Atom *value);

bool unfold_forge_text(UnfoldInstance *instance, const char *text);

#endif
