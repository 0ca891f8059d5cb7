// Rows of a form: adds an empty one from the form's <template> (Django's formset counts them), adds up the shares,
// and lets Enter send a one-line text area.
(function () {
  "use strict";

  document.addEventListener("click", function (event) {
    var button = event.target.closest("[data-add-row]");
    if (!button) return;
    var form = button.closest("[data-rows]");
    var total = form.querySelector('[name="' + form.dataset.rows + '-TOTAL_FORMS"]');
    var list = form.querySelector(".rows");
    var number = Number(total.value);
    list.insertAdjacentHTML("beforeend", form.querySelector("template").innerHTML.replace(/__prefix__/g, String(number)));
    total.value = String(number + 1);
    var field = list.lastElementChild.querySelector("input, select");
    if (field) field.focus();
  });

  function sum(form) {
    var place = form && form.querySelector("[data-share-sum]");
    if (!place) return;
    var shares = Array.from(form.querySelectorAll('[name$="-share"]')).filter(function (field) {
      var row = field.closest("[data-row]");
      return row && !row.querySelector('[name$="-DELETE"]').checked && field.value.trim();
    });
    var percent = shares.reduce(function (all, field) { return all + Number(field.value); }, 0);
    place.textContent = shares.length ? "Shares add up to " + (Math.round(percent * 10) / 10) + " %." : "Even shares.";
  }
  document.addEventListener("input", function (event) { sum(event.target.closest("[data-rows]")); });
  document.addEventListener("htmx:afterSettle", function (event) {
    if (event.target.querySelectorAll) event.target.querySelectorAll("[data-rows]").forEach(sum);
  });

  document.addEventListener("keydown", function (event) {
    if (event.key !== "Enter" || event.shiftKey || !event.target.matches("textarea[data-enter]")) return;
    event.preventDefault();
    event.target.form.requestSubmit();
  });
})();
