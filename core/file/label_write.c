/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "file/label_write.h"

#include "file/json_write.h"
#include "file/replace.h"
#include "file/utf8.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define MILLION 1e6
#define MOST_SECONDS 1e12 /* beyond, a double has no millionths to write */

/* With 6 decimals; printf would write them as the locale does. */
static void write_decimal(FILE *file, double number)
{
    const double limited = fmin(fmax(number, -MOST_SECONDS), MOST_SECONDS);
    const long long millionths = llround(limited * MILLION);
    const long long size = llabs(millionths);
    fprintf(file, "%s%lld.%06lld", millionths < 0 ? "-" : "", size / 1000000,
            size % 1000000);
}

static void write_track(FILE *file, const UnfoldHeard *heard)
{
    write_decimal(file, heard->start);
    fputc('\t', file);
    write_decimal(file, heard->end);
    fputc('\t', file);
    for (const char *c = heard->label; *c; ++c)
        fputc((unsigned char)*c < 0x20 || *c == 0x7f ? ' ' : *c, file);
    fputc('\n', file);
}

/* In quotes where it must be, or where a reader would trim it. */
static void write_field(FILE *file, const char *text)
{
    const size_t length = strlen(text);
    if (!strpbrk(text, "\",;\t\r\n") && *text != ' ' &&
        !(length && text[length - 1] == ' ')) {
        fputs(text, file);
        return;
    }
    fputc('"', file);
    for (; *text; ++text)
        fputs(*text == '"' ? "\"\"" : (char[]){*text, '\0'}, file);
    fputc('"', file);
}

static void write_row(FILE *file, const UnfoldHeard *heard)
{
    write_field(file, heard->file);
    fputc(',', file);
    write_decimal(file, heard->start);
    fputc(',', file);
    write_decimal(file, heard->end);
    fputc(',', file);
    write_field(file, heard->label);
    fputc(',', file);
    write_decimal(file, heard->confidence);
    fputc('\n', file);
}

/* The bytes of the character at the beginning of a text, or 0 if it is not UTF-8. */
static size_t length_of_character(const char *text, size_t size)
{
    for (size_t k = 1; k <= 4 && k <= size; ++k)
        if (unfold_utf8_valid(text, k))
            return k;
    return 0;
}

static json_t *json_of_text(const char *text)
{
    const size_t size = strlen(text);
    if (unfold_utf8_valid(text, size))
        return json_stringn_nocheck(text, size);
    char *valid = malloc(3 * size);
    size_t used = 0;
    for (size_t k = 0; valid && k < size;) {
        const size_t length = length_of_character(text + k, size - k);
        if (length)
            memcpy(valid + used, text + k, length);
        used += length ? length : unfold_utf8_put(0xfffd, valid + used);
        k += length ? length : 1;
    }
    json_t *made = valid ? json_stringn_nocheck(valid, used) : NULL;
    free(valid);
    return made;
}

static json_t *json_of_decimal(double number)
{
    return unfold_json_of_number(round(number * MILLION) / MILLION);
}

/* A member that is made already; NULL is lack of memory. */
static bool set(json_t *object, const char *key, json_t *value)
{
    return !json_object_set_new_nocheck(object, key, value);
}

static UnfoldStatus write_object(FILE *file, const UnfoldHeard *heard)
{
    json_t *object = json_object();
    const bool made = object && set(object, "file", json_of_text(heard->file)) &&
                      set(object, "start", json_of_decimal(heard->start)) &&
                      set(object, "end", json_of_decimal(heard->end)) &&
                      set(object, "label", json_of_text(heard->label)) &&
                      set(object, "confidence", json_of_decimal(heard->confidence));
    const UnfoldStatus status =
        made ? unfold_write_value(file, object) : UNFOLD_NO_MEMORY;
    json_decref(object);
    return status;
}

static UnfoldStatus write_objects(FILE *file, const UnfoldHeard *heard, size_t count)
{
    UnfoldStatus status = UNFOLD_OK;
    fputc('[', file);
    for (size_t k = 0; !status && k < count; ++k) {
        fputs(k ? ",\n  " : "\n  ", file);
        status = write_object(file, &heard[k]);
    }
    fputs(count ? "\n]\n" : "]\n", file);
    return status;
}

/* To where it goes, whether that took it or not: UNFOLD_OK or UNFOLD_NO_MEMORY. */
static UnfoldStatus put_heard(FILE *file, UnfoldHeardFormat format,
                              const UnfoldHeard *heard, size_t count)
{
    if (format == UNFOLD_HEARD_JSON)
        return write_objects(file, heard, count);
    if (format == UNFOLD_HEARD_CSV)
        fputs("file,start,end,label,confidence\n", file);
    for (size_t k = 0; k < count; ++k)
        if (format == UNFOLD_HEARD_CSV)
            write_row(file, &heard[k]);
        else
            write_track(file, &heard[k]);
    return UNFOLD_OK;
}

static UnfoldStatus put_values(FILE *file, const double *times, const double *values,
                               size_t count)
{
    UnfoldStatus status = UNFOLD_OK;
    fputs("time,value\n", file);
    for (size_t k = 0; !status && k < count; ++k) {
        status = unfold_write_number(file, times[k]);
        fputc(',', file);
        if (!status)
            status = unfold_write_number(file, values[k]);
        fputc('\n', file);
    }
    return status;
}

/* What became of a stream that others go on with. */
static UnfoldStatus end_writing(FILE *file, UnfoldStatus status, UnfoldError *error)
{
    errno = 0;
    if (fflush(file) || ferror(file))
        return unfold_fail(error, UNFOLD_CANNOT_WRITE, "cannot be written: %s",
                           errno ? strerror(errno) : "it took not all");
    return status ? unfold_no_memory(error) : UNFOLD_OK;
}

static UnfoldStatus end_saving(UnfoldReplace *replace, UnfoldStatus status,
                               UnfoldError *error)
{
    if (!status || ferror(replace->file))
        return unfold_replace_commit(replace, error);
    unfold_replace_abort(replace);
    return unfold_no_memory(error);
}

UnfoldStatus unfold_heard_write(FILE *file, UnfoldHeardFormat format,
                                const UnfoldHeard *heard, size_t count,
                                UnfoldError *error)
{
    return end_writing(file, put_heard(file, format, heard, count), error);
}

UnfoldStatus unfold_heard_save(const char *path, UnfoldHeardFormat format,
                               const UnfoldHeard *heard, size_t count,
                               UnfoldError *error)
{
    UnfoldReplace replace;
    const UnfoldStatus status = unfold_replace_begin(path, &replace, error);
    if (status)
        return status;
    return end_saving(&replace, put_heard(replace.file, format, heard, count), error);
}

UnfoldStatus unfold_values_write(FILE *file, const double *times, const double *values,
                                 size_t count, UnfoldError *error)
{
    return end_writing(file, put_values(file, times, values, count), error);
}

UnfoldStatus unfold_values_save(const char *path, const double *times,
                                const double *values, size_t count, UnfoldError *error)
{
    UnfoldReplace replace;
    const UnfoldStatus status = unfold_replace_begin(path, &replace, error);
    if (status)
        return status;
    return end_saving(&replace, put_values(replace.file, times, values, count), error);
}
