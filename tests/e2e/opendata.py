"""What goes out for others: IIIF, schema.org, GeoJSON, measures; each judged by its own specification,
written here from it (tests/tools/iiif_rules.py; RFC 7946; RFC 4180; schema.org's definitions)."""
import copy
import csv
import io
import json
import math
import os
import pathlib
import sys
import unittest

try:
    import rdflib
except ImportError:  # another python first in the path: Debian's has it
    if sys.executable == "/usr/bin/python3":
        raise
    os.execv("/usr/bin/python3", ["/usr/bin/python3", *sys.argv])

import harness

sys.path.insert(0, str(harness.ROOT / "tests" / "tools"))
import iiif_rules  # noqa: E402
import workshop  # noqa: E402

BASE = "https://musee.example/r/"


def export(folder, kind, to, *more, base=BASE, ok=True):
    return harness.gestuaire("repertoire", "export", folder, "--format", kind, "--date", workshop.DATE, "-o", to,
                             *(["--base", base] if base else []), *more, ok=ok)


class Opened(harness.Case):
    """The workshop of tests/tools/workshop.py, gone out as `kind`."""
    kind = None

    def setUp(self):
        super().setUp()
        self.place = workshop.build(self.folder / "atelier")
        self.out = self.folder / "out"
        if self.kind:
            self.out.mkdir()
            self.told = export(self.place, self.kind, self.out).stderr

    def read(self, name):
        return json.loads((self.out / name).read_text())


class Iiif(Opened):
    kind = "iiif"

    def canvas(self, tail, manifest="gestures/etirer-fer"):
        return next(c for c in self.read(manifest + ".json")["items"]
                    if c["id"] == f"{BASE}{manifest}/canvas/{tail}")

    def note(self, name, tail="une/1"):
        pages = self.canvas(tail)["annotations"]
        return next(a for page in pages for a in page["items"] if a["id"].endswith(f"/notes/{name}"))

    def test_every_file_keeps_the_rules_of_presentation_3(self):
        self.assertEqual(iiif_rules.judge(self.out), [])

    def test_the_judge_sees_what_is_wrong(self):
        good = self.read("gestures/etirer-fer.json")
        spoils = [lambda m: m.pop("label"), lambda m: m["items"][0].pop("width"),
                  lambda m: m["items"][0].update(duration=1), lambda m: m.update(licence="x"),
                  lambda m: m["items"][1].update(id=m["items"][0]["id"]),
                  lambda m: m["items"][0]["items"][0]["items"][0].update(motivation="commenting"),
                  lambda m: m["structures"][0]["items"][0]["items"][0].update(id=BASE + "nowhere"),
                  lambda m: m["items"][0]["annotations"][1]["items"][0].update(target=m["items"][0]["id"] + "#t=0:01"),
                  lambda m: m.update(rights="CC-BY-4.0"), lambda m: m.update(label={"fr": "x"})]
        for n, spoil in enumerate(spoils):
            with self.subTest(n):
                bad = copy.deepcopy(good)
                spoil(bad)
                (self.out / "gestures/etirer-fer.json").write_text(json.dumps(bad))
                self.assertTrue(iiif_rules.judge(self.out))

    def test_views_share_the_clock_of_their_capsule(self):
        wide, pov = self.canvas("une/1"), self.canvas("une/2")
        # the head's camera began 1.25 s before the other, which runs for 10 s
        self.assertAlmostEqual(wide["duration"], 11.25)
        self.assertAlmostEqual(pov["duration"], 11.25)
        painted = [c["items"][0]["items"][0]["target"] for c in (wide, pov)]
        self.assertEqual(painted, [wide["id"] + "#t=1.25,11.25", pov["id"] + "#t=0,8.5"])
        self.assertEqual((wide["width"], wide["height"]), (1920, 1080))

    def test_steps_are_ranges_on_that_clock(self):
        steps = self.read("gestures/etirer-fer.json")["structures"][0]["items"]
        canvas = self.canvas("une/1")["id"]
        self.assertEqual([s["items"][0]["id"] for s in steps],
                         [canvas + "#t=1.25,3.75", canvas + "#t=3.75,7.375"])
        self.assertEqual(steps[1]["label"]["it"], ["frapper (it)"])
        self.assertEqual(steps[0]["summary"]["fr"], ["rendre tendre"])
        self.assertIn("k:etapes: step 3 has no time", self.told)

    def test_shapes_are_selectors_with_a_time(self):
        canvas = self.canvas("une/1")["id"]
        t = {"type": "FragmentSelector", "conformsTo": "http://www.w3.org/TR/media-frags/", "value": "t=2.75,4.25"}
        self.assertEqual(self.note("texte")["target"], canvas + "#t=2.75,4.25")
        self.assertEqual(self.note("boite")["target"], canvas + "#xywh=480,270,480,270&t=2.75,4.25")
        point = self.note("point")["target"]["selector"]
        self.assertEqual(point, {"type": "PointSelector", "x": 480, "y": 540, "refinedBy": t})
        zone = self.note("zone")["target"]["selector"]
        self.assertEqual(zone["refinedBy"], t)
        self.assertIn('d="M192,108L384,162L639.99936,756Z"', zone["value"])
        self.assertIn("A192,192 0 0", self.note("arc")["target"]["selector"]["value"])

    def test_texts_stand_by_language_and_measures_as_json(self):
        bodies = self.note("force")["body"]
        self.assertEqual({b["language"]: b["value"] for b in bodies if "language" in b},
                         {"fr": "note force", "it": "note force (it)", "en": "note force (en)"})
        data = next(b for b in bodies if b.get("format") == "application/json")
        self.assertEqual(json.loads(data["value"]), {"measure": {"kind": "force", "unit": "N", "value": 120.5}})
        frames = json.loads(next(b for b in self.note("angle")["body"] if b["format"] == "application/json")["value"])
        self.assertEqual(len(frames["geometry"]["frames"]), 2)
        self.assertEqual(self.note("trait")["motivation"], "assessing")

    def test_a_note_on_a_movement_lies_on_the_capsules_clock(self):
        # clip's 0..1 s, 0.5 s behind the capsule's zero, which is 1.25 s into the canvas
        self.assertEqual(self.note("articulation")["target"], self.canvas("une/1")["id"] + "#t=1.75,2.75")

    def test_captions_supplement_and_shapes_in_3d_are_rendered(self):
        captions = self.canvas("une/1")["annotations"][0]["items"]
        self.assertEqual([(a["motivation"], a["body"]["format"], a["body"]["language"]) for a in captions],
                         [("supplementing", "text/vtt", "fr"), ("supplementing", "application/x-subrip", "it")])
        work = self.read("works/grille.json")
        self.assertEqual(work["rendering"][0]["format"], "model/gltf-binary")
        self.assertEqual(self.read("gestures/etirer-fer.json")["rendering"][0]["id"], BASE + "clips/bras.bvh")

    def test_rights_are_addresses_that_iiif_knows_and_the_rest_is_told(self):
        bodies = [self.canvas("une/1")["items"][0]["items"][0]["body"], self.canvas("une/2")["items"][0]["items"][0]["body"],
                  self.canvas("son")["items"][0]["items"][0]["body"]]
        self.assertEqual([b.get("rights") for b in bodies],
                         ["http://creativecommons.org/licenses/by/4.0/", "http://creativecommons.org/licenses/by-sa/3.0/", None])
        self.assertNotIn("rights", self.read("gestures/etirer-fer.json"))  # not one for all
        self.assertIn('d:son: its licence "etalab-2.0"', self.told)
        self.assertEqual(bodies[0]["id"], BASE + "film/%C3%A9tirer%20large.mp4")

    def test_what_was_lost_lies_beside_by_name(self):
        lost = (self.out / "lost.txt").read_text()
        for name in ("n:angle", "n:articulation", "d:nue", "g:refouler-fer", "n:grand", "k:etapes"):
            self.assertIn(name, lost)

    def test_the_collection_leads_to_every_manifest(self):
        items = self.read("collection.json")["items"]
        self.assertEqual([i["id"] for i in items], [BASE + "gestures/etirer-fer.json", BASE + "works/grille.json"])
        self.assertEqual(self.read("collection.json")["label"], {"fr": ["Atelier"], "it": ["Officina"], "en": ["Workshop"]})

    def test_a_base_that_is_no_address_is_refused(self):
        for base in ("ftp://x/", "musee", "https:///x", "https://a b/", "https://x/?q"):
            result = export(self.place, "iiif", self.folder / "no", base=base, ok=False)
            self.assertEqual(result.returncode, 1, base)
            self.assertIn("--base", result.stderr)
        self.assertFalse((self.folder / "no").exists())


# ---- schema.org: properties and the classes they are defined for, as schema.org defines them ----

PARENTS = {"HowTo": "CreativeWork", "HowToStep": "CreativeWork", "VisualArtwork": "CreativeWork", "Clip": "CreativeWork",
           "MediaObject": "CreativeWork", "VideoObject": "MediaObject", "ImageObject": "MediaObject",
           "AudioObject": "MediaObject", "3DModel": "MediaObject", "Dataset": "CreativeWork", "DefinedTermSet": "CreativeWork",
           "DefinedTerm": "Intangible", "Occupation": "Intangible", "HowToSupply": "HowToItem", "HowToTool": "HowToItem",
           "HowToItem": "ListItem", "ListItem": "Intangible", "Person": "Thing", "Place": "Thing",
           "Organization": "Thing", "EducationalOrganization": "Organization", "CreativeWork": "Thing",
           "Intangible": "Thing", "GeoCoordinates": "Intangible", "QuantitativeValue": "Intangible",
           "PropertyValue": "Intangible", "Thing": None}
DEFINED = {
    "Thing": "name alternateName description identifier sameAs subjectOf disambiguatingDescription image url",
    "CreativeWork": "about audio video license inLanguage isAccessibleForFree hasPart creator sourceOrganization "
                    "associatedMedia contentLocation locationCreated dateCreated creativeWorkStatus creditText "
                    "copyrightNotice thumbnail position text encodingFormat",
    "MediaObject": "contentUrl duration sha256 width height", "HowTo": "supply tool step",
    "VisualArtwork": "artMedium", "Clip": "startOffset endOffset", "DefinedTerm": "inDefinedTermSet termCode",
    "DefinedTermSet": "hasDefinedTerm", "Occupation": "occupationalCategory", "ListItem": "item position",
    "Person": "jobTitle hasOccupation worksFor workLocation", "Place": "geo containedInPlace additionalProperty",
    "Organization": "location parentOrganization member knowsAbout", "GeoCoordinates": "latitude longitude",
    "QuantitativeValue": "value unitCode", "PropertyValue": "propertyID value", "Dataset": "", "HowToStep": ""}
NEEDED = {"HowTo": ["name", "supply"], "VisualArtwork": ["name"], "VideoObject": ["contentUrl"], "Place": ["name"],
          "Clip": ["startOffset", "endOffset", "name"], "DefinedTerm": ["name", "inDefinedTermSet"], "Person": ["name"],
          "HowToStep": ["name", "position"], "Dataset": ["name", "description", "license", "hasPart"]}
SCHEMA = rdflib.Namespace("https://schema.org/")
# Instead of schema.org's own context, which would be fetched: everything is a term of schema.org.
CONTEXT = {"@vocab": "https://schema.org/"}


def allowed(kind):
    words = set()
    while kind:
        words |= set(DEFINED.get(kind, "").split())
        kind = PARENTS[kind]
    return words


class Schema(Opened):
    kind = "schema"

    def setUp(self):
        super().setUp()
        text = self.read("schema.jsonld")
        self.assertEqual(next(iter(text)), "@context")
        self.assertEqual(text["@context"], "https://schema.org")
        self.graph = rdflib.Graph().parse(data=json.dumps({**text, "@context": CONTEXT}), format="json-ld")

    def subject(self, path):
        return rdflib.URIRef(BASE + path)

    def value(self, subject, word):
        return self.graph.value(subject, SCHEMA[word])

    def test_classes_have_only_properties_that_are_defined_for_them(self):
        seen = set()
        for subject, kind in self.graph.subject_objects(rdflib.RDF.type):
            kind = kind[len(SCHEMA):]
            self.assertIn(kind, PARENTS)
            words = {p[len(SCHEMA):] for p in self.graph.predicates(subject) if p != rdflib.RDF.type}
            self.assertEqual(words - allowed(kind), set(), f"{subject} is a {kind}")
            for word in NEEDED.get(kind, []):
                self.assertIn(word, words, f"{subject} is a {kind}")
            seen.add(kind)
        self.assertLessEqual({"HowTo", "VisualArtwork", "VideoObject", "Clip", "DefinedTerm", "DefinedTermSet", "Occupation",
                              "Person", "Place", "Organization", "Dataset", "HowToSupply", "HowToTool", "HowToStep"}, seen)

    def test_every_address_of_ours_leads_somewhere(self):
        for subject, word, other in self.graph:
            if isinstance(other, rdflib.URIRef) and other.startswith(BASE) and other != rdflib.URIRef(BASE):
                self.assertTrue((other, None, None) in self.graph, f"{subject} {word} {other}")

    def test_names_are_told_by_language(self):
        names = set(self.graph.objects(self.subject("gestures/etirer-fer"), SCHEMA.name))
        self.assertIn(rdflib.Literal("stirare il ferro", lang="it"), names)
        self.assertEqual({n.language for n in names}, {"fr", "it", "en"})

    def test_a_film_has_its_parts_with_offsets(self):
        film = self.subject("media/wide")
        self.assertEqual(str(self.value(film, "duration")), "PT10S")
        self.assertEqual(str(self.value(film, "license")), "https://creativecommons.org/licenses/by/4.0/")
        clips = {str(c): (float(self.value(c, "startOffset")), float(self.value(c, "endOffset")))
                 for c in self.graph.objects(film, SCHEMA.hasPart)}
        self.assertEqual(clips[BASE + "media/wide#force"], (1.5, 3))
        self.assertEqual(clips[BASE + "media/wide#une-etapes-1"], (0, 2.5))
        # the other view began 1.25 s earlier: the second step is later on it
        pov = self.subject("media/pov")
        second = rdflib.URIRef(BASE + "media/pov#une-etapes-2")
        self.assertIn((pov, SCHEMA.hasPart, second), self.graph)
        self.assertAlmostEqual(float(self.value(second, "startOffset")), 3.75)

    def test_places_are_as_exact_as_they_may_be(self):
        geo = self.value(self.subject("places/montauban"), "geo")
        self.assertEqual((float(self.value(geo, "latitude")), float(self.value(geo, "longitude"))), (44.018, 1.355))
        geo = self.value(self.subject("places/quai"), "geo")
        self.assertAlmostEqual(float(self.value(geo, "longitude")), 1.3512345)
        self.assertNotIn((self.subject("places/cache-xq"), None, None), self.graph)

    def test_the_dataset_has_the_licences_of_its_media(self):
        licences = {str(x) for x in self.graph.objects(rdflib.URIRef(BASE), SCHEMA.license)}
        self.assertEqual(licences, {"https://creativecommons.org/licenses/by/4.0/", "https://creativecommons.org/licenses/by-sa/3.0/",
                                    "https://creativecommons.org/publicdomain/zero/1.0/", "etalab-2.0"})

    def test_people_are_named_who_agreed(self):
        self.assertEqual(str(self.value(self.subject("people/anne"), "name")), "Anne d’Accord")
        self.assertIsNone(self.value(self.subject("people/anne"), "workLocation"))  # no consent for the place


class Places(Opened):
    kind = "geojson"

    def setUp(self):
        super().setUp()
        self.all = self.read("places.geojson")
        self.at = {f["id"]: f for f in self.all["features"]}

    def test_it_keeps_the_rules_of_rfc_7946(self):
        self.assertEqual(self.all["type"], "FeatureCollection")
        self.assertNotIn("crs", self.all)
        self.assertLessEqual(set(self.all), {"type", "bbox", "features"})
        for feature in self.all["features"]:
            self.assertEqual(feature["type"], "Feature")
            self.assertLessEqual({"type", "geometry", "properties"}, set(feature))
            if feature["geometry"] is not None:
                self.assertEqual(feature["geometry"]["type"], "Point")
                longitude, latitude = feature["geometry"]["coordinates"]
                self.assertTrue(-180 <= longitude <= 180 and -90 <= latitude <= 90)
        self.assertEqual(self.all["bbox"], [1.3512345, 44.0123456, 1.355, 44.018])

    def test_a_box_over_the_antimeridian_is_the_short_way_round(self):
        these = [{"id": f"l:p{n}", "label": workshop.three(f"p{n}"), "at": at} for n, at in
                 enumerate([[179.5, -17], [-179.25, 10], [178, 0]])]
        place = workshop.build(self.folder / "fiji", these)
        export(place, "geojson", self.folder / "fiji.geojson")
        box = json.loads((self.folder / "fiji.geojson").read_text())["bbox"]
        self.assertEqual(box, [178, -17, -179.25, 10])  # RFC 7946, 5.2: west is greater than east

    def test_what_is_there_is_told(self):
        there = self.at["l:montauban"]["properties"]
        self.assertEqual([g["id"] for g in there["gestures"]], ["g:etirer-fer"])
        self.assertEqual([s["id"] for s in there["schools"]], ["s:lycee"])
        self.assertEqual([w["id"] for w in there["works"]], ["w:grille"])
        self.assertEqual([e["id"] for e in self.at["l:quai"]["properties"]["enterprises"]], ["f:quai"])
        self.assertIsNone(self.at["l:pays"]["geometry"])

    def test_precision_is_kept_and_the_hidden_is_not_there(self):
        self.assertEqual(self.at["l:montauban"]["geometry"]["coordinates"], [1.355, 44.018])
        self.assertNotIn("44.018000", (self.out / "places.geojson").read_text())
        self.assertNotIn("l:cache-xq", self.at)
        self.assertIn("hidden", self.told)


class Measures(Opened):
    kind = "measures"

    def setUp(self):
        super().setUp()
        text = (self.out / "measures.csv").read_bytes()
        self.assertEqual(text.count(b"\n"), text.count(b"\r\n"))  # RFC 4180
        self.rows = list(csv.DictReader(io.StringIO(text.decode().replace("\r\n", "\n"))))

    def row(self, note, source, t0=None):
        return next(r for r in self.rows if r["note"] == "n:" + note and r["source"] == source
                    and (t0 is None or float(r["t0"]) == t0))

    def test_what_is_said_is_kept(self):
        row = self.row("force", "said")
        self.assertEqual((row["kind"], row["value"], row["unit"], row["media"], row["t0"], row["t1"]),
                         ("force", "120.5", "N", "d:wide", "1.5", "3"))

    def test_angles_are_worked_out_in_px_not_in_shares_of_the_picture(self):
        # up, and 270 px to the right: 90 degrees; then 270 px right and 270 px up: 45
        self.assertAlmostEqual(float(self.row("angle", "worked out")["value"]), 90, places=6)
        self.assertAlmostEqual(float(self.row("angle", "key frame", 3)["value"]),
                               math.degrees(math.atan2(270, 270)), places=6)
        self.assertAlmostEqual(float(self.row("arc", "key frame")["value"]),
                               math.degrees(math.acos(0)), places=6)

    def test_lengths_and_speeds_by_the_films_scale(self):
        self.assertAlmostEqual(float(self.row("trait", "worked out")["value"]), 0.2083333333 * 1920 / 400, places=6)
        steps = [(192, 108), (192, 216), (384, 0)]
        self.assertAlmostEqual(float(self.row("trace", "key frame")["value"]),
                               sum(math.hypot(x, y) for x, y in steps) / 400, places=6)
        self.assertAlmostEqual(float(self.row("vitesse", "worked out")["value"]), 1 / 1.5, places=6)
        self.assertAlmostEqual(float(self.row("vitesse", "key frame", 2)["value"]), 1 / 0.5, places=6)
        self.assertAlmostEqual(float(self.row("espace", "worked out")["value"]), 50, places=6)  # 3-4-5, in cm

    def test_what_cannot_be_worked_out_is_told_and_formulas_are_not_run(self):
        self.assertEqual(self.row("articulation", "worked out")["value"], "")
        self.assertIn("n:articulation: has no value", self.told)
        self.assertEqual(self.row("angle", "worked out")["method"], "'=goniomètre")


class Hidden(Opened):
    def test_nothing_that_is_hidden_is_in_any_byte(self):
        for kind in ("iiif", "schema", "geojson", "measures"):
            self.out = self.folder / kind
            self.out.mkdir()
            export(self.place, kind, self.out)
            for path in filter(pathlib.Path.is_file, self.out.rglob("*")):
                text = path.read_text()
                for secret in workshop.SECRETS:
                    self.assertNotIn(secret, text, path)
                    self.assertNotIn(secret, path.name)

    def test_the_same_records_give_the_same_bytes(self):
        for kind in ("iiif", "schema", "geojson", "measures"):
            for n in (1, 2):
                (self.folder / f"{kind}{n}").mkdir()
                export(self.place, kind, self.folder / f"{kind}{n}")
            one, two = ({p.relative_to(self.folder / f"{kind}{n}"): p.read_bytes()
                         for p in (self.folder / f"{kind}{n}").rglob("*") if p.is_file()} for n in (1, 2))
            self.assertEqual(one, two)

    def test_the_reference_installation_goes_out_by_the_rules(self):
        export(harness.VILLA, "iiif", self.folder / "villa")
        if list((self.folder / "villa").rglob("*.json")) != [self.folder / "villa" / "collection.json"]:
            self.assertEqual(iiif_rules.judge(self.folder / "villa"), [])


if __name__ == "__main__":
    unittest.main()
