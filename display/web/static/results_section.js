// Draws the results board's section.

import { fitted, keyed, made, setData, setHidden, setText } from "./page.js";
import { countsOf, isOld, lineOf, placeOf, readyOf, turnPage } from "./results.js";
import { resultWords } from "./result_words.js";
import { clockOf, dateOf } from "./times.js";

const A_PAGE = { wide: 10, tall: 7 };
const OLD_MINUTES = 30;
// The page that stands, and the list as it was sorted last: figures come twice a minute, drawing many times a second.
const stood = new WeakMap();

/** Draw the figures, their time and source, and the page of codes whose turn it is. */
export function drawResults(section, view) {
  const words = resultWords(view.language);
  const known = stood.get(section) || { results: undefined, pages: undefined, ready: [], turn: null };
  if (known.results !== view.results || known.pages !== view.resultPages) {
    known.results = view.results;
    known.pages = view.resultPages;
    known.ready = readyOf(view.results, view.resultPages);
  }
  const aPage = view.tall ? A_PAGE.tall : A_PAGE.wide;
  known.turn = turnPage(known.turn, known.ready.length, aPage, view.now);
  stood.set(section, known);
  setData(section, { told: Boolean(view.results), codes: known.ready.length });
  drawCounts(section.querySelector(".counts"), countsOf(view.results, words));
  drawTime(section.querySelector(".as-of"), view, words);
  drawHead(section.querySelector(".ready-head"), view, known, aPage, words);
  drawRows(section.querySelector(".ready"), view, rowsOf(view, known, aPage, words));
  drawNothing(section.querySelector(".nothing"), view, known.ready.length, words);
}

function rowsOf(view, known, aPage, words) {
  const names = {};
  view.rows.forEach((row) => { names[row.counter] = row.name; });
  const from = known.turn.page * aPage;
  return known.ready.slice(from, from + aPage).map((one) => ({
    dossier: one.dossier, procedure: lineOf(one.procedure), place: placeOf(one.counter, names, words),
  }));
}

function drawCounts(list, counts) {
  setHidden(list, counts.length === 0);
  keyed(list, counts, "count", makeCount, (tile, told) => {
    setText(tile.children[0].firstElementChild, told.name);
    setText(tile.children[1].firstElementChild, told.value);
  });
}

function drawTime(line, view, words) {
  setHidden(line, !view.results);
  if (!view.results) return;
  const asOf = view.results.as_of;
  const old = isOld(asOf, view.time, view.resultsOldMinutes || OLD_MINUTES);
  const at = Date.parse(asOf);
  const day = dateOf(at, view.language).split(", ")[1];
  setData(line, { old });
  setText(line.firstElementChild,
    `${old ? words.old : words.fresh} ${clockOf(at)}, ${day} · ${words.source}: ${view.results.source || ""}`);
}

function drawHead(head, view, known, aPage, words) {
  const count = known.ready.length;
  setHidden(head, count === 0);
  if (count === 0) return;
  const pages = Math.ceil(count / aPage), all = view.results.ready_total;
  setText(head.children[0].firstElementChild, words.heading);
  setText(head.children[1], words.total(count, Math.max(count, Number.isInteger(all) ? all : 0)));
  setText(head.children[2], pages > 1 ? `${words.page} ${known.turn.page + 1}/${pages}` : "");
}

function drawRows(list, view, rows) {
  setHidden(list, rows.length === 0);
  keyed(list, rows, "dossier", makeRow, (row, told) => {
    setText(row.children[0].children[0].firstElementChild, told.dossier);
    setText(row.children[0].children[1].firstElementChild, told.procedure);
    setText(row.children[1].firstElementChild, told.place);
  });
}

function drawNothing(box, view, count, words) {
  setHidden(box, count > 0);
  setText(box.firstElementChild, view.results ? words.none : words.silent);
}

function makeCount(page) {
  return made(page, "li", "", [fitted(page, "span", "count-name"), fitted(page, "strong", "count-value")]);
}

function makeRow(page) {
  const what = made(page, "div", "what", [fitted(page, "strong", "code"), fitted(page, "span", "procedure")]);
  return made(page, "li", "", [what, fitted(page, "b", "at")]);
}
