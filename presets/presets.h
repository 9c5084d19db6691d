/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
#ifndef UNFOLD_PRESETS_H
#define UNFOLD_PRESETS_H

/* The models that come with the effect, each a preset: X(file, name, label, bank,
   comment). The first is what it starts with. Sessions refer to
   urn:unfold:preset:NAME: never rename one. */
#define UNFOLD_PRESETS(X)                                                              \
    X("overdrive-sd1-lstm16.json", "overdrive-sd1", "Overdrive SD-1", "Pedals",        \
      "A Boss SD-1 overdrive pedal, learned by an LSTM of 16 units.")                  \
    X("amp-deluxe-gru16.json", "amp-deluxe", "Deluxe Amp", "Amps",                     \
      "A Deluxe valve amplifier, learned by a GRU of 16 units.")                       \
    X("amp-deluxe-lstm2x16.json", "amp-deluxe-close", "Deluxe Amp, close", "Amps",     \
      "The same amplifier, learned by an LSTM of two layers of 16 units: closer, and " \
      "heavier.")                                                                      \
    X("preamp-12ax7-lstm32.json", "preamp-12ax7", "High Gain Preamp", "Amps",          \
      "A 12AX7 valve preamplifier at high gain, learned by an LSTM of 32 units.")      \
    X("overdrive-ts9-rnn16.json", "overdrive-ts9", "Overdrive TS9", "Pedals",          \
      "A TS9 overdrive pedal, learned by a vanilla RNN of 16 units.")                  \
    X("overdrive-knob-lstm16.json", "overdrive-knob", "Overdrive with a knob",         \
      "Pedals",                                                                        \
      "A hardware overdrive with a drive knob, learned by an LSTM of 16 units.")       \
    X("fuzz-face-lstm16.json", "fuzz-face", "Fuzz", "Pedals",                          \
      "A Fuzz Face pedal, learned by an LSTM of 16 units.")                            \
    X("overdrive-sd1-lstm8.json", "overdrive-sd1-light", "Overdrive SD-1, light",      \
      "Pedals",                                                                        \
      "The same pedal as the first, learned by an LSTM of 8 units: for small "         \
      "machines.")                                                                     \
    X("compressor-cl1b-gru16.json", "compressor-cl1b", "Tube Compressor", "Studio",    \
      "An optical tube compressor, learned by a GRU of 16 units.")

/* Those that come with the plugin that listens, likewise. */
#define UNFOLD_LISTEN_PRESETS(X)                                                       \
    X("drums-gru64.json", "drums", "Drums", "Listening",                               \
      "Kick, snare, hat, tom and cymbal, as the notes that General MIDI has for "      \
      "them.")                                                                         \
    X("digits-gru64.json", "digits", "Spoken digits", "Listening",                     \
      "The English words zero to nine; a note for each, from the base note on.")

#endif
