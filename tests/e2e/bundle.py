"""The bundle, as a browser has it: opened from its files and from a web server that sees what is asked."""
import functools
import html.parser
import http.server
import json
import os
import pathlib
import random
import re
import shutil
import signal
import subprocess
import threading
import time
import unittest
import urllib.parse

from harness import Case, PROGRAM, ROOT, VILLA, gestuaire, png
from published import House, grey_png, records, three

HOSTILE = "</script><script>alert(1)</script>\"'><img src=x onerror=alert(2)>"


class Page(html.parser.HTMLParser):
    """What elements a page has, and where they lead."""

    def __init__(self, text):
        super().__init__()
        self.elements, self.words, self.ids = [], [], set()
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        self.ids.add(dict(attrs).get("id"))

    def handle_data(self, data):
        self.words.append(data)

    def leads(self):
        for tag, attrs in self.elements:
            for key in ("href", "src", "poster", "srcset", "data"):
                if attrs.get(key) is not None:
                    yield tag, attrs[key]


def browse(folder, url, *more):
    """The DOM after the page's scripts have run; nothing may be said on the console."""
    args = ["chromium", "--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-extensions",
            "--disable-background-networking", "--disable-component-update", "--mute-audio",
            "--enable-logging=stderr", f"--user-data-dir={folder}/chromium", "--virtual-time-budget=5000",
            "--autoplay-policy=no-user-gesture-required", *more, "--dump-dom", url]
    env = {k: v for k, v in os.environ.items() if not k.endswith("SAN_OPTIONS")}
    result = subprocess.run(args, capture_output=True, timeout=120, env=env, check=True)
    said = [line for line in result.stderr.decode(errors="replace").splitlines() if "CONSOLE" in line]
    assert not said, said
    return result.stdout.decode()


class Asked(http.server.SimpleHTTPRequestHandler):
    def send_response(self, code, message=None):
        self.server.asked.append((urllib.parse.unquote(self.path.split("?")[0]), code))
        super().send_response(code, message)

    def log_message(self, *args):
        pass


class Bundle(Case):
    def export(self, house, *options, ok=True):
        made = self.folder / "bundle"
        result = gestuaire("repertoire", "export", house, "--format", "html", "--date", "2026-11-28", "-o", made,
                           *options, ok=ok)
        return made, result

    def check_links(self, made):
        """Every address is a file of the folder, or a page elsewhere that somebody has to click."""
        for path in made.rglob("*.html"):
            for tag, address in Page(path.read_text()).leads():
                parts = urllib.parse.urlsplit(address)
                if parts.scheme in ("http", "https"):
                    self.assertEqual(tag, "a", f"{path}: {address}")
                    continue
                if address == "data:,":
                    continue
                self.assertEqual(parts.scheme, "", f"{path}: {address}")
                target = (path.parent / urllib.parse.unquote(parts.path)).resolve() if parts.path else path
                self.assertTrue(target.is_file() and made.resolve() in target.parents, f"{path}: {address}")
        for path in made.glob("*.css"):
            self.assertNotIn("//", re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.S))

    def test_the_villa_opens_from_its_files_and_from_a_server_and_asks_for_nothing_else(self):
        made, _ = self.export(VILLA)
        self.check_links(made)
        for kind in ("gestures", "works", "enterprises"):
            ids = {r["id"] for r in records(VILLA, kind)}
            self.assertEqual({r["id"] for r in json.loads((made / "data" / f"{kind}.json").read_text())}, ids)
            for record in ids:
                self.assertTrue((made / kind / f"{record[2:]}.html").is_file())
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0),
                                                 functools.partial(Asked, directory=str(made)))
        server.asked = []
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        base = f"http://127.0.0.1:{server.server_port}/"
        gesture = records(VILLA, "gestures")[0]["id"][2:]
        for page in ("index.html", f"gestures/{gesture}.html"):
            dom = browse(self.folder, base + page, "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1")
            self.assertIn('aria-pressed="true"', dom)
        self.assertIn('aria-pressed="true"', browse(self.folder, (made / page).as_uri()))
        self.assertIn("/page.js", [path for path, _ in server.asked])
        self.assertEqual([path for path, code in server.asked if code >= 400], [])

    def test_enterprises_lead_to_the_gestures_that_attest_their_practices_and_back(self):
        made, _ = self.export(VILLA, "--base", "https://musee.example/r/")
        for enterprise in records(VILLA, "enterprises"):
            name = enterprise["id"][2:]
            page = Page((made / "enterprises" / f"{name}.html").read_text())
            words, leads = "".join(page.words), [a for _, a in page.leads()]
            attested = set()
            for practice in enterprise["practices"]:
                for language in ("fr", "it", "en"):
                    self.assertIn(practice["label"][language], words)
                attested.update(g[2:] for g in practice["gestures"])
            self.assertEqual({a[12:-5] for a in leads if a.startswith("../gestures/")}, attested)
            for gesture in records(VILLA, "gestures"):
                leads = [a for _, a in Page((made / "gestures" / f"{gesture['id'][2:]}.html").read_text()).leads()]
                self.assertEqual(f"../enterprises/{name}.html" in leads, gesture["id"][2:] in attested)
            self.assertIn(f"enterprises/{name}.html", [a for _, a in Page((made / "index.html").read_text()).leads()])
            door = (made / "enterprises" / name / "index.html").read_text()  # under its address
            self.assertIn(f"url=../{name}.html", door)

    def test_a_search_finds_without_accents_with_elision_and_one_slip(self):
        made, _ = self.export(VILLA)
        def shown(query):
            dom = browse(self.folder, (made / "index.html").as_uri() + "?q=" + urllib.parse.quote(query))
            cards = [a for t, a in Page(dom).elements if t == "li" and "card" in a.get("class", "")]
            links = [a["href"] for t, a in Page(dom).elements if t == "a" and "/" in a.get("href", "")]
            self.assertGreater(len(cards), 8)
            return [l for c, l in zip(cards, links) if "hidden" not in c]
        for query in ("l'argile", "ARGILE monter", "mnoter argile"):
            self.assertIn("gestures/monter-argile.html", shown(query))
            self.assertNotIn("gestures/etirer-fer.html", shown(query))
        self.assertEqual(shown("xyzzyx"), [])

    def test_what_has_the_word_in_its_label_comes_first(self):
        house = House(self.folder)
        house.gesture("a", label=three("Abattre"), text=three("Avant de tourner."))
        house.gesture("z", label=three("Tourner"))
        made, _ = self.export(house.folder)
        def order(query):
            dom = browse(self.folder, (made / "index.html").as_uri() + query)
            return re.findall(r'class="card[^>]*><a href="gestures/(.).html', dom)
        self.assertEqual(order(""), ["a", "z"])
        self.assertEqual(order("?q=tourner"), ["z", "a"])

    def test_a_film_of_two_capsules_is_shown_once_and_steps_lead_into_it(self):
        house = self.film_house()
        house.gesture("x", chain="k:x")
        house.put(id="k:x", label=three("x"), origin="recorded", steps=[{"label": three("un"), "at": [1.5, 2]}])
        for name in "ab":
            house.put(id=f"c:{name}", gesture="g:x", views=[{"media": "d:film", "role": "wide"}], origin="filmed")
        text = (self.export(house.folder)[0] / "gestures" / "x.html").read_text()
        self.assertEqual(text.count("<video"), 1)
        self.assertIn('href="#t=1.50&amp;film=film"', text.split('class="steps"')[1])

    def film_house(self):
        house = House(self.folder)
        film = house.folder / "film.mp4"
        subprocess.run(["ffmpeg", "-v", "error", "-f", "lavfi", "-i", "color=gray:320x180:d=4:r=25", "-pix_fmt", "yuv420p",
                        "-g", "5", film], check=True)
        captions = house.folder / "film.vtt"
        captions.write_text("WEBVTT\n\n00:01.000 --> 00:02.000\nOn frappe.\n")
        house.media("film", "film.mp4", origin="filmed", form="film",
                    captions=[{"language": "fr", "file": "film.vtt"}])
        house.gesture("x", film="d:film")
        house.put(id="n:chemin", media="d:film", gesture="g:x", at=[1, 2], label=three("La panne"), origin="recorded",
                  geometry={"shape": "point", "frames": [{"t": 1, "points": [[0.25, 0.5]]}, {"t": 2, "points": [[0.75, 0.5]]}]})
        house.put(id="n:angle", media="d:film", at=[2.5, 3.5], label=three("Coude"), origin="recorded",
                  geometry={"shape": "angle", "frames": [{"t": 2.5, "points": [[0.5, 0.2], [0.5, 0.6], [0.725, 0.6]]}]},
                  measure={"kind": "angle", "unit": "deg"})
        return house

    def test_notes_lie_over_the_film_at_their_time_and_in_the_pages_language(self):
        house = self.film_house()
        made, _ = self.export(house.folder)
        page = (made / "gestures" / "x.html").as_uri()
        dom = browse(self.folder, page + "?l=en#t=1.5")
        self.assertIn('data-note="n:chemin"', dom)
        self.assertNotIn('data-note="n:angle"', dom)
        # halfway between its key frames: 0.5 x 320, 0.5 x 180
        self.assertRegex(dom, r'class="dot" cx="160" cy="90"')
        self.assertIn(">La panne (en)<", dom[dom.index('data-note="n:chemin"'):])
        dom = browse(self.folder, page + "?l=it#t=3")
        self.assertNotIn('data-note="n:chemin"', dom)
        self.assertRegex(dom, r'data-note="n:angle".*>Coude \(it\)<tspan[^>]*>90°<')
        self.assertNotIn("data-note=", browse(self.folder, page + "#t=2.2"))
        self.assertIn('data-note="n:angle"', browse(self.folder, page + "#t=3&film=film"))
        # what is drawn is seen: with the angle there is more ember on the page than without
        self.assertGreater(self.ember(page + "#t=3"), self.ember(page + "#t=2.2") + 300)

    def test_a_clip_shows_its_notes_and_measure_while_they_last(self):
        house = House(self.folder)
        shutil.copy(VILLA / "clips/etirer-fer.bvh", house.folder / "x.bvh")
        house.put(id="b:x", file="x.bvh", origin="reconstructed", unit=0.01, hand="RightHand", licence="CC0-1.0")
        house.gesture("x", clip="b:x", measure={"joints": ["RightArm", "RightForeArm", "RightHand"], "label": three("Coude")})
        house.put(id="n:bras", clip="b:x", at=[1, 2], label=three("Le bras"), origin="recorded",
                  geometry={"shape": "polyline", "joints": ["RightShoulder", "RightArm", "RightForeArm", "RightHand"]})
        made, _ = self.export(house.folder)
        page = (made / "gestures" / "x.html").as_uri()
        self.assertRegex(browse(self.folder, page + "#clip=1.5"), r'data-notes="n:bras"')
        self.assertRegex(browse(self.folder, page + "#clip=2.5"), r'data-notes=""')
        self.assertEqual((made / "clips" / "x.bvh").read_bytes(), (house.folder / "x.bvh").read_bytes())

    def ember(self, url):
        shot = self.folder / "shot.png"
        browse(self.folder, url, f"--screenshot={shot}", "--window-size=1280,1000", "--hide-scrollbars")
        _, _, channels, rows = png(shot)
        return sum(row[i] > 200 and 90 < row[i + 1] < 150 and row[i + 2] < 60
                   for row in rows for i in range(0, len(row), channels))

    def test_what_records_say_is_never_code(self):
        house = self.film_house()
        house.media("model", "m/stool.glb", b"glTF model", origin="scanned", form="model", label=three(HOSTILE))
        house.put(id="o:h", label=three(HOSTILE), model="d:model")
        house.put(id="n:hostile", media="d:film", at=[0, 4], label=three(HOSTILE), origin="recorded")
        house.gesture("hostile", label=three(HOSTILE), text=three(HOSTILE + "\n" + HOSTILE), film="d:film",
                      tools=["o:h"], links=[{"uri": "javascript:alert(3)", "label": HOSTILE},
                                            {"uri": "https://example.org/?a=1&b=\"<>", "label": "good"}])
        made, _ = self.export(house.folder, "--base", "https://example.org/r/")
        self.check_links(made)
        for page in ("index.html", "gestures/hostile.html"):
            text = (made / page).read_text()
            for source in (text, browse(self.folder, (made / page).as_uri() + "#t=1")):
                parsed = Page(source)
                self.assertEqual([a for t, a in parsed.elements if any(k.startswith("on") for k in a)], [])
                self.assertFalse([a for t, a in parsed.elements if t == "img" and a.get("src") == "x"])
                for tag, address in parsed.leads():
                    self.assertFalse(address.lower().startswith("javascript"), address)
                self.assertIn("alert(1)", "".join(parsed.words))
        self.assertEqual((made / "media" / "model.glb").read_bytes(), b"glTF model")
        self.assertIn("../media/model.glb", [a for _, a in Page((made / "gestures/hostile.html").read_text()).leads()])

    def test_nobody_is_in_it_who_did_not_agree(self):
        house = House(self.folder)
        for who in ("oui", "non"):
            house.put(id=f"p:{who}", name=f"Personne {who}", origin="recorded")
        house.put(id="a:oui", person="p:oui", name={"from": "2026-01-01"})
        house.put(id="a:non", person="p:non", image={"from": "2026-01-01", "until": "2026-11-01"})
        house.put(id="e:equipe", label=three("Équipe"), origin="recorded", people=["p:oui", "p:non"])
        house.put(id="l:atelier", label=three("Atelier caché"), at=[1.35, 44.01], precision="hidden")
        house.put(id="l:ville", label=three("Ville connue"), at=[2.5, 48.5])
        danger = {"class": "endangered", "assessor": "Nous", "date": "2026-01-01"}
        house.gesture("cache", places=["l:atelier"], status=[{**danger, "place": "l:atelier"}])
        house.gesture("connu", places=["l:atelier", "l:ville"],
                      status=[{**danger, "place": "l:atelier"}, {**danger, "place": "l:ville"}])
        house.media("portrait", "p/portrait.png", grey_png(),
                    shows=[{"person": "p:non", "consent": "a:non", "facets": ["image"]}])
        house.media("open", "p/open.png", grey_png(),
                    shows=[{"person": "p:oui", "consent": "a:oui", "facets": ["name"]}])
        house.work("oeuvre", team="e:equipe", pictures=["d:portrait", "d:open"], place="l:atelier")
        made, _ = self.export(house.folder)
        everything = "".join(p.read_text() for p in made.rglob("*") if p.suffix in (".html", ".json"))
        self.assertIn("Personne oui", everything)
        self.assertIn("Ville connue", everything)
        for hidden in ("Atelier caché", "l:atelier", "Personne non", "p:non", "portrait", "a:oui", "consent", "44.01", '"shows"'):
            self.assertNotIn(hidden, everything)
        self.assertFalse(list(made.rglob("*portrait*")))
        self.assertTrue((made / "media" / "open.png").is_file())

    def test_only_a_bundle_is_replaced_and_what_is_missing_is_named(self):
        house = House(self.folder)
        house.media("gone", "p/gone.png")
        house.work("oeuvre", picture="d:gone")
        strange = self.folder / "bundle"
        strange.mkdir()
        (strange / "thesis.txt").write_text("mine")
        _, refused = self.export(house.folder, ok=False)
        self.assertNotEqual(refused.returncode, 0)
        self.assertIn("is no bundle", refused.stderr)
        self.assertEqual([p.name for p in strange.iterdir()], ["thesis.txt"])
        shutil.rmtree(strange)
        made, told = self.export(house.folder)
        self.assertIn("d:gone", told.stderr)
        house.gesture("plus")
        self.export(house.folder)
        self.assertTrue((made / "gestures" / "plus.html").is_file())
        self.assertEqual([p for p in self.folder.iterdir() if p.name.startswith(".bundle")], [])

    def test_killed_at_any_moment_the_folder_is_the_old_one_or_the_new(self):
        house = House(self.folder)
        house.gesture("geste")
        made, _ = self.export(house.folder)
        def whole():
            return sorted((str(p.relative_to(made)), p.read_bytes()) for p in made.rglob("*") if p.is_file())
        old = whole()
        house.gesture("autre")
        dice, seen = random.Random(5), []
        for _ in range(10):
            child = subprocess.Popen([PROGRAM, "repertoire", "export", house.folder, "--format", "html",
                                      "--date", "2026-11-28", "-o", made], stderr=subprocess.DEVNULL,
                                     env={**os.environ, "GESTUAIRE_ROOT": str(ROOT)})
            time.sleep(dice.uniform(0.01, 0.5))
            child.send_signal(signal.SIGKILL)
            child.wait()
            seen.append(whole())
        self.export(house.folder)
        new = whole()
        self.assertNotEqual(old, new)
        for state in seen:
            self.assertIn(state, (old, new))


if __name__ == "__main__":
    unittest.main()
