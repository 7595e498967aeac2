// Keeps the keeper's table of devices fresh without touching the forms below it.

const section = document.getElementById("devices");
const EVERY_MS = 5000;

async function refresh() {
  try {
    const answer = await fetch(section.dataset.from, { signal: AbortSignal.timeout(EVERY_MS) });
    if (answer.ok) section.innerHTML = await answer.text();
    else if (answer.status === 401) window.location.reload();
  } catch {
    section.querySelector("h2:last-of-type small").textContent = "mất kết nối tới máy chủ, đang thử lại…";
  }
}

setInterval(() => {
  if (!document.hidden) refresh();
}, EVERY_MS);
