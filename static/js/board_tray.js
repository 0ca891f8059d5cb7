// The tray of the journey board: choose many activities without a job and say how many will move.
// What was chosen stays chosen when the list is drawn again by "Show more" or by other words.
(function () {
  "use strict";
  var chosen = new Set();
  var from = -1; // "Show more" was asked for: the place of the first row it brings

  function byId(id) { return document.getElementById(id); }
  function say(text) { document.dispatchEvent(new CustomEvent("uni:announce", { detail: text })); }
  function boxes() { return Array.from(document.querySelectorAll('#tray-list [name="activities"]')); }

  function count() {
    var all = boxes();
    var number = all.filter(function (box) { return box.checked; }).length;
    var button = byId("tray-move-button");
    if (button) button.textContent = !number ? "Move the chosen" : "Move " + number + (number === 1 ? " activity" : " activities");
    var every = byId("tray-all");
    if (!every) return number;
    every.checked = all.length > 0 && number === all.length;
    every.indeterminate = number > 0 && number < all.length;
    return number;
  }

  function remember(box) {
    if (box.checked) chosen.add(box.value); else chosen.delete(box.value);
  }

  document.addEventListener("change", function (event) {
    if (event.target.matches("#tray-all")) {
      boxes().forEach(function (box) { box.checked = event.target.checked; remember(box); });
      var number = count();
      say(number ? number + " chosen." : "None chosen.");
    } else if (event.target.matches('#tray-list [name="activities"]')) {
      remember(event.target);
      count();
    }
  });

  document.addEventListener("click", function (event) {
    if (event.target.closest("#tray-more")) from = boxes().length;
  });

  function redrawn() {
    boxes().forEach(function (box) { box.checked = chosen.has(box.value); });
    count();
    var first = from >= 0 && boxes()[from];
    from = -1;
    if (first) first.focus();
  }
  document.addEventListener("htmx:afterSettle", function (event) {
    if (event.target.id === "tray-list") redrawn();
  });
  document.addEventListener("board:changed", function () {
    var there = new Set(boxes().map(function (box) { return box.value; }));
    chosen.forEach(function (value) { if (!there.has(value)) chosen.delete(value); });
    redrawn();
  });
  count();
})();
