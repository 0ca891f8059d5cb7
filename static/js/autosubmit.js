// A control with data-autosubmit sends its form when its value changes; the form's own button carries class "no-js".
(function () {
  "use strict";
  document.addEventListener("change", function (event) {
    var control = event.target.closest("[data-autosubmit]");
    if (control && control.form) control.form.requestSubmit();
  });
})();
