// The review: which pair is shown, what is sent.
import { language, number, switchLanguage, t } from "/strings.js";
import { $, el, showPair, showPassages, translate } from "/view.js";

const FIELDS = ["status", "order", "relation", "min-score", "max-score", "check", "photographer", "reviewer"];
/** More of the queue is fetched when so few pairs are left. */
const AHEAD = 20;

const state = { token: secret(), csrf: "", ids: [], at: 0, next: null, count: 0, pair: null, whole: false, busy: false, overview: null };
/** Pairs that were fetched before they are shown. */
const ahead = new Map();

/** The secret from the printed address: out of the address at once, and kept for this tab alone. */
function secret() {
  const shown = new URLSearchParams(location.search).get("token");
  if (shown) {
    sessionStorage.setItem("token", shown);
    history.replaceState(null, "", `/${location.hash}`);
  }
  return sessionStorage.getItem("token") ?? "";
}

class Refused extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

async function ask(path, body) {
  const known = state.token ? { Authorization: `Bearer ${state.token}` } : {};
  const post = { method: "POST", headers: { ...known, "Content-Type": "application/json", "X-Csrf-Token": state.csrf }, body: JSON.stringify(body) };
  const response = await fetch(path, body === undefined ? { headers: known } : post).catch(() => { throw new Refused(0, t("unreachable")); });
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new Refused(response.status, answer.error ?? response.statusText);
  return answer;
}

function tell(text, isError = false) {
  $("message").textContent = text;
  $("message").classList.toggle("error", isError);
}

/** Does one thing at a time: a key that is pressed meanwhile was meant for what was on the screen. */
async function alone(work) {
  if (state.busy) return;
  state.busy = true;
  document.body.setAttribute("aria-busy", "true");
  try {
    await work();
  } catch (error) {
    // a page that was opened without the token has saved nothing yet either
    tell(error.status === 403 && !state.csrf ? t("no_token") : t("failed", error.message), true);
  } finally {
    state.busy = false;
    document.body.removeAttribute("aria-busy");
  }
}

// The queue.

function query() {
  const form = new FormData($("filters"));
  const wanted = new URLSearchParams(FIELDS.map((name) => [name, form.get(name) ?? ""]).filter(([, value]) => value !== ""));
  return wanted;
}

async function fetchQueue(after) {
  const wanted = query();
  wanted.set("me", $("me").value.trim());
  if (after) {
    wanted.set("after", after.id);
    wanted.set("certainty", after.certainty);
  }
  return ask(`/api/queue?${wanted}`);
}

async function startQueue(first = null) {
  const { ids, next, count } = await fetchQueue(null);
  Object.assign(state, { ids, next, count, at: 0 });
  $("filters-said").textContent = t("pairs_counted", number(count));
  if (first !== null) goTo(first);
  await show();
}

/** Makes a pair the current one, whether the queue has it or not. */
function goTo(id) {
  const at = state.ids.indexOf(id);
  if (at >= 0) {
    state.at = at;
  } else {
    state.ids.splice(state.at, 0, id);
    state.count += 1;
  }
}

function fetchPair(id) {
  if (!ahead.has(id)) {
    const pair = ask(`/api/pairs/${id}`);
    pair.catch(() => ahead.delete(id));
    ahead.set(id, pair);
  }
  return ahead.get(id);
}

async function show() {
  const id = state.ids[state.at];
  $("pair").hidden = id === undefined;
  remember(id);
  if (id === undefined) {
    state.pair = null;
    tell(t("empty"));
    return;
  }
  state.pair = await fetchPair(id);
  ahead.clear();
  state.whole = false;
  draw();
  await lookAhead();
}

async function lookAhead() {
  const following = state.ids[state.at + 1];
  if (following !== undefined) fetchPair(following).catch(() => {});
  if (state.next && state.ids.length - state.at < AHEAD) {
    const { ids, next } = await fetchQueue(state.next);
    const known = new Set(state.ids);
    state.ids.push(...ids.filter((one) => !known.has(one)));
    state.next = next;
  }
}

function draw() {
  if (!state.pair) return;
  showPair(state.pair, state.whole);
  $("position").textContent = t("position", number(state.at + 1), number(state.count));
  $("previous").disabled = state.at === 0;
}

async function step(by) {
  const at = state.at + by;
  if (at < 0 || at >= state.ids.length) {
    tell(t(at < 0 ? "at_start" : "at_end"));
    return;
  }
  state.at = at;
  tell("");
  await show();
  $("pair").focus({ preventScroll: true });
  scrollTo({ top: 0 });
}

/** The address holds filters and pair, so that a reload shows the same. */
function remember(id) {
  const wanted = query();
  if (id !== undefined) wanted.set("pair", id);
  history.replaceState(null, "", `#${wanted}`);
}

// Decisions.

function me() {
  const name = $("me").value.trim();
  if (!name) {
    tell(t("need_name"), true);
    $("me").focus();
  }
  return name;
}

/** Sends a change to the pair that is shown. True where it was taken. */
async function decide(change) {
  const reviewer = me();
  if (!reviewer || !state.pair) return false;
  const { id, version } = state.pair;
  try {
    const before = state.pair.verdict;
    state.pair = await ask(`/api/pairs/${id}/decisions`, { reviewer, version, change });
    await count(before, state.pair.verdict, reviewer);
  } catch (error) {
    if (error.status !== 409) throw error;
    ahead.delete(id);
    state.pair = await fetchPair(id);
    draw();
    tell(t("stale"), true);
    return false;
  }
  draw();
  return true;
}

async function judge(verdict) {
  if (!(await decide({ action: "verdict", after: verdict }))) return;
  const said = t("saved", t(verdict).toLowerCase());
  if (state.at + 1 < state.ids.length) await step(1);
  tell(said);
}

async function undo() {
  const reviewer = me();
  if (!reviewer) return;
  try {
    const pair = await ask("/api/undo", { reviewer });
    ahead.clear();
    ahead.set(pair.id, Promise.resolve(pair));
    goTo(pair.id);
    await show();
    await overview();
    tell(t("undone"));
  } catch (error) {
    if (error.status !== 404) throw error;
    tell(t("nothing_to_undo"));
  }
}

/** Asks for a text; what `take` gets is never the old one. */
function write(title, text, take) {
  const dialog = $("writer");
  $("writer-head").textContent = title;
  $("writer-text").value = text;
  dialog.returnValue = "";
  dialog.onclose = () => {
    const written = $("writer-text").value.trim();
    if (dialog.returnValue === "save" && written !== text) alone(() => take(written));
  };
  dialog.showModal();
  $("writer-text").focus();
}

const edit = (action, title, text) => write(title, text, async (after) => {
  if (await decide({ action, after })) tell(t("saved", t(action)));
});

function repair() {
  showPassages(state.pair, (start) => {
    $("repair").close();
    alone(async () => {
      if (await decide({ start })) tell(t("judge_now"));
    });
  });
  $("repair").showModal();
  ($("passages").querySelector("[aria-current]") ?? $("passages").querySelector("button"))?.focus();
}

// Around the pair.

async function overview() {
  state.overview = await ask("/api/overview");
  drawOverview();
}

/** Keeps the figures without asking for them all again. */
async function count(before, after, reviewer) {
  const known = state.overview;
  if (!known.reviewers.includes(reviewer)) return overview();
  known.decided += Number(after !== null) - Number(before !== null);
  drawOverview();
}

function drawOverview() {
  const { pairs, decided, disputed, checks, photographers, reviewers } = state.overview;
  $("bar").max = Math.max(1, pairs);
  $("bar").value = decided;
  const dispute = disputed > 0 ? ` · ${t("in_dispute", number(disputed))}` : "";
  $("done").textContent = t("progress_of", number(decided), number(pairs)) + dispute;
  for (const [name, values] of [["check", checks], ["photographer", photographers], ["reviewer", reviewers]]) {
    const select = $("filters").elements[name];
    const chosen = select.value;
    const missing = chosen && !values.includes(chosen) ? [chosen] : [];
    select.replaceChildren(select.options[0], ...[...values, ...missing].map((value) => el("option", { value }, value)));
    select.value = chosen;
  }
}

function speak() {
  document.documentElement.lang = language();
  translate();
  $("language").textContent = t("other_language");
  $("keys").replaceChildren(...[...document.querySelectorAll("button[data-key]")].flatMap((button) => [
    el("dt", {}, el("kbd", {}, button.dataset.key)), el("dd", {}, t(button.dataset.t))]));
  $("filters-said").textContent = t("pairs_counted", number(state.count));
  if (state.overview) drawOverview();
  draw();
}

// What people press.

const ACTIONS = {
  previous: () => alone(() => step(-1)),
  next: () => alone(() => step(1)),
  "edit-es": () => edit("edit-es", t("edit_es"), state.pair.row.es),
  "edit-en": () => edit("edit-en", t("edit_en"), state.pair.row.en),
  "repair-open": repair,
  "note-open": () => write(t("note"), state.pair.note, async (after) => {
    if (await decide({ action: "note", after })) tell(t("saved", t("note").toLowerCase()));
  }),
  undo: () => alone(undo),
  whole: () => { state.whole = !state.whole; draw(); },
  "help-open": () => $("help").showModal(),
  "help-close": () => $("help").close(),
  "repair-cancel": () => $("repair").close(),
  language: () => { switchLanguage(); speak(); },
};

function listen() {
  for (const [id, act] of Object.entries(ACTIONS)) $(id).addEventListener("click", act);
  for (const button of document.querySelectorAll("[data-verdict]")) {
    button.addEventListener("click", () => alone(() => judge(button.dataset.verdict)));
  }
  const buttons = new Map([...document.querySelectorAll("button[data-key]")].map((button) => [button.dataset.key.toLowerCase(), button]));
  buttons.set("arrowright", $("next")).set("arrowleft", $("previous")).set("?", $("help-open"));
  document.addEventListener("keydown", (event) => {
    if (event.target === $("writer-text") && event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      $("writer").close("save");
      return;
    }
    const passage = event.target.closest("#passages li");
    if (passage && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      (event.key === "ArrowDown" ? passage.nextElementSibling : passage.previousElementSibling)?.firstElementChild.focus();
    }
    const typing = event.target.closest("input, textarea, select, dialog");
    if (typing || event.ctrlKey || event.metaKey || event.altKey || event.repeat || !$("keys-on").checked) return;
    const button = buttons.get(event.key.toLowerCase());
    if (button && !button.disabled) {
      event.preventDefault();
      button.click();
    }
  });
  $("filters").addEventListener("change", () => alone(() => startQueue()));
  $("filters").addEventListener("submit", (event) => event.preventDefault());
  // the form is empty only after this event
  $("filters").addEventListener("reset", () => setTimeout(() => alone(() => startQueue())));
  $("me").addEventListener("change", () => localStorage.setItem("reviewer", $("me").value.trim()));
  $("keys-on").checked = localStorage.getItem("keys") !== "off";
  $("keys-on").addEventListener("change", () => localStorage.setItem("keys", $("keys-on").checked ? "on" : "off"));
}

async function open() {
  speak();
  listen();
  const hello = await ask("/api/hello");
  state.csrf = hello.csrf;
  $("me").value = localStorage.getItem("reviewer") || hello.reviewer;
  const wanted = new URLSearchParams(location.hash.slice(1));
  for (const name of FIELDS) {
    const value = wanted.get(name);
    const field = $("filters").elements[name];
    if (value === null) continue;
    if (field.tagName === "SELECT" && ![...field.options].some((option) => option.value === value)) field.append(el("option", { value }, value));
    field.value = value;
  }
  const pair = Number.parseInt(wanted.get("pair"), 10);
  await Promise.all([overview(), startQueue(Number.isNaN(pair) ? null : pair)]);
  $("filters-box").open = matchMedia("(min-width: 60rem)").matches;
}

alone(open);
