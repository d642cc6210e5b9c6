"""The package on a bare Debian 12: debootstrap'd into a folder, installed there with what it depends on, the station put in place by
`kiosk install`, run by its session under cage, headless, as its own user. A picture by grim is the attract scene; killed, it is there again.

For root, with a network; some minutes and 3 GB of disk. `./check --long` runs it. GESTUAIRE_BARE names a folder that keeps the bare
system for the next time."""
import os
import pathlib
import re
import shutil
import subprocess
import time
import unittest

from harness import OUT, PROGRAM, Case, png

MIRROR = os.environ.get("GESTUAIRE_DEBIAN", "http://deb.debian.org/debian")
BUILD = PROGRAM.parent


def tiles(picture, ratio):
    """Mean light of 12 x 18 parts of the left two fifths, where title and languages stand still; of a picture that is fitted into
    its display."""
    width, height, channels, rows = picture
    left = max(0, round((width - height * ratio) / 2))
    wide, high = (width - 2 * left) * 2 // 5 / 12, height / 18
    return [sum(max(rows[int(y)][int(x) * channels:int(x) * channels + 3])
                for y in (high * (j + k / 8) for k in range(8)) for x in (left + wide * (i + k / 8) for k in range(8)))
            for j in range(18) for i in range(12)]


def alike(a, wanted):
    """Correlation of the two (Pearson)."""
    ratio = wanted[0] / wanted[1]
    a, b = tiles(a, ratio), tiles(wanted, ratio)
    ma, mb = sum(a) / len(a), sum(b) / len(b)
    over = sum((x - ma) * (y - mb) for x, y in zip(a, b))
    under = (sum((x - ma) ** 2 for x in a) * sum((y - mb) ** 2 for y in b)) ** 0.5
    return over / under if under else 0


class Bare(Case):
    def setUp(self):
        if os.getuid() != 0 or not shutil.which("debootstrap"):
            print("SKIPPED WHOLE: it wants root and debootstrap")
            self.skipTest("it wants root and debootstrap")
        super().setUp()
        self.root = pathlib.Path(os.environ.get("GESTUAIRE_BARE", self.folder)) / "debian"
        self.began = time.monotonic()

    def tell(self, what):
        print(f"{time.monotonic() - self.began:6.0f} s  {what}", flush=True)

    def call(self, *command, **more):
        ran = subprocess.run(list(map(str, command)), capture_output=True, text=True, **more)
        self.assertEqual(ran.returncode, 0, f"{command}\n{ran.stdout[-3000:]}\n{ran.stderr[-3000:]}")
        return ran.stdout

    def inside(self, *command, **more):
        return self.call("chroot", self.root, "env", "DEBIAN_FRONTEND=noninteractive", "LC_ALL=C.UTF-8", *command, **more)

    def mount(self):
        for kind, name in (("proc", "proc"), ("tmpfs", "run"), ("tmpfs", "tmp"), ("tmpfs", "dev/shm")):
            (self.root / name).mkdir(exist_ok=True)
            self.call("mount", "-t", kind, kind, self.root / name)
            self.addCleanup(subprocess.run, ["umount", "-l", self.root / name], check=False)

    def make(self):
        packages = self.folder / "package"
        packages.mkdir()
        self.call("cpack", "-G", "DEB", "-B", packages, cwd=BUILD)
        deb = next(packages.glob("*.deb"))
        self.tell(f"{deb.name}, {deb.stat().st_size / 1e6:.1f} MB")
        if not (self.root / "usr/bin/apt-get").exists():
            self.call("debootstrap", "--variant=minbase", "bookworm", self.root, MIRROR)
        self.tell("a bare Debian 12")
        self.mount()
        shutil.copy(deb, self.root / "root/gestuaire.deb")
        self.inside("apt-get", "update")
        self.inside("apt-get", "install", "-y", "--reinstall", "--allow-downgrades", "--no-install-recommends", "/root/gestuaire.deb", "cage", "xwayland", "grim")
        self.tell("the package with what it depends on")

    def start(self):
        self.inside("gestuaire", "kiosk", "install", "/usr/share/gestuaire/installations/villa-medicis", "--station", "kiosk",
                    "--session", "cage")
        self.assertTrue((self.root / "etc/systemd/system/multi-user.target.wants/gestuaire@cage.service").is_symlink())
        self.inside("install", "-d", "-o", "gestuaire", "-g", "gestuaire", "-m", "0700", "/run/gestuaire")
        user = self.inside("id", "-u", "gestuaire").strip()
        self.env = {"PATH": "/usr/bin:/bin", "HOME": "/var/lib/gestuaire", "XDG_RUNTIME_DIR": "/run/gestuaire", "LC_ALL": "C.UTF-8",
                    "RUNTIME_DIRECTORY": "/run/gestuaire", "WLR_BACKENDS": "headless", "WLR_RENDERER": "pixman",
                    "SDL_AUDIODRIVER": "dummy"}
        self.log = self.folder / "log"
        with open(self.log, "w") as log:
            self.session = subprocess.Popen(["/usr/sbin/chroot", f"--userspec={user}:{user}", self.root, "/usr/share/gestuaire/kiosk/cage"],
                                            env=self.env, stdout=log, stderr=log, cwd="/")
        self.addCleanup(self.stop)
        self.user = int(user)

    def stop(self):
        self.session.terminate()
        try:
            self.session.wait(60)
        except subprocess.TimeoutExpired:
            self.session.kill()
            self.session.wait()
        time.sleep(3)  # what it had started ends; then the mounts go

    def engine(self):
        found = re.findall(r"engine (\d+): ", self.log.read_text())
        return int(found[-1]) if found else 0

    def picture(self, name):
        ran = subprocess.run(["chroot", self.root, "env", "XDG_RUNTIME_DIR=/run/gestuaire", "WAYLAND_DISPLAY=wayland-0", "grim",
                              f"/root/{name}.png"], capture_output=True)
        return png(self.root / f"root/{name}.png") if ran.returncode == 0 else None

    def wait_for(self, name, wanted, seconds=180):
        deadline, best = time.monotonic() + seconds, -1
        while time.monotonic() < deadline:
            self.assertIsNone(self.session.poll(), self.log.read_text())
            now = self.picture(name)
            best = max(best, alike(now, wanted)) if now else best
            if best > 0.9:
                OUT.mkdir(parents=True, exist_ok=True)
                shutil.copy(self.root / f"root/{name}.png", OUT / f"{name}.png")
                return best
            time.sleep(0.3)
        shutil.copy(self.root / f"root/{name}.png", OUT / f"{name}-wrong.png")
        raise AssertionError(f"{name}: not the attract scene ({best:.2f})\n{self.log.read_text()}")

    def test_the_station_stands_there_and_comes_again(self):
        self.make()
        self.start()
        self.inside("gestuaire", "shot", "/usr/share/gestuaire/installations/villa-medicis", "--station", "kiosk", "--at", "4", "-o",
                    "/root/attract.png")
        wanted = png(self.root / "root/attract.png")
        self.tell(f"attract under cage: {self.wait_for('bare-attract', wanted):.3f} alike")
        before = self.engine()
        self.assertEqual(pathlib.Path(f"/proc/{before}").stat().st_uid, self.user)
        os.kill(before, 9)
        while self.engine() == before:
            self.assertIsNone(self.session.poll(), self.log.read_text())
            time.sleep(0.05)
        time.sleep(2)
        self.tell(f"killed, and there again: {self.wait_for('bare-again', wanted):.3f} alike")
        told = subprocess.run(["chroot", self.root, "gestuaire", "kiosk", "status"], capture_output=True, text=True).stdout
        self.tell("\n" + told)
        for point in ("engine", "full", "keys", "user", "content", "state", "supervisor", "ports", "consoles"):
            self.assertRegex(told, rf"locked +{point} ")
        self.stop()  # what is shown is not taken away
        self.inside("gestuaire", "kiosk", "remove")
        self.assertFalse((self.root / "srv/gestuaire/villa-medicis").exists())


if __name__ == "__main__":
    unittest.main(verbosity=2)
