"""A whole visit, live, whoever's finger it is: attract, Italian, a verb typed, a gesture opened, its film stepped, a work,
the façade's answer seen in its picture, walking away, "more time?", reset, the next visitor in French.

What should be seen is asked of `shot` after the same touches: the same tiles lie in its picture as in the window, and its
boxes say where controls are. Nothing waits for time: each step waits until the window shows what `shot` shows, and what the
visit was is read back from its log. Pictures are kept: live-<hand>-<page>.png, and expected-<page>.png beside them."""
import json
import re
import shutil
import sqlite3
import struct
import subprocess
import time

from harness import OUT, copy_villa, gestuaire

STATION, FACADE = "kiosk/main", "facade/nord"
IDLE_S, ASK_S = 20, 14  # the question stands long enough for a picture of it, on a busy machine too
SLOW_S = 240
SHOWN = "1600x900!"  # the window's size; `shot` draws the same tiles larger
# What is touched, and the page that comes.
STEPS = [(("language it",), "explorer"), (("key s", "key o", "key f", "key f"), "typed"), (("hit 1",), "gesture"),
         (("frame on", "frame on", "around"), "around"), (("w:vase",), "work")]
REST = (640, 4)  # no page has anything there
FIELDS = ("magic", "pid", "beats", "asked", "presented", "drawn", "audio", "input")  # engine/base/pulse.h


def house(folder):
    """The villa with its façade and its kiosk alone."""
    villa = copy_villa(folder)
    plan = villa / "installation.lua"
    text = plan.read_text()
    text = re.sub(r"\n  -- A loggia at night.*?\n  \},\n", "\n", text, flags=re.S)
    text = re.sub(r"\n    gesture = \{.*?(?=\n    kiosk = \{)", "", text, flags=re.S)
    text = re.sub(r"\n    -- One wide screen.*", "\n  },\n}\n", text, flags=re.S)
    text = text.replace('to = { "facade", "gesture", "sound", "kiosk", "double" }', 'to = { "facade", "kiosk" }')
    plan.write_text(text.replace('scene = "explorer" } }', f'scene = "explorer", idle_s = {IDLE_S}, ask_s = {ASK_S} }} }}'))
    return villa


def ppm(data):
    """(width, height, bytes of r, g, b) of a P6 of 8 bits."""
    head = re.match(rb"P6\s+(\d+)\s+(\d+)\s+255\s", data)
    return int(head[1]), int(head[2]), data[head.end():]


def distance(a, b, box=None, step=3):
    """Mean difference of two pictures, 0 to 255, in a part: every `step`-th px of every `step`-th row."""
    (width, height, at), (_, _, bt) = a, b
    left, top, right, bottom = box or (0, 0, width, height)
    total = count = 0
    for y in range(top, bottom, step):
        for c in range(3):
            row = slice((y * width + left) * 3 + c, (y * width + right) * 3 + c, 3 * step)
            total += sum(map(abs, map(int.__sub__, at[row], bt[row])))
            count += len(at[row])
    return total / count


class Walk:
    """Beside harness.Case. The hand is a screen (window.Screen or alike), and its finger(x, y) taps on it."""
    screen, hand = None, ""

    def finger(self, x, y):
        raise NotImplementedError

    # What should be seen ------------------------------------------------------------------------
    def expect(self):
        """Pictures of all pages, by name, and where the fingers of STEPS go, in px of the kiosk's output."""
        touches, at, self.places, self.expected = [], 1.0, [], {}
        self.shoot("attract", at, touches)
        self.french = self.control("language fr")
        for controls, page in STEPS:
            for place in map(self.control, controls):
                self.places.append(place)
                touches += ["--touch", f"{STATION}:{place[0]},{place[1]}@{at:g}"]
                at += 0.3
            at += 1
            self.shoot(page, at, touches)
        self.shoot("asked", at + IDLE_S, touches)
        self.shoot("next", 2.3, ["--touch", f"{STATION}:{self.french[0]},{self.french[1]}@1"])

    def shoot(self, page, at, touches):
        sheet = self.folder / f"{page}.png"
        gestuaire("shot", self.villa, "--at", at, *touches, "--boxes", self.folder / "boxes.json", "-o", sheet)
        self.keep(sheet, f"expected-{page}")
        self.expected[page] = ppm(subprocess.run(["convert", sheet, "-alpha", "off", "-resize", SHOWN, "-depth", "8", "ppm:-"],
                                                 check=True, capture_output=True).stdout)

    def control(self, name):
        """The middle of a control in the last shot."""
        stages = json.loads((self.folder / "boxes.json").read_text())["stages"]
        boxes = {c["name"]: c["box"] for s in stages if s["station"] == "kiosk" for c in s["controls"]}
        self.assertIn(name, boxes)
        left, top, right, bottom = boxes[name]
        return round((left + right) / 2), round((top + bottom) / 2)

    # What is seen -------------------------------------------------------------------------------
    def said(self):
        return self.screen.log.read_text(errors="replace")

    def wait(self, true, what, seconds=SLOW_S):
        """A visitor who waits keeps a finger at the glass now and then: no one is to be asked before they walk away."""
        deadline = time.monotonic() + seconds
        while not true():
            if self.here and time.monotonic() - self.touched > IDLE_S / 3:
                self.tap(REST)
            if time.monotonic() > deadline or self.screen.program.poll() is not None:
                raise AssertionError(f"no {what}\n{self.said()[-3000:]}")
            time.sleep(0.1)

    def pulse(self):
        try:
            page = dict(zip(FIELDS, struct.unpack("<II6Q", (self.folder / "state/pulse-kiosk").read_bytes()[:56])))
        except (OSError, struct.error):
            return None
        return page if page["pid"] == self.screen.program.pid else None

    def pane(self, output):
        """(width, height) of an output and its (left, top, width, height) in the window."""
        found = re.findall(rf"{output} (\d+)x(\d+) lies at (-?\d+),(-?\d+) (\d+)x(\d+) of window 1", self.said())
        values = tuple(map(int, found[-1]))
        return values[:2], values[2:]

    def box(self, output):
        _, (left, top, width, height) = self.pane(output)
        return left, top, left + width, top + height

    def picture(self):
        """The window, in px of it."""
        left, top, width, height = self.window
        return ppm(subprocess.run(["import", "-window", "root", "-crop", f"{width}x{height}+{left}+{top}", "+repage", "-depth",
                                   "8", "ppm:-"], env=self.screen.environment(), check=True, capture_output=True).stdout)

    def keep(self, source, name):
        OUT.mkdir(parents=True, exist_ok=True)
        shutil.copy(source, OUT / f"{name}.png")

    def keep_live(self, picture, name):
        width, height, data = picture
        file = self.folder / "live.png"
        subprocess.run(["convert", "ppm:-", str(file)], input=b"P6 %d %d 255\n" % (width, height) + data, check=True)
        self.keep(file, f"live-{self.hand}-{name}")

    def see(self, page, name=None):
        """Waits until what the kiosk shows is more like this page of `shot` than like any other; films move."""
        seen = []

        def shown():
            seen[:] = [self.picture()]
            return page == min(self.expected, key=lambda p: distance(self.expected[p], seen[0], self.box(STATION)))
        try:
            self.wait(shown, f"page \"{page}\"")
        finally:
            self.keep_live(seen[0], name or page)
        return seen[0]

    # What is done -------------------------------------------------------------------------------
    def tap(self, place):
        """Done when the station has heard both the down and the up."""
        (wide, high), (left, top, width, height) = self.pane(STATION)
        before, self.touched = self.pulse()["input"], time.monotonic()
        self.finger(self.window[0] + left + round((place[0] + 0.5) * width / wide),
                    self.window[1] + top + round((place[1] + 0.5) * height / high))
        self.wait(lambda: self.pulse()["input"] >= before + 2, "touch", 60)

    def logged(self, question):
        files = list((self.folder / "state").glob("visits*.db"))
        if not files:
            return []
        try:
            with sqlite3.connect(files[0]) as db:
                return db.execute(question).fetchall()
        except sqlite3.OperationalError:  # being made
            return []

    def wait_logged(self, question, answer):
        self.wait(lambda: self.logged(question) == answer, f"{answer} in the log: {self.logged(question)}")

    def walk(self):
        self.here, self.touched = False, time.monotonic()
        self.villa = house(self.folder)
        self.expect()
        self.screen.run(self.villa)
        self.window = self.screen.window()
        self.wait(lambda: self.pulse() and STATION in self.said(), "station")
        steps = iter(self.places)
        self.see("attract")
        self.tap(next(steps))
        self.here = True
        self.see("explorer")
        for _ in "soff":
            self.tap(next(steps))
        self.see("typed")
        self.wait_logged("SELECT words FROM search", [("soff",)])
        self.tap(next(steps))
        self.see("gesture")
        self.wait(lambda: self.answered(self.picture()), "façade that answers")
        self.step_the_film(next(steps), next(steps))
        self.tap(next(steps))
        self.see("around")
        self.tap(next(steps))
        self.assertTrue(self.answered(self.see("work")))
        self.walk_away()

    def answered(self, picture):
        """The façade is more like the one that was chosen for than like the one at rest."""
        box = self.box(FACADE)
        return distance(self.expected["work"], picture, box) < distance(self.expected["attract"], picture, box)

    def step_the_film(self, first, second):
        """A film that was stepped stands still, and each step shows another frame of it."""
        stills = [self.still(first), self.still(second)]
        self.assertGreater(distance(*stills, self.box(STATION)), 0)
        self.keep_live(stills[1], "stepped")

    def still(self, place):
        self.tap(place)
        seen = [self.picture()]

        def still():
            before = self.pulse()["beats"]
            self.wait(lambda: self.pulse()["beats"] >= before + 4, "frames")
            seen.append(self.picture())
            return distance(*seen[-2:], self.box(STATION)) == 0
        self.wait(still, "film that stands still")
        return seen[-1]

    def walk_away(self):
        self.here = False
        self.see("asked")
        self.see("attract", "reset")
        self.wait_logged("SELECT language, ended IS NOT NULL FROM visit", [("it", 1)])
        seen = self.logged("SELECT page.id FROM seen JOIN page ON page.number = seen.page ORDER BY seen.number")
        self.assertEqual([s[0] for s in seen], ["explorer", "g:souffler-verre", "w:vase"])
        # The next one, in French, begins where everybody begins.
        self.tap(self.french)
        self.see("next")
        self.wait_logged("SELECT language FROM visit ORDER BY number", [("it",), ("fr",)])
        self.screen.program.terminate()
        self.assertEqual(self.screen.program.wait(60), 0, self.said())
