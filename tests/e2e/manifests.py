"""Manifests that come in: our own, which change what was changed in them, and those of others, written here by
what IIIF Presentation 3 and the Web Annotation model allow; each says in its first line what must come of it."""
import json
import sys
import unittest

import harness

sys.path.insert(0, str(harness.ROOT / "tests" / "tools"))
import workshop  # noqa: E402

BASE = "https://musee.example/r/"
CONTEXT = "http://iiif.io/api/presentation/3/context.json"
THEIRS = "https://archive.example/iiif/"


class Coming(harness.Case):
    def setUp(self):
        super().setUp()
        self.place = workshop.build(self.folder / "atelier")

    def take(self, *files, more=(), ok=True):
        result = harness.gestuaire("repertoire", "import", self.place, "--format", "iiif", *files, "--json", *more, ok=ok)
        self.lost = "\n".join(json.loads(result.stdout).get("lost", []))
        self.stderr = result.stderr
        return json.loads(result.stdout)

    def record(self, identity):
        return json.loads(workshop.path_of(self.place, {"id": identity}).read_text())


class Own(Coming):
    def setUp(self):
        super().setUp()
        self.out = self.folder / "out"
        harness.gestuaire("repertoire", "export", self.place, "--format", "iiif", "--base", BASE, "-o", self.out,
                          "--date", workshop.DATE)
        self.file = self.out / "gestures" / "etirer-fer.json"
        self.manifest = json.loads(self.file.read_text())

    def changes(self, path=None):
        (path or self.file).write_text(json.dumps(self.manifest))
        told = self.take(path or self.file, more=["--dry-run"])
        self.assertEqual(told["new"], [])
        return {i: {c["path"]: c["new"] for c in changes if "new" in c} for i, changes in told["changed"].items()}

    def note(self, name):
        return next(a for c in self.manifest["items"] for p in c.get("annotations", []) for a in p["items"]
                    if a["id"].endswith("/notes/" + name))

    def test_what_nobody_touched_changes_nothing(self):
        before = {p: p.read_bytes() for p in self.place.rglob("*.json")}
        told = self.take(self.out, more=["--yes"])
        self.assertEqual((told["new"], told["changed"]), ([], {}))
        self.assertGreater(told["same"], 15)
        self.assertEqual({p: p.read_bytes() for p in self.place.rglob("*.json")}, before)

    def test_the_reference_installation_goes_out_and_in_again(self):
        self.place = harness.VILLA
        out = self.folder / "villa"
        harness.gestuaire("repertoire", "export", self.place, "--format", "iiif", "--base", BASE, "-o", out)
        told = self.take(out, more=["--dry-run"])
        self.assertEqual((told["new"], told["changed"], self.lost), ([], {}, ""))
        self.assertGreater(told["same"], 20)

    def test_another_programs_json_changes_nothing_either(self):
        self.assertEqual(self.changes(), {})  # numbers and keys as Python writes them

    def test_a_title_and_a_text(self):
        self.manifest["label"]["it"] = ["tirare il ferro"]
        self.manifest["summary"]["fr"] = ["Autrement."]
        self.assertEqual(self.changes(), {"g:etirer-fer": {"label.it": "tirare il ferro", "text.fr": "Autrement."}})

    def test_the_label_of_a_note_and_nothing_else_of_it(self):
        next(b for b in self.note("angle")["body"] if b.get("language") == "fr")["value"] = "coude"
        self.assertEqual(self.changes(), {"n:angle": {"label.fr": "coude"}})

    def test_the_time_of_a_note_goes_back_to_the_clock_of_its_film(self):
        self.note("texte")["target"] = self.note("texte")["target"].split("#")[0] + "#t=2.75,5"
        self.assertEqual(self.changes(), {"n:texte": {"at[1]": 3.75}})

    def test_the_time_of_a_note_on_a_movement_too(self):
        self.note("articulation")["target"] = self.note("articulation")["target"].split("#")[0] + "#t=2,2.75"
        self.assertEqual(self.changes(), {"n:articulation": {"at[0]": 0.25}})

    def test_a_moved_zone_is_a_moved_geometry(self):
        target = self.note("boite")["target"]
        self.note("boite")["target"] = target.replace("xywh=480,", "xywh=960,")
        self.assertEqual(list(self.changes()), ["n:boite"])
        self.take(self.file, more=["--yes"])
        self.assertEqual(self.record("n:boite")["geometry"]["frames"][0]["points"],
                         [[0.5, 0.25], [0.75, 0.25], [0.75, 0.5], [0.5, 0.5]])

    def test_a_value_measured_anew(self):
        body = next(b for b in self.note("force")["body"] if b.get("format") == "application/json")
        body["value"] = body["value"].replace("120.5", "99")
        self.assertEqual(self.changes(), {"n:force": {"measure.value": 99}})

    def test_a_view_that_begins_later(self):
        painting = self.manifest["items"][0]["items"][0]["items"][0]
        painting["target"] = painting["target"].replace("t=1.25,11.25", "t=1.5,11.25")
        self.assertEqual(self.changes(), {"c:une": {"views[0].offset": 0.25}})

    def test_the_time_and_the_name_of_a_step(self):
        step = self.manifest["structures"][0]["items"][1]
        step["label"]["en"] = ["strike"]
        self.manifest["structures"][0]["items"][0]["summary"]["fr"] = ["mollir"]
        step["items"][0]["id"] = step["items"][0]["id"].replace("t=3.75,7.375", "t=3.75,8")
        self.assertEqual(self.changes(), {"k:etapes": {"steps[1].label.en": "strike", "steps[1].at[1]": 6.75, "steps[0].goal.fr": "mollir"}})

    def test_licence_and_credit_of_a_medium(self):
        canvas = self.manifest["items"][1]
        canvas["requiredStatement"]["value"] = {"none": ["Lycée"]}
        canvas["items"][0]["items"][0]["body"]["rights"] = "https://creativecommons.org/publicdomain/zero/1.0/"
        self.assertEqual(self.changes(), {"d:pov": {"credit": "Lycée", "licence": "CC0-1.0"}})

    def test_a_note_that_somebody_drew_on_our_film_is_new(self):
        canvas = self.manifest["items"][0]
        canvas["annotations"][1]["items"].append({
            "id": "https://lecteur.example/1", "type": "Annotation", "motivation": "commenting",
            "body": {"type": "TextualBody", "value": "regardez la main", "language": "fr"},
            "target": canvas["id"] + "#xywh=percent:25,25,50,50&t=2.25,3.25"})
        self.file.write_text(json.dumps(self.manifest))
        told = self.take(self.file, more=["--yes"])
        self.assertEqual(len(told["new"]), 1)
        note = self.record(told["new"][0])
        self.assertEqual((note["media"], note["capsule"], note["at"]), ("d:wide", "c:une", [1, 2]))
        self.assertEqual(note["geometry"]["frames"][0]["points"][2], [0.75, 0.75])
        self.assertEqual(self.take(self.file, more=["--dry-run"])["new"], [])  # once is enough

    def test_a_note_on_a_film_that_is_reconstructed_is_not_filmed(self):
        film = workshop.path_of(self.place, {"id": "d:wide"})
        film.write_text(json.dumps(json.loads(film.read_text()) | {"origin": "reconstructed"}))
        canvas = self.manifest["items"][0]
        canvas["annotations"][1]["items"].append({
            "id": "https://lecteur.example/1", "type": "Annotation", "motivation": "commenting",
            "body": {"type": "TextualBody", "value": "<p>la <b>main</b></p>", "language": "fr", "format": "text/html"},
            "target": canvas["id"] + "#t=2.25,3.25"})
        self.file.write_text(json.dumps(self.manifest))
        note = self.record(self.take(self.file, more=["--yes"])["new"][0])
        self.assertEqual((note["origin"], note["label"]["fr"]), ("reconstructed", "la main"))
        self.assertIn("has HTML, which is taken as plain text", self.lost)

    def test_a_work(self):
        path = self.out / "works" / "grille.json"
        self.manifest = json.loads(path.read_text())
        self.manifest["label"]["fr"] = ["La grille"]
        self.assertEqual(self.changes(path), {"w:grille": {"title.fr": "La grille"}})

    def test_what_cannot_be_read_back_is_told(self):
        self.manifest["metadata"][0]["value"]["fr"] = ["Marteler"]
        self.assertEqual(self.changes(), {})
        self.assertIn("metadata", self.lost)


def video(name="film", **more):
    return {"id": f"https://files.example/{name}.mp4", "type": "Video", "format": "video/mp4", **more}


def painted(canvas, body, target=None):
    return [{"id": canvas + "/page", "type": "AnnotationPage", "items": [
        {"id": canvas + "/painting", "type": "Annotation", "motivation": "painting", "body": body,
         "target": target or canvas}]}]


def said(canvas, value, target, n=1, **more):
    return {"id": f"{canvas}/anno/{n}", "type": "Annotation", "motivation": "commenting",
            "body": {"type": "TextualBody", "value": value, "language": "fr"}, "target": target, **more}


def manifest(*canvases, **more):
    return {"@context": CONTEXT, "id": THEIRS + "m/manifest.json", "type": "Manifest",
            "label": {"fr": ["La forge"]}, "items": list(canvases), **more}


def canvas(body=None, annotations=None, n=1, duration=20, size=(1000, 500), **more):
    uri = f"{THEIRS}m/canvas/{n}"
    value = {"id": uri, "type": "Canvas", "items": painted(uri, body or video()), **more}
    if size:
        value.update(width=size[0], height=size[1])
    if duration:
        value["duration"] = duration
    if annotations is not None:
        value["annotations"] = [{"id": uri + "/notes", "type": "AnnotationPage", "items": annotations(uri)}]
    return value


class Foreign(Coming):
    def come(self, value, more=("--yes",), name="manifest.json", ok=True):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))
        told = self.take(path, more=more, ok=ok)
        return {i: self.record(i) for i in told["new"]} if "--yes" in more and ok else told

    def only(self, records, prefix):
        found = [r for i, r in records.items() if i.startswith(prefix)]
        self.assertEqual(len(found), 1, records.keys())
        return found[0]

    def test_a_film_is_a_medium_that_says_where_it_lies(self):
        """One medium, its address as an exact link; licence, credit, size and duration as the manifest says."""
        got = self.come(manifest(canvas(video("Coup%20de%20Main", duration=20.5), label={"none": ["Coup"]}),
                                 rights="https://creativecommons.org/licenses/by-sa/4.0/",
                                 requiredStatement={"label": {"en": ["By"]}, "value": {"en": ["<span>Archive &amp; fils</span>"]}}))
        d = self.only(got, "d:")
        self.assertEqual({k: d[k] for k in ("file", "form", "origin", "credit", "licence", "duration", "size", "label")}, {
            "file": "film/" + d["id"][2:] + ".mp4", "form": "film", "origin": "filmed", "credit": "Archive & fils",
            "licence": "CC-BY-SA-4.0", "duration": 20.5, "size": [1000, 500], "label": {"fr": "Coup"}})
        self.assertEqual(d["links"], [{"uri": "https://files.example/Coup%20de%20Main.mp4", "relation": "exact"}])
        self.assertIn("https://files.example/Coup%20de%20Main.mp4", self.lost)
        self.assertIn("--gesture", self.lost)

    def test_whoever_imports_says_how_the_films_came_to_be(self):
        """`--origin` is said of medium, capsule, note and chain; a word that is no origin is told."""
        c = canvas(annotations=lambda uri: [said(uri, "n", uri + "#t=1,2", "main")])
        ranges = [{"id": "https://archive.example/r", "type": "Range", "label": {"fr": ["Suite"]},
                   "items": [{"id": c["id"] + "#t=0,5", "type": "Canvas"}]}]
        got = self.come(manifest(c, structures=ranges), more=("--yes", "--gesture", "g:etirer-fer", "--origin", "ai"))
        self.assertEqual({i[:2]: r["origin"] for i, r in got.items()}, {"d:": "ai", "c:": "ai", "n:": "ai", "k:": "ai"})
        self.assertNotIn("origin is taken", self.lost)
        told = harness.gestuaire("repertoire", "import", self.place, "--format", "iiif", self.folder / "manifest.json",
                                 "--origin", "found", ok=False)
        self.assertEqual(told.returncode, 1)
        self.assertIn('--origin: "found" is none; filmed,', told.stderr)

    def test_without_rights_none_are_guessed(self):
        """The licence is "undetermined" by RightsStatements.org, and that is told."""
        d = self.only(self.come(manifest(canvas())), "d:")
        self.assertEqual(d["licence"], "http://rightsstatements.org/vocab/UND/1.0/")
        self.assertEqual(d["credit"], "archive.example")
        self.assertIn("has no rights", self.lost)

    def test_a_choice_of_qualities_is_one_film_with_links(self):
        """The first of a Choice is the medium, the others are close links (as Avalon publishes them)."""
        body = {"type": "Choice", "choiceHint": "user", "items": [
            video(q, label={"@none": [q]}) for q in ("auto", "high", "low")]}
        d = self.only(self.come(manifest(canvas(body), label={"@none": ["Sans langue"]})), "d:")
        self.assertEqual([(x["relation"], x["uri"][-8:]) for x in d["links"]],
                         [("exact", "auto.mp4"), ("close", "high.mp4"), ("close", "/low.mp4")])

    def test_times_and_boxes_as_people_write_them(self):
        """Each note has the seconds and the box that stand beside it."""
        cases = [("#t=1.5,3", [1.5, 3], None), ("#t=npt:1.5,3", [1.5, 3], None), ("#t=5", [5, 20], None), ("#t=,4", [0, 4], None),
                 ("#t=0:01,0:00:03.5", [1, 3.5], None), ("#t=1%2C2", [1, 2], None), ("", [0, 20], None),
                 ("#xywh=100,50,200,100&t=1,2", [1, 2], [0.1, 0.1, 0.3, 0.3]), ("#t=1,2&xywh=percent:10,20,30,40", [1, 2], [0.1, 0.2, 0.4, 0.6]),
                 ("#xywh=pixel:0,0,500,250", [0, 20], [0, 0, 0.5, 0.5]), ("#xywh=1.5,2.5,10.5,10", [0, 20], [0.0015, 0.005, 0.012, 0.025])]
        got = self.come(manifest(canvas(annotations=lambda c: [
            said(c, str(n), c + fragment, n) for n, (fragment, _, _) in enumerate(cases)])))
        notes = {int(r["label"]["fr"]): r for i, r in got.items() if i.startswith("n:")}
        self.assertEqual(len(notes), len(cases))
        for n, (fragment, at, box) in enumerate(cases):
            with self.subTest(fragment):
                self.assertEqual(notes[n]["at"], at)
                if box:
                    points = notes[n]["geometry"]["frames"][0]["points"]
                    for got_one, wanted in zip(points[0] + points[2], box):
                        self.assertAlmostEqual(got_one, wanted, places=9)
                else:
                    self.assertNotIn("geometry", notes[n])

    def test_selectors_as_people_write_them(self):
        """The shape, the first and last of its points in px, and the seconds that stand beside each selector."""
        svg = "<svg xmlns='http://www.w3.org/2000/svg'>%s</svg>"
        media = "http://www.w3.org/TR/media-frags/"
        frag = {"type": "FragmentSelector", "conformsTo": media, "value": "t=1,2"}
        cases = [
            ({"type": "FragmentSelector", "conformsTo": media, "value": "xywh=100,50,200,100&t=1,2"}, "zone", (100, 50), (100, 150), [1, 2]),
            ("xywh=100,50,200,100", "zone", (100, 50), (100, 150), [0, 20]),
            ([{"type": "FragmentSelector", "value": "t=4,5"}, {"type": "PointSelector", "x": 10, "y": 20}], "point", (10, 20), (10, 20), [4, 5]),
            ({"type": "PointSelector", "x": 500, "y": 250, "t": 7}, "point", (500, 250), (500, 250), [7, 8]),
            ({"type": "RangeSelector", "t": "3,4.5"}, None, None, None, [3, 4.5]),
            ({"type": "RangeSelector", "startSelector": {"type": "PointSelector", "t": 3}, "endSelector": {"type": "PointSelector", "t": 6}},
             None, None, None, [3, 6]),
            ({"type": "SvgSelector", "value": svg % "<rect x='10' y=\"20\" width='30' height='40'/>", "refinedBy": frag}, "zone", (10, 20), (10, 60), [1, 2]),
            ({**frag, "refinedBy": {"type": "SvgSelector", "value": svg % "<g><polygon points='1,2 30,4 5,60'/></g>"}}, "zone", (1, 2), (5, 60), [1, 2]),
            ({"type": "SvgSelector", "value": svg % "<polyline points='1 2, 3 4, 5 6'/>"}, "polyline", (1, 2), (5, 6), [0, 20]),
            ({"type": "SvgSelector", "value": svg % "<line x1='1' y1='2' x2='3' y2='4'/>"}, "segment", (1, 2), (3, 4), [0, 20]),
            ({"type": "SvgSelector", "value": svg % "<path d='M270.000,19e1 l 10-20 h5 V7 z'/>"}, "zone", (270, 190), (285, 7), [0, 20]),
            ({"type": "SvgSelector", "value": svg % "<path fill='none' d='m 10,10 20,0 0,20 20,0'/>"}, "polyline", (10, 10), (50, 30), [0, 20]),
            ({"type": "SvgSelector", "value": svg % "<path d='M0,0 C0,100 100,100 100,0'/>"}, "polyline", (0, 0), (100, 0), [0, 20]),
            ({"type": "SvgSelector", "value": svg % "<circle cx='100' cy='100' r='50'/>"}, "zone", (150, 100), None, [0, 20]),
        ]
        got = self.come(manifest(canvas(annotations=lambda c: [
            said(c, str(n), {"source": {"id": c, "type": "Canvas"} if n % 2 else c, "selector": selector}, n)
            for n, (selector, *_) in enumerate(cases)])))
        notes = {int(r["label"]["fr"]): r for i, r in got.items() if i.startswith("n:")}
        for n, (selector, shape, first, last, at) in enumerate(cases):
            with self.subTest(selector):
                self.assertEqual(notes[n]["at"], at)
                self.assertEqual(notes[n].get("geometry", {}).get("shape"), shape)
                if not shape:
                    continue
                points = [(x * 1000, y * 500) for x, y in notes[n]["geometry"]["frames"][0]["points"]]
                for point, wanted in ((points[0], first), (points[-1], last)):
                    for a, b in zip(point, wanted or point):
                        self.assertAlmostEqual(a, b, places=6)

    def test_a_curve_goes_through_its_middle(self):
        """Of the cubic (0,0) (0,100) (100,100) (100,0) the middle is (50, 75); all points of a circle are 50 px from its own."""
        got = self.come(manifest(canvas(annotations=lambda c: [
            said(c, "c", {"source": c, "selector": {"type": "SvgSelector", "value": "<svg><path d='M0,0C0,100,100,100,100,0'/></svg>"}}, 1),
            said(c, "a", {"source": c, "selector": {"type": "SvgSelector", "value": "<svg><path d='M150 100a50 50 0 1 1-100 0'/></svg>"}}, 2)])))
        notes = {r["label"]["fr"]: [(x * 1000, y * 500) for x, y in r["geometry"]["frames"][0]["points"]]
                 for i, r in got.items() if i.startswith("n:")}
        self.assertTrue(any(abs(x - 50) < 1e-6 and abs(y - 75) < 1e-6 for x, y in notes["c"]))
        for x, y in notes["a"]:
            self.assertAlmostEqual(((x - 100) ** 2 + (y - 100) ** 2) ** 0.5, 50, places=6)
        self.assertGreater(len(notes["a"]), 4)

    def test_bodies_in_all_their_forms(self):
        """The label and text that stand beside each body; a body that is no text is told."""
        text = {"type": "TextualBody", "value": "un", "language": "fr"}
        cases = [
            ([text, {**text, "value": "one", "language": "en-GB"}], {"fr": "un", "en": "one"}, None),
            ({"type": "Choice", "items": [text, {**text, "value": "uno", "language": "it"}]}, {"fr": "un", "it": "uno"}, None),
            ({"type": "TextualBody", "value": "<p>Coup <b>sec</b> &lt; 1 s</p>", "format": "text/html"}, {"fr": "Coup sec < 1 s"}, None),
            ([text, {**text, "value": "deux"}], {"fr": "un"}, {"fr": "deux"}),
            ({"type": "TextualBody", "value": "é" * 400, "language": "fr"}, {"fr": "é" * 148 + "…"}, {"fr": "é" * 400}),
            ([text, {"id": "https://x.example/film.mp4", "type": "Video"}], {"fr": "un"}, None),
        ]
        got = self.come(manifest(canvas(annotations=lambda c: [
            {"id": f"{c}/a{n}", "type": "Annotation", "motivation": ["tagging", "linking"] if n else "commenting",
             "body": body, "target": f"{c}#t={n},{n + 1}"} for n, (body, _, _) in enumerate(cases)])))
        notes = {r["at"][0]: r for i, r in got.items() if i.startswith("n:")}
        for n, (_, label, more) in enumerate(cases):
            with self.subTest(n):
                self.assertEqual(notes[n]["label"], label)
                self.assertEqual(notes[n].get("text"), more)
                self.assertEqual(notes[n]["motivation"], "identifying" if n else "commenting")
        self.assertIn("https://x.example/film.mp4", self.lost)

    def test_pages_beside_the_manifest_are_read_and_others_told(self):
        """The page with a relative file and the one under the manifest's own address are read; the third is elsewhere."""
        c = canvas()
        page = {"@context": CONTEXT, "type": "AnnotationPage"}
        (self.folder / "m" / "notes").mkdir(parents=True)
        for n, name in enumerate(("notes/a.json", "notes/b.json")):
            (self.folder / "m" / name).write_text(json.dumps(
                {**page, "id": THEIRS + "m/" + name, "items": [said(c["id"], name, c["id"] + "#t=1,2", n)]}))
        c["annotations"] = [{"id": "notes/a.json", "type": "AnnotationPage"}, {"id": THEIRS + "m/notes/b.json", "type": "AnnotationPage"},
                            {"id": "https://elsewhere.example/c.json", "type": "AnnotationPage"}, {"id": "../secret.json", "type": "AnnotationPage"}]
        (self.folder / "secret.json").write_text(json.dumps({**page, "id": "x", "items": [said(c["id"], "secret", c["id"], 9)]}))
        got = self.come(manifest(c), name="m/manifest.json")
        self.assertEqual(sorted(r["label"]["fr"] for i, r in got.items() if i.startswith("n:")), ["notes/a.json", "notes/b.json"])
        self.assertIn("elsewhere.example", self.lost)
        self.assertIn("../secret.json", self.lost)

    def test_a_folder_with_a_collection_is_read_as_a_whole(self):
        """Two manifests of one collection are two media; the third is elsewhere and told by name."""
        place = self.folder / "their"
        place.mkdir()
        for n in (1, 2):
            one = manifest(canvas(video(f"film{n}")))
            text = json.dumps(one).replace(THEIRS + "m/", f"{THEIRS}m{n}/")
            (place / f"m{n}.json").write_text(text)
        (place / "all.json").write_text(json.dumps({
            "@context": CONTEXT, "id": THEIRS + "all", "type": "Collection", "label": {"en": ["All"]}, "items": [
                {"id": f"{THEIRS}m{n}/manifest.json", "type": "Manifest", "label": {"en": [str(n)]}} for n in (1, 2, 3)]}))
        told = self.take(place, more=["--yes"])
        self.assertEqual(sorted(told["new"]), ["d:film1", "d:film2"])
        self.assertIn("m3/manifest.json", self.lost)

    def test_captions_belong_to_their_film(self):
        """The VTT file is a caption of the film in its language; where it lies is told."""
        c = canvas(annotations=lambda c: [{
            "id": c + "/vtt", "type": "Annotation", "motivation": "supplementing", "target": c,
            "body": {"id": "https://files.example/c.vtt", "type": "Text", "format": "text/vtt", "language": "it"}}])
        d = self.only(self.come(manifest(c)), "d:")
        self.assertEqual(d["captions"], [{"language": "it", "file": "film/film.it.vtt"}])
        self.assertIn("https://files.example/c.vtt", self.lost)

    def test_ranges_are_chains_of_steps(self):
        """One chain of three steps: leaves of nested ranges, in order, with their times; a label of null is its number."""
        uri = THEIRS + "m/canvas/1"
        leaf = lambda label, t: {"id": THEIRS + f"r/{t}", "type": "Range", "label": label, "items": [{"id": f"{uri}#t={t}", "type": "Canvas"}]}  # noqa: E731
        ranges = {"id": THEIRS + "r", "type": "Range", "label": None, "behavior": "top", "items": [
            {"id": THEIRS + "r/a", "type": "Range", "label": {"none": ["Acte"]}, "items": [leaf({"none": ["chauffer"]}, "0,2.5"), leaf({"it": ["battere"]}, "2.5,4")]},
            {"id": THEIRS + "r/b", "type": "Range", "label": None, "items": [
                {"type": "SpecificResource", "source": uri, "selector": {"type": "FragmentSelector", "value": "t=4,9"}}]}]}
        k = self.only(self.come(manifest(canvas(), structures=[ranges])), "k:")
        self.assertEqual(k["label"], {"fr": "La forge"})
        self.assertEqual([(s["label"], s["at"]) for s in k["steps"]],
                         [({"fr": "chauffer"}, [0, 2.5]), ({"it": "battere"}, [2.5, 4]), ({"fr": "3"}, [4, 9])])
        self.assertIn("levels of its ranges", self.lost)

    def test_a_gesture_makes_capsules(self):
        """With --gesture the canvas is a capsule of it, the note belongs to it, the chain is its own."""
        uri = THEIRS + "m/canvas/1"
        m = manifest(canvas(annotations=lambda c: [said(c, "x", c + "#t=1,2")]), structures=[
            {"id": THEIRS + "r", "type": "Range", "label": {"fr": ["Étapes"]}, "items": [{"id": uri + "#t=0,5", "type": "Canvas"}]}])
        got = self.come(m, more=["--yes", "--gesture", "g:etirer-fer"])
        c, n, k = (self.only(got, x) for x in ("c:", "n:", "k:"))
        self.assertEqual((c["gesture"], c["views"][0]["media"], c["chain"]), ("g:etirer-fer", "d:film", k["id"]))
        self.assertEqual((n["capsule"], k["steps"][0]["capsule"]), (c["id"], c["id"]))
        self.assertEqual(self.take(self.folder / "manifest.json", more=["--dry-run", "--gesture", "g:etirer-fer"])["new"], [])
        self.assertEqual(self.come(m, more=["--gesture", "g:nobody"], ok=False)["new"], [])

    def test_films_one_after_the_other_on_one_canvas(self):
        """The second film begins at 10 s: the note at 12 s lies on it, 2 s from its beginning."""
        c = canvas(video("one", duration=10), annotations=lambda c: [said(c, "x", c + "#t=12,13")])
        c["items"][0]["items"].append({"id": c["id"] + "/p2", "type": "Annotation", "motivation": ["painting"],
                                       "body": {"type": "SpecificResource", "source": video("two", duration=10)},
                                       "target": c["id"] + "#t=10,20"})
        n = self.only(self.come(manifest(c)), "n:")
        self.assertEqual((n["media"], n["at"]), ("d:two", [2, 3]))

    def test_sounds_and_pictures(self):
        """A canvas of sound has no size, one of a picture no time: a sound and a picture, from an image service by its name."""
        sound = canvas({"id": "https://files.example/coups.mp3", "type": "Sound", "format": "audio/mp3"}, n=1, size=None)
        picture = canvas({"id": "https://img.example/iiif/Marteau_01/full/max/0/default.jpg", "type": "Image", "format": "image/jpeg",
                          "width": 3000, "height": 2000}, n=2, duration=None, annotations=lambda c: [said(c, "manche", c + "#xywh=0,0,500,500")])
        got = self.come(manifest(sound, picture))
        self.assertEqual((got["d:coups"]["form"], got["d:coups"]["file"]), ("sound", "sound/coups.mp3"))
        self.assertEqual((got["d:marteau-01"]["form"], got["d:marteau-01"]["size"]), ("picture", [3000, 2000]))
        self.assertEqual(self.only(got, "n:")["media"], "d:marteau-01")

    def test_coming_twice_and_ids_that_are_taken(self):
        """The same again changes nothing; a film called like one of ours gets an id of its own."""
        m = manifest(canvas(video("wide"), annotations=lambda c: [said(c, "x", c + "#t=1,2")]))
        got = self.come(m)
        self.assertNotEqual(self.only(got, "d:")["id"], "d:wide")
        told = self.come(m, more=["--dry-run"])
        self.assertEqual((told["new"], told["changed"]), ([], {}))

    def test_measures_of_another_installation_are_kept_and_nonsense_is_told(self):
        """Measure and geometry come from the JSON body; the one that our tables refuse is left out by name."""
        def data(value):
            return {"type": "TextualBody", "format": "application/json", "value": json.dumps(value)}
        text = {"type": "TextualBody", "value": "x", "language": "fr"}
        good = {"measure": {"kind": "angle", "unit": "deg", "value": 95}}
        bodies = [[text, data(good)], [text, data({"measure": {"kind": "magic"}})], [text, data([1])]]
        got = self.come(manifest(canvas(annotations=lambda c: [
            {"id": f"{c}/a{n}", "type": "Annotation", "motivation": "assessing", "body": b, "target": f"{c}#t={n},{n + 1}"}
            for n, b in enumerate(bodies)])))
        notes = {r["at"][0]: r for i, r in got.items() if i.startswith("n:")}
        self.assertEqual([n.get("measure") for _, n in sorted(notes.items())], [good["measure"], None, None])
        self.assertEqual(notes[0]["motivation"], "measuring")
        self.assertIn("magic", self.lost)

    def test_other_versions_and_no_manifests_are_refused_by_name(self):
        """Presentation 2 and 4, lists, broken JSON and empty files: exit 1, file and line, nothing written."""
        for text, word in [
                (json.dumps({"@context": "http://iiif.io/api/presentation/2/context.json", "@type": "sc:Manifest"}), "Presentation 2"),
                (json.dumps({"@type": "sc:Manifest", "sequences": []}), "Presentation 2"),
                (json.dumps({"@context": "http://iiif.io/api/presentation/4/context.json", "type": "Manifest"}), "Presentation 4"),
                (json.dumps({"type": "Dataset"}), "no manifest"), ("[]", "no JSON object"), ("", "no JSON object"),
                ('{\n"type": \n', "manifest.json:"), ("{" * 100000, "no JSON object")]:
            told = self.come(text, more=["--yes"], ok=False)
            self.assertEqual((told["new"], told["written"]), ([], False))
            self.assertIn(word, json.dumps(told["faults"], ensure_ascii=False) + self.stderr)

    def test_manifests_with_holes_come_as_far_as_they_go(self):
        """Missing ids, strings for maps, numbers for texts, a target that is nowhere: told, never a crash."""
        c = canvas(annotations=lambda c: [
            said(c, "ok", c + "#t=1,2"), {"type": "Annotation"}, {"id": 3, "type": "Annotation", "body": 7, "target": c},
            said(c, "weg", THEIRS + "nowhere#t=1,2", 2), said(c, "x", c + "#t=9,1", 3), said(c, "y", {"selector": {"type": "SvgSelector"}, "source": c}, 7),
            said(c, "", c, 8), None, "text"], label="Chaîne")
        m = manifest(c, {"type": "Canvas"}, None, structures=[{"type": "Range"}, 5], label="Sans carte", rendering="x")
        got = self.come(m)
        self.assertIn("ok", [r["label"].get("fr") for i, r in got.items() if i.startswith("n:")])
        self.assertIn("nowhere", self.lost)


if __name__ == "__main__":
    unittest.main()
