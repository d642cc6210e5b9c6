-- What the screens say of themselves, in the three languages.
local words = {
  -- What is not a recording says so, by its record's origin.
  movement = {
    reconstructed = { fr = "mouvement reconstitué", it = "movimento ricostruito", en = "reconstructed movement" },
    ai = { fr = "mouvement produit par une IA", it = "movimento generato da un’IA", en = "movement made by an AI" },
    ["made-up"] = { fr = "mouvement inventé", it = "movimento inventato", en = "made-up movement" },
  },
  film = {
    reconstructed = { fr = "film du mouvement reconstitué", it = "film del movimento ricostruito", en = "film of the reconstructed movement" },
    ai = { fr = "film produit par une IA", it = "film generato da un’IA", en = "film made by an AI" },
    ["made-up"] = { fr = "film inventé", it = "film inventato", en = "made-up film" },
  },
  picture = {
    reconstructed = { fr = "image reconstituée", it = "immagine ricostruita", en = "reconstructed picture" },
    ai = { fr = "image produite par une IA", it = "immagine generata da un’IA", en = "picture made by an AI" },
    ["made-up"] = { fr = "image de synthèse", it = "immagine di sintesi", en = "computer-drawn picture" },
  },
  text = {
    reconstructed = { fr = "texte reconstitué", it = "testo ricostruito", en = "reconstructed text" },
    ai = { fr = "texte produit par une IA", it = "testo generato da un’IA", en = "text made by an AI" },
    ["made-up"] = {
      fr = "texte de démonstration, non relu",
      it = "testo dimostrativo, non riveduto",
      en = "demonstration text, not proofread",
    },
  },
  chosen = { fr = "choisi", it = "scelto", en = "chosen" },
  to_document = { fr = "à documenter", it = "da documentare", en = "to be documented" },
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
  made_up_works = { fr = "inventés pour la démonstration", it = "inventati per la dimostrazione",
    en = "invented for this demonstration" },
  work = { fr = "chef-d’œuvre", it = "capolavoro", en = "masterpiece" },
  works = { fr = "Les chefs-d’œuvre", it = "I capolavori", en = "The masterpieces" },
  title = { fr = "L’excellence du geste", it = "L’eccellenza del gesto", en = "The excellence of gesture" },
  towards = {
    fr = "Excellence du geste et innovation technologique, en chemin vers la Villa Médicis",
    it = "Eccellenza del gesto e innovazione tecnologica, verso Villa Medici",
    en = "Excellence of gesture and technological innovation, on the way to the Villa Médicis",
  },
  touch = {
    fr = "Touchez un geste : la façade, la figure et la salle sonore lui répondent.",
    it = "Toccate un gesto: la facciata, la figura e la sala sonora gli rispondono.",
    en = "Touch a gesture: the façade, the figure and the sound room answer it.",
  },
  back = { fr = "Tous les gestes", it = "Tutti i gesti", en = "All gestures" },
  tools = { fr = "Outils", it = "Utensili", en = "Tools" },
  metiers = { fr = "Métiers", it = "Mestieri", en = "Crafts" },
  gestures = { fr = "Ses gestes", it = "I suoi gesti", en = "Its gestures" },
  by = { fr = "par", it = "di", en = "by" },
  plan = { fr = "Salle sonore, vue de dessus", it = "Sala sonora, vista dall’alto", en = "Sound room, seen from above" },
  languages = { fr = "Français", it = "Italiano", en = "English" },
}

local typography = { fr = "\u{00a0}:", it = ":", en = ":" }

-- A label and what it stands before.
function words.colon(language)
  return typography[language] or ":"
end

-- In all three languages, or nothing for what was filmed or recorded.
function words.all(labels)
  return labels and labels.fr .. " / " .. labels.it .. " / " .. labels.en or ""
end

-- In one language, or nothing.
function words.one(labels, language)
  return labels and text.pick(labels, language) or ""
end

-- What a record's own texts are, where they are not of the craft; nothing where they are.
function words.of_text(record, language)
  if record.state == "to-document" then
    return text.pick(words.to_document, language)
  end
  return words.one(words.text[record.state == "demonstration" and "made-up" or record.origin], language)
end

-- Marks side by side, those that are not empty.
function words.side_by_side(...)
  local marks = {}
  for _, mark in ipairs { ... } do
    if mark ~= "" then
      marks[#marks + 1] = mark
    end
  end
  return table.concat(marks, "  ·  ")
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

-- A paragraph whose last line has three words at least.
function words.paragraph(said)
  return (said:gsub(" (%S+) (%S+)$", "\u{00a0}%1\u{00a0}%2"))
end

-- French sets a narrow space before the colon; the table above is written with a plain one.
words.touch.fr = words.touch.fr:gsub(" :", "\u{00a0}:")

return words
