// Asks the hub: each action carries an id made here, so that a double click or a retry does nothing twice.

const form = document.querySelector('meta[name="form"]').content;
const TRIES = 3;
const ANSWER_WITHIN_MS = 6000;
const PAUSE_MS = 700;

// An officer looks up after this long; the press is still on its way.
const SLOW_MS = 2500;

export const SLOW = "Máy chủ chưa trả lời. Việc vừa bấm đang được gửi lại, xin đừng bấm nữa…";
export const SILENT = "Máy chủ chưa trả lời nên chưa làm được việc này. Hãy đợi dòng «Mất kết nối» ở trên mất đi rồi bấm lại.";
export const LOST = "Mất kết nối tới máy chủ. Chưa rõ việc vừa rồi đã xong hay chưa; hãy xem số đang hiện rồi làm tiếp.";

// crypto.randomUUID exists on https pages alone, and a site's desk is often plain http on its own network.
export function uuid() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

export function pause(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** Get what is at `url` within so many milliseconds, or until `signal` says that nobody waits for it any more. */
export async function get(url, within, signal = null) {
  const ended = [AbortSignal.timeout(within), ...(signal ? [signal] : [])];
  return read(await fetch(url, { headers: { Accept: "application/json" }, signal: any(ended) }));
}

// AbortSignal.any is younger than some tablets' browsers.
function any(signals) {
  const either = new AbortController();
  for (const signal of signals) signal.addEventListener("abort", () => either.abort());
  return either.signal;
}

/** Ask for `verb`; `slow()` is called once where no answer comes soon. */
export async function act(base, verb, fields, slow = () => {}) {
  const late = setTimeout(slow, SLOW_MS);
  try {
    return await insist(base + verb, JSON.stringify({ id: uuid(), ...fields }));
  } finally {
    clearTimeout(late);
  }
}

async function insist(url, body) {
  for (let nth = 1; ; nth += 1) {
    try {
      return await read(await post(url, body));
    } catch {
      if (nth === TRIES) return { ok: false, error: { code: "lost", message: LOST } };
      await pause(PAUSE_MS * nth);
    }
  }
}

function post(url, body) {
  return fetch(url, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-Form-Token": form },
    body,
    signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
  });
}

// A page that no longer belongs to this officer (logged out, counter taken over) names where to go.
async function read(answer) {
  if (answer.status >= 502) throw new Error(String(answer.status));
  const fields = await answer.json();
  if (fields.go) window.location.assign(fields.go);
  return fields;
}
