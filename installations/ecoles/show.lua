-- Pour accompagner un discours. La projection marche toute seule ; GO (la touche Entrée) amène le moment
-- suivant de cette liste, Retour arrière celui d'avant. Sans GO, rien n'est à faire.
local function page(moment, secondes)
  return { mur = { scene = "titre", param = { moment = moment }, transition = "fade", duration = secondes } }
end

return {
  start = "boucle",
  cues = {
    { id = "boucle", label = { fr = "Tout, en boucle", it = "Tutto, in ciclo", en = "All of it, for ever" },
      scenes = page("boucle", 2), set = { ["show/opacity"] = 1, ["show/gain"] = 0 }, over = 2 },
    { id = "accueil", label = { fr = "Le titre reste", it = "Il titolo resta", en = "The title stays" },
      scenes = page("reste", 2) },
    { id = "parole", label = { fr = "Quelqu’un parle : presque noir", it = "Qualcuno parla: quasi buio", en = "Someone speaks: nearly dark" },
      set = { ["show/opacity"] = 0.25, ["show/gain"] = -40 }, over = 4 },
    { id = "oeuvres", label = { fr = "Les œuvres, du début", it = "Le opere, dall’inizio", en = "The works, from the first" },
      scenes = { mur = { scene = "oeuvres", transition = "fade", duration = 2 } },
      set = { ["show/opacity"] = 1, ["show/gain"] = 0 }, over = 3 },
    { id = "merci", label = { fr = "Merci", it = "Grazie", en = "Thank you" },
      scenes = page("merci", 3), next = "boucle" },
  },
}
