#!/bin/sh
# SPDX-License-Identifier: ISC
# Copyright 2026 the Unfold authors
#
# Make dry.flac and wet.flac again. Needs Debian's sonic-pi-samples, ffmpeg and a C
# compiler. The result depends on ffmpeg's resampler to the last bits.
set -eu
cd "$(dirname "$0")"
samples=${1:-/usr/share/sonic-pi/samples}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
ffmpeg="ffmpeg -nostdin -hide_banner -loglevel error -y"

# piece SAMPLE SECONDS SPEED DECIBELS: the sample's start, played so much faster (and
# higher), so loud, and a short rest.
count=0
piece()
{
    count=$((count + 1))
    $ffmpeg -i "$samples/guit_$1.flac" -af "aformat=channel_layouts=mono,\
asetrate=44100*$3,aresample=48000,atrim=0:$2,afade=t=in:d=0.003,\
afade=t=out:st=$(awk "BEGIN { print $2 - 0.15 }"):d=0.15,apad=pad_dur=0.1,volume=$4dB" \
        -f f32le "$(printf '%s/%02d.f32' "$work" $count)"
}

# To learn from: every sample, chords and single notes, loud and soft, five pitches.
piece em9 5.5 1 -1
piece e_fifths 4.5 1 -9
piece e_slide 4 1 -4
piece harmonics 3 1 0
piece em9 3.5 0.75 -15
piece e_fifths 4 1.19 -2
piece e_slide 3 0.67 -10
piece em9 2.5 1.5 -5
# To choose the best epoch by, and to test: pitches that were not there before.
piece harmonics 1.5 0.8 -3
piece em9 2.2 0.89 -3
piece e_slide 1.6 1.12 -3
piece e_fifths 2.4 0.84 -3

cat "$work"/[0-9]*.f32 >"$work/dry.f32"
$ffmpeg -f f32le -ar 48000 -ac 1 -i "$work/dry.f32" -sample_fmt s16 \
    -compression_level 12 -fflags +bitexact -flags +bitexact dry.flac

# The pedal hears what dry.flac holds, at eight times the rate.
${CC:-cc} -O2 -o "$work/pedal" pedal.c -lm
$ffmpeg -i dry.flac -af aresample=384000 -f f32le - |
    "$work/pedal" 384000 |
    $ffmpeg -f f32le -ar 384000 -ac 1 -i - -af aresample=48000 -sample_fmt s16 \
        -compression_level 12 -fflags +bitexact -flags +bitexact wet.flac
