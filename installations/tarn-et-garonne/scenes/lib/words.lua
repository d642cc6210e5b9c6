-- What the wall says, in its three languages. Facts: the programme « Métiers T&G ».
return {
  languages = { "fr", "it", "en" },
  title = {
    fr = "Un verbe, une matière",
    it = "Un verbo, una materia",
    en = "A verb, a material",
  },
  what = {
    fr = "Répertoire numérique du geste artisanal",
    it = "Repertorio digitale del gesto artigiano",
    en = "Digital repertoire of the craft gesture",
  },
  who = "Chambre de métiers et de l’artisanat de Tarn-et-Garonne",
  programme = "Métiers\u{00a0}T&G",
  year = { fr = "d’après l’action culturelle de 2014", it = "dall’azione culturale del 2014", en = "after the cultural action of 2014" },
  made_up = {
    fr = "mur et lumière inventés pour la démonstration",
    it = "muro e luce inventati per la dimostrazione",
    en = "wall and light invented for this demonstration",
  },
  movement = {
    reconstructed = { fr = "mouvement reconstitué", it = "movimento ricostruito", en = "reconstructed movement" },
    ai = { fr = "mouvement produit par une IA", it = "movimento generato da un’IA", en = "movement made by an AI" },
    ["made-up"] = { fr = "mouvement inventé", it = "movimento inventato", en = "made-up movement" },
  },
  film = {
    reconstructed = { fr = "film du mouvement reconstitué", it = "film del movimento ricostruito", en = "film of the reconstructed movement" },
    ["made-up"] = { fr = "film inventé", it = "film inventato", en = "made-up film" },
    ai = { fr = "film produit par une IA", it = "film generato da un’IA", en = "film made by an AI" },
  },
  demonstration = {
    fr = "texte de démonstration, non relu", it = "testo di dimostrazione, non rivisto", en = "demonstration text, not reviewed",
  },
}
