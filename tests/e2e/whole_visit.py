"""A whole visit, live, by xdotool under Xvfb: attract, Italian, a verb typed, a gesture opened, its film stepped, a work,
the façade's answer seen in its picture, walking away, "more time?", reset, the next visitor in French. Where controls
lie is asked of `shot --boxes` after the same touches; what the visit was is read back from its log. Pictures are kept."""
import json
import re
import shutil
import sqlite3
import time
import unittest

from harness import OUT, VILLA, Case, copy_villa, differing, gestuaire
from window import Screen

STATION = r"kiosk/main (\d+)x(\d+) lies at (-?\d+),(-?\d+) (\d+)x(\d+) "
FACADE = r"facade/nord (\d+)x(\d+) lies at (-?\d+),(-?\d+) (\d+)x(\d+) "
IDLE_S, ASK_S = 15, 20
STEPS = [("language it", 3), *((f"key {c}", 0.7) for c in "soff"), ("hit 1", 4), ("frame on", 1), ("frame on", 1), ("around", 2), ("w:vase", 4)]


class WholeVisit(Case):
    def setUp(self):
        super().setUp()
        self.house = copy_villa(self.folder)
        plan = self.house / "installation.lua"
        text = plan.read_text()
        text = text.replace('attract = "attract", scene = "explorer" } },\n      surfaces = {\n        screen',
                            f'attract = "attract", scene = "explorer", idle_s = {IDLE_S}, ask_s = {ASK_S} }} }},\n      surfaces = {{\n        screen')
        self.assertIn("idle_s", text)
        plan.write_text(text)
        self.screen = Screen(self.folder)
        self.addCleanup(self.screen.close)

    def places(self):
        """Where on the kiosk's output the fingers of STEPS go, each where `shot` says the control lies."""
        touches, at, places = [], 2.0, []
        for name, wait in STEPS:
            file = self.folder / "boxes.json"
            gestuaire("shot", self.house, "--station", "kiosk", *touches, "--at", at, "--boxes", file)
            controls = {c["name"]: c["box"] for c in json.loads(file.read_text())["stages"][0]["controls"]}
            self.assertIn(name, controls)
            left, top, right, bottom = controls[name]
            places.append((round((left + right) / 2), round((top + bottom) / 2)))
            touches += ["--touch", f"{places[-1][0]},{places[-1][1]}@{at:g}"]
            at += wait
        return places

    def pane(self, pattern):
        return tuple(map(int, re.findall(pattern, self.screen.log.read_text())[-1]))

    def tap(self, x, y):
        width, height, left, top, shown_width, shown_height = self.pane(STATION)
        self.screen.xdotool("mousemove", self.left + left + round(x * shown_width / width),
                            self.top + top + round(y * shown_height / height))
        time.sleep(0.1)
        self.screen.xdotool("mousedown", 1)
        time.sleep(0.12)
        self.screen.xdotool("mouseup", 1)

    def look(self, name):
        picture = self.screen.picture(name)
        OUT.mkdir(parents=True, exist_ok=True)
        shutil.copy(self.folder / f"{name}.png", OUT / f"visit-{name}.png")
        return picture

    def part(self, picture, pattern):
        """The pane of a station, cut out."""
        _, _, left, top, width, height = self.pane(pattern)
        _, _, channels, rows = picture
        x, y = self.left + left, self.top + top
        return width, height, channels, [row[x * channels:(x + width) * channels] for row in rows[y:y + height]]

    def go(self, place, before, name):
        """Taps until the station shows another page: a machine that is busy takes a slow tap for a hold."""
        for _ in range(6):
            self.tap(*place)
            end = time.monotonic() + 8
            while time.monotonic() < end:
                time.sleep(1)
                now = self.look(name)
                if differing(self.part(before, STATION), self.part(now, STATION), 24, 2) > 0.05:
                    time.sleep(2)
                    return self.look(name)
        raise AssertionError(f"{name} did not come\n{self.screen.log.read_text()[-2000:]}")

    def is_another(self, *pictures):
        now = self.part(self.look("7-more-time"), STATION)
        return all(differing(self.part(p, STATION), now, 24, 2) > 0.1 for p in pictures)

    def log(self, question):
        files = list((self.folder / "state").glob("visits*.db"))
        if not files:
            return []
        with sqlite3.connect(files[0]) as db:
            return db.execute(question).fetchall()

    def wait_log(self, question, answer):
        self.assertTrue(self.screen.wait(lambda: self.log(question) == answer, 60), f"{self.log(question)}\n{self.screen.log.read_text()[-2000:]}")

    def test_from_attract_to_the_next_visitor(self):
        places = self.places()
        self.screen.run(self.house)
        self.left, self.top, _, _ = self.screen.window()
        self.assertTrue(self.screen.wait(lambda: "kiosk/main" in self.screen.log.read_text()))
        time.sleep(4)
        attract = self.look("1-attract")
        self.go(places[0], attract, "2-explorer")
        for place in places[1:5]:
            self.tap(*place)
            time.sleep(0.6)
        time.sleep(1.5)
        typed = self.look("3-typed")
        self.go(places[5], typed, "4-gesture")
        # The façade answers who chose.
        self.assertTrue(self.screen.wait(lambda: differing(self.part(attract, FACADE), self.part(self.look("4-gesture"), FACADE), 24, 2) > 0.01))
        for place in places[6:8]:
            self.tap(*place)
            time.sleep(0.8)
        self.look("5-stepped")
        self.tap(*places[8])
        time.sleep(1.5)
        work = self.go(places[9], self.look("5-around"), "6-work")
        # They walk away, and are asked: neither the work's page nor attract is seen then.
        self.assertTrue(self.screen.wait(lambda: self.is_another(work, attract), IDLE_S + ASK_S + 60))
        self.wait_log("SELECT language, ended IS NOT NULL FROM visit", [("it", 1)])
        time.sleep(2)
        self.assertLess(differing(self.part(attract, STATION), self.part(self.look("8-attract"), STATION), 40, 2), 0.1)
        seen = self.log("SELECT page.id FROM seen JOIN page ON page.number = seen.page ORDER BY seen.number")
        self.assertEqual([s[0] for s in seen], ["explorer", "g:souffler-verre", "w:vase"])
        self.assertIn("soff", [w for w, in self.log("SELECT words FROM search")])
        # The next one, in French, begins where everybody begins.
        self.tap(*self.french)
        time.sleep(3)
        self.look("9-next")
        self.wait_log("SELECT language FROM visit ORDER BY number", [("it",), ("fr",)])

    @property
    def french(self):
        file = self.folder / "boxes.json"
        gestuaire("shot", self.house, "--station", "kiosk", "--at", 2, "--boxes", file)
        box = next(c["box"] for c in json.loads(file.read_text())["stages"][0]["controls"] if c["name"] == "language fr")
        return round((box[0] + box[2]) / 2), round((box[1] + box[3]) / 2)


if __name__ == "__main__":
    unittest.main(verbosity=2)
