// From a pair to the page. Texts only ever become text nodes.
import { number, t } from "/strings.js";

export const $ = (id) => document.getElementById(id);

/** An element; `attributes` that are null or false are left out. */
export function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null && value !== false) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child !== null));
  return element;
}

const AROUND = 3;
/** Buttons that judge or change the English. */
const NEED_ENGLISH = "[data-verdict=translation], [data-verdict=partial], [data-verdict=mismatch], #edit-en";
const SEVERITIES = ["error", "warning", "note"];
const VERDICTS = ["translation", "partial", "mismatch", "unpaired", "rejected"];

function stretches(list) {
  return list.map(({ text, mark, unsaid }) => {
    const classes = [mark === "plain" ? "" : mark, unsaid ? "unsaid" : ""].filter(Boolean).join(" ");
    return classes ? el("span", { class: classes, title: unsaid ? t("unsaid") : null }, text) : text;
  });
}

/** The last verdict of each reviewer that stands, oldest first. */
function verdicts(pair) {
  const found = new Map();
  for (const decision of pair.decisions.filter((d) => !d.undone)) {
    if (decision.action === "re-pair") found.clear();
    if (decision.action === "verdict") {
      found.delete(decision.reviewer);
      found.set(decision.reviewer, decision.after);
    }
  }
  return found;
}

/** A verdict's or relation's chip. */
function chip(name, text) {
  return el("span", { class: `chip ${VERDICTS.includes(name) ? name : ""}` }, text);
}

export function showPair(pair, whole) {
  const { row, found } = pair;
  $("article").replaceChildren(el("bdi", {}, row.article), ` · ${t("line", row.es_line)}`);
  const score = found.score === null ? null : el("span", {}, t("score", number(found.score, 2)));
  const judged = [...verdicts(pair)].map(([name, verdict]) => chip(verdict, t("judged_by", name, t(verdict).toLowerCase())));
  $("state").replaceChildren(
    ...[pair.changed.es || pair.changed.en ? el("span", { class: "chip mismatch" }, t("article_changed")) : null,
      el("span", {}, t("found", t(found.relation).toLowerCase())), score, pair.repaired ? el("span", {}, t("repaired")) : null, ...judged].filter(Boolean),
  );
  $("es").replaceChildren(...stretches(pair.es));
  $("en").replaceChildren(...(!row.en ? [el("em", {}, t("no_english"))] : stretches(pair.en)));
  const credit = [row.photographer, row.agency, row.place, row.date, row.photo_id].filter(Boolean).join(" · ");
  $("es-meta").textContent = credit;
  $("en-meta").textContent = row.en_line === null ? "" : t("line", row.en_line);
  $("mt-side").hidden = pair.mt === null;
  $("mt").textContent = pair.mt ?? "";
  for (const button of document.querySelectorAll("[data-verdict]")) {
    button.setAttribute("aria-pressed", String(button.dataset.verdict === pair.verdict));
  }
  // what nobody can say of a caption alone
  for (const button of [...document.querySelectorAll(NEED_ENGLISH)]) {
    button.disabled = !row.en;
    button.title = row.en ? "" : t("needs_english");
  }
  $("needs-english").hidden = Boolean(row.en);
  $("note-box").hidden = !pair.note;
  $("note").textContent = pair.note;
  showFindings(pair.findings);
  showContext(pair, whole);
  showEvidence(pair.evidence);
  showLog(pair.decisions);
}

function showFindings(findings) {
  const worst = (finding) => SEVERITIES.indexOf(finding.severity);
  $("findings-box").hidden = findings.length === 0;
  $("findings").replaceChildren(
    ...[...findings].sort((a, b) => worst(a) - worst(b)).map((finding) => el("li", { class: `finding ${finding.severity}` },
      el("code", {}, finding.code), " ", finding.message,
      finding.help ? el("span", { class: "hint" }, ` — ${finding.help}`) : null)),
  );
}

/** Whether a passage holds what stands at a place of the source. */
const holds = (line, start, end) => start !== null && line.start < end && start < line.end;

function showContext(pair, whole) {
  const { row, lines, changed } = pair;
  const isSpanish = (line) => !changed.es && holds(line, row.es_start, row.es_end);
  const isEnglish = (line) => !changed.en && holds(line, row.en_start, row.en_end);
  const centres = lines.flatMap((line, at) => (isSpanish(line) || isEnglish(line) ? [at] : []));
  const shown = lines.map((_, at) => whole || centres.some((centre) => Math.abs(centre - at) <= AROUND));
  const items = [];
  lines.forEach((line, at) => {
    if (!shown[at]) {
      if (shown[at - 1] || at === 0) items.push(el("li", { class: "gap", "aria-hidden": "true" }, "⋯"));
      return;
    }
    const kind = isSpanish(line) ? "spanish" : isEnglish(line) ? "english" : line.role;
    const text = isSpanish(line) ? row.es_raw : isEnglish(line) ? row.en_raw : null;
    items.push(el("li", { class: `line ${kind}`, value: line.line, lang: line.language === "other" ? null : line.language },
      ...(flagged(line, pair.findings) ?? marked(line.raw, text))));
  });
  $("context").replaceChildren(...items);
  $("whole").hidden = !whole && shown.every(Boolean);
  $("whole").textContent = t(whole ? "less" : "whole");
}

/** A passage, with the part marked that is one side of the pair. */
function marked(raw, part) {
  const at = part === null || part === raw ? -1 : raw.indexOf(part);
  return at < 0 ? [raw] : [raw.slice(0, at), el("mark", {}, part), raw.slice(at + part.length)];
}

/** A passage with the places marked that findings point at; null where there are none, or where mark-up hides where they are. */
function flagged(line, findings) {
  const bytes = new TextEncoder().encode(line.raw);
  const flags = findings.flatMap(({ labels, severity, message }) => labels.map((label) => (
    { from: label.start - line.start, to: label.end - line.start, severity, message })))
    .filter(({ from, to }) => from >= 0 && from < to && to <= bytes.length && to - from < bytes.length)
    .sort((a, b) => a.from - b.from);
  if (flags.length === 0 || bytes.length !== line.end - line.start) return null;
  const text = (from, to) => new TextDecoder().decode(bytes.subarray(from, to));
  const nodes = [];
  let at = 0;
  for (const { from, to, severity, message } of flags) {
    if (from < at) continue;
    nodes.push(text(at, from), el("mark", { class: severity, title: message }, text(from, to)));
    at = to;
  }
  return [...nodes, text(at)];
}

function showEvidence(evidence) {
  const items = Object.entries(evidence).map(([name, value]) => el("div", {},
    el("dt", {}, name.replaceAll("_", " ")),
    el("dd", {}, el("meter", { min: 0, max: 1, value: Math.max(0, value), "aria-label": name }), " ", number(value, 2))));
  $("evidence-box").hidden = items.length === 0;
  $("evidence").replaceChildren(...items);
}

function said(value) {
  const text = value === null || value === "" ? "–" : typeof value === "object" ? value.en : VERDICTS.includes(value) ? t(value).toLowerCase() : value;
  return text.length > 160 ? `${text.slice(0, 160)}…` : text;
}

function showLog(decisions) {
  $("log-box").hidden = decisions.length === 0;
  $("log").replaceChildren(...decisions.map((decision) => el("li", { class: decision.undone ? "undone" : null },
    el("time", { datetime: decision.time }, new Date(decision.time).toLocaleString()), ` ${decision.reviewer}: ${t(decision.action)} `,
    el("span", { class: "change" }, said(decision.before), " → ", said(decision.after)),
    decision.undone ? ` (${t("taken_back")})` : null)));
}

/** The article's English passages as buttons; `choose` gets the start of the chosen one. */
export function showPassages(pair, choose) {
  const english = pair.lines.filter((line) => line.language !== "es");
  const buttons = english.map((line) => {
    const now = !pair.changed.en && holds(line, pair.row.en_start, pair.row.en_end);
    const button = el("button", { "aria-current": now ? "true" : null, class: `passage ${line.role}` },
      el("span", { class: "line-number" }, t("line", line.line)), el("span", { lang: "en" }, line.raw));
    button.addEventListener("click", () => choose(line.start));
    return el("li", {}, button);
  });
  $("passages").replaceChildren(...(buttons.length > 0 ? buttons : [el("li", {}, t("repair_none"))]));
}

/** Puts the chosen language everywhere. */
export function translate(root = document) {
  for (const element of root.querySelectorAll("[data-t]")) {
    const text = t(element.dataset.t);
    element.textContent = text;
    if (element.dataset.key) {
      element.append(" ", el("kbd", {}, element.dataset.key));
      element.setAttribute("aria-keyshortcuts", element.dataset.key.toLowerCase());
    }
  }
  for (const element of root.querySelectorAll("[data-t-label]")) element.setAttribute("aria-label", t(element.dataset.tLabel));
}
