"""Stations in processes of their own that hold the same show: killed, started anew, spoken to."""
import os
import re
import signal
import socket
import struct
import subprocess
import time
import unittest

from harness import OUT, PROGRAM, ROOT
from live import Live
from window import Screen


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
  scene.entered = show.now()
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
  canvas:rect((show.now() - scene.entered) * 16 % 320, 0, 8, 180, { color = "#ff7a1a" })
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

    def test_one_station_that_begins_anew_takes_the_others_with_it(self):
        left = self.start("gauche")
        self.start("droite")
        self.both_enter("-")
        self.say(self.right, "/gestuaire/show/cue", "deux")
        self.both_enter("deux")
        left.send_signal(signal.SIGKILL)
        left.wait()
        before = len(self.entered("droite", "-"))
        self.start("gauche", "--anew")
        self.wait(lambda: len(self.entered("droite", "-")) > before, "the beginning on the right")
        self.both_enter("-")
        self.say(self.left, "/gestuaire/show/go")  # show time has gone back; all goes on from there
        self.both_enter("un")

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


class Pictures(Twins):
    """The same, seen: both windows side by side on one screen, in one picture."""
    SPEED = 16 * 2.5  # px of the window a second: canvases of 320 px are shown 800 wide
    FRAMES = 2        # of 20 a second: one of each process

    def setUp(self):
        super().setUp()
        self.screen = Screen(self.folder)
        self.addCleanup(self.screen.close)

    def open(self, station, left):
        log = self.folder / f"{station}.log"
        with open(log, "a") as out:
            program = subprocess.Popen(
                [PROGRAM, "run", self.twins, "--station", station, "--windowed", "--silent", "--for", "500",
                 "--state", self.folder / "state"], env=self.screen.environment(), stderr=out)
        self.program = self.screen.program = program
        self.addCleanup(self.end, program)
        find = lambda: self.screen.search("--pid", str(program.pid))
        self.wait(find, "the window")
        self.screen.xdotool("windowsize", find()[0], 800, 450, "windowmove", find()[0], left, 0)
        return program

    def bar(self, picture, left):
        """The left edge of the ember bar in a window's part of the picture; None: it is not there."""
        _, _, channels, rows = picture
        row = rows[225]
        ember = [x for x in range(800) if row[(left + x) * channels] > 200 and row[(left + x) * channels + 2] < 80]
        return ember[0] if ember and ember[0] > 0 and ember[-1] < 799 else None

    def show_the_same(self):
        """In one of the pictures that are taken they are within a frame: busy machines present late."""
        def same():
            picture = self.screen.picture("both")
            bars = self.bar(picture, 0), self.bar(picture, 800)
            return None not in bars and abs(bars[0] - bars[1]) <= self.SPEED * self.FRAMES / 20
        self.wait(same, "the same picture")

    def test_a_station_that_is_killed_shows_what_one_shows_that_was_not(self):
        self.open("gauche", 0)
        right = self.open("droite", 800)
        self.say(self.left, "/gestuaire/show/go")
        self.both_enter("un")
        self.show_the_same()
        right.send_signal(signal.SIGKILL)
        right.wait()
        time.sleep(3)  # long enough that one which began anew would be a fifth of the picture behind
        self.open("droite", 800)
        self.wait(lambda: len(self.entered("droite", "un")) > 1, "the cue")
        self.show_the_same()
        OUT.mkdir(parents=True, exist_ok=True)
        (OUT / "twins.png").write_bytes((self.folder / "both.png").read_bytes())

    # Those of Twins are run there.
    test_a_station_that_is_killed_comes_back_in_its_place = None
    test_a_house_that_was_dark_all_night_goes_on_from_its_journal = None
    test_one_station_that_begins_anew_takes_the_others_with_it = None
    test_programs_hear_of_cues_and_are_answered = None


if __name__ == "__main__":
    unittest.main()
