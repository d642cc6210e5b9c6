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
  drawn = { fr = "image de synthèse", it = "immagine di sintesi", en = "computer-drawn picture" },
  demonstration = {
    fr = "texte de démonstration, non relu",
    it = "testo dimostrativo, non riveduto",
    en = "demonstration text, not proofread",
  },
  sound = {
    reconstructed = { fr = "son reconstitué", it = "suono ricostruito", en = "reconstructed sound" },
    ai = { fr = "son produit par une IA", it = "suono generato da un’IA", en = "sound made by an AI" },
    ["made-up"] = { fr = "son de synthèse", it = "suono di sintesi", en = "synthesised sound" },
  },
  made_up_work = { fr = "œuvre inventée pour la démonstration", it = "opera inventata per la dimostrazione",
    en = "a work invented for this demonstration" },
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

-- A paragraph whose last line has three words at least.
function words.paragraph(said)
  return (said:gsub(" (%S+) (%S+)$", "\u{00a0}%1\u{00a0}%2"))
end

-- French sets a narrow space before the colon; the table above is written with a plain one.
words.touch.fr = words.touch.fr:gsub(" :", "\u{00a0}:")

return words
