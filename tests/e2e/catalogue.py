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
