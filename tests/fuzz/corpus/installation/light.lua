local wall = { canvas = { 640, 360 }, scene = "a" }
local hole = { points = { { 10, 10 }, { 90, 12, -3, 4, 5, -6 }, { 50, 80 } }, feather = 12, invert = true }
return {
  title = { fr = "f", it = "i", en = "e" }, languages = { "fr", "it", "en" },
  stations = {
    b = { stages = { a = wall },
      surfaces = { x = { stage = "a", corners = { { 0, 0 }, { 640, 0 }, { 640, 360 }, { 0, 360 } }, mask = { hole } } },
      outputs = {
        n = { size = { 400, 360 }, blend = "auto", black = 0.002, gain = 0.8, gamma = 2.2, white = { 1, 0.9, 0.8 }, mask = { hole, hole } },
        s = { at = { 240, 0 }, size = { 400, 360 }, edge = { left = 160, power = 2, luminance = 0.5 }, gamma = "srgb", lut = "a.cube" },
      } },
  },
}
