// What the charts share.

const sum = (values) => values.reduce((total, value) => total + value, 0);
const largest = (values) => values.reduce((most, value) => Math.max(most, value), 0);

/** Quad classes in words: "12 events: 8 verbal cooperation, 4 material conflict". */
function quadText(quads) {
  const parts = QUADS.map((name, quad) => (quads[quad] ? `${number(quads[quad])} ${name.toLowerCase()}` : null));
  const shown = parts.filter(Boolean);
  return `${plural(sum(quads), "event")}${shown.length ? `: ${shown.join(", ")}` : ""}`;
}

/** The largest of 1, 2, 5, 10, 20, … that is no more than a value. */
function roundNumber(value) {
  const power = 10 ** Math.floor(Math.log10(Math.max(value, 1)));
  return power * [5, 2, 1].find((step) => step * power <= Math.max(value, 1));
}

/** Call back when an element has another width, not for the width that it has now. */
function onWidth(element, redraw) {
  let width = element.clientWidth;
  new ResizeObserver(() => {
    if (element.clientWidth === width) return;
    width = element.clientWidth;
    redraw();
  }).observe(element);
}
