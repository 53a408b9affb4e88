// Everything that the page says: English, Spanish.
export const STRINGS = {
  skip: ["To the pair", "Ir al par"],
  progress: ["Judged pairs", "Pares juzgados"],
  progress_of: ["{0} of {1} judged", "{0} de {1} juzgados"],
  in_dispute: ["{0} in dispute", "{0} en disputa"],
  reviewer: ["Reviewer", "Revisor"],
  other_language: ["Español", "English"],
  help: ["Help and keys", "Ayuda y teclas"],
  help_text: [
    "Say what the two texts are to each other. Translation: the English says what the Spanish says. Partial: one says only a part of the other. Mismatch: one says something that the other does not. Every decision is kept, none is overwritten.",
    "Diga qué es un texto para el otro. Traducción: el inglés dice lo que dice el español. Parcial: uno dice solo una parte del otro. Discrepancia: uno dice algo que el otro no dice. Toda decisión se conserva; ninguna se sobrescribe.",
  ],
  keys_on: ["Single-letter keys", "Teclas de una sola letra"],
  close: ["Close", "Cerrar"],
  filters: ["Filters", "Filtros"],
  status: ["Review", "Revisión"],
  status_open: ["Not judged", "Sin juzgar"],
  status_mine: ["Not judged by me", "Sin juzgar por mí"],
  status_decided: ["Judged", "Juzgados"],
  status_disputed: ["In dispute", "En disputa"],
  status_all: ["All", "Todos"],
  order: ["Order", "Orden"],
  order_uncertain: ["Least certain first", "Primero lo menos seguro"],
  order_page: ["As in the articles", "Como en los artículos"],
  relation: ["Relation found", "Relación hallada"],
  any: ["Any", "Cualquiera"],
  min_score: ["Score from", "Puntuación desde"],
  max_score: ["Score to", "Puntuación hasta"],
  check: ["Check", "Comprobación"],
  photographer: ["Photographer", "Fotógrafo"],
  decided_by: ["Decided by", "Decidido por"],
  clear: ["Clear filters", "Quitar filtros"],
  pairs_counted: ["{0} pairs", "{0} pares"],
  queue: ["Queue", "Cola"],
  previous: ["Previous", "Anterior"],
  next: ["Next", "Siguiente"],
  position: ["{0} of {1}", "{0} de {1}"],
  line: ["line {0}", "línea {0}"],
  score: ["score {0}", "puntuación {0}"],
  found: ["found: {0}", "hallado: {0}"],
  judged: ["judged: {0}", "juzgado: {0}"],
  judged_by: ["{0}: {1}", "{0}: {1}"],
  repaired: ["other English chosen", "se eligió otro inglés"],
  article_changed: ["the article has changed, and has this text no more", "el artículo cambió y ya no tiene este texto"],
  spanish: ["Spanish", "Español"],
  english: ["English", "Inglés"],
  mt: ["Machine translation", "Traducción automática"],
  no_english: ["No English in this article.", "Ningún inglés en este artículo."],
  name: ["name", "nombre"],
  institution: ["institution", "institución"],
  number: ["number", "número"],
  unsaid: ["not on the other side", "no está en el otro lado"],
  verdict: ["Verdict", "Veredicto"],
  changes: ["Changes", "Cambios"],
  accept: ["Translation", "Traducción"],
  translation: ["translation", "traducción"],
  partial: ["Partial", "Parcial"],
  mismatch: ["Mismatch", "Discrepancia"],
  nobody: ["No English", "Sin inglés"],
  unpaired: ["unpaired", "sin pareja"],
  reject: ["Reject", "Rechazar"],
  rejected: ["rejected", "rechazado"],
  edit_es: ["Edit Spanish", "Editar español"],
  edit_en: ["Edit English", "Editar inglés"],
  repair: ["Other English", "Otro inglés"],
  repair_head: ["Which line of the article belongs to the caption?", "¿Qué línea del artículo corresponde al pie de foto?"],
  repair_none: ["The article has no other English.", "El artículo no tiene otro inglés."],
  judge_now: ["Chosen. Now judge the new pair.", "Elegido. Ahora juzgue el nuevo par."],
  note: ["Note", "Nota"],
  undo: ["Undo", "Deshacer"],
  save: ["Save", "Guardar"],
  cancel: ["Cancel", "Cancelar"],
  writer_hint: ["Ctrl+Enter saves, Esc cancels.", "Ctrl+Intro guarda, Esc cancela."],
  findings: ["Findings", "Hallazgos"],
  context: ["In the article", "En el artículo"],
  whole: ["Show all lines", "Mostrar todas las líneas"],
  less: ["Show fewer lines", "Mostrar menos líneas"],
  evidence: ["Evidence for the pair that was found", "Evidencia del par hallado"],
  log: ["Decisions", "Decisiones"],
  taken_back: ["taken back", "retirado"],
  saved: ["Saved: {0}. Z takes it back.", "Guardado: {0}. Z lo deshace."],
  undone: ["Taken back.", "Deshecho."],
  nothing_to_undo: ["Nothing to take back.", "Nada que deshacer."],
  stale: ["Somebody decided on this pair in between. This is how it stands now.", "Alguien decidió sobre este par entretanto. Así está ahora."],
  empty: ["No pair passes these filters.", "Ningún par pasa estos filtros."],
  at_end: ["That was the last pair of this queue.", "Era el último par de esta cola."],
  at_start: ["This is the first pair of this queue.", "Es el primer par de esta cola."],
  need_name: ["Give your name first.", "Primero dé su nombre."],
  failed: ["Not saved: {0}", "No se guardó: {0}"],
  no_token: [
    "Open the whole address that the program printed, with its token.",
    "Abra la dirección completa que mostró el programa, con su token.",
  ],
  needs_english: [
    "The caption has no English: choose it with R, or judge that there is none.",
    "El pie no tiene inglés: elíjalo con R, o juzgue que no lo hay.",
  ],
  unreachable: ["the program does not answer", "el programa no responde"],
  "edit-es": ["Spanish edited", "español editado"],
  "edit-en": ["English edited", "inglés editado"],
  "re-pair": ["other English", "otro inglés"],
};

const LANGUAGES = ["en", "es"];
let chosen = Math.max(0, LANGUAGES.indexOf(localStorage.getItem("language") ?? navigator.language.slice(0, 2)));

/** The string of that name in the chosen language, `{0}`, `{1}` replaced. */
export function t(name, ...values) {
  const text = STRINGS[name]?.[chosen] ?? name;
  return text.replace(/\{(\d)\}/g, (_, at) => values[at]);
}

/** The chosen language, as HTML names it. */
export function language() {
  return LANGUAGES[chosen];
}

export function switchLanguage() {
  chosen = 1 - chosen;
  localStorage.setItem("language", language());
}

/** A number as the chosen language writes it. */
export function number(value, digits = 0) {
  return value.toLocaleString(language(), { minimumFractionDigits: digits, maximumFractionDigits: digits });
}
