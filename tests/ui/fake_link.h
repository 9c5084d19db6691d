/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_TESTS_UI_FAKE_LINK_H
#define UNFOLD_TESTS_UI_FAKE_LINK_H

#include "plugin/ui/link.h"

/** What was written last, and how often anything was. */
typedef struct {
    uint32_t index, size, protocol;
    uint64_t bytes[1024];
    unsigned writes, touches;
    bool grabbed;
} FakeWrites;
extern FakeWrites fake_writes;

/** A link to nothing with the ports of the effect of 1 or 2 channels, or of the plugin
    that listens (0). */
void fake_link_open(UnfoldLink *link, unsigned channels);

/** Hear that a port has this value. */
unsigned fake_link_value(UnfoldLink *link, int port, float value);

/** Hear patch:Set of this property to this value. */
unsigned fake_link_set_text(UnfoldLink *link, LV2_URID property, LV2_URID type,
                            const char *text);
unsigned fake_link_set_float(UnfoldLink *link, LV2_URID property, float value);

/** Hear this atom. */
unsigned fake_link_hear(UnfoldLink *link, const void *atom, uint32_t size);

#endif
