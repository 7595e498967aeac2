// Reads a page aloud by the browser's own voice, where the tablet has one of the language spoken now.

(function (Pad) {
  "use strict";

  Pad.aloud = function (synthesis) {
    const voice = (code) => (synthesis ? synthesis.getVoices() : []).filter((one) => one.lang.slice(0, 2) === code)[0];

    return {
      speaks: (code) => Boolean(voice(code)),
      say: function (text, code) {
        const found = voice(code);
        if (!found) return;
        const said = new window.SpeechSynthesisUtterance(text);
        said.voice = found;
        said.lang = found.lang;
        synthesis.cancel();
        synthesis.speak(said);
      },
      hush: () => { if (synthesis) synthesis.cancel(); },
    };
  };

  // What of a page is read.
  Pad.spoken = function (view) {
    const options = view.choices || view.options || [];
    const rows = (view.rows || []).map((row) => row.text + ": " + row.answers.map((one) => one.text).join(", "));
    return [view.question || view.title].concat(view.hint || [], options.map((one) => one.text), rows, view.page === "thanks"
      ? view.detail : []).join(". ");
  };
})(window.Pad = window.Pad || {});
