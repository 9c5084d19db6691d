/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_TOOL_LEARN_SET_H
#define UNFOLD_TOOL_LEARN_SET_H

#include "file/labelled.h"
#include "listen/lesson.h"
#include "tool/learn_options.h"

/** The recordings of a list in memory, and what is to be learned from each. Release
   with learn_set_clear. */
typedef struct {
    const char *path; /**< of the list */
    UnfoldLabelled list;
    UnfoldLesson *lessons; /**< of clips, one for each labelled part */
    size_t *recordings;    /**< [count] of the list, that each lesson is of */
    size_t count;
    float **sounds; /**< [list.count] */
    double **times, **values;
    double lowest_rate; /**< Hz */
    double seconds;     /**< of sound */
    UnfoldTask task;    /**< as asked, or as the labels are */
} LearnSet;

/** Read a list and all its recordings. Errors name the list's line. */
int learn_set_read(const LearnOptions *options, const char *path, LearnSet *set);
void learn_set_clear(LearnSet *set);

/** Leave of each clip what is its sound: see unfold_lesson_trim. */
int learn_set_trim(LearnSet *set, const UnfoldListening *listening, unsigned threads);

/** Put the labels into `listening`: at least two, and what is nothing among them. */
int learn_set_labels(const LearnOptions *options, const LearnSet *set,
                     UnfoldListening *listening);

/** Give the labels of a second list the numbers of the model's; one that it does not
   have is an error. */
int learn_set_relabel(LearnSet *set, const UnfoldListening *listening);

/** Lessons of a set by their number. Release the list with free. */
typedef struct {
    size_t *list;
    size_t count;
} LearnPart;

/** Divide those of `whole`: to `taken` goes a share of the recordings, or of the groups
    if it is of several, of each label alike as far as possible, but not all that a
   label has unless there are parts or groups; to `left` the rest. */
int learn_part_split(const LearnSet *set, const LearnPart *whole, double share,
                     uint64_t seed, LearnPart *taken, LearnPart *left);

/** Take fold k of `folds`, or group k of the list where that is 0. */
int learn_part_fold(const LearnSet *set, size_t k, size_t folds, uint64_t seed,
                    LearnPart *taken, LearnPart *left);

/** All of them. */
int learn_part_all(const LearnSet *set, LearnPart *all);

#endif
