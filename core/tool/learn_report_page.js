/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
(() => {
  const { data, colour, number, dashed, draw, logY, around } = page;
  const labelled = data.task === "clip" || data.task === "frame";

  const epochs = { drawPoints: data.learning.length < 40 };
  draw("learning", {
    rows: data.learning.map((row) => row.slice(0, 4)),
    series: [
      { name: "Loss", colour: "error", width: 1.25 },
      { name: "Validation loss", colour: "target" },
      { name: "Kept", colour: "best", dot: 5 },
    ],
    x: "Epoch",
    y: "Loss, logarithmic",
    unit: "epoch",
    options: {
      logscale: true,
      valueRange: around(data.learning.flatMap((row) => row.slice(1, 3))),
      axes: logY,
    },
  });

  draw("accuracy", {
    rows: data.learning.map((row) => [row[0], row[4]]),
    series: [{ name: "Accuracy", colour: "target", points: epochs.drawPoints }],
    x: "Epoch",
    y: "Right, %",
    unit: "epoch",
    options: { includeZero: false },
  });

  /* Numbers 0..63 in characters, as C wrote them. */
  const digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  const levels = new Map([...digits].map((c, k) => [c, k]));

  /* From the card's colour through that of a line to that of the text. */
  const shades = () => {
    const stops = ["card", "target", "ink"].map((name) => colour(name).match(/[\d.]+/g).map(Number));
    return [...digits].map((c, k) => {
      const place = (2 * k) / (digits.length - 1);
      const [from, to] = place < 1 ? [stops[0], stops[1]] : [stops[1], stops[2]];
      return [0, 1, 2].map((n) => from[n] + (to[n] - from[n]) * (place % 1 || (place === 2 ? 1 : 0)));
    });
  };

  /* One pixel for each number, the first row lowest. */
  const bitmap = (view) => {
    const frames = view.answers.length;
    const small = document.createElement("canvas");
    small.width = frames;
    small.height = view.rows;
    const context = small.getContext("2d");
    const image = context.createImageData(frames, view.rows);
    const shade = shades();
    for (let t = 0; t < frames; t++)
      for (let n = 0; n < view.rows; n++) {
        const at = 4 * ((view.rows - 1 - n) * frames + t);
        image.data.set([...shade[levels.get(view.picture[t * view.rows + n])], 255], at);
      }
    context.putImageData(image, 0, 0);
    return small;
  };

  const hertz = (value) => (value < 1000 ? `${number(value)} Hz` : `${number(value / 1000)} kHz`);

  /* On the time axis of the chart below it, however that is zoomed. */
  const paint = (canvas, view, chart) => {
    const { x, w } = chart.getArea();
    const { clientWidth, clientHeight } = canvas;
    const scale = window.devicePixelRatio || 1;
    canvas.width = Math.max(1, clientWidth * scale);
    canvas.height = Math.max(1, clientHeight * scale);
    const context = canvas.getContext("2d");
    context.scale(scale, scale);
    context.font = `12px ${getComputedStyle(document.body).fontFamily}`;
    context.fillStyle = colour("quiet");
    context.textAlign = "right";
    if (data.high) {
      context.fillText(hertz(data.high), x - 6, 12);
      context.fillText(hertz(data.low), x - 6, clientHeight - 3);
    }
    context.beginPath();
    context.rect(x, 0, w, clientHeight);
    context.clip();
    const begin = chart.toDomXCoord(view.answers[0][0] - view.hop / 2);
    const end = chart.toDomXCoord(view.answers.at(-1)[0] + view.hop / 2);
    context.imageSmoothingEnabled = false;
    context.drawImage(bitmap(view), begin, 0, end - begin, clientHeight);
  };

  /* Which label is right, as stretches of its colour. */
  const underlay = (view) => (context, area, chart) => {
    context.save();
    context.beginPath();
    context.rect(area.x, area.y, area.w, area.h);
    context.clip();
    context.font = `11px ${getComputedStyle(document.body).fontFamily}`;
    let free = area.x;
    for (const [begin, end, name, line] of view.truth) {
      const from = Math.max(chart.toDomXCoord(begin), area.x);
      const width = chart.toDomXCoord(end) - from;
      context.fillStyle = colour(line < 0 ? "quiet" : `line-${line}`);
      context.globalAlpha = 0.15;
      context.fillRect(from, area.y, width, area.h);
      context.globalAlpha = 1;
      if (from < free || context.measureText(name).width + 6 > width) continue;
      context.fillText(name, from + 3, area.y + 12);
      free = from + width;
    }
    context.restore();
    if (view.from !== null) {
      const x = chart.toDomXCoord(view.from);
      if (x > area.x && x < area.x + area.w) dashed(context, [x, area.y], [x, area.y + area.h]);
    }
    const y = data.task === "next" ? chart.toDomYCoord(data.threshold) : -1;
    if (y > area.y && y < area.y + area.h) dashed(context, [area.x, y], [area.x + area.w, y]);
  };

  const series = (view) => {
    if (labelled) return view.labels.map((name, k) => ({ name, colour: `line-${k}` }));
    if (data.task === "next") return [{ name: "Error", colour: "target" }];
    return [
      { name: "Target", colour: "target", width: 3.5 },
      { name: "Answer", colour: "output" },
    ];
  };
  const title = { clip: "Probability", frame: "Probability", value: data.value, next: "Error, squares of deviations" };

  for (const [k, view] of data.views.entries()) {
    if (!view.answers.length) continue;
    const canvas = document.getElementById(`picture-${k}`);
    const errors = data.task === "next" ? view.answers.map((row) => row[1] || 0) : [];
    const top = Math.max(data.threshold || 0, ...errors) * 1.1;
    draw(`view-${k}`, {
      rows: view.answers,
      series: series(view),
      x: "Time, s",
      y: title[data.task],
      unit: "s",
      options: {
        dateWindow: [view.answers[0][0] - view.hop / 2, view.answers.at(-1)[0] + view.hop / 2],
        valueRange: labelled ? [0, 1.02] : errors.length ? [0, top || 1] : null,
        underlayCallback: underlay(view),
        drawCallback: (chart) => paint(canvas, view, chart),
      },
    });
  }
})();
