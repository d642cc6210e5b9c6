-- The benches: one stage of the size that a bench wants. tests/bench/make puts it into a cache folder with its
-- pictures and films, and `gestuaire bench` names the scene.

-- The grid of the bench "warp", 16 x 16 cells, as tests/bench/floor/warp.c has it.
local points = {}
for i = 0, 17 * 17 - 1 do
  local x, y = i % 17 / 16, i // 17 / 16
  points[i + 1] = { 0.5 + (x - 0.5) * 0.95 + 0.02 * 20.78 * y * (y - 0.5) * (y - 1),
    0.5 + (y - 0.5) * 0.95 + 0.02 * 20.78 * x * (x - 0.5) * (x - 1) }
end

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
    warp = {
      stages = { stage = { canvas = { 1920, 1080 }, scene = "warp" } },
      outputs = { screen = { size = { 1920, 1080 },
        grid = { kind = "catmull-rom", columns = 17, rows = 17, points = points } } },
    },
  },
}
