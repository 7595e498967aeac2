// What each page shows, as plain data: the same pages as on the office's own rating pads.

(function (Pad) {
  "use strict";
  const WORKING = ["called", "serving"];
  const BEST = 2;

  Pad.inHand = function (counter) {
    const ticket = counter && counter.ticket;
    return ticket && WORKING.indexOf(ticket.state) >= 0 ? ticket : null;
  };

  function notWorking(counter, say) {
    if (counter.phase === "closed") return say("closed");
    return counter.pause_reason ? say("paused_for", { reason: counter.pause_reason }) : say("paused");
  }

  Pad.idleView = function (seen, say) {
    const page = { page: "idle", counter: seen.name, lead: say("welcome"), number: null, detail: "", tone: "calm", host: null };
    const counter = seen.counter;
    if (seen.gone) return Object.assign(page, { lead: "", detail: say("no_counter") });
    if (!counter) return Object.assign(page, { detail: say("wait") });
    const ticket = counter.ticket;
    if (counter.phase !== "open" && !ticket) return Object.assign(page, { lead: "", detail: notWorking(counter, say) });
    page.host = seen.host;
    if (ticket && ticket.state === "called") {
      return Object.assign(page, { lead: say("called"), number: ticket.number, detail: say("come"), tone: "call" });
    }
    if (ticket && ticket.state === "serving") {
      return Object.assign(page, { lead: say("serving"), number: ticket.number, detail: say("keep_slip"), tone: "ok" });
    }
    return Object.assign(page, { detail: say("your_turn") });
  };

  Pad.noticeView = (idle, notice) => ({ page: "idle", notice: true, counter: idle.counter,
    stands: idle.number ? idle.lead + " " + idle.number : idle.detail, text: notice.text, picture: notice.picture });

  Pad.ratingView = function (number, seen, levels, tongue) {
    const say = tongue.say;
    const choices = [];
    for (let score = levels; score >= 1; score -= 1) {
      const mood = Pad.mood(score, levels);
      choices.push({ name: "score:" + score, mood, text: tongue.own().moods[mood - 1] });
    }
    const detail = [seen.name, say("number", { number }), say("touch_one")].filter(Boolean).join(" · ");
    return { page: "rating", question: say("question"), detail, choices, host: seen.host };
  };

  Pad.reasonsView = function (giving, form, tongue) {
    const english = tongue.code === "en";
    return {
      page: "reasons", title: tongue.say("reasons"), hint: form.reasons.length ? tongue.say("reasons_hint") : "",
      options: form.reasons.map((one) => ({ name: "reason:" + one.id, text: (english && one.en) || one.vi,
        chosen: giving.reasons.indexOf(one.id) >= 0 })),
      send: tongue.say(giving.reasons.length || giving.comment ? "send" : "skip"),
      write: form.comment ? tongue.say("write") : null,
    };
  };

  Pad.pagesOf = (aPage, words) => Math.ceil(words.index.length / aPage);

  Pad.indicesView = function (giving, form, tongue, aPage) {
    const words = tongue.own();
    const pages = Pad.pagesOf(aPage, words);
    const turned = Math.min(giving.turned, pages - 1);
    const named = words.index.slice(turned * aPage, (turned + 1) * aPage);
    const say = tongue.say;
    return {
      page: "indices", turned,
      title: say("indices") + (pages > 1 ? " · " + say("page", { page: turned + 1, pages }) : ""),
      rows: named.map((index) => ({ text: index.text,
        answers: index.answers.map((text, place) => ({ name: "index:" + index.id + ":" + (BEST - place), text,
          chosen: giving.indices[index.id] === BEST - place })) })),
      back: turned ? say("back") : null,
      send: say("send"),
      next: turned < pages - 1 ? say("next") : null,
      write: form.comment && turned === pages - 1 ? say("write") : null,
    };
  };

  Pad.commentView = (giving, tongue) => ({
    page: "comment", title: tongue.say("write_title"), hint: tongue.say("write_hint"), send: tongue.say("send"),
  });

  Pad.thanksView = (giving, tongue) => ({ page: "thanks", title: tongue.say("thanks"), detail: tongue.say("thanks_detail"),
    more: giving.said ? null : tongue.say("more") });
})(window.Pad = window.Pad || {});
