"""The show as it runs: real clock, files that are saved or vanish, windows, scenes that go wrong.

Nothing is timed: conditions are waited for with generous deadlines, and what goes on is counted on the
pulse page (engine/base/pulse.h) that the program keeps in its state folder."""
import ctypes
import os
import re
import shutil
import socket
import struct
import subprocess
import time
import unittest

from harness import Case, PROGRAM, ROOT, VILLA, copy_villa
from window import Screen

HOUSE = """return {{
  title = {{ fr = "essai", it = "prova", en = "trial" }},
  languages = {{ "fr", "it", "en" }},
  stations = {{ {stations} }},
}}
"""
STATION = """{0} = {{
    stages = {{ wall = {{ canvas = {{ 640, 360 }}, scene = "{0}" }} }},
    outputs = {{ screen = {{ at = {{ 0, 0 }}, size = {{ 640, 360 }} }} }},
    rate_hz = 30, {1}
  }},"""

STILL = """local scene = {}
function scene.touch(e) if e.kind == "down" then scene.at = e log.info("touched " .. math.floor(e.x) .. "," .. math.floor(e.y)) end end
function scene.draw(canvas)
  canvas:rect(0, 0, 640, 360, { color = "#ff7a1a" })
  if scene.at then canvas:circle(scene.at.x, scene.at.y, 40, { color = "#ffffff" }) end
end
return scene
"""
MOVING = """local scene = {}
function scene.enter(stage) scene.stage = stage end
function scene.draw(canvas)
  canvas:circle(show.now() * 50 % 640, 180, 40, { color = "#ffffff" })
  scene.stage:redraw()
end
return scene
"""
SAYING = """local scene = {{}}
function scene.enter() log.info("this is {0}") end
function scene.draw(canvas) canvas:rect(0, 0, 640, 360, {{ color = "#ff7a1a" }}) end
return scene
"""
FIELDS = ("magic", "pid", "beats", "asked", "presented", "drawn", "audio", "input")


def ask_to_close(display, window):
    """What a window manager sends when the cross is clicked (ICCCM 4.2.8.1); there is none under Xvfb."""
    x11 = ctypes.CDLL("libX11.so.6")
    x11.XOpenDisplay.restype = ctypes.c_void_p
    server = ctypes.c_void_p(x11.XOpenDisplay(display.encode()))
    atoms = [x11.XInternAtom(server, name, False) for name in (b"WM_PROTOCOLS", b"WM_DELETE_WINDOW")]
    event = (ctypes.c_long * 24)(33, 0, 1, server.value, window, atoms[0], 32, atoms[1])  # ClientMessage
    x11.XSendEvent(server, ctypes.c_ulong(window), False, ctypes.c_long(0), ctypes.byref(event))
    x11.XCloseDisplay(server)


class CursorImage(ctypes.Structure):
    """XFixesCursorImage, X11/extensions/Xfixes.h."""
    _fields_ = [("x", ctypes.c_short), ("y", ctypes.c_short), ("width", ctypes.c_ushort),
                ("height", ctypes.c_ushort), ("xhot", ctypes.c_ushort), ("yhot", ctypes.c_ushort),
                ("serial", ctypes.c_ulong), ("pixels", ctypes.POINTER(ctypes.c_ulong))]


def cursor_is_seen(display):
    x11, fixes = ctypes.CDLL("libX11.so.6"), ctypes.CDLL("libXfixes.so.3")
    x11.XOpenDisplay.restype = ctypes.c_void_p
    fixes.XFixesGetCursorImage.restype = ctypes.POINTER(CursorImage)
    server = ctypes.c_void_p(x11.XOpenDisplay(display.encode()))
    fixes.XFixesQueryExtension(server, ctypes.byref(ctypes.c_int()), ctypes.byref(ctypes.c_int()))
    image = fixes.XFixesGetCursorImage(server).contents
    seen = any(image.pixels[i] & 0xffffffff for i in range(image.width * image.height))
    x11.XCloseDisplay(server)
    return seen


class Live(Case):
    program = None

    def house(self, scenes, more=""):
        """An installation with a station for each scene."""
        house = self.folder / "house"
        stations = "".join(STATION.format(name, more) for name in scenes)
        house.mkdir()
        (house / "installation.lua").write_text(HOUSE.format(stations=stations))
        for name, lua in scenes.items():
            (house / "scenes" / name).mkdir(parents=True)
            (house / "scenes" / name / "scene.lua").write_text(lua)
        return house

    def run_headless(self, house, *more, root=ROOT, driver="dummy"):
        self.log_file = self.folder / "run.log"
        env = {**os.environ, "GESTUAIRE_ROOT": str(root), "SDL_VIDEODRIVER": "offscreen", "SDL_AUDIODRIVER": driver}
        with open(self.log_file, "w") as log:
            self.program = subprocess.Popen([PROGRAM, "run", house, "--headless", "--for", "500", "--state",
                                             self.folder / "state", *more], env=env, stderr=log)
        self.addCleanup(self.end, self.program)

    def end(self, program):
        if program.poll() is None:
            program.kill()
            program.wait()

    def log(self):
        return self.log_file.read_text()

    def wait(self, true, what, seconds=120):
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if true():
                return
            if self.program.poll() is not None:
                break
            time.sleep(0.05)
        self.fail(f"{what} did not come\nexit {self.program.poll()}\n{self.log()}")

    def wait_log(self, text, times=1):
        self.wait(lambda: self.log().count(text) >= times, text)

    def pulse(self, station):
        file = self.folder / "state" / f"pulse-{station}"
        try:
            page = dict(zip(FIELDS, struct.unpack("<II6Q", file.read_bytes()[:56])))
        except (OSError, struct.error):
            return None
        return page if page["pid"] == self.program.pid else None

    def goes_on(self, station, key="beats", by=4):
        """Waits until a counter of the station has grown by so many."""
        self.wait(lambda: self.pulse(station), f"pulse of {station}")
        from_here = self.pulse(station)[key]
        self.wait(lambda: self.pulse(station)[key] >= from_here + by, f"{by} {key} of {station}")

    def ends_well(self):
        self.program.terminate()
        self.assertEqual(self.program.wait(60), 0, self.log())


class Still(Live):
    def test_a_still_scene_draws_nothing_and_the_loop_beats(self):
        self.rests()

    def test_where_flashes_are_limited_it_rests_as_well(self):
        self.rests("flash_limit = true")

    def rests(self, more=""):
        house = self.house({"still": STILL, "moving": MOVING}, more)
        self.run_headless(house)
        self.goes_on("still")
        before = self.pulse("still")
        self.goes_on("moving", "presented", 20)  # its neighbour's frames are not its own
        self.goes_on("still")
        after = self.pulse("still")
        self.assertEqual((after["drawn"], after["presented"]), (before["drawn"], before["presented"]))
        self.assertLess(after["beats"] - before["beats"], 12)
        self.ends_well()


class Sound(Live):
    SCENE = """local scene = {}
function scene.enter() sound.play("tone.wav", { loop = true }) end
return scene
"""

    def house_that_sounds(self):
        house = self.house({"one": self.SCENE, "two": self.SCENE, "quiet": STILL})
        subprocess.run(["sox", "-n", "-r", "48000", house / "tone.wav", "synth", "2", "sine", "440"], check=True)
        return house

    def test_without_a_card_each_station_that_sounds_says_one_line(self):
        self.run_headless(self.house_that_sounds(), driver="alsa")
        self.wait_log("no sound device", 2)
        self.goes_on("one", "audio", 20)
        lines = self.log().splitlines()
        self.assertEqual(len(lines), 2, self.log())
        for line, station in zip(lines, ("one", "two")):
            self.assertIn(f'station "{station}": no sound device', line)
        self.ends_well()

    def test_a_device_mixes_for_those_that_sound_only(self):
        house = self.house_that_sounds()
        (house / "scenes/two/scene.lua").write_text(STILL)  # SDL's dummy plays for one only
        self.run_headless(house)
        self.goes_on("one", "audio", 20)
        self.goes_on("quiet")
        self.assertEqual(self.pulse("quiet")["audio"], 0)
        self.assertEqual(self.log(), "")
        self.ends_well()


class Saved(Live):
    def save(self, path, text):
        """As editors do: another file takes its place."""
        new = path.with_suffix(".new")
        new.write_text(text)
        os.replace(new, path)

    def test_a_saved_scene_runs_and_a_bad_one_does_not(self):
        house = self.house({"one": SAYING.format("first")})
        scene = house / "scenes/one/scene.lua"
        self.run_headless(house)
        self.wait_log("this is first")
        self.save(scene, SAYING.format("second"))
        self.wait_log("was saved and runs anew")
        self.wait_log("this is second")
        self.save(scene, "local scene = {}\nfunction scene.draw(canvas) canvas:nothing() end\nreturn scene\n")
        self.wait_log("scenes/one/scene.lua:2:")
        self.save(scene, "local scene = {}\nreturn return\n")
        self.wait_log("scenes/one/scene.lua:2:", 2)
        self.goes_on("one")  # looked at twice again
        self.assertEqual(self.log().count("scenes/one/scene.lua:2:"), 2, self.log())
        self.assertEqual(self.log().count("this is"), 2, self.log())
        self.save(scene, SAYING.format("third"))
        self.wait_log("this is third")
        self.ends_well()

    def test_a_saved_shader_paints_and_a_bad_one_does_not(self):
        root = self.folder / "root"
        root.mkdir()
        shutil.copytree(ROOT / "shaders", root / "shaders")
        for part in ("scenes", "assets"):
            (root / part).symlink_to(ROOT / part)
        house = self.house({"one": SAYING.format("first")})
        self.run_headless(house, root=root)
        self.goes_on("one")
        shader = root / "shaders/paint.frag"
        good = shader.read_text()

        def saved(text):
            before = self.pulse("one")["presented"]
            self.save(shader, text)
            return before

        before = saved(good + "\n// another\n")
        self.wait(lambda: self.pulse("one")["presented"] > before, "a new picture")
        before = saved(good + "\nnonsense here;\n")
        line = good.count("\n") + 2
        self.wait_log(f"paint.frag:{line}")
        self.goes_on("one")
        self.assertEqual(self.log().count("paint.frag:"), 1, self.log())
        self.assertEqual(self.pulse("one")["presented"], before)
        before = saved(good)
        self.wait(lambda: self.pulse("one")["presented"] > before, "a new picture")
        self.ends_well()


class Runaway(Live):
    SCENE = """local scene = {}
function scene.enter(stage)
  scene.stage, scene.began = stage, show.now()
  sound.play("tone.wav", { loop = true })
  log.info("begins")
end
function scene.draw(canvas)
  canvas:rect(0, 0, 640, 360, { color = "#ff7a1a" })
  while show.now() > scene.began do end
  scene.stage:redraw()
end
return scene
"""

    def test_a_runaway_scene_is_stopped_and_its_neighbours_go_on(self):
        house = self.house({"wild": self.SCENE, "moving": MOVING})
        subprocess.run(["sox", "-n", "-r", "48000", house / "tone.wav", "synth", "2", "sine", "440"], check=True)
        self.run_headless(house)
        self.wait_log("wall: scenes/wild/scene.lua:9:")
        self.goes_on("moving", "presented", 10)
        self.wait_log("begins", 3)  # after 1 s, and after 5 s more
        self.goes_on("moving", "presented", 10)
        self.assertEqual(self.log().count("scenes/wild/scene.lua:9:"), 1, self.log())
        self.ends_well()

    def test_the_sound_of_a_stopped_scene_fades(self):
        house = self.house({"wild": self.SCENE.replace("scene.began do end", "scene.began + 1 do end")})
        subprocess.run(["sox", "-n", "-r", "48000", house / "tone.wav", "synth", "2", "sine", "440"], check=True)
        self.run_headless(house)
        self.wait_log("begins", 3)  # sits out 5 s now, 60 s next
        self.goes_on("wild", "audio", 20)
        self.wait_log("begins", 3)

        def silent():
            before = self.pulse("wild")["audio"]
            time.sleep(0.5)
            return self.pulse("wild")["audio"] == before
        self.wait(silent, "a paused device")
        self.ends_well()


class Vanished(Live):
    SCENE = """local scene = {}
function scene.enter(stage)
  scene.stage = stage
  scene.film = film.open("film.mp4", { loop = true })
  scene.picture = picture.open("picture.png")
  scene.sound = sound.play("tone.wav", { loop = true })
end
function scene.hear(e) if e.kind == "ready" then log.info("one is ready") end end
function scene.draw(canvas)
  canvas:film(scene.film, 0, 0, 320, 360)
  canvas:picture(scene.picture, 320, 0, 320, 360)
  scene.stage:redraw()
end
return scene
"""

    def shown(self):
        house = self.house({"one": self.SCENE})
        quiet = {"check": True, "capture_output": True}
        subprocess.run(["ffmpeg", "-f", "lavfi", "-i", "testsrc=size=320x180:rate=25", "-t", "30", "-pix_fmt",
                        "yuv420p", house / "film.mp4"], **quiet)
        subprocess.run(["convert", "-size", "640x640", "plasma:", house / "picture.png"], **quiet)
        subprocess.run(["sox", "-n", "-r", "48000", house / "tone.wav", "synth", "60", "sine", "440"], **quiet)
        self.files = [house / name for name in ("film.mp4", "picture.png", "tone.wav")]
        self.run_headless(house)
        self.wait_log("one is ready", 3)
        self.goes_on("one", "presented", 10)
        self.calm = self.log()
        return house

    def survives(self, house):
        """It runs on, says at most one line a file, and so does the scene when it opens them anew."""
        self.goes_on("one", "drawn", 60)
        scene = house / "scenes/one/scene.lua"
        scene.write_text(self.SCENE.replace("one is ready", "another is ready"))
        self.wait_log("was saved and runs anew")
        self.wait_log("another is ready", 3)  # or has failed
        self.goes_on("one", "drawn", 30)
        said = [line for line in self.log()[len(self.calm):].splitlines() if "ready" not in line and "saved" not in line]
        for file in self.files:
            self.assertLessEqual(sum(file.name in line for line in said), 2, self.log())
            self.assertTrue(file.exists() or any(file.name in line for line in said), self.log()) # staff
        self.assertLessEqual(len(said), 6, self.log())
        self.ends_well()

    def test_files_that_are_deleted_while_shown(self):
        house = self.shown()
        for file in self.files:
            file.unlink()
        self.survives(house)

    def test_files_that_are_cut_while_shown(self):
        house = self.shown()
        for file in self.files:
            os.truncate(file, file.stat().st_size // 3)
        self.survives(house)

    def test_files_that_become_nonsense_while_shown(self):
        house = self.shown()
        for file in self.files:
            with open(file, "r+b") as out:
                out.write(os.urandom(file.stat().st_size))
        self.survives(house)


class Port(Live):
    def test_a_taken_port_is_told_and_the_show_runs(self):
        taken = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        house = self.house({"one": MOVING}, more=f'osc = "127.0.0.1:{port}",')
        self.run_headless(house, "--station", "one")
        self.goes_on("one", "presented", 10)
        self.assertIn(f'OSC port {port} of station "one" on 127.0.0.1 is taken', self.log())
        taken.close()
        self.wait_log("is free now")
        self.ends_well()


class Withdrawn(Live):
    def test_rooms_go_on_without_what_is_withdrawn_while_they_show_it(self):
        house = copy_villa(self.folder)
        self.run_headless(house, "--silent", "--windowed")
        rooms = ("facade", "gesture", "sound")
        for room in rooms:
            self.goes_on(room, "drawn", 2)
        gestures = sorted((house / "repertoire/gestures").glob("*.json"))
        moved = [g for g in gestures if '"clip"' in g.read_text()]
        self.assertGreater(len(moved), 4)
        for some in (moved[:-2], moved[-2:]):  # all but two, and then those
            for file in some:
                file.unlink()
            self.wait_log("is not shown any more", len(some))
            for room in rooms:
                self.goes_on(room)
        self.wait(lambda: self.rests("gesture"), "a room where nothing moves any more")
        self.assertNotIn(".lua:", self.log())
        self.ends_well()

    def rests(self, station):
        before = self.pulse(station)["drawn"]
        self.goes_on(station)
        return self.pulse(station)["drawn"] == before


class Windows(Live):
    def setUp(self):
        super().setUp()
        self.screen = Screen(self.folder)
        self.addCleanup(self.screen.close)
        self.log_file = self.screen.log

    def open(self, house, *more):
        command = [PROGRAM, "run", house, "--for", "500", "--state", self.folder / "state", *more]
        with open(self.log_file, "w") as log:
            self.screen.program = self.program = subprocess.Popen(command, env=self.screen.environment(), stderr=log)
        self.screen.window()

    def open_still(self, *more):
        self.open(self.house({"still": STILL}), "--windowed", *more)
        self.wait(lambda: any(self.coloured(*at) for at in ((200, 200), (800, 450), (1400, 800))), "a picture")

    def coloured(self, x, y):
        _, _, channels, rows = self.screen.picture("now")
        return tuple(rows[y][x * channels:x * channels + 3]) == (0xff, 0x7a, 0x1a)

    def windows(self):
        return subprocess.run(["xdotool", "search", "--onlyvisible", "--pid", str(self.program.pid)],
                              env=self.screen.environment(), capture_output=True, text=True).stdout.split()

    def click(self, x, y):
        self.screen.xdotool("mousemove", x, y, "mousedown", 1)
        time.sleep(0.1)
        self.screen.xdotool("mouseup", 1)

    def ended(self):
        self.assertEqual(self.program.wait(60), 0, self.log())

    def test_a_touch_on_a_still_scene_is_a_few_frames(self):
        self.open_still()
        self.goes_on("still")
        before = self.pulse("still")
        self.click(800, 450)
        self.wait_log("touched")
        self.wait(lambda: self.pulse("still")["presented"] > before["presented"], "a new picture")
        self.goes_on("still")
        after = self.pulse("still")
        self.assertLessEqual(after["presented"] - before["presented"], 4)
        self.assertLessEqual(after["drawn"] - before["drawn"], 8)
        self.assertGreater(after["input"], before["input"])

    def test_resizing_lays_panes_anew_and_touches_land(self):
        self.open_still()
        window = self.windows()[0]
        self.screen.xdotool("windowsize", window, 700, 700)
        self.wait_log("lies at 0,153 700x394")
        x, y, *_ = self.screen.window()
        self.click(x + 350, y + 350)
        self.wait_log("touched 3")
        at = [int(v) for v in re.search(r"touched (\d+),(\d+)", self.log()).groups()]
        self.assertAlmostEqual(at[0], 320, delta=2)
        self.assertAlmostEqual(at[1], 180, delta=2)
        self.wait(lambda: self.coloured(x + 20, y + 350), "the picture")
        self.assertFalse(self.coloured(x + 20, y + 60))

    def test_the_cursor_is_hidden_in_kiosk_mode_only(self):
        for more, seen in (((), True), (("--kiosk",), False)):
            with self.subTest(more):
                shutil.rmtree(self.folder / "house", ignore_errors=True)
                self.open_still(*more)
                self.screen.xdotool("mousemove", 100, 100, "mousemove", 800, 450)
                self.wait(lambda: cursor_is_seen(self.screen.display) == seen, f"a cursor seen: {seen}")
                self.ends_well()

    def test_closing_the_window_ends_it_well(self):
        self.open_still()
        ask_to_close(self.screen.display, int(self.windows()[0]))
        self.ended()

    def test_escape_ends_it_well(self):
        self.open_still()
        self.screen.xdotool("windowfocus", self.windows()[0], "key", "Escape")
        self.ended()

    def test_in_kiosk_mode_keys_do_nothing_and_sigterm_ends_it(self):
        self.open_still("--kiosk")
        before = self.pulse("still")["input"]
        self.screen.xdotool("windowfocus", self.windows()[0], "key", "Escape", "key", "a")
        self.goes_on("still")
        self.assertEqual(self.pulse("still")["input"], before)
        x, y, *_ = self.screen.window()
        self.click(x + 800, y + 450)
        self.wait(lambda: self.pulse("still")["input"] > before, "a touch")
        self.assertIsNone(self.program.poll())
        self.ends_well()

    def test_an_output_without_a_display_waits_and_the_other_goes_on(self):
        self.open(VILLA, "--station", "facade", "--kiosk")
        self.wait_log('output "sud"')
        self.assertEqual(len(self.windows()), 1, self.log())
        self.goes_on("facade", "presented", 3)
        self.ends_well()


if __name__ == "__main__":
    unittest.main(verbosity=2)
