"""gestuaire-supervisor: without a journal, what it and the engine say is in files of the state folder (--log); what the
machine is may come from a file (--config)."""
import json
import os
import pathlib
import re
import subprocess
import tempfile
import unittest

from harness import PROGRAM

SUPERVISOR = PROGRAM.parent / "gestuaire-supervisor"
# Says something and dies; started again it ends as staff ends it. What it starts goes on and has its standard error.
ENGINE = """#!/bin/sh
if [ -e "$0.again" ]; then echo "well again" >&2; (trap '' TERM; sleep 300) & exit 0; fi
: >"$0.again"
echo "a line of the engine" >&2
printf "last words" >&2
kill -ABRT $$
"""


# Ends as staff ends it, and leaves what it was started with.
TELLER = """#!/bin/sh
printf '%s\\n' "$@" >"$0.said"
"""


class Config(unittest.TestCase):
    def setUp(self):
        temp = tempfile.TemporaryDirectory()
        self.addCleanup(temp.cleanup)
        self.folder = pathlib.Path(temp.name)
        (self.folder / "content").mkdir()
        self.engine = self.folder / "engine"
        self.engine.write_text(TELLER)
        self.engine.chmod(0o755)
        self.config = self.folder / "kiosk.json"

    def supervise(self, *more, **changed):
        said = {"installation": "house", "station": "kiosk", "content": str(self.folder / "content"),
                "state": str(self.folder / "state"), "session": "x11", **changed}
        self.config.write_text(json.dumps(said))
        return subprocess.run([SUPERVISOR, "--config", self.config, "--engine", self.engine, "--runtime", self.folder,
                               *more], capture_output=True, text=True, timeout=300)

    def said(self):
        return (self.folder / "engine.said").read_text().splitlines()

    def test_content_station_and_state_are_those_of_the_file(self):
        ran = self.supervise()
        self.assertEqual(ran.returncode, 0, ran.stderr)
        said = self.said()
        self.assertEqual(said[0], "run")
        self.assertIn(str(self.folder / "content"), said)
        self.assertEqual(said[said.index("--station") + 1], "kiosk")
        self.assertEqual(said[said.index("--state") + 1], str(self.folder / "state"))
        self.assertTrue((self.folder / "state/supervisor.json").exists())

    def test_an_option_beside_it_holds(self):
        ran = self.supervise("--station", "wall", "--state", self.folder / "other")
        self.assertEqual(ran.returncode, 0, ran.stderr)
        self.assertEqual(self.said()[self.said().index("--station") + 1], "wall")
        self.assertFalse((self.folder / "state").exists())

    def test_a_file_that_says_nonsense_is_named_and_nothing_is_started(self):
        ran = self.supervise(content="relative")
        self.assertEqual(ran.returncode, 1, ran.stderr)
        self.assertIn(f'{self.config}: content: "relative" does not begin with /', ran.stderr)
        self.assertFalse((self.folder / "engine.said").exists())


class Log(unittest.TestCase):
    def test_last_words_and_restarts_are_in_the_state_folder(self):
        with tempfile.TemporaryDirectory() as temp:
            state, engine = pathlib.Path(temp, "state"), pathlib.Path(temp, "engine")
            engine.write_text(ENGINE)
            engine.chmod(0o755)
            ran = subprocess.run([SUPERVISOR, "--content", temp, "--station", "st", "--state", state, "--runtime", temp,
                                  "--engine", engine, "--log"], capture_output=True, text=True, timeout=300,
                                 env={k: v for k, v in os.environ.items() if k != "JOURNAL_STREAM"})
            self.assertEqual(ran.returncode, 0, ran.stderr)
            self.assertEqual(ran.stderr, "")
            lines = (state / "log" / "st.log").read_text().splitlines()
            for line in lines:
                self.assertRegex(line, r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d .")
            said = [re.sub(r"^\S+ \S+ ", "", line) for line in lines]
            self.assertIn("a line of the engine", said)
            self.assertTrue(any(line.startswith("last words") for line in said), said)
            self.assertTrue(any("signal" in line or "Restart" in line for line in said), said)
            self.assertIn("well again", said)


if __name__ == "__main__":
    unittest.main()
