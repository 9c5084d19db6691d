/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "plugin/columns.h"

#include "plugin/instance.h"
#include "plugin/picture.h"

/* Numbers of a frame that are shown, from the first: those of the first kind. */
static uint32_t shown_features(const UnfoldFeatureSpec *spec)
{
    if (spec->kinds & UNFOLD_MEL)
        return spec->bands;
    return unfold_feature_count(spec) / (1 + spec->deltas);
}

static uint32_t answers_of(const UnfoldListening *listening)
{
    return listening->label_count > 0 ? listening->label_count : 1;
}

void unfold_columns_add(UnfoldColumns *columns, const UnfoldListening *listening,
                        const UnfoldHearing *hearing)
{
    const uint32_t features = shown_features(&listening->features);
    const uint32_t every = unfold_thinned(features, UNFOLD_ROWS);
    const bool labels = listening->label_count > 0;
    float *column = columns->list[(columns->first + columns->count) % UNFOLD_QUEUE];
    columns->rows = (features + every - 1) / every;
    columns->answers = answers_of(listening);
    columns->hop = (float)unfold_feature_hop(&listening->features);
    for (uint32_t k = 0; k < features; k += every)
        *column++ = unfold_finite_or_zero(hearing->features[k]);
    for (uint32_t k = 0; k < columns->answers; ++k)
        *column++ =
            unfold_finite_or_zero(labels ? (float)hearing->outputs[k] : hearing->value);
    if (columns->count < UNFOLD_QUEUE)
        ++columns->count;
    else
        columns->first = (columns->first + 1) % UNFOLD_QUEUE;
}

static uint32_t bytes_of(const UnfoldColumns *columns, uint32_t count)
{
    return UNFOLD_PICTURE_HEAD + 3 * UNFOLD_PICTURE_NUMBER +
           unfold_picture_vector_bytes(count * (columns->rows + columns->answers));
}

static void forge_some(const UnfoldColumns *columns, uint32_t count,
                       LV2_Atom_Forge *forge, const UnfoldUris *uris)
{
    LV2_Atom_Forge_Frame object, vector;
    const uint32_t numbers = columns->rows + columns->answers;
    const uint32_t size = numbers * (uint32_t)sizeof(float);
    unfold_picture_begin(forge, uris, &object);
    lv2_atom_forge_key(forge, uris->rows);
    lv2_atom_forge_int(forge, (int32_t)columns->rows);
    lv2_atom_forge_key(forge, uris->answers);
    lv2_atom_forge_int(forge, (int32_t)columns->answers);
    lv2_atom_forge_key(forge, uris->hop);
    lv2_atom_forge_float(forge, columns->hop);
    lv2_atom_forge_key(forge, uris->frames);
    lv2_atom_forge_vector_head(forge, &vector, sizeof(float), forge->Float);
    for (uint32_t k = columns->count - count; k < columns->count; ++k)
        lv2_atom_forge_raw(forge, columns->list[(columns->first + k) % UNFOLD_QUEUE],
                           size);
    lv2_atom_forge_pop(forge, &vector);
    lv2_atom_forge_pad(forge, count * size);
    lv2_atom_forge_pop(forge, &object);
}

void unfold_columns_show(UnfoldColumns *columns, LV2_Atom_Forge *forge,
                         const UnfoldUris *uris, uint32_t room)
{
    uint32_t count = columns->count;
    while (count > 0 && bytes_of(columns, count) > room)
        --count;
    if (count > 0)
        forge_some(columns, count, forge, uris);
    unfold_columns_clear(columns);
}
