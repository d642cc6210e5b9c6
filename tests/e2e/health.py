"""What a kiosk's health socket says through an evening, against its JSON Schema (the judge is python3-jsonschema) and what was done to it."""
import datetime
import json
import os
import socket
import sqlite3
import subprocess
import time
import unittest

import jsonschema

from harness import PROGRAM, ROOT
from hours import DAY, Hours


class Health(Hours):
    def start(self, *more):
        env = {**os.environ, "GESTUAIRE_ROOT": str(ROOT), "SDL_VIDEODRIVER": "offscreen", "SDL_AUDIODRIVER": "dummy",
               "CLOCK_SET": str(self.folder / "set"), "LD_PRELOAD": str(self.folder / "setclock.so")}
        env.pop("RUNTIME_DIRECTORY", None)
        with open(self.log_file, "a") as log:
            self.program = subprocess.Popen([PROGRAM, "run", self.house, "--station", "one", "--headless", "--kiosk", "--silent",
                                             "--state", self.folder / "state", *more], env=env, stderr=log)
        self.addCleanup(self.end, self.program)
        self.wait((self.folder / "state/health-one").exists, "a socket")

    def lines(self, count=1):
        with socket.socket(socket.AF_UNIX) as s:
            s.settimeout(60)
            s.connect(str(self.folder / "state/health-one"))
            with s.makefile() as told:
                found = [json.loads(told.readline()) for _ in range(count)]
        for line in found:
            self.judge.validate(line)
        return found[-1]

    def test_an_evening(self):
        schema = json.loads((ROOT / "docs/schema/health.schema.json").read_text())
        jsonschema.Draft202012Validator.check_schema(schema)
        self.judge = jsonschema.Draft202012Validator(schema)
        self.set_clock(18, 30)
        self.start()
        self.phase("open")
        line = self.lines(3)
        self.assertEqual((line["station"], line["night"], line["kiosk"], line["visits"]["today"]), ("one", "", True, 0))
        self.assertNotEqual(line["state"], "bad")
        self.assertEqual(line["energy"]["day"], "2027-01-12")
        self.end(self.program)
        # Three visits are in the log of today, one of yesterday and one of another station.
        with sqlite3.connect(self.folder / "state/visits-one.db") as db:
            db.execute("CREATE TABLE IF NOT EXISTS stage(number INTEGER PRIMARY KEY, station TEXT, name TEXT)")  # docs/visits.md
            db.execute("CREATE TABLE IF NOT EXISTS visit(number INTEGER PRIMARY KEY, stage INT, day INT, hour INT, minute INT)")
            db.execute("INSERT INTO stage(number, station, name) VALUES(70, 'one', 'wall2'), (71, 'two', 'wall')")
            days = [(70, 20270112)] * 3 + [(70, 20270111), (71, 20270112)]
            db.executemany("INSERT INTO visit(stage, day, hour, minute) VALUES(?, ?, 12, 0)", days)
        db.close()
        self.start()
        self.phase("open", 2)
        self.assertEqual(self.lines()["visits"]["today"], 3)
        self.set_clock(19, 0, 5)
        self.phase("asleep")
        line = self.lines(2)
        self.assertEqual((line["night"], line["visits"]["today"]), ("asleep", 3))
        self.assertNotEqual(line["state"], "bad", line["why"])
        self.set_clock(1, day=DAY + datetime.timedelta(1))
        deadline = time.monotonic() + 60
        while self.lines()["visits"]["today"] != 0:
            self.assertLess(time.monotonic(), deadline)


for name in [n for n in dir(Hours) if n.startswith("test_")]:
    setattr(Health, name, None)  # hours.py's own
del Hours

if __name__ == "__main__":
    unittest.main(verbosity=2)
