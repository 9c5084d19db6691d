#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
# Copyright 2026 the Unfold authors
"""Features of a made-up sound, in double and as their definitions have them, with numpy.

    python3 tests/golden/features.py > tests/golden/features.json

By core/feature/spec.h and core/feature/pitch.h: the Fourier transform is a product with
a matrix, so that no FFT is involved, and every frame is cut from the whole sound, so that
no state is. The sound is made anew in tests/test_features.c: a gliding tone with its
octave, noise, silence, and a fast glide, always in a little noise.
"""
import json
import sys

import numpy as np

FLOOR = 1e-10
SPECS = [
    {"rate": 8000, "frame": 200, "hop": 80, "bands": 24, "low": 60, "high": 4000,
     "kinds": ["mel", "mfcc", "energy", "flux", "pitch"], "mfcc": 13, "deltas": 2, "range": 0,
     "samples": 2480},
    {"rate": 44100, "frame": 706, "hop": 176, "bands": 40, "low": 20, "high": 16000,
     "kinds": ["mel", "flux", "pitch"], "mfcc": 0, "deltas": 0, "range": 30, "samples": 4576},
]  # fmt: skip


def noise(count):
    state, values = 1, []
    for _ in range(count):
        state = (1664525 * state + 1013904223) % 2**32
        values.append((state >> 8) / 2**23 - 1)
    return np.array(values)


def sound(spec):
    count = spec["samples"]
    phase, x = 0.0, np.zeros(count)
    hiss = noise(count)
    for t in range(count):
        part = t / count
        if part < 0.4:  # from 200 to 360 Hz
            phase += 2 * np.pi * (200 + 400 * part) / spec["rate"]
            x[t] = 0.5 * np.sin(phase) + 0.2 * np.sin(2 * phase) + 0.01 * hiss[t]
        elif part < 0.6:
            x[t] = 0.1 * hiss[t]
        elif part >= 0.75:  # from 500 to 1500 Hz
            phase += 2 * np.pi * (500 + 4000 * (part - 0.75)) / spec["rate"]
            x[t] = 0.05 * np.sin(phase) + 0.001 * hiss[t]
    return x.astype(np.float32).astype(float)


def frames(spec, x):
    padded = np.concatenate([np.zeros(spec["frame"]), x])
    count = len(x) // spec["hop"]
    ends = [(t + 1) * spec["hop"] + spec["frame"] for t in range(count)]
    return np.array([padded[end - spec["frame"] : end] for end in ends])


def log_mel(spec, cut):
    frame = spec["frame"]
    size = 2
    while size < frame:
        size *= 2
    window = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(frame) / frame)
    turns = np.outer(np.arange(frame), np.arange(size // 2 + 1))
    matrix = np.exp(-2j * np.pi * (turns % size) / size)
    power = np.abs((cut * window) @ matrix) ** 2 / window.sum() ** 2
    mels = 2595 * np.log10(1 + np.array([spec["low"], spec["high"]]) / 700)
    corners = 700 * (10 ** (np.linspace(*mels, spec["bands"] + 2) / 2595) - 1)
    places = np.arange(size // 2 + 1) * spec["rate"] / size
    weights = np.array(
        [np.interp(places, corners[b : b + 3], [0, 1, 0]) for b in range(spec["bands"])]
    )
    return np.log(power @ weights.T + FLOOR)


def lift(spec, logs):
    """To `range` below the loudest band so far, which fades by 10 dB in a second."""
    neper = np.log(10) / 10
    fade = neper * 10 * spec["hop"] / spec["rate"] * np.arange(len(logs))
    loudest = np.maximum.accumulate(logs.max(axis=1) + fade) - fade
    return np.maximum(logs, (loudest - neper * spec["range"])[:, None])


def mfcc(spec, logs):
    bands = spec["bands"]
    places = (np.arange(bands) + 0.5) / bands
    table = np.array([np.cos(np.pi * k * places) for k in range(spec["mfcc"])])
    table *= np.sqrt(2 / bands)
    table[0] /= np.sqrt(2)
    return logs @ table.T


def pitch(spec, x):
    half = len(x) // 2
    first = x[:half]
    d = np.array([np.sum((first - x[k : k + half]) ** 2) for k in range(half + 1)])
    sums = np.cumsum(d)
    normal = np.ones(half + 1)
    heard = sums > 0
    normal[heard] = d[heard] * np.arange(half + 1)[heard] / sums[heard]
    normal[0] = 1
    lags = range(2, half)
    dips = [k for k in lags if normal[k] < 0.15 and normal[k] <= normal[k + 1]]
    lag = dips[0] if dips else min(lags, key=lambda k: normal[k])
    if normal[lag] >= 1:
        return [0, 0]
    left, here, right = normal[lag - 1 : lag + 2]
    bend = left - 2 * here + right
    aside = np.clip((left - right) / (2 * bend), -1, 1) if bend > 0 else 0
    clarity = np.clip(1 - here, 0, 1)
    return [np.log2(spec["rate"] / (lag + aside) / 27.5) * clarity, clarity]


def slopes(c):
    past = np.concatenate([np.repeat(c[:1], 4, axis=0), c])
    at = [past[k : k + len(c)] for k in range(5)]  # c_{t - 4 + k}
    return (at[3] - at[1] + 2 * (at[4] - at[0])) / 10


def features(spec):
    cut = frames(spec, sound(spec))
    logs = log_mel(spec, cut)
    if spec["range"]:
        logs = lift(spec, logs)
    parts = [logs]
    if "mfcc" in spec["kinds"]:
        parts.append(mfcc(spec, logs))
    if "energy" in spec["kinds"]:
        parts.append(np.log(np.mean(cut**2, axis=1) + FLOOR)[:, None])
    before = np.concatenate([np.full((1, spec["bands"]), np.log(FLOOR)), logs[:-1]])
    parts.append(np.mean(np.maximum(0, logs - before), axis=1)[:, None])
    parts.append(np.array([pitch(spec, frame) for frame in cut]))
    rows = [np.concatenate(parts, axis=1)]
    for _ in range(spec["deltas"]):
        rows.append(slopes(rows[-1]))
    return np.concatenate(rows, axis=1)


def main():
    told = []
    for spec in SPECS:
        rows = [[round(float(v), 6) for v in row] for row in features(spec)]
        told.append({**spec, "features": rows})
    json.dump(told, sys.stdout, separators=(",", ":"))
    print()


main()
