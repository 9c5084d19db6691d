/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "file/replace.h"
#include "tests/support/allocations.h"
#include "tests/support/suite.h"

#include <dirent.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void put(const char *path, const char *text)
{
    FILE *file = fopen(path, "wb");
    CU_ASSERT_PTR_NOT_NULL_FATAL(file);
    fputs(text, file);
    fclose(file);
}

static bool holds(const char *path, const char *text)
{
    char read[64] = "";
    FILE *file = fopen(path, "rb");
    if (!file)
        return false;
    read[fread(read, 1, sizeof read - 1, file)] = '\0';
    fclose(file);
    return !strcmp(read, text);
}

static bool leftovers(void)
{
    DIR *folder = opendir(test_folder());
    bool found = false;
    for (struct dirent *entry; (entry = readdir(folder));)
        found = found || strstr(entry->d_name, ".tmp");
    closedir(folder);
    return found;
}

static void replace_with(const char *path, const char *text)
{
    UnfoldReplace replace;
    UnfoldError error = {""};
    CU_ASSERT_EQUAL_FATAL(unfold_replace_begin(path, &replace, &error), UNFOLD_OK);
    fputs(text, replace.file);
    CU_ASSERT_EQUAL(unfold_replace_commit(&replace, &error), UNFOLD_OK);
    CU_ASSERT_PTR_NULL(replace.file);
    CU_ASSERT_STRING_EQUAL(error.text, "");
}

static void a_commit_replaces_and_leaves_nothing_else(void)
{
    const char *path = test_path("plain");
    replace_with(path, "first");
    CU_ASSERT(holds(path, "first"));
    replace_with(path, "second");
    CU_ASSERT(holds(path, "second"));
    CU_ASSERT_FALSE(leftovers());
}

static void the_old_file_stands_until_the_commit(void)
{
    const char *path = test_path("stands");
    put(path, "old");
    UnfoldReplace replace;
    CU_ASSERT_EQUAL_FATAL(unfold_replace_begin(path, &replace, NULL), UNFOLD_OK);
    fputs("half of the n", replace.file);
    CU_ASSERT_EQUAL(unfold_replace_sync(&replace, NULL), UNFOLD_OK);
    CU_ASSERT(holds(path, "old"));
    unfold_replace_abort(&replace);
    CU_ASSERT(holds(path, "old"));
    CU_ASSERT_FALSE(leftovers());
    unfold_replace_abort(&replace);
}

static void a_failed_commit_keeps_the_old_file(void)
{
    const char *path = test_path("locked/file");
    mkdir(test_path("locked"), 0700);
    UnfoldReplace replace;
    UnfoldError error;
    CU_ASSERT_EQUAL_FATAL(unfold_replace_begin(path, &replace, NULL), UNFOLD_OK);
    /* Nothing can be renamed over a folder that holds something. */
    mkdir(path, 0700);
    put(test_path("locked/file/inside"), "x");
    CU_ASSERT_EQUAL(unfold_replace_commit(&replace, &error), UNFOLD_CANNOT_WRITE);
    CU_ASSERT_PTR_NOT_NULL(strstr(error.text, "cannot be written"));
    CU_ASSERT(holds(test_path("locked/file/inside"), "x"));
    CU_ASSERT_FALSE(leftovers());
}

static void the_mode_is_the_old_files_or_a_new_files(void)
{
    const char *path = test_path("mode");
    struct stat info;
    const mode_t before = umask(027);
    replace_with(path, "new");
    CU_ASSERT_EQUAL(stat(path, &info), 0);
    CU_ASSERT_EQUAL(info.st_mode & 0777, 0640);
    chmod(path, 0604);
    replace_with(path, "old");
    stat(path, &info);
    CU_ASSERT_EQUAL(info.st_mode & 0777, 0604);
    umask(before);
}

static void a_symbolic_link_stays_one(void)
{
    put(test_path("target"), "old");
    CU_ASSERT_EQUAL(symlink(test_path("target"), test_path("link")), 0);
    replace_with(test_path("link"), "new");
    struct stat info;
    CU_ASSERT_EQUAL(lstat(test_path("link"), &info), 0);
    CU_ASSERT(S_ISLNK(info.st_mode));
    CU_ASSERT(holds(test_path("target"), "new"));
}

static void refuse(const char *path, const char *word)
{
    UnfoldReplace replace;
    UnfoldError error = {""};
    CU_ASSERT_EQUAL(unfold_replace_begin(path, &replace, &error), UNFOLD_CANNOT_WRITE);
    CU_ASSERT_PTR_NULL(replace.file);
    if (!strstr(error.text, word))
        printf("'%s' lacks '%s'\n", error.text, word);
    CU_ASSERT_PTR_NOT_NULL(strstr(error.text, word));
    unfold_replace_abort(&replace);
}

static void places_that_cannot_be_written_are_refused(void)
{
    refuse(test_path("no/such/folder"), "No such file");
    refuse(test_folder(), "folder");
    refuse("/dev/null", "device");
    CU_ASSERT_EQUAL(mkfifo(test_path("pipe"), 0600), 0);
    refuse(test_path("pipe"), "pipe");
    put(test_path("file"), "x");
    refuse(test_path("file/below"), "Not a directory");
    refuse("", "name");
}

static void read_only_files_and_folders_are_refused(void)
{
    if (geteuid() == 0)
        SKIP("root may write everywhere");
    put(test_path("read-only"), "x");
    chmod(test_path("read-only"), 0444);
    refuse(test_path("read-only"), "Permission");
    mkdir(test_path("closed"), 0500);
    refuse(test_path("closed/new"), "Permission");
}

static void lack_of_memory_is_an_error(void)
{
    for (size_t n = 0; n < 2; ++n) {
        UnfoldReplace replace;
        allocations_reset();
        allocations_fail_at(n, 0);
        CU_ASSERT_EQUAL(unfold_replace_begin(test_path("memory"), &replace, NULL),
                        UNFOLD_NO_MEMORY);
        CU_ASSERT_EQUAL(allocations_live(), 0);
    }
    allocations_reset();
    CU_ASSERT_FALSE(leftovers());
}

static const Test tests[] = {
    {"a commit replaces and leaves nothing else",
     a_commit_replaces_and_leaves_nothing_else},
    {"the old file stands until the commit", the_old_file_stands_until_the_commit},
    {"a failed commit keeps the old file", a_failed_commit_keeps_the_old_file},
    {"the mode is the old file's or a new file's",
     the_mode_is_the_old_files_or_a_new_files},
    {"a symbolic link stays one", a_symbolic_link_stays_one},
    {"places that cannot be written are refused",
     places_that_cannot_be_written_are_refused},
    {"read-only files and folders are refused",
     read_only_files_and_folders_are_refused},
    {"lack of memory is an error", lack_of_memory_is_an_error},
    {NULL, NULL}};

const Suite replace_suite = {"replace", tests};
