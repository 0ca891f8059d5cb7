// Projector mode: larger type, a narrow navigation, and what is marked .hide-present leaves the wall.
// theme.js sets the attribute before the first paint; this is the button.
(function () {
  "use strict";
  var root = document.documentElement;

  function mark() {
    document.querySelectorAll("[data-present-toggle]").forEach(function (button) {
      button.setAttribute("aria-pressed", String("present" in root.dataset));
    });
  }

  document.addEventListener("click", function (event) {
    if (!event.target.closest("[data-present-toggle]")) return;
    var on = !("present" in root.dataset);
    if (on) root.dataset.present = "";
    else delete root.dataset.present;
    try {
      if (on) sessionStorage.setItem("present", "1");
      else sessionStorage.removeItem("present");
    } catch (refused) { /* private window: this page only */ }
    mark();
    document.dispatchEvent(new CustomEvent("uni:present", { detail: { on: on } }));
  });
  mark();
})();
