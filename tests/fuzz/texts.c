/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "learn/loss_text.h"
#include "tests/fuzz/readers.h"
#include "tests/support/suite.h"
#include "tool/knob_values.h"

#include <stdlib.h>
#include <string.h>

static void read_knobs(const char *text)
{
    UnfoldKnobs values, knobs = {0};
    UnfoldError error = {""};
    if (!knob_values_parse(text, &values, &error)) {
        CU_ASSERT_NOT_EQUAL(error.text[0], '\0');
        return;
    }
    CU_ASSERT(values.count >= 1 && values.count <= UNFOLD_MAX_KNOBS);
    for (size_t k = 0; k < values.count; ++k)
        CU_ASSERT(values.list[k].value >= 0 && values.list[k].value <= 1);
    CU_ASSERT_EQUAL(unfold_knobs_add(&knobs, "gain", 0.5, NULL), UNFOLD_OK);
    knob_values_turn("model.json", text, &knobs);
    knob_values_turn("model.json", text, &values);
}

/* Every loss has a text that brings it back. */
static void read_loss(const char *text)
{
    UnfoldLoss loss, again;
    UnfoldError error = {""};
    if (unfold_loss_parse(text, &loss, &error)) {
        CU_ASSERT_NOT_EQUAL(error.text[0], '\0');
        return;
    }
    char written[UNFOLD_LOSS_TEXT];
    unfold_loss_text(&loss, written, sizeof written);
    CU_ASSERT_EQUAL_FATAL(unfold_loss_parse(written, &again, NULL), UNFOLD_OK);
    CU_ASSERT(loss.esr == again.esr && loss.preemphasis == again.preemphasis &&
              loss.dc == again.dc && loss.mse == again.mse &&
              loss.mrstft == again.mrstft);
}

int fuzz_texts(const uint8_t *data, size_t size)
{
    char *text = malloc(size + 1);
    if (!text)
        abort();
    if (size)
        memcpy(text, data, size);
    text[size] = '\0';
    fuzz_hush();
    read_knobs(text);
    read_loss(text);
    free(text);
    return 0;
}
