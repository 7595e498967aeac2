// Draws a view: the head, the foot, and each section that the page's layout holds.

import { drawCalling } from "./calling.js";
import { fit } from "./fit.js";
import { drawRecent, drawWaiting } from "./lists.js";
import { drawNotices } from "./notices_section.js";
import { setData, setHidden, setText, wasTouched } from "./page.js";
import { drawPlate } from "./plate.js";
import { drawResults } from "./results_section.js";
import { drawTable } from "./table.js";

// What an element of the page with this data-section is drawn by: a function of the element and the view.
const SECTIONS = {
  calling: drawCalling, table: drawTable, recent: drawRecent, waiting: drawWaiting, plate: drawPlate,
  notices: drawNotices, results: drawResults,
};

/** Return a function that draws a view on `page`, the document. */
export function drawer(page) {
  const part = (id) => page.getElementById(id);
  const sections = Array.from(page.querySelectorAll("[data-section]"));
  let room = "";
  return (view) => {
    setData(page.body, { linked: view.linked, stale: view.stale, quiet: view.quiet });
    drawHead(part, view);
    drawFoot(part, view);
    Array.from(page.querySelectorAll("[data-word]")).forEach((one) => setText(one, view.words[one.dataset.word]));
    sections.forEach((section) => SECTIONS[section.dataset.section](section, view));
    const now = `${window.innerWidth}x${window.innerHeight} ${page.body.dataset.fonts}`;
    if (wasTouched() || now !== room) fit(page);
    room = now;
  };
}

function drawHead(part, view) {
  setText(part("office").firstElementChild, view.office);
  setText(part("clock"), view.clock);
  setText(part("date"), view.date);
}

function drawFoot(part, view) {
  setHidden(part("sign"), !view.stale);
  setText(part("sign"), view.words.lost);
  setHidden(part("ticker"), view.stale);
  setText(part("ticker").firstElementChild, view.ticker);
  setHidden(part("fault"), view.faults.length === 0);
  setText(part("fault"), view.faults.length === 0 ? "" : `${view.words.fault}: ${view.faults.join(" ")}`);
}
