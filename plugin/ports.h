/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_PLUGIN_PORTS_H
#define UNFOLD_PLUGIN_PORTS_H

#define UNFOLD_EFFECT_URI "urn:unfold:effect"
/* All effects that play models; presets are for each of them. X(uri) */
#define UNFOLD_EFFECTS(X) X(UNFOLD_EFFECT_URI)

#define UNFOLD_MODEL_URI "urn:unfold:model"
#define UNFOLD_MODEL_RATE_URI "urn:unfold:model-rate"

/* The one list of ports: C takes its enum and ranges from it, ttl/generate.c its
   Turtle. X(id, symbol, name, kind, minimum, maximum, default, unit, more Turtle,
   comment) in the order of their indices. Sessions refer to them: new ports go last and
   raise the minor version. Kinds: MESSAGES_IN, MESSAGES_OUT, AUDIO_IN, AUDIO_OUT,
   VALUE_IN, VALUE_OUT. The minimum of a message port is its buffer's, in bytes: a path
   and what surrounds it. */
#define UNFOLD_PORTS(X)                                                                \
    X(CONTROL, "control", "Control", MESSAGES_IN, 8192, 0, 0, "",                      \
      "lv2:designation lv2:control",                                                   \
      "Takes patch:Set of the model's path and rate, and patch:Get to be told them.")  \
    X(NOTIFY, "notify", "Notify", MESSAGES_OUT, 8192, 0, 0, "",                        \
      "lv2:designation lv2:control",                                                   \
      "Tells the model that plays and its rate, after each change and when asked.")    \
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
      "unchanged.")                                                                    \
    X(NORMALISE, "normalise", "Normalise", VALUE_IN, 0, 1, 0, "",                      \
      "lv2:portProperty lv2:toggled , lv2:integer",                                    \
      "Bring models that say how loud they are to the same loudness, -18 dB.")         \
    X(CALIBRATE, "calibrate", "Calibrate", VALUE_IN, 0, 1, 0, "",                      \
      "lv2:portProperty lv2:toggled , lv2:integer",                                    \
      "Drive models that say at what level they were made with that level, going by "  \
      "the interface level.")                                                          \
    X(INTERFACE, "interface_level", "Interface level", VALUE_IN, -20, 40, 12,          \
      "<urn:unfold:dbu>", "",                                                          \
      "The level at the audio interface's input of a sine that peaks at full scale.")  \
    X(OVERSAMPLING, "oversampling", "Oversampling", VALUE_IN, 1, 8, 1, "",             \
      "lv2:portProperty lv2:integer , lv2:enumeration , "                              \
      "<http://lv2plug.in/ns/ext/port-props#expensive> ; lv2:scalePoint "              \
      "[ rdfs:label \"off\" ; rdf:value 1 ] , [ rdfs:label \"2x\" ; rdf:value 2 ] , "  \
      "[ rdfs:label \"4x\" ; rdf:value 4 ] , [ rdfs:label \"8x\" ; rdf:value 8 ]",     \
      "Play the model at so many times the rate: less aliasing, more load and "        \
      "latency. Needs a worker to change while it plays.")                             \
    X(RATES, "rates", "Rates", VALUE_IN, 0, 2, 0, "",                                  \
      "lv2:portProperty lv2:integer , lv2:enumeration ; lv2:scalePoint "               \
      "[ rdfs:label \"auto\" ; rdf:value 0 ] , "                                       \
      "[ rdfs:label \"delay states\" ; rdf:value 1 ] , "                               \
      "[ rdfs:label \"resample\" ; rdf:value 2 ]",                                     \
      "How a model is played at a rate that is not its own.")                          \
    X(LATENCY, "latency", "Latency", VALUE_OUT, 0, 4096, 0, "units:frame",             \
      "lv2:designation lv2:latency ; lv2:portProperty lv2:reportsLatency , "           \
      "lv2:integer",                                                                   \
      "How late the output is, dry or wet, on or off.")

typedef enum {
    UNFOLD_MESSAGES_IN,
    UNFOLD_MESSAGES_OUT,
    UNFOLD_AUDIO_IN,
    UNFOLD_AUDIO_OUT,
    UNFOLD_VALUE_IN,
    UNFOLD_VALUE_OUT
} UnfoldPortKind;

typedef enum {
#define UNFOLD_PORT_ID(id, ...) UNFOLD_PORT_##id,
    UNFOLD_PORTS(UNFOLD_PORT_ID)
#undef UNFOLD_PORT_ID
        UNFOLD_PORT_COUNT
} UnfoldPort;

#endif
