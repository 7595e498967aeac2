// The boards' service worker: keeps the pages and their pack, so that a TV starts while the hub is away.
// A browser runs it on https and on localhost, and where it was told that the hub's address is safe.

const OWN = `board-pack-${PACK.version}`;
const PAGES = "board-pages";
const ANSWERS_WITHIN_MS = 5000;

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(OWN).then((cache) => cache.addAll(PACK.files)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(keepOpenPages().then(dropOldPacks).then(() => self.clients.claim()));
});

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== self.location.origin) return;
  if (url.pathname.indexOf("/board/pack/") === 0) event.respondWith(packed(event.request, url));
  else if (event.request.mode === "navigate") event.respondWith(fresh(event.request));
});

// The page that brought this worker was loaded before it could be kept.
function keepOpenPages() {
  return self.clients.matchAll({ includeUncontrolled: true, type: "window" }).then((pages) => Promise.all(
    pages.map((page) => asked(new Request(page.url, { credentials: "same-origin" })).catch(() => null))));
}

function dropOldPacks() {
  const isOld = (name) => name.indexOf("board-pack-") === 0 && name !== OWN;
  return caches.keys().then((names) => Promise.all(names.filter(isOld).map((name) => caches.delete(name))));
}

function packed(request, url) {
  const same = PACK.files.filter((file) => file.split("/").pop() === url.pathname.split("/").pop())[0];
  return caches.match(request).then((kept) => kept || fetch(request).catch(() => caches.match(same)));
}

// The hub's page where it answers in time, else the one it gave before.
function fresh(request) {
  const kept = () => caches.match(request, { ignoreSearch: true });
  const late = new Promise((_, fail) => setTimeout(() => fail(new Error("late")), ANSWERS_WITHIN_MS));
  const answer = asked(request);
  return Promise.race([answer, late]).then((page) => (page.status < 500 ? page : kept().then((one) => one || page)))
    .catch(() => kept().then((one) => one || answer));
}

function asked(request) {
  return fetch(request).then((page) => {
    if (!page.ok) return page;
    const copy = page.clone();
    return caches.open(PAGES).then((cache) => cache.put(request.url, copy)).then(() => page);
  });
}
