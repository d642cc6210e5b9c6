"""gestuaire kiosk install, verify, back, remove: content put in place below a folder."""
import json
import os
import pathlib
import subprocess
import tempfile
import unittest

from harness import PROGRAM, ROOT, gestuaire, heard_only


class Content(unittest.TestCase):
    def setUp(self):
        self.temp = tempfile.TemporaryDirectory()
        self.machine = pathlib.Path(self.temp.name, "machine")
        self.machine.mkdir()
        self.source = heard_only(self.temp.name)
        self.content = self.machine / "srv/gestuaire/ear"

    def tearDown(self):
        self.temp.cleanup()

    def kiosk(self, *words, ok=True):
        return gestuaire("kiosk", *words, "--root", self.machine, ok=ok)

    def install(self, *more, ok=True):
        return self.kiosk("install", self.source, "--station", "ear", *more, ok=ok)

    def say(self, word):
        scene = self.source / "scenes/first/scene.lua"
        scene.write_text(f'local scene = {{}}\nfunction scene.enter() log.info("{word}") end\nreturn scene\n')

    def test_an_installation_is_put_in_place_and_runs_from_there(self):
        self.install("--session", "sway")
        what = json.loads((self.machine / "etc/gestuaire/kiosk.json").read_text())
        self.assertEqual(what, {"installation": "ear", "station": "ear", "session": "sway",
                                "content": str(self.content),
                                "state": str(self.machine / "var/lib/gestuaire/ear")})
        subprocess.run(["sha256sum", "--strict", "-c", "MANIFEST.sha256"], check=True,
                       cwd=self.content / "current", stdout=subprocess.DEVNULL)
        self.assertIn("already", self.install("--session", "sway").stdout)
        self.say("the second")
        self.install("--session", "sway")
        # The installation keeps its name, whatever its folder is called now.
        home = pathlib.Path(self.temp.name, "home")
        ran = gestuaire("run", self.content / "current", "--headless", "--silent", "--for", "0.2",
                        env={"XDG_STATE_HOME": str(home)})
        self.assertIn("the second", ran.stderr)
        self.assertTrue((home / "gestuaire" / "ear").is_dir(), ran.stderr)
        self.kiosk("back")
        ran = gestuaire("run", self.content / "current", "--headless", "--silent", "--for", "0.2",
                        env={"XDG_STATE_HOME": str(home)})
        self.assertIn("day ", ran.stderr)
        self.assertEqual(self.kiosk("verify").stdout.count(": whole"), 2)
        state = self.machine / "var/lib/gestuaire/ear/calibration.json"
        state.write_text("{}")
        self.kiosk("remove")
        self.assertFalse(self.content.exists())
        self.assertFalse((self.machine / "etc/gestuaire/kiosk.json").exists())
        self.assertTrue(state.exists())

    def test_what_runs_keeps_its_version_until_it_ends(self):
        self.install()
        first = (self.content / "current").resolve()
        with subprocess.Popen([PROGRAM, "run", self.content / "current", "--headless", "--silent",
                               "--state", pathlib.Path(self.temp.name, "state")],
                              env={**os.environ, "GESTUAIRE_ROOT": str(ROOT)},
                              stderr=subprocess.PIPE, text=True) as runs:
            try:
                while "day " not in (line := runs.stderr.readline()):
                    self.assertTrue(line, "it ended")
                for word in "two", "three":
                    self.say(word)
                    self.install()
                self.assertTrue((first / "installation.lua").exists())
                self.assertIn("is being shown", self.kiosk("remove", ok=False).stderr)
            finally:
                runs.terminate()
                runs.communicate(timeout=300)
        self.say("four")
        self.install()
        self.assertFalse(first.exists())

    def test_a_broken_installation_is_not_put_in_place(self):
        self.install()
        was = os.readlink(self.content / "current")
        (self.source / "scenes/first/scene.lua").write_text("return {")
        said = self.install(ok=False)
        self.assertEqual(said.returncode, 1)
        self.assertIn("scene.lua:1", said.stdout)
        self.assertIn("nothing was installed", said.stderr)
        self.assertEqual(os.readlink(self.content / "current"), was)
        wrong = self.kiosk("install", self.source, "--station", "eer", ok=False)
        self.assertEqual(wrong.returncode, 1)

    def test_a_wrong_station_or_session_is_refused_by_name(self):
        wrong = self.kiosk("install", self.source, "--station", "eer", ok=False)
        self.assertEqual(wrong.returncode, 1)
        self.assertIn("did you mean ear?", wrong.stderr)
        self.assertIn("x11, cage and sway", self.install("--session", "gnome", ok=False).stderr)
        self.assertEqual(self.kiosk("install", self.source, ok=False).returncode, 2)
        self.assertFalse(self.content.exists())


if __name__ == "__main__":
    unittest.main()
