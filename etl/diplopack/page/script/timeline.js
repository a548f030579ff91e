// The time line: cooperation above, conflict below; a stretch of it is a filter.

const HEIGHT = 190;
const AXIS = 22; // for the names of the years
const TOP = 6;
const GUTTER = 42; // for the numbers of the scale
const UNITS = ["day", "week", "month", "quarter", "year"];

const timeline = (() => {
  const place = byId("timeline");
  const first = everything.day.reduce((least, day) => Math.min(least, day), Infinity);
  const last = everything.day.reduce((most, day) => Math.max(most, day), -Infinity);
  const unit = unitFor(last - first);
  const starts = everything.length ? binStarts() : [0];
  const bins = starts.length;
  let shown = starts.map(() => [0, 0, 0, 0]);
  let cursor = bins - 1;
  let anchor = null; // where a stretch began that is being chosen

  function unitFor(days) {
    const wanted = days <= 62 ? "day" : days <= 400 ? "week" : days <= 3300 ? "month" : days <= 10000 ? "quarter" : "year";
    return UNITS[Math.max(UNITS.indexOf(wanted), UNITS.indexOf(period))];
  }

  /** The first days of the bins, and of the one after the last event. */
  function binStarts() {
    const found = [];
    const date = new Date(first * DAY);
    const months = { month: 1, quarter: 3, year: 12 }[unit];
    if (!months) {
      const step = unit === "week" ? 7 : 1;
      const monday = unit === "week" ? first - ((first + 3) % 7) : first;
      for (let day = monday; day <= last; day += step) found.push(day);
      return found;
    }
    const year = date.getUTCFullYear();
    let month = Math.floor(date.getUTCMonth() / months) * months;
    for (let day = Date.UTC(year, month) / DAY; day <= last; day = Date.UTC(year, month) / DAY) {
      found.push(day);
      month += months;
    }
    return found;
  }

  function binOf(day) {
    let [low, high] = [0, bins - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (starts[middle] <= day) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  function endOf(bin) {
    if (bin + 1 < bins) return starts[bin + 1] - 1;
    const start = new Date(starts[bin] * DAY);
    const months = { month: 1, quarter: 3, year: 12 }[unit];
    if (months) return Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + months) / DAY - 1;
    return starts[bin] + (unit === "week" ? 6 : 0);
  }

  function nameOf(bin) {
    const iso = isoOf(starts[bin]);
    if (unit === "year" || unit === "month" || unit === "day") return dateText(iso, unit);
    if (unit === "quarter") return `${dateText(iso, "month")} to ${dateText(isoOf(endOf(bin)), "month")}`;
    return `week of ${dateText(iso, "day")}`;
  }

  function draw() {
    const width = Math.max(place.clientWidth - GUTTER, 120);
    const step = width / bins;
    const up = shown.map((quads) => quads[0] + quads[1]);
    const down = shown.map((quads) => quads[2] + quads[3]);
    const most = Math.max(largest(up) + largest(down), 1);
    const scale = (HEIGHT - AXIS - TOP - 4) / most;
    const zero = TOP + largest(up) * scale;
    const svg = make("svg", { width: width + GUTTER, height: HEIGHT, viewBox: `0 0 ${width + GUTTER} ${HEIGHT}`, "aria-hidden": "true", focusable: "false" });
    const band = selection();
    if (band) svg.append(make("rect", { class: "band", x: band[0] * step, y: TOP, width: (band[1] - band[0] + 1) * step, height: HEIGHT - AXIS - TOP }));
    svg.append(...grid(largest(up), -1), ...grid(largest(down), 1), ...years(width, step));
    const gap = step > 4 ? 1 : 0;
    shown.forEach((quads, bin) => {
      const faded = band && (bin < band[0] || bin > band[1]) ? " faded" : "";
      let above = zero;
      let below = zero;
      for (const quad of [1, 0, 3, 2]) {
        const height = quads[quad] && Math.max(quads[quad] * scale, 1);
        if (!height) continue;
        const y = quad < 2 ? (above -= height) : below;
        if (quad >= 2) below += height;
        svg.append(make("rect", { class: `q${quad + 1}${faded}`, x: bin * step, y, width: Math.max(step - gap, 0.5), height }));
      }
    });
    svg.append(make("line", { class: "zero", x1: 0, x2: width, y1: zero, y2: zero }));
    if (document.activeElement === place) svg.append(make("rect", { class: "cursor", x: cursor * step, y: TOP, width: Math.max(step, 2), height: HEIGHT - AXIS - TOP }));
    byId("readout").textContent = `${nameOf(cursor)} · ${quadText(shown[cursor])}`;
    place.replaceChildren(svg);

    function grid(value, side) {
      const round = roundNumber(value);
      const y = zero + side * round * scale;
      if (!value || round * scale < 12) return [];
      return [make("line", { class: "grid", x1: 0, x2: width, y1: y, y2: y }), make("text", { class: "tick", x: width + 5, y: y + 4 }, number(round))];
    }
  }

  /** Names below the bars, as many as there is room for. */
  function years(width, step) {
    const found = [];
    let free = 0;
    const months = unit === "day" || unit === "week";
    starts.forEach((start, bin) => {
      const iso = isoOf(start);
      const label = months ? dateText(iso, "month") : iso.slice(0, 4);
      const before = bin ? isoOf(starts[bin - 1]).slice(0, months ? 7 : 4) : "";
      if (before === iso.slice(0, months ? 7 : 4) || bin * step < free || bin * step > width - 30) return;
      found.push(make("line", { class: "grid", x1: bin * step, x2: bin * step, y1: TOP, y2: HEIGHT - 4 }));
      found.push(make("text", { class: "tick", x: bin * step + 4, y: HEIGHT - 6 }, label));
      free = bin * step + (months ? 74 : 44);
    });
    return found;
  }

  function selection() {
    if (anchor !== null) return [Math.min(anchor, cursor), Math.max(anchor, cursor)];
    if (!chosen.from && !chosen.to) return null;
    return [chosen.from ? binOf(dayOf(chosen.from)) : 0, chosen.to ? binOf(dayOf(chosen.to)) : bins - 1];
  }

  function tell() {
    place.setAttribute("aria-valuemin", "0");
    place.setAttribute("aria-valuemax", String(bins - 1));
    place.setAttribute("aria-valuenow", String(cursor));
    place.setAttribute("aria-valuetext", `${nameOf(cursor)}, ${quadText(shown[cursor])}`);
    draw();
  }

  function choose() {
    const [low, high] = selection() ?? [cursor, cursor];
    const stretch = { from: isoOf(starts[low]), to: isoOf(endOf(high)) };
    anchor = null;
    const again = stretch.from === chosen.from && stretch.to === chosen.to;
    change(again ? { from: "", to: "" } : stretch);
  }

  const under = (event) => {
    const { left, width } = place.getBoundingClientRect();
    return Math.min(Math.max(Math.floor(((event.clientX - left) / (width - GUTTER)) * bins), 0), bins - 1);
  };
  place.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    place.setPointerCapture(event.pointerId);
    anchor = cursor = under(event);
    tell();
  });
  place.addEventListener("pointermove", (event) => {
    const bin = under(event);
    if (bin === cursor) return;
    cursor = bin;
    tell();
  });
  place.addEventListener("pointerup", () => anchor !== null && choose());
  place.addEventListener("pointercancel", () => {
    anchor = null;
    tell();
  });
  place.addEventListener("keydown", (event) => {
    const moves = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageUp: 12, PageDown: -12, Home: -bins, End: bins };
    if (event.key in moves) {
      if (event.shiftKey) anchor ??= cursor;
      else anchor = null;
      cursor = Math.min(Math.max(cursor + moves[event.key], 0), bins - 1);
      tell();
    } else if (event.key === "Enter" || event.key === " ") {
      anchor ??= cursor;
      choose();
    } else if (event.key === "Escape") {
      anchor = null;
      change({ from: "", to: "" });
    } else return;
    event.preventDefault();
  });
  place.addEventListener("focus", draw);
  place.addEventListener("blur", draw);
  onWidth(place, draw);

  return {
    bins,
    binOf,
    bounds: [isoOf(starts[0]), isoOf(endOf(bins - 1))],
    show(counts) {
      shown = counts;
      tell();
    },
  };
})();
