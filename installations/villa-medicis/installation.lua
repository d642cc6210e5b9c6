-- L'excellence du geste, on the way to the Villa Médicis: the reference installation.
-- Lengths of the world in metres, Z up; the sound room's middle, on the floor, is the origin.

local wide, high, band = 2304, 800, 132 -- the façade's composition, and the frieze above it, px
local half_x, half_y, ears = 3, 2, 2.2  -- the sound room: 6 by 4 m, loudspeakers at 2.2 m
-- The façade in the virtual room: 5 mm a px. Both lenses hang in the middle, one above the other, 9.6 m before
-- the wall, so that what one shows and the other lies on it without a step, and the frieze is where it is drawn.
local wall_y, foot, mm, lens_y, throw = 7, 0.55, 0.005, -2.6, 1.5
local function hung(output, left, z)
  local x, middle = (left + 640 - wide / 2) * mm, foot + high / 2 * mm
  local projector = {
    output = output,
    at = { 0, lens_y, z },
    look = { 0, wall_y, z },
    throw = throw,
    shift = { x / (1280 * mm), (middle - z) / (800 * mm) },
    lumens = 7000,
    black = 0.0004,
  }
  return projector
end
-- Small lamps of the house, on the floor: at the foot of the loggia's columns and of the façade's pilasters.
local lamps = {}
local function lamp(from, to, angle, lumens)
  lamps[#lamps + 1] = { at = from, look = to, angle = angle, lumens = lumens, color = "#ffb877" }
end
for side = -1, 1, 2 do
  lamp({ side * 2.55, -4.6, 0.12 }, { side * 2.55, -3.6, 3.4 }, 56, 170) -- seen from the loggia
  lamp({ side * 2.55, -2.6, 0.05 }, { side * 2.55, -3.4, 4.4 }, 76, 200) -- the arches from below
  lamp({ side * 2.3, -7.9, 5.6 }, { side * 2.3, -7.2, 0 }, 110, 130)     -- over the visit stations
  lamp({ side * 6.35, 6.3, 0.1 }, { side * 6.35, 6.8, 5 }, 30, 45)
  lamp({ side * 8.2, 6.3, 0.1 }, { side * 8.2, 6.8, 5 }, 30, 45)
end
local stereo = { { channel = 1, at = { -0.2, 0, 1 } }, { channel = 2, at = { 0.2, 0, 1 } } } -- of a station

return {
  title = {
    fr = "L’excellence du geste",
    it = "L’eccellenza del gesto",
    en = "The excellence of gesture",
  },
  languages = { "fr", "it", "en" },
  content = "repertoire",
  script = { call_ms = 40 }, -- a visitor who asks for larger texts has a whole page laid out anew in one call

  -- One choice crosses the house. Façade, figure and sound room answer one visitor at a time; where nobody stands
  -- before a kiosk, it does as well.
  messages = {
    choose = { to = { "facade", "gesture", "sound", "kiosk", "double" }, hold_s = 90 },
  },

  -- A loggia at night, the court with the sound room before it, the façade behind.
  room = {
    bodies = {
      { model = "room/facade.obj", color = "#d8cdbb" },
      { model = "room/loggia.obj", color = "#cfc6b8" },
      { model = "room/slabs-light.obj", color = "#c4bbad" },
      { model = "room/slabs-dark.obj", color = "#8a8379" },
      { model = "room/cypresses.obj", color = "#27331f" },
      { model = "room/plinth.obj", at = { 5.5, 1.2, 0 }, color = "#b9b0a2" },
      { box = { 60, 40, 0.2 }, at = { 0, 6, -0.2 }, color = "#8d8577" }, -- the court
      { box = { 0.30, 0.16, 0.80 }, at = { -1.6, -6.0, 0.1 }, turn = 12, color = "#2b2622" },
      { box = { 0.66, 0.34, 0.03 }, at = { -1.6, -6.0, 0.1 }, turn = 12, color = "#2b2622" },
      { box = { 0.30, 0.16, 0.80 }, at = { 2.5, -6.2, 0.1 }, turn = -14, color = "#2b2622" },
      { box = { 0.66, 0.34, 0.03 }, at = { 2.5, -6.2, 0.1 }, turn = -14, color = "#2b2622" },
      { box = { 0.02, 10.6, 0.02 }, at = { 0, 1.9, 5.62 }, color = "#101010" }, -- a wire over the court
      { box = { 0.03, 0.03, 1.0 }, at = { 0, -2.8, 4.36 }, color = "#101010" },
    },
    projectors = {
      hung("facade/nord", 0, 4.30),
      hung("facade/sud", 1024, 4.16),
      -- The plan of the sound room, on its floor.
      { output = "sound/main", at = { 0, 0, 5.5 }, look = { 0, 0, 0 }, throw = 0.8, lumens = 5000, black = 0.0005 },
    },
    screens = {
      { output = "gesture/main", at = { 5.5, 1.2, 0.86 }, turn = -22, width = 2.4, nits = 120, gauze = true },
      { output = "kiosk/main", at = { -1.6, -6.05, 0.92 }, turn = 12, lean = 22, nits = 220 },
      { output = "double/main", at = { 2.5, -6.25, 0.92 }, turn = -14, lean = 22, nits = 220 },
    },
    speakers = { "sound" },
    lamps = lamps,
    light = {
      above = 7, below = 2.4, color = "#8ea6cc", below_color = "#a98f72",
      sky = 0.25, horizon = 1.5, sky_color = "#3c5072",
    },
    eye = { at = { 0.7, -10.6, 1.72 }, look = { 0.15, 7, 2.55 }, angle = 36, white = 20 },
  },

  stations = {
    facade = {
      title = { fr = "Façade", it = "Facciata", en = "Façade" },
      composition = { wide, high },
      stages = {
        frieze = { canvas = { wide, band }, scene = "frieze" },
        wall = { canvas = { wide, high - band }, scene = "facade" },
      },
      surfaces = {
        -- The frieze leans back: seen from the garden it narrows towards its top.
        frieze = { stage = "frieze", corners = { { 36, 6 }, { wide - 36, 6 }, { wide, band }, { 0, band } } },
        wall = { stage = "wall", corners = { { 0, band }, { wide, band }, { wide, high }, { 0, high } } },
      },
      outputs = {
        nord = { at = { 0, 0 }, size = { 1280, 800 }, blend = "auto" },
        sud = { at = { 1024, 0 }, size = { 1280, 800 }, blend = "auto" },
      },
      osc = "127.0.0.1:9101",
      rate_hz = 30,
    },

    gesture = {
      title = { fr = "Le geste", it = "Il gesto", en = "The gesture" },
      stages = { figure = { canvas = { 1280, 720 }, scene = "gesture" } },
      surfaces = {
        figure = { stage = "figure", corners = { { 0, 0 }, { 1280, 0 }, { 1280, 720 }, { 0, 720 } } },
      },
      outputs = { main = { at = { 0, 0 }, size = { 1280, 720 } } },
      osc = "127.0.0.1:9102",
      rate_hz = 30,
    },

    sound = {
      title = { fr = "La salle sonore", it = "La sala sonora", en = "The sound room" },
      stages = { plan = { canvas = { 1280, 720 }, scene = "sound" } },
      surfaces = {
        plan = { stage = "plan", corners = { { 0, 0 }, { 1280, 0 }, { 1280, 720 }, { 0, 720 } } },
      },
      outputs = { main = { at = { 0, 0 }, size = { 1280, 720 } } },
      speakers = {
        { channel = 1, at = { -half_x, half_y, ears } },
        { channel = 2, at = { 0, half_y, ears } },
        { channel = 3, at = { half_x, half_y, ears } },
        { channel = 4, at = { half_x, 0, ears } },
        { channel = 5, at = { half_x, -half_y, ears } },
        { channel = 6, at = { 0, -half_y, ears } },
        { channel = 7, at = { -half_x, -half_y, ears } },
        { channel = 8, at = { -half_x, 0, ears } },
      },
      rolloff_db = 5,
      blur_m = 0.4,
      osc = "127.0.0.1:9103",
      rate_hz = 30,
    },

    kiosk = {
      title = { fr = "Borne de visite", it = "Postazione di visita", en = "Visit station" },
      stages = { screen = { canvas = { 1280, 800 }, attract = "attract", scene = "explorer" } },
      surfaces = {
        screen = { stage = "screen", corners = { { 0, 0 }, { 1280, 0 }, { 1280, 800 }, { 0, 800 } } },
      },
      outputs = { main = { at = { 0, 0 }, size = { 1280, 800 }, mm_per_px = 0.4, height_mm = 900 } },
      speakers = stereo,
      osc = "127.0.0.1:9104",
    },

    -- One wide screen, two visitors side by side: each half is a visit of its own.
    double = {
      title = { fr = "Borne double", it = "Postazione doppia", en = "Double station" },
      stages = {
        left = { canvas = { 960, 1080 }, attract = "attract", scene = "explorer" },
        right = { canvas = { 960, 1080 }, attract = "attract", scene = "explorer" },
      },
      surfaces = {
        left = { stage = "left", corners = { { 0, 0 }, { 960, 0 }, { 960, 1080 }, { 0, 1080 } } },
        right = { stage = "right", corners = { { 960, 0 }, { 1920, 0 }, { 1920, 1080 }, { 960, 1080 } } },
      },
      outputs = { main = { at = { 0, 0 }, size = { 1920, 1080 }, mm_per_px = 0.27, height_mm = 900 } },
      speakers = stereo,
      osc = "127.0.0.1:9105",
    },
  },
}
