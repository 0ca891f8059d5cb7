// Requests htmx sends in the background must not fail in silence: say what happened and what to do.
(function () {
  "use strict";
  var WORDS = {
    0: "The server did not answer. Your last change was not saved. Check the connection and try again.",
    400: "The server could not read that. Reload the page and try again.",
    403: "You may not do that here. If you signed in again in another window, reload the page.",
    404: "This is not there any more. Somebody may have removed it; reload the page.",
    413: "That is too large to send.",
    429: "Too many requests. Wait a moment and try again.",
    503: "The server is busy. Your last change was not saved; try again in a moment."
  };

  var READING = "This part of the page could not be brought up to date. What you see may be old; reload the page.";

  function toast(text) {
    var place = document.getElementById("toasts");
    var shown = place && place.querySelector("p");
    if (!place || (shown && shown.textContent === text)) return;
    var note = document.createElement("div");
    note.className = "note is-low came";
    var words = document.createElement("p");
    words.className = "grow";
    words.textContent = text;
    var close = document.createElement("button");
    close.type = "button";
    close.className = "link";
    close.textContent = "Close";
    close.addEventListener("click", function () { note.remove(); });
    note.append(words, close);
    place.replaceChildren(note);
  }

  function failed(event) {
    var status = event.detail.xhr ? event.detail.xhr.status : 0;
    var reading = (event.detail.requestConfig || {}).verb === "get";
    toast(reading ? READING : WORDS[status] || "That did not work, and nothing was changed. Try again; if it stays, tell your administrator.");
  }

  document.addEventListener("htmx:responseError", failed);
  document.addEventListener("htmx:sendError", failed);
  document.addEventListener("htmx:timeout", failed);
  document.addEventListener("htmx:afterRequest", function (event) {
    if (event.detail.successful) document.getElementById("toasts").replaceChildren();
  });
  document.addEventListener("uni:toast", function (event) { toast(event.detail); });

  // The session has ended: a sign-in page must not land inside a part of this page.
  document.addEventListener("htmx:beforeSwap", function (event) {
    var login = document.body.dataset.login;
    var came = event.detail.xhr.responseURL;
    if (!login || !came || new URL(came).pathname !== login) return;
    event.detail.shouldSwap = false;
    location.assign(login + "?next=" + encodeURIComponent(location.pathname + location.search));
  });
})();
