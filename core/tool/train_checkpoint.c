/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "tool/train_checkpoint.h"

#include "tool/report.h"

#include <string.h>

enum { STAND, HISTORY, NOW, BEST_START, PARTS };

static CheckpointKind kind_of(uint64_t fingerprint)
{
    return (CheckpointKind){"unfold checkpoint 2\n", PARTS, fingerprint};
}

static void visit_state(void *owner, UnfoldStateVisitor visit, void *context)
{
    unfold_trainer_visit_state(owner, visit, context);
}

bool train_snapshot_take(CheckpointPart *snapshot, UnfoldTrainer *trainer)
{
    return checkpoint_take(snapshot, visit_state, trainer);
}

void train_snapshot_put_back(const CheckpointPart *snapshot, UnfoldTrainer *trainer)
{
    checkpoint_put_back(snapshot, visit_state, trainer);
}

void train_checkpoint_clear(TrainCheckpoint *checkpoint)
{
    train_history_clear(&checkpoint->history);
    checkpoint_part_clear(&checkpoint->now);
    checkpoint_part_clear(&checkpoint->best_start);
}

bool train_checkpoint_fits(const TrainCheckpoint *checkpoint, UnfoldTrainer *trainer)
{
    const CheckpointPart *best = &checkpoint->best_start;
    return checkpoint_fits(&checkpoint->now, visit_state, trainer) &&
           (!best->bytes || checkpoint_fits(best, visit_state, trainer));
}

static uint64_t hash_takes(uint64_t sum, const UnfoldTakes *takes, size_t knobs)
{
    for (size_t k = 0; k < takes->count; ++k) {
        const UnfoldTake *take = &takes->list[k];
        sum = checkpoint_hash(sum, take->dry, take->frames * sizeof *take->dry);
        sum = checkpoint_hash(sum, take->wet, take->frames * sizeof *take->wet);
        if (knobs)
            sum = checkpoint_hash(sum, take->knobs, knobs * sizeof *take->knobs);
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
    uint64_t sum = checkpoint_hash(CHECKPOINT_HASH, numbers, sizeof numbers);
    sum = hash_takes(sum, training, shape->inputs - 1);
    return hash_takes(sum, validation, shape->inputs - 1);
}

int train_checkpoint_write(const char *path, uint64_t fingerprint,
                           const TrainCheckpoint *checkpoint)
{
    const CheckpointKind kind = kind_of(fingerprint);
    TrainStand stand = checkpoint->stand;
    const TrainHistory *history = &checkpoint->history;
    const CheckpointPart parts[PARTS] = {
        [STAND] = {&stand, sizeof stand},
        [HISTORY] = {history->list, history->count * sizeof *history->list},
        [NOW] = checkpoint->now,
        [BEST_START] = checkpoint->best_start};
    return checkpoint_write(path, &kind, parts);
}

int train_checkpoint_read(const char *path, uint64_t fingerprint,
                          TrainCheckpoint *checkpoint, bool *found)
{
    const CheckpointKind kind = kind_of(fingerprint);
    CheckpointPart parts[PARTS];
    const int status = checkpoint_read(path, &kind, parts, found);
    if (status || !*found)
        return status;
    const size_t epochs = parts[HISTORY].size / sizeof(TrainEpoch);
    checkpoint->history = (TrainHistory){parts[HISTORY].bytes, epochs, epochs};
    checkpoint->now = parts[NOW];
    checkpoint->best_start = parts[BEST_START];
    const bool whole = parts[STAND].size == sizeof checkpoint->stand &&
                       parts[HISTORY].size == epochs * sizeof(TrainEpoch);
    if (whole)
        memcpy(&checkpoint->stand, parts[STAND].bytes, sizeof checkpoint->stand);
    checkpoint_part_clear(&parts[STAND]);
    return whole
               ? TOOL_OK
               : tool_error(path, "is no whole checkpoint of this version and machine");
}
