/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_TESTS_HOSTS_URIS_H
#define UNFOLD_TESTS_HOSTS_URIS_H

#include <lv2/urid/urid.h>
#include <stdio.h>
#include <string.h>

/* The numbers of URIs in a small host: their places in this list, from 1. */

static char uris[256][256];

static LV2_URID map_uri(LV2_URID_Map_Handle handle, const char *uri)
{
    (void)handle;
    LV2_URID id = 0;
    while (id < 255 && uris[id][0] && strcmp(uris[id], uri) != 0)
        ++id;
    snprintf(uris[id], sizeof uris[id], "%s", uri);
    return id + 1;
}

#endif
