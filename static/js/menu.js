// <details data-menu>: closes on Escape (focus goes back to its button), on a click elsewhere, and when focus leaves it.
(function () {
  "use strict";
  function opened() { return document.querySelectorAll("details[data-menu][open]"); }

  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") return;
    opened().forEach(function (menu) {
      var inside = menu.contains(document.activeElement);
      menu.open = false;
      if (inside) menu.querySelector("summary").focus();
    });
  });
  document.addEventListener("click", function (event) {
    opened().forEach(function (menu) { if (!menu.contains(event.target)) menu.open = false; });
  });
  document.addEventListener("focusin", function (event) {
    opened().forEach(function (menu) { if (!menu.contains(event.target)) menu.open = false; });
  });
})();
