// Says changes aloud politely. A live region that is itself swapped is not read, so the text of [data-announce]
// goes into one region that stays; the same text is not said twice.
(function () {
  "use strict";
  var last = "";

  function say(text) {
    var region = document.getElementById("announcer");
    if (!region || !text || text === last) return;
    last = text;
    region.textContent = text;
  }

  document.addEventListener("htmx:afterSettle", function (event) {
    var place = event.target;
    if (!place.querySelector) return;
    var told = place.matches("[data-announce]") ? place : place.querySelector("[data-announce]");
    if (told) say(told.dataset.announce);
  });
  document.addEventListener("uni:announce", function (event) { say(event.detail); });
})();
