// The results board: the backend's own figures and the codes that can be collected, in pages; pure, time handed in.

const AT_MOST = 600;
const PAGES_AT_MOST = 100;
const BEGIN_MS = 3000;
const A_ROW_MS = 900;
const LETTERS_AT_MOST = 44;
const COUNTS = ["received", "processing", "on_time", "overdue", "supplement", "ready", "returned"];

/** Every code that `results` and its further `pages` tell of, newest first, each once. */
export function readyOf(results, pages) {
  if (!results) return [];
  const seen = {};
  const all = [];
  const add = (list) => (Array.isArray(list) ? list : []).forEach((one) => {
    if (!one || typeof one.dossier !== "string" || seen[one.dossier]) return;
    seen[one.dossier] = true;
    all.push(one);
  });
  add(results.ready);
  for (let page = 2; page <= Math.min(results.pages || 1, PAGES_AT_MOST); page++) if (pages[page]) add(pages[page].ready);
  return all.sort(byAge).slice(0, AT_MOST);
}

// Newest first, those of one moment by their codes: an old engine would else mix them anew each time.
function byAge(one, other) {
  return Date.parse(other.since) - Date.parse(one.since) || (one.dossier < other.dossier ? -1 : 1);
}

/** How long a page of so many rows stands, so that somebody can look through it. */
export function staysMs(rows) {
  return BEGIN_MS + A_ROW_MS * rows;
}

/**
 * The page that stands at `now`: {page, since}; `before` is the one that stood, null at first. A page that is no more
 * gives way to the last one.
 */
export function turnPage(before, total, aPage, now) {
  const pages = Math.max(1, Math.ceil(total / aPage));
  if (!before) return { page: 0, since: now };
  if (before.page >= pages) return { page: pages - 1, since: now };
  const rows = Math.min(aPage, total - before.page * aPage);
  if (pages === 1 || now - before.since < staysMs(rows)) return before;
  return { page: (before.page + 1) % pages, since: now };
}

/** The backend's counts in the order in which offices read them; what it did not tell is left out. */
export function countsOf(results, words) {
  const told = (results && results.counts) || {};
  return COUNTS.filter((key) => Number.isFinite(told[key])).map((key) => ({
    count: key, name: words.counts[key], value: String(told[key]).replace(/\B(?=(\d{3})+$)/g, words.thousands),
  }));
}

/** Whether figures that were so at `asOf` are older than `minutes` at `time`. */
export function isOld(asOf, time, minutes) {
  return time - Date.parse(asOf) > minutes * 60000;
}

/** The beginning of a procedure's name, which may be as long as a paragraph: whole words, as many as one line holds. */
export function lineOf(name) {
  const text = String(name || "");
  if (text.length <= LETTERS_AT_MOST) return text;
  const words = text.slice(0, LETTERS_AT_MOST).split(" ");
  return `${words.slice(0, Math.max(1, words.length - 1)).join(" ").replace(/[,;]$/, "")}…`;
}

/** What a counter is called: by its own name where it is known, by the figure in its id else; empty where none is told. */
export function placeOf(counter, names, words) {
  if (!counter) return "";
  if (names[counter]) return names[counter];
  const figure = /(\d+)$/.exec(counter);
  return figure ? `${words.counter} ${Number(figure[1])}` : "";
}
