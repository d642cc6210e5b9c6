"""Who holds a station, between processes: a façade in one, a kiosk in another, and the desk asks over OSC."""
import json
import os
import signal
import socket
import subprocess
import sys
import time
import unittest

from harness import Case, PROGRAM, ROOT, differing, gestuaire, png
from live import Live
from twins import free_ports, osc, read_osc

sys.path.insert(0, str(ROOT / "tests" / "tools"))
import boxes  # noqa: E402

HOUSE = """return {{
  title = {{ fr = "x", it = "x", en = "x" }}, languages = {{ "fr", "it", "en" }},
  messages = {{ choose = {{ to = {{ "facade" }}, hold_s = {hold} }}, press = {{ to = {{ "kiosk" }} }} }},
  stations = {{
    facade = {{ stages = {{ wall = {{ canvas = {{ 320, 180 }}, scene = "facade" }} }},
      outputs = {{ main = {{ size = {{ 320, 180 }} }} }}, osc = "127.0.0.1:{facade}", rate_hz = 20 }},
    kiosk = {{ stages = {{ screen = {{ canvas = {{ 320, 180 }}, scene = "kiosk" }} }},
      outputs = {{ main = {{ size = {{ 320, 180 }} }} }}, osc = "127.0.0.1:{kiosk}", rate_hz = 20 }},
    hall = {{ stages = {{ screen = {{ canvas = {{ 320, 180 }}, scene = "kiosk" }} }},
      outputs = {{ main = {{ size = {{ 320, 180 }} }} }}, osc = "127.0.0.1:{hall}", rate_hz = 20 }},
  }},
}}
"""
FACADE = """local answer = require "answer"
local scene = {}
function scene.enter(stage)
  scene.stage, scene.answer = stage, answer.new(stage, { least = 0, fade = 0.2 })
  log.info("facade is there")
end
function scene.hear(e)
  local chosen = scene.answer:hear(e)
  if chosen then log.info("heard " .. chosen.id .. " of " .. e.from .. "/" .. e.stage) end
  scene.answers = scene.answers or chosen
end
function scene.update(dt, now)
  if scene.answers and not scene.answer:age(now) then
    scene.answers = nil
    log.info("own programme")
  elseif scene.answers then
    scene.stage:redraw()
  end
end
return scene
"""
KIOSK = """local scene = {}
function scene.enter(stage) log.info(stage.station .. " is there") end
function scene.hear(e)
  if e.kind == "message" then
    log.info("pressed " .. e.param.id)
    show.send("choose", { id = e.param.id })
  elseif e.kind == "held" then
    local h = show.held(e.name)
    log.info("knows " .. (h and h.by .. " " .. tostring(h.mine) .. " " .. h.waiting or "nobody"))
  end
end
return scene
"""


VISITED = """return {
  title = { fr = "x", it = "x", en = "x" }, languages = { "fr", "it", "en" },
  messages = { choose = { to = { "facade" }, hold_s = 3600 } },
  stations = {
    facade = { stages = { wall = { canvas = { 320, 180 }, scene = "facade" } },
      outputs = { main = { size = { 320, 180 } } } },
    kiosk = { stages = { screen = { canvas = { 320, 180 }, attract = "rest", scene = "touched", idle_s = 5, ask_s = 5 } },
      outputs = { main = { size = { 320, 180 } } } },
  },
}
"""
TOUCHED = """local scene = {}
function scene.touch(e) if e.kind == "tap" then show.send("choose", { id = "fer" }) end end
return scene
"""


class Visit(Case):
    def test_a_visitor_who_walks_away_gives_the_facade_back(self):
        for name, lua in (("facade", FACADE), ("rest", "return {}"), ("touched", TOUCHED)):
            (self.folder / "scenes" / name).mkdir(parents=True)
            (self.folder / "scenes" / name / "scene.lua").write_text(lua)
        (self.folder / "installation.lua").write_text(VISITED)

        def said(at):
            return gestuaire("shot", self.folder, "--station", "facade", "--at", at, "--touch", "kiosk/main:90,90@1",
                             "--touch", "kiosk/main:90,90@2", "-o", self.folder / "x.png").stderr
        # The second tap is the scene's: it ends 10 s after that.
        for at, gone in ((11.5, False), (13, True)):
            log = said(at)
            self.assertIn("heard fer of kiosk/screen", log)
            self.assertEqual("own programme" in log, gone, log)


LABELS = {"fr": "Étirer le fer", "it": "Stirare il ferro", "en": "Drawing out iron"}
CHOSEN = """return {
  title = { fr = "Nuit", it = "Notte", en = "Night" }, languages = { "fr", "it", "en" }, content = "repertoire",
  messages = { choose = { to = { "facade", "kiosk", "hall" }, hold_s = 3600 } },
  stations = {
    facade = { title = { fr = "Façade", it = "Facciata", en = "Front" }, stages = { wall = { canvas = { 320, 180 }, scene = "facade" } },
      outputs = { main = { size = { 320, 180 } } } },
    hall = { title = { fr = "Hall", it = "Atrio", en = "Hall" },
      stages = { screen = { canvas = { 320, 180 }, attract = "rest", scene = "touched", idle_s = 5, ask_s = 5 } },
      outputs = { main = { size = { 320, 180 } } } },
    kiosk = { title = { fr = "Borne", it = "Colonna", en = "Kiosk" },
      stages = { screen = { canvas = { 1280, 800 }, attract = "attract", scene = "explorer" } },
      outputs = { main = { size = { 1280, 800 }, mm_per_px = 0.4, height_mm = 900 } } },
  },
}
"""
RECORDS = {
    "verbs/v": {"id": "v:v", "label": {"fr": "étirer"}}, "materials/m": {"id": "m:m", "label": {"fr": "fer"}},
    "metiers/t": {"id": "t:t", "label": {"fr": "forgeron"}},
    "gestures/fer": {"id": "g:fer", "verb": "v:v", "materials": ["m:m"], "metiers": ["t:t"], "origin": "recorded", "label": LABELS},
}


class Attract(Case):
    """A kiosk where nobody is answers what is chosen at another station."""

    def setUp(self):
        super().setUp()
        for name, lua in (("facade", FACADE), ("rest", "return {}"), ("touched", TOUCHED.replace('"fer"', '"g:fer"'))):
            (self.folder / "scenes" / name).mkdir(parents=True)
            (self.folder / "scenes" / name / "scene.lua").write_text(lua)
        for name, record in RECORDS.items():
            file = self.folder / "repertoire" / f"{name}.json"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(json.dumps(record))
        (self.folder / "installation.lua").write_text(CHOSEN)

    def seen(self, at, *touches, chosen=True):
        """The texts of the kiosk; the second tap in the hall is its scene's."""
        file, hall = self.folder / "kiosk.json", ("hall/main:90,90@1", "hall/main:90,90@2") if chosen else ()
        args = [arg for touch in (*hall, *touches) for arg in ("--touch", touch)]
        gestuaire("shot", self.folder, "--station", "kiosk", "--at", at, *args, "--boxes", file, "-o", self.folder / "kiosk.png")
        stage = next(s for s in json.loads(file.read_text())["stages"] if s["station"] == "kiosk")
        self.assertEqual([f for f in boxes.of_stage(stage, True) if f.kind != "reach"], [])
        return [t["text"].replace("\u00a0", " ") for t in stage["texts"]]

    def test_it_names_the_gesture_in_all_languages_where_it_was_chosen_and_what_else_answers(self):
        texts = self.seen(4)
        self.assertIn("  ·  ".join(LABELS.values()), texts)
        self.assertIn("Choisi à l’instant : Hall", texts)
        self.assertIn("À voir aussi : Façade", texts)
        self.assertNotIn("  ·  ".join(LABELS.values()), self.seen(4, chosen=False))

    def test_it_goes_with_the_visitor_who_chose(self):
        # The visit in the hall ends 10 s after the tap; what was chosen stands for 20 s at least, and fades.
        self.assertIn("Choisi à l’instant : Hall", self.seen(21))
        self.assertNotIn("Choisi à l’instant : Hall", self.seen(25))

    def test_a_gesture_without_a_movement_shows_its_film(self):
        (self.folder / "film").mkdir()
        subprocess.run(["ffmpeg", "-nostdin", "-v", "error", "-y", "-f", "lavfi", "-i", "color=red:s=320x180:r=25:d=4", "-c:v",
                        "libx264", "-qp", "4", "-pix_fmt", "yuv420p", self.folder / "film" / "red.mp4"], check=True)
        film = {"id": "d:f", "file": "film/red.mp4", "form": "film", "origin": "filmed", "credit": "x", "licence": "CC0-1.0",
                "duration": 4, "size": [320, 180], "rate": [25, 1]}
        for name, record in (("media/f", film), ("gestures/fer", RECORDS["gestures/fer"] | {"film": "d:f"})):
            file = self.folder / "repertoire" / f"{name}.json"
            file.parent.mkdir(exist_ok=True)
            file.write_text(json.dumps(record))
        self.assertEqual(self.red(4, chosen=False), [])
        seen = self.red(4)
        left, right = min(x for x, _ in seen), max(x for x, _ in seen)
        top, bottom = min(y for _, y in seen), max(y for _, y in seen)
        self.assertAlmostEqual((right - left) / (bottom - top), 16 / 9, delta=0.05)  # whole, and in its shape
        self.assertEqual(len(seen), (right - left + 4) // 4 * ((bottom - top + 4) // 4))  # nothing lies on it
        self.assertGreater(left, 0.35 * 1280)
        self.assertGreater(right - left, 0.4 * 1280)

    def red(self, at, **chosen):
        """Where the kiosk's picture is red: every fourth px of every fourth row."""
        self.seen(at, **chosen)
        width, height, channels, rows = png(self.folder / "kiosk.png")
        return [(x, y) for y in range(0, height, 4) for x in range(0, width, 4)
                if rows[y][x * channels] > 200 and max(rows[y][x * channels + 1:x * channels + 3]) < 40]

    def test_a_touch_on_it_opens_its_page(self):
        self.assertIn(LABELS["fr"], self.seen(6, "kiosk/main:900,400@4"))
        self.assertNotIn("Choisi à l’instant : Hall", self.seen(6, "kiosk/main:900,400@4"))


class LouvreLens(Case):
    HOUSE = ROOT / "installations" / "louvre-lens"

    def test_it_is_whole(self):
        self.assertIn("0 errors, 0 warnings", gestuaire("check", self.HOUSE).stdout)

    def test_what_is_touched_at_the_kiosk_comes_to_the_large_screen(self):
        pictures = []
        for more in ((), ("--touch", "borne/dalle:960,700@1.5")):
            file = self.folder / f"{len(more)}.png"
            gestuaire("shot", self.HOUSE, "--station", "ecran", "--at", 5, *more, "-o", file)
            pictures.append(png(file))
        self.assertGreater(differing(*pictures, 16, 4), 0.01)


class Trail(Live):
    def setUp(self):
        super().setUp()
        self.ports = dict(zip(("facade", "kiosk", "hall"), free_ports(3)))
        self.place = self.folder / "house"
        for name, lua in (("facade", FACADE), ("kiosk", KIOSK)):
            (self.place / "scenes" / name).mkdir(parents=True)
            (self.place / "scenes" / name / "scene.lua").write_text(lua)
        self.write(2)
        # The hall's machine: what is said to it is heard here.
        self.hall = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.hall.bind(("127.0.0.1", self.ports["hall"]))
        self.hall.settimeout(60)
        self.addCleanup(self.hall.close)

    def write(self, hold_s):
        (self.place / "installation.lua").write_text(HOUSE.format(hold=hold_s, **self.ports))

    def start(self, station):
        before = self.said(station).count(f"{station} is there")
        with open(self.folder / f"{station}.log", "a") as out:
            program = subprocess.Popen(
                [PROGRAM, "run", self.place, "--station", station, "--headless", "--silent", "--for", "500",
                 "--state", self.folder / "state"],
                env={**os.environ, "GESTUAIRE_ROOT": str(ROOT), "SDL_VIDEODRIVER": "offscreen"}, stderr=out)
        self.program = program
        self.addCleanup(self.end, program)
        self.wait(lambda: self.said(station).count(f"{station} is there") > before, station)
        return program

    def said(self, station):
        log = self.folder / f"{station}.log"
        return log.read_text() if log.exists() else ""

    def log(self):
        return "".join(file.read_text() for file in sorted(self.folder.glob("*.log")))

    def wait_said(self, station, words, count=1):
        self.wait(lambda: self.said(station).count(words) >= count, f"{station}: {words}")

    def say(self, station, address, *values):
        self.hall.sendto(osc(address, *values), ("127.0.0.1", self.ports[station]))

    def held(self):
        """What the façade answers: by, seconds left, who waits; or nothing."""
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as desk:
            desk.settimeout(60)
            desk.sendto(osc("/gestuaire/show/held"), ("127.0.0.1", self.ports["facade"]))
            address, values = read_osc(desk.recv(4096))
        self.assertEqual((address, values[0]), ("/gestuaire/show/held", "facade"))
        return values[2:]

    def press(self, name):
        """A visitor of the kiosk."""
        self.say("kiosk", "/gestuaire/kiosk/message", "press", "desk", "id", name)

    def choose(self, name):
        """A visitor of the hall."""
        self.say("facade", "/gestuaire/facade/message", "choose", "hall/screen", "id", name)

    def test_a_holder_that_is_killed_is_followed_by_who_waits(self):
        facade = self.start("facade")
        kiosk = self.start("kiosk")
        self.press("fer")
        self.wait_said("facade", "heard fer of kiosk/screen")
        self.wait_said("kiosk", "knows kiosk/screen true 0")
        kiosk.send_signal(signal.SIGKILL)
        kiosk.wait()
        self.program = facade
        self.choose("verre")
        self.wait_said("facade", "heard verre of hall/screen")  # its time is over
        by, left, *waiting = self.held()
        self.assertEqual((by, waiting), ("hall/screen", []))
        self.assertTrue(0 <= left <= 2, left)
        self.wait_said("facade", "own programme")
        self.assertEqual(self.held(), [])

    def test_two_who_choose_at_once_are_shown_in_a_row(self):
        self.start("facade")
        self.start("kiosk")
        for n in range(2):
            self.press(f"fer {n}")
            self.choose(f"verre {n}")
            self.wait(lambda: self.held(), "somebody")
            by, _, *waiting = self.held()
            self.assertIn(by, ("kiosk/screen", "hall/screen"))
            self.assertNotIn(by, waiting[:-1])
            for name in ("fer", "verre"):
                self.wait_said("facade", f"heard {name} {n}")
        heard = [line.split("heard ")[1].split(" of ")[0] for line in self.said("facade").splitlines() if "heard " in line]
        self.assertEqual(sorted(heard), sorted(f"{name} {n}" for n in range(2) for name in ("fer", "verre")))

    def test_a_kiosk_that_is_started_anew_gives_back(self):
        self.write(3600)
        self.start("facade")
        kiosk = self.start("kiosk")
        self.press("fer")
        self.wait_said("facade", "heard fer")
        kiosk.send_signal(signal.SIGKILL)
        kiosk.wait()
        self.start("kiosk")
        self.wait_said("facade", "own programme")
        self.assertEqual(self.held(), [])

    def test_a_facade_that_is_started_anew_is_free_and_says_so(self):
        facade = self.start("facade")
        self.start("kiosk")
        self.press("fer")
        self.wait_said("kiosk", "knows kiosk/screen true 0")
        facade.send_signal(signal.SIGKILL)
        facade.wait()
        self.start("facade")
        self.wait_said("kiosk", "knows nobody")
        self.press("verre")
        self.wait_said("facade", "heard verre of kiosk/screen")

    def test_what_was_lost_on_the_way_is_heard_with_the_next(self):
        self.write(3600)
        self.start("facade")
        self.choose("verre")
        self.wait_said("facade", "heard verre")
        self.start("kiosk")  # it has missed the beginning
        self.wait_said("kiosk", "knows hall/screen false 0")
        # And the hall has it in so many words.
        deadline = time.monotonic() + 60
        told = []
        while not (told and told[2:3] == ["hall/screen"]) and time.monotonic() < deadline:
            address, told = read_osc(self.hall.recv(4096))
            self.assertEqual(address, "/gestuaire/show/held")
        self.assertEqual(told[0], "facade")


if __name__ == "__main__":
    unittest.main()
