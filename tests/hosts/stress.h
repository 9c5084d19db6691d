/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_TESTS_HOSTS_STRESS_H
#define UNFOLD_TESTS_HOSTS_STRESS_H

#include <lilv/lilv.h>
#include <lv2/log/log.h>
#include <lv2/state/state.h>
#include <lv2/urid/urid.h>
#include <lv2/worker/worker.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A host that misbehaves at random and looks at what the plugin makes of it. All that
   it knows of a plugin is what the bundle's Turtle says. */

/* What realtime sanitizers know by the attribute. */
#if defined(__has_feature)
#if __has_feature(realtime_sanitizer)
#define REALTIME __attribute__((nonblocking))
#endif
#endif
#ifndef REALTIME
#define REALTIME
#endif

#define MOST_FRAMES 8192
#define MOST_PORTS 128
#define MOST_PROPERTIES 32
#define MOST_PATHS 256

/* What the closing line counts: X(member, text). */
#define ACTS(X)                                                                        \
    X(runs, "runs")                                                                    \
    X(instances, "instances")                                                          \
    X(models, "models loaded")                                                         \
    X(reactivated, "times activated again")                                            \
    X(connected, "ports reconnected")                                                  \
    X(in_place, "buffers in place")                                                    \
    X(empty, "runs of 0 frames")                                                       \
    X(wild_sound, "blocks of NaN, infinite or denormal input")                         \
    X(turned, "controls turned")                                                       \
    X(wild_control, "of them out of range or no number")                               \
    X(set, "patch:Set")                                                                \
    X(set_wrong, "of the wrong type or incomplete")                                    \
    X(get, "patch:Get")                                                                \
    X(foreign, "foreign events")                                                       \
    X(malformed, "malformed sequences")                                                \
    X(watch, "wishes for pictures")                                                    \
    X(pictures, "pictures")                                                            \
    X(small_notify, "notify buffers below 512 bytes")                                  \
    X(told, "events told")                                                             \
    X(work, "works")                                                                   \
    X(work_refused, "refused by a full worker")                                        \
    X(responses, "responses")                                                          \
    X(saves, "saves")                                                                  \
    X(restores, "restores")                                                            \
    X(paths, "paths mapped")                                                           \
    X(logged, "lines logged")

typedef enum {
#define ACT(member, text) ACT_##member,
    ACTS(ACT)
#undef ACT
        ACT_COUNT
} Act;

void count(Act act);

/** One generator for each thread: same seed, same numbers. */
typedef struct {
    uint64_t state;
} Random;

uint64_t random_bits(Random *random);
uint32_t below(Random *random, uint32_t n);
static inline bool one_in(Random *random, uint32_t n)
{
    return below(random, n) == 0;
}
/** In [0, 1). */
float unit(Random *random);

typedef enum { PORT_AUDIO, PORT_CONTROL, PORT_ATOM } PortKind;

typedef struct {
    const char *symbol;
    PortKind kind;
    bool is_input, is_expensive;
    float minimum, maximum, normal; /**< NaN where the Turtle is silent */
    uint32_t least;                 /**< bytes that an atom port's buffer needs */
} Port;

/** What the Turtle calls patch:writable or patch:readable; both are written. */
typedef struct {
    LV2_URID key, range; /**< range 0: not said */
    float minimum, maximum;
} Property;

typedef struct {
    const LilvPlugin *lilv;
    const char *uri;
    Port ports[MOST_PORTS];
    Property properties[MOST_PROPERTIES];
    uint32_t port_count, property_count;
    bool restores_safely;
} Plugin;

/** Reads the Turtle; fails where a port is of a kind that is not known here. */
void read_plugin(LilvWorld *world, const LilvPlugin *lilv, Plugin *plugin);

typedef struct {
    uint32_t seed;
    double started; /**< seconds of the clock */
    atomic_ulong acts[ACT_COUNT];
    const char *paths[MOST_PATHS]; /**< to load: models, and what is none */
    uint32_t path_count;
    LV2_URID_Map map;
    LV2_URID_Unmap unmap;
    const char *plugin; /**< URI of the one that plays */
} Stress;

extern Stress stress;

double seconds_now(void);

/** Says what is wrong, where and when it was, and ends with status 1. */
_Noreturn __attribute__((format(printf, 1, 2))) void fail(const char *format, ...);
void report_deaths(void);

/** Models of the bundle, of the folder `foreign` (may not be there), and traps. */
void collect_paths(const char *bundle, const char *foreign);
void forget_paths(void);
const char *any_path(Random *random);

LV2_URID urid(const char *uri);
/** NULL: nobody has mapped that. */
const char *uri_of(LV2_URID id);

/** Marks of what must be real-time safe: for the guard, if it is there, and for the
    callbacks of the host. */
void find_guard(void);
void enter_audio(void);
void leave_audio(void);
bool in_audio(void);
/** Around what the host does between them that need not be real-time safe. */
void pause_audio(void);
void resume_audio(void);

/** A piece of memory between canaries; where AddressSanitizer runs it sees them too. */
typedef struct {
    uint8_t *arena;
    size_t room, offset, size;
} Buffer;

void buffer_open(Buffer *buffer, size_t room);
/** Place `size` bytes, at most the room, `offset` bytes (at most 64) from where they
    could be; the content is lost. */
void *buffer_place(Buffer *buffer, size_t offset, size_t size);
void *buffer_data(const Buffer *buffer);
/** Fails, naming the port, where something was written before or after it. */
void buffer_check(Buffer *buffer, const char *symbol, const char *edge);
void buffer_close(Buffer *buffer);

/** Fills a block, and says what with. */
typedef enum {
    SOUND_SILENCE,
    SOUND_NOISE,
    SOUND_SINE,
    SOUND_IMPULSES,
    SOUND_CONSTANT,
    SOUND_DENORMALS, /**< from here on it is wild */
    SOUND_HUGE,
    SOUND_NAN,
    SOUND_INFINITE,
    SOUND_BITS,
    SOUND_COUNT
} Sound;
void fill_sound(Random *random, Sound sound, float *block, uint32_t frames);

/** A control's next value, in or out of its range. */
float any_control(Random *random, const Port *port);

/** A sequence for a control port, in `buffer` of exactly its size. */
void fill_messages(Random *random, const Plugin *plugin, Buffer *buffer, uint32_t room,
                   uint32_t frames);

/** Fails unless what the plugin wrote is a sequence within `room` bytes; notes paths
    in `told`, one for each property. */
void check_told(const Plugin *plugin, const Port *port, const void *data, uint32_t room,
                uint32_t frames, uint64_t told[MOST_PROPERTIES]);

typedef enum { WORKS_NEVER, WORKS_LATER, WORKS_AT_ONCE, WORKS_FULL } WorkerKind;

#define MESSAGE_BYTES 256
#define QUEUE_LENGTH 16

/** One thread writes, one reads. */
typedef struct {
    struct {
        uint32_t size;
        uint8_t bytes[MESSAGE_BYTES];
    } list[QUEUE_LENGTH];
    atomic_uint written, read;
} Queue;

typedef struct {
    WorkerKind kind;
    Random random, audio_random;
    const LV2_Worker_Interface *interface;
    LV2_Handle instance;
    LV2_Worker_Schedule schedule;
    Queue work, responses;
    atomic_bool ends;
    pthread_t thread;
} Worker;

void worker_prepare(Worker *worker, WorkerKind kind, uint64_t seed);
/** Once the instance is there; what was asked for before is done then. */
void worker_start(Worker *worker, const LV2_Descriptor *descriptor,
                  LV2_Handle instance);
/** Hand the responses over. The audio thread's. */
void worker_respond(Worker *worker);
void worker_stop(Worker *worker);

/** Saves and restores while the instance runs. */
typedef struct {
    Random random;
    const Plugin *plugin;
    const LV2_State_Interface *interface;
    LV2_Handle instance;
    pthread_mutex_t *life; /**< held by what excludes saving and restoring */
    atomic_bool ends;
    pthread_t thread;
} States;

void states_start(States *states, const Plugin *plugin, pthread_mutex_t *life,
                  const LV2_Descriptor *descriptor, LV2_Handle instance, uint64_t seed);
void states_stop(States *states);

/** An instance for some seconds. */
void live(const Plugin *plugin, uint64_t seed, double seconds);

/** What the plugin must not do, done by the host between the marks, to see that the
    guard sees it; false if there is none of that name. */
bool misbehave(const char *name);

#endif
