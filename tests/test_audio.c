/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "file/audio.h"
#include "file/read.h"
#include "tests/support/allocations.h"
#include "tests/support/suite.h"

#include <fcntl.h>
#include <math.h>
#include <sndfile.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define FRAMES 5000

/* A stereo file of any format, whose numbers 16 bits hold exactly. */
static void write_format(const char *path, int format)
{
    SF_INFO info = {.samplerate = 44100, .channels = 2, .format = format};
    SNDFILE *file = sf_open(path, SFM_WRITE, &info);
    CU_ASSERT_PTR_NOT_NULL_FATAL(file);
    for (int t = 0; t < FRAMES; ++t) {
        const float frame[2] = {(float)((t * 37) % 2000 - 1000) / 32768.0f,
                                (float)(t % 100) / 32768.0f};
        sf_writef_float(file, frame, 1);
    }
    sf_close(file);
}

static UnfoldStatus read_and_drop(const char *path, UnfoldError *error)
{
    UnfoldAudio audio;
    error->text[0] = '\0';
    const UnfoldStatus status = unfold_audio_read(path, &audio, error);
    CU_ASSERT_EQUAL(status == UNFOLD_OK, audio.samples != NULL);
    CU_ASSERT_EQUAL(status == UNFOLD_OK, error->text[0] == '\0');
    unfold_audio_clear(&audio);
    return status;
}

static void refuse(const char *path, UnfoldStatus expected, const char *word)
{
    UnfoldError error;
    const UnfoldStatus status = read_and_drop(path, &error);
    if (status != expected || !strstr(error.text, word))
        printf("%s: %d '%s' lacks '%s'\n", path, status, error.text, word);
    CU_ASSERT_EQUAL(status, expected);
    CU_ASSERT_PTR_NOT_NULL(strstr(error.text, word));
}

static const int formats[] = {
    SF_FORMAT_WAV | SF_FORMAT_PCM_16,  SF_FORMAT_WAV | SF_FORMAT_PCM_24,
    SF_FORMAT_WAV | SF_FORMAT_FLOAT,   SF_FORMAT_WAVEX | SF_FORMAT_DOUBLE,
    SF_FORMAT_RF64 | SF_FORMAT_PCM_16, SF_FORMAT_AIFF | SF_FORMAT_PCM_16,
    SF_FORMAT_FLAC | SF_FORMAT_PCM_16};
#define FORMATS (sizeof formats / sizeof *formats)

static void every_common_format_is_read_exactly(void)
{
    for (size_t k = 0; k < FORMATS; ++k) {
        const char *path = test_path("format");
        UnfoldAudio audio;
        UnfoldError error;
        write_format(path, formats[k]);
        CU_ASSERT_EQUAL_FATAL(unfold_audio_read(path, &audio, &error), UNFOLD_OK);
        CU_ASSERT_EQUAL(audio.frames, FRAMES);
        CU_ASSERT_EQUAL(audio.channels, 2);
        CU_ASSERT_EQUAL(audio.rate, 44100);
        size_t wrong = 0;
        for (int t = 0; t < FRAMES; ++t)
            wrong += audio.samples[2 * t] != (float)((t * 37) % 2000 - 1000) / 32768.0f;
        CU_ASSERT_EQUAL(wrong, 0);
        unfold_audio_clear(&audio);
    }
}

static void files_cut_short_are_refused(void)
{
    for (size_t k = 0; k < FORMATS; ++k) {
        const char *path = test_path("cut");
        struct stat info;
        write_format(path, formats[k]);
        CU_ASSERT_EQUAL_FATAL(stat(path, &info), 0);
        /* From the end to the first byte, ever faster: each cut shortens the file. */
        size_t step = 2;
        for (off_t size = info.st_size - 2; size > 0; size -= (off_t)step, ++step) {
            UnfoldError error;
            CU_ASSERT_EQUAL(truncate(path, size), 0);
            const UnfoldStatus status = read_and_drop(path, &error);
            if (status != UNFOLD_BAD_FILE)
                printf("format %#x cut to %ld of %ld bytes: %d %s\n",
                       (unsigned)formats[k], (long)size, (long)info.st_size, status,
                       error.text);
            CU_ASSERT_EQUAL(status, UNFOLD_BAD_FILE);
        }
    }
}

static void paths_that_hold_no_audio_are_refused(void)
{
    refuse(test_path("missing.wav"), UNFOLD_CANNOT_READ, "No such file");
    refuse(test_folder(), UNFOLD_CANNOT_READ, "folder");
    CU_ASSERT_EQUAL(mkfifo(test_path("audio-pipe"), 0600), 0);
    refuse(test_path("audio-pipe"), UNFOLD_CANNOT_READ, "pipe");
    FILE *file = fopen(test_path("text.wav"), "wb");
    fflush(file);
    refuse(test_path("text.wav"), UNFOLD_BAD_FILE, "empty");
    fputs("This is a text and no recording, whatever its name says.", file);
    fclose(file);
    refuse(test_path("text.wav"), UNFOLD_BAD_FILE, "no audio file");
}

static void write_floats(const char *path, const float *samples, size_t frames)
{
    SF_INFO info = {
        .samplerate = 48000, .channels = 1, .format = SF_FORMAT_WAV | SF_FORMAT_FLOAT};
    SNDFILE *file = sf_open(path, SFM_WRITE, &info);
    CU_ASSERT_PTR_NOT_NULL_FATAL(file);
    sf_writef_float(file, samples, (sf_count_t)frames);
    sf_close(file);
}

static void a_file_without_samples_is_refused(void)
{
    write_floats(test_path("none.wav"), NULL, 0);
    refuse(test_path("none.wav"), UNFOLD_BAD_FILE, "no samples");
}

static void a_sample_that_is_not_finite_is_refused_by_place(void)
{
    float samples[100] = {0};
    samples[42] = NAN;
    write_floats(test_path("nan.wav"), samples, 100);
    refuse(test_path("nan.wav"), UNFOLD_NOT_FINITE, "frame 42");
    samples[42] = 0;
    samples[7] = -INFINITY;
    write_floats(test_path("inf.wav"), samples, 100);
    refuse(test_path("inf.wav"), UNFOLD_NOT_FINITE, "frame 7");
}

static void a_header_that_promises_too_much_takes_no_memory(void)
{
    const char *path = test_path("promise.wav");
    write_format(path, SF_FORMAT_WAV | SF_FORMAT_PCM_16);
    const unsigned char huge[4] = {0xf0, 0xff, 0xff, 0x7e};
    const int file = open(path, O_WRONLY);
    CU_ASSERT_EQUAL(pwrite(file, huge, 4, 40), 4);
    close(file);
    refuse(path, UNFOLD_BAD_FILE, "cut short");
}

static void any_changed_header_byte_does_no_harm(void)
{
    static const unsigned char bytes[] = {0x00, 0x01, 0x7f, 0x80, 0xff};
    for (size_t k = 0; k < FORMATS; ++k) {
        const char *path = test_path("changed");
        write_format(path, formats[k]);
        const int file = open(path, O_RDWR);
        for (off_t at = 0; at < 64; ++at)
            for (size_t b = 0; b < sizeof bytes; ++b) {
                unsigned char old;
                UnfoldError error;
                CU_ASSERT_EQUAL(pread(file, &old, 1, at), 1);
                CU_ASSERT_EQUAL(pwrite(file, &bytes[b], 1, at), 1);
                read_and_drop(path, &error);
                CU_ASSERT_EQUAL(pwrite(file, &old, 1, at), 1);
            }
        close(file);
    }
}

static void what_is_written_is_read_back_and_is_the_same_bytes_each_time(void)
{
    float samples[600];
    for (int k = 0; k < 600; ++k)
        samples[k] = (float)sin(0.1 * k) * 3;
    const UnfoldAudio audio = {samples, 200, 3, 96000};
    const char *paths[2] = {test_path("one.wav"), test_path("two.wav")};
    char *bytes[2];
    size_t sizes[2];
    for (int k = 0; k < 2; ++k) {
        CU_ASSERT_EQUAL(unfold_audio_write(paths[k], &audio, NULL), UNFOLD_OK);
        CU_ASSERT_EQUAL_FATAL(
            unfold_read_bytes(paths[k], 1 << 20, &bytes[k], &sizes[k], NULL),
            UNFOLD_OK);
    }
    CU_ASSERT(sizes[0] == sizes[1] && !memcmp(bytes[0], bytes[1], sizes[0]));
    CU_ASSERT_PTR_NULL(memmem(bytes[0], sizes[0], "PEAK", 4));
    free(bytes[0]);
    free(bytes[1]);
    UnfoldAudio read;
    CU_ASSERT_EQUAL_FATAL(unfold_audio_read(paths[0], &read, NULL), UNFOLD_OK);
    CU_ASSERT(read.frames == 200 && read.channels == 3 && read.rate == 96000);
    CU_ASSERT_EQUAL(memcmp(read.samples, samples, sizeof samples), 0);
    unfold_audio_clear(&read);
}

static void impossible_files_are_not_written(void)
{
    float sample = 0;
    UnfoldError error;
    const UnfoldAudio none = {&sample, 1, 0, 48000}, slow = {&sample, 1, 1, 0},
                      huge = {&sample, (size_t)1 << 31, 1, 48000},
                      good = {&sample, 1, 1, 48000};
    const char *path = test_path("impossible.wav");
    CU_ASSERT_EQUAL(unfold_audio_write(path, &none, &error), UNFOLD_BAD_DATA);
    CU_ASSERT_EQUAL(unfold_audio_write(path, &slow, &error), UNFOLD_BAD_DATA);
    CU_ASSERT_EQUAL(unfold_audio_write(path, &huge, &error), UNFOLD_UNSUPPORTED);
    CU_ASSERT_NOT_EQUAL(access(path, F_OK), 0);
    CU_ASSERT_EQUAL(unfold_audio_write(test_path("no/folder.wav"), &good, &error),
                    UNFOLD_CANNOT_WRITE);
}

static void lack_of_memory_is_an_error(void)
{
    const char *path = test_path("memory.wav");
    write_format(path, SF_FORMAT_WAV | SF_FORMAT_PCM_16);
    UnfoldAudio audio;
    allocations_reset();
    allocations_fail_at(0, 1);
    CU_ASSERT_EQUAL(unfold_audio_read(path, &audio, NULL), UNFOLD_NO_MEMORY);
    CU_ASSERT_PTR_NULL(audio.samples);
    CU_ASSERT_EQUAL(allocations_live(), 0);
    allocations_reset();
}

static void a_small_file_that_unpacks_to_very_much_is_refused(void)
{
    static const float silence[1 << 16];
    const char *path = test_path("long.flac");
    SF_INFO info = {.samplerate = 48000,
                    .channels = 1,
                    .format = SF_FORMAT_FLAC | SF_FORMAT_PCM_16};
    SNDFILE *file = sf_open(path, SFM_WRITE, &info);
    CU_ASSERT_PTR_NOT_NULL_FATAL(file);
    for (size_t t = 0; t <= UNFOLD_FEW_AUDIO_SAMPLES; t += 1 << 16)
        sf_writef_float(file, silence, 1 << 16);
    sf_close(file);
    struct stat info_of;
    CU_ASSERT_EQUAL(stat(path, &info_of), 0);
    CU_ASSERT(info_of.st_size < 1 << 20);
    allocations_reset();
    refuse(path, UNFOLD_UNSUPPORTED, "more than 16000000 samples");
    CU_ASSERT(allocations_largest() < (size_t)64 << 20);
}

static const Test tests[] = {
    {"every common format is read exactly", every_common_format_is_read_exactly},
    {"files cut short are refused", files_cut_short_are_refused},
    {"paths that hold no audio are refused", paths_that_hold_no_audio_are_refused},
    {"a file without samples is refused", a_file_without_samples_is_refused},
    {"a sample that is not finite is refused by place",
     a_sample_that_is_not_finite_is_refused_by_place},
    {"a header that promises too much takes no memory",
     a_header_that_promises_too_much_takes_no_memory},
    {"a small file that unpacks to very much is refused",
     a_small_file_that_unpacks_to_very_much_is_refused},
    {"any changed header byte does no harm", any_changed_header_byte_does_no_harm},
    {"what is written is read back and is the same bytes each time",
     what_is_written_is_read_back_and_is_the_same_bytes_each_time},
    {"impossible files are not written", impossible_files_are_not_written},
    {"lack of memory is an error", lack_of_memory_is_an_error},
    {NULL, NULL}};

const Suite audio_suite = {"audio", tests};
