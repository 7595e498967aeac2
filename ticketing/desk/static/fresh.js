// Keeps the parts of a page that change fresh ([data-from]), and touches nothing else: not while a hand is on one.

const EVERY_MS = 4000;
const WITHIN_MS = 2500;

function keep(section) {
  let shown = "";
  let touched = 0;
  section.addEventListener("pointerdown", () => { touched = Date.now(); });

  const isBusy = () => Date.now() - touched < 1500 || section.querySelector("details[open], dialog[open]") !== null
    || (section.contains(document.activeElement) && document.activeElement.matches("input, select"));

  async function refresh() {
    try {
      const answer = await fetch(section.dataset.from, { signal: AbortSignal.timeout(WITHIN_MS) });
      if (answer.status === 401) return window.location.reload();
      if (answer.ok) put(await answer.text());
    } catch {
      const at = section.querySelector("[data-at]");
      if (at) at.textContent = "mất kết nối tới máy chủ, đang thử lại…";
    }
    return undefined;
  }

  // What says the same stays, so that a press or a reader is not lost to a redraw: then the time alone moves on.
  function put(html) {
    const news = document.createElement("template");
    news.innerHTML = html;
    const at = news.content.querySelector("[data-at]")?.textContent ?? "";
    news.content.querySelector("[data-at]")?.replaceChildren();
    const place = section.querySelector("[data-at]");
    if (news.innerHTML === shown) {
      if (place) place.textContent = at;
    } else if (!isBusy()) {
      shown = news.innerHTML;
      news.content.querySelector("[data-at]")?.replaceChildren(at);
      const index = [...section.querySelectorAll("a, button")].indexOf(document.activeElement);
      section.replaceChildren(news.content);
      if (index >= 0) section.querySelectorAll("a, button")[index]?.focus();
    }
  }

  setInterval(() => {
    if (!document.hidden) refresh();
  }, EVERY_MS);
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) refresh();
  });
}

document.querySelectorAll("[data-from]").forEach(keep);
