"""A visitor before the station: attract, language, words typed, table, métiers, a page and back, the game; two of
them at one wide screen. Fingers go where `shot --boxes` says that controls lie; what is shown is read from its texts
and compared with the records' files."""
import json
import unittest

from harness import Case, ROOT, VILLA, gestuaire

STRINGS = {code: json.loads((ROOT / "scenes" / "strings" / f"{code}.json").read_text()) for code in ("fr", "it", "en")}


def records(kind):
    return [json.loads(path.read_text()) for path in sorted((VILLA / "repertoire" / kind).glob("*.json"))]


def label(identity, kind, language="fr"):
    return next(r["label"][language] for r in records(kind) if r["id"] == identity)


class Visitor(Case):
    """Touches what it sees: each touch is found in the boxes of the moment before it."""

    def setUp(self):
        super().setUp()
        self.hand, self.now, self.station, self.stage, self.left = [], 0.2, "kiosk", 0, 0

    def look(self, after=0.5):
        """Texts and controls of the stage as they are then."""
        hand, boxes = self.folder / "hand.replay", self.folder / "boxes.json"
        hand.write_text("".join(f"{at:.3f} {what} {finger} main {x:.1f} {y:.1f}\n" for at, what, finger, x, y in self.hand))
        gestuaire("shot", VILLA, "--station", self.station, "--at", f"{self.now + after:.3f}", "--replay", hand, "--boxes", boxes,
                  "-o", self.folder / "shot.png")
        stage = json.loads(boxes.read_text())["stages"][self.stage]
        self.texts = [text["text"] for text in stage["texts"]]
        self.controls = {control["name"]: control["box"] for control in stage["controls"]}
        return self.texts

    def middle(self, name):
        left, top, right, bottom = self.controls[name]
        return self.left + (left + right) / 2, (top + bottom) / 2

    def tap(self, *names, wait=0.15):
        for name in names:
            x, y = self.middle(name)
            self.now += wait
            self.hand += [(self.now, "down", 1, x, y), (self.now + 0.05, "up", 1, x, y)]
        self.now += 0.05

    def drag(self, name, to):
        x, y = self.middle(name)
        u, v = self.middle(to)
        self.now += 0.3
        self.hand.append((self.now, "down", 1, x, y))
        for n in range(1, 9):
            self.now += 0.03
            self.hand.append((self.now, "move", 1, x + (u - x) * n / 8, y + (v - y) * n / 8))
        self.now += 0.03
        self.hand.append((self.now, "up", 1, u, v))

    def come(self, language="fr"):
        self.look(0)
        self.tap(f"language {language}")
        self.now += 0.5
        return self.look()


class Explorer(Visitor):
    def test_a_language_is_answered_and_holds(self):
        for language in ("it", "en"):
            with self.subTest(language):
                self.setUp()
                self.assertIn(STRINGS[language]["explorer.title"], self.come(language))
                self.assertIn(label("g:souffler-verre", "gestures", language), self.texts)

    def test_a_touch_beside_everything_begins_with_the_explorer(self):
        self.look(0)
        self.hand += [(0.5, "down", 1, 300, 300), (0.6, "up", 1, 300, 300)]
        self.now = 1.1
        self.assertIn(STRINGS["fr"]["explorer.title"], self.look())

    def test_the_gesture_that_is_being_written_is_opened(self):
        texts = self.look(0)
        written = next(r["label"]["fr"] for r in records("gestures") if r["label"]["fr"] in texts)
        self.tap("gesture")
        self.now += 0.5
        self.look()
        self.assertIn("back", self.controls)
        self.assertIn(written, " ".join(self.texts).replace("\n", " "))

    def test_it_is_found_while_one_types_and_nothing_says_so(self):
        self.come()
        self.tap("key m", "key a", "key r", "key t")
        self.assertIn("Étirer le fer", self.look())  # by its hammer
        self.assertNotIn("Coudre au point sellier", self.texts)
        self.tap("key w", "key w", "key w")
        self.assertIn(STRINGS["fr"]["explorer.nothing"], self.look())
        self.tap("key clear")
        self.assertIn(STRINGS["fr"]["explorer.hits"]["other"].replace("{n}", str(len(records("gestures")))), self.look())

    def test_choices_that_no_gesture_has_are_told_from_words(self):
        self.assertFalse([r for r in records("gestures") if r["verb"] == "v:souffler" and "m:fer" in r["materials"]])
        for look, said in (("verb=v:souffler;material=m:fer", "none"), ("words=wwww;material=m:fer", "nothing")):
            boxes = self.folder / "boxes.json"
            gestuaire("shot", VILLA, "--station", "kiosk", "--scene", "explorer", "--param", f"look={look}", "--boxes", boxes, "--at", "0.5",
                      "-o", self.folder / "shot.png")
            texts = " ".join(text["text"] for text in json.loads(boxes.read_text())["stages"][0]["texts"])
            self.assertIn(STRINGS["fr"][f"explorer.{said}"], texts)
            self.assertIn(STRINGS["fr"][f"explorer.{said}_help"].split("\n")[0], texts)

    def test_a_cell_of_the_table_leads_to_its_gestures(self):
        self.come()
        self.tap("matrix")
        texts = self.look()
        cell = next(name for name in self.controls if name.startswith("cell ") and name.count(" ") == 2)
        row, column = (int(n) for n in cell.split()[1:])
        verbs, materials = {r["label"]["fr"]: r["id"] for r in records("verbs")}, {r["label"]["fr"]: r["id"] for r in records("materials")}
        verb, material = [t for t in texts if t in verbs][row - 1], [t for t in texts if t in materials][column - 1]
        wanted = [r["label"]["fr"] for r in records("gestures") if r["verb"] == verbs[verb] and materials[material] in r["materials"]]
        self.assertTrue(wanted)
        self.tap(cell)
        texts = self.look()
        found = [r["label"]["fr"] for r in records("gestures") if r["label"]["fr"] in texts]
        self.assertEqual(sorted(found), sorted(wanted))
        self.tap("verb", "material")  # taken back, one after the other
        self.assertIn(str(len(records("gestures"))), " ".join(self.look()))

    def test_a_metier_has_as_many_gestures_as_it_says(self):
        self.come()
        self.tap("metiers")
        self.look()
        name = next(name for name in self.controls if name.startswith("metier t:"))
        wanted = sorted(r["label"]["fr"] for r in records("gestures") if name[7:] in r.get("metiers", []))
        self.tap(name)
        texts = self.look()
        self.assertEqual(sorted(r["label"]["fr"] for r in records("gestures") if r["label"]["fr"] in texts), wanted)

    def test_on_the_way_back_it_stands_as_it_was(self):
        self.come()
        self.tap("key f", "key e", "key r")
        self.look()
        self.tap("hit 1")
        self.now += 0.5
        self.look()
        self.assertNotIn("key f", self.controls)
        self.tap("back")
        self.now += 0.5
        self.assertIn("fer", self.look())
        self.assertIn("key clear", self.controls)

    def test_on_the_way_back_the_list_stands_where_it_was(self):
        self.come()
        before = [c for c in self.controls if c.startswith("hit ")]
        self.drag("hit 6", "hit 2")
        self.now += 3
        self.look()
        scrolled = [c for c in self.controls if c.startswith("hit ")]
        self.assertNotIn(before[0], scrolled)
        self.tap(scrolled[2])
        self.now += 1
        self.look()
        self.tap("back")
        self.now += 1
        self.look()
        self.assertEqual([c for c in self.controls if c.startswith("hit ")], scrolled)

    def test_the_keyboard_goes_with_the_language_as_often_as_one_likes(self):
        self.come()
        for language, first in (("it", "q"), ("en", "q"), ("fr", "a"), ("it", "q"), ("fr", "a")):
            self.tap(f"language {language}")
            self.assertIn(STRINGS[language]["explorer.title"], self.look())
            keys = sorted((box[1], box[0], name) for name, box in self.controls.items() if name.startswith("key "))
            self.assertEqual(keys[0][2], f"key {first}")


    def test_on_the_way_back_the_list_stands_where_it_was(self):
        self.come()
        order = [r["label"]["fr"] for r in records("gestures")]
        for _ in range(2):
            rows = self.hits()
            self.drag(rows[-2], rows[0])
            self.now += 2.5
            self.look()
        seen = [t for t in self.texts if t in order]
        self.assertGreater(min(int(name[4:]) for name in self.hits()), 5)
        name = self.hits()[2]
        self.tap(name)
        self.now += 0.7
        self.look()
        self.assertIn("back", self.controls)
        self.tap("back")
        self.now += 0.7
        self.look()
        self.assertEqual([t for t in self.texts if t in order], seen)

    def hits(self):
        """The rows that are seen, from the top."""
        return sorted((name for name in self.controls if name.startswith("hit ")), key=lambda name: self.controls[name][1])


class Game(Visitor):
    def play(self):
        self.come()
        self.tap("game")
        self.now += 0.5
        return self.look()

    def test_moments_dragged_to_their_places_make_the_gesture_whole(self):
        texts = self.play()
        steps = next([s["label"]["fr"] for s in chain["steps"] if s.get("at")][:4] for chain in records("chains")
                     if sum(s.get("label", {}).get("fr") in texts for s in chain["steps"]) >= 3)
        cards = [text for text in texts if text in steps]  # as they lie, card 1 first
        self.drag(f"card {cards.index(steps[0]) + 1}", "place 2")  # not there: it comes back
        self.assertIn(STRINGS["fr"]["game.almost"], self.look())
        for place, step in enumerate(steps, 1):
            self.drag(f"card {cards.index(step) + 1}", f"place {place}")
        self.assertIn(STRINGS["fr"]["game.done"], self.look())

    def test_from_the_page_of_its_gesture_the_way_back_finds_what_was_looked_for(self):
        self.come()
        self.tap("key f", "key e", "key r")
        self.tap("game")
        self.now += 0.5
        self.look()
        self.tap("see")
        self.now += 0.5
        self.look()
        self.tap("back")
        self.now += 0.5
        self.assertIn("fer", self.look())
        self.assertIn("key clear", self.controls)

    def test_a_card_that_is_touched_goes_to_the_place_that_is_touched(self):
        texts = self.play()
        steps = next([s["label"]["fr"] for s in chain["steps"] if s.get("at")][:4] for chain in records("chains")
                     if sum(s.get("label", {}).get("fr") in texts for s in chain["steps"]) >= 3)
        cards = [text for text in texts if text in steps]
        self.tap(f"card {cards.index(steps[0]) + 1}", "place 1")
        self.assertIn(STRINGS["fr"]["game.well"], self.look())

    def test_who_asks_every_hand_hears_which_it_was(self):
        self.play()
        self.tap("ear")
        self.assertIn(STRINGS["fr"]["game.ear_help"], self.look())
        hands = [name for name in self.controls if name.startswith("hand ")]
        self.assertEqual(len(hands), 4)
        self.tap(*hands)
        right = STRINGS["fr"]["game.heard"].split("{name}")[0]
        self.assertTrue(any(text.startswith(right) for text in self.look()), self.texts)
        self.assertIn("again", self.controls)


class Double(Visitor):
    def test_two_visitors_side_by_side_are_two_visits(self):
        self.station = "double"
        self.come("it")
        self.stage, self.left = 1, 960
        self.look()
        self.tap("language en")
        self.now += 0.5
        self.assertIn(STRINGS["en"]["explorer.title"], self.look())
        self.stage = 0
        self.assertIn(STRINGS["it"]["explorer.title"], self.look())


if __name__ == "__main__":
    unittest.main(verbosity=2)
