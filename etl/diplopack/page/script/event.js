// One event with the words that it rests on: beside the list, or over everything where there is no room.

const panel = byId("event");
const wide = matchMedia("(min-width: 60rem)");
const isBeside = () => wide.matches || paper;
let paper = false; // whether the page is being printed
const PARTS = ["actor", "act", "target"];
let openedId = null;

function openEvent(event, takesFocus) {
  openedId = events.event_id[event];
  panel.replaceChildren(...described(event));
  panel.scrollTop = 0;
  showPanel();
  list.redraw();
  if (takesFocus) byId("event-title").focus({ preventScroll: true });
  remember();
}

function showPanel() {
  if (panel.open) return;
  if (isBeside()) panel.show();
  else panel.showModal();
}

/** Open it in the other way where there is other room now. */
function moveEvent() {
  if (!panel.open) return;
  const held = document.activeElement;
  panel.close();
  showPanel();
  held?.focus({ preventScroll: true });
}

function closeEvent() {
  if (panel.open) panel.close();
}

panel.addEventListener("close", () => {
  if (panel.open) return; // moved only
  openedId = null;
  list.redraw();
  byId("list").focus({ preventScroll: true });
  remember();
});
panel.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  event.preventDefault();
  closeEvent();
});
wide.addEventListener("change", moveEvent);

function described(event) {
  const code = events.event_code[event];
  const row = codeRow.get(code);
  const quad = codes.quad_class[row] - 1;
  const own = mentionsOf[event];
  const more = events.num_mentions[event] - own.length;
  return [
    make("div", { class: "bar" }, make("h2", { id: "event-title", tabindex: -1 }, foreign(events.actor_name[event]), " → ", foreign(events.target_name[event])), make("button", { type: "button", class: "close", "aria-label": "Close the event", onclick: closeEvent }, "Close")),
    make(
      "dl",
      { class: "facts" },
      ...fact("Act", make("span", { class: `sign q${quad + 1}`, "aria-hidden": "true" }, SIGNS[quad]), ` ${labelOf(code)} `, make("span", { class: "code" }, code)),
      ...fact("Class", `${QUADS[quad]}, Goldstein ${codes.goldstein_scale[row]}`),
      ...fact("Date", dateText(events.event_date[event], events.date_precision[event]), events.date_basis[event] === "published" ? ", the date of the article" : ", as stated"),
      ...fact("Actor", make("span", { class: "code" }, events.actor_code[event]), countryOf(events.actor_country[event])),
      ...fact("Target", make("span", { class: "code" }, events.target_code[event]), countryOf(events.target_country[event])),
      ...fact("Origin", { coded: "found by the coder", contributed: "contributed by a person", both: "found by the coder and by a person" }[events.origin[event]]),
      ...fact("Identifier", make("span", { class: "code" }, events.event_id[event])),
    ),
    make("h3", {}, plural(events.num_mentions[event], "mention")),
    make("p", { class: "key", "aria-hidden": "true" }, ...PARTS.map((part) => make("span", { class: part }, part))),
    ...own.map(mentioned),
    more > 0 ? make("p", { class: "hint" }, `${plural(more, "more mention")} in the table of mentions.`) : null,
  ].filter(Boolean);
}

const fact = (term, ...value) => [make("dt", {}, term), make("dd", {}, ...value)];
const countryOf = (code) => (code === null ? "" : ` ${countryName(countryRow.get(code))}`);

function mentioned(mention) {
  const article = articleRow.get(mentions.article_id[mention]);
  const language = articles.language[article] ?? false;
  const sentence = mentions.sentence[mention];
  const where = mentions.sentence_number[mention];
  const url = articles.url[article];
  const title = foreign(articles.title[article] ?? url ?? mentions.article_id[mention], { lang: articles.title[article] ? language : false });
  const published = articles.published[article];
  const rule = mentions.rule[mention];
  return make(
    "figure",
    {},
    sentence
      ? make("blockquote", { lang: language, dir: "auto" }, ...marked(sentence, mentions.marks[mention]))
      : make("p", { class: "hint" }, `The sentence is not published; it begins at character ${number(mentions.sentence_start[mention])} of the article.`),
    make(
      "figcaption",
      {},
      // The contract knows http and https only; a link of any other kind stays text.
      /^https?:\/\//i.test(url ?? "") ? make("a", { href: url, rel: "noopener noreferrer external" }, title) : title,
      articles.publisher[article] ? make("span", {}, ", ", foreign(articles.publisher[article])) : null,
      published ? `, ${dateText(published, articles.published_precision[article])}` : "",
      where ? `, sentence ${number(where)}` : "",
      make("span", { class: "rule" }, rule === "contributed" ? "quoted by a contributor" : "read as ", rule === "contributed" ? null : foreign(rule, { class: "code" })),
    ),
  );
}

/** A sentence cut where its parts begin and end; places count code points, as the tables do. */
function marked(sentence, spans) {
  const letters = [...sentence];
  const cuts = new Set([0, letters.length]);
  for (const span of spans) if (span) span.forEach((cut) => cuts.add(cut));
  const order = [...cuts].sort((one, other) => one - other);
  return order.slice(1).map((end, at) => {
    const start = order[at];
    const words = letters.slice(start, end).join("");
    const kinds = PARTS.filter((_, part) => spans[part] && spans[part][0] <= start && end <= spans[part][1]);
    if (!kinds.length) return words;
    const begins = PARTS.filter((_, part) => spans[part] && spans[part][0] === start);
    const spoken = begins.length ? [make("span", { class: "spoken" }, `[${begins.join(" and ")}:] `)] : [];
    return make("mark", { class: kinds.join(" ") }, ...spoken, words);
  });
}
