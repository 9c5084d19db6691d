/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_PLUGIN_LISTEN_PORTS_H
#define UNFOLD_PLUGIN_LISTEN_PORTS_H

#include "plugin/ports.h"

/* The ports of the plugin that listens, as UNFOLD_PORTS is those of the effect. What it
   tells may be as long as all names of a model's classes. The notes are the first of
   its messages: Ardour takes the MIDI of the first port for messages out, whatever is
   there. */
#define UNFOLD_LISTEN_PORTS(X)                                                         \
    X(CONTROL, "control", "Control", MESSAGES_IN, 8192, 0, 0, "",                      \
      "lv2:designation lv2:control",                                                   \
      "Takes patch:Set of the model and the other properties, and patch:Get.")         \
    X(MIDI_OUT, "midi_out", "MIDI out", MIDI_OUT, 8192, 0, 0, "", "",                  \
      "A note for each sound that is recognised, when the model has decided.")         \
    X(NOTIFY, "notify", "Notify", MESSAGES_OUT, 24576, 0, 0, "",                       \
      "lv2:designation lv2:control",                                                   \
      "Tells the model that listens, the names of its classes, the one heard last, "   \
      "and the other properties, after each change and when asked.")                   \
    X(IN, "in", "In", AUDIO_IN, 0, 0, 0, "", "", "What is listened to.")               \
    X(OUT, "out", "Out", AUDIO_OUT, 0, 0, 0, "", "",                                   \
      "The input, unchanged and not delayed.")                                         \
    X(ENABLED, "enabled", "Enabled", VALUE_IN, 0, 1, 1, "",                            \
      "lv2:designation lv2:enabled ; lv2:portProperty lv2:toggled , lv2:integer",      \
      "Off: nothing is listened to, and notes end.")                                   \
    X(THRESHOLD, "threshold", "Threshold", VALUE_IN, 0, 1, 0.5, "units:coef", "",      \
      "How sure a class must be to play a note: in the middle as the file has it, at " \
      "the ends 0 and 1. For models that predict what comes: how unusual that must "   \
      "be, up to twice as much as in the file.")                                       \
    X(BASE_NOTE, "base_note", "Base note", VALUE_IN, 0, 127, 36, "units:midiNote",     \
      "lv2:portProperty lv2:integer",                                                  \
      "The note of the first class; each further one has the next. Models that say "   \
      "which notes their classes have play these, moved by as much as this is from "   \
      "36. Classes beyond 0 to 127 have none.")                                        \
    X(CHANNEL, "channel", "Channel", VALUE_IN, 1, 16, 10, "",                          \
      "lv2:portProperty lv2:integer", "The MIDI channel; 10 is that of drums.")        \
    X(HOLD, "hold", "Hold", VALUE_IN, 1, 5000, 100, "units:ms", "",                    \
      "How long a note sounds at least, and the least time between two of one class.") \
    X(VELOCITY, "velocity", "Velocity", VALUE_IN, 0, 100, 100, "units:pc", "",         \
      "How much velocity follows the level of the loudest moment: all of it is 127 "   \
      "at 0 dB of full scale and 1 at -48 dB, none is always 100.")                    \
    X(INDEX, "model_index", "Model index", VALUE_IN, 0, 999, 0, "",                    \
      "lv2:portProperty lv2:integer",                                                  \
      "When it changes: the model of that number, from 0, is loaded: the plugin's "    \
      "own come first, then those in the folder of the one that listens, by name.")    \
    X(PREVIOUS, "previous", "Previous model", VALUE_IN, 0, 1, 0, "", UNFOLD_TRIGGER,   \
      "When it goes up: the model before the one that listens.")                       \
    X(NEXT, "next", "Next model", VALUE_IN, 0, 1, 0, "", UNFOLD_TRIGGER,               \
      "When it goes up: the model after the one that listens.")                        \
    X(CLASS, "class", "Class", VALUE_OUT, -1, 255, -1, "",                             \
      "lv2:portProperty lv2:integer",                                                  \
      "Which class was likeliest last, from 0; -1: nothing was heard yet, or the "     \
      "model has no classes.")                                                         \
    X(CONFIDENCE, "confidence", "Confidence", VALUE_OUT, 0, 1, 0, "units:coef", "",    \
      "The probability of that class.")                                                \
    X(VALUE, "value", "Value", VALUE_OUT, -1000000, 1000000, 0, "", "",                \
      "The number that the model tells, in its own unit; of models that predict what " \
      "comes, by how much they were wrong.")                                           \
    X(INPUT_PEAK, "input_peak", "Input peak", VALUE_OUT, -90, 24, -90, "units:db", "", \
      "The highest peak of the input, falling by 20 dB in a second.")                  \
    X(DECISION_LATENCY, "decision_latency", "Decision latency", VALUE_OUT, 0, 20000,   \
      0, "units:ms", "",                                                               \
      "How late decisions are: after the end of a sound, or after its beginning if "   \
      "the model needs no more, or after the middle of what is told at each moment.")  \
    X(LOAD, "dsp_load", "DSP load", VALUE_OUT, 0, 100, 0, "units:pc", "",              \
      "How much of the time there is this instance takes to compute.")

typedef enum {
#define UNFOLD_LISTEN_PORT_ID(id, ...) UNFOLD_LISTEN_PORT_##id,
    UNFOLD_LISTEN_PORTS(UNFOLD_LISTEN_PORT_ID)
#undef UNFOLD_LISTEN_PORT_ID
        UNFOLD_LISTEN_PORT_COUNT
} UnfoldListenPort;

#endif
