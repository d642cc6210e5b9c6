-- What the touch library (scenes/lib/ui*.lua) is tried on: one scene a component, on the screens it has to fit.
local function screen(w, h, mm, floor, idle)
  return {
    title = { fr = "Borne", it = "Postazione", en = "Station" },
    stages = { screen = { canvas = { w, h }, scene = "parts", idle_s = idle, ask_s = idle } },
    surfaces = { screen = { stage = "screen", corners = { { 0, 0 }, { w, 0 }, { w, h }, { 0, h } } } },
    outputs = { main = { at = { 0, 0 }, size = { w, h }, mm_per_px = mm, height_mm = floor } },
  }
end

return {
  title = { fr = "La bibliothèque tactile", it = "La libreria tattile", en = "The touch library" },
  languages = { "fr", "it", "en" },
  stations = {
    wide = screen(1280, 800, 0.4, 900),
    hasty = screen(1280, 800, 0.4, 900, 5), -- visitors are asked after five seconds
    tall = screen(1080, 1920, 0.5, 600), -- a large portrait screen: not all of it is within reach
  },
}
