// What the book and the pages say themselves, in three languages.
#include "publish/words.h"

#include <stddef.h>
#include <string.h>

static const struct word {
    const char *key, *fr, *it, *en;
} words[] = {
    // parts
    {"catalogue", "Catalogue", "Catalogo", "Catalogue"},
    {"contents", "Sommaire", "Sommario", "Contents"},
    {"works", "Œuvres", "Opere", "Works"},
    {"gestures", "Gestes", "Gesti", "Gestures"},
    {"to-document", "À documenter", "Da documentare", "To be documented"},
    {"index", "Index", "Indice", "Index"},
    {"credits", "Crédits et licences", "Crediti e licenze", "Credits and licences"},
    {"by-verb", "Par verbe", "Per verbo", "By verb"},
    {"by-material", "Par matière", "Per materia", "By material"},
    {"by-metier", "Par métier", "Per mestiere", "By craft"},
    {"by-school", "Par établissement", "Per istituto", "By school"},
    {"repertoire", "Répertoire du geste artisanal", "Repertorio del gesto artigiano",
     "A repertoire of craft gestures"},
    {"continued", "suite", "segue", "continued"},
    // facts
    {"verb", "Verbe", "Verbo", "Verb"},
    {"materials", "Matières", "Materie", "Materials"},
    {"tools", "Outils", "Utensili", "Tools"},
    {"metiers", "Métiers", "Mestieri", "Crafts"},
    {"percussion", "Percussion", "Percussione", "Percussion"},
    {"our-coding", "notre codage", "nostra codifica", "our coding"},
    {"means", "Moyens élémentaires", "Mezzi elementari", "Elementary means"},
    {"places", "Lieux", "Luoghi", "Places"},
    {"place", "Lieu", "Luogo", "Place"},
    {"said", "L’artisan dit", "L’artigiano dice", "The artisan says"},
    {"team", "Équipe", "Squadra", "Team"},
    {"enterprise", "Entreprise", "Impresa", "Enterprise"},
    {"enterprises", "Entreprises", "Imprese", "Enterprises"},
    {"practices", "Pratiques de responsabilité territoriale",
     "Pratiche di responsabilità territoriale", "Practices of territorial responsibility"},
    {"environment", "Environnement", "Ambiente", "Environment"},
    {"economy", "Économie", "Economia", "Economy"},
    {"social", "Social", "Sociale", "Social"},
    {"attests", "Ce geste atteste", "Questo gesto attesta", "This gesture attests"},
    {"school", "Établissement", "Istituto", "School"},
    {"people", "Avec", "Con", "With"},
    {"date", "Date", "Data", "Date"},
    {"status", "Menace", "Minaccia", "Risk"},
    {"technical", "Technique", "Tecnica", "Technique"},
    {"steps", "Chaîne opératoire", "Catena operativa", "Chain of steps"},
    {"optional", "facultatif", "facoltativo", "optional"},
    {"criterion", "Critère", "Criterio", "Criterion"},
    {"links", "Ailleurs", "Altrove", "Elsewhere"},
    {"related", "Voir aussi", "Vedi anche", "See also"},
    {"film", "Film", "Film", "Film"},
    {"clip", "Mouvement", "Movimento", "Movement"},
    {"sound", "Son", "Suono", "Sound"},
    {"picture", "Image", "Immagine", "Picture"},
    {"model", "Modèle 3D", "Modello 3D", "3D model"},
    {"licence", "Licence", "Licenza", "Licence"},
    {"credit", "Crédit", "Credito", "Credit"},
    {"notes", "Notes", "Note", "Notes"},
    {"text", "Texte", "Testo", "Text"},
    {"work", "Œuvre", "Opera", "Work"},
    {"gesture", "Geste", "Gesto", "Gesture"},
    // marks
    {"demonstration", "Texte de démonstration, non relu", "Testo dimostrativo, non rivisto",
     "Demonstration text, not proofread"},
    {"reconstructed", "Reconstitution", "Ricostruzione", "Reconstruction"},
    {"ai", "Produit par une IA", "Prodotto da un’IA", "Made by an AI"},
    {"made-up", "Inventé pour la démonstration", "Inventato per la dimostrazione",
     "Made up for the demonstration"},
    {"filmed", "Filmé", "Filmato", "Filmed"},
    {"photographed", "Photographié", "Fotografato", "Photographed"},
    {"recorded", "Enregistré", "Registrato", "Recorded"},
    {"scanned", "Numérisé", "Digitalizzato", "Scanned"},
    {"only-in-fr", "en français seulement", "solo in francese", "in French only"},
    {"only-in-it", "en italien seulement", "solo in italiano", "in Italian only"},
    {"only-in-en", "en anglais seulement", "solo in inglese", "in English only"},
    // means
    {"prehension", "préhension", "prensione", "prehension"},
    {"fire", "feu", "fuoco", "fire"},
    {"water", "eau", "acqua", "water"},
    {"air", "air", "aria", "air"},
    {"force", "force", "forza", "force"},
    {"rotation", "rotation", "rotazione", "rotation"},
    // risk
    {"extinct", "disparu", "scomparso", "extinct"},
    {"critically-endangered", "en danger critique", "in pericolo critico", "critically endangered"},
    {"endangered", "en danger", "in pericolo", "endangered"},
    {"viable", "viable", "vitale", "currently viable"},
    {"data-deficient", "données insuffisantes", "dati insufficienti", "data deficient"},
    // the colophon
    {"colophon-base",
     "Ce catalogue est tiré du répertoire numérique. Les codes carrés mènent aux notices en ligne "
     "et aux pages citées.",
     "Questo catalogo è tratto dal repertorio digitale. I codici quadrati portano alle schede in "
     "rete e alle pagine citate.",
     "This catalogue is made from the digital repertoire. The square codes lead to the records "
     "online and to the pages that are quoted."},
    {"colophon-drawing",
     "Les dessins du mouvement superposent des instants régulièrement espacés d’un geste "
     "enregistré ; le trait interrompu est le chemin de la main, coupé tous les douzièmes de "
     "seconde : "
     "plus les tirets sont longs, plus la main va vite.",
     "I disegni del movimento sovrappongono istanti a intervalli regolari di un gesto registrato; "
     "la linea tratteggiata è il cammino della mano, interrotta ogni dodicesimo di secondo: più i "
     "tratti sono lunghi, più la mano è veloce.",
     "The drawings of movement lay evenly spaced instants of a recorded gesture over one another; "
     "the broken line is the path of the hand, cut every twelfth of a second: the longer its "
     "dashes, the faster the hand."},
    {"colophon-leroi",
     "Classes de percussion d’après André Leroi-Gourhan, L’Homme et la matière ; le codage est le "
     "nôtre.",
     "Classi di percussione secondo André Leroi-Gourhan, L’Homme et la matière; la codifica è "
     "nostra.",
     "Classes of percussion after André Leroi-Gourhan, L’Homme et la matière; the coding is ours."},
    // the bundle
    {"search", "Chercher un geste, une matière, un outil",
     "Cercare un gesto, una materia, un utensile", "Search a gesture, a material, a tool"},
    {"matrix", "Verbes et matières", "Verbi e materie", "Verbs and materials"},
    {"found", "trouvés", "trovati", "found"},
    {"nothing", "Rien n’a été trouvé.", "Nulla è stato trovato.", "Nothing was found."},
    {"home", "Répertoire", "Repertorio", "Repertoire"},
    {"download", "Télécharger", "Scaricare", "Download"},
    {"play", "Lecture", "Avvia", "Play"},
    {"pause", "Pause", "Pausa", "Pause"},
    {"time", "Temps", "Tempo", "Time"},
    {"turn", "Tourner", "Ruotare", "Turn"},
    {"language", "Langue", "Lingua", "Language"},
    {"skip", "Aller au contenu", "Vai al contenuto", "Skip to content"},
    {"data", "Données ouvertes", "Dati aperti", "Open data"},
    {"missing", "Le fichier manque", "Il file manca", "The file is missing"},
};

const char *words_of(const char *key, const char *language)
{
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(words[i].key, key) == 0)
            return strcmp(language, "fr") == 0   ? words[i].fr
                   : strcmp(language, "it") == 0 ? words[i].it
                                                 : words[i].en;
    return key;
}

const char *words_key(int n)
{
    return (size_t)n < sizeof words / sizeof *words ? words[n].key : NULL;
}
