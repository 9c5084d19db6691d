/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "tests/ui/rig.h"

#include <stdio.h>
#include <stdlib.h>

/* usage: window_cost [SECONDS]
   What the plugins' windows cost of one core, by the time of the thread that runs them:
   while sound plays, in silence, and hidden, at several scales. The X server's own work
   is not in it. `make bench` runs this. */

#define SETTLE 2.0 /* seconds until meters have fallen and pictures come evenly */

static double cost_of(Rig *rig, double level, double seconds)
{
    rig->level = level;
    rig_run(rig, SETTLE + (level > 0 ? 0 : 10));
    const double before = rig->spent;
    rig_run(rig, seconds);
    return 100 * (rig->spent - before) / seconds;
}

static void measure(const char *name, const RigOptions *options, double seconds)
{
    Rig *rig = rig_open(options);
    if (!rig) {
        fprintf(stderr, "The window of the %s cannot be opened.\n", name);
        exit(1);
    }
    const double plays = cost_of(rig, 0.3, seconds);
    const double rests = cost_of(rig, 0, seconds);
    XUnmapWindow(rig->display, rig->parent);
    XSync(rig->display, False);
    const double hidden = cost_of(rig, 0.3, seconds);
    printf("%-8s %5.1f %10.2f %10.3f %10.3f\n", name, (double)options->scale, plays,
           rests, hidden);
    fflush(stdout);
    rig_close(rig);
}

int main(int argc, char **argv)
{
    const double seconds = argc > 1 ? strtod(argv[1], NULL) : 10;
    if (!rig_has_display()) {
        puts("There is no Xvfb to open windows in.");
        return 0;
    }
    puts("% of a core\nwindow   scale      plays    silence     hidden");
    for (int scale = 1; scale <= 3; ++scale) {
        measure("effect", &(RigOptions){.scale = (float)scale}, seconds);
        measure("listen", &(RigOptions){.scale = (float)scale, .listens = true},
                seconds);
    }
    return 0;
}
