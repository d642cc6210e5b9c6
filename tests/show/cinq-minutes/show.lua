-- The show. GO brings the visitors in; the rest follows, until the operator's GO for the salute.
local function fade(scene, param) return { scene = scene, param = param, transition = "fade", duration = 2 } end

local function gesture(id, film, name, metier)
  return {
    id = id, label = { fr = name, it = name, en = name },
    scenes = {
      facade = fade("film", { file = "film/" .. film .. ".mp4" }),
      cartel = fade("cartel", { title = name, line = metier }),
      salle = { scene = "salle", param = { file = "sound/" .. film .. ".ogg" } },
    },
    timelines = { "souffle" },
    follow = 60,
  }
end

return {
  start = "attente",
  panic = 1.5,
  cues = {
    { id = "attente", label = { fr = "Attente", it = "Attesa", en = "Waiting" },
      scenes = { facade = fade("film"), cartel = fade("cartel", { title = "L’excellence du geste", line = "Bientôt" }) },
      set = { ["facade/wall/opacity"] = 0.35, ["show/opacity"] = 1, ["salle/gain"] = -12 }, over = 3 },
    { id = "entree", label = { fr = "Les portes s’ouvrent", it = "Si apre", en = "Doors open" },
      set = { ["facade/wall/opacity"] = 1, ["salle/gain"] = 0 }, over = 4, ease = "out", follow = "end" },
    gesture("bois", "raboter-bois", "Raboter le bois", "menuisier"),
    gesture("cuivre", "retreindre-cuivre", "Rétreindre le cuivre", "dinandier"),
    gesture("verre", "souffler-verre", "Souffler le verre", "verrier"),
    { id = "noir", label = { fr = "Noir", it = "Buio", en = "Dark" },
      set = { ["show/opacity"] = 0, ["show/gain"] = -40 }, over = 5 },
    { id = "salut", label = { fr = "Salut", it = "Saluto", en = "Bow" }, wait = 1,
      scenes = { facade = fade("film", { file = "film/monter-argile.mp4" }),
                 cartel = fade("cartel", { title = "Merci", line = "à tous les apprentis" }) },
      set = { ["show/opacity"] = 1, ["show/gain"] = 0 }, over = 2, follow = 40 },
    { id = "fin", label = { fr = "Fin", it = "Fine", en = "End" },
      set = { ["show/opacity"] = 0 }, over = 8, follow = "end", next = "attente" },
  },
  timelines = {
    { id = "souffle", loop = true, duration = 8, tracks = {
      ["cartel/panel/glow"] = { { 0, 0.2 }, { 4, 1, "inout" }, { 8, 0.2, "inout" } } } },
  },
}
