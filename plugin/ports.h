/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_PLUGIN_PORTS_H
#define UNFOLD_PLUGIN_PORTS_H

#include <stdbool.h>

#define UNFOLD_EFFECT_URI "urn:unfold:effect"
#define UNFOLD_STEREO_URI "urn:unfold:effect-stereo"
#define UNFOLD_LISTEN_URI "urn:unfold:listen"
/* All effects that play models; presets are for each of them. X(uri) */
#define UNFOLD_EFFECTS(X) X(UNFOLD_EFFECT_URI) X(UNFOLD_STEREO_URI)

#define UNFOLD_MODEL_URI "urn:unfold:model"
#define UNFOLD_MODEL_RATE_URI "urn:unfold:model-rate"
#define UNFOLD_EMBED_URI "urn:unfold:embed"
#define UNFOLD_EMBEDDED_URI "urn:unfold:embedded"
#define UNFOLD_NAME_URI "urn:unfold:name"
#define UNFOLD_KNOBS_URI "urn:unfold:knobs"
#define UNFOLD_PROBLEM_URI "urn:unfold:problem"
#define UNFOLD_LABELS_URI "urn:unfold:labels"
#define UNFOLD_LABEL_URI "urn:unfold:label"
#define UNFOLD_GEAR_URI "urn:unfold:gear"
#define UNFOLD_ESR_URI "urn:unfold:esr"
#define UNFOLD_ACCURACY_URI "urn:unfold:accuracy"
#define UNFOLD_TASK_URI "urn:unfold:task"
#define UNFOLD_THRESHOLD_URI "urn:unfold:threshold"

/* The one list of ports of the effect (plugin/listen_ports.h has the other): C takes
   its enum and ranges from it, ttl/generate.c its Turtle. X(id, symbol, name, kind,
   minimum, maximum, default, unit, more Turtle, comment) in the order of their indices;
   kinds are those of UnfoldPortKind below, and only the stereo effect has those of the
   right side. Sessions refer to them: new ports go last and raise the minor version.
   The minimum of a message port is its buffer's, in bytes: a path and what surrounds
   it. */
#define UNFOLD_PORTS(X)                                                                \
    X(CONTROL, "control", "Control", MESSAGES_IN, 8192, 0, 0, "",                      \
      "lv2:designation lv2:control",                                                   \
      "Takes patch:Set of the model and the other properties, and patch:Get.")         \
    X(NOTIFY, "notify", "Notify", MESSAGES_OUT, 8192, 0, 0, "",                        \
      "lv2:designation lv2:control",                                                   \
      "Tells the model that plays and the other properties, after each change and "    \
      "when asked.")                                                                   \
    X(IN, "in", "In", AUDIO_IN, 0, 0, 0, "", "", "The instrument, as recorded.")       \
    X(IN_RIGHT, "in_right", "In right", RIGHT_IN, 0, 0, 0, "", "",                     \
      "The right side of the instrument.")                                             \
    X(OUT, "out", "Out", AUDIO_OUT, 0, 0, 0, "", "",                                   \
      "The instrument through the model.")                                             \
    X(OUT_RIGHT, "out_right", "Out right", RIGHT_OUT, 0, 0, 0, "", "",                 \
      "The right side through the model.")                                             \
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
      "How late the output is, dry or wet, on or off.")                                \
    UNFOLD_KNOB_PORT(X, 1, "first")                                                    \
    UNFOLD_KNOB_PORT(X, 2, "second")                                                   \
    UNFOLD_KNOB_PORT(X, 3, "third")                                                    \
    UNFOLD_KNOB_PORT(X, 4, "fourth")                                                   \
    X(INDEX, "model_index", "Model index", VALUE_IN, 0, 999, 0, "",                    \
      "lv2:portProperty lv2:integer",                                                  \
      "When it changes: the model of that number, from 0, is loaded: the plugin's "    \
      "own come first, then those in the folder of the one that plays, by name.")      \
    X(PREVIOUS, "previous", "Previous model", VALUE_IN, 0, 1, 0, "", UNFOLD_TRIGGER,   \
      "When it goes up: the model before the one that plays.")                         \
    X(NEXT, "next", "Next model", VALUE_IN, 0, 1, 0, "", UNFOLD_TRIGGER,               \
      "When it goes up: the model after the one that plays.")                          \
    X(INPUT_PEAK, "input_peak", "Input peak", VALUE_OUT, -90, 24, -90, "units:db", "", \
      "The highest peak of the input, falling by 20 dB in a second.")                  \
    X(OUTPUT_PEAK, "output_peak", "Output peak", VALUE_OUT, -90, 24, -90, "units:db",  \
      "", "The highest peak of the output, falling by 20 dB in a second.")             \
    X(LOAD, "dsp_load", "DSP load", VALUE_OUT, 0, 100, 0, "units:pc", "",              \
      "How much of the time there is this instance takes to compute.")

/* Further than 4 knobs of a model stand at their defaults. */
#define UNFOLD_KNOB_PORTS 4
#define UNFOLD_KNOB_PORT(X, number, which)                                             \
    X(KNOB_##number, "knob_" #number, "Knob " #number, VALUE_IN, 0, 1, 0.5,            \
      "units:coef", "",                                                                \
      "The " which " of the model's own knobs, if it has any: in the middle it is "    \
      "where the file has it, at the ends at 0 and 1.")
#define UNFOLD_TRIGGER                                                                 \
    "lv2:portProperty lv2:toggled , lv2:integer , "                                    \
    "<http://lv2plug.in/ns/ext/port-props#trigger>"

typedef enum {
    UNFOLD_MESSAGES_IN,
    UNFOLD_MESSAGES_OUT,
    UNFOLD_MIDI_OUT,
    UNFOLD_AUDIO_IN,
    UNFOLD_AUDIO_OUT,
    UNFOLD_RIGHT_IN,
    UNFOLD_RIGHT_OUT,
    UNFOLD_VALUE_IN,
    UNFOLD_VALUE_OUT
} UnfoldPortKind;

typedef enum {
#define UNFOLD_PORT_ID(id, ...) UNFOLD_PORT_##id,
    UNFOLD_PORTS(UNFOLD_PORT_ID)
#undef UNFOLD_PORT_ID
        UNFOLD_PORT_COUNT
} UnfoldPort;

static inline bool unfold_port_is_there(UnfoldPort port, unsigned channels)
{
    return channels > 1 ||
           (port != UNFOLD_PORT_IN_RIGHT && port != UNFOLD_PORT_OUT_RIGHT);
}

/** Index of a port that is there in the effect of 1 or 2 channels. */
static inline unsigned unfold_port_index(UnfoldPort port, unsigned channels)
{
    unsigned index = 0;
    for (int k = 0; k < (int)port; ++k)
        index += unfold_port_is_there((UnfoldPort)k, channels);
    return index;
}

/** How many the effect of 1 or 2 channels has. */
static inline unsigned unfold_port_count(unsigned channels)
{
    return unfold_port_index(UNFOLD_PORT_COUNT, channels);
}

#endif
