// What is chosen, and what of the events is left by it.

const NOTHING = { text: "", country: "", actor: "", target: "", root: "", from: "", to: "" };
const chosen = { ...NOTHING };
const FILTERS = Object.keys(NOTHING);

// Letters that Unicode does not take apart into a plain one and its mark.
const LETTERS = { ł: "l", ø: "o", đ: "d", ð: "d", ħ: "h", ı: "i", ß: "ss", æ: "ae", œ: "oe", þ: "th" };
const plain = (text) => text.toLowerCase().normalize("NFKD").replace(/\p{M}/gu, "").replace(/[łøđðħıßæœþ]/g, (letter) => LETTERS[letter]);
let searched = null; // the words of each event, made when somebody first searches

function wordsOf(event) {
  const parts = [events.actor_name[event], events.target_name[event], events.actor_code[event], events.target_code[event]];
  parts.push(events.event_code[event], labelOf(events.event_code[event]), events.event_id[event]);
  for (const mention of mentionsOf[event]) {
    const article = articleRow.get(mentions.article_id[mention]);
    parts.push(mentions.sentence[mention], articles.title[article], articles.publisher[article]);
  }
  return plain(parts.filter(Boolean).join("\n"));
}

/** For each listed event whether it has all the words; null where none are asked for. */
function found(text) {
  const words = plain(text).split(/\s+/).filter(Boolean);
  if (!words.length) return null;
  searched ??= events.event_id.map((_, event) => wordsOf(event));
  return searched.map((own) => words.every((word) => own.includes(word)));
}

/** A date filter widened to whole periods where only those are counted. */
function roundedDate(iso, isEnd) {
  if (!iso || period === "day") return iso;
  const [year, month] = iso.split("-").map(Number);
  const first = period === "year" ? 0 : month - 1;
  const next = period === "year" ? 12 : month;
  return isoOf((isEnd ? Date.UTC(year, next, 1) / DAY - 1 : Date.UTC(year, first, 1) / DAY));
}

const asRow = (code) => (code === "" ? -1 : code === NOWHERE ? 0 : countryRow.get(code));

/**
 * Count what the filters leave. A view that filters by something counts as if that alone were not chosen, so that
 * it shows what else could be.
 */
function count(source, isFound, binOf, bins) {
  const country = asRow(chosen.country);
  const [actor, target] = [asRow(chosen.actor), asRow(chosen.target)];
  const root = chosen.root === "" ? -1 : rootRow.get(chosen.root);
  const from = chosen.from ? dayOf(chosen.from) : -Infinity;
  const to = chosen.to ? dayOf(chosen.to) : Infinity;
  const seen = { total: 0, rows: [], bins: Array.from({ length: bins }, () => [0, 0, 0, 0]), roots: roots.map(() => 0), pairs: new Map() };
  for (let row = 0; row < source.length; row += 1) {
    const [who, whom] = [source.actor[row], source.target[row]];
    if ((isFound && !isFound[row]) || (country >= 0 && who !== country && whom !== country)) continue;
    const isPair = (actor < 0 || who === actor) && (target < 0 || whom === target);
    const isRoot = root < 0 || source.root[row] === root;
    const isTime = source.day[row] >= from && source.day[row] <= to;
    if (isPair + isRoot + isTime < 2) continue;
    const times = source.count[row];
    const quad = rootQuad[source.root[row]];
    if (isPair && isRoot) seen.bins[binOf(source.day[row])][quad] += times;
    if (isPair && isTime) seen.roots[source.root[row]] += times;
    if (isRoot && isTime) {
      const key = who * 1000 + whom;
      if (!seen.pairs.has(key)) seen.pairs.set(key, { who, whom, quads: [0, 0, 0, 0] });
      seen.pairs.get(key).quads[quad] += times;
    }
    if (isPair && isRoot && isTime) {
      seen.total += times;
      seen.rows.push(row);
    }
  }
  return seen;
}
