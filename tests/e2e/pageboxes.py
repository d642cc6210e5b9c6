"""shot --boxes and tests/tools/boxes.py: pages that are wrong on purpose, one that is not, and boxes
against the picture's own light."""
import json
import sys
import unittest

from harness import Case, ROOT, gestuaire, png

sys.path.insert(0, str(ROOT / "tests" / "tools"))
import boxes  # noqa: E402

HOUSE = """return {
  title = { fr = "essai" }, languages = { "fr" },
  stations = { one = {
    stages = { wall = { canvas = { 640, 400 }, scene = "right" } },
    outputs = { screen = { at = { 0, 0 }, size = { 640, 400 }, mm_per_px = 0.5, height_mm = 1100 } },
    rate_hz = 25,
  } },
}
"""

RIGHT = """return { draw = function(canvas)
  canvas:text("Étirer", 40, 30, { size = 48 })
  canvas:text("le fer", 40, 84, { size = 48 })            -- tight, and no letter meets another
  canvas:text("ombre", 402, 42, { size = 40, color = "#333333" })
  canvas:text("ombre", 400, 40, { size = 40 })
  canvas:text("dessous", 60, 200, { size = 30 })
  canvas:rect(40, 190, 300, 60, { color = "#14110f", radius = 8 })
  canvas:text("dessus", 70, 205, { size = 30 })
  canvas:text("caché", 900, 10, { size = 30 })             -- wholly beside the canvas
  canvas:text("éteint", 40, 30, { size = 48, opacity = 0 })
  canvas:push() canvas:translate(450, 150) canvas:rotate(-0.5)
  canvas:text("de biais", 0, 0, { size = 24 }) canvas:pop()
  canvas:push() canvas:translate(470, 185) canvas:rotate(-0.5)
  canvas:text("de biais aussi", 0, 0, { size = 24 }) canvas:pop()  -- their upright boxes meet, they do not
  canvas:control("list", 30, 260, 400, 120)
  canvas:control("row", 40, 270, 380, 40)
  canvas:control("beside", 440, 260, 100, 100)
end }
"""

WRONG = """return { draw = function(canvas)
  canvas:text("Marteler", 40, 30, { size = 48 })
  canvas:text("le cuivre", 90, 44, { size = 48 })
  canvas:text("au bord", 590, 120, { size = 30 })
  canvas:text("trop de mots pour une ligne", 40, 130, { size = 24, width = 120, lines = 1 })
  canvas:push() canvas:clip(40, 200, 200, 20) canvas:text("tranché", 40, 190, { size = 40 }) canvas:pop()
  canvas:text("dessous", 340, 210, { size = 40 })
  canvas:rect(330, 200, 60, 90, { color = "#14110f" })     -- hides no more than its beginning
  canvas:text("dessus", 400, 215, { size = 40 })
  canvas:control("tiny", 40, 340, 39, 60)
  canvas:control("left", 200, 320, 60, 60)
  canvas:control("right", 250, 330, 60, 60)
  canvas:push() canvas:scale(0.5) canvas:control("halved", 800, 640, 60, 100) canvas:pop()
  canvas:control("high", 500, 100, 100, 60)
end }
"""

# A word alone on black, and the same turned.
ALONE = """return { draw = function(canvas)
  canvas:text("Forgé", 80.5, 60, { font = "title", size = 70 })
  canvas:push() canvas:translate(300, 330) canvas:rotate(-0.4) canvas:scale(1.5)
  canvas:text("Tressé", 0, 0, { size = 40 }) canvas:pop()
end }
"""


SEEN = """local said
return {
  enter = function(stage)
    local s, p = visit.settings(), stage.param
    said = table.concat({ stage.language, s.text, tostring(s.reach), tostring(s.contrast), p.id, p.n, tostring(p.deep) }, " ")
  end,
  draw = function(canvas) canvas:text(said, 10, 10, { size = 16 }) end,
}
"""


def lit(picture, left, top, right, bottom):
    """Left, top, right, bottom of what is lit in a part."""
    _, _, channels, rows = picture
    at = [(x, y) for y in range(top, bottom) for x in range(left, right) if rows[y][x * channels] > 40]
    return min(p[0] for p in at), min(p[1] for p in at), max(p[0] for p in at) + 1, max(p[1] for p in at) + 1


class Boxes(Case):
    def setUp(self):
        super().setUp()
        (self.folder / "installation.lua").write_text(HOUSE)
        for name, scene in (("right", RIGHT), ("wrong", WRONG), ("alone", ALONE)):
            (self.folder / "scenes" / name).mkdir(parents=True)
            (self.folder / "scenes" / name / "scene.lua").write_text(scene)

    def shoot(self, scene, *more):
        file = self.folder / f"{scene}.json"
        gestuaire("shot", self.folder, "--station", "one", "--scene", scene, "--boxes", file, *more)
        return file

    def test_what_is_right_has_no_finding(self):
        self.assertEqual(boxes.findings(self.shoot("right")), [])

    def test_what_is_wrong_is_found_and_nothing_else(self):
        found = {(f.kind, f.what) for f in boxes.findings(self.shoot("wrong"), reach=True)}
        self.assertEqual(found, {
            ("overlap", "Marteler"), ("edge", "au bord"), ("ellipsis", "trop de mots pour une ligne"),
            ("clipped", "tranché"), ("overlap", "dessous"), ("small", "tiny"), ("small", "halved"),
            ("crowded", "left"), ("reach", "high")})

    def test_in_millimetres_from_the_floor(self):
        # 400 px of 0.5 mm over 1100 mm: 1300 mm at the top; the band begins 80 mm below, at 160 px.
        stage = json.loads(self.shoot("wrong").read_text())["stages"][0]
        self.assertEqual((stage["station"], stage["stage"], stage["size"]), ("one", "wall", [640, 400]))
        self.assertEqual((stage["mm_per_px"], stage["reach"]), (0.5, [160, 400]))

    def test_ink_lies_where_the_light_is(self):
        file = self.shoot("alone", "-o", self.folder / "alone.png")
        straight, turned = json.loads(file.read_text())["stages"][0]["texts"]
        picture = png(self.folder / "alone.png")
        for said, seen in zip(straight["box"], lit(picture, 0, 0, 300, 150)):
            self.assertAlmostEqual(said, seen, delta=1.5)
        light, ink = lit(picture, 300, 150, 640, 400), turned["box"]
        self.assertAlmostEqual(turned["size"], 60, delta=0.1)
        # Its upright box holds the light, and is no more than the turned corners larger.
        self.assertTrue(boxes.within(light, ink, 2), (light, ink))
        self.assertLess(max(abs(a - b) for a, b in zip(light, ink)), 25)

    def test_a_page_is_seen_as_one_visitor_sees_it(self):
        (self.folder / "installation.lua").write_text(HOUSE.replace('{ "fr" }', '{ "fr", "it" }').replace(
            'title = { fr = "essai" }', 'title = { fr = "essai", it = "prova" }'))
        (self.folder / "scenes" / "wrong" / "scene.lua").write_text(SEEN)
        file = self.shoot("wrong", "--visitor", "it,text=3,reach", "--param", "id=g:etirer-fer", "--param", "n=2.5",
                          "--param", "deep=true")
        said = [t["text"] for t in json.loads(file.read_text())["stages"][0]["texts"]]
        self.assertEqual(said, ["it 3 true false g:etirer-fer 2.5 true"])
        wrong = gestuaire("shot", self.folder, "--station", "one", "--boxes", file, "--visitor", "de", ok=False)
        self.assertEqual(wrong.returncode, 1)
        self.assertIn('--visitor: "de" is not known; fr, it, text=1 to text=3, contrast', wrong.stderr)
        wrong = gestuaire("shot", self.folder, "--station", "one", "--boxes", file, "--param", "id", ok=False)
        self.assertIn("--param id: KEY=VALUE is wanted", wrong.stderr)

    def test_wrong_usage_says_what_is_needed(self):
        said = gestuaire("shot", self.folder, "--boxes", self.folder / "x.txt", ok=False)
        self.assertEqual(said.returncode, 2)
        self.assertIn("--boxes writes JSON; its name ends in .json", said.stderr)


if __name__ == "__main__":
    unittest.main()
