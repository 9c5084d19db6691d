/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "tests/fuzz/plugin.h"
#include "plugin/uris.h"
#include "tests/fuzz/readers.h"
#include "tests/support/host.h"
#include "tests/support/listen_models.h"
#include "tests/support/suite.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define FRAMES 96

/* One instance of each plugin for all inputs: what one leaves behind must not harm the
   next. */
static Host *effect, *listener;
static Host *host; /* the one of this input */

static void open_once(void)
{
    if (effect)
        return;
#define MAP(member, uri) host_urid(uri);
    UNFOLD_URIS(MAP) /* first, so that seeds know their numbers */
#undef MAP
    effect = host_open(&(HostOptions){.worker = HOST_WORKS_AT_ONCE});
    listener = host_open(&(HostOptions){.worker = HOST_WORKS_AT_ONCE, .listens = true});
    const HostState state =
        host_state_of(put_listening("ear.json", UNFOLD_TASK_FRAME, 5));
    host_restore(listener, &state);
}

void fuzz_plugin_close(void)
{
    if (!effect)
        return;
    host_close(effect);
    host_close(listener);
    effect = listener = host = NULL;
}

static void run(void)
{
    float out[FRAMES];
    if (host == listener)
        host_listen(host, host_pluck(), out, FRAMES);
    else
        host_run(host, host_pluck(), out, FRAMES);
    host->event_count = 0;
    size_t wrong = 0;
    for (size_t k = 0; k < FRAMES; ++k)
        wrong += !isfinite(out[k]);
    CU_ASSERT_EQUAL(wrong, 0);
    host->log[0] = '\0';
}

/* The body of a sequence in a buffer without a byte to spare. */
static void send(uint32_t type, const uint8_t *body, size_t size)
{
    LV2_Atom *atom = malloc(sizeof *atom + size);
    if (!atom)
        abort();
    *atom = (LV2_Atom){(uint32_t)size, type};
    if (size)
        memcpy(atom + 1, body, size);
    host->descriptor->connect_port(host->instance, UNFOLD_PORT_CONTROL, atom);
    run();
    host->descriptor->connect_port(host->instance, UNFOLD_PORT_CONTROL, &host->control);
    free(atom);
}

typedef struct {
    void *value;
    size_t size;
    uint32_t key, type;
} Stored;

static const void *retrieve(LV2_State_Handle handle, uint32_t key, size_t *size,
                            uint32_t *type, uint32_t *flags)
{
    static const char gone[] = "/gone/it.json";
    const Stored *stored = handle;
    *flags = LV2_STATE_IS_POD;
    if (key == stored->key) {
        *size = stored->size;
        *type = stored->type;
        return stored->value;
    }
    if (key != host_urid(UNFOLD_MODEL_URI) ||
        stored->key != host_urid(UNFOLD_EMBEDDED_URI))
        return NULL;
    *size = sizeof gone;
    *type = host_urid(LV2_ATOM__Path);
    return gone;
}

static void restore(const FuzzPluginHead *head, const uint8_t *value, size_t size)
{
    const char *key = head->flags & FUZZ_EMBEDDED ? UNFOLD_EMBEDDED_URI
                      : head->flags & FUZZ_RATE   ? UNFOLD_MODEL_RATE_URI
                                                  : UNFOLD_MODEL_URI;
    if (head->flags & FUZZ_MAPPED) {
        static HostState state;
        state.stored = 1;
        state.list[0].key = host_urid(key);
        state.list[0].type = head->type;
        state.list[0].size = size;
        if (size <= sizeof state.list[0].value) {
            memcpy(state.list[0].value, value, size);
            host_restore(host, &state);
        }
        return;
    }
    Stored stored = {malloc(size), size, host_urid(key), head->type};
    const LV2_State_Interface *state =
        host->descriptor->extension_data(LV2_STATE__interface);
    if (size && stored.value)
        memcpy(stored.value, value, size);
    state->restore(host->instance, retrieve, &stored, 0, NULL);
    free(stored.value);
}

static void save(void)
{
    static HostState state;
    CU_ASSERT_EQUAL(host_save(host, &state), LV2_STATE_SUCCESS);
    CU_ASSERT(strlen(host_state_model(&state)) > 0);
}

int fuzz_plugin(const uint8_t *data, size_t size)
{
    FuzzPluginHead head;
    if (size < sizeof head)
        return 0;
    memcpy(&head, data, sizeof head);
    data += sizeof head;
    size -= sizeof head;
    open_once();
    host = head.flags & FUZZ_LISTEN ? listener : effect;
    host->notify_room = head.notify_room % 8193;
    host->worker_is_full = head.flags & FUZZ_NO_WORK;
    if (head.flags & FUZZ_STATE)
        restore(&head, data, size);
    else
        send(head.type, data, size);
    run();
    save();
    CU_ASSERT_EQUAL(host->paths, 0);
    return 0;
}
