// The content of the page as tables, and the few ways in which everything here makes an element.

const content = JSON.parse(document.getElementById("content").textContent);
const byId = (id) => document.getElementById(id);
const QUADS = ["Verbal cooperation", "Material cooperation", "Verbal conflict", "Material conflict"];
const SIGNS = ["●", "■", "▲", "◆"]; // colours are never the only difference
const NOWHERE = "-"; // stands for "of no single country" in a filter
const MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");
const DAY = 86400000;

/** An element with attributes and children. Text comes in as text only: nothing here reads markup. */
function make(name, attributes = {}, ...children) {
  const space = SVG_NAMES.has(name) ? "http://www.w3.org/2000/svg" : "http://www.w3.org/1999/xhtml";
  const element = document.createElementNS(space, name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(key, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child !== null));
  return element;
}
const SVG_NAMES = new Set(["svg", "rect", "line", "text", "g", "title"]);

/** Text by somebody else: kept to itself, whatever direction its signs ask for. */
const foreign = (text, attributes = {}) => make("bdi", attributes, text);

const number = (value) => value.toLocaleString("en");
const plural = (count, one, many = `${one}s`) => `${number(count)} ${count === 1 ? one : many}`;
const unpack = (column) => (Array.isArray(column) ? column : column.rows.map((row) => (row === null ? null : column.values[row])));
const unpackAll = (table) => Object.fromEntries(Object.entries(table).map(([name, column]) => [name, name === "period" ? column : unpack(column)]));
const dayOf = (iso) => Date.parse(iso) / DAY;
const isoOf = (day) => new Date(day * DAY).toISOString().slice(0, 10);

/** A date as exactly as it is known: "11 Nov 2020", "Nov 2020", "2020". */
function dateText(iso, precision) {
  const [year, month, day] = iso.split("-");
  if (precision === "year") return year;
  const ofYear = `${MONTHS[month - 1]} ${year}`;
  return precision === "month" ? ofYear : `${Number(day)} ${ofYear}`;
}

const events = unpackAll(content.events);
const mentions = unpackAll(content.mentions);
const articles = unpackAll(content.articles);
const articleRow = new Map(articles.article_id.map((id, row) => [id, row]));
const codes = content.codebooks.event_codes;
const codeRow = new Map(codes.code.map((code, row) => [code, row]));
const labelOf = (code) => codes.label[codeRow.get(code)] ?? "";
const roots = codes.code.filter((code) => code.length === 2);
const rootRow = new Map(roots.map((code, row) => [code, row]));
const rootQuad = roots.map((code) => codes.quad_class[codeRow.get(code)] - 1); // a root is of one class

const countries = content.codebooks.countries;
const countryRow = new Map(countries.code.map((code, row) => [code, row + 1])); // 0 is none
const countryName = (row) => (row ? countries.label[row - 1] : "No single country");
const countryCode = (row) => (row ? countries.code[row - 1] : NOWHERE);

/** What is counted: events one by one, or the tally of all of them, in the same columns. */
function countable(table, rootsOf) {
  return {
    length: table.event_date.length,
    day: Int32Array.from(table.event_date, dayOf),
    actor: Int32Array.from(table.actor_country, (code) => countryRow.get(code) ?? 0),
    target: Int32Array.from(table.target_country, (code) => countryRow.get(code) ?? 0),
    root: Int32Array.from(rootsOf, (code) => rootRow.get(code)),
    count: table.count ?? new Array(table.event_date.length).fill(1),
  };
}
const listed = countable(events, events.event_code.map((code) => code.slice(0, 2)));
const counted = content.tally ? unpackAll(content.tally) : null;
const everything = counted ? countable(counted, counted.event_root_code) : listed;
const period = counted ? counted.period : "day"; // to what dates are rounded where all events are counted

const mentionsOf = events.event_id.map(() => []);
mentions.event.forEach((event, row) => mentionsOf[event].push(row));
