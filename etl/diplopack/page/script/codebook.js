// The codes with their labels, and how often they occur. A table is made when it is first opened.

const BOOKS = {
  event_codes: { title: "Acts (CAMEO event codes)", counts: { events: "Events" } },
  countries: { title: "Countries", counts: { actor: "As actor", target: "As target" } },
  organizations: { title: "Organizations and groups", counts: { actor: "As actor", target: "As target" } },
  roles: { title: "Roles", counts: { actor: "As actor", target: "As target" } },
};

(() => {
  const filled = Object.entries(BOOKS).map(([name, { title, counts }]) => {
    const book = content.codebooks[name];
    const size = make("span", { class: "value" });
    const inside = make("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": title });
    const details = make("details", { ontoggle: () => fill() }, make("summary", {}, title, " ", size), inside);
    byId("codes").append(details);
    return fill();

    function rows() {
      const wanted = plain(byId("code").value);
      const columns = Object.keys(counts);
      return [...book.code.keys()].filter((row) => {
        if (byId("used").checked && !columns.some((column) => book[column][row])) return false;
        return !wanted || plain(`${book.code[row]} ${book.label[row]}`).includes(wanted);
      });
    }

    function fill() {
      const kept = rows();
      size.textContent = `${number(kept.length)} of ${number(book.code.length)}`;
      if (details.open) inside.replaceChildren(table(kept));
      return fill;
    }

    function table(kept) {
      const words = ["Code", "Label", ...(book.quad_class ? ["Class"] : [])];
      const numbers = [...(book.quad_class ? ["Goldstein"] : []), ...Object.values(counts)];
      const head = [...words.map((name) => make("th", { scope: "col" }, name)), ...numbers.map((name) => make("th", { scope: "col", class: "value" }, name))];
      const cells = (row) => [
        make("th", { scope: "row", class: "code" }, book.code[row]),
        make("td", {}, book.label[row]),
        ...(book.quad_class ? [make("td", {}, make("span", { class: `sign q${book.quad_class[row]}`, "aria-hidden": "true" }, SIGNS[book.quad_class[row] - 1]), ` ${QUADS[book.quad_class[row] - 1]}`), make("td", { class: "value" }, String(book.goldstein_scale[row]))] : []),
        ...Object.keys(counts).map((column) => make("td", { class: "value" }, number(book[column][row]))),
      ];
      return make("table", {}, make("thead", {}, make("tr", {}, ...head)), make("tbody", {}, ...kept.map((row) => make("tr", {}, ...cells(row)))));
    }
  });
  const again = () => filled.forEach((fill) => fill());
  byId("code").addEventListener("input", again);
  byId("used").addEventListener("change", again);
})();
