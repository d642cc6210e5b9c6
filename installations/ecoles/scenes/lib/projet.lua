-- Ce que dit la page de titre, et combien de temps reste une image.
-- Changez ce qui est entre les guillemets "…" ; gardez les virgules à la fin des lignes.
-- Enregistrez : la projection change aussitôt. Une faute ne l'arrête pas : la ligne est dite dans la fenêtre
-- où vous avez écrit `gestuaire run`, et aussi par `gestuaire check`.
return {
  ecole = "École des métiers du cuivre",
  equipe = "Classe de 4e B · avec Mme Rossi, dinandière",   -- "" : cette ligne n'est pas montrée
  titre = "Le cuivre se souvient du marteau",
  merci = "Merci de votre visite",                          -- la dernière page, après les œuvres

  langue = "fr",        -- "fr", "it" ou "en" : pour les quelques mots que le programme ajoute
  secondes = 8,         -- le temps d'une image, de 3 à 120 ; les films sont joués en entier
  son = 0,              -- le son des films, en décibels : -10 plus doux, 0 comme il est

  -- La légende vient du nom du fichier : « rétreindre-le-cuivre_2.jpg » devient « Rétreindre le cuivre ».
  -- Ici, vous pouvez en écrire une autre ; "" n'en montre aucune :
  legendes = {
    -- ["rétreindre-le-cuivre_2.jpg"] = "Rétreindre le cuivre, deuxième passe",
  },
}
