// The rating that a citizen is giving: from the first touch, which counts, to what was added.

(function (Pad) {
  "use strict";
  const STAYS_MS = { reasons: 20000, comment: 40000, indices: 40000, thanks: 5000 };
  const WARNS_MS = 20000;
  // The hub takes for five minutes more what was touched in time.
  const LONGEST_MS = 240000;
  const WARNS_OF = 2 / 3;
  const MOODS = { 3: [2, 4, 5], 4: [2, 3, 4, 5], 5: [1, 2, 3, 4, 5] };
  const LETTERS_AT_MOST = 500;
  // As many reasons as the hub takes.
  const REASONS_AT_MOST = 10;

  Pad.mood = (score, levels) => MOODS[levels][score - 1];

  Pad.giving = function (first, now) {
    const giving = { first, began: now, acted: now, at: "thanks", reasons: [], indices: {}, comment: "", turned: 0, more: false,
      said: false, given: false };

    giving.toggle = function (reason) {
      const place = giving.reasons.indexOf(reason);
      if (place >= 0) giving.reasons.splice(place, 1);
      else if (giving.reasons.length < REASONS_AT_MOST) giving.reasons.push(reason);
    };

    giving.answer = function (index, score) {
      if (giving.indices[index] === score) delete giving.indices[index];
      else giving.indices[index] = score;
    };

    const stays = () => Math.min(giving.acted + STAYS_MS[giving.at],
      giving.at === "thanks" ? Infinity : giving.began + LONGEST_MS);

    giving.over = (at) => at >= stays();

    // The whole seconds of which the page warns, null before the warning is due.
    giving.closesIn = function (at) {
      const left = stays() - at;
      if (giving.at === "thanks" || left > Math.min(WARNS_MS, STAYS_MS[giving.at] * WARNS_OF)) return null;
      return Math.max(1, Math.ceil(left / 1000));
    };

    giving.submit = function (lang) {
      const told = { v: 1, id: first.id, rate: first.rate, score: first.score, scale: first.scale, at: first.at,
        after_ms: first.after_ms, by: "tablet", lang };
      const comment = giving.comment.trim().slice(0, LETTERS_AT_MOST);
      if (giving.reasons.length) told.reasons = giving.reasons.slice();
      if (Object.keys(giving.indices).length) told.criteria = Object.assign({}, giving.indices);
      if (comment) told.comment = comment;
      return told;
    };
    return giving;
  };
})(window.Pad = window.Pad || {});
