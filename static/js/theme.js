// Runs before the first paint: a dark page must not flash white, a projector page must not jump in size.
// No choice ("system") leaves data-theme off, and the style sheet follows prefers-color-scheme.
(function () {
  "use strict";
  var root = document.documentElement;
  var system = window.matchMedia("(prefers-color-scheme: dark)");

  function stored(key) {
    try { return localStorage.getItem(key); } catch (refused) { return null; }
  }

  function apply(theme) {
    if (theme === "light" || theme === "dark") root.dataset.theme = theme;
    else delete root.dataset.theme;
    document.dispatchEvent(new CustomEvent("uni:theme", { detail: { dark: isDark() } }));
  }

  function isDark() {
    return root.dataset.theme ? root.dataset.theme === "dark" : system.matches;
  }

  function mark() {
    document.querySelectorAll("[data-theme-choice]").forEach(function (button) {
      var chosen = (stored("theme") || "system") === button.dataset.themeChoice;
      button.setAttribute("aria-pressed", String(chosen));
    });
  }

  root.classList.add("js");
  try { if (sessionStorage.getItem("present")) root.dataset.present = ""; } catch (refused) { /* not kept */ }
  apply(stored("theme"));
  document.addEventListener("DOMContentLoaded", mark);
  system.addEventListener("change", function () { if (!root.dataset.theme) apply("system"); });
  window.addEventListener("storage", function (event) {
    if (event.key === "theme") { apply(event.newValue); mark(); }
  });
  document.addEventListener("click", function (event) {
    var button = event.target.closest("[data-theme-choice], [data-theme-toggle]");
    if (!button) return;
    var choice = button.dataset.themeChoice || (isDark() ? "light" : "dark");
    try { localStorage.setItem("theme", choice); } catch (refused) { /* private window: this page only */ }
    apply(choice);
    mark();
  });
})();
