/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "tests/support/host.h"
#include "tests/support/knobs.h"
#include "tests/support/suite.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* Every control is thrown from one end to the other, at any pace. */

typedef struct {
    UnfoldPortKind kind;
    float minimum, maximum, normal;
} Control;

static const Control controls[] = {
#define CONTROL(id, symbol, name, kind, minimum, maximum, normal, ...)                 \
    {UNFOLD_##kind, minimum, maximum, normal},
    UNFOLD_PORTS(CONTROL)
#undef CONTROL
};

static float heard[HOST_FRAMES];

/* `port` at `from`, and at `to` in every other stretch of `pace` frames. */
static void play(UnfoldPort port, float from, float to, uint32_t pace)
{
    static char path[512];
    strcpy(path, test_path("automated.json"));
    put_knob_model(path, 3);
    Host *host = host_open(&(HostOptions){0});
    const HostState state = host_state_of(path);
    host_restore(host, &state);
    float value = from;
    host_connect(host, port, &value);
    for (uint32_t t = 0; t < HOST_FRAMES; t += pace) {
        const uint32_t left = HOST_FRAMES - t;
        value = t / pace % 2 ? to : from;
        host_run(host, host_pluck() + t, heard + t, left < pace ? left : pace);
    }
    host_close(host);
}

static void measure(double *peak, double *step)
{
    for (size_t t = 1; t < HOST_FRAMES; ++t) {
        *peak = fmax(*peak, fabs((double)heard[t]));
        *step = fmax(*step, fabs((double)heard[t] - (double)heard[t - 1]));
    }
}

/* A fade takes 10 ms at least. A gain that moves may meet the loudest moment of a model
   on a way that neither end goes. */
static void no_control_clicks_at_any_pace(void)
{
    static const uint32_t paces[] = {1, 13, 64, 480, 5000};
    for (int port = 0; port < UNFOLD_PORT_COUNT; ++port) {
        const Control *control = &controls[port];
        if (control->kind != UNFOLD_VALUE_IN)
            continue;
        double peak = 0, step = 0;
        for (int k = 0; k <= 4; ++k) {
            const float at =
                control->minimum + (control->maximum - control->minimum) * (float)k / 4;
            play((UnfoldPort)port, at, at, 1024);
            measure(&peak, &step);
        }
        for (size_t k = 0; k < sizeof paces / sizeof *paces; ++k) {
            double most = 0, largest = 0;
            play((UnfoldPort)port, control->minimum, control->maximum, paces[k]);
            measure(&most, &largest);
            const double allowed = step + 1.1 * 2 * peak / (0.01 * HOST_RATE);
            if (!(largest <= allowed))
                printf("port %d, every %u frames: %g, not %g\n", port, paces[k],
                       largest, allowed);
            CU_ASSERT(largest <= allowed);
        }
    }
}

static const Test tests[] = {
    {"no control clicks, at any pace", no_control_clicks_at_any_pace},
    {NULL, NULL},
};

const Suite plugin_automation_suite = {"plugin-automation", tests};
