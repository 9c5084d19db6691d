/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "file/label_track.h"
#include "tests/support/allocations.h"
#include "tests/support/suite.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void refuse_track(const char *text, const char *sentence)
{
    UnfoldTrack track;
    UnfoldError error = {""};
    allocations_reset();
    CU_ASSERT_EQUAL(unfold_track_parse(text, strlen(text), &track, &error),
                    UNFOLD_BAD_FILE);
    CU_ASSERT_EQUAL(allocations_live(), 0);
    CU_ASSERT_EQUAL(track.count, 0);
    if (strncmp(error.text, sentence, strlen(sentence)) != 0)
        printf("'%s'\nis not\n'%s'\n", error.text, sentence);
    CU_ASSERT_EQUAL(strncmp(error.text, sentence, strlen(sentence)), 0);
}

static const char example[] = "\xef\xbb\xbf"
                              "0.000000\t1.500000\tdog\r\n"
                              "\\\t100.000000\t2000.000000\r\n"
                              "\r\n"
                              "3.25\t3.25\t \"c\xc3\xa4t, \"big\" \r\n"
                              "4\t5\t\r\n"
                              "5\t6\r\n"
                              "2\t2.5\tdog";

static void a_track_is_read_as_audacity_exports_it(void)
{
    UnfoldTrack track;
    UnfoldError error = {""};
    CU_ASSERT_EQUAL_FATAL(
        unfold_track_parse(example, sizeof example - 1, &track, &error), UNFOLD_OK);
    CU_ASSERT_EQUAL_FATAL(track.count, 3);
    CU_ASSERT(track.marks[0].start == 0 && track.marks[0].end == 1.5);
    CU_ASSERT_STRING_EQUAL(track.marks[0].label, "dog");
    CU_ASSERT(track.marks[1].start == 3.25 && track.marks[1].end == 3.25);
    CU_ASSERT_STRING_EQUAL(track.marks[1].label, "\"c\xc3\xa4t, \"big\"");
    CU_ASSERT_EQUAL(track.marks[1].line, 4);
    CU_ASSERT(track.marks[2].start == 2 && track.marks[2].line == 7);
    unfold_track_clear(&track);
    CU_ASSERT_EQUAL_FATAL(unfold_track_parse("", 0, &track, &error), UNFOLD_OK);
    CU_ASSERT_EQUAL(track.count, 0);
    unfold_track_clear(&track);
}

static void what_is_wrong_in_a_track_is_told_with_its_line(void)
{
    static const char *const cases[][2] = {
        {"0\t1\tdog\n2\t1\tcat\n", "line 2: it ends at 1 s, before it starts at 2 s"},
        {"0,5\t1\tdog\n", "line 1: '0,5' to '1' are no numbers of seconds"},
        {"0\t\tdog\n", "line 1: '0' to '' are no numbers of seconds"},
        {"0\tnan\tdog\n", "line 1: '0' to 'nan' are no numbers of seconds"},
        {"-0.5\t1\tdog\n", "line 1: -0.5 s is before the start"},
        {"dog\n", "line 1: is not start, end and label with tabs between"},
        {"0 1 dog\n", "line 1: is not start, end and label with tabs between"},
        {"0\t1\ta\tb\n", "line 1: is not start, end and label with tabs between"},
        {"\n0\t1\td\001g\n", "line 2: the label holds a control character"},
        {"0\t1\t1234567890123456789012345678901234567890123456789012345678901234\n",
         "line 1: the label is longer than 63 bytes"},
        {"0\t1\tdog\n1\t2\td\xf6g\n", "line 2: is not UTF-8"},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; ++k)
        refuse_track(cases[k][0], cases[k][1]);
    UnfoldTrack track;
    UnfoldError error;
    CU_ASSERT_EQUAL(unfold_track_read(test_path("gone.txt"), &track, &error),
                    UNFOLD_CANNOT_READ);
    CU_ASSERT_EQUAL(unfold_track_read(test_folder(), &track, &error),
                    UNFOLD_CANNOT_READ);
}

static void refuse_values(const char *text, const char *sentence)
{
    UnfoldValues values;
    UnfoldError error = {""};
    allocations_reset();
    CU_ASSERT_EQUAL(unfold_values_parse(text, strlen(text), &values, &error),
                    UNFOLD_BAD_FILE);
    CU_ASSERT_EQUAL(allocations_live(), 0);
    if (strncmp(error.text, sentence, strlen(sentence)) != 0)
        printf("'%s'\nis not\n'%s'\n", error.text, sentence);
    CU_ASSERT_EQUAL(strncmp(error.text, sentence, strlen(sentence)), 0);
}

static const char curve[] = "\xef\xbb\xbf"
                            "Time,Value\r\n-0.5,1\r\n\"0\", -2.5e-1\r\n7,1e9";

static void values_over_time_are_read(void)
{
    UnfoldValues values;
    CU_ASSERT_EQUAL_FATAL(unfold_values_parse(curve, sizeof curve - 1, &values, NULL),
                          UNFOLD_OK);
    CU_ASSERT_EQUAL_FATAL(values.count, 3);
    CU_ASSERT(values.times[0] == -0.5 && values.values[0] == 1);
    CU_ASSERT(values.times[1] == 0 && values.values[1] == -0.25);
    CU_ASSERT(values.times[2] == 7 && values.values[2] == 1e9);
    unfold_values_clear(&values);
    static const char plain[] = "0\t1\n1\t2\n";
    CU_ASSERT_EQUAL_FATAL(unfold_values_parse(plain, sizeof plain - 1, &values, NULL),
                          UNFOLD_OK);
    CU_ASSERT_EQUAL(values.count, 2);
    unfold_values_clear(&values);
}

static void what_is_wrong_in_values_is_told_with_its_line(void)
{
    static const char *const cases[][2] = {
        {"", "has no values"},
        {"time,value\n", "has no values"},
        {"time,value\ntime,value\n", "line 2: 'time' is no finite number"},
        {"0,x\n", "line 1: 'x' is no finite number"},
        {"0,1\n1,nan\n", "line 2: 'nan' is no finite number"},
        {"0,1\n1,1e999\n", "line 2: '1e999' is no finite number"},
        {"0,1\n1,\n", "line 2: '' is no finite number"},
        {"0,1\n1,2,3\n", "line 2: has 3 fields, not a time and a value"},
        {"0\n", "line 1: has 1 fields, not a time and a value"},
        {"0,1\n\n0,2\n", "line 3: the time 0 does not come after 0"},
        {"1,1\n0.5,2\n", "line 2: the time 0.5 does not come after 1"},
        {"0,1\n1,\"2\n", "line 2: a quote is never closed"},
        {"0,1\n\xff,1\n", "line 2: is not UTF-8"},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; ++k)
        refuse_values(cases[k][0], cases[k][1]);
    UnfoldValues values;
    CU_ASSERT_EQUAL(unfold_values_read(test_path("gone.csv"), &values, NULL),
                    UNFOLD_CANNOT_READ);
}

static void no_truncation_does_harm(void)
{
    for (size_t size = 0; size < sizeof example + sizeof curve; ++size) {
        const bool of_curve = size >= sizeof example;
        const size_t length = of_curve ? size - sizeof example : size;
        char *exact = malloc(length + !length);
        CU_ASSERT_PTR_NOT_NULL_FATAL(exact);
        memcpy(exact, of_curve ? curve : example, length);
        UnfoldTrack track;
        UnfoldValues values;
        UnfoldError error = {""};
        const UnfoldStatus status =
            of_curve ? unfold_values_parse(exact, length, &values, &error)
                     : unfold_track_parse(exact, length, &track, &error);
        CU_ASSERT((status == UNFOLD_OK) == (error.text[0] == '\0'));
        if (of_curve)
            unfold_values_clear(&values);
        else
            unfold_track_clear(&track);
        free(exact);
    }
}

static void what_lies_beside_has_another_ending(void)
{
    static const char *const cases[][2] = {
        {"a.wav", "a.txt"},       {"x.y/a.b.flac", "x.y/a.b.txt"},
        {"x.y/a", "x.y/a.txt"},   {"/.hidden", "/.hidden.txt"},
        {"./.a.wav", "./.a.txt"},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; ++k) {
        char *path = unfold_path_beside(cases[k][0], ".txt");
        CU_ASSERT_PTR_NOT_NULL_FATAL(path);
        CU_ASSERT_STRING_EQUAL(path, cases[k][1]);
        free(path);
    }
}

static void lack_of_memory_is_an_error(void)
{
    for (size_t n = 0; n < 2; ++n) {
        UnfoldTrack track;
        allocations_reset();
        allocations_fail_at(n, 0);
        CU_ASSERT_EQUAL(unfold_track_parse(example, sizeof example - 1, &track, NULL),
                        UNFOLD_NO_MEMORY);
        CU_ASSERT_EQUAL(allocations_live(), 0);
    }
    for (size_t n = 0; n < 3; ++n) {
        UnfoldValues values;
        allocations_reset();
        allocations_fail_at(n, 0);
        CU_ASSERT_EQUAL(unfold_values_parse(curve, sizeof curve - 1, &values, NULL),
                        UNFOLD_NO_MEMORY);
        CU_ASSERT_EQUAL(allocations_live(), 0);
    }
    allocations_reset();
}

static const Test tests[] = {
    {"a track is read as Audacity exports it", a_track_is_read_as_audacity_exports_it},
    {"what is wrong in a track is told with its line",
     what_is_wrong_in_a_track_is_told_with_its_line},
    {"values over time are read", values_over_time_are_read},
    {"what is wrong in values is told with its line",
     what_is_wrong_in_values_is_told_with_its_line},
    {"no truncation does harm", no_truncation_does_harm},
    {"what lies beside a recording has another ending",
     what_lies_beside_has_another_ending},
    {"lack of memory is an error", lack_of_memory_is_an_error},
    {NULL, NULL}};

const Suite label_tracks_suite = {"label_tracks", tests};
