"""The show as a whole: five minutes of three stations, recorded; processes that are killed and come back."""
import hashlib
import os
import re
import shutil
import signal
import socket
import struct
import subprocess
import time
import unittest

from harness import Case, PROGRAM, ROOT, VILLA, gestuaire
from live import Live

FIVE = ROOT / "tests" / "show" / "cinq-minutes"
FIVE_LINES = 150
OPERATOR = "10 go        # the doors open\n212.5 go     # the bow\n"


def osc(address, *values):
    """A message by the OSC 1.0 specification."""
    def text(word):
        data = word.encode() + b"\0"
        return data + b"\0" * (-len(data) % 4)
    types, data = ",", b""
    for value in values:
        if isinstance(value, str):
            types, data = types + "s", data + text(value)
        elif isinstance(value, int):
            types, data = types + "i", data + struct.pack(">i", value)
        else:
            types, data = types + "f", data + struct.pack(">f", value)
    return text(address) + text(types) + data


def read_osc(data):
    """(address, values) of a message."""
    def text(at):
        end = data.index(b"\0", at)
        return data[at:end].decode(), (end // 4 + 1) * 4
    address, at = text(0)
    types, at = text(at)
    values = []
    for kind in types[1:]:
        if kind == "s":
            value, at = text(at)
        else:
            size = {"i": 4, "f": 4, "d": 8}[kind]
            value = struct.unpack(">" + kind, data[at:at + size])[0]
            at += size
        values.append(value)
    return address, values


def free_ports(count):
    sockets = [socket.socket(socket.AF_INET, socket.SOCK_DGRAM) for _ in range(count)]
    for s in sockets:
        s.bind(("127.0.0.1", 0))
    ports = [s.getsockname()[1] for s in sockets]
    for s in sockets:
        s.close()
    return ports


class FiveMinutes(Case):
    def house(self):
        """The show of tests/show with the reference installation's films and sounds."""
        house = self.folder / "cinq-minutes"
        shutil.copytree(FIVE, house)
        shutil.copytree(VILLA / "film", house / "film")
        shutil.copytree(VILLA / "sound", house / "sound")
        (self.folder / "operator.replay").write_text(OPERATOR)
        return house

    def record(self, house, station, name):
        film = self.folder / name
        gestuaire("record", house, "--station", station, "--from", 0, "--to", 300, "--replay",
                  self.folder / "operator.replay", "-o", film, timeout=1200)
        return hashlib.sha256(film.read_bytes()).hexdigest()

    def test_it_is_written_in_few_lines_of_lua(self):
        lines = sum(len(file.read_text().splitlines()) for file in FIVE.rglob("*.lua"))
        self.assertLess(lines, FIVE_LINES)

    def test_it_is_without_fault(self):
        said = gestuaire("check", self.house()).stdout
        self.assertEqual(said, "0 errors, 0 warnings\n")

    def test_recorded_twice_it_has_the_same_bytes(self):
        house = self.house()
        for station in ("facade", "cartel", "salle"):
            with self.subTest(station=station):
                self.assertEqual(self.record(house, station, "one.mp4"), self.record(house, station, "two.mp4"))

    def test_an_operator_that_is_late_is_another_show(self):
        house = self.house()
        pictures = []
        for go in ("212.5", "213.5"):
            gestuaire("shot", house, "--station", "facade", "--at", 220, "--go", 10, "--go", go, "-o",
                      self.folder / "at.png", timeout=1200)
            pictures.append((self.folder / "at.png").read_bytes())
        self.assertNotEqual(pictures[0], pictures[1])

    def test_faults_of_an_operator_are_told_with_their_line(self):
        house = self.house()
        (self.folder / "operator.replay").write_text("1 go\n2 cue entre\n3 panic -1\n4 set salle/gain\n")
        said = gestuaire("shot", house, "--station", "salle", "--at", 1, "--replay", self.folder / "operator.replay",
                         "-o", self.folder / "x.png", ok=False)
        self.assertEqual(said.returncode, 1)
        self.assertIn('operator.replay:2: there is no cue "entre"; did you mean "entree"?', said.stderr)
        self.assertIn("operator.replay:3:", said.stderr)
        self.assertIn("operator.replay:4:", said.stderr)


TWINS = """return {{
  title = {{ fr = "x", it = "x", en = "x" }}, languages = {{ "fr", "it", "en" }}, show = "show.lua",
  osc = {{ desk = {{ to = "127.0.0.1:{desk}", from = "droite", cues = true }} }},
  stations = {{
    gauche = {{ stages = {{ wall = {{ canvas = {{ 320, 180 }}, scene = "twin" }} }},
      outputs = {{ main = {{ size = {{ 320, 180 }} }} }}, osc = "127.0.0.1:{left}", rate_hz = 20 }},
    droite = {{ stages = {{ wall = {{ canvas = {{ 320, 180 }}, scene = "twin" }} }},
      outputs = {{ main = {{ size = {{ 320, 180 }} }} }}, osc = "127.0.0.1:{right}", rate_hz = 20 }},
  }},
}}
"""
TWIN_SHOW = """local function both(name) return {
  ["gauche/wall"] = { scene = "twin", param = { name = name } },
  ["droite/wall"] = { scene = "twin", param = { name = name } } } end
return { cues = { { id = "un", scenes = both("un") }, { id = "deux", scenes = both("deux") },
                  { id = "trois", scenes = both("trois"), set = { ["droite/wall/x"] = 100 } } } }
"""
# What a scene knows on entering is written down to the last bit.
TWIN = """local scene = {}
param.number("x", { max = 500 })
function scene.enter(stage)
  log.info(string.format("%s enters %s at %a", stage.station, stage.param.name or "-", show.now()))
  scene.tween = tween.new(0, 300, 600, "linear")
  scene.stage = stage
end
function scene.update(dt, now)
  local second = math.floor(now)
  if second ~= scene.second and scene.second then
    log.info(string.format("%s second %d: %.3f", scene.stage.station, second, scene.tween:value() - (now - second) / 2))
  end
  scene.second = second
end
function scene.draw(canvas)
  canvas:rect(scene.tween:value(), 0, 20, 180, { color = "#ff7a1a" })
  scene.stage:redraw()
end
return scene
"""


class Twins(Live):
    """Two stations in two processes that show the same."""

    def setUp(self):
        super().setUp()
        self.left, self.right, desk = free_ports(3)
        self.desk = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.desk.bind(("127.0.0.1", desk))
        self.desk.settimeout(60)
        self.addCleanup(self.desk.close)
        self.twins = self.folder / "twins"
        (self.twins / "scenes" / "twin").mkdir(parents=True)
        (self.twins / "installation.lua").write_text(TWINS.format(left=self.left, right=self.right, desk=desk))
        (self.twins / "show.lua").write_text(TWIN_SHOW)
        (self.twins / "scenes" / "twin" / "scene.lua").write_text(TWIN)

    def start(self, station, *more):
        """A process; its log is added to what it said before."""
        log = self.folder / f"{station}.log"
        with open(log, "a") as out:
            program = subprocess.Popen(
                [PROGRAM, "run", self.twins, "--station", station, "--headless", "--silent", "--for", "500",
                 "--state", self.folder / "state", *more],
                env={**os.environ, "GESTUAIRE_ROOT": str(ROOT), "SDL_VIDEODRIVER": "offscreen"}, stderr=out)
        self.program = program
        self.addCleanup(self.end, program)
        return program

    def say(self, port, address, *values):
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
            s.sendto(osc(address, *values), ("127.0.0.1", port))

    def log(self):
        return "".join(file.read_text() for file in sorted(self.folder.glob("*.log")))

    def entered(self, station, name):
        """What the station said on entering, each time it did."""
        log = self.folder / f"{station}.log"
        return re.findall(rf"{station} enters {name} at (\S+)", log.read_text()) if log.exists() else []

    def both_enter(self, name):
        self.wait(lambda: self.entered("gauche", name) and self.entered("droite", name), f"{name} on both")
        self.assertEqual(self.entered("gauche", name)[-1], self.entered("droite", name)[-1])

    def seconds(self, station, scene):
        """What the station said at each second since it entered that scene."""
        log = (self.folder / f"{station}.log").read_text().rpartition(f"enters {scene} ")[2]
        return dict(re.findall(rf"{station} second (\d+): (\S+)", log))

    def test_a_station_that_is_killed_comes_back_in_its_place(self):
        left = self.start("gauche")
        right = self.start("droite")
        self.both_enter("-")
        self.say(self.left, "/gestuaire/show/go")
        self.both_enter("un")
        right.send_signal(signal.SIGKILL)
        right.wait()
        before = len(self.entered("droite", "un"))
        self.start("droite")  # from its journal, or from the other: the same
        self.wait(lambda: len(self.entered("droite", "un")) > before, "the cue before it was killed")
        self.both_enter("un")
        self.program.send_signal(signal.SIGKILL)
        self.program.wait()
        self.program = left
        self.say(self.left, "/gestuaire/show/cue", "deux")  # while it is dead
        self.wait(lambda: self.entered("gauche", "deux"), "deux on the left")
        self.start("droite")
        self.both_enter("deux")
        # What moves is where it is on the other, at the same second of the show.
        def common():
            left, right = self.seconds("gauche", "deux"), self.seconds("droite", "deux")
            return [(float(left[s]), float(right[s])) for s in left if s in right]
        self.wait(lambda: len(common()) >= 3, "three seconds of both")
        for left, right in common():
            self.assertAlmostEqual(left, right, delta=0.002)

    def test_a_house_that_was_dark_all_night_goes_on_from_its_journal(self):
        program = self.start("gauche")
        self.wait(lambda: self.entered("gauche", "-"), "the stage's own scene")
        self.say(self.left, "/gestuaire/show/cue/deux")
        self.wait(lambda: self.entered("gauche", "deux"), "deux")
        journal = self.folder / "state" / "show-gauche.json"
        self.wait(lambda: journal.exists() and "deux" in journal.read_text(), "the journal")
        program.send_signal(signal.SIGKILL)
        program.wait()
        self.start("gauche")
        self.wait(lambda: len(self.entered("gauche", "deux")) == 2, "deux again")
        self.assertEqual(*self.entered("gauche", "deux"))
        self.program.send_signal(signal.SIGKILL)
        self.program.wait()
        self.start("gauche", "--anew")
        self.wait(lambda: len(self.entered("gauche", "-")) >= 3, "the beginning")
        self.assertEqual(len(self.entered("gauche", "deux")), 2)

    def test_programs_hear_of_cues_and_are_answered(self):
        self.start("droite")
        self.wait(lambda: self.entered("droite", "-"), "the stage's own scene")
        self.say(self.right, "/gestuaire/show/cue", "trois")
        self.assertEqual(read_osc(self.desk.recv(4096)), ("/gestuaire/show/cue", ["trois"]))
        port = self.desk.getsockname()[1]
        self.say(self.right, "/gestuaire/query", port)
        rows = {}
        while True:
            address, values = read_osc(self.desk.recv(4096))
            if address == "/gestuaire/reply/end":
                break
            rows[values[0]] = values[1:]
        self.assertEqual(values, [len(rows)])
        self.assertEqual(rows["/gestuaire/param/droite/wall/x"], ["ff", 0, 500, 100, ""])
        self.assertEqual(rows["/gestuaire/param/show/gain"], ["ff", -120, 24, 0, "dB"])
        self.assertIn("/gestuaire/show/go", rows)
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asker:
            asker.settimeout(60)
            asker.sendto(osc("/gestuaire/param/show/opacity", 0.25), ("127.0.0.1", self.right))
            value = None
            for _ in range(200):  # it is set within a frame
                asker.sendto(osc("/gestuaire/param/show/opacity"), ("127.0.0.1", self.right))
                value = read_osc(asker.recv(4096))
                if value[1] == [0.25]:
                    break
                time.sleep(0.05)
            self.assertEqual(value, ("/gestuaire/param/show/opacity", [0.25]))


if __name__ == "__main__":
    unittest.main()
