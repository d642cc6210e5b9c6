"""The turntable of the touch library: how a body stands under fingers, against the closed form that
scenes/lib/turntable.lua states, worked out here."""
import json
import math
import re
import unittest

from harness import Case, ROOT, gestuaire
from library import hand

SLOW, GLIDE_S, HOME_S = 0.2, 0.8, 0.6
AT = re.compile(r"at ([\d.]+) stands (-?[\d.]+) (-?[\d.]+) (-?[\d.]+) (true|false) wide ([\d.]+)")


def line(at, finger, start, end, steps, step):
    """A finger that goes straight and evenly."""
    places = [(start[0] + (end[0] - start[0]) * n / steps, start[1] + (end[1] - start[1]) * n / steps) for n in range(steps + 1)]
    return (at, finger, places, step)


HOUSE = ROOT / "tests" / "library"


class Turntable(Case):
    def stands(self, until, replay="", more=()):
        """How it stood: {second: (turn, tilt, zoom, does it move)}; the box's width."""
        file = self.folder / "hands.replay"
        file.write_text(replay.replace("STATION", "wide"))
        said = gestuaire("shot", HOUSE, "--station", "wide", "--scene", "turntable", "--at", until, "--replay", file, *more,
                         "-o", self.folder / "shot.png").stderr
        said = [AT.search(line) for line in said.splitlines()]
        stood = {round(float(m[1]) * 4) / 4: (*map(float, m.groups()[1:4]), m[5] == "true") for m in said if m}
        self.assertGreater(len(stood), 4 * until - 3)
        return stood, float(next(filter(None, said))[6])

    def near(self, stood, at, turn=None, tilt=None, zoom=None, slack=0.01):
        for name, was, wanted in zip(("turn", "tilt", "zoom"), stood[at], (turn, tilt, zoom)):
            if wanted is not None:
                self.assertAlmostEqual(was, wanted, delta=slack, msg=f"{name} at {at} s")

    def test_it_turns_slowly_by_itself(self):
        stood, _ = self.stands(4)
        for at in (1, 2, 3, 3.75):
            self.near(stood, at, stood[0.5][0] + SLOW * (at - 0.5), 0.3, 1, 0.005)

    def test_a_finger_turns_it_as_far_as_it_goes_and_what_is_held_still_stays(self):
        drag = line(1, 1, (500, 400), (700, 480), 20, 0.02)
        drag[2].extend([(700, 480)] * 20)
        stood, wide = self.stands(4, hand(drag))
        before = stood[0.5][0] + SLOW * 0.5
        for at in (2.5, 3.75):
            self.near(stood, at, before + 2 * math.pi * 200 / wide, 0.3 + math.pi * 80 / wide, 1, 0.02)
            self.assertFalse(stood[at][3])

    def test_it_glides_on_when_it_is_let_go(self):
        stood, wide = self.stands(9, hand(line(1, 1, (400, 400), (700, 400), 30, 0.02)))
        speed, up = 2 * math.pi * 500 / wide, 1.62  # 500 px a second
        rest = stood[8.5][0]
        for at in (2, 2.5, 3, 4):
            left = speed * GLIDE_S * math.exp(-(at - up) / GLIDE_S)
            self.near(stood, at, rest - left, 0.3, 1, 0.12)
        self.assertAlmostEqual(rest - stood[0.75][0], SLOW * 0.25 + 2 * math.pi * 300 / wide + speed * GLIDE_S, delta=0.15)
        self.assertFalse(stood[8.5][3])

    def test_two_fingers_bring_it_nearer_and_two_taps_set_it_back(self):
        pinch = hand(line(1, 1, (600, 400), (500, 400), 20, 0.02), line(1, 2, (700, 400), (800, 400), 20, 0.02),
                     (4, 3, [(640, 300)], 0.05), (4.2, 4, [(640, 300)], 0.05))
        stood, _ = self.stands(7, pinch)
        self.near(stood, 3, zoom=3, slack=0.02)  # 300 px apart, that were 100
        self.near(stood, 5.25, tilt=0.3, zoom=1)
        home = 4.25 + HOME_S
        self.assertAlmostEqual((stood[6][0] - 0.3 - SLOW * (6 - home) + math.pi) % (2 * math.pi) - math.pi, 0, delta=0.05)

    def test_it_is_tilted_no_further_than_one_sees_it_stand(self):
        drags = [line(1 + n, n + 1, (640, 100), (640, 700), 20, 0.02) for n in range(3)]
        stood, _ = self.stands(6, hand(*drags))
        self.near(stood, 5.5, tilt=1.4)

    def test_where_nothing_may_move_buttons_turn_it(self):
        boxes, calm = self.folder / "boxes.json", ("--param", "calm=yes")
        stood, _ = self.stands(3, more=(*calm, "--boxes", boxes))
        for at in (0.5, 2.75):
            self.near(stood, at, 0.3, 0.3, 1, 1e-4)
            self.assertFalse(stood[at][3])
        controls = json.loads(boxes.read_text())["stages"][0]["controls"]
        corners = next(c["corners"] for c in controls if c["name"] == "house right")
        x, y = sum(corners[0::2]) / 4, sum(corners[1::2]) / 4
        stood, _ = self.stands(3, more=(*calm, "--touch", f"{x:.0f},{y:.0f}@1"))
        self.near(stood, 2, 0.3 + math.pi / 4, 0.3, 1, 1e-4)


if __name__ == "__main__":
    unittest.main(verbosity=2)
