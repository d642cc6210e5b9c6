-- Le mur marche tout seul. GO (la touche Entrée) amène le moment suivant de cette liste, Retour arrière celui d'avant.
local function moment(name)
  return { mur = { scene = "mur", param = { moment = name }, transition = "fade", duration = 2 } }
end

return {
  start = "boucle",
  cues = {
    { id = "boucle", label = { fr = "Tout, en boucle", it = "Tutto, in ciclo", en = "All of it, for ever" },
      scenes = moment("boucle"), set = { ["show/opacity"] = 1 }, over = 2 },
    { id = "parole", label = { fr = "Quelqu’un parle : presque noir", it = "Qualcuno parla: quasi buio", en = "Someone speaks: nearly dark" },
      set = { ["show/opacity"] = 0.25 }, over = 4 },
    { id = "pierre", label = { fr = "La pierre", it = "La pietra", en = "Stone" },
      scenes = moment("g:ciseler-pierre"), set = { ["show/opacity"] = 1 }, over = 2 },
    { id = "bois", label = { fr = "Le bois", it = "Il legno", en = "Wood" }, scenes = moment("g:raboter-bois") },
    { id = "argile", label = { fr = "L’argile", it = "L’argilla", en = "Clay" }, scenes = moment("g:monter-argile"), next = "boucle" },
  },
}
