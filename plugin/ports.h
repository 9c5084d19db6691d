/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_PLUGIN_PORTS_H
#define UNFOLD_PLUGIN_PORTS_H

#define UNFOLD_EFFECT_URI "urn:unfold:effect"
#define UNFOLD_MODEL_URI "urn:unfold:model"

/* The one list of ports: C takes its enum and ranges from it, ttl/generate.c its
   Turtle. X(id, symbol, name, kind, minimum, maximum, default, unit, more Turtle,
   comment) in the order of their indices. Sessions refer to them: new ports go last and
   raise the minor version. Kinds: MESSAGES_IN, MESSAGES_OUT, AUDIO_IN, AUDIO_OUT,
   VALUE_IN. The minimum of a message port is its buffer's, in bytes: a path and what
   surrounds it. */
#define UNFOLD_PORTS(X)                                                                \
    X(CONTROL, "control", "Control", MESSAGES_IN, 8192, 0, 0, "",                      \
      "lv2:designation lv2:control",                                                   \
      "Takes patch:Set of the model's path, and patch:Get to be told it.")             \
    X(NOTIFY, "notify", "Notify", MESSAGES_OUT, 8192, 0, 0, "",                        \
      "lv2:designation lv2:control",                                                   \
      "Tells the path of the model that plays, after each change and when asked.")     \
    X(IN, "in", "In", AUDIO_IN, 0, 0, 0, "", "", "The instrument, as recorded.")       \
    X(OUT, "out", "Out", AUDIO_OUT, 0, 0, 0, "", "",                                   \
      "The instrument through the model.")                                             \
    X(ENABLED, "enabled", "Enabled", VALUE_IN, 0, 1, 1, "",                            \
      "lv2:designation lv2:enabled ; lv2:portProperty lv2:toggled , lv2:integer",      \
      "Off: the input passes unchanged. The change is a fade of 10 ms.")               \
    X(INPUT, "input", "Input", VALUE_IN, -24, 24, 0, "units:db", "",                   \
      "Gain ahead of the model: how hard it is driven.")                               \
    X(OUTPUT, "output", "Output", VALUE_IN, -24, 24, 0, "units:db", "",                \
      "Gain behind the model. The dry part of the mix does not pass it.")              \
    X(MIX, "mix", "Mix", VALUE_IN, 0, 100, 100, "units:pc", "",                        \
      "How much of the output comes from the model; the rest is the input, "           \
      "unchanged.")

typedef enum {
#define UNFOLD_PORT_ID(id, ...) UNFOLD_PORT_##id,
    UNFOLD_PORTS(UNFOLD_PORT_ID)
#undef UNFOLD_PORT_ID
        UNFOLD_PORT_COUNT
} UnfoldPort;

#endif
