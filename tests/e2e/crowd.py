"""Ten fingers on the whole kiosk station, at random, by a clock of steps: for ten minutes (crowd_hour.py: an hour).
No scene is stopped, nothing is warned of, every page is met by one crowd or another, memory stays, and who comes next finds it
as it was. Nothing is drawn, everything is heard: `sound render` plays all of a station."""
import json
import os
import pathlib
import random
import re
import subprocess
import tempfile
import time
import unittest

from harness import PROGRAM, ROOT, VILLA, Case, copy_villa, gestuaire
from settings import PAGES

WIDE, HIGH = 1280, 800
AWAY_S = 120  # a film ends, the kiosk asks, and is reset
CONTACTS = 7  # a second
SEEDS = 23, 25, 26, 27  # crowds that never hold three fingers still: that opens the desk, where there is no kiosk
DARK = {"GALLIUM_NOOP": "1"}  # Mesa without its rasteriser
MOST_MIB = 320  # of a station with eight films, forty pictures and five models
# What a station may say: who holds whom, and that consents of the villa's repertoire have ended, as they have.
TOLD = r"dBFS$|: page \S+ \d+$| chose \S+:\S+$|^show: station \"kiosk\" is (held by|free)|^warning: .*consent"

# Each page says that it was entered; it is the villa's own otherwise.
TELLS = """local shown = %s
local enter = shown.enter
function shown.enter(stage)
  log.info("page", "%s", math.floor(show.now()))
  enter(stage)
end
return shown
"""


def house(folder):
    villa = copy_villa(folder)
    for name in PAGES:
        own, plan = villa / "scenes" / name, ROOT / "scenes" / name / "scene.lua"
        own.mkdir(exist_ok=True)
        file = own / "scene.lua"
        text = (file if file.exists() else plan).read_text()
        head, tail = text.rsplit("return ", 1)
        file.write_text(head + TELLS % (tail.strip(), name))
    return villa


def controls(folder):
    """The middles of what can be touched on any of the pages, as they are when they come."""
    file, middles = folder / "boxes.json", []
    for page, param in PAGES.items():
        gestuaire("shot", VILLA, "--station", "kiosk", "--scene", page, *param, "--at", 1, "--boxes", file, env=DARK)
        stage, = json.loads(file.read_text())["stages"]
        middles += [((c["box"][0] + c["box"][2]) / 2, (c["box"][1] + c["box"][3]) / 2) for c in stage["controls"]]
    return middles


class Finger:
    """Lines of a replay: taps, holds, drags, swipes, every other one where something can be; now and then lost by the screen."""

    def __init__(self, number, rnd, middles):
        self.number, self.rnd, self.middles, self.lines = number, rnd, middles, []

    def put(self, at, what, x, y):
        self.lines.append((at, f"{at:.3f} {what} {self.number} main {x:.1f} {y:.1f}"))

    def place(self):
        return self.rnd.choice(self.middles) if self.rnd.random() < 0.5 else (self.rnd.uniform(0, WIDE), self.rnd.uniform(0, HIGH))

    def act(self, at):
        """One touch from `at` on; when it is over."""
        rnd = self.rnd
        x, y = self.place()
        self.put(at, "down", x, y)
        kind = rnd.random()
        if kind < 0.7:  # a tap, here and there a hold
            at += rnd.uniform(0.02, 0.4) if kind < 0.6 else rnd.uniform(0.6, 4)
        else:  # a drag or, short, a swipe; some go over the edge
            to_x, to_y = x + rnd.gauss(0, 250), y + rnd.gauss(0, 250)
            steps, long = rnd.randint(2, 8), rnd.uniform(0.05, 1.2)
            for n in range(1, steps + 1):
                self.put(at + long * n / steps, "move", x + (to_x - x) * n / steps, y + (to_y - y) * n / steps)
            at, x, y = at + long + 0.01, to_x, to_y
        self.put(at, "cancel" if rnd.random() < 0.03 else "up", x, y)
        return at

    def live(self, begin, end):
        at = begin + self.rnd.expovariate(0.5)
        while at < end - 6:
            at = self.act(at) + 0.02 + self.rnd.expovariate(0.5)


def replay(path, seconds, middles, seed):
    """Ten fingers for four minutes, then nobody for as long as a visit waits; and again."""
    rnd = random.Random(seed)
    lines = []
    for begin in range(1, seconds, 240 + AWAY_S):
        for number in range(1, 11):
            finger = Finger(number, rnd, middles)
            finger.live(begin, min(begin + 240, seconds - AWAY_S))
            lines += finger.lines
    path.write_text("\n".join(line for _, line in sorted(lines)) + "\n")
    return len(lines)


class Crowd(Case):
    minutes = 10

    def test_ten_fingers_at_random_leave_the_station_as_it_was(self):
        met, middles = set(), controls(self.folder)
        for seed in SEEDS:  # chance leaves a page out now and then
            met |= self.be_touched(60 * self.minutes, middles, seed)
            if met == set(PAGES):
                return
        self.assertEqual(met, set(PAGES))

    def be_touched(self, seconds, middles, seed):
        """Which pages were met."""
        self.assertGreater(replay(self.folder / "fingers.replay", seconds, middles, seed), CONTACTS * seconds)
        memory = self.play(seconds)
        said = [line.removeprefix("gestuaire: ") for line in (self.folder / "said.txt").read_text().splitlines()]
        pages = [line.split()[-2] for line in said if re.search(r": page \S+ \d+$", line)]
        print(f"{len(pages)} pages in {self.minutes} min; most memory by tenths of the time, MiB: {memory}")
        self.assertEqual([line for line in said if not re.search(TOLD, line)], [])
        self.assertEqual(pages[-1], "attract")
        self.judge(pages, memory)
        return set(pages)

    def judge(self, pages, memory):
        self.assertLess(max(memory), MOST_MIB)

    def play(self, seconds):
        """Most resident memory in each tenth of the time it took, MiB."""
        env = {**os.environ, "GESTUAIRE_ROOT": str(ROOT), **DARK}
        with open(self.folder / "said.txt", "w") as said:
            program = subprocess.Popen([PROGRAM, "sound", "render", house(tempfile.mkdtemp(dir=self.folder)), "--station", "kiosk", "--for", str(seconds),
                                        "--replay", self.folder / "fingers.replay", "-o", self.folder / "heard.wav"],
                                       env=env, stdout=said, stderr=said)
        self.addCleanup(lambda: program.poll() is None and program.kill())
        samples, deadline = [], time.monotonic() + 3000
        while program.poll() is None and time.monotonic() < deadline:
            status = pathlib.Path(f"/proc/{program.pid}/status").read_text()
            samples += [int(m[1]) / 1024 for m in re.finditer(r"VmRSS:\s+(\d+) kB", status)]
            time.sleep(0.1)
        self.assertEqual(program.poll(), 0, (self.folder / "said.txt").read_text()[-3000:])
        tenth = max(1, len(samples) // 10)
        return [round(max(samples[n:n + tenth])) for n in range(0, 10 * tenth, tenth)]


if __name__ == "__main__":
    unittest.main(verbosity=2)
