"""A QR code on a page is read again by another program (zbar), at sizes that fit no px and turned."""
import subprocess
import unittest

from harness import Case, gestuaire

HOUSE = """return {
  title = { fr = "essai" }, languages = { "fr" },
  stations = { one = {
    stages = { wall = { canvas = { 640, 400 }, scene = "page" } },
    outputs = { screen = { at = { 0, 0 }, size = { 640, 400 } } },
  } },
}
"""

# Sides of a module in px: whole, broken, small; the last one turned.
PAGE = """
local texts = {{ {texts} }}
local places = {{ {{ 40, 40, 4, 0 }}, {{ 230, 40, 2.7, 0 }}, {{ 420, 30, 1.9, 0 }}, {{ 220, 240, 2.6, 0.3 }} }}
return {{ draw = function(canvas)
  canvas:background("#f4ead8")
  for i, text in ipairs(texts) do
    local code = path.qr(text)
    local x, y, scale, turn = table.unpack(places[i])
    canvas:push() canvas:translate(x, y) canvas:rotate(turn) canvas:scale(scale)
    canvas:fill(code, {{ color = "#14110f" }})
    canvas:pop()
  end
end }}
"""

TEXTS = ["https://example.org/g/a", "https://example.org/gestes/étirer-fer?langue=it",
         "https://example.org/" + "x" * 280, "https://example.org/trace/1/2/3"]


class TakeHome(Case):
    def test_codes_are_read_again(self):
        (self.folder / "installation.lua").write_text(HOUSE)
        (self.folder / "scenes" / "page").mkdir(parents=True)
        scene = PAGE.format(texts=", ".join(f'"{t}"' for t in TEXTS))
        (self.folder / "scenes" / "page" / "scene.lua").write_text(scene)
        picture = self.folder / "codes.png"
        gestuaire("shot", self.folder, "--station", "one", "-o", picture)
        said = subprocess.run(["zbarimg", "--quiet", "--raw", picture], capture_output=True, text=True)
        self.assertEqual(sorted(said.stdout.split()), sorted(TEXTS))


if __name__ == "__main__":
    unittest.main()
