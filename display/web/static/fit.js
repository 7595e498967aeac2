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
  const room = roomOf(box);
  for (let share = STEP; share > LEAST && isTooLarge(text, room); share *= STEP) {
    text.style.fontSize = `${share.toFixed(3)}em`;
  }
}

// In fractions of a pixel: whole ones would take a text that fills its box for one that is too wide.
function roomOf(box) {
  const style = getComputedStyle(box), rect = box.getBoundingClientRect();
  const less = (sides) => sides.reduce((sum, side) => sum + parseFloat(style[`padding${side}`]), 0);
  return { wide: rect.width - less(["Left", "Right"]), high: rect.height - less(["Top", "Bottom"]) };
}

function isTooLarge(text, room) {
  const rect = text.getBoundingClientRect();
  return rect.width > room.wide + 0.5 || rect.height > room.high + 0.5 || text.scrollWidth > room.wide + 1.5;
}
