"""The machine's clock is put back by two days while a visitor is there: the visit is as long as it was, the next one begins,
the log has the days that the clock said, staff is told."""
import datetime
import os
import sqlite3
import subprocess
import unittest

from harness import PROGRAM, ROOT, gestuaire
from live import Live
from visits import HOUSE, SCENE

DAYS = 2
# One visit: two pages, and done 6 s after it began. Another one, late enough for the clock to be put back before.
HAND = [(50, 2), (150, 3), (450, 8), (50, 20), (450, 21)]


class Clock(Live):
    def setUp(self):
        super().setUp()
        self.house = self.folder / "house"
        (self.house / "scenes/page").mkdir(parents=True)
        (self.house / "installation.lua").write_text(HOUSE)
        (self.house / "scenes/page/scene.lua").write_text(SCENE)
        (self.folder / "hand.replay").write_text("".join(
            f"{at} down 1 screen {x} 180\n{at + 0.1:g} up 1 screen {x} 180\n" for x, at in HAND))
        subprocess.run(["cc", "-D_GNU_SOURCE", "-shared", "-fPIC", "-o", self.folder / "setclock.so", ROOT / "tests/tools/setclock.c", "-ldl"], check=True)
        self.log_file = self.folder / "run.log"

    def start(self):
        env = {**os.environ, "GESTUAIRE_ROOT": str(ROOT), "SDL_VIDEODRIVER": "offscreen", "CLOCK_SET": str(self.folder / "set"),
               "LD_PRELOAD": str(self.folder / "setclock.so")}
        with open(self.log_file, "w") as log:
            self.program = subprocess.Popen([PROGRAM, "run", self.house, "--station", "kiosk", "--headless", "--silent", "--for",
                                             "200", "--state", self.folder / "state", "--replay", self.folder / "hand.replay"],
                                            env=env, stderr=log)
        self.addCleanup(self.end, self.program)

    def visits(self):
        files = list((self.folder / "state").glob("visits*.db"))
        if not files:
            return []
        try:
            with sqlite3.connect(files[0]) as db:
                return db.execute("SELECT day, pages, seconds, ended FROM visit ORDER BY number").fetchall()
        except sqlite3.OperationalError:  # being made
            return []

    def test_a_clock_that_is_put_back_changes_no_visit(self):
        began = datetime.date.today()
        self.start()
        self.wait(lambda: len(self.visits()) == 1, "visit in the log")
        (self.folder / "set").write_text(str(-86400 * DAYS))
        self.wait_log(f"the machine's clock was set back by {86400 * DAYS} s")
        self.wait(lambda: [v[3] for v in self.visits()] == [0, 0], "two visits that are done")
        self.goes_on("kiosk")
        (day, pages, seconds, _), (other, *_) = self.visits()
        self.assertIn(day, {int(d.strftime("%Y%m%d")) for d in (began, datetime.date.today())})
        before = [datetime.date.today() - datetime.timedelta(DAYS), began - datetime.timedelta(DAYS)]
        self.assertIn(other, {int(d.strftime("%Y%m%d")) for d in before})
        self.assertEqual(pages, 2)
        self.assertAlmostEqual(seconds, 6, delta=1.1)
        self.assertEqual(self.log().count("was set"), 1, self.log())
        self.ends_well()
        gestuaire("visits", "report", self.house, "-o", self.folder / "x.html", "--state", self.folder / "state")


if __name__ == "__main__":
    unittest.main(verbosity=2)
