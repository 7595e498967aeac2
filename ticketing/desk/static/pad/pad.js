// Puts the rating page of a tablet together: what the hub tells, what citizens touch, what is drawn.

(function (Pad) {
  "use strict";
  const TICK_MS = 200;
  const NOTICES_EVERY_MS = 60000;
  const HELD_MS = 5000;
  const TOUCHED = ["rating", "reasons", "indices"];
  const MEMORY = "pad.memory";
  const body = document.body;
  const at = (id) => document.getElementById(id);
  const clock = () => window.performance.now();
  const storage = window.localStorage;
  const tongue = Pad.tongue(JSON.parse(at("words").textContent));
  const aloud = Pad.aloud(window.speechSynthesis);
  const kept = Pad.kept(storage);
  const pictures = {};
  const playlist = Pad.playlist((url) => pictures[url] === true);
  const screen = Pad.screen({ stage: at("stage"), bar: at("bar") });
  const chosen = { big: false, clear: false, aloud: false };
  let shown = "";
  let read = "";
  let down = 0;

  function rest() {
    Object.keys(chosen).forEach((key) => { chosen[key] = false; });
    aloud.hush();
  }

  const model = Pad.model(tongue, playlist, { keep: kept.draft, give: kept.whole, knows: kept.knows, visit: rest, rest });

  const link = Pad.link({ state: body.dataset.state, rate: body.dataset.rate }, kept, {
    picture: (news) => { model.told(news, clock(), Date.now()); step(); },
    gone: () => window.location.replace(body.dataset.home),
  });

  function tools(view) {
    if (TOUCHED.indexOf(view.page) < 0) return [];
    const made = [{ name: "big", text: tongue.say("big"), on: chosen.big }, { name: "clear", text: tongue.say("contrast"), on: chosen.clear }];
    if (aloud.speaks(tongue.code)) made.push({ name: "aloud", text: tongue.say("aloud"), on: chosen.aloud });
    return made.concat([{ name: "language", text: tongue.say("language") }]);
  }

  function warn(now) {
    const left = model.closesIn(now);
    const old = link.old() ? tongue.say("old") : "";
    at("leaving").hidden = left === null;
    if (left !== null) at("leaving").firstChild.textContent = tongue.say("closes", { n: left });
    if (left !== null) at("leaving").lastChild.textContent = tongue.say("more_time");
    at("old").hidden = !old;
    at("old").textContent = old;
  }

  function draw(now) {
    const view = model.view(now, Date.now());
    const offered = tools(view);
    const news = JSON.stringify([view, offered, chosen, window.innerWidth, window.innerHeight]);
    warn(now);
    at("clock").textContent = new Date(Date.now() + 7 * 3600000).toISOString().slice(11, 16);
    if (news === shown) return;
    shown = news;
    document.documentElement.lang = tongue.code;
    document.documentElement.style.setProperty("--finger", screen.finger() + "px");
    screen.show(view, offered, chosen);
    speak(view);
    window.requestAnimationFrame(() => window.requestAnimationFrame(() => model.drawn(view.page, clock())));
  }

  function speak(view) {
    const text = TOUCHED.concat("thanks").indexOf(view.page) >= 0 ? Pad.spoken(view) : "";
    if (chosen.aloud && text !== read) aloud.say(text, tongue.code);
    read = chosen.aloud ? text : "";
  }

  function remember() {
    const known = JSON.stringify(model.remembered());
    try {
      if (storage.getItem(MEMORY) !== known) storage.setItem(MEMORY, known);
    } catch (fault) {
      kept.failing = true;
    }
  }

  function step() {
    const now = clock();
    model.full = kept.full();
    model.aPage = screen.rows();
    model.tick(now, Date.now());
    draw(now);
    remember();
  }

  function touched(name) {
    const now = clock() - down < 2000 ? down : clock();
    if (name in chosen) {
      chosen[name] = !chosen[name];
      if (name === "aloud" && !chosen.aloud) aloud.hush();
      model.touch("stay", now, Date.now());
    } else model.touch(name, now, Date.now());
    step();
    link.step();
  }

  function fetchNotices() {
    link.fetch(body.dataset.notices, (news) => {
      playlist.told(news);
      news.playlist.filter((one) => one.kind === "image" && !pictures[one.url]).forEach((one) => {
        const picture = new window.Image();
        picture.onload = () => { pictures[one.url] = true; };
        picture.src = one.url;
      });
    });
  }

  // The keeper's way out: a finger that rests on the head for five seconds; behind it stands the keeper's code.
  function watchHead() {
    let timer = null;
    const stop = () => clearTimeout(timer);
    const begin = () => { stop(); timer = setTimeout(() => window.location.assign(body.dataset.pair), HELD_MS); };
    ["touchstart", "mousedown"].forEach((name) => at("head").addEventListener(name, begin));
    ["touchend", "touchcancel", "mouseup", "mouseleave"].forEach((name) => at("head").addEventListener(name, stop));
  }

  function listen() {
    ["touchstart", "mousedown"].forEach((name) => document.addEventListener(name, () => { down = clock(); }, true));
    document.addEventListener("click", (event) => {
      const found = event.target.closest("[data-name]");
      if (found) touched(found.getAttribute("data-name"));
      else if (body.classList.contains("showing")) touched("home");
    });
    document.addEventListener("input", (event) => model.wrote(event.target.value, clock()));
    document.addEventListener("contextmenu", (event) => event.preventDefault());
    document.addEventListener("visibilitychange", () => { if (!document.hidden) link.wake(); });
    window.addEventListener("online", link.wake);
    window.addEventListener("resize", step);
  }

  function start() {
    kept.open();
    try {
      model.restore(JSON.parse(storage.getItem(MEMORY)) || {}, clock(), Date.now());
    } catch (fault) {
      storage.removeItem(MEMORY);
    }
    listen();
    watchHead();
    step();
    link.start();
    fetchNotices();
    setInterval(step, TICK_MS);
    setInterval(() => { kept.step(); link.step(); }, 1000);
    setInterval(fetchNotices, NOTICES_EVERY_MS);
    // Browsers allow it over https or at the machine itself alone.
    if (navigator.serviceWorker) navigator.serviceWorker.register(body.dataset.worker).catch(() => undefined);
    if (navigator.wakeLock) navigator.wakeLock.request("screen").catch(() => undefined);
    if (navigator.storage && navigator.storage.persist) navigator.storage.persist();
  }

  start();
})(window.Pad = window.Pad || {});
