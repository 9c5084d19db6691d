/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
"use strict";
(() => {
  const root = document.documentElement;
  const data = JSON.parse(document.getElementById("data").textContent);
  const charts = [];
  root.classList.remove("plain");

  /* What a custom property comes to in the theme that shows. */
  const colour = (name) => {
    const probe = document.createElement("i");
    probe.style.color = `var(--${name})`;
    document.body.append(probe);
    const value = getComputedStyle(probe).color;
    probe.remove();
    return value;
  };

  const number = (value) => {
    if (value === null || !isFinite(value)) return "–";
    const size = Math.abs(value);
    if (size !== 0 && (size < 1e-3 || size >= 1e5)) {
      const [factor, power] = (+value.toPrecision(2)).toExponential().split("e");
      const raised = power.replace("+", "").replace(/./g, (c) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[c] || "⁻");
      return `${factor === "1" ? "" : `${factor.replace("-", "−")} · `}10${raised}`;
    }
    return String(+value.toPrecision(3)).replace("-", "−");
  };

  /* Ticks of a logarithmic axis: decades, with 2 and 5 between where there are few. */
  const logTicks = (low, high) => {
    const ticks = [];
    const decades = Math.log10(high / low);
    const steps = decades < 2.5 ? [1, 2, 5] : [1];
    const every = Math.max(1, Math.ceil(decades / 6));
    for (let d = Math.floor(Math.log10(low)); d <= Math.ceil(Math.log10(high)); d++)
      for (const step of steps)
        if (d % every === 0) {
          const v = +`${step}e${d}`;
          if (v >= low * 0.999 && v <= high * 1.001) ticks.push({ v, label: number(v) });
        }
    return ticks;
  };

  const frequencyTicks = (low, high, pixels) =>
    [50, 100, 200, 500, 1000, 2000, 5000, 10000, 20000]
      .filter((v, k) => v >= low && v <= high && (pixels > 320 || k % 3 !== 2))
      .map((v) => ({ v, label: v < 1000 ? String(v) : `${v / 1000}k` }));

  const add = (parent, kind, name, text) => {
    const element = document.createElement(kind);
    element.className = name;
    if (text) element.textContent = text;
    parent.append(element);
    return element;
  };

  const legend = (spec) => (shown) => {
    const at = shown.x === undefined ? "" : `<span><b>${number(shown.x)}</b> ${spec.unit}</span>`;
    const keys = shown.series.map((series, k) => {
      if (spec.series.length === 1 && shown.x === undefined) return "";
      const value = shown.x === undefined || series.y === undefined ? "" : ` <b>${number(series.y)}</b>`;
      const look = spec.series[k].dot ? ' class="dot" style="color' : ' style="border-color';
      return `<span><i${look}:var(--${spec.series[k].colour})"></i>${spec.series[k].name}${value}</span>`;
    });
    return keys.concat(at).join("");
  };

  const dashed = (context, from, to) => {
    context.save();
    context.strokeStyle = colour("quiet");
    context.setLineDash([5, 4]);
    context.beginPath();
    context.moveTo(...from);
    context.lineTo(...to);
    context.stroke();
    context.restore();
  };

  /* Colours are drawn, not styled: they change with the theme. */
  const colours = (spec) => ({
    colors: spec.series.map((series) => colour(series.colour)),
    gridLineColor: colour("grid"),
    axisLineColor: colour("line"),
  });

  /* With a finger one scrolls the page. */
  const mouse = { ...Dygraph.defaultInteractionModel };
  for (const event of ["touchstart", "touchmove", "touchend"]) delete mouse[event];

  /* spec: rows, series [{name, colour, dot}], x and y titles, unit of x; options. */
  const draw = (id, spec) => {
    const box = document.getElementById(id);
    if (!spec.rows.length || box.closest("[hidden]")) return null;
    const figure = box.closest("figure");
    const head = add(box, "div", "head");
    add(head, "p", "", spec.y);
    const keys = add(head, "div", "legend");
    const plot = add(box, "div", "plot");
    plot.setAttribute("role", "img");
    plot.setAttribute("aria-label", figure.querySelector("figcaption").innerText);
    const series = {};
    for (const s of spec.series)
      series[s.name] = s.dot
        ? { strokeWidth: 0, drawPoints: true, pointSize: s.dot }
        : { strokeWidth: s.width || 1.75, drawPoints: !!s.points, pointSize: 3 };
    const chart = new Dygraph(plot, spec.rows, {
      labels: ["x", ...spec.series.map((s) => s.name)],
      labelsDiv: keys,
      legend: "always",
      legendFormatter: legend(spec),
      series,
      xlabel: spec.x,
      xLabelHeight: 20,
      axisLabelFontSize: 12,
      highlightCircleSize: 3.5,
      gridLineWidth: 1,
      axisLineWidth: 1,
      interactionModel: mouse,
      ...colours(spec),
      ...spec.options,
      axes: {
        x: { drawGrid: false, pixelsPerLabel: 45, axisLabelFormatter: number, ...(spec.options.axes || {}).x },
        y: { axisLabelWidth: 52, axisLabelFormatter: number, ...(spec.options.axes || {}).y },
      },
    });
    charts.push({ chart, spec });
    return chart;
  };

  const repaint = () => {
    for (const { chart, spec } of charts) chart.updateOptions(colours(spec));
  };

  const logY = { y: { ticker: logTicks } };
  const frequencyX = { logscale: true, ticker: frequencyTicks };
  /* Levels and norms span decades: some room above and below, whole decades not needed. */
  const around = (values) => {
    const good = values.filter((v) => v > 0);
    return good.length ? [Math.min(...good) / 1.5, Math.max(...good) * 1.5] : [1e-3, 1];
  };
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

  /* The numbers are a click away here; without scripts, and in print, they are open. */
  const details = document.querySelectorAll("figure details");
  for (const element of details) element.open = false;

  const press = (buttons, pressed) => {
    for (const button of buttons) button.setAttribute("aria-pressed", button === pressed);
  };
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

  const theme = document.getElementById("theme");
  const system = matchMedia("(prefers-color-scheme: dark)");
  const setTheme = (dark) => {
    theme.setAttribute("aria-pressed", dark);
    repaint();
  };
  theme.addEventListener("click", () => {
    const dark = theme.getAttribute("aria-pressed") !== "true";
    root.dataset.theme = dark ? "dark" : "light";
    setTheme(dark);
  });
  system.addEventListener("change", () => {
    if (!root.dataset.theme) setTheme(system.matches);
  });
  theme.setAttribute("aria-pressed", system.matches);

  let before;
  addEventListener("beforeprint", () => {
    before = root.dataset.theme;
    root.dataset.theme = "light";
    repaint();
    for (const element of details) element.open = true;
  });
  addEventListener("afterprint", () => {
    if (before) root.dataset.theme = before;
    else delete root.dataset.theme;
    repaint();
    for (const element of details) element.open = false;
  });
})();
