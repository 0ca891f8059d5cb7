// Moving things on the journey board: jobs between stages, activities between jobs.
// Mouse: drag. Keyboard: Enter on the handle picks up, arrows move, Enter puts down, Escape puts back.
// A finger taps the handle, which opens "Move to..." (the handle is a link to that page). One request does all three.
(function () {
  "use strict";
  var held = null; // {item, kind, list, next, byKey}: what is picked up, and where it came from
  var line = document.createElement("li");
  line.className = "put";
  line.setAttribute("aria-hidden", "true");

  function board() { return document.getElementById("board"); }
  function say(text) { document.dispatchEvent(new CustomEvent("uni:announce", { detail: text })); }
  function column(node) { return node.closest("[data-stage]"); }
  function columns() { return Array.from(board().querySelectorAll("[data-stage]")); }
  function lists(place, kind) { return Array.from(place.querySelectorAll('[data-list="' + kind + '"]')); }
  function items(list) { return Array.from(list.children).filter(function (row) { return row.dataset.item; }); }
  function grip(item) { return item.querySelector("[data-grip]"); }

  function take(item, byKey) {
    held = {
      item: item, kind: item.dataset.item, list: item.parentElement, next: item.nextElementSibling, byKey: byKey
    };
  }

  function release() {
    if (!held) return;
    held.item.removeAttribute("data-held");
    line.remove();
    board().querySelectorAll("[data-over]").forEach(function (place) { place.removeAttribute("data-over"); });
    held = null;
  }

  function putBack() {
    if (held.list.isConnected) held.list.insertBefore(held.item, held.next);
  }

  function where(item) {
    var list = item.parentElement;
    var rows = items(list);
    return "place " + (rows.indexOf(item) + 1) + " of " + rows.length + ", " + list.dataset.words;
  }

  // Where it stands in the whole list, even when a filter hides some of it.
  function position(item, origin) {
    var list = item.parentElement;
    var rows = items(list);
    var at = rows.indexOf(item);
    var own = Number(item.dataset.index);
    var place = 0;
    if (at > 0) place = Number(rows[at - 1].dataset.index) + 1;
    else if (rows.length > 1) place = Number(rows[1].dataset.index);
    else if (list !== origin) place = Number(list.dataset.count);
    return list === origin && place > own ? place - 1 : place;
  }

  function send(item, origin, next) {
    var list = item.parentElement;
    var values = { version: item.dataset.version, position: position(item, origin), place: list.dataset.pk };
    if (item.dataset.item === "activity") values.from = origin.dataset.pk;
    var focus = item.dataset.item === "activity"
      ? "activity-" + item.dataset.pk + "-in-" + list.dataset.pk + "-grip" : grip(item).id;
    item.dataset.sent = "";
    window.htmx.ajax("POST", item.dataset.url + "move", { source: item, target: "#board-none", swap: "none", values: values })
      .catch(function () { /* requests.js says what happened */ })
      .then(function () {
        if (item.isConnected && "sent" in item.dataset) { // nothing came to take its place: it was refused
          delete item.dataset.sent;
          if (origin.isConnected) origin.insertBefore(item, next);
        }
        var again = document.getElementById(focus);
        if (again && !document.querySelector("dialog[open]")) again.focus({ preventScroll: true });
      });
  }

  function drop() {
    var item = held.item, origin = held.list, next = held.next;
    var moved = item.parentElement !== origin || item.nextElementSibling !== next;
    release();
    if (moved) send(item, origin, next);
    else say("Put down where it was.");
  }

  // --- keyboard ---
  function move(list, before) {
    list.insertBefore(held.item, before);
    grip(held.item).focus({ preventScroll: true });
    held.item.scrollIntoView({ block: "nearest", inline: "nearest" });
    say("Moved to " + where(held.item) + ".");
  }

  function along(step) {
    var list = held.item.parentElement;
    var rows = items(list);
    var to = rows.indexOf(held.item) + step;
    if (to >= 0 && to < rows.length) {
      move(list, step > 0 ? rows[to].nextElementSibling : rows[to]);
      return;
    }
    var here = lists(column(list), held.kind);
    var other = here[here.indexOf(list) + step];
    if (held.kind === "activity" && other) move(other, step > 0 ? items(other)[0] || null : null);
    else say(step > 0 ? "This is the last place." : "This is the first place.");
  }

  function across(step) {
    var list = held.item.parentElement;
    var all = columns();
    var here = column(list);
    var nth = lists(here, held.kind).indexOf(list);
    var row = items(list).indexOf(held.item);
    for (var at = all.indexOf(here) + step; at >= 0 && at < all.length; at += step) {
      var there = lists(all[at], held.kind);
      if (there.length) {
        var target = there[Math.min(nth, there.length - 1)];
        move(target, items(target)[row] || null);
        return;
      }
    }
    say(step > 0 ? "There is no place further on." : "There is no place before this one.");
  }

  var KEYS = {
    ArrowUp: function () { along(-1); },
    ArrowDown: function () { along(1); },
    ArrowLeft: function () { across(-1); },
    ArrowRight: function () { across(1); },
    Enter: drop,
    " ": drop,
    Escape: function () {
      var item = held.item;
      putBack();
      release();
      grip(item).focus();
      say("Put back. Nothing was moved.");
    }
  };

  document.addEventListener("keydown", function (event) {
    if (held && held.byKey) {
      if (event.key === "Tab") { event.preventDefault(); return; }
      if (!KEYS[event.key]) return;
      event.preventDefault();
      event.stopPropagation();
      KEYS[event.key]();
      return;
    }
    var handle = event.target.closest && event.target.closest("[data-grip]");
    if (!handle || (event.key !== "Enter" && event.key !== " ")) return;
    event.preventDefault(); // the link behind the handle is for fingers and for pages without a script
    take(handle.closest("[data-item]"), true);
    held.item.dataset.held = "";
    say("Picked up “" + held.item.dataset.name + "”, " + where(held.item)
      + ". Arrow keys move it, Enter puts it down, Escape puts it back.");
  }, true);

  document.addEventListener("focusout", function (event) {
    if (!held || !held.byKey) return;
    window.setTimeout(function () {
      if (!held || !held.byKey || held.item.contains(document.activeElement)) return;
      putBack();
      release();
    }, 0);
  });

  // --- mouse ---
  document.addEventListener("dragstart", function (event) {
    var item = event.target.closest && event.target.closest("[data-item][draggable=true]");
    if (!item || !board() || !board().contains(item)) return;
    event.stopPropagation();
    take(item, false);
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", item.dataset.name);
    window.setTimeout(function () { if (held) held.item.dataset.held = ""; }, 0);
  });

  function listUnder(target) {
    if (!target.closest) return null;
    if (held.kind === "job") {
      var place = column(target);
      return place ? place.querySelector('[data-list="job"]') : null;
    }
    var job = target.closest('[data-item="job"], [data-tray]');
    return job ? job.querySelector('[data-list="activity"]') : null;
  }

  document.addEventListener("dragover", function (event) {
    if (!held || held.byKey) return;
    var list = listUnder(event.target);
    if (!list || list.closest("[data-tray]")) { line.remove(); return; }
    event.preventDefault();
    event.dataTransfer.dropEffect = "move";
    var before = items(list).find(function (row) {
      var box = row.getBoundingClientRect();
      return row !== held.item && event.clientY < box.top + box.height / 2;
    });
    if (line.parentElement !== list || line.nextElementSibling !== (before || null)) list.insertBefore(line, before || null);
  });

  document.addEventListener("drop", function (event) {
    if (!held || held.byKey || !line.parentElement) return;
    event.preventDefault();
    line.parentElement.insertBefore(held.item, line);
    line.remove();
    drop();
  });
  document.addEventListener("dragend", function () { if (held && !held.byKey) release(); });
})();
