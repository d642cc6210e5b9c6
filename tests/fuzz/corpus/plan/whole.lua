local s = 2
return {
  start = "a", panic = 1,
  cues = {
    { id = "a", label = { fr = "A" }, scenes = { kiosk = { scene = "a", param = { id = "x", n = 2 },
        transition = "fade", duration = s } },
      set = { ["kiosk/screen/opacity"] = 0.5, ["show/gain"] = -6 }, over = s, ease = "out", follow = "end" },
    { id = "b", wait = 1, timelines = { "t" }, send = { choose = { id = "x" } }, follow = 3,
      osc = { { to = "desk", address = "/go", values = { 1, "x", true } } } },
    { id = "c", stop = { "t" }, duration = 4, follow = "end", next = "a" },
  },
  lists = { soir = { "c", "a" } },
  timelines = { { id = "t", loop = true, duration = 8, tracks = {
    ["kiosk/screen/glow"] = { { 0, 0 }, { 4, 1, "inout" }, { 8, 0, "hold" } } } } },
  programmes = { { days = { "tue", "wed" }, except = { "2026-12-25" }, from = "10:00", to = "18:00",
    play = { { cue = "a", stay = 60 }, { cue = "b", stay = 30 } } } },
}
