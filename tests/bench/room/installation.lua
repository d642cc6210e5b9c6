-- A hall with four projectors of 720p side by side on its wall, for `gestuaire bench room`.
local stations, projectors = {}, {}
for i = 1, 4 do
  local id, x = "wall" .. i, (i - 2.5) * 3.3
  stations[id] = {
    stages = { stage = { canvas = { 1280, 720 }, scene = "still" } },
    outputs = { main = { size = { 1280, 720 } } },
  }
  projectors[i] = { output = id .. "/main", at = { x, 0, 1.8 }, look = { x, 4, 1.8 }, throw = 1.3, lumens = 4000, black = 0.0005 }
end

return {
  title = { fr = "Mesures", it = "Misure", en = "Measures" },
  languages = { "fr", "it", "en" },
  stations = stations,
  room = {
    bodies = {
      { box = { 14, 0.2, 4 }, at = { 0, 4.1, 0 }, color = "#d8d8d8" },
      { box = { 14, 8, 0.2 }, at = { 0, 0, -0.2 }, color = "#8d8577" },
      { box = { 0.4, 0.4, 4 }, at = { -2.4, 2.6, 0 }, color = "#b9b0a2" },
      { box = { 0.4, 0.4, 4 }, at = { 2.4, 2.6, 0 }, color = "#b9b0a2" },
    },
    projectors = projectors,
    light = { above = 4, below = 2, glow = 0 }, -- what walls give back changes all that is seen, five times a second
    eye = { at = { 0, -7, 1.65 }, look = { 0, 4, 1.7 }, angle = 50 },
  },
}
