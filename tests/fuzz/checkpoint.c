/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */

/* All of it, for the checksum: what passes it by chance or malice counts too. */
#include "core/tool/checkpoint.c"

#include "tests/fuzz/checkpoint.h"
#include "tests/fuzz/readers.h"
#include "tests/support/suite.h"
#include "tool/train_checkpoint.h"

#include <math.h>

#define FRAMES 512
#define STARTS 2

static UnfoldReal dry[FRAMES], wet[FRAMES];
static const UnfoldTake take = {.dry = dry, .wet = wet, .frames = FRAMES};
static const UnfoldTakes takes = {&take, 1};

static UnfoldTrainSettings settings_of_all(void)
{
    const UnfoldShape shape = {.cell = UNFOLD_LSTM,
                               .inputs = 1,
                               .hidden = 2,
                               .layers = 1,
                               .outputs = 1,
                               .skip = 1,
                               .stored_state = true};
    UnfoldTrainSettings settings = unfold_train_defaults(&shape, 48000);
    settings.window = 16;
    settings.warm_up = 16;
    settings.threads = 1;
    return settings;
}

static UnfoldTrainer *new_trainer(const UnfoldTrainSettings *settings)
{
    UnfoldTrainer *trainer;
    for (int t = 0; t < FRAMES; ++t) {
        dry[t] = (UnfoldReal)sin(0.1 * t);
        wet[t] = (UnfoldReal)tanh(3 * sin(0.1 * t));
    }
    CU_ASSERT_EQUAL_FATAL(unfold_trainer_new(settings, &takes, &takes, &trainer, NULL),
                          UNFOLD_OK);
    return trainer;
}

static double ask(void *context, double epochs)
{
    (void)context;
    return epochs < 3 ? 0.5 : 1;
}

const char *fuzz_checkpoint_right(const uint8_t *data, size_t size,
                                  const CheckpointKind *kind)
{
    CheckpointPart parts[CHECKPOINT_MOST_PARTS] = {0};
    Head head;
    unsigned char *bytes = malloc(size + 1);
    if (!bytes)
        abort();
    if (size)
        memcpy(bytes, data, size);
    if (size >= sizeof head) {
        memcpy(&head, bytes, sizeof head);
        head.fingerprint = kind->fingerprint;
        memcpy(bytes, &head, sizeof head);
        unpack((const char *)bytes, size, kind, &head, parts);
        bool whole = true;
        for (size_t k = 0; k < CHECKPOINT_MOST_PARTS; ++k)
            whole = whole && parts[k].size == head.sizes[k];
        if (whole)
            head.sum = sum_of(head, parts);
        memcpy(bytes, &head, sizeof head);
        for (size_t k = 0; k < CHECKPOINT_MOST_PARTS; ++k)
            checkpoint_part_clear(&parts[k]);
    }
    const char *path = fuzz_file(bytes, size);
    free(bytes);
    return path;
}

/* As `unfold train --resume` goes on. */
static void go_on(UnfoldTrainer *trainer, TrainCheckpoint *checkpoint)
{
    UnfoldEpoch epoch;
    UnfoldModel *model;
    if (!train_checkpoint_fits(checkpoint, trainer))
        return;
    train_snapshot_put_back(&checkpoint->now, trainer);
    CU_ASSERT_EQUAL(unfold_trainer_epoch(trainer, ask, NULL, &epoch), UNFOLD_OK);
    CU_ASSERT(train_snapshot_take(&checkpoint->best_start, trainer));
    CU_ASSERT(train_history_add(&checkpoint->history, &(TrainEpoch){0}));
    if (unfold_trainer_best(trainer, &model, NULL) == UNFOLD_OK)
        unfold_model_free(model);
}

int fuzz_checkpoint(const uint8_t *data, size_t size)
{
    const UnfoldTrainSettings settings = settings_of_all();
    UnfoldTrainer *trainer = new_trainer(&settings);
    const uint64_t fingerprint = train_fingerprint(&settings, &takes, &takes, STARTS);
    const CheckpointKind kind = {"unfold checkpoint 2\n", 4, fingerprint};
    TrainCheckpoint checkpoint = {0};
    bool found;
    fuzz_hush();
    if (train_checkpoint_read(fuzz_checkpoint_right(data, size, &kind), fingerprint,
                              &checkpoint, &found) == TOOL_OK)
        go_on(trainer, &checkpoint);
    CU_ASSERT(found);
    train_checkpoint_clear(&checkpoint);
    unfold_trainer_free(trainer);
    return 0;
}

void fuzz_checkpoint_seed(const char *path, bool with_best)
{
    const UnfoldTrainSettings settings = settings_of_all();
    UnfoldTrainer *trainer = new_trainer(&settings);
    TrainCheckpoint checkpoint = {0};
    UnfoldEpoch epoch;
    for (int k = 0; k < 3; ++k) {
        CU_ASSERT_EQUAL(unfold_trainer_epoch(trainer, ask, NULL, &epoch), UNFOLD_OK);
        const TrainEpoch row = {k,          epoch.loss,  epoch.esr, epoch.best_esr,
                                epoch.rate, epoch.window};
        CU_ASSERT(train_history_add(&checkpoint.history, &row));
    }
    CU_ASSERT(train_snapshot_take(&checkpoint.now, trainer));
    if (with_best)
        CU_ASSERT(train_snapshot_take(&checkpoint.best_start, trainer));
    const uint64_t fingerprint = train_fingerprint(&settings, &takes, &takes, STARTS);
    CU_ASSERT_EQUAL(train_checkpoint_write(path, fingerprint, &checkpoint), TOOL_OK);
    train_checkpoint_clear(&checkpoint);
    unfold_trainer_free(trainer);
}
