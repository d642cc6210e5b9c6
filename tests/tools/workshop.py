"""A small made-up repertoire that has everything exports must keep, and everything they must hide."""
import json
import pathlib


def three(fr, it=None, en=None):
    return {"fr": fr, "it": it or fr + " (it)", "en": en or fr + " (en)"}


# What must never leave: names that no other record holds.
SECRETS = ["Atelier-Cache-Xq", "cache-xq", "1.234567", "Zelie Sans-Accord", "zelie", "Retire-Yk", "retire-yk"]

MEDIA = {"origin": "filmed", "credit": "Musée du geste", "licence": "CC-BY-4.0"}

RECORDS = [
    {"id": "v:etirer", "label": three("Étirer", "stirare", "draw out"),
     "links": [{"uri": "http://example.org/aat/1", "relation": "exact"}]},
    {"id": "m:fer", "label": three("fer", "ferro", "iron"), "synonyms": {"fr": ["ferraille"]}, "notation": "M1"},
    {"id": "o:marteau", "label": three("marteau", "martello", "hammer"), "model": "d:modele"},
    {"id": "t:forgeron", "label": three("forgeron", "fabbro", "smith"), "notation": "H2901"},
    {"id": "a:anne", "person": "p:anne", "name": {"from": "2020-01-01"}, "image": {"from": "2020-01-01"}},
    {"id": "a:zelie", "person": "p:zelie", "name": {"from": "2020-01-01", "until": "2021-01-01"},
     "image": {"from": "2020-01-01"}},
    {"id": "a:retire", "person": "p:anne", "image": {"from": "2020-01-01", "withdrawn": "2022-02-02"}},
    {"id": "p:anne", "name": "Anne d’Accord", "role": three("forgeronne"), "metiers": ["t:forgeron"],
     "origin": "filmed", "place": "l:montauban", "enterprise": "f:forge"},
    {"id": "p:zelie", "name": "Zelie Sans-Accord", "origin": "filmed"},
    {"id": "l:montauban", "label": three("Montauban"), "at": [1.3548888, 44.0181111], "insee": "82121",
     "broader": ["l:cache-xq"]},
    {"id": "l:quai", "label": three("Quai"), "at": [1.3512345, 44.0123456], "precision": "address"},
    {"id": "l:cache-xq", "label": three("Atelier-Cache-Xq"), "at": [1.234567, 44.1], "precision": "hidden"},
    {"id": "l:pays", "label": three("Pays")},
    {"id": "f:forge", "label": three("La Forge"), "place": "l:cache-xq", "metiers": ["t:forgeron"],
     "origin": "filmed",
     "practices": [{"label": three("récupérer l’eau"), "side": "environment", "gestures": ["g:etirer-fer"]}]},
    {"id": "f:quai", "label": three("Forge du quai"), "place": "l:quai", "origin": "filmed"},
    {"id": "s:lycee", "label": three("Lycée"), "place": "l:montauban", "origin": "made-up"},
    {"id": "e:equipe", "label": three("Équipe"), "school": "s:lycee", "people": ["p:anne", "p:zelie"],
     "origin": "made-up"},
    {**MEDIA, "id": "d:wide", "file": "film/étirer large.mp4", "duration": 10, "size": [1920, 1080],
     "label": three("vue large"), "poster": "d:affiche", "px_per_m": 400, "sha256": "ab" * 32,
     "captions": [{"language": "fr", "file": "film/etirer.fr.vtt"}, {"language": "it", "file": "film/etirer.it.srt"}]},
    {**MEDIA, "id": "d:pov", "file": "film/pov.webm", "duration": 8.5, "size": [1280, 720],
     "licence": "CC-BY-SA-3.0"},
    {**MEDIA, "id": "d:nue", "file": "film/nue.mp4"},
    {**MEDIA, "id": "d:retire-yk", "file": "film/retire-yk.mp4", "duration": 3, "size": [64, 64],
     "shows": [{"person": "p:anne", "consent": "a:retire", "facets": ["image"]}]},
    {**MEDIA, "id": "d:son", "file": "sound/forge.ogg", "origin": "recorded", "duration": 4.25,
     "licence": "etalab-2.0"},
    {**MEDIA, "id": "d:affiche", "file": "picture/affiche.jpg", "origin": "photographed", "size": [400, 300]},
    {**MEDIA, "id": "d:photo", "file": "picture/grille.png", "origin": "ai", "size": [1000, 1500],
     "licence": "https://creativecommons.org/publicdomain/zero/1.0/"},
    {**MEDIA, "id": "d:modele", "file": "model/grille.glb", "origin": "scanned"},
    {"id": "b:bras", "file": "clips/bras.bvh", "origin": "reconstructed", "licence": "CC0-1.0"},
    {"id": "k:etapes", "label": three("Une pointe"), "origin": "filmed", "steps": [
        {"label": three("chauffer"), "at": [0, 2.5], "goal": three("rendre tendre")},
        {"label": three("frapper"), "at": [2.5, 6.125], "gesture": "g:etirer-fer"},
        {"label": three("tremper")}]},
    {"id": "g:etirer-fer", "verb": "v:etirer", "materials": ["m:fer"], "tools": ["o:marteau"],
     "metiers": ["t:forgeron"], "label": three("Étirer le fer", "stirare il ferro", "draw out iron"),
     "qualifier": three("à chaud"), "text": three("On <étire> & l’on \"compte\"."), "technical": three("12 coups"),
     "said": three("on tire"), "origin": "filmed", "state": "demonstration", "percussion": "L⊥l",
     "sound": "d:son", "clip": "b:bras", "chain": "k:etapes", "places": ["l:montauban", "l:cache-xq"],
     "film": "d:wide", "links": [{"uri": "https://example.org/page", "relation": "see", "label": "une page"}]},
    {"id": "g:refouler-fer", "verb": "v:etirer", "materials": ["m:fer"], "metiers": ["t:forgeron"],
     "label": three("Refouler"), "origin": "filmed", "state": "to-document", "film": "d:nue"},
    {"id": "c:une", "gesture": "g:etirer-fer", "origin": "filmed", "people": ["p:anne", "p:zelie"],
     "place": "l:quai", "date": "2024-05-17", "chain": "k:etapes", "label": three("Première chaude"),
     "views": [{"media": "d:wide", "role": "wide"}, {"media": "d:pov", "role": "pov", "offset": -1.25}],
     "clips": [{"clip": "b:bras", "offset": 0.5}],
     "shows": [{"person": "p:anne", "consent": "a:anne", "facets": ["image"]}]},
    {"id": "c:deux", "gesture": "g:etirer-fer", "origin": "filmed", "label": three("Retire-Yk"),
     "views": [{"media": "d:pov", "role": "close"}],
     "shows": [{"person": "p:anne", "consent": "a:retire", "facets": ["image"]}]},
    {"id": "w:grille", "title": three("Grille", "Grata", "Grille"), "team": "e:equipe", "school": "s:lycee",
     "gestures": ["g:etirer-fer"], "materials": ["m:fer"], "picture": "d:photo", "pictures": ["d:affiche"],
     "film": "d:pov", "scan": "d:modele", "origin": "made-up", "place": "l:montauban", "date": "2025-06-01",
     "text": three("Une grille.")},
]

def note(name, **rest):
    return {"id": "n:" + name, "at": [1.5, 3], "label": three("note " + name), "origin": "filmed",
            "media": "d:wide", "gesture": "g:etirer-fer", **rest}


def shape(kind, *points, t=1.5, **rest):
    return {"shape": kind, "frames": [{"t": t, "points": [list(p) for p in points]}], **rest}


# Lengths and angles by hand: 400 px in a metre on 1920 x 1080 px.
NOTES = [
    note("texte", text=three("davantage"), motivation="commenting"),
    note("point", geometry=shape("point", (0.25, 0.5)), motivation="identifying"),
    note("boite", geometry=shape("zone", (0.25, 0.25), (0.5, 0.25), (0.5, 0.5), (0.25, 0.5))),
    note("zone", geometry=shape("zone", (0.1, 0.1), (0.2, 0.15), (0.333333, 0.7))),
    note("trait", geometry=shape("segment", (0, 0), (0.2083333333, 0)), motivation="measuring",
         measure={"kind": "length", "unit": "m"}),
    note("trace", geometry=shape("polyline", (0, 0), (0.1, 0.1), (0.2, 0.3), (0.4, 0.3))),
    note("angle", geometry={"shape": "angle", "frames": [
        {"t": 1.5, "points": [[0.5, 0.25], [0.5, 0.5], [0.640625, 0.5]]},
        {"t": 3, "points": [[0.5, 0.25], [0.5, 0.5], [0.640625, 0.25]]}]},
         measure={"kind": "angle", "unit": "deg", "uncertainty": 2, "method": "=goniomètre"}, motivation="measuring"),
    note("arc", geometry=shape("arc", (0.5, 0.5), (0.6, 0.5), (0.5, 0.6))),
    note("vitesse", geometry={"shape": "point", "between": "hold", "frames": [
        {"t": 1.5, "points": [[0, 0]]}, {"t": 2, "points": [[0.2083333333, 0]]}, {"t": 3, "points": [[0.2083333333, 0]]}]},
         measure={"kind": "speed", "unit": "m/s"}),
    note("force", measure={"kind": "force", "unit": "N", "value": 120.5}),
    note("chaleur", measure={"kind": "temperature", "unit": "Cel", "value": 900}),
    note("instant", at=[4, 4.5], capsule="c:une"),
    note("articulation", media=None, clip="b:bras", at=[0, 1], motivation="measuring",
         geometry={"shape": "angle", "joints": ["A", "B", "C"]}, measure={"kind": "angle", "unit": "deg"}),
    note("espace", media=None, clip="b:bras", at=[1, 2],
         geometry={"shape": "segment", "frames": [{"t": 1, "points": [[0, 0, 0], [0, 0.3, 0.4]]}]},
         measure={"kind": "length", "unit": "cm"}),
    note("grand", media="d:nue", gesture="g:refouler-fer", at=[0, 1]),
    note("photo", media="d:photo", gesture=None, at=[0, 1], geometry=shape("zone", (0, 0), (1, 0), (1, 1), t=0)),
]

FOLDERS = {"v": "verbs", "m": "materials", "o": "tools", "t": "metiers", "g": "gestures", "c": "capsules",
           "k": "chains", "n": "notes", "w": "works", "s": "schools", "e": "teams", "p": "people",
           "l": "places", "f": "enterprises", "a": "consents", "d": "media", "b": "clips"}
DATE = "2026-11-28"

INSTALLATION = """return {
  title = { fr = "Atelier", it = "Officina", en = "Workshop" }, languages = { "fr", "it", "en" },
  content = "repertoire",
  stations = { ear = {
    title = { fr = "x", it = "x", en = "x" },
    stages = { plan = { canvas = { 320, 200 }, scene = "first" } },
    speakers = { { channel = 1, at = { 0, 0, 0 } } },
  } },
}
"""


def records():
    return [{k: v for k, v in r.items() if v is not None} for r in RECORDS + NOTES]


def path_of(folder, record):
    kind, _, name = record["id"].partition(":")
    return pathlib.Path(folder) / "repertoire" / FOLDERS[kind] / f"{name}.json"


def build(folder, these=None):
    """Writes an installation with these records; files that media name are there, and empty."""
    folder = pathlib.Path(folder)
    (folder / "scenes" / "first").mkdir(parents=True)
    (folder / "installation.lua").write_text(INSTALLATION)
    (folder / "scenes" / "first" / "scene.lua").write_text("return {}\n")
    (folder / "repertoire").mkdir()
    for record in records() if these is None else these:
        path = path_of(folder, record)
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(record, ensure_ascii=False, indent=2) + "\n")
        for name in [record.get("file")] + [c["file"] for c in record.get("captions", [])]:
            if name:
                (folder / name).parent.mkdir(exist_ok=True)
                (folder / name).touch()
    return folder
