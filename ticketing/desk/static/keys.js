// One key for each act. A key held down, or hit twice in a second, is one press; "next" is the space bar.

const AGAIN_MS = 1000;
const SPACE = "Space";
const WRITING = "input:not([type=checkbox]), select, textarea, dialog";
const ACTING = "button, a, input, summary";

/** Let keys press the buttons that carry them; `isOn()` tells whether the officer wants keys at all. */
export function listen(isOn) {
  let last = { code: "", at: -AGAIN_MS };
  let acted = -AGAIN_MS;

  function onKey(event) {
    if (!isOn() || event.repeat || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.target.closest(WRITING)) return;
    // On a button that was reached by Tab the space bar presses that button, as everywhere.
    if (event.code === SPACE && event.target.closest(ACTING)) return;
    // The key's place and not its letter: Vietnamese input methods change letters.
    const button = find(event.code === SPACE ? SPACE : event.code.replace(/^Key/, ""));
    if (event.code === SPACE) event.preventDefault();
    const again = event.code === last.code && event.timeStamp - last.at < AGAIN_MS;
    last = { code: event.code, at: event.timeStamp };
    if (!button || again || (event.code === SPACE && event.timeStamp - acted < AGAIN_MS)) return;
    acted = event.timeStamp;
    event.preventDefault();
    button.click();
  }

  document.addEventListener("keydown", onKey);
  // A press by finger or mouse counts too: a space right after it would act on what is not seen yet.
  document.addEventListener("click", (event) => {
    if (event.target.closest?.("button")) acted = event.timeStamp;
  }, true);
}

/** Show on each button the key that presses it. */
export function label() {
  for (const button of document.querySelectorAll("button[data-key]")) {
    const { key } = button.dataset;
    if (button.dataset.verb) button.append(Object.assign(document.createElement("span"), { className: "wait" }));
    const shown = Object.assign(document.createElement("kbd"), { textContent: key === SPACE ? "Cách" : key });
    shown.setAttribute("aria-hidden", "true");
    button.append(shown);
    button.setAttribute("aria-keyshortcuts", key);
  }
}

function find(key) {
  const alive = [...document.querySelectorAll(`button[data-key="${key}"]:enabled`)];
  return alive.find((button) => !button.closest("[hidden]"));
}
