// The boards' service worker: keeps the pages and their pack, so that a TV starts while the hub is away.
// A browser runs it on https and on localhost, and where it was told that the hub's address is safe.

const OWN = `board-pack-${PACK.version}`;
const PAGES = "board-pages";
const MEDIA = "board-media";
const ANSWERS_WITHIN_MS = 5000;
const MEDIA_BYTES_AT_MOST = 500e6;

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
  else if (url.pathname.indexOf("/notices/") === 0) event.respondWith(shelved(event.request));
  else if (event.request.mode === "navigate") event.respondWith(fresh(event.request));
});

self.addEventListener("message", (event) => {
  if (event.data && Array.isArray(event.data.media)) event.waitUntil(shelve(event.data.media));
});

// Keeps what the playlist names, one after the other, and drops what it names no more.
function shelve(media) {
  let room = MEDIA_BYTES_AT_MOST;
  // What is too large for the room that is left is passed over: smaller ones after it are kept all the same.
  const fits = (one) => (one.size || 0) <= room && ((room -= one.size || 0), true);
  const wanted = media.filter(fits).map((one) => new URL(one.url, self.location).href);
  return caches.open(MEDIA).then((shelf) => shelf.keys().then((kept) => {
    const known = kept.map((request) => request.url);
    const dropped = kept.filter((request) => wanted.indexOf(request.url) < 0).map((request) => shelf.delete(request));
    const fetchNext = (rest) => (rest.length === 0 ? null
      : shelf.add(rest[0]).catch(() => null).then(() => fetchNext(rest.slice(1))));
    return Promise.all(dropped).then(() => fetchNext(wanted.filter((url) => known.indexOf(url) < 0)));
  }));
}

// A kept video is asked for in ranges; the hub answers for what is not kept.
function shelved(request) {
  return caches.open(MEDIA).then((shelf) => shelf.match(request.url)).then((kept) => {
    const range = /^bytes=(\d+)-(\d*)$/.exec(request.headers.get("range") || "");
    if (!kept) return fetch(request);
    return range ? kept.blob().then((whole) => part(whole, Number(range[1]), range[2], kept.headers)) : kept;
  });
}

function part(whole, from, to, headers) {
  const end = Math.min(to === "" ? whole.size : Number(to) + 1, whole.size);
  return new Response(whole.slice(from, end), {
    status: 206,
    headers: {
      "Content-Type": headers.get("Content-Type"), "Content-Length": String(end - from), "Accept-Ranges": "bytes",
      "Content-Range": `bytes ${from}-${end - 1}/${whole.size}`,
    },
  });
}

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
