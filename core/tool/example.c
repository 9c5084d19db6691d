/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "tool/dogs.h"
#include "tool/options.h"
#include "tool/report.h"
#include "tool/tool.h"

#include <stdio.h>
#include <string.h>

enum { MOST_STEPS = 5000 };

#define SURE 0.99 /* when training ends: the probability of "s" after "dog" */

/* The course of the example. */
typedef struct {
    DogsPass first, last;
    UnfoldReal after_one[DOGS_WEIGHTS], trained[DOGS_WEIGHTS];
    size_t steps;
} Course;

static bool run(Course *course)
{
    UnfoldReal weights[DOGS_WEIGHTS];
    memcpy(weights, dogs_start, sizeof weights);
    if (!dogs_pass(weights, &course->first))
        return false;
    course->last = course->first;
    for (course->steps = 0; course->steps < MOST_STEPS; ++course->steps) {
        if (course->last.y[DOGS_STEPS - 1][DOGS_LETTERS - 1] > SURE)
            break;
        dogs_step(weights, &course->last);
        if (course->steps == 0)
            memcpy(course->after_one, weights, sizeof weights);
        if (!dogs_pass(weights, &course->last))
            return false;
    }
    memcpy(course->trained, weights, sizeof weights);
    return true;
}

static void print_numbers(const UnfoldReal *numbers, size_t count)
{
    for (size_t k = 0; k < count; ++k)
        printf(" %8.5f", numbers[k]);
    printf("\n");
}

static void print_weights(const UnfoldReal *weights, const char *sign)
{
    static const char *const names[] = {"Wx", "Wh", "b", "Wy", "by"};
    UnfoldTensor tensors[UNFOLD_MAX_TENSORS];
    const size_t count = unfold_shape_tensors(&dogs_shape, tensors);
    for (size_t k = 0; k < count; ++k)
        for (uint32_t row = 0; row < tensors[k].rows; ++row) {
            printf("  %s%-3s", sign, row ? "" : names[k]);
            print_numbers(weights + tensors[k].offset + row * tensors[k].cols,
                          tensors[k].cols);
        }
}

static void print_pass(const DogsPass *pass)
{
    for (size_t t = 0; t < DOGS_STEPS; ++t) {
        printf("  t = %zu, x_t = \"%c\", next \"%c\"\n", t + 1, DOGS_ALPHABET[t],
               DOGS_ALPHABET[t + 1]);
        printf("    h_t = tanh(Wx x_t + Wh h_{t-1} + b) =");
        print_numbers(pass->h[t], DOGS_HIDDEN);
        printf("    y_t = softmax(Wy h_t + by)          =");
        print_numbers(pass->y[t], DOGS_LETTERS);
    }
    printf("  loss = -sum over t of log y_t[next] = %.5f\n", pass->loss);
}

static int print_text(const Course *course)
{
    printf("The letters d, o, g, s are one-hot vectors of 4; a vanilla RNN of 3 units\n"
           "reads \"dog\" and says at each step how probable each next letter is.\n\n"
           "Weights at the start (a row for each input):\n");
    print_weights(dogs_start, "");
    printf("\nForward, over time:\n");
    print_pass(&course->first);
    printf("\nBackward through time, d loss / d weights:\n");
    print_weights(course->first.gradients, "d");
    printf("\nOne step of SGD, weights -= %.1f * gradient:\n", DOGS_RATE);
    print_weights(course->after_one, "");
    printf("\nAfter %zu such steps:\n", course->steps);
    print_pass(&course->last);
    printf("\nAfter \"dog\" comes \"s\" with probability %.4f.\n",
           course->last.y[DOGS_STEPS - 1][DOGS_LETTERS - 1]);
    return TOOL_OK;
}

static json_t *json_numbers(const UnfoldReal *numbers, size_t count)
{
    json_t *array = json_array();
    for (size_t k = 0; k < count; ++k)
        json_array_append_new(array, json_real(numbers[k]));
    return array;
}

static json_t *json_pass(const DogsPass *pass)
{
    return json_pack(
        "{s:o, s:o, s:f, s:o}", "h", json_numbers(pass->h[0], DOGS_STEPS * DOGS_HIDDEN),
        "y", json_numbers(pass->y[0], DOGS_STEPS * DOGS_LETTERS), "loss", pass->loss,
        "gradients", json_numbers(pass->gradients, DOGS_WEIGHTS));
}

static int print_json(const Course *course)
{
    return tool_print_json(json_pack(
        "{s:o, s:o, s:o, s:I, s:o, s:f}", "start",
        json_numbers(dogs_start, DOGS_WEIGHTS), "first", json_pass(&course->first),
        "after_one_step", json_numbers(course->after_one, DOGS_WEIGHTS), "steps",
        (json_int_t)course->steps, "last", json_pass(&course->last),
        "probability_of_s_after_dog",
        (double)course->last.y[DOGS_STEPS - 1][DOGS_LETTERS - 1]));
}

int tool_example(int argc, char **argv)
{
    bool json = false;
    const Option options[] = {OPTION_JSON(&json), {0}};
    const OptionsCommand command = {
        .operands = "dogs",
        .about = "Show the classic lesson with all its numbers: a network of 3 units\n"
                 "learns to spell \"dogs\".\n",
        .options = options,
        .min_operands = 1,
        .max_operands = 1};
    const char *operands[1];
    int status;
    if (!options_parse(&command, argc, argv, operands, &status))
        return status;
    if (strcmp(operands[0], "dogs")) {
        tool_error(NULL, "there is no example '%s'; there is 'dogs'", operands[0]);
        return TOOL_WRONG_USAGE;
    }
    Course course;
    if (!run(&course))
        return tool_no_memory();
    return json ? print_json(&course) : print_text(&course);
}
