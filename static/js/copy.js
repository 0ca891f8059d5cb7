// A button with data-copy="id" copies the text of that element and says so in its own words.
(function () {
  "use strict";
  document.addEventListener("click", function (event) {
    var button = event.target.closest("[data-copy]");
    if (!button) return;
    var source = document.getElementById(button.dataset.copy);
    if (!source) return;
    var text = "value" in source ? source.value : source.textContent.trim();
    var done = function () {
      button.textContent = "Copied";
      document.dispatchEvent(new CustomEvent("uni:announce", { detail: "Copied" }));
    };
    if (navigator.clipboard && window.isSecureContext) { navigator.clipboard.writeText(text).then(done); return; }
    // Plain http in a workshop room has no clipboard: select it, so that one keystroke copies.
    if (source.select) source.select();
    else window.getSelection().selectAllChildren(source);
    if (document.execCommand("copy")) done();
  });
})();
