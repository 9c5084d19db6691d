/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */

/* many WAV COUNT BLOCK SECONDS: how much of one core COUNT instances of the effect
   take, each playing its bundled model on a recording of its own place, in blocks of
   BLOCK frames: the least of the seconds, in per cent. */
#include "file/audio.h"
#include "plugin/ports.h"
#include "tests/hosts/uris.h"

#include <lilv/lilv.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define MOST_PORTS 64
#define MOST_BLOCK 8192

static double seconds_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

/* Controls at their defaults; messages go nowhere. */
static void connect(const LilvPlugin *plugin, LilvInstance *instance, float *out)
{
    static float values[MOST_PORTS];
    const uint32_t count = lilv_plugin_get_num_ports(plugin);
    lilv_plugin_get_port_ranges_float(plugin, NULL, NULL, values);
    for (uint32_t k = 0; k < count; ++k)
        lilv_instance_connect_port(instance, k, &values[k]);
    lilv_instance_connect_port(instance, UNFOLD_PORT_CONTROL, NULL);
    lilv_instance_connect_port(instance, UNFOLD_PORT_NOTIFY, NULL);
    lilv_instance_connect_port(instance, unfold_port_index(UNFOLD_PORT_OUT, 1), out);
}

static LilvInstance *instantiate(const LilvPlugin *plugin, double rate, float *out)
{
    static LV2_URID_Map map = {NULL, map_uri};
    static const LV2_Feature feature = {LV2_URID__map, &map};
    static const LV2_Feature *const features[] = {&feature, NULL};
    LilvInstance *instance = lilv_plugin_instantiate(plugin, rate, features);
    if (!instance)
        return NULL;
    connect(plugin, instance, out);
    lilv_instance_activate(instance);
    return instance;
}

/* Processor time of one second of all of them. */
static double play_second(LilvInstance **instances, size_t count, UnfoldAudio *audio,
                          size_t from, uint32_t block)
{
    const uint32_t in = unfold_port_index(UNFOLD_PORT_IN, 1);
    const double begun = seconds_now();
    for (size_t t = 0; t < (size_t)audio->rate; t += block)
        for (size_t k = 0; k < count; ++k) {
            const size_t at = (from + t + 4801 * k) % (audio->frames - block);
            lilv_instance_connect_port(instances[k], in, audio->samples + at);
            lilv_instance_run(instances[k], block);
        }
    return seconds_now() - begun;
}

int main(int argc, char **argv)
{
    UnfoldAudio audio;
    static float out[MOST_BLOCK];
    if (argc != 5 || unfold_audio_read(argv[1], &audio, NULL) || audio.channels != 1) {
        fprintf(stderr, "usage: many WAV COUNT BLOCK SECONDS, WAV being mono\n");
        return 2;
    }
    const size_t count = strtoul(argv[2], NULL, 10);
    const uint32_t block = (uint32_t)strtoul(argv[3], NULL, 10);
    const size_t seconds = strtoul(argv[4], NULL, 10);
    LilvWorld *world = lilv_world_new();
    lilv_world_load_all(world);
    LilvNode *uri = lilv_new_uri(world, UNFOLD_EFFECT_URI);
    const LilvPlugin *plugin =
        lilv_plugins_get_by_uri(lilv_world_get_all_plugins(world), uri);
    LilvInstance **instances = calloc(count ? count : 1, sizeof *instances);
    if (!plugin || !instances || block < 1 || block > MOST_BLOCK ||
        audio.frames <= 2 * block || lilv_plugin_get_num_ports(plugin) > MOST_PORTS)
        return 2;
    for (size_t k = 0; k < count; ++k)
        if (!(instances[k] = instantiate(plugin, audio.rate, out)))
            return 2;
    double least = HUGE_VAL;
    for (size_t s = 0; s < seconds; ++s)
        least = fmin(least, play_second(instances, count, &audio,
                                        s * (size_t)audio.rate, block));
    printf("%zu instances at %g Hz in blocks of %u: %.1f %% of a core\n", count,
           audio.rate, block, 100 * least);
    for (size_t k = 0; k < count; ++k)
        lilv_instance_free(instances[k]);
    free(instances);
    lilv_node_free(uri);
    lilv_world_free(world);
    unfold_audio_clear(&audio);
    return 0;
}
