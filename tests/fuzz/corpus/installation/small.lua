local w, h = 640, 360
local wall = { canvas = { w, h }, scene = "a" }
return {
  title = { fr = "f", it = "i", en = "e" }, languages = { "fr", "it", "en" },
  script = { call_ms = 8, memory_mib = 64 }, messages = { go = { to = { "b", "s" } } },
  stations = {
    b = { title = { fr = "b" }, composition = { w * 2, h }, stages = { a = wall, c = wall },
      surfaces = { x = { stage = "a", corners = { { 0, 0 }, { w, 0 }, { w, h }, { 0, h } } },
                   y = { stage = "c", corners = { { w, 0 }, { 2 * w, 0 }, { 2 * w, h }, { w, h } } } },
      outputs = { n = { at = { 0, 0 }, size = { w, h }, display = "d", mm_per_px = 0.4, height_mm = 9,
                        corners = { { 0, 0 }, { w, 0 }, { w, h }, { 0, h } } }, o = { size = { w, h } } },
      osc = "127.0.0.1:9101", rate_hz = 30 },
    s = { stages = { r = wall }, speakers = { { channel = 1, at = { -1, 0, 2 } },
      { channel = 2, at = { 1, 0, 2 }, gain_db = -3, id = "r" } },
      rolloff_db = 5, blur_m = 0.4, ceiling_db = -1, osc = "h:9102" },
  },
}
