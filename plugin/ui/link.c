/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "plugin/ui/link.h"

#include <lv2/atom/util.h>
#include <math.h>
#include <string.h>

void unfold_link_init(UnfoldLink *link, LV2_URID_Map *map, LV2UI_Write_Function write,
                      LV2UI_Controller controller)
{
    memset(link, 0, sizeof *link);
    link->controller = controller;
    link->write = write;
    link->map = map;
    link->event_transfer = map->map(map->handle, LV2_ATOM__eventTransfer);
    unfold_uris_map(&link->uris, map);
    lv2_atom_forge_init(&link->forge, map);
    for (size_t k = 0; k < UNFOLD_MAX_PORTS; ++k)
        link->values[k] = NAN;
    link->esr = link->accuracy = link->threshold = NAN;
}

void unfold_link_add_port(UnfoldLink *link, int port, int control)
{
    if (link->port_count == UNFOLD_MAX_PORTS)
        return;
    if (port == control)
        link->control = link->port_count;
    link->port_at[link->port_count++] = port;
}

/* False: the plugin has no such port. */
static bool find_index(const UnfoldLink *link, int port, uint32_t *index)
{
    for (uint32_t k = 0; k < link->port_count; ++k)
        if (link->port_at[k] == port) {
            *index = k;
            return true;
        }
    return false;
}

void unfold_link_put(UnfoldLink *link, int port, float value)
{
    uint32_t index;
    if (!find_index(link, port, &index) || !isfinite(value))
        return;
    link->values[port] = value;
    if (link->write)
        link->write(link->controller, index, sizeof value, 0, &value);
}

void unfold_link_grab(UnfoldLink *link, int port, bool grabbed)
{
    uint32_t index;
    if (link->touch && link->touch->touch && find_index(link, port, &index))
        link->touch->touch(link->touch->handle, index, grabbed);
}

static void begin(UnfoldLink *link, uint8_t *buffer, size_t size, LV2_URID type,
                  LV2_Atom_Forge_Frame *object)
{
    lv2_atom_forge_set_buffer(&link->forge, buffer, size);
    lv2_atom_forge_object(&link->forge, object, 0, type);
}

static void send(UnfoldLink *link, LV2_Atom_Forge_Frame *object, const void *buffer)
{
    lv2_atom_forge_pop(&link->forge, object);
    const LV2_Atom *atom = buffer;
    if (link->write)
        link->write(link->controller, link->control, lv2_atom_total_size(atom),
                    link->event_transfer, buffer);
}

void unfold_link_load(UnfoldLink *link, const char *path)
{
    uint64_t buffer[(sizeof link->model + 256) / 8];
    const size_t length = strlen(path);
    LV2_Atom_Forge_Frame object;
    if (length == 0 || length >= sizeof link->model)
        return;
    begin(link, (uint8_t *)buffer, sizeof buffer, link->uris.patch_set, &object);
    lv2_atom_forge_key(&link->forge, link->uris.patch_property);
    lv2_atom_forge_urid(&link->forge, link->uris.model);
    lv2_atom_forge_key(&link->forge, link->uris.patch_value);
    lv2_atom_forge_path(&link->forge, path, (uint32_t)length);
    send(link, &object, buffer);
}

void unfold_link_get(UnfoldLink *link)
{
    uint64_t buffer[16];
    LV2_Atom_Forge_Frame object;
    begin(link, (uint8_t *)buffer, sizeof buffer, link->uris.patch_get, &object);
    send(link, &object, buffer);
}

void unfold_link_watch(UnfoldLink *link, double seconds)
{
    uint64_t buffer[16];
    LV2_Atom_Forge_Frame object;
    begin(link, (uint8_t *)buffer, sizeof buffer, link->uris.watch, &object);
    lv2_atom_forge_key(&link->forge, link->uris.seconds);
    lv2_atom_forge_float(&link->forge, (float)seconds);
    send(link, &object, buffer);
}
