// Asks every moment whether the hub answers at all: a hub that hangs breaks no connection, so silence alone tells of it.

import { get, pause } from "./ask.js";

const EVERY_MS = 1200;
const WITHIN_MS = 2000;

/** Tell `told(answers)`, again and again, whether the hub at `address` answers. */
export async function beat(address, told) {
  for (;;) {
    told(await get(address, WITHIN_MS).then(() => true, () => false));
    await pause(EVERY_MS);
  }
}
