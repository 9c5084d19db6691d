/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "file/label_track.h"
#include "file/label_write.h"
#include "file/labelled.h"
#include "tests/support/allocations.h"
#include "tests/support/suite.h"

#include <jansson.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define MOST 4096

static const UnfoldSound heard[] = {
    {"a.wav", 0, 1.5, "dog", 0.87f},
    {"a, \"b\".wav", 1234.5678904, 1234.5678906, "c\xc3\xa4t; 12\"", 1},
    {" c.wav", 1e-7, 0.1, " x", 0.0000004},
};
#define HEARD (sizeof heard / sizeof *heard)

static size_t get(const char *path, char text[MOST])
{
    FILE *file = fopen(path, "rb");
    CU_ASSERT_PTR_NOT_NULL_FATAL(file);
    const size_t size = fread(text, 1, MOST - 1, file);
    fclose(file);
    text[size] = '\0';
    return size;
}

static void expect(UnfoldHeardFormat format, size_t count, const char *wanted)
{
    static char text[MOST];
    UnfoldError error = {""};
    const char *path = test_path("heard");
    CU_ASSERT_EQUAL(unfold_heard_save(path, format, heard, count, &error), UNFOLD_OK);
    get(path, text);
    CU_ASSERT_STRING_EQUAL(text, wanted);
    FILE *file = fopen(path, "wb");
    CU_ASSERT_PTR_NOT_NULL_FATAL(file);
    CU_ASSERT_EQUAL(unfold_heard_write(file, format, heard, count, &error), UNFOLD_OK);
    fclose(file);
    get(path, text);
    CU_ASSERT_STRING_EQUAL(text, wanted);
}

static const char track[] = "0.000000\t1.500000\tdog\n"
                            "1234.567890\t1234.567891\tc\xc3\xa4t; 12\"\n"
                            "0.000000\t0.100000\t x\n";
static const char rows[] =
    "file,start,end,label,confidence\n"
    "a.wav,0.000000,1.500000,dog,0.870000\n"
    "\"a, \"\"b\"\".wav\",1234.567890,1234.567891,\"c\xc3\xa4t; 12\"\"\",1.000000\n"
    "\" c.wav\",0.000000,0.100000,\" x\",0.000000\n";
static const char objects[] =
    "[\n"
    "  {\"file\": \"a.wav\", \"start\": 0, \"end\": 1.5, \"label\": \"dog\", "
    "\"confidence\": 0.87},\n"
    "  {\"file\": \"a, \\\"b\\\".wav\", \"start\": 1234.56789, \"end\": "
    "1234.567891, \"label\": \"c\xc3\xa4t; 12\\\"\", \"confidence\": 1},\n"
    "  {\"file\": \" c.wav\", \"start\": 0, \"end\": 0.1, \"label\": \" x\", "
    "\"confidence\": 0}\n"
    "]\n";

static void what_was_heard_is_written_in_each_format(void)
{
    expect(UNFOLD_HEARD_TRACK, HEARD, track);
    expect(UNFOLD_HEARD_CSV, HEARD, rows);
    expect(UNFOLD_HEARD_JSON, HEARD, objects);
}

static void nothing_heard_is_a_file_too(void)
{
    expect(UNFOLD_HEARD_TRACK, 0, "");
    expect(UNFOLD_HEARD_CSV, 0, "file,start,end,label,confidence\n");
    expect(UNFOLD_HEARD_JSON, 0, "[]\n");
}

static void numbers_are_written_alike_in_any_locale(void)
{
    if (!setlocale(LC_ALL, "de_DE.UTF-8") && !setlocale(LC_ALL, "de_DE"))
        SKIP("there is no locale with a decimal comma");
    what_was_heard_is_written_in_each_format();
    setlocale(LC_ALL, "C");
}

static void a_track_that_was_written_is_read_again(void)
{
    const char *path = test_path("again.txt");
    UnfoldTrack read;
    CU_ASSERT_EQUAL(unfold_heard_save(path, UNFOLD_HEARD_TRACK, heard, HEARD, NULL),
                    UNFOLD_OK);
    CU_ASSERT_EQUAL_FATAL(unfold_track_read(path, &read, NULL), UNFOLD_OK);
    CU_ASSERT_EQUAL_FATAL(read.count, HEARD);
    for (size_t k = 0; k < HEARD; ++k) {
        CU_ASSERT_DOUBLE_EQUAL(read.marks[k].start, heard[k].start, 0.51e-6);
        CU_ASSERT_DOUBLE_EQUAL(read.marks[k].end, heard[k].end, 0.51e-6);
        CU_ASSERT_PTR_NOT_NULL(strstr(heard[k].label, read.marks[k].label));
    }
    unfold_track_clear(&read);
}

static void a_table_that_was_written_is_a_list(void)
{
    const UnfoldLabelledOptions usual = {0};
    const char *path = test_path("again.csv");
    UnfoldLabelled labelled;
    CU_ASSERT_EQUAL(unfold_heard_save(path, UNFOLD_HEARD_CSV, heard, HEARD, NULL),
                    UNFOLD_OK);
    CU_ASSERT_EQUAL_FATAL(unfold_labelled_read(path, &usual, &labelled, NULL),
                          UNFOLD_OK);
    CU_ASSERT_EQUAL_FATAL(labelled.count, HEARD);
    CU_ASSERT_STRING_EQUAL(labelled.recordings[1].path, test_path("a, \"b\".wav"));
    CU_ASSERT_STRING_EQUAL(labelled.labels.list[labelled.recordings[1].spans[0].label],
                           heard[1].label);
    CU_ASSERT_STRING_EQUAL(labelled.recordings[2].path, test_path(" c.wav"));
    unfold_labelled_clear(&labelled);
}

static void odd_bytes_stay_in_their_field(void)
{
    static char text[MOST];
    const UnfoldSound odd[] = {{"d\xf6g\xc3\xa4\xe2\x82\n.wav", 0, 1, "a\tb\nc", 0.5}};
    const char *path = test_path("odd");
    CU_ASSERT_EQUAL(unfold_heard_save(path, UNFOLD_HEARD_TRACK, odd, 1, NULL),
                    UNFOLD_OK);
    get(path, text);
    CU_ASSERT_STRING_EQUAL(text, "0.000000\t1.000000\ta b c\n");
    CU_ASSERT_EQUAL(unfold_heard_save(path, UNFOLD_HEARD_JSON, odd, 1, NULL),
                    UNFOLD_OK);
    const size_t size = get(path, text);
    json_t *root = json_loadb(text, size, 0, NULL);
    CU_ASSERT_STRING_EQUAL(
        json_string_value(json_object_get(json_array_get(root, 0), "file")),
        "d\xef\xbf\xbdg\xc3\xa4\xef\xbf\xbd\xef\xbf\xbd\n.wav");
    CU_ASSERT_STRING_EQUAL(
        json_string_value(json_object_get(json_array_get(root, 0), "label")),
        odd[0].label);
    json_decref(root);
}

static void values_come_back_as_they_were(void)
{
    const double times[] = {0, 0.1, 1 / 3.0, 1e6},
                 values[] = {-1.5, 1e-300, 2 / 3.0, 7};
    const char *path = test_path("values.csv");
    UnfoldValues read;
    CU_ASSERT_EQUAL(unfold_values_save(path, times, values, 4, NULL), UNFOLD_OK);
    CU_ASSERT_EQUAL_FATAL(unfold_values_read(path, &read, NULL), UNFOLD_OK);
    CU_ASSERT_EQUAL_FATAL(read.count, 4);
    CU_ASSERT_EQUAL(memcmp(read.times, times, sizeof times), 0);
    CU_ASSERT_EQUAL(memcmp(read.values, values, sizeof values), 0);
    unfold_values_clear(&read);
    static char text[MOST];
    FILE *file = fopen(path, "wb");
    CU_ASSERT_PTR_NOT_NULL_FATAL(file);
    CU_ASSERT_EQUAL(unfold_values_write(file, times, values, 2, NULL), UNFOLD_OK);
    fclose(file);
    get(path, text);
    CU_ASSERT_STRING_EQUAL(text, "time,value\n0,-1.5\n0.1,1e-300\n");
}

static void a_file_that_cannot_be_written_is_told(void)
{
    UnfoldError error = {""};
    CU_ASSERT_EQUAL(
        unfold_heard_save(test_path("no/such"), UNFOLD_HEARD_CSV, heard, HEARD, &error),
        UNFOLD_CANNOT_WRITE);
    CU_ASSERT_PTR_NOT_NULL(strstr(error.text, "cannot be written"));
    FILE *full = fopen("/dev/full", "wb");
    if (!full)
        SKIP("there is no /dev/full");
    CU_ASSERT_EQUAL(unfold_heard_write(full, UNFOLD_HEARD_CSV, heard, HEARD, &error),
                    UNFOLD_CANNOT_WRITE);
    CU_ASSERT_STRING_EQUAL(error.text, "cannot be written: No space left on device");
    CU_ASSERT_EQUAL(unfold_values_write(full, &heard[0].end, &heard[0].end, 1, NULL),
                    UNFOLD_CANNOT_WRITE);
    fclose(full);
}

static void lack_of_memory_keeps_the_old_file(void)
{
    static char text[MOST];
    const char *path = test_path("kept");
    watch_jansson();
    allocations_reset();
    CU_ASSERT_EQUAL(unfold_heard_save(path, UNFOLD_HEARD_JSON, heard, 1, NULL),
                    UNFOLD_OK);
    const size_t total = allocations_made();
    get(path, text);
    CU_ASSERT(total > 8);
    for (size_t n = 0; n < 2 * total; ++n) {
        static char now[MOST];
        allocations_reset();
        allocations_fail_at(n / 2, n % 2);
        CU_ASSERT_EQUAL(unfold_heard_save(path, UNFOLD_HEARD_JSON, heard + 1, 1, NULL),
                        UNFOLD_NO_MEMORY);
        CU_ASSERT_EQUAL(allocations_live(), 0);
        allocations_reset();
        get(path, now);
        CU_ASSERT_STRING_EQUAL(now, text);
    }
}

static const Test tests[] = {
    {"what was heard is written in each format",
     what_was_heard_is_written_in_each_format},
    {"nothing heard is a file too", nothing_heard_is_a_file_too},
    {"numbers are written alike in any locale",
     numbers_are_written_alike_in_any_locale},
    {"a track that was written is read again", a_track_that_was_written_is_read_again},
    {"a table that was written is a list", a_table_that_was_written_is_a_list},
    {"odd bytes stay in their field", odd_bytes_stay_in_their_field},
    {"values come back as they were", values_come_back_as_they_were},
    {"a file that cannot be written is told", a_file_that_cannot_be_written_is_told},
    {"lack of memory keeps the old file", lack_of_memory_keeps_the_old_file},
    {NULL, NULL}};

const Suite label_write_suite = {"label_write", tests};
