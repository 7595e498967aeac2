// Decides what the page shows: the number in hand, one rating a finished service, thanks, then the office's notices.

(function (Pad) {
  "use strict";
  const SETTLES_MS = 600;
  const NOTICES_AFTER_MS = 60000;
  const SCORE = /^score:([1-5])$/;
  const ANSWER = /^index:([a-z_]+):([012])$/;

  // `hooks.keep` and `hooks.give` take what was said so far, and all of it; `hooks.knows` tells whether a rating is kept.
  Pad.model = function (tongue, playlist, hooks) {
    const model = { aPage: 2, full: false, giving: null };
    const standing = Pad.standing();
    const seen = { name: "", counter: null, host: null, gone: false };
    const settled = { page: "", since: -Infinity };
    let form = { levels: 5, reasons: [], indices: true, comment: false };
    let quietSince = null;
    let rested = true;
    let notice = null;

    const open = (now, wall) => (model.full ? null : standing.at(now, wall));
    const settle = (now) => { settled.since = Math.max(settled.since, now); };

    function give(giving) {
      giving.given = true;
      hooks.give(giving.submit(tongue.code));
    }

    // The citizen's turn is over, whatever stood before them.
    function end() {
      const giving = model.giving;
      model.giving = null;
      if (giving && !giving.given) give(giving);
    }

    function opened(now, wall) {
      const rating = open(now, wall);
      if (!rating) return;
      settle(now);
      hooks.visit();
      tongue.home();
      tongue.choose(rating.lang);
    }

    function rate(score, now, wall) {
      const rating = open(now, wall);
      if (!rating || score > form.levels) return;
      const first = { id: Pad.uuid(), rate: rating.rate, number: rating.number, score, scale: form.levels,
        at: new Date(wall).toISOString(), after_ms: standing.seenMs(now) };
      standing.rated = rating.rate;
      const giving = Pad.giving(first, now);
      model.giving = giving;
      if (Pad.mood(score, form.levels) <= 2 && (form.reasons.length || form.comment)) giving.at = "reasons";
      else giving.said = !(form.indices || form.comment);
      hooks.keep(giving.submit(tongue.code));
      if (giving.said) give(giving);
    }

    // A page is done with: after reasons there may still be more to say.
    function sent(giving) {
      if (giving.at === "thanks") return;
      giving.at = "thanks";
      giving.said = giving.more || !form.indices;
      if (giving.said) give(giving);
      else hooks.keep(giving.submit(tongue.code));
    }

    function chosen(giving, name) {
      const answer = ANSWER.exec(name);
      const reason = name.replace("reason:", "");
      if (giving.at === "reasons" && form.reasons.some((one) => one.id === reason)) giving.toggle(reason);
      else if (giving.at === "indices" && answer) giving.answer(answer[1], Number(answer[2]));
      else return;
      hooks.keep(giving.submit(tongue.code));
    }

    function touched(giving, name, now) {
      giving.acted = now;
      if (name === "send") sent(giving);
      else if (name === "more" && giving.at === "thanks" && !giving.said) {
        giving.at = form.indices ? "indices" : "comment";
        giving.more = true;
      } else if (name === "write" && form.comment) giving.at = "comment";
      else if ((name === "next" || name === "back") && giving.at === "indices") {
        const last = Pad.pagesOf(model.aPage, tongue.own()) - 1;
        giving.turned = Math.min(Math.max(giving.turned + (name === "next" ? 1 : -1), 0), last);
        settle(now);
      } else chosen(giving, name);
    }

    // Take the hub's newest picture; the next call ends what the last citizen was saying.
    model.told = function (picture, now, wall) {
      const before = JSON.stringify(seen.counter);
      seen.counter = picture.counter;
      seen.gone = !picture.counter;
      seen.name = picture.counter ? picture.counter.name : seen.name;
      seen.host = picture.server;
      form = picture.form;
      if (JSON.stringify(seen.counter) !== before) quietSince = now;
      const ticket = Pad.inHand(seen.counter);
      if (model.giving && ticket && ticket.number !== model.giving.first.number) end();
      const rating = picture.rating;
      if (!rating) return standing.close();
      if (standing.told && standing.told.rate === rating.rate) return undefined;
      if (rating.rate !== standing.rated) end();
      // Nobody is asked twice, though the rest was forgotten.
      if (hooks.knows(rating.rate)) standing.rated = rating.rate;
      standing.open(rating, picture.left_s * 1000, now, wall);
      return opened(now, wall);
    };

    model.restore = function (known, now, wall) {
      seen.name = known.name || "";
      form = known.form || form;
      standing.rated = known.rated || null;
      if (known.rating) {
        standing.again(known.rating, now, wall);
        opened(now, wall);
      }
    };

    model.remembered = () => ({ name: seen.name, form, rating: standing.told, rated: standing.rated });

    // The page was drawn; one drawn again goes on standing.
    model.drawn = function (page, now) {
      if (page !== settled.page) {
        settled.page = page;
        settle(now);
      }
      if (page === "rating") standing.seen(now);
    };

    model.touch = function (name, now, wall) {
      const page = model.view(now, wall).page;
      if (page !== settled.page || now - settled.since < SETTLES_MS) return;
      quietSince = now;
      const score = SCORE.exec(name);
      if (name === "language" || name === "stay") {
        if (name === "language") tongue.turn();
        if (model.giving) model.giving.acted = now;
      } else if (model.giving) touched(model.giving, name, now);
      else if (score) rate(Number(score[1]), now, wall);
    };

    model.wrote = function (text, now) {
      if (!model.giving || model.giving.at !== "comment") return;
      model.giving.comment = text;
      model.giving.acted = now;
      hooks.keep(model.giving.submit(tongue.code));
    };

    // Let time pass: a page left alone goes, and what was said is given.
    model.tick = function (now, wall) {
      const giving = model.giving;
      if (giving && giving.over(now)) {
        if (giving.at === "thanks") end();
        else {
          Object.assign(giving, { at: "thanks", acted: now, said: true });
          give(giving);
        }
      }
      const rests = model.view(now, wall).page === "idle";
      const ticket = Pad.inHand(seen.counter);
      if (rests && !rested) {
        tongue.home();
        hooks.rest();
      }
      if (!rests || (ticket && ticket.state === "called") || quietSince === null) quietSince = now;
      rested = rests;
      notice = rests && now - quietSince >= NOTICES_AFTER_MS ? playlist.at(now, wall) : null;
    };

    model.closesIn = (now) => (model.giving ? model.giving.closesIn(now) : null);

    model.view = function (now, wall) {
      const giving = model.giving;
      if (giving && giving.at === "reasons") return Pad.reasonsView(giving, form, tongue);
      if (giving && giving.at === "indices") return Pad.indicesView(giving, form, tongue, model.aPage);
      if (giving && giving.at === "comment") return Pad.commentView(giving, tongue);
      if (giving) return Pad.thanksView(giving, tongue);
      const rating = open(now, wall);
      if (rating) return Pad.ratingView(rating.number, seen, form.levels, tongue);
      const idle = Pad.idleView(seen, tongue.say);
      if (model.full) idle.detail = tongue.say("full");
      return notice ? Pad.noticeView(idle, notice) : idle;
    };
    return model;
  };
})(window.Pad = window.Pad || {});
