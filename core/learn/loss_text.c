/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "learn/loss_text.h"

#include "learn/measure.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAX_WEIGHT 1e6 /* products of larger ones leave the range of float */
#define SHOWN 40       /* characters of a wrong term in its error */

typedef struct {
    const char *name;
    size_t offset; /* in UnfoldLoss */
    double usual;  /* where the name stands alone */
} Term;

static const Term terms[] = {
    {"esr", offsetof(UnfoldLoss, esr), 1},
    {"preemph", offsetof(UnfoldLoss, preemphasis), UNFOLD_PRE_EMPHASIS},
    {"dc", offsetof(UnfoldLoss, dc), 1},
    {"mse", offsetof(UnfoldLoss, mse), 1},
    {"mrstft", offsetof(UnfoldLoss, mrstft), 1}};
enum { TERMS = sizeof terms / sizeof *terms };

static const Term *find(const char *name, size_t length)
{
    for (size_t k = 0; k < TERMS; ++k)
        if (strlen(terms[k].name) == length && !memcmp(terms[k].name, name, length))
            return &terms[k];
    return NULL;
}

static UnfoldStatus parse_weight(const Term *term, const char *text, size_t length,
                                 double *weight, UnfoldError *error)
{
    const bool filter = term->offset == offsetof(UnfoldLoss, preemphasis);
    char *end;
    *weight = strtod(text, &end);
    const bool number =
        length && end == text + length && !isspace((unsigned char)*text);
    if (number && *weight >= 0 && (filter ? *weight < 1 : *weight <= MAX_WEIGHT))
        return UNFOLD_OK;
    const int shown = length < SHOWN ? (int)length : SHOWN;
    return unfold_fail(error, UNFOLD_BAD_DATA, "%s=%.*s in the loss: %s", term->name,
                       shown, text,
                       filter ? "a number from 0 to below 1 is needed"
                              : "a number from 0 to 1000000 is needed");
}

/* text [length]: one term, before the comma. */
static UnfoldStatus parse_term(const char *text, size_t length, bool seen[TERMS],
                               UnfoldLoss *loss, UnfoldError *error)
{
    const char *equals = memchr(text, '=', length);
    const size_t name_length = equals ? (size_t)(equals - text) : length;
    const Term *term = find(text, name_length);
    if (!term)
        return unfold_fail(
            error, UNFOLD_BAD_DATA,
            "'%.*s' is no term of a loss: esr, preemph, dc, mse and mrstft are",
            name_length < SHOWN ? (int)name_length : SHOWN, text);
    if (seen[term - terms])
        return unfold_fail(error, UNFOLD_BAD_DATA, "%s stands twice in the loss",
                           term->name);
    seen[term - terms] = true;
    double *weight = (double *)((char *)loss + term->offset);
    *weight = term->usual;
    return equals
               ? parse_weight(term, equals + 1, length - name_length - 1, weight, error)
               : UNFOLD_OK;
}

UnfoldStatus unfold_loss_parse(const char *text, UnfoldLoss *loss, UnfoldError *error)
{
    UnfoldLoss parsed = {0};
    bool seen[TERMS] = {0};
    for (;; ++text) {
        const size_t length = strcspn(text, ",");
        const UnfoldStatus status = parse_term(text, length, seen, &parsed, error);
        if (status)
            return status;
        text += length;
        if (!*text)
            break;
    }
    if (parsed.preemphasis > 0 && parsed.esr <= 0)
        return unfold_fail(error, UNFOLD_BAD_DATA,
                           "preemph in the loss filters the esr, which it lacks");
    if (parsed.esr <= 0 && parsed.mse <= 0 && parsed.mrstft <= 0)
        return unfold_fail(
            error, UNFOLD_BAD_DATA,
            "nothing would be learned: the loss needs esr, mse or mrstft above 0");
    *loss = parsed;
    return UNFOLD_OK;
}

static void write_shortest(double number, char *text, size_t size)
{
    for (int digits = 1; digits <= 17; ++digits) {
        snprintf(text, size, "%.*g", digits, number);
        if (strtod(text, NULL) == number)
            return;
    }
}

void unfold_loss_text(const UnfoldLoss *loss, char *text, size_t size)
{
    size_t used = 0;
    if (size)
        *text = '\0';
    for (size_t k = 0; k < TERMS; ++k) {
        const double weight = *(const double *)((const char *)loss + terms[k].offset);
        char number[32];
        if (weight == 0 || used >= size)
            continue;
        write_shortest(weight, number, sizeof number);
        used += (size_t)snprintf(text + used, size - used, "%s%s=%s", used ? "," : "",
                                 terms[k].name, number);
    }
}
