"""Pages of gestures, works and chains: films whose grey tells the frame say whether views, steps and slow motion
keep time; boxes say whether all can be read and reached; golden pictures how it looks (GOLDEN=write)."""
import contextlib
import itertools
import json
import os
import shutil
import subprocess
import sys
import unittest

from harness import Case, OUT, PROGRAM, ROOT, VILLA, copy_villa, differing, gestuaire, png

sys.path.insert(0, str(ROOT / "tests" / "tools"))
import boxes  # noqa: E402

GOLDEN = ROOT / "tests" / "golden"
HOUSE = """return {{
  title = {{ fr = "essai", it = "prova", en = "trial" }}, languages = {{ "fr", "it", "en" }}, content = "repertoire",
  messages = {{ choose = {{ to = {{ "one" }} }} }},
  stations = {{ one = {{
    stages = {{ screen = {{ canvas = {{ {w}, {h} }}, scene = "door" }} }},
    outputs = {{ main = {{ size = {{ {w}, {h} }}, mm_per_px = {mm}, height_mm = {low} }} }}, rate_hz = 50 }} }},
}}
"""
DOOR = """local door = {{}}
function door.enter(stage)
  stage:set_language("{language}")
  visit.set{{ text = {text}, reach = {reach}{more} }}
  show.go("{scene}", {param})
end
return door
"""
WATCHED = """local page = require "gesture_page"
local draw, shot = page.draw, nil
function page.draw(canvas)
  draw(canvas)
  shot = page.play and page.play:film() or shot
  local said = shot and shot:size() > 0 and ", with its film" or ""
  log.info((page.gesture and "it is there" or "it is gone") .. said .. ".")
end
return page
"""
PLAYING = """local page = require "gesture_page"
local draw, before = page.draw, nil
function page.draw(canvas)
  draw(canvas)
  local play = page.play
  local now = play and (play.capsule and play.capsule.id or "no capsule") .. " " .. play:view().media.id or "nothing"
  if now ~= before then
    before = now
    log.info("plays " .. now)
  end
end
return page
"""
FORMATS = {"wide": (1280, 800, 0.4, 900), "tall": (1080, 1920, 0.5, 700), "half": (960, 1080, 0.32, 900)}
RECORDS = {
    "verbs/v.json": {"id": "v:v", "label": {"fr": "Marteler"}},
    "materials/m.json": {"id": "m:m", "label": {"fr": "fer"}},
    "metiers/t.json": {"id": "t:t", "label": {"fr": "forgeron"}},
    "gestures/g.json": {"id": "g:g", "verb": "v:v", "materials": ["m:m"], "metiers": ["t:t"], "origin": "recorded",
                        "label": {"fr": "Marteler le fer"}, "text": {"fr": "Le fer est frappé."}, "chain": "k:k"},
    "media/a.json": {"id": "d:a", "file": "film/grey.mp4", "form": "film", "origin": "filmed", "credit": "x",
                     "licence": "CC0-1.0", "duration": 4, "size": [320, 180], "rate": [25, 1]},
    "media/b.json": {"id": "d:b", "file": "film/grey2.mp4", "form": "film", "origin": "filmed", "credit": "x",
                     "licence": "CC0-1.0", "duration": 4, "size": [320, 180], "rate": [25, 1]},
    "capsules/c.json": {"id": "c:c", "gesture": "g:g", "origin": "recorded", "chain": "k:k",
                        "views": [{"media": "d:a", "role": "close"}, {"media": "d:b", "role": "wide", "offset": 0.4}]},
    "chains/k.json": {"id": "k:k", "label": {"fr": "Une barre"}, "origin": "recorded", "steps": [
        {"label": {"fr": "Lever"}, "at": [0.8, 1.6]}, {"label": {"fr": "Frapper"}, "at": [2, 3]}]},
    "notes/n.json": {"id": "n:n", "media": "d:a", "at": [1, 3], "label": {"fr": "Longueur"}, "origin": "recorded",
                     "geometry": {"shape": "segment", "frames": [{"t": 1, "points": [[0.1, 0.5], [0.3, 0.5]]},
                                                                 {"t": 3, "points": [[0.5, 0.5], [0.9, 0.5]]}]},
                     "measure": {"kind": "length", "unit": "m", "value": 0.5}},
}


def grey(frame):
    """What a frame of the films is on screen: luma 20 + 2 n, in studio range."""
    return (20 + 2 * frame - 16) * 255 / 219


class Pages(Case):
    def house(self, folder, fmt, scene, param, language="fr", text=1, reach="false", more=""):
        w, h, mm, low = FORMATS[fmt]
        door = folder / "scenes" / "door"
        door.mkdir(parents=True, exist_ok=True)
        (folder / "installation.lua").write_text(HOUSE.format(w=w, h=h, mm=mm, low=low))
        (door / "scene.lua").write_text(DOOR.format(language=language, text=text, reach=reach, scene=scene, param=param,
                                                          more=more))
        return folder

    def forge(self):
        """An installation of one gesture with two films: frame n is as grey as grey(n)."""
        place = self.folder / "forge"
        for name, record in RECORDS.items():
            file = place / "repertoire" / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(json.dumps(record, ensure_ascii=False))
        (place / "film").mkdir(exist_ok=True)
        subprocess.run(["ffmpeg", "-nostdin", "-v", "error", "-y", "-f", "lavfi", "-i",
                        "color=gray:s=320x180:r=25:d=4,format=yuv420p,geq=lum='20+2*N':cb=128:cr=128", "-c:v", "libx264",
                        "-qp", "4", "-bf", "0", "-pix_fmt", "yuv420p", place / "film" / "grey.mp4"], check=True)
        shutil.copy(place / "film" / "grey.mp4", place / "film" / "grey2.mp4")
        return self.house(place, "wide", "gesture-page", '{ id = "g:g" }')

    def signed(self, **sign):
        """The forge, its first film signed by one that is darker with each frame, and a visitor who asks for it."""
        place = self.forge()
        subprocess.run(["ffmpeg", "-nostdin", "-v", "error", "-y", "-f", "lavfi", "-i",
                        "color=gray:s=180x180:r=25:d=4,format=yuv420p,geq=lum='230-2*N':cb=128:cr=128", "-c:v", "libx264",
                        "-qp", "4", "-bf", "0", "-pix_fmt", "yuv420p", place / "film" / "sign.mp4"], check=True)
        for name, more in (("a", {"sign": "d:s"}), ("s", {"id": "d:s", "file": "film/sign.mp4", "size": [180, 180], **sign})):
            (place / "repertoire" / "media" / f"{name}.json").write_text(json.dumps(RECORDS["media/a.json"] | more))
        return self.house(place, "wide", "gesture-page", '{ id = "g:g" }', more=", sign = true")

    def signing(self, picture):
        """Which frame signs, by its grey where the right part of the film would be; None: the film is there."""
        _, _, channels, rows = picture
        seen, film = rows[200][620 * channels], rows[140][70 * channels]
        return (230 - 16 - seen * 219 / 255) / 2 if abs(seen - film) > 4 else None

    def test_signing_runs_beside_the_film_on_its_time(self):
        place = self.signed()
        for at, touches in ((2.01, ()), (5.6, ()), (3.01, [("speed 2", 0.9)]), (2.5, [("play", 0.9), ("frame on", 1.1)])):
            with self.subTest(at=at, touches=touches):
                picture = self.shot(place, at, *touches)
                self.assertAlmostEqual(self.signing(picture), self.frame(picture), delta=1.2)
        _, _, channels, rows = picture  # whole, and not under it
        high = next(y for y in range(140, 800) if abs(rows[y][70 * channels] - rows[140][70 * channels]) > 4) - 103
        wide = next(x for x in range(70, 1280) if abs(rows[140][x * channels] - rows[140][70 * channels]) > 4) - 40
        self.assertAlmostEqual(wide / high, 16 / 9, delta=0.02)

    def test_a_signing_that_is_shorter_begins_with_the_film_again(self):
        place = self.signed()
        subprocess.run(["ffmpeg", "-nostdin", "-v", "error", "-y", "-i", place / "film" / "sign.mp4", "-t", "3.6", "-c:v", "libx264",
                        "-qp", "4", "-bf", "0", self.folder / "short.mp4"], check=True)
        shutil.move(self.folder / "short.mp4", place / "film" / "sign.mp4")
        picture = self.shot(place, 9.01)  # the third time, a second after its beginning
        self.assertAlmostEqual(self.frame(picture), 25, delta=2)
        self.assertAlmostEqual(self.signing(picture), self.frame(picture), delta=2)

    def test_who_does_not_ask_and_a_view_that_nobody_signs_have_the_film_alone(self):
        place = self.signed()
        self.assertIsNone(self.signing(self.shot(place, 2.01, ("view 2", 1))))
        self.house(place, "wide", "gesture-page", '{ id = "g:g" }')
        self.assertIsNone(self.signing(self.shot(place, 2.01)))

    def test_a_signing_that_is_broken_or_hidden_leaves_the_film_whole(self):
        place = self.signed()
        (place / "film" / "sign.mp4").write_bytes(b"no film")
        self.assertIsNone(self.signing(self.shot(place, 2.01)))
        place = self.signed(shows=[{"person": "p:x", "consent": "a:x", "facets": ["image"]}])
        self.assertIsNone(self.signing(self.shot(place, 2.01)))

    def test_captions_say_in_each_language_what_their_file_says(self):
        place = copy_villa(self.folder)
        for language, text, fmt in (("fr", 3, "wide"), ("it", 1, "wide"), ("en", 2, "wide"), ("it", 3, "half")):
            with self.subTest(language, format=fmt):
                cue = (place / "film" / f"raboter-bois.{language}.vtt").read_text().split("\n\n")[2]
                self.assertIn("00:03.300 --> 00:06.000", cue)
                self.house(place, fmt, "gesture-page", '{ id = "g:raboter-bois" }', language, text, more=", captions = true, sign = true")
                gestuaire("shot", place, "--station", "one", "--at", 4.5, "--boxes", self.folder / "captions.json")
                self.assertIn(cue.split("\n")[1], self.said("captions.json"))
                self.assertEqual(list(boxes.findings(self.folder / "captions.json")), [])
                stage = json.loads((self.folder / "captions.json").read_text())["stages"][0]
                scrub = next(c["box"] for c in stage["controls"] if c["name"] == "scrub")
                caption = next(t for t in stage["texts"] if cue.split("\n")[1] in t["text"])
                self.assertLessEqual(len(caption["lines"]), 2)  # the film is seen over them
                self.assertLess(caption["box"][3], scrub[1])

    def shot(self, place, at, *touches, boxes_too=False):
        file = self.folder / "shot.png"
        args = ["shot", place, "--station", "one", "--at", at, "-o", file]
        for name, when in touches:
            args += ["--touch", "{:.0f},{:.0f}@{}".format(*self.middle(place, name), when)]
        if boxes_too:
            args += ["--boxes", self.folder / "shot.json"]
        gestuaire(*args)
        return png(file)

    def controls(self, place, at=0.5):
        gestuaire("shot", place, "--station", "one", "--at", at, "--boxes", self.folder / "controls.json")
        stage = json.loads((self.folder / "controls.json").read_text())["stages"][0]
        return {c["name"]: c["box"] for c in stage["controls"]}

    def middle(self, place, name):
        if getattr(self, "known", None) is None:
            self.known = self.controls(place)
        left, top, right, bottom = self.known[name]
        return (left + right) / 2, (top + bottom) / 2

    def frame(self, picture):
        """Which frame is seen, by its grey near the upper left of the film."""
        _, _, channels, rows = picture
        value = rows[140][70 * channels]
        return (value * 219 / 255 + 16 - 20) / 2

    def test_the_film_runs_with_the_clock(self):
        place = self.forge()
        self.assertAlmostEqual(self.frame(self.shot(place, 2.01)), 50, delta=1.2)

    def test_another_view_shows_the_same_moment(self):
        # The second film begins 0.4 s later on the capsule's clock: ten frames less are over.
        place = self.forge()
        self.assertAlmostEqual(self.frame(self.shot(place, 2.01, ("view 2", 1))), 40, delta=1.2)

    def test_slow_motion_is_half_as_fast_from_then_on(self):
        place = self.forge()
        seen = self.frame(self.shot(place, 3.01, ("speed 2", 0.9)))  # lifted at 1.0
        self.assertAlmostEqual(seen, 25 + 25, delta=1.7)

    def test_a_frame_on_is_one_frame(self):
        place = self.forge()
        stands = round(self.frame(self.shot(place, 2.5, ("play", 0.9))))
        self.assertAlmostEqual(stands, 25, delta=1)
        for count in (1, 2, 3):
            on = [("frame on", 1.1 + 0.2 * n) for n in range(count)]
            self.assertAlmostEqual(self.frame(self.shot(place, 2.5, ("play", 0.9), *on)), stands + count, delta=0.6)
        self.assertAlmostEqual(self.frame(self.shot(place, 2.5, ("play", 0.9), ("frame back", 1.1))), stands - 1, delta=0.6)

    def test_a_step_is_played_again_and_again(self):
        place = self.forge()
        picture = self.shot(place, 2.61, ("step on", 0.3))  # from 0.4 on the first step: 0.8 s to 1.6 s
        self.assertAlmostEqual(self.frame(picture), 25 * (0.8 + (2.21 % 0.8)), delta=2)

    def test_one_goes_on_from_the_step_that_runs_or_has_run(self):
        place = self.forge()
        for when in (1.1, 1.7):  # in the first step; between the first and the second
            picture = self.shot(place, 2.71, ("step on", when))  # on the second: 2 s to 3 s
            self.assertAlmostEqual(self.frame(picture), 25 * (2 + (2.71 - when - 0.1) % 1), delta=2)
        self.known = self.controls(place, 2.2)  # before the first step there is none before it
        picture = self.shot(place, 3.41, ("step back", 2.3))  # and back from the second
        self.assertAlmostEqual(self.frame(picture), 25 * (0.8 + (1.01 % 0.8)), delta=2)

    def test_a_film_that_ran_runs_on_from_where_the_first_finger_let_it_go(self):
        place = self.forge()
        left, top, right, bottom = self.controls(place)["scrub"]
        x, y = left + 0.3 * (right - left), (top + bottom) / 2
        file = self.folder / "two.replay"
        file.write_text(f"1.0 down 1 main {x:.1f} {y:.1f}\n1.1 down 2 main {x + 200:.1f} {y:.1f}\n"
                        f"1.2 up 2 main {x + 200:.1f} {y:.1f}\n1.3 up 1 main {x:.1f} {y:.1f}\n")
        gestuaire("shot", place, "--station", "one", "--at", 2.31, "--replay", file, "-o", self.folder / "shot.png")
        self.assertAlmostEqual(self.frame(png(self.folder / "shot.png")), 25 * (0.3 * 4 + 1.01), delta=2)

    def test_a_measure_lies_where_it_was_drawn(self):
        # At 2 s half way between its key frames: from 0.3 to 0.6 of the picture's width.
        place = self.forge()
        self.shot(place, 2.01, boxes_too=True)
        stage = json.loads((self.folder / "shot.json").read_text())["stages"][0]
        figure = next(t for t in stage["texts"] if t["text"] == "0,5\u202fm" and t["size"] < 40)
        film = self.film_box()
        middle = film[0] + (film[2] - film[0]) * 0.45
        self.assertAlmostEqual((figure["box"][0] + figure["box"][2]) / 2, middle, delta=0.02 * (film[2] - film[0]))

    def test_every_note_that_is_drawn_is_named_on_one_leaf_of_the_legend(self):
        place, count = self.forge(), 9
        for n in range(count):
            (place / "repertoire" / "notes" / f"n{n}.json").write_text(json.dumps(RECORDS["notes/n.json"] | {
                "id": f"n:n{n}", "label": {"fr": f"Longueur du fer chaud {n}"}}))
        looks = [(fmt, text, reach, large) for fmt in FORMATS for text, reach in ((1, "false"), (3, "true")) for large in (False, True)]
        for fmt, text, reach, large in looks:
            with self.subTest(fmt=fmt, text=text, reach=reach, large=large):
                self.house(place, fmt, "gesture-page", '{ id = "g:g" }', "fr", text, reach)
                self.known, named = None, set()
                for n in range(count + 1):
                    file = self.folder / "named.json"
                    touches = ["--touch", "{:.0f},{:.0f}@{}".format(*self.middle(place, "large"), 0.3)] if large else []
                    for k in range(n):
                        touches += ["--touch", f"{x:.0f},{y:.0f}@{1.1 + 0.2 * k:.1f}"]
                    gestuaire("shot", place, "--station", "one", "--at", 2.95, *touches, "--boxes", file)
                    stage = json.loads(file.read_text())["stages"][0]
                    self.assertEqual([str(f) for f in boxes.of_stage(stage, reach == "true")], [])
                    named |= {t["text"].split("\u2002")[-1] for t in stage["texts"]}
                    more = [c["box"] for c in stage["controls"] if c["name"] == "notes"]
                    if not more or {f"Longueur du fer chaud {k}" for k in range(count)} <= named:
                        break
                    x, y = (more[0][0] + more[0][2]) / 2, (more[0][1] + more[0][3]) / 2
                self.assertEqual({f"Longueur du fer chaud {k}" for k in range(count)} - named, set())

    def test_larger_texts_leave_the_film_large_and_the_tabs_on_one_line(self):
        place, wide = self.forge(), {}
        note = {key: value for key, value in RECORDS["notes/n.json"].items() if key != "geometry"}  # nothing lies on the film
        (place / "repertoire" / "notes" / "n.json").write_text(json.dumps(note))
        for text in (1, 2, 3):
            self.house(place, "wide", "gesture-page", '{ id = "g:g" }', "fr", text)
            for large in (False, True):
                self.known = None
                width, _, channels, rows = self.shot(place, 2.01, *[("large", 1)] if large else [])
                row = rows[170]
                wide[text, large] = next(x for x in range(70, width) if abs(row[x * channels] - row[70 * channels]) > 6) - 40
            tops = {self.known[name][1] for name in ("discover", "technical", "around")}
            self.assertEqual(len(tops), 1, text)
            self.assertGreaterEqual(wide[text, False], 0.75 * wide[1, False], text)
            self.assertGreaterEqual(wide[text, True], 1.2 * wide[text, False], text)

    def film_box(self):
        """The lit rectangle of the film in the last shot, by its own light: px."""
        width, height, channels, rows = png(self.folder / "shot.png")
        level = rows[140][70 * channels]
        row = [x for x in range(width) if abs(rows[140][x * channels] - level) < 6]
        column = [y for y in range(height) if abs(rows[y][70 * channels] - level) < 6]
        return row[0], column[0], row[-1] + 1, column[-1] + 1

    def test_without_its_film_the_page_says_so_and_goes_on(self):
        place = self.forge()
        for name in ("grey.mp4", "grey2.mp4"):
            (place / "film" / name).write_bytes(b"no film")
        gestuaire("shot", place, "--station", "one", "--at", 2, "--boxes", self.folder / "gone.json")
        said = self.said("gone.json")
        self.assertIn("Le film manque pour le moment.", said)
        self.assertIn("Marteler le fer", said)

    def said(self, file):
        stage = json.loads((self.folder / file).read_text())["stages"][0]
        return [t["text"].replace("\u00a0", " ") for t in stage["texts"]]

    def test_one_broken_view_gives_way_to_the_other(self):
        place = self.forge()
        (place / "film" / "grey.mp4").write_bytes(b"no film")
        self.assertAlmostEqual(self.frame(self.shot(place, 2.01)), 49, delta=2) # it began with its own first frame

    def test_a_gesture_that_is_withdrawn_while_it_is_shown_goes(self):
        place = self.forge()
        with self.running(place, WATCHED) as show:
            self.hear(show, "it is there, with its film.")
            (place / "repertoire" / "gestures" / "g.json").unlink()
            self.hear(show, "g:g is not shown any more")  # staff
            self.hear(show, "it is gone.")  # and nothing of its film is heard
            (place / "repertoire" / "gestures" / "g.json").write_text(json.dumps(RECORDS["gestures/g.json"]))
            self.hear(show, "it is there, with its film.")

    def test_a_performance_that_is_withdrawn_while_it_is_shown_gives_way(self):
        place = self.forge()
        records = place / "repertoire"
        shown = {"people/p.json": {"id": "p:p", "name": "X", "origin": "made-up"},
                 "consents/a.json": {"id": "a:a", "person": "p:p", "image": {"from": "2020-01-01"}, "name": {"from": "2020-01-01"}},
                 "capsules/c.json": RECORDS["capsules/c.json"] | {"shows": [{"person": "p:p", "consent": "a:a", "facets": ["image"]}]},
                 "capsules/d.json": {"id": "c:d", "gesture": "g:g", "origin": "recorded", "views": [{"media": "d:b", "role": "wide"}]}}
        for name, record in shown.items():
            (records / name).parent.mkdir(exist_ok=True)
            (records / name).write_text(json.dumps(record))
        with self.running(place, PLAYING) as show:
            self.hear(show, "plays c:c d:a")
            shown["consents/a.json"]["image"]["withdrawn"] = "2021-01-01"
            (records / "consents/a.json").write_text(json.dumps(shown["consents/a.json"]))
            self.hear(show, "c:c is not shown any more")
            self.hear(show, "plays c:d d:b")
            (records / "gestures/g.json").unlink()
            self.hear(show, "plays nothing")
            (records / "gestures/g.json").write_text(json.dumps(RECORDS["gestures/g.json"]))
            self.hear(show, "plays c:d d:b")

    @contextlib.contextmanager
    def running(self, place, page):
        """The forge live, its page as given."""
        (place / "scenes" / "gesture-page").mkdir()
        (place / "scenes" / "gesture-page" / "scene.lua").write_text(page)
        (self.folder / "state").mkdir()
        show = subprocess.Popen([PROGRAM, "run", place, "--station", "one", "--headless", "--silent", "--for", "200",
                                 "--state", self.folder / "state"], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
                                env={**os.environ, "GESTUAIRE_ROOT": str(ROOT)})
        try:
            yield show
        finally:
            show.terminate()
            show.wait()
            show.stderr.close()

    def hear(self, show, words):
        heard = []
        for line in show.stderr:
            heard.append(line)
            if words in line:
                return
        self.fail(f"it never said \"{words}\":\n{''.join(heard)}")

    def test_steps_lead_to_the_gesture_of_their_chain_also_on_the_way_back(self):
        place = self.forge()
        self.house(place, "wide", "chain", '{ id = "k:k", gesture = "g:g" }')
        chain = self.controls(place)
        touches = []
        for name, when in (("step 2", 1), ("back", 2.5)):  # the page's button lies where the chain's does
            left, top, right, bottom = chain[name]
            touches += ["--touch", f"{(left + right) / 2:.0f},{(top + bottom) / 2:.0f}@{when}"]
        for at, is_there, is_not in ((2, "play", "step 2"), (4, "step 2", "play")):
            gestuaire("shot", place, "--station", "one", "--at", at, *touches, "--boxes", self.folder / "steps.json")
            names = [c["name"] for c in json.loads((self.folder / "steps.json").read_text())["stages"][0]["controls"]]
            self.assertIn(is_there, names)
            self.assertNotIn(is_not, names)

    def test_the_explorer_offers_no_tab_that_has_nothing(self):
        place, tabs = self.forge(), {"gestures", "matrix", "metiers", "works", "game"}
        self.house(place, "wide", "explorer", '{ look = "tab=works" }')
        self.assertEqual(tabs & set(self.controls(place)), {"gestures", "matrix", "metiers"})
        (place / "repertoire" / "works").mkdir()
        (place / "repertoire" / "works" / "w.json").write_text(json.dumps({
            "id": "w:w", "title": {"fr": "Une grille"}, "origin": "made-up", "gestures": ["g:g"]}))
        self.assertEqual(tabs & set(self.controls(place)), {"gestures", "matrix", "metiers", "works"})
        self.assertIn("Une grille", self.said("controls.json"))

    def test_a_work_of_many_pictures_shows_each_of_them_to_a_finger(self):
        place, count = self.forge(), 20
        (place / "picture").mkdir()
        (place / "repertoire" / "works").mkdir()
        for n in range(count):
            shutil.copy(VILLA / "picture" / "vase.png", place / "picture" / f"{n}.png")
            (place / "repertoire" / "media" / f"p{n}.json").write_text(json.dumps({
                "id": f"d:p{n}", "file": f"picture/{n}.png", "form": "picture", "origin": "made-up", "credit": "x", "licence": "CC0-1.0"}))
        (place / "repertoire" / "works" / "w.json").write_text(json.dumps({
            "id": "w:w", "title": {"fr": "Une grille"}, "origin": "made-up", "pictures": [f"d:p{n}" for n in range(count)]}))
        self.house(place, "wide", "work-page", '{ id = "w:w" }')
        left, top, right, bottom = self.controls(place)["items more"]
        seen, touches = set(), []
        for n in range(count):
            file = self.folder / "many.json"
            gestuaire("shot", place, "--station", "one", "--at", n + 0.9, *touches, "--boxes", file)
            self.assertEqual(list(boxes.findings(file)), [])
            names = [c["name"] for c in json.loads(file.read_text())["stages"][0]["controls"]]
            seen |= {name for name in names if name.startswith("item ")}
            if "items more" not in names:
                break
            touches += ["--touch", f"{(left + right) / 2:.0f},{(top + bottom) / 2:.0f}@{n + 1}"]
        self.assertEqual(seen, {f"item {n + 1}" for n in range(count)})

    def test_what_is_not_there_is_told_and_leads_on(self):
        for scene in ("gesture-page", "work-page", "chain"):
            place = self.house(self.forge(), "wide", scene, '{ id = "g:none" }')
            gestuaire("shot", place, "--station", "one", "--at", 1, "--boxes", self.folder / "none.json")
            self.assertIn("Cette page n’est plus montrée.", self.said("none.json"), scene)

    def test_all_is_read_and_reached_in_every_format_size_and_language(self):
        """Each page in each format; languages, sizes and reach in turn, so that each meets each."""
        place = copy_villa(self.folder)
        pages = [("gesture-page", '{ id = "g:etirer-fer" }'), ("work-page", '{ id = "w:vase" }'),
                 ("chain", '{ id = "k:etirer-fer" }'), ("gesture-page", '{ id = "g:fendre-chene" }')]
        turns = itertools.cycle(itertools.product((1, 2, 3), ("fr", "it", "en"), ("false", "true")))
        for (scene, param), fmt in itertools.product(pages, FORMATS):
            for _ in range(2):
                text, language, reach = next(turns)
                next(turns)
                with self.subTest(f"{scene} {fmt} {language} text {text} reach {reach}"):
                    self.house(place, fmt, scene, param, language, text, reach)
                    gestuaire("shot", place, "--station", "one", "--at", 1.3, "--boxes", self.folder / "page.json")
                    self.assertEqual(list(boxes.findings(self.folder / "page.json", reach=reach == "true")), [])

    def test_what_is_made_up_is_said_as_large_as_a_visitor_has_set_texts(self):
        place = copy_villa(self.folder)
        for text, larger in ((1, 1), (3, 1.5)):
            self.house(place, "tall", "work-page", '{ id = "w:vase" }', "it", text)
            gestuaire("shot", place, "--station", "one", "--at", 1, "--boxes", self.folder / "foot.json")
            texts = json.loads((self.folder / "foot.json").read_text())["stages"][0]["texts"]
            foot = next(t for t in texts if "opera inventata" in t["text"])
            self.assertAlmostEqual(foot["size"], 0.86 * 1080 / 38 * larger, delta=1)  # "small" of scenes/lib/ui_theme.lua

    def test_pages_look_as_they_did(self):
        place = copy_villa(self.folder)
        for name, fmt, scene, param, at, *more in (
                ("page-gesture", "wide", "gesture-page", '{ id = "g:etirer-fer", step = 2 }', 1.2),
                ("page-gesture-tall", "tall", "gesture-page", '{ id = "g:raboter-bois" }', 1.2),
                ("page-gesture-signed", "wide", "gesture-page", '{ id = "g:raboter-bois" }', 2, ", captions = true, sign = true"),
                ("page-work", "wide", "work-page", '{ id = "w:vase" }', 1),
                ("page-chain", "wide", "chain", '{ id = "k:etirer-fer" }', 1)):
            with self.subTest(name):
                self.house(place, fmt, scene, param, more="".join(more))
                golden, file = GOLDEN / f"{name}.png", self.folder / f"{name}.png"
                gestuaire("shot", place, "--station", "one", "--at", at, "-o", file)
                if os.environ.get("GOLDEN") == "write":
                    golden.write_bytes(file.read_bytes())
                share = differing(png(golden), png(file), 24)
                if share > 0.005:
                    OUT.mkdir(parents=True, exist_ok=True)
                    (OUT / f"{name}.png").write_bytes(file.read_bytes())
                self.assertLessEqual(share, 0.005, f"{name}: {share:.2%} of the pixels; see {OUT}")


if __name__ == "__main__":
    unittest.main(verbosity=2)
