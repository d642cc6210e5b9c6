"""The touch library: what fingers do to each component is read back from what the test scenes say
(tests/library), and each looks as its golden picture does (GOLDEN=write makes them anew; look at each)."""
import math
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
    "list": ("wide", "list", 1.5, ["500,400@1.45"]),
    "keyboard": ("wide", "keyboard", 2, ["471,582@1", "336,684@1.2", "404,684@1.4", "538,582@1.95"]),
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
    """Plays a test scene."""

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


class Parts(Library):
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


class Lists(Library):
    """Ten thousand rows of 59 px, 12 of them seen (708 px); rests at whole rows."""
    ROW, GLIDE, SPRING = 59, 0.35, 0.09

    def flick(self, step, count=6, start=700, wait=0.0):
        """A finger that goes `step` px in every 20 ms, and is lifted at once; where it was when."""
        places = [(600, start - step * n) for n in range(count)]
        lines = [f"{1 + 0.02 * n:.3f} {'move' if n else 'down'} 1 STATION/main {x} {y}" for n, (x, y) in enumerate(places)]
        lines.append(f"{1 + 0.02 * (count - 1) + wait:.3f} up 1 STATION/main {places[-1][0]} {places[-1][1]}")
        return "\n".join(lines) + "\n"

    def track(self, said):
        return [tuple(map(float, line.split()[1:])) for line in said if line.startswith("at ")]

    def test_a_flick_glides_as_the_formula_says_and_rests_at_a_whole_row(self):
        said = self.play("list", 5, replay=self.flick(40))
        track = self.track(said)
        (t0, p0), speed = track[0], 40 / 0.02
        to = round((p0 + speed * self.GLIDE) / self.ROW) * self.ROW
        self.assertGreater(len(track), 10)
        for t, p in track:
            self.assertAlmostEqual(p, p0 + (to - p0) * (1 - math.exp(-(t - t0) / self.GLIDE)), delta=0.01)
        self.assertEqual(said[-1], f"rests {to // self.ROW + 1} true")

    def test_a_finger_that_stood_before_it_was_lifted_leaves_the_list_where_it_is(self):
        track = self.track(self.play("list", 3, replay=self.flick(40, wait=0.3)))
        self.assertLess(max(p for _, p in track) - min(p for _, p in track), self.ROW / 2 + 1)

    def test_pulled_beyond_its_beginning_it_comes_back_softly(self):
        said = self.play("list", 4, replay=self.flick(-60, start=200))
        track = self.track(said)
        self.assertLess(track[0][1], -20)      # it gave way
        self.assertGreater(track[0][1], -354)  # never further than half of what is seen
        for (t, p), (u, q) in zip(track, track[1:]):
            self.assertGreaterEqual(q, p)      # and does not swing
        t0, x0 = track[0]
        for t, p in track:
            self.assertAlmostEqual(p, (x0 + x0 / self.SPRING * (t - t0)) * math.exp(-(t - t0) / self.SPRING), delta=0.01)
        self.assertEqual(said[-1], "rests 1 true")

    def test_a_touch_stops_it_and_the_next_one_chooses(self):
        said = self.play("list", 4, ["500,300@1.3", "500,300@2.5"], replay=self.flick(40))
        self.assertEqual(len([s for s in said if s.startswith("chosen")]), 1)
        top = int(said[-2].split()[1]) if said[-2].startswith("rests") else None
        self.assertEqual(said[-1], f"chosen {top + (300 - 40) // self.ROW}", said)


class Keys(Library):
    """A keyboard of ten keys of 67.5 x 51 px a row, in the middle of the bottom."""
    AZERTY = ["azertyuiop", "qsdfghjklm", "^wxcvbn’<<", "11________"]
    QWERTY = ["qwertyuiop", "asdfghjkl’", "^zxcvbnm<<", "11________"]

    def at(self, key, layout=AZERTY):
        for row, keys in enumerate(layout):
            if key in keys:
                return 302.5 + 67.5 * (keys.index(key) + 0.5), 556 + 51 * (row + 0.5)
        raise KeyError(key)

    DONE = (900, 735)

    def type(self, *fingers, touches=(), until=6):
        return self.play("keyboard", until, [*touches, f"{self.DONE[0]},{self.DONE[1]}@{until - 0.5}"], replay=hand(*fingers))[-1]

    def test_ten_fingers_that_type_a_letter_in_every_twelve_milliseconds_lose_none(self):
        said = "marteler_le_fer_et_tordre_l’osier_en_chantant"
        fingers = [(1 + 0.012 * n, n % 10 + 1, [self.at(key)], 0.1) for n, key in enumerate(said)]
        self.assertEqual(self.type(*fingers), "done " + said.replace("_", " "))

    def test_a_letter_that_is_held_offers_accents_to_slide_to(self):
        x, y = self.at("e")
        self.assertEqual(self.type((1, 1, [(x, y), (x, y), (x, y - 30), (x + 67, y - 50)], 0.4)), "done è")
        self.assertEqual(self.type((1, 1, [(x, y)], 1.2)), "done e")
        self.assertEqual(self.type((1, 1, [self.at("^")], 0.1), (1.5, 1, [(x, y), (x, y), (x, y - 30)], 0.4)), "done É")

    def test_erase_repeats_while_it_is_held(self):
        # 1 when it goes down, then after 0.5 s, 0.59 s and 0.68 s.
        letters = [(1 + 0.1 * n, 1, [self.at(key)], 0.05) for n, key in enumerate("marteau")]
        self.assertEqual(self.type(*letters, (2, 1, [self.at("<")], 0.74)), "done mar")

    def test_a_capital_is_one_and_italians_have_qwerty(self):
        keys = [(1.2, 1, [self.at("^", self.QWERTY)], 0.05)] + [(1.5 + 0.1 * n, 1, [self.at(key, self.QWERTY)], 0.05) for n, key in enumerate("qaz")]
        self.assertEqual(self.type(*keys, touches=["193,142@1"]), "done Qaz")


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
