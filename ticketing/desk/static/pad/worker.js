// Keeps the rating page on the tablet, so that it opens while the hub is away.

(function () {
  "use strict";
  const told = self.PAD;
  const NAME = "pad-" + told.version;
  const PICTURES = "pad-notices";
  const PICTURES_AT_MOST = 60;
  const WAITS_MS = 4000;
  const PICTURE = /^\/notices\/[0-9a-f]{64}\.jpg$/;
  // Browsers of before 2018 send no cookie unless they are told to.
  const asked = (address) => new Request(address, { credentials: "same-origin", cache: "reload" });

  self.addEventListener("install", (event) => {
    event.waitUntil(caches.open(NAME)
      .then((cache) => cache.addAll([told.app].concat(told.files).map(asked)))
      .then(() => self.skipWaiting()));
  });

  self.addEventListener("activate", (event) => {
    const stays = (name) => name === NAME || name === PICTURES || name.indexOf("pad-") !== 0;
    event.waitUntil(caches.keys()
      .then((names) => Promise.all(names.filter((name) => !stays(name)).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()));
  });

  const waits = () => new Promise((_, fail) => { setTimeout(() => fail(new Error("slow")), WAITS_MS); });
  // A hub that answers with a fault of its own is as good as away.
  const good = (answer) => (answer.status >= 500 ? Promise.reject(new Error("fault")) : answer);

  function page(request) {
    return Promise.race([fetch(request).then(good), waits()]).catch(() => caches.match(told.app));
  }

  function keep(cache, request, answer) {
    if (answer.ok && answer.status === 200) cache.put(request, answer.clone());
    return cache.keys().then((keys) => {
      if (keys.length > PICTURES_AT_MOST) cache.delete(keys[0]);
      return answer;
    });
  }

  const picture = (request) => caches.match(request).then((found) => found || caches.open(PICTURES)
    .then((cache) => fetch(request).then((answer) => keep(cache, request, answer))));

  self.addEventListener("fetch", (event) => {
    const address = new URL(event.request.url);
    if (event.request.method !== "GET" || address.origin !== self.location.origin) return;
    if (address.pathname === told.page) event.respondWith(page(event.request));
    else if (PICTURE.test(address.pathname)) event.respondWith(picture(event.request));
    else if (told.files.indexOf(address.pathname + address.search) >= 0) {
      event.respondWith(caches.match(event.request).then((found) => found || fetch(event.request)));
    }
  });
})();
