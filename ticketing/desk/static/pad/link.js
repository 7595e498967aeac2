// Asks the hub for the tablet's picture again and again, and tells it the kept ratings, the oldest first.

(function (Pad) {
  "use strict";
  const POLL_WITHIN_MS = 12000;
  const SEND_WITHIN_MS = 8000;
  const AGAIN_MS = 1500;
  const FORBIDDEN_AGAIN_MS = 30000;
  const HELD_MS = 700;
  const OLD_MS = 10000;
  const FIRST_MS = 3000;

  // `events.picture` takes a picture, `events.gone` that the tablet was cut off.
  Pad.link = function (addresses, kept, events) {
    const clock = () => window.performance.now();
    let mark = "";
    let token = "";
    // A page that opens without the hub says so sooner.
    let heard = clock() - OLD_MS + FIRST_MS;
    let polling = null;
    let timer = null;
    let sending = false;
    let sendsAt = 0;

    function ask(method, address, within, done) {
      const request = new XMLHttpRequest();
      request.open(method, address);
      request.timeout = within;
      request.onloadend = () => {
        let answer = null;
        try {
          answer = request.status ? JSON.parse(request.responseText) : null;
        } catch (fault) {
          answer = null;
        }
        done(request.status, answer, Number(request.getResponseHeader("Retry-After")) * 1000);
      };
      return request;
    }

    function plan(after) {
      clearTimeout(timer);
      timer = setTimeout(poll, after);
    }

    function poll() {
      const began = clock();
      const at = addresses.state + "?mark=" + mark + (kept.failing ? "&failing=1" : "") + (kept.full() ? "&full=1" : "");
      const request = ask("GET", at, POLL_WITHIN_MS, (status, answer, later) => {
        if (polling !== request) return undefined;
        polling = null;
        if (status === 401) return events.gone();
        if (status !== 200 || !answer) return plan(later || AGAIN_MS);
        const news = answer.mark !== mark;
        mark = answer.mark;
        token = answer.form_token;
        // A hub that hangs still answers: its picture may be old.
        if (answer.serves) heard = clock();
        events.picture(answer);
        send();
        // Without a place to wait in, the hub answers at once.
        return plan(news || clock() - began > HELD_MS ? 30 : 1000);
      });
      polling = request;
      request.send();
    }

    function send() {
      const rating = kept.next();
      if (!rating || sending || !token || clock() < sendsAt) return;
      sending = true;
      const request = ask("POST", addresses.rate, SEND_WITHIN_MS, (status, answer, later) => {
        sending = false;
        if (status === 401) return events.gone();
        const final = answer && (status === 200 || status === 400 || status === 413);
        if (final) kept.replied(rating.id, answer);
        const still = kept.next();
        const forbidden = final && !answer.ok && (answer.error || {}).code === "forbidden";
        if (forbidden) sendsAt = clock() + FORBIDDEN_AGAIN_MS;
        else if (!final || (still && still.id === rating.id)) sendsAt = clock() + (later || AGAIN_MS);
        return send();
      });
      request.setRequestHeader("Content-Type", "application/json");
      request.setRequestHeader("X-Form-Token", token);
      request.send(JSON.stringify(rating));
    }

    return {
      start: poll,
      step: send,
      old: () => clock() - heard > OLD_MS,
      // The tablet woke, or its network came back: what is under way may be dead.
      wake: function () {
        const dead = polling;
        polling = null;
        if (dead) dead.abort();
        plan(0);
      },
      fetch: (address, done) => ask("GET", address, SEND_WITHIN_MS, (status, answer) => {
        if (status === 200 && answer) done(answer);
      }).send(),
    };
  };
})(window.Pad = window.Pad || {});
