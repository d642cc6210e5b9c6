"""The supervisor over the real engine, on an X server whose screen is a file: between two engines the last picture stays.

No time is asserted; pictures are."""
import mmap
import os
import pathlib
import signal
import struct
import subprocess
import time
import unittest

from harness import Case, PROGRAM

SUPERVISOR = pathlib.Path(PROGRAM).parent / "gestuaire-supervisor"
WIDTH, HEIGHT = 640, 360
EMBER = (0xff, 0x7a, 0x1a)
HOUSE = """return { title = { fr = "essai" }, languages = { "fr" },
  stations = { borne = { title = { fr = "essai" }, stages = { wall = { canvas = { 640, 360 }, scene = "plain" } },
    outputs = { screen = { at = { 0, 0 }, size = { 640, 360 } } }, rate_hz = 30 } } }
"""
# All of the screen in one colour: a picture is right or it is not.
PLAIN = """local scene = {}
function scene.enter(stage) scene.stage = stage end
function scene.draw(canvas)
  canvas:rect(0, 0, 640, 360, { color = "#ff7a1a" })
  scene.stage:redraw()
end
return scene
"""


class Server:
    """Xvfb, whose screen is a file (an xwd: head, colours, then rows of BGRX)."""

    def __init__(self, folder):
        folder.mkdir()
        read, write = os.pipe()
        self.process = subprocess.Popen(
            ["Xvfb", "-displayfd", str(write), "-screen", "0", f"{WIDTH}x{HEIGHT}x24", "-nolisten", "tcp", "-fbdir",
             str(folder)], pass_fds=(write,), stderr=subprocess.DEVNULL)
        os.close(write)
        with os.fdopen(read) as answer:
            self.display = ":" + answer.readline().strip()
        with open(folder / "Xvfb_screen0", "rb") as file:
            self.bytes = mmap.mmap(file.fileno(), 0, prot=mmap.PROT_READ)
        head, = struct.unpack(">I", self.bytes[0:4])
        colours, = struct.unpack(">I", self.bytes[76:80])
        self.at = head + 12 * colours

    def pixels(self):
        """Every 16th of every 16th row."""
        rows = [self.bytes[self.at + y * WIDTH * 4:self.at + (y + 1) * WIDTH * 4] for y in range(8, HEIGHT, 16)]
        return [(row[x * 4 + 2], row[x * 4 + 1], row[x * 4]) for row in rows for x in range(8, WIDTH, 16)]


def is_right(pixels):
    return all(max(abs(a - b) for a, b in zip(p, EMBER)) <= 2 for p in pixels)


class Supervised(Case):
    def setUp(self):
        super().setUp()
        house = self.folder / "house"
        (house / "scenes/plain").mkdir(parents=True)
        (house / "installation.lua").write_text(HOUSE)
        (house / "scenes/plain/scene.lua").write_text(PLAIN)
        self.server = Server(self.folder / "screen")
        self.addCleanup(self.stop, self.server.process)
        self.house, self.log_file = house, self.folder / "log"

    def start(self, engine, **more):
        env = {**os.environ, "SDL_VIDEODRIVER": "x11", **more}
        env.pop("WAYLAND_DISPLAY", None)
        with open(self.log_file, "w") as log:
            self.program = subprocess.Popen(
                [SUPERVISOR, "--content", self.house, "--station", "borne", "--state", self.folder / "state", "--engine",
                 engine, "--runtime", self.folder, "--", "--silent"], env=env, stderr=log)
        self.addCleanup(self.stop, self.program)

    def stop(self, process):
        if process.poll() is None:
            process.terminate()
        process.wait(60)

    def log(self):
        return self.log_file.read_text()

    def wait(self, true, what):
        deadline = time.monotonic() + 240
        while not true():
            self.assertLess(time.monotonic(), deadline, f"{what}\n{self.log()}")
            time.sleep(0.02)

    def engine(self):
        text = pathlib.Path(f"/proc/{self.program.pid}/task/{self.program.pid}/children").read_text().split()
        return int(text[0]) if text else 0

    def shown(self):
        """Pictures of this engine that reached its window (engine/base/pulse.h)."""
        page = (self.folder / "pulse-borne").read_bytes()
        return struct.unpack_from("<Q", page, 184)[0] if len(page) >= 192 else 0

class Still(Supervised):
    def setUp(self):
        super().setUp()
        self.start(PROGRAM, DISPLAY=self.server.display)

    def watch_restart(self, before):
        """Looks at the screen until another engine shows, and a little longer."""
        deadline, looks, between, after = time.monotonic() + 240, 0, 0, 0
        while after < 50:
            self.assertLess(time.monotonic(), deadline, f"no engine again\n{self.log()}")
            pixels = self.server.pixels()
            self.assertTrue(is_right(pixels), f"look {looks}: {set(pixels)}\n{self.log()}")
            shows = self.engine() not in (0, before) and self.shown() > 0
            looks += 1
            between += not shows
            after += shows
            time.sleep(0.01)
        return between

    def test_the_last_picture_stays_between_two_engines(self):
        self.wait(lambda: is_right(self.server.pixels()), "no picture")
        self.wait(lambda: "the display keeps the last picture" in self.log(), "it is not kept")
        for end in (signal.SIGKILL, signal.SIGABRT):
            before = self.engine()
            os.kill(before, end)
            self.assertGreater(self.watch_restart(before), 5)  # looks while no engine showed anything
        self.assertIn("Restart 2", self.log())
        self.program.terminate()
        self.assertEqual(self.program.wait(120), 0)
        self.wait(lambda: all(max(p) == 0 for p in self.server.pixels()), "it is still there")

    def test_without_its_display_it_ends_as_nobody_asked_for(self):
        self.wait(lambda: is_right(self.server.pixels()), "no picture")
        self.server.process.kill()
        self.assertEqual(self.program.wait(120), 4, self.log())  # docs/kiosk.md
        self.assertEqual(self.log().count("the display is gone"), 1)


class Bare(Supervised):
    """What the other test would see, were nothing kept: the supervisor knows of no display, the engine does."""

    def setUp(self):
        super().setUp()
        engine = self.folder / "engine"
        engine.write_text(f'#!/bin/sh\nDISPLAY={self.server.display} exec "{PROGRAM}" "$@"\n')
        engine.chmod(0o755)
        self.start(engine, DISPLAY="")

    def test_where_nothing_is_kept_the_display_is_black(self):
        self.wait(lambda: is_right(self.server.pixels()), "no picture")
        self.assertNotIn("the display keeps", self.log())
        os.kill(self.engine(), signal.SIGSTOP)  # it stands until it is killed for it
        self.wait(lambda: all(max(p) == 0 for p in self.server.pixels()), "the window is still there")


if __name__ == "__main__":
    unittest.main()
