/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "tool/learn_checkpoint.h"

#include "file/replace.h"
#include "tool/report.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define MAGIC "unfold learning 1\n"

static uint64_t hash_text(uint64_t sum, const char *text)
{
    return checkpoint_hash(sum, text, strlen(text) + 1);
}

/* How it learns, and how it listens but for what it has learned of the features. */
static uint64_t hash_options(uint64_t sum, const LearnOptions *o,
                             const UnfoldListening *listening)
{
    const UnfoldFeatureSpec *spec = &listening->features;
    const UnfoldEventSpec *events = &listening->events;
    const double numbers[] = {
        o->cell,       o->hidden,        o->layers,     o->decide,      o->epochs,
        o->patience,   o->batch,         o->window,     o->seed,        o->validation,
        o->drop,       o->learning_rate, o->unweighted, o->task,        spec->rate,
        spec->frame,   spec->hop,        spec->kinds,   spec->bands,    spec->mfcc,
        spec->deltas,  spec->low,        spec->high,    spec->range,    events->rise,
        events->floor, events->lead,     events->pause, events->longest};
    sum = checkpoint_hash(sum, numbers, sizeof numbers);
    sum = hash_text(sum, o->nothing);
    return hash_text(sum, o->augment);
}

static uint64_t hash_lesson(uint64_t sum, const LearnSet *set, size_t k)
{
    const UnfoldLesson *lesson = &set->lessons[k];
    const double numbers[] = {(double)set->recordings[k],
                              set->list.recordings[set->recordings[k]].group,
                              lesson->rate,
                              lesson->label,
                              (double)lesson->frames,
                              (double)lesson->part_count,
                              (double)lesson->value_count};
    sum = checkpoint_hash(sum, numbers, sizeof numbers);
    sum = checkpoint_hash(sum, lesson->sound, lesson->frames * sizeof *lesson->sound);
    for (size_t n = 0; n < lesson->part_count; ++n) {
        const UnfoldLabelSpan *part = &lesson->parts[n];
        const double span[] = {part->start, part->end, part->label};
        sum = checkpoint_hash(sum, span, sizeof span);
    }
    sum = checkpoint_hash(sum, lesson->times,
                          lesson->value_count * sizeof *lesson->times);
    return checkpoint_hash(sum, lesson->values,
                           lesson->value_count * sizeof *lesson->values);
}

static uint64_t fingerprint_of(const LearnOptions *options, const LearnSet *set,
                               const UnfoldListening *listening)
{
    uint64_t sum = hash_options(CHECKPOINT_HASH, options, listening);
    for (size_t k = 0; k < set->list.labels.count; ++k)
        sum = hash_text(sum, set->list.labels.list[k]);
    for (size_t k = 0; k < set->count; ++k)
        sum = hash_lesson(sum, set, k);
    return sum;
}

int learn_checkpoint_open(const LearnOptions *options, const LearnSet *set,
                          LearnCheckpoint *checkpoint)
{
    UnfoldListening listening;
    bool found;
    *checkpoint = (LearnCheckpoint){0};
    int status = learn_options_listening(options, set->lowest_rate, &listening);
    if (status)
        return status;
    if (!checkpoint_path(options->output, &checkpoint->path))
        return tool_no_memory();
    checkpoint->kind = (CheckpointKind){MAGIC, LEARN_KEPT_PARTS,
                                        fingerprint_of(options, set, &listening)};
    unfold_replace_tidy(checkpoint->path);
    status = checkpoint_guard(checkpoint->path, options->resume, options->restart);
    if (!status && options->resume)
        status = checkpoint_read(checkpoint->path, &checkpoint->kind, checkpoint->parts,
                                 &found);
    return status;
}

static void visit_state(void *owner, UnfoldStateVisitor visit, void *context)
{
    unfold_sequences_visit_state(owner, visit, context);
}

/* Whether what was read is of this learning's size, whoever wrote it. */
static bool fits(const CheckpointPart *parts, const LearnState *state)
{
    LearnStand stand;
    if (parts[LEARN_KEPT_STAND].size != sizeof stand)
        return false;
    memcpy(&stand, parts[LEARN_KEPT_STAND].bytes, sizeof stand);
    return stand.epochs >= 1 && stand.epochs <= state->most_epochs &&
           stand.best_epoch <= stand.epochs &&
           parts[LEARN_KEPT_EPOCHS].size == stand.epochs * sizeof *state->epochs &&
           parts[LEARN_KEPT_WEIGHTS].size ==
               state->weight_count * sizeof *state->weights &&
           checkpoint_fits(&parts[LEARN_KEPT_STATE], visit_state, state->trainer);
}

int learn_checkpoint_take_up(LearnCheckpoint *checkpoint, LearnState *state)
{
    CheckpointPart *parts = checkpoint->parts;
    if (!parts[LEARN_KEPT_STAND].bytes)
        return TOOL_OK;
    if (!fits(parts, state))
        return tool_error(checkpoint->path, "is not of this training's size");
    memcpy(&state->stand, parts[LEARN_KEPT_STAND].bytes, sizeof state->stand);
    memcpy(state->epochs, parts[LEARN_KEPT_EPOCHS].bytes,
           parts[LEARN_KEPT_EPOCHS].size);
    memcpy(state->weights, parts[LEARN_KEPT_WEIGHTS].bytes,
           parts[LEARN_KEPT_WEIGHTS].size);
    checkpoint_put_back(&parts[LEARN_KEPT_STATE], visit_state, state->trainer);
    for (size_t k = 0; k < LEARN_KEPT_PARTS; ++k)
        checkpoint_part_clear(&parts[k]);
    return TOOL_OK;
}

int learn_checkpoint_keep(LearnCheckpoint *checkpoint, const LearnState *state)
{
    LearnStand stand = state->stand;
    if (!checkpoint_take(&checkpoint->state, visit_state, state->trainer))
        return tool_no_memory();
    const CheckpointPart parts[LEARN_KEPT_PARTS] = {
        [LEARN_KEPT_STAND] = {&stand, sizeof stand},
        [LEARN_KEPT_EPOCHS] = {state->epochs, stand.epochs * sizeof *state->epochs},
        [LEARN_KEPT_WEIGHTS] = {state->weights,
                                state->weight_count * sizeof *state->weights},
        [LEARN_KEPT_STATE] = checkpoint->state};
    return checkpoint_write(checkpoint->path, &checkpoint->kind, parts);
}

void learn_checkpoint_drop(const LearnCheckpoint *checkpoint)
{
    unlink(checkpoint->path);
}

void learn_checkpoint_clear(LearnCheckpoint *checkpoint)
{
    for (size_t k = 0; k < LEARN_KEPT_PARTS; ++k)
        checkpoint_part_clear(&checkpoint->parts[k]);
    checkpoint_part_clear(&checkpoint->state);
    free(checkpoint->path);
    *checkpoint = (LearnCheckpoint){0};
}
