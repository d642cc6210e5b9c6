// Search by words over the entries of the first page: every word typed begins a word of the entry.
// Accents and case fall, and so does French elision; a word of five letters or more may have one slip.
(function () {
  "use strict";
  var entries = document.querySelectorAll(".card");
  var words = JSON.parse(document.getElementById("words").textContent).map(function (text) {
    return Array.from(new Set(parts(text)));
  });
  var labels = Array.from(entries).map(function (entry) {
    return parts(entry.querySelector(".name").textContent);
  });
  var query = document.getElementById("query");
  var found = document.getElementById("found");

  function fold(text) {
    return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase()
      .replace(/œ/g, "oe").replace(/æ/g, "ae").replace(/’/g, "'");
  }

  function parts(text) {
    return fold(text).split(/[^\p{L}\p{N}']+/u).map(function (w) {
      return w.replace(/^(?:[cdjlmnst]|qu|dell|all|nell|sull|un)'/, "").replace(/'/g, "");
    }).filter(Boolean);
  }

  // One letter more, less or other, or two in a row exchanged, at the head of a word.
  function near(asked, word) {
    var i = 0;
    while (i < asked.length && asked[i] === word[i]) i++;
    if (i === asked.length) return true;
    if (asked.length < 5) return false;
    var rest = asked.slice(i + 1);
    return word.startsWith(rest, i + 1) || word.startsWith(rest, i) || word.startsWith(asked.slice(i), i + 1) ||
      (asked[i] === word[i + 1] && asked[i + 1] === word[i] && word.startsWith(asked.slice(i + 2), i + 2));
  }

  function fits(asked, entry) {
    return asked.every(function (a) {
      return entry.some(function (w) { return near(a, w); });
    });
  }

  // Whose label has all the words stands before those that tell of it somewhere.
  function rank(asked, i) {
    return asked.length && !fits(asked, labels[i]) ? 1 : 0;
  }

  function order(asked) {
    document.querySelectorAll(".cards").forEach(function (list) {
      var own = [];
      entries.forEach(function (entry, i) {
        if (entry.parentNode === list) own.push([rank(asked, i), i]);
      });
      own.sort(function (a, b) { return a[0] - b[0] || a[1] - b[1]; });
      own.forEach(function (o) { list.appendChild(entries[o[1]]); });
    });
  }

  function look() {
    var asked = parts(query.value.slice(0, 400)).slice(0, 12), count = 0;
    order(asked);
    entries.forEach(function (entry, i) {
      var shown = fits(asked, words[i]);
      entry.hidden = !shown;
      count += shown ? 1 : 0;
    });
    document.querySelectorAll("section").forEach(function (s) {
      var cards = s.querySelectorAll(".card");
      s.hidden = asked.length > 0 && cards.length > 0 && !s.querySelector(".card:not([hidden])");
    });
    found.hidden = !asked.length;
    document.getElementById("count").textContent = String(count);
  }

  document.getElementById("search").addEventListener("submit", function (e) { e.preventDefault(); });
  query.addEventListener("input", look);
  var asked = /[?&]q=([^&]*)/.exec(location.search);
  if (asked) {
    query.value = decodeURIComponent(asked[1].replace(/\+/g, " "));
    look();
  }
})();
