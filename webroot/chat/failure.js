// Says on the page that the chat could not start. A plain script, loaded before the modules, so that it is there when one of them is
// not: a module that fails to load or to run is told to the window as an error.
(function () {
  "use strict";

  var started = false;

  document.addEventListener("samvad-started", function () {
    started = true;
  });

  function show() {
    if (started) {
      return;
    }
    var failure = document.getElementById("failure");
    if (!failure) {
      document.addEventListener("DOMContentLoaded", show);
      return;
    }
    failure.hidden = false;
    document.getElementById("app").hidden = true;
    document.getElementById("failure-reload").addEventListener("click", function () {
      location.reload();
    });
  }

  // Capturing: that a script or style did not load does not bubble.
  window.addEventListener(
    "error",
    function (event) {
      if (!event.target || event.target === window || event.target.tagName === "SCRIPT") {
        show();
      }
    },
    true
  );
  window.addEventListener("unhandledrejection", show);
  // A browser that knows no modules says nothing at all.
  window.addEventListener("load", function () {
    if (!("noModule" in HTMLScriptElement.prototype)) {
      show();
    }
  });
})();
