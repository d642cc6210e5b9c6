"""The pages of a visit by their boxes: in three languages, three text sizes, with controls within reach, on a
landscape, a portrait and half a wide screen no texts overlap or are cut, every control is large enough for
a finger and none is beyond reach. The boxes are what text/ laid and the draw list holds (tests/tools/boxes.py)."""
import json
import os
import pathlib
import shutil
import sys
import unittest

from harness import Case, ROOT, VILLA, gestuaire

sys.path.insert(0, str(ROOT / "tests" / "tools"))
import boxes  # noqa: E402

# Canvas px, mm a px, the lower edge over the floor in mm.
SCREENS = {"landscape": (1280, 800, 0.4, 900), "portrait": (1080, 1920, 0.5, 600), "half": (960, 1080, 0.27, 930)}
# Language, text size, reach, contrast: with the screens eight stages, as many as a station has.
LOOKS = [
    ("landscape", "fr", 1, False, False), ("landscape", "it", 3, True, False), ("landscape", "en", 2, False, True),
    ("portrait", "it", 1, True, False), ("portrait", "fr", 3, True, False),
    ("half", "en", 3, True, False), ("half", "it", 2, False, False), ("half", "fr", 3, False, True),
]
# Page (a file of scenes/lib that gives a scene), what it is given, until when it is watched, and what else is done first.
PAGES = {
    "attract": ("attract_page", {}, 2),
    "gestures": ("explorer_page", {"look": "tab=gestures"}, 1),
    "words": ("explorer_page", {"look": "tab=gestures;words=mart;material=m:fer"}, 1),
    "typing": ("explorer_page", {"look": "tab=gestures;words=fe"}, 1, "require('explorer_search').typing = true"),
    "nothing": ("explorer_page", {"look": "tab=gestures;words=zzzzzz"}, 1),
    "matrix": ("explorer_page", {"look": "tab=matrix"}, 1),
    "metiers": ("explorer_page", {"look": "tab=metiers"}, 1),
    "works": ("explorer_page", {"look": "tab=works"}, 1),
    "order": ("game_page", {"game": "order"}, 1),
    "ear": ("game_page", {"game": "ear"}, 1),
}

STAGE = """local page = require "%(page)s"
local enter, settings = page.enter, { text = %(text)d, reach = %(reach)s, contrast = %(contrast)s, captions = false, sign = false,
  speech = false, calm = false }
local theirs = visit
visit = setmetatable({ settings = function() return settings end }, { __index = theirs or {
  state = function() return { phase = "on", number = 1, left = 0 } end, page = function() end, searched = function() end } })
function page.enter(stage)
  stage:set_language("%(language)s")
%(param)s
  enter(stage)
  %(after)s
end
return page
"""


def lua(value):
    return str(value).lower() if isinstance(value, bool) else value


class Pages(Case):
    def setUp(self):
        super().setUp()
        for part in ("repertoire", "film", "picture", "sound", "clips", "model"):
            shutil.copytree(VILLA / part, self.folder / part, copy_function=os.link)

    def house(self, page, param, after=""):
        """A house whose two stations have the page on four stages each, every one with another visitor before it."""
        stations = []
        for first in range(0, len(LOOKS), 4):
            stages, surfaces, outputs, left = [], [], [], 0
            for n in range(first, first + 4):
                width, height, mm, floor = SCREENS[LOOKS[n][0]]
                right = left + width
                self.scene(f"s{n}", page, param, after, LOOKS[n])
                stages.append(f's{n} = {{ canvas = {{ {width}, {height} }}, scene = "s{n}" }}')
                surfaces.append(f's{n} = {{ stage = "s{n}", corners = {{ {{ {left}, 0 }}, {{ {right}, 0 }}, '
                                f'{{ {right}, {height} }}, {{ {left}, {height} }} }} }}')
                outputs.append(f's{n} = {{ at = {{ {left}, 0 }}, size = {{ {width}, {height} }}, mm_per_px = {mm}, height_mm = {floor} }}')
                left = right
            stations.append(f'    at{first} = {{ title = {{ fr = "x", it = "x", en = "x" }},\n      stages = {{ {", ".join(stages)} }},\n'
                            f'      surfaces = {{ {", ".join(surfaces)} }},\n      outputs = {{ {", ".join(outputs)} }} }},\n')
        (self.folder / "installation.lua").write_text(
            'return { title = { fr = "x", it = "x", en = "x" }, languages = { "fr", "it", "en" }, content = "repertoire",\n'
            f'  stations = {{\n{"".join(stations)}  }} }}\n')

    def scene(self, name, page, param, after, look):
        _, language, text, reach, contrast = look
        folder = self.folder / "scenes" / name
        folder.mkdir(parents=True)
        given = "\n".join(f'  stage.param["{key}"] = "{value}"' for key, value in param.items())
        (folder / "scene.lua").write_text(STAGE % {"page": page, "text": text, "reach": lua(reach), "contrast": lua(contrast),
                                                   "language": language, "param": given, "after": after})

    def boxes_of(self, name):
        """The boxes of all eight stages."""
        page, param, at, *after = PAGES[name]
        self.house(page, param, *after)
        stages = {}
        for first in range(0, len(LOOKS), 4):
            file = self.folder / "boxes.json"
            args = ["shot", self.folder, "--station", f"at{first}", "--at", at]
            said = gestuaire(*args, "--boxes", file, "-o", self.folder / "all.png").stderr
            self.assertNotIn("scenes/", said)
            stages |= {stage["stage"]: stage for stage in json.loads(file.read_text())["stages"]}
            keep = os.environ.get("PAGES_OUT")
            for n in range(first, first + 4) if keep else ():  # each stage's picture, for eyes
                gestuaire(*args, "--output", f"s{n}", "-o", pathlib.Path(keep) / f"{name}-{n}.png")
        return stages

    def look(self, name):
        stages = self.boxes_of(name)
        self.assertEqual(len(stages), len(LOOKS))
        for n, look in enumerate(LOOKS):
            with self.subTest(look):
                stage = stages[f"s{n}"]
                self.assertGreater(len(stage["texts"]), 1)
                self.assertGreater(len(stage["controls"]), 1)
                reach = look[3] or name == "attract"  # who comes has not asked for reach yet
                self.assertEqual([f"{f.kind}: {f.what}: {f.detail}" for f in boxes.of_stage(stage, reach)], [])


def test_of(name):
    def test(self):
        self.look(name)
    return test


for each in PAGES:
    setattr(Pages, f"test_{each}_is_readable_and_within_reach_for_everybody", test_of(each))

if __name__ == "__main__":
    unittest.main(verbosity=2)
