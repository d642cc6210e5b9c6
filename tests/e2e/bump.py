"""A projector is bumped, turned by 0.7° and rolled by 0.4°, and put right at the desk by moving its four corners, as a
replayed session; an eye in the virtual room sees the same light in the same places. Where the corners belong is worked
out here with a pinhole of our own."""
import math
import unittest

from harness import Case, OUT, gestuaire, png

WIDTH, HEIGHT = 960, 600
COLUMNS, ROWS = 5, 4
SCENE = """local scene = {}
function scene.draw(canvas)
  for i = 0, 4 do for k = 0, 3 do canvas:circle(120 + i * 180, 90 + k * 140, 11, { color = "#ffffff" }) end end
end
return scene
"""
HOUSE = """return {
  title = { fr = "essai" }, languages = { "fr" },
  room = {
    bodies = { { box = { 8, 0.2, 6 }, at = { 0, 6, -1 }, color = "#808080" } },
    projectors = { { output = "wall/nord", at = { -0.4, 0, 1.2 }, look = { %s }, roll = %g, throw = 1.6, lumens = 5000, black = 0 } },
    light = { above = 0, below = 0, sky = 0, horizon = 0, glow = 0 },
    eye = { at = { 0.3, -0.5, 1.6 }, look = { 0, 6, 1.4 }, angle = 30, white = 100 },
  },
  stations = { wall = {
    stages = { wall = { canvas = { 960, 600 }, scene = "dots" } },
    outputs = { nord = { at = { 0, 0 }, size = { 960, 600 } } },
  } },
}
"""
AT, LOOK, THROW, WALL_Y = (-0.4, 0, 1.2), (0.2, 6, 1.5), 1.6, 5.9


def minus(a, b):
    return tuple(x - y for x, y in zip(a, b))


def cross(a, b):
    return (a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0])


def unit(a):
    length = math.sqrt(sum(x * x for x in a))
    return tuple(x / length for x in a)


def dot(a, b):
    return sum(x * y for x, y in zip(a, b))


class Projector:
    def __init__(self, look, roll):
        forward = unit(minus(look, AT))
        right = unit(cross(forward, (0, 0, 1)))
        up = cross(right, forward)
        c, s = math.cos(roll), math.sin(roll)  # clockwise as seen from behind
        self.forward = forward
        self.right = tuple(c * r - s * u for r, u in zip(right, up))
        self.up = tuple(s * r + c * u for r, u in zip(right, up))

    def on_wall(self, x, y):
        a, b = (x - WIDTH / 2) / WIDTH / THROW, (HEIGHT / 2 - y) / WIDTH / THROW
        ray = tuple(f + a * r + b * u for f, r, u in zip(self.forward, self.right, self.up))
        t = (WALL_Y - AT[1]) / ray[1]
        return tuple(p + t * d for p, d in zip(AT, ray))

    def raster(self, point):
        ray = minus(point, AT)
        z = dot(ray, self.forward)
        return (WIDTH / 2 + dot(ray, self.right) / z * THROW * WIDTH, HEIGHT / 2 - dot(ray, self.up) / z * THROW * WIDTH)


def turned(look, angle):
    """Seen from the lens, about the vertical."""
    x, y, z = minus(look, AT)
    c, s = math.cos(angle), math.sin(angle)
    return (AT[0] + c * x - s * y, AT[1] + s * x + c * y, AT[2] + z)


def dots(picture):
    """Centres of what is bright and hangs together, by light, rows from the top."""
    width, height, channels, rows = picture
    lit = {(x, y): rows[y][x * channels + 1] for y in range(height) for x in range(width) if rows[y][x * channels + 1] > 40}
    found = []
    while lit:
        at, value = lit.popitem()
        todo, part = [at], {at: value}
        while todo:
            x, y = todo.pop()
            for near in ((x + 1, y), (x - 1, y), (x, y + 1), (x, y - 1)):
                if near in lit:
                    part[near] = lit.pop(near)
                    todo.append(near)
        weight = sum((v / 255) ** 2.2 for v in part.values())
        if len(part) > 30:
            found.append(tuple(sum(p[i] * (v / 255) ** 2.2 for p, v in part.items()) / weight for i in range(2)))
    found.sort(key=lambda p: p[1])
    return [p for row in range(ROWS) for p in sorted(found[row * COLUMNS:(row + 1) * COLUMNS])], len(found)


class Bump(Case):
    def house(self, look, roll):
        house = self.folder / "house"
        (house / "scenes" / "dots").mkdir(parents=True, exist_ok=True)
        (house / "scenes" / "dots" / "scene.lua").write_text(SCENE)
        (house / "installation.lua").write_text(HOUSE % (", ".join(f"{x:.9f}" for x in look), math.degrees(roll)))
        return house

    def seen(self, name, look, roll, *more):
        file = self.folder / f"{name}.png"
        gestuaire("shot", self.house(look, roll), "--room", "--at", 4, *more, "-o", file)
        OUT.mkdir(parents=True, exist_ok=True)
        (OUT / f"bump-{name}.png").write_bytes(file.read_bytes())
        found, count = dots(png(file))
        self.assertEqual(count, COLUMNS * ROWS, name)
        return found

    def test_a_bumped_projector_is_put_right_by_four_corners(self):
        angle, roll = math.radians(0.7), math.radians(0.4)
        before = self.seen("before", LOOK, 0)
        # How many px of the eye's picture are one of the projector's, from dots that are 180 px apart.
        scale = sum(before[i + 1][0] - before[i][0] for i in range(COLUMNS - 1)) / (COLUMNS - 1) / 180
        bumped = self.seen("bumped", turned(LOOK, angle), roll)
        off = [math.dist(a, b) / scale for a, b in zip(before, bumped)]
        self.assertGreater(min(off), 8)
        old, new = Projector(LOOK, 0), Projector(turned(LOOK, angle), roll)
        corners = [new.raster(old.on_wall(x, y)) for x, y in ((0, 0), (WIDTH, 0), (WIDTH, HEIGHT), (0, HEIGHT))]
        lines, at = ["0.1 key F3"], 0.2
        for x, y in corners:  # Tab to each; its numbers are typed
            for key in ("Tab", "Return", *(c if c != " " else "Space" for c in f"{x:.2f} {y:.2f}"), "Return"):
                lines.append(f"{at:.2f} key {key}")
                at += 0.02
        lines.append(f"{at + 0.1:.2f} key F3")
        session = self.folder / "session.replay"
        session.write_text("\n".join(lines) + "\n")
        right = self.seen("right", turned(LOOK, angle), roll, "--replay", session)
        off = [math.dist(a, b) / scale for a, b in zip(before, right)]
        print("largest distance, px of the projector:", round(max(off), 3))
        self.assertLess(max(off), 1)


if __name__ == "__main__":
    unittest.main(verbosity=2)
