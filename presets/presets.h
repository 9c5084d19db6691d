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
      "A Deluxe valve amplifier, learned by a GRU of 16 units.")

/* Those that come with the plugin that listens, likewise; none yet. */
#define UNFOLD_LISTEN_PRESETS(X)

#endif
