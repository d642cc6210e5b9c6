"""Visits as visitors make them: attract, a touch, idle, more time, the next one."""
import re
import unittest

from harness import Case, gestuaire, png

HOUSE = """return {
  title = { fr = "essai", it = "prova", en = "trial" }, languages = { "fr", "it", "en" },
  stations = {
    kiosk = {
      title = { fr = "borne", it = "postazione", en = "kiosk" },
      composition = { 640, 240 },
      stages = {
        left = { canvas = { 320, 240 }, attract = "attract", scene = "explorer", idle_s = 10, ask_s = 5 },
        right = { canvas = { 320, 240 }, attract = "attract", scene = "explorer", idle_s = 10, ask_s = 5 },
      },
      surfaces = {
        left = { stage = "left", corners = { { 0, 0 }, { 320, 0 }, { 320, 240 }, { 0, 240 } } },
        right = { stage = "right", corners = { { 320, 0 }, { 640, 0 }, { 640, 240 }, { 320, 240 } } },
      },
      outputs = { screen = { size = { 640, 240 } } },
    },
  },%s
}
"""

# Each says what it hears; the left part of attract goes on by itself at the touch, in Italian.
TELLS = """local scene = {}
local function tell(...) log.info(string.format("%s %s %.2f ", scene.stage.id, NAME, show.now()) .. table.concat({ ... }, " ")) end
function scene.enter(stage)
  scene.stage = stage
  visit.page(NAME, "page")
  tell("enter", stage.language, stage.visit, stage.param.id or "-")
end
function scene.leave() tell("leave", scene.stage.visit) end
function scene.hear(e)
  if e.kind == "visit" then tell(e.name, scene.stage.visit, visit.state().phase, scene.stage.language, table.concat(visit.trail(), ",")) end
end
function scene.draw(canvas)
  canvas:rect(0, 0, canvas.width, canvas.height, { color = COLORS[visit.state().phase] })
end
function scene.touch(e)
  if e.kind ~= "move" then tell(e.kind, scene.stage.visit) end
  ON_TOUCH(scene, e)
end
"""
COLORS = 'local COLORS = { attract = "#400000", on = "#004000", asking = "#000080" }\n'

ATTRACT = COLORS + """local NAME = "attract"
local function ON_TOUCH(scene, e)
  if e.kind == "down" and e.y < 120 then
    scene.stage:set_language("it")
    show.go("explorer", { id = "g:forger" })
  end
end
""" + TELLS + "return scene\n"

EXPLORER = COLORS + """local NAME = "explorer"
local function ON_TOUCH(scene, e)
  if e.kind == "down" and e.y > 200 then visit.done() end
  if e.kind == "down" and e.x < 40 then show.go("explorer", { id = "own" }) end
end
""" + TELLS + "return scene\n"


class Visit(Case):
    def house(self, more=""):
        house = self.folder / "house"
        for name, text in (("attract", ATTRACT), ("explorer", EXPLORER)):
            (house / "scenes" / name).mkdir(parents=True, exist_ok=True)
            (house / "scenes" / name / "scene.lua").write_text(text)
        (house / "installation.lua").write_text(HOUSE % more)
        return house

    def shot(self, at, *touches, stage="left", more=""):
        """What one stage said, as [time, words] lines; and the colour of its middle."""
        picture = self.folder / "shot.png"
        result = gestuaire("shot", self.house(more), "--station", "kiosk", "--output", "screen", "--at", at, "-o", picture,
                           *[a for t in touches for a in ("--touch", t)])
        said = [(m[2], float(m[3]), m[4].strip()) for m in
                re.finditer(r"\b(left|right) (attract|explorer) (\S+) (.*)", result.stdout + result.stderr) if m[1] == stage]
        _, _, channels, rows = png(picture)
        x = 160 if stage == "left" else 480
        return said, tuple(rows[120][x * channels:x * channels + 3])

    def test_a_whole_visit_and_the_next(self):
        said, color = self.shot(40, "160,160@2", "160,100@30")
        words = [(scene, text) for scene, _, text in said]
        self.assertEqual(words, [
            ("attract", "enter fr 0 -"),
            ("attract", "down 1"), ("attract", "began 1 on fr"),
            ("attract", "up 1"), ("attract", "tap 1"),
            ("explorer", "enter fr 1 -"), ("attract", "leave 1"),
            ("explorer", "asking 1 asking fr explorer"),
            ("attract", "enter fr 0 -"), ("explorer", "leave 0"), ("attract", "ended 0 attract fr"),
            # the next one goes on in Italian by attract's own hand, and what they chose comes along
            ("attract", "down 2"), ("attract", "began 2 on it"),
            ("explorer", "enter it 2 g:forger"), ("attract", "leave 2"),
            # and the finger that began it is attract's until it is lifted
            ("explorer", "changed 2 on it explorer")], said)
        times = {text: at for _, at, text in said}
        self.assertAlmostEqual(times["asking 1 asking fr explorer"], 2.1 + 10, delta=0.05)
        self.assertAlmostEqual(times["ended 0 attract fr"], 2.1 + 15, delta=0.05)
        self.assertEqual(color, (0x00, 0x40, 0x00))
        bytes_ = (self.folder / "shot.png").read_bytes()
        again, _ = self.shot(40, "160,160@2", "160,100@30")
        self.assertEqual(again, said)
        self.assertEqual((self.folder / "shot.png").read_bytes(), bytes_)

    def test_who_answers_stays_and_who_is_done_goes(self):
        said, color = self.shot(13, "160,160@2")
        self.assertEqual(color, (0x00, 0x00, 0x80))
        said, color = self.shot(26, "160,160@2", "160,20@16", "160,230@25")
        words = [text for _, _, text in said]
        self.assertIn("more 1 on fr explorer", words)
        # Done while the finger is still down: attract hears nothing of it, and nobody is there.
        self.assertEqual(words[-4:], ["down 1", "enter fr 0 -", "leave 0", "ended 0 attract fr"])
        self.assertEqual(color, (0x40, 0x00, 0x00))

    def test_a_loop_that_sleeps_wakes_for_idle(self):
        """Live: nothing moves, nothing is touched; the question and the reset come all the same."""
        house = self.house()
        (house / "installation.lua").write_text((HOUSE % "").replace("idle_s = 10", "idle_s = 5"))
        replay = self.folder / "touches.txt"
        replay.write_text("1 down 1 kiosk/screen 100 160\n1.2 up 1 kiosk/screen 100 160\n")
        result = gestuaire("run", house, "--station", "kiosk", "--headless", "--silent", "--for", 14, "--replay", replay,
                           "--state", self.folder / "state")
        said = re.findall(r"left (?:attract|explorer) \S+ (began|asking|ended) ", result.stdout + result.stderr)
        self.assertEqual(said, ["began", "asking", "ended"], result.stderr)

    def test_two_visitors_at_one_screen_are_two_visits(self):
        touches = "160,160@2", "480,160@8"
        left, dark = self.shot(19, *touches)
        right, asked = self.shot(19, *touches, stage="right")
        self.assertEqual(left[-1][2], "ended 0 attract fr")
        self.assertEqual(right[-1][2], "asking 1 asking fr explorer")
        self.assertEqual((dark, asked), ((0x40, 0x00, 0x00), (0x00, 0x00, 0x80)))

    def test_what_a_cue_brought_is_not_undone_by_idle(self):
        house = self.house(' show = "show.lua",')
        (house / "show.lua").write_text("""return { cues = {
  { id = "speech", scenes = { ["kiosk/left"] = { scene = "explorer", param = { id = "speech" } } } },
} }
""")
        picture = self.folder / "shot.png"
        result = gestuaire("shot", house, "--station", "kiosk", "--output", "screen", "--at", 80, "-o", picture, "--go", 1,
                           "--touch", "160,160@5", "--touch", "160,160@30", "--touch", "20,160@32", "--touch", "160,160@70")
        said = re.findall(r"\bleft (attract|explorer) \S+ (.*)", result.stdout + result.stderr)
        self.assertEqual([(s, t) for s, t in said if t.startswith("enter")],
                         [("attract", "enter fr 0 -"), ("explorer", "enter fr 0 speech"),
                          ("explorer", "enter fr 2 own"), ("explorer", "enter fr 0 speech")])
        self.assertEqual([t.split()[0] for _, t in said if t.split()[0] in ("began", "asking", "ended")],
                         ["began", "asking", "ended"] * 2 + ["began"])

    def test_an_attract_scene_that_is_stopped_loses_nobody(self):
        house = self.house()
        scene = house / "scenes/attract/scene.lua"
        scene.write_text(scene.read_text().replace("local function ON_TOUCH(scene, e)",
                                                   "local function ON_TOUCH(scene, e) error('broken')"))
        picture = self.folder / "shot.png"
        result = gestuaire("shot", house, "--station", "kiosk", "--output", "screen", "--at", 4, "--touch", "160,160@2",
                           "-o", picture, ok=False)
        self.assertIn("broken", result.stdout + result.stderr)
        _, _, channels, rows = png(picture)
        self.assertEqual(tuple(rows[120][160 * channels:161 * channels]), (0x00, 0x40, 0x00)) # explorer, somebody is there

    def test_check_touches_all_of_attract_and_of_what_it_leads_to(self):
        house = self.house()
        self.assertIn("0 errors, 0 warnings", gestuaire("check", house).stdout)
        for name in ("attract", "explorer"):
            scene = house / "scenes" / name / "scene.lua"
            good = scene.read_text()
            # The last of the 24 parts that are touched, in the order of check.
            scene.write_text(good.replace("local function ON_TOUCH(scene, e)",
                                          "local function ON_TOUCH(scene, e) if e.x > 250 and e.y > 180 then error('low') end"))
            said = gestuaire("check", house, ok=False).stdout
            self.assertIn(f"scenes/{name}/scene.lua:3: low", said)
            scene.write_text(good)


if __name__ == "__main__":
    unittest.main(verbosity=2)
