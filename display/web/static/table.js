// The table of counters.

import { fitted, keyed, made, setData, setHidden, setNumber, setSize, setText } from "./page.js";

// As many of a number as have room at full size.
const LETTERS = 6;

/** Draw each counter's row; a page of them is seen. */
export function drawTable(table, view) {
  const body = table.querySelector("tbody");
  setData(table, { columns: view.columns });
  setData(table.ownerDocument.body, { columns: view.columns });
  setSize(table, "--lines", view.lines);
  setSize(table, "--columns", view.columns);
  keyed(body, view.rows, "counter", makeRow, drawRow);
}

function makeRow(page) {
  const head = fitted(page, "th", "name");
  head.scope = "row";
  const value = made(page, "td", "", [made(page, "span", "number"), made(page, "span", "word")]);
  return made(page, "tr", "", [head, fitted(page, "td", "fields"), value]);
}

function drawRow(row, told) {
  setText(row.children[0].firstElementChild, told.name);
  setText(row.children[1].firstElementChild, told.fields);
  setNumber(row.children[2].children[0], told.number, LETTERS);
  setText(row.children[2].children[1], told.word);
  setHidden(row, !told.visible);
  setData(row, { number: told.number, callId: told.callId, standing: told.standing, fresh: told.fresh });
}
