/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_PLUGIN_PICTURE_H
#define UNFOLD_PLUGIN_PICTURE_H

#include "plugin/uris.h"

#include <lv2/atom/forge.h>

/* What pictures are forged of. Nothing here asks whether there is room: who forges has
   counted the bytes before, so that a picture is whole or not there at all. */

#define UNFOLD_PICTURE_HEAD                                                            \
    (uint32_t)(sizeof(LV2_Atom_Event) + sizeof(LV2_Atom_Object_Body))
#define UNFOLD_PICTURE_NUMBER (uint32_t)(sizeof(LV2_Atom_Property_Body) + 8)

/** Bytes of a vector of so many floats, with its key. */
static inline uint32_t unfold_picture_vector_bytes(uint32_t count)
{
    return (uint32_t)(sizeof(LV2_Atom_Property_Body) + sizeof(LV2_Atom_Vector_Body)) +
           (count + 1) / 2 * 8;
}

static inline void unfold_picture_begin(LV2_Atom_Forge *forge, const UnfoldUris *uris,
                                        LV2_Atom_Forge_Frame *object)
{
    lv2_atom_forge_frame_time(forge, 0);
    lv2_atom_forge_object(forge, object, 0, uris->picture);
}

/** `columns` of `numbers` each, one after the other, from where they are `stride`
 * apart.
 */
static inline void unfold_picture_vector(LV2_Atom_Forge *forge, LV2_URID key,
                                         const float *from, uint32_t numbers,
                                         uint32_t columns, uint32_t stride)
{
    LV2_Atom_Forge_Frame vector;
    const uint32_t size = numbers * (uint32_t)sizeof *from;
    lv2_atom_forge_key(forge, key);
    lv2_atom_forge_vector_head(forge, &vector, sizeof *from, forge->Float);
    for (uint32_t k = 0; k < columns; ++k)
        lv2_atom_forge_raw(forge, from + k * stride, size);
    lv2_atom_forge_pop(forge, &vector);
    lv2_atom_forge_pad(forge, columns * size);
}

/** Which one of so many is shown, from the first, where `most` have room: every second,
    third, .. */
static inline uint32_t unfold_thinned(uint32_t count, uint32_t most)
{
    return (count + most - 1) / most;
}

#endif
