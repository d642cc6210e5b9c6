"""media add: files that are none, names, what is there already, offsets of views, and kills at any moment."""
import array
import json
import math
import os
import random
import shutil
import signal
import subprocess
import time
import unittest
import wave

from harness import PROGRAM, ROOT, gestuaire
from taken import Ingest, PRIVATE, RIGHTS, ffmpeg, film, photo

KILLS = int(os.environ.get("GESTUAIRE_KILLS", 200 if os.environ.get("GESTUAIRE_LONG") else 30))


class Files(Ingest):
    def test_what_is_no_medium_is_said_and_the_others_go_on(self):
        at = self.folder
        (at / "nothing.mov").write_bytes(b"")
        (at / "words.mp4").write_text("Bonjour.\n")
        (at / "page.pdf").write_bytes(b"%PDF-1.4 ...")
        (at / "raw.tif").write_bytes(b"II*\0" + bytes(100))
        (at / "bytes.mp4").write_bytes(bytes(range(256)) * 40)
        (at / "dangling.jpg").symlink_to("nowhere")
        (at / "folder.mp4").mkdir()
        os.mkfifo(at / "pipe.mp4")
        whole = film(at / "whole.mp4", "-movflags", "faststart", "-c:a", "aac", length=6).read_bytes()
        (at / "cut.mp4").write_bytes(whole[:len(whole) // 2])
        (at / "cut.jpg").write_bytes(photo(at / "p.jpg").read_bytes()[:-40])
        header = b"\x89PNG\r\n\x1a\n" + b"\0\0\0\x0dIHDR" + (60000).to_bytes(4, "big") * 2 + b"\x08\2\0\0\0" + bytes(4)
        (at / "wide.png").write_bytes(header + b"\0\0\0\0IEND\xaeB`\x82")
        (at / "big.jpg").write_bytes(b"\xff\xd8\xff\xe0")
        os.truncate(at / "big.jpg", 600 << 20)  # a hole
        expected = {"big.jpg": "has 629145600 bytes; at most 536870912", "nothing.mov": "is empty", "words.mp4": "a text", "page.pdf": "a PDF", "raw.tif": "TIFF",
                    "bytes.mp4": "no film or sound", "dangling.jpg": "No such file", "folder.mp4": "is a folder",
                    "pipe.mp4": "no plain file", "cut.mp4": "copy it anew", "cut.jpg": "cut short",
                    "wide.png": "60000 x 60000 pixels", "missing.mp4": "No such file"}
        files = [at / name for name in (*expected, "p.jpg")]
        told = self.add(*files, ok=False)
        self.assertEqual(self.code, 1)
        for name, line in zip(expected, told):
            self.assertFalse(line["done"], name)
            self.assertIn(expected[name], line["fault"], name)
            self.assertTrue(line["fault"].startswith(f"{at / name}: "))
            self.assertEqual(line["fault"].count(f"{at / name}"), 1, line["fault"])
            self.assertIn(line["fault"], self.error)
        self.assertEqual(told[-1]["id"], "d:p")
        self.assertIn(f"{len(expected)} of {len(files)} files were not added", self.error)
        self.assertEqual([p.name for p in self.house.glob("*/.*")], [])

    def test_a_model_that_no_station_could_show_is_not_added(self):
        tetra = (ROOT / "tests" / "models" / "tetra.glb").read_bytes()
        at = self.folder
        (at / "whole.glb").write_bytes(tetra)
        self.assertEqual(self.one(at / "whole.glb")[0]["form"], "model")
        # Its JSON says that the file is another's; its length and version are right.
        (at / "broken.glb").write_bytes(tetra.replace(b'"accessors"', b'"accessorz"'))
        (at / "short.glb").write_bytes(tetra[:-4])
        (at / "scan.usdz").write_bytes(b"PK\3\4" + bytes(60))
        told = self.add(at / "broken.glb", at / "short.glb", at / "scan.usdz", ok=False)
        for line, words in zip(told, ("accessors", "cut short", "export it as .glb")):
            self.assertFalse(line["done"])
            self.assertIn(words, line["fault"])
        self.assertEqual(len(list((self.house / "model").iterdir())), 1)

    def test_a_file_that_cannot_be_read_is_said(self):
        closed = photo(self.folder / "closed.jpg")
        closed.chmod(0)
        self.folder.chmod(0o755)
        nobody = {"user": 65534} if os.geteuid() == 0 else {}  # root may read everything
        said = subprocess.run([PROGRAM, "media", "add", closed, "--to", self.house, *RIGHTS], capture_output=True, text=True,
                              env={**os.environ, "GESTUAIRE_ROOT": str(ROOT)}, **nobody)
        self.assertEqual(said.returncode, 1)
        self.assertIn(f"{closed}: cannot be read: Permission denied", said.stderr)

    def test_names_are_safe_and_endings_true(self):
        at = self.folder
        photo(at / "plain.jpg")
        shutil.copy(at / "plain.jpg", at / "Œuvre d’Été, « à l'atelier ».png")
        record, stored, added = self.one(at / "Œuvre d’Été, « à l'atelier ».png")
        self.assertEqual(added["id"], "d:oeuvre-d-ete-a-l-atelier")
        self.assertEqual(record["file"], "picture/oeuvre-d-ete-a-l-atelier.jpg")
        self.assertIn("ended in .png", " ".join(added["said"]))
        photo(at / "鍛冶.jpg", "32x32")
        self.assertEqual(self.one(at / "鍛冶.jpg")[2]["id"], "d:picture")
        photo(at / "IMG_0001.JPG", "40x40")
        self.assertEqual(self.one(at / "IMG_0001.JPG", "--keep-name")[0]["file"], "picture/IMG_0001.jpg")
        photo(at / ("x" * 200 + ".jpg"), "24x24")
        self.assertLess(len(self.one(at / ("x" * 200 + ".jpg"))[2]["id"]), 64)

    def test_nothing_is_written_over_and_nothing_twice(self):
        first = photo(self.folder / "a.jpg")
        self.one(first)
        again = self.add(first)[0]
        self.assertTrue(again["known"])
        self.assertEqual(again["id"], "d:a")
        photo(first, "32x32")
        self.assertEqual(self.one(first)[2]["id"], "d:a-2")
        photo(first, "16x16")
        fault = self.add(first, ok=False, words=(*RIGHTS, "--id", "d:a"))[0]["fault"]
        self.assertIn("say another --id", fault)
        self.assertEqual(len(list((self.house / "picture").iterdir())), 2)
        made = film(self.folder / "a.mp4")
        self.one(made)
        self.assertTrue(self.add(made)[0]["known"])

    def test_what_check_would_refuse_is_refused_at_once_and_what_is_odd_is_said(self):
        picture, sound = photo(self.folder / "a.jpg"), self.folder / "a.wav"
        told = gestuaire("media", "add", picture, "--to", self.house, "--origin", "photographed", "--credit", "X",
                         "--licence", "CC-BY-NC-4.0", ok=False)
        self.assertEqual(told.returncode, 2)
        self.assertIn('"CC-BY-NC-4.0" is none of the open ones; CC0-1.0', told.stderr)
        self.assertFalse((self.house / "picture").exists())
        ffmpeg("-f", "lavfi", "-i", "sine=duration=1", sound)
        self.assertIn("recorded is meant?", " ".join(self.one(sound)[2]["said"]))
        self.assertIn('a sound is hardly filmed; "recorded" is meant?', self.check().stdout)

    def test_a_known_file_with_other_words_says_which_stay_and_where(self):
        picture = photo(self.folder / "a.jpg")
        self.one(picture)
        told = gestuaire("media", "add", picture, "--to", self.house, "--origin", "filmed", "--credit", "Another",
                         "--licence", "CC-BY-4.0", ok=False)
        self.assertEqual(told.returncode, 1)
        self.assertIn('repertoire/media/a.json: credit: "CMA 82" stays, not "Another"', told.stderr)
        self.assertNotIn("licence", told.stderr)
        self.assertEqual(self.check().returncode, 0)

    def test_nothing_leaves_the_installation(self):
        picture = photo(self.folder / "a.jpg")
        for name in ("d:../../x", "d:..", "x", "d:A", "d:" + "x" * 60):
            said = gestuaire("media", "add", picture, "--to", self.house, *RIGHTS, "--id", name, ok=False)
            self.assertEqual(said.returncode, 2)
        outside = self.folder / "outside"
        outside.mkdir()
        (self.house / "picture").symlink_to(outside)
        self.assertIn("leads outside", self.add(picture, ok=False)[0]["fault"])
        self.assertEqual(list(outside.iterdir()), [])

    def test_what_is_missing_is_asked_for_with_the_line_to_type(self):
        picture = photo(self.folder / "l'art.jpg")
        said = gestuaire("media", "add", picture, "--to", self.house, "--origin", "filmd", ok=False)
        self.assertEqual(said.returncode, 2)
        for word in ("--origin", "filmed, photographed", "--credit", "--licence", 'not "filmd"'):
            self.assertIn(word, said.stderr)
        line = said.stderr.splitlines()[-1].strip()
        self.assertTrue(line.startswith("gestuaire media add "))
        env = {**os.environ, "GESTUAIRE_ROOT": str(ROOT)}
        typed = subprocess.run(line.replace("gestuaire", str(PROGRAM), 1), shell=True, env=env, capture_output=True, text=True)
        self.assertEqual(typed.returncode, 0, typed.stderr)
        away = subprocess.run([PROGRAM, "media", "add", picture, *RIGHTS], cwd=self.folder, env=env, capture_output=True, text=True)
        self.assertEqual(away.returncode, 1)
        self.assertIn("--to installations/NAME", away.stderr)
        photo(picture, "32x32")
        below = subprocess.run([PROGRAM, "media", "add", picture, *RIGHTS], cwd=self.house / "scenes", env=env,
                               capture_output=True, text=True)
        self.assertEqual(below.returncode, 0, below.stderr)

    def test_a_bar_is_drawn_on_a_terminal_alone(self):
        made = film(self.folder / "a.mp4")
        words = [PROGRAM, "media", "add", made, "--to", self.house, *RIGHTS]
        env = {**os.environ, "GESTUAIRE_ROOT": str(ROOT)}
        ours, theirs = os.openpty()
        with subprocess.Popen(words, env=env, stderr=theirs, stdout=subprocess.DEVNULL) as running:
            os.close(theirs)
            drawn = b""
            try:
                while piece := os.read(ours, 4096):
                    drawn += piece
            except OSError:  # its end is closed
                pass
        os.close(ours)
        self.assertEqual(running.returncode, 0)
        self.assertRegex(drawn.decode(), r"a\.mp4 .*\[[#.]{24}\] +\d+ %  [\d.]+ of [\d.]+ MB  \d+ s")
        self.assertTrue(drawn.endswith(b"\r\x1b[K"))
        self.assertEqual(gestuaire(*map(str, words[1:])).stderr, "")


class Offsets(Ingest):
    def test_views_are_laid_on_one_clock_by_their_sound(self):
        chance, rate, claps = random.Random(3), 48000, array.array("h", bytes(2 * 48000 * 40))
        at = 0.5
        while at < 39:
            tone = chance.uniform(500, 3000)
            for n in range(2400):
                claps[int(at * rate) + n] = int(12000 * math.exp(-n / 500) * math.sin(2 * math.pi * tone * n / rate))
            at += chance.uniform(0.3, 1.7)
        with wave.open(str(self.folder / "claps.wav"), "wb") as out:
            out.setparams((1, 2, rate, 0, "NONE", ""))
            out.writeframes(claps.tobytes())
        for name, start, words in (("a", 0, ()), ("b", 4.321, ("-ar", "44100")), ("c", 11.5, ("-ar", "22050", "-ac", "2"))):
            ffmpeg("-f", "lavfi", "-i", "testsrc2=s=64x48:r=25:d=25", "-i", self.folder / "claps.wav", "-af",
                   f"atrim={start}:{start + 25},asetpts=PTS-STARTPTS", "-pix_fmt", "yuv420p", "-c:a", "aac", *words,
                   self.folder / f"{name}.mp4")
        film(self.folder / "d.mp4", length=20)
        self.add(*(self.folder / f"{n}.mp4" for n in "abcd"))
        texts = {"fr": "x", "it": "x", "en": "x"}
        for kind, record in (("verbs", {"id": "v:x", "label": texts}), ("materials", {"id": "m:x", "label": texts}),
                             ("metiers", {"id": "t:x", "label": texts}),
                             ("gestures", {"id": "g:x", "verb": "v:x", "materials": ["m:x"], "metiers": ["t:x"], "label": texts,
                                           "origin": "made-up", "state": "to-document"}),
                             ("capsules", {"id": "c:x", "gesture": "g:x", "origin": "made-up", "views": [
                                 {"media": "d:a", "role": "median", "offset": 2.0}, {"media": "d:b", "role": "wide"},
                                 {"media": "d:c", "role": "pov"}, {"media": "d:d", "role": "close", "offset": 7.5}]})):
            (self.house / "repertoire" / kind).mkdir()
            (self.house / "repertoire" / kind / "x.json").write_text(json.dumps(record))
        said = gestuaire("media", "offset", self.house, "c:x", "--json", ok=False)
        self.assertEqual(said.returncode, 1)
        self.assertIn("d:d: no one place", said.stderr)
        self.assertEqual([line["found"] for line in json.loads(said.stdout)], [True, True, False])
        views = json.loads((self.house / "repertoire" / "capsules" / "x.json").read_text())["views"]
        for view, offset in zip(views, (2.0, 6.321, 13.5, 7.5)):
            self.assertAlmostEqual(view["offset"], offset, delta=0.005)
        shutil.copy(self.folder / "c.mp4", self.folder / "e.mp4")
        capsule = self.house / "repertoire" / "capsules" / "x.json"
        record = json.loads(capsule.read_text())
        del record["views"][2:]
        capsule.write_text(json.dumps(record))
        view = (*RIGHTS, "--capsule", "c:x", "--role")
        self.assertIn("a role is one of", gestuaire("media", "add", self.folder / "e.mp4", "--to", self.house, *view, "far",
                                                    ok=False).stderr)
        for _ in range(2):  # once a view, for ever one
            self.add(self.folder / "e.mp4", words=(*view, "pov"))
            views = json.loads(capsule.read_text())["views"]
            self.assertEqual([v["media"] for v in views], ["d:a", "d:b", "d:c"])
            self.assertEqual(views[2]["role"], "pov")
            self.assertAlmostEqual(views[2]["offset"], 13.5, delta=0.005)
        self.assertIn("no such capsule", gestuaire("media", "offset", self.house, "c:y", ok=False).stderr)


class Kills(Ingest):
    def test_a_kill_at_any_moment_leaves_nothing_half(self):
        files = [film(self.folder / "a.mp4", "-c:a", "aac", length=2), photo(self.folder / "b.jpg", "640x480", *PRIVATE, "-Orientation#=6"),
                 self.folder / "c.wav"]
        ffmpeg("-f", "lavfi", "-i", "sine=d=4", files[2])
        words = [PROGRAM, "media", "add", *files, "--to", self.house, *RIGHTS]
        env = {**os.environ, "GESTUAIRE_ROOT": str(ROOT)}
        begun = time.monotonic()
        self.add(*files)
        whole_s = time.monotonic() - begun
        right = {p.name: p.read_bytes() for p in self.stored()}
        self.assertEqual(len(right), 8)
        chance = random.Random(4)
        for kill in range(KILLS):
            if kill % 5 == 0:
                for path in self.stored():
                    path.unlink()
            with subprocess.Popen(words, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as running:
                try:
                    running.wait(chance.random() * whole_s * 1.1)
                except subprocess.TimeoutExpired:
                    running.send_signal(signal.SIGKILL)
            self.look(right)
        for left in self.house.glob("repertoire/*/.*"):
            os.utime(left, (1, 1))
        self.add(*files)
        self.assertEqual({p.name: p.read_bytes() for p in self.stored()}, right)
        self.assertEqual([p for p in self.house.rglob(".*")], [])
        self.check()

    def stored(self):
        return [p for pattern in ("film/*", "picture/*", "sound/*", "repertoire/media/*")
                for p in self.house.glob(pattern) if not p.name.startswith(".")]

    def look(self, right):
        for path in self.stored():
            self.assertEqual(path.read_bytes(), right[path.name], path)
            if path.suffix == ".json":
                self.assertTrue((self.house / json.loads(path.read_text())["file"]).exists(), path)


if __name__ == "__main__":
    unittest.main(verbosity=2)
