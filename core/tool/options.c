/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "tool/options.h"

#include "tool/report.h"

#include <errno.h>
#include <getopt.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAX_OPTIONS 64
#define HELP_COLUMN 26
enum { VERSION = MAX_OPTIONS };

/* Values of these characters alone need no quotes in a shell. */
#define SHELL_PLAIN                                                                    \
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-+=,./:@%"

__attribute__((format(printf, 2, 3))) static bool wrong_usage(const char *command,
                                                              const char *format, ...)
{
    char reason[512];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(reason, sizeof reason, format, arguments);
    va_end(arguments);
    tool_error(command, "%s; see unfold %s --help", reason, command);
    return false;
}

/* Why a value does not do, for whoever asked. */
typedef char Reason[512];

__attribute__((format(printf, 2, 3))) static bool refuse(Reason reason,
                                                         const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(reason, sizeof(Reason), format, arguments);
    va_end(arguments);
    return false;
}

static void print_default(const Option *option)
{
    switch (option->kind) {
    case OPTION_FLAG:
    case OPTION_PAIR:
        break;
    case OPTION_NUMBER:
        if (!isnan(*(const double *)option->value))
            printf(" (default %g)", *(const double *)option->value);
        break;
    case OPTION_COUNT:
        printf(" (default %u)", *(const uint32_t *)option->value);
        break;
    case OPTION_TEXT:
        if (*(const char *const *)option->value)
            printf(" (default %s)", *(const char *const *)option->value);
        break;
    case OPTION_CHOICE:
        printf(" (default %s)", option->choices[*(const int *)option->value]);
        break;
    }
}

static void print_option(const Option *option)
{
    char left[128];
    const char letter[] = {'-', option->letter, ',', ' ', '\0'};
    snprintf(left, sizeof left, "  %s--%s%s%s", option->letter ? letter : "    ",
             option->name, option->kind == OPTION_FLAG ? "" : " ",
             option->kind == OPTION_FLAG ? "" : option->operand);
    if (strlen(left) >= HELP_COLUMN)
        printf("%s\n%*s", left, HELP_COLUMN, "");
    else
        printf("%-*s", HELP_COLUMN, left);
    printf("%s", option->help);
    print_default(option);
    putchar('\n');
}

static void print_help(const OptionsCommand *command, const char *name)
{
    printf("usage: unfold %s [options] %s\n\n%s\noptions:\n", name, command->operands,
           command->about);
    for (const Option *option = command->options; option && option->name; ++option)
        print_option(option);
    print_option(&(Option){.name = "help", .letter = 'h', .help = "show this"});
    print_option(&(Option){.name = "version", .help = "show the version"});
}

static bool parse_number(const Option *option, const char *text, double *value,
                         Reason reason)
{
    char *end;
    errno = 0;
    *value = strtod(text, &end);
    if (end == text || *end || errno || !isfinite(*value))
        return refuse(reason, "--%s needs a number, not '%s'", option->name, text);
    if (option->kind == OPTION_COUNT && *value != floor(*value))
        return refuse(reason, "--%s needs a whole number, not '%s'", option->name,
                      text);
    if (*value < option->min || *value > option->max)
        return refuse(reason, "--%s is %s, not %.10g to %.10g", option->name, text,
                      option->min, option->max);
    return true;
}

static bool parse_choice(const Option *option, const char *text, Reason reason)
{
    char list[256] = "";
    for (int k = 0; option->choices[k]; ++k) {
        if (!strcmp(option->choices[k], text)) {
            *(int *)option->value = k;
            return true;
        }
        const size_t used = strlen(list);
        snprintf(list + used, sizeof list - used, "%s%s", k ? ", " : "",
                 option->choices[k]);
    }
    return refuse(reason, "--%s is one of %s, not '%s'", option->name, list, text);
}

static bool parse_flag(const Option *option, const char *text, Reason reason)
{
    const bool yes = !text || !strcmp(text, "true");
    *(bool *)option->value = yes;
    return yes || !strcmp(text, "false") ||
           refuse(reason, "--%s is true or false, not '%s'", option->name, text);
}

static bool parse_value(const Option *option, const char *text, Reason reason)
{
    double number;
    switch (option->kind) {
    case OPTION_FLAG:
        return parse_flag(option, text, reason);
    case OPTION_PAIR:
        return refuse(reason, "--%s needs two files", option->name);
    case OPTION_TEXT:
        *(const char **)option->value = text;
        return true;
    case OPTION_CHOICE:
        return parse_choice(option, text, reason);
    case OPTION_NUMBER:
        return parse_number(option, text, option->value, reason);
    case OPTION_COUNT:
        if (!parse_number(option, text, &number, reason))
            return false;
        *(uint32_t *)option->value = (uint32_t)number;
        return true;
    }
    return false;
}

static bool is_word(const char *word)
{
    return word && *word != '-';
}

/* The words after --pair's first, which getopt leaves at argv[optind]. */
static bool parse_pair(const Option *option, char **argv, Reason reason)
{
    OptionPairs *pairs = option->value;
    if (pairs->count == OPTION_MOST_PAIRS)
        return refuse(reason, "--%s may be given %d times", option->name,
                      OPTION_MOST_PAIRS);
    if (!is_word(argv[optind]))
        return refuse(reason, "--%s needs two files: %s", option->name,
                      option->operand);
    struct OptionPair *pair = &pairs->list[pairs->count++];
    *pair = (struct OptionPair){.dry = optarg, .wet = argv[optind++]};
    if (is_word(argv[optind]) && strchr(argv[optind], '='))
        pair->knobs = argv[optind++];
    return true;
}

/* getopt_long's tables: long options return their index, as do letters by search. */
static int fill_tables(const OptionsCommand *command, struct option *longs,
                       char *letters)
{
    int count = 0;
    *letters++ = ':'; /* a missing value is reported apart */
    *letters++ = 'h';
    for (const Option *option = command->options; option && option->name; ++option) {
        const int has_value =
            option->kind == OPTION_FLAG ? no_argument : required_argument;
        longs[count] = (struct option){option->name, has_value, NULL, 256 + count};
        if (option->letter)
            *letters++ = option->letter;
        if (option->letter && has_value == required_argument)
            *letters++ = ':';
        ++count;
    }
    longs[count] = (struct option){"help", no_argument, NULL, 'h'};
    longs[count + 1] = (struct option){"version", no_argument, NULL, 256 + VERSION};
    longs[count + 2] = (struct option){0};
    *letters = '\0';
    return count;
}

static const Option *find_option(const OptionsCommand *command, int code, int count)
{
    if (code >= 256 && code < 256 + count)
        return &command->options[code - 256];
    for (int k = 0; k < count; ++k)
        if (command->options[k].letter == code)
            return &command->options[k];
    return NULL;
}

static bool take_operands(const OptionsCommand *command, int argc, char **argv,
                          const char **operands)
{
    const int given = argc - optind;
    for (int k = 0; k < command->max_operands; ++k)
        operands[k] = k < given ? argv[optind + k] : NULL;
    if (given < command->min_operands)
        return wrong_usage(argv[0], "needs %s", command->operands);
    if (given > command->max_operands)
        return wrong_usage(argv[0], "'%s' is one argument too many",
                           argv[optind + command->max_operands]);
    return true;
}

bool options_parse(const OptionsCommand *command, int argc, char **argv,
                   const char **operands, int *status)
{
    struct option longs[MAX_OPTIONS + 3];
    char letters[2 * MAX_OPTIONS + 4];
    const int count = fill_tables(command, longs, letters);
    *status = TOOL_WRONG_USAGE;
    opterr = 0;
    optind = 0; /* glibc: start afresh */
    for (int code; (code = getopt_long(argc, argv, letters, longs, NULL)) != -1;) {
        const Option *option = find_option(command, code, count);
        if (code == 'h' || code == 256 + VERSION) {
            *status = TOOL_OK;
            if (code == 'h')
                print_help(command, argv[0]);
            else
                printf("unfold %s\n", UNFOLD_VERSION);
            return false;
        }
        if (code == ':')
            return wrong_usage(argv[0], "%s needs a value", argv[optind - 1]);
        if (!option && optopt >= 256)
            return wrong_usage(argv[0], "%s: this option takes no value",
                               argv[optind - 1]);
        if (!option && optopt > 0)
            return wrong_usage(argv[0], "unknown option -%c", optopt);
        if (!option)
            return wrong_usage(argv[0], "unknown or ambiguous option %s",
                               argv[optind - 1]);
        Reason reason;
        if (option->kind == OPTION_PAIR ? !parse_pair(option, argv, reason)
                                        : !parse_value(option, optarg, reason))
            return wrong_usage(argv[0], "%s", reason);
    }
    return take_operands(command, argc, argv, operands);
}

bool options_set(const Option *options, const char *where, const char *name,
                 const char *text)
{
    Reason reason;
    for (const Option *option = options; option->name; ++option)
        if (!strcmp(option->name, name) && option->kind != OPTION_PAIR)
            return parse_value(option, text, reason) ||
                   (tool_error(where, "%s", reason), false);
    tool_error(where, "there is no option '%s'", name);
    return false;
}

static bool same_text(const char *a, const char *b)
{
    return a == b || (a && b && !strcmp(a, b));
}

/* The value as text; false where it is that of the default. */
static bool value_text(const Option *option, const void *other, char *text, size_t room)
{
    const void *value = option->value;
    switch (option->kind) {
    case OPTION_PAIR:
        return false;
    case OPTION_FLAG:
        *text = '\0';
        return *(const bool *)value != *(const bool *)other;
    case OPTION_NUMBER:
        snprintf(text, room, "%.9g", *(const double *)value);
        return memcmp(value, other, sizeof(double)) != 0; /* NaN: not given */
    case OPTION_COUNT:
        snprintf(text, room, "%u", *(const uint32_t *)value);
        return *(const uint32_t *)value != *(const uint32_t *)other;
    case OPTION_CHOICE:
        snprintf(text, room, "%s", option->choices[*(const int *)value]);
        return *(const int *)value != *(const int *)other;
    case OPTION_TEXT:
        snprintf(text, room, "%s",
                 *(const char *const *)value ? *(const char *const *)value : "");
        return !same_text(*(const char *const *)value, *(const char *const *)other);
    }
    return false;
}

size_t options_text(const Option *options, const Option *defaults, char *text,
                    size_t used, size_t room)
{
    for (; options->name; ++options, ++defaults) {
        char value[256];
        if (options->incidental ||
            !value_text(options, defaults->value, value, sizeof value))
            continue;
        const char *quote =
            *value && strspn(value, SHELL_PLAIN) == strlen(value) ? "" : "'";
        char *end = used < room ? text + used : NULL;
        used += (size_t)snprintf(end, end ? room - used : 0, " --%s", options->name);
        end = used < room ? text + used : NULL;
        if (options->kind != OPTION_FLAG)
            used += (size_t)snprintf(end, end ? room - used : 0, " %s%s%s", quote,
                                     value, quote);
    }
    return used;
}
