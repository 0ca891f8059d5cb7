// Tells the server every 20 seconds that this person is here, and shows who else is. Not htmx: a failed sign of life
// is nobody's lost change, so it says nothing, and it rests while the page is hidden.
(function () {
  "use strict";
  var EVERY = 20000;
  var place = document.getElementById("here");
  if (!place || !place.dataset.presence) return;
  var last = 0;
  var stopped = false;

  function token() {
    try { return JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"]; } catch (absent) { return ""; }
  }

  function show(text) {
    // Never under the hand of somebody who is reading the names.
    if (place.contains(document.activeElement) || place.querySelector("details[open]")) return;
    place.innerHTML = text;
  }

  function tell() {
    if (stopped || document.hidden || Date.now() - last < EVERY - 500) return;
    last = Date.now();
    fetch(place.dataset.presence, {
      method: "POST", credentials: "same-origin", redirect: "manual",
      headers: { "X-CSRFToken": token(), "HX-Request": "true" }
    }).then(function (answer) {
      if (answer.status !== 200) { stopped = answer.status === 204 || answer.status === 403 || answer.status === 404; return ""; }
      return answer.text();
    }).then(function (text) { if (text) show(text); }).catch(function () { /* the next one may get through */ });
  }

  if (place.childElementCount) last = Date.now();
  tell();
  window.setInterval(tell, EVERY);
  document.addEventListener("visibilitychange", tell);
})();
