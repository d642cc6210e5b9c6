// Notes over films in step with their time, in the page's language; captions; #t=3.2 goes to a moment of the
// first film, #t=3.2&film=<id> of another.
(function () {
  "use strict";
  var SVG = "http://www.w3.org/2000/svg";
  var UNITS = { deg: "°", Cel: " °C", "1": "" };

  function language() { return document.documentElement.dataset.l; }

  function said(labels) {
    return labels ? labels[language()] || labels.fr || Object.values(labels)[0] || "" : "";
  }

  function add(parent, name, attributes, text) {
    var e = document.createElementNS(SVG, name);
    Object.keys(attributes).forEach(function (k) { e.setAttribute(k, attributes[k]); });
    if (text !== undefined) e.textContent = text;
    parent.appendChild(e);
    return e;
  }

  // Points of a note's key frames at a moment, 0 to 1 of the picture.
  function pointsAt(geometry, t) {
    var f = geometry.frames || [], i = 0;
    if (!f.length) return [];
    while (i < f.length - 1 && f[i + 1].t <= t) i++;
    var a = f[i], b = f[Math.min(i + 1, f.length - 1)];
    var still = geometry.between === "hold" || b === a || t <= a.t || b.points.length !== a.points.length;
    var part = still ? 0 : (t - a.t) / (b.t - a.t);
    return a.points.map(function (p, n) {
      var q = still ? p : b.points[n];
      return [p[0] + (q[0] - p[0]) * part, p[1] + (q[1] - p[1]) * part];
    });
  }

  function angle(p) {
    var a = Math.atan2(p[0][1] - p[1][1], p[0][0] - p[1][0]);
    var b = Math.atan2(p[2][1] - p[1][1], p[2][0] - p[1][0]);
    var turn = b - a;
    while (turn > Math.PI) turn -= 2 * Math.PI;
    while (turn < -Math.PI) turn += 2 * Math.PI;
    return { from: a, turn: turn };
  }

  function arc(corner, radius, from, turn) {
    var x0 = corner[0] + radius * Math.cos(from), y0 = corner[1] + radius * Math.sin(from);
    var x1 = corner[0] + radius * Math.cos(from + turn), y1 = corner[1] + radius * Math.sin(from + turn);
    return "M" + x0 + " " + y0 + "A" + radius + " " + radius + " 0 " + (Math.abs(turn) > Math.PI ? 1 : 0) + " " +
      (turn > 0 ? 1 : 0) + " " + x1 + " " + y1;
  }

  function path(points, closed) {
    return points.map(function (p, i) { return (i ? "L" : "M") + p[0] + " " + p[1]; }).join("") + (closed ? "Z" : "");
  }

  var draw = {
    point: function (g, p, u) { add(g, "circle", { class: "dot", cx: p[0][0], cy: p[0][1], r: 3 * u }); },
    polyline: function (g, p) { add(g, "path", { class: "shape", d: path(p) }); },
    zone: function (g, p) { add(g, "path", { class: "shape zone", d: path(p, true) }); },
    angle: function (g, p, u) {
      if (p.length < 3) return;
      var a = angle(p), radius = Math.max(18 * u, 0.5 * Math.min(
        Math.hypot(p[0][0] - p[1][0], p[0][1] - p[1][1]), Math.hypot(p[2][0] - p[1][0], p[2][1] - p[1][1])));
      add(g, "path", { class: "shape", d: path(p) });
      add(g, "path", { class: "shape", d: arc(p[1], radius, a.from, a.turn), "stroke-width": u });
    },
    arc: function (g, p) {
      if (p.length < 3) return;
      var a = angle([p[1], p[0], p[2]]), r = Math.hypot(p[1][0] - p[0][0], p[1][1] - p[0][1]);
      add(g, "path", { class: "shape", d: arc(p[0], r, a.from, a.turn) });
    },
    segment: function (g, p, u) {
      add(g, "path", { class: "shape", d: path(p) });
      if (p.length < 2) return;
      var dx = p[1][0] - p[0][0], dy = p[1][1] - p[0][1], n = Math.hypot(dx, dy) || 1;
      p.slice(0, 2).forEach(function (q) {
        add(g, "path", { class: "shape", d: path([[q[0] - dy / n * 6 * u, q[1] + dx / n * 6 * u],
          [q[0] + dy / n * 6 * u, q[1] - dx / n * 6 * u]]) });
      });
    }
  };
  draw.plane = draw.zone;
  draw.axis = function (g, p, u) {
    add(g, "path", { class: "guide", d: path(p), "stroke-dasharray": 8 * u + " " + 3 * u + " " + 2 * u + " " + 3 * u });
  };

  function figure(note, points) {
    var m = note.measure, value = m && m.value, digits = 3;
    if (!m) return "";
    if (value === undefined && m.kind === "angle" && points.length >= 3 && m.unit === "deg")
      value = Math.abs(angle(points).turn) * 180 / Math.PI, digits = 0;
    if (value === undefined) return "";
    var unit = m.unit in UNITS ? UNITS[m.unit] : " " + m.unit;
    return new Intl.NumberFormat(language(), { maximumFractionDigits: digits }).format(value) + unit;
  }

  function paint(film, t) {
    var svg = film.svg, video = film.video;
    var w = video.videoWidth || (film.told.size && film.told.size[0]) || 1280;
    var h = video.videoHeight || (film.told.size && film.told.size[1]) || 720;
    var unit = w / 640;
    svg.setAttribute("viewBox", "0 0 " + w + " " + h);
    svg.setAttribute("stroke-width", 2 * unit);
    svg.setAttribute("data-t", t.toFixed(3));
    svg.replaceChildren();
    var line = 0;
    film.told.notes.forEach(function (note) {
      if (t < note.at[0] || t > note.at[1]) return;
      var g = add(svg, "g", { "data-note": note.id });
      var geometry = note.geometry || {};
      var points = pointsAt(geometry, t).map(function (p) { return [p[0] * w, p[1] * h]; });
      if (points.length && draw[geometry.shape]) draw[geometry.shape](g, points, unit);
      var at = points[geometry.shape === "angle" ? 1 : 0] || [0.04 * w, (0.1 + 0.07 * line++) * h];
      var end = at[0] > 0.62 * w;
      var place = { x: at[0] + (end ? -12 : 12) * unit, y: at[1] - 10 * unit, "font-size": 15 * unit,
        "stroke-width": 3 * unit, "text-anchor": end ? "end" : "start" };
      var text = add(g, "text", place, said(note.label));
      var measured = figure(note, points);
      if (measured) add(text, "tspan", { class: "figure", dx: "0.5em" }, measured);
    });
  }

  function caption(film) {
    film.told.captions.forEach(function (c) {
      var track = film.video.addTextTrack("captions", c.language, c.language);
      c.cues.forEach(function (cue) { track.addCue(new VTTCue(cue[0], cue[1], cue[2])); });
      track.mode = "disabled";
      film.tracks.push({ language: c.language, track: track });
    });
  }

  function showCaptions(film) {
    film.tracks.forEach(function (t) { t.track.mode = t.language === language() ? "showing" : "disabled"; });
  }

  var films = Array.from(document.querySelectorAll(".film")).map(function (figure) {
    var film = { id: figure.id.slice(5), video: figure.querySelector("video"), svg: figure.querySelector(".overlay"),
      told: JSON.parse(figure.querySelector("script").textContent), tracks: [] };
    function now() { paint(film, film.video.currentTime); }
    function step() {
      now();
      if (!film.video.paused) requestAnimationFrame(step);
    }
    ["loadedmetadata", "timeupdate", "seeked"].forEach(function (e) { film.video.addEventListener(e, now); });
    film.video.addEventListener("play", step);
    document.addEventListener("language", function () { now(); showCaptions(film); });
    caption(film);
    showCaptions(film);
    paint(film, 0);
    return film;
  });

  // A film that has not told its length yet is sought once it has.
  function seek(film, t) {
    function go() {
      film.video.currentTime = t;
      paint(film, t);
    }
    if (film.video.readyState > 0) go();
    else film.video.addEventListener("loadedmetadata", go, { once: true });
    paint(film, t);
  }

  document.querySelectorAll("a.time").forEach(function (a) {
    a.addEventListener("click", function (e) {
      var film = films.find(function (f) { return f.id === a.dataset.film; });
      if (!film) return; // a clip's: clip.js answers
      e.preventDefault();
      history.replaceState(null, "", a.getAttribute("href"));
      seek(film, Number(a.dataset.t));
      film.video.scrollIntoView({ block: "nearest" });
    });
  });

  function follow() {
    var asked = /^#t=(\d+(?:\.\d+)?)(?:&film=([a-z0-9-]+))?$/.exec(location.hash);
    var film = asked && (films.find(function (f) { return f.id === asked[2]; }) || films[0]);
    if (film) seek(film, Number(asked[1]));
  }
  window.addEventListener("hashchange", follow);
  follow();
})();
