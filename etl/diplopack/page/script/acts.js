// How many events there are of each root code; a root is a filter.

const acts = (() => {
  const rows = roots.map((code, row) => {
    const bar = make("span", { class: `fill q${rootQuad[row] + 1}` });
    const value = make("span", { class: "value" });
    const button = make(
      "button",
      { type: "button", class: "choice", onclick: () => change({ root: chosen.root === code ? "" : code }) },
      make("span", { class: "code" }, code),
      make("span", { class: "name" }, labelOf(code)),
      value,
      make("span", { class: "track" }, bar),
    );
    return { code, bar, value, button };
  });
  byId("acts").append(...rows.map((row) => row.button));

  return {
    show(counts) {
      const most = Math.max(largest(counts), 1);
      rows.forEach(({ code, bar, value, button }, row) => {
        bar.style.width = counts[row] ? `max(2px, ${(100 * counts[row]) / most}%)` : "0";
        value.textContent = number(counts[row]);
        button.setAttribute("aria-pressed", String(chosen.root === code));
        button.setAttribute("aria-label", `${code} ${labelOf(code)}, ${QUADS[rootQuad[row]].toLowerCase()}: ${plural(counts[row], "event")}`);
        button.classList.toggle("none", !counts[row]);
      });
    },
  };
})();
