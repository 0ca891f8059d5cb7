// A link or button with data-dialog="id" opens that <dialog>; without a script the link leads to its plain page.
// The browser holds the focus inside, closes on Escape and gives the focus back.
(function () {
  "use strict";
  document.addEventListener("click", function (event) {
    var opener = event.target.closest("[data-dialog]");
    if (opener && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      var dialog = document.getElementById(opener.dataset.dialog);
      if (dialog && dialog.showModal) {
        event.preventDefault();
        if (!dialog.open) dialog.showModal();
        return;
      }
    }
    var closer = event.target.closest("[data-dialog-close]");
    if (closer) closer.closest("dialog").close();
    else if (event.target instanceof HTMLDialogElement) event.target.close(); // the backdrop
  });

  // What htmx brings into a <dialog data-dialog-auto> opens it; an answer without content (204) closes it.
  document.addEventListener("htmx:afterSwap", function (event) {
    var dialog = event.target.closest && event.target.closest("dialog[data-dialog-auto]");
    if (dialog && !dialog.open && dialog.childElementCount) dialog.showModal();
  });
  document.addEventListener("htmx:afterRequest", function (event) {
    var dialog = event.target.closest && event.target.closest("dialog[open]");
    if (dialog && event.detail.xhr && event.detail.xhr.status === 204) dialog.close();
  });
})();
