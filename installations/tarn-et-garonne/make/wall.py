#!/usr/bin/env python3
"""Draws the wall of the virtual room: ../room/*.obj, in metres, Z up. A made-up wall: courses of brick on a foot of stone.
The numbers of a brick are those of scenes/lib/courses.lua, so that light lies on the bricks it draws."""
import pathlib
import random

LONG, HIGH = 0.42, 0.10   # from one brick to the next, and from course to course
JOINT = 0.014
FOOT, TOP, HALF = 0.5, 5.5, 9.24
FACE = 7.0                # y: what is lit
KINDS = 3                 # colours of brick, one file each

points = [[] for _ in range(KINDS)]
random.seed(82)
for course in range(round((TOP - FOOT) / HIGH)):
    z = FOOT + course * HIGH
    x = -HALF - (course % 2) * LONG / 2
    while x < HALF:
        a, b = max(x, -HALF), min(x + LONG - JOINT, HALF)
        if b - a > 0.02:
            points[random.choice((0, 0, 1, 1, 2))].append((a, b, z, z + HIGH - JOINT))
        x += LONG

out = pathlib.Path(__file__).resolve().parents[1] / "room"
out.mkdir(exist_ok=True)
for kind, bricks in enumerate(points):
    with open(out / f"bricks-{kind + 1}.obj", "w", encoding="utf-8") as file:
        file.write("# Faces of brick, drawn for this installation. Metres, Z up.\n")
        for a, b, low, high in bricks:
            file.write("".join("v %.3f %g %.3f\n" % (x, FACE, z) for x, z in ((a, low), (b, low), (b, high), (a, high))))
            file.write("f -4 -3 -2 -1\n")
