// Ctrl+Z and Ctrl+Shift+Z (or Ctrl+Y) press the buttons marked data-shortcut="undo" and "redo", except while typing.
(function () {
  "use strict";

  function typing(node) {
    return node && node.matches && node.matches("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]");
  }

  document.addEventListener("keydown", function (event) {
    if (typing(event.target) || !(event.ctrlKey || event.metaKey) || event.altKey) return;
    var key = event.key.toLowerCase();
    var which = key === "y" || (key === "z" && event.shiftKey) ? "redo" : key === "z" ? "undo" : "";
    var button = which && document.querySelector('[data-shortcut="' + which + '"]');
    if (!button) return;
    event.preventDefault();
    if (!button.disabled) { button.form.requestSubmit(button); return; }
    var words = which === "undo" ? "There is nothing to undo." : "There is nothing to redo.";
    document.dispatchEvent(new CustomEvent("uni:announce", { detail: words }));
  });
})();
