-- The benches: one stage of the size that a bench wants. tests/bench/make puts it into a cache folder with its
-- pictures and films, and `gestuaire bench` names the scene.
return {
  title = { fr = "Mesures", it = "Misure", en = "Measures" },
  languages = { "fr", "it", "en" },
  script = { call_ms = 1000 }, -- 65,000 sprites, one call each, are no runaway
  stations = {
    -- As large as the display of SDL's offscreen driver, so that nothing is scaled.
    start = {
      stages = { stage = { canvas = { 1024, 768 }, scene = "start" } },
      outputs = { screen = { at = { 0, 0 }, size = { 1024, 768 } } },
    },
    small = {
      stages = { stage = { canvas = { 1280, 720 }, scene = "start" } },
      outputs = { screen = { at = { 0, 0 }, size = { 1280, 720 } } },
    },
    wide = {
      stages = { stage = { canvas = { 1920, 1080 }, scene = "still" } },
      outputs = { screen = { at = { 0, 0 }, size = { 1920, 1080 } } },
    },
  },
}
