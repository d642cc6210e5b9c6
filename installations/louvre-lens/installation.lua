-- L'excellence du geste: the evening at the Louvre-Lens on which the project was launched, 13 November 2025. One screen
-- in the hall and one kiosk before it: what is touched at the kiosk is shown on the screen.
--
-- On another screen: its size goes into `wide` and `high`; where it is on another machine than the kiosk, both their
-- addresses go into `osc`.
local wide, high = 1920, 1080

return {
  title = {
    fr = "Excellence du geste et innovation technologique",
    it = "Eccellenza del gesto e innovazione tecnologica",
    en = "Excellence of gesture and technological innovation",
  },
  languages = { "fr", "it", "en" },
  content = "repertoire",

  -- The screen answers one visitor at a time, for a minute at most when somebody waits.
  messages = { choose = { to = { "ecran" }, hold_s = 60 } },

  stations = {
    ecran = {
      title = { fr = "Le grand écran", it = "Il grande schermo", en = "The large screen" },
      stages = { image = { canvas = { wide, high }, scene = "soiree" } },
      outputs = { ecran = { size = { wide, high } } },
      osc = "127.0.0.1:9201",
      rate_hz = 30,
    },

    borne = {
      title = { fr = "La borne", it = "La postazione", en = "The kiosk" },
      stages = { page = { canvas = { 1920, 1080 }, attract = "attract", scene = "explorer" } },
      outputs = { dalle = { size = { 1920, 1080 }, mm_per_px = 0.277, height_mm = 850 } },
      osc = "127.0.0.1:9202",
    },
  },
}
