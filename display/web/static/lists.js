// The calls of a moment ago, and how many wait in each field.

import { fitted, keyed, made, setData, setHidden, setNumber, setText } from "./page.js";

// As many of a number as have room at full size.
const LETTERS = 5;

/** Draw the calls before the one that stands large. */
export function drawRecent(section, view) {
  setHidden(section, view.recent.length === 0);
  keyed(section.querySelector("ul"), view.recent, "callId", makeRecent, (item, told) => {
    setNumber(item.children[0], told.number, LETTERS);
    setText(item.children[1].firstElementChild, told.name);
  });
}

/** Draw who waits, by field. */
export function drawWaiting(section, view) {
  setHidden(section, view.waiting.length === 0);
  keyed(section.querySelector("ul"), view.waiting, "service", makeTile, (tile, told) => {
    setText(tile.children[0].firstElementChild, told.name);
    setText(tile.children[1], told.open || told.waiting > 0 ? String(told.waiting) : view.words.resting);
    setHidden(tile, !told.visible);
    setData(tile, { waiting: told.waiting, open: told.open });
  });
}

function makeRecent(page) {
  return made(page, "li", "", [made(page, "strong"), fitted(page, "span", "name")]);
}

function makeTile(page) {
  return made(page, "li", "", [fitted(page, "span", "name"), made(page, "strong")]);
}
