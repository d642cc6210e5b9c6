"""The note editor over a movement: fingers touch joints of a figure, and what they measure is on the gesture's page
after a restart. The figure is an arm whose elbow closes evenly, so that angle, length, path and area are known."""
import json
import math
import unittest

import editor
from harness import Case

LONG, RATE = 4, 25
UPPER, FORE = 0.30, 0.28  # metres
JOINTS = ["Hips", "Neck", "Head", "RightArm", "RightForeArm", "RightHand"]
LIGHT = (0xf4, 0xea, 0xd8)


def bvh():
    """A trunk, a head, and an arm that hangs to the side; the forearm turns upwards by 90 degrees in 4 s."""
    def joint(kind, name, at, below):
        place = " ".join(f"{v:g}" for v in at)
        return (f"{kind} {name}\n{{\nOFFSET {place}\nCHANNELS 3 Zrotation Xrotation Yrotation\n"
                + (below or "End Site\n{\nOFFSET 0 -6 0\n}\n") + "}\n")
    hand = joint("JOINT", "RightHand", (28, 0, 0), "End Site\n{\nOFFSET 8 0 0\n}\n")
    arm = joint("JOINT", "RightArm", (20, 0, 0), joint("JOINT", "RightForeArm", (30, 0, 0), hand))
    head = joint("JOINT", "Head", (0, 18, 0), "End Site\n{\nOFFSET 0 12 0\n}\n")
    neck = joint("JOINT", "Neck", (0, 55, 0), head + arm)
    text = "HIERARCHY\n" + joint("ROOT", "Hips", (0, 90, 0), neck) + f"MOTION\nFrames: {LONG * RATE + 1}\nFrame Time: 0.04\n"
    for n in range(LONG * RATE + 1):
        turn = {"RightForeArm": 90 * n / (LONG * RATE)}
        text += " ".join(f"{turn.get(name, 0):.6f} 0 0" for name in JOINTS) + "\n"
    return text


RECORDS = {
    "clips/b.json": {"id": "b:b", "file": "clips/arm.bvh", "origin": "recorded", "credit": "x", "licence": "CC0-1.0",
                     "unit": 0.01, "hand": "RightHand", "label": {"fr": "Un bras"}},
    "capsules/c.json": {"id": "c:c", "gesture": "g:g", "origin": "recorded",
                        "views": [{"media": "d:a", "role": "close"}], "clips": [{"clip": "b:b", "offset": 0.5}]},
}


class EditorClip(editor.Fingers, Case):
    known = {}  # where controls of the choice of shapes lie: the same in each test

    def setUp(self):
        super().setUp()
        self.house(RECORDS)
        (self.place / "clips").mkdir()
        (self.place / "clips" / "arm.bvh").write_text(bvh())
        self.wait(0.5)
        self.key("F2")
        for name in ("films", "film row 2"):
            if name not in self.known:
                self.known.update(self.look())
            self.touch(self.known, name)
        if "picture" not in self.known:
            self.known.update(self.look())

    def touch(self, boxes, *names):
        for name in names:
            left, top, right, bottom = boxes[name]
            self.finger(((left + right) / 2, (top + bottom) / 2))

    def shape(self, name):
        """Begins one; what may be touched then."""
        self.touch(self.known, "shape " + name)
        return self.look()

    def read(self):
        """What may be touched, and what is said."""
        page = self.shot(self.now)
        return ({c["name"]: c["box"] for c in page["controls"]}, [t["text"].strip() for t in page["texts"]])

    def written(self):
        """Saved by fingers; each picture plays them anew, so that only the first file is theirs alone."""
        self.look()
        return json.loads(self.notes()[0].read_text())

    def bones_without_light(self, boxes):
        """The arm's, in their middle: engine/render draws them with its own camera."""
        at = {n: ((b[0] + b[2]) / 2, (b[1] + b[3]) / 2) for n, b in boxes.items()}
        pairs = (("joint RightArm", "joint RightForeArm"), ("joint RightForeArm", "joint RightHand"))
        return sum(self.near((at[a][0] + at[b][0]) / 2, (at[a][1] + at[b][1]) / 2, LIGHT, 2) > 60 for a, b in pairs)

    def test_joints_lie_where_the_figure_is_drawn_also_when_a_finger_has_turned_it(self):
        before = self.shape("angle")
        self.assertEqual(self.bones_without_light(before), 0)
        left, _, _, bottom = before["picture"]
        self.finger((left + 40, bottom - 40), (left + 100, bottom - 40), (left + 160, bottom - 40))
        after = self.look()
        self.assertEqual(self.bones_without_light(after), 0)
        self.assertGreater(abs(after["joint RightHand"][0] - before["joint RightHand"][0]), 20)
        self.assertLess(abs(after["joint Head"][0] - before["joint Head"][0]), 30)  # nearly on the axis
        self.assertNotIn("save", after)  # turning places nothing

    def test_an_angle_on_joints_is_kept_and_read_on_the_page(self):
        boxes = self.shape("angle")
        self.touch(boxes, "joint RightArm", "joint RightForeArm", "joint RightHand", *10 * ["film forward"])
        boxes, said = self.read()
        self.assertIn("Angle : 171°", said)  # ten frames of 25 and a half: the elbow has closed by 9 degrees
        self.touch(boxes, "to", "save")
        note = self.written()
        self.assertEqual((note["clip"], note["gesture"], note["origin"]), ("b:b", "g:g", "recorded"))
        self.assertNotIn("media", note)
        self.assertEqual(note["geometry"], {"shape": "angle", "joints": ["RightArm", "RightForeArm", "RightHand"]})
        self.assertEqual(note["measure"], {"kind": "angle", "unit": "deg"})
        self.assertAlmostEqual(note["at"][1], 10.5 / RATE, delta=0.5 / RATE)
        self.lines, self.now = [], 0.8  # a new process; the page's clock begins 0.5 s before the clip's
        figures = {f"{round(180 - 90 * (self.now - 0.5) / LONG) + k}°" for k in (-1, 0, 1)}
        _, said = self.read()
        self.assertTrue(figures & set(said), said)

    def test_length_path_and_area_are_what_geometry_says(self):
        boxes = self.shape("segment")
        self.touch(boxes, "joint RightArm", "joint RightForeArm")
        whole, said = self.read()
        self.assertIn(f"Longueur : {UPPER * 100:.0f}\u202fcm", said)
        self.touch(whole, "undo", "undo", "undo")
        self.touch(self.known, "shape polyline")
        self.touch(boxes, "joint RightHand", *25 * ["film forward"])
        turn = math.radians(90 * 25.5 / RATE / LONG)
        whole, said = self.read()
        self.assertIn(f"Longueur : {FORE * turn:.2f}\u202fm".replace(".", ","), said)
        self.touch(whole, "save", "close")
        boxes = self.shape("zone")
        self.assertEqual(json.loads(self.notes()[0].read_text())["geometry"], {"shape": "polyline", "joints": ["RightHand"]})
        self.touch(boxes, "joint RightArm", "joint RightForeArm", "joint RightHand")
        _, said = self.read()
        self.assertIn(f"Surface : {UPPER * FORE * math.sin(turn) / 2 * 1e4:.0f}\u202fcm²", said)

    def test_a_joint_that_was_missed_is_dragged_to_the_right_one_and_back_by_undo(self):
        boxes = self.shape("segment")
        self.touch(boxes, "joint RightArm", "joint RightHand")
        hand, elbow = ([(b[0] + b[2]) / 2, (b[1] + b[3]) / 2] for b in (boxes["joint RightHand"], boxes["joint RightForeArm"]))
        self.finger(hand, ((hand[0] + elbow[0]) / 2, (hand[1] + elbow[1]) / 2), elbow)
        whole = self.look()
        self.touch(whole, "save", "undo", "save")
        self.look()
        self.assertEqual(json.loads(self.notes()[0].read_text())["geometry"]["joints"], ["RightArm", "RightHand"])
        self.notes()[0].unlink()
        self.lines = self.lines[:-4]  # without the last undo and save
        self.assertEqual(self.written()["geometry"]["joints"], ["RightArm", "RightForeArm"])

    def test_a_joint_that_is_dragged_while_another_finger_undoes_it_leaves_the_editor_whole(self):
        boxes = self.shape("segment")
        self.touch(boxes, "joint RightArm")
        undo = self.look()["undo"]
        arm, elbow = ([(b[0] + b[2]) / 2, (b[1] + b[3]) / 2] for b in (boxes["joint RightArm"], boxes["joint RightForeArm"]))
        self.drag_while([[a + (b - a) * n / 11 for a, b in zip(arm, elbow)] for n in range(12)], {n: undo for n in (3, 5, 7)})
        self.assertIn("shape segment", self.look())


if __name__ == "__main__":
    unittest.main()
