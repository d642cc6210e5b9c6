#!/usr/bin/env python3
"""Works out the shapes of two works, as glTF 2: the clay vase with its rings, the copper bowl with its facets.

scan.py: writes ../model/vase.glb and ../model/vasque.glb and prints what their records need. Nobody scanned them:
they are surfaces worked out here, from the profiles that scenes/portrait draws, and their records say so. The same
numbers on every machine to the last bits of a float: points are rounded to 1/4096 of the work's half height.
"""
import hashlib
import json
import math
import pathlib
import struct

VILLA = pathlib.Path(__file__).resolve().parents[1]
CLAY, COPPER, IRON, STONE = (0.42, 0.165, 0.082), (0.52, 0.19, 0.085), (0.060, 0.058, 0.056), (0.46, 0.43, 0.37)


def rounded(v):
    return round(v * 4096) / 4096


class Body:
    """Points (x to the right, y up, z to the eye) and triangles of one colour."""

    def __init__(self, color):
        self.color, self.points, self.faces = color, [], []

    def sheet(self, at, rows, around, flip=False, closed=True):
        """A sheet of rows x around points, at(row 0..1, around 0..1); `closed` around."""
        first, wide = len(self.points), around if closed else around + 1
        for n in range(rows + 1):
            for k in range(wide):
                self.points.append(tuple(rounded(v) for v in at(n / rows, k / around)))
        for n in range(rows):
            for k in range(around):
                a, b = first + n * wide + k, first + n * wide + (k + 1) % wide
                c, d = a + wide, b + wide
                self.faces += [(a, c, b), (b, c, d)] if flip else [(a, b, c), (b, d, c)]


def turned(profile, wobble=lambda u, a: 0.0):
    """A surface of revolution: profile(u) is radius and height; wobble moves it outwards along the radius."""
    def at(u, k):
        r, y = profile(u)
        a = 2 * math.pi * k
        r += wobble(u, a)
        return r * math.sin(a), y, r * math.cos(a)
    return at


def vase():
    def profile(u):
        return (0.24 + 0.40 * math.sin(math.pi * u ** 0.85) ** 1.5 + 0.26 * max(0, u - 0.80) ** 1.2 * 3, -0.86 + 1.72 * u)

    # Fingers rise while the wheel turns: one groove, wound 34 times, deeper where the wall is soft.
    def rings(u, a):
        turn = 34 * u + a / (2 * math.pi)
        soft = 0.35 + 0.65 * math.sin(math.pi * u) ** 0.7
        groove = 0.5 - 0.5 * math.cos(2 * math.pi * turn)
        hand = 0.004 * math.sin(2 * a + 5 * u) + 0.0025 * math.sin(3 * a - 11 * u + 1)
        return 0.0052 * soft * groove - 0.0026 * soft + hand * u
    wall = 0.035

    def lip(u):  # round, from the outer edge to the inner one
        r, y = profile(1)
        return r - wall / 2 + wall / 2 * math.cos(math.pi * u), y + wall / 2 * math.sin(math.pi * u)

    def inside(u):
        r, y = profile(1 - 0.94 * u)
        return max(0.0, r - wall), y

    body = Body(CLAY)
    body.sheet(turned(lambda u: (0.24 * u, -0.86)), 2, 144, flip=True)
    body.sheet(turned(profile, rings), 156, 144)
    body.sheet(turned(lip, lambda u, a: rings(1, a) * (1 - u)), 6, 144)
    body.sheet(turned(inside, lambda u, a: 0.4 * rings(1 - 0.94 * u, a)), 40, 144)
    body.sheet(turned(lambda u: (inside(1)[0] * (1 - u), inside(1)[1])), 2, 144)
    return [body]


def dent(u, a, radius):
    """How deep a blow went, 0..1: rows of facets, each half a facet further than the one below."""
    rows = 30
    n = min(rows - 1, int(u * rows))
    strokes = int(10 + 44 * radius)
    along = (a / (2 * math.pi) * strokes + 0.5 * (n % 2) + 0.07 * math.sin(7 * n)) % 1 - 0.5
    across = u * rows - n - 0.5
    return max(0.0, 1 - 4 * (0.9 * along ** 2 + 0.9 * across ** 2))


def bowl(u):
    a = u * math.pi / 2
    return 0.10 + 0.80 * math.sin(a) ** 1.15, 0.10 + 0.52 * (1 - math.cos(a)) ** 1.05


def arm(k):
    """A bar of iron, drawn out hot: flat, thinner to its end."""
    middle = 2 * math.pi * (k + 0.12) / 3

    def at(u, around):
        r = 0.42 - 0.22 * math.sin(u * math.pi / 2) + 0.06 * u ** 3
        y = -0.56 + 0.66 * u
        s = 2 * math.pi * around
        wide, thick = 0.075 - 0.03 * u, 0.032 - 0.010 * u
        side = wide * math.copysign(abs(math.cos(s)) ** 0.5, math.cos(s))
        out = r + thick * math.copysign(abs(math.sin(s)) ** 0.5, math.sin(s))
        return (out * math.sin(middle) + side * math.cos(middle), y,
                out * math.cos(middle) - side * math.sin(middle))
    return at


def face(origin, right, up, out, rough):
    """A square of chiselled stone: furrows that run aslant, shallow at the edge so that faces meet."""
    def at(v, h):
        edge = min(1, 12 * min(h, 1 - h, v, 1 - v))
        furrow = math.sin(2 * math.pi * (9 * h + 5 * v + 0.15 * math.sin(9 * v + 4 * h)))
        deep = rough * edge * (0.6 * furrow - 0.4 + 0.25 * math.sin(31 * h + 17 * v) * math.sin(23 * v - 7 * h))
        return tuple(origin[i] + h * right[i] + v * up[i] + deep * out[i] for i in range(3))
    return at


def vasque():
    copper, iron, stone = Body(COPPER), Body(IRON), Body(STONE)
    thick = 0.030

    def outer(u):
        r, y = bowl(u)
        return r, y - thick * (1 - u)

    def inner(u):
        r, y = bowl(u)
        return r - 0.016 * u, y

    copper.sheet(turned(lambda u: (0.10 * u, 0.10 - thick)), 1, 96, flip=True)
    copper.sheet(turned(outer), 40, 96)
    copper.sheet(turned(lambda u: (bowl(1)[0] - 0.008 + 0.008 * math.cos(math.pi * u), bowl(1)[1] + 0.008 * math.sin(math.pi * u))), 4, 192)
    copper.sheet(turned(lambda u: inner(1 - u), lambda u, a: 0.007 * dent(1 - u, a, bowl(1 - u)[0])), 120, 216)
    copper.sheet(turned(lambda u: (0.10 * (1 - u), 0.10)), 1, 96)
    for k in range(3):
        iron.sheet(arm(k), 24, 16, flip=True)
    b, low, high = 0.52, -0.90, -0.56
    for n in range(4):
        c, s = round(math.cos(n * math.pi / 2)), round(math.sin(n * math.pi / 2))
        stone.sheet(face((-b * c + b * s, low, b * s + b * c), (2 * b * c, 0, -2 * b * s), (0, high - low, 0), (s, 0, c),
                         0.018), 20, 48, closed=False)
    stone.sheet(face((-b, high, b), (2 * b, 0, 0), (0, 0, -2 * b), (0, 1, 0), 0.012), 40, 40, closed=False)
    stone.sheet(face((-b, low, -b), (2 * b, 0, 0), (0, 0, 2 * b), (0, -1, 0), 0.0), 1, 1, closed=False)
    return [copper, iron, stone]


def glb(bodies, title):
    """glTF 2.0, binary: positions and indices; normals are worked out by who reads it."""
    chunk, views, accessors, meshes, materials = b"", [], [], [], []
    for n, body in enumerate(bodies):
        points = b"".join(struct.pack("<3f", *p) for p in body.points)
        faces = b"".join(struct.pack("<3H", *f) for f in body.faces)
        assert len(body.points) < 65536, len(body.points)
        for data, target in ((points, 34962), (faces, 34963)):
            views.append({"buffer": 0, "byteOffset": len(chunk), "byteLength": len(data), "target": target})
            chunk += data + b"\0" * (-len(data) % 4)
        accessors.append({"bufferView": 2 * n, "componentType": 5126, "count": len(body.points), "type": "VEC3",
                          "min": [min(p[i] for p in body.points) for i in range(3)],
                          "max": [max(p[i] for p in body.points) for i in range(3)]})
        accessors.append({"bufferView": 2 * n + 1, "componentType": 5123, "count": 3 * len(body.faces), "type": "SCALAR"})
        materials.append({"pbrMetallicRoughness": {"baseColorFactor": [*body.color, 1], "metallicFactor": 0,
                                                   "roughnessFactor": 1}})
        meshes.append({"attributes": {"POSITION": 2 * n}, "indices": 2 * n + 1, "material": n})
    text = json.dumps({
        "asset": {"version": "2.0", "generator": "installations/villa-medicis/make/scan.py",
                  "copyright": "Gestuaire, CC-BY-4.0; made-up, scanned by nobody"},
        "scene": 0, "scenes": [{"nodes": [0]}], "nodes": [{"mesh": 0, "name": title}],
        "meshes": [{"primitives": meshes}], "materials": materials, "accessors": accessors, "bufferViews": views,
        "buffers": [{"byteLength": len(chunk)}]}, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 4)
    whole = struct.pack("<4sII", b"glTF", 2, 20 + len(text) + 8 + len(chunk))
    return whole + struct.pack("<I4s", len(text), b"JSON") + text + struct.pack("<I4s", len(chunk), b"BIN\0") + chunk


def main():
    (VILLA / "model").mkdir(exist_ok=True)
    for name, bodies in (("vase", vase()), ("vasque", vasque())):
        data = glb(bodies, name)
        (VILLA / "model" / f"{name}.glb").write_bytes(data)
        print(f'{name}: {sum(len(b.points) for b in bodies)} points, {sum(len(b.faces) for b in bodies)} triangles, '
              f'"bytes": {len(data)}, "sha256": "{hashlib.sha256(data).hexdigest()}"')


if __name__ == "__main__":
    main()
