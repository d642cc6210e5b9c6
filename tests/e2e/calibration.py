"""The technician's desk under Xvfb, with xdotool: a corner is dragged, nudged, undone, named, and is after a kill in the
middle of a drag where it was last shown. Where light falls is measured in pictures of the screen."""
import json
import re
import socket
import struct
import signal
import subprocess
import time
import unittest

from harness import Case, OUT, PROGRAM, gestuaire, png
from window import Screen

SCENE = """local scene = {}
function scene.touch(e) log.info("touched", e.kind) end
function scene.draw(canvas) canvas:background("#0000ff") end
return scene
"""
HOUSE = """return {
  title = { fr = "essai" }, languages = { "fr" },
  stations = { wall = {
    stages = { wall = { canvas = { 1200, 600 }, scene = "plain" } },
    surfaces = { wall = { stage = "wall", corners = { { 0, 0 }, { 1200, 0 }, { 1200, 600 }, { 0, 600 } } } },
    outputs = { nord = { at = { 0, 0 }, size = { 600, 600 } }, sud = { at = { 600, 0 }, size = { 600, 600 } } },
  } },
}
"""


def padded(text):
    bytes_ = text.encode() + b"\0"
    return bytes_ + b"\0" * (-len(bytes_) % 4)


def osc(address, *arguments):
    """A message of OSC 1.0."""
    types = "," + "".join("s" if isinstance(a, str) else "f" for a in arguments)
    return padded(address) + padded(types) + b"".join(padded(a) if isinstance(a, str) else struct.pack(">f", a) for a in arguments)


def read_osc(data):
    def text(at):
        end = data.index(b"\0", at)
        return data[at:end].decode(), (end + 4) & ~3
    address, at = text(0)
    types, at = text(at)
    values = []
    for kind in types[1:]:
        if kind == "s":
            value, at = text(at)
        else:
            value, at = struct.unpack(">f" if kind == "f" else ">i", data[at:at + 4])[0], at + 4
        values.append(value)
    return address, values


class Calibrated(Screen):
    flags = ()

    def run(self, installation):
        with open(self.log, "w") as log:
            self.program = subprocess.Popen([PROGRAM, "run", installation, "--windowed", "--silent", *self.flags, "--for", "600",
                                             "--state", self.folder / "state"], env=self.environment(), stderr=log)


class Calibration(Case):
    def setUp(self):
        super().setUp()
        self.house = self.folder / "house"
        (self.house / "scenes" / "plain").mkdir(parents=True)
        (self.house / "scenes" / "plain" / "scene.lua").write_text(SCENE)
        (self.house / "installation.lua").write_text(HOUSE)
        self.screen = Calibrated(self.folder)
        self.addCleanup(self.screen.close)

    @property
    def journal(self):
        return self.folder / "state" / "calibration" / "wall.jsonl"

    def lines(self):
        """What the journal says: JSON behind eight digits and a blank."""
        if not self.journal.exists():
            return []
        return [json.loads(line[9:]) for line in self.journal.read_text().splitlines()]

    def corner(self):
        """Output nord's first corner, as the journal's last line about it has it."""
        for line in reversed(self.lines()):
            for row in line.get("set", line.get("more", [])):
                if row[0] == "output/nord/corner/1":
                    return tuple(row[1:])
        return None

    def said(self, words, count=1):
        self.assertTrue(self.screen.wait(lambda: len(re.findall(words, self.screen.log.read_text())) >= count),
                        self.screen.log.read_text())

    def begin(self):
        """The pane of output nord on the screen: left, top, and how many px of the screen an output px is."""
        self.screen.run(self.house)
        left, top, _, _ = self.screen.window()
        self.said(r"wall/nord .* lies at")
        x, y, width = map(int, re.findall(r"wall/nord \d+x\d+ lies at (-?\d+),(-?\d+) (\d+)x", self.screen.log.read_text())[-1])
        self.at, self.scale = (left + x, top + y), width / 600
        self.assertTrue(self.screen.wait(lambda: self.blue(self.screen.picture("wait"), 300, 300)))
        self.screen.xdotool("mousemove", *self.on_screen(300, 300))
        return self.at

    def on_screen(self, x, y):
        return round(self.at[0] + x * self.scale), round(self.at[1] + y * self.scale)

    def blue(self, picture, x, y):
        _, _, channels, rows = picture
        sx, sy = self.on_screen(x, y)
        r, g, b = rows[sy][sx * channels:sx * channels + 3]
        return b > 150 and r < 90 and g < 90

    def first_blue(self, picture, row):
        """Output px where light begins in a row of output nord."""
        _, _, channels, rows = picture
        line = rows[self.on_screen(0, row)[1]]
        for x in range(self.at[0], self.at[0] + round(600 * self.scale)):
            r, g, b = line[x * channels:x * channels + 3]
            if b > 150 and r < 90 and g < 90:
                return (x - self.at[0]) / self.scale
        return None

    def keys(self, *names):
        for name in names:
            self.screen.xdotool("key", name)
            time.sleep(0.15)

    def steps(self, count):
        self.assertTrue(self.screen.wait(lambda: len(self.lines()) >= count), self.screen.log.read_text())

    def test_what_was_done_is_as_last_shown_after_a_kill_in_the_middle_of_a_drag(self):
        self.begin()
        self.keys("F3")
        self.said("the desk is open")
        # Drag the corner.
        self.screen.xdotool("mousemove", *self.on_screen(3, 3), "mousedown", 1)
        time.sleep(0.3)
        self.screen.xdotool("mousemove", *self.on_screen(43, 33))
        self.steps(3)  # head, start, the first move
        self.screen.xdotool("mousemove", *self.on_screen(103, 63))
        self.assertTrue(self.screen.wait(lambda: self.corner() and abs(self.corner()[0] - 100) < 1.5))
        self.screen.xdotool("mouseup", 1)
        dragged = self.corner()
        self.assertAlmostEqual(dragged[1], 60, delta=1.5)
        # Nudge it, undo that, name it.
        self.keys("Right", "shift+Down", "ctrl+Left")
        self.assertTrue(self.screen.wait(lambda: abs(self.corner()[0] - (dragged[0] - 9)) < 1e-6), self.lines()[-3:])
        self.assertAlmostEqual(self.corner()[1], dragged[1] + 0.1, places=6)
        self.keys("ctrl+z", "ctrl+z", "ctrl+z")
        self.assertTrue(self.screen.wait(lambda: sum("undo" in line for line in self.lines()) == 3))
        self.keys("n", "v", "eacute", "agrave", "ccedilla", "ocircumflex", "space", "Return")
        self.assertTrue(self.screen.wait(lambda: self.lines()[-1].get("name") == "véàçô "), self.lines()[-1])
        # Drag again, and kill it while the button is down.
        self.screen.xdotool("mousemove", *self.on_screen(*dragged), "mousedown", 1)
        time.sleep(0.3)
        self.screen.xdotool("mousemove", *self.on_screen(180, 90))
        self.assertTrue(self.screen.wait(lambda: abs(self.corner()[0] - 180) < 1.5))
        self.screen.xdotool("mousemove", *self.on_screen(220, 120))
        self.assertTrue(self.screen.wait(lambda: abs(self.corner()[0] - 220) < 1.5))
        last = self.corner()

        def edge_of(name, delta):
            """The picture, once its left edge is the straight line from the corner to 0, 600."""
            def there():
                found = self.first_blue(self.screen.picture(name), 200)
                return found is not None and abs(found - last[0] * 400 / (600 - last[1])) < delta
            self.assertTrue(self.screen.wait(there), last)
            self.keep(name)
            return png(self.folder / f"{name}.png")
        before = edge_of("dragged", 12)  # beside the line that is drawn there
        self.screen.program.send_signal(signal.SIGKILL)
        self.screen.program.wait(30)
        self.screen.xdotool("mouseup", 1)
        self.assertEqual(self.corner(), last)
        # Begun anew: as last shown.
        self.begin()
        self.said('output "nord" lies is what was done at the desk')
        after = edge_of("restarted", 2.5)
        self.assertFalse(self.blue(after, last[0] - 12, last[1] + 4))
        self.assertTrue(self.blue(after, last[0] + 12, last[1] + 12))
        for row in range(140, 360, 20):  # the left edge, a straight line from the corner to 0, 600
            edge = last[0] * (600 - row) / (600 - last[1])
            self.assertAlmostEqual(self.first_blue(after, row), edge, delta=2.5)
            self.assertAlmostEqual(self.first_blue(before, row), edge, delta=12)  # beside the line that is drawn there
        # The name is there yet, and one step away.
        self.keys("F3", "h", "Return")
        self.assertTrue(self.screen.wait(lambda: abs(self.corner()[0] - dragged[0]) < 1e-6), self.lines()[-1])
        self.keys("ctrl+z", "Escape")
        self.said("the desk is closed")
        self.assertIsNone(self.screen.program.poll())  # Escape closed the desk, not the program
        again = edge_of("again", 2.5)
        time.sleep(1)
        again = self.screen.picture("again")
        for row in range(140, 360, 20):
            self.assertAlmostEqual(self.first_blue(again, row), self.first_blue(after, row), delta=0.01)
        self.assertNotIn("touched", self.screen.log.read_text())  # no scene heard any of it

    def test_an_arrow_that_is_held_down_goes_on_until_it_is_let_go(self):
        self.begin()
        self.keys("F3", "Tab")
        self.said("the desk is open")
        self.screen.xdotool("keydown", "Right")
        self.assertTrue(self.screen.wait(lambda: self.corner() and self.corner()[0] >= 5), self.lines())
        self.screen.xdotool("keyup", "Right")
        time.sleep(2)
        last = self.corner()
        time.sleep(1)
        self.assertEqual(self.corner(), last)
        self.assertEqual(last[1], 0)
        self.keys("Down", "ctrl+z", "ctrl+z")  # one step back is all of it
        self.assertTrue(self.screen.wait(lambda: sum("undo" in line for line in self.lines()) == 2))
        self.assertEqual(sum("set" in line for line in self.lines()), 2)

    def test_the_public_opens_no_desk(self):
        self.screen.flags = ("--kiosk",)
        self.begin()
        self.keys("F3")
        self.screen.xdotool("mousemove", *self.on_screen(300, 300), "mousedown", 1)
        time.sleep(0.2)
        self.screen.xdotool("mouseup", 1)
        self.said("touched tap")
        self.assertNotIn("the desk is open", self.screen.log.read_text())

    def test_a_replayed_session_moves_the_light_and_is_the_same_each_time(self):
        replay = self.folder / "session.replay"
        replay.write_text("0.1 key F3\n0.2 down 1 nord 2 2\n0.3 move 1 nord 62 32\n0.4 up 1 nord 62 32\n0.5 key Ctrl+Right\n"
                          "0.6 key Shift+Down\n0.7 key F3\n")
        pictures = []
        for name in ("a", "b"):
            file = self.folder / f"{name}.png"
            gestuaire("shot", self.house, "--station", "wall", "--output", "nord", "--replay", replay, "--at", 1, "-o", file)
            pictures.append(png(file))
        self.assertEqual(pictures[0], pictures[1])
        _, _, channels, rows = pictures[0]
        for row in (150, 300, 450):  # the corner lies at 70, 30.1
            edge = 70 * (600 - row - 0.5) / (600 - 30.1)
            x = int(edge)
            self.assertLess(rows[row][(x - 2) * channels + 2], 40)
            self.assertGreater(rows[row][(x + 2) * channels + 2], 220)

    def test_a_mask_and_a_soft_edge_by_hand_are_in_the_light(self):
        """Drawn by five touches and typed; the light against Bourke's curve and IEC 61966-2-1."""
        session = ["key F3", "key K", "key S", "key S", "key A"]
        for x, y in ((100, 100), (595, 100), (595, 500), (100, 500), (103, 98)):  # the last one closes it
            session += [f"down 1 nord {x} {y}", f"up 1 nord {x} {y}"]
        session += ["key S", "key Down", "key Down", "key Down", "key Return", "key 1", "key 2", "key 0", "key Return", "key F3"]
        replay, file = self.folder / "light.replay", self.folder / "light.png"
        replay.write_text("".join(f"{0.1 + 0.02 * i:.2f} {line}\n" for i, line in enumerate(session)))
        gestuaire("shot", self.house, "--station", "wall", "--output", "nord", "--replay", replay, "--at", 2, "-o", file)
        self.keep(file.stem)
        _, _, channels, rows = png(file)

        def blue(x, y):
            return rows[y][x * channels + 2]
        for x, y in ((50, 300), (97, 300), (300, 50), (300, 97), (300, 502), (300, 580), (597, 300)):
            self.assertEqual(blue(x, y), 0, (x, y))
        for x, y in ((102, 300), (300, 102), (300, 498), (470, 300)):
            self.assertEqual(blue(x, y), 255, (x, y))
        for x in range(482, 592, 10):
            t = (600 - x - 0.5) / 120
            linear = 0.5 * (2 * t) ** 2 if t < 0.5 else 1 - 0.5 * (2 - 2 * t) ** 2
            value = 12.92 * linear if linear <= 0.0031308 else 1.055 * linear ** (1 / 2.4) - 0.055
            self.assertAlmostEqual(blue(x, 300), 255 * value, delta=1.5, msg=x)

    def test_every_value_is_set_and_asked_over_osc(self):
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        (self.house / "installation.lua").write_text(HOUSE.replace("outputs =", f'osc = "127.0.0.1:{port}", outputs ='))
        log = self.folder / "osc.log"
        with open(log, "w") as file:
            program = subprocess.Popen([PROGRAM, "run", self.house, "--station", "wall", "--headless", "--kiosk", "--silent",
                                        "--for", "300", "--state", self.folder / "state"], env=self.screen.environment(), stderr=file)
        self.addCleanup(program.kill)
        line = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.addCleanup(line.close)
        line.bind(("127.0.0.1", 0))
        line.settimeout(1)

        def say(*message):
            line.sendto(osc(*message), ("127.0.0.1", port))

        def hear(address):
            for _ in range(60):
                try:
                    got = read_osc(line.recv(65536))
                except socket.timeout:
                    return None
                if got[0] == address:  # not the answer to a question that was put twice
                    return got[1]
            return None

        def ask(address, answer=None):
            for _ in range(60):  # until it listens, and has done what was said before
                say(address)
                got = hear(answer or address)
                if got is not None:
                    return got
            raise AssertionError(log.read_text())

        def refused(*message):
            for _ in range(60):
                say(*message)
                got = hear("/gestuaire/desk/refused")
                if got is not None and got[0].startswith(message[0].removeprefix("/gestuaire/desk/")):
                    return got[0]
            raise AssertionError(log.read_text())

        def becomes(address, values):
            self.assertTrue(self.screen.wait(lambda: ask(address) == values), (ask(address), log.read_text()))

        corner = "/gestuaire/desk/output/nord/corner/1"
        self.assertEqual(ask(corner), [0, 0])
        say(corner, 12.5, 7.25)
        becomes(corner, [12.5, 7.25])
        self.assertTrue(self.screen.wait(lambda: self.corner() == (12.5, 7.25)))
        say(corner, 599.0, 599.0)
        why, = hear("/gestuaire/desk/refused")
        self.assertIn("corner", why)
        self.assertEqual(ask(corner), [12.5, 7.25])
        self.assertIn("no such address", ask("/gestuaire/desk/output/est/corner/1", "/gestuaire/desk/refused")[0])
        began_s = int(time.time())
        say("/gestuaire/desk/name", "le soir")
        name, named_s = ask("/gestuaire/desk/names")
        self.assertEqual(name, "le soir")
        self.assertTrue(began_s <= named_s <= time.time(), named_s)
        say("/gestuaire/desk/undo")
        becomes(corner, [0, 0])
        say("/gestuaire/desk/recall", "le soir")
        becomes(corner, [12.5, 7.25])
        grid = "/gestuaire/desk/surface/wall/grid"
        say(grid, 1.0, 3.0, 3.0)
        becomes(grid, [1, 3, 3])
        source = "/gestuaire/desk/surface/wall/source"
        left, top, width, height = ask(source)
        say(source, 8.0, 4.0, width - 16, height - 8)
        becomes(source, [8, 4, width - 16, height - 8])
        self.assertIn("no part of the canvas", refused(source, 8.0, 4.0, width, height))
        say("/gestuaire/desk/undo")
        becomes(source, [left, top, width, height])
        self.assertIn("finite", refused(corner, float("nan"), 0.0))
        self.assertIn("4 finite numbers", refused(grid, *[1.0] * 5))
        # All of it: 2 outputs with 4 corners, grid, lock, 11 values of light and no masks; one surface with 4, 2, 9 nodes, none
        # and its source.
        say("/gestuaire/desk/query")
        told = {}
        while True:
            address, values = read_osc(line.recv(65536))
            if address == "/gestuaire/reply/end":
                break
            if address == "/gestuaire/reply/address":
                told[values[0]] = values[1:]
        self.assertEqual(len(told), values[0])
        self.assertEqual(len(told), 2 * (4 + 2 + 11 + 1) + 4 + 2 + 9 + 1 + 1)
        self.assertEqual(told["/gestuaire/desk/surface/wall/node/2/3"], [0.5, 1])
        say("/gestuaire/desk/open")  # a technician with a tablet, at a kiosk
        self.assertTrue(self.screen.wait(lambda: "the desk is open" in log.read_text()))
        program.terminate()
        self.assertEqual(program.wait(60), 0, log.read_text())
        # And from there onto a spare machine.
        backup, spare = self.folder / "wall.json", self.folder / "spare"
        gestuaire("mapping", "backup", self.house, "--state", self.folder / "state", "-o", backup)
        self.assertIn("1 station restored", gestuaire("mapping", "restore", self.house, backup, "--state", spare).stdout)
        self.assertEqual((spare / "calibration" / "wall.jsonl").read_bytes(), self.journal.read_bytes())

    def test_a_window_beside_the_outputs_moves_surfaces_in_the_composition(self):
        self.screen.flags = ("--desk",)
        self.begin()
        self.said("the desk is open")
        self.said(r"the composition .* lies at .* of the desk's window")
        window, = [w for w in self.screen.search("--name", "F3")][:1]
        where = dict(line.split("=") for line in self.screen.xdotool("getwindowgeometry", "--shell", window).split())
        left, top = int(where["X"]), int(where["Y"])
        found = re.findall(r"composition 1200x600 lies at (\d+),(\d+) (\d+)x(\d+)", self.screen.log.read_text())[-1]
        x, y, width, height = map(int, found)

        def at(cx, cy):
            return round(left + x + cx * width / 1200), round(top + y + cy * height / 600)
        self.screen.xdotool("windowraise", window, "mousemove", *at(600, 300))
        self.screen.xdotool("windowfocus", "--sync", window, "key", "s")
        time.sleep(1)
        self.screen.xdotool("mousemove", *at(4, 4), "mousedown", 1)
        time.sleep(0.3)
        self.screen.xdotool("mousemove", *at(104, 64))

        def surface():
            for line in reversed(self.lines()):
                for row in line.get("set", line.get("more", [])):
                    if row[0] == "surface/wall/corner/1":
                        return row[1:]
            return None
        self.assertTrue(self.screen.wait(surface), self.screen.log.read_text())
        px = 1200 / width  # of the composition for one of the window
        self.assertAlmostEqual(surface()[0], 100, delta=2 * px)
        self.assertAlmostEqual(surface()[1], 60, delta=2 * px)
        self.screen.xdotool("mouseup", 1)

        def lit(cx, cy):
            _, _, channels, rows = self.screen.picture("window")
            sx, sy = at(cx, cy)
            r, _, b = rows[sy][sx * channels:sx * channels + 3]
            return b > 150 and r < 90
        self.assertTrue(self.screen.wait(lambda: not lit(60, 12)))
        self.assertTrue(lit(600, 300))
        self.keep("window")
        self.assertIsNone(self.screen.program.poll())

    def test_the_magnifier_shows_what_lies_around_the_point_eight_times_as_large(self):
        replay = self.folder / "session.replay"
        replay.write_text("0.1 key F3\n0.2 key K\n0.3 down 1 nord 2 2\n0.4 move 1 nord 102 82\n0.5 up 1 nord 102 82\n0.6 key M\n")
        file = self.folder / "magnified.png"
        gestuaire("shot", self.house, "--station", "wall", "--output", "nord", "--replay", replay, "--at", 1, "-o", file)
        self.keep("magnified")
        _, _, channels, rows = png(file)

        def px(x, y):
            return tuple(rows[y][x * channels:x * channels + 3])
        # 40 px from 80, 60 lie 8 times as large at 600 - 320 - 24, 24, px by px but for what filtering blends.
        same = [max(abs(a - b) for a, b in zip(px(80 + i, 60 + k), px(256 + 8 * i + 4, 24 + 8 * k + 4))) < 90
                for i in range(2, 38) for k in range(2, 38)]
        self.assertGreater(sum(same) / len(same), 0.9)
        # And the px under the ring of the point that is picked, in its middle, are those of the picture.
        at = tuple(px(256 + 8 * i + 4, 24 + 8 * k + 4) for i in (22, 23) for k in (22, 23))
        self.assertNotIn((0xff, 0x7a, 0x1a), at)
        self.assertGreater(len({px(256 + 8 * i + 4, 24 + 8 * k + 4) for i in range(40) for k in range(40)}), 2)

    def keep(self, name):
        OUT.mkdir(parents=True, exist_ok=True)
        (OUT / f"desk-{name}.png").write_bytes((self.folder / f"{name}.png").read_bytes())


if __name__ == "__main__":
    unittest.main(verbosity=2)
