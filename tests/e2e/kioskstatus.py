"""gestuaire kiosk status on a real X server: what is locked is locked, and what a test opens is said to be open.

The judge of the document is python3-jsonschema; of each point, what the test itself did to the machine."""
import ctypes
import json
import os
import pathlib
import subprocess
import unittest

import jsonschema

from hands import Desk
from harness import PROGRAM, ROOT, Case, gestuaire
from lockdown import HOUSE, SCENE, X

SUPERVISOR = pathlib.Path(PROGRAM).parent / "gestuaire-supervisor"
SCREEN = {"full", "above", "keys", "pens", "cursor", "awake", "consoles"}
HERE = {"user", "clock", "sleep"}  # of the machine that tests: whatever it is


class Status(Case):
    def setUp(self):
        super().setUp()
        self.desk = Desk(self.folder, screens=2, more=("pen",))
        self.addCleanup(self.desk.close)
        self.desk.call("setxkbmap", "-option", "srvrkeys:none")
        self.x = X(self.desk.display)
        self.house = self.folder / "house"
        (self.house / "scenes/first").mkdir(parents=True)
        (self.house / "scenes/first/scene.lua").write_text(SCENE)
        self.machine = self.folder / "machine"
        self.machine.mkdir()
        schema = json.loads((ROOT / "docs/schema/kiosk-status.schema.json").read_text())
        jsonschema.Draft202012Validator.check_schema(schema)
        self.judge = jsonschema.Draft202012Validator(schema)

    def kiosk(self, *words, **more):
        return gestuaire("kiosk", *words, "--root", self.machine, **more)

    def start(self, more=""):
        (self.house / "installation.lua").write_text(HOUSE % more)
        self.kiosk("install", self.house, "--station", "glass")
        subprocess.run([PROGRAM, "kiosk", "pin", "--root", self.machine], input="4071\n4071\n", text=True, check=True,
                       capture_output=True)
        with open(self.desk.log, "w") as log:
            self.desk.program = subprocess.Popen(
                [SUPERVISOR, "--config", self.machine / "etc/gestuaire/kiosk.json", "--engine", PROGRAM, "--", "--silent"],
                env={**self.desk.environment(), "WATCHDOG_USEC": "10000000", "WATCHDOG_PID": "1", "RUNTIME_DIRECTORY": str(self.machine)},
                stderr=log)

    def ask(self):
        told = self.kiosk("status", "--json", ok=False, env={"RUNTIME_DIRECTORY": str(self.machine)})
        status = json.loads(told.stdout)
        self.judge.validate(status)
        self.assertEqual(status["locked"], all(p["state"] != "open" for p in status["points"]))
        self.assertEqual(told.returncode, 0 if status["locked"] else 1)
        self.why = {p["point"]: p["why"] for p in status["points"]}
        return {p["point"] for p in status["points"] if p["state"] == "open"}

    def becomes(self, *open_points):
        """What is open beyond the machine's own, soon: the hold is looked at every two seconds."""
        said = []
        def as_wanted():
            said.append(self.ask() - HERE)
            return said[-1] == set(open_points)
        try:
            self.desk.wait(as_wanted, f"{open_points} alone", 60)
        except AssertionError as e:
            raise AssertionError(f"{said[-1:]} {self.why}\n{e}") from None

    def show_arrow(self, window):
        lib = self.x.lib
        lib.XCreateFontCursor.restype = ctypes.c_ulong
        arrow = lib.XCreateFontCursor(self.x.server, 68) if window else 0
        children, count, ours = ctypes.POINTER(ctypes.c_ulong)(), ctypes.c_uint(), ctypes.c_ulong()
        lib.XQueryTree(self.x.server, self.x.root, ctypes.byref(ours), ctypes.byref(ours), ctypes.byref(children),
                       ctypes.byref(count))
        for k in range(count.value):
            lib.XDefineCursor(self.x.server, ctypes.c_ulong(children[k]), ctypes.c_ulong(arrow))
        lib.XSync(self.x.server, 0)

    def test_what_is_opened_on_purpose_is_said_to_be_open(self):
        self.start()
        # The station has one output, and a second one is lit.
        self.desk.wait(lambda: self.ask() - HERE == {"full"} and "at 640,0" in self.why["full"], "second screen")
        self.desk.call("xrandr", "--output", "DUMMY1", "--off")
        self.becomes()
        self.assertEqual(self.why["ports"], "none is open")
        self.show_arrow(True)
        self.desk.call("setxkbmap", "-option", "", "-option", "terminate:ctrl_alt_bksp")
        pin = self.machine / "var/lib/gestuaire/house/pin"
        pin.rename(pin.with_name("kept"))
        scene = next((self.machine / "srv/gestuaire/house/versions").glob("*/scenes/first/scene.lua"))
        scene.write_text(SCENE + " ")
        self.becomes("cursor", "consoles", "pin", "content")
        self.assertIn("scenes/first/scene.lua", self.why["content"])
        text = self.kiosk("status", ok=False, env={"RUNTIME_DIRECTORY": str(self.machine)}).stdout
        self.assertRegex(text, r"OPEN +pin +there is none")
        self.desk.call("setxkbmap", "-option", "", "-option", "srvrkeys:none")
        self.show_arrow(False)
        self.becomes("pin", "content")
        self.desk.program.kill()
        self.desk.program.wait()
        self.assertTrue({"engine", "supervisor", "watchdog", "ports", *SCREEN} <= self.ask())


if __name__ == "__main__":
    unittest.main(verbosity=2)
