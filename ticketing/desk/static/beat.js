// Asks every moment whether the hub answers at all: a hub that hangs breaks no connection, so silence alone tells of it.

import { get, pause } from "./ask.js";

const EVERY_MS = 1000;
const WITHIN_MS = 1500;
const AGAIN_WITHIN_MS = 1000;

/** Tell `told(answers)`, again and again, whether the hub at `address` answers; one that is only late is asked twice. */
export async function beat(address, told) {
  const answers = (within) => get(address, within).then(() => true, () => false);
  for (;;) {
    told((await answers(WITHIN_MS)) || (await answers(AGAIN_WITHIN_MS)));
    await pause(EVERY_MS);
  }
}
