// Focus: htmx keeps it by id; this finds a place for it when the focused thing was swapped away,
// and takes it to the summary of errors when a form comes back.
(function () {
  "use strict";
  var held = null;

  function toErrors(place) {
    var summary = place.querySelector && place.querySelector("[data-autofocus]");
    if (summary) summary.focus();
    return Boolean(summary);
  }

  document.addEventListener("htmx:beforeSwap", function (event) {
    var target = event.detail.target;
    var active = document.activeElement;
    held = target && active && active !== document.body && target.contains(active) ? active : null;
  });
  document.addEventListener("htmx:afterSettle", function (event) {
    if (toErrors(event.target)) return;
    if (!held) return;
    var lost = document.activeElement === document.body || !document.contains(document.activeElement);
    var again = held.id && document.getElementById(held.id);
    held = null;
    if (!lost) return;
    var place = again || event.target.querySelector("[data-focus]") || event.target;
    if (place === event.target && place.tabIndex < 0 && !place.hasAttribute("tabindex")) place.setAttribute("tabindex", "-1");
    place.focus({ preventScroll: true });
  });
  toErrors(document);
})();
