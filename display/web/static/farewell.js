// The last bytes of a page that leaves: its presence, retained, and an MQTT 5 DISCONNECT, so that no will is published.

const PUBLISH_RETAINED = 0x31;
const NO_PROPERTIES = 0;
const DISCONNECT = [0xe0, 0];

/** The packets as one message for the WebSocket. */
export function farewell(topic, payload) {
  const coder = new TextEncoder();
  const name = coder.encode(topic);
  const text = coder.encode(payload);
  const length = lengthOf(2 + name.length + 1 + text.length);
  return Uint8Array.from([
    PUBLISH_RETAINED, ...length, name.length >> 8, name.length & 0xff, ...name, NO_PROPERTIES, ...text, ...DISCONNECT,
  ]);
}

// MQTT 5, 1.5.5: seven bits a byte, the lowest first.
function lengthOf(count) {
  const bytes = [];
  do {
    bytes.push((count & 0x7f) | (count > 0x7f ? 0x80 : 0));
    count >>= 7;
  } while (count > 0);
  return bytes;
}
