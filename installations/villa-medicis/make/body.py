"""A body of 1.72 m that puts its hands where a gesture wants them, and its BVH file.

Metres; BVH's axes: Y up, the body looks along +Z, its left is +X. A gesture is a function of time
that gives an aim (class Aim); the body finds its joints by two-bone inverse kinematics.
"""
import math


def add(a, b):
    return (a[0] + b[0], a[1] + b[1], a[2] + b[2])


def sub(a, b):
    return (a[0] - b[0], a[1] - b[1], a[2] - b[2])


def mul(a, s):
    return (a[0] * s, a[1] * s, a[2] * s)


def dot(a, b):
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]


def cross(a, b):
    return (a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0])


def norm(a):
    return math.sqrt(dot(a, a))


def unit(a):
    return mul(a, 1 / norm(a))


def mix(a, b, u):
    return tuple(x + (y - x) * u for x, y in zip(a, b))


def columns(x, y, z):
    return ((x[0], y[0], z[0]), (x[1], y[1], z[1]), (x[2], y[2], z[2]))


def times(a, b):
    return tuple(tuple(sum(a[i][k] * b[k][j] for k in range(3)) for j in range(3)) for i in range(3))


def transposed(a):
    return tuple(zip(*a))


def turned(m, v):
    return tuple(sum(m[i][k] * v[k] for k in range(3)) for i in range(3))


def rot(axis, angle):
    c, s = math.cos(angle), math.sin(angle)
    return {"x": ((1, 0, 0), (0, c, -s), (0, s, c)),
            "y": ((c, 0, s), (0, 1, 0), (-s, 0, c)),
            "z": ((c, -s, 0), (s, c, 0), (0, 0, 1))}[axis]


def frame(first, second):
    """A basis whose first axis is `first` and whose second lies towards `second`."""
    a = unit(first)
    c = unit(cross(a, second))
    return columns(a, cross(c, a), c)


def onto(rest_first, rest_second, first, second):
    """The rotation that carries one pair of directions onto another."""
    return times(frame(first, second), transposed(frame(rest_first, rest_second)))


IDENTITY = ((1, 0, 0), (0, 1, 0), (0, 0, 1))
UPPER_ARM, FOREARM, PALM = 0.295, 0.255, 0.085
THIGH, SHIN, ANKLE = 0.43, 0.41, 0.075


class Hand:
    """grip: where the palm closes; tool: direction of what it holds; pole: where the elbow points."""

    def __init__(self, grip, tool, pole, palm=None):
        self.grip, self.tool, self.pole, self.palm = grip, tool, pole, palm


class Aim:
    def __init__(self, right, left, look, hips=(0, 0.90, 0), lean=0.0, twist=0.0, side=0.0, yaw=0.0,
                 feet=((-0.12, 0.0, 0.02), (0.12, 0.0, 0.02)), breath=0.0, knees=0.12):
        self.right, self.left, self.look, self.hips = right, left, look, hips
        self.lean, self.twist, self.side, self.yaw = lean, twist, side, yaw
        self.feet, self.breath, self.knees = feet, breath, knees


class Body:
    """`right_tool` and `left_tool`: points beyond the grip, (name, along the tool, towards the palm);
    an unnamed last one is an end site."""

    def __init__(self, right_tool=(), left_tool=()):
        self.names, self.parents, self.offsets = [], [], {}
        self.worst = 0.0
        self.joint("Hips", None, (0, 0, 0))
        self.joint("Spine", "Hips", (0, 0.10, -0.01))
        self.joint("Chest", "Spine", (0, 0.17, 0))
        self.joint("Neck", "Chest", (0, 0.24, 0))
        self.joint("Head", "Neck", (0, 0.09, 0.015))
        self.joint("HeadEnd", "Head", (0, 0.20, 0.01))
        empty = [("Fingers", 0.0, 0.07)]
        for side, s, tool in (("Right", -1, right_tool or empty), ("Left", 1, left_tool or empty)):
            self.joint(side + "Shoulder", "Chest", (0.03 * s, 0.19, 0.01))
            self.joint(side + "Arm", side + "Shoulder", (0.15 * s, 0.01, -0.01))
            self.joint(side + "ForeArm", side + "Arm", (UPPER_ARM * s, 0, 0))
            self.joint(side + "Hand", side + "ForeArm", (FOREARM * s, 0, 0))
            self.joint(side + "Grip", side + "Hand", (PALM * s, 0, 0))
            last = side + "Grip"
            for name, along, palm in tool:
                self.joint(name, last, (palm * s, 0, along))
                last = name
        for side, s in (("Right", -1), ("Left", 1)):
            self.joint(side + "UpLeg", "Hips", (0.095 * s, -0.02, 0))
            self.joint(side + "Leg", side + "UpLeg", (0, -THIGH, 0))
            self.joint(side + "Foot", side + "Leg", (0, -SHIN, 0))
            self.joint(side + "Toe", side + "Foot", (0, -0.055, 0.17))

    def joint(self, name, parent, offset):
        self.names.append(name)
        self.parents.append(parent)
        self.offsets[name] = offset

    def limb(self, at, target, first, second, pole):
        """Where the middle joint lies; the reach is kept inside the limb."""
        way = sub(target, at)
        reach = norm(way)
        self.worst = max(self.worst, reach / (first + second))
        reach = min(reach, (first + second) * 0.998)
        a = unit(way)
        side = unit(sub(pole, mul(a, dot(pole, a))))
        c = (first * first + reach * reach - second * second) / (2 * first * reach)
        middle = add(at, add(mul(a, first * c), mul(side, first * math.sqrt(max(0, 1 - c * c)))))
        return middle, add(at, mul(a, reach)), side

    def pose(self, aim):
        """Global rotations and positions of every joint."""
        turns, places = {}, {"Hips": aim.hips}
        pelvis = times(rot("y", aim.yaw + aim.twist * 0.2), times(rot("x", aim.lean * 0.3),
                                                                  rot("z", aim.side * 0.3)))
        bend = times(rot("y", aim.twist * 0.4),
                     times(rot("x", aim.lean * 0.35 - aim.breath * 0.02), rot("z", aim.side * 0.35)))
        turns["Hips"] = pelvis
        turns["Spine"] = times(pelvis, bend)
        turns["Chest"] = times(turns["Spine"], bend)
        for name in ("Spine", "Chest", "Neck"):
            self.place(name, turns, places)
        chest = turns["Chest"]
        front, up = turned(chest, (0, 0, 1)), turned(chest, (0, 1, 0))
        look = unit(sub(aim.look, add(places["Neck"], mul(up, 0.15))))
        turns["Neck"] = onto((0, 0, 1), (0, 1, 0), mix(front, look, 0.4), mix(up, (0, 1, 0), 0.4))
        self.place("Head", turns, places)
        turns["Head"] = onto((0, 0, 1), (0, 1, 0), mix(front, look, 0.8), mix(up, (0, 1, 0), 0.6))
        self.place("HeadEnd", turns, places)
        turns["HeadEnd"] = turns["Head"]
        for side, s, hand in (("Right", -1, aim.right), ("Left", 1, aim.left)):
            self.arm(side, s, hand, chest, aim, turns, places)
        for side, s, foot in (("Right", -1, aim.feet[0]), ("Left", 1, aim.feet[1])):
            self.leg(side, s, foot, aim, turns, places)
        return turns, places

    def place(self, name, turns, places):
        parent = self.parents[self.names.index(name)]
        places[name] = add(places[parent], turned(turns[parent], self.offsets[name]))

    def arm(self, side, s, hand, chest, aim, turns, places):
        self.place(side + "Shoulder", turns, places)
        height = hand.grip[1] - places[side + "Shoulder"][1]
        shrug = max(-0.06, min(0.35, 0.12 + height * 0.45)) + aim.breath * 0.05
        forth = max(-0.2, min(0.3, (hand.grip[2] - places["Chest"][2] - 0.25) * 0.7))
        turns[side + "Shoulder"] = times(chest, times(rot("z", shrug * s), rot("y", -forth * s)))
        self.place(side + "Arm", turns, places)
        start = places[side + "Arm"]
        tool = unit(hand.tool)
        towards = hand.palm or sub(hand.grip, mix(start, add(start, mul(hand.pole, 0.2)), 1))
        palm = unit(sub(towards, mul(tool, dot(towards, tool))))
        wrist = sub(hand.grip, mul(palm, PALM))
        elbow, wrist, pole = self.limb(start, wrist, UPPER_ARM, FOREARM, hand.pole)
        along = (s, 0, 0)
        turns[side + "Arm"] = onto(along, (0, 0, -1), sub(elbow, start), pole)
        self.place(side + "ForeArm", turns, places)
        turns[side + "ForeArm"] = onto(along, (0, 0, 1), sub(wrist, elbow), tool)
        self.place(side + "Hand", turns, places)
        turns[side + "Hand"] = onto((0, 0, 1), along, tool, palm)
        grip = side + "Grip"
        self.place(grip, turns, places)
        turns[grip] = turns[side + "Hand"]
        for name, parent in zip(self.names, self.parents):
            if parent and name not in turns and name not in places and parent in turns and \
               (parent == grip or (parent in places and parent in self.tool_of(grip))):
                self.place(name, turns, places)
                turns[name] = turns[grip]

    def tool_of(self, grip):
        found = [grip]
        for name, parent in zip(self.names, self.parents):
            if parent in found:
                found.append(name)
        return found

    def leg(self, side, s, foot, aim, turns, places):
        self.place(side + "UpLeg", turns, places)
        start = places[side + "UpLeg"]
        ankle = add(foot, (0, ANKLE, 0))
        pole = turned(rot("y", aim.yaw), (aim.knees * s, 0.0, 1))
        knee, ankle, pole = self.limb(start, ankle, THIGH, SHIN, pole)
        turns[side + "UpLeg"] = onto((0, -1, 0), (0, 0, 1), sub(knee, start), pole)
        self.place(side + "Leg", turns, places)
        turns[side + "Leg"] = onto((0, -1, 0), (0, 0, 1), sub(ankle, knee), pole)
        self.place(side + "Foot", turns, places)
        turns[side + "Foot"] = rot("y", aim.yaw * 0.5 + 0.16 * s)
        self.place(side + "Toe", turns, places)
        turns[side + "Toe"] = turns[side + "Foot"]

    def children(self, name):
        return [n for n, p in zip(self.names, self.parents) if p == name]

    def hierarchy(self, name, depth, lines):
        pad, ends = "\t" * depth, not self.children(name)
        offset = "OFFSET %.2f %.2f %.2f" % tuple(100 * v for v in self.offsets[name])
        lines.append(pad + ("End Site" if ends else ("JOINT " if depth else "ROOT ") + name))
        lines += [pad + "{", pad + "\t" + offset]
        if not ends:
            moves = "6 Xposition Yposition Zposition " if depth == 0 else "3 "
            lines.append(pad + "\tCHANNELS " + moves + "Zrotation Xrotation Yrotation")
        for child in self.children(name):
            self.hierarchy(child, depth + 1, lines)
        lines.append(pad + "}")

    def order(self, name="Hips"):
        found = [name] if self.children(name) else []
        for child in self.children(name):
            found += self.order(child)
        return found

    def bvh(self, aims, fps):
        lines = ["HIERARCHY"]
        self.hierarchy("Hips", 0, lines)
        lines += ["MOTION", "Frames: %d" % len(aims), "Frame Time: %.7f" % (1 / fps)]
        for aim in aims:
            turns, places = self.pose(aim)
            row = ["%.2f" % (100 * v) for v in places["Hips"]]
            for name in self.order():
                parent = self.parents[self.names.index(name)]
                local = times(transposed(turns[parent]), turns[name]) if parent else turns[name]
                row += ["%.2f" % math.degrees(a) for a in zxy(local)]
            lines.append(" ".join("0" if v in ("0.00", "-0.00") else v for v in row))
        return "\n".join(lines) + "\n"


def zxy(m):
    """Angles of m = Rz Rx Ry."""
    return (math.atan2(-m[0][1], m[1][1]), math.asin(max(-1, min(1, m[2][1]))),
            math.atan2(-m[2][0], m[2][2]))
