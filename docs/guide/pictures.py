#!/usr/bin/env python3
"""Makes docs/guide-*.png anew from the virtual room, and wall.obj: pictures.py PROGRAM [NAME …]. What the technician of
docs/technician.md does by hand at the desk is worked out here: where the wall's points lie in a projector's raster.
ImageMagick's `convert` makes the pictures small."""
import math
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
WIDE, HIGH, RADIUS, WALL_M, FOOT = 2304, 800, 9, 8, 0.6
WIDTH, HEIGHT, THROW, SHIFT = 1280, 800, 1.2, 0.22
LENS = {"nord": (-1.5, 0.6, 1.3), "sud": (1.5, 0.6, 1.3)}
LOOK = {"nord": (-1.75, 6.7, 1.3), "sud": (1.75, 6.7, 1.3)}
AT = {"nord": 0, "sud": 1024}
COLUMNS, ROWS = 9, 3


def wall(along_m, z):
    a = along_m / RADIUS
    return RADIUS * math.sin(a), 7 - RADIUS + RADIUS * math.cos(a), z


def write_wall():
    """From the floor to 4 m, 60 facets, 0.6 m past either end of the picture."""
    steps, half = 60, WALL_M / 2 + 0.6
    rows = [wall(-half + 2 * half * i / steps, z) for i in range(steps + 1) for z in (0, 4)]
    lines = ["# made by pictures.py", *(f"v {x:.4f} {y:.4f} {z}" for x, y, z in rows)]
    lines += [f"f {2 * i + 1} {2 * i + 3} {2 * i + 4} {2 * i + 2}" for i in range(steps)]
    (HERE / "wall.obj").write_text("\n".join(lines) + "\n")


def raster(output, x, y):
    """Px of the output that light the composition's px x, y: a pinhole, level, its lens shifted up."""
    point = wall((x / WIDE - 0.5) * WALL_M, FOOT + (1 - y / HIGH) * WALL_M * HIGH / WIDE)
    dx, dy, dz = (p - l for p, l in zip(point, LENS[output]))
    fx, fy = (b - a for a, b in zip(LENS[output][:2], LOOK[output][:2]))
    far = math.hypot(fx, fy)
    ahead, right = (dx * fx + dy * fy) / far, (dx * fy - dy * fx) / far
    return WIDTH / 2 + WIDTH * THROW * right / ahead, HEIGHT / 2 + HEIGHT * SHIFT - WIDTH * THROW * dz / ahead


def corners(output):
    return [raster(output, AT[output] + x, y) for x, y in ((0, 0), (WIDTH, 0), (WIDTH, HEIGHT), (0, HEIGHT))]


def square(quad):
    """From px to the unit square that the quad's corners span (Heckbert 1989, inverted)."""
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = quad
    sx, sy = x0 - x1 + x2 - x3, y0 - y1 + y2 - y3
    d = (x1 - x2) * (y3 - y2) - (x3 - x2) * (y1 - y2)
    g, h = (sx * (y3 - y2) - (x3 - x2) * sy) / d, ((x1 - x2) * sy - sx * (y1 - y2)) / d
    a, b, c = x1 - x0 + g * x1, x3 - x0 + h * x3, x0
    e, f, i = y1 - y0 + g * y1, y3 - y0 + h * y3, y0

    def back(x, y):  # (a - gx) u + (b - hx) v = x - c, and so for y
        p, q, r, s = a - g * x, b - h * x, e - g * y, f - h * y
        return ((x - c) * s - q * (y - i)) / (p * s - q * r), (p * (y - i) - r * (x - c)) / (p * s - q * r)
    return back


def numbers(points):
    return "{ " + ", ".join(f"{{ {x:.5f}, {y:.5f} }}" for x, y in points) + " }"


def warp(output, grid):
    text = f"corners = {numbers(corners(output))}, "
    if grid:
        back = square(corners(output))
        points = [back(*raster(output, AT[output] + WIDTH * i / (COLUMNS - 1), HEIGHT * k / (ROWS - 1)))
                  for k in range(ROWS) for i in range(COLUMNS)]
        text += f'grid = {{ kind = "catmull-rom", columns = {COLUMNS}, rows = {ROWS}, points = {numbers(points)} }}, '
    return text


def house(folder, stage):
    """A copy in which so much was done: none, corners, grid."""
    copy = pathlib.Path(folder) / stage
    if not copy.exists():
        shutil.copytree(HERE, copy)
        text = (copy / "installation.lua").read_text()
        for output in LENS if stage != "none" else ():
            text = text.replace(f"{output} = {{ ", f"{output} = {{ {warp(output, stage == 'grid')}")
        (copy / "installation.lua").write_text(text)
    return copy


# name: what was done before, what shot is told, keys at the desk
BACK = ("--eye", "-3.4,-2.2,2.4", "--look", "0.5,6.2,1.5")
PICTURES = {
    "1-room": ("none", BACK, ()),
    "2-throw": ("none", ("--pattern", "grid"), ()),
    "3-flash": ("none", ("--at", "0.9"), ("F3", "K", "Tab", "F")),
    "4-focus": ("none", ("--pattern", "focus", "--eye", "-1.2,2.6,1.9", "--look", "-1.3,6.9,2.0"), ()),
    "5-corners": ("corners", (), ("F3", "K", "Tab", "P", "P", "W")),
    "6-grid": ("grid", (), ("F3", "K", "Tab", "P", "P", "W")),
    "7-ramp": ("grid", ("--pattern", "ramp", "--warped"), ()),
    "8-light": ("grid", BACK, ()),
}


def shoot(program, folder, name):
    stage, flags, keys = PICTURES[name]
    place, session = house(folder, stage), pathlib.Path(folder) / f"{name}.replay"
    session.write_text("".join(f"{0.1 + 0.05 * i:.2f} key {key}\n" for i, key in enumerate(keys)))
    big = pathlib.Path(folder) / f"{name}.png"
    flags = (*(() if "--at" in flags else ("--at", "1")), *flags, *(("--replay", session) if keys else ()))
    subprocess.run([program, "shot", place, "--room", *flags, "-o", big], check=True,
                   env={**os.environ, "GESTUAIRE_ROOT": str(HERE.parents[1])})
    small = HERE.parent / f"guide-{name}.png"
    subprocess.run(["convert", big, "-filter", "Lanczos", "-resize", "960x540", "+dither", "-colors", "256", "-strip",
                    "-define", "png:compression-level=9", small], check=True)
    print(small.name, small.stat().st_size)


def main():
    write_wall()
    for output in LENS:
        assert all(0 <= x <= WIDTH and 0 <= y <= HEIGHT for x, y in corners(output)), (output, corners(output))
    with tempfile.TemporaryDirectory() as folder:
        for name in sys.argv[2:] or PICTURES:
            shoot(pathlib.Path(sys.argv[1]).resolve(), folder, name)


if __name__ == "__main__":
    main()
