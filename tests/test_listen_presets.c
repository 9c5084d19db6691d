/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "plugin/ear.h"
#include "tests/support/host.h"
#include "tests/support/suite.h"

#include <math.h>
#include <string.h>

static void the_first_of_its_own_models_listens(void)
{
    Host *host = host_open(&(HostOptions){.listens = true, .bundle = UNFOLD_BUNDLE});
    float heard[64];
    host_listen(host, host_pluck(), heard, 64);
    CU_ASSERT_PTR_NOT_NULL(strstr(host->told, unfold_ear.kind.bundled[0]));
    CU_ASSERT(host->decision_latency > 0);
    CU_ASSERT_STRING_EQUAL(host->log, "");
    host_close(host);
}

/* Whatever they fall into: a frame, a block. */
static void drums_are_notes_within_25_ms(void)
{
    static const double rates[] = {44100, 48000, 96000};
    for (size_t r = 0; r < 3; ++r) {
        const uint32_t apart = (uint32_t)(0.3137 * rates[r]), block = 61;
        Host *host = host_open(
            &(HostOptions){.listens = true, .bundle = UNFOLD_BUNDLE, .rate = rates[r]});
        host->threshold = 0;
        uint32_t hits = 0, noise = 1;
        for (uint32_t at = 0; at < 12 * apart; at += block) {
            float in[61], out[61];
            for (uint32_t k = 0; k < block; ++k) {
                const uint32_t since = (at + k) % apart;
                noise = noise * 1664525 + 1013904223;
                hits += since == 0;
                in[k] = (float)exp(-(double)since / (0.02 * rates[r])) *
                        ((float)(noise >> 8) / 8388608 - 1) / 2;
            }
            host_listen(host, in, out, block);
        }
        uint32_t notes = 0;
        for (unsigned k = 0; k < host->event_count; ++k) {
            const double late = (double)(host->events[k].time % apart) / rates[r];
            const bool strikes = (host->events[k].bytes[0] & 0xf0) == 0x90;
            CU_ASSERT(!strikes || late <= 0.025);
            notes += strikes;
        }
        CU_ASSERT(notes + 1 >= hits);
        host_close(host);
    }
}

const Suite listen_presets_suite = {
    "listen-presets",
    (const Test[]){
        {"the first of its own models listens", the_first_of_its_own_models_listens},
        {"drums are notes within 25 ms", drums_are_notes_within_25_ms},
        {NULL, NULL},
    },
};
