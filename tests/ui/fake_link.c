/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "tests/ui/fake_link.h"

#include "plugin/listen_ports.h"

#include <lv2/atom/util.h>
#include <string.h>

LV2_URID rig_urid(const char *uri); /* rig.h and Xlib come with it */

FakeWrites fake_writes;

static LV2_URID map_uri(LV2_URID_Map_Handle handle, const char *uri)
{
    (void)handle;
    return rig_urid(uri);
}

static void write_port(LV2UI_Controller controller, uint32_t index, uint32_t size,
                       uint32_t protocol, const void *buffer)
{
    FakeWrites *writes = controller;
    ++writes->writes;
    writes->index = index;
    writes->size = size;
    writes->protocol = protocol;
    if (size <= sizeof writes->bytes)
        memcpy(writes->bytes, buffer, size);
}

static void touch(LV2UI_Feature_Handle handle, uint32_t index, bool grabbed)
{
    FakeWrites *writes = handle;
    ++writes->touches;
    writes->index = index;
    writes->grabbed = grabbed;
}

void fake_link_open(UnfoldLink *link, unsigned channels)
{
    static LV2_URID_Map map = {NULL, map_uri};
    static const LV2UI_Touch touching = {&fake_writes, touch};
    memset(&fake_writes, 0, sizeof fake_writes);
    unfold_link_init(link, &map, write_port, &fake_writes);
    link->touch = &touching;
    for (int k = 0; k < UNFOLD_LISTEN_PORT_COUNT && channels == 0; ++k)
        unfold_link_add_port(link, k, UNFOLD_LISTEN_PORT_CONTROL);
    for (int k = 0; k < UNFOLD_PORT_COUNT && channels > 0; ++k)
        if (unfold_port_is_there((UnfoldPort)k, channels))
            unfold_link_add_port(link, k, UNFOLD_PORT_CONTROL);
}

unsigned fake_link_value(UnfoldLink *link, int port, float value)
{
    for (uint32_t k = 0; k < link->port_count; ++k)
        if (link->port_at[k] == port)
            return unfold_link_hear(link, k, sizeof value, 0, &value);
    return 0;
}

unsigned fake_link_hear(UnfoldLink *link, const void *atom, uint32_t size)
{
    return unfold_link_hear(link, UNFOLD_PORT_NOTIFY, size, link->event_transfer, atom);
}

static void begin_set(UnfoldLink *link, LV2_Atom_Forge *forge, uint64_t *buffer,
                      size_t size, LV2_URID property, LV2_Atom_Forge_Frame *object)
{
    *forge = link->forge;
    lv2_atom_forge_set_buffer(forge, (uint8_t *)buffer, size);
    lv2_atom_forge_object(forge, object, 0, link->uris.patch_set);
    lv2_atom_forge_key(forge, link->uris.patch_property);
    lv2_atom_forge_urid(forge, property);
    lv2_atom_forge_key(forge, link->uris.patch_value);
}

unsigned fake_link_set_text(UnfoldLink *link, LV2_URID property, LV2_URID type,
                            const char *text)
{
    static uint64_t buffer[4096];
    LV2_Atom_Forge forge;
    LV2_Atom_Forge_Frame object;
    begin_set(link, &forge, buffer, sizeof buffer, property, &object);
    lv2_atom_forge_typed_string(&forge, type, text, (uint32_t)strlen(text));
    lv2_atom_forge_pop(&forge, &object);
    return fake_link_hear(link, buffer,
                          lv2_atom_total_size((LV2_Atom *)(void *)buffer));
}

unsigned fake_link_set_float(UnfoldLink *link, LV2_URID property, float value)
{
    uint64_t buffer[32];
    LV2_Atom_Forge forge;
    LV2_Atom_Forge_Frame object;
    begin_set(link, &forge, buffer, sizeof buffer, property, &object);
    lv2_atom_forge_float(&forge, value);
    lv2_atom_forge_pop(&forge, &object);
    return fake_link_hear(link, buffer,
                          lv2_atom_total_size((LV2_Atom *)(void *)buffer));
}
