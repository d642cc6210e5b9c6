"""The sessions of packages/kiosk as they are written, but for where their files lie: the X server is Xorg's dummy, cage and sway
have a headless output and pixman. The station shows itself; its engine is killed, and shows itself again.

Pictures are the oracle: grim's (cage, sway), the root window's (X11)."""
import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import time
import unittest

from hands import CONFIG, INPUT
from harness import OUT, PROGRAM, ROOT, Case, gestuaire, png
from supervisorstill import PLAIN

WIDE, HIGH = 1280, 720
NOBODY = "65534"
EMBER = (0xff, 0x7a, 0x1a)
HOUSE = """return { title = { fr = "essai" }, languages = { "fr" },
  stations = { borne = { title = { fr = "essai" }, stages = { wall = { canvas = { %d, 720 }, scene = "plain" } },
    outputs = { %s }, rate_hz = 30 } } }
"""
OUTPUT = "o%d = { at = { %d, 0 }, size = { 1280, 720 } }"


class Sessions(Case):
    def setUp(self):
        super().setUp()
        house = self.folder / "house"
        (house / "scenes/plain").mkdir(parents=True)
        self.outputs = 2 if self._testMethodName == "test_sway" else 1
        self.wide = WIDE * self.outputs
        outputs = ", ".join(OUTPUT % (n, n * WIDE) for n in range(self.outputs))
        (house / "installation.lua").write_text(HOUSE % (self.wide, outputs))
        # A hair of another colour with each frame: cage gives a picture that stands still to the display as it is, and
        # paints black when it is copied (0.1.4).
        (house / "scenes/plain/scene.lua").write_text(
            PLAIN.replace("640, 360", f"{self.wide}, 720").replace('"#ff7a1a"', 'odd and "#ff7a1a" or "#ff7a1b"').replace(
                "function scene.draw(canvas)", "local odd\nfunction scene.draw(canvas)\n  odd = not odd"))
        self.machine, self.runtime = self.folder / "machine", self.folder / "run"
        for folder in (self.machine, self.runtime):
            folder.mkdir(mode=0o700)
        self.log_file = self.folder / "log"
        self.display = ""

    def start(self, session, *changes):
        """Its file, with this machine's paths in it."""
        gestuaire("kiosk", "install", self.folder / "house", "--station", "borne", "--session", session, "--root", self.machine)
        for name in (session, "sway.config"):
            text = (ROOT / "packages/kiosk" / name).read_text()
            for old, new in (("/etc/gestuaire/kiosk.json", f"{self.machine}/etc/gestuaire/kiosk.json"),
                             ("/usr/bin/gestuaire-supervisor", "gestuaire-supervisor"),
                             ("gestuaire-supervisor", f"{PROGRAM.parent}/gestuaire-supervisor"),
                             ("/usr/share/gestuaire/kiosk/sway.config", f"{self.folder}/sway.config"),
                             ("/usr/share/gestuaire/kiosk/ended", f"{ROOT}/packages/kiosk/ended"), *changes):
                text = text.replace(old, new)
            (self.folder / name).write_text(text)
        script = self.folder / session
        script.chmod(0o755)
        env = {**os.environ, "GESTUAIRE_ROOT": str(ROOT), "XDG_RUNTIME_DIR": str(self.runtime), "HOME": str(self.folder),
               "RUNTIME_DIRECTORY": str(self.runtime), "WLR_BACKENDS": "headless",
               "WLR_HEADLESS_OUTPUTS": str(self.outputs), "WLR_RENDERER": "pixman",
               "SDL_AUDIODRIVER": "dummy", "XAUTHORITY": str(self.folder / "xauthority")}
        for gone in ("DISPLAY", "WAYLAND_DISPLAY", "SWAYSOCK", "SDL_VIDEODRIVER", "I3SOCK"):
            env.pop(gone, None)
        as_user = []
        if os.getuid() == 0 and session != "x11":  # neither compositor runs as root
            as_user = ["setpriv", "--reuid", NOBODY, "--regid", NOBODY, "--clear-groups"]
            subprocess.run(["chown", "-R", f"{NOBODY}:{NOBODY}", self.folder], check=True)
        with open(self.log_file, "w") as log:
            self.session = subprocess.Popen([*as_user, script], env=env, stderr=log, stdout=log, start_new_session=True)
        self.addCleanup(self.stop)
        self.env = env

    def stop(self):
        """What a display that dies leaves behind: nothing, soon, and an end that systemd takes for a failure."""
        supervisor, lock = self.supervisor(), pathlib.Path(f"/tmp/.X{self.display[1:]}-lock")
        if self.session.poll() is not None:
            return
        if self.display and lock.exists():  # xinit would leave its server
            os.kill(int(lock.read_text()), signal.SIGKILL)
            lock.unlink()
        else:
            compositor, = pathlib.Path(f"/proc/{self.session.pid}/task/{self.session.pid}/children").read_text().split()
            os.kill(int(compositor), signal.SIGKILL)
        self.assertNotEqual(self.session.wait(60), 0, self.log())
        deadline = time.monotonic() + 60
        while supervisor and pathlib.Path(f"/proc/{supervisor}/exe").exists():
            if time.monotonic() > deadline:
                os.kill(supervisor, signal.SIGKILL)
                self.fail(f"the supervisor runs on\n{self.log()}")
            time.sleep(0.05)

    def supervisor(self):
        told = self.machine / "var/lib/gestuaire/house/supervisor.json"
        return json.loads(told.read_text())["pid"] if told.exists() else 0

    def log(self):
        return self.log_file.read_text(errors="replace")

    def wait(self, true, what, seconds=120):
        deadline = time.monotonic() + seconds
        while not true():
            self.assertLess(time.monotonic(), deadline, f"no {what}\n{self.log()}")
            self.assertIsNone(self.session.poll(), f"no {what}\n{self.log()}")
            time.sleep(0.05)

    def engine(self):
        found = re.findall(r"engine (\d+): ", self.log())
        return int(found[-1]) if found else 0

    def shown(self):
        page = self.runtime / "pulse-borne"
        data = page.read_bytes() if page.exists() else b""
        return int.from_bytes(data[4:8], "little") == self.engine() and any(data[184:192])  # engine/base/pulse.h

    def grim(self, name="now"):
        socket = next(iter(sorted(self.runtime.glob("wayland-*[0-9]"))), None)
        if not socket:
            return None
        file = self.folder / f"{name}.png"
        ran = subprocess.run(["grim", "-l", "0", file], env={**self.env, "WAYLAND_DISPLAY": socket.name}, capture_output=True)
        return png(file) if ran.returncode == 0 else None

    def root_window(self, name="now"):
        file = self.folder / f"{name}.png"
        ran = subprocess.run(["import", "-silent", "-window", "root", "-depth", "8", f"png24:{file}"],
                             env={**self.env, "DISPLAY": self.display}, capture_output=True)
        return png(file) if ran.returncode == 0 else None

    def is_right(self, picture):
        """All of it, but every 40th pixel of every 40th row."""
        if not picture:
            return False
        _, _, channels, rows = picture
        return all(abs(rows[y][x * channels + c] - EMBER[c]) <= 2 for y in range(8, HIGH, 40) for x in range(8, self.wide, 40)
                   for c in range(3))

    def dies_and_comes(self, session, picture):
        self.wait(lambda: self.is_right(picture()), "picture")
        self.wait(lambda: "the display keeps the last picture" in self.log(), "last picture kept")
        time.sleep(1)  # it is read back beside the show
        before, looks, after = self.engine(), 0, 0
        os.kill(before, signal.SIGKILL)
        while after < 3:
            now = picture()
            between = self.engine() == before or not self.shown()
            if not self.is_right(now):
                OUT.mkdir(parents=True, exist_ok=True)
                shutil.copy(self.folder / "now.png", OUT / f"session-{session}-wrong.png")
            self.assertTrue(self.is_right(now), f"look {looks}, engine {self.engine()} after {before}\n{self.log()}")
            looks += between
            after += not between
        if session != "x11":  # its pictures are slow; supervisorstill.py looks at each
            self.assertGreater(looks, 0, "nothing was seen between the two")
        OUT.mkdir(parents=True, exist_ok=True)
        shutil.copy(self.folder / "now.png", OUT / f"session-{session}.png")

    def open_points(self):
        told = gestuaire("kiosk", "status", "--json", "--root", self.machine, ok=False, env={"RUNTIME_DIRECTORY": str(self.runtime)})
        self.open = {p["point"]: p["why"] for p in json.loads(told.stdout)["points"] if p["state"] == "open"}
        return self.open

    def holds(self):
        """What the session is for; the rest is kioskstatus.py's."""
        screen = {"engine", "full", "above", "keys", "cursor", "awake", "consoles", "supervisor", "ports"}
        deadline = time.monotonic() + 60
        while screen & set(self.open_points()):
            self.assertLess(time.monotonic(), deadline, self.open)

    def test_it_ends_well_where_its_supervisor_does(self):
        """As gestuaire@.service has it: after 0 it stays ended, else it is started again."""
        for how, well in ((signal.SIGTERM, True), (signal.SIGKILL, False)):
            self.start("cage")
            self.wait(self.supervisor, "supervisor")
            os.kill(self.supervisor(), how)
            self.assertEqual(self.session.wait(60) == 0, well, (how, self.log()))
            (self.machine / "var/lib/gestuaire/house/supervisor.json").unlink()
        self.start("cage")
        self.wait(self.supervisor, "supervisor")
        self.session.terminate()  # systemctl stop
        self.assertEqual(self.session.wait(60), 0, self.log())

    def test_cage(self):
        self.start("cage")
        self.dies_and_comes("cage", self.grim)
        self.holds()

    def test_sway(self):
        """On two outputs."""
        self.start("sway")
        self.dies_and_comes("sway", self.grim)
        self.holds()

    def test_x11(self):
        config = self.folder / "x.conf"
        config.write_text(CONFIG % ("", "".join(INPUT % (name, self.folder / f"{name}.sock", kind) for name, kind in (
            ("touch", "Touch"), ("pointer", "PointerAbsolute"), ("keyboard", "Keyboard"))), WIDE, HIGH, WIDE, HIGH, WIDE, HIGH) +
            "\n".join((ROOT / "packages/kiosk/50-gestuaire.conf").read_text().split('Section "InputClass"')[:1]))
        number = next(n for n in range(60, 99) if not pathlib.Path(f"/tmp/.X{n}-lock").exists())
        self.display = f":{number}"
        self.start("x11", ("/usr/bin/X :0 vt7 -keeptty",
                           f"/usr/bin/Xorg :{number} -config {config} -sharevts -logfile {self.folder}/x.log"))
        self.dies_and_comes("x11", self.root_window)


if __name__ == "__main__":
    unittest.main(verbosity=2)
