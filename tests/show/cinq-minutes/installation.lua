-- Five minutes, three stations, one operator: the façade's films, their caption, the sound room.
return {
  title = { fr = "Cinq minutes", it = "Cinque minuti", en = "Five minutes" },
  languages = { "fr", "it", "en" },
  show = "show.lua",
  stations = {
    facade = {
      title = { fr = "Façade", it = "Facciata", en = "Façade" },
      stages = { wall = { canvas = { 320, 180 }, scene = "film" } },
      outputs = { main = { size = { 320, 180 } } },
      osc = "127.0.0.1:9191", rate_hz = 5,
    },
    cartel = {
      title = { fr = "Cartel", it = "Didascalia", en = "Caption" },
      stages = { panel = { canvas = { 240, 180 }, scene = "cartel" } },
      outputs = { main = { size = { 240, 180 } } },
      osc = "127.0.0.1:9192", rate_hz = 2,
    },
    salle = {
      title = { fr = "La salle", it = "La sala", en = "The room" },
      stages = { plan = { canvas = { 160, 180 }, scene = "salle" } },
      outputs = { main = { size = { 160, 180 } } },
      speakers = { { channel = 1, at = { -2, 1, 2 } }, { channel = 2, at = { 2, 1, 2 } } },
      osc = "127.0.0.1:9193", rate_hz = 2,
    },
  },
}
