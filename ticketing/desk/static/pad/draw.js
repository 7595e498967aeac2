// Draws a page into the stage and its buttons into the bar below; letters shrink until all of it stands on the glass.

(function (Pad) {
  "use strict";
  const LEAST_OF = 0.55;

  function make(name, className, children) {
    const made = document.createElement(name);
    if (className) made.className = className;
    [].concat(children === undefined ? [] : children).forEach((child) => {
      if (child) made.appendChild(typeof child === "string" ? document.createTextNode(child) : child);
    });
    return made;
  }

  function button(name, className, children, pressed) {
    const made = make("button", className, children);
    made.type = "button";
    made.setAttribute("data-name", name);
    if (pressed !== undefined) made.setAttribute("aria-pressed", String(pressed));
    return made;
  }

  const option = (one) => button(one.name, "option fits" + (one.chosen ? " chosen" : ""),
    [make("span", "mark", Pad.box(one.chosen)), make("span", "", one.text)], one.chosen);

  function host(who) {
    if (!who) return null;
    const said = make("span", "said", [make("strong", "", who.name), who.title ? make("small", "", who.title) : null]);
    if (!who.photo) return make("div", "host", said);
    const photo = make("img", "");
    photo.alt = "";
    photo.src = "data:image/jpeg;base64," + who.photo;
    return make("div", "host pictured", [photo, said]);
  }

  const PAGES = {
    idle: function (view) {
      if (view.notice) return notice(view);
      const middle = view.number ? [make("p", "lead", view.lead), make("p", "number", view.number), make("p", "detail", view.detail)]
        : [view.lead ? make("p", "lead", view.lead) : null, make("p", "detail", view.detail)];
      return [make("h1", "counter", view.counter), make("div", "beside", [host(view.host), make("div", "panel fits " + view.tone, middle)])];
    },
    rating: (view) => [
      make("div", "asks", [host(view.host), make("div", "", [make("h1", "", view.question), make("p", "detail", view.detail)])]),
      make("div", "choices n" + view.choices.length, view.choices.map((one) => button(one.name, "choice",
        make("span", "inner fits", [make("span", "face", Pad.face(one.mood)), make("span", "words", one.text)])))),
    ],
    reasons: (view) => [make("div", "ask", [make("h1", "", view.title), make("p", "detail", view.hint)]), make("div", "options", view.options.map(option))],
    indices: (view) => [make("h1", "", view.title)].concat(view.rows.map((row) =>
      make("div", "row", [make("p", "asked", row.text), make("div", "options", row.answers.map(option))]))),
    comment: function (view) {
      const field = make("textarea", "");
      field.maxLength = 500;
      field.setAttribute("aria-label", view.title);
      return [make("div", "ask", [make("h1", "", view.title), make("p", "detail", view.hint)]), field];
    },
    thanks: (view) => [make("div", "panel thanks", [make("span", "face", Pad.tick()), make("h1", "", view.title), make("p", "detail", view.detail)])],
  };

  function notice(view) {
    const band = make("div", "band", [make("strong", "", view.counter), make("span", "", view.stands)]);
    if (!view.picture) return [band, make("div", "panel fits told", make("p", "", view.text))];
    const picture = make("img", "poster");
    picture.alt = "";
    picture.src = view.picture;
    return [band, picture];
  }

  function ways(view, tools) {
    const made = tools.map((one) => button(one.name, "tool fits", one.text, one.on));
    if (view.page === "thanks" && view.more) made.push(button("more", "quiet", view.more));
    if (view.write) made.push(button("write", "", view.write));
    if (view.back) made.push(button("back", "", view.back));
    if (view.next) made.push(button("next", "", view.next));
    if (view.send) made.push(button("send", "main", view.send));
    return made;
  }

  // 20 mm of a finger on tablets of seven to ten inches, in px.
  const finger = () => Math.min(126, Math.max(88, Math.round(Math.min(window.innerWidth, window.innerHeight) * 0.22)));
  const overflows = (one) => one.scrollHeight > one.clientHeight + 2 || one.scrollWidth > one.clientWidth + 2;

  // `places` are the stage, the bar and the head.
  Pad.screen = function (places) {
    const { stage, bar } = places;
    let size = 16;

    function put(place, children) {
      while (place.firstChild) place.removeChild(place.firstChild);
      children.forEach((child) => { if (child) place.appendChild(child); });
      place.hidden = children.length === 0;
    }

    function fit(big) {
      const wide = window.innerWidth;
      const high = window.innerHeight;
      const base = Math.max(13, Math.min(wide * 1.4, high * 1.6) / 46) * (big ? 1.3 : 1);
      size = base;
      const tight = () => [stage].concat(Array.from(document.querySelectorAll(".fits"))).some(overflows);
      for (;;) {
        document.documentElement.style.fontSize = size + "px";
        if (size < base * LEAST_OF || !tight()) return;
        size *= 0.94;
      }
    }

    return {
      finger,
      // How many indices stand on a page; upright the bar takes two lines.
      rows: function () {
        const high = window.innerHeight;
        const bar = (finger() + 10) * (window.innerWidth < high ? 2 : 1);
        return Math.max(1, Math.min(9, Math.floor((high - bar - (high > 520 ? 136 : 98)) / (finger() * 0.85 + 40))));
      },
      fit,
      show: function (view, tools, chosen) {
        const held = document.activeElement && document.activeElement.getAttribute("data-name");
        const wishes = (chosen.big ? " big" : "") + (chosen.clear ? " clear" : "");
        document.body.className = "pad " + view.page + (view.notice ? " showing" : "") + wishes;
        put(stage, PAGES[view.page](view));
        put(bar, ways(view, tools));
        const again = held && document.querySelector('[data-name="' + held + '"]');
        if (again) again.focus();
        fit(chosen.big);
      },
    };
  };
})(window.Pad = window.Pad || {});
