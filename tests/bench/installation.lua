-- The benches: one stage of the size that a bench wants. tests/bench/make puts it into a cache folder with its
-- pictures and films, and `gestuaire bench` names the scene.

-- The grid of the bench "warp", 16 x 16 cells, as tests/bench/floor/warp.c has it.
local points = {}
for i = 0, 17 * 17 - 1 do
  local x, y = i % 17 / 16, i // 17 / 16
  points[i + 1] = { 0.5 + (x - 0.5) * 0.95 + 0.02 * 20.78 * y * (y - 0.5) * (y - 1),
    0.5 + (y - 0.5) * 0.95 + 0.02 * 20.78 * x * (x - 0.5) * (x - 1) }
end

-- The same as outputs side by side would bend, less.
local function gentle()
  local points = {}
  for i = 0, 24 do
    local x, y = i % 5 / 4, i // 5 / 4
    points[i + 1] = { x + 0.02 * 20.78 * y * (y - 0.5) * (y - 1), y + 0.02 * 20.78 * x * (x - 0.5) * (x - 1) }
  end
  return { kind = "catmull-rom", columns = 5, rows = 5, points = points }
end

-- All that light can go through, in an output whose left top is at x, 0 of the composition.
local function lit(x, grid)
  return { at = { x, 0 }, size = { 1920, 1080 }, grid = grid, edge = { left = 288, right = 288 }, black = 0.002, gain = 0.9, gamma = 2.2,
    white = { 1, 0.98, 0.95 }, lut = "table.cube",
    mask = { { points = { { x + 60, 40 }, { x + 1860, 40 }, { x + 1860, 1040 }, { x + 60, 1040 } }, feather = 40 } } }
end

-- n projectors side by side, soft where they overlap: one canvas over all of them. With a display their windows lie upon
-- each other on it.
local function wall(n, display)
  local outputs, wide = {}, 1920 + (n - 1) * 1632
  for i = 1, n do
    local one = lit((i - 1) * 1632, gentle())
    one.edge, one.blend, one.display = nil, "auto", display
    outputs["p" .. i] = one
  end
  return {
    composition = { wide, 1080 },
    stages = { stage = { canvas = { 1920, 1080 }, scene = "warp" } },
    surfaces = { wall = { stage = "stage", corners = { { 0, 0 }, { wide, 0 }, { wide, 1080 }, { 0, 1080 } } } },
    outputs = outputs,
  }
end

local grid = { kind = "catmull-rom", columns = 17, rows = 17, points = points }

return {
  title = { fr = "Mesures", it = "Misure", en = "Measures" },
  languages = { "fr", "it", "en" },
  hours = { zone = "UTC", fade_s = 1, week = { { from = "10:00", to = "11:00" } } }, -- of the bench "idle"
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
    attract = {
      stages = { stage = { canvas = { 1920, 1080 }, attract = "film", scene = "still" } },
      outputs = { screen = { at = { 0, 0 }, size = { 1920, 1080 } } },
    },
    warp = {
      stages = { stage = { canvas = { 1920, 1080 }, scene = "warp" } },
      outputs = { screen = { size = { 1920, 1080 }, grid = grid } },
    },
    ["warp-soft"] = {
      stages = { stage = { canvas = { 1920, 1080 }, scene = "warp" } },
      outputs = { screen = { size = { 1920, 1080 }, grid = grid, edge = { left = 288, right = 288 } } },
    },
    ["warp-lit"] = {
      stages = { stage = { canvas = { 1920, 1080 }, scene = "warp" } },
      outputs = { screen = lit(0, grid) },
    },
    ["outputs-1"] = wall(1),
    ["outputs-2"] = wall(2),
    ["outputs-4"] = wall(4),
    ["outputs-8"] = wall(8),
    ["windows-1"] = wall(1, "screen"),
    ["windows-8"] = wall(8, "screen"),
  },
}
