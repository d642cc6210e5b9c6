"""The catalogue, as its readers have it: read again by poppler and zbar, which know nothing of our code."""
import os
import random
import re
import signal
import subprocess
import time
import unittest

from harness import Case, PROGRAM, ROOT, VILLA, gestuaire
from published import House, address, grey_png, records, three

BASE = "https://repertoire.example.org/"


def run(*args):
    return subprocess.run([str(a) for a in args], capture_output=True, check=True).stdout


def text_of(pdf, *options):
    """All its words with one space between; without the hyphens and spaces that setting put in."""
    text = run("pdftotext", *options, pdf, "-").decode()
    return re.sub(r"[\s\u00a0\u202f]+", " ", text.replace("\u00ad", ""))


def plain(text):
    return re.sub(r"[\s\u00a0\u202f]+", " ", text).strip()


def pages(pdf):
    return int(re.search(rb"Pages:\s+(\d+)", run("pdfinfo", pdf)).group(1))


def places(pdf):
    """Page of each named destination."""
    found = re.findall(r'^\s*(\d+) \[.*\] "(.*)"$', run("pdfinfo", "-dests", pdf).decode(), re.M)
    return {name: int(page) for page, name in found}


def ppm(file):
    """Width and rows of a binary PPM."""
    kind, size, _, px = re.match(rb"(P6)\s(\d+ \d+)\s(255)\s(.*)", file.read_bytes(), re.S).groups()
    width, height = map(int, size.split())
    assert kind == b"P6" and len(px) == width * height * 3
    return width, [px[3 * width * y:3 * width * (y + 1)] for y in range(height)]


def bookmarks(pdf):
    """The titles of its outline: cairo writes these objects plainly, as UTF-16 in hexadecimal or as text."""
    found = []
    for hexa, text in re.findall(rb"/Title (?:<FEFF([0-9A-Fa-f]*)>|\((.*?)\))\s", pdf.read_bytes()):
        found.append(bytes.fromhex(hexa.decode()).decode("utf-16-be") if hexa else text.decode("latin-1"))
    return found


class Catalogue(Case):
    def export(self, house, *options, ok=True):
        pdf = self.folder / "c.pdf"
        result = gestuaire("repertoire", "export", house, "--format", "catalogue", "--date", "2026-11-28",
                           "-o", pdf, *options, ok=ok)
        return pdf, result

    def test_every_work_and_gesture_of_the_villa_has_its_page_its_code_and_its_bookmark(self):
        pdf, _ = self.export(VILLA, "--language", "fr", "--base", BASE)
        where, marks, codes = places(pdf), bookmarks(pdf), set()
        run("pdftoppm", "-r", "100", "-gray", pdf, self.folder / "page")
        for picture in sorted(self.folder.glob("page-*.pgm")):
            read = subprocess.run(["zbarimg", "-q", "--raw", picture], capture_output=True, check=False).stdout
            codes.update(read.decode().split())
        for record in records(VILLA, "works") + records(VILLA, "gestures"):
            title = plain(record.get("title", record.get("label"))["fr"])
            page = str(where[record["id"]])
            self.assertIn(title, text_of(pdf, "-f", page, "-l", page))
            if record.get("state") != "to-document":
                self.assertIn(address(BASE, record["id"]), codes)
                self.assertIn(title, [plain(m) for m in marks])
            for link in record.get("links", []):
                self.assertIn(link["uri"], codes)
        fonts = run("pdffonts", pdf).decode().splitlines()[2:]
        self.assertTrue(fonts)
        for font in fonts:
            self.assertRegex(font, r"^[A-Z]{6}\+.* yes yes yes +\d+ +0$")
        info = run("pdfinfo", pdf).decode()
        self.assertRegex(info, r"Title: +L’excellence du geste\. Catalogue")
        self.assertRegex(info, r"Tagged: +yes")
        self.assertIn(b"/Lang (fr)", pdf.read_bytes())
        self.assertIn("H1", run("pdfinfo", "-struct", pdf).decode())

    def test_enterprises_have_pages_and_lead_to_the_gestures_that_attest_their_practices_and_back(self):
        pdf, _ = self.export(VILLA, "--language", "fr")
        where, marks = places(pdf), bookmarks(pdf)
        label = {g["id"]: plain(g["label"]["fr"]) for g in records(VILLA, "gestures")}
        for enterprise in records(VILLA, "enterprises"):
            name, page = plain(enterprise["label"]["fr"]), str(where[enterprise["id"]])
            text = text_of(pdf, "-f", page, "-l", page)
            self.assertIn(name, [plain(m) for m in marks])
            for practice in enterprise["practices"]:
                self.assertIn(plain(practice["label"]["fr"]), text)
                self.assertIn(plain(practice["text"]["fr"]).split(" ; ")[0][:40], text)
                for gesture in practice["gestures"]:
                    self.assertIn(f"{label[gesture]}, p. {where[gesture]}", text)
            attested = {g for p in enterprise["practices"] for g in p["gestures"]}
            for record in records(VILLA, "gestures"):
                if record.get("state") == "to-document":
                    continue
                first = str(where[record["id"]])
                self.assertEqual(f"{name}, p. {page}" in text_of(pdf, "-f", first, "-l", first),
                                 record["id"] in attested, record["id"])

    def test_notes_of_a_movement_say_the_angles_it_goes_through(self):
        pdf, _ = self.export(VILLA, "--language", "fr")
        # The figures are those of the text, which make/motion.py worked out when the movement was made.
        text = text_of(pdf)
        for note, text_says, said in (("Le coude se ferme à la levée", "36° à la levée à 95° à la frappe", "36° – 95°"),
                                      ("Cadence des coups", "un coup tombe toutes les 0,95 s", "63 /min")):
            self.assertIn(text_says, text)
            self.assertRegex(text, re.escape(note) + r".{0,300}?" + re.escape(said))

    def test_a_note_is_drawn_over_what_its_film_shows_at_its_key_frame(self):
        house = House(self.folder)
        # Twenty frames in two seconds, each of one grey: the n-th of 20 + 10 n.
        film = house.folder / "film" / "grey.mp4"
        film.parent.mkdir()
        run("ffmpeg", "-v", "error", "-f", "lavfi", "-i", "color=black:size=320x180:rate=10:duration=2", "-vf",
            "format=gray,geq=lum='20+10*N',scale=out_range=full:in_range=full,format=yuvj420p", "-c:v", "libx264",
            "-qp", "10", film)
        house.media("film", "film/grey.mp4", origin="filmed", size=[320, 180], duration=2)
        house.gesture("x", film="d:film")
        line = [[0.25, 0.75], [0.75, 0.25]]
        house.put(id="n:ligne", media="d:film", gesture="g:x", at=[0, 1.9], label=three("La ligne"), origin="made-up",
                  geometry={"shape": "segment", "frames": [{"t": 0, "points": [[0.5, 0.5], [0.5, 0.5]]},
                                                           {"t": 1.5, "points": line},
                                                           {"t": 1.9, "points": [[0.5, 0.5], [0.5, 0.6]]}]},
                  measure={"kind": "length", "unit": "m", "value": 0.55, "uncertainty": 0.02})
        house.put(id="n:autre", media="d:autre", gesture="g:x", at=[0, 1], label=three("Sans film"), origin="recorded",
                  geometry={"shape": "point", "frames": [{"t": 0, "points": [[0.5, 0.5]]}]})
        house.media("autre", "film/none.mp4", origin="filmed")
        pdf, result = self.export(house.folder, "--language", "all")
        page = str(places(pdf)["g:x"])
        text = text_of(pdf, "-f", page, "-l", page)
        for words in ("Film, 0,0–1,9 s", "La ligne", "La ligne (it) · La ligne (en)", "0,55 m ± 0,02 m", "Sans film",
                      "Inventé pour la démonstration"):
            self.assertIn(words, text)
        self.assertIn("d:autre", result.stderr)
        run("pdftoppm", "-r", "144", "-f", page, "-l", page, pdf, self.folder / "p")
        width, rows = ppm(next(self.folder.glob("p-*.ppm")))
        grey, ember, of_row, of_column = 0, [], [0] * len(rows), [0] * width
        for y, row in enumerate(rows):
            for x in range(width):
                r, g, b = row[3 * x:3 * x + 3]
                if max(abs(r - 170), abs(g - 170), abs(b - 170)) < 6:
                    grey += 1
                    of_row[y] += 1
                    of_column[x] += 1
                elif r > 220 and 90 < g < 160 and b < 90:
                    ember.append((x, y))
        self.assertGreater(grey, 20000)  # what the film shows at 1.5 s, not at 0 or 1.9
        lines, columns = [y for y, n in enumerate(of_row) if n > 100], [x for x, n in enumerate(of_column) if n > 60]
        left, right, top, bottom = min(columns), max(columns) + 1, min(lines), max(lines) + 1
        self.assertAlmostEqual((right - left) / (bottom - top), 16 / 9, delta=0.03)
        over = [((x + 0.5 - left) / (right - left), (y + 0.5 - top) / (bottom - top)) for x, y in ember
                if left <= x < right and top <= y < bottom]
        self.assertGreater(len(over), 200)
        tick = 0.03  # across its ends
        for u, v in over:
            self.assertLess(abs(u - 0.25 - (0.75 - v)), 2.2 * tick)
            self.assertTrue(0.25 - tick < u < 0.75 + tick, u)
        self.assertLess(min(u for u, _ in over), 0.26)
        self.assertGreater(max(u for u, _ in over), 0.74)

    def test_three_languages_stand_on_each_page(self):
        house = House(self.folder)
        house.gesture("x", text={"fr": "Le marteau tombe.", "it": "Il martello cade.", "en": "The hammer falls."},
                      state="demonstration", origin="made-up")
        pdf, _ = self.export(house.folder, "--language", "all")
        page = str(places(pdf)["g:x"])
        text = text_of(pdf, "-f", page, "-l", page)
        for words in ("Le marteau tombe.", "Il martello cade.", "The hammer falls.", "x (it)", "x (en)",
                      "Texte de démonstration, non relu", "Testo dimostrativo, non rivisto",
                      "Demonstration text, not proofread", "Inventé pour la démonstration"):
            self.assertIn(words, text)

    def test_pages_are_as_many_as_contents_say_and_the_index_tells_them(self):
        house = House(self.folder)
        house.put(id="s:ecole", label=three("École"), origin="recorded")
        for i in range(3):
            house.work(f"oeuvre-{i}", school="s:ecole", gestures=["g:geste-1"])
        for i in range(5):
            house.gesture(f"geste-{i}")
        for i in range(4):
            house.gesture(f"lacune-{i}", state="to-document")
        pdf, _ = self.export(house.folder, "--language", "fr")
        # cover, imprint, contents; a page each; to be documented, index, credits
        self.assertEqual(pages(pdf), 3 + 3 + 5 + 3)
        where = places(pdf)
        self.assertEqual(len({where[f"g:lacune-{i}"] for i in range(4)}), 1)
        index = text_of(pdf, "-f", str(where["index"]), "-l", str(where["credits"] - 1))
        for name in [f"g:geste-{i}" for i in range(5)] + [f"w:oeuvre-{i}" for i in range(3)]:
            self.assertIn(f"{name[2:]}, {where[name]}", index)
        contents = text_of(pdf, "-layout", "-f", "3", "-l", "3")
        for name in [f"g:geste-{i}" for i in range(5)] + [f"w:oeuvre-{i}" for i in range(3)]:
            self.assertIn(f"{where[name]} {name[2:]}", contents)

    def test_ten_thousand_words_go_overleaf_and_none_is_cut(self):
        house = House(self.folder)
        words = [f"mot{i:05d}" for i in range(10000)]
        text = "\n".join(" ".join(words[i:i + 2500]) for i in range(0, 10000, 2500))
        house.gesture("long", text={"fr": text, "it": text, "en": text})
        pdf, _ = self.export(house.folder, "--language", "all")
        self.assertGreater(pages(pdf), 20)
        boxes = run("pdftotext", "-bbox", pdf, "-").decode()
        found = re.findall(r'yMax="([\d.]+)">(mot\d{5})<', boxes)
        self.assertLess(max(float(y) for y, _ in found), 236 / 25.4 * 72 + 1)
        for word in words:
            self.assertIn(word, boxes)
        self.assertEqual(len(found), 3 * 10000)

    def test_letters_of_every_script_and_words_without_end_are_set(self):
        house = House(self.folder)
        house.gesture("hostile", label={"fr": "מכה בפטיש " + "x" * 250, "it": "鍛える", "en": "<b>&amp; 'q' \\ ("},
                      text={"fr": "كلمة " * 300 + "é" * 500, "it": "鍛える" * 200, "en": "\"';--"},
                      links=[{"uri": "https://example.org/a'b\\c(d)?<x>&y=%20", "label": "l'adresse"}])
        house.work("oeuvre", title={"fr": "", "it": "Solo", "en": "\u202eabc"}, gestures=["g:hostile"])
        pdf, _ = self.export(house.folder, "--language", "all")
        text = text_of(pdf)
        self.assertIn("鍛える", text)
        self.assertIn("<b>&amp; 'q", text)
        right = [float(x) for x in re.findall(r'xMax="([\d.]+)" yMax="[\d.]+">', run("pdftotext", "-bbox", pdf, "-")
                                              .decode())]
        self.assertLess(max(right), 194 / 25.4 * 72)
        self.assertIn("Noto", run("pdffonts", pdf).decode())
        self.assertIn(rb"/URI (https://example.org/a%27b%5Cc%28d%29?<x>&y=%20)", pdf.read_bytes())

    def test_what_cannot_be_shown_is_named_and_the_book_is_made(self):
        house = House(self.folder)
        house.media("broken", "p/broken.png", b"no picture")
        house.media("huge", "p/huge.png", grey_png())
        os.truncate(house.folder / "p/huge.png", 300_000_000)
        house.media("good", "p/good.png", grey_png())
        for name in ("broken", "huge", "good"):
            house.work(name, picture=f"d:{name}")
        pdf, result = self.export(house.folder, "--language", "fr")
        self.assertEqual(pages(pdf), 3 + 3 + 2)
        self.assertIn("d:broken", result.stderr)
        self.assertIn("300000000 bytes", result.stderr)
        self.assertNotIn("d:good", result.stderr)
        self.assertIn("image", run("pdfimages", "-list", pdf).decode())

    def test_only_who_agreed_to_be_named_is_named(self):
        house = House(self.folder)
        for who in ("oui", "non", "retire", "muet"):
            house.put(id=f"p:{who}", name=f"Personne {who}", origin="recorded")
        house.put(id="a:oui", person="p:oui", name={"from": "2026-01-01", "until": "2027-01-01"})
        house.put(id="a:non", person="p:non", image={"from": "2026-01-01"})
        house.put(id="a:retire", person="p:retire", name={"from": "2026-01-01", "withdrawn": "2026-11-28"})
        house.put(id="e:equipe", label=three("Équipe"), origin="recorded",
                  people=["p:oui", "p:non", "p:retire", "p:muet"])
        house.put(id="l:atelier", label=three("Atelier discret"), precision="hidden")
        house.put(id="l:ville", label=three("Ville connue"))
        house.gesture("la", places=["l:atelier", "l:ville"],
                      status=[{"class": "endangered", "assessor": "Nous", "date": "2026-01-01", "place": "l:atelier"}])
        house.work("oeuvre", team="e:equipe", place="l:atelier")
        house.work("cachee", title=three("Cachée"),
                   shows=[{"person": "p:non", "consent": "a:non", "facets": ["name"]}])
        pdf, _ = self.export(house.folder, "--language", "fr")
        text = text_of(pdf)
        self.assertIn("Personne oui", text)
        self.assertIn("Ville connue", text)
        for hidden in ("Atelier discret", "Personne non", "Personne retire", "Personne muet", "Cachée"):
            self.assertNotIn(hidden, text)

    def test_the_same_records_and_day_give_the_same_bytes(self):
        house = House(self.folder)
        house.media("good", "p/good.png", grey_png())
        house.work("oeuvre", picture="d:good")
        house.gesture("geste")
        first = self.export(house.folder)[0].read_bytes()
        time.sleep(1.1)
        self.assertEqual(first, self.export(house.folder)[0].read_bytes())

    def test_killed_at_any_moment_the_old_book_is_whole(self):
        house = House(self.folder)
        house.gesture("geste")
        pdf, _ = self.export(house.folder)
        seen = {pdf.read_bytes()}
        house.gesture("autre")
        dice = random.Random(4)
        for _ in range(8):
            child = subprocess.Popen([PROGRAM, "repertoire", "export", house.folder, "--format", "catalogue",
                                      "--date", "2026-11-28", "-o", pdf], env={**os.environ, "GESTUAIRE_ROOT": str(ROOT)},
                                     stderr=subprocess.DEVNULL)
            time.sleep(dice.uniform(0.02, 0.8))
            child.send_signal(signal.SIGKILL)
            child.wait()
            seen.add(pdf.read_bytes())
        seen.add(self.export(house.folder)[0].read_bytes())
        self.assertLessEqual(len(seen), 2)


if __name__ == "__main__":
    unittest.main()
