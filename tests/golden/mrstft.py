#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
# Copyright 2026 the Unfold authors
"""The multi-resolution STFT loss of a signal and its gradient, in plain Python.

    python3 tests/golden/mrstft.py > tests/golden/mrstft.json

By the definition in core/learn/spectral.h: sums of the Fourier transform written out, in
double; the gradient by central differences of the loss, so that no FFT and no way back
is involved. The 300 samples fit windows of 128, 64 and 32, leave some at the end that no
frame reaches, and the target is silent in the last third.
"""
import cmath
import json
import math
import struct

STEPS = 300
LENGTHS = [128, 64, 32]
FLOOR = 1e-8
# Truncation and rounding leave less than 1e-6; the largest slope is 44.
STEP = 1e-8


def as_float(x):
    return struct.unpack("f", struct.pack("f", x))[0]


def signals():
    target, y = [], []
    for t in range(STEPS):
        silent = t >= 2 * STEPS // 3
        tone = math.sin(0.21 * t) + 0.3 * math.sin(1.3 * t + 0.4)
        target.append(0.0 if silent else as_float(0.5 * math.tanh(2 * tone)))
        heard = 0.4 * tone + 0.05 * math.cos(2.9 * t * t)
        y.append(as_float(1e-4 * heard if silent else heard))
    return y, target


TURNS = {n: [cmath.exp(-2j * math.pi * k / n) for k in range(n)] for n in LENGTHS}
WINDOWS = {
    n: [0.5 - 0.5 * math.cos(2 * math.pi * k / n) for k in range(n)] for n in LENGTHS
}


def magnitudes(x, n, at):
    """The frame of length n that begins at x[at]."""
    frame = [a * b for a, b in zip(x[at : at + n], WINDOWS[n])]
    turns = TURNS[n]
    result = []
    for k in range(n // 2 + 1):
        bin_k = sum(a * turns[k * t % n] for t, a in enumerate(frame))
        result.append(math.sqrt(bin_k.real**2 + bin_k.imag**2 + FLOOR))
    return result


def starts(n):
    return range(0, STEPS - n + 1, n // 4)


def resolution(ms_y, ms_target):
    """Of the lists of frames' magnitudes."""
    pairs = [(a, b) for f, g in zip(ms_y, ms_target) for a, b in zip(f, g)]
    error = math.sqrt(sum((b - a) ** 2 for a, b in pairs))
    norm = math.sqrt(sum(b**2 for _, b in pairs))
    logs = sum(abs(math.log(b) - math.log(a)) for a, b in pairs) / len(pairs)
    return error / norm + logs


def main():
    y, target = signals()
    ms_y = {n: [magnitudes(y, n, s) for s in starts(n)] for n in LENGTHS}
    ms_target = {n: [magnitudes(target, n, s) for s in starts(n)] for n in LENGTHS}

    def loss(moved):
        """Only the frames that hold the sample `moved` are computed anew."""
        total = 0.0
        for n in LENGTHS:
            ms = [
                magnitudes(y, n, s) if s <= moved < s + n else m
                for s, m in zip(starts(n), ms_y[n])
            ]
            total += resolution(ms, ms_target[n])
        return total / len(LENGTHS)

    gradient = []
    for t in range(STEPS):
        kept = y[t]
        y[t] = kept + STEP
        above = loss(t)
        y[t] = kept - STEP
        gradient.append((above - loss(t)) / (2 * STEP))
        y[t] = kept
    print(
        json.dumps(
            {"loss": loss(-1), "y": y, "target": target, "gradient": gradient}, indent=1
        )
    )


main()
