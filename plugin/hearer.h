/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_PLUGIN_HEARER_H
#define UNFOLD_PLUGIN_HEARER_H

#include "listen/listener.h"
#include "plugin/loaded.h"

/** A model ready to listen. Made and freed off the audio thread, which alone uses it in
    between. */
typedef struct {
    UnfoldLoaded loaded; /**< at its head */
    UnfoldListener *listener;
    char *labels; /**< all of them, each on its line; "" if it has none */
} UnfoldHearer;

/** Make one for a host of this rate (Hz), of the `size` bytes of the model file at
    `path`. Besides the reasons of unfold_model_parse it is refused (UNFOLD_UNSUPPORTED)
    unless it listens, at a rate that is not too far. Not real-time safe. */
UnfoldStatus unfold_hearer_make(const char *path, const char *bytes, size_t size,
                                double rate, UnfoldHearer **hearer, UnfoldError *error);

/** NULL is fine. Not real-time safe. */
void unfold_hearer_free(UnfoldHearer *hearer);

/** What it was taught. Real-time safe. */
static inline const UnfoldListening *unfold_hearer_listening(const UnfoldHearer *hearer)
{
    return hearer->loaded.file.listening;
}

#endif
