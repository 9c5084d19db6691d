/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "tests/support/clips.h"
#include "tests/support/suite.h"
#include "tests/support/tool.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Whatever a list holds, one sentence says what is wrong with it, and the model that
   was there is kept. */

static char list[256], old[256];

/* low and hiss, four of each, in bad/good; their table is bad/list.csv. */
static void begin(void)
{
    snprintf(list, sizeof list, "%s", test_path("bad/list.csv"));
    snprintf(old, sizeof old, "%s", test_path("bad/old.json"));
    clip_put_folder("bad/good", 2, 4);
    clip_put_text("bad/old.json", "precious");
}

#define GOOD                                                                           \
    "path,label\ngood/low/00.wav,low\ngood/low/01.wav,low\n"                           \
    "good/hiss/00.wav,hiss\ngood/hiss/01.wav,hiss\n"

static void failed(const ToolRun run, const char *word)
{
    CU_ASSERT_EQUAL(run.status, 1);
    CU_ASSERT(is_one_sentence(&run));
    CU_ASSERT_STRING_EQUAL(run.out, "");
    if (!strstr(run.err, word))
        printf("'%s' lacks '%s'\n", run.err, word);
    CU_ASSERT_PTR_NOT_NULL(strstr(run.err, word));
    size_t size;
    char *bytes = get_bytes(old, &size);
    CU_ASSERT(bytes && !strcmp(bytes, "precious"));
    free(bytes);
}

#define LEARN(...) RUN_TOOL("learn", list, CLIP_LEARN, "-o", old, __VA_ARGS__)

/* The good rows, these and that sentence. */
static void refuse_rows(const char *rows, const char *word)
{
    char text[2048];
    snprintf(text, sizeof text, GOOD "%s", rows);
    clip_put_text("bad/list.csv", text);
    failed(LEARN("--epochs", "1"), word);
    /* As a list to measure by, before anything is learned. */
    clip_put_text("bad/train.csv", GOOD);
    failed(RUN_TOOL("learn", test_path("bad/train.csv"), CLIP_LEARN, "-o", old,
                    "--test", list),
           word);
}

static void recordings_that_are_no_use_are_refused_with_their_line(void)
{
    float x[400] = {0.5f, -0.5f, 0.25f};
    begin();
    refuse_rows("gone.wav,low\n", "line 6: ");
    refuse_rows("gone.wav,low\n", "gone.wav: cannot be opened");
    refuse_rows("good,low\n", "line 6: ");
    put_wav(test_path("bad/none.wav"), x, 0, 1, 16000);
    refuse_rows("none.wav,hiss\n", "none.wav: holds no samples");
    put_wav(test_path("bad/one.wav"), x, 1, 1, 16000);
    refuse_rows("one.wav,hiss\n", "one.wav: has less than two samples");
    clip_put_text("bad/broken.wav", "RIFF....WAVEtext");
    refuse_rows("\ngood/low/02.wav,low\nbroken.wav,low\n", "line 8: ");
    x[7] = 1.0f / 0.0f;
    put_wav(test_path("bad/huge.wav"), x, 400, 1, 16000);
    refuse_rows("huge.wav,low\n", "line 6: ");
    clip_put_text("bad/list.csv", "path,label,start,end\ngood/low/00.wav,low,7,8\n"
                                  "good/hiss/00.wav,hiss,0,1\n");
    failed(LEARN("--task", "clip"), "line 2: ");
    failed(LEARN("--task", "clip"), "its part from 7.000 to 8.000 s is not in it");
    clip_put_text("bad/list.csv", GOOD);
    failed(LEARN("--channel", "2"), "line 2: ");
    failed(LEARN("--channel", "2"), "has no channel 2");
    failed(LEARN("--task", "value"), "00.csv: cannot be opened");
}

static void lists_that_are_no_use_are_refused(void)
{
    begin();
    refuse_rows("good/low/00.wav,hiss\n", "line 6: ");
    refuse_rows("good/low/02.wav,\n", "line 6: the label is empty");
    refuse_rows("good/low/02.wav\n", "line 6: has 1 field");
    clip_put_text("bad/list.csv", "path,label\n");
    failed(LEARN("--epochs", "1"), "names no recordings");
    clip_put_text("bad/list.csv", "");
    failed(LEARN("--epochs", "1"), "is empty");
    clip_put_text("bad/list.csv", "path,label\ngood/low/00.wav,low\n");
    failed(LEARN("--epochs", "1"), "has one label only");
    clip_put_text("bad/list.csv", GOOD);
    failed(LEARN("--label-column", "kind"), "kind");
    failed(LEARN("--nothing", "silence"), "has no label 'silence'");
    failed(LEARN("--notes", "low=36,silence=37"), "--notes: 'silence=37' is not one");
    failed(LEARN("--notes", "low"), "--notes: 'low' is not one");
    failed(LEARN("--notes", "low=128"), "--notes: 'low=128'");
    failed(LEARN("--notes", "low=3x"), "--notes: 'low=3x'");
    failed(LEARN("--notes", "low=36,"), "--notes: ''");
    failed(LEARN("--leave-out-groups"), "no groups");
    failed(LEARN("--folds", "5"), "has 4 recordings, too few for 5 folds");
    failed(RUN_TOOL("learn", test_path("bad/gone.csv"), "-o", old), "No such file");
    failed(RUN_TOOL("learn", test_path("bad/good/low"), "-o", old), "00.txt");
    clip_make_folders(test_path("bad/empty/low/x"));
    failed(RUN_TOOL("learn", test_path("bad/empty"), "-o", old),
           "class 'low' has no recordings");
    clip_put(test_path("bad/half/low/1.wav"), CLIP_LOW, 1, 1, 16000);
    clip_make_folders(test_path("bad/half/hiss/x"));
    failed(RUN_TOOL("learn", test_path("bad/half"), "-o", old),
           "class 'hiss' has no recordings");
    clip_put_text("bad/list.csv", "path,label,speaker\ngood/low/00.wav,low,ann\n"
                                  "good/hiss/00.wav,hiss,ann\n");
    failed(LEARN("--leave-out-groups"), "has one group");
}

static void labels_that_were_not_learned_are_refused_in_tests(void)
{
    char train[256];
    begin();
    snprintf(train, sizeof train, "%s", test_path("bad/train.csv"));
    clip_put_text("bad/train.csv", GOOD);
    clip_put_text("bad/list.csv", GOOD "good/low/02.wav,bass\n");
    const ToolRun run = RUN_TOOL("learn", train, CLIP_LEARN, "-o", old, "--test", list);
    failed(run, "list.csv: line 6: ");
    failed(run, "nothing is learned of its label 'bass'");
    clip_put_text("bad/train.csv", "path,label,start,end\ngood/low/00.wav,a,0,0.1\n"
                                   "good/low/01.wav,b,0,0.1\n");
    clip_put_text("bad/list.csv", "path,label,start,end\ngood/low/00.wav,a,0,0.1\n"
                                  "good/low/01.wav,c,0,0.1\n");
    failed(RUN_TOOL("learn", train, CLIP_LEARN, "-o", old, "--test", list), "line 3: ");
}

static void frames_without_targets_are_refused(void)
{
    float x[40] = {0.5f, -0.5f, 0.25f};
    begin();
    put_wav(test_path("bad/short.wav"), x, 40, 1, 16000);
    put_wav(test_path("bad/brief.wav"), x, 40, 1, 16000);
    clip_put_text("bad/list.csv", "path,label\nshort.wav,low\nbrief.wav,hiss\n");
    const ToolRun run = LEARN("--task", "frame");
    CU_ASSERT_EQUAL(run.status, 1);
    CU_ASSERT_PTR_NOT_NULL(strstr(run.err, "nothing is left to learn from"));
    clip_put_text("bad/list.csv",
                  "path,label,start,end\ngood/low/00.wav,low,5,6\n"
                  "good/low/01.wav,low,0,0.1\ngood/low/02.wav,low,0,0.2\n"
                  "good/hiss/00.wav,hiss,0.1,0.1\n");
    const ToolRun lone = RUN_TOOL("learn", list, CLIP_LEARN, "-o",
                                  test_path("bad/new.json"), "--validation", "0");
    CU_ASSERT_EQUAL(lone.status, 0);
    CU_ASSERT_PTR_NOT_NULL(
        strstr(lone.err, "list.csv: nothing is left to learn 'hiss' from"));
}

/* What can be heard is learned from. */
static void unusual_recordings_are_learned_from(void)
{
    static float silence[5 * 16000];
    float x[60] = {0.5f, -0.5f, 0.25f};
    char out[256];
    begin();
    snprintf(out, sizeof out, "%s", test_path("bad/new.json"));
    put_wav(test_path("bad/silent.wav"), silence, 4000, 1, 16000);
    put_wav(test_path("bad/long.wav"), silence, 5 * 16000, 1, 16000);
    put_wav(test_path("bad/two.wav"), x, 2, 1, 16000);
    put_wav(test_path("bad/frame.wav"), x, 60, 1, 16000);
    clip_put(test_path("bad/slow.wav"), CLIP_LOW, 3, 2, 8000);
    clip_put_text("bad/list.csv", GOOD "silent.wav,low\nlong.wav,low\ntwo.wav,hiss\n"
                                       "frame.wav,hiss\nslow.wav,low\n"
                                       "good/low/00.wav,low\nslow.wav,low\n");
    const ToolRun run = RUN_TOOL("learn", list, "--hidden", "8", "--epochs", "5", "-o",
                                 out, "--validation", "0", "--pause", "1000");
    CU_ASSERT_EQUAL(run.status, 0);
    CU_ASSERT_PTR_NOT_NULL(strstr(run.err, "warning: "));
    CU_ASSERT_PTR_NOT_NULL(
        strstr(run.err, "list.csv: 2 of its rows only repeat another"));
    CU_ASSERT_PTR_NOT_NULL(strstr(run.err, "9 recordings"));
    CU_ASSERT_PTR_NOT_NULL(strstr(run.err, "at 8000 Hz"));
    CU_ASSERT_PTR_NOT_NULL(strstr(run.out, "no sound began in 2 of the recordings"));
}

static void nothing_that_is_read_is_written_over(void)
{
    begin();
    clip_put_text("bad/list.csv", GOOD);
    failed(RUN_TOOL("learn", list, "-o", list), "is to be learned from");
    char sound[256];
    snprintf(sound, sizeof sound, "%s", test_path("bad/good/low/00.wav"));
    failed(RUN_TOOL("learn", list, "-o", sound), "is to be learned from");
    clip_put_text("bad/test.csv", GOOD);
    failed(RUN_TOOL("learn", list, "-o", test_path("bad/test.csv"), "--test",
                    test_path("bad/test.csv")),
           "is to be learned from");
    /* Found out before the recordings are looked at. */
    failed(RUN_TOOL("learn", list, "-o", test_path("bad/no/such/file")),
           "cannot be written");
    failed(RUN_TOOL("learn", list, "-o", test_path("bad")), "folder");
}

static void wrong_usage_is_told_apart(void)
{
    begin();
    clip_put_text("bad/list.csv", GOOD);
    CU_ASSERT_EQUAL(RUN_TOOL("learn", list).status, 2);
    CU_ASSERT_EQUAL(RUN_TOOL("learn", "-o", old).status, 2);
    CU_ASSERT_EQUAL(LEARN("--folds", "1").status, 2);
    CU_ASSERT_EQUAL(LEARN("--folds", "2", "--leave-out-groups").status, 2);
    CU_ASSERT_EQUAL(LEARN("--features", "mel,colour").status, 2);
    CU_ASSERT_EQUAL(LEARN("--augment", "loudness=3").status, 2);
    CU_ASSERT_EQUAL(LEARN("--within", "20", "--longest", "30").status, 2);
    CU_ASSERT_EQUAL(LEARN("--low", "5000", "--high", "1000").status, 2);
    CU_ASSERT_EQUAL(LEARN("--task", "song").status, 2);
}

static const Test tests[] = {
    {"recordings that are no use are refused with their line",
     recordings_that_are_no_use_are_refused_with_their_line},
    {"lists that are no use are refused", lists_that_are_no_use_are_refused},
    {"labels that were not learned are refused in tests",
     labels_that_were_not_learned_are_refused_in_tests},
    {"frames without targets are refused", frames_without_targets_are_refused},
    {"unusual recordings are learned from", unusual_recordings_are_learned_from},
    {"nothing that is read is written over", nothing_that_is_read_is_written_over},
    {"wrong usage is told apart", wrong_usage_is_told_apart},
    {NULL, NULL}};

const Suite learn_bad_suite = {"learn_bad", tests};
