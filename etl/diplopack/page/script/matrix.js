// Who acts on whom: the countries with most events against each other, a cell a pair and a filter.

const CELL = 30; // pixels, at least
const WIDEST = 136;
const NUMBERED = 48; // from which size a cell has room for its number
const MOST = 14; // countries
const HEAD = 46; // pixels of the names of the rows
const PAIRS = 5; // pairs named in words

const matrix = (() => {
  const place = byId("matrix");
  let pairs = new Map();
  let last = "";
  let cellSize = CELL;

  function room() {
    return Math.max(4, Math.min(MOST, Math.floor((place.clientWidth - HEAD) / CELL)));
  }

  function axis() {
    const totals = new Map();
    for (const { who, whom, quads } of pairs.values()) {
      for (const country of new Set([who, whom])) totals.set(country, (totals.get(country) ?? 0) + sum(quads));
    }
    const order = [...totals].sort((one, other) => other[1] - one[1] || one[0] - other[0]).map(([country]) => country);
    const kept = order.slice(0, room());
    for (const code of [chosen.actor, chosen.target]) {
      const row = asRow(code);
      if (row >= 0 && order.includes(row) && !kept.includes(row)) kept[kept.length - 1] = row;
    }
    return { kept, left: order.length - kept.length };
  }

  function draw() {
    const { kept, left } = axis();
    cellSize = Math.min(WIDEST, Math.max(CELL, Math.floor((place.clientWidth - HEAD - 2) / Math.max(kept.length, 1))));
    const most = Math.max(largest([...pairs.values()].map(({ quads }) => sum(quads))), 1);
    const head = make("tr", {}, make("td"), ...kept.map((country) => make("th", { scope: "col" }, name(country, "target"))));
    const body = kept.map((who) => make("tr", {}, make("th", { scope: "row" }, name(who, "actor")), ...kept.map((whom) => cell(who, whom, most))));
    const table = make("table", { "aria-label": "Events by actor (rows) and target (columns)" }, make("thead", {}, head), make("tbody", {}, ...body));
    table.style.width = `${HEAD + kept.length * cellSize}px`;
    const more = left ? `${plural(left, "more country", "more countries")} in the filters above.` : "";
    const held = document.activeElement?.closest?.("#matrix button")?.dataset.pair ?? null;
    place.replaceChildren(table, make("p", { class: "hint" }, more));
    const buttons = [...place.querySelectorAll("button")];
    const again = buttons.find((button) => button.dataset.pair === held);
    const reachable = again ?? buttons.find((button) => button.dataset.pair === last) ?? buttons[0];
    if (reachable) reachable.tabIndex = 0;
    again?.focus();
    byId("pairs").replaceChildren(...strongest().map(named));
  }

  function strongest() {
    const order = (one, other) => sum(other.quads) - sum(one.quads) || one.who - other.who || one.whom - other.whom;
    return [...pairs.values()].sort(order).slice(0, PAIRS);
  }

  function named({ who, whom, quads }) {
    return make("li", {}, make("span", {}, `${countryName(who)} → ${countryName(whom)}`), make("span", { class: "value" }, number(sum(quads))));
  }

  function name(country, side) {
    const code = countryCode(country);
    const isChosen = chosen[side] === code;
    const label = `${countryName(country)}, as ${side}`;
    const press = () => change({ [side]: isChosen ? "" : code });
    return make("button", { type: "button", class: "name", tabindex: -1, title: label, "aria-label": label, "aria-pressed": String(isChosen), "data-pair": `${side} ${code}`, onclick: press }, country ? code : "none");
  }

  function cell(who, whom, most) {
    const pair = pairs.get(who * 1000 + whom);
    if (!pair) return make("td", { class: "no" });
    const total = sum(pair.quads);
    const inner = cellSize - 3;
    const side = Math.max(5, Math.sqrt(total / most) * (inner - 4));
    const square = make("svg", { width: inner, height: inner, "aria-hidden": "true", focusable: "false" });
    let y = (inner - side) / 2;
    pair.quads.forEach((value, quad) => {
      if (!value) return;
      const height = (value / total) * side;
      square.append(make("rect", { class: `q${quad + 1}`, x: (inner - side) / 2, y, width: side, height }));
      y += height;
    });
    if (cellSize >= NUMBERED) square.append(make("text", { x: inner / 2, y: inner / 2 + 4, "text-anchor": "middle" }, number(total)));
    const label = `${countryName(who)} → ${countryName(whom)}: ${quadText(pair.quads)}`;
    const both = { actor: countryCode(who), target: countryCode(whom) };
    const isChosen = chosen.actor === both.actor && chosen.target === both.target;
    const press = () => change(isChosen ? { actor: "", target: "" } : both);
    return make("td", {}, make("button", { type: "button", tabindex: -1, title: label, "aria-label": label, "aria-pressed": String(isChosen), "data-pair": `${both.actor} ${both.target}`, onclick: press }, square));
  }

  /** Arrows go from button to button as the eye does. */
  place.addEventListener("keydown", (event) => {
    const here = event.target.closest("td, th");
    const [down, right] = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[event.key] ?? [0, 0];
    if (!here || (!down && !right)) return;
    event.preventDefault();
    const rows = [...place.querySelectorAll("tr")];
    let [row, column] = [rows.indexOf(here.parentElement), here.cellIndex];
    for (;;) {
      row += down;
      column += right;
      const next = rows[row]?.cells[column];
      if (!next) return;
      const button = next.querySelector("button");
      if (!button) continue;
      event.target.tabIndex = -1;
      button.tabIndex = 0;
      last = button.dataset.pair;
      button.focus();
      return;
    }
  });
  onWidth(place, draw);

  return {
    show(counts) {
      pairs = counts;
      draw();
    },
  };
})();
