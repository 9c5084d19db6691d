/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#include "tool/report.h"
#include "tool/tool.h"

#include <stdio.h>
#include <string.h>

static const struct {
    const char *name;
    int (*run)(int argc, char **argv);
    const char *help;
} commands[] = {
    {"signal", tool_signal, "write a signal to play through gear"},
    {"train", tool_train, "learn an effect from a dry and a wet recording"},
    {"learn", tool_learn, "learn what recordings are from labelled ones"},
    {"label", tool_label, "tell what recordings are, by a model that learned it"},
    {"align", tool_align, "find the delay between dry and wet, and check both"},
    {"eval", tool_eval, "measure a model against a dry and a wet recording"},
    {"render", tool_render, "play a file through a model"},
    {"info", tool_info, "show what is in a model file"},
    {"convert", tool_convert, "write a model as another program's file"},
    {"preset", tool_preset, "make a model a preset of the plugin"},
    {"example", tool_example, "small lessons that need no recordings"},
    {"bench", tool_bench, "measure how fast this machine learns and plays"},
};
#define COMMANDS (sizeof commands / sizeof *commands)

static int help(void)
{
    printf("usage: unfold COMMAND [options] ...\n\n"
           "Recurrent neural networks that play live as effects, and "
           "listen.\n\ncommands:\n");
    for (size_t k = 0; k < COMMANDS; ++k)
        printf("  %-9s %s\n", commands[k].name, commands[k].help);
    printf("\nunfold COMMAND --help tells more.\n");
    return TOOL_OK;
}

static int run(int argc, char **argv)
{
    if (argc < 2) {
        tool_error(NULL, "needs a command; see unfold --help");
        return TOOL_WRONG_USAGE;
    }
    if (!strcmp(argv[1], "--help") || !strcmp(argv[1], "-h"))
        return help();
    if (!strcmp(argv[1], "--version")) {
        printf("unfold %s\n", UNFOLD_VERSION);
        return TOOL_OK;
    }
    for (size_t k = 0; k < COMMANDS; ++k)
        if (!strcmp(argv[1], commands[k].name))
            return commands[k].run(argc - 1, argv + 1);
    tool_error(NULL, "there is no command '%s'; see unfold --help", argv[1]);
    return TOOL_WRONG_USAGE;
}

int main(int argc, char **argv)
{
    const int status = run(argc, argv);
    if (fflush(stdout) || ferror(stdout))
        return tool_error(NULL, "the result cannot be written");
    return status;
}
