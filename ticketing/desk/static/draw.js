// Draws the picture of the counter that the hub sent; decides nothing.

import { fill, piece } from "./lists.js";

const BOARD_LATE_S = 6;
// A speaker tells of a call when it has ended, about 11 s later, and speaks one call after another: only when none was
// spoken for longer than two calls take is something wrong.
const SPEAKER_LATE_S = 30;
const at = (id) => document.getElementById(id);

export function text(id, words) {
  const place = at(id);
  if (place.textContent !== words) place.textContent = words;
}

function say(id, words) {
  text(id, words);
  at(id).hidden = !words;
}

export function draw(picture) {
  text("phase", picture.phase.words);
  at("phase").className = `phase ${picture.phase.state}`;
  drawHand(picture.hand);
  drawActions(picture.actions);
  drawLine(picture.line);
  drawAside(picture.aside);
  drawHelps(picture.helps);
  relabel(at("hush"), picture.hushed ? "Cho loa đọc tiếp" : "Cho loa im");
  at("hush").classList.toggle("on", Boolean(picture.hushed));
  at("hush").title = picture.hushed
    ? `Loa đang im theo lệnh của ${picture.hushed}`
    : "Việc khẩn cấp: mọi loa im ngay, cho đến khi bấm lại";
  drawDay(picture.day);
}

function drawHand(hand) {
  at("hand").className = `hand ${hand.tone}`;
  text("hand-label", hand.label);
  text("number", hand.number);
  text("service", hand.service);
  text("why", hand.why);
  say("priority", hand.priority);
  say("notes", hand.notes);
}

function drawActions(actions) {
  for (const button of document.querySelectorAll("[data-verb]")) {
    const rank = actions.order.indexOf(button.dataset.verb);
    if (button.dataset.verb === "counter/next") relabel(button, actions.next_words);
    button.hidden = rank < 0;
    button.style.order = String(rank);
    const alone = actions.leading === 1 && rank === 0;
    button.classList.toggle("first", rank === 0);
    button.classList.toggle("second", rank === 1 && actions.leading > 1);
    button.classList.toggle("alone", alone);
  }
}

function relabel(button, words) {
  if (button.firstChild.textContent !== words) button.firstChild.textContent = words;
}

function drawLine(line) {
  text("count", String(line.total));
  at("nobody").hidden = line.total > 0;
  at("line").hidden = line.total === 0;
  fill(at("line"), line.tickets, (button, ticket) => {
    const parts = [piece("strong", ticket.number), piece("span", ticket.service), piece("span", ticket.waited, "waited")];
    if (ticket.tag) parts.push(piece("span", ticket.tag, "tag priority"));
    button.replaceChildren(...parts);
  });
}

function drawAside(aside) {
  at("aside").hidden = aside.total === 0;
  text("aside-count", String(aside.total));
  fill(at("aside-list"), aside.tickets, (button, ticket) => {
    button.className = ticket.kind;
    button.replaceChildren(
      piece("strong", ticket.number), piece("span", ticket.words), piece("span", ticket.returns, "returns"),
    );
  });
}

function drawHelps(helps) {
  const words = JSON.stringify(helps.map((call) => [call.counter, call.name]));
  if (at("helps").dataset.drawn !== words) {
    at("helps").dataset.drawn = words;
    at("helps").replaceChildren(...helps.map(helpRow));
  }
  const own = helps.some((call) => call.own);
  relabel(at("help"), own ? "Thôi gọi hỗ trợ" : "Gọi hỗ trợ");
  at("help").classList.toggle("on", own);
}

function helpRow(call) {
  const item = document.createElement("li");
  item.className = call.own ? "own" : "";
  const words = call.own ? "Đã báo đồng nghiệp: quầy này cần hỗ trợ" : `${call.name} cần hỗ trợ`;
  const button = Object.assign(piece("button", call.own ? "Kết thúc" : "Đã hỗ trợ xong"), { type: "button" });
  button.dataset.help = call.counter;
  if (!call.own) button.setAttribute("aria-label", `Đã hỗ trợ xong ${call.name}`);
  const since = piece("span", "", "since");
  since.setAttribute("aria-hidden", "true");
  item.append(piece("strong", words), since, button);
  return item;
}

function drawDay(figures) {
  const words = JSON.stringify(figures);
  if (at("day").dataset.drawn === words) return;
  at("day").dataset.drawn = words;
  at("day").replaceChildren(...figures.map(({ name, value }) => {
    const pair = document.createElement("div");
    pair.append(piece("dt", name), piece("dd", value));
    return pair;
  }));
}

// What changes with time alone: `passed` seconds after the picture was made.
export function drawTime(picture, passed, busy) {
  drawCall(picture.call, picture.call ? picture.call.seconds + passed : 0, picture.hushed);
  drawWaits(picture, passed, busy);
  drawUndo(picture.undo, passed, busy);
  [...at("helps").children].forEach((row, place) => {
    const words = clock(picture.helps[place].seconds + passed);
    if (row.children[1].textContent !== words) row.children[1].textContent = words;
  });
}

// While an act is on its way no button is alive: what it leads to is not known yet.
function drawWaits({ actions, call, hand }, passed, busy) {
  for (const button of document.querySelectorAll("[data-verb]")) {
    const left = Math.ceil((actions.waits[button.dataset.verb] ?? 0) - passed);
    button.disabled = busy || !actions.may.includes(button.dataset.verb) || left > 0;
    const wait = button.querySelector(".wait");
    const words = left > 0 && actions.may.includes(button.dataset.verb) ? ` (${left})` : "";
    if (wait && wait.textContent !== words) wait.textContent = words;
  }
  const late = hand.tone === "called" && call.seconds + passed >= call.no_show_s;
  document.querySelector("[data-verb='counter/no-show']").classList.toggle("ripe", late);
}

function drawUndo(undo, passed, busy) {
  const left = undo ? Math.ceil(undo.seconds - passed) : 0;
  at("undo").hidden = left <= 0;
  at("undo-act").disabled = busy || left <= 0;
  text("undo-words", left > 0 ? undo.words : "");
  text("undo-left", left > 0 ? `(${left})` : "");
}

// What became of the call in the lobby, as it stands `seconds` after it was made.
export function drawCall(call, seconds, hushed = "") {
  if (!call) {
    for (const id of ["displayed", "spoken", "elapsed"]) text(id, "");
    return;
  }
  if (!call.asked) {
    text("displayed", "");
    text("spoken", "");
  } else {
    const unshown = seconds > BOARD_LATE_S;
    const unspoken = call.unspoken || call.quiet + seconds - call.seconds > SPEAKER_LATE_S;
    told("displayed", call.displayed, unshown, "Bảng đã hiện số", "Đang chờ bảng hiện…", "Bảng chưa hiện số: hãy gọi bằng lời");
    const hoping = hushed ? "Loa đang im: hãy gọi bằng lời" : "Loa đang đọc hoặc chờ đến lượt…";
    told("spoken", call.spoken, unspoken, "Loa đã đọc", hoping, hushed ? hoping : "Loa chưa đọc: hãy gọi bằng lời");
  }
  text("elapsed", `${call.words} ${clock(seconds)}`);
}

export function clock(seconds) {
  return `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;
}

function told(id, count, late, done, hoping, alarm) {
  text(id, count ? `✓ ${done}` : late ? alarm : hoping);
  at(id).className = count ? "done" : late ? "late" : "";
}
