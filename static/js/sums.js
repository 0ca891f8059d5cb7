// In a form with data-sums, inputs with data-sum="x" are added up into the element with data-sum-of="x" with what is missing to 100 %.
(function () {
  "use strict";
  function total(form, name) {
    var tenths = 0;
    form.querySelectorAll('[data-sum="' + name + '"]').forEach(function (input) {
      var removed = input.closest("fieldset").querySelector('input[name$="-remove"]:checked');
      if (!removed && input.value) tenths += Math.round(parseFloat(input.value) * 10) || 0;
    });
    return tenths;
  }
  function words(tenths) {
    var text = String(tenths / 10) + " %";
    if (!tenths || tenths === 1000) return text;
    return text + (tenths > 1000 ? ", " + (tenths - 1000) / 10 + " % too much" : ", " + (1000 - tenths) / 10 + " % too little");
  }
  function redraw(event) {
    var form = event.target.closest && event.target.closest("form[data-sums]");
    if (!form) return;
    form.querySelectorAll("[data-sum-of]").forEach(function (out) {
      out.querySelector("b").textContent = words(total(form, out.dataset.sumOf));
    });
  }
  document.addEventListener("change", redraw);
})();
