"""`run --safe`, and the supervisor's last step, on content that cannot be read or is not there at all."""
import json
import pathlib
import signal
import subprocess
import time
import unittest

from hands import HIGH, WIDE, Desk
from harness import PROGRAM, Case, copy_villa, gestuaire, mean_light, png

SUPERVISOR = pathlib.Path(PROGRAM).parent / "gestuaire-supervisor"


def break_file(path):
    path.write_text("return {{ titl")


class Safe(Case):
    def pictures(self):
        """Of content that is broken in one way or another: each must be shown."""
        yield "missing", self.folder / "nowhere", "kiosk"
        for name, act in {
            "broken": lambda house: break_file(house / "installation.lua"),
            "empty": lambda house: (house / "installation.lua").unlink(),
            "binary": lambda house: (house / "installation.lua").write_bytes(bytes(range(256)) * 64),
            "show": lambda house: break_file(house / "show.lua"),
            "strings": lambda house: [break_file(f) for f in (house / "strings").glob("*.json")],
        }.items():
            house = copy_villa(self.folder / name)
            act(house)
            yield name, house, "kiosk"
        yield "station", copy_villa(self.folder / "station"), "nobody"

    def test_the_safe_scene_is_shown_whatever_the_content_is(self):
        first = None
        for name, house, station in self.pictures():
            file = self.folder / f"{name}.png"
            with self.subTest(name):
                gestuaire("shot", house, "--station", station, "--safe", "--at", "20", "-o", file)
                picture = png(file)
                first = first or picture
                self.assertGreater(mean_light(picture), 0.5)
                if name in ("broken", "empty", "binary", "station"):
                    self.assertEqual(picture, first)  # the same built-in station

    def test_it_is_on_each_display_there_is(self):
        desk = Desk(self.folder, screens=3)
        self.addCleanup(desk.close)
        desk.run(PROGRAM, self.folder / "nowhere", "--station", "kiosk", "--safe", "--silent", "--kiosk")

        def third(rows, channels, n):
            return [row[n * WIDE * channels:(n + 1) * WIDE * channels] for row in rows[:HIGH]]

        def stands():  # it changes once a second: all of one moment
            _, _, channels, rows = desk.picture("safe")
            thirds = [third(rows, channels, n) for n in range(3)]
            return max(max(row) for row in thirds[0]) > 128 and thirds[0] == thirds[1] == thirds[2]
        desk.wait(stands, "safe scene on all three displays")
        self.assertEqual(desk.ends(), 0)

    def test_without_safe_the_same_is_refused(self):
        self.assertEqual(gestuaire("run", self.folder / "nowhere", "--headless", ok=False).returncode, 1)

    def test_the_last_step_of_the_supervisor_stands_without_content(self):
        house = self.folder / "house"
        house.mkdir()
        break_file(house / "installation.lua")
        state, log = self.folder / "state", self.folder / "log"
        with open(log, "w") as said:
            program = subprocess.Popen([SUPERVISOR, "--content", house, "--station", "kiosk", "--state", state, "--engine",
                                        PROGRAM, "--runtime", self.folder, "--", "--headless", "--silent"], stderr=said)
        self.addCleanup(lambda: program.poll() is None and (program.kill(), program.wait()))
        page = self.folder / "pulse-kiosk"
        deadline = time.monotonic() + 120

        def shows():  # pictures that were shown (engine/base/pulse.h), on the last step
            told = state / "supervisor.json"
            return told.exists() and json.loads(told.read_text())["step"] == "safe" and \
                page.exists() and any(page.read_bytes()[184:192])
        while not shows():
            self.assertLess(time.monotonic(), deadline, log.read_text())
            self.assertIsNone(program.poll(), log.read_text())
            time.sleep(0.1)
        restarts = json.loads((state / "supervisor.json").read_text())["restarts"]
        (house / "installation.lua").unlink()
        house.rmdir()
        engine = int(pathlib.Path(f"/proc/{program.pid}/task/{program.pid}/children").read_text().split()[0])
        subprocess.run(["kill", "-KILL", str(engine)], check=True)
        while not (json.loads((state / "supervisor.json").read_text())["restarts"] > restarts and shows()):
            self.assertLess(time.monotonic(), deadline, log.read_text())
            time.sleep(0.1)
        program.send_signal(signal.SIGTERM)
        self.assertEqual(program.wait(60), 0)


if __name__ == "__main__":
    unittest.main(verbosity=2)
