"""The touch library: what fingers do to each component is read back from what the test scenes say
(tests/library), and each looks as its golden picture does (GOLDEN=write makes them anew; look at each)."""
import json
import math
import os
import pathlib
import random
import re
import shutil
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "tools"))
import boxes  # noqa: E402
from harness import Case, OUT, ROOT, VILLA, differing, gestuaire, png

HOUSE = ROOT / "tests" / "library"
GOLDEN = ROOT / "tests" / "golden"
DELTA, SHARE = 24, 0.005

# Golden pictures: station, scene, touches.
LOOKS = {
    "parts": ("wide", "parts", 2, []),
    "parts-tall": ("tall", "parts", 2, []),
    "settings": ("wide", "parts", 3, ["1212,67@1"]),
    "dialog": ("wide", "dialog", 3, ["100,60@1"]),
    "no-film": ("wide", "dialog", 2, []),
    "asking": ("wide", "asking", 2, []),
    "list": ("wide", "list", 1.5, ["500,400@1.45"]),
    "carousel": ("wide", "carousel", 2, ["1214,734@1"]),
    "matrix": ("wide", "matrix", 2, ["403,218@1.95"]),
    "reader": ("wide", "reader", 4, ["1214,486@1"]),
    "turntable": ("wide", "turntable", 2, []),
    "zoom": ("wide", "zoom", 3, ["900,500@1", "900,500@1.2"]),
    "player": ("wide", "player", 3, ["760,675@1", "125,734@2"]),
    "player-tall": ("tall", "player", 2, []),
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

    def test_a_button_under_a_dialog_that_another_finger_has_opened_does_not_act_when_it_is_lifted(self):
        said = self.play("parts", 4, replay=hand((1.0, 1, [(130, 282)] * 8, 0.2), (1.5, 2, [(1212, 67)], 0.1)))
        self.assertEqual(said, ["down play", "down settings"])

    def test_a_dialog_that_stays_is_left_by_its_answers_alone(self):
        said = self.play("dialog", 7, ["100,60@1", "640,150@2", "730,458@3", "100,60@4", "880,458@5"])
        self.assertEqual(said, ["kept", "answer no false", "answer yes false"])

    def test_a_larger_text_is_asked_for_with_the_same_touch_twice(self):
        said = self.play("parts", 5, ["1212,67@1", "973,167@2", "973,167@3", "973,167@4"])
        self.assertEqual(said, ["down settings", "down text more", "down text more", "down dialog"])

    def test_whoever_is_asked_stays_by_any_touch_and_leaves_by_one(self):
        self.assertEqual(self.play("asking", 4, ["640,150@2"]), ["more"])
        self.assertEqual(self.play("asking", 4, ["480,490@2"]), ["more", "done"])  # the finger, then the button
        self.assertEqual(self.play("asking", 4, ["640,150@0.5", "640,150@2", "640,150@3"]), ["under", "more", "under"])


class Visit(Library):
    def test_the_visit_of_the_engine_is_asked_stays_and_ends_by_the_dialog(self):
        def play(*touches):
            return self.play("stay", 15, touches, station="hasty")
        begins = ["enters attract 1", "visit began", "under", "visit asking"]
        stays = play("640,200@1", "640,200@7")      # asked at 6.1 s; what lies under the dialog hears nothing
        self.assertEqual(stays[:6], [*begins, "visit more", "visit asking"])
        ends = play("640,200@1", "480,490@8")       # "I am done"
        self.assertEqual(ends, [*begins, "visit more", "enters attract 1", "visit ended"])
        larger = play("66,66@1", "973,167@2", "973,167@3")  # texts of the third size, until nobody is there
        self.assertEqual(larger[:5], ["enters attract 1", "visit began", "visit changed", "visit changed", "visit asking"])
        self.assertEqual([line for line in larger if line.startswith("enters")][-1], "enters attract 1")


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


class Two(Library):
    def test_two_visitors_on_one_screen_scroll_each_their_own(self):
        house = self.folder / "two"
        shutil.copytree(HOUSE, house)
        (house / "installation.lua").write_text("""return { title = { fr = "x", it = "x", en = "x" }, languages = { "fr", "it", "en" }, stations = { wide = {
            title = { fr = "x", it = "x", en = "x" }, composition = { 2560, 800 },
            stages = { left = { canvas = { 1280, 800 }, scene = "list" }, right = { canvas = { 1280, 800 }, scene = "list" } },
            surfaces = { left = { stage = "left", corners = { { 0, 0 }, { 1280, 0 }, { 1280, 800 }, { 0, 800 } } },
                         right = { stage = "right", corners = { { 1280, 0 }, { 2560, 0 }, { 2560, 800 }, { 1280, 800 } } } },
            outputs = { main = { at = { 0, 0 }, size = { 2560, 800 }, mm_per_px = 0.4, height_mm = 900 } } } } }""")
        # Both pull at once, by 280 and 570 px since the drag began, and stand before they let go: the nearest rows of 59 px.
        def pull(finger, x, step):
            return (1 + 0.005 * finger, finger, [(x, 720 - step * n) for n in range(12)] + [(x, 720 - step * 11)] * 4, 0.05)
        (self.folder / "two.replay").write_text(hand(pull(1, 600, 28), pull(2, 1900, 57)).replace("STATION", "wide"))
        said = gestuaire("shot", house, "--station", "wide", "--at", 5, "--replay", self.folder / "two.replay", "-o", self.folder / "two.png").stderr
        self.assertEqual(dict(re.findall(r"script: (\w+): list: rests (\d+) true", said)), {"left": "6", "right": "11"})


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


class Swiped(Library):
    def test_a_carousel_goes_on_by_one_for_a_swipe_and_by_its_buttons(self):
        def swipe(at, x, step, count):
            return (at, 1, [(x + step * n, 300) for n in range(count)], 0.02)
        said = self.play("carousel", 5, replay=hand(swipe(1, 900, -40, 6), swipe(2.5, 300, 20, 3)))
        self.assertEqual([s for s in said if s.startswith("shown")], ["shown 1", "shown 2"])  # 60 px back are not enough
        said = self.play("carousel", 9, ["1214,734@1", "1214,734@3", "66,734@5", "640,300@8"])
        self.assertEqual(said, ["shown 1", "shown 2", "shown 3", "shown 2", "chosen 2"])

    def test_a_matrix_is_scrolled_both_ways_and_tells_its_cells(self):
        # Cells of 147 x 51 px from 183, 91.
        self.assertEqual(self.play("matrix", 4, ["403,218@1", "550,218@2", "256,300@3"]), ["rests 0.0 0.0", "cell 3 2", "cell 3 3"])
        slow = [(700 - 30 * n, 500 - 22 * n) for n in range(10)] + [(430, 302)] * 4  # then it stands
        said = self.play("matrix", 6, ["403,167@5"], replay=hand((1, 1, slow, 0.05)))
        self.assertEqual(said[1], "rests 2.0 3.0")  # 240 and 176 px since the drag began: the nearest cells
        self.assertEqual(said[2:], [])              # verb 5 x material 4: nothing there

    def test_a_picture_is_taken_to_its_own_pixels_and_never_leaves_its_box(self):
        # 2400 x 1600 px in 1200 x 720: whole at 0.45, its middle in the middle of the box (640, 400).
        def stands(*lines):
            return ["stands %.4f %.2f %.2f" % line for line in lines]
        x, y = 900, 500
        px, py = 1200 + (x - 640) / 0.45, 800 + (y - 400) / 0.45  # what lies under the finger stays there
        said = self.play("zoom", 6, [f"{x},{y}@1", f"{x},{y}@1.2", f"{x},{y}@3", f"{x},{y}@3.2"])
        self.assertEqual(said, stands((0.45, 1200, 800), (1, px - (x - 640), py - (y - 400)), (0.45, 1200, 800)))
        apart = [(540 - 10 * n, 400) for n in range(11)], [(740 + 10 * n, 400) for n in range(11)]
        said = self.play("zoom", 4, replay=hand((1, 1, apart[0], 0.05), (1, 2, apart[1], 0.05)))
        self.assertEqual(said[-1], stands((0.9, 1200, 800))[0])  # 200 px apart, then 400
        away = (3, 1, [(300 + 150 * n, 300 + 90 * n) for n in range(5)], 0.05)
        said = self.play("zoom", 6, [f"{x},{y}@1", f"{x},{y}@1.2"], replay=hand(away, (4, 1, away[2], 0.05)))
        self.assertEqual(said[-1], stands((1, 600, 360))[0])     # its corner in the corner of the box


class Film(Library):
    """100 frames at 25 a second; frame n is 2 n lighter than black in video levels (219 of them)."""
    PLAY, BACK, ON, HALF = "66,734", "125,734", "184,734", "310,734"

    def grey(self, picture):
        _, _, channels, rows = png(picture)
        return rows[200][640 * channels]

    def test_it_goes_frame_by_frame_and_shows_the_one_it_says(self):
        file = self.folder / "frame.png"
        said = self.play("player", 5, [self.ON + "@1", self.ON + "@2", self.ON + "@3"], picture=file)
        self.assertEqual(said, ["at 0.060 stands 1", "at 0.100 stands 1", "at 0.140 stands 1"])
        self.assertAlmostEqual(self.grey(file), 2 * 3 * 255 / 219, delta=3)
        said = self.play("player", 5, ["760,675@1", self.BACK + "@3"], picture=file)  # near the mark of 2.4 s
        self.assertEqual(said, ["at 2.400 stands 1", "at 2.380 stands 1"])
        self.assertAlmostEqual(self.grey(file), 2 * 59 * 255 / 219, delta=3)

    def test_it_runs_slower_and_holds_the_visit_while_it_plays(self):
        said = self.play("player", 4, [self.HALF + "@0.4", self.PLAY + "@0.9", self.PLAY + "@2.9"])
        self.assertEqual(said[:3], ["at 0.000 stands 0.5", "kept", "at 0.000 plays 0.5"])
        at = float(said[3].split()[1])
        self.assertAlmostEqual(at, 2.0 * 0.5, delta=0.06)  # two seconds of half as fast

    def test_the_line_is_pulled_while_it_plays_and_it_plays_on_from_there(self):
        pull = (2, 1, [(345 + 40 * n, 675) for n in range(10)], 0.05)
        said = self.play("player", 4, [self.PLAY + "@1"], replay=hand(pull))
        at, plays = said[-1].split()[1:3]
        self.assertAlmostEqual(float(at), (345 + 360 - 50.5) / 1179 * 4, delta=0.01)
        self.assertEqual(plays, "plays")


class Reading(Library):
    def test_a_text_rests_at_whole_lines_and_buttons_go_by_pages(self):
        pull = hand((1, 1, [(300, 400 - 25 * n) for n in range(8)] + [(300, 225)] * 4, 0.05))
        lines = [line for line in self.play("reader", 4, replay=pull) if line.startswith("line")]
        self.assertEqual(lines, ["line 0.00", "line 4.00"])  # 150 px since the drag began, lines of 33.6 px
        # Eight of twelve steps are seen, so a page is seven of them: 5 comes to the top. The third seen is 7.
        self.assertEqual(self.play("reader", 9, ["1214,486@1", "900,183@3", "1214,66@5", "900,183@7"])[1:], ["step 7", "step 3"])


class Still(Library):
    def test_what_rests_is_not_drawn_again(self):
        """As many draws for a touch whether it stood for one second before the next, or for seven."""
        said = self.play("still", 14, ["620,420@3", "620,420@5", "620,420@12", "620,420@13.5"])
        a, b, c, d = (int(line.split()[1]) for line in said)
        self.assertEqual([c - b, d - c], [b - a, b - a])


class Crowd(Library):
    def test_ten_fingers_that_do_anything_break_nothing(self):
        """Random, seeded; also lifted without ever going down here, and two on one thing."""
        dice = random.Random(5)
        for scene in ("parts", "list", "keyboard", "carousel", "matrix", "zoom", "player", "settings", "reader", "dialog"):
            with self.subTest(scene):
                fingers = []
                for finger in range(1, 11):
                    at = dice.uniform(0.3, 1)
                    while at < 6:
                        count, x, y = dice.randint(1, 12), dice.uniform(0, 1280), dice.uniform(0, 800)
                        vx, vy = dice.choice([0, 0, 30]) * dice.uniform(-1, 1), dice.choice([0, 30]) * dice.uniform(-1, 1)
                        fingers.append((at, finger, [(min(1279, max(0, x + vx * n)), min(799, max(0, y + vy * n))) for n in range(count)], 0.05))
                        at += 0.05 * count + dice.uniform(0.02, 0.5)
                (self.folder / "crowd.replay").write_text(hand(*fingers).replace("STATION", "wide"))
                said = gestuaire("shot", HOUSE, "--station", "wide", "--scene", scene, "--at", 8, "--replay", self.folder / "crowd.replay",
                                 "-o", self.folder / "crowd.png", env={"GALLIUM_NOOP": "1"}).stderr
                self.assertEqual([line for line in said.splitlines() if f"script: screen: {scene}: " not in line and "were left out" not in line], [])


class Light(unittest.TestCase):
    """Colours of the theme by WCAG 2.1's contrast ratio."""

    def palette(self, name):
        said = (ROOT / "scenes/lib/ui_theme.lua").read_text()
        block = re.search(r"local %s = \{(.*?)\n\}" % name, said, re.S)[1]
        return dict(re.findall(r'(\w+) = "(#[0-9a-f]{6})"', block))

    def ratio(self, a, b):
        def light(color):
            values = [int(color[n:n + 2], 16) / 255 for n in (1, 3, 5)]
            values = [v / 12.92 if v <= 0.03928 else ((v + 0.055) / 1.055) ** 2.4 for v in values]
            return 0.2126 * values[0] + 0.7152 * values[1] + 0.0722 * values[2]
        low, high = sorted((light(a), light(b)))
        return (high + 0.05) / (low + 0.05)

    def test_texts_stand_out_by_seven_to_one(self):
        for name, texts in (("warm", ("light", "quiet")), ("stark", ("light", "quiet", "steel", "ember"))):
            colors = self.palette(name)
            for text in texts:
                for ground in ("ground", "lifted", "sunk"):
                    self.assertGreaterEqual(self.ratio(colors[text], colors[ground]), 7, (name, text, ground))
        self.assertGreaterEqual(self.ratio(self.palette("warm")["ember"], self.palette("warm")["ground"]), 4.5)


class Boxes(Case):
    """All components side by side on one screen, for visitors who read large, reach low or see little: no text
    lies on another or is cut, no control is under 20 mm, on another, or outside the band of reach mode."""
    SCENES = {"a": ["parts", "list", "keyboard"], "b": ["carousel", "matrix", "zoom"], "c": ["player", "settings", "asking"], "d": ["reader", "dialog"]}
    SHAPES = {"wide": (1280, 800, 0.4, 900), "half": (960, 1080, 0.27, 950), "tall": (1080, 1920, 0.5, 600)}
    VISITORS = ["wide-3-fr", "half-3-it-stark", "tall-2-en-reach-calm"]

    def station(self, name, scenes):
        w, h, mm, floor = self.SHAPES[name.split("-")[0]]
        whole = w * len(scenes)
        stages = ", ".join(f"{s} = {{ canvas = {{ {w}, {h} }}, scene = '{s}' }}" for s in scenes)
        surfaces = ", ".join(f"{s} = {{ stage = '{s}', corners = {{ {{ {x}, 0 }}, {{ {x + w}, 0 }}, {{ {x + w}, {h} }}, {{ {x}, {h} }} }} }}"
                             for s, x in zip(scenes, range(0, whole, w)))
        return f"""["{name}"] = {{ title = {{ fr = "x", it = "x", en = "x" }}, composition = {{ {whole}, {h} }},
          stages = {{ {stages} }}, surfaces = {{ {surfaces} }},
          outputs = {{ main = {{ at = {{ 0, 0 }}, size = {{ {whole}, {h} }}, mm_per_px = {mm}, height_mm = {floor} }} }} }},\n"""

    def test_nothing_overlaps_is_cut_or_out_of_reach(self):
        house = self.folder / "library"
        shutil.copytree(HOUSE, house)
        for station, scenes in [(f"{visitor}-{group}", self.SCENES[group]) for visitor in self.VISITORS for group in self.SCENES]:
            (house / "installation.lua").write_text('return { title = { fr = "x", it = "x", en = "x" }, languages = { "fr", "it", "en" }, '
                                                    'stations = { %s } }' % self.station(station, scenes))
            with self.subTest(station):
                file, picture = self.folder / f"{station}.json", self.folder / f"{station}.png"
                gestuaire("shot", house, "--station", station, "--at", 1.5, "--boxes", file, "-o", picture,
                          env={} if "KEEP" in os.environ else {"GALLIUM_NOOP": "1"})  # boxes need no light
                if "KEEP" in os.environ:
                    shutil.copy(picture, os.environ["KEEP"])
                self.assertEqual(boxes.findings(file, reach="reach" in station), [])


    def test_a_matrix_is_gone_through_by_buttons_for_whom_nothing_moves(self):
        house, file, touches = self.folder / "library", self.folder / "matrix.json", []
        shutil.copytree(HOUSE, house)
        (house / "installation.lua").write_text('return { title = { fr = "x", it = "x", en = "x" }, languages = { "fr", "it", "en" }, '
                                                'stations = { %s } }' % self.station("tall-2-en-reach-calm", ["matrix"]))
        for n, name in enumerate(("cell right", "cell down", "cell left", "cell up")):
            gestuaire("shot", house, "--station", "tall-2-en-reach-calm", "--at", n + 0.9, *touches, "--boxes", file)
            box = {c["name"]: c["box"] for c in json.loads(file.read_text())["stages"][0]["controls"]}[name]
            touches += ["--touch", f"{(box[0] + box[2]) / 2:.0f},{(box[1] + box[3]) / 2:.0f}@{n + 1}"]
        said = gestuaire("shot", house, "--station", "tall-2-en-reach-calm", "--at", 5, *touches, "--boxes", file).stderr
        rests = [tuple(map(float, line.split())) for line in re.findall(r"rests (.*)", said)]
        across, down = rests[1][0], rests[2][1]
        self.assertGreaterEqual(min(across, down), 1)
        self.assertEqual(rests, [(0, 0), (across, 0), (across, down), (0, down), (0, 0)])


class Document(Case):
    def test_every_example_of_the_document_runs_under_taps_and_messages(self):
        house = self.folder / "house"
        (house / "media").mkdir(parents=True)
        shutil.copy(HOUSE / "film" / "frames.mp4", house / "media" / "forge.mp4")
        shutil.copy(VILLA / "picture" / "vase.png", house / "media" / "atelier.jpg")  # read by what it is, not by its name
        (house / "model").mkdir()
        shutil.copy(VILLA / "model" / "vase.glb", house / "model")
        shutil.copy(HOUSE / "installation.lua", house)
        examples = re.findall(r"```lua\n(.*?)```", (ROOT / "docs" / "library.md").read_text(), re.S)
        self.assertGreater(len(examples), 10)
        for n, example in enumerate(examples):
            place = house / "scenes" / ("parts" if n == 0 else f"example-{n}")
            place.mkdir(parents=True)
            (place / "scene.lua").write_text("local scene = {}\n" + example + "return scene\n")
        self.assertEqual(gestuaire("check", house).stdout.splitlines()[-1], "0 errors, 0 warnings")


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
