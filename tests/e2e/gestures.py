"""Gestures as a curator meets them: every kind is tried by check, and a held map follows its fingers."""
import re
import shutil
import unittest

from harness import Case, OUT, ROOT, gestuaire, png

HOUSE = """return {
  title = { fr = "essai", it = "prova", en = "trial" }, languages = { "fr", "it", "en" },
  stations = { one = {
    stages = { wall = { canvas = { 1280, 720 }, scene = "held" } },
    outputs = { screen = { at = { 0, 0 }, size = { 1280, 720 }, mm_per_px = 0.4 } },
    tuio = { output = "screen" },
  } },
}
"""

# Tells all kinds it was touched with once the key has come.
KINDS = """local scene = {}
local seen, names = {}, {}
function scene.touch(e)
  local name = e.kind .. (e.phase and ":" .. e.phase or "")
  if not seen[name] then seen[name] = true names[#names + 1] = name end
end
function scene.hear(e)
  if e.kind == "key" then error("touched with " .. table.concat(names, " ")) end
end
return scene
"""

# Two marks drawn on a map, which is carried by the example of docs/lua.md.
DRAW = """
map.x, map.y = 0, 0
function scene.draw(canvas)
  local function mark(x, y, color)
    local c, s = math.cos(map.turn) * map.zoom, math.sin(map.turn) * map.zoom
    canvas:circle(map.x + c * x - s * y, map.y + s * x + c * y, 12, { color = color })
  end
  canvas:rect(0, 0, canvas.width, canvas.height, { color = "#102030" })
  for i, c in ipairs(cards) do canvas:rect(c.x - 80, c.y - 50, 160, 100, { color = "#d8cdb4" }) end
  mark(700, 200, "#ff0000")
  mark(900, 300, "#00ff00")
end
"""


def middle(picture, color):
    """Where the pixels of a colour are, on average."""
    _, _, channels, rows = picture
    found = [(x, y) for y, row in enumerate(rows) for x in range(0, len(row) // channels)
             if tuple(row[x * channels:x * channels + 3]) == color]
    return sum(x for x, _ in found) / len(found) + 0.5, sum(y for _, y in found) / len(found) + 0.5


class Gestures(Case):
    def house(self, scene):
        house = self.folder / "house"
        (house / "scenes/held").mkdir(parents=True)
        (house / "installation.lua").write_text(HOUSE)
        (house / "scenes/held/scene.lua").write_text(scene)
        return house

    def test_check_tries_every_kind_of_touch(self):
        said = gestuaire("check", self.house(KINDS), ok=False)
        self.assertEqual(said.returncode, 1)
        kinds = set(re.search(r"touched with (.*)", said.stdout + said.stderr).group(1).split())
        going = {f"{kind}:{phase}" for kind in ("drag", "pinch", "rotate", "object") for phase in ("begin", "update", "end")}
        self.assertLessEqual(going | {"down", "move", "up", "tap", "double", "hold", "swipe"}, kinds)

    def test_two_marks_of_a_map_stay_under_the_two_fingers_that_hold_it(self):
        page = (ROOT / "docs" / "lua.md").read_text()
        example = re.search(r"```lua\n(local map = .*?)```", page, re.S).group(1)
        house = self.house("local scene = {}\n" + example + DRAW + "return scene\n")
        # On the two marks; while they turn and open, a card beneath is dragged by another visitor.
        steps = ["1 down 1 screen 700 200", "1 down 2 screen 900 300", "1 down 3 screen 260 400"]
        for k in range(1, 11):
            steps += [f"{1 + k / 20} move 1 screen {700 - 20 * k} {200 + 25 * k}",
                      f"{1 + k / 20} move 2 screen {900 + 10 * k} {300 - 10 * k}",
                      f"{1 + k / 20} move 3 screen {260 + 5 * k} {400 + 20 * k}"]
        replay = self.folder / "held.replay"
        replay.write_text("\n".join(steps) + "\n")
        gestuaire("shot", house, "--station", "one", "--replay", replay, "--at", 2, "-o", self.folder / "held.png")
        picture = png(self.folder / "held.png")
        OUT.mkdir(parents=True, exist_ok=True)
        shutil.copy(self.folder / "held.png", OUT / "held.png")
        for color, place in (((255, 0, 0), (500, 450)), ((0, 255, 0), (1000, 200))):
            x, y = middle(picture, color)
            self.assertAlmostEqual(x, place[0], delta=1)
            self.assertAlmostEqual(y, place[1], delta=1)
        x, y = middle(picture, (0xd8, 0xcd, 0xb4))  # of both cards: the first lies at 60, 400, cut by the edge
        self.assertAlmostEqual(y, (400 * 140 + 600 * 160) / 300, delta=1)


if __name__ == "__main__":
    unittest.main(verbosity=2)
