// Which rating stands open, until when, and since when its faces are to be seen.

(function (Pad) {
  "use strict";
  const CLOCK_MAY_DIFFER_MS = 120000;

  // `now` is milliseconds that never run backwards, `wall` the tablet's own clock, which may be wrong.
  Pad.standing = function () {
    const standing = { told: null, rated: null };
    let closes = 0;
    let facesAt = null;

    standing.at = function (now, wall) {
      const told = standing.told;
      const over = told === null || told.rate === standing.rated || now >= closes || wall >= told.closesWall;
      return over ? null : told;
    };

    standing.open = function (rating, leftMs, now, wall) {
      standing.told = { rate: rating.rate, number: rating.number, lang: rating.lang || "", openedWall: wall,
        closesWall: wall + leftMs };
      closes = now + leftMs;
      facesAt = null;
    };

    // A rating stood open before a restart; a clock that began anew in the past would open it for somebody else.
    standing.again = function (told, now, wall) {
      if (wall < told.openedWall - CLOCK_MAY_DIFFER_MS) return;
      standing.told = told;
      closes = now + Math.min(told.closesWall - wall, told.closesWall - told.openedWall);
      facesAt = null;
    };

    standing.close = () => { standing.told = null; };
    standing.seen = (now) => { facesAt = facesAt === null ? now : facesAt; };
    standing.seenMs = (now) => (facesAt === null ? 0 : Math.max(0, Math.round(now - facesAt)));
    return standing;
  };
})(window.Pad = window.Pad || {});
