"""The touch library: what fingers do to each component is read back from what the test scenes say
(tests/library), and each looks as its golden picture does (GOLDEN=write makes them anew; look at each)."""
import os
import re
import unittest

from harness import Case, OUT, ROOT, differing, gestuaire, png

HOUSE = ROOT / "tests" / "library"
GOLDEN = ROOT / "tests" / "golden"
DELTA, SHARE = 24, 0.005

# Golden pictures: station, scene, touches.
LOOKS = {
    "parts": ("wide", "parts", 2, []),
    "parts-tall": ("tall", "parts", 2, []),
    "settings": ("wide", "parts", 3, ["1212,67@1"]),
    "asking": ("wide", "asking", 2, []),
}


def hand(*fingers):
    """Lines of a replay file: (second, id, places, seconds between them) for each finger."""
    lines = []
    for at, finger, places, step in fingers:
        for n, (x, y) in enumerate(places):
            lines.append(f"{at + n * step:.3f} {'move' if n else 'down'} {finger} STATION/main {x:.1f} {y:.1f}")
        lines.append(f"{at + len(places) * step:.3f} up {finger} STATION/main {places[-1][0]:.1f} {places[-1][1]:.1f}")
    return "\n".join(lines) + "\n"


class Library(Case):
    def play(self, scene, until, touches=(), station="wide", picture=None, replay=None):
        """What the scene said, line by line, while fingers touched it at `X,Y@S`."""
        args = ["shot", HOUSE, "--station", station, "--scene", scene, "--at", until, "-o", picture or self.folder / "shot.png"]
        for touch in touches:
            args += ["--touch", touch]
        if replay:
            file = self.folder / "hands.replay"
            file.write_text(replay.replace("STATION", station))
            args += ["--replay", file]
        return re.findall(r"script: screen: %s: (.*)" % scene, gestuaire(*args).stderr)

    def test_a_button_acts_when_the_finger_is_lifted_from_it(self):
        said = self.play("parts", 9, ["130,282@1", "330,282@2", "520,282@3", "1040,123@4", "300,358@5", "558,421@6", "558,421@7", "440,421@8"])
        self.assertEqual(said, ["down play", "pressed play", "down next", "pressed next", "down nil", "down works", "pressed works",
                                "down loud", "loud false", "down level more", "level 3", "down nil", "down level less", "level 2"])

    def test_a_finger_that_slips_off_takes_it_back_and_a_slow_press_is_a_press(self):
        self.assertEqual(self.play("parts", 9, replay=hand(
            (1.0, 1, [(130, 282), (130, 282), (180, 500), (180, 600)], 0.1),   # off it
            (3.0, 2, [(130, 282)] * 5, 0.5),                                   # for 2.5 s
            (6.0, 3, [(130, 282), (150, 282), (175, 290)], 0.2),               # trembles, stays on it
        )), ["down play", "down play", "pressed play", "down play", "pressed play"])

    def test_ten_fingers_on_ten_things_are_ten(self):
        at = [(130, 282), (330, 282), (300, 358), (558, 421), (240, 123), (640, 123), (1040, 123), (1023, 67), (1086, 67), (700, 700)]
        said = self.play("parts", 4, replay=hand(*[(1.0 + 0.01 * n, n + 1, [place] * 2, 0.3) for n, place in enumerate(at)]))
        self.assertEqual([s for s in said if s.startswith("down")], ["down " + name for name in (
            "play", "next", "loud", "level more", "discovery", "technical", "works", "language fr", "language it", "nil")])
        self.assertEqual(sorted(s for s in said if not s.startswith("down")), sorted([
            "pressed play", "pressed next", "loud false", "level 3", "pressed discovery", "pressed technical", "pressed works"]))

    def test_what_lies_under_a_dialog_is_out_of_reach_and_a_touch_beside_closes_it(self):
        said = self.play("parts", 9, ["1212,67@1", "130,282@2", "130,282@3"])
        self.assertEqual(said, ["down settings", "down beside", "down play", "pressed play"])

    def test_a_larger_text_is_asked_for_with_the_same_touch_twice(self):
        said = self.play("parts", 5, ["1212,67@1", "973,167@2", "973,167@3", "973,167@4"])
        self.assertEqual(said, ["down settings", "down text more", "down text more", "down beside"])

    def test_whoever_is_asked_stays_by_any_touch_and_leaves_by_one(self):
        self.assertEqual(self.play("asking", 4, ["640,150@2"]), ["more"])
        self.assertEqual(self.play("asking", 4, ["480,490@2"]), ["more", "done"])  # the finger, then the button
        self.assertEqual(self.play("asking", 4, ["640,150@0.5", "640,150@2", "640,150@3"]), ["under", "more", "under"])


class Looks(Case):
    def test_every_component_looks_as_it_did(self):
        for name, (station, scene, at, touches) in LOOKS.items():
            with self.subTest(name):
                golden, file = GOLDEN / f"library-{name}.png", self.folder / f"{name}.png"
                more = [word for touch in touches for word in ("--touch", touch)]
                gestuaire("shot", HOUSE, "--station", station, "--scene", scene, "--at", at, *more, "-o", file)
                if os.environ.get("GOLDEN") == "write":
                    golden.write_bytes(file.read_bytes())
                if golden.read_bytes() == file.read_bytes():
                    continue
                share = differing(png(golden), png(file), DELTA)
                if share > SHARE:
                    OUT.mkdir(parents=True, exist_ok=True)
                    (OUT / f"library-{name}.png").write_bytes(file.read_bytes())
                self.assertLessEqual(share, SHARE, f"{name}: {share:.2%} of the pixels; see {OUT}")


if __name__ == "__main__":
    unittest.main(verbosity=2)
