"""A station under an X server, whose picture says when it was made: what faults.py breaks, and how it sees
that the light is right again.

Both stages show two rows of bars, white and black: show time in hundredths of a second, and how often the
scene was drawn, each as a Gray code with a check sum. Whoever reads them off the screen knows of each picture
that is seen whether it is whole, of which moment of the show, and how many were made since another one. The
show has begun long before, so that a show that begins anew is a wrong picture."""
import ctypes
import json
import os
import pathlib
import socket
import struct
import subprocess
import time

from harness import PROGRAM, ROOT

WIDE, HIGH, BARS, BITS = 640, 360, 32, 24
RATE_HZ = 50
BEGAN_S = 1000  # the show is so old
POLL_S = 0.01
STEADY = 5  # so many right pictures, one after the other, are a station that is back

HOUSE = """return {
  title = { fr = "essai", it = "prova", en = "trial" }, languages = { "fr", "it", "en" }, show = "show.lua",
  stations = { mur = {
    composition = { 640, 720 }, rate_hz = 50, osc = "127.0.0.1:%d",
    stages = { wall = { canvas = { 640, 360 }, scene = "wall" }, other = { canvas = { 640, 360 }, scene = "other" } },
    surfaces = {
      wall = { stage = "wall", corners = { { 0, 0 }, { 640, 0 }, { 640, 360 }, { 0, 360 } } },
      other = { stage = "other", corners = { { 0, 360 }, { 640, 360 }, { 640, 720 }, { 0, 720 } } },
    },
    outputs = { screen = { at = { 0, 0 }, size = { 640, 720 }%s } },
  } },
}
"""
JOURNAL = {"author": 0, "came": [], "coming": ["", 0.0, 0.0], "counter": 0, "cue": ["", 0.0], "dark": False,
           "light": [1.0, 0.0, 1.0, 0.0, 0.0, "inout"], "list": "main", "listed": False, "place": -1, "programme": [-1, 0.0],
           "ranks": 0, "sets": {}, "stages": {}, "timelines": {}}
SHOW = 'return { cues = { { id = "un" } } }\n'
SCENE = """local scene = { drawn = 0 }
%(before)s
function scene.enter(stage)
  scene.stage = stage
  %(enter)s
end
local function bars(canvas, value, y)
  local gray, sum = value ~ (value >> 1), 0
  for shift = 0, 20, 4 do sum = (sum + (gray >> shift & 15)) & 15 end
  local word = 2 << 30 | gray << 6 | sum << 2 | 1 -- white, black, 24 bits, 4 of the sum, black, white
  for bar = 0, 31 do
    canvas:rect(bar * 20, y, 20, 180, { color = word >> 31 - bar & 1 == 1 and "#ffffff" or "#000000" })
  end
end
function scene.draw(canvas)
  %(draw)s
  scene.drawn = scene.drawn + 1
  bars(canvas, math.floor(show.now() * 100) & 0xffffff, 0)
  bars(canvas, scene.drawn & 0xffffff, 180)
  scene.stage:redraw()
end
return scene
"""


def scene(before="", enter="", draw=""):
    return SCENE % {"before": before, "enter": enter, "draw": draw}


def value(row):
    """Of a row of 32 bars; None: it is none of ours."""
    bits = [row[bar * 20 + 10] for bar in range(BARS)]
    if any(60 < light < 195 for light in bits):
        return None
    word = int("".join("1" if light > 127 else "0" for light in bits), 2)
    gray, total = word >> 6 & 0xffffff, word >> 2 & 15
    if word >> 30 != 2 or word & 3 != 1 or sum(gray >> shift & 15 for shift in range(0, 24, 4)) & 15 != total:
        return None
    shift = 1
    while shift < BITS:
        gray ^= gray >> shift
        shift *= 2
    return gray


class XImage(ctypes.Structure):
    """X11/Xlib.h."""
    _fields_ = [("width", ctypes.c_int), ("height", ctypes.c_int), ("xoffset", ctypes.c_int), ("format", ctypes.c_int),
                ("data", ctypes.POINTER(ctypes.c_ubyte)), ("byte_order", ctypes.c_int), ("bitmap_unit", ctypes.c_int),
                ("bitmap_bit_order", ctypes.c_int), ("bitmap_pad", ctypes.c_int), ("depth", ctypes.c_int),
                ("bytes_per_line", ctypes.c_int)]


class Eye:
    """Looks at the pixels of the X screen, whatever windows lie on it."""

    def __init__(self, display):
        self.x11 = ctypes.CDLL("libX11.so.6")
        self.x11.XOpenDisplay.restype = ctypes.c_void_p
        self.x11.XDefaultRootWindow.restype = ctypes.c_ulong
        self.x11.XGetImage.restype = ctypes.POINTER(XImage)
        self.server = ctypes.c_void_p(self.x11.XOpenDisplay(display.encode()))
        self.root = ctypes.c_ulong(self.x11.XDefaultRootWindow(self.server))

    def row(self, y):
        """The green of a row of the screen."""
        image = self.x11.XGetImage(self.server, self.root, 0, y, WIDE, 1, ctypes.c_ulong(0xffffffff), 2)  # ZPixmap
        row = bytes(image.contents.data[1:4 * WIDE:4])
        self.x11.XDestroyImage(image)
        return row

    def look(self, stage=0):
        """(show time, drawings) of what a stage shows; None: no picture of ours."""
        centis, drawn = value(self.row(360 * stage + 90)), value(self.row(360 * stage + 270))
        return None if centis is None or drawn is None else (centis / 100, drawn)

    def close(self):
        self.x11.XCloseDisplay(self.server)


def x_server(size=(640, 720), log=None):
    """(process, display) of an X server without a screen."""
    read, write = os.pipe()
    server = subprocess.Popen(["Xvfb", "-displayfd", str(write), "-screen", "0", "%dx%dx24" % size, "-nolisten", "tcp",
                               "-noreset"], pass_fds=(write,), stderr=subprocess.DEVNULL)
    os.close(write)
    with os.fdopen(read) as answer:
        display = ":" + answer.readline().strip()
    return server, display


class Rig:
    """The station `mur`, full screen in kiosk mode. within_s: how old what is seen may be."""

    def __init__(self, folder, within_s=5.0, limit_s=180.0):
        self.folder, self.within_s, self.limit_s = pathlib.Path(folder), within_s, limit_s
        self.house, self.state, self.log_file = self.folder / "house", self.folder / "state", self.folder / "run.log"
        self.program = self.server = self.eye = self.apart_s = self.mounted = None
        self.env, self.ends, self.supervised, self.gain = {}, [], False, 0
        self.set_scene("wall", scene())
        self.set_scene("other", scene())
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.set_display("")
        (self.house / "show.lua").write_text(SHOW)
        self.begin_show(BEGAN_S)

    def set_scene(self, name, text):
        folder = self.house / "scenes" / name
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "scene.lua").write_text(text)

    def set_display(self, named):
        (self.house / "installation.lua").write_text(HOUSE % (self.port, named and f', display = "{named}"'))

    def begin_show(self, ago_s):
        self.state.mkdir(exist_ok=True)
        (self.state / "show-mur.json").write_text(json.dumps({**JOURNAL, "epoch": time.time() - ago_s}))

    def mount_state(self, size):
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "none", self.state], check=True)
        self.mounted = self.state
        self.begin_show(BEGAN_S)

    def preload(self, library):
        self.env["LD_PRELOAD"] = ":".join(filter(None, (self.env.get("LD_PRELOAD"), str(library))))

    def open_screen(self):
        self.server, self.display = x_server()
        self.eye = Eye(self.display)

    def environment(self):
        env = {**os.environ, "DISPLAY": self.display, "GESTUAIRE_ROOT": str(ROOT), "SDL_AUDIODRIVER": "dummy"}
        for name in ("SDL_VIDEODRIVER", "WAYLAND_DISPLAY"):
            env.pop(name, None)
        return {**env, **self.env}

    def command(self):
        if self.supervised:
            return [PROGRAM.with_name("gestuaire-supervisor"), "--content", self.house, "--station", "mur", "--state", self.state,
                    "--engine", PROGRAM, "--runtime", self.state]
        return [PROGRAM, "run", self.house, "--station", "mur", "--kiosk", "--state", self.state]

    def engine(self):
        """Its process, as the pulse says (engine/base/pulse.h)."""
        return struct.unpack("<II", (self.state / "pulse-mur").read_bytes()[:8])[1]

    def touch(self, x, y):
        subprocess.run(["xdotool", "mousemove", str(x), str(y), "mousedown", "1"], env=self.environment(), check=True)
        time.sleep(0.1)
        subprocess.run(["xdotool", "mouseup", "1"], env=self.environment(), check=True)

    def set_gain(self, step_db):
        """A parameter of the show, over OSC: another value each time."""
        self.gain = (self.gain + step_db) % 20
        address, types = b"/gestuaire/param/show/gain", b",f"
        message = b"".join(text + bytes(4 - len(text) % 4) for text in (address, types)) + struct.pack(">f", -self.gain)
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as out:
            out.sendto(message, ("127.0.0.1", self.port))

    def start(self):
        if not self.server:
            self.open_screen()
        with open(self.log_file, "a") as log:
            self.program = subprocess.Popen(self.command(), env=self.environment(), stdout=log, stderr=log)
        self.settle()

    def settle(self):
        """Waits for the first pictures, and learns how far show time is from the clock that nobody sets."""
        self.wait(lambda: self.eye.look() and self.eye.look(1), "a first picture")
        apart = []
        while len(apart) < 20:
            seen, now = self.eye.look(), time.monotonic()
            if seen:
                apart.append(seen[0] - now)
            time.sleep(POLL_S)
        self.apart_s = max(apart)  # of the freshest

    def said(self):
        return self.log_file.read_text(errors="replace")

    def alive(self):
        return self.program.poll() is None

    def wait(self, true, what):
        deadline = time.monotonic() + self.limit_s
        while not true():
            if time.monotonic() > deadline or not self.alive():
                raise AssertionError(f"{what} did not come; exit {self.program.poll()}\n{self.said()[-3000:]}")
            time.sleep(POLL_S)

    def made_at(self, shown_s):
        """When, by the clock that nobody sets, a picture that shows this moment should be seen."""
        return shown_s - self.apart_s

    def back(self, since, stage=0):
        """Waits until the stage is right again and stays so. Milliseconds from `since` to the first picture that was
        made after it and is of the right moment, from where on all are."""
        first, right, last = None, set(), None
        deadline = time.monotonic() + self.limit_s
        while len(right) < STEADY or time.monotonic() < first + 1:
            seen, now = self.eye.look(stage), time.monotonic()
            made = self.made_at(seen[0]) if seen else None
            good = seen and made > since and abs(now - made) < self.within_s
            if good:
                first = first or now
                right.add(seen)
            elif first:
                first, right = None, set()
            if now > deadline or not self.alive():
                raise AssertionError(f"no right picture came back: {last} of {self.made_at(0):.2f}; exit "
                                     f"{self.program.poll()}\n{self.said()[-3000:]}")
            last = seen or last
            time.sleep(POLL_S)
        return (first - since) * 1e3

    def missed(self, since, stage):
        """Frames that a stage has not shown since then: those its clock asks for, less those that were drawn."""
        seen = self.eye.look(stage)
        return (seen[0] - since[0]) * RATE_HZ - (seen[1] - since[1])

    def kill(self, process):
        if process and process.poll() is None:
            process.kill()
            process.wait()

    def close(self):
        if self.program and self.program.poll() is None:
            self.program.terminate()
            try:
                self.program.wait(30)
            except subprocess.TimeoutExpired:
                self.kill(self.program)
        if self.eye:
            self.eye.close()
        for process in (self.server, *self.ends):
            self.kill(process)
        if self.mounted:
            subprocess.run(["umount", "-l", self.mounted], check=False)
