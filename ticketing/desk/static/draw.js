// Draws the picture of the counter that the hub sent; decides nothing.

const BOARD_LATE_S = 6;
// A speaker tells of a call when it has ended, about 11 s later, and speaks one call after another: only when none was
// spoken for longer than two calls take is something wrong.
const SPEAKER_LATE_S = 30;
const at = (id) => document.getElementById(id);

export function text(id, words) {
  const place = at(id);
  if (place.textContent !== words) place.textContent = words;
}

export function draw(picture) {
  text("phase", picture.phase.words);
  at("phase").className = `phase ${picture.phase.state}`;
  drawHand(picture.hand);
  drawActions(picture.actions);
  drawLine(picture.line);
  drawAside(picture.aside);
}

function drawHand(hand) {
  at("hand").className = `hand ${hand.tone}`;
  text("hand-label", hand.label);
  text("number", hand.number);
  text("service", hand.service);
  text("why", hand.why);
  text("priority", hand.priority);
  at("priority").hidden = !hand.priority;
}

function drawActions(actions) {
  for (const button of document.querySelectorAll("[data-verb]")) {
    const rank = actions.order.indexOf(button.dataset.verb);
    if (button.dataset.verb === "counter/next") relabel(button, actions.next_words);
    button.hidden = rank < 0;
    button.disabled = !actions.may.includes(button.dataset.verb);
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
  at("line").replaceChildren(...line.tickets.map(row));
}

function row(ticket) {
  const item = document.createElement("li");
  item.append(piece("strong", ticket.number), piece("span", ticket.service), piece("span", ticket.waited));
  if (ticket.priority) item.append(Object.assign(piece("span", ticket.priority), { className: "tag priority" }));
  return item;
}

// The rows stay while they say the same, so that a press on one is not lost to a redraw.
function drawAside(aside) {
  at("aside").hidden = aside.total === 0;
  text("aside-count", String(aside.total));
  const words = JSON.stringify(aside);
  if (at("aside-list").dataset.drawn === words) return;
  at("aside-list").dataset.drawn = words;
  at("aside-list").replaceChildren(...aside.tickets.map((ticket) => asideRow(ticket, aside.may)));
}

function asideRow(ticket, may) {
  const item = document.createElement("li");
  const button = Object.assign(piece("button", "Gọi lại số này"), { type: "button", disabled: !may });
  button.dataset.again = ticket.number;
  button.setAttribute("aria-label", `Gọi lại số này: ${ticket.number}`);
  item.append(piece("strong", ticket.number), piece("span", ticket.words), button);
  return item;
}

function piece(kind, words) {
  const made = document.createElement(kind);
  made.textContent = words;
  return made;
}

// What became of the call in the lobby, as it stands `seconds` after it was made.
export function drawCall(call, seconds) {
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
    told("spoken", call.spoken, unspoken, "Loa đã đọc", "Loa đang đọc hoặc chờ đến lượt…", "Loa chưa đọc: hãy gọi bằng lời");
  }
  text("elapsed", `${call.words} ${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`);
}

function told(id, count, late, done, hoping, alarm) {
  text(id, count ? `✓ ${done}` : late ? alarm : hoping);
  at(id).className = count ? "done" : late ? "late" : "";
}
