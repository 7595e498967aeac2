// The plate above one counter: its name, its fields, the officer where the site allows it, and the number it has.

import { setData, setHidden, setText } from "./page.js";

/** Draw the plate; it stays empty until its counter was heard of. */
export function drawPlate(section, view) {
  const told = view.plate || { name: "", fields: "", officer: "", number: "", word: "", standing: "", callId: "" };
  const fill = (id, text) => {
    const box = section.querySelector(`#${id}`);
    setText(box.querySelector("span"), text);
    setHidden(box, text === "");
  };
  fill("plate-name", told.name);
  fill("plate-fields", told.fields);
  fill("plate-officer", told.officer ? `${view.words.officer}: ${told.officer}` : "");
  fill("plate-number", told.number);
  fill("plate-word", told.number ? wordOf(told, view) : told.word);
  setData(section, {
    number: told.number, callId: told.callId, standing: told.standing, flash: Boolean(told.flash),
  });
}

function wordOf(told, view) {
  return told.standing === "called" ? view.words.calling : view.words.serving;
}
