-- What the screens say of themselves, in the three languages.
local words = {
  -- What is not a recording says so, by its record's origin.
  movement = {
    reconstructed = { fr = "mouvement reconstitué", it = "movimento ricostruito", en = "reconstructed movement" },
    ai = { fr = "mouvement produit par une IA", it = "movimento generato da un’IA", en = "movement made by an AI" },
    ["made-up"] = { fr = "mouvement inventé", it = "movimento inventato", en = "made-up movement" },
  },
  chosen = { fr = "choisi", it = "scelto", en = "chosen" },
  sound = {
    reconstructed = { fr = "son reconstitué", it = "suono ricostruito", en = "reconstructed sound" },
    ai = { fr = "son produit par une IA", it = "suono generato da un’IA", en = "sound made by an AI" },
    ["made-up"] = { fr = "son de synthèse", it = "suono di sintesi", en = "synthesised sound" },
  },
  work_origin = {
    reconstructed = { fr = "œuvre reconstituée", it = "opera ricostruita", en = "a reconstructed work" },
    ai = { fr = "œuvre imaginée par une IA", it = "opera immaginata da un’IA", en = "a work imagined by an AI" },
    ["made-up"] = { fr = "œuvre inventée pour la démonstration", it = "opera inventata per la dimostrazione",
      en = "a work invented for this demonstration" },
  },
  work = { fr = "chef-d’œuvre", it = "capolavoro", en = "masterpiece" },
  title = { fr = "L’excellence du geste", it = "L’eccellenza del gesto", en = "The excellence of gesture" },
  plan = { fr = "Salle sonore, vue de dessus", it = "Sala sonora, vista dall’alto", en = "Sound room, seen from above" },
  languages = { fr = "Français", it = "Italiano", en = "English" },
}

-- In all three languages, or nothing for what was filmed or recorded.
function words.all(labels)
  return labels and labels.fr .. " / " .. labels.it .. " / " .. labels.en or ""
end

-- In one language, or nothing.
function words.one(labels, language)
  return labels and text.pick(labels, language) or ""
end

-- Where what is shown was chosen: "choisi  ·  Borne de visite", in one language or in all of them.
function words.chosen_at(answer, ...)
  local said = {}
  for _, language in ipairs { ... } do
    local where = answer:by(language)
    said[#said + 1] = where ~= "" and text.pick(words.chosen, language) .. "  ·  " .. where or nil
  end
  return table.concat(said, "  /  ")
end

return words
