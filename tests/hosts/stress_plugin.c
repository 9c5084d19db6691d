/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "tests/hosts/stress.h"

#include <lv2/atom/atom.h>
#include <lv2/core/lv2.h>
#include <lv2/patch/patch.h>
#include <lv2/port-props/port-props.h>
#include <lv2/resize-port/resize-port.h>
#include <math.h>

#define RDFS_RANGE "http://www.w3.org/2000/01/rdf-schema#range"

static bool port_is(LilvWorld *world, const LilvPlugin *plugin, const LilvPort *port,
                    const char *class)
{
    LilvNode *node = lilv_new_uri(world, class);
    const bool is = lilv_port_is_a(plugin, port, node);
    lilv_node_free(node);
    return is;
}

static float number(const LilvNode *node)
{
    return node && (lilv_node_is_float(node) || lilv_node_is_int(node))
               ? lilv_node_as_float(node)
               : NAN;
}

static uint32_t least_bytes(LilvWorld *world, const LilvPlugin *plugin,
                            const LilvPort *port)
{
    LilvNode *key = lilv_new_uri(world, LV2_RESIZE_PORT__minimumSize);
    LilvNode *size = lilv_port_get(plugin, port, key);
    const uint32_t bytes = size ? (uint32_t)lilv_node_as_int(size) : 0;
    lilv_node_free(size);
    lilv_node_free(key);
    return bytes;
}

static void read_port(LilvWorld *world, const LilvPlugin *plugin, uint32_t index,
                      Port *port)
{
    const LilvPort *lilv = lilv_plugin_get_port_by_index(plugin, index);
    *port = (Port){.symbol = lilv_node_as_string(lilv_port_get_symbol(plugin, lilv))};
    if (port_is(world, plugin, lilv, LV2_CORE__AudioPort))
        port->kind = PORT_AUDIO;
    else if (port_is(world, plugin, lilv, LV2_CORE__ControlPort))
        port->kind = PORT_CONTROL;
    else if (port_is(world, plugin, lilv, LV2_ATOM__AtomPort))
        port->kind = PORT_ATOM;
    else
        fail("port %s is of a kind that this host does not know", port->symbol);
    port->is_input = port_is(world, plugin, lilv, LV2_CORE__InputPort);
    LilvNode *expensive = lilv_new_uri(world, LV2_PORT_PROPS__expensive);
    port->is_expensive = lilv_port_has_property(plugin, lilv, expensive);
    lilv_node_free(expensive);
    LilvNode *normal, *minimum, *maximum;
    lilv_port_get_range(plugin, lilv, &normal, &minimum, &maximum);
    port->normal = number(normal);
    port->minimum = number(minimum);
    port->maximum = number(maximum);
    lilv_node_free(normal);
    lilv_node_free(minimum);
    lilv_node_free(maximum);
    port->least = least_bytes(world, plugin, lilv);
}

static float limit_of(LilvWorld *world, const LilvNode *property, const char *which)
{
    LilvNode *key = lilv_new_uri(world, which);
    LilvNode *value = lilv_world_get(world, property, key, NULL);
    const float limit = number(value);
    lilv_node_free(value);
    lilv_node_free(key);
    return limit;
}

static void read_property(LilvWorld *world, const LilvNode *node, Property *property)
{
    LilvNode *key = lilv_new_uri(world, RDFS_RANGE);
    LilvNode *range = lilv_world_get(world, node, key, NULL);
    *property = (Property){urid(lilv_node_as_uri(node)),
                           range ? urid(lilv_node_as_uri(range)) : 0,
                           limit_of(world, node, LV2_CORE__minimum),
                           limit_of(world, node, LV2_CORE__maximum)};
    lilv_node_free(range);
    lilv_node_free(key);
}

static void read_properties(LilvWorld *world, Plugin *plugin, const char *which)
{
    LilvNode *key = lilv_new_uri(world, which);
    LilvNodes *list = lilv_plugin_get_value(plugin->lilv, key);
    LILV_FOREACH(nodes, k, list)
    {
        if (plugin->property_count == MOST_PROPERTIES)
            fail("there are more than %d properties", MOST_PROPERTIES);
        read_property(world, lilv_nodes_get(list, k),
                      &plugin->properties[plugin->property_count++]);
    }
    lilv_nodes_free(list);
    lilv_node_free(key);
}

void read_plugin(LilvWorld *world, const LilvPlugin *lilv, Plugin *plugin)
{
    *plugin = (Plugin){.lilv = lilv};
    plugin->uri = lilv_node_as_uri(lilv_plugin_get_uri(lilv));
    stress.plugin = plugin->uri;
    plugin->port_count = lilv_plugin_get_num_ports(lilv);
    if (plugin->port_count == 0 || plugin->port_count > MOST_PORTS)
        fail("there are %u ports, not 1 to %d", plugin->port_count, MOST_PORTS);
    for (uint32_t k = 0; k < plugin->port_count; ++k)
        read_port(world, lilv, k, &plugin->ports[k]);
    read_properties(world, plugin, LV2_PATCH__writable);
    read_properties(world, plugin, LV2_PATCH__readable);
    LilvNode *safe = lilv_new_uri(world, LV2_STATE__threadSafeRestore);
    plugin->restores_safely = lilv_plugin_has_feature(lilv, safe);
    lilv_node_free(safe);
}
