/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "net/model.h"
#include "tests/support/allocations.h"
#include "tests/support/suite.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const UnfoldShape small = {
    .cell = UNFOLD_LSTM, .inputs = 1, .hidden = 3, .layers = 1, .outputs = 1};

static void limits(void)
{
    const struct {
        uint32_t inputs, hidden, layers, outputs, skip;
        const char *word; /* in the reason; NULL if the shape is fine */
    } cases[] = {
        {1, 1, 1, 1, 0, NULL},
        {UNFOLD_MAX_INPUTS, UNFOLD_MAX_HIDDEN, UNFOLD_MAX_LAYERS, UNFOLD_MAX_OUTPUTS, 1,
         NULL},
        {0, 1, 1, 1, 0, "inputs"},
        {UNFOLD_MAX_INPUTS + 1, 1, 1, 1, 0, "inputs"},
        {1, 0, 1, 1, 0, "hidden"},
        {1, UNFOLD_MAX_HIDDEN + 1, 1, 1, 0, "hidden"},
        {1, 1, 0, 1, 0, "layers"},
        {1, 1, UNFOLD_MAX_LAYERS + 1, 1, 0, "layers"},
        {1, 1, 1, 0, 0, "outputs"},
        {1, 1, 1, UINT32_MAX, 0, "outputs"},
        {1, 1, 1, 1, 2, "skip"},
        {2, 1, 1, 1, 2, "skip"},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; ++k) {
        const UnfoldShape shape = {.cell = UNFOLD_GRU,
                                   .inputs = cases[k].inputs,
                                   .hidden = cases[k].hidden,
                                   .layers = cases[k].layers,
                                   .outputs = cases[k].outputs,
                                   .skip = cases[k].skip};
        UnfoldError error = {""};
        const UnfoldStatus status = unfold_shape_check(&shape, &error);
        CU_ASSERT_EQUAL(status, cases[k].word ? UNFOLD_BAD_SHAPE : UNFOLD_OK);
        if (cases[k].word)
            CU_ASSERT_PTR_NOT_NULL(strstr(error.text, cases[k].word));
    }
}

static void no_softmax_with_skip(void)
{
    UnfoldShape shape = small;
    shape.skip = 1;
    shape.output = UNFOLD_SOFTMAX;
    CU_ASSERT_EQUAL(unfold_shape_check(&shape, NULL), UNFOLD_BAD_SHAPE);
}

static void dense_layers_have_limits(void)
{
    UnfoldShape shape = small;
    shape.dense_count = 1;
    shape.dense[0] = (UnfoldDense){UNFOLD_MAX_HIDDEN, UNFOLD_ELU};
    CU_ASSERT_EQUAL(unfold_shape_check(&shape, NULL), UNFOLD_OK);
    shape.dense[0].units = 0;
    CU_ASSERT_EQUAL(unfold_shape_check(&shape, NULL), UNFOLD_BAD_SHAPE);
    shape.dense[0].units = UNFOLD_MAX_HIDDEN + 1;
    CU_ASSERT_EQUAL(unfold_shape_check(&shape, NULL), UNFOLD_BAD_SHAPE);
    shape.dense[0] = (UnfoldDense){1, UNFOLD_SOFTMAX};
    CU_ASSERT_EQUAL(unfold_shape_check(&shape, NULL), UNFOLD_BAD_SHAPE);
    shape.dense_count = UNFOLD_MAX_DENSE + 1;
    CU_ASSERT_EQUAL(unfold_shape_check(&shape, NULL), UNFOLD_BAD_SHAPE);
}

static void tensors_tile_the_block(void)
{
    for (int cell = UNFOLD_RNN; cell <= UNFOLD_LSTM; ++cell)
        for (int stored = 0; stored < 2; ++stored) {
            const UnfoldShape shape = {.cell = (UnfoldCell)cell,
                                       .inputs = 3,
                                       .hidden = 7,
                                       .layers = UNFOLD_MAX_LAYERS,
                                       .outputs = 2,
                                       .stored_state = stored,
                                       .gains = stored,
                                       .dense_count = stored ? UNFOLD_MAX_DENSE : 0,
                                       .dense = {{4, UNFOLD_TANH},
                                                 {9, UNFOLD_ELU},
                                                 {1, UNFOLD_RELU},
                                                 {6, UNFOLD_LINEAR}}};
            UnfoldTensor tensors[UNFOLD_MAX_TENSORS];
            const size_t count = unfold_shape_tensors(&shape, tensors);
            size_t offset = 0;
            CU_ASSERT(count <= UNFOLD_MAX_TENSORS);
            for (size_t k = 0; k < count; ++k) {
                CU_ASSERT_EQUAL(tensors[k].offset, offset);
                offset += (size_t)tensors[k].rows * tensors[k].cols;
                for (size_t j = 0; j < k; ++j)
                    CU_ASSERT(strcmp(tensors[j].name, tensors[k].name));
            }
            CU_ASSERT_EQUAL(unfold_shape_weights(&shape), offset);
            UnfoldReal *block = NULL;
            const UnfoldHead head = unfold_dense_in(&shape, block, shape.dense_count);
            const size_t after = shape.gains ? 2 : 0;
            CU_ASSERT_EQUAL((size_t)(head.bias - block) + 2 + after, offset);
        }
}

/* A one-layer LSTM with H = 3, X = 1: 4*3 (1+3) + 4*3 + 3 + 1 = 64 numbers. */
static void known_counts(void)
{
    CU_ASSERT_EQUAL(unfold_shape_weights(&small), 64);
    CU_ASSERT_EQUAL(unfold_shape_multiply_adds(&small), 51);
    UnfoldShape gru = small;
    gru.cell = UNFOLD_GRU; /* 3*3 (1+3) + 3*3 + 3 + 3 + 1 */
    CU_ASSERT_EQUAL(unfold_shape_weights(&gru), 52);
}

static void names_go_both_ways(void)
{
    for (int k = UNFOLD_RNN; k <= UNFOLD_LSTM; ++k) {
        UnfoldCell cell;
        CU_ASSERT(unfold_cell_from_name(unfold_cell_name((UnfoldCell)k), &cell));
        CU_ASSERT_EQUAL((int)cell, k);
    }
    for (int k = UNFOLD_LINEAR; k <= UNFOLD_ELU; ++k) {
        UnfoldActivation activation;
        CU_ASSERT(unfold_activation_from_name(
            unfold_activation_name((UnfoldActivation)k), &activation));
        CU_ASSERT_EQUAL((int)activation, k);
    }
    UnfoldCell cell;
    CU_ASSERT_FALSE(unfold_cell_from_name("transformer", &cell));
}

static void models_refuse_what_is_not_finite(void)
{
    UnfoldReal weights[64] = {0};
    UnfoldModel *model;
    UnfoldError error;
    CU_ASSERT_EQUAL(unfold_model_new(&small, 48000, weights, &model, NULL), UNFOLD_OK);
    unfold_model_free(model);
    weights[13] = NAN;
    CU_ASSERT_EQUAL(unfold_model_new(&small, 48000, weights, &model, &error),
                    UNFOLD_NOT_FINITE);
    CU_ASSERT_PTR_NULL(model);
    CU_ASSERT_PTR_NOT_NULL(strstr(error.text, "layer 1 recurrent"));
    weights[13] = 0;
    CU_ASSERT_EQUAL(unfold_model_new(&small, -1, weights, &model, NULL),
                    UNFOLD_NOT_FINITE);
    CU_ASSERT_EQUAL(unfold_model_new(&small, INFINITY, weights, &model, NULL),
                    UNFOLD_NOT_FINITE);
}

static void models_without_memory(void)
{
    const UnfoldReal weights[64] = {0};
    UnfoldModel *model;
    allocations_reset();
    allocations_fail_at(0, 0);
    CU_ASSERT_EQUAL(unfold_model_new(&small, 48000, weights, &model, NULL),
                    UNFOLD_NO_MEMORY);
    CU_ASSERT_EQUAL(allocations_live(), 0);
    allocations_reset();
}

static const Test tests[] = {
    {"shapes outside the limits are refused by name", limits},
    {"a softmax output takes no skip", no_softmax_with_skip},
    {"dense layers have limits, and no softmax", dense_layers_have_limits},
    {"the tensors tile the weight block under unique names", tensors_tile_the_block},
    {"weights and multiply-adds are counted as by hand", known_counts},
    {"names of cells and activations go both ways", names_go_both_ways},
    {"a model refuses weights and rates that are not finite",
     models_refuse_what_is_not_finite},
    {"a model without memory is an error", models_without_memory},
    {NULL, NULL},
};

const Suite shape_suite = {"shape", tests};
