-- What the library itself says.
local words = {
  more_title = { fr = "Encore là ?", it = "Siete ancora qui?", en = "Are you still there?" },
  more_text = {
    fr = "La page se ferme dans {n} s.\nTouchez l’écran pour rester.",
    it = "La pagina si chiude tra {n} s.\nToccate lo schermo per restare.",
    en = "This page closes in {n} s.\nTouch the screen to stay.",
  },
  more = { fr = "Rester", it = "Resto", en = "Stay" },
  done = { fr = "J’ai fini", it = "Ho finito", en = "I am done" },
  close = { fr = "Fermer", it = "Chiudi", en = "Close" },
  settings = { fr = "Confort de visite", it = "Comfort di visita", en = "Comfort" },
  text = { fr = "Taille du texte", it = "Dimensione del testo", en = "Text size" },
  contrast = { fr = "Contraste fort", it = "Contrasto alto", en = "High contrast" },
  reach = { fr = "Commandes à portée de main", it = "Comandi a portata di mano", en = "Controls within reach" },
  captions = { fr = "Sous-titres", it = "Sottotitoli", en = "Captions" },
  sign = { fr = "Langue des signes", it = "Lingua dei segni", en = "Sign language" },
  speech = { fr = "Textes lus à voix haute", it = "Testi letti ad alta voce", en = "Texts read aloud" },
  calm = { fr = "Moins de mouvement", it = "Meno movimento", en = "Less movement" },
  yes = { fr = "oui", it = "sì", en = "on" },
  no = { fr = "non", it = "no", en = "off" },
}

-- As this visitor reads it; {n} replaced.
return function(key, n)
  local said = text.pick(words[key])
  return n and (said:gsub("{n}", tostring(n))) or said
end
