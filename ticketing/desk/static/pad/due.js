// Which of the office's notices stands on a pad that is left alone: one after another, each for its time.

(function (Pad) {
  "use strict";
  const USUAL_S = 12;
  const DAY = 24 * 60;
  const OFFICE_MS = 7 * 3600 * 1000;

  const minutes = (hour, otherwise) => (hour ? Number(hour.slice(0, 2)) * 60 + Number(hour.slice(3)) : otherwise);

  Pad.isDue = function (notice, wall) {
    if (notice.from && wall < Date.parse(notice.from)) return false;
    if (notice.until && wall >= Date.parse(notice.until)) return false;
    const there = new Date(wall + OFFICE_MS);
    if (notice.weekdays && notice.weekdays.length && notice.weekdays.indexOf(there.getUTCDay() || 7) < 0) return false;
    const begins = minutes(notice.hours_from, 0);
    const ends = minutes(notice.hours_until, DAY);
    const now = there.getUTCHours() * 60 + there.getUTCMinutes();
    return begins < ends ? begins <= now && now < ends : now >= begins || now < ends;
  };

  // `ready` tells whether a picture is at hand: one that is not is passed over, as videos are.
  Pad.playlist = function (ready) {
    let told = { playlist: [], ticker: [] };
    let stands = null;
    let place = -1;
    let since = 0;

    function due(wall) {
      const shown = [];
      told.playlist.forEach((one) => {
        if (!Pad.isDue(one, wall)) return;
        const seconds = one.seconds || USUAL_S;
        if (one.kind === "text" && one.text) shown.push({ text: one.text, picture: null, seconds });
        else if (one.kind === "image" && one.url && ready(one.url)) shown.push({ text: null, picture: one.url, seconds });
      });
      told.ticker.forEach((line) => shown.push({ text: line, picture: null, seconds: USUAL_S }));
      return shown;
    }

    return {
      told: (news) => { told = news; },
      at: function (now, wall) {
        const shown = due(wall);
        const same = stands && shown.some((one) => JSON.stringify(one) === JSON.stringify(stands));
        if (!shown.length) stands = null;
        else if (!same || now - since >= stands.seconds * 1000) {
          place = (place + 1) % shown.length;
          stands = shown[place];
          since = now;
        }
        return stands;
      },
    };
  };
})(window.Pad = window.Pad || {});
