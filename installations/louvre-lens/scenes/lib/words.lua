-- What the large screen says, in its three languages. Facts: the project's own announcement.
return {
  languages = { "fr", "it", "en" },
  title = {
    fr = { "Excellence du geste", "et innovation technologique" },
    it = { "Eccellenza del gesto", "e innovazione tecnologica" },
    en = { "Excellence of gesture", "and technological innovation" },
  },
  towards = {
    fr = "en chemin vers la Villa Médicis",
    it = "in cammino verso Villa Medici",
    en = "on the way to the Villa Médicis",
  },
  place = { fr = "Louvre-Lens, 13\u{00a0}novembre\u{00a0}2025", it = "Louvre-Lens, 13\u{00a0}novembre\u{00a0}2025", en = "Louvre-Lens, 13\u{00a0}November\u{00a0}2025" },
  who = {
    fr = "Campus des métiers et des qualifications d’excellence Métiers d’art et patrimoine, Hauts-de-France",
  },
  numbers = {
    { 250, { fr = "apprenants", it = "allievi", en = "learners" } },
    { 40, { fr = "enseignants", it = "insegnanti", en = "teachers" } },
    { 10, { fr = "écoles des Hauts-de-France", it = "scuole degli Hauts-de-France", en = "schools of Hauts-de-France" } },
  },
  way = {
    { 0, { fr = "Lens", it = "Lens", en = "Lens" }, { fr = "se former au numérique et à la 3D", it = "formarsi al digitale e al 3D", en = "learning digital tools and 3D" } },
    { 0.5, { fr = "Les ateliers", it = "Le botteghe", en = "The workshops" }, { fr = "des chefs-d’œuvre faits ensemble", it = "capolavori fatti insieme", en = "masterpieces made together" } },
    { 1, { fr = "Rome", it = "Roma", en = "Rome" }, { fr = "cinq jours en résidence à la Villa Médicis", it = "cinque giorni in residenza a Villa Medici", en = "five days in residence at the Villa Médicis" } },
  },
  touch = {
    fr = "À la borne, touchez un geste : il vient ici.",
    it = "Alla postazione, toccate un gesto: viene qui.",
    en = "Touch a gesture at the kiosk: it comes here.",
  },
  chosen = { fr = "choisi", it = "scelto", en = "chosen" },
  work = { fr = "chef-d’œuvre", it = "capolavoro", en = "masterpiece" },
  film = {
    reconstructed = { fr = "film du mouvement reconstitué", it = "film del movimento ricostruito", en = "film of the reconstructed movement" },
    ["made-up"] = { fr = "film inventé", it = "film inventato", en = "made-up film" },
    ai = { fr = "film produit par une IA", it = "film generato da un’IA", en = "film made by an AI" },
  },
  made_up = {
    fr = "œuvre inventée pour la démonstration",
    it = "opera inventata per la dimostrazione",
    en = "a work invented for this demonstration",
  },
}
