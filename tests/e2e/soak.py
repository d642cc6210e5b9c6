"""Twenty simulated minutes of visitors (soak_hours.py: eight hours, and an hour of films): no scene stops, the log stays small, memory stays. Frames are counted, and their CPU is told, not judged: it is the machine's."""
import json
import sqlite3
import unittest

from harness import Case, gestuaire

MOST_MB = 340  # the whole kiosk with its films open, as tests/e2e/crowd.py has it
KEPT_MB_H = 0.5


class Soak(Case):
    hours = False

    def test_hours_of_visitors_leave_a_station_as_it_was(self):
        state = self.folder / "state"
        length = [] if self.hours else ["--quick"]
        said = gestuaire("bench", "soak", *length, "--json", "--state", state, timeout=3 * 3600)
        told = json.loads(said.stdout)
        visitors = told["visitors"]
        self.assertEqual(visitors["stops"], 0, said.stderr)
        self.assertGreaterEqual(visitors["visits"], 2)
        self.assertGreater(visitors["frame_cpu"]["count"], 1000)
        self.assertLess(visitors["log_bytes"], 5e6 * visitors["hours"] / 8)
        self.assertLess(visitors["memory"]["most_mb"], MOST_MB)
        for goal in visitors["goals"]:
            self.assertIsNotNone(goal["met"], goal)
        # Each visit that came is in the log of visits, the last perhaps still on.
        db = sqlite3.connect(state / "visits-kiosk.db")
        visits, pages = (db.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in ("visit", "seen"))
        db.close()
        self.assertGreaterEqual(visits, visitors["visits"] - 1)
        self.assertGreater(pages, visits)
        if self.hours:
            self.assertLess(told["films"]["memory"]["slope_mb_h"], 10 * KEPT_MB_H)
            self.assertEqual(told["films"]["stops"], 0)
            self.assertGreater(told["films"]["frame_cpu"]["count"], 3600)


if __name__ == "__main__":
    unittest.main()
