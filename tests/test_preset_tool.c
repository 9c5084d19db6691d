/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "file/model_file.h"
#include "tests/support/host.h"
#include "tests/support/networks.h"
#include "tests/support/presets.h"
#include "tests/support/suite.h"
#include "tests/support/tool.h"

#include <dirent.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#define GOLDEN "tests/golden/formats/"
static bool same_files(const char *a, const char *b)
{
    size_t a_size, b_size;
    char *a_bytes = get_bytes(a, &a_size), *b_bytes = get_bytes(b, &b_size);
    const bool same =
        a_bytes && b_bytes && a_size == b_size && !memcmp(a_bytes, b_bytes, a_size);
    free(a_bytes);
    free(b_bytes);
    return same;
}

/* How many entries a folder has; 0 too where it is not there. */
static unsigned entries_of(const char *folder)
{
    DIR *entries = opendir(folder);
    unsigned count = 0;
    for (struct dirent *entry; entries && (entry = readdir(entries));)
        count += entry->d_name[0] != '.';
    if (entries)
        closedir(entries);
    return count;
}

static void done(const ToolRun run)
{
    CU_ASSERT_EQUAL(run.status, 0);
    CU_ASSERT_STRING_EQUAL(run.err, "");
}

static void fails(const ToolRun run, int status, const char *reason)
{
    CU_ASSERT_EQUAL(run.status, status);
    CU_ASSERT(is_one_sentence(&run));
    CU_ASSERT_STRING_EQUAL(run.out, "");
    CU_ASSERT_PTR_NOT_NULL(strstr(run.err, reason));
    if (!strstr(run.err, reason))
        printf("no '%s' in '%s'\n", reason, run.err);
}

static void hosts_find_and_play_it(void)
{
    static float of_preset[HOST_FRAMES], of_model[HOST_FRAMES];
    char told[PATH_MAX], folder[256], model[256];
    snprintf(folder, sizeof folder, "%s", test_path("found.lv2"));
    snprintf(model, sizeof model, "%s", host_model("my amp, loud.json", 7));
    const ToolRun run = RUN_TOOL("preset", model, "--label", "Loud", "--bank", "Mine",
                                 "--comment", "Very loud.", "-o", folder);
    done(run);
    CU_ASSERT_PTR_NOT_NULL(strstr(run.out, "~/.lv2"));
    play_preset(folder, "Loud", of_preset, told);
    CU_ASSERT_EQUAL(seen_count, 1);
    CU_ASSERT_STRING_EQUAL(seen[0].bank, "Mine");
    CU_ASSERT_STRING_EQUAL(seen[0].comment, "Very loud.");
    CU_ASSERT_STRING_EQUAL(seen[0].uri, "urn:unfold:preset:found:Loud");
    CU_ASSERT_EQUAL(values_set, 7);
    CU_ASSERT_STRING_EQUAL(told, test_path("found.lv2/my-amp-loud.json"));
    CU_ASSERT(same_files(told, model));
    play_model(model, of_model);
    CU_ASSERT(!memcmp(of_preset, of_model, sizeof of_model));
    play_model(host_bundled_model(), of_model);
    CU_ASSERT(memcmp(of_preset, of_model, sizeof of_model) != 0);
}

static void any_text_comes_back_as_it_was(void)
{
    static const char *const texts[] = {"Say \"aah\" \\ 'ooh' \\n",
                                        "Gr\xc3\xb6\xc3\x9f"
                                        "e\nzwei\r\tdrei \x01\x1b[31m\x7f",
                                        "\xe6\x97\xa5\xe6\x9c\xac \xf0\x9f\x8e\xb8",
                                        "100 %: <a/b?c#d> {x} ; . @prefix \"\"\"",
                                        "  "};
    const size_t count = sizeof texts / sizeof *texts;
    char model[256];
    snprintf(model, sizeof model, "%s", host_model("odd.json", 1));
    for (size_t k = 0; k < count; ++k)
        done(RUN_TOOL("preset", model, "-o", test_path("odd.lv2"), "--label", texts[k],
                      "--bank", texts[(k + 1) % count], "--comment",
                      texts[(k + 2) % count]));
    see_presets(test_path("odd.lv2"));
    CU_ASSERT_EQUAL(seen_count, count);
    for (size_t k = 0; k < count; ++k) {
        CU_ASSERT_STRING_EQUAL(preset_of(texts[k])->label, texts[k]);
        CU_ASSERT_STRING_EQUAL(preset_of(texts[k])->bank, texts[(k + 1) % count]);
        CU_ASSERT_STRING_EQUAL(preset_of(texts[k])->comment, texts[(k + 2) % count]);
    }
    CU_ASSERT_EQUAL(entries_of(test_path("odd.lv2")), 4); /* one copy serves all */
}

static void odd_model_names_become_plain(void)
{
    static float out[HOST_FRAMES];
    static const char *const names[][2] = {
        {"Gr\xc3\xb6\xc3\x9f"
         "e (1).json",
         "Gr-e-1-.json"},
        {"\xe6\x97\xa5\xe6\x9c\xac.json", "model.json"},
        {".hidden", "model.hidden"},
        {"manifest.ttl", "manifest-2.ttl"},
        {"presets.json", "presets-2.json"},
        {"no-ending", "no-ending"}};
    for (unsigned k = 0; k < 6; ++k) {
        char folder[32], copy[96], told[PATH_MAX];
        snprintf(folder, sizeof folder, "names-%u.lv2", k);
        snprintf(copy, sizeof copy, "%s/%s", folder, names[k][1]);
        const char *model = host_model(names[k][0], k + 2);
        done(RUN_TOOL("preset", model, "-o", test_path(folder), "--label", "x"));
        CU_ASSERT(same_files(test_path(copy), model));
        play_preset(test_path(folder), "x", out, told);
        CU_ASSERT_STRING_EQUAL(told, test_path(copy));
    }
}

static const char *put_facts(const char *name, const char *says_name)
{
    const char *path = test_path(name);
    UnfoldModelFile file = {.model = host_make_model(3), .facts = unfold_facts_new()};
    unfold_facts_set_text(file.facts, UNFOLD_METADATA, "name", says_name);
    unfold_facts_set_text(file.facts, UNFOLD_METADATA, "gear", "Boss SD-1");
    unfold_facts_set_number(file.facts, UNFOLD_TRAINING, "esr_test", 0.000179682);
    CU_ASSERT_EQUAL(unfold_model_save(path, &file, NULL), UNFOLD_OK);
    unfold_model_file_clear(&file);
    return path;
}

static void the_model_says_what_is_not_said(void)
{
    const char *folder = test_path("facts.lv2");
    const char *model = put_facts("facts.json", "My \"SD\"");
    done(RUN_TOOL("preset", model, "-o", folder));
    done(RUN_TOOL("preset", model, "-o", folder, "--label", "Mine"));
    done(RUN_TOOL("preset", model, "-o", folder, "--label", "Bare", "--comment", ""));
    see_presets(folder);
    CU_ASSERT_EQUAL(seen_count, 3);
    CU_ASSERT_STRING_EQUAL(preset_of("My \"SD\"")->comment,
                           "Boss SD-1; test ESR 0.00018");
    CU_ASSERT_STRING_EQUAL(preset_of("Mine")->comment,
                           "My \"SD\"; Boss SD-1; test ESR 0.00018");
    CU_ASSERT_STRING_EQUAL(preset_of("Bare")->uri, "urn:unfold:preset:facts:Bare");
    CU_ASSERT_STRING_EQUAL(preset_of("Bare")->comment, "");
    CU_ASSERT_STRING_EQUAL(preset_of("Bare")->bank, "");
    fails(RUN_TOOL("preset", host_model("nameless.json", 1), "-o", folder), 2,
          "--label");
}

static void more_presets_add_to_a_bundle(void)
{
    static float out[HOST_FRAMES], wanted[HOST_FRAMES];
    char folder[256], told[PATH_MAX];
    snprintf(folder, sizeof folder, "%s", test_path("more.lv2"));
    mkdir(test_path("other"), 0755);
    done(RUN_TOOL("preset", host_model("one.json", 1), "-o", folder, "--label", "One",
                  "--bank", "B"));
    done(RUN_TOOL("preset", host_model("other/one.json", 2), "-o",
                  test_path("more.lv2//"), "--label", "Two", "--bank", "B"));
    /* Its name stays part of the URIs, wherever it goes. */
    CU_ASSERT_EQUAL(rename(folder, test_path("moved.lv2")), 0);
    snprintf(folder, sizeof folder, "%s", test_path("moved.lv2"));
    done(RUN_TOOL("preset", GOLDEN "nam-3x4-still.nam", "-o", folder, "--label",
                  "Three"));
    play_preset(folder, "Two", out, told);
    CU_ASSERT_STRING_EQUAL(told, test_path("moved.lv2/one-2.json"));
    play_model(test_path("other/one.json"), wanted);
    CU_ASSERT(!memcmp(out, wanted, sizeof wanted));
    CU_ASSERT_EQUAL(seen_count, 3);
    CU_ASSERT_STRING_EQUAL(preset_of("One")->uri, "urn:unfold:preset:more:One");
    CU_ASSERT_STRING_EQUAL(preset_of("Three")->uri, "urn:unfold:preset:more:Three");
    CU_ASSERT_STRING_EQUAL(preset_of("One")->bank, "B");
    CU_ASSERT_STRING_EQUAL(preset_of("Three")->bank, "");
    CU_ASSERT(same_files(test_path("moved.lv2/one.json"), test_path("one.json")));
    CU_ASSERT(same_files(test_path("moved.lv2/nam-3x4-still.nam"),
                         GOLDEN "nam-3x4-still.nam"));
    CU_ASSERT_EQUAL(entries_of(folder), 6);
}

static void a_label_is_replaced_by_force_alone(void)
{
    char folder[256];
    snprintf(folder, sizeof folder, "%s", test_path("force.lv2"));
    done(RUN_TOOL("preset", host_model("a.json", 1), "-o", folder, "--label", "A",
                  "--bank", "old"));
    done(RUN_TOOL("preset", test_path("a.json"), "-o", folder, "--label", "A too"));
    host_model("a.json", 2);
    fails(RUN_TOOL("preset", test_path("a.json"), "-o", folder, "--label", "A"), 1,
          "--force");
    CU_ASSERT_FALSE(same_files(test_path("a.json"), test_path("force.lv2/a.json")));
    CU_ASSERT_EQUAL(entries_of(folder), 4);
    /* The other preset keeps what it plays. */
    done(RUN_TOOL("preset", test_path("a.json"), "-o", folder, "--label", "A",
                  "--comment", "new", "--force"));
    CU_ASSERT_FALSE(same_files(test_path("a.json"), test_path("force.lv2/a.json")));
    CU_ASSERT(same_files(test_path("a.json"), test_path("force.lv2/a-2.json")));
    see_presets(folder);
    CU_ASSERT_EQUAL(seen_count, 2);
    CU_ASSERT_STRING_EQUAL(preset_of("A")->comment, "new");
    CU_ASSERT_STRING_EQUAL(preset_of("A")->bank, "");
    /* A file of its own is written anew. */
    host_model("a.json", 3);
    done(RUN_TOOL("preset", test_path("a.json"), "-o", folder, "--label", "A too",
                  "--force"));
    CU_ASSERT(same_files(test_path("a.json"), test_path("force.lv2/a.json")));
    CU_ASSERT_EQUAL(entries_of(folder), 5);
}

static const char *save_shape(const char *name, const UnfoldShape *shape, double rate)
{
    const char *path = test_path(name);
    UnfoldModelFile file = {.model = random_model(shape, rate, 1)};
    CU_ASSERT_EQUAL(unfold_model_save(path, &file, NULL), UNFOLD_OK);
    unfold_model_file_clear(&file);
    return path;
}

static void what_the_plugin_refuses_is_refused(void)
{
    const char *folder = test_path("none.lv2");
    UnfoldShape shape = {
        .cell = UNFOLD_GRU, .inputs = 2, .hidden = 3, .layers = 1, .outputs = 1};
    fails(RUN_TOOL("preset", save_shape("in.json", &shape, 48000), "-o", folder), 1,
          "2 inputs");
    shape.inputs = 1;
    fails(RUN_TOOL("preset", save_shape("slow.json", &shape, 100), "-o", folder), 1,
          "100 Hz");
    fails(RUN_TOOL("preset", save_shape("text.json", &shape, 0), "-o", folder), 1,
          "no sample rate");
    shape.output_at = UNFOLD_LAST_STEP;
    fails(RUN_TOOL("preset", save_shape("last.json", &shape, 48000), "-o", folder), 1,
          "every step");
    fails(RUN_TOOL("preset", test_path("missing.json"), "-o", folder), 1,
          "missing.json: cannot be opened");
    fails(RUN_TOOL("preset", "README.md", "-o", folder), 1, "README.md: ");
    CU_ASSERT(access(folder, F_OK) != 0);
}

static void no_other_place_is_touched(void)
{
    char model[256];
    snprintf(model, sizeof model, "%s", host_model("safe.json", 1));
    mkdir(test_path("theirs.lv2"), 0755);
    FILE *file = fopen(test_path("theirs.lv2/manifest.ttl"), "w");
    fputs("# theirs\n", file);
    fclose(file);
    fails(RUN_TOOL("preset", model, "-o", test_path("theirs.lv2"), "--label", "x",
                   "--force"),
          1, "theirs.lv2: is not empty");
    CU_ASSERT_EQUAL(entries_of(test_path("theirs.lv2")), 1);
    file = fopen(test_path("file.lv2"), "w");
    fclose(file);
    fails(RUN_TOOL("preset", model, "-o", test_path("file.lv2"), "--label", "x"), 1,
          "file.lv2: is a file");
    fails(RUN_TOOL("preset", model, "-o", test_path("no/where.lv2"), "--label", "x"), 1,
          "where.lv2: cannot be made");
    static const char *const names[] = {"no-bundle", "no-bundle.lv2.old", ".lv2",
                                        ".x.lv2"};
    for (size_t k = 0; k < sizeof names / sizeof *names; ++k) {
        fails(RUN_TOOL("preset", model, "-o", test_path(names[k]), "--label", "x"), 2,
              "end with .lv2");
        CU_ASSERT(access(test_path(names[k]), F_OK) != 0);
    }
    mkdir(test_path("empty.lv2"), 0755);
    done(RUN_TOOL("preset", model, "-o", test_path("empty.lv2"), "--label", "x"));
}

static void what_is_no_text_is_refused(void)
{
    const char *model = host_model("latin.json", 1), *folder = test_path("latin.lv2");
    fails(RUN_TOOL("preset", model, "-o", folder, "--label",
                   "Gr\xf6"
                   "sse"),
          2, "--label is no UTF-8");
    fails(RUN_TOOL("preset", model, "-o", folder, "--label", "x", "--bank", "\xc0\x80"),
          2, "--bank");
    fails(RUN_TOOL("preset", model, "-o", folder, "--label", "x", "--comment",
                   "\xed\xa0\x80"),
          2, "--comment");
    fails(RUN_TOOL("preset", model, "-o", folder, "--label", ""), 2, "--label");
    fails(RUN_TOOL("preset", model), 2, "-o");
    fails(RUN_TOOL("preset", "-o", folder), 2, "MODEL");
    CU_ASSERT(access(folder, F_OK) != 0);
}

static void a_damaged_list_is_refused(void)
{
    static const char *const lists[] = {
        "",
        "[]",
        "{",
        "{\"format\": \"unfold\"}",
        "{\"format\": \"unfold presets\", \"version\": 2, \"bundle\": \"x\", "
        "\"presets\": []}",
        "{\"format\": \"unfold presets\", \"version\": 1, \"bundle\": \"x\"}",
        "{\"format\": \"unfold presets\", \"version\": 1, \"bundle\": \"x\", "
        "\"presets\": [{\"label\": \"a\"}]}",
        "{\"format\": \"unfold presets\", \"version\": 1, \"bundle\": \"x\", "
        "\"presets\": [{\"label\": \"a\", \"model\": \"../x> a <\"}]}",
        "{\"format\": \"unfold presets\", \"version\": 1, \"bundle\": \"x\", "
        "\"presets\": [{\"model\": \"a\"}]}",
        "{\"format\": \"unfold presets\", \"version\": 1, \"bundle\": \"x\", "
        "\"presets\": [{\"label\": \"a\", \"model\": \"a\", \"bank\": 1}]}"};
    char model[256];
    snprintf(model, sizeof model, "%s", host_model("ok.json", 1));
    mkdir(test_path("damaged.lv2"), 0755);
    for (size_t k = 0; k < sizeof lists / sizeof *lists; ++k) {
        FILE *file = fopen(test_path("damaged.lv2/presets.json"), "w");
        fputs(lists[k], file);
        fclose(file);
        fails(RUN_TOOL("preset", model, "-o", test_path("damaged.lv2"), "--label", "x",
                       "--force"),
              1, "presets.json: ");
        CU_ASSERT_EQUAL(entries_of(test_path("damaged.lv2")), 1);
    }
}

static void calls_at_the_same_time_lose_nothing(void)
{
    static const char *const labels[] = {"a", "b", "c", "d"};
    char folder[256], model[256];
    pid_t children[4];
    snprintf(folder, sizeof folder, "%s", test_path("at-once.lv2"));
    snprintf(model, sizeof model, "%s", host_model("at-once.json", 1));
    for (size_t k = 0; k < 4; ++k)
        children[k] = start_tool((const char *const[]){"preset", model, "-o", folder,
                                                       "--label", labels[k], NULL});
    for (size_t k = 0; k < 4; ++k)
        CU_ASSERT_EQUAL(finish_tool(children[k], 0).status, 0);
    see_presets(folder);
    CU_ASSERT_EQUAL(seen_count, 4);
    CU_ASSERT_EQUAL(entries_of(folder), 4);
}

/* The limit that stands for it lets the list through and the model not. */
static ToolRun run_on_a_full_disk(const char *const *arguments)
{
    struct rlimit old, little;
    getrlimit(RLIMIT_FSIZE, &old);
    little = (struct rlimit){512, old.rlim_max};
    void (*handler)(int) = signal(SIGXFSZ, SIG_IGN);
    setrlimit(RLIMIT_FSIZE, &little);
    const pid_t child = start_tool(arguments);
    setrlimit(RLIMIT_FSIZE, &old);
    signal(SIGXFSZ, handler);
    return finish_tool(child, 0);
}

static void a_full_disk_leaves_things_as_they_were(void)
{
    char folder[256], model[256];
    snprintf(folder, sizeof folder, "%s", test_path("full.lv2"));
    snprintf(model, sizeof model, "%s", host_model("full.json", 1));
    const char *const arguments[] = {"preset",  model,     "-o", folder,
                                     "--force", "--label", "x",  NULL};
    fails(run_on_a_full_disk(arguments), 1, "full.json: cannot be written");
    CU_ASSERT(access(folder, F_OK) != 0);
    done(run_tool(arguments));
    host_model("full.json", 2);
    fails(run_on_a_full_disk(arguments), 1, "full.json: cannot be written");
    CU_ASSERT_FALSE(same_files(test_path("full.lv2/full.json"), model));
    see_presets(folder);
    CU_ASSERT_EQUAL(seen_count, 1);
    CU_ASSERT_EQUAL(entries_of(folder), 4);
}

static const Test tests[] = {
    {"hosts find and play it", hosts_find_and_play_it},
    {"any text comes back as it was", any_text_comes_back_as_it_was},
    {"odd model names become plain", odd_model_names_become_plain},
    {"the model says what is not said", the_model_says_what_is_not_said},
    {"more presets add to a bundle", more_presets_add_to_a_bundle},
    {"a label is replaced by force alone", a_label_is_replaced_by_force_alone},
    {"what the plugin refuses is refused", what_the_plugin_refuses_is_refused},
    {"no other place is touched", no_other_place_is_touched},
    {"what is no text is refused", what_is_no_text_is_refused},
    {"a damaged list is refused", a_damaged_list_is_refused},
    {"calls at the same time lose nothing", calls_at_the_same_time_lose_nothing},
    {"a full disk leaves things as they were", a_full_disk_leaves_things_as_they_were},
    {NULL, NULL}};

const Suite preset_tool_suite = {"preset-tool", tests};
