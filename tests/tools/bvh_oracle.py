#!/usr/bin/env python3
"""Poses a BVH file once more, with matrices and nothing shared with the engine.

bvh_oracle.py FILE FRAME…: one line a joint and frame, "frame joint x y z", in the file's units and
axes, joints in the order of the file, end sites included.
"""
import math
import sys


def axis_matrix(axis, degrees):
    c, s = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    return {"X": [[1, 0, 0], [0, c, -s], [0, s, c]],
            "Y": [[c, 0, s], [0, 1, 0], [-s, 0, c]],
            "Z": [[c, -s, 0], [s, c, 0], [0, 0, 1]]}[axis]


def times(a, b):
    return [[sum(a[i][k] * b[k][j] for k in range(3)) for j in range(3)] for i in range(3)]


def turn(m, v):
    return [sum(m[i][k] * v[k] for k in range(3)) for i in range(3)]


def main(path, frames):
    words = open(path, encoding="latin-1").read().split()
    joints, stack, at = [], [], 0
    while words[at] != "MOTION":
        word = words[at]
        if word in ("ROOT", "JOINT", "End"):
            joints.append({"parent": stack[-1] if stack else -1, "offset": [0, 0, 0], "channels": []})
            at += 1
        elif word == "{":
            stack.append(len(joints) - 1)
        elif word == "}":
            stack.pop()
        elif word == "OFFSET":
            joints[stack[-1]]["offset"] = [float(w) for w in words[at + 1:at + 4]]
            at += 3
        elif word == "CHANNELS":
            n = int(words[at + 1])
            joints[stack[-1]]["channels"] = words[at + 2:at + 2 + n]
            at += 1 + n
        at += 1
    at = words.index("Time:", at) + 2
    row = sum(len(j["channels"]) for j in joints)
    for frame in frames:
        values = iter(float(w) for w in words[at + frame * row:at + (frame + 1) * row])
        world = []
        for n, joint in enumerate(joints):
            place, m = list(joint["offset"]), [[1, 0, 0], [0, 1, 0], [0, 0, 1]]
            for channel in joint["channels"]:
                value = next(values)
                if channel.endswith("position"):
                    place["XYZ".index(channel[0])] = value
                else:
                    m = times(m, axis_matrix(channel[0], value))
            if joint["parent"] >= 0:
                parent_place, parent_m = world[joint["parent"]]
                place = [a + b for a, b in zip(parent_place, turn(parent_m, place))]
                m = times(parent_m, m)
            world.append((place, m))
            print(frame, n, *("%.9f" % x for x in place))


main(sys.argv[1], [int(a) for a in sys.argv[2:]])
