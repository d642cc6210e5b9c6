"""gestuaire mapping: the report as numbers, text and picture; drawings and meshes out and in, a step of the desk."""
import json
import math
import subprocess
import time
import unittest
import xml.etree.ElementTree as tree

from harness import Case, PROGRAM, copy_villa, gestuaire, png

SVG = "{http://www.w3.org/2000/svg}"


class Mapping(Case):
    def setUp(self):
        super().setUp()
        self.house = copy_villa(self.folder)
        self.state = self.folder / "state"

    def mapping(self, verb, *args, ok=True):
        return gestuaire("mapping", verb, self.house, *args, "--state", self.state, ok=ok)

    def facade(self):
        [station] = json.loads(self.mapping("report", "--station", "facade", "--json").stdout)
        return station

    def test_the_report_of_the_facade(self):
        facade = self.facade()
        nord, sud = facade["outputs"]
        self.assertEqual([nord["output"], sud["output"]], ["nord", "sud"])
        overlap = (1024 + 1280 - 2304 + 256) / 1280  # nord reaches to 1280, sud begins at 1024
        # The frieze leans back: beside it is nothing, two triangles of 36 x 126 px.
        corner = 36 * 126 / 2 + 6 * 2268 / 2
        for one, other in ((nord, "sud"), (sud, "nord")):
            self.assertAlmostEqual(one["overlaps"][other]["share"], overlap, delta=0.01)
            self.assertAlmostEqual(one["lit"], 1 - corner / (1280 * 800), delta=0.003)
            self.assertAlmostEqual(one["light"]["blend"], overlap / 2, delta=0.005)
        wall = facade["surfaces"][1]
        self.assertAlmostEqual(wall["lit_by"][2], 256 / 2304, delta=0.003)
        self.assertAlmostEqual(wall["across"]["mean"], 1, delta=1e-6)
        self.assertNotIn("px_per_m", wall["across"])

    def test_px_a_metre(self):
        path = self.house / "installation.lua"
        path.write_text(path.read_text().replace('wall = { stage = "wall", corners', 'wall = { stage = "wall", size_m = { 24, 7 }, corners', 1))
        wall = self.facade()["surfaces"][1]
        self.assertAlmostEqual(wall["across"]["px_per_m"]["mean"], 2304 / 24, delta=1e-3)
        self.assertAlmostEqual(wall["down"]["px_per_m"]["least"], 668 / 7, delta=1e-3)
        self.assertIn("96 px a metre", self.mapping("report").stdout)

    def test_a_polygon_is_lit_and_touched_inside_alone(self):
        """An L over all of the canvas: its light by px of a picture, its touch by what a scene hears."""
        def inside(x, y):
            return 100 < x < 500 and 50 < y < 350 and not (x > 300 and y < 200)
        house, replay, file = self.folder / "house", self.folder / "touch.replay", self.folder / "polygon.png"
        (house / "scenes" / "plain").mkdir(parents=True)
        (house / "scenes" / "plain" / "scene.lua").write_text(
            'local scene = {}\nfunction scene.touch(e) if e.kind == "tap" then log.info("touched", e.x, e.y) end end\n'
            'function scene.draw(canvas) canvas:background("#ffffff") end\nreturn scene\n')
        (house / "installation.lua").write_text("""return { title = { fr = "essai" }, languages = { "fr" }, stations = { wall = {
  stages = { wall = { canvas = { 600, 400 }, scene = "plain" } },
  surfaces = { wall = { stage = "wall", corners = { { 0, 0 }, { 600, 0 }, { 600, 400 }, { 0, 400 } }, shape = "polygon",
    points = { { 100, 50 }, { 300, 50 }, { 300, 200 }, { 500, 200 }, { 500, 350 }, { 100, 350 } } } },
  outputs = { nord = { size = { 600, 400 } } } } } }
""")
        taps = [(150, 100), (350, 100), (450, 250), (50, 50), (350, 190), (290, 190)]
        replay.write_text("".join(f"{0.2 + 0.5 * i:.1f} down {i + 1} nord {x} {y}\n{0.3 + 0.5 * i:.1f} up {i + 1} nord {x} {y}\n"
                                  for i, (x, y) in enumerate(taps)))
        said = gestuaire("shot", house, "--station", "wall", "--output", "nord", "--replay", replay, "--at", 4, "-o", file).stderr
        heard = [tuple(map(float, line.split("touched")[1].split())) for line in said.splitlines() if "touched" in line]
        self.assertEqual([(round(x), round(y)) for x, y in heard], [p for p in taps if inside(*p)])
        _, _, channels, rows = png(file)
        for y in range(5, 400, 10):
            for x in range(5, 600, 10):
                self.assertEqual(rows[y][x * channels], 255 if inside(x + 0.5, y + 0.5) else 0, (x, y))
        (house / "installation.lua").write_text((house / "installation.lua").read_text().replace("{ 500, 350 }, { 100, 350 }",
                                                                                                 "{ 100, 350 }, { 500, 350 }"))
        said = gestuaire("shot", house, "--station", "wall", "--output", "nord", "-o", file, ok=False).stderr
        self.assertRegex(said, r"installation.lua:4: stations.wall.surfaces.wall.points: cross themselves: the side from point")

    def test_the_picture_is_svg_with_every_output_and_surface(self):
        file = self.folder / "facade.svg"
        self.mapping("report", "--station", "facade", "--svg", "-o", file)
        root = tree.parse(file).getroot()
        texts = [t.text for t in root.iter(SVG + "text")]
        for word in ("nord", "sud", "frieze", "wall"):
            self.assertIn(word, texts)
        self.assertEqual(len(list(root.iter(SVG + "polygon"))), 4)

    def points(self, file, name):
        [one] = [e for e in tree.parse(file).getroot() if e.get("id") == name]
        return [tuple(map(float, p.split(","))) for p in one.get("points").split()]

    def test_a_quad_that_was_moved_in_a_drawing_is_shown(self):
        file = self.folder / "wall.svg"
        self.mapping("export", "--station", "facade", "-o", file)
        self.assertEqual(self.points(file, "wall"), [(0, 132), (2304, 132), (2304, 800), (0, 800)])
        file.write_text(file.read_text().replace("2304,800", "2200,760"))
        self.assertIn("wall: corners", self.mapping("import", file, "--station", "facade").stdout)
        again = self.folder / "again.svg"
        self.mapping("export", "--station", "facade", "-o", again)
        self.assertEqual(again.read_text(), file.read_text())
        self.assertGreater(self.facade()["surfaces"][1]["across"]["mean"], 0.9)
        self.assertLess(self.facade()["surfaces"][1]["across"]["mean"], 0.999)

    def test_beside_a_station_that_runs_nothing_is_written(self):
        file, log = self.folder / "wall.svg", self.folder / "run.log"
        self.mapping("export", "--station", "facade", "-o", file)
        with open(log, "w") as said:
            program = subprocess.Popen([PROGRAM, "run", self.house, "--station", "facade", "--headless", "--silent", "--for", "120",
                                        "--state", self.state], stderr=said)
        self.addCleanup(program.kill)
        for _ in range(600):
            if (self.state / "calibration").is_dir():
                break
            time.sleep(0.1)
        refused = self.mapping("import", file, "--station", "facade", ok=False)
        self.assertNotEqual(refused.returncode, 0)
        self.assertIn("a station that runs", refused.stderr)
        self.assertEqual(refused.stdout, "")
        self.assertEqual(list((self.state / "calibration").iterdir()), [])
        program.kill()
        program.wait(30)
        self.assertIn("wall: corners", self.mapping("import", file, "--station", "facade").stdout)

    def test_a_mesh_bends_an_output_and_comes_back_the_same(self):
        # A sag of a cosine, written by hand: 17 x 9 nodes, x from -1.6 to 1.6, y upward.
        nodes = [(x / 16, y / 8) for y in range(9) for x in range(17)]
        mesh = "2\n17 9\n" + "".join(
            f"{1.6 * (2 * u - 1):.7f} {0.96 * (2 * v - 1) - 0.04 * math.sin(math.pi * u):.7f} {u:.7f} {v:.7f} 1\n" for u, v in nodes)
        file = self.folder / "nord.data"
        file.write_text(mesh)
        said = self.mapping("import", file, "--station", "facade", "--output", "nord").stdout
        self.assertIn("nord: corners and grid; the mesh's nodes lie within 0.00 px", said)
        drawn = self.folder / "nord.svg"
        self.mapping("export", "--station", "facade", "--output", "nord", "-o", drawn)
        for column, (x, y) in enumerate(self.points(drawn, "nord-row-1")):
            self.assertAlmostEqual(x, column * 80, delta=1e-3)
            self.assertAlmostEqual(y, 400 * (1 - 0.96 + 0.04 * math.sin(math.pi * column / 16)), delta=1e-3)
        out = self.mapping("export", "--station", "facade", "--output", "nord", "--format", "mesh").stdout
        self.assertEqual(len(out.split("\n")), 2 + 33 * 33 + 1)

    def test_what_cannot_be_is_refused_and_nothing_changes(self):
        before = self.mapping("export", "--station", "facade").stdout
        for text, wanted in (("<svg>\n<rect id='wall' width='0' height='9'/></svg>", "bad.svg: line 2: \"wall\""),
                             ("<svg><rect id='wand' width='9' height='9'/></svg>", "draws none of the ids"),
                             ("<svg>\n<rect id='wall' width='9' height='9' transform='scale(2)'/></svg>", "line 2: \"wall\" is transformed"),
                             ("2\n2 2\n", "say --output and its id"), ("", "say --output")):
            file = self.folder / "bad.svg"
            file.write_text(text)
            result = self.mapping("import", file, "--station", "facade", ok=False)
            self.assertEqual(result.returncode, 1, text)
            self.assertIn(wanted, result.stderr)
        file.write_text("2\n2 2\n-1 -1 0 0 1\n")
        result = self.mapping("import", file, "--station", "facade", "--output", "nrod", ok=False)
        self.assertIn('did you mean nord', result.stderr)
        result = self.mapping("import", file, "--station", "facade", "--output", "nord", ok=False)
        self.assertIn("bad.svg: line 3: the file ends after 1 nodes; 4", result.stderr)
        self.assertEqual(self.mapping("export", "--station", "facade").stdout, before)


if __name__ == "__main__":
    unittest.main(verbosity=2)
