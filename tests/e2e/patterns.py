"""Test patterns of the desk: what stands where is worked out here, from px and from the curves of sRGB and of gamma."""
import math
import unittest

from harness import Case, OUT, gestuaire, png

SCENE = """local scene = {}
function scene.draw(canvas) canvas:background("#204060") end
return scene
"""
HOUSE = """return {
  title = { fr = "essai" }, languages = { "fr" },
  stations = { wall = {
    stages = { wall = { canvas = { 1152, 400 }, scene = "plain" } },
    surfaces = { wall = { stage = "wall", corners = { { 0, 0 }, { 1152, 0 }, { 1152, 400 }, { 0, 400 } } } },
    outputs = { nord = { at = { 0, 0 }, size = { 640, 400 }, blend = "auto" },
                sud = { at = { 512, 0 }, size = { 640, 400 }, blend = "auto" } },
  } },
}
"""
WIDTH, HEIGHT = 640, 400


def light(byte):
    """IEC 61966-2-1."""
    v = byte / 255
    return v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4


def byte(level):
    v = level * 12.92 if level <= 0.0031308 else 1.055 * level ** (1 / 2.4) - 0.055
    return round(255 * v)


class Patterns(Case):
    def setUp(self):
        super().setUp()
        self.house = self.folder / "house"
        (self.house / "scenes" / "plain").mkdir(parents=True)
        (self.house / "scenes" / "plain" / "scene.lua").write_text(SCENE)
        (self.house / "installation.lua").write_text(HOUSE)

    def shot(self, name, *flags, output="nord", at=0):
        file = self.folder / f"{name}-{output}.png"
        gestuaire("shot", self.house, "--station", "wall", "--output", output, "--pattern", name, *flags, "--at", at, "-o", file)
        OUT.mkdir(parents=True, exist_ok=True)
        (OUT / f"pattern-{name}{'-warped' if flags else ''}-{output}.png").write_bytes(file.read_bytes())
        _, _, channels, rows = png(file)
        return lambda x, y: tuple(rows[y][x * channels:x * channels + 3])

    def test_the_grid_has_its_lines_where_its_numbers_say_and_a_white_edge(self):
        px = self.shot("grid")
        for y in (131, 250 + 21):
            self.assertEqual(px(500, y), (0xff, 0x7a, 0x1a))
            self.assertEqual(px(100, y), (0x80, 0x88, 0x90))
            self.assertEqual(px(150, y), (0x3a, 0x42, 0x48))
            self.assertEqual(px(101, y), (0x10, 0x14, 0x18))
        for x, y in ((0, 0), (WIDTH - 1, 7), (33, HEIGHT - 1), (0, 222)):
            self.assertEqual(px(x, y), (255, 255, 255))

    def test_the_crosshatch_is_lines_of_one_px_every_64_from_the_middle(self):
        px = self.shot("crosshatch")
        for x in range(1, WIDTH - 1):
            self.assertEqual(px(x, 1)[0], 255 if (x - WIDTH // 2) % 64 == 0 else 0, x)
        for y in range(1, HEIGHT - 1):
            self.assertEqual(px(1, y)[0], 255 if (y - HEIGHT // 2) % 64 == 0 else 0, y)

    def test_circles_are_round(self):
        px = self.shot("circles")
        for quarter in (1, 2, 3, 4):
            radius = HEIGHT / 2 * quarter / 4 - 1 - 1  # the middle of a stroke of 2 px
            for i in range(24):
                a = 2 * math.pi * (i + 0.5) / 24
                x, y = WIDTH / 2 + radius * math.cos(a), HEIGHT / 2 + radius * math.sin(a)
                self.assertGreater(max(px(int(x + dx), int(y + dy))[2] for dx in (-1, 0, 1) for dy in (-1, 0, 1)), 180)

    def test_a_patch_has_the_byte_that_its_gamma_gives_the_light_of_its_lines(self):
        px = self.shot("gamma")
        unit = max(min(HEIGHT / 44, WIDTH / 64), 9)
        gap = math.floor(unit)
        w, h = (WIDTH - gap * 6) // 5, (HEIGHT - gap * 7) // 3
        for row, share in enumerate((0.25, 0.5, 0.75)):
            for column, gamma in enumerate((1.8, 2.0, 2.2, 2.4, 2.6)):
                x, y = gap + column * (w + gap), math.floor(gap * 2 + row * (h + gap * 1.5))
                patch = px(int(x + w / 2), int(y + h / 2 - min(w, h) * 0.25 + 3))
                self.assertEqual(patch, (round(255 * share ** (1 / gamma)),) * 3)
                lines = [light(px(int(x + 4), int(y + 4) + i)[0]) for i in range(40)]
                self.assertAlmostEqual(sum(lines) / 40, share, places=6)
                self.assertTrue(set(lines) <= {0.0, 1.0})

    def test_bands_of_the_ramp_are_even_light(self):
        px = self.shot("ramp")
        for band, level in enumerate((0, 0.02, 0.18, 0.5, 1)):
            y = int(HEIGHT / 7 * (band + 0.8))
            self.assertAlmostEqual(px(300, y)[0], byte(level), delta=1)
        for i in range(32):
            self.assertAlmostEqual(px(int(WIDTH * (i + 0.5) / 32), int(HEIGHT / 7 * 5.5))[1], byte(i / 31), delta=1)

    def test_the_ramp_through_warps_and_light_is_as_bright_where_outputs_overlap(self):
        nord, sud = self.shot("ramp", "--warped"), self.shot("ramp", "--warped", output="sud")
        for band, level in ((2, 0.18), (3, 0.5), (4, 1)):
            y = int(HEIGHT / 7 * (band + 0.8))
            for x in range(518, 634, 4):  # the mean of a few px: bytes are dithered
                near = [(x + i, y + k) for i in range(-3, 4) for k in range(-3, 4)]
                both = sum(light(nord(a, b)[1]) + light(sud(a - 512, b)[1]) for a, b in near) / len(near)
                self.assertAlmostEqual(both / level, 1, delta=0.02)
            self.assertAlmostEqual(light(nord(300, y)[1]) / level, 1, delta=0.01)

    def test_focus_alternates_px_by_px(self):
        px = self.shot("focus")
        x, y = 160 - 96, HEIGHT // 2 - 48
        self.assertEqual([px(x + i, y + 20)[0] for i in range(16)], [255, 0] * 8)
        self.assertEqual([px(x + 20, y + 52 + i)[0] for i in range(16)], [255, 0] * 8)

    def test_bars_are_the_eight_colours_and_tell_near_black_apart(self):
        px = self.shot("bars")
        colours = [(255, 255, 255), (255, 255, 0), (0, 255, 255), (0, 255, 0), (255, 0, 255), (255, 0, 0), (0, 0, 255), (0, 0, 0)]
        for i, colour in enumerate(colours):
            x = int(WIDTH / 8 * (i + 0.5))
            self.assertEqual(px(x, 100), colour)
            self.assertEqual(px(x, int(HEIGHT * 0.62))[0], (0, 2, 4, 8, 12, 16, 24, 32)[i])

    def test_the_sweep_is_a_function_of_show_time(self):
        for at in (1, 2):
            px = self.shot("sweep", at=at)
            self.assertEqual(px(int(WIDTH * at / 6), 200), (255, 255, 255))
            self.assertEqual(px(int(WIDTH * at / 6) + 20, 203), (0, 0, 0))
        px = self.shot("sweep", at=9)
        self.assertEqual(px(100, HEIGHT // 2), (255, 255, 255))

    def test_each_says_which_output_it_is_on_and_nothing_else_tells_two_apart(self):
        unit = max(min(HEIGHT / 44, WIDTH / 64), 9)
        for name, flags in (("crosshatch", ()), ("gamma", ()), ("ramp", ()), ("focus", ()), ("bars", ()), ("crosshatch", ("--warped",))):
            nord, sud = self.shot(name, *flags), self.shot(name, *flags, output="sud")
            across = range(WIDTH // 2 - 100, WIDTH // 2 + 100)
            # In the composition a soft edge lies at one side of each; its lines are the same in the middles of both.
            columns = range(140, 500) if flags else range(WIDTH)
            apart = [(x, y) for x in columns for y in range(HEIGHT) if nord(x, y) != sud(x, y)]
            self.assertGreater(len(apart), 20, name)
            self.assertLess(max(y for _, y in apart) - min(y for _, y in apart), 2 * unit, name)
            self.assertTrue(all(x in across for x, _ in apart), name)

    def test_a_picture_of_a_pattern_opens_no_desk(self):
        said = gestuaire("shot", self.house, "--station", "wall", "--output", "nord", "--pattern", "grid", "-o", self.folder / "x.png")
        self.assertNotIn("desk is open", said.stderr)

    def test_a_pattern_that_there_is_not_is_refused(self):
        result = gestuaire("shot", self.house, "--station", "wall", "--pattern", "stars", "-o", self.folder / "x.png", ok=False)
        self.assertEqual(result.returncode, 2)
        self.assertIn("crosshatch", result.stderr)


if __name__ == "__main__":
    unittest.main(verbosity=2)
