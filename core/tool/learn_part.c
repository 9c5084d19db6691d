/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "net/random.h"
#include "tool/learn_set.h"
#include "tool/report.h"

#include <stdlib.h>
#include <string.h>

int learn_part_all(const LearnSet *set, LearnPart *all)
{
    *all = (LearnPart){malloc(set->count * sizeof *all->list + 1), set->count};
    for (size_t k = 0; all->list && k < set->count; ++k)
        all->list[k] = k;
    return all->list ? TOOL_OK : tool_no_memory();
}

/* Where a number stands among 0..1: even, and the same everywhere. */
static double place_of(uint64_t seed, uint64_t number)
{
    UnfoldRandom random = {seed * 0x9e3779b97f4a7c15u + number};
    unfold_random(&random);
    return unfold_random_uniform(&random);
}

static int group_of(const LearnSet *set, size_t lesson)
{
    return set->list.recordings[set->recordings[lesson]].group;
}

static bool has_groups(const LearnSet *set)
{
    return set->list.groups.count > 1;
}

/* What stays together: a group, or else a recording. */
static uint64_t unit_of(const LearnSet *set, size_t lesson)
{
    return has_groups(set) ? (uint64_t)(group_of(set, lesson) + 1)
                           : set->recordings[lesson];
}

typedef struct {
    double place;
    uint64_t unit;
    int label;
    size_t lesson;
} Drawn;

static int by_label_and_place(const void *a, const void *b)
{
    const Drawn *one = a, *other = b;
    if (one->label != other->label)
        return one->label < other->label ? -1 : 1;
    if (one->place != other->place)
        return one->place < other->place ? -1 : 1;
    return one->unit < other->unit ? -1 : one->unit > other->unit;
}

/* Deal the units of `whole` out to `folds` hands, drawn by chance, one after another,
   so that each label comes to each hand as often: fold [lessons of the set]. */
static bool deal(const LearnSet *set, const LearnPart *whole, size_t folds,
                 uint64_t seed, bool groups, size_t *fold)
{
    const bool mixed = set->list.span_count || (groups && has_groups(set));
    Drawn *drawn = malloc(whole->count * sizeof *drawn + 1);
    if (!drawn)
        return false;
    for (size_t k = 0; k < whole->count; ++k) {
        const size_t lesson = whole->list[k];
        const uint64_t unit = groups ? unit_of(set, lesson) : set->recordings[lesson];
        drawn[k] = (Drawn){place_of(seed, unit), unit,
                           mixed ? 0 : set->lessons[lesson].label, lesson};
    }
    qsort(drawn, whole->count, sizeof *drawn, by_label_and_place);
    size_t hand = 0;
    for (size_t k = 0; k < whole->count; ++k) {
        if (k > 0 && drawn[k].unit != drawn[k - 1].unit)
            hand = (hand + 1) % folds;
        fold[drawn[k].lesson] = hand;
    }
    free(drawn);
    return true;
}

static int take(const LearnSet *set, const LearnPart *whole, const size_t *fold,
                size_t hand, LearnPart *taken, LearnPart *left)
{
    taken->list = malloc(set->count * sizeof *taken->list + 1);
    left->list = malloc(set->count * sizeof *left->list + 1);
    taken->count = left->count = 0;
    if (!taken->list || !left->list)
        return tool_no_memory();
    for (size_t k = 0; k < whole->count; ++k) {
        LearnPart *part = fold[whole->list[k]] == hand ? taken : left;
        part->list[part->count++] = whole->list[k];
    }
    return TOOL_OK;
}

/* A label that would go to hand 0 with all that it has stays. */
static void leave_some(const LearnSet *set, const LearnPart *whole, size_t *fold)
{
    bool left[UNFOLD_MAX_LABELS] = {false};
    for (size_t k = 0; k < whole->count; ++k) {
        const int label = set->lessons[whole->list[k]].label;
        if (label >= 0 && fold[whole->list[k]] != 0)
            left[label] = true;
    }
    for (size_t k = 0; k < whole->count; ++k) {
        const int label = set->lessons[whole->list[k]].label;
        if (label >= 0 && !left[label])
            fold[whole->list[k]] = 1;
    }
}

static bool has_several_groups(const LearnSet *set, const LearnPart *whole)
{
    for (size_t k = 1; k < whole->count; ++k)
        if (group_of(set, whole->list[k]) != group_of(set, whole->list[0]))
            return true;
    return false;
}

int learn_part_split(const LearnSet *set, const LearnPart *whole, double share,
                     uint64_t seed, LearnPart *taken, LearnPart *left)
{
    const size_t folds = share > 0 ? (size_t)(1 / share + 0.5) : 1;
    const bool groups = has_several_groups(set, whole);
    size_t *fold = calloc(set->count + 1, sizeof *fold);
    int status = TOOL_OK;
    if (!fold || !deal(set, whole, folds, seed, groups, fold)) {
        tool_no_memory();
        status = TOOL_FAILED;
    }
    if (!status && share > 0 && !set->list.span_count && !groups)
        leave_some(set, whole, fold);
    if (!status)
        status = take(set, whole, fold, share > 0 ? 0 : 1, taken, left);
    free(fold);
    return status;
}

int learn_part_fold(const LearnSet *set, size_t k, size_t folds, uint64_t seed,
                    LearnPart *taken, LearnPart *left)
{
    LearnPart all;
    size_t *fold = calloc(set->count + 1, sizeof *fold);
    int status = learn_part_all(set, &all);
    if (!status && !fold) {
        tool_no_memory();
        status = TOOL_FAILED;
    }
    if (!status && folds && !deal(set, &all, folds, seed, false, fold))
        status = tool_no_memory();
    for (size_t n = 0; !status && !folds && n < set->count; ++n)
        fold[n] = (size_t)group_of(set, n);
    if (!status)
        status = take(set, &all, fold, k, taken, left);
    free(fold);
    free(all.list);
    return status;
}
