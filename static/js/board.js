// The journey board: opens the inspector beside it, renames in place, undoes, closes its dialog after a change.
// The server answers an edit with the parts that changed and an event "board:changed" or "board:refused".
(function () {
  "use strict";
  var beside = window.matchMedia("(min-width: 1101px)"); // below it, the thing opens on a page of its own

  function byId(id) { return id ? document.getElementById(id) : null; }
  function say(text) { document.dispatchEvent(new CustomEvent("uni:announce", { detail: text })); }
  function typing(node) { return node && node.matches && node.matches("input, textarea, select, [contenteditable]"); }

  // --- inspector ---
  function mark(kind, pk) {
    document.querySelectorAll("#board [aria-current=true]").forEach(function (row) { row.removeAttribute("aria-current"); });
    if (!pk) return;
    document.querySelectorAll('#board [data-item="' + kind + '"][data-pk="' + pk + '"]').forEach(function (row) {
      row.setAttribute("aria-current", "true");
    });
  }

  document.addEventListener("click", function (event) {
    var link = event.target.closest("a[data-inspect]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    if (!beside.matches || !byId("inspector")) return;
    event.preventDefault();
    window.htmx.ajax("GET", link.href, { source: link, target: "#inspector", swap: "outerHTML" }).then(function () {
      var shown = byId("inspector");
      mark(shown.dataset.kind, shown.dataset.pk);
      var name = shown.querySelector("h2");
      if (name) say(name.textContent.trim() + ", shown beside the board.");
    });
  });

  // Closed, the inspector leaves its room to the columns; the focus goes back to what was chosen.
  document.addEventListener("click", function (event) {
    var link = event.target.closest("[data-inspect-close]");
    var shown = byId("inspector");
    if (!link || !byId("board") || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    var chosen = document.querySelector("#board [aria-current=true] a[data-inspect]");
    shown.dataset.kind = shown.dataset.pk = "";
    mark("", "");
    var address = new URL(window.location.href);
    ["activity", "job"].forEach(function (name) { address.searchParams.delete(name); });
    window.history.replaceState(window.history.state, "", address);
    (chosen || byId("board")).focus();
    say("Closed.");
  });

  // What opens in the dialog; without a script (or in a new tab) its link is a page.
  document.addEventListener("click", function (event) {
    var link = event.target.closest("a[data-sheet]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button || !byId("board-dialog")) return;
    event.preventDefault();
    window.htmx.ajax("GET", link.href, { source: link, target: "#board-dialog", swap: "innerHTML" });
  });

  // --- rename in place: F2, or a double click on the name ---
  function rename(item) {
    var link = item && item.dataset.url && item.querySelector("[data-inspect]");
    if (!link || item.querySelector(".rename")) return;
    var form = document.createElement("form");
    form.className = "rename";
    var input = document.createElement("input");
    input.name = "name";
    input.value = item.dataset.name;
    input.maxLength = item.dataset.item === "job" ? 200 : 300;
    input.setAttribute("aria-label", "Name of this " + item.dataset.item);
    form.append(input);
    link.hidden = true;
    link.before(form);
    input.focus();
    input.select();

    function close(focus) {
      form.remove();
      link.hidden = false;
      if (focus) link.focus();
    }
    function save() {
      var name = input.value.trim();
      if (!name || name === item.dataset.name) { close(true); return; }
      input.readOnly = true;
      var id = link.id;
      window.htmx.ajax("POST", item.dataset.url + "name", {
        source: form, target: "#board-none", swap: "none", values: { name: name, version: item.dataset.version }
      }).then(function () {
        if (form.isConnected) { // refused: the words stay, the reason is said beside them
          input.readOnly = false;
          input.setAttribute("aria-invalid", "true");
          if (!document.querySelector("dialog[open]")) input.focus();
        } else if (byId(id) && !document.querySelector("dialog[open]")) byId(id).focus({ preventScroll: true });
      });
    }
    form.addEventListener("submit", function (event) { event.preventDefault(); save(); });
    input.addEventListener("keydown", function (event) {
      if (event.key === "Escape") { event.stopPropagation(); close(true); say("The name stays."); }
    });
    input.addEventListener("blur", function () {
      if (form.isConnected && !input.readOnly && !input.hasAttribute("aria-invalid")) save();
    });
  }

  document.addEventListener("dblclick", function (event) {
    var link = event.target.closest("#board a[data-inspect]");
    if (link && beside.matches) rename(link.closest("[data-item]"));
  });

  // --- keys ---
  document.addEventListener("keydown", function (event) {
    if (typing(event.target)) {
      if (event.key === "Escape") leave(event.target);
      return;
    }
    var item = event.target.closest && event.target.closest("#board [data-item]");
    if (event.key === "F2" && item) { event.preventDefault(); rename(item); return; }
    if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
    var key = event.key.toLowerCase();
    var which = key === "y" || (key === "z" && event.shiftKey) ? "redo" : key === "z" ? "undo" : "";
    var button = which && byId("board-" + which);
    if (!button) return;
    event.preventDefault();
    if (button.disabled) say(which === "undo" ? "There is nothing to undo." : "There is nothing to redo.");
    else button.form.requestSubmit(button);
  });

  // Escape in a form that stands in the board itself (add a job) does what its Cancel link does.
  function leave(field) {
    var form = field.closest("form[data-cancel]");
    var cancel = form && form.querySelector("[data-leave]");
    if (!cancel) return;
    var place = cancel.getAttribute("hx-target") === "closest form" ? form : cancel.getAttribute("hx-target");
    goBack = cancel.dataset.return || "";
    window.htmx.ajax("GET", cancel.getAttribute("hx-get"), { source: cancel, target: place, swap: "outerHTML" });
  }

  // A section opened as a form takes the focus to its first field; closed again, back to its "Edit".
  var goBack = "";
  document.addEventListener("click", function (event) {
    var cancel = event.target.closest("[data-return]");
    if (cancel) goBack = cancel.dataset.return;
  });
  document.addEventListener("htmx:afterSettle", function (event) {
    if (event.target.id !== "inspector") return;
    var form = event.target.querySelector(".part-form");
    var place = form ? form.querySelector("input:not([type=hidden]), select, textarea") : byId(goBack);
    goBack = "";
    if (place && !(form && form.contains(document.activeElement))) place.focus();
  });

  // --- after a change ---
  function toast(text) {
    document.dispatchEvent(new CustomEvent("uni:toast", { detail: text }));
  }

  document.addEventListener("board:changed", function (event) {
    var detail = event.detail || {};
    document.querySelectorAll("dialog[open][data-dialog-auto]").forEach(function (dialog) {
      dialog.close();
      dialog.replaceChildren();
    });
    if (detail.say) say(detail.say);
    var shown = byId("inspector");
    if (shown) mark(shown.dataset.kind, shown.dataset.pk);
    var lost = document.activeElement === document.body || !document.contains(document.activeElement);
    var place = byId(detail.focus);
    if (place && (lost || detail.take)) place.focus({ preventScroll: !detail.take });
    stay();
  });

  document.addEventListener("board:close", function () {
    document.querySelectorAll("dialog[open][data-dialog-auto]").forEach(function (dialog) { dialog.close(); });
  });

  // After the event of the request itself, or its success would clear the note again.
  document.addEventListener("board:refused", function (event) {
    var words = event.detail.message;
    window.setTimeout(function () { toast(words); say(words); }, 60);
  });

  // The note with "Undo" goes by itself, but not while it is pointed at or has the focus.
  var timer = 0;
  function stay() {
    window.clearTimeout(timer);
    timer = window.setTimeout(function go() {
      var note = byId("undo-toast");
      if (!note) return;
      if (note.matches(":hover, :focus-within")) timer = window.setTimeout(go, 4000);
      else note.replaceChildren();
    }, 12000);
  }

  // A dialog that was opened by mistake must not keep what was in it.
  document.addEventListener("close", function (event) {
    if (event.target.matches("dialog[data-dialog-auto]")) event.target.replaceChildren();
  }, true);

  // Phone: the stage picker follows the swipe.
  var watched = null;
  function watch() {
    var board = byId("board");
    if (!board || !window.IntersectionObserver) return;
    if (watched) watched.disconnect();
    watched = new IntersectionObserver(function (seen) {
      seen.forEach(function (column) {
        if (!column.isIntersecting) return;
        document.querySelectorAll("[data-pick]").forEach(function (link) {
          if (link.dataset.pick === column.target.id) link.setAttribute("aria-current", "true");
          else link.removeAttribute("aria-current");
        });
      });
    }, { root: board, threshold: 0.6 });
    board.querySelectorAll(".col").forEach(function (column) { watched.observe(column); });
  }

  document.addEventListener("click", function (event) {
    var pick = event.target.closest("[data-pick]");
    var column = pick && byId(pick.dataset.pick);
    if (!column) return;
    event.preventDefault();
    column.scrollIntoView({ block: "nearest", inline: "start", behavior: "smooth" });
    var name = column.querySelector("h2");
    if (name) name.focus({ preventScroll: true });
  });
  document.addEventListener("htmx:afterSettle", function (event) {
    if (event.target.id === "board" || (event.target.closest && event.target.closest("#journey-main"))) watch();
  });
  watch();
})();
