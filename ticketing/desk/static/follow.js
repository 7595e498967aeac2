// Keeps a followed ticket fresh on a citizen's phone; written for old telephones too.

(function () {
  "use strict";
  var card = document.getElementById("card");
  var fresh = document.getElementById("fresh");
  var plain = document.title;
  var state = { mark: card.dataset.mark, tone: card.dataset.tone, calls: +card.dataset.calls, next_s: +card.dataset.next };
  var failures = 0;
  var timer = null;
  var blinking = null;

  function plan(seconds) {
    clearTimeout(timer);
    if (!document.hidden) timer = setTimeout(ask, seconds * 1000 * (0.9 + Math.random() * 0.2));
  }

  function ring() {
    clearInterval(blinking);
    document.title = plain;
    if (state.tone !== "called") return;
    if (navigator.vibrate) navigator.vibrate([500, 200, 500, 200, 900]);
    blinking = setInterval(function () {
      document.title = document.title === plain ? "\u25CF\u25CF\u25CF " + plain : plain;
    }, 1000);
  }

  function show(news) {
    var called = news.tone === "called" && (state.tone !== "called" || news.calls !== state.calls);
    var turned = news.tone !== state.tone;
    var asks = document.querySelector(".confirm");
    state = news;
    card.innerHTML = news.html;
    plain = news.title;
    if (turned && asks) asks.parentNode.removeChild(asks);
    if (turned || !asks) document.body.className = news.tone;
    if (called || turned) ring();
    else if (state.tone !== "called") document.title = plain;
    if (called) window.scrollTo(0, 0);
  }

  function lost(seconds) {
    failures += 1;
    fresh.textContent = fresh.dataset.lost;
    plan(Math.min(60, Math.max(seconds || 0, 5 * failures)));
  }

  function ask() {
    var request = new XMLHttpRequest();
    request.timeout = 8000;
    request.open("GET", card.dataset.state + "&mark=" + state.mark);
    request.onload = function () {
      if (request.status === 404) window.location.reload();
      if (request.status !== 200) return lost(+request.getResponseHeader("Retry-After"));
      var news = JSON.parse(request.responseText);
      failures = 0;
      if (news.html) show(news);
      fresh.textContent = fresh.dataset.fresh.replace("{at}", news.at);
      plan(news.next_s);
    };
    request.onerror = request.ontimeout = function () { lost(0); };
    request.send();
  }

  document.addEventListener("visibilitychange", function () {
    clearTimeout(timer);
    if (!document.hidden) ask();
  });
  ring();
  plan(state.next_s);
})();
