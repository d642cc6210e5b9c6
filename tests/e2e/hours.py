"""A station through its day: the machine's clock is set (tests/tools/setclock.c), and the pulse and the log say what it does."""
import datetime
import os
import subprocess
import time
import unittest

from harness import PROGRAM, ROOT, gestuaire
from live import Live

ROME = datetime.timezone(datetime.timedelta(hours=1))  # in winter
DAY = datetime.datetime(2027, 1, 12, tzinfo=ROME)  # a Tuesday
HOUSE = """return {
  title = { fr = "essai", it = "prova" }, languages = { "fr", "it" },
  hours = { zone = "Europe/Rome", warm_min = 10, finish_min = 1, fade_s = 0.5,
    week = { { days = { "tue", "wed" }, from = "10:00", to = "19:00" } },
    dates = { { from = "2027-01-13" } } },
  stations = { one = { stages = { wall = { canvas = { 320, 180 }, scene = "page" } },
    outputs = { screen = { at = { 0, 0 }, size = { 320, 180 } } }, rate_hz = 30 } },
}
"""
# It moves and sounds without end.
SCENE = """local scene = {}
function scene.enter(stage)
  scene.stage = stage
  log.info("begins")
  sound.play("tone.wav", { loop = true })
end
function scene.draw(canvas)
  canvas:circle(show.now() * 50 % 320, 90, 40, { color = "#ffffff" })
  scene.stage:redraw()
end
return scene
"""


class Hours(Live):
    def setUp(self):
        super().setUp()
        self.house = self.folder / "house"
        (self.house / "scenes/page").mkdir(parents=True)
        (self.house / "installation.lua").write_text(HOUSE)
        (self.house / "scenes/page/scene.lua").write_text(SCENE)
        quiet = {"check": True, "capture_output": True}
        subprocess.run(["sox", "-n", "-r", "48000", self.house / "tone.wav", "synth", "2", "sine", "440"], **quiet)
        subprocess.run(["cc", "-D_GNU_SOURCE", "-shared", "-fPIC", "-o", self.folder / "setclock.so",
                        ROOT / "tests/tools/setclock.c", "-ldl"], check=True)
        self.log_file = self.folder / "run.log"

    def set_clock(self, hours, minutes=0, seconds=0, day=DAY):
        wanted = day + datetime.timedelta(hours=hours, minutes=minutes, seconds=seconds)
        new = self.folder / "set.new"
        new.write_text(str(int(wanted.timestamp() - time.time())))
        os.replace(new, self.folder / "set")

    def start(self, *more):
        env = {**os.environ, "GESTUAIRE_ROOT": str(ROOT), "SDL_VIDEODRIVER": "offscreen", "SDL_AUDIODRIVER": "dummy",
               "CLOCK_SET": str(self.folder / "set"), "LD_PRELOAD": str(self.folder / "setclock.so")}
        with open(self.log_file, "w") as log:
            self.program = subprocess.Popen([PROGRAM, "run", self.house, "--station", "one", "--headless", "--for", "500",
                                             "--state", self.folder / "state", *more], env=env, stderr=log)
        self.addCleanup(self.end, self.program)

    def phase(self, word, times=1):
        self.wait_log(f"hours: {word}:", times)

    def sleeps(self):
        """It beats; nothing is drawn, presented or mixed."""
        def silent():  # the device has ended what it had begun, however slowly it is run
            heard = self.pulse("one")["audio"]
            self.goes_on("one", by=2)
            return self.pulse("one")["audio"] == heard
        self.wait(silent, "a device that is closed")
        before = self.pulse("one")
        self.goes_on("one", by=4)
        after = self.pulse("one")
        for key in ("drawn", "presented", "audio", "asked"):
            self.assertEqual(after[key], before[key], key)

    def test_a_day_from_open_to_asleep_and_open_again(self):
        self.set_clock(18, 59)
        self.start("--hours")
        self.phase("open")
        self.goes_on("one", "drawn", 10)
        self.goes_on("one", "audio", 10)
        self.set_clock(19, 0, 5)
        self.phase("asleep")
        self.assertIn("dimming: closed until 2027-01-19 10:00", self.log())  # Wednesday is an exception
        self.sleeps()
        self.set_clock(9, 49, 55, DAY + datetime.timedelta(7))
        self.phase("warming up")
        self.goes_on("one", "drawn", 10)
        self.assertEqual(self.log().count("begins"), 2)
        self.set_clock(10, 0, 1, DAY + datetime.timedelta(7))
        self.phase("open", 2)
        self.goes_on("one", "audio", 10)
        self.set_clock(23, 0)  # back by a week, into a night
        self.phase("asleep", 2)
        self.sleeps()
        self.ends_well()

    def test_started_at_night_it_waits_for_staff_first(self):
        self.set_clock(3)
        self.start("--hours")
        self.phase("awake for staff")
        self.goes_on("one", "drawn", 10)
        self.ends_well()

    def test_without_being_asked_a_rehearsal_at_night_is_awake(self):
        self.set_clock(3)
        self.start()
        self.goes_on("one", "drawn", 10)
        self.assertNotIn("hours:", self.log())
        self.ends_well()

    def check(self, old, new):
        (self.house / "installation.lua").write_text(HOUSE.replace(old, new))
        return gestuaire("check", self.house, ok=False)

    def test_check_says_where_hours_make_no_sense(self):
        for old, new, words in (
                ("Europe/Rome", "Europe/Roma", 'hours.zone: "Europe/Roma" is no time zone of this machine'),
                ('to = "19:00"', 'to = "10:00"', "installation.lua:4: hours.week[1]: opens and closes at 10:00"),
                ('to = "19:00" }', 'to = "19:00" }, { from = "18:00", to = "20:00" }', "lies over the hours of line 4"),
                ('{ from = "2027-01-13" }', '{ from = "2027-01-13", to = "2027-01-12" }', "hours.dates[1]: ends before it begins"),
                ('{ from = "2027-01-13" }', '{ from = "2027-01-13" }, { from = "2027-01-01", to = "2027-01-31" }',
                 "line 5 is hidden by line 5"),
                ('week = { { days = { "tue", "wed" }, from = "10:00", to = "19:00" } },', "", "hours: are never open")):
            with self.subTest(words):
                said = self.check(old, new)
                self.assertIn(words, said.stdout + said.stderr)
        self.assertEqual(self.check("", "").returncode, 0)


if __name__ == "__main__":
    unittest.main(verbosity=2)
