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

#define MAX_OPTIONS 32
#define HELP_COLUMN 26
enum { VERSION = MAX_OPTIONS };

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

static void print_default(const Option *option)
{
    switch (option->kind) {
    case OPTION_FLAG:
        break;
    case OPTION_NUMBER:
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

static bool parse_number(const char *name, const Option *option, const char *text,
                         double *value)
{
    char *end;
    errno = 0;
    *value = strtod(text, &end);
    if (end == text || *end || errno || !isfinite(*value))
        return wrong_usage(name, "--%s needs a number, not '%s'", option->name, text);
    if (option->kind == OPTION_COUNT && *value != floor(*value))
        return wrong_usage(name, "--%s needs a whole number, not '%s'", option->name,
                           text);
    if (*value < option->min || *value > option->max)
        return wrong_usage(name, "--%s is %s, not %.10g to %.10g", option->name, text,
                           option->min, option->max);
    return true;
}

static bool parse_choice(const char *name, const Option *option, const char *text)
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
    return wrong_usage(name, "--%s is one of %s, not '%s'", option->name, list, text);
}

static bool parse_value(const char *name, const Option *option, const char *text)
{
    double number;
    switch (option->kind) {
    case OPTION_FLAG:
        *(bool *)option->value = true;
        return true;
    case OPTION_TEXT:
        *(const char **)option->value = text;
        return true;
    case OPTION_CHOICE:
        return parse_choice(name, option, text);
    case OPTION_NUMBER:
        return parse_number(name, option, text, option->value);
    case OPTION_COUNT:
        if (!parse_number(name, option, text, &number))
            return false;
        *(uint32_t *)option->value = (uint32_t)number;
        return true;
    }
    return false;
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
        if (!parse_value(argv[0], option, optarg))
            return false;
    }
    return take_operands(command, argc, argv, operands);
}
