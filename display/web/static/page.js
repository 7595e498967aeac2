// Small hands on the page: they touch only what changed, and say whether anything did.

let touched = true;

/** Tell whether the page was changed since this was asked last. */
export function wasTouched() {
  const was = touched;
  touched = false;
  return was;
}

export function setText(element, text) {
  if (element.textContent === text) return;
  element.textContent = text;
  touched = true;
}

export function setData(element, values) {
  Object.keys(values).forEach((name) => {
    if (element.dataset[name] === String(values[name])) return;
    element.dataset[name] = String(values[name]);
    touched = true;
  });
}

export function setSize(element, name, value) {
  if (element.style.getPropertyValue(name) === String(value)) return;
  element.style.setProperty(name, String(value));
  touched = true;
}

/** A called number; one of more letters than there is room for is drawn smaller, by the share that its style reads. */
export function setNumber(element, number, room) {
  setText(element, number);
  setSize(element, "--share", number.length > room ? (room / number.length).toFixed(2) : 1);
}

export function setHidden(element, hidden) {
  if (element.hidden === hidden) return;
  element.hidden = hidden;
  touched = true;
}

/** Elements of `parent` follow `items` in order; each is known by its item's `key`. */
export function keyed(parent, items, key, make, update) {
  // A Map: as a property each key that never comes again would leave a hidden class behind.
  const known = new Map(Array.from(parent.children).map((element) => [element.dataset[key], element]));
  items.forEach((item, place) => {
    const element = known.get(item[key]) || make(parent.ownerDocument);
    known.delete(item[key]);
    setData(element, { [key]: item[key] });
    if (parent.children[place] !== element) parent.insertBefore(element, parent.children[place] || null);
    update(element, item);
  });
  known.forEach((element) => parent.removeChild(element));
}

/** A new element `tag.name` with `children`. */
export function made(page, tag, name, children) {
  const element = page.createElement(tag);
  if (name) element.className = name;
  (children || []).forEach((child) => element.appendChild(child));
  return element;
}

/** A box that holds one text in the largest type that fits; see fit.js. The text is its first child's. */
export function fitted(page, tag, name) {
  const box = made(page, tag, name, [made(page, "span", "", [])]);
  box.dataset.fit = "";
  return box;
}
