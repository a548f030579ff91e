// The events that are left, one a row: only the rows in sight exist.

const ROW = 64; // pixels, as in the style
const AROUND = 8; // rows beyond those in sight
const PRINTED = 200; // rows on paper

const list = (() => {
  const place = byId("list");
  const rows = byId("rows");
  let shown = [];
  let active = 0;

  function draw() {
    const top = paper ? 0 : Math.max(0, Math.floor(place.scrollTop / ROW) - AROUND);
    const end = paper ? PRINTED : Math.ceil((place.scrollTop + place.clientHeight) / ROW) + AROUND;
    rows.style.height = paper ? "auto" : `${shown.length * ROW}px`;
    rows.replaceChildren(...shown.slice(top, end).map((event, offset) => option(event, top + offset)));
    if (!shown.length) rows.append(make("p", { class: "empty" }, "No event is left by these filters."));
    place.setAttribute("aria-activedescendant", shown.length ? `row-${active}` : "");
  }

  function option(event, position) {
    const code = events.event_code[event];
    const quad = rootQuad[listed.root[event]];
    const row = make(
      "div",
      {
        id: `row-${position}`,
        class: `row${position === active ? " active" : ""}`,
        role: "option",
        "aria-selected": String(events.event_id[event] === openedId),
        "aria-setsize": shown.length,
        "aria-posinset": position + 1,
        onclick: () => {
          active = position;
          open(event);
        },
      },
      make("span", { class: `sign q${quad + 1}`, title: QUADS[quad], role: "img", "aria-label": QUADS[quad] }, SIGNS[quad]),
      make("span", { class: "parties" }, foreign(events.actor_name[event], { class: "party" }), make("span", { class: "to", role: "img", "aria-label": "to" }, "→"), foreign(events.target_name[event], { class: "party" })),
      make("span", { class: "when" }, dateText(events.event_date[event], events.date_precision[event])),
      make("span", { class: "what" }, make("span", { class: "code" }, code), ` ${labelOf(code)}`),
      make("span", { class: "times" }, events.num_mentions[event] > 1 ? `${number(events.num_mentions[event])} mentions` : ""),
    );
    if (!paper) row.style.transform = `translateY(${position * ROW}px)`;
    return row;
  }

  function move(position) {
    active = Math.min(Math.max(position, 0), Math.max(shown.length - 1, 0));
    const top = active * ROW;
    if (top < place.scrollTop) place.scrollTop = top;
    if (top + ROW > place.scrollTop + place.clientHeight) place.scrollTop = top + ROW - place.clientHeight;
    if (openedId !== null && isBeside() && shown.length) openEvent(shown[active], false);
    draw();
  }

  function open(event) {
    place.focus({ preventScroll: true }); // where closing comes back to
    openEvent(event, true);
  }

  place.addEventListener("keydown", (event) => {
    const page = Math.max(1, Math.floor(place.clientHeight / ROW) - 1);
    const moves = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page, Home: -shown.length, End: shown.length };
    if (event.key in moves) move(active + moves[event.key]);
    else if ((event.key === "Enter" || event.key === " ") && shown.length) open(shown[active]);
    else if (event.key === "Escape" && openedId !== null) closeEvent();
    else return;
    event.preventDefault();
  });
  let waiting = false;
  place.addEventListener("scroll", () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      draw();
    });
  });
  onWidth(place, draw);

  return {
    show(events_) {
      shown = events_;
      active = Math.max(shown.findIndex((event) => events.event_id[event] === openedId), 0);
      place.scrollTop = 0;
      draw();
      if (active) move(active);
    },
    redraw: draw,
    /** Lay out for paper, or for the screen again. */
    print() {
      byId("printed").textContent = paper && shown.length > PRINTED ? `The first ${number(PRINTED)} of ${plural(shown.length, "event")}.` : "";
      draw();
    },
  };
})();
