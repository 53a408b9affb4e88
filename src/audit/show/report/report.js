"use strict";
// Everything that comes from articles is set as text or attribute, never as mark-up.

const $ = (id) => document.getElementById(id);
const RELATIONS = ["translation", "partial", "mismatch", "unpaired"];
const SEVERITIES = ["error", "warning", "note"];
const FILTERS = ["text", "relation", "code", "severity", "photographer", "agency"];
const STEP = 60; // cards that are made at a time

function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) if (value !== undefined) made.setAttribute(key, value);
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

function svg(name, attributes = {}, ...children) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

// ---- data: an item is a pair with its findings, or a finding without a pair

const checks = new Map(JSON.parse($("checks").textContent));
const items = [];
const spellings = new Map();
for (const line of $("data").textContent.split("\n")) {
  if (line) addRecord(JSON.parse(line));
}
for (const item of items) item.photographers = item.photographers.map((key) => spellings.get(key));

function addRecord(record) {
  const taken = new Set();
  for (const pair of record.pairs) {
    pair.findings.forEach((at) => taken.add(at));
    add(record, pair, pair.findings.map((at) => [at, record.findings[at]]));
  }
  record.findings.forEach((finding, at) => {
    if (!taken.has(at)) add(record, null, [[at, finding]]);
  });
}

function add(record, pair, findings) {
  const told = findings.map(([, finding]) => finding);
  const sides = pair ? [pair.es, pair.en].filter(Boolean).map((side) => side.pieces.map((piece) => piece.text).join("")) : [];
  const searched = [record.article, ...sides, pair?.photographer, pair?.agency, pair?.place, pair?.photo, ...told.flatMap((f) => [f.code, f.message])];
  items.push({
    article: record.article, href: record.href, pair, numbered: new Map(findings), findings: told,
    photographers: (pair?.photographer ?? "").split("; ").filter(Boolean).map(spelling), agency: pair?.agency ?? "",
    searched: fold(searched.filter(Boolean).join("\n")),
  });
}

/** One spelling for a name in capitals and in letters of both cases, the second where there is one. */
function spelling(name) {
  const key = fold(name);
  if (!spellings.has(key) || name !== name.toUpperCase()) spellings.set(key, name);
  return key;
}

function fold(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

// ---- filters

function wanted() {
  return Object.fromEntries(FILTERS.map((name) => [name, $(name).value]));
}

function fits(item, want) {
  const finding = (f) => (!want.code || f.code === want.code) && (!want.severity || f.severity === want.severity);
  return (!want.relation || item.pair?.relation === want.relation)
    && (!want.photographer || item.photographers.includes(want.photographer))
    && (!want.agency || item.agency === want.agency)
    && (!(want.code || want.severity) || item.findings.some(finding))
    && fold(want.text).split(/\s+/).every((word) => item.searched.includes(word));
}

function count(values) {
  const counts = new Map();
  for (const value of values) if (value) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}

function ranked(counts) {
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
}

function options(id, all, entries) {
  $(id).replaceChildren(element("option", { value: "" }, all), ...entries.map(([value, n]) => element("option", { value }, `${value} (${n})`)));
}

function ordered(counts, order) {
  return order.filter((name) => counts.has(name)).map((name) => [name, counts.get(name)]);
}

function fillFilters() {
  const findings = items.flatMap((item) => item.findings);
  options("relation", "Any relation", ordered(count(items.map((item) => item.pair?.relation)), RELATIONS));
  options("code", "Any check", ranked(count(findings.map((f) => f.code))));
  options("severity", "Any severity", ordered(count(findings.map((f) => f.severity)), SEVERITIES));
  options("photographer", "Any photographer", ranked(count(items.flatMap((item) => item.photographers))));
  options("agency", "Any agency", ranked(count(items.map((item) => item.agency))));
}

// The address holds the filters, so that a view can be sent to somebody.
function readAddress() {
  const kept = new URLSearchParams(location.hash.slice(1));
  FILTERS.forEach((name) => { $(name).value = kept.get(name) ?? ""; });
}

function writeAddress(want) {
  const kept = new URLSearchParams(Object.entries(want).filter(([, value]) => value));
  history.replaceState(null, "", `#${kept}`);
}

function setFilter(name, value) {
  $(name).value = $(name).value === value ? "" : value;
  update();
  document.querySelector(`svg [data-key="${CSS.escape(`${name}:${value}`)}"]`)?.focus();
}

// ---- plots

/** A part of a plot that filters when it is clicked. */
function button(name, value, title, ...shapes) {
  const made = svg("g", { role: "button", tabindex: 0, "aria-label": title, "data-key": `${name}:${value}` }, svg("title", {}, title), ...shapes);
  made.addEventListener("click", () => setFilter(name, value));
  made.addEventListener("keydown", (event) => {
    if (event.key === "Enter" || event.key === " ") { event.preventDefault(); setFilter(name, value); }
  });
  return made;
}

function text(x, y, said, anchor = "start", kind = "") {
  return svg("text", { x, y, "text-anchor": anchor, class: kind }, said);
}

function draw(id, height, label, shapes) {
  $(id).querySelector("svg")?.remove();
  $(id).append(svg("svg", { viewBox: `0 0 480 ${height}`, role: "group", "aria-label": label }, ...shapes));
}

function drawScores(shown) {
  const bins = Array.from({ length: 20 }, () => new Map());
  for (const { pair } of shown) {
    if (pair?.score === null || pair?.score === undefined) continue;
    const bin = bins[Math.min(19, Math.floor(pair.score * 20))];
    bin.set(pair.relation, (bin.get(pair.relation) ?? 0) + 1);
  }
  const sum = (bin) => [...bin.values()].reduce((a, b) => a + b, 0);
  const most = Math.max(1, ...bins.map(sum));
  const shapes = [svg("line", { x1: 0, x2: 480, y1: 130, y2: 130 })];
  bins.forEach((bin, at) => {
    let y = 130;
    for (const relation of RELATIONS) {
      const height = 115 * (bin.get(relation) ?? 0) / most;
      if (!height) continue;
      y -= height;
      const title = `${bin.get(relation)} ${relation}, score ${(at / 20).toFixed(2)} to ${((at + 1) / 20).toFixed(2)}`;
      shapes.push(button("relation", relation, title, svg("rect", { x: at * 24 + 2, y, width: 20, height, class: `f-${relation}` })));
    }
    if (sum(bin)) shapes.push(text(at * 24 + 12, y - 4, sum(bin), "middle", "value"));
  });
  [0, 0.25, 0.5, 0.75, 1].forEach((at) => shapes.push(text(480 * at, 146, at, at === 0 ? "start" : at === 1 ? "end" : "middle")));
  draw("scores", 150, "Histogram of scores", shapes);
}

/** Bars with a name on the left and a count on the right; `parts` of each are [class, count]. */
function bars(id, label, filter, rows) {
  const most = Math.max(1, ...rows.map((row) => row.n));
  const shapes = rows.flatMap((row, at) => {
    const y = at * 24;
    let x = 170;
    const parts = row.parts.filter(([, n]) => n).map(([kind, n]) => {
      const width = Math.max(2, 250 * n / most);
      const rect = svg("rect", { x, y: y + 4, width, height: 14, rx: 2, class: `f-${kind}` });
      x += width;
      return rect;
    });
    const name = row.name.length > 26 ? `${row.name.slice(0, 25)}…` : row.name;
    return [button(filter, row.name, `${row.name}: ${row.n}`, svg("rect", { class: "hit", x: 0, y, width: 480, height: 22 }), text(0, y + 15, name), ...parts, text(x + 6, y + 15, row.n, "start", "value"))];
  });
  if (!rows.length) shapes.push(text(0, 15, "none"));
  draw(id, Math.max(24, rows.length * 24), label, shapes);
}

function drawRelations(shown) {
  const counts = count(shown.map((item) => item.pair?.relation));
  bars("relations", "Pairs by relation", "relation", RELATIONS.map((name) => ({ name, n: counts.get(name) ?? 0, parts: [[name, counts.get(name) ?? 0]] })));
}

function drawCodes(shown) {
  const findings = shown.flatMap((item) => item.findings);
  const of = (code, severity) => findings.filter((f) => f.code === code && f.severity === severity).length;
  const rows = ranked(count(findings.map((f) => f.code))).slice(0, 10);
  bars("codes", "Findings by check", "code", rows.map(([name, n]) => ({ name, n, parts: SEVERITIES.map((severity) => [severity, of(name, severity)]) })));
}

/** A table of small squares: who, by year or month of the photo, how many findings. */
function drawTimes(shown) {
  const by = $("by").value;
  const dated = shown.filter((item) => item.pair?.date && item.findings.length);
  const names = (item) => by === "agency" ? [item.agency].filter(Boolean) : item.photographers;
  const years = new Set(dated.map((item) => item.pair.date.slice(0, 4)));
  const length = years.size > 1 ? 4 : 7;
  const times = [...new Set(dated.map((item) => item.pair.date.slice(0, length)))].sort().slice(-12);
  const cells = new Map();
  for (const item of dated) {
    for (const name of names(item)) {
      const row = cells.get(name) ?? cells.set(name, new Map()).get(name);
      const time = item.pair.date.slice(0, length);
      row.set(time, (row.get(time) ?? 0) + item.findings.length);
    }
  }
  const total = (row) => [...row.values()].reduce((a, b) => a + b, 0);
  const rows = [...cells].sort((a, b) => total(b[1]) - total(a[1]) || (a[0] < b[0] ? -1 : 1)).slice(0, 8);
  const most = Math.max(1, ...rows.flatMap(([, row]) => [...row.values()]));
  const width = Math.min(60, 330 / Math.max(1, times.length));
  const shapes = times.map((time, at) => text(150 + at * width + width / 2, 12, time, "middle"));
  rows.forEach(([name, row], r) => {
    const y = 18 + r * 24;
    const shownName = name.length > 23 ? `${name.slice(0, 22)}…` : name;
    const squares = times.flatMap((time, at) => {
      const n = row.get(time) ?? 0;
      const x = 150 + at * width;
      if (!n) return [];
      const rect = svg("rect", { x: x + 1, y: y + 1, width: width - 2, height: 20, rx: 2, class: "f-accent", "fill-opacity": (0.12 + 0.4 * n / most).toFixed(2) });
      return [rect, text(x + width / 2, y + 15, n, "middle", "value")];
    });
    shapes.push(button(by, name, `${name}: ${total(row)} findings`, svg("rect", { class: "hit", x: 0, y, width: 480, height: 22 }), text(0, y + 15, shownName), ...squares));
  });
  if (!rows.length) shapes.push(text(0, 15, "none of the findings belongs to a dated photo"));
  draw("times", Math.max(24, 18 + rows.length * 24), `Findings by ${by} over time`, shapes);
}

// ---- cards

const worst = (findings) => SEVERITIES.find((severity) => findings.some((f) => f.severity === severity));

function pieceNode(piece, item) {
  const marks = (piece.findings ?? []).map((at) => item.numbered.get(at));
  // in a translation these are only words that the dictionary lacks
  const unsaid = piece.unsaid && item.pair.relation !== "translation";
  const classes = [unsaid && "unsaid", piece.credit && "credit"].filter(Boolean).join(" ");
  if (marks.length) {
    return element("mark", { class: `${worst(marks)} ${classes}`, title: marks.map((f) => `${f.code}: ${f.message}`).join("\n") }, piece.text);
  }
  return classes ? element("span", { class: classes, title: unsaid ? "no counterpart found" : undefined }, piece.text) : piece.text;
}

function sideNode(item, side, language) {
  const said = element("bdi", {}, ...side.pieces.map((piece) => pieceNode(piece, item)));
  return element("p", { class: "side", lang: language }, element("span", { class: "tongue" }, language === "es" ? "Español" : "English"), said);
}

/** Browsers scroll to a text fragment and light it up. */
function source(item, side) {
  const words = (side?.pieces ?? []).map((piece) => piece.text).join("").trim().split(/\s+/).slice(0, 5).join(" ");
  return item.href === null ? undefined : `${item.href}${item.href.includes("#") ? "" : "#"}:~:text=${encodeURIComponent(words).replaceAll("-", "%2D")}`;
}

function placeNode(item, said, side) {
  const href = source(item, side);
  return href ? element("a", { href, rel: "noreferrer", target: "_blank" }, said) : element("span", {}, said);
}

function labelNode(label) {
  if (label.inside) return null;
  const mark = element("bdi", {}, label.before, element("mark", { class: "note" }, label.mark), label.after);
  return element("span", { class: "around" }, `${label.text || "also"} (${label.article}:${label.line}:${label.column}): …`, mark, "…");
}

function findingNode(finding) {
  return element("li", { class: finding.severity },
    element("span", { class: `severity ${finding.severity}` }, finding.severity), " ",
    element("code", { title: checks.get(finding.code) }, finding.code), " ",
    element("bdi", {}, finding.message),
    finding.help ? element("span", { class: "help-line" }, finding.help) : null,
    ...finding.labels.map(labelNode));
}

function headNode(item) {
  const { pair } = item;
  if (!pair) {
    const first = item.findings[0].labels[0];
    return element("div", { class: "head" }, element("span", { class: "pill unpaired" }, "article"), first ? placeNode(item, `${item.article}:${first.line}:${first.column}`, { pieces: [{ text: first.mark }] }) : item.article);
  }
  const who = [pair.photographer, pair.agency, pair.place, pair.date].filter(Boolean).join(" · ");
  return element("div", { class: "head" },
    element("span", { class: `pill ${pair.relation}` }, pair.relation),
    pair.score === null ? null : element("span", { class: "score", title: "probability that the two are a translation" }, `score ${pair.score.toFixed(2)}`),
    placeNode(item, `${item.article}:${pair.es.line}:${pair.es.column}`, pair.es),
    pair.en ? placeNode(item, `English, line ${pair.en.line}`, pair.en) : null,
    element("span", { class: "who" }, who));
}

function card(item, at) {
  const made = element("li", { "data-at": at, tabindex: -1 }, headNode(item));
  if (item.pair) {
    const en = item.pair.en ? sideNode(item, item.pair.en, "en") : element("p", { class: "side nobody" }, "No English belongs to this caption.");
    made.append(element("div", { class: "sides" }, sideNode(item, item.pair.es, "es"), en));
  }
  if (item.findings.length) made.append(element("ul", { class: "findings" }, ...item.findings.map(findingNode)));
  return made;
}

// ---- the list: cards are made as they are scrolled to

let shown = [];
let current = -1;

function extend(until) {
  const from = $("pairs").childElementCount;
  const next = shown.slice(from, Math.max(from, Math.min(until, shown.length)));
  $("pairs").append(...next.map((item, at) => card(item, from + at)));
}

function update() {
  const want = wanted();
  shown = items.filter((item) => fits(item, want));
  current = -1;
  $("pairs").replaceChildren();
  extend(STEP);
  $("none").hidden = shown.length > 0;
  $("count").textContent = `${shown.length} of ${items.length}`;
  [drawScores, drawRelations, drawCodes, drawTimes].forEach((plot) => plot(shown));
  writeAddress(want);
}

function go(to) {
  if (to < 0 || to >= shown.length) return;
  extend(to + STEP / 2);
  $("pairs").children[current]?.removeAttribute("aria-current");
  current = to;
  const made = $("pairs").children[to];
  made.setAttribute("aria-current", "true");
  made.focus({ preventScroll: true });
  made.scrollIntoView({ block: "nearest" });
}

function goToFinding(step) {
  let to = current + step;
  while (to >= 0 && to < shown.length && !shown[to].findings.length) to += step;
  go(to);
}

// ---- theme, keyboard

function theme(name) {
  document.documentElement.dataset.theme = name;
}

function otherTheme() {
  theme(document.documentElement.dataset.theme === "dark" ? "light" : "dark");
}

const KEYS = {
  j: () => go(current + 1), k: () => go(current - 1), n: () => goToFinding(1), p: () => goToFinding(-1),
  o: () => $("pairs").children[current]?.querySelector(".head a")?.click(),
  "/": () => $("text").focus(), x: () => $("filters").reset(), t: otherTheme, "?": () => $("help").showModal(),
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || $("help").open) return;
  if (event.target.matches("input, select")) {
    if (event.key === "Escape") event.target.blur();
    return;
  }
  if (KEYS[event.key]) { event.preventDefault(); KEYS[event.key](); }
});

$("filters").addEventListener("submit", (event) => event.preventDefault());
$("filters").addEventListener("reset", () => setTimeout(update));
$("filters").addEventListener("change", update);
let typing;
$("text").addEventListener("input", () => { clearTimeout(typing); typing = setTimeout(update, 120); });
$("by").addEventListener("change", () => drawTimes(shown));
$("theme").addEventListener("click", otherTheme);
$("ask").addEventListener("click", () => $("help").showModal());
$("pairs").addEventListener("click", (event) => {
  const made = event.target.closest("#pairs > li");
  if (made && !event.target.closest("a")) go(Number(made.dataset.at));
});
addEventListener("hashchange", () => { readAddress(); update(); });
addEventListener("beforeprint", () => extend(shown.length));
new IntersectionObserver((seen) => { if (seen.some((entry) => entry.isIntersecting)) extend($("pairs").childElementCount + STEP); }, { rootMargin: "800px" }).observe($("end"));

const dark = matchMedia("(prefers-color-scheme: dark)");
theme(dark.matches ? "dark" : "light");
dark.addEventListener("change", () => theme(dark.matches ? "dark" : "light"));

const found = items.reduce((sum, item) => sum + item.findings.length, 0);
const pairs = items.filter((item) => item.pair).length;
const many = (n, word) => `${n.toLocaleString("en")} ${word}${n === 1 ? "" : "s"}`;
$("totals").textContent = `${many(new Set(items.map((item) => item.article)).size, "article")}, ${many(pairs, "pair")}, ${many(found, "finding")}`;
fillFilters();
readAddress();
update();
