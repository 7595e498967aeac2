// What mqtt.js asks of an engine and those of eight years ago lack (Chromium 53, where not said otherwise).

(function (page) {
  const define = (object, name, value) => {
    if (object[name] === undefined) Object.defineProperty(object, name, { value, writable: true, configurable: true });
  };
  define(page, "globalThis", page);
  define(page, "queueMicrotask", (task) => Promise.resolve().then(task));
  define(Object, "values", (object) => Object.keys(object).map((key) => object[key]));
  define(Object, "entries", (object) => Object.keys(object).map((key) => [key, object[key]]));
  define(Object, "getOwnPropertyDescriptors", (object) => {
    const told = {};
    Reflect.ownKeys(object).forEach((key) => { told[key] = Object.getOwnPropertyDescriptor(object, key); });
    return told;
  });
  // Nothing of the board's is ever aborted: the names must be there.
  define(page, "AbortSignal", function AbortSignal() {
    this.aborted = false;
    this.addEventListener = this.removeEventListener = () => {};
  });
  define(page, "AbortController", function AbortController() {
    this.signal = new page.AbortSignal();
    this.abort = () => { this.signal.aborted = true; };
  });
})(window);
