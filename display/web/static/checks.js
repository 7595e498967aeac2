// Whether a message has what the board draws from it; one that has not is dropped before it reaches the model.

/** Tell whether this is a text of a length that a board can show. */
export const isText = (value) => typeof value === "string" && value.length > 0 && value.length <= 500;
const isName = (value) => typeof value === "string";
const isMaybe = (value, is) => value === undefined || value === null || is(value);
const isList = (value, is) => Array.isArray(value) && value.every(is);
const isTime = (value) => isText(value) && !Number.isNaN(Date.parse(value));
const isTicket = (value) => isText(value.number) && value.number.length <= 12 && isMaybe(value.called_at, isTime);

const CHECKS = {
  counter: (told, id) =>
    told.counter === id && isName(told.name) && isText(told.state) && isTime(told.at) &&
    isMaybe(told.ticket, (ticket) => isTicket(ticket) && isText(ticket.state)) && isMaybe(told.call_id, isText) &&
    isMaybe(told.services, (services) => isList(services, isText)),
  queue: (told, id) =>
    told.service === id && isText(told.name) && Number.isInteger(told.waiting) &&
    isMaybe(told.counters, (counters) => isList(counters, isText)),
  call: (told) =>
    isText(told.call_id) && isText(told.counter) && isName(told.counter_name) && isTime(told.at) &&
    Boolean(told.ticket) && isTicket(told.ticket),
  notices: (told) => isMaybe(told.ticker, Array.isArray) && isMaybe(told.playlist, Array.isArray),
  results: (told, page) => (page ? Array.isArray(told.ready) : isTime(told.as_of)),
  speaking: (told) => typeof told.speaking === "boolean" && (!told.speaking || told.for_s >= 0),
  beat: () => true,
  presence: (told) => isText(told.role) && isText(told.state),
};

/** Tell whether `message` (null: a retained state was taken away) can be drawn as what its `topic` says it is. */
export function isWhole(topic, message) {
  const parts = topic.split("/"), check = CHECKS[parts[0]];
  return message === null || Boolean(check && check(message, parts[1]));
}
