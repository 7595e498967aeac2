// Puts the code that was scanned into the field; whoever holds the tablet presses the button.

(function () {
  "use strict";
  const digits = window.location.hash.slice(1).replace(/\D/g, "").slice(0, 8);
  const field = document.getElementById("code");
  if (digits) {
    field.value = digits.slice(0, 4) + " " + digits.slice(4);
    window.history.replaceState(null, "", window.location.pathname);
  } else field.focus();
})();
