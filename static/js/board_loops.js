// Draws the loops back between jobs as thin lines in the gutters of the board. Each card names in data-loops the jobs
// it leads back to; the same is said in words on the card, so the drawing is hidden from the screen reader.
(function () {
  "use strict";
  var SVG = "http://www.w3.org/2000/svg";
  var wide = window.matchMedia("(min-width: 761px)");
  var BEND = 6;
  var GUTTER = 14; // from the edge of a card to the middle between two columns
  var waiting = 0;

  function board() { return document.getElementById("board"); }

  function box(node, origin, place) {
    var found = node.getBoundingClientRect();
    return {
      left: found.left - origin.left + place.scrollLeft, right: found.right - origin.left + place.scrollLeft,
      y: found.top - origin.top + Math.min(22, found.height / 2)
    };
  }

  // Out of the left edge, up or down the gutter; further than one column away: through the lane above the columns.
  function path(from, to, lane, shift) {
    var out = from.left - GUTTER + shift;
    if (Math.abs(from.left - to.left) < 2) { // the same column: a bracket at its left edge
      return round([[from.left, from.y], [out, from.y], [out, to.y], [to.left, to.y]]);
    }
    var back = to.left < from.left;
    var end = back ? to.right : to.left;
    var into = back ? to.right + GUTTER + shift : to.left - GUTTER + shift;
    if (back && Math.abs(out - into) < 20) {
      return round([[from.left, from.y], [out, from.y], [out, to.y], [end, to.y]]);
    }
    return round([[from.left, from.y], [out, from.y], [out, lane], [into, lane], [into, to.y], [end, to.y]]);
  }

  function round(points) {
    var d = "M" + points[0].join(" ");
    for (var i = 1; i < points.length - 1; i += 1) {
      var a = points[i - 1], b = points[i], c = points[i + 1];
      var before = toward(b, a), after = toward(b, c);
      d += "L" + before.join(" ") + "Q" + b.join(" ") + " " + after.join(" ");
    }
    return d + "L" + points[points.length - 1].join(" ");
  }

  function toward(from, to) {
    var dx = to[0] - from[0], dy = to[1] - from[1];
    var length = Math.hypot(dx, dy) || 1;
    var step = Math.min(BEND, length / 2);
    return [+(from[0] + dx / length * step).toFixed(1), +(from[1] + dy / length * step).toFixed(1)];
  }

  function draw() {
    waiting = 0;
    var place = board();
    var svg = place && place.querySelector(".loops");
    if (!svg) return;
    svg.replaceChildren();
    if (!wide.matches) return;
    var origin = place.getBoundingClientRect();
    svg.setAttribute("width", place.scrollWidth);
    svg.style.width = place.scrollWidth + "px";
    var count = 0;
    place.querySelectorAll("[data-loops]").forEach(function (card) {
      card.dataset.loops.split(" ").forEach(function (id) {
        var target = document.getElementById("job-" + id);
        if (!target) return;
        var d = path(box(card, origin, place), box(target, origin, place), 4 + (count % 4) * 3, (count % 5) * 3 - 6);
        var line = document.createElementNS(SVG, "path");
        line.setAttribute("d", d);
        line.dataset.from = card.id;
        line.dataset.to = target.id;
        svg.append(line);
        dot(svg, d, card.id, target.id);
        count += 1;
      });
    });
  }

  function dot(svg, d, from, to) { // where the customer comes back to
    var end = d.slice(d.lastIndexOf("L") + 1).split(" ");
    var mark = document.createElementNS(SVG, "circle");
    mark.setAttribute("cx", end[0]);
    mark.setAttribute("cy", end[1]);
    mark.setAttribute("r", "2.5");
    mark.dataset.from = from;
    mark.dataset.to = to;
    svg.append(mark);
  }

  function soon() {
    if (!waiting) waiting = window.requestAnimationFrame(draw);
  }

  function light(event) {
    var place = board();
    if (!place || !event.target.closest) return;
    var card = event.target.closest('[data-item="job"]');
    place.querySelectorAll(".loops [data-from]").forEach(function (line) {
      var on = card && (line.dataset.from === card.id || line.dataset.to === card.id);
      if (on) line.dataset.on = "";
      else delete line.dataset.on;
    });
  }

  document.addEventListener("mouseover", light);
  document.addEventListener("focusin", light);
  document.addEventListener("htmx:afterSettle", soon);
  document.addEventListener("uni:present", soon);
  window.addEventListener("resize", soon);
  wide.addEventListener("change", soon);
  if (board() && window.ResizeObserver) new ResizeObserver(soon).observe(board());
  if (document.fonts) document.fonts.ready.then(soon);
  soon();
})();
