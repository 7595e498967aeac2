// The line of notices at the foot of the board: pure functions, time handed in as milliseconds.

import { isText } from "./checks.js";
import { last } from "./model.js";
import { dueAt } from "./notices.js";

const PAGE_MS = 8000;
const LETTERS_AT_MOST = 105;

/**
 * The piece of the notices that stands at the foot now; empty where there are none. Texts of the playlist stand there
 * too, but not where a layout has a stage for them.
 */
export function tickerOf(notices, now, time, staged = false) {
  if (!notices) return "";
  const playlist = staged ? [] : dueAt(notices, time).filter((notice) => notice.kind === "text");
  const texts = (notices.ticker || []).filter(isText).concat(playlist.map((notice) => onOneLine(notice.text)));
  const lines = [].concat(...texts.map(pieces));
  return lines.length > 0 ? lines[Math.floor(now / PAGE_MS) % lines.length] : "";
}

// A text of several lines stands on one here: each that ended without a mark gets one.
function onOneLine(text) {
  return text.trim().replace(/([^\s.,:;!?…])\s*\n\s*/g, "$1. ");
}

/** A long notice in pieces of about one length that each fit the foot of the board, broken between words. */
export function pieces(text) {
  const words = text.split(/\s+/).filter(Boolean);
  const least = words.join(" ").length / LETTERS_AT_MOST;
  for (let count = Math.ceil(least); ; count++) {
    const lines = broken(words, Math.ceil((least * LETTERS_AT_MOST) / count));
    if (lines.every((line) => line.length <= LETTERS_AT_MOST || line.indexOf(" ") < 0)) return lines;
  }
}

// Lines that end with the word which reaches `length`.
function broken(words, length) {
  const lines = [];
  words.forEach((word) => {
    if (lines.length > 0 && last(lines).length < length) lines[lines.length - 1] += ` ${word}`;
    else lines.push(word);
  });
  return lines;
}
