/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "tool/learn_tell.h"

#include "tool/learn_report_tell.h"
#include "tool/report.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define MOST_MISTAKES 12
#define MOST_SHOWN 24 /* labels in a matrix; of more, the worst mistakes are listed */
#define NAME_SHOWN 14

static size_t lessons_of(const LearnSet *set, int label)
{
    size_t count = 0;
    for (size_t k = 0; k < set->count; ++k)
        count += set->lessons[k].label == label;
    return count;
}

void learn_tell_plan(const LearnOptions *options, const LearnSet *set)
{
    const UnfoldNames *labels = &set->list.labels;
    UnfoldListening listening;
    if (learn_options_listening(options, set->lowest_rate, &listening))
        return;
    listening.task = set->task;
    listening.label_count = (uint32_t)labels->count;
    const UnfoldShape shape = learn_shape(options, &listening);
    fprintf(stderr, "%zu recordings, %.1f s", set->list.count, set->seconds);
    if (set->list.groups.count)
        fprintf(stderr, ", %zu groups", set->list.groups.count);
    fprintf(stderr, "; %u features, %.3g ms every %.3g ms at %g Hz", shape.inputs,
            1e3 * listening.features.frame / listening.features.rate,
            1e3 * unfold_feature_hop(&listening.features), listening.features.rate);
    fprintf(stderr, "; %s, %u x %u units, %zu weights\n", unfold_cell_name(shape.cell),
            shape.layers, shape.hidden, unfold_shape_weights(&shape));
    if (set->task != UNFOLD_TASK_CLIP)
        return;
    for (size_t k = 0; k < labels->count; ++k)
        fprintf(stderr, "%s%s %zu", k ? ", " : "labels: ", labels->list[k],
                lessons_of(set, (int)k));
    fprintf(stderr, "\n");
}

static void print_matrix(const LearnVerdict *verdict, const UnfoldNames *names)
{
    const size_t labels = verdict->labels;
    printf("\n%-*s  answered\n%-*s", NAME_SHOWN, "", NAME_SHOWN, "is");
    for (size_t k = 0; k < labels; ++k)
        printf(" %6.6s", names->list[k]);
    printf("  right\n");
    for (size_t k = 0; k < labels; ++k) {
        const double *row = verdict->confusion + k * labels;
        const double all = learn_count_of(verdict, k);
        if (all <= 0)
            continue;
        printf("%-*.*s", NAME_SHOWN, NAME_SHOWN, names->list[k]);
        for (size_t n = 0; n < labels; ++n)
            if (row[n] > 0)
                printf(" %6.0f", row[n]);
            else
                printf("      .");
        printf("  %5.1f %%\n", 100 * row[k] / all);
    }
}

/* Whether one cell of the confusion matrix comes after another: rarer, or as frequent
   and further down. */
static bool comes_after(const LearnVerdict *verdict, size_t k, size_t other)
{
    const double a = verdict->confusion[k], b = verdict->confusion[other];
    return a < b || (a == b && k > other);
}

static void print_mistakes(const LearnVerdict *verdict, const UnfoldNames *names)
{
    const size_t labels = verdict->labels, none = labels * labels;
    size_t last = none;
    printf("\nmost frequent mistakes:\n");
    for (int shown = 0; shown < MOST_MISTAKES; ++shown) {
        size_t best = none;
        for (size_t k = 0; k < none; ++k)
            if (k / labels != k % labels && verdict->confusion[k] > 0 &&
                (last == none || comes_after(verdict, k, last)) &&
                (best == none || comes_after(verdict, best, k)))
                best = k;
        if (best == none)
            return;
        printf("  %s answered %s: %.0f\n", names->list[best / labels],
               names->list[best % labels], verdict->confusion[best]);
        last = best;
    }
}

/* How good it is, in one line, and the matrix. */
static void print_verdict(const char *what, const LearnVerdict *verdict,
                          const LearnSet *set, bool matrix)
{
    const UnfoldNames *names = &set->list.labels;
    const bool clips = set->task == UNFOLD_TASK_CLIP;
    if (!verdict->labels) {
        printf("%s: root mean square error %.4f deviations", what,
               sqrt(learn_mean_loss(verdict)));
        if (verdict->squares > 0)
            printf(", R2 %.4f", learn_r2(verdict));
        printf("\n");
        return;
    }
    printf(
        "%s: accuracy %.2f %% of %.0f %s, macro F1 %.4f, balanced accuracy %.2f %%\n",
        what, 100 * learn_accuracy(verdict), verdict->weight,
        clips ? "sounds" : "frames", learn_macro_f1(verdict),
        100 * learn_balanced_accuracy(verdict));
    if (!matrix)
        return;
    if (verdict->labels <= MOST_SHOWN)
        print_matrix(verdict, names);
    else
        print_mistakes(verdict, names);
}

static void print_folds(const LearnOutcome *outcome)
{
    const LearnMeasured *folds = outcome->folds;
    const UnfoldNames *groups = &outcome->set->list.groups;
    for (size_t k = 0; k < folds->folds; ++k) {
        char name[80];
        if (outcome->options->by_group)
            snprintf(name, sizeof name, "without %.64s", groups->list[k]);
        else
            snprintf(name, sizeof name, "fold %zu", k + 1);
        if (isnan(folds->fold_accuracy[k]))
            printf("%-24s not measured\n", name);
        else if (folds->verdict.labels)
            printf("%-24s %6.2f %%\n", name, 100 * folds->fold_accuracy[k]);
        else
            printf("%-24s %.5f\n", name, folds->fold_accuracy[k]);
    }
    print_verdict("all parts, each left out in turn", &folds->verdict, outcome->set,
                  true);
}

static void print_text(const LearnOutcome *outcome)
{
    const LearnRun *run = outcome->run;
    char time[32];
    if (outcome->folds)
        print_folds(outcome);
    if (!run)
        return;
    if (outcome->folds)
        printf("\n");
    printf("%s: %s after %s, epoch %zu of %zu is kept\n", outcome->options->output,
           run->stopped ? "stopped" : "learned", tool_time_text(run->seconds, time),
           run->best_epoch, run->epoch_count);
    if (outcome->validation)
        print_verdict("validation", outcome->validation, outcome->set, !outcome->test);
    if (outcome->test)
        print_verdict("test", &outcome->test->verdict, outcome->set, true);
    if (outcome->horizon)
        printf("gradients reach back %zu frames, %.0f ms\n", outcome->horizon,
               1e3 * (double)outcome->horizon *
                   unfold_feature_hop(&run->listening.features));
    if (run->silent)
        printf("no sound began in %zu of the recordings: all of them was heard; see "
               "--rise and --floor\n",
               run->silent);
}

static json_t *json_verdict(const LearnVerdict *verdict)
{
    json_t *object = json_object();
    json_object_set_new(object, "count", tool_json_number(verdict->weight));
    json_object_set_new(object, "loss", tool_json_number(learn_mean_loss(verdict)));
    if (!verdict->labels) {
        json_object_set_new(object, "r2", tool_json_number(learn_r2(verdict)));
        return object;
    }
    json_object_set_new(object, "accuracy", tool_json_number(learn_accuracy(verdict)));
    json_object_set_new(object, "balanced_accuracy",
                        tool_json_number(learn_balanced_accuracy(verdict)));
    json_object_set_new(object, "macro_f1", tool_json_number(learn_macro_f1(verdict)));
    json_t *rows = json_array();
    for (size_t k = 0; k < verdict->labels; ++k) {
        json_t *row = json_array();
        for (size_t n = 0; n < verdict->labels; ++n)
            json_array_append_new(
                row,
                json_integer((json_int_t)verdict->confusion[k * verdict->labels + n]));
        json_array_append_new(rows, row);
    }
    json_object_set_new(object, "confusion", rows);
    return object;
}

static json_t *json_names(const UnfoldNames *names)
{
    json_t *list = json_array();
    for (size_t k = 0; k < names->count; ++k)
        json_array_append_new(list, json_string(names->list[k]));
    return list;
}

static int print_json(const LearnOutcome *outcome)
{
    json_t *object = json_object();
    json_object_set_new(object, "labels", json_names(&outcome->set->list.labels));
    json_object_set_new(object, "recordings",
                        json_integer((json_int_t)outcome->set->list.count));
    if (outcome->folds) {
        json_t *parts = json_array();
        for (size_t k = 0; k < outcome->folds->folds; ++k)
            json_array_append_new(parts,
                                  tool_json_number(outcome->folds->fold_accuracy[k]));
        json_t *folds = json_verdict(&outcome->folds->verdict);
        json_object_set_new(folds, "parts", parts);
        if (outcome->options->by_group)
            json_object_set_new(folds, "groups",
                                json_names(&outcome->set->list.groups));
        json_object_set_new(folds, "seconds",
                            tool_json_number(outcome->folds->seconds));
        json_object_set_new(object, "folds", folds);
    }
    if (outcome->run) {
        const LearnRun *run = outcome->run;
        json_object_set_new(object, "model", json_string(outcome->options->output));
        json_object_set_new(object, "weights",
                            json_integer((json_int_t)unfold_shape_weights(
                                unfold_model_shape(run->model))));
        json_object_set_new(object, "epochs",
                            json_integer((json_int_t)run->epoch_count));
        json_object_set_new(object, "best_epoch",
                            json_integer((json_int_t)run->best_epoch));
        json_object_set_new(object, "seconds", tool_json_number(run->seconds));
        json_object_set_new(object, "horizon_frames",
                            json_integer((json_int_t)outcome->horizon));
        json_object_set_new(object, "silent", json_integer((json_int_t)run->silent));
        json_object_set_new(object, "stopped", json_boolean(run->stopped));
    }
    if (outcome->validation)
        json_object_set_new(object, "validation", json_verdict(outcome->validation));
    if (outcome->test)
        json_object_set_new(object, "test", json_verdict(&outcome->test->verdict));
    return tool_print_json(object);
}

int learn_tell(const LearnOutcome *outcome)
{
    const int status = outcome->options->report ? learn_report_tell(outcome) : TOOL_OK;
    if (outcome->options->json) {
        const int printed = print_json(outcome);
        return status ? status : printed;
    }
    print_text(outcome);
    return status;
}
