/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "tool/train_checkpoint.h"

#include "file/read.h"
#include "file/replace.h"
#include "tool/report.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define MAGIC "unfold checkpoint 1\n"
#define MAX_BYTES ((size_t)2 << 30)
#define BYTE_ORDER_MARK 0x0102030405060708u

static void count(void *context, void *bytes, size_t size)
{
    (void)bytes;
    *(size_t *)context += size;
}

static void copy_out(void *context, void *bytes, size_t size)
{
    unsigned char **to = context;
    memcpy(*to, bytes, size);
    *to += size;
}

static void copy_in(void *context, void *bytes, size_t size)
{
    const unsigned char **from = context;
    memcpy(bytes, *from, size);
    *from += size;
}

static size_t size_of_state(UnfoldTrainer *trainer)
{
    size_t size = 0;
    unfold_trainer_visit_state(trainer, count, &size);
    return size;
}

bool train_snapshot_take(TrainSnapshot *snapshot, UnfoldTrainer *trainer)
{
    if (!snapshot->bytes) {
        snapshot->size = size_of_state(trainer);
        snapshot->bytes = malloc(snapshot->size);
        if (!snapshot->bytes)
            return false;
    }
    unsigned char *to = snapshot->bytes;
    unfold_trainer_visit_state(trainer, copy_out, &to);
    return true;
}

void train_snapshot_put_back(const TrainSnapshot *snapshot, UnfoldTrainer *trainer)
{
    const unsigned char *from = snapshot->bytes;
    unfold_trainer_visit_state(trainer, copy_in, &from);
}

void train_snapshot_clear(TrainSnapshot *snapshot)
{
    free(snapshot->bytes);
    *snapshot = (TrainSnapshot){0};
}

void train_checkpoint_clear(TrainCheckpoint *checkpoint)
{
    train_history_clear(&checkpoint->history);
    train_snapshot_clear(&checkpoint->now);
    train_snapshot_clear(&checkpoint->best_start);
}

bool train_checkpoint_fits(const TrainCheckpoint *checkpoint, UnfoldTrainer *trainer)
{
    const size_t size = size_of_state(trainer);
    const TrainSnapshot *best = &checkpoint->best_start;
    return checkpoint->now.size == size && (!best->bytes || best->size == size);
}

/* FNV-1a, eight bytes at a time where there are so many. */
static uint64_t hash(uint64_t sum, const void *bytes, size_t size)
{
    const unsigned char *byte = bytes;
    for (; size >= 8; size -= 8, byte += 8) {
        uint64_t word;
        memcpy(&word, byte, 8);
        sum = (sum ^ word) * 0x100000001b3u;
        sum ^= sum >> 32;
    }
    for (; size; --size)
        sum = (sum ^ *byte++) * 0x100000001b3u;
    return sum;
}

static uint64_t hash_takes(uint64_t sum, const UnfoldTakes *takes, size_t knobs)
{
    for (size_t k = 0; k < takes->count; ++k) {
        const UnfoldTake *take = &takes->list[k];
        sum = hash(sum, take->dry, take->frames * sizeof *take->dry);
        sum = hash(sum, take->wet, take->frames * sizeof *take->wet);
        if (knobs)
            sum = hash(sum, take->knobs, knobs * sizeof *take->knobs);
    }
    return sum;
}

uint64_t train_fingerprint(const UnfoldTrainSettings *settings,
                           const UnfoldTakes *training, const UnfoldTakes *validation,
                           uint32_t starts)
{
    const UnfoldShape *shape = &settings->shape;
    const double numbers[] = {shape->cell,
                              shape->inputs,
                              shape->hidden,
                              shape->layers,
                              shape->skip,
                              settings->sample_rate,
                              settings->loss.esr,
                              settings->loss.preemphasis,
                              settings->loss.dc,
                              settings->loss.mse,
                              settings->loss.mrstft,
                              (double)settings->seed,
                              (double)settings->groups,
                              (double)settings->window,
                              (double)settings->warm_up,
                              settings->rate,
                              settings->clip,
                              settings->memory,
                              (double)settings->patience,
                              starts};
    uint64_t sum = hash(0xcbf29ce484222325u, numbers, sizeof numbers);
    sum = hash_takes(sum, training, shape->inputs - 1);
    return hash_takes(sum, validation, shape->inputs - 1);
}

bool train_checkpoint_path(const char *model, char **path)
{
    const size_t room = strlen(model) + sizeof ".checkpoint";
    *path = malloc(room);
    if (*path)
        snprintf(*path, room, "%s.checkpoint", model);
    return *path != NULL;
}

typedef struct {
    char magic[24]; /* no gaps between the members: their sum is taken */
    uint64_t byte_order, fingerprint, epochs, now_size, best_size, sum;
    TrainStand stand;
} Head;

static uint64_t sum_of(Head head, const TrainCheckpoint *checkpoint)
{
    head.sum = 0;
    uint64_t sum = hash(0, &head, sizeof head);
    sum = hash(sum, checkpoint->history.list,
               checkpoint->history.count * sizeof *checkpoint->history.list);
    sum = hash(sum, checkpoint->now.bytes, checkpoint->now.size);
    return hash(sum, checkpoint->best_start.bytes, checkpoint->best_start.size);
}

int train_checkpoint_write(const char *path, uint64_t fingerprint,
                           const TrainCheckpoint *checkpoint)
{
    Head head = {.magic = MAGIC,
                 .byte_order = BYTE_ORDER_MARK,
                 .fingerprint = fingerprint,
                 .epochs = checkpoint->history.count,
                 .now_size = checkpoint->now.size,
                 .best_size = checkpoint->best_start.size,
                 .stand = checkpoint->stand};
    head.sum = sum_of(head, checkpoint);
    UnfoldReplace replace;
    UnfoldError error;
    if (unfold_replace_begin(path, &replace, &error))
        return tool_error(path, "%s", error.text);
    fwrite(&head, sizeof head, 1, replace.file);
    fwrite(checkpoint->history.list, sizeof *checkpoint->history.list,
           checkpoint->history.count, replace.file);
    fwrite(checkpoint->now.bytes, 1, checkpoint->now.size, replace.file);
    if (checkpoint->best_start.size)
        fwrite(checkpoint->best_start.bytes, 1, checkpoint->best_start.size,
               replace.file);
    if (unfold_replace_commit(&replace, &error))
        return tool_error(path, "%s", error.text);
    return TOOL_OK;
}

/* The next `size` bytes of the file into memory of their own. */
static bool cut(const char **from, size_t *left, size_t size, void **copy)
{
    *copy = NULL;
    if (size > *left)
        return false;
    *copy = malloc(size ? size : 1);
    if (!*copy)
        return false;
    memcpy(*copy, *from, size);
    *from += size;
    *left -= size;
    return true;
}

static bool unpack(const char *bytes, size_t size, Head *head,
                   TrainCheckpoint *checkpoint)
{
    if (size < sizeof *head)
        return false;
    memcpy(head, bytes, sizeof *head);
    const char *from = bytes + sizeof *head;
    size_t left = size - sizeof *head;
    void *history, *now, *best = NULL;
    if (memcmp(head->magic, MAGIC, sizeof MAGIC) ||
        head->byte_order != BYTE_ORDER_MARK || head->epochs > left / sizeof(TrainEpoch))
        return false;
    const bool cut_all = cut(&from, &left, head->epochs * sizeof(TrainEpoch), &history);
    checkpoint->history = (TrainHistory){history, head->epochs, head->epochs};
    const bool cut_now = cut_all && cut(&from, &left, head->now_size, &now);
    checkpoint->now = (TrainSnapshot){cut_now ? now : NULL, head->now_size};
    const bool cut_best =
        cut_now && (!head->best_size || cut(&from, &left, head->best_size, &best));
    checkpoint->best_start = (TrainSnapshot){best, head->best_size};
    checkpoint->stand = head->stand;
    return cut_best && !left && head->sum == sum_of(*head, checkpoint);
}

int train_checkpoint_read(const char *path, uint64_t fingerprint,
                          TrainCheckpoint *checkpoint, bool *found)
{
    *found = access(path, F_OK) == 0;
    if (!*found)
        return TOOL_OK;
    char *bytes;
    size_t size;
    UnfoldError error;
    if (unfold_read_bytes(path, MAX_BYTES, &bytes, &size, &error))
        return tool_error(path, "%s", error.text);
    Head head;
    const bool whole = unpack(bytes, size, &head, checkpoint);
    free(bytes);
    if (!whole)
        return tool_error(path, "is no whole checkpoint of this version and machine");
    if (head.fingerprint != fingerprint)
        return tool_error(path, "belongs to a training from other recordings or with "
                                "other options; --restart begins anew");
    return TOOL_OK;
}
