-- The evening of docs/technician.md: a curved wall of 8 m with a door in it, two projectors on stands. Lengths in metres,
-- Z up; the middle of the wall's foot is 7 m before the origin. wall.obj is an arc of a radius of 9 m (pictures.py).
local wide, high = 2304, 800 -- the composition, px: 8 m by 2.78 m of wall, so 288 px a metre
local foot = 0.6             -- of the picture, over the floor

local function projector(output, x, look_x)
  return {
    output = output,
    at = { x, 0.6, 1.3 },        -- its lens
    look = { look_x, 6.7, 1.3 }, -- level: what is not tilted needs no keystone upwards
    throw = 1.2,                 -- from its data sheet
    shift = { 0, 0.22 },         -- of its lens: the picture lies 22 % of its height above the axis
    lumens = 6000,
    black = 0.001,               -- 1000:1
    gamma = 2.2,
  }
end

local function stand(x) return { box = { 0.09, 0.09, 1.2 }, at = { x, 0.42, 0 }, color = "#3a3a3c" } end

return {
  title = { fr = "L’arcade", en = "The arcade" },
  languages = { "fr", "en" },

  room = {
    bodies = {
      { model = "wall.obj", color = "#c9bfae" },
      { box = { 16, 14, 0.2 }, at = { 0, 3, -0.2 }, color = "#6f6a62" },                           -- the floor
      { box = { 1.15, 0.12, 2.2 }, at = { 1.98, 6.78, 0 }, turn = -12.7, color = "#4a3526" },        -- the door
      stand(-1.5),
      stand(1.5),
    },
    projectors = { projector("wall/nord", -1.5, -1.75), projector("wall/sud", 1.5, 1.75) },
    light = { above = 14, below = 7, sky = 0.1, horizon = 0.6 },
    eye = { at = { 0, -2.6, 2.1 }, look = { 0, 6.7, 1.75 }, angle = 37, white = 60 },
  },

  stations = {
    wall = {
      title = { fr = "Le mur", en = "The wall" },
      composition = { wide, high },
      stages = { wall = { canvas = { wide, high }, scene = "arcade" } },
      surfaces = {
        wall = {
          stage = "wall",
          size_m = { 8, 8 * high / wide },
          corners = { { 0, 0 }, { wide, 0 }, { wide, high }, { 0, high } },
          -- No light on the door: measured from the left end of the wall and from the floor.
          mask = { { points = { { 1548, 336 }, { 1900, 336 }, { 1900, 810 }, { 1548, 810 } }, invert = true, feather = 6 } },
        },
      },
      outputs = {
        nord = { at = { 0, 0 }, size = { 1280, 800 }, blend = "auto", gamma = 2.2, black = 0.001 },
        sud = { at = { 1024, 0 }, size = { 1280, 800 }, blend = "auto", gamma = 2.2, black = 0.001 },
      },
      osc = "127.0.0.1:9301",
    },
  },
}
