// A recorded movement: the skeleton, a few instants before it, the path of its hand, one angle.
(function () {
  "use strict";

  function viewer(figure) {
    var canvas = figure.querySelector("canvas"), play = figure.querySelector(".play");
    var at = figure.querySelector(".at"), turn = figure.querySelector(".turn");
    var clip = JSON.parse(figure.querySelector("script").textContent);
    var now = document.createElement("p"); // below the figure, which it would hide
    now.className = "now";
    canvas.after(now);
    var frames = clip.frames, n = clip.parents.length, box = null, playing = false, began = 0;

    function frameAt(t) { return frames[Math.max(0, Math.min(frames.length - 1, Math.round(t / (clip.step || 1))))]; }

    function bounds() {
      var b = [1e9, -1e9, 1e9, -1e9, 1e9, -1e9];
      frames.forEach(function (f) {
        for (var i = 0; i < f.length; i++) {
          b[i % 3 * 2] = Math.min(b[i % 3 * 2], f[i]);
          b[i % 3 * 2 + 1] = Math.max(b[i % 3 * 2 + 1], f[i]);
        }
      });
      return b;
    }

    function project(f, j, s) {
      var a = turn.value * Math.PI / 180;
      var x = f[3 * j] - s.x, y = f[3 * j + 1] - s.y, z = f[3 * j + 2] - s.z;
      return [s.w / 2 + s.k * (x * Math.cos(a) + y * Math.sin(a)),
        s.h / 2 - s.k * (z * 0.99 + 0.1 * (y * Math.cos(a) - x * Math.sin(a)))];
    }

    function bones(c, f, s) {
      c.beginPath();
      for (var j = 0; j < n; j++) {
        if (clip.parents[j] < 0) continue;
        var p = project(f, clip.parents[j], s), q = project(f, j, s);
        c.moveTo(p[0], p[1]);
        c.lineTo(q[0], q[1]);
      }
      c.stroke();
    }

    function space() {
      var w = canvas.clientWidth || 640, ratio = window.devicePixelRatio || 1;
      var h = Math.round(w * 0.62);
      if (canvas.width !== Math.round(w * ratio)) {
        canvas.width = Math.round(w * ratio);
        canvas.height = Math.round(h * ratio);
      }
      box = box || bounds();
      var wide = Math.hypot(box[1] - box[0], box[3] - box[2]) || 1, high = box[5] - box[4] || 1;
      return { w: canvas.width, h: canvas.height, x: (box[0] + box[1]) / 2, y: (box[2] + box[3]) / 2,
        z: (box[4] + box[5]) / 2, k: 0.9 * Math.min(canvas.width / wide, canvas.height / high), r: ratio };
    }

    function path(c, t, s) {
      if (clip.hand < 0) return;
      c.strokeStyle = "#f4efe6";
      c.lineWidth = 1.4 * s.r;
      c.setLineDash([7 * s.r, 4 * s.r]);
      c.beginPath();
      for (var u = Math.max(0, t - 2); u <= t; u += clip.step || 1) {
        var p = project(frameAt(u), clip.hand, s);
        c.lineTo(p[0], p[1]);
      }
      c.stroke();
      c.setLineDash([]);
    }

    function measure(c, f, s) {
      var joints = clip.measure && clip.measure.joints.map(function (name) { return clip.names.indexOf(name); });
      if (!joints || joints.indexOf(-1) >= 0) return;
      var v = joints.map(function (j) { return [f[3 * j], f[3 * j + 1], f[3 * j + 2]]; });
      function away(p) { return p.map(function (x, i) { return x - v[1][i]; }); }
      var a = away(v[0]), b = away(v[2]);
      var dot = a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
      var angle = Math.acos(dot / (Math.hypot.apply(null, a) * Math.hypot.apply(null, b) || 1)) * 180 / Math.PI;
      var p = joints.map(function (j) { return project(f, j, s); });
      c.strokeStyle = c.fillStyle = "#ff7a1a";
      c.lineWidth = 2.5 * s.r;
      c.beginPath();
      p.forEach(function (q) { c.lineTo(q[0], q[1]); });
      c.stroke();
      c.font = 16 * s.r + "px Text, Inter, sans-serif";
      c.fillText(Math.round(angle) + "°", p[1][0] + 10 * s.r, p[1][1] - 8 * s.r);
    }

    // Notes that follow joints, while they last.
    function notes(c, f, t, s) {
      var said = [], language = document.documentElement.dataset.l, seen = [];
      (clip.notes || []).forEach(function (note) {
        if (t < note.at[0] || t > note.at[1]) return;
        var joints = ((note.geometry || {}).joints || []).map(function (name) { return clip.names.indexOf(name); });
        c.strokeStyle = c.fillStyle = "#ff7a1a";
        c.lineWidth = 2 * s.r;
        c.beginPath();
        joints.forEach(function (j) {
          var p = j < 0 ? null : project(f, j, s);
          if (p) c.lineTo(p[0], p[1]);
        });
        c.stroke();
        said.push(note.label[language] || note.label.fr || "");
        seen.push(note.id);
      });
      canvas.dataset.notes = seen.join(" ");
      now.textContent = said.join(" · ");
    }

    function draw() {
      var s = space(), c = canvas.getContext("2d"), t = at.value / 1000 * clip.duration;
      c.clearRect(0, 0, s.w, s.h);
      c.lineCap = "round";
      for (var i = 6; i > 0; i--) {
        c.strokeStyle = "rgba(143,163,176," + (0.42 - 0.05 * i) + ")";
        c.lineWidth = s.r;
        if (t - i * 0.12 >= 0) bones(c, frameAt(t - i * 0.12), s);
      }
      c.strokeStyle = "#f4efe6";
      c.lineWidth = 2 * s.r;
      bones(c, frameAt(t), s);
      path(c, t, s);
      measure(c, frameAt(t), s);
      notes(c, frameAt(t), t, s);
      canvas.dataset.t = t.toFixed(3);
    }

    function step(now) {
      if (!playing) return;
      at.value = ((now - began) / 1000 % clip.duration) / clip.duration * 1000;
      draw();
      requestAnimationFrame(step);
    }

    function set(on) {
      playing = on;
      play.setAttribute("aria-pressed", String(on));
      began = performance.now() - at.value / 1000 * clip.duration * 1000;
      if (on) requestAnimationFrame(step);
    }

    function go(t) {
      set(false);
      at.value = t / (clip.duration || 1) * 1000;
      draw();
    }

    play.addEventListener("click", function () { set(!playing); });
    at.addEventListener("input", function () { set(false); draw(); });
    turn.addEventListener("input", draw);
    canvas.addEventListener("keydown", function (e) {
      if (e.key === " ") set(!playing);
      else if (e.key === "ArrowLeft" || e.key === "ArrowRight") {
        at.value = Number(at.value) + (e.key === "ArrowLeft" ? -20 : 20);
        set(false);
        draw();
      } else return;
      e.preventDefault();
    });
    figure.querySelectorAll("a.time").forEach(function (a) {
      a.addEventListener("click", function (e) {
        e.preventDefault();
        go(Number(a.dataset.t));
      });
    });
    document.addEventListener("language", draw);
    window.addEventListener("resize", draw);
    var asked = /^#clip=(\d+(?:\.\d+)?)$/.exec(location.hash);
    go(asked ? Number(asked[1]) : clip.measure && clip.measure.at ? clip.measure.at : 0.4 * clip.duration);
  }

  document.querySelectorAll(".clip").forEach(viewer);
})();
