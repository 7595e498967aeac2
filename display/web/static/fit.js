// Gives each text in a box of its own the largest type that its box holds.

const STEP = 0.94;
const LEAST = 0.2;
const fittedAs = new WeakMap();

/** Fit every box of `page` marked with data-fit: its first child shrinks from the size the style sheet gives it. */
export function fit(page) {
  Array.from(page.querySelectorAll("[data-fit]")).forEach(fitOne);
}

function fitOne(box) {
  const text = box.firstElementChild;
  const wide = box.clientWidth, high = box.clientHeight;
  const known = `${wide} ${high} ${box.ownerDocument.body.dataset.fonts} ${text.textContent}`;
  if (wide === 0 || fittedAs.get(box) === known) return;
  fittedAs.set(box, known);
  text.style.fontSize = "";
  const room = roomOf(box, wide, high);
  for (let share = STEP; share > LEAST && isTooLarge(text, room); share *= STEP) {
    text.style.fontSize = `${share.toFixed(3)}em`;
  }
}

function roomOf(box, wide, high) {
  const style = getComputedStyle(box);
  return {
    wide: wide - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight),
    high: high - parseFloat(style.paddingTop) - parseFloat(style.paddingBottom),
  };
}

function isTooLarge(text, room) {
  return Math.max(text.offsetWidth, text.scrollWidth) > room.wide + 0.5 || text.offsetHeight > room.high + 0.5;
}
