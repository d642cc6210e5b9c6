"""gestuaire-supervisor --log: without a journal, what it and the engine say is in files of the state folder."""
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
