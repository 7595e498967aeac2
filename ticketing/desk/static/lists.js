// Lists that change under an officer's hand: a row stays the same element while its number stands, so that neither a
// press nor the focus is lost to a redraw; arrow keys go from row to row.

/** Make the rows of `list` those of `items` (by `number`); `draw(button, item)` fills each row's button. */
export function fill(list, items, draw) {
  const known = new Map([...list.children].map((row) => [row.dataset.number, row]));
  const rows = items.map((item) => {
    const row = known.get(item.number) ?? made(item.number);
    const words = JSON.stringify(item);
    if (row.dataset.drawn !== words) {
      row.dataset.drawn = words;
      draw(row.firstChild, item);
    }
    return row;
  });
  const focused = list.contains(document.activeElement) ? document.activeElement : null;
  for (const row of list.children) if (!rows.includes(row)) known.get(row.dataset.number).dataset.gone = "1";
  list.querySelectorAll("[data-gone]").forEach((row) => row.remove());
  rows.forEach((row, place) => {
    if (list.children[place] !== row) list.insertBefore(row, list.children[place] ?? null);
  });
  if (focused?.isConnected) focused.focus({ preventScroll: true });
  oneStop(list, focused?.isConnected ? focused : null);
}

function made(number) {
  const row = document.createElement("li");
  const button = Object.assign(document.createElement("button"), { type: "button", tabIndex: -1 });
  row.dataset.number = number;
  button.dataset.number = number;
  row.append(button);
  return row;
}

export function piece(kind, words, className = "") {
  return Object.assign(document.createElement(kind), { textContent: words, className });
}

// Tab stops once in a list, however long it is.
function oneStop(list, chosen) {
  const buttons = [...list.querySelectorAll("button")];
  const stop = chosen ?? buttons.find((button) => button.tabIndex === 0) ?? buttons[0];
  for (const button of buttons) button.tabIndex = button === stop ? 0 : -1;
}

/** Let arrow keys, Home and End move the focus among the rows of `list`. */
export function walk(list) {
  list.addEventListener("keydown", (event) => {
    const buttons = [...list.querySelectorAll("button")];
    const here = buttons.indexOf(event.target);
    const there = { ArrowDown: here + 1, ArrowUp: here - 1, Home: 0, End: buttons.length - 1 }[event.key];
    if (here < 0 || !buttons[there]) return;
    event.preventDefault();
    oneStop(list, buttons[there]);
    buttons[there].focus();
  });
}
