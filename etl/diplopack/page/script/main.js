// A change of what is chosen, and everything that follows from it.

const ORDERS = {
  newest: (one, other) => listed.day[other] - listed.day[one] || one - other,
  oldest: (one, other) => listed.day[one] - listed.day[other] || one - other,
  mentions: (one, other) => events.num_mentions[other] - events.num_mentions[one] || ORDERS.newest(one, other),
};

function change(values) {
  Object.assign(chosen, values);
  for (const side of ["from", "to"]) chosen[side] = roundedDate(chosen[side], side === "to");
  for (const name of FILTERS) if (byId(name).value !== chosen[name]) byId(name).value = chosen[name];
  update();
  remember();
}

function update() {
  const isFound = found(chosen.text);
  const ofList = count(listed, isFound, timeline.binOf, timeline.bins);
  const ofAll = content.tally && !isFound ? count(everything, null, timeline.binOf, timeline.bins) : ofList;
  timeline.show(ofAll.bins);
  acts.show(ofAll.roots);
  matrix.show(ofAll.pairs);
  list.show(ofList.rows.sort(ORDERS[byId("order").value]));
  byId("status").textContent = told(ofAll.total, ofList.total, isFound);
  byId("clear").disabled = FILTERS.every((name) => chosen[name] === NOTHING[name]);
}

function told(all, inList, isFound) {
  if (!content.tally) return all === content.total ? plural(all, "event") : `${number(all)} of ${plural(content.total, "event")}`;
  if (isFound) return `${number(inList)} of the ${plural(listed.length, "event")} in the sample have these words`;
  return `${number(all)} of ${plural(content.total, "event")}; ${number(inList)} of them in the list`;
}

/** What is chosen goes into the address, so that it can be kept and passed on. */
function remember() {
  const kept = new URLSearchParams(FILTERS.filter((name) => chosen[name]).map((name) => [name, chosen[name]]));
  if (openedId) kept.set("event", openedId);
  history.replaceState(null, "", `${location.href.split("#")[0]}${kept.size ? `#${kept}` : ""}`);
}

/** Choose what the address asks for, as far as there is such a thing. */
function recall() {
  const kept = new URLSearchParams(location.hash.slice(1));
  const values = { ...NOTHING };
  for (const name of FILTERS) {
    const field = byId(name);
    field.value = kept.get(name) ?? "";
    values[name] = field.value; // of a list and a date the browser takes only what is one
  }
  const event = events.event_id.indexOf(kept.get("event"));
  change(values);
  if (event >= 0) openEvent(event, false);
}

function fillLists() {
  const add = (id, pairs) => byId(id).append(...pairs.map(([value, label]) => make("option", { value }, label)));
  const named = (rows) => [...rows].map((row) => [countryCode(row), countryName(row)]).sort(([, one], [, other]) => one.localeCompare(other, "en"));
  const [actors, targets] = [new Set(everything.actor), new Set(everything.target)];
  add("actor", named(actors));
  add("target", named(targets));
  add("country", named(new Set([...actors, ...targets])));
  const present = new Set(everything.root);
  add("root", roots.filter((_, row) => present.has(row)).map((code) => [code, `${code} ${labelOf(code)}`]));
  for (const id of ["from", "to"]) [byId(id).min, byId(id).max] = timeline.bounds;
}

let typing = 0;
byId("filters").addEventListener("submit", (event) => event.preventDefault());
byId("text").addEventListener("input", () => {
  clearTimeout(typing);
  typing = setTimeout(() => change({ text: byId("text").value.trim() ? byId("text").value : "" }), 120);
});
for (const name of FILTERS.slice(1)) byId(name).addEventListener("change", () => change({ [name]: byId(name).value }));
byId("clear").addEventListener("click", () => {
  change(NOTHING);
  byId("text").focus();
});
byId("order").addEventListener("change", update);
addEventListener("hashchange", () => location.hash.includes("=") && recall());
function print(isPaper) {
  if (paper === isPaper) return;
  paper = isPaper;
  list.print();
  moveEvent();
}
matchMedia("print").addEventListener("change", ({ matches }) => print(matches));
addEventListener("beforeprint", () => print(true));
addEventListener("afterprint", () => print(false));

fillLists();
recall();
document.documentElement.dataset.ready = ""; // for whoever waits for the page
