"""What a station listens on: nothing it was not told to, and what it was told on this machine alone.

The oracle is the kernel's own list, /proc/net."""
import json
import os
import pathlib
import socket
import subprocess
import time
import unittest

from harness import PROGRAM, ROOT, Case, gestuaire
from lockdown import HOUSE, SCENE

HERE, ANYWHERE = "127.0.0.1", "0.0.0.0"


def free_port():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
        s.bind((HERE, 0))
        return s.getsockname()[1]


def opened(pid):
    """(kind, address, port) of each internet socket of a process that is not connected to somebody."""
    inodes = set()
    for file in pathlib.Path(f"/proc/{pid}/fd").iterdir():
        try:
            inodes.add(os.readlink(file))
        except FileNotFoundError:
            pass
    found = set()
    for kind in ("tcp", "tcp6", "udp", "udp6", "raw", "raw6", "udplite"):
        table = pathlib.Path(f"/proc/{pid}/net/{kind}")
        for row in table.read_text().splitlines()[1:] if table.exists() else ():
            local, far, state, inode = (row.split()[n] for n in (1, 2, 3, 9))
            if f"socket:[{inode}]" not in inodes or state not in ("0A", "07"):
                continue
            address, port = local.split(":")
            if len(address) == 8:
                address = socket.inet_ntoa(bytes.fromhex(address)[::-1])
            found.add((kind, address, int(port, 16)))
    return found


class Ports(Case):
    def ports(self, more, beyond="", until=None, scene=SCENE):
        """While it runs, and has for a second."""
        house = self.folder / "house"
        (house / "scenes/first").mkdir(parents=True, exist_ok=True)
        (house / "installation.lua").write_text((HOUSE % more).replace("  stations =", f"{beyond}  stations ="))
        (house / "scenes/first/scene.lua").write_text(scene)
        log = self.folder / "log"
        with open(log, "w") as said:
            program = subprocess.Popen([PROGRAM, "run", house, "--station", "glass", "--kiosk", "--headless", "--silent",
                                        "--state", self.folder / "state"], stderr=said,
                                       env={**os.environ, "GESTUAIRE_ROOT": str(ROOT)})
        try:
            page = self.folder / "state/pulse-glass"
            deadline = time.monotonic() + 120
            while not page.exists() or not any(page.read_bytes()[24:32]):  # presented (engine/base/pulse.h)
                self.assertLess(time.monotonic(), deadline, log.read_text())
                self.assertIsNone(program.poll(), log.read_text())
                time.sleep(0.05)
            if until:
                until()
            time.sleep(0.5)
            return opened(program.pid)
        finally:
            program.terminate()
            self.assertEqual(program.wait(60), 0, log.read_text())
            page.unlink()

    def test_nothing_is_open_that_was_not_asked_for(self):
        self.assertEqual(self.ports(""), set())
        self.assertEqual(self.ports("", f'  osc = {{ desk = {{ to = "127.0.0.1:{free_port()}", cues = true }} }},\n'), set())

    def test_what_is_asked_for_is_open_on_this_machine_alone(self):
        osc, tuio = free_port(), free_port()
        self.assertEqual(self.ports(f' osc = "127.0.0.1:{osc}", tuio = {{ port = {tuio} }},'),
                         {("udp", HERE, osc), ("udp", HERE, tuio)})

    def test_the_network_is_let_in_where_it_is_named(self):
        osc, tuio = free_port(), free_port()
        self.assertEqual(self.ports(f' osc = "192.0.2.1:{osc}", tuio = {{ port = {tuio}, network = true }},'),
                         {("udp", ANYWHERE, osc), ("udp", ANYWHERE, tuio)})

    def test_kiosk_status_says_the_same(self):
        osc, tuio = free_port(), free_port()
        machine = self.folder / "machine"
        machine.mkdir()

        def ask():
            gestuaire("kiosk", "install", self.folder / "house", "--station", "glass", "--root", machine)
            kiosk = machine / "etc/gestuaire/kiosk.json"
            kiosk.write_text(json.dumps({**json.loads(kiosk.read_text()), "state": str(self.folder / "state")}))
            told = gestuaire("kiosk", "status", "--json", "--root", machine, ok=False).stdout
            self.point, = (p for p in json.loads(told)["points"] if p["point"] == "ports")
        self.ports(f' osc = "127.0.0.1:{osc}", tuio = {{ port = {tuio}, network = true }},', until=ask)
        self.assertEqual(self.point["state"], "locked")
        said = f"udp {osc}", f"udp {tuio} from the network, as installation.lua says"
        self.assertIn(self.point["why"], (", ".join(said), ", ".join(said[::-1])))

    def test_where_it_sends_nobody_can_send_to_it(self):
        """A scene speaks to another program: the port it has by that is connected to that program alone."""
        other = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        other.bind((HERE, 0))
        other.settimeout(60)
        speaks = SCENE.replace("return scene", "function scene.enter() osc.send('desk', '/here') end\nreturn scene")

        def hear():
            self.assertTrue(other.recv(1000).startswith(b"/here"))

        self.addCleanup(other.close)
        to = f'  osc = {{ desk = {{ to = "127.0.0.1:{other.getsockname()[1]}" }} }},\n'
        self.assertEqual(self.ports("", to, hear, speaks), set())


if __name__ == "__main__":
    unittest.main(verbosity=2)
