/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "file/labelled.h"
#include "tests/support/allocations.h"
#include "tests/support/suite.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const UnfoldLabelledOptions usual = {0};
static const UnfoldLabelledOptions unlabelled = {.unlabelled = true};

/* A path of these tests alone; other suites share the folder. */
static const char *place(const char *name)
{
    char path[512];
    snprintf(path, sizeof path, "labelled/%s", name);
    return test_path(path);
}

/* A file there; what it lies in is made. */
static void put(const char *name, const char *text)
{
    char path[512];
    snprintf(path, sizeof path, "%s", place(name));
    for (char *slash = path + strlen(test_folder());
         (slash = strchr(slash + 1, '/'));) {
        *slash = '\0';
        mkdir(path, 0700);
        *slash = '/';
    }
    FILE *file = fopen(path, "wb");
    CU_ASSERT_PTR_NOT_NULL_FATAL(file);
    fputs(text, file);
    fclose(file);
}

/* The paths from `root` with labels and spans. */
static const char *told(const UnfoldLabelled *labelled, const char *root)
{
    static char text[4096];
    size_t used = 0;
    *text = '\0';
#define TELL(...) used += (size_t)snprintf(text + used, sizeof text - used, __VA_ARGS__)
    for (size_t k = 0; k < labelled->count; ++k) {
        const UnfoldRecording *one = &labelled->recordings[k];
        CU_ASSERT_EQUAL(strncmp(one->path, root, strlen(root)), 0);
        CU_ASSERT_EQUAL(one->group, -1);
        TELL("%s", one->path + strlen(root));
        if (one->label >= 0)
            TELL(":%s", labelled->labels.list[one->label]);
        for (size_t n = 0; n < one->span_count; ++n)
            TELL("[%g-%g:%s]", one->spans[n].start, one->spans[n].end,
                 labelled->labels.list[one->spans[n].label]);
        TELL(";");
    }
#undef TELL
    return text;
}

static void expect_as(const char *name, const UnfoldLabelledOptions *options,
                      const char *wanted)
{
    UnfoldLabelled labelled;
    UnfoldError error = {""};
    const UnfoldStatus status =
        unfold_labelled_read(place(name), options, &labelled, &error);
    if (status)
        printf("%s\n", error.text);
    CU_ASSERT_EQUAL_FATAL(status, UNFOLD_OK);
    char root[512];
    snprintf(root, sizeof root, "%s", place(name));
    const size_t length = strlen(root);
    if (root[length - 1] != '/' && !strchr(name, '.'))
        strcpy(root + length, "/");
    else
        root[strrchr(root, '/') + 1 - root] = '\0';
    if (strcmp(told(&labelled, root), wanted) != 0)
        printf("%s\nis not\n%s\n", told(&labelled, root), wanted);
    CU_ASSERT_STRING_EQUAL(told(&labelled, root), wanted);
    unfold_labelled_clear(&labelled);
}

static void expect(const char *name, const char *wanted)
{
    expect_as(name, &usual, wanted);
}

static void refuse_as(const char *name, const UnfoldLabelledOptions *options,
                      UnfoldStatus wanted, const char *words)
{
    UnfoldLabelled labelled;
    UnfoldError error = {""};
    allocations_reset();
    CU_ASSERT_EQUAL(unfold_labelled_read(place(name), options, &labelled, &error),
                    wanted);
    CU_ASSERT_EQUAL(allocations_live(), 0);
    if (!strstr(error.text, words))
        printf("'%s'\nlacks\n'%s'\n", error.text, words);
    CU_ASSERT_PTR_NOT_NULL(strstr(error.text, words));
}

static void refuse(const char *name, const char *words)
{
    refuse_as(name, &usual, UNFOLD_BAD_FILE, words);
}

static void a_folder_has_a_folder_for_each_label(void)
{
    put("classes/snare/2.wav", "");
    put("classes/snare/10.FLAC", "");
    put("classes/snare/deep/er/1.ogg", "");
    put("classes/snare/.hidden.wav", "");
    put("classes/snare/notes.txt", "");
    put("classes/kick/b.aiff", "");
    put("classes/kick-2/b.wav", "");
    put("classes/.git/x.wav", "");
    put("classes/README.md", "");
    static const char wanted[] =
        "kick-2/b.wav:kick-2;kick/b.aiff:kick;snare/10.FLAC:snare;snare/2.wav:snare;"
        "snare/deep/er/1.ogg:snare;";
    expect("classes", wanted);
    expect("classes/", wanted);
    expect_as(
        "classes", &unlabelled,
        "kick-2/b.wav;kick/b.aiff;snare/10.FLAC;snare/2.wav;snare/deep/er/1.ogg;");
}

static void what_is_wrong_with_folders_is_told(void)
{
    put("empty/notes.txt", "");
    refuse("empty", "has no recordings");
    refuse_as("empty", &unlabelled, UNFOLD_BAD_FILE, "has no recordings");
    put("hollow/dog/a.wav", "");
    put("hollow/cat/a.txt", "");
    refuse("hollow", "class 'cat' has no recordings");
    put("both/dog/a.wav", "");
    put("both/b.wav", "");
    refuse("both", "the recording 'b.wav' lies beside the folder 'dog'");
    expect_as("both", &unlabelled, "b.wav;dog/a.wav;");
    put("long/a.wav", "");
    mkdir(place("long/0123456789012345678901234567890123456789"
                "012345678901234567890123"),
          0700);
    refuse("long", "names no label: it is longer than 63 bytes");
    put("latin/d\xf6g/a.wav", "");
    refuse("latin", "names no label: it is not UTF-8");
    put("loop/dog/a.wav", "");
    CU_ASSERT_EQUAL(symlink(".", place("loop/dog/again")), 0);
    refuse_as("loop", &usual, UNFOLD_CANNOT_READ, "too many folders in each other");
}

static void links_are_followed(void)
{
    put("linked/dog/a.wav", "");
    put("elsewhere/b.wav", "");
    CU_ASSERT_EQUAL(symlink(place("elsewhere"), place("linked/cat")), 0);
    expect("linked", "cat/b.wav:cat;dog/a.wav:dog;");
}

static void label_tracks_lie_beside_recordings(void)
{
    put("tracks/b.wav", "");
    put("tracks/b.txt", "1.5\t2\tdog\n\\\t100\t200\n0\t1\tcat\n3\t3\t\n");
    put("tracks/a.take.flac", "");
    put("tracks/a.take.txt", "0.5\t0.5\tdog\n");
    put("tracks/c.wav", "");
    put("tracks/c.txt", "");
    mkdir(place("tracks/notes"), 0700);
    expect("tracks", "a.take.flac[0.5-0.5:dog];b.wav[0-1:cat][1.5-2:dog];c.wav;");
    expect_as("tracks", &unlabelled, "a.take.flac;b.wav;c.wav;");
    put("tracks/list.csv", "path,note\nc.wav,x\na.take.flac,y\n");
    expect("tracks/list.csv", "c.wav;a.take.flac[0.5-0.5:dog];");
}

static void what_is_wrong_with_tracks_is_told(void)
{
    put("bad/a.wav", "");
    refuse_as("bad", &usual, UNFOLD_CANNOT_READ,
              "/a.txt': there is no such label track, and the recording has no label");
    put("bad/a.txt", "0\t1\tdog\n2\t1\tcat\n");
    refuse("bad", "/a.txt': line 2: it ends at 1 s, before it starts at 2 s");
    put("bad/list.csv", "path\n\na.wav\n");
    refuse("bad/list.csv", "line 3: '");
    refuse("bad/list.csv", "/a.txt': line 2: it ends at 1 s");
    put("bad/list.csv", "path\n\na.wav\ngone.wav\n");
    put("bad/a.txt", "0\t1\tdog\n");
    refuse_as("bad/list.csv", &usual, UNFOLD_CANNOT_READ, "line 4: '");
    put("bad/list.csv", "path,kit\na.wav,x\na.wav,y\n");
    refuse("bad/list.csv", "line 3: 'a.wav' comes twice, in two groups");
    put("bad/list.csv", "");
    refuse("bad/list.csv", "the file is empty");
}

static void lack_of_memory_is_an_error(void)
{
    UnfoldLabelled labelled;
    const char *folders[] = {"classes", "tracks"};
    a_folder_has_a_folder_for_each_label();
    label_tracks_lie_beside_recordings();
    for (int k = 0; k < 2; ++k) {
        const char *path = place(folders[k]);
        allocations_reset();
        CU_ASSERT_EQUAL_FATAL(unfold_labelled_read(path, &usual, &labelled, NULL),
                              UNFOLD_OK);
        unfold_labelled_clear(&labelled);
        const size_t total = allocations_made();
        for (size_t n = 0; n < 2 * total; ++n) {
            allocations_reset();
            allocations_fail_at(n / 2, n % 2);
            CU_ASSERT_EQUAL(unfold_labelled_read(path, &usual, &labelled, NULL),
                            UNFOLD_NO_MEMORY);
            CU_ASSERT_EQUAL(allocations_live(), 0);
        }
    }
    allocations_reset();
}

static void a_table_in_a_file_has_its_folders_paths(void)
{
    const char *path = place("labels.csv");
    put("labels.csv", "path,label\nsub/a.wav,dog\n/b.wav,cat\n");
    UnfoldLabelled labelled;
    UnfoldError error;
    CU_ASSERT_EQUAL_FATAL(unfold_labelled_read(path, &usual, &labelled, &error),
                          UNFOLD_OK);
    CU_ASSERT_STRING_EQUAL(labelled.recordings[0].path, place("sub/a.wav"));
    CU_ASSERT_STRING_EQUAL(labelled.recordings[1].path, "/b.wav");
    unfold_labelled_clear(&labelled);
    CU_ASSERT_EQUAL(unfold_labelled_read(place("gone.csv"), &usual, &labelled, &error),
                    UNFOLD_CANNOT_READ);
    CU_ASSERT_EQUAL(unfold_labelled_read("", &usual, &labelled, &error),
                    UNFOLD_CANNOT_READ);
}

static void the_drums_are_read(void)
{
    char path[512];
    const UnfoldLabelledOptions options = {.label = "class", .group = "kit"};
    UnfoldLabelled labelled;
    UnfoldError error = {""};
    snprintf(path, sizeof path, "%s/drums/labels.csv",
             shared_data() ? shared_data() : ".");
    if (access(path, R_OK))
        SKIP("no shared data");
    CU_ASSERT_EQUAL_FATAL(unfold_labelled_read(path, &options, &labelled, &error),
                          UNFOLD_OK);
    CU_ASSERT_EQUAL(labelled.count, 513);
    CU_ASSERT_EQUAL(labelled.repeats, 18); /* the same lines again */
    CU_ASSERT_EQUAL(labelled.labels.count, 12);
    CU_ASSERT_EQUAL(labelled.groups.count, 10);
    size_t kicks = 0;
    for (size_t k = 0; k < labelled.count; ++k) {
        const UnfoldRecording *one = &labelled.recordings[k];
        kicks += !strcmp(labelled.labels.list[one->label], "kick");
        CU_ASSERT_EQUAL(access(one->path, R_OK), 0);
        CU_ASSERT(one->line >= k + 2);
    }
    CU_ASSERT_EQUAL(kicks, 34);
    unfold_labelled_clear(&labelled);
}

static const Test tests[] = {
    {"a folder has a folder for each label", a_folder_has_a_folder_for_each_label},
    {"what is wrong with folders is told", what_is_wrong_with_folders_is_told},
    {"links are followed", links_are_followed},
    {"label tracks lie beside recordings", label_tracks_lie_beside_recordings},
    {"what is wrong with tracks is told", what_is_wrong_with_tracks_is_told},
    {"a table in a file has its folder's paths",
     a_table_in_a_file_has_its_folders_paths},
    {"the table of drums is read", the_drums_are_read},
    {"lack of memory is an error", lack_of_memory_is_an_error},
    {NULL, NULL}};

const Suite labelled_files_suite = {"labelled_files", tests};
