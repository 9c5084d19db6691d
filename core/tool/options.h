/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_TOOL_OPTIONS_H
#define UNFOLD_TOOL_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum {
    OPTION_FLAG,   /**< value: bool *, becomes true */
    OPTION_NUMBER, /**< value: double *, min..max */
    OPTION_COUNT,  /**< value: uint32_t *, min..max */
    OPTION_TEXT,   /**< value: const char **, points into argv */
    OPTION_CHOICE, /**< value: int *, index into choices */
    OPTION_PAIR    /**< value: OptionPairs *; two words, and a third if it has a '=' */
} OptionKind;

/** What options of the kind OPTION_PAIR gathered, each time they were given: DRY WET
    and perhaps NAME=VALUE,... (else NULL). */
#define OPTION_MOST_PAIRS 256
typedef struct {
    size_t count;
    struct OptionPair {
        const char *dry, *wet, *knobs;
    } list[OPTION_MOST_PAIRS];
} OptionPairs;

/** One option. What `value` points to before parsing is the default, and shown as such
    by --help (flags, pairs, NULL texts and NaN are not). */
typedef struct {
    const char *name; /**< without the dashes */
    char letter;      /**< short form, or 0 */
    OptionKind kind;
    void *value;
    const char *operand;        /**< what --help calls the value: "FILE" */
    const char *help;           /**< one line */
    double min, max;            /**< OPTION_NUMBER, OPTION_COUNT; both inclusive */
    const char *const *choices; /**< OPTION_CHOICE; ends with NULL */
    bool incidental;            /**< bears on no result: left out by options_text */
} Option;

/** Options that several commands have. */
#define OPTION_JSON(flag)                                                              \
    {                                                                                  \
        .name = "json", .kind = OPTION_FLAG, .value = (flag),                          \
        .help = "print one JSON object", .incidental = true                            \
    }
#define OPTION_CHANNEL(number)                                                         \
    {                                                                                  \
        .name = "channel", .kind = OPTION_COUNT, .value = (number), .operand = "N",    \
        .help = "use channel N of files with several, 0: the only one", .max = 1024    \
    }
#define OPTION_KNOBS(text)                                                             \
    {                                                                                  \
        .name = "knobs", .kind = OPTION_TEXT, .value = (text), .operand = "LIST",      \
        .help = "turn knobs of the model: gain=0.3,tone=0.7"                           \
    }

#define OPTION_NO_ALIGN(flag)                                                          \
    {                                                                                  \
        .name = "no-align", .kind = OPTION_FLAG, .value = (flag),                      \
        .help = "take delay and polarity as they are recorded"                         \
    }

/** A command: what it is called with and what --help says. */
typedef struct {
    const char *operands;  /**< "MODEL DRY WET" */
    const char *about;     /**< some lines, each ended by a newline */
    const Option *options; /**< ends with a NULL name; may be NULL */
    int min_operands, max_operands;
} OptionsCommand;

/** Parse argv (argv[0] is the command's name) and leave the operands, in order, in
    operands[0..max_operands - 1], NULL where there are fewer. --help and --version are
    added to every command. True to go on; false when the command shall return *status
    at once: help was printed, or wrong usage reported. */
bool options_parse(const OptionsCommand *command, int argc, char **argv,
                   const char **operands, int *status);

/** Set the one option that is called `name` (not a pair) from its value as text; a flag
    takes "true" or "false". False with a sentence that begins with `where` printed. */
bool options_set(const Option *options, const char *where, const char *name,
                 const char *text);

/** Append " --NAME VALUE" for every option whose value differs from that of its twin in
    `defaults`, quoted for a shell where need be, to text[used..room - 1]; pairs and
   what is incidental are left out. Returns the length as snprintf does. */
size_t options_text(const Option *options, const Option *defaults, char *text,
                    size_t used, size_t room);

#endif
