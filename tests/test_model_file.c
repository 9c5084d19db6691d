/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "file/model_file.h"
#include "file/read.h"
#include "net/stream.h"
#include "tests/support/allocations.h"
#include "tests/support/edits.h"
#include "tests/support/networks.h"
#include "tests/support/suite.h"

#include <fcntl.h>
#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const UnfoldShape small = {
    .cell = UNFOLD_GRU, .inputs = 1, .hidden = 2, .layers = 2, .outputs = 1, .skip = 1};

/* Numbers that are hard to write: tiny, huge, -0, no short decimal form. */
static UnfoldModel *make_model(const UnfoldShape *shape, double rate)
{
    static const float hard[] = {0.1f,   -0.0f, 1.17549435e-38f, 3.40282347e38f,
                                 1e-45f, 1.0f,  16777217.0f,     -1.0f / 3};
    const size_t count = unfold_shape_weights(shape);
    float *weights = malloc(count * sizeof *weights);
    for (size_t k = 0; k < count; ++k)
        weights[k] = k < 8 ? hard[k] : (float)sin(1.7 * (double)k + 0.3);
    UnfoldModel *model = NULL;
    CU_ASSERT_EQUAL(unfold_model_new(shape, rate, weights, &model, NULL), UNFOLD_OK);
    free(weights);
    return model;
}

static bool same_model(const UnfoldModel *a, const UnfoldModel *b)
{
    const UnfoldShape *x = unfold_model_shape(a), *y = unfold_model_shape(b);
    const size_t count = unfold_shape_weights(x);
    return x->cell == y->cell && x->inputs == y->inputs && x->hidden == y->hidden &&
           x->layers == y->layers && x->outputs == y->outputs && x->skip == y->skip &&
           x->output == y->output && x->output_at == y->output_at &&
           x->stored_state == y->stored_state &&
           unfold_model_sample_rate(a) == unfold_model_sample_rate(b) &&
           !memcmp(unfold_model_weights(a), unfold_model_weights(b),
                   count * sizeof(float));
}

static void save(const char *path, const UnfoldShape *shape, double rate,
                 UnfoldFacts *facts)
{
    UnfoldModel *model = make_model(shape, rate);
    UnfoldError error = {""};
    CU_ASSERT_EQUAL(
        unfold_model_save(path, &(UnfoldModelFile){.model = model, .facts = facts},
                          &error),
        UNFOLD_OK);
    CU_ASSERT_STRING_EQUAL(error.text, "");
    unfold_model_free(model);
}

static char *saved_text(size_t *size)
{
    const char *path = test_path("saved.json");
    char *text = NULL;
    save(path, &small, 48000, NULL);
    CU_ASSERT_EQUAL_FATAL(unfold_read_bytes(path, 1 << 20, &text, size, NULL),
                          UNFOLD_OK);
    return text;
}

static void models_of_every_form_come_back_to_the_bit(void)
{
    for (uint32_t form = 0; form < 3 * 4 * 2 * 2; ++form) {
        const UnfoldShape shape = {.cell = (UnfoldCell)(form % 3),
                                   .dense_count = form % 5 % (UNFOLD_MAX_DENSE + 1),
                                   .dense = {{3, UNFOLD_ELU},
                                             {1, UNFOLD_RELU},
                                             {2, UNFOLD_TANH},
                                             {5, UNFOLD_LINEAR}},
                                   .gains = form % 7 == 0,
                                   .inputs = 3,
                                   .hidden = 1 + form % 4,
                                   .layers = 1 + form % 3,
                                   .outputs = 2,
                                   .skip = form / 3 % 4 == UNFOLD_SOFTMAX ? 0 : 2,
                                   .output = (UnfoldActivation)(form / 3 % 4),
                                   .output_at = (UnfoldOutputAt)(form / 12 % 2),
                                   .stored_state = form / 24 % 2};
        const double rate = form % 2 ? 44100.5 : 0;
        const char *path = test_path("form.json");
        save(path, &shape, rate, NULL);
        UnfoldModel *model = make_model(&shape, rate);
        UnfoldModelFile file;
        CU_ASSERT_EQUAL_FATAL(unfold_model_load(path, &file, NULL), UNFOLD_OK);
        CU_ASSERT(same_model(model, file.model));
        unfold_model_file_clear(&file);
        unfold_model_free(model);
    }
}

static void a_locale_with_a_decimal_comma_changes_nothing(void)
{
    const char *names[] = {"de_DE.UTF-8", "fr_FR.UTF-8", "de_DE", NULL};
    size_t k = 0;
    while (names[k] && !setlocale(LC_ALL, names[k]))
        ++k;
    if (!names[k])
        SKIP("no such locale is installed");
    save(test_path("comma.json"), &small, 44100.5, NULL);
    UnfoldModelFile file;
    const UnfoldStatus status = unfold_model_load(test_path("comma.json"), &file, NULL);
    setlocale(LC_ALL, "C");
    CU_ASSERT_EQUAL_FATAL(status, UNFOLD_OK);
    UnfoldModel *model = make_model(&small, 44100.5);
    CU_ASSERT(same_model(model, file.model));
    unfold_model_free(model);
    unfold_model_file_clear(&file);
}

static void saving_what_was_loaded_gives_the_same_bytes(void)
{
    size_t size, again_size;
    char *text = saved_text(&size), *again;
    UnfoldModelFile file;
    CU_ASSERT_EQUAL_FATAL(unfold_model_parse(text, size, &file, NULL), UNFOLD_OK);
    const char *path = test_path("again.json");
    CU_ASSERT_EQUAL(unfold_model_save(path, &file, NULL), UNFOLD_OK);
    CU_ASSERT_EQUAL_FATAL(unfold_read_bytes(path, 1 << 20, &again, &again_size, NULL),
                          UNFOLD_OK);
    CU_ASSERT(size == again_size && !memcmp(text, again, size));
    free(again);
    free(text);
    unfold_model_file_clear(&file);
}

static void refuse_path(const char *path, UnfoldStatus expected, const char *word)
{
    UnfoldModelFile file;
    UnfoldError error = {""};
    CU_ASSERT_EQUAL(unfold_model_load(path, &file, &error), expected);
    CU_ASSERT_PTR_NULL(file.model);
    if (!strstr(error.text, word))
        printf("'%s' lacks '%s'\n", error.text, word);
    CU_ASSERT_PTR_NOT_NULL(strstr(error.text, word));
}

static void paths_that_hold_no_model_are_refused(void)
{
    refuse_path(test_path("missing.json"), UNFOLD_CANNOT_READ, "No such file");
    refuse_path(test_folder(), UNFOLD_CANNOT_READ, "folder");
    CU_ASSERT_EQUAL(mkfifo(test_path("fifo"), 0600), 0);
    refuse_path(test_path("fifo"), UNFOLD_CANNOT_READ, "pipe");
    refuse_path("/dev/zero", UNFOLD_CANNOT_READ, "device");
    int file = open(test_path("empty"), O_CREAT | O_WRONLY, 0600);
    refuse_path(test_path("empty"), UNFOLD_BAD_FILE, "empty");
    /* A hole: large without using the disk. */
    CU_ASSERT_EQUAL(ftruncate(file, (off_t)UNFOLD_MAX_MODEL_BYTES + 1), 0);
    refuse_path(test_path("empty"), UNFOLD_UNSUPPORTED, "limit");
    CU_ASSERT_EQUAL(ftruncate(file, 1000), 0);
    refuse_path(test_path("empty"), UNFOLD_BAD_FILE, "NUL");
    close(file);
}

static void each_failed_allocation_while_loading_is_an_error(void)
{
    const char *path = test_path("memory.json");
    UnfoldFacts *facts = unfold_facts_new();
    unfold_facts_set_text(facts, UNFOLD_METADATA, "name",
                          "A name longer than any buffer that starts small");
    unfold_facts_set_number(facts, UNFOLD_TRAINING, "esr_test", 0.012345678901234);
    save(path, &small, 48000, facts);
    unfold_facts_free(facts);
    CU_ASSERT(fail_each_allocation_of_loading(path) > 50);
}

static void each_failed_allocation_while_saving_keeps_the_old_file(void)
{
    const char *path = test_path("keep.json");
    save(path, &small, 48000, NULL);
    char *before, *after;
    size_t size, size_after;
    unfold_read_bytes(path, 1 << 20, &before, &size, NULL);
    UnfoldModel *model = make_model(&small, 44100);
    UnfoldFacts *facts = unfold_facts_new();
    unfold_facts_set_text(facts, UNFOLD_METADATA, "name", "new");
    watch_jansson();
    UnfoldError error;
    size_t n = 0;
    for (;; ++n) {
        allocations_reset();
        allocations_fail_at(n, 1);
        const UnfoldStatus status = unfold_model_save(
            path, &(UnfoldModelFile){.model = model, .facts = facts}, &error);
        const long live = allocations_live();
        allocations_reset();
        CU_ASSERT_EQUAL(live, 0);
        if (status == UNFOLD_OK)
            break;
        CU_ASSERT_EQUAL(status, UNFOLD_NO_MEMORY);
        unfold_read_bytes(path, 1 << 20, &after, &size_after, NULL);
        CU_ASSERT(size == size_after && !memcmp(before, after, size));
        free(after);
    }
    CU_ASSERT(n > 10);
    unfold_facts_free(facts);
    unfold_model_free(model);
    free(before);
}

static void a_loaded_model_plays_as_the_saved_one(void)
{
    const UnfoldShape shape = {
        .cell = UNFOLD_LSTM, .inputs = 1, .hidden = 5, .layers = 1, .outputs = 1};
    UnfoldModel *model = make_model(&shape, 48000);
    const char *path = test_path("play.json");
    UnfoldModelFile file;
    CU_ASSERT_EQUAL(unfold_model_save(path, &(UnfoldModelFile){.model = model}, NULL),
                    UNFOLD_OK);
    CU_ASSERT_EQUAL_FATAL(unfold_model_load(path, &file, NULL), UNFOLD_OK);
    UnfoldStream *a = unfold_stream_new(model, 1),
                 *b = unfold_stream_new(file.model, 1);
    float x[64], y[64], z[64];
    for (size_t t = 0; t < 64; ++t)
        x[t] = (float)sin(0.2 * (double)t);
    stream_play(a, x, 64, y);
    stream_play(b, x, 64, z);
    CU_ASSERT_EQUAL(memcmp(y, z, sizeof y), 0);
    unfold_stream_free(a);
    unfold_stream_free(b);
    unfold_model_free(model);
    unfold_model_file_clear(&file);
}

static const Test tests[] = {
    {"models of every form come back to the bit",
     models_of_every_form_come_back_to_the_bit},
    {"a locale with a decimal comma changes nothing",
     a_locale_with_a_decimal_comma_changes_nothing},
    {"saving what was loaded gives the same bytes",
     saving_what_was_loaded_gives_the_same_bytes},
    {"paths that hold no model are refused", paths_that_hold_no_model_are_refused},
    {"each failed allocation while loading is an error",
     each_failed_allocation_while_loading_is_an_error},
    {"each failed allocation while saving keeps the old file",
     each_failed_allocation_while_saving_keeps_the_old_file},
    {"a loaded model plays as the saved one", a_loaded_model_plays_as_the_saved_one},
    {NULL, NULL}};

const Suite model_file_suite = {"model_file", tests};
