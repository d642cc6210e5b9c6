// What the report says itself, in three languages.
#include "report/words.h"

#include <stddef.h>
#include <string.h>

static const struct word {
    const char *key, *fr, *it, *en;
} words[] = {
    {"visits", "Visites", "Visite", "Visits"},
    {"report", "Rapport de visite", "Rapporto delle visite", "Report of visits"},
    {"period", "du %s au %s", "dal %s al %s", "%s to %s"},
    {"group", "\u202f", ".", ","},
    {"all-visits", "visites", "visite", "visits"},
    {"median-length", "durée médiane", "durata mediana", "median length"},
    {"median-pages", "pages par visite, en médiane", "pagine per visita, in mediana",
     "pages a visit, median"},
    {"days-open", "jours avec des visites", "giorni con visite", "days with visits"},
    {"no-visit", "Il n’y a pas de visite dans cette période.",
     "In questo periodo non ci sono visite.", "There is no visit in this period."},
    {"too-few",
     "Il y a moins de cinq visites dans cette période : rien ne peut être dit sans parler de "
     "quelqu’un.",
     "In questo periodo ci sono meno di cinque visite: non si può dire nulla senza parlare di "
     "qualcuno.",
     "There are fewer than five visits in this period: nothing can be told without telling of "
     "somebody."},
    // tables
    {"days", "Jour après jour", "Giorno per giorno", "Day by day"},
    {"hours", "À quelle heure", "A che ora", "At what hour"},
    {"lengths", "Combien de temps", "Per quanto tempo", "For how long"},
    {"stages", "À quelle borne", "A quale postazione", "At which station"},
    {"languages", "En quelle langue", "In quale lingua", "In which language"},
    {"ends", "Comment elles finissent", "Come finiscono", "How they end"},
    {"pages", "Ce qui est regardé", "Che cosa si guarda", "What is looked at"},
    {"moves", "De page en page", "Di pagina in pagina", "From page to page"},
    {"left", "Où l’on s’en va", "Dove si va via", "Where people leave"},
    {"nothing-found", "Cherché sans résultat", "Cercato senza risultato",
     "Looked for and not found"},
    {"found", "Cherché et trouvé", "Cercato e trovato", "Looked for and found"},
    {"settings", "Réglages choisis", "Impostazioni scelte", "Settings that were chosen"},
    {"days-about", "Visites commencées chaque jour.", "Visite iniziate ogni giorno.",
     "Visits that began on each day."},
    {"hours-about", "Visites commencées à chaque heure du jour.",
     "Visite iniziate in ogni ora del giorno.", "Visits that began in each hour of the day."},
    {"lengths-about", "Du premier au dernier geste.", "Dal primo all’ultimo gesto.",
     "From the first touch to the last sign of somebody."},
    {"pages-about", "Visites qui ont vu la page, et temps médian passé sur elle.",
     "Visite che hanno visto la pagina, e tempo mediano di permanenza.",
     "Visits that saw the page, and the median time spent on it."},
    {"moves-about", "Visites qui sont allées de l’une à l’autre.",
     "Visite che sono andate dall’una all’altra.", "Visits that went from one to the other."},
    {"left-about",
     "Visites abandonnées dans les dix secondes qui ont suivi l’arrivée de la page, sur celles "
     "qui l’ont vue.",
     "Visite abbandonate entro dieci secondi dall’arrivo della pagina, su quelle che l’hanno "
     "vista.",
     "Visits that were left within ten seconds after the page came, of those that saw it."},
    {"nothing-found-about", "Mots tapés dans trois visites ou plus ; le nombre de visites.",
     "Parole digitate in tre o più visite; il numero di visite.",
     "Words typed in three visits or more; the number of visits."},
    {"found-about", "Mots tapés dans trois visites ou plus ; le nombre de visites.",
     "Parole digitate in tre o più visite; il numero di visite.",
     "Words typed in three visits or more; the number of visits."},
    {"settings-about", "Visites où le réglage a servi à un moment.",
     "Visite in cui l’impostazione è servita in qualche momento.",
     "Visits in which the setting was used at some time."},
    // rows
    {"no-date", "sans date (horloge déréglée)", "senza data (orologio sbagliato)",
     "no date (the clock was wrong)"},
    {"none", "sans indication", "senza indicazione", "not said"},
    {"done", "terminées par le visiteur", "concluse dal visitatore", "finished by the visitor"},
    {"idle", "laissées là", "lasciate lì", "left standing"},
    {"staff", "interrompues par l’équipe", "interrotte dal personale", "ended by staff"},
    {"cut", "coupées, ou en cours", "interrotte, o in corso", "cut off, or still on"},
    {"large", "grand texte", "testo grande", "large text"},
    {"largest", "très grand texte", "testo molto grande", "largest text"},
    {"contrast", "contraste élevé", "contrasto elevato", "high contrast"},
    {"reach", "commandes à portée de main", "comandi a portata di mano", "controls within reach"},
    {"captions", "sous-titres", "sottotitoli", "captions"},
    {"sign", "langue des signes", "lingua dei segni", "sign language"},
    {"speech", "textes lus", "testi letti", "spoken texts"},
    {"calm", "moins de mouvement", "meno movimento", "less movement"},
    {"fr", "français", "francese", "French"},
    {"it", "italien", "italiano", "Italian"},
    {"en", "anglais", "inglese", "English"},
    {"de", "allemand", "tedesco", "German"},
    {"es", "espagnol", "spagnolo", "Spanish"},
    {"length-30", "moins de 30 s", "meno di 30 s", "under 30 s"},
    {"length-60", "30 s à 1 min", "da 30 s a 1 min", "30 s to 1 min"},
    {"length-120", "1 à 2 min", "da 1 a 2 min", "1 to 2 min"},
    {"length-300", "2 à 5 min", "da 2 a 5 min", "2 to 5 min"},
    {"length-600", "5 à 10 min", "da 5 a 10 min", "5 to 10 min"},
    {"length-1200", "10 à 20 min", "da 10 a 20 min", "10 to 20 min"},
    {"length-", "20 min et plus", "20 min e più", "20 min and more"},
    {"page-attract", "Accueil", "Benvenuto", "Welcome"},
    {"page-explorer", "Explorateur", "Esploratore", "Explorer"},
    {"page-game", "Jeu", "Gioco", "Game"},
    {"page-chain", "Chaîne opératoire", "Catena operativa", "Chain of steps"},
    {"kind-gesture", "geste", "gesto", "gesture"},
    {"kind-work", "œuvre", "opera", "work"},
    {"kind-chain", "chaîne opératoire", "catena operativa", "chain of steps"},
    // counts
    {"under", "moins de 5", "meno di 5", "fewer than 5"},
    {"kept", "non communiqué", "non comunicato", "not told"},
    {"most", "%s ou plus", "%s o più", "%s or more"},
    {"of", "%s sur %s", "%s su %s", "%s of %s"},
    {"nothing", "Rien à montrer.", "Niente da mostrare.", "Nothing to show."},
    {"withheld", "Trop peu de visites : ce tableau ne peut être montré sans parler de quelqu’un.",
     "Troppo poche visite: questa tabella non può essere mostrata senza parlare di qualcuno.",
     "Too few visits: this table cannot be shown without telling of somebody."},
    {"more-pages", "Les pages les moins vues ne sont pas montrées : %s.",
     "Le pagine meno viste non sono mostrate: %s.",
     "Pages that were seen least are not shown: %s."},
    {"more-moves", "Passages faits dans moins de cinq visites, ou moins fréquents : %s.",
     "Passaggi fatti in meno di cinque visite, o meno frequenti: %s.",
     "Moves made in fewer than five visits, or less often: %s."},
    {"more-left", "Pages que moins de cinq visites ont quittées ainsi : %s.",
     "Pagine lasciate così in meno di cinque visite: %s.",
     "Pages that fewer than five visits left so: %s."},
    {"figures", "Les chiffres", "Le cifre", "The figures"},
    {"day", "Jour", "Giorno", "Day"},
    {"hour", "Heure", "Ora", "Hour"},
    {"length", "Durée", "Durata", "Length"},
    {"lost-records", "Événements que le disque n’a pas pu prendre, et qui manquent ici : %s.",
     "Eventi che il disco non ha potuto scrivere e che qui mancano: %s.",
     "Events that no disk took, and that are missing here: %s."},
    // foot
    {"about-title", "Ce que disent ces chiffres", "Che cosa dicono queste cifre",
     "What these figures say"},
    {"about-log",
     "Une borne note ce qui est montré, combien de temps et dans quelle langue. Elle ne sait pas "
     "qui la touche : ni nom, ni image, ni voix, ni appareil ; deux visites de la même personne "
     "sont deux visites, et rien ne relie une borne à une autre.",
     "Una postazione annota che cosa è mostrato, per quanto tempo e in quale lingua. Non sa chi la "
     "tocca: né nome, né immagine, né voce, né apparecchio; due visite della stessa persona sono "
     "due visite, e nulla collega una postazione a un’altra.",
     "A station notes what is shown, for how long and in which language. It does not know who "
     "touches it: no name, no picture, no voice, no device; two visits of one person are two "
     "visits, and nothing links one station to another."},
    {"about-few",
     "Un nombre de visites de 1 à 4 n’est jamais montré : on lit « moins de 5 ». Là où un total "
     "permettrait de le retrouver, un second nombre est tu (« non communiqué »), ou tout le "
     "tableau. Quand presque toutes les visites sont comptées, le nombre est donné à cinq près "
     "(« 96 ou plus »). Les durées sont des médianes sur cinq visites au moins.",
     "Un numero di visite da 1 a 4 non è mai mostrato: si legge «meno di 5». Dove un totale "
     "permetterebbe di ricavarlo, si tace un secondo numero («non comunicato»), o tutta la "
     "tabella. Quando quasi tutte le visite sono contate, il numero è dato con l’approssimazione "
     "di cinque («96 o più»). Le durate sono mediane su almeno cinque visite.",
     "A number of visits from 1 to 4 is never shown: it reads “fewer than 5”. Where a total would "
     "give it away, a second number is not told, or the whole table. Where nearly all visits are "
     "counted, the number is given to within five (“96 or more”). Times are medians of at least "
     "five visits."},
    {"about-compare",
     "Deux rapports dont les périodes diffèrent de peu se laissent soustraire l’un de l’autre : "
     "ne publiez que des périodes qui ne se recouvrent pas.",
     "Due rapporti i cui periodi differiscono di poco si possono sottrarre l’uno dall’altro: "
     "pubblicate solo periodi che non si sovrappongono.",
     "Two reports whose periods differ by little can be subtracted from one another: publish only "
     "periods that do not overlap."},
    {"made", "Fait le %s", "Fatto il %s", "Made on %s"},
    {"month-1", "janvier", "gennaio", "January"},
    {"month-2", "février", "febbraio", "February"},
    {"month-3", "mars", "marzo", "March"},
    {"month-4", "avril", "aprile", "April"},
    {"month-5", "mai", "maggio", "May"},
    {"month-6", "juin", "giugno", "June"},
    {"month-7", "juillet", "luglio", "July"},
    {"month-8", "août", "agosto", "August"},
    {"month-9", "septembre", "settembre", "September"},
    {"month-10", "octobre", "ottobre", "October"},
    {"month-11", "novembre", "novembre", "November"},
    {"month-12", "décembre", "dicembre", "December"},
    {"short-1", "janv.", "gen.", "Jan"},
    {"short-2", "févr.", "feb.", "Feb"},
    {"short-3", "mars", "mar.", "Mar"},
    {"short-4", "avr.", "apr.", "Apr"},
    {"short-5", "mai", "mag.", "May"},
    {"short-6", "juin", "giu.", "Jun"},
    {"short-7", "juil.", "lug.", "Jul"},
    {"short-8", "août", "ago.", "Aug"},
    {"short-9", "sept.", "set.", "Sep"},
    {"short-10", "oct.", "ott.", "Oct"},
    {"short-11", "nov.", "nov.", "Nov"},
    {"short-12", "déc.", "dic.", "Dec"},
    {"first", "1er", "1º", "1"},
};

const char *report_word(const char *key, const char *language)
{
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(words[i].key, key) == 0)
            return strcmp(language, "fr") == 0   ? words[i].fr
                   : strcmp(language, "it") == 0 ? words[i].it
                                                 : words[i].en;
    return key;
}
