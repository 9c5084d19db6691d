/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */

/* stress BUNDLE SECONDS SEED [FOREIGN]: play every plugin of a bundle for some seconds
   in all, as no host should, and look for what goes wrong; models of other programs are
   in the folder FOREIGN, if it is there. stress --misbehave NAME: see misbehave(). */
#include "tests/hosts/stress.h"

#include <dlfcn.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define MOST_PLUGINS 8
#define HANGS 120 /* seconds beyond those asked for */

static Plugin plugins[MOST_PLUGINS];
static uint32_t plugin_count;

static LilvWorld *read_bundle(const char *path)
{
    LilvWorld *world = lilv_world_new();
    LilvNode *bundle = lilv_new_file_uri(world, NULL, path);
    lilv_world_load_bundle(world, bundle);
    lilv_node_free(bundle);
    const LilvPlugins *list = lilv_world_get_all_plugins(world);
    LILV_FOREACH(plugins, k, list)
    {
        if (plugin_count == MOST_PLUGINS)
            fail("the bundle has more than %d plugins", MOST_PLUGINS);
        read_plugin(world, lilv_plugins_get(list, k), &plugins[plugin_count++]);
    }
    if (plugin_count == 0)
        fail("there is no plugin in %s", path);
    return world;
}

/* Its code stays where it is, so that sanitizers can name what it did. */
static void keep_code(const Plugin *plugin)
{
    char *path = lilv_file_uri_parse(
        lilv_node_as_uri(lilv_plugin_get_library_uri(plugin->lilv)), NULL);
    if (!path || !dlopen(path, RTLD_NOW | RTLD_NODELETE))
        fail("cannot open the plugin: %s", dlerror());
    lilv_free(path);
}

static void play_all(double seconds)
{
    Random random = {stress.seed};
    for (uint32_t k = 0;; ++k) {
        const double left = stress.started + seconds - seconds_now();
        const double most = 0.1 + 3.9 * (double)unit(&random);
        const double shared = seconds / (2 * plugin_count);
        const double length = most < shared ? most : shared;
        const uint64_t seed = random_bits(&random);
        if (left <= 0)
            return;
        live(&plugins[k % plugin_count], seed, length < left ? length : left);
    }
}

static void report(void)
{
    static const char *const texts[] = {
#define TEXT(member, text) text,
        ACTS(TEXT)
#undef TEXT
    };
    printf("stress: %.1f s, %u plugin%s", seconds_now() - stress.started, plugin_count,
           plugin_count == 1 ? "" : "s");
    for (uint32_t k = 0; k < ACT_COUNT; ++k)
        printf(", %lu %s", atomic_load(&stress.acts[k]), texts[k]);
    printf("\n");
}

int main(int argc, char **argv)
{
    find_guard();
    if (argc == 3 && !strcmp(argv[1], "--misbehave"))
        return misbehave(argv[2]) ? 0 : 2;
    if (argc < 4) {
        fprintf(stderr, "usage: stress BUNDLE SECONDS SEED [FOREIGN]\n");
        return 2;
    }
    char bundle[PATH_MAX];
    const double seconds = atof(argv[2]);
    stress.seed = (uint32_t)strtoul(argv[3], NULL, 10);
    stress.started = seconds_now();
    report_deaths();
    alarm((unsigned)seconds + HANGS);
    if (!realpath(argv[1], bundle) || strlen(bundle) + 2 > sizeof bundle)
        fail("there is no bundle %s", argv[1]);
    strcat(bundle, "/");
    LilvWorld *world = read_bundle(bundle);
    for (uint32_t k = 0; k < plugin_count; ++k)
        keep_code(&plugins[k]);
    collect_paths(bundle, argc > 4 ? argv[4] : "");
    play_all(seconds);
    forget_paths();
    lilv_world_free(world);
    report();
    return 0;
}
