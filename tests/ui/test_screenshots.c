/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "tests/support/suite.h"
#include "tests/ui/rig.h"

#include <stdio.h>
#include <stdlib.h>

/* How it looks is for people to judge: UNFOLD_SCREENSHOTS=folder build/run-tests-ui
   screenshots. */
static void screenshots(void)
{
    static const struct {
        const char *name;
        RigOptions options;
        int width, height; /* points */
        double level;
    } shots[] = {
        {"dark-1", {.scale = 1}, 1000, 620, 0.3},
        {"dark-2", {.scale = 2}, 1000, 620, 0.3},
        {"small-1", {.scale = 1}, 480, 320, 0.3},
        {"small-2", {.scale = 2}, 480, 320, 0.3},
        {"light-1",
         {.scale = 1, .back = 0xf2f2efff, .front = 0x202020ff},
         1000,
         620,
         0.8},
        {"light-small-1", {.scale = 1, .back = 0xf2f2efff}, 480, 320, 0.3},
        {"grey-1",
         {.scale = 1, .back = 0x3c3c3cff, .front = 0xddddddff, .with_request = true},
         900,
         560,
         0.3},
        {"large-1",
         {.scale = 1, .stereo = true, .with_request = true},
         1600,
         1000,
         0.3},
        {"tall-1", {.scale = 1}, 520, 800, 0.3},
        {"wide-1", {.scale = 1}, 1200, 360, 0.3},
        {"listen-1", {.scale = 1, .listens = true}, 1000, 560, 0.3},
        {"listen-small-2", {.scale = 2, .listens = true}, 480, 320, 0.3},
        {"listen-light-1",
         {.scale = 1, .listens = true, .back = 0xf2f2efff, .front = 0x202020ff},
         760,
         480,
         0.3},
        {"listen-light-3",
         {.scale = 3, .listens = true, .back = 0xf2f2efff},
         1000,
         560,
         0.3},
        {"small-3", {.scale = 3}, 600, 400, 0.3},
        {"listen-large-1", {.scale = 1, .listens = true}, 1600, 1000, 0.3},
        {"half-1.5", {.scale = 1.5f, .with_request = true}, 1000, 620, 0.3},
    };
    const char *folder = getenv("UNFOLD_SCREENSHOTS");
    if (!folder)
        SKIP("UNFOLD_SCREENSHOTS names no folder for them");
    NEED_DISPLAY();
    for (size_t k = 0; k < sizeof shots / sizeof *shots; ++k) {
        char path[512];
        const float scale = shots[k].options.scale;
        Rig *rig = rig_must_open(&shots[k].options);
        rig->level = shots[k].level;
        rig_resize(rig, (int)(scale * shots[k].width), (int)(scale * shots[k].height));
        rig_run(rig, 3);
        snprintf(path, sizeof path, "%s/%s.png", folder, shots[k].name);
        CU_ASSERT_TRUE(rig_shot(rig, path));
        rig_close(rig);
    }
}

const Suite screenshots_suite = {
    "screenshots",
    (const Test[]){
        {"screenshots are written for people", screenshots},
        {NULL, NULL},
    },
};
