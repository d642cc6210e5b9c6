-- A station with a gesture's page, for `gestuaire bench gesture-page`. tests/bench/make adds film, clip and notes.
return {
  title = { fr = "Mesures" },
  languages = { "fr" },
  content = "repertoire",
  messages = { choose = { to = { "kiosk" } } },
  stations = {
    kiosk = {
      stages = { screen = { canvas = { 1920, 1080 }, scene = "page" } },
      outputs = { main = { size = { 1920, 1080 }, mm_per_px = 0.3, height_mm = 900 } },
    },
  },
}
