/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "learn/loss_text.h"
#include "tests/support/suite.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* The loss of y 0 1 2 against 0 1 1 in every lane; its gradient in dy. */
static double loss_of(const UnfoldLoss *loss, UnfoldReal *dy)
{
    static UnfoldReal y[3 * UNFOLD_LANES], target[3 * UNFOLD_LANES];
    const UnfoldSpan span = {0, 3, 1};
    for (size_t b = 0; b < UNFOLD_LANES; ++b) {
        static const UnfoldReal ys[] = {0, 1, 2}, targets[] = {0, 1, 1};
        for (size_t t = 0; t < 3; ++t) {
            y[t * UNFOLD_LANES + b] = ys[t];
            target[t * UNFOLD_LANES + b] = targets[t];
        }
    }
    UnfoldLossScale scale = {0};
    unfold_loss_measure(loss, &span, target, &scale);
    return unfold_loss(loss, &span, &scale, NULL, y, target, dy);
}

static void known_losses(void)
{
    UnfoldReal dy[3 * UNFOLD_LANES];
    const UnfoldReal *last = dy + 2 * UNFOLD_LANES;
    const UnfoldLoss mse = {.mse = 1}, plain = {.esr = 1};
    CU_ASSERT_DOUBLE_EQUAL(loss_of(&mse, dy), 1.0 / 3, 1e-9);
    CU_ASSERT_DOUBLE_EQUAL(*last, 2.0 / (3 * UNFOLD_LANES), 1e-7);
    CU_ASSERT_DOUBLE_EQUAL(loss_of(&plain, dy), 0.5, 1e-6);
    CU_ASSERT_DOUBLE_EQUAL(*last, 2.0 / (2 * UNFOLD_LANES), 1e-7);
    /* pre-emphasised target 1, 0.5, error 0, 1: 1 / 1.25; DC: 2 * 3 (1/3)^2 / 2 */
    const UnfoldLoss usual = {.esr = 1, .preemphasis = 0.5, .dc = 2};
    CU_ASSERT_DOUBLE_EQUAL(loss_of(&usual, dy), 1 / 1.25 + 1.0 / 3, 1e-6);
    CU_ASSERT_DOUBLE_EQUAL(*last, (2 / 1.25 + 2 * 2 * 1.0 / 3 / 2) / UNFOLD_LANES,
                           1e-7);
    const UnfoldLoss all = {.esr = 3, .preemphasis = 0.5, .dc = 2, .mse = 4};
    CU_ASSERT_DOUBLE_EQUAL(loss_of(&all, dy), 3 / 1.25 + 1.0 / 3 + 4.0 / 3, 1e-6);
}

enum { CLASSES = 2, SCORED = 3, NUMBERS = SCORED * CLASSES * UNFOLD_LANES };

/* The loss of probabilities y of two classes, lane 0 alone having targets: of weight 2,
   of none, and one of weight 1 that is divided. */
static void weighed_steps(void)
{
    static UnfoldReal y[NUMBERS], target[NUMBERS], dy[NUMBERS];
    const UnfoldLoss loss = {.cross_entropy = true};
    const UnfoldSpan span = {0, SCORED, CLASSES}, late = {1, SCORED, CLASSES};
    UnfoldLossScale scale = {0}, none = {0};
    for (size_t k = 0; k < NUMBERS; ++k)
        y[k] = k / UNFOLD_LANES % CLASSES ? 0.75f : 0.25f;
    CU_ASSERT_EQUAL(unfold_loss(&loss, &span, &none, NULL, y, target, dy), 0);
    CU_ASSERT_EQUAL(dy[0], 0);
    target[0] = 2;
    target[4 * UNFOLD_LANES] = target[5 * UNFOLD_LANES] = 0.5f;
    unfold_loss_measure(&loss, &span, target, &scale);
    CU_ASSERT_EQUAL(scale.count, 3);
    const double divided = -0.5 * log(0.25) - 0.5 * log(0.75);
    CU_ASSERT_DOUBLE_EQUAL(unfold_loss(&loss, &span, &scale, NULL, y, target, dy),
                           (-2 * log(0.25) + divided) / 3, 1e-7);
    CU_ASSERT_DOUBLE_EQUAL(dy[0], 2 * (0.25 - 1) / 3, 1e-7);
    CU_ASSERT_DOUBLE_EQUAL(dy[UNFOLD_LANES], 2 * 0.75 / 3, 1e-7);
    CU_ASSERT_EQUAL(dy[2 * UNFOLD_LANES], 0);
    CU_ASSERT_DOUBLE_EQUAL(dy[4 * UNFOLD_LANES], (0.25 - 0.5) / 3, 1e-7);
    CU_ASSERT_EQUAL(dy[1], 0); /* another lane */
    none = (UnfoldLossScale){0};
    unfold_loss_measure(&loss, &late, target, &none);
    CU_ASSERT_EQUAL(none.count, 1);
    CU_ASSERT_DOUBLE_EQUAL(unfold_loss(&loss, &late, &none, NULL, y, target, dy),
                           divided, 1e-7);
    CU_ASSERT_EQUAL(dy[0], 0);
}

static void gaps(void)
{
    static UnfoldReal y[NUMBERS], target[NUMBERS], dy[NUMBERS];
    const UnfoldLoss loss = {.mse = 2, .gaps = true};
    const UnfoldSpan span = {1, SCORED, CLASSES};
    UnfoldLossScale scale = {0};
    for (size_t k = 0; k < NUMBERS; ++k)
        target[k] = NAN;
    unfold_loss_measure(&loss, &span, target, &scale);
    CU_ASSERT_EQUAL(scale.count, 0);
    CU_ASSERT_EQUAL(unfold_loss(&loss, &span, &scale, NULL, y, target, dy), 0);
    target[0] = 100; /* ahead of what is scored */
    target[3 * UNFOLD_LANES] = 1;
    target[5 * UNFOLD_LANES - 1] = 3;
    unfold_loss_measure(&loss, &span, target, &scale);
    CU_ASSERT_EQUAL(scale.count, 2);
    CU_ASSERT_DOUBLE_EQUAL(unfold_loss(&loss, &span, &scale, NULL, y, target, dy),
                           2 * (1 + 9) / 2.0, 1e-9);
    for (size_t k = 0; k < NUMBERS; ++k)
        CU_ASSERT_EQUAL(dy[k], k == 3 * UNFOLD_LANES       ? -2
                               : k == 5 * UNFOLD_LANES - 1 ? -6
                                                           : 0);
}

static bool same(const UnfoldLoss *a, const UnfoldLoss *b)
{
    return a->cross_entropy == b->cross_entropy && a->esr == b->esr &&
           a->preemphasis == b->preemphasis && a->dc == b->dc && a->mse == b->mse &&
           a->mrstft == b->mrstft;
}

static void texts_are_parsed(void)
{
    static const struct {
        const char *text;
        UnfoldLoss loss;
    } cases[] = {
        {"esr", {.esr = 1}},
        {"mse", {.mse = 1}},
        {"mrstft", {.mrstft = 1}},
        {"esr,preemph,dc", {.esr = 1, .preemphasis = 0.85, .dc = 1}},
        {"dc=2,mse=1e-3", {.dc = 2, .mse = 1e-3}},
        {"preemph=0,mse", {.mse = 1}},
        {"esr,preemph=0.85,dc=1,mrstft=0.001",
         {.esr = 1, .preemphasis = 0.85, .dc = 1, .mrstft = 0.001}},
        {"esr=0,mrstft=1000000", {.mrstft = 1e6}},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; ++k) {
        UnfoldLoss loss;
        CU_ASSERT_EQUAL(unfold_loss_parse(cases[k].text, &loss, NULL), UNFOLD_OK);
        CU_ASSERT(same(&loss, &cases[k].loss));
    }
}

static void texts_come_back(void)
{
    const UnfoldLoss losses[] = {
        {.esr = 1, .preemphasis = 0.85, .dc = 1},
        {.esr = 1.0 / 3, .preemphasis = nextafter(1, 0), .dc = 5e-324},
        {.esr = nextafter(1e5, 0),
         .preemphasis = 2.2250738585072011e-308,
         .dc = 1.2345678901234567e-300,
         .mse = 1.2345678901234567e-300,
         .mrstft = 1.2345678901234567e-300},
        {.mrstft = 1e6},
    };
    for (size_t k = 0; k < sizeof losses / sizeof *losses; ++k) {
        char text[UNFOLD_LOSS_TEXT];
        UnfoldLoss loss;
        unfold_loss_text(&losses[k], text, sizeof text);
        CU_ASSERT(strlen(text) + 1 < sizeof text);
        CU_ASSERT_EQUAL(unfold_loss_parse(text, &loss, NULL), UNFOLD_OK);
        CU_ASSERT(same(&loss, &losses[k]));
    }
    char text[UNFOLD_LOSS_TEXT];
    unfold_loss_text(&losses[0], text, sizeof text);
    CU_ASSERT_STRING_EQUAL(text, "esr=1,preemph=0.85,dc=1");
    unfold_loss_text(&losses[0], text, 8);
    CU_ASSERT_STRING_EQUAL(text, "esr=1,p");
}

static void wrong_texts(void)
{
    /* each with what its error must name */
    static const char *const cases[][2] = {
        {"", "''"},
        {"esr,", "''"},
        {",esr", "''"},
        {"esr,,dc", "''"},
        {"ESR", "'ESR'"},
        {"es", "'es'"},
        {" esr", "' esr'"},
        {"esr,stft=1", "'stft'"},
        {"esr dc", "'esr dc'"},
        {"esr,dc,esr=2", "esr stands twice"},
        {"esr=", "esr="},
        {"esr=one", "esr=one"},
        {"esr= 1", "esr= 1"},
        {"esr=1=2", "esr=1=2"},
        {"esr=1x,dc", "esr=1x"},
        {"esr,dc=-1", "dc=-1"},
        {"mse=nan", "mse=nan"},
        {"mse=inf", "mse=inf"},
        {"mse=1e999", "mse=1e999"},
        {"mse=1000001", "1000000"},
        {"esr,preemph=1", "below 1"},
        {"esr,preemph=-0.1", "preemph=-0.1"},
        {"mse,preemph", "preemph"},
        {"dc", "nothing would be learned"},
        {"esr=0,dc=1", "nothing would be learned"},
        {"preemph=0", "nothing would be learned"},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; ++k) {
        UnfoldLoss loss = {.mse = 7};
        UnfoldError error = {""};
        CU_ASSERT_EQUAL(unfold_loss_parse(cases[k][0], &loss, &error), UNFOLD_BAD_DATA);
        if (!strstr(error.text, cases[k][1]))
            printf("'%s': %s\n", cases[k][0], error.text);
        CU_ASSERT_PTR_NOT_NULL(strstr(error.text, cases[k][1]));
        CU_ASSERT_EQUAL(loss.mse, 7); /* untouched */
    }
    char endless[2000];
    UnfoldLoss loss;
    UnfoldError error;
    memset(endless, 'x', sizeof endless);
    endless[sizeof endless - 1] = '\0';
    CU_ASSERT_EQUAL(unfold_loss_parse(endless, &loss, &error), UNFOLD_BAD_DATA);
    CU_ASSERT_PTR_NOT_NULL(strstr(error.text, "mrstft"));
}

static const Test tests[] = {
    {"losses are those worked out by hand", known_losses},
    {"steps count by the sum of their targets", weighed_steps},
    {"targets that are not known do not count", gaps},
    {"texts become losses", texts_are_parsed},
    {"losses become texts and come back exactly", texts_come_back},
    {"wrong texts are refused by name", wrong_texts},
    {NULL, NULL},
};

const Suite loss_suite = {"loss", tests};
