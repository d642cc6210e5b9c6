"""Light finds its projector: displays of an X server (Xorg's dummy driver) that swap, go, come and change their mode.

The driver cannot be unplugged: DUMMY1 is disconnected while it has no mode, which is what unplugging and a desktop that
notices come to; DUMMY0 stays connected, as a projector that was switched on and that nobody lit. Who a display is comes
from a folder of EDIDs, or from RandR's own property where a test sets it.
"""
import json
import os
import pathlib
import sys
import unittest

from harness import Case, PROGRAM, gestuaire
from hands import BEGIN, END, ROOM, Desk

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "tools"))
from edid import edid  # noqa: E402

COLOURS = {"nord": (0xd0, 0x20, 0x20), "sud": (0x20, 0x20, 0xd0)}
DARK = (0, 0, 0)

HOUSE = """return { title = { fr = "essai" }, languages = { "fr" }, stations = { wall = { title = { fr = "essai" },
  stages = { stone = { canvas = { 1280, 480 }, scene = "two" } },
  outputs = { nord = { at = { 0, 0 }, size = { 640, 480 } %s },
              sud = { at = { 640, 0 }, size = { 640, 480 } %s } } } } }
"""
SCENE = """local scene = {}
function scene.touch(e) if e.kind == "tap" then log.info("tapped at", math.floor(e.x), math.floor(e.y)) end end
function scene.draw(canvas)
  canvas:rect(0, 0, 640, 480, { color = "#d02020" })
  canvas:rect(640, 0, 640, 480, { color = "#2020d0" })
end
return scene
"""


class Outputs(Case):
    def setUp(self):
        super().setUp()
        self.edids = self.folder / "edid"
        self.edids.mkdir()
        self.desk = Desk(self.folder, screens=2)
        self.addCleanup(self.desk.close)
        environment = self.desk.environment
        self.desk.environment = lambda: {**environment(), "GESTUAIRE_EDID": str(self.edids)}
        self.plug(DUMMY0=edid(serial="A1"), DUMMY1=edid(serial="B2"))

    def house(self, nord="", sud=""):
        house = self.folder / "house"
        (house / "scenes/two").mkdir(parents=True, exist_ok=True)
        wanted = [f', display = "{name}"' if name else "" for name in (nord, sud)]
        (house / "installation.lua").write_text(HOUSE % tuple(wanted))
        (house / "scenes/two/scene.lua").write_text(SCENE)
        return house

    def plug(self, **blobs):
        for connector, blob in blobs.items():
            if blob is None:
                (self.edids / connector).unlink(missing_ok=True)
            else:
                (self.edids / connector).write_bytes(blob)

    def start(self, *more, **wanted):
        self.desk.run(PROGRAM, self.house(**wanted), "--station", "wall", *more)

    def xrandr(self, *args):
        self.desk.call("xrandr", "--fb", f"{ROOM[0]}x{ROOM[1]}", *args)
        self.desk.call("xrandr", "--query")  # connectors are looked at anew

    def remembered(self):
        return json.loads((self.folder / "state/outputs-wall.json").read_text())["outputs"]


    def seen(self, **places):
        """places: output=(x, y, width, height): its colour is at the place's corners and middle; None: dark there."""
        _, _, channels, rows = self.desk.picture("root")
        for what, (x, y, width, height) in places.items():
            want = COLOURS.get(what, DARK)
            for px, py in ((x + 3, y + 3), (x + width - 4, y + height - 4), (x + width // 2, y + height // 2),
                           (x + width - 4, y + 3), (x + 3, y + height - 4)):
                found = rows[py][px * channels:px * channels + 3]
                if any(abs(a - b) > 6 for a, b in zip(found, want)):
                    return False
        return True

    def await_light(self, **places):
        self.desk.wait(lambda: self.seen(**places), f"light as {places}")

    def tap(self, x, y):
        self.desk.glass.all(BEGIN, {1: (x, y)})
        self.desk.glass.all(END, {1: (x, y)})

    def displays(self, *more):
        return gestuaire("mapping", "displays", self.folder / "house", "--state", self.folder / "state", *more,
                         env=self.desk.environment()).stdout

    def test_light_goes_to_the_display_that_is_known_whatever_the_order(self):
        self.start()
        self.await_light(nord=(0, 0, 640, 480), sud=(640, 0, 640, 480))
        self.assertEqual({k: v["serial"] for k, v in self.remembered().items()}, {"nord": "A1", "sud": "B2"})
        # The server puts them in another order: each takes its light along, and its touch.
        self.xrandr("--output", "DUMMY0", "--pos", "640x0", "--output", "DUMMY1", "--pos", "0x0")
        self.await_light(sud=(0, 0, 640, 480), nord=(640, 0, 640, 480))
        self.tap(700, 100)
        self.desk.wait(lambda: "tapped at 60 100" in self.desk.said(), "tap at 60, 100")
        # And a technician who stands there gives that display the other light, by key.
        self.desk.call("xdotool", "key", "F3")
        self.desk.wait(lambda: "the desk is open" in self.desk.said(), "the desk")
        self.tap(700, 300)
        self.desk.call("xdotool", "key", "d")
        self.desk.call("xdotool", "key", "Return")
        self.desk.wait(lambda: "this display is sud's" in self.desk.said(), "word of it")
        self.desk.call("xdotool", "key", "F3")
        self.await_light(nord=(0, 0, 640, 480), sud=(640, 0, 640, 480))
        self.assertEqual({k: v["serial"] for k, v in self.remembered().items()}, {"nord": "B2", "sud": "A1"})

    def test_fingers_on_a_glass_are_on_its_output_wherever_that_is(self):
        house = self.house()
        path = house / "installation.lua"
        path.write_text(path.read_text().replace("sud = {", 'sud = { touch = "touch",'))
        self.desk.run(PROGRAM, house, "--station", "wall")
        self.await_light(nord=(0, 0, 640, 480), sud=(640, 0, 640, 480))
        self.desk.wait(lambda: 'fingers on "touch" are on it' in self.desk.said(), "word of it")

        def tap_glass(x, y, hears):  # of the glass, 0 to 1; the server would have it over all displays
            self.tap(x * ROOM[0], y * ROOM[1])
            self.desk.wait(lambda: f"tapped at {hears}" in self.desk.said(), f"tap at {hears}")
        tap_glass(0.5, 0.5, "960 240")
        tap_glass(0.1, 0.25, "704 120")
        self.xrandr("--output", "DUMMY0", "--pos", "640x0", "--output", "DUMMY1", "--pos", "0x0")
        self.await_light(sud=(0, 0, 640, 480), nord=(640, 0, 640, 480))
        tap_glass(0.75, 0.75, "1120 360")

    def test_what_cannot_be_kept_is_not_said_to_be_bound(self):
        (self.folder / "file").write_text("in the way of a folder")
        for flags in (("--bind", "nord=DUMMY1"), ("--forget", "all")):
            result = gestuaire("mapping", "displays", self.folder / "house", "--state", self.folder / "file", *flags,
                               env=self.desk.environment(), ok=False)
            self.assertEqual(result.returncode, 1)
            self.assertEqual(result.stdout, "")

    def test_a_display_that_goes_takes_its_light_and_brings_it_back(self):
        self.start()
        self.await_light(nord=(0, 0, 640, 480), sud=(640, 0, 640, 480))
        self.xrandr("--output", "DUMMY1", "--off")
        self.desk.wait(lambda: 'output "sud": EPS EPSON EB, serial B2, on DUMMY1 is gone' in self.desk.said(), "word of it")
        self.await_light(nord=(0, 0, 640, 480), dark=(640, 0, 640, 480))
        self.tap(320, 240)
        self.desk.wait(lambda: "tapped at 320 240" in self.desk.said(), "tap: the show goes on")
        # Back on another connector, elsewhere and in another mode; the one beside it changes its mode as well.
        self.plug(DUMMY1=None, DUMMY2=edid(serial="B2"))
        self.desk.call("xrandr", "--addmode", "DUMMY2", "800x600")
        self.xrandr("--output", "DUMMY2", "--mode", "800x600", "--pos", "1024x480",
                    "--output", "DUMMY0", "--mode", "1024x768")
        # 640 x 480 in 800 x 600 and in 1024 x 768: all of it.
        self.await_light(sud=(1024, 480, 800, 600), nord=(0, 0, 1024, 768))
        self.assertEqual(self.remembered()["sud"]["connector"], "DUMMY2")
        self.tap(1024 + 400, 480 + 300)
        self.desk.wait(lambda: "tapped at 960 240" in self.desk.said(), "tap in the middle of the other")
        self.assertEqual(self.desk.ends(), 0, self.desk.said())

    @unittest.skipUnless(os.environ.get("GESTUAIRE_LONG"), "long")
    def test_what_was_off_at_the_start_is_waited_for(self):
        self.start()
        self.await_light(nord=(0, 0, 640, 480), sud=(640, 0, 640, 480))
        self.assertEqual(self.desk.ends(), 0, self.desk.said())
        # Nobody lit anything: a projector that is plugged in is given its mode (1920 x 1080), as no desktop is there.
        self.xrandr("--output", "DUMMY0", "--off", "--output", "DUMMY1", "--off")
        self.plug(DUMMY0=edid(serial="B2"), DUMMY1=edid(serial="A1"))
        self.start()
        # sud's picture, as large as it fits: 1440 x 1080; nord is remembered and waits.
        self.await_light(sud=(240, 0, 1440, 1080))
        self.assertIn('output "nord": its display (EPS EPSON EB, serial A1, on DUMMY0) is not there', self.desk.said())
        self.xrandr("--output", "DUMMY0", "--mode", "640x480", "--pos", "0x0", "--output", "DUMMY1", "--mode", "640x480",
                    "--pos", "640x0")
        self.await_light(sud=(0, 0, 640, 480), nord=(640, 0, 640, 480))
        self.assertEqual(self.desk.ends(), 0, self.desk.said())

    @unittest.skipUnless(os.environ.get("GESTUAIRE_LONG"), "long")
    def test_a_replaced_projector_lights_the_wall_and_is_bound_by_hand(self):
        self.start()
        self.await_light(nord=(0, 0, 640, 480), sud=(640, 0, 640, 480))
        before = self.remembered()
        # It goes, and another make comes on its connector.
        self.xrandr("--output", "DUMMY1", "--off")
        self.await_light(dark=(640, 0, 640, 480))
        self.plug(DUMMY1=edid("BNQ", "BenQ LU", "77"))
        self.xrandr("--output", "DUMMY1", "--mode", "640x480", "--pos", "640x0")
        self.await_light(nord=(0, 0, 640, 480), sud=(640, 0, 640, 480))
        self.assertIn("--bind sud=DUMMY1", self.desk.said())
        self.assertEqual(self.remembered(), before)
        # Bound while it runs; then exchanged with the other.
        self.displays("--bind", "sud=BenQ LU")
        self.assertEqual(self.remembered()["sud"]["serial"], "77")
        self.assertIn("sud has what nord had", self.displays("--bind", "nord=2"))
        self.await_light(sud=(0, 0, 640, 480), nord=(640, 0, 640, 480))
        self.assertEqual({k: v["serial"] for k, v in self.remembered().items()}, {"nord": "77", "sud": "A1"})
        # Forgotten: bound anew, in order.
        self.displays("--forget", "all")
        self.await_light(nord=(0, 0, 640, 480), sud=(640, 0, 640, 480))
        self.assertEqual({k: v["serial"] for k, v in self.remembered().items()}, {"nord": "A1", "sud": "77"})
        table = json.loads(self.displays("--json"))
        self.assertEqual([d["connector"] for d in table["displays"]], ["DUMMY0", "DUMMY1"])
        self.assertEqual(table["outputs"]["sud"]["display"], 2)
        self.assertEqual(table["outputs"]["sud"]["remembered"]["model"], "BenQ LU")
        self.assertEqual(self.desk.ends(), 0, self.desk.said())


if __name__ == "__main__":
    unittest.main(verbosity=2)
