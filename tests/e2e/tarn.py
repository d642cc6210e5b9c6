"""The wall of Tarn-et-Garonne: its light lies on the bricks that the virtual room has, over both projectors."""
import unittest

from harness import Case, ROOT, gestuaire, mean_light, png

HOUSE = ROOT / "installations" / "tarn-et-garonne"
M_PER_PX, FOOT, WIDE, HIGH = 0.005, 1.0, 2240, 800  # installation.lua
LAID_S = 17.5                                       # the lowest courses are laid and rest


def faces():
    """Left, right, foot and head of each brick of the room, in metres, as its models have them."""
    for file in sorted((HOUSE / "room").glob("bricks-*.obj")):
        points = [tuple(map(float, line.split()[1:])) for line in file.read_text().splitlines() if line.startswith("v ")]
        for n in range(0, len(points), 4):
            xs, zs = [p[0] for p in points[n:n + 4]], [p[2] for p in points[n:n + 4]]
            yield min(xs), max(xs), min(zs), max(zs)


class Tarn(Case):
    def shot(self, at, *more):
        file = self.folder / "shot.png"
        gestuaire("shot", HOUSE, "--station", "mur", "--at", at, *more, "-o", file)
        return png(file)

    def test_light_is_laid_on_the_bricks_and_not_on_their_joints(self):
        _, _, channels, rows = self.shot(LAID_S, "--canvas", "image")

        def light(x, z):
            px, row = round(x / M_PER_PX + WIDE / 2 - 0.5), round(HIGH - (z - FOOT) / M_PER_PX - 0.5)
            return max(rows[row][px * channels:px * channels + 3]) if 0 <= px < WIDE else None
        bricks = joints = 0
        for left, right, low, high in faces():
            if FOOT - 0.01 < low < FOOT + 0.75:
                inside, beside = light((left + right) / 2, (low + high) / 2), light(right + 0.007, (low + high) / 2)
                over = light((left + right) / 2, high + 0.007)
                if inside is not None and beside is not None:
                    self.assertGreater(inside, 20, (left, low))
                    self.assertLess(beside, inside / 2, (left, low))
                    self.assertLess(over, inside / 2, (left, low))
                    bricks, joints = bricks + 1, joints + 2
        self.assertGreater(bricks, 150)

    def test_trails_and_films_light_both_projectors(self):
        for at in (35, 50): # trails of light, then a film
            for output in ("gauche", "droite"):
                with self.subTest(at=at, output=output):
                    self.assertGreater(mean_light(self.shot(at, "--output", output)), 1)

    def test_a_cue_shows_its_gesture_and_no_opening(self):
        replay = self.folder / "x.replay"
        replay.write_text("1.00 cue bois\n")
        loop, asked = self.shot(8, "--canvas", "image"), self.shot(8, "--canvas", "image", "--replay", replay)
        foot = (0, HIGH - 20)  # where the lowest course is laid in the opening
        self.assertGreater(mean_light(loop, *foot), 20)
        self.assertLess(mean_light(asked, *foot), 2)


if __name__ == "__main__":
    unittest.main(verbosity=2)
