/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "tests/support/host.h"

#include "plugin/pictures.h"
#include "tests/support/suite.h"

#include <dlfcn.h>
#include <lv2/atom/forge.h>
#include <lv2/atom/util.h>
#include <lv2/patch/patch.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char *uris[128];

LV2_URID host_urid(const char *uri)
{
    LV2_URID id = 0;
    while (id < sizeof uris / sizeof *uris && uris[id] && strcmp(uris[id], uri) != 0)
        ++id;
    if (!uris[id])
        uris[id] = strdup(uri);
    return id + 1;
}

static LV2_URID map_uri(LV2_URID_Map_Handle handle, const char *uri)
{
    (void)handle;
    return host_urid(uri);
}

static int log_text(LV2_Log_Handle handle, LV2_URID type, const char *format,
                    va_list list)
{
    (void)type;
    Host *host = handle;
    const size_t used = strlen(host->log);
    return vsnprintf(host->log + used, sizeof host->log - used, format, list);
}

__attribute__((format(printf, 3, 4))) static int
log_line(LV2_Log_Handle handle, LV2_URID type, const char *format, ...)
{
    va_list list;
    va_start(list, format);
    const int result = log_text(handle, type, format, list);
    va_end(list);
    return result;
}

static LV2_Worker_Status respond(LV2_Worker_Respond_Handle handle, uint32_t size,
                                 const void *data)
{
    Host *host = handle;
    const LV2_Worker_Interface *worker =
        host->descriptor->extension_data(LV2_WORKER__interface);
    return worker->work_response(host->instance, size, data);
}

static void work_once(Host *host)
{
    const LV2_Worker_Interface *worker =
        host->descriptor->extension_data(LV2_WORKER__interface);
    /* Hosts hand out data that is aligned to nothing. */
    static const char data[8];
    worker->work(host->instance, respond, host, 4, data + 1);
}

static LV2_Worker_Status schedule_later(LV2_Worker_Schedule_Handle handle,
                                        uint32_t size, const void *data)
{
    (void)size;
    (void)data;
    Host *host = handle;
    if (host->worker_is_full)
        return LV2_WORKER_ERR_NO_SPACE;
    ++host->scheduled;
    return LV2_WORKER_SUCCESS;
}

static LV2_Worker_Status schedule_at_once(LV2_Worker_Schedule_Handle handle,
                                          uint32_t size, const void *data)
{
    (void)size;
    (void)data;
    work_once(handle);
    return LV2_WORKER_SUCCESS;
}

unsigned host_work(Host *host)
{
    const unsigned done = host->scheduled;
    for (; host->scheduled > 0; --host->scheduled)
        work_once(host);
    return done;
}

static const LV2_Descriptor *descriptor(Host *host, const HostOptions *options)
{
    const uint32_t which = options->listens ? 2 : options->stereo;
    if (!options->built)
        return lv2_descriptor(which);
    host->library = dlopen(UNFOLD_BUNDLE "/unfold.so", RTLD_NOW | RTLD_LOCAL);
    if (!host->library) {
        printf("%s\n", dlerror());
        return NULL;
    }
    void *symbol = dlsym(host->library, "lv2_descriptor");
    LV2_Descriptor_Function function;
    memcpy(&function, &symbol, sizeof function);
    return function(which);
}

static void add(Host *host, unsigned *count, const char *uri, void *data)
{
    host->features[*count] = (LV2_Feature){uri, data};
    host->list[*count] = &host->features[*count];
    ++*count;
}

Host *host_open(const HostOptions *options)
{
    Host *host = calloc(1, sizeof *host);
    CU_ASSERT_PTR_NOT_NULL_FATAL(host);
    unsigned count = 0;
    host->map = (LV2_URID_Map){host, map_uri};
    add(host, &count, LV2_URID__map, &host->map);
    host->logger = (LV2_Log_Log){host, log_line, log_text};
    if (!options->without_log)
        add(host, &count, LV2_LOG__log, &host->logger);
    host->schedule = (LV2_Worker_Schedule){host, options->worker == HOST_WORKS_AT_ONCE
                                                     ? schedule_at_once
                                                     : schedule_later};
    if (options->worker != HOST_WITHOUT_WORKER)
        add(host, &count, LV2_WORKER__schedule, &host->schedule);
    host->descriptor = descriptor(host, options);
    CU_ASSERT_PTR_NOT_NULL_FATAL(host->descriptor);
    host->instance = host->descriptor->instantiate(
        host->descriptor, options->rate > 0 ? options->rate : HOST_RATE,
        options->bundle ? options->bundle : host_bundle(), host->list);
    CU_ASSERT_PTR_NOT_NULL_FATAL(host->instance);
    host->enabled = 1;
    host->mix = 100;
    host->interface_level = 12;
    host->oversampling = options->oversampling > 0 ? options->oversampling : 1;
    host->notify_room = 8192;
    host->told_embed = -1;
    host->channels = options->stereo ? 2 : 1;
    for (size_t k = 0; k < UNFOLD_KNOB_PORTS; ++k)
        host->knobs[k] = 0.5f;
    snprintf(host->folder, sizeof host->folder, "%s", test_folder());
    void *const buffers[UNFOLD_PORT_COUNT] = {
        [UNFOLD_PORT_CONTROL] = &host->control,
        [UNFOLD_PORT_NOTIFY] = &host->notify,
        [UNFOLD_PORT_ENABLED] = &host->enabled,
        [UNFOLD_PORT_INPUT] = &host->input,
        [UNFOLD_PORT_OUTPUT] = &host->output,
        [UNFOLD_PORT_MIX] = &host->mix,
        [UNFOLD_PORT_NORMALISE] = &host->normalise,
        [UNFOLD_PORT_CALIBRATE] = &host->calibrate,
        [UNFOLD_PORT_INTERFACE] = &host->interface_level,
        [UNFOLD_PORT_OVERSAMPLING] = &host->oversampling,
        [UNFOLD_PORT_RATES] = &host->rates,
        [UNFOLD_PORT_LATENCY] = &host->latency,
        [UNFOLD_PORT_KNOB_1] = &host->knobs[0],
        [UNFOLD_PORT_KNOB_2] = &host->knobs[1],
        [UNFOLD_PORT_KNOB_3] = &host->knobs[2],
        [UNFOLD_PORT_KNOB_4] = &host->knobs[3],
        [UNFOLD_PORT_INDEX] = &host->index,
        [UNFOLD_PORT_PREVIOUS] = &host->previous,
        [UNFOLD_PORT_NEXT] = &host->next,
        [UNFOLD_PORT_INPUT_PEAK] = &host->input_peak,
        [UNFOLD_PORT_OUTPUT_PEAK] = &host->output_peak,
        [UNFOLD_PORT_LOAD] = &host->load,
    };
    host->listens = options->listens;
    for (int k = 0; k < UNFOLD_PORT_COUNT && !host->listens; ++k)
        host_connect(host, (UnfoldPort)k, buffers[k]);
    if (host->listens)
        host_open_listener(host);
    lv2_atom_sequence_clear(&host->control.sequence);
    host->control.sequence.atom.type = host_urid(LV2_ATOM__Sequence);
    host->descriptor->activate(host->instance);
    return host;
}

void host_close(Host *host)
{
    if (host->descriptor->deactivate)
        host->descriptor->deactivate(host->instance);
    host->descriptor->cleanup(host->instance);
    if (host->library)
        dlclose(host->library);
    free(host);
}

static void hear_text(const LV2_Atom *value, const char *type, char *text, size_t room)
{
    CU_ASSERT_EQUAL(value->type, host_urid(type));
    snprintf(text, room, "%.*s", (int)value->size, (const char *)(value + 1));
}

static float number(const LV2_Atom *value)
{
    CU_ASSERT_EQUAL(value->type, host_urid(LV2_ATOM__Float));
    return ((const LV2_Atom_Float *)value)->body;
}

static void hear_set(Host *host, LV2_URID property, const LV2_Atom *value)
{
    if (property == host_urid(UNFOLD_MODEL_RATE_URI)) {
        host->told_rate = number(value);
        ++host->rate_tellings;
    } else if (property == host_urid(UNFOLD_ESR_URI)) {
        host->told_esr = number(value);
    } else if (property == host_urid(UNFOLD_ACCURACY_URI)) {
        host->told_accuracy = number(value);
    } else if (property == host_urid(UNFOLD_THRESHOLD_URI)) {
        host->told_threshold = number(value);
    } else if (property == host_urid(UNFOLD_TASK_URI)) {
        hear_text(value, LV2_ATOM__String, host->told_task, sizeof host->told_task);
    } else if (property == host_urid(UNFOLD_GEAR_URI)) {
        hear_text(value, LV2_ATOM__String, host->told_gear, sizeof host->told_gear);
    } else if (property == host_urid(UNFOLD_EMBED_URI)) {
        CU_ASSERT_EQUAL(value->type, host_urid(LV2_ATOM__Bool));
        host->told_embed = ((const LV2_Atom_Bool *)value)->body;
    } else if (property == host_urid(UNFOLD_NAME_URI)) {
        hear_text(value, LV2_ATOM__String, host->told_name, sizeof host->told_name);
    } else if (property == host_urid(UNFOLD_KNOBS_URI)) {
        hear_text(value, LV2_ATOM__String, host->told_knobs, sizeof host->told_knobs);
    } else if (property == host_urid(UNFOLD_PROBLEM_URI)) {
        hear_text(value, LV2_ATOM__String, host->told_problem,
                  sizeof host->told_problem);
    } else if (property == host_urid(UNFOLD_LABELS_URI)) {
        hear_text(value, LV2_ATOM__String, host->told_labels, sizeof host->told_labels);
    } else if (property == host_urid(UNFOLD_LABEL_URI)) {
        hear_text(value, LV2_ATOM__String, host->told_label, sizeof host->told_label);
        ++host->label_tellings;
    } else {
        CU_ASSERT_EQUAL(property, host_urid(UNFOLD_MODEL_URI));
        hear_text(value, LV2_ATOM__Path, host->told, sizeof host->told);
        ++host->tellings;
    }
}

void host_hear(Host *host)
{
    const LV2_Atom_Sequence *sequence = &host->notify.sequence;
    if (sequence->atom.type != host_urid(LV2_ATOM__Sequence))
        return;
    LV2_ATOM_SEQUENCE_FOREACH(sequence, event)
    {
        const LV2_Atom_Object *object = (const LV2_Atom_Object *)&event->body;
        CU_ASSERT_EQUAL(object->atom.type, host_urid(LV2_ATOM__Object));
        if (object->body.otype == host_urid(LV2_STATE__StateChanged))
            ++host->changes;
        if (object->body.otype == host_urid(UNFOLD_PICTURE_URI)) {
            ++host->pictures;
            if (host->see)
                host->see(host, object);
        }
        if (object->body.otype != host_urid(LV2_PATCH__Set))
            continue;
        const LV2_Atom *property = NULL, *value = NULL;
        lv2_atom_object_get(object, host_urid(LV2_PATCH__property), &property,
                            host_urid(LV2_PATCH__value), &value, 0);
        CU_ASSERT_PTR_NOT_NULL_FATAL(property);
        CU_ASSERT_PTR_NOT_NULL_FATAL(value);
        hear_set(host, ((const LV2_Atom_URID *)property)->body, value);
    }
}

void host_connect(Host *host, UnfoldPort port, void *buffer)
{
    if (unfold_port_is_there(port, host->channels))
        host->descriptor->connect_port(host->instance,
                                       unfold_port_index(port, host->channels), buffer);
}

void host_run_stereo(Host *host, const float *const in[2], float *const out[2],
                     uint32_t frames)
{
    host->notify.sequence.atom =
        (LV2_Atom){host->notify_room, host_urid(LV2_ATOM__Chunk)};
    host_connect(host, UNFOLD_PORT_IN, (void *)in[0]);
    host_connect(host, UNFOLD_PORT_IN_RIGHT, (void *)in[1]);
    host_connect(host, UNFOLD_PORT_OUT, out[0]);
    host_connect(host, UNFOLD_PORT_OUT_RIGHT, out[1]);
    host->descriptor->run(host->instance, frames);
    host_hear(host);
    lv2_atom_sequence_clear(&host->control.sequence);
}

void host_run(Host *host, const float *in, float *out, uint32_t frames)
{
    host_run_stereo(host, (const float *const[]){in, NULL}, (float *const[]){out, NULL},
                    frames);
}

void host_play(Host *host, const float *in, float *out, size_t frames,
               const uint32_t *blocks, size_t count)
{
    for (size_t done = 0, k = 0; done < frames; ++k) {
        const size_t left = frames - done;
        const uint32_t n =
            blocks[k % count] < left ? blocks[k % count] : (uint32_t)left;
        host_run(host, in + done, out + done, n);
        done += n;
    }
}

void host_put(Host *host, const void *atom, uint32_t size)
{
    LV2_Atom_Sequence *sequence = &host->control.sequence;
    uint8_t *end =
        (uint8_t *)sequence + sizeof(LV2_Atom) + lv2_atom_pad_size(sequence->atom.size);
    CU_ASSERT_TRUE_FATAL(end + 8 + size + 8 <=
                         host->control.bytes + sizeof host->control);
    memset(end, 0, 8); /* frame 0 */
    memcpy(end + 8, atom, size);
    sequence->atom.size += 8 + lv2_atom_pad_size(size);
}

/* patch:Set of a property, or patch:Get (property NULL). */
static void put_patch(Host *host, const char *property, const LV2_Atom *value)
{
    uint64_t buffer[1024];
    LV2_Atom_Forge forge;
    LV2_Atom_Forge_Frame frame;
    lv2_atom_forge_init(&forge, &host->map);
    lv2_atom_forge_set_buffer(&forge, (uint8_t *)buffer, sizeof buffer);
    lv2_atom_forge_object(&forge, &frame, 0,
                          host_urid(property ? LV2_PATCH__Set : LV2_PATCH__Get));
    if (property) {
        lv2_atom_forge_key(&forge, host_urid(LV2_PATCH__property));
        lv2_atom_forge_urid(&forge, host_urid(property));
        lv2_atom_forge_key(&forge, host_urid(LV2_PATCH__value));
        lv2_atom_forge_write(&forge, value, lv2_atom_total_size(value));
    }
    lv2_atom_forge_pop(&forge, &frame);
    host_put(host, buffer, forge.offset);
}

void host_set_model(Host *host, const char *path)
{
    static union {
        LV2_Atom atom;
        uint8_t bytes[sizeof(LV2_Atom) + 6000];
    } value;
    const size_t size = strlen(path) + 1;
    CU_ASSERT_FATAL(size <= 6000);
    value.atom = (LV2_Atom){(uint32_t)size, host_urid(LV2_ATOM__Path)};
    memcpy(value.bytes + sizeof value.atom, path, size);
    put_patch(host, UNFOLD_MODEL_URI, &value.atom);
}

void host_set_model_rate(Host *host, float rate)
{
    const LV2_Atom_Float value = {{sizeof rate, host_urid(LV2_ATOM__Float)}, rate};
    put_patch(host, UNFOLD_MODEL_RATE_URI, &value.atom);
}

void host_set_embed(Host *host, bool embed)
{
    const LV2_Atom_Bool value = {{sizeof(int32_t), host_urid(LV2_ATOM__Bool)}, embed};
    put_patch(host, UNFOLD_EMBED_URI, &value.atom);
}

void host_get(Host *host)
{
    put_patch(host, NULL, NULL);
}
