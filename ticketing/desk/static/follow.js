// Keeps a followed ticket fresh on a citizen's phone; written for old telephones too.

(function () {
  "use strict";
  var card = document.getElementById("ticket");
  var EVERY_MS = 10000;

  function put(id, words) {
    var place = document.getElementById(id);
    if (place.textContent !== words) place.textContent = words;
  }

  function show(ticket) {
    card.className = "card ticket " + ticket.tone;
    put("number", ticket.number);
    put("service", ticket.service);
    put("standing", ticket.standing);
    put("explain", ticket.explain);
    put("ahead", ticket.ahead_text);
    put("wait", ticket.wait_text);
    document.getElementById("figures").hidden = !ticket.ahead_text;
    put("fresh", "Cập nhật lúc " + ticket.at + ". Trang tự cập nhật.");
  }

  function ask() {
    var request = new XMLHttpRequest();
    request.timeout = 8000;
    request.open("GET", card.dataset.state);
    request.onload = function () {
      if (request.status === 200) show(JSON.parse(request.responseText));
      else if (request.status === 404) window.location.reload();
    };
    request.onerror = request.ontimeout = function () {
      put("fresh", "Mất kết nối. Trang sẽ tự thử lại.");
    };
    request.send();
  }

  setInterval(function () {
    if (!document.hidden) ask();
  }, EVERY_MS);
  document.addEventListener("visibilitychange", function () {
    if (!document.hidden) ask();
  });
})();
