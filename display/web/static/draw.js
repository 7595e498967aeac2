// Draws a view of the model on the page; touches only what changed.

/** Return a function that draws a view on `page`, the document. */
export function drawer(page) {
  const part = (id) => page.getElementById(id);
  return (view) => {
    setData(page.body, { linked: view.linked, stale: view.stale });
    setText(part("office"), view.office);
    setData(part("office"), { long: [70, 95].filter((letters) => view.office.length > letters).length });
    setText(part("clock"), view.clock);
    setText(part("date"), view.date);
    part("sign").hidden = !view.stale;
    part("ticker").hidden = view.stale;
    setText(part("ticker"), view.ticker);
    drawCalling(part, view);
    drawRows(part("rows"), view);
    drawRecent(part("recent"), view.recent);
    drawWaiting(part("waiting"), view.waiting);
  };
}

function drawCalling(part, view) {
  const panel = part("calling");
  const { callId = "", number = "", counter = "", name = "" } = view.calling ?? {};
  setText(part("calling-number"), number);
  setText(part("calling-counter"), name);
  setText(part("idle"), view.calling ? "" : view.idle);
  setSize(panel, "--letters", Math.max(4, number.length));
  setData(panel, { number, counter, callId, long: lengthOf(name), flash: view.flash });
}

function drawRows(body, view) {
  setData(body.closest("table"), { columns: view.columns });
  setData(body.ownerDocument.body, { columns: view.columns });
  setSize(body.closest("table"), "--lines", view.lines);
  keyed(body, view.rows, "counter", makeRow, (row, told) => {
    const [head, value, word] = row.querySelectorAll("th, .number, .word");
    setText(head, told.name);
    setText(value, told.number);
    setText(word, told.word);
    row.hidden = !told.visible;
    const { number, callId, standing, fresh } = told;
    setData(row, { number, callId, standing, fresh, long: lengthOf(told.name) });
  });
}

function drawRecent(list, recent) {
  list.parentElement.hidden = recent.length === 0;
  keyed(list, recent, "callId", makeRecent, (item, told) => {
    setText(item.children[0], told.number);
    setText(item.children[1], told.name);
    setData(item, { long: lengthOf(told.name) });
  });
}

function drawWaiting(list, waiting) {
  list.parentElement.hidden = waiting.length === 0;
  setData(list, { many: waiting.some((queue) => !queue.visible) });
  keyed(list, waiting, "service", makeTile, (tile, told) => {
    setText(tile.children[0], told.name);
    setText(tile.children[1], told.open || told.waiting > 0 ? String(told.waiting) : "Nghỉ");
    tile.hidden = !told.visible;
    setData(tile, { waiting: told.waiting, open: told.open, long: lengthOf(told.name) + (told.waiting > 99 ? 1 : 0) });
  });
}

// Elements of `parent` follow `items` in order; each is known by its item's `key`.
function keyed(parent, items, key, make, update) {
  const known = new Map([...parent.children].map((element) => [element.dataset[key], element]));
  items.forEach((item, place) => {
    const element = known.get(item[key]) ?? make(parent.ownerDocument);
    known.delete(item[key]);
    setData(element, { [key]: item[key] });
    if (parent.children[place] !== element) parent.insertBefore(element, parent.children[place] ?? null);
    update(element, item);
  });
  known.forEach((element) => element.remove());
}

function makeRow(page) {
  const row = page.createElement("tr");
  const value = made(page, "td", made(page, "span", null, "number"));
  value.append(made(page, "span", null, "word"));
  row.append(made(page, "th"), value);
  row.firstChild.scope = "row";
  return row;
}

function makeRecent(page) {
  const item = made(page, "li", made(page, "strong"));
  item.append(made(page, "span"));
  return item;
}

function makeTile(page) {
  const tile = made(page, "li", made(page, "span"));
  tile.append(made(page, "strong"));
  return tile;
}

function made(page, tag, child = null, name = "") {
  const element = page.createElement(tag);
  if (name) element.className = name;
  if (child) element.append(child);
  return element;
}

// How long a name is, in steps that the style sheet has sizes for.
function lengthOf(name) {
  return [14, 24, 40].filter((letters) => name.length > letters).length;
}

function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

function setData(element, values) {
  for (const [name, value] of Object.entries(values)) {
    if (element.dataset[name] !== String(value)) element.dataset[name] = String(value);
  }
}

function setSize(element, name, value) {
  if (element.style.getPropertyValue(name) !== String(value)) element.style.setProperty(name, String(value));
}
