/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "file/labelled.h"
#include "tests/support/allocations.h"
#include "tests/support/suite.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const UnfoldLabelledOptions usual = {0};

static UnfoldLabelled parsed_as(const char *text, const UnfoldLabelledOptions *options)
{
    UnfoldLabelled labelled;
    UnfoldError error = {""};
    const UnfoldStatus status =
        unfold_labelled_parse(text, strlen(text), "in/", options, &labelled, &error);
    if (status)
        printf("%s\n", error.text);
    CU_ASSERT_EQUAL_FATAL(status, UNFOLD_OK);
    return labelled;
}

static UnfoldLabelled parsed(const char *text)
{
    return parsed_as(text, &usual);
}

/* The list in the fewest words: path:label/group@set#line[start-end:label ...]; */
static const char *told(const UnfoldLabelled *labelled)
{
    static char text[4096];
    size_t used = 0;
    *text = '\0';
#define TELL(...) used += (size_t)snprintf(text + used, sizeof text - used, __VA_ARGS__)
    for (size_t k = 0; k < labelled->count; ++k) {
        const UnfoldRecording *one = &labelled->recordings[k];
        TELL("%s", one->path);
        if (one->label >= 0)
            TELL(":%s", labelled->labels.list[one->label]);
        if (one->group >= 0)
            TELL("/%s", labelled->groups.list[one->group]);
        if (one->set >= 0)
            TELL("@%s", labelled->sets.list[one->set]);
        TELL("#%zu", one->line);
        for (size_t n = 0; n < one->span_count; ++n)
            TELL("[%g-%g:%s]", one->spans[n].start, one->spans[n].end,
                 labelled->labels.list[one->spans[n].label]);
        TELL(";");
    }
#undef TELL
    return text;
}

static void expect_as(const char *text, const UnfoldLabelledOptions *options,
                      const char *wanted)
{
    UnfoldLabelled labelled = parsed_as(text, options);
    if (strcmp(told(&labelled), wanted) != 0)
        printf("%s\nis not\n%s\n", told(&labelled), wanted);
    CU_ASSERT_STRING_EQUAL(told(&labelled), wanted);
    unfold_labelled_clear(&labelled);
    CU_ASSERT_EQUAL(labelled.count, 0);
}

static void expect(const char *text, const char *wanted)
{
    expect_as(text, &usual, wanted);
}

static void refuse_as(const char *text, const UnfoldLabelledOptions *options,
                      UnfoldStatus wanted, const char *sentence)
{
    UnfoldLabelled labelled;
    UnfoldError error = {""};
    allocations_reset();
    CU_ASSERT_EQUAL(
        unfold_labelled_parse(text, strlen(text), "in/", options, &labelled, &error),
        wanted);
    CU_ASSERT_EQUAL(allocations_live(), 0);
    CU_ASSERT_EQUAL(labelled.count, 0);
    if (strncmp(error.text, sentence, strlen(sentence)) != 0)
        printf("'%s'\nis not\n'%s'\n", error.text, sentence);
    CU_ASSERT_EQUAL(strncmp(error.text, sentence, strlen(sentence)), 0);
}

static void refuse(const char *text, const char *sentence)
{
    refuse_as(text, &usual, UNFOLD_BAD_FILE, sentence);
}

static void a_table_names_its_columns_or_not(void)
{
    expect("path,label\na.wav,dog\nb.wav,cat\n", "in/a.wav:dog#2;in/b.wav:cat#3;");
    expect("a.wav,dog\nb.wav,cat", "in/a.wav:dog#1;in/b.wav:cat#2;");
    expect("a.wav,dog,rex\nb.wav,cat,\n", "in/a.wav:dog/rex#1;in/b.wav:cat#2;");
    expect("Speaker,note,CLASS,FileName,Split\nann,x,one,/a.wav,train\n",
           "/a.wav:one/ann@train#2;");
    expect("b.wav,2\na.wav,1\n", "in/b.wav:2#1;in/a.wav:1#2;");
    expect("a.wav,stop\nb.wav,end\n", "in/a.wav:stop#1;in/b.wav:end#2;");
    /* Without a recording in the first line, it must be names. */
    expect("a,dog\nb,cat\n", "in/a:dog#1;in/b:cat#2;");
}

static void tabs_commas_and_semicolons_separate(void)
{
    expect("a, b.wav\tdog; cat\n", "in/a, b.wav:dog; cat#1;");
    expect("a;b.wav,dog\n", "in/a;b.wav:dog#1;");
    expect("a.wav;dog\nb,c.wav;cat\n", "in/a.wav:dog#1;in/b,c.wav:cat#2;");
    expect("\"a,b.wav\";dog\n", "in/a,b.wav:dog#1;");
    expect("a.wav\nb.wav\n", "in/a.wav#1;in/b.wav#2;");
}

static void quotes_marks_and_line_ends_are_understood(void)
{
    expect("\xef\xbb\xbfpath,label\r\n\"a \"\"b\"\".wav\",\" dog "
           "\"\r\n\r\n,\r\nb.wav,x\r\n",
           "in/a \"b\".wav:dog#2;in/b.wav:x#5;");
    expect("path,note,label\na.wav,\"two\nlines\",dog\nb.wav,,cat",
           "in/a.wav:dog#2;in/b.wav:cat#4;");
    expect("a.wav,dog\rb.wav,cat\r", "in/a.wav:dog#1;in/b.wav:cat#2;");
    expect(" a.wav , d\xc3\xb6g 12\" \n", "in/a.wav:d\xc3\xb6g 12\"#1;");
    expect("a.wav,x\nb.wav,y,,,\n", "in/a.wav:x#1;in/b.wav:y#2;");
}

static void spans_label_parts_of_a_recording(void)
{
    expect("file,start,end,label\na.wav,1,2.5,dog\nb.wav,,,cat\na.wav,0,.5,cat\n"
           "a.wav,0,1e-1,dog\na.wav,3,3,dog\n",
           "in/a.wav#2[0-0.1:dog][0-0.5:cat][1-2.5:dog][3-3:dog];in/b.wav:cat#3;");
    UnfoldLabelled labelled = parsed("file,begin,stop,label\na,0,1,x\nb,0,1,x\n");
    CU_ASSERT_EQUAL(labelled.span_count, 2);
    CU_ASSERT_EQUAL(labelled.labels.count, 1);
    CU_ASSERT_EQUAL(labelled.recordings[0].label, -1);
    unfold_labelled_clear(&labelled);
}

static void rows_that_say_the_same_count_once(void)
{
    UnfoldLabelled labelled =
        parsed("path,label,start,end\na,x,,\nb,y,0,1\na,x,,\nb,x,2,3\nb,y,0,1\na,x,,");
    CU_ASSERT_STRING_EQUAL(told(&labelled), "in/a:x#2;in/b#3[0-1:y][2-3:x];");
    CU_ASSERT_EQUAL(labelled.repeats, 3);
    unfold_labelled_clear(&labelled);
}

static void names_are_sorted_and_unique(void)
{
    UnfoldLabelled labelled =
        parsed("file,class,kit,set\na,b,z,test\nb,B,y,train\nc,a,z,train\nd,b,z,\n");
    CU_ASSERT_EQUAL_FATAL(labelled.labels.count, 3);
    CU_ASSERT_STRING_EQUAL(labelled.labels.list[0], "B");
    CU_ASSERT_STRING_EQUAL(labelled.labels.list[1], "a");
    CU_ASSERT_STRING_EQUAL(labelled.labels.list[2], "b");
    CU_ASSERT_EQUAL(labelled.groups.count, 2);
    CU_ASSERT_EQUAL(labelled.sets.count, 2);
    CU_ASSERT_EQUAL(labelled.recordings[3].label, 2);
    CU_ASSERT_EQUAL(labelled.recordings[3].set, -1);
    unfold_labelled_clear(&labelled);
}

static void the_columns_can_be_chosen(void)
{
    static const char table[] = "id,file,class,kit,what\n1,a.wav,dog,k,bark\n";
    const UnfoldLabelledOptions by_what = {.label = "WHAT", .group = "id"};
    expect_as(table, &by_what, "in/a.wav:bark/1#2;");
    const UnfoldLabelledOptions by_kit = {.label = "kit"};
    expect_as(table, &by_kit, "in/a.wav:k#2;");
    const UnfoldLabelledOptions by_path = {.path = "what"};
    expect_as(table, &by_path, "in/bark:dog/k#2;");
    const UnfoldLabelledOptions missing = {.label = "klass"}, no_path = {.path = "p"};
    refuse_as(table, &missing, UNFOLD_BAD_FILE,
              "line 1: has no column 'klass', but: id, file, class, kit, what");
    refuse_as(table, &no_path, UNFOLD_BAD_FILE, "line 1: has no column 'p', but: id, ");
    refuse_as("a.wav,dog\n", &missing, UNFOLD_BAD_FILE,
              "line 1: has no column 'klass', but: a.wav, dog");
}

static void labels_need_not_be_wanted(void)
{
    const UnfoldLabelledOptions unlabelled = {.unlabelled = true};
    expect_as("path,label,kit\na.wav,,k\nb.wav,dog,k\n", &unlabelled,
              "in/a.wav/k#2;in/b.wav/k#3;");
    expect_as("a.wav\nb.wav\n", &unlabelled, "in/a.wav#1;in/b.wav#2;");
    expect_as("path,start,end\na.wav,0,1\na.wav,1,2\n", &unlabelled, "in/a.wav#2;");
}

static void what_is_wrong_is_told_with_its_line(void)
{
    static const char *const cases[][2] = {
        {"", "names no recordings"},
        {"\xef\xbb\xbf", "names no recordings"},
        {"\n,,\n\r\n", "names no recordings"},
        {"path,label\n", "names no recordings"},
        {"name,label\nx,y\n", "line 1: has no column 'path', 'file' or 'filename', "
                              "but: name, label"},
        {"path,label,label\na,b,c\n", "line 1: has two columns 'label', but: path"},
        {"path,start,label\na,1,c\n", "line 1: has only one of the columns 'start'"},
        {"path,end,label\na,1,c\n", "line 1: has only one of the columns 'start'"},
        {"path,start,end\na,1,2\n", "line 1: has no column 'label', 'class' or"},
        {"a.wav,dog,0,1\n", "line 1: has 4 fields, but names no columns"},
        {"path,label\n\na\n", "line 3: has 1 field, but the first line has 2"},
        {"a,dog\nb,dog,x\n", "line 2: has 3 fields, but the first line has 2"},
        {"path,label\n,dog\n", "line 2: the path is empty"},
        {"\"a\nb\",dog\n", "line 1: the path holds a control character"},
        {"a,dog\nb, \n", "line 2: the label is empty"},
        {"a,\"d\001g\"\n", "line 1: the label holds a control character"},
        {"a,\"dog\n\"\n", "line 1: the label holds a control character"},
        {"a,d\xc2\x85g\n", "line 1: the label holds a control character"},
        {"a,1234567890123456789012345678901234567890123456789012345678901234\n",
         "line 1: the label is longer than 63 bytes"},
        {"a,b,\"c\n\"\n", "line 1: the group holds a control character"},
        {"path,label\na,dog\nb,cat\na,cat\n",
         "line 4: 'a' comes twice, with two labels: line 2 has it too"},
        {"a,dog,x\nb,dog,x\nb,dog,y\na,cat,x\n",
         "line 3: 'b' comes twice, in two groups"},
        {"path,label,start,end\na,dog,,\na,dog,0,1\n",
         "line 3: 'a' comes twice, once with start"},
        {"path,label,start,end,kit\na,dog,0,1,x\na,dog,1,2,y\n",
         "line 3: 'a' comes twice, in two groups: line 2 has it too"},
        {"path,label,start,end,set\na,dog,0,1,x\na,dog,1,2,\n",
         "line 3: 'a' comes twice, in two sets: line 2 has it too"},
        {"path,label,start,end\na,dog,0,\n", "line 2: has a start, but no end"},
        {"path,label,start,end\na,dog,,1\n", "line 2: has an end, but no start"},
        {"path,label,start,end\na,dog,x,1\n", "line 2: 'x' to '1' are no numbers of"},
        {"path,label,start,end\na,dog,nan,1\n", "line 2: 'nan' to '1' are no numbers"},
        {"path,label,start,end\na,dog,0,inf\n", "line 2: '0' to 'inf' are no numbers"},
        {"path,label,start,end\na,dog,0,0x1\n", "line 2: '0' to '0x1' are no numbers"},
        {"path,label,start,end\na,dog,0,1e999\n", "line 2: '0' to '1e999' are no"},
        {"path;label;start;end\na;dog;0;0,5\n", "line 2: '0' to '0,5' are no numbers"},
        {"path,label,start,end\na,dog,-1,1\n", "line 2: -1 s is before the start"},
        {"path,label,start,end\na,dog,2,1\n", "line 2: it ends at 1 s, before it"},
        {"a,dog\nb,\"cat\n\n", "line 2: a quote is never closed"},
        {"a,dog\n\"b\" x,cat\n", "line 2: text follows the quote that closes"},
        {"a,dog\r\nb,\xff\n", "line 2: is not UTF-8"},
        {"a,dog\rb,cat\rc,\xc3", "line 3: is not UTF-8"},
        {"\xff\xfe"
         "a",
         "line 1: is not UTF-8"},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; ++k)
        refuse(cases[k][0], cases[k][1]);
    UnfoldLabelled labelled;
    CU_ASSERT_EQUAL(unfold_labelled_parse("a,b\0\n", 5, "", &usual, &labelled, NULL),
                    UNFOLD_BAD_FILE);
}

static void the_limits_are_told(void)
{
    static char text[20000];
    size_t used = 0;
    for (int k = 0; k <= UNFOLD_MAX_LABELS; ++k)
        used +=
            (size_t)snprintf(text + used, sizeof text - used, "%d.wav,l%03d\n", k, k);
    refuse_as(text, &usual, UNFOLD_UNSUPPORTED,
              "has 257 labels, more than 256 ('l000'");
    memset(text, ',', 300);
    text[300] = '\0';
    refuse_as(text, &usual, UNFOLD_UNSUPPORTED, "line 1: has more than 256 fields");
    memset(text, 'x', 5000);
    strcpy(text + 5000, ",dog\n");
    refuse(text, "line 1: the path is too long");
}

static void no_truncation_does_harm(void)
{
    static const char whole[] = "\xef\xbb\xbf"
                                "file,start,end,label,\"kit\"\r\n"
                                "\"a \"\"1\"\"\",0,1.5,d\xc3\xb6g,x\r\nb,,,cat,\"y\"\n";
    for (size_t size = 0; size < sizeof whole; ++size) {
        UnfoldLabelled labelled;
        UnfoldError error = {""};
        char *exact = malloc(size + !size);
        CU_ASSERT_PTR_NOT_NULL_FATAL(exact);
        memcpy(exact, whole, size);
        const UnfoldStatus status =
            unfold_labelled_parse(exact, size, "", &usual, &labelled, &error);
        CU_ASSERT((status == UNFOLD_OK) == (error.text[0] == '\0'));
        unfold_labelled_clear(&labelled);
        free(exact);
    }
}

static void numbers_are_read_alike_in_any_locale(void)
{
    if (!setlocale(LC_ALL, "de_DE.UTF-8") && !setlocale(LC_ALL, "de_DE"))
        SKIP("there is no locale with a decimal comma");
    UnfoldLabelled labelled = parsed("path,start,end,label\na,0.25,1.5,x\n");
    CU_ASSERT(labelled.spans[0].start == 0.25 && labelled.spans[0].end == 1.5);
    unfold_labelled_clear(&labelled);
    setlocale(LC_ALL, "C");
}

static void lack_of_memory_is_an_error(void)
{
    static const char text[] = "path,label,kit,set,start,end\n"
                               "a,dog,x,train,0,1\nb,cat,y,test,,\n";
    UnfoldLabelled labelled;
    allocations_reset();
    labelled = parsed(text);
    unfold_labelled_clear(&labelled);
    const size_t total = allocations_made();
    CU_ASSERT(total >= 8);
    for (size_t n = 0; n < 2 * total; ++n) {
        allocations_reset();
        allocations_fail_at(n / 2, n % 2);
        CU_ASSERT_EQUAL(
            unfold_labelled_parse(text, sizeof text - 1, "", &usual, &labelled, NULL),
            UNFOLD_NO_MEMORY);
        CU_ASSERT_EQUAL(allocations_live(), 0);
    }
    allocations_reset();
}

/* Every row another recording, label and group: the most that a table can ask for. */
static void a_small_table_takes_little_memory(void)
{
    const size_t most = ((size_t)1 << 20) - 1;
    char *text = malloc(most + 1);
    CU_ASSERT_PTR_NOT_NULL_FATAL(text);
    size_t used = 0;
    for (unsigned k = 0; used + 16 < most; ++k)
        used += (size_t)snprintf(text + used, most - used, "%x,a,%x\n", k, k);
    allocations_reset();
    UnfoldLabelled labelled;
    CU_ASSERT_EQUAL(
        unfold_labelled_parse(text, used, "folder/", &usual, &labelled, NULL),
        UNFOLD_OK);
    CU_ASSERT(labelled.count > 50000);
    CU_ASSERT(allocations_largest() < ((size_t)16 << 20));
    CU_ASSERT(allocations_made() < 2000);
    unfold_labelled_clear(&labelled);
    CU_ASSERT_EQUAL(allocations_live(), 0);
    free(text);
}

static const Test tests[] = {
    {"a table names its columns or not", a_table_names_its_columns_or_not},
    {"tabs, commas and semicolons separate", tabs_commas_and_semicolons_separate},
    {"quotes, byte order marks and line ends are understood",
     quotes_marks_and_line_ends_are_understood},
    {"spans label parts of a recording", spans_label_parts_of_a_recording},
    {"rows that say the same count once", rows_that_say_the_same_count_once},
    {"names are sorted and unique", names_are_sorted_and_unique},
    {"the columns can be chosen", the_columns_can_be_chosen},
    {"labels need not be wanted", labels_need_not_be_wanted},
    {"what is wrong is told with its line", what_is_wrong_is_told_with_its_line},
    {"the limits are told", the_limits_are_told},
    {"no truncation does harm", no_truncation_does_harm},
    {"numbers are read alike in any locale", numbers_are_read_alike_in_any_locale},
    {"lack of memory is an error", lack_of_memory_is_an_error},
    {"a small table takes little memory", a_small_table_takes_little_memory},
    {NULL, NULL}};

const Suite labelled_suite = {"labelled", tests};
