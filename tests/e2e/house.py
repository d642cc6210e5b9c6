"""One choice crosses the house: a gesture touched at the kiosk is answered by façade, gesture and sound."""
import os
import re
import subprocess
import time
import unittest

from harness import Case, PROGRAM, ROOT, VILLA, copy_villa, differing, gestuaire, png

HAND = VILLA / "demo.replay"


def choice_s():
    """When the hand chooses: its last touch."""
    return max(float(line.split()[0]) for line in HAND.read_text().splitlines() if " down " in line)


class House(Case):
    def shot(self, station, at, *more):
        file = self.folder / f"{station}-{at}-{len(more)}.png"
        gestuaire("shot", VILLA, "--station", station, "--at", at, *more, "-o", file)
        return png(file)

    def test_the_other_stations_answer_within_a_second_in_one_process(self):
        at = choice_s() + 1
        for station in ("facade", "gesture", "sound"):
            with self.subTest(station):
                quiet = self.shot(station, at)
                answered = self.shot(station, at, "--replay", HAND)
                self.assertGreater(differing(quiet, answered, 16, 4), 0.002, station)

    def test_nothing_answers_before_the_touch(self):
        at = choice_s() - 0.2
        self.assertEqual(differing(self.shot("facade", at), self.shot("facade", at, "--replay", HAND), 0, 4), 0)

    def test_a_facade_that_nobody_holds_goes_back_to_its_own_programme(self):
        copy = copy_villa(self.folder)
        path = copy / "installation.lua"
        path.write_text(path.read_text().replace("hold_s = 90", "hold_s = 5"))

        def shown(at, *more):
            gestuaire("shot", copy, "--station", "facade", "--canvas", "wall", "--at", at, *more, "-o", self.folder / "x.png")
            return png(self.folder / "x.png")
        # What was chosen stands for 20 s though the station is free after 5, then goes in 2.5 s.
        for after, same in ((19, False), (20 + 2 * 2.5 + 1, True)):
            at = choice_s() + after
            self.assertEqual(differing(shown(at), shown(at, "--replay", HAND), 16, 4) == 0, same, after)

    def test_the_room_sounds_otherwise_after_the_touch_and_not_before(self):
        at, heard = choice_s(), []
        for more in ((), ("--replay", HAND)):
            file = self.folder / f"{len(more)}.wav"
            gestuaire("sound", "render", VILLA, "--station", "sound", "--for", at + 3, *more, "-o", file)
            heard.append(wave_bytes(file))
        second = 48000 * 8 * 3  # 8 channels of 24 bits
        before, after = int(at * second), int((at + 1) * second)
        self.assertEqual(heard[0][:before], heard[1][:before])
        same = sum(a == b for a, b in zip(heard[0][after:], heard[1][after:]))
        self.assertLess(same / len(heard[0][after:]), 0.5, "a second later the room plays what it played")
        self.assertGreater(max(heard[1][after + 2::3]), 0)

    def test_two_processes_answer_over_osc(self):
        copy = copy_villa(self.folder)
        path = copy / "installation.lua"
        # Ports of our own, so that another run on this machine is not disturbed.
        base = 20000 + os.getpid() % 20000
        path.write_text(re.sub(r"127\.0\.0\.1:9(\d\d\d)", lambda m: f"127.0.0.1:{base + int(m.group(1))}",
                               path.read_text()))
        env = {**os.environ, "GESTUAIRE_ROOT": str(ROOT), "SDL_VIDEODRIVER": "offscreen"}
        command = [PROGRAM, "run", copy, "--headless", "--silent", "--state", self.folder / "state"]
        log = open(self.folder / "facade.log", "w+")
        facade = subprocess.Popen([*command, "--station", "facade", "--for", "120"], env=env, stderr=log)
        kiosk = None
        try:
            deadline = time.monotonic() + 100
            # The kiosk touches again and again until the façade says it heard: UDP promises nothing.
            while time.monotonic() < deadline and "chose" not in log_text(log):
                if kiosk is None or kiosk.poll() is not None:
                    kiosk = subprocess.Popen([*command, "--station", "kiosk", "--for", "10", "--replay", HAND],
                                             env=env, stderr=subprocess.DEVNULL)
                time.sleep(0.2)
            self.assertIn("chose", log_text(log))
        finally:
            for process in (facade, kiosk):
                if process:
                    process.terminate()
                    process.wait(30)
            log.close()


def wave_bytes(path):
    data = path.read_bytes()
    return data[data.index(b"data") + 8:]


def log_text(log):
    log.flush()
    with open(log.name) as again:
        return again.read()


if __name__ == "__main__":
    unittest.main(verbosity=2)
