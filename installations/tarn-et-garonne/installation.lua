-- Tarn-et-Garonne, after the cultural action of 2014: one wall, two projectors that overlap, films and trails of light.
-- Lengths of the world in metres, Z up.
--
-- On another wall: its size goes into `wide` and `high`, px; what bends it to the wall is done at the desk (F3).
local wide, high, lap = 2240, 800, 320 -- the composition, and how much of it both projectors light
-- In the virtual room: 5 mm a px; both lenses hang in the middle, 9.6 m before the wall (docs/mapping.md).
local wall_y, foot, mm, lens_y, throw = 7, 1.0, 0.005, -2.6, 1.5

local function hung(output, left, z)
  local x, middle = (left + 640 - wide / 2) * mm, foot + high / 2 * mm
  return {
    output = output,
    at = { 0, lens_y, z },
    look = { 0, wall_y, z },
    throw = throw,
    shift = { x / (1280 * mm), (middle - z) / (800 * mm) },
    lumens = 9000,
    black = 0.0004,
  }
end

return {
  title = {
    fr = "Répertoire numérique du geste artisanal",
    it = "Repertorio digitale del gesto artigiano",
    en = "Digital repertoire of the craft gesture",
  },
  languages = { "fr", "it", "en" },
  content = "repertoire",
  show = "show.lua",

  -- A street at night. The wall is made up: brick on a foot of stone.
  room = {
    bodies = {
      { box = { 18.48, 0.30, 5.5 }, at = { 0, 7.16, 0 }, color = "#b9aa97" }, -- mortar
      { model = "room/bricks-1.obj", color = "#d0a58c" },
      { model = "room/bricks-2.obj", color = "#c4957a" },
      { model = "room/bricks-3.obj", color = "#dbb49c" },
      { box = { 18.6, 0.44, 0.46 }, at = { 0, 7.14, 0 }, color = "#cbbfa9" }, -- foot and coping, stone
      { box = { 18.7, 0.60, 0.16 }, at = { 0, 7.14, 5.5 }, color = "#cbbfa9" },
      { box = { 60, 40, 0.2 }, at = { 0, 4, -0.2 }, color = "#77706a" }, -- the street
      { box = { 0.05, 0.05, 3.0 }, at = { 0, -2.9, 3.96 }, color = "#101010" },
      { box = { 0.42, 0.40, 0.13 }, at = { 0, -2.85, 4.24 }, color = "#1c1a18" },
      { box = { 0.42, 0.40, 0.13 }, at = { 0, -2.85, 4.10 }, color = "#1c1a18" },
    },
    projectors = { hung("mur/gauche", 0, 4.30), hung("mur/droite", wide - 1280, 4.16) },
    light = {
      above = 8, below = 3.4, color = "#8ea6cc", below_color = "#a98f72",
      sky = 0.2, horizon = 1.0, sky_color = "#33445f",
    },
    eye = { at = { 3.4, -5.2, 1.7 }, look = { 0.15, 7, 3.0 }, angle = 38, white = 26 },
  },

  stations = {
    mur = {
      title = { fr = "Le mur", it = "Il muro", en = "The wall" },
      composition = { wide, high },
      stages = { image = { canvas = { wide, high }, scene = "mur" } },
      surfaces = {
        mur = { stage = "image", corners = { { 0, 0 }, { wide, 0 }, { wide, high }, { 0, high } } },
      },
      outputs = {
        gauche = { at = { 0, 0 }, size = { wide / 2 + lap / 2, high }, blend = "auto" },
        droite = { at = { wide / 2 - lap / 2, 0 }, size = { wide / 2 + lap / 2, high }, blend = "auto" },
      },
      osc = "127.0.0.1:9301",
      rate_hz = 30,
    },
  },
}
