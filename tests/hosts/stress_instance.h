/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_TESTS_HOSTS_STRESS_INSTANCE_H
#define UNFOLD_TESTS_HOSTS_STRESS_INSTANCE_H

#include "tests/hosts/stress.h"

#include <lv2/options/options.h>

/* How a host is, as long as an instance lives. */
typedef struct {
    uint32_t longest, in_place, reconnects, turns, reactivates;
    bool flushes; /* denormals, before run() is called */
    Sound sound;
} Habits;

typedef struct {
    const Plugin *plugin;
    const LV2_Descriptor *descriptor;
    LV2_Handle instance;
    Random random;
    Habits habits;
    Worker worker;
    States states;
    pthread_mutex_t life;
    LV2_Log_Log log;
    LV2_Options_Option options[3];
    Buffer buffers[MOST_PORTS];
    uint8_t *copies[MOST_PORTS]; /* of what is in input buffers */
    float values[MOST_PORTS];    /* of controls */
    uint32_t home[MOST_PORTS];   /* the port whose buffer a port has */
    bool lent[MOST_PORTS];       /* an output has it */
    size_t offset[MOST_PORTS];
    void *connected[MOST_PORTS];
    uint32_t room[MOST_PORTS]; /* of an atom output */
    uint64_t told[MOST_PROPERTIES];
} Instance;

/** Buffers for all ports. */
void ports_open(Instance *own);
void ports_close(Instance *own);

/** Other places, and other buffers in place. */
void ports_move(Instance *own);

/** Sound, values and messages for the next run. */
void ports_fill(Instance *own, uint32_t frames);

/** Connect what is not where it was. */
void ports_connect(Instance *own);

/** Fails where the run left behind what it should not. */
void ports_check(Instance *own, uint32_t frames);

#endif
