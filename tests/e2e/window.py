"""A real window under Xvfb, touched with xdotool; and the same with real files instead of ours."""
import ctypes
import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import time
import unittest

from harness import Case, OUT, PROGRAM, ROOT, SAMPLES, VILLA, copy_villa, differing, gestuaire, png

REAL = {"film": SAMPLES / "video/Force_constante.avi", "picture": SAMPLES / "photo/china.jpg",
        "sound": SAMPLES / "sound/Blacksmith1.wav", "clip": SAMPLES / "mocap/01_01.bvh"}

REAL_SCENE = """local scene = {}
function scene.enter(stage)
  scene.stage = stage
  scene.film = film.open("film.avi", { loop = true })
  scene.picture = picture.open("picture.jpg")
  scene.clip = motion.open("clip.bvh")
  scene.camera = { target = { 0, 0, 0.9 }, azimuth = 0.6, elevation = 0.15, distance = 4, fov = 0.7,
                   x = 640, y = 360, width = 640, height = 360 }
end
function scene.touch(e)
  if e.kind == "tap" then
    sound.play("sound.wav", { at = { -2, 0, 1 } })
    log.info("struck at " .. math.floor(e.x) .. "," .. math.floor(e.y))
    scene.hit = { e.x, e.y }
  end
end
function scene.draw(canvas)
  canvas:film(scene.film, 0, 0, 640, 360, { fit = "contain" })
  canvas:picture(scene.picture, 640, 0, 640, 360, { fit = "cover" })
  canvas:body(scene.clip, show.now() % scene.clip:duration(), scene.camera, { color = "#f4ead8" })
  canvas:text("Forger l’argile, le fer : « essai »", 40, 500, { font = "title", size = 40 })
  if scene.hit then canvas:circle(scene.hit[1], scene.hit[2], 60, { color = "#ff7a1a" }) end
  scene.stage:redraw()
end
return scene
"""

REAL_HOUSE = """return {
  title = { fr = "essai", it = "prova", en = "trial" },
  languages = { "fr", "it", "en" },
  stations = { one = {
    stages = { wall = { canvas = { 1280, 720 }, scene = "real" } },
    outputs = { screen = { at = { 0, 0 }, size = { 1280, 720 } } },
    speakers = { { channel = 1, at = { -2, 0, 1 } }, { channel = 2, at = { 2, 0, 1 } },
                 { channel = 3, at = { 2, 4, 1 } }, { channel = 4, at = { -2, 4, 1 } } },
    rate_hz = 25,
  } },
}
"""


# Says where it is touched.
TELLS_HOUSE = """return { title = { fr = "essai" }, languages = { "fr" }, stations = { one = { title = { fr = "essai" },
  stages = { wall = { canvas = { 640, 360 }, scene = "tells" } }, outputs = { screen = { size = { 640, 360 } } } } } }
"""
TELLS = """local scene = {}
function scene.touch(e) log.info("touched", e.kind, math.floor(e.x), math.floor(e.y)) end
function scene.draw(canvas) canvas:rect(0, 0, canvas.width, canvas.height, { color = "#c0c0c0" }) end
return scene
"""


class Watched:
    """Sizes of the windows of an X server: as they are made, and whenever they take another one."""

    def __init__(self, display):
        self.x11 = ctypes.CDLL("libX11.so.6")
        self.x11.XOpenDisplay.restype, self.x11.XDefaultRootWindow.restype = ctypes.c_void_p, ctypes.c_ulong
        self.server = ctypes.c_void_p(self.x11.XOpenDisplay(display.encode()))
        self.x11.XSelectInput(self.server, ctypes.c_ulong(self.x11.XDefaultRootWindow(self.server)), ctypes.c_long(1 << 19))
        self.x11.XSync(self.server, 0)
        self.sizes, self.mapped = {}, set()

    def look(self):
        event = (ctypes.c_long * 24)()  # XEvent; Xlib.h: ints lie two to a long
        while self.x11.XPending(self.server):
            self.x11.XNextEvent(self.server, event)
            kind, window = event[0] & 0xffffffff, event[5]
            if kind in (16, 22):  # CreateNotify, ConfigureNotify
                self.sizes.setdefault(window, set()).add((event[7] & 0xffffffff, event[7] >> 32))
            elif kind == 19:  # MapNotify
                self.mapped.add(window)

    def close(self):
        self.x11.XCloseDisplay(self.server)


class Screen:
    """An X server of our own, and the window that the program opens in it."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        read, write = os.pipe()
        self.server = subprocess.Popen(["Xvfb", "-displayfd", str(write), "-screen", "0", "1600x900x24",
                                        "-nolisten", "tcp", "-noreset"], pass_fds=(write,), stderr=subprocess.DEVNULL)
        os.close(write)
        with os.fdopen(read) as answer:
            self.display = ":" + answer.readline().strip()
        self.program = None
        self.log = self.folder / "run.log"

    def environment(self):
        env = {**os.environ, "DISPLAY": self.display, "GESTUAIRE_ROOT": str(ROOT), "SDL_AUDIODRIVER": "dummy"}
        env.pop("SDL_VIDEODRIVER", None)
        env.pop("WAYLAND_DISPLAY", None)
        return env

    def run(self, installation):
        with open(self.log, "w") as log:
            self.program = subprocess.Popen([PROGRAM, "run", installation, "--windowed", "--for", "300", "--state",
                                             self.folder / "state"], env=self.environment(), stderr=log)

    def xdotool(self, *args):
        return subprocess.run(["xdotool", *map(str, args)], env=self.environment(), check=True,
                              capture_output=True, text=True).stdout

    def search(self, *how):
        """Visible windows; the server is our own, so by name finds the program's as well."""
        return subprocess.run(["xdotool", "search", "--onlyvisible", *how], env=self.environment(),
                              capture_output=True, text=True).stdout.split()

    def window(self, seconds=120):
        """(x, y, width, height) of the window, once it is there."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            found = self.search("--pid", str(self.program.pid)) or self.search("--name", ".")
            if found:
                where = self.xdotool("getwindowgeometry", "--shell", found[0])
                value = dict(line.split("=") for line in where.split())
                return tuple(int(value[key]) for key in ("X", "Y", "WIDTH", "HEIGHT"))
            if self.program.poll() is not None:
                break
            time.sleep(0.1)
        raise AssertionError("no window came\n" + self.log.read_text())

    def picture(self, name):
        file = self.folder / f"{name}.png"
        subprocess.run(["import", "-window", "root", "-depth", "8", f"png24:{file}"], env=self.environment(),
                       check=True)
        return png(file)

    def wait(self, true, seconds=120):
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if true():
                return True
            time.sleep(0.2)
        return False

    def close(self):
        for process in (self.program, self.server):
            if process and process.poll() is None:
                process.terminate()
                try:
                    process.wait(30)
                except subprocess.TimeoutExpired:
                    process.kill()


class Window(Case):
    def setUp(self):
        super().setUp()
        self.screen = Screen(self.folder)
        self.addCleanup(self.screen.close)

    def lit(self, picture):
        _, _, channels, rows = picture
        return any(max(row[x * channels:x * channels + 3]) > 60 for row in rows[::8]
                   for x in range(0, len(row) // channels, 8))

    def keep(self, name):
        OUT.mkdir(parents=True, exist_ok=True)
        shutil.copy(self.folder / f"{name}.png", OUT / f"{name}.png")

    def test_a_window_for_the_public_is_as_large_as_its_display_from_the_first_moment(self):
        house = self.folder / "whole"
        (house / "scenes/tells").mkdir(parents=True)
        (house / "installation.lua").write_text(TELLS_HOUSE)
        (house / "scenes/tells/scene.lua").write_text(TELLS)
        watched = Watched(self.screen.display)
        self.addCleanup(watched.close)
        with open(self.screen.log, "w") as log:
            self.screen.program = subprocess.Popen([PROGRAM, "run", house, "--station", "one", "--kiosk", "--silent", "--state",
                                                    self.folder / "state"], env=self.screen.environment(), stderr=log)
        self.assertTrue(self.screen.wait(lambda: self.lit(self.screen.picture("whole"))), self.screen.log.read_text())
        watched.look()
        self.assertEqual([watched.sizes[window] for window in watched.mapped], [{(1600, 900)}])

    def test_a_touch_in_the_window_changes_all_four_stations(self):
        self.touched(VILLA, "ours")

    @unittest.skipUnless(all(p.exists() for p in REAL.values()), f"SKIPPED: real files absent ({SAMPLES})")
    def test_a_copy_of_the_installation_plays_real_files(self):
        villa = with_real_files(copy_villa(self.folder))
        self.assertIn("0 errors", gestuaire("check", villa).stdout)
        self.touched(villa, "real-house")

    def touched(self, villa, name):
        self.screen.run(villa)
        left, top, _, _ = self.screen.window()
        self.assertTrue(self.screen.wait(lambda: self.lit(self.screen.picture("before"))))
        log = self.screen.log
        for x, y in kiosk_in_window(log.read_text()):
            self.screen.xdotool("mousemove", left + x, top + y)
            time.sleep(0.2)
            self.screen.xdotool("mousedown", 1)
            time.sleep(0.15)
            self.screen.xdotool("mouseup", 1)
            time.sleep(3)  # the next page is there
        self.assertTrue(self.screen.wait(lambda: log.read_text().count("chose") >= 3), log.read_text())
        time.sleep(2)
        self.assertGreater(differing(png(self.folder / "before.png"), self.screen.picture("after"), 24, 4), 0.01)
        shutil.copy(self.folder / "after.png", self.folder / f"{name}.png")
        self.keep(name)
        self.screen.program.terminate()
        self.assertEqual(self.screen.program.wait(60), 0, log.read_text())

    def test_the_click_that_gives_the_window_the_focus_is_a_touch(self):
        house = self.folder / "tells"
        (house / "scenes/tells").mkdir(parents=True)
        (house / "installation.lua").write_text(TELLS_HOUSE)
        (house / "scenes/tells/scene.lua").write_text(TELLS)
        self.screen.run(house)
        left, top, width, height = self.screen.window()
        self.assertTrue(self.screen.wait(lambda: self.lit(self.screen.picture("tells"))))
        window, = self.screen.search("--pid", str(self.screen.program.pid)) or self.screen.search("--name", ".")
        root = self.screen.xdotool("search", "--maxdepth", 0, "--name", "").split()[0]
        # While the program is busy the focus goes, comes back, and the button goes down and up: one pump hears it all.
        self.screen.program.send_signal(signal.SIGSTOP)
        self.screen.xdotool("windowfocus", root, "windowfocus", window, "mousemove", left + width // 2, top + height // 2,
                            "mousedown", 1, "mouseup", 1)
        self.screen.program.send_signal(signal.SIGCONT)
        log = self.screen.log
        self.assertTrue(self.screen.wait(lambda: "touched tap" in log.read_text(), 60), log.read_text())
        self.assertEqual(re.findall(r"touched (\w+) (\d+) (\d+)", log.read_text()),
                         [("down", "320", "180"), ("up", "320", "180"), ("tap", "320", "180")])

    @unittest.skipUnless(all(p.exists() for p in REAL.values()), f"SKIPPED: real files absent ({SAMPLES})")
    def test_real_files_are_shown_touched_and_heard(self):
        house = self.folder / "real"
        (house / "scenes/real").mkdir(parents=True)
        (house / "installation.lua").write_text(REAL_HOUSE)
        (house / "scenes/real/scene.lua").write_text(REAL_SCENE)
        for name, path in REAL.items():
            shutil.copy(path, house / f"{name}{path.suffix}")
        self.assertIn("0 errors", gestuaire("check", house).stdout)
        self.screen.run(house)
        left, top, width, height = self.screen.window()
        self.assertTrue(self.screen.wait(lambda: self.lit(self.screen.picture("real-before"))))
        self.screen.xdotool("mousemove", left + width // 4, top + height * 3 // 4)
        self.screen.xdotool("mousedown", 1)
        time.sleep(0.15)
        self.screen.xdotool("mouseup", 1)
        log = self.screen.log
        self.assertTrue(self.screen.wait(lambda: "struck" in log.read_text()), log.read_text())
        x, y = map(int, re.search(r"struck at (\d+),(\d+)", log.read_text()).groups())
        # The window shows the 1280x720 output as large as it fits: a quarter across, three down.
        self.assertAlmostEqual(x, 320, delta=40)
        self.assertAlmostEqual(y, 540, delta=40)
        time.sleep(1)
        self.screen.picture("real-after")
        self.keep("real-after")
        # Heard from the speaker it was placed at: the first one.
        said = gestuaire("sound", "render", house, "--station", "one", "--for", 4, "--touch", "320,540@1",
                         "-o", self.folder / "real.wav").stdout
        levels = [float(x) for x in re.search(r"level of each:(.*) dBFS", said).group(1).split()]
        self.assertEqual(max(levels), levels[0], said)
        self.assertGreater(levels[0], -60, said)
        self.assertGreater(levels[0], levels[2] + 6, said)
        shutil.copy(self.folder / "real.wav", OUT / "real.wav")


def with_real_files(villa):
    """The gesture that the recorded hand chooses, with what others filmed, photographed and recorded."""
    for file, real in (("film/souffler-verre.mp4", "film"), ("picture/vase.png", "picture"),
                       ("sound/souffler-verre.ogg", "sound"), ("clips/souffler-verre.bvh", "clip")):
        shutil.copy(REAL[real], villa / file)
    record = villa / "repertoire/clips/souffler-verre.json"
    clip = json.loads(record.read_text())
    clip.update(hand="RightHand", origin="recorded")
    del clip["unit"]
    record.write_text(json.dumps(clip, indent=2))
    return villa


def kiosk_in_window(log):
    """Where the touches of the recorded hand lie in the window, by what the engine says of its panes."""
    hand = [line.split() for line in (VILLA / "demo.replay").read_text().splitlines() if " down " in line]
    pane = re.findall(rf"{hand[0][3]} (\d+)x(\d+) lies at (-?\d+),(-?\d+) (\d+)x(\d+) ", log)[-1]
    width, height, left, top, shown_width, shown_height = map(int, pane)
    return [(left + round(float(x) * shown_width / width), top + round(float(y) * shown_height / height)) for *_, x, y in hand]


if __name__ == "__main__":
    unittest.main(verbosity=2)
