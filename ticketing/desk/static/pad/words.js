// Says each word of the page in the language spoken now; written, as all of this folder, for browsers of 2016.

(function (Pad) {
  "use strict";

  Pad.tongue = function (words) {
    const tongue = {
      code: "vi",
      own: () => words[tongue.code],
      home: () => { tongue.code = "vi"; },
      choose: (code) => { if (code && words[code]) tongue.code = code; },
      turn: () => { tongue.code = tongue.code === "vi" ? "en" : "vi"; },
      say: (name, values) => Object.keys(values || {}).reduce(
        (text, key) => text.replace("{" + key + "}", values[key]), String(words[tongue.code][name])),
    };
    return tongue;
  };

  Pad.uuid = function () {
    const bytes = window.crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 15) | 64;
    bytes[8] = (bytes[8] & 63) | 128;
    const hex = Array.from(bytes, (byte) => ("0" + byte.toString(16)).slice(-2)).join("");
    return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
  };
})(window.Pad = window.Pad || {});
