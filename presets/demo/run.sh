#!/bin/sh
# SPDX-License-Identifier: ISC
# Copyright 2026 the Unfold authors
#
# What `make demo` shows: learn a pedal from a recording, measure the result, and play it
# in a real LV2 host. BUILD is where the built tool and plugin are.
set -eu
here=$(dirname "$0")
unfold=$BUILD/unfold
out=$BUILD/demo
dry=$here/dry.flac
wet=$here/wet.flac

say() { printf '\n== %s\n' "$*"; }

mkdir -p "$out"

say "1. Learn an overdrive pedal from 39 s of guitar (36 seconds)"
"$unfold" train "$dry" "$wet" -o "$out/model.json" --hidden 12 --minutes 0.6 \
    --name "Demo overdrive" --author "the Unfold authors" \
    --gear "circuit simulation, presets/demo/pedal.c" --licence CC0-1.0

say "2. How close is it? (the whole recording; the test ESR above is of a part unseen)"
"$unfold" eval "$out/model.json" "$dry" "$wet"

say "3. Play it offline"
"$unfold" render "$out/model.json" "$dry" "$out/rendered.wav"
echo "$out/rendered.wav"

say "4. Play it through the plugin in ffmpeg, an LV2 host"
# ffmpeg cannot choose a model, so it gets a bundle that starts with the new one: under
# the name of the first preset.
first=$(sed -n 's/^ *X("\([^"]*\)".*/\1/p' "$here/../presets.h" | head -n 1)
rm -rf "$out/lv2"
mkdir -p "$out/lv2"
cp -R "$BUILD/unfold.lv2" "$out/lv2/unfold.lv2"
cp "$out/model.json" "$out/lv2/unfold.lv2/$first"
LV2_PATH=$out/lv2 ffmpeg -nostdin -hide_banner -loglevel error -y -i "$dry" \
    -af "lv2=plugin=urn\\\\:unfold\\\\:effect" -c:a pcm_f32le "$out/plugin.wav"
ffmpeg -nostdin -hide_banner -loglevel error -y -i "$dry" -c:a pcm_s16le "$out/dry.wav"
ffmpeg -nostdin -hide_banner -loglevel error -y -i "$wet" -c:a pcm_s16le "$out/pedal.wav"
echo "$out/plugin.wav"
printf 'Largest difference between plugin and offline (-inf: the same bits): '
ffmpeg -nostdin -hide_banner -i "$out/plugin.wav" -i "$out/rendered.wav" -filter_complex \
    "[1]volume=-1[minus];[0][minus]amix=normalize=0,astats=measure_perchannel=none" \
    -f null - 2>&1 | sed -n 's/.*Peak level dB: *\(.*\)/\1 dBFS/p'

say "Listen, one after the other:"
cat <<END
  $out/dry.wav     the guitar as recorded
  $out/pedal.wav   through the pedal's circuit: what the network was to learn
  $out/plugin.wav  through the plugin with the network: it should sound like pedal.wav,
                   in the loud chords as in the quiet ones (at 17 s) and in the decays
  To play it yourself: load $out/model.json in the plugin.
END
