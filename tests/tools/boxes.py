#!/usr/bin/env python3
"""What is wrong with a page, by its boxes: `gestuaire shot … --boxes page.json`, then

    boxes.py page.json [--reach] [--least-mm 20]     one line each; exit 1 when there is one

As a module: `for finding in boxes.findings("page.json", reach=True): …`. Kinds:
    overlap   letters of two texts on one another (twice the same text, a little apart, is a shadow)
    clipped   a clip goes through letters        edge     the canvas's edge does
    ellipsis  a text has more than its lines     small    a control of less than 20 mm
    crowded   two controls on one another, neither within the other
    reach     a control outside 380 to 1220 mm   unknown  nobody said how large the screen is or hangs
Ink is compared, not lines: tight lines are fine as long as letters do not meet.
"""
import collections
import json
import math
import pathlib
import sys

LEAST_MM = 20
TOUCHING_PX = 1.0  # letters may come as near as this

Finding = collections.namedtuple("Finding", "kind stage what detail")


def pairs(flat):
    return list(zip(flat[::2], flat[1::2]))


def rectangle(box):
    left, top, right, bottom = box
    return [(left, top), (right, top), (right, bottom), (left, bottom)]


def area(polygon):
    return sum(x * v - u * y for (x, y), (u, v) in zip(polygon, polygon[1:] + polygon[:1])) / 2


def common(a, b):
    """What two convex polygons share (Sutherland and Hodgman 1974); [] for nothing."""
    if area(b) < 0:
        b = b[::-1]
    for (x, y), (u, v) in zip(b, b[1:] + b[:1]):
        def inside(p):
            return (u - x) * (p[1] - y) - (v - y) * (p[0] - x)
        kept = []
        for p, q in zip(a, a[1:] + a[:1]):
            from_p, from_q = inside(p), inside(q)
            if from_p >= 0:
                kept.append(p)
            if from_p * from_q < 0:
                t = from_p / (from_p - from_q)
                kept.append((p[0] + t * (q[0] - p[0]), p[1] + t * (q[1] - p[1])))
        a = kept
        if not a:
            return []
    return a


def bounds(polygon):
    xs, ys = [p[0] for p in polygon], [p[1] for p in polygon]
    return [min(xs), min(ys), max(xs), max(ys)]


def within(inner, outer, slack=0.5):
    return (inner[0] >= outer[0] - slack and inner[1] >= outer[1] - slack
            and inner[2] <= outer[2] + slack and inner[3] <= outer[3] + slack)


def meets(polygon):
    """Is it more than two edges that touch?"""
    if not polygon:
        return False
    left, top, right, bottom = bounds(polygon)
    return min(right - left, bottom - top) > TOUCHING_PX and abs(area(polygon)) > TOUCHING_PX


def hidden(stage, box, over, under=math.inf):
    """Is something opaque laid over all of the box, after `over` and before `under`?"""
    return any(over < c["order"] < under and within(box, c["box"]) for c in stage["covers"])


def seen_lines(text):
    """The letters of each line, as polygons within the clip."""
    clip = rectangle(text["clip"])
    return [p for p in (common(pairs(line["ink"]), clip) for line in text["lines"]) if p]


def short(text):
    words = " ".join(text["text"].split())
    return words if len(words) <= 40 else words[:39] + "…"


def is_shadow(a, b):
    apart = max(abs(a["box"][0] - b["box"][0]), abs(a["box"][1] - b["box"][1]))
    return a["text"] == b["text"] and apart <= 0.3 * max(a["size"], b["size"])


def overlaps(stage):
    texts = [(t, seen_lines(t)) for t in stage["texts"]]
    for i, (a, a_lines) in enumerate(texts):
        for b, b_lines in texts[i + 1:]:
            if is_shadow(a, b):
                continue
            shared = [s for p in a_lines for q in b_lines if meets(s := common(p, q))]
            shared = [bounds(s) for s in shared if not hidden(stage, bounds(s), a["order"], b["order"])
                      and not hidden(stage, bounds(s), b["order"])]
            if shared:
                yield Finding("overlap", stage["stage"], short(a), f"with “{short(b)}” at {where(shared[0])}")


def where(box):
    return "{:.0f}, {:.0f} to {:.0f}, {:.0f}".format(*box)


def cuts(stage):
    width, height = stage["size"]
    for text in stage["texts"]:
        box, clip = text["box"], text["clip"]
        seen = bounds(common(rectangle(box), rectangle(clip)) or rectangle(box))
        if hidden(stage, seen, text["order"]):
            continue
        if text["cut"]:
            yield Finding("ellipsis", stage["stage"], short(text), f"at {where(box)}")
        for side, (edge, whole) in enumerate(zip(clip, (0, 0, width, height))):
            beyond = (edge - box[side]) if side < 2 else (box[side] - edge)
            if beyond > TOUCHING_PX:
                kind = "edge" if edge == whole else "clipped"
                name = ("left", "top", "right", "bottom")[side]
                yield Finding(kind, stage["stage"], short(text), f"{beyond:.0f} px beyond the {name}")


def sides(control):
    a, b, _, d = pairs(control["corners"])
    return math.dist(a, b), math.dist(a, d)


def small(stage, least_mm):
    for control in stage["controls"]:
        mm = min(sides(control)) * stage["mm_per_px"]
        if mm < least_mm - 0.01:
            yield Finding("small", stage["stage"], control["name"], f"{mm:.1f} mm; {least_mm} mm are needed")


def crowded(stage):
    controls = stage["controls"]
    for i, a in enumerate(controls):
        for b in controls[i + 1:]:
            shared = common(rectangle(a["box"]), rectangle(b["box"]))
            if meets(shared) and not within(a["box"], b["box"]) and not within(b["box"], a["box"]):
                yield Finding("crowded", stage["stage"], a["name"], f"with {b['name']} at {where(bounds(shared))}")


def beyond_reach(stage):
    top, bottom = stage["reach"]
    for control in stage["controls"]:
        _, upper, _, lower = control["box"]
        off = max(top - upper, lower - bottom)
        if off > TOUCHING_PX:
            mm = off * stage["mm_per_px"]
            yield Finding("reach", stage["stage"], control["name"], f"{mm:.0f} mm out of it")


def of_stage(stage, reach=False, least_mm=LEAST_MM):
    yield from overlaps(stage)
    yield from cuts(stage)
    yield from crowded(stage)
    if stage["controls"] and stage["mm_per_px"] is None:
        yield Finding("unknown", stage["stage"], "mm_per_px", "no output says it")
    elif stage["controls"]:
        yield from small(stage, least_mm)
    if reach and stage["controls"] and stage["reach"] is None:
        yield Finding("unknown", stage["stage"], "reach", "no output says its height_mm, or nothing of it is in reach")
    elif reach and stage["controls"]:
        yield from beyond_reach(stage)


def findings(file, reach=False, least_mm=LEAST_MM):
    stages = json.loads(pathlib.Path(file).read_text(encoding="utf-8"))["stages"]
    return [finding for stage in stages for finding in of_stage(stage, reach, least_mm)]


def main(args):
    least_mm = LEAST_MM
    if "--least-mm" in args:
        at = args.index("--least-mm")
        least_mm = float(args[at + 1])
        del args[at:at + 2]
    found = findings(next(a for a in args if not a.startswith("--")), "--reach" in args, least_mm)
    for f in found:
        print(f"{f.stage}: {f.kind}: {f.what}: {f.detail}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
