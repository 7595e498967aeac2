// Keeps ratings on the tablet until the hub has answered each, asking with the same id: no touch is lost.

(function (Pad) {
  "use strict";
  const KEY = "pad.rating.";
  // Of some 500 bytes each: half of the 5 MB that browsers give a page. With so many no other rating opens.
  const AT_MOST = 5000;
  const PATIENT_TIMES = 10;
  // One that is forbidden, as of a tablet that was just moved, may be taken later; the others pass it meanwhile.
  const COMES_AGAIN = ["too_many_requests", "internal", "forbidden"];

  Pad.kept = function (storage) {
    const kept = { failing: false };
    const entries = [];
    let next = 1;

    const find = (id) => entries.filter((one) => one.rating.id === id)[0];

    function write(entry) {
      try {
        storage.setItem(entry.key, JSON.stringify({ whole: entry.whole, rating: entry.rating }));
        entry.written = true;
      } catch (fault) {
        entry.written = false;
      }
      kept.failing = entries.some((one) => !one.written);
    }

    function put(rating, whole) {
      let entry = find(rating.id);
      if (!entry) {
        entry = { key: KEY + ("000000000000" + next).slice(-12), failed: 0, written: false };
        next += 1;
        entries.push(entry);
      }
      entry.rating = rating;
      entry.whole = whole;
      write(entry);
    }

    // Read what an earlier run left: a draft that it left is whole, for nobody will add to it.
    kept.open = function () {
      const keys = [];
      for (let place = 0; place < storage.length; place += 1) {
        const key = storage.key(place);
        if (key.indexOf(KEY) === 0) keys.push(key);
      }
      keys.sort().forEach((key) => {
        next = Math.max(next, Number(key.slice(KEY.length)) + 1);
        try {
          const rating = JSON.parse(storage.getItem(key)).rating;
          entries.push({ key, rating, whole: true, failed: 0, written: true });
        } catch (fault) {
          storage.removeItem(key);
        }
      });
    };

    kept.draft = (rating) => put(rating, false);
    kept.whole = (rating) => put(rating, true);
    kept.knows = (rate) => entries.some((one) => one.rating.rate === rate);
    kept.full = () => entries.length >= AT_MOST;

    // The oldest whole rating that was not answered.
    kept.next = () => {
      const found = entries.filter((one) => one.whole)[0];
      return found ? found.rating : null;
    };

    // Let go of a rating that was accepted, or refused for good.
    kept.replied = function (id, reply) {
      const entry = find(id);
      if (!entry) return;
      const code = reply.ok ? "" : (reply.error || {}).code;
      if (COMES_AGAIN.indexOf(code) >= 0) {
        entry.failed += code === "internal" ? 1 : 0;
        if (entry.failed >= PATIENT_TIMES || code === "forbidden") {
          entry.failed = 0;
          entries.push(entries.splice(entries.indexOf(entry), 1)[0]);
        }
        return;
      }
      entries.splice(entries.indexOf(entry), 1);
      storage.removeItem(entry.key);
    };

    // Write what the tablet did not take before.
    kept.step = () => entries.filter((one) => !one.written).forEach(write);
    return kept;
  };
})(window.Pad = window.Pad || {});
