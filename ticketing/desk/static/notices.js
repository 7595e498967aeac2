// Sends a picture or video piece by piece: no request is large, and a link that breaks goes on where it stopped.

import { pause } from "./ask.js";

const TRIES = 6;
const PAUSE_MS = 800;
const ANSWER_WITHIN_MS = 20000;
// The last request waits until the hub has looked through the whole file.
const TAKEN_WITHIN_MS = 120000;
const LOST = "Mất kết nối tới máy chủ. Hãy kiểm tra mạng rồi bấm «Tải lên và thêm» lần nữa.";
const SECRET = document.querySelector('meta[name="form"]').content;

const form = document.getElementById("media");
const button = form.querySelector("button[type=submit]");
const alert = document.getElementById("media-alert");
const progress = document.getElementById("media-progress");

function complain(words) {
  alert.textContent = words;
  alert.hidden = !words;
}

function tell(share, words) {
  progress.hidden = share === null;
  progress.querySelector("progress").value = share ?? 0;
  progress.querySelector("span").textContent = words;
}

async function post(url, body, headers, within = ANSWER_WITHIN_MS) {
  const answer = await fetch(url, {
    method: "POST", body, headers: { "X-Form-Token": SECRET, ...headers }, signal: AbortSignal.timeout(within),
  });
  if (answer.status >= 500) throw new Error(String(answer.status));
  const fields = await answer.json();
  if (fields.go) window.location.assign(fields.go);
  if (!fields.ok) throw new Refusal(fields.message ?? fields.error?.message ?? LOST);
  return fields;
}

class Refusal extends Error {}

async function insist(send) {
  for (let nth = 1; ; nth += 1) {
    try {
      return await send();
    } catch (fault) {
      if (fault instanceof Refusal || nth === TRIES) throw fault;
      await pause(PAUSE_MS * nth);
    }
  }
}

const asJson = (url, fields) => post(url, JSON.stringify(fields), { "Content-Type": "application/json" });

async function send(file) {
  const { token, piece } = await insist(() => asJson(form.dataset.upload, { size: file.size }));
  let got = 0;
  while (got < file.size) {
    const body = file.slice(got, got + piece);
    const address = `${form.dataset.upload}/${token}?offset=${got}`;
    ({ got } = await insist(() => post(address, body, { "Content-Type": "application/octet-stream" })));
    tell((100 * got) / file.size, `Đã tải ${Math.floor((100 * got) / file.size)}%`);
  }
  return token;
}

async function add(event) {
  event.preventDefault();
  const file = form.elements.file.files[0];
  if (button.disabled || !file) return;
  button.disabled = true;
  complain("");
  tell(0, "Đang tải lên…");
  try {
    const fields = new URLSearchParams();
    for (const [name, value] of new FormData(form)) if (name !== "file") fields.append(name, value);
    fields.set("token", await send(file));
    tell(100, "Máy chủ đang kiểm tra tệp…");
    await post(form.action, fields, {}, TAKEN_WITHIN_MS);
  } catch (fault) {
    complain(fault instanceof Refusal ? fault.message : LOST);
    tell(null, "");
    button.disabled = false;
  }
}

form.addEventListener("submit", add);
form.elements.file.addEventListener("change", () => {
  complain("");
  const name = form.elements.file.files[0]?.name.replace(/\.[^.]*$/, "") ?? "";
  if (!form.elements.text.value) form.elements.text.value = name.slice(0, form.elements.text.maxLength);
});
