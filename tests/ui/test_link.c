/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "tests/support/suite.h"
#include "tests/ui/fake_link.h"

#include <lv2/atom/util.h>
#include <math.h>
#include <string.h>

static UnfoldLink fresh;

static void controls_go_to_their_ports(void)
{
    float value;
    for (unsigned channels = 1; channels <= 2; ++channels) {
        fake_link_open(&fresh, channels);
        unfold_link_put(&fresh, UNFOLD_PORT_MIX, 25);
        CU_ASSERT_EQUAL(fake_writes.index,
                        unfold_port_index(UNFOLD_PORT_MIX, channels));
        CU_ASSERT_EQUAL(fake_writes.size, sizeof value);
        CU_ASSERT_EQUAL(fake_writes.protocol, 0);
        memcpy(&value, fake_writes.bytes, sizeof value);
        CU_ASSERT_DOUBLE_EQUAL(value, 25, 0);
        CU_ASSERT_DOUBLE_EQUAL(fresh.values[UNFOLD_PORT_MIX], 25, 0);
    }
    const unsigned before = fake_writes.writes;
    unfold_link_put(&fresh, UNFOLD_PORT_MIX, NAN);
    unfold_link_put(&fresh, 99, 1);
    CU_ASSERT_EQUAL(fake_writes.writes, before);
    unfold_link_grab(&fresh, UNFOLD_PORT_MIX, true);
    CU_ASSERT_TRUE(fake_writes.grabbed);
    unfold_link_grab(&fresh, UNFOLD_PORT_MIX, false);
    CU_ASSERT_EQUAL(fake_writes.touches, 2);
    fresh.touch = NULL;
    unfold_link_grab(&fresh, UNFOLD_PORT_MIX, true);
    CU_ASSERT_EQUAL(fake_writes.touches, 2);
}

static void messages_are_what_the_plugin_reads(void)
{
    const LV2_Atom_Object *sent = (const void *)fake_writes.bytes;
    const LV2_Atom *property = NULL, *value = NULL;
    fake_link_open(&fresh, 1);
    const UnfoldUris *uris = &fresh.uris;
    unfold_link_load(&fresh, "/models/an amp.nam");
    CU_ASSERT_EQUAL(fake_writes.index, UNFOLD_PORT_CONTROL);
    CU_ASSERT_EQUAL(fake_writes.protocol, fresh.event_transfer);
    CU_ASSERT_EQUAL(fake_writes.size, lv2_atom_total_size(&sent->atom));
    CU_ASSERT_EQUAL(sent->body.otype, uris->patch_set);
    lv2_atom_object_get(sent, uris->patch_property, &property, uris->patch_value,
                        &value, 0);
    CU_ASSERT_PTR_NOT_NULL_FATAL(value);
    CU_ASSERT_EQUAL(((const LV2_Atom_URID *)property)->body, uris->model);
    CU_ASSERT_EQUAL(value->type, uris->atom_path);
    CU_ASSERT_STRING_EQUAL((const char *)(value + 1), "/models/an amp.nam");
    unfold_link_get(&fresh);
    CU_ASSERT_EQUAL(sent->body.otype, uris->patch_get);
    unfold_link_watch(&fresh, 2);
    CU_ASSERT_EQUAL(sent->body.otype, uris->watch);
    value = NULL;
    lv2_atom_object_get(sent, uris->seconds, &value, 0);
    CU_ASSERT_PTR_NOT_NULL_FATAL(value);
    CU_ASSERT_DOUBLE_EQUAL(((const LV2_Atom_Float *)value)->body, 2, 0);
}

static void paths_that_are_too_long_are_not_asked_for(void)
{
    char path[5000];
    fake_link_open(&fresh, 1);
    memset(path, 'x', sizeof path - 1);
    path[sizeof path - 1] = 0;
    unfold_link_load(&fresh, path);
    unfold_link_load(&fresh, "");
    CU_ASSERT_EQUAL(fake_writes.writes, 0);
    path[4095] = 0;
    unfold_link_load(&fresh, path);
    CU_ASSERT_EQUAL(fake_writes.writes, 1);
}

static void values_are_news_when_they_are_new(void)
{
    fake_link_open(&fresh, 2);
    CU_ASSERT_TRUE(isnan(fresh.values[UNFOLD_PORT_MIX]));
    CU_ASSERT_EQUAL(fake_link_value(&fresh, UNFOLD_PORT_MIX, 50), UNFOLD_NEWS_PORT);
    CU_ASSERT_EQUAL(fake_link_value(&fresh, UNFOLD_PORT_MIX, 50), 0);
    CU_ASSERT_EQUAL(fake_link_value(&fresh, UNFOLD_PORT_MIX, NAN), 0);
    CU_ASSERT_EQUAL(fake_link_value(&fresh, UNFOLD_PORT_MIX, INFINITY), 0);
    CU_ASSERT_DOUBLE_EQUAL(fresh.values[UNFOLD_PORT_MIX], 50, 0);
    const float value = 1;
    CU_ASSERT_EQUAL(unfold_link_hear(&fresh, 9999, 4, 0, &value), 0);
    CU_ASSERT_EQUAL(unfold_link_hear(&fresh, 5, 3, 0, &value), 0);
    CU_ASSERT_EQUAL(unfold_link_hear(&fresh, 5, 4, 77777, &value), 0);
    CU_ASSERT_EQUAL(unfold_link_hear(&fresh, 5, 4, 0, NULL), 0);
}

static void properties_are_heard(void)
{
    fake_link_open(&fresh, 1);
    const UnfoldUris *uris = &fresh.uris;
    CU_ASSERT_EQUAL(
        fake_link_set_text(&fresh, uris->model, uris->atom_path, "/a/b.json"),
        UNFOLD_NEWS_MODEL);
    CU_ASSERT_STRING_EQUAL(fresh.model, "/a/b.json");
    fake_link_set_text(&fresh, uris->name, uris->atom_string, "An amp");
    fake_link_set_text(&fresh, uris->gear, uris->atom_string, "Valves");
    fake_link_set_text(&fresh, uris->knobs, uris->atom_string, "gain, tone");
    CU_ASSERT_STRING_EQUAL(fresh.name, "An amp");
    CU_ASSERT_STRING_EQUAL(fresh.gear, "Valves");
    CU_ASSERT_STRING_EQUAL(fresh.knobs, "gain, tone");
    CU_ASSERT_EQUAL(
        fake_link_set_text(&fresh, uris->problem, uris->atom_string, "b: no model"),
        UNFOLD_NEWS_PROBLEM);
    CU_ASSERT_STRING_EQUAL(fresh.problem, "b: no model");
    fake_link_set_text(&fresh, uris->labels, uris->atom_string, "kick\nsnare");
    CU_ASSERT_STRING_EQUAL(fresh.labels, "kick\nsnare");
    CU_ASSERT_EQUAL(fake_link_set_text(&fresh, uris->label, uris->atom_string, "kick"),
                    UNFOLD_NEWS_LABEL);
    fake_link_set_float(&fresh, uris->esr, 0.25f);
    CU_ASSERT_DOUBLE_EQUAL(fresh.esr, 0.25, 0);
    fake_link_set_float(&fresh, uris->esr, -1);
    CU_ASSERT_TRUE(isnan(fresh.esr));
    fake_link_set_float(&fresh, uris->accuracy, 0.9f);
    CU_ASSERT_DOUBLE_EQUAL(fresh.accuracy, 0.9, 1e-6);
    fake_link_set_float(&fresh, uris->threshold, 0.6f);
    CU_ASSERT_DOUBLE_EQUAL(fresh.threshold, 0.6, 1e-6);
    fake_link_set_text(&fresh, uris->task, uris->atom_string, "frame");
    CU_ASSERT_STRING_EQUAL(fresh.task, "frame");
    CU_ASSERT_EQUAL(fake_link_set_float(&fresh, uris->model_rate, 1), 0);
    CU_ASSERT_EQUAL(fake_link_set_text(&fresh, uris->name, uris->atom_path, "x"), 0);
}

static void texts_can_be_drawn_whatever_they_are(void)
{
    char text[3000];
    fake_link_open(&fresh, 1);
    const UnfoldUris *uris = &fresh.uris;
    fake_link_set_text(&fresh, uris->name, uris->atom_string, "a\xff\tb\xc3");
    CU_ASSERT_STRING_EQUAL(fresh.name, "a? b?");
    memset(text, 0xe2, sizeof text);
    for (size_t k = 0; k + 3 < sizeof text; k += 3)
        memcpy(text + k, "\xe2\x82\xac", 3);
    text[sizeof text - 1] = 0;
    fake_link_set_text(&fresh, uris->name, uris->atom_string, text);
    CU_ASSERT_EQUAL(strlen(fresh.name), 255);
    CU_ASSERT_PTR_NULL(strchr(fresh.name, '?'));
}

/* A picture of the effect: two pairs, two columns of three units. */
static uint32_t forge_picture(uint64_t *buffer, size_t size, int32_t units,
                              uint32_t floats)
{
    const float pairs[] = {0.1f, 0.2f, NAN, 0.4f}, states[6] = {1, 2, 3, 4, 5, 6};
    LV2_Atom_Forge forge = fresh.forge;
    LV2_Atom_Forge_Frame object;
    lv2_atom_forge_set_buffer(&forge, (uint8_t *)buffer, size);
    lv2_atom_forge_object(&forge, &object, 0, fresh.uris.picture);
    lv2_atom_forge_key(&forge, fresh.uris.cloud);
    lv2_atom_forge_vector(&forge, 4, forge.Float, 4, pairs);
    lv2_atom_forge_key(&forge, fresh.uris.units);
    lv2_atom_forge_int(&forge, units);
    lv2_atom_forge_key(&forge, fresh.uris.states);
    lv2_atom_forge_vector(&forge, 4, forge.Float, floats, states);
    lv2_atom_forge_pop(&forge, &object);
    return lv2_atom_total_size((LV2_Atom *)(void *)buffer);
}

static void pictures_are_heard(void)
{
    uint64_t buffer[64];
    fake_link_open(&fresh, 1);
    uint32_t size = forge_picture(buffer, sizeof buffer, 3, 6);
    CU_ASSERT_EQUAL(fake_link_hear(&fresh, buffer, size), UNFOLD_NEWS_PICTURE);
    CU_ASSERT_EQUAL(fresh.picture.pairs, 2);
    CU_ASSERT_DOUBLE_EQUAL(fresh.picture.cloud[1], 0.2, 1e-6);
    CU_ASSERT_DOUBLE_EQUAL(fresh.picture.cloud[2], 0, 0); /* was no number */
    CU_ASSERT_EQUAL(fresh.picture.columns, 2);
    CU_ASSERT_EQUAL(fresh.picture.units, 3);
    CU_ASSERT_DOUBLE_EQUAL(fresh.picture.states[5], 6, 0);
    size = forge_picture(buffer, sizeof buffer, 4, 6); /* one column and a half */
    fake_link_hear(&fresh, buffer, size);
    CU_ASSERT_EQUAL(fresh.picture.columns, 1);
    static const int32_t bad[] = {0, -1, 7, INT32_MAX, INT32_MIN};
    for (size_t k = 0; k < sizeof bad / sizeof *bad; ++k) {
        size = forge_picture(buffer, sizeof buffer, bad[k], 6);
        fake_link_hear(&fresh, buffer, size);
        CU_ASSERT_EQUAL(fresh.picture.columns, 0);
        CU_ASSERT_PTR_NULL(fresh.picture.states);
        CU_ASSERT_EQUAL(fresh.picture.pairs, 2);
    }
}

static void features_are_heard(void)
{
    uint64_t buffer[64];
    const float frames[6] = {1, 2, 3, 4, 5, 6};
    fake_link_open(&fresh, 1);
    LV2_Atom_Forge forge = fresh.forge;
    LV2_Atom_Forge_Frame object;
    lv2_atom_forge_set_buffer(&forge, (uint8_t *)buffer, sizeof buffer);
    lv2_atom_forge_object(&forge, &object, 0, fresh.uris.picture);
    lv2_atom_forge_key(&forge, fresh.uris.rows);
    lv2_atom_forge_int(&forge, 2);
    lv2_atom_forge_key(&forge, fresh.uris.answers);
    lv2_atom_forge_int(&forge, 1);
    lv2_atom_forge_key(&forge, fresh.uris.hop);
    lv2_atom_forge_float(&forge, 0.01f);
    lv2_atom_forge_key(&forge, fresh.uris.frames);
    lv2_atom_forge_vector(&forge, 4, forge.Float, 6, frames);
    lv2_atom_forge_pop(&forge, &object);
    const uint32_t size = lv2_atom_total_size((LV2_Atom *)(void *)buffer);
    CU_ASSERT_EQUAL(fake_link_hear(&fresh, buffer, size), UNFOLD_NEWS_PICTURE);
    CU_ASSERT_EQUAL(fresh.picture.columns, 2);
    CU_ASSERT_EQUAL(fresh.picture.rows, 2);
    CU_ASSERT_EQUAL(fresh.picture.answers, 1);
    CU_ASSERT_DOUBLE_EQUAL(fresh.picture.hop, 0.01, 1e-6);
    CU_ASSERT_DOUBLE_EQUAL(fresh.picture.frames[5], 6, 0);
}

/* Bytes that are not all there, not aligned, or others: nothing may be read beyond
   them (which the sanitizers see), and pictures are of what is there. */
static void broken_messages_do_no_harm(void)
{
    uint64_t buffer[64];
    uint32_t random = 1;
    fake_link_open(&fresh, 1);
    const uint32_t size = forge_picture(buffer, sizeof buffer, 3, 6);
    for (uint32_t cut = 0; cut < size; ++cut) {
        char exact[512];
        memcpy(exact + 1, buffer, cut);
        CU_ASSERT_EQUAL(fake_link_hear(&fresh, exact + 1, cut), 0);
    }
    for (int turn = 0; turn < 20000; ++turn) {
        uint64_t other[64];
        memcpy(other, buffer, sizeof other);
        for (int k = 0; k < 3; ++k) {
            random = random * 1664525u + 1013904223u;
            ((uint8_t *)other)[(random >> 8) % size] =
                turn & 1 ? 0xff : (uint8_t)(random >> 24);
        }
        fake_link_hear(&fresh, other, size);
        const UnfoldPicture *picture = &fresh.picture;
        const char *begin = (const char *)fresh.message;
        if (picture->pairs)
            CU_ASSERT((const char *)(picture->cloud + 2 * (size_t)picture->pairs) <=
                      begin + size);
        if (picture->states)
            CU_ASSERT((const char *)(picture->states +
                                     (size_t)picture->columns * picture->units) <=
                      begin + size);
    }
    static const uint64_t huge[UNFOLD_MAX_MESSAGE / 8 + 1];
    CU_ASSERT_EQUAL(fake_link_hear(&fresh, huge, sizeof huge), 0);
}

const Suite link_suite = {
    "link",
    (const Test[]){
        {"controls go to their ports", controls_go_to_their_ports},
        {"messages are what the plugin reads", messages_are_what_the_plugin_reads},
        {"paths that are too long are not asked for",
         paths_that_are_too_long_are_not_asked_for},
        {"values are news when they are new", values_are_news_when_they_are_new},
        {"properties are heard", properties_are_heard},
        {"texts can be drawn whatever they are", texts_can_be_drawn_whatever_they_are},
        {"pictures are heard", pictures_are_heard},
        {"features are heard", features_are_heard},
        {"broken messages do no harm", broken_messages_do_no_harm},
        {NULL, NULL},
    },
};
