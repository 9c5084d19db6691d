#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
# Copyright 2026 the Unfold authors
"""The numbers of `unfold example dogs`, worked out apart from it, in plain Python.

    python3 tests/golden/dogs.py > tests/golden/dogs.json

Forward by the textbook's equations in double; the gradients by central differences of
the loss, so that no backward pass is involved.
"""
import json
import math

WX = [[0.3, -0.2, 0.1], [-0.1, 0.4, 0.2], [0.2, 0.1, -0.3], [0.1, -0.4, 0.3]]
WH = [[0.1, 0.2, -0.1], [-0.3, 0.1, 0.2], [0.2, -0.2, 0.1]]
B = [0.0, 0.1, -0.1]
WY = [[0.2, -0.1, 0.3, 0.1], [-0.2, 0.3, 0.1, -0.1], [0.1, 0.2, -0.2, 0.4]]
BY = [0.0, 0.0, 0.0, 0.0]
RATE = 0.5
STEPS = 67


def forward(w):
    """w: 40 numbers in the order Wx, Wh, b, Wy, by. Returns hs, ys, loss."""
    wx = [w[3 * j : 3 * j + 3] for j in range(4)]
    wh = [w[12 + 3 * j : 15 + 3 * j] for j in range(3)]
    b = w[21:24]
    wy = [w[24 + 4 * j : 28 + 4 * j] for j in range(3)]
    by = w[36:40]
    h, hs, ys, loss = [0.0] * 3, [], [], 0.0
    for letter in range(3):
        h = [
            math.tanh(wx[letter][k] + sum(h[j] * wh[j][k] for j in range(3)) + b[k])
            for k in range(3)
        ]
        sums = [sum(h[j] * wy[j][k] for j in range(3)) + by[k] for k in range(4)]
        total = sum(math.exp(s) for s in sums)
        y = [math.exp(s) / total for s in sums]
        loss -= math.log(y[letter + 1])
        hs += h
        ys += y
    return hs, ys, loss


def gradients(w, step=1e-5):
    result = []
    for k in range(len(w)):
        above, below = list(w), list(w)
        above[k] += step
        below[k] -= step
        result.append((forward(above)[2] - forward(below)[2]) / (2 * step))
    return result


def main():
    start = [v for rows in (WX, WH, [B], WY, [BY]) for row in rows for v in row]
    w, passes, after_one = start, [], None
    for step in range(STEPS + 1):
        h, y, loss = forward(w)
        g = gradients(w)
        passes.append({"h": h, "y": y, "loss": loss, "gradients": g})
        if step == STEPS:
            break
        w = [a - RATE * b for a, b in zip(w, g)]
        after_one = after_one or w
    print(
        json.dumps(
            {
                "start": start,
                "first": passes[0],
                "after_one_step": after_one,
                "steps": STEPS,
                "last": passes[-1],
                "probability_of_s_after_dog": passes[-1]["y"][-1],
            },
            indent=1,
        )
    )


main()
