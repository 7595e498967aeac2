// Which messages concern a board that stands for some counters only.

/** Tell whether a board with these `settings` shows what a message says; `counters` is null where it shows them all. */
export function isOfBoard(settings, topic, message) {
  const wanted = settings.counter ? [settings.counter] : settings.counters;
  if (!wanted || wanted.length === 0 || !message) return true;
  const parts = topic.split("/");
  if (parts[0] === "counter") return wanted.indexOf(parts[1]) >= 0;
  if (parts[0] === "call") return wanted.indexOf(message.counter) >= 0;
  if (parts[0] === "queue" && !settings.counter) {
    return (message.counters || []).some((counter) => wanted.indexOf(counter) >= 0);
  }
  return true;
}
