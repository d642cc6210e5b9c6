"""What is done to a station, a class each: how it is struck, whether it is the real thing or a preloaded shim, and
what is measured until the light (or the sound) is right again. faults.py are the tests, `gestuaire bench faults`
the table of times."""
import os
import pathlib
import signal
import subprocess
import time

from harness import ROOT
from hands import ROOM, Desk
from rig import HIGH, POLL_S, RATE_HZ, Eye, scene

TOOLS = ROOT / "tests" / "tools"
# The other stage shows a film and a picture over its bars' foot, sounds, and does what a touch asks for.
MEDIA = 'scene.film, scene.picture = film.open("film.mp4", { loop = true }), picture.open("picture.png")'
DRAW = """canvas:film(scene.film, 0, 0, 320, 360)
  canvas:picture(scene.picture, 320, 0, 320, 360)
  if scene.touched and scene.touched < 320 then while true do end end
  local hoard = scene.touched and {}
  while hoard do hoard[#hoard + 1] = string.rep("x", 1 << 20 + #hoard) end"""
TOUCH = 'function scene.touch(e) if e.kind == "down" then scene.touched = e.x end end'


def built(folder, name, *libraries):
    """A tool of tests/tools: a program, or with .so something to preload."""
    out = pathlib.Path(folder) / name
    shared = ["-shared", "-fPIC"] if out.suffix == ".so" else []
    if not out.exists():
        subprocess.run(["cc", "-D_GNU_SOURCE", "-O1", *shared, "-o", out, TOOLS / f"{out.stem}.c", *libraries, "-ldl", "-lm"],
                       check=True)
    return out


class Fault:
    name, how, unit = "", "real", "ms"
    supervised = mounts = False

    def prepare(self, rig):
        """Before the station starts."""

    def strike(self, rig):
        """Does it; the moment, by the clock that nobody sets."""

    def undo(self, rig):
        """Afterwards, where something was switched on."""

    def measure(self, rig):
        since = self.strike(rig)
        took_ms = rig.back(since)
        self.undo(rig)
        return took_ms


# ---- the engine's process, under a supervisor

class Signalled(Fault):
    supervised = True
    number = signal.SIGKILL

    def strike(self, rig):
        pid = rig.engine()
        since = time.monotonic()
        os.kill(pid, self.number)
        return since


class Killed(Signalled):
    name = "kill-9"


class Aborted(Signalled):
    name, number = "abort", signal.SIGABRT


class Crashed(Signalled):
    name, number = "segfault", signal.SIGSEGV


class Stopped(Signalled):
    name, number = "stopped", signal.SIGSTOP


class Held(Fault):
    """A frame that never ends: the call that shows it does not return."""
    name, how, supervised = "endless-frame", "shim", True

    def prepare(self, rig):
        shim(rig)

    def strike(self, rig):
        since = time.monotonic()
        write(rig.folder / "fault", f"hold {rig.engine()}\n")
        return since

    def undo(self, rig):
        write(rig.folder / "fault", "")


# ---- scripts: the other stage's, touched; frames are counted that the first stage did not show

class Script(Fault):
    unit, x, said = "frames", 160, "scenes/other/scene.lua:"

    def prepare(self, rig):
        media(rig)

    def strike(self, rig):
        since = time.monotonic()
        rig.touch(self.x, HIGH + HIGH // 2)
        return since

    def measure(self, rig):
        """Most frames in a row that the first stage did not show, until the other one runs again."""
        times = rig.said().count(self.said)
        watch = Watch(rig)
        self.strike(rig)
        rig.wait(lambda: watch.look() and rig.said().count(self.said) > times, "the script's end")
        before = rig.eye.look(1)
        rig.wait(lambda: watch.look() and rig.eye.look(1) not in (None, before), "the other stage")
        return watch.most


class Loops(Script):
    name = "endless-loop"


class Hoards(Script):
    name, x = "memory-bomb", 480


class Watch:
    """Counts a stage's frames: most that were missing between two of its pictures that were seen."""

    def __init__(self, rig, stage=0):
        self.rig, self.stage, self.last, self.most = rig, stage, rig.eye.look(stage), 0.0

    def look(self):
        seen = self.rig.eye.look(self.stage)
        if seen and self.last and seen != self.last:
            self.most = max(self.most, (seen[0] - self.last[0]) * RATE_HZ - (seen[1] - self.last[1]))
        self.last = seen or self.last
        return True


# ---- files that are shown

def media(rig):
    if (rig.house / "film.mp4").exists():
        return
    quiet = {"check": True, "capture_output": True}
    subprocess.run(["ffmpeg", "-f", "lavfi", "-i", "testsrc=size=320x180:rate=25", "-t", "20", "-preset", "ultrafast", "-pix_fmt",
                    "yuv420p", rig.house / "film.mp4"], **quiet)
    subprocess.run(["convert", "-size", "640x640", "plasma:", rig.house / "picture.png"], **quiet)
    rig.set_scene("other", scene(TOUCH, MEDIA, DRAW))


class Deleted(Fault):
    name = "files-deleted"

    def prepare(self, rig):
        media(rig)

    def strike(self, rig):
        since = time.monotonic()
        for file in ("film.mp4", "picture.png"):
            (rig.house / file).unlink()
        return since


class Cut(Deleted):
    name = "files-cut"

    def strike(self, rig):
        since = time.monotonic()
        for file in ("film.mp4", "picture.png"):
            os.truncate(rig.house / file, (rig.house / file).stat().st_size // 3)
        return since


class Gone(Fault):
    """The whole content: a disk that was pulled."""
    name = "content-gone"

    def strike(self, rig):
        since = time.monotonic()
        rig.house.rename(rig.folder / "away")
        return since

    def undo(self, rig):
        (rig.folder / "away").rename(rig.house)


# ---- the disk, the clock

def write(file, text):
    """At once: who reads it meanwhile finds the old or the new."""
    new = file.with_name(file.name + ".new")
    new.write_text(text)
    new.rename(file)


def shim(rig):
    rig.preload(built(rig.folder, "faultshim.so"))
    rig.env["FAULT_CONTROL"] = str(rig.folder / "fault")
    write(rig.folder / "fault", "")


def written_again(rig):
    def written():
        rig.set_gain(-2)
        return (rig.state / "show-mur.json").stat().st_mtime_ns != before
    before = (rig.state / "show-mur.json").stat().st_mtime_ns
    rig.wait(written, "a state that is written again")


class Disk(Fault):
    """The state folder's. Right is a picture that goes on, and a state that is written again afterwards."""
    how, line = "shim", ""

    def prepare(self, rig):
        shim(rig)

    def strike(self, rig):
        since = time.monotonic()
        write(rig.folder / "fault", self.line.format(rig.state))
        rig.set_gain(-1)  # where the show stands is to be written
        return since

    def undo(self, rig):
        write(rig.folder / "fault", "")
        written_again(rig)


class Full(Disk):
    name, line = "disk-full", "ENOSPC create,write,sync {0}\n"


class ReadOnly(Disk):
    name, line = "disk-read-only", "EROFS create,write,rename {0}\n"


class Failing(Disk):
    name, line = "disk-failing", "EIO open,create,read,write,sync,rename {0}\n"


class FullReal(Fault):
    """The same on a disk of 256 KiB that is full."""
    name, mounts = "disk-full-real", True

    def prepare(self, rig):
        rig.mount_state("256k")

    def strike(self, rig):
        since = time.monotonic()
        with open(rig.state / "filler", "wb", buffering=0) as filler:
            try:
                while True:
                    filler.write(bytes(4096))
            except OSError:
                pass
        rig.set_gain(-1)
        return since

    def undo(self, rig):
        (rig.state / "filler").unlink()
        written_again(rig)


class ClockBack(Fault):
    name, how, by_s = "clock-back-a-day", "shim", -86400

    def prepare(self, rig):
        rig.preload(built(rig.folder, "setclock.so"))
        rig.env["CLOCK_SET"] = str(rig.folder / "set")
        write(rig.folder / "set", "0\n")

    def strike(self, rig):
        since = time.monotonic()
        write(rig.folder / "set", f"{self.by_s}\n")
        return since


class ClockForward(ClockBack):
    name, by_s = "clock-forward-an-hour", 3600


class SetAndKilled(ClockBack):
    """The engine dies after the clock was set: show time goes on from where it was all the same."""
    name, supervised = "clock-set-and-killed", True

    def strike(self, rig):
        written_again(rig)
        write(rig.folder / "set", f"{self.by_s}\n")
        since = time.monotonic()
        os.kill(rig.engine(), signal.SIGKILL)
        return since


class SetForwardAndKilled(SetAndKilled):
    name, by_s = "clock-set-forward-and-killed", 3600


# ---- devices

ASOUND = """pcm.!default { type plug slave { pcm "jackd" rate 48000 channels 2 } }
pcm.jackd { type jack playback_ports { 0 system:playback_1 1 system:playback_2 } }
"""


class Jack:
    """A sound server of its own, and an ear in it. Always of one name: jackd remembers eight that were killed, and then starts
    no more; who has the name again takes the place of the dead one."""

    def __init__(self, rig):
        self.rig, self.server = rig, None
        (rig.folder / "asound.conf").write_text(ASOUND)
        self.env = {"SDL_AUDIODRIVER": "alsa", "ALSA_CONFIG_PATH": f"/usr/share/alsa/alsa.conf:{rig.folder}/asound.conf",
                    "JACK_DEFAULT_SERVER": "gestuaire-test", "JACK_NO_START_SERVER": "1", "JACK_NO_AUDIO_RESERVATION": "1"}
        rig.env.update(self.env)
        self.start()
        self.ear = self.run("heard", built(rig.folder, "jackear", "-ljack"))
        rig.ends += [self.ear]

    def run(self, log, *command):
        with open(self.rig.folder / log, "a") as to:
            return subprocess.Popen(list(map(str, command)), env={**os.environ, **self.env}, stdout=to, stderr=subprocess.DEVNULL)

    def start(self):
        """Until clients may come; one that does not start, as the last one's memory is still being cleared, is started anew."""
        deadline = time.monotonic() + self.rig.limit_s
        while True:
            log = self.rig.folder / f"jackd-{len(self.rig.ends)}.log"
            self.server = self.run(log.name, "jackd", "-n", self.env["JACK_DEFAULT_SERVER"], "-r", "-Z", "-t", "5000", "-d", "dummy",
                                   "-r", "48000", "-p", "1024")
            self.rig.ends.append(self.server)
            while self.server.poll() is None:
                if "dummy_pcm|" in log.read_text():
                    return
                if time.monotonic() > deadline:
                    raise AssertionError("no sound server: " + log.read_text())
                time.sleep(POLL_S)

    def heard(self, after):
        """The first moment after another one when something was heard, or None."""
        lines = (self.rig.folder / "heard").read_text().split("\n")[:-1]
        return next((float(line) for line in lines if float(line) > after), None)


class SoundGone(Fault):
    """Ours is ALSA's; jackd1 under ALSA's plug is the device that can be killed. Measured from when it is there again."""
    name = "sound-gone"

    def prepare(self, rig):
        subprocess.run(["sox", "-n", "-r", "48000", "-c", "2", rig.house / "tone.wav", "synth", "2", "sine", "440"], check=True)
        rig.set_scene("wall", scene(enter='sound.play("tone.wav", { loop = true })'))
        rig.jack = Jack(rig)

    def strike(self, rig):
        rig.wait(lambda: rig.jack.heard(0), "a sound")
        since = time.monotonic()
        rig.kill(rig.jack.server)
        return since

    def measure(self, rig):
        rig.back(self.strike(rig))
        rig.wait(lambda: "the sound device is gone" in rig.said(), "the news")
        rig.jack.start()
        there = time.monotonic()
        rig.wait(lambda: rig.jack.heard(there), "the sound")
        return (rig.jack.heard(there) - there) * 1e3


class DisplayGone(Fault):
    """Xorg's dummy driver: the station's display loses its mode, which is what unplugging comes to, and gets it again. Another display
    stays. Measured from when RandR is asked for it, xrandr's own time included."""
    name = "display-gone"
    MODE = ("640x720", "30", "640", "656", "720", "800", "720", "721", "724", "750")

    def prepare(self, rig):
        self.desk = Desk(rig.folder, screens=2)
        rig.server, rig.display, rig.eye = self.desk.server, self.desk.display, Eye(self.desk.display)
        self.desk.call("xrandr", "--newmode", *self.MODE)
        self.desk.call("xrandr", "--addmode", "DUMMY1", self.MODE[0])
        self.desk.call("xrandr", "--output", "DUMMY0", "--pos", "1280x0")
        self.plug("--mode", self.MODE[0], "--pos", "0x0")
        rig.set_display("DUMMY1")

    def plug(self, *how):
        self.desk.call("xrandr", "--fb", f"{ROOM[0]}x{ROOM[1]}", "--output", "DUMMY1", *how)
        self.desk.call("xrandr", "--query")  # connectors are looked at anew

    def strike(self, rig):
        since = time.monotonic()
        self.plug("--off")
        rig.wait(lambda: "on DUMMY1 is gone" in rig.said(), "news of it")
        return since

    def measure(self, rig):
        self.strike(rig)
        since = time.monotonic()
        self.plug("--mode", self.MODE[0], "--pos", "0x0")
        return rig.back(since)


FAULTS = {fault.name: fault for fault in (Killed, Aborted, Crashed, Stopped, Held, Loops, Hoards, Deleted, Cut, Gone, Full, FullReal,
                                          ReadOnly, Failing, ClockBack, ClockForward, SetAndKilled,
                                          SetForwardAndKilled, SoundGone, DisplayGone)}
