/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_TOOL_TOOL_H
#define UNFOLD_TOOL_TOOL_H

/* The commands: argv[0] is the command's name, the result is the exit status (0 done,
   1 failed, 2 wrong usage). */

int tool_train(int argc, char **argv);
int tool_learn(int argc, char **argv);
int tool_label(int argc, char **argv);
int tool_align(int argc, char **argv);
int tool_eval(int argc, char **argv);
int tool_render(int argc, char **argv);
int tool_info(int argc, char **argv);
int tool_convert(int argc, char **argv);
int tool_preset(int argc, char **argv);
int tool_signal(int argc, char **argv);
int tool_example(int argc, char **argv);
int tool_bench(int argc, char **argv);

#endif
