// Draws faces and marks as SVG: all faces wear the same colours, so that none draws the finger.

(function (Pad) {
  "use strict";
  const SVG = "http://www.w3.org/2000/svg";
  // How far the mouth's ends stand above its middle, from mood 1 to 5; the outermost are open.
  const MOUTHS = { 1: -22, 2: -14, 3: 0, 4: 14, 5: 22 };

  function node(name, attributes) {
    const made = document.createElementNS(SVG, name);
    Object.keys(attributes).forEach((key) => made.setAttribute(key, attributes[key]));
    return made;
  }

  function picture(marks) {
    const made = node("svg", { viewBox: "0 0 100 100", "aria-hidden": "true", focusable: "false" });
    marks.forEach((mark) => made.appendChild(mark));
    return made;
  }

  Pad.face = function (mood) {
    const bend = MOUTHS[mood];
    const y = 68 - bend / 2;
    const open = mood === 1 || mood === 5;
    const mouth = "M28 " + y + " Q50 " + (y + bend * 1.5) + " 72 " + y + (open ? " Z" : "");
    return picture([
      node("circle", { cx: 50, cy: 50, r: 48, class: "disc" }),
      node("ellipse", { cx: 34, cy: 38, rx: 6, ry: 7.5, class: "ink" }),
      node("ellipse", { cx: 66, cy: 38, rx: 6, ry: 7.5, class: "ink" }),
      node("path", { d: mouth, class: open ? "mouth open" : "mouth" }),
    ]);
  };

  Pad.tick = () => picture([
    node("circle", { cx: 50, cy: 50, r: 48, class: "done" }),
    node("path", { d: "M27 52 L44 68 L74 34", class: "stroke" }),
  ]);

  Pad.box = (chosen) => picture([
    node("rect", { x: 8, y: 8, width: 84, height: 84, rx: 16, class: "box" }),
  ].concat(chosen ? [node("path", { d: "M26 52 L44 70 L76 32", class: "check" })] : []));
})(window.Pad = window.Pad || {});
