/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "file/json.h"
#include "file/utf8.h"

#include <errno.h>
#include <locale.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define MAX_NUMBER 64 /* characters of one number */

typedef struct {
    const char *at, *begin, *end;
    size_t values;
    locale_t c_locale;
    UnfoldStatus status;
    UnfoldError *error;
} Parser;

static json_t *parse_value(Parser *parser, unsigned depth);

/* Remember the first failure, with its place. */
static void *fail(Parser *parser, const char *reason)
{
    size_t line = 1;
    const char *line_begin = parser->begin;
    for (const char *c = parser->begin; c < parser->at; ++c)
        if (*c == '\n') {
            ++line;
            line_begin = c + 1;
        }
    parser->status =
        unfold_fail(parser->error, UNFOLD_BAD_FILE, "line %zu, column %zu: %s", line,
                    (size_t)(parser->at - line_begin) + 1, reason);
    return NULL;
}

static void *no_memory(Parser *parser)
{
    parser->status = unfold_no_memory(parser->error);
    return NULL;
}

static void skip_space(Parser *parser)
{
    while (parser->at < parser->end && (*parser->at == ' ' || *parser->at == '\n' ||
                                        *parser->at == '\t' || *parser->at == '\r'))
        ++parser->at;
}

/* The next character, NUL at the end (a NUL in the text is refused at the start). */
static char peek(const Parser *parser)
{
    return parser->at < parser->end ? *parser->at : '\0';
}

static bool accept(Parser *parser, char c)
{
    if (peek(parser) != c)
        return false;
    ++parser->at;
    return true;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool skip_digits(Parser *parser)
{
    const char *begin = parser->at;
    while (is_digit(peek(parser)))
        ++parser->at;
    return parser->at > begin;
}

/* Step over a number; false if it is none. */
static bool scan_number(Parser *parser, bool *whole)
{
    *whole = true;
    accept(parser, '-');
    if (!accept(parser, '0') && !skip_digits(parser))
        return false;
    if (accept(parser, '.')) {
        *whole = false;
        if (!skip_digits(parser))
            return false;
    }
    if (accept(parser, 'e') || accept(parser, 'E')) {
        *whole = false;
        if (!accept(parser, '+'))
            accept(parser, '-');
        if (!skip_digits(parser))
            return false;
    }
    return true;
}

static json_t *parse_number(Parser *parser)
{
    const char *begin = parser->at;
    bool whole;
    if (!scan_number(parser, &whole))
        return fail(parser, peek(parser) ? "this is not a number"
                                         : "the text ends inside a number");
    const size_t length = (size_t)(parser->at - begin);
    char digits[MAX_NUMBER + 1];
    if (length > MAX_NUMBER)
        return fail(parser, "a number of more than 64 characters");
    memcpy(digits, begin, length);
    digits[length] = '\0';
    errno = 0;
    const long long integer = whole ? strtoll(digits, NULL, 10) : 0;
    if (whole && errno)
        return fail(parser, "a number that is too large");
    json_t *value;
    if (whole && (integer || digits[0] != '-')) {
        value = json_integer(integer);
    } else {
        const double real = strtod_l(digits, NULL, parser->c_locale);
        if (!isfinite(real))
            return fail(parser, "a number that is too large");
        value = json_real(real);
    }
    return value ? value : no_memory(parser);
}

static int hex_digit(char c)
{
    return is_digit(c)            ? c - '0'
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                  : -1;
}

/* Four hexadecimal digits, or -1. */
static long parse_hex(Parser *parser)
{
    long code = 0;
    for (int k = 0; k < 4; ++k) {
        const int digit = hex_digit(peek(parser));
        if (digit < 0)
            return -1;
        code = code * 16 + digit;
        ++parser->at;
    }
    return code;
}

/* After "\u": one code point as UTF-8, never longer than its escape; 0 on failure. */
static size_t parse_unicode(Parser *parser, char *to)
{
    long code = parse_hex(parser);
    if (code >= 0xd800 && code < 0xdc00) {
        const bool pair = accept(parser, '\\') && accept(parser, 'u');
        const long low = pair ? parse_hex(parser) : -1;
        code = low >= 0xdc00 && low < 0xe000
                   ? 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00)
                   : -1;
    } else if (code >= 0xdc00 && code < 0xe000) {
        code = -1;
    }
    if (code <= 0) {
        fail(parser, "an escape that is no character");
        return 0;
    }
    return unfold_utf8_put((unsigned long)code, to);
}

/* After a backslash; 0 on failure. */
static size_t parse_escape(Parser *parser, char *to)
{
    static const char names[] = "\"\\/bfnrt", values[] = "\"\\/\b\f\n\r\t";
    const char c = peek(parser);
    const char *name = c ? strchr(names, c) : NULL;
    if (!name && c != 'u') {
        fail(parser, c ? "an unknown escape" : "the text ends inside a string");
        return 0;
    }
    ++parser->at;
    if (!name)
        return parse_unicode(parser, to);
    *to = values[name - names];
    return 1;
}

/* The closing quote of the string that begins here, or NULL. */
static const char *find_quote(const Parser *parser)
{
    for (const char *c = parser->at; c < parser->end; ++c) {
        if (*c == '"')
            return c;
        if (*c == '\\')
            ++c;
    }
    return NULL;
}

/* A string after its opening quote, decoded and ended by NUL; release with free(). */
static char *parse_string(Parser *parser)
{
    const char *quote = find_quote(parser);
    if (!quote)
        return fail(parser, "the text ends inside a string");
    if (!unfold_utf8_valid(parser->at, (size_t)(quote - parser->at)))
        return fail(parser, "a string that is not UTF-8");
    char *text = malloc((size_t)(quote - parser->at) + 1);
    if (!text)
        return no_memory(parser);
    size_t length = 0;
    while (parser->at < quote) {
        if ((unsigned char)*parser->at < 0x20) {
            free(text);
            return fail(parser, "a control character inside a string");
        }
        if (!accept(parser, '\\')) {
            text[length++] = *parser->at++;
            continue;
        }
        const size_t added = parse_escape(parser, text + length);
        if (!added) {
            free(text);
            return NULL;
        }
        length += added;
    }
    ++parser->at;
    text[length] = '\0';
    return text;
}

/* One member, after which a comma or the end follows. */
static bool parse_member(Parser *parser, json_t *object, unsigned depth)
{
    if (!accept(parser, '"')) {
        fail(parser, peek(parser) ? "a key in double quotes was expected"
                                  : "the text ends inside an object");
        return false;
    }
    char *key = parse_string(parser);
    if (!key)
        return false;
    json_t *value = NULL;
    skip_space(parser);
    if (json_object_get(object, key))
        fail(parser, "this key is there twice");
    else if (!accept(parser, ':'))
        fail(parser, "a colon was expected");
    else
        value = parse_value(parser, depth);
    if (value && json_object_set_new_nocheck(object, key, value)) {
        no_memory(parser);
        value = NULL;
    }
    free(key);
    return value;
}

static bool parse_element(Parser *parser, json_t *array, unsigned depth)
{
    json_t *value = parse_value(parser, depth);
    if (value && json_array_append_new(array, value)) {
        no_memory(parser);
        return false;
    }
    return value;
}

/* An array or object after its opening bracket. */
static json_t *parse_items(Parser *parser, unsigned depth, bool keyed)
{
    const char close = keyed ? '}' : ']';
    if (depth >= UNFOLD_JSON_MAX_DEPTH)
        return fail(parser, "brackets nested too deep");
    json_t *items = keyed ? json_object() : json_array();
    if (!items)
        return no_memory(parser);
    skip_space(parser);
    if (accept(parser, close))
        return items;
    for (;;) {
        skip_space(parser);
        if (!(keyed ? parse_member(parser, items, depth + 1)
                    : parse_element(parser, items, depth + 1)))
            break;
        skip_space(parser);
        if (accept(parser, close))
            return items;
        if (!accept(parser, ',')) {
            fail(parser, !peek(parser) ? "the text ends too early"
                         : keyed       ? "a comma or '}' was expected"
                                       : "a comma or ']' was expected");
            break;
        }
    }
    json_decref(items);
    return NULL;
}

static json_t *parse_text(Parser *parser)
{
    char *text = parse_string(parser);
    if (!text)
        return NULL;
    json_t *value = json_string_nocheck(text);
    free(text);
    return value ? value : no_memory(parser);
}

static json_t *parse_word(Parser *parser)
{
    static const char *const words[] = {"true", "false", "null"};
    for (size_t k = 0; k < 3; ++k) {
        const size_t length = strlen(words[k]);
        if ((size_t)(parser->end - parser->at) >= length &&
            !memcmp(parser->at, words[k], length)) {
            parser->at += length;
            return k == 0 ? json_true() : k == 1 ? json_false() : json_null();
        }
    }
    return fail(parser, peek(parser) ? "a value was expected"
                                     : "the text ends where a value was expected");
}

static json_t *parse_value(Parser *parser, unsigned depth)
{
    skip_space(parser);
    if (++parser->values > UNFOLD_JSON_MAX_VALUES)
        return fail(parser, "more values than the largest model has");
    if (accept(parser, '{'))
        return parse_items(parser, depth, true);
    if (accept(parser, '['))
        return parse_items(parser, depth, false);
    if (accept(parser, '"'))
        return parse_text(parser);
    if (peek(parser) == '-' || is_digit(peek(parser)))
        return parse_number(parser);
    return parse_word(parser);
}

UnfoldStatus unfold_json_parse(const char *text, size_t size, json_t **root,
                               UnfoldError *error)
{
    *root = NULL;
    Parser parser = {.at = text, .begin = text, .end = text + size, .error = error};
    if (memchr(text, '\0', size))
        return unfold_fail(error, UNFOLD_BAD_FILE, "holds NUL bytes, so it is no text");
    skip_space(&parser);
    if (peek(&parser) != '{')
        return unfold_fail(error, UNFOLD_BAD_FILE, "is no JSON object");
    /* A host may have set a locale whose decimal point is a comma. */
    parser.c_locale = newlocale(LC_ALL_MASK, "C", (locale_t)0);
    if (!parser.c_locale)
        return unfold_no_memory(error);
    json_t *value = parse_value(&parser, 0);
    skip_space(&parser);
    if (value && parser.at < parser.end) {
        fail(&parser, "more text after the end");
        json_decref(value);
        value = NULL;
    }
    freelocale(parser.c_locale);
    *root = value;
    return parser.status;
}
