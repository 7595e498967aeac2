// The large call.

import { setData, setHidden, setText } from "./page.js";

/** Draw the call that stands large, or what people can do while there is none. */
export function drawCalling(section, view) {
  const call = view.calling || { callId: "", number: "", counter: "", name: "" };
  const part = (id) => section.querySelector(`#${id}`);
  setText(part("calling-number").firstElementChild, call.number);
  setText(part("calling-counter").firstElementChild, call.name);
  setText(part("idle").firstElementChild, view.calling ? "" : view.idle);
  setHidden(part("idle"), Boolean(view.calling));
  Array.from(section.querySelectorAll(".of-call")).forEach((one) => setHidden(one, !view.calling));
  setData(section, { number: call.number, counter: call.counter, callId: call.callId, flash: view.flash });
}
