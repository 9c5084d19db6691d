/* SPDX-License-Identifier: ISC
   Copyright 2026 the Unfold authors */
"use strict";
/* What all reports share; draw() and the rest are for the script of one of them. */
const page = (() => {
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

  const add = (parent, kind, name, text) => {
    const element = document.createElement(kind);
    element.className = name;
    if (text) element.textContent = text;
    parent.append(element);
    return element;
  };

  const escaped = (text) => text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);

  const legend = (spec) => (shown) => {
    const at = shown.x === undefined ? "" : `<span><b>${number(shown.x)}</b> ${spec.unit}</span>`;
    const keys = shown.series.map((series, k) => {
      if (spec.series.length === 1 && shown.x === undefined) return "";
      const value = shown.x === undefined || series.y === undefined ? "" : ` <b>${number(series.y)}</b>`;
      const look = spec.series[k].dot ? ' class="dot" style="color' : ' style="border-color';
      return `<span><i${look}:var(--${spec.series[k].colour})"></i>${escaped(spec.series[k].name)}${value}</span>`;
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
    /* Keys that no name of anything can be in the way of. */
    const series = {};
    for (const [k, s] of spec.series.entries())
      series[`y${k}`] = s.dot
        ? { strokeWidth: 0, drawPoints: true, pointSize: s.dot }
        : { strokeWidth: s.width || 1.75, drawPoints: !!s.points, pointSize: 3 };
    const chart = new Dygraph(plot, spec.rows, {
      labels: ["x", ...Object.keys(series)],
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
  /* Levels and norms span decades: some room above and below, whole decades not needed. */
  const around = (values) => {
    const good = values.filter((v) => v > 0);
    return good.length ? [Math.min(...good) / 1.5, Math.max(...good) * 1.5] : [1e-3, 1];
  };

  /* The numbers are a click away here; without scripts, and in print, they are open. */
  const details = document.querySelectorAll("figure details");
  for (const element of details) element.open = false;

  const press = (buttons, pressed) => {
    for (const button of buttons) button.setAttribute("aria-pressed", button === pressed);
  };

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

  return { data, colour, number, add, dashed, draw, logY, around, press };
})();
