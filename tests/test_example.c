/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "tests/support/suite.h"

#include <jansson.h>
#include <math.h>
#include <stdio.h>

/* The example runs in float, the golden numbers in double; 67 steps of SGD between. */
#define TOLERANCE 2e-5

static json_t *run_example(void)
{
    FILE *pipe = popen(UNFOLD_TOOL " example dogs --json", "r");
    json_t *said = pipe ? json_loadf(pipe, 0, NULL) : NULL;
    if (pipe)
        CU_ASSERT_EQUAL(pclose(pipe), 0);
    return said;
}

static void compare(const char *what, const json_t *said, const json_t *golden)
{
    const size_t count = json_array_size(golden);
    CU_ASSERT_EQUAL(json_array_size(said), count);
    CU_ASSERT(count > 0);
    for (size_t k = 0; k < count; ++k) {
        const double a = json_real_value(json_array_get(said, k));
        const double b = json_real_value(json_array_get(golden, k));
        if (!(fabs(a - b) <= TOLERANCE))
            printf("%s[%zu]: %g, not %g\n", what, k, a, b);
        CU_ASSERT(fabs(a - b) <= TOLERANCE);
    }
}

static void compare_pass(const json_t *said, const json_t *golden)
{
    compare("h", json_object_get(said, "h"), json_object_get(golden, "h"));
    compare("y", json_object_get(said, "y"), json_object_get(golden, "y"));
    compare("gradients", json_object_get(said, "gradients"),
            json_object_get(golden, "gradients"));
    CU_ASSERT_DOUBLE_EQUAL(json_real_value(json_object_get(said, "loss")),
                           json_real_value(json_object_get(golden, "loss")), TOLERANCE);
}

static void dogs(void)
{
    json_t *said = run_example();
    json_t *golden = json_load_file("tests/golden/dogs.json", 0, NULL);
    CU_ASSERT_PTR_NOT_NULL_FATAL(said);
    CU_ASSERT_PTR_NOT_NULL_FATAL(golden);
    compare("start", json_object_get(said, "start"), json_object_get(golden, "start"));
    compare_pass(json_object_get(said, "first"), json_object_get(golden, "first"));
    compare("after one step", json_object_get(said, "after_one_step"),
            json_object_get(golden, "after_one_step"));
    CU_ASSERT_EQUAL(json_integer_value(json_object_get(said, "steps")),
                    json_integer_value(json_object_get(golden, "steps")));
    compare_pass(json_object_get(said, "last"), json_object_get(golden, "last"));
    CU_ASSERT(json_real_value(json_object_get(said, "probability_of_s_after_dog")) >
              0.99);
    json_decref(said);
    json_decref(golden);
}

static const Test tests[] = {
    {"\"dogs\": forward, gradients, one SGD step and the trained network are the "
     "golden numbers",
     dogs},
    {NULL, NULL},
};

const Suite example_suite = {"example", tests};
