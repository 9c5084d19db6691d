/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
(() => {
  const { data, dashed, draw, logY, around, press } = page;

  const frequencyTicks = (low, high, pixels) =>
    [50, 100, 200, 500, 1000, 2000, 5000, 10000, 20000]
      .filter((v, k) => v >= low && v <= high && (pixels > 320 || k % 3 !== 2))
      .map((v) => ({ v, label: v < 1000 ? String(v) : `${v / 1000}k` }));

  const frequencyX = { logscale: true, ticker: frequencyTicks };
  /* 90 dB from the loudest down: what is softer nobody hears beside it. */
  const downFrom = (rows) => {
    const levels = rows.flatMap((row) => row.slice(1)).filter((v) => v !== null);
    const most = levels.length ? Math.max(...levels) : 0;
    return [Math.max(Math.min(...levels, most) - 3, most - 90), most + 3];
  };
  const wholeLine = (context, area, chart) => {
    const y = chart.toDomYCoord(data.esr);
    if (data.esr > 0 && y > area.y && y < area.y + area.h)
      dashed(context, [area.x, y], [area.x + area.w, y]);
  };
  /* Wider, to be seen beneath a model that follows it. */
  const target = { name: "Target", colour: "target", width: 3.5 };
  const output = { name: "Model", colour: "output" };
  const error = { name: "Error", colour: "error", width: 1.25 };

  const wave = draw("places", {
    rows: data.places.worst,
    series: [target, output, error],
    x: "Time, ms",
    y: "Amplitude, full scale 1",
    unit: "ms",
    options: { xRangePad: 0 },
  });

  draw("learning", {
    rows: data.learning,
    series: [
      { name: "Loss", colour: "error", width: 1.25 },
      { name: "Validation ESR", colour: "target" },
      { name: "Best", colour: "best", dot: 5 },
    ],
    x: "Time, s",
    y: "ESR and loss, logarithmic",
    unit: "s",
    options: {
      logscale: true,
      valueRange: around(data.learning.flatMap((row) => row.slice(1, 3))),
      axes: logY,
    },
  });

  draw("spectra", {
    rows: data.spectra,
    series: [target, output, error],
    x: "Frequency, Hz",
    y: "Level, dB",
    unit: "Hz",
    options: { valueRange: downFrom(data.spectra), axes: { x: frequencyX } },
  });

  const esr = { name: "ESR", colour: "target", points: true };
  draw("levels", {
    rows: data.levels,
    series: [esr],
    x: "Level of the dry signal, dB (0: full scale)",
    y: "ESR, logarithmic",
    unit: "dB",
    options: {
      logscale: true,
      xRangePad: 16,
      valueRange: around([data.esr, ...data.levels.map((row) => row[1])]),
      axes: logY,
      underlayCallback: wholeLine,
    },
  });

  draw("bands", {
    rows: data.bands,
    series: [esr],
    x: "Frequency, Hz",
    y: "ESR, logarithmic",
    unit: "Hz",
    options: {
      logscale: true,
      dateWindow: data.bands.length ? [data.bands[0][0] / 1.1, data.bands.at(-1)[0] * 1.1] : null,
      valueRange: around([data.esr, ...data.bands.map((row) => row[1])]),
      axes: { x: frequencyX, ...logY },
      underlayCallback: wholeLine,
    },
  });

  draw("transfer", {
    rows: data.transfer,
    series: [
      { ...target, dot: 2.5 },
      { ...output, dot: 1.25 },
    ],
    x: "Dry, full scale 1",
    y: "Wet, full scale 1",
    unit: "dry",
    options: { highlightCircleSize: 4 },
  });

  draw("reach", {
    rows: data.reach,
    series: [{ name: "Norm of the gradient", colour: "target" }],
    x: "Back, ms",
    y: "Norm, logarithmic",
    unit: "ms",
    options: {
      logscale: true,
      valueRange: around(data.reach.map((row) => row[1])),
      axes: logY,
      underlayCallback: (context, area, chart) => {
        const x = chart.toDomXCoord(data.horizon_ms);
        dashed(context, [x, area.y], [x, area.y + area.h]);
      },
    },
  });

  const places = document.querySelectorAll("[data-place]");
  for (const button of places)
    button.addEventListener("click", () => {
      press(places, button);
      wave.updateOptions({ file: data.places[button.dataset.place], dateWindow: null, valueRange: null });
    });
  const zoom = { in: [0.25, 0.75], out: [-0.5, 1.5], back: [-0.25, 0.75], forth: [0.25, 1.25] };
  for (const button of document.querySelectorAll("[data-zoom]"))
    button.addEventListener("click", () => {
      const [low, high] = wave.xAxisRange();
      const [first, last] = wave.xAxisExtremes();
      const [a, b] = zoom[button.dataset.zoom].map((share) => low + share * (high - low));
      const shift = Math.max(first - a, 0) - Math.max(b - last, 0);
      wave.updateOptions({ dateWindow: [Math.max(a + shift, first), Math.min(b + shift, last)] });
    });
})();
