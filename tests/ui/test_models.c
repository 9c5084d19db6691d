/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "plugin/ui/models.h"
#include "tests/support/allocations.h"
#include "tests/support/suite.h"
#include "tests/ui/folders.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static UnfoldModels models;

static const UnfoldOwnModel own[] = {
    {"z.json", "Zed", "Pedals"}, {"a.json", "Alpha", "Amps"}, {NULL, NULL, NULL}};

/* All that there is to be found. */
static void look(bool deep)
{
    for (int k = 0; k < 10000 && unfold_models_is_busy(&models, deep); ++k)
        unfold_models_tick(&models, deep, 1);
    CU_ASSERT_FALSE(unfold_models_is_busy(&models, deep));
}

static void begin(const char *folder, bool deep)
{
    unfold_models_init(&models, own, "/bundle/");
    unfold_models_open(&models, folder);
    look(deep);
}

/* The rows of a part, by what is shown of them, each with a bar behind it. */
static const char *rows(UnfoldPart part)
{
    static char text[4096];
    size_t length = 0;
    text[0] = '\0';
    for (uint32_t k = 0; k < models.count; ++k)
        if (models.rows[k]->part == part && length < sizeof text - 300)
            length += (size_t)snprintf(
                text + length, sizeof text - length, "%s%s%s|", models.rows[k]->place,
                models.rows[k]->place[0] ? ":" : "", models.rows[k]->shown);
    return text;
}

static void the_own_come_first_as_they_are_listed(void)
{
    unfold_models_init(&models, own, "/bundle/");
    CU_ASSERT_STRING_EQUAL(rows(UNFOLD_OWN), "Pedals:Zed|Amps:Alpha|");
    CU_ASSERT_STRING_EQUAL(models.rows[0]->path, "/bundle/z.json");
    unfold_models_free(&models);
}

static void those_of_presets_h_have_label_and_bank(void)
{
    CU_ASSERT_STRING_EQUAL(unfold_effect_models[0].label, "Overdrive SD-1");
    CU_ASSERT_STRING_EQUAL(unfold_effect_models[0].bank, "Pedals");
    size_t count = 0;
    while (unfold_listen_models[count].file)
        ++count;
    CU_ASSERT(count < 100);
}

static void folders_come_first_then_models_in_natural_order(void)
{
    static const char *const files[] = {"amp10.json", "amp2.NAM",     "Z.aidax",
                                        "notes.txt",  ".hidden.json", "nothing"};
    const char *folder = made_folder("order");
    made_folder("order/sub10");
    made_folder("order/sub9");
    made_folder("order/.secret");
    made_folder("order/folder.json");
    for (size_t k = 0; k < sizeof files / sizeof *files; ++k) {
        char name[64];
        snprintf(name, sizeof name, "order/%s", files[k]);
        made_file(name);
    }
    mkfifo(test_path("order/pipe.json"), 0666);
    CU_ASSERT_EQUAL(symlink("amp2.NAM", test_path("order/link.nam")), 0);
    CU_ASSERT_EQUAL(symlink("nowhere", test_path("order/dead.nam")), 0);
    begin(folder, false);
    CU_ASSERT_STRING_EQUAL(
        rows(UNFOLD_HERE),
        "..|folder.json|sub9|sub10|Z.aidax|amp2.NAM|amp10.json|link.nam|");
    CU_ASSERT_STRING_EQUAL(rows(UNFOLD_BELOW), "");
    CU_ASSERT_EQUAL(models.files, 4);
    unfold_models_free(&models);
}

static void what_lies_below_is_found_three_folders_deep(void)
{
    const char *folder = made_folder("deep");
    made_folder("deep/a");
    made_folder("deep/a/b");
    made_folder("deep/a/b/c");
    made_folder("deep/a/b/c/d");
    made_file("deep/0.nam");
    made_file("deep/a/1.nam");
    made_file("deep/a/b/2.nam");
    made_file("deep/a/b/c/3.nam");
    made_file("deep/a/b/c/d/4.nam");
    CU_ASSERT_EQUAL(symlink("..", test_path("deep/a/ring")), 0);
    begin(folder, false);
    CU_ASSERT_STRING_EQUAL(rows(UNFOLD_BELOW), "");
    look(true);
    CU_ASSERT_STRING_EQUAL(rows(UNFOLD_BELOW), "a:1.nam|a/b:2.nam|a/b/c:3.nam|");
    CU_ASSERT_STRING_EQUAL(rows(UNFOLD_HERE), "..|a|0.nam|");
    unfold_models_free(&models);
}

static void another_folder_takes_the_place_of_the_first(void)
{
    const char *folder = made_folder("first"), *other = made_folder("second");
    made_file("first/a.nam");
    made_file("second/b.nam");
    begin(folder, false);
    unfold_models_open(&models, other);
    look(false);
    CU_ASSERT_STRING_EQUAL(rows(UNFOLD_HERE), "..|b.nam|");
    CU_ASSERT_STRING_EQUAL(rows(UNFOLD_OWN), "Pedals:Zed|Amps:Alpha|");
    unfold_models_free(&models);
}

static void a_folder_that_is_not_there_says_why(void)
{
    begin("/no/such/folder", true);
    CU_ASSERT_EQUAL(models.scan.error, 2);
    CU_ASSERT_STRING_EQUAL(rows(UNFOLD_HERE), "..|");
    unfold_models_open(&models, "/");
    look(false);
    CU_ASSERT_EQUAL(models.scan.error, 0);
    CU_ASSERT(strncmp(rows(UNFOLD_HERE), "..|", 3) != 0); /* nothing is above */
    unfold_models_free(&models);
}

static void names_that_are_no_utf8_are_shown_and_keep_their_path(void)
{
    const char *folder = made_folder("latin");
    const char *path = made_file("latin/gr\xfcn.nam");
    begin(folder, false);
    CU_ASSERT_STRING_EQUAL(rows(UNFOLD_HERE), "..|gr\xef\xbf\xbdn.nam|");
    CU_ASSERT_STRING_EQUAL(models.rows[models.count - 1]->path, path);
    unfold_models_free(&models);
}

static void folders_above_and_around_are_told(void)
{
    char folder[PATH_MAX];
    CU_ASSERT(unfold_folder_above("/a/b", folder));
    CU_ASSERT_STRING_EQUAL(folder, "/a");
    CU_ASSERT(unfold_folder_above("/a", folder));
    CU_ASSERT_STRING_EQUAL(folder, "/");
    CU_ASSERT_FALSE(unfold_folder_above("/", folder));
    CU_ASSERT_FALSE(unfold_folder_above("", folder));
    CU_ASSERT_FALSE(unfold_folder_above("name", folder));
    made_folder("links");
    const char *there = made_folder("there");
    made_file("there/m.nam");
    CU_ASSERT_EQUAL(symlink("../there/m.nam", test_path("links/m.nam")), 0);
    CU_ASSERT(unfold_folder_of(test_path("links/m.nam"), folder));
    CU_ASSERT_STRING_EQUAL(folder, there);
}

static void nothing_breaks_or_leaks_without_memory(void)
{
    const char *folder = made_folder("scarce");
    made_folder("scarce/sub");
    made_file("scarce/a.nam");
    made_file("scarce/sub/b.nam");
    for (size_t n = 0;; ++n) {
        allocations_reset();
        allocations_fail_at(n, n % 2);
        begin(folder, true);
        const bool is_complete = allocations_made() <= n;
        unfold_models_free(&models);
        if (is_complete)
            break;
        CU_ASSERT(n < 1000);
    }
    allocations_reset();
}

static const Test tests[] = {
    {"the plugin's own come first, as they are listed",
     the_own_come_first_as_they_are_listed},
    {"those of presets.h have label and bank", those_of_presets_h_have_label_and_bank},
    {"folders come first, then models in natural order",
     folders_come_first_then_models_in_natural_order},
    {"what lies below is found, three folders deep",
     what_lies_below_is_found_three_folders_deep},
    {"another folder takes the place of the first",
     another_folder_takes_the_place_of_the_first},
    {"a folder that is not there says why", a_folder_that_is_not_there_says_why},
    {"names that are no UTF-8 are shown, and keep their path",
     names_that_are_no_utf8_are_shown_and_keep_their_path},
    {"folders above and around are told", folders_above_and_around_are_told},
    {"nothing breaks or leaks without memory", nothing_breaks_or_leaks_without_memory},
    {NULL, NULL}};

const Suite models_suite = {"models", tests};
