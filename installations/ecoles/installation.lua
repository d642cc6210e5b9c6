-- Le projet d'une école : un projecteur, un ordinateur, un dossier d'images et de films.
--
-- 1. Mettez les images (.jpg .png .webp) et les films (.mp4 .mov .mkv .webm) dans le dossier « oeuvres ».
-- 2. Écrivez le nom de l'école et le titre dans scenes/lib/projet.lua.
-- 3. Mettez ici, à la place de 1280, 720, la taille que `gestuaire doctor` dit du projecteur :
--    1920, 1080 pour un projecteur « Full HD » ; 1024, 768 pour un ancien.
local largeur, hauteur = 1280, 720

-- Le reste peut rester comme il est.
return {
  title = { fr = "Une école montre son travail", it = "Una scuola mostra il suo lavoro", en = "A school shows its work" },
  languages = { "fr", "it", "en" },
  show = "show.lua",
  stations = {
    mur = {
      title = { fr = "Le mur", it = "Il muro", en = "The wall" },
      stages = { image = { canvas = { largeur, hauteur }, scene = "titre" } },
      outputs = { projecteur = { size = { largeur, hauteur } } },
    },
  },
}
