"""The unit of packages/kiosk, judged by systemd's own tools, and what the supervisor tells a service manager: the other end of
NOTIFY_SOCKET is the test's."""
import os
import pathlib
import signal
import socket
import subprocess
import time
import unittest

from harness import PROGRAM, ROOT, Case

SUPERVISOR = pathlib.Path(PROGRAM).parent / "gestuaire-supervisor"
UNIT = ROOT / "packages/kiosk/gestuaire@.service"
EXPOSURE = 23  # tenths, as systemd-analyze security counts them: 2.2 today, of 10


class Unit(Case):
    def unit(self, session):
        """As installed, but for where the sessions lie."""
        text = UNIT.read_text().replace("/usr/share/gestuaire/kiosk/%i", f"{ROOT}/packages/kiosk/{session}")
        file = self.folder / f"gestuaire@{session}.service"
        file.write_text(text)
        return file

    def test_systemd_finds_no_fault_with_it(self):
        for session in ("x11", "cage", "sway"):
            ran = subprocess.run(["systemd-analyze", "verify", "--man=no", self.unit(session)], capture_output=True, text=True)
            told = [line for line in (ran.stdout + ran.stderr).splitlines() if "gestuaire" in line]
            self.assertEqual((ran.returncode, told), (0, []))

    def test_a_fault_would_be_found(self):
        file = self.unit("cage")
        file.write_text(file.read_text().replace("ProtectClock=yes", "ProtectClok=yes"))
        ran = subprocess.run(["systemd-analyze", "verify", "--man=no", file], capture_output=True, text=True)
        self.assertIn("ProtectClok", ran.stdout + ran.stderr)

    def test_what_it_exposes_stays_small(self):
        file = self.unit("cage")
        for most, code in ((EXPOSURE, 0), (EXPOSURE - 3, 1)):
            ran = subprocess.run(["systemd-analyze", "security", "--no-pager", "--offline=true", f"--threshold={most}", file],
                                 capture_output=True, text=True)
            self.assertEqual(ran.returncode, code, ran.stdout + ran.stderr)


class Notify(Case):
    def setUp(self):
        super().setUp()
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.addCleanup(self.socket.close)
        self.socket.bind(str(self.folder / "notify"))
        self.socket.settimeout(60)
        engine = self.folder / "engine"
        engine.write_text("#!/bin/sh\nexec sleep 600\n")
        engine.chmod(0o755)
        (self.folder / "content").mkdir()
        env = {**os.environ, "NOTIFY_SOCKET": str(self.folder / "notify"), "WATCHDOG_USEC": "10000000"}
        for name in ("DISPLAY", "WAYLAND_DISPLAY", "WATCHDOG_PID"):
            env.pop(name, None)
        self.program = subprocess.Popen([SUPERVISOR, "--content", self.folder / "content", "--station", "glass", "--state",
                                         self.folder / "state", "--engine", engine, "--runtime", self.folder], env=env)
        self.addCleanup(self.end)

    def end(self):
        if self.program.poll() is None:
            self.program.kill()
        self.program.wait()

    def hear(self, word):
        """Until it comes."""
        while True:
            said = self.socket.recv(4096).decode().splitlines()
            if word in said or any(line.startswith(word + "=") for line in said):
                return said

    def state(self):
        return pathlib.Path(f"/proc/{self.program.pid}/stat").read_text().rsplit(")", 1)[1].split()[0]

    def drain(self):
        self.socket.setblocking(False)
        try:
            while self.socket.recv(4096):
                pass
        except BlockingIOError:
            pass
        self.socket.settimeout(60)

    def test_it_is_ready_lives_and_a_stuck_one_is_silent(self):
        self.hear("STATUS")
        self.hear("READY=1")
        for _ in range(3):
            self.hear("WATCHDOG=1")
        self.program.send_signal(signal.SIGSTOP)
        while self.state() != "T":
            time.sleep(0.01)
        self.drain()
        self.socket.settimeout(2)
        with self.assertRaises(TimeoutError):
            self.socket.recv(4096)
        self.socket.settimeout(60)
        self.program.send_signal(signal.SIGCONT)
        self.hear("WATCHDOG=1")
        self.program.terminate()
        self.hear("STOPPING=1")
        self.assertEqual(self.program.wait(60), 0)


if __name__ == "__main__":
    unittest.main(verbosity=2)
