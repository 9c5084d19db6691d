/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "tests/hosts/stress_instance.h"

#include "net/denormal.h"

#include <lv2/atom/atom.h>
#include <lv2/buf-size/buf-size.h>
#include <stdio.h>
#include <string.h>

static int log_text(LV2_Log_Handle handle, LV2_URID type, const char *format,
                    va_list list)
{
    char text[8192];
    (void)handle;
    const int length = vsnprintf(text, sizeof text, format, list);
    if (in_audio())
        fail("run() logs: %s", text);
    if (!uri_of(type))
        fail("a line is logged as type %u, which nobody has mapped: %s", type, text);
    count(ACT_logged);
    return length;
}

__attribute__((format(printf, 3, 4))) static int
log_line(LV2_Log_Handle handle, LV2_URID type, const char *format, ...)
{
    va_list list;
    va_start(list, format);
    const int length = log_text(handle, type, format, list);
    va_end(list);
    return length;
}

static LilvInstance *instantiate(Instance *own)
{
    static const double rates[] = {8000,  11025, 16000, 22050,  32000,  44100,
                                   48000, 48000, 88200, 96000,  176400, 192000,
                                   44100, 48000, 12345, 47999.5};
    static const int32_t least = 0, most = MOST_FRAMES;
    const LV2_URID number = urid(LV2_ATOM__Int);
    own->options[0] = (LV2_Options_Option){.key = urid(LV2_BUF_SIZE__minBlockLength),
                                           .size = 4,
                                           .type = number,
                                           .value = &least};
    own->options[1] = (LV2_Options_Option){.key = urid(LV2_BUF_SIZE__maxBlockLength),
                                           .size = 4,
                                           .type = number,
                                           .value = &most};
    own->log = (LV2_Log_Log){NULL, log_line, log_text};
    const LV2_Feature list[] = {{LV2_URID__map, &stress.map},
                                {LV2_URID__unmap, &stress.unmap},
                                {LV2_LOG__log, &own->log},
                                {LV2_OPTIONS__options, own->options},
                                {LV2_BUF_SIZE__boundedBlockLength, NULL},
                                {LV2_STATE__threadSafeRestore, NULL},
                                {LV2_WORKER__schedule, &own->worker.schedule}};
    const uint32_t count_of_list =
        sizeof list / sizeof *list - (own->worker.kind == WORKS_NEVER);
    const LV2_Feature *features[sizeof list / sizeof *list + 1] = {NULL};
    for (uint32_t k = 0; k < count_of_list; ++k)
        features[k] = &list[k];
    const double rate = rates[below(&own->random, sizeof rates / sizeof *rates)];
    LilvInstance *lilv = lilv_plugin_instantiate(own->plugin->lilv, rate, features);
    if (!lilv)
        fail("there is no instance at %g Hz", rate);
    count(ACT_instances);
    return lilv;
}

static void call_run(const LV2_Descriptor *descriptor, LV2_Handle instance,
                     uint32_t frames) REALTIME
{
    descriptor->run(instance, frames);
}

/* How this thread treats denormals; on x86 without what was seen of exceptions. */
static uint64_t arithmetic(void)
{
    const uint64_t mode = unfold_denormals_off();
    unfold_denormals_restore(mode);
    return mode & ~(uint64_t)0x3f;
}

static void play(Instance *own, uint32_t frames)
{
    const uint64_t usual = unfold_denormals_off();
    if (!own->habits.flushes)
        unfold_denormals_restore(usual);
    const uint64_t before = arithmetic();
    if (!own->plugin->restores_safely)
        pthread_mutex_lock(&own->life);
    enter_audio();
    call_run(own->descriptor, own->instance, frames);
    leave_audio();
    if (!own->plugin->restores_safely)
        pthread_mutex_unlock(&own->life);
    const uint64_t after = arithmetic();
    unfold_denormals_restore(usual);
    if (after != before)
        fail("run() leaves floating-point arithmetic in another mode");
}

static uint32_t any_length(Instance *own)
{
    Random *random = &own->random;
    if (one_in(random, 20)) {
        count(ACT_empty);
        return 0;
    }
    const uint32_t longest = one_in(random, 10) ? own->habits.longest : 64;
    return 1 + below(random, longest);
}

static void cycle(Instance *own)
{
    if (one_in(&own->random, own->habits.reconnects))
        ports_move(own);
    if (one_in(&own->random, 30))
        own->habits.sound = (Sound)below(&own->random, SOUND_COUNT);
    const uint32_t frames = any_length(own);
    ports_fill(own, frames);
    ports_connect(own);
    play(own, frames);
    ports_check(own, frames);
    if (one_in(&own->random, 3))
        worker_respond(&own->worker);
    count(ACT_runs);
}

static void activate(Instance *own)
{
    if (own->descriptor->activate)
        own->descriptor->activate(own->instance);
}

static void deactivate(Instance *own)
{
    if (own->descriptor->deactivate)
        own->descriptor->deactivate(own->instance);
}

static void reactivate(Instance *own)
{
    pthread_mutex_lock(&own->life);
    deactivate(own);
    activate(own);
    pthread_mutex_unlock(&own->life);
    count(ACT_reactivated);
}

static void choose_habits(Instance *own)
{
    static const uint32_t longest[] = {64, 512, 1024, MOST_FRAMES};
    static const uint32_t often[] = {1, 3, 20, 300};
    Random *random = &own->random;
    own->habits = (Habits){
        .longest = longest[below(random, 4)],
        .in_place = below(random, 3),
        .reconnects = often[below(random, 4)],
        .turns = one_in(random, 6) ? 0 : often[below(random, 4)],
        .reactivates = one_in(random, 4) ? 20 : 1000,
        .flushes = one_in(random, 3),
        .sound = (Sound)below(random, SOUND_DENORMALS),
    };
}

void live(const Plugin *plugin, uint64_t seed, double seconds)
{
    static Instance instance;
    Instance *own = &instance;
    memset(own, 0, sizeof *own);
    own->plugin = plugin;
    own->random.state = seed;
    stress.plugin = plugin->uri;
    pthread_mutex_init(&own->life, NULL);
    choose_habits(own);
    worker_prepare(&own->worker, (WorkerKind)below(&own->random, 4), seed);
    LilvInstance *lilv = instantiate(own);
    own->descriptor = lilv_instance_get_descriptor(lilv);
    own->instance = lilv_instance_get_handle(lilv);
    ports_open(own);
    worker_start(&own->worker, own->descriptor, own->instance);
    if (one_in(&own->random, 2)) {
        ports_fill(own, 0);
        ports_connect(own);
    }
    activate(own);
    states_start(&own->states, plugin, &own->life, own->descriptor, own->instance,
                 seed + 3);
    for (const double end = seconds_now() + seconds; seconds_now() < end; cycle(own))
        if (one_in(&own->random, own->habits.reactivates))
            reactivate(own);
    states_stop(&own->states);
    worker_stop(&own->worker);
    deactivate(own);
    lilv_instance_free(lilv);
    ports_close(own);
    pthread_mutex_destroy(&own->life);
}
