// The page's language: chosen by a button, kept for the next page, said to those who listen.
(function () {
  "use strict";
  var root = document.documentElement;
  var buttons = document.querySelectorAll("#switch button");

  function keep(language) {
    try { localStorage.setItem("gestuaire-language", language); } catch (e) { /* nobody may keep anything here */ }
  }

  function kept() {
    try { return localStorage.getItem("gestuaire-language"); } catch (e) { return null; }
  }

  function choose(language) {
    var known = false;
    buttons.forEach(function (b) {
      known = known || b.dataset.l === language;
    });
    if (!known) return;
    root.dataset.l = language;
    root.lang = language;
    buttons.forEach(function (b) {
      b.setAttribute("aria-pressed", String(b.dataset.l === language));
    });
    document.dispatchEvent(new CustomEvent("language", { detail: language }));
  }

  buttons.forEach(function (b) {
    b.addEventListener("click", function () {
      keep(b.dataset.l);
      choose(b.dataset.l);
    });
  });
  var asked = /[?&]l=([A-Za-z-]+)/.exec(location.search);
  choose(asked ? asked[1] : kept() || root.dataset.l);
})();
