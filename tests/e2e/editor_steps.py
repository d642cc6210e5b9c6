"""Steps that fingers cut on the time line of a film, and those that are proposed from the movement beside it. The hand
rests at times that its formula says; the film is grey."""
import json
import unittest

import editor
from harness import Case

RATE, CLIP_S, OFFSET = 50, 3.8, 0.5
RESTS = (1.6, 2.8)  # middles of the rests between movements, on the clip


def reach(t, begin, end):
    """How far a hand has come that reaches with least jerk."""
    u = max(0, min(1, (t - begin) / (end - begin)))
    return u ** 3 * (10 + u * (6 * u - 15))


def bvh():
    """A hand that moves from 0.5 to 1.3, from 1.9 to 2.6 and from 3.0 to 3.5 s."""
    text = ("HIERARCHY\nROOT Hips\n{\nOFFSET 0 0 0\nCHANNELS 6 Xposition Yposition Zposition Zrotation Xrotation Yrotation\n"
            "JOINT RightHand\n{\nOFFSET 30 0 0\nCHANNELS 3 Xposition Yposition Zposition\nEnd Site\n{\nOFFSET 8 0 0\n}\n}\n"
            f"JOINT Neck\n{{\nOFFSET 0 50 0\nCHANNELS 0\nEnd Site\n{{\nOFFSET 0 20 0\n}}\n}}\n}}\n"
            f"MOTION\nFrames: {round(CLIP_S * RATE) + 1}\nFrame Time: {1 / RATE}\n")
    for n in range(round(CLIP_S * RATE) + 1):
        t = n / RATE
        hand = (30 + 40 * reach(t, 0.5, 1.3), 50 * reach(t, 1.9, 2.6), 30 * reach(t, 3.0, 3.5))
        text += "0 90 0 0 0 0 " + " ".join(f"{v:.5f}" for v in hand) + "\n"
    return text


CAPSULE = {"id": "c:c", "gesture": "g:g", "origin": "recorded", "date": "2026-05-04",
           "views": [{"media": "d:a", "role": "close"}], "clips": [{"clip": "b:b", "offset": OFFSET}]}
CLIP = {"id": "b:b", "file": "clips/hand.bvh", "origin": "recorded", "credit": "x", "licence": "CC0-1.0", "unit": 0.01,
        "hand": "RightHand", "label": {"fr": "Une main"}}


def label(text):
    return {"fr": text, "it": text, "en": text}


CHAIN = {"id": "k:k", "label": label("La barre"), "origin": "recorded", "steps": [
    {"label": label("Chauffer"), "duration": 120},
    {"label": label("Étirer"), "at": [0, 3], "goal": label("Allonger"), "gesture": "g:g"}]}


class EditorSteps(editor.Fingers, Case):
    def begin(self, records):
        """The editor over the page, its steps open: what may be touched."""
        self.house({"clips/b.json": CLIP, "capsules/c.json": CAPSULE, **records})
        (self.place / "clips").mkdir()
        (self.place / "clips" / "hand.bvh").write_text(bvh())
        self.wait(0.5)
        self.key("F2")
        self.choice = self.look()
        self.touch(self.choice, "steps")
        return self.look()

    def touch(self, boxes, *names):
        for name in names:
            left, top, right, bottom = boxes[name]
            self.finger(((left + right) / 2, (top + bottom) / 2))

    def go_to(self, boxes, part):
        """A finger on the time line."""
        left, top, right, bottom = boxes["film line"]
        self.finger((left + (right - left) * part, (top + bottom) / 2))

    def record(self, name):
        return json.loads((self.place / "repertoire" / name).read_text())

    def test_proposals_lie_where_the_hand_rests_and_become_the_steps_of_the_page(self):
        boxes = self.begin({})
        self.touch(boxes, "propose")
        boxes = self.look()
        self.touch(boxes, "take all")
        self.touch(self.look(), "save")
        self.look()
        steps = self.record("chains/c-1.json")["steps"]
        cuts = [OFFSET + t for t in RESTS]
        self.assertEqual(len(steps), 3)
        for step, begin, end in zip(steps, [None] + cuts, cuts + [4]):
            if begin:
                self.assertAlmostEqual(step["at"][0], begin, delta=0.03)
            self.assertAlmostEqual(step["at"][1], end, delta=0.03)
        self.assertEqual([s["label"]["it"] for s in steps], ["Fase 1", "Fase 2", "Fase 3"])
        self.assertEqual(self.record("capsules/c.json"), {**CAPSULE, "chain": "k:c-1"})
        self.lines = []  # a new process, without fingers: the page while the second step is under way
        said = [t["text"].strip() for t in self.shot(2.6)["texts"]]
        self.assertTrue(any("2\u202f/\u202f3" in t or "2 / 3" in t.replace("\u2009", " ") for t in said), said)
        self.assertTrue(any("Étape 2" in t for t in said), said)

    def test_a_step_is_cut_by_hand_named_and_all_else_of_its_chain_stays(self):
        boxes = self.begin({"chains/k.json": CHAIN, "capsules/c.json": {**CAPSULE, "chain": "k:k"}})
        self.touch(boxes, *["film forward"] * 10, "cut")
        chosen = self.look()
        cut = (self.frame(chosen["picture"][2] - 20, chosen["picture"][3] - 20) + 0.5) / editor.RATE
        self.touch(chosen, "undo")
        boxes = self.look()
        self.assertNotIn("step row 3", boxes)
        self.touch(boxes, "redo")
        self.touch(self.look(), "step row 3")
        self.touch(chosen, "label fr")
        for key in ("Backspace", "F", "I", "N", "Return"):
            self.key(key)
        self.touch(chosen, "save")
        self.look()
        chain = self.record("chains/k.json")
        first, second, third = chain["steps"]
        self.assertEqual(first, CHAIN["steps"][0])
        self.assertEqual({**second, "at": None}, {**CHAIN["steps"][1], "at": None})
        self.assertEqual((second["at"][0], third["at"][1]), (0, 3))
        self.assertEqual(second["at"][1], third["at"][0])
        self.assertAlmostEqual(third["at"][0], cut, delta=0.5 / editor.RATE)
        self.assertEqual(third["label"], {"fr": "Étape fin", "it": "Fase 3", "en": "Step 3"})
        self.assertEqual(third["gesture"], "g:g")
        self.assertEqual(self.record("capsules/c.json"), {**CAPSULE, "chain": "k:k"})

    def test_what_was_cut_after_saving_is_not_there_when_it_was_dropped(self):
        records = {"chains/k.json": CHAIN, "capsules/c.json": {**CAPSULE, "chain": "k:k"}}
        boxes = self.begin(records)
        self.go_to(boxes, 0.3)
        self.touch(boxes, "cut")
        self.touch(self.look(), "save", "all steps")
        self.go_to(boxes, 0.6)
        self.touch(boxes, "cut", "close")
        self.touch(self.look(), "drop")
        self.touch(self.choice, "steps")
        (self.place / "repertoire" / "chains" / "k.json").write_text(json.dumps(CHAIN))  # each look plays all of it anew
        rows = [name for name in self.look() if name.startswith("step row")]
        self.assertEqual(sorted(rows), ["step row 1", "step row 2", "step row 3"])

    def test_who_leaves_at_once_after_saving_is_told_when_it_could_not_be_written(self):
        hidden = {**CHAIN, "steps": CHAIN["steps"] + [{"label": label("Tremper"), "gesture": "g:gone"}]}
        boxes = self.begin({"chains/k.json": hidden, "capsules/c.json": {**CAPSULE, "chain": "k:k"}})
        self.go_to(boxes, 0.3)
        self.touch(boxes, "cut")
        chosen = self.look()
        for kind in ("down", "up"):  # both buttons in one frame
            for finger, name in ((1, "save"), (2, "back")):
                left, top, right, bottom = chosen[name]
                self.lines.append(f"{self.now:.2f} {kind} {finger} main {(left + right) / 2:.2f} {(top + bottom) / 2:.2f}")
            self.wait(0.2)
        self.wait(1)
        page = self.shot(self.now)
        self.assertTrue(any("k:k: is not what is shown" in t["text"] for t in page["texts"]), page["texts"])
        self.assertIn("save", [c["name"] for c in page["controls"]])

    def test_what_could_not_be_written_is_kept_and_not_left_without_asking(self):
        hidden = {**CHAIN, "steps": CHAIN["steps"] + [{"label": label("Tremper"), "gesture": "g:gone"}]}
        boxes = self.begin({"chains/k.json": hidden, "capsules/c.json": {**CAPSULE, "chain": "k:k"}})
        self.go_to(boxes, 0.3)
        self.touch(boxes, "cut")
        self.touch(self.look(), "save", "close")
        said = [t["text"] for t in self.shot(self.now - 0.4)["texts"]]
        self.assertTrue(any("k:k: is not what is shown" in t for t in said), said)
        self.assertEqual(self.record("chains/k.json"), hidden)
        drop = self.look()
        self.touch(drop, "drop")
        self.touch(self.look(), "steps")
        again = self.look()
        self.assertIn("save", again)  # with what was cut, which is still to be saved
        self.touch(again, "close")
        self.touch(drop, "drop")
        self.touch(again, "back")
        self.assertIn("stay", self.look())


if __name__ == "__main__":
    unittest.main()
