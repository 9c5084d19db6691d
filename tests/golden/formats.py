#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
# Copyright 2026 the Unfold authors
"""Small model files of the field's formats and what they play, worked out apart from
the C code, in double with numpy, from the formats' own descriptions.

    python3 tests/golden/formats.py     writes the folder tests/golden/formats/

outputs.json has what each file there plays of the input that is there too: from the
state that the file says, nothing run before it, gains and skip applied, knobs held where
"knobs" says. All numbers have few digits, so that the files stay small.
"""
import json
import os

import numpy as np

STEPS = 120
HERE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "formats")


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


ACTIVATIONS = {
    "": lambda x: x,
    "linear": lambda x: x,
    "tanh": np.tanh,
    "sigmoid": sigmoid,
    "relu": lambda x: np.maximum(x, 0),
    "elu": lambda x: np.where(x > 0, x, np.exp(np.minimum(x, 0)) - 1),
    "softmax": lambda x: np.exp(x) / np.exp(x).sum(),
}


def lstm(xs, w, u, b, h, c):
    """xs [T][n], w [4H][n], u [4H][H], b [4H]: gates i f g o by row."""
    size, hs = len(h), []
    for x in xs:
        i, f, g, o = np.split(w @ x + u @ h + b, 4)
        c = sigmoid(f) * c + sigmoid(i) * np.tanh(g)
        h = sigmoid(o) * np.tanh(c)
        hs.append(h)
    assert len(h) == size
    return np.array(hs)


def gru(xs, w, u, bi, bh, h, order):
    """Gates by row, where order says which of them are r, z and the candidate."""
    hs = []
    r_at, z_at, n_at = order
    for x in xs:
        a, s = np.split(w @ x + bi, 3), np.split(u @ h + bh, 3)
        r, z = sigmoid(a[r_at] + s[r_at]), sigmoid(a[z_at] + s[z_at])
        h = (1 - z) * np.tanh(a[n_at] + r * s[n_at]) + z * h
        hs.append(h)
    return np.array(hs)


def play_nam(model, xs):
    config = model["config"]
    n, size = config["input_size"], config["hidden_size"]
    weights = iter(model["weights"])

    def take(*shape):
        count = int(np.prod(shape))
        return np.array([next(weights) for _ in range(count)]).reshape(shape)

    for _ in range(config["num_layers"]):
        both, bias = take(4 * size, n + size), take(4 * size)
        h, c = take(size), take(size)
        xs = lstm(xs, both[:, :n], both[:, n:], bias, h, c)
        n = size
    out = config.get("out_channels", 1)
    head, bias = take(out, size), take(out)
    assert next(weights, None) is None
    return xs @ head.T + bias


def play_aidax(model, xs):
    def gain(key):
        decibels = model.get(key, 0)
        return 0.0 if decibels <= -90 else 10 ** (decibels / 20)

    xs = xs.copy()
    xs[:, 0] *= gain("in_gain")
    ys = xs
    for layer in model["layers"]:
        kind = layer["type"]
        parts = [np.array(p) for p in layer.get("weights", [])]
        zero = np.zeros(layer["shape"][-1])
        if kind == "lstm":
            w, u, b = parts
            ys = lstm(ys, w.T, u.T, b, zero, zero)
        elif kind == "gru":
            w, u, b = parts
            ys = gru(ys, w.T, u.T, b[0], b[1], zero, (1, 0, 2))
        else:
            if parts:
                ys = ys @ parts[0]
            if len(parts) > 1:
                ys = ys + parts[1]
            ys = np.array([ACTIVATIONS[layer["activation"]](y) for y in ys])
    if model.get("in_skip", 0):
        ys[:, 0] += xs[:, 0]
    return ys * gain("out_gain")


def play_proteus(model, xs):
    data = model["model_data"]
    state = {key: np.array(value) for key, value in model["state_dict"].items()}
    ys = xs
    for layer in range(data["num_layers"]):
        w, u, bi, bh = (
            state["rec.%s_l%d" % (name, layer)]
            for name in ("weight_ih", "weight_hh", "bias_ih", "bias_hh")
        )
        h = np.zeros(data["hidden_size"])
        if data["unit_type"] == "LSTM":
            ys = lstm(ys, w, u, bi + bh, h, h)
        elif data["unit_type"] == "GRU":
            ys = gru(ys, w, u, bi, bh, h, (0, 1, 2))
        else:
            hs = []
            for x in ys:
                h = np.tanh(w @ x + bi + u @ h + bh)
                hs.append(h)
            ys = np.array(hs)
    ys = ys @ state["lin.weight"].T
    if data["bias_fl"]:
        ys = ys + state["lin.bias"]
    for k in range(data["skip"]):
        ys[:, k] += xs[:, k]
    return ys


def inputs_of(model):
    if "config" in model:
        return model["config"]["input_size"]
    if "in_shape" in model:
        return model["in_shape"][-1]
    return model["model_data"]["input_size"]


def play(model, x, knobs=()):
    """The first output for x [T] and knobs held."""
    held = list(knobs) + [0.0] * (inputs_of(model) - 1 - len(knobs))
    xs = np.array([[v] + held for v in x], dtype=float)
    if "config" in model:
        return play_nam(model, xs)[:, 0]
    if "in_shape" in model:
        return play_aidax(model, xs)[:, 0]
    return play_proteus(model, xs)[:, 0]


class Maker:
    def __init__(self, seed):
        self.random = np.random.default_rng(seed)

    def numbers(self, *shape, scale=0.6):
        return np.round(self.random.normal(0, scale, shape), 3)

    def array(self, *shape):
        return self.numbers(*shape).tolist()

    def nam(self, size, layers, moved, inputs=1, **root):
        weights, n = [], inputs
        for _ in range(layers):
            weights += self.array(4 * size * (n + size)) + self.array(4 * size)
            weights += self.array(2 * size) if moved else [0.0] * (2 * size)
            n = size
        weights += self.array(size + 1)
        config = {"input_size": inputs, "hidden_size": size, "num_layers": layers}
        return dict(
            version="0.5.4",
            metadata=None,
            architecture="LSTM",
            config=config,
            weights=weights,
            **root,
        )

    def recurrent(self, kind, n, size):
        gates = {"lstm": 4, "gru": 3}[kind] * size
        bias = self.array(gates) if kind == "lstm" else self.array(2, gates)
        return {
            "type": kind,
            "activation": "",
            "shape": [None, None, size],
            "weights": [self.array(n, gates), self.array(size, gates), bias],
        }

    def dense(self, n, size, activation="", kind="dense", bias=True):
        return {
            "type": kind,
            "activation": activation,
            "shape": [None, None, size],
            "weights": [self.array(n, size)] + ([self.array(size)] if bias else []),
        }

    def proteus(self, unit, size, layers=1, inputs=1, skip=1, bias=True):
        gates, state, n = {"LSTM": 4, "GRU": 3, "RNN": 1}[unit] * size, {}, inputs
        for layer in range(layers):
            state["rec.weight_ih_l%d" % layer] = self.array(gates, n)
            state["rec.weight_hh_l%d" % layer] = self.array(gates, size)
            state["rec.bias_ih_l%d" % layer] = self.array(gates)
            state["rec.bias_hh_l%d" % layer] = self.array(gates)
            n = size
        state["lin.weight"] = self.array(1, size)
        if bias:
            state["lin.bias"] = self.array(1)
        data = {
            "model": "SimpleRNN",
            "input_size": inputs,
            "skip": skip,
            "output_size": 1,
            "unit_type": unit,
            "num_layers": layers,
            "hidden_size": size,
            "bias_fl": bias,
        }
        return {"model_data": data, "state_dict": state}


def activation(name, size):
    return {"type": "activation", "activation": name, "shape": [None, None, size]}


def aidax(layers, inputs=1, **root):
    return dict(in_shape=[None, None, inputs], layers=layers, **root)


def with_test(model):
    """The self-test of AIDA-X files, a short one."""
    bare = {k: v for k, v in model.items() if k not in ("in_gain", "out_gain")}
    x = Maker(99).numbers(24, scale=0.4)
    model["input_batch"] = x.tolist()
    model["output_batch"] = np.round(play(bare, x), 7).tolist()
    return model


def models():
    m = Maker(1)
    yield "nam-1x3-state.nam", m.nam(3, 1, True, sample_rate=44100), ()
    yield "nam-3x4-still.nam", m.nam(4, 3, False), ()
    yield "aidax-lstm.json", with_test(
        aidax(
            [m.recurrent("lstm", 1, 5), m.dense(5, 1)],
            in_skip=1,
            metadata={"name": "small", "samplerate": "44100", "license": "none"},
        )
    ), ()
    yield "aidax-gru-gains-knobs.json", with_test(
        aidax(
            [m.recurrent("gru", 3, 4), m.dense(4, 1)],
            inputs=3,
            in_skip=1,
            in_gain=-3.5,
            out_gain=6.25,
            samplerate=96000,
        )
    ), (0.25, 0.75)
    yield "aidax-stack-dense.json", aidax(
        [
            m.recurrent("lstm", 1, 3),
            m.recurrent("lstm", 3, 6),
            m.recurrent("lstm", 6, 4),
            m.dense(4, 5, "elu", "time-distributed-dense"),
            m.dense(5, 3, bias=False),
            activation("relu", 3),
            m.dense(3, 2, "sigmoid"),
            m.dense(2, 1),
            activation("tanh", 1),
        ]
    ), ()
    yield "aidax-gru-stack-silent.json", aidax(
        [m.recurrent("gru", 1, 6), m.recurrent("gru", 6, 2), m.dense(2, 1, bias=False)],
        in_gain=-90,
    ), ()
    yield "proteus-lstm.json", m.proteus("LSTM", 5), ()
    yield "proteus-gru-stack.json", m.proteus("GRU", 3, layers=2, skip=0), ()
    yield "proteus-rnn-knobs.json", m.proteus("RNN", 6, inputs=3, bias=False), (1, 0.5)


def main():
    os.makedirs(HERE, exist_ok=True)
    x = Maker(7).numbers(STEPS)
    outputs = {"input": x.tolist(), "models": []}
    for name, model, knobs in models():
        with open(os.path.join(HERE, name), "w") as file:
            file.write(json.dumps(model, separators=(",", ":")) + "\n")
        outputs["models"].append(
            {
                "file": name,
                "knobs": list(knobs),
                "output": np.round(play(model, x, knobs), 9).tolist(),
            }
        )
    with open(os.path.join(HERE, "outputs.json"), "w") as file:
        rows = (json.dumps(row, separators=(",", ":")) for row in outputs["models"])
        file.write('{"input":%s,\n"models":[\n' % json.dumps(outputs["input"]))
        file.write(",\n".join(rows) + "\n]}\n")


if __name__ == "__main__":
    main()
