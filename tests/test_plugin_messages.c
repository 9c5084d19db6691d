/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "tests/support/host.h"
#include "tests/support/suite.h"

#include <lv2/atom/forge.h>
#include <lv2/atom/util.h>
#include <lv2/patch/patch.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static float heard[1024];

static void cycle(Host *host)
{
    host_run(host, host_pluck(), heard, 64);
}

static void test_get(void)
{
    Host *host = host_open(&(HostOptions){0});
    cycle(host);
    CU_ASSERT_EQUAL(host->tellings, 1); /* of the start */
    cycle(host);
    CU_ASSERT_EQUAL(host->tellings, 1);
    host_get(host);
    cycle(host);
    CU_ASSERT_EQUAL(host->tellings, 2);
    CU_ASSERT_STRING_EQUAL(host->told, host_bundled_model());
    CU_ASSERT_EQUAL(host->changes, 0);
    CU_ASSERT_EQUAL(host->rate_tellings, 1);
    CU_ASSERT_EQUAL(host->told_rate, 0);
    host_close(host);
}

static void test_model_rate(void)
{
    static const struct {
        float set, told;
        unsigned changes;
    } steps[] = {{44100, 44100, 1}, {44100, 44100, 1}, {-1, 0, 2},   {NAN, 0, 2},
                 {8000, 8000, 3},   {7999, 0, 4},      {1e9f, 0, 4}, {INFINITY, 0, 4}};
    Host *host = host_open(&(HostOptions){.worker = HOST_WORKS_AT_ONCE});
    for (size_t k = 0; k < sizeof steps / sizeof *steps; ++k) {
        host_set_model_rate(host, steps[k].set);
        cycle(host);
        CU_ASSERT_EQUAL(host->told_rate, steps[k].told);
        CU_ASSERT_EQUAL(host->changes, steps[k].changes);
    }
    CU_ASSERT_STRING_EQUAL(host->told, host_bundled_model());
    host_close(host);
}

/* A model that says this of itself; NaN and NULL: nothing. */
static const char *put_model(const char *name, const char *gear, double test,
                             double validation)
{
    const char *path = test_path(name);
    UnfoldModelFile file = {.model = host_make_model(2), .facts = unfold_facts_new()};
    if (gear)
        unfold_facts_set_text(file.facts, UNFOLD_METADATA, "gear", gear);
    if (!isnan(test))
        unfold_facts_set_number(file.facts, UNFOLD_TRAINING, "esr_test", test);
    if (!isnan(validation))
        unfold_facts_set_number(file.facts, UNFOLD_TRAINING, "esr_validation",
                                validation);
    CU_ASSERT_EQUAL(unfold_model_save(path, &file, NULL), UNFOLD_OK);
    unfold_model_file_clear(&file);
    return path;
}

static void test_gear_and_error(void)
{
    static const struct {
        const char *gear, *told;
        double test, validation;
        float esr;
    } cases[] = {{"Green \"drive\" 2", "Green \"drive\" 2", 0.25, 0.5, 0.25f},
                 {"", "", NAN, 0.5, 0.5f},
                 {NULL, "", 0, 0.5, 0},
                 {NULL, "", -3, 0.5, 0.5f},
                 {NULL, "", 1e300, NAN, -1},
                 {NULL, "", NAN, NAN, -1}};
    Host *host = host_open(&(HostOptions){.worker = HOST_WORKS_AT_ONCE});
    for (size_t k = 0; k < sizeof cases / sizeof *cases; ++k) {
        strcpy(host->told_gear, "?");
        host->told_esr = 9;
        host_set_model(host, put_model("told.json", cases[k].gear, cases[k].test,
                                       cases[k].validation));
        for (int n = 0; n < 100; ++n)
            cycle(host);
        CU_ASSERT_STRING_EQUAL(host->told_gear, cases[k].told);
        CU_ASSERT_EQUAL(host->told_esr, cases[k].esr);
    }
    host_close(host);
}

/* Characters of one to four bytes, beginning anywhere: whole ones, and an ellipsis. */
static void test_long_gear(void)
{
    static const char *const characters[] = {"x", "\xc3\xa9", "\xe2\x99\xaa",
                                             "\xf0\x9f\x8e\xb8"};
    enum { MOST = 127, ELLIPSIS = 3 };
    Host *host = host_open(&(HostOptions){.worker = HOST_WORKS_AT_ONCE});
    for (size_t size = 1; size <= 4; ++size)
        for (size_t before = 0; before < 4; ++before) {
            char gear[201], told[201];
            memset(gear, '.', before);
            for (size_t n = before; n <= MOST; n += size)
                strcpy(gear + n, characters[size - 1]);
            const size_t kept = before + (MOST - ELLIPSIS - before) / size * size;
            snprintf(told, sizeof told, "%.*s\xe2\x80\xa6", (int)kept, gear);
            host_set_model(host, put_model("told.json", gear, NAN, NAN));
            for (int n = 0; n < 100; ++n)
                cycle(host);
            CU_ASSERT_STRING_EQUAL(host->told_gear, told);
        }
    char fits[MOST + 1] = "";
    memset(fits, 'x', MOST);
    host_set_model(host, put_model("told.json", fits, NAN, NAN));
    for (int n = 0; n < 100; ++n)
        cycle(host);
    CU_ASSERT_STRING_EQUAL(host->told_gear, fits);
    host_close(host);
}

static void test_without_worker(void)
{
    Host *host = host_open(&(HostOptions){0});
    cycle(host);
    host_set_model(host, host_model("second.json", 2));
    cycle(host);
    CU_ASSERT_EQUAL(host->tellings, 2);
    CU_ASSERT_STRING_EQUAL(host->told, host_bundled_model());
    host_close(host);
}

static void test_small_buffer(void)
{
    Host *host = host_open(&(HostOptions){.worker = HOST_WORKS_LATER});
    for (uint32_t room = 0; room < 200; ++room) {
        memset(host->notify.bytes, 0x55, sizeof host->notify);
        host->notify_room = room;
        host_get(host);
        cycle(host);
        const uint32_t end = room < 8 ? 8 : room;
        for (uint32_t k = end; k < end + 64; ++k)
            CU_ASSERT_EQUAL(host->notify.bytes[k], 0x55);
        if (room < sizeof(LV2_Atom_Sequence))
            CU_ASSERT_EQUAL(host->notify.sequence.atom.size, 0);
    }
    host->notify_room = 8192;
    host->told[0] = '\0';
    host_get(host);
    cycle(host);
    CU_ASSERT_STRING_EQUAL(host->told, host_bundled_model());
    host_close(host);
}

static void test_waits_for_room(void)
{
    Host *host = host_open(&(HostOptions){0});
    host->notify_room = 8;
    cycle(host);
    cycle(host);
    CU_ASSERT_EQUAL(host->tellings, 0);
    host->notify_room = 4096;
    cycle(host);
    CU_ASSERT_EQUAL(host->tellings, 1);
    host_close(host);
}

static void test_no_buffers(void)
{
    Host *host = host_open(&(HostOptions){.worker = HOST_WORKS_LATER});
    for (uint32_t port = 0; port < UNFOLD_PORT_COUNT; ++port)
        host->descriptor->connect_port(host->instance, port, NULL);
    host->descriptor->run(host->instance, 64);
    host_run(host, host_pluck(), heard, 64);
    host_close(host);
}

static void test_string_and_subject(void)
{
    const char *path = host_model("second.json", 2);
    Host *host = host_open(&(HostOptions){.worker = HOST_WORKS_AT_ONCE});
    cycle(host);
    uint64_t buffer[128];
    LV2_Atom_Forge forge;
    LV2_Atom_Forge_Frame frame;
    lv2_atom_forge_init(&forge, &host->map);
    lv2_atom_forge_set_buffer(&forge, (uint8_t *)buffer, sizeof buffer);
    lv2_atom_forge_object(&forge, &frame, 0, host_urid(LV2_PATCH__Set));
    lv2_atom_forge_key(&forge, host_urid(LV2_PATCH__subject));
    lv2_atom_forge_urid(&forge, host_urid(UNFOLD_EFFECT_URI));
    lv2_atom_forge_key(&forge, host_urid(LV2_PATCH__property));
    lv2_atom_forge_urid(&forge, host_urid(UNFOLD_MODEL_URI));
    lv2_atom_forge_key(&forge, host_urid(LV2_PATCH__value));
    const LV2_Atom bare = {(uint32_t)strlen(path), host_urid(LV2_ATOM__Path)};
    lv2_atom_forge_raw(&forge, &bare, sizeof bare); /* without its NUL */
    lv2_atom_forge_write(&forge, path, bare.size);
    lv2_atom_forge_pop(&forge, &frame);
    host_put(host, buffer, forge.offset);
    for (int k = 0; k < 100; ++k)
        cycle(host);
    CU_ASSERT_STRING_EQUAL(host->told, path);
    host_close(host);
}

static void test_too_long(void)
{
    Host *host = host_open(&(HostOptions){.worker = HOST_WORKS_AT_ONCE});
    cycle(host);
    char path[5000];
    memset(path, 'x', sizeof path);
    path[0] = '/';
    path[sizeof path - 1] = '\0';
    host_set_model(host, path);
    cycle(host);
    host_set_model(host, "");
    cycle(host);
    CU_ASSERT_EQUAL(host->tellings, 3);
    CU_ASSERT_STRING_EQUAL(host->log, "");
    host_close(host);
}

/* Every size and type of a good message spoiled in turn, then at random. */
static void test_malformed(void)
{
    Host *host = host_open(&(HostOptions){.worker = HOST_WORKS_AT_ONCE});
    host_set_model(host, "/nowhere/at-all.json");
    const LV2_Atom_Sequence sequence = host->control.sequence;
    const uint32_t size = sequence.atom.size + (uint32_t)sizeof(LV2_Atom);
    static uint8_t good[sizeof host->control];
    memcpy(good, host->control.bytes, size);
    static const uint32_t bad[] = {0,  1,  7,          8,          9,
                                   15, 16, 0x7fffffff, 0xfffffff8, 0xffffffff};
    uint32_t seed = 1;
    for (uint32_t at = 0; at + 4 <= size; at += 4) {
        for (size_t k = 0; k < sizeof bad / sizeof *bad; ++k) {
            /* The sequence's own size is the host's word on its buffer: only smaller.
             */
            if (at == 0 && bad[k] > size)
                continue;
            memcpy(host->control.bytes, good, size);
            memcpy(host->control.bytes + at, &bad[k], 4);
            cycle(host);
        }
    }
    for (int k = 0; k < 20000; ++k) {
        memcpy(host->control.bytes, good, size);
        for (int n = 0; n < 3; ++n) {
            seed = seed * 1664525u + 1013904223u;
            host->control.bytes[4 + (seed >> 8) % (size - 4)] = (uint8_t)(seed >> 24);
        }
        host_run(host, host_pluck(), heard, 1);
        host->log[0] = '\0';
    }
    lv2_atom_sequence_clear(&host->control.sequence);
    host->control.sequence.atom.type = host_urid(LV2_ATOM__Sequence);
    host->told[0] = '\0';
    host_get(host);
    cycle(host);
    CU_ASSERT_STRING_EQUAL(host->told, host_bundled_model());
    host_close(host);
}

const Suite plugin_messages_suite = {
    "plugin-messages",
    (const Test[]){
        {"patch:Get is answered with the model's path and rate", test_get},
        {"a rate for the model that is not played leaves it to the file",
         test_model_rate},
        {"gear and error of the model are told, as far as it knows them",
         test_gear_and_error},
        {"gear that is too long ends with an ellipsis after a whole character",
         test_long_gear},
        {"without a worker patch:Set is refused", test_without_worker},
        {"a notify buffer of any size is never written beyond", test_small_buffer},
        {"what found no room is told later", test_waits_for_room},
        {"unconnected ports do no harm", test_no_buffers},
        {"a path may lack its NUL, a message may have a subject",
         test_string_and_subject},
        {"a path that is empty or too long is refused", test_too_long},
        {"malformed messages are passed over", test_malformed},
        {NULL, NULL},
    },
};
