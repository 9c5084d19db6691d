/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "capture/repeat.h"

#include "feature/level.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define WINDOW 64                           /* samples under a hash */
#define ONE_IN 512                          /* of the windows is a place to compare */
#define FACTOR UINT64_C(0x9e3779b97f4a7c15) /* odd */

typedef struct {
    uint64_t key; /* of a place its hash, of a match the distance */
    size_t at;
} Place;

typedef struct {
    Place *list;
    size_t count, room;
} Places;

static bool add(Places *places, uint64_t key, size_t at)
{
    if (places->count == places->room) {
        const size_t room = places->room ? 2 * places->room : 1024;
        Place *list = realloc(places->list, room * sizeof *list);
        if (!list)
            return false;
        places->list = list;
        places->room = room;
    }
    places->list[places->count++] = (Place){key, at};
    return true;
}

static int by_key_and_place(const void *a, const void *b)
{
    const Place *p = a, *q = b;
    if (p->key != q->key)
        return p->key < q->key ? -1 : 1;
    return (p->at > q->at) - (p->at < q->at);
}

static void sort(Places *places)
{
    if (places->count)
        qsort(places->list, places->count, sizeof *places->list, by_key_and_place);
}

static uint64_t bits_of(float x)
{
    uint32_t bits;
    const float canonical = x == 0 ? 0 : x; /* not -0 */
    memcpy(&bits, &canonical, sizeof bits);
    return bits + UINT64_C(1);
}

static uint64_t mix(uint64_t h)
{
    h = (h ^ (h >> 32)) * FACTOR;
    return h ^ (h >> 29);
}

/* Places whose window hashes to a certain rest, none in silence, none closer than a
   window: the same passage yields the same ones. */
static bool choose_places(const float *x, size_t n, Places *places)
{
    uint64_t oldest = 1, hash = 0;
    for (int k = 0; k < WINDOW; ++k)
        oldest *= FACTOR;
    size_t silent = 0, next = WINDOW;
    for (size_t t = 0; t < n; ++t) {
        hash = hash * FACTOR + bits_of(x[t]);
        hash -= t >= WINDOW ? oldest * bits_of(x[t - WINDOW]) : 0;
        silent = fabsf(x[t]) < UNFOLD_SILENCE ? silent + 1 : 0;
        const uint64_t mixed = mix(hash);
        if (t + 1 < next || silent >= WINDOW || mixed % ONE_IN)
            continue;
        if (!add(places, mixed, t + 1 - WINDOW))
            return false;
        next = t + 1 + WINDOW;
    }
    return true;
}

/* Pairs of places with one hash, each with the next: key is their distance. */
static bool pair_up(const Places *places, size_t least, Places *matches)
{
    for (size_t k = 1; k < places->count; ++k) {
        const Place *p = &places->list[k - 1], *q = &places->list[k];
        if (p->key == q->key && q->at - p->at >= least &&
            !add(matches, q->at - p->at, p->at))
            return false;
    }
    return true;
}

/* The longest passage around `at` that is the same `apart` samples later, at most as
   long as they are apart. */
static UnfoldRepeat extend(const float *x, size_t n, size_t at, size_t apart)
{
    size_t begin = at, end = at;
    while (end + apart < n && x[end] == x[end + apart])
        ++end;
    while (begin > 0 && x[begin - 1] == x[begin - 1 + apart])
        --begin;
    return (UnfoldRepeat){begin, begin + apart, end - begin};
}

static size_t sounding(const float *x, size_t n)
{
    size_t count = 0;
    for (size_t t = 0; t < n; ++t)
        count += fabsf(x[t]) >= UNFOLD_SILENCE;
    return count;
}

static void find_longest(const float *x, size_t n, size_t least, const Places *matches,
                         UnfoldRepeat *repeat)
{
    size_t most = least, apart = 0, seen = 0;
    for (size_t k = 0; k < matches->count; ++k) {
        const Place *match = &matches->list[k];
        if (match->key == apart && match->at < seen)
            continue; /* within the passage before */
        UnfoldRepeat found = extend(x, n, match->at, match->key);
        apart = match->key;
        seen = found.first + found.frames;
        found.frames = found.frames < apart ? found.frames : apart;
        const size_t sounds = sounding(x + found.first, found.frames);
        if (sounds >= most) {
            most = sounds + 1;
            *repeat = found;
        }
    }
}

bool unfold_find_repeat(const float *x, size_t n, size_t least, UnfoldRepeat *repeat)
{
    *repeat = (UnfoldRepeat){0};
    Places places = {0}, matches = {0};
    bool done = choose_places(x, n, &places);
    if (done) {
        sort(&places);
        done = pair_up(&places, least, &matches);
    }
    if (done) {
        sort(&matches);
        find_longest(x, n, least, &matches, repeat);
    }
    free(places.list);
    free(matches.list);
    return done;
}
