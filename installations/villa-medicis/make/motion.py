#!/usr/bin/env python3
"""Makes the clips of the eight gestures: reconstructed movement, not recorded.

motion.py [FOLDER]: writes ../clips (or FOLDER)/*.bvh. Standard library only; deterministic. The
movements follow what the crafts' manuals and films show (posture, path of the tool, rhythm); a
recording of a craftsperson is to replace each of them.
"""
import math
import os
import sys

from body import Aim, Body, Hand, add, cross, mix, mul, norm, sub, unit
import score

PI = math.pi


def clamp(u):
    return max(0.0, min(1.0, u))


def ease(u):
    """Minimum jerk (Flash and Hogan 1985): how an unhurried hand goes from rest to rest."""
    u = clamp(u)
    return u * u * u * (10 + u * (6 * u - 15))


def between(t, a, b):
    return clamp((t - a) / (b - a))


def wave(t, length, turns, phase=0.0):
    """A wave that closes with the loop."""
    return math.sin(2 * PI * (turns * t / length + phase))


def keys(t, table, length):
    """Values at times, eased from one to the next; the table closes by itself."""
    table = table + [(table[0][0] + length, table[0][1])]
    if t < table[0][0]:
        t += length
    for (t0, v0), (t1, v1) in zip(table, table[1:]):
        if t0 <= t <= t1:
            u = ease((t - t0) / (t1 - t0))
            return mix(v0, v1, u) if isinstance(v0, tuple) else v0 + (v1 - v0) * u
    raise ValueError("no key at %g" % t)


class Hammer:
    """How high a hammer stands: a slow rise, a moment above, a fall that gathers speed."""

    def __init__(self, blows, length, fall, rise, rest=0.1):
        self.blows, self.length = blows, length
        self.fall, self.rise, self.rest = fall, rise, rest

    def at(self, t):
        """(lift of the grip, lift of the head, since the last blow, side); the head lags behind and
        overtakes. Side is 1 on the way up, -1 on the way down, 0 where the hammer turns: a hand
        never takes the same way back."""
        before = max((b for b in self.blows if b[0] <= t), default=None)
        after = min((b for b in self.blows if b[0] > t), default=None)
        last = before[0] if before else self.blows[-1][0] - self.length
        next_t, high = after if after else (self.blows[0][0] + self.length, self.blows[0][1])
        since, gap = t - last, next_t - last
        fall = self.fall * (0.5 + 0.5 * high)
        rise = min(self.rise, (gap - fall) * 0.9)
        start = next_t - fall - 0.04 - rise
        low = self.rest * ease(since / 0.35) if start > last + 0.3 else 0.0
        spring = 0.07 * high * math.exp(-since / 0.06) * math.sin(PI * min(1, since / 0.12))
        if t < start:
            return low, low, since, 0.0
        if t < next_t - fall:
            from_low = self.rest * ease((start - last) / 0.35) if low else 0.0
            u = clamp((t - start) / rise)
            v = from_low + (high - from_low) * ease(u)
            return v, v + spring, since, high * math.sin(PI * u) ** 2
        u = (t - next_t + fall) / fall
        return high * (1 - u ** 1.7), high * (1 - u ** 2.9), since, -high * math.sin(PI * u ** 1.3) ** 2


def retreindre(t):
    s = score.RETREINDRE
    length = s["length"]
    grip, head, since, side = HAMMERS["retreindre"].at(t)
    n = len([b for b in s["blows"] if b[0] <= t])
    drift = 0.028 * wave(n, 9, 1) + 0.010 * wave(n, 9, 3, 0.3)
    strike = (-0.02 + drift, 1.02 + 0.3 * drift, 0.45 - 0.5 * drift)
    a = -0.10 + 1.62 * head
    tool = (0.42 * math.cos(a) - 0.25 * head, math.sin(a), 0.90 * math.cos(a))
    tool = unit(tool)
    low = sub(strike, mul(unit((0.42, -0.10, 0.90)), 0.25))
    # Up near the body, down away from it: the hand draws a leaf, not a line.
    at = add(low, (-0.15 * grip - 0.035 * side, 0.20 * grip, 0.13 * grip - 0.055 * side))
    # The other hand turns the vessel a little after each blow.
    turn = (n - 1 + ease((since - 0.12) / 0.3)) if n else 0
    back = ease(between(t, 7.0, 7.9))
    angle = 0.55 - 0.10 * turn * (1 - back)
    left = (0.02 + 0.17 * math.cos(angle), 0.985 + 0.006 * math.sin(PI * since / 0.7),
            0.37 + 0.17 * math.sin(angle) - 0.06)
    lean = 0.24 - 0.05 * grip + 0.012 * wave(t, length, 2)
    return Aim(Hand(at, tool, (-0.75, -0.7, -0.35)), Hand(left, (-0.5, 0.25, 0.8), (0.75, -0.65, -0.3)),
               look=(0, 1.0, 0.40), hips=(-0.01 * grip, 0.872, -0.09), lean=lean,
               twist=-0.10 * grip + 0.02, side=0.02 * grip,
               feet=((-0.14, 0, -0.16), (0.13, 0, 0.06)), breath=wave(t, length, 2, 0.1))


def etirer(t):
    s = score.ETIRER
    length = s["length"]
    grip, head, since, side = HAMMERS["etirer"].at(t)
    n = len([b for b in s["blows"] if b[0] <= t])
    strike = (-0.03 + 0.03 * wave(n, 8, 1), 0.80, 0.46 + 0.02 * wave(n, 8, 3))
    a = -0.12 + 2.15 * head
    tool = unit((0.30 * math.cos(a) - 0.22 * head, math.sin(a), 0.95 * math.cos(a)))
    low = sub(strike, mul(unit((0.30, -0.12, 0.95)), 0.32))
    at = add(low, (-0.22 * grip - 0.05 * side, 0.52 * grip + 0.03 * side,
                   0.15 * grip - 0.09 * side))
    # The bar is turned a quarter and pushed on between the blows; it comes back in the rests.
    feed = sum(0.018 * ease((t - b[0] - 0.1) / 0.5) for b in s["blows"])
    feed -= 0.072 * (ease(between(t, 3.5, 4.3)) + ease(between(t, 7.4, 8.0)))
    left = (0.335 - feed, 0.83 + 0.015 * math.sin(PI * clamp(since / 0.6)), 0.37)
    crouch = 0.02 * (1 - clamp(grip))
    return Aim(Hand(at, tool, (-0.8, -0.55, -0.45)),
               Hand(left, (-0.93, -0.10, 0.25), (0.7, -0.6, -0.6)),
               look=(0, 0.8, 0.46), hips=(-0.02 + 0.02 * grip, 0.862 - crouch, -0.10),
               lean=0.44 - 0.20 * grip, twist=-0.30 * grip + 0.06, side=0.05 * grip - 0.02,
               feet=((-0.20, 0, -0.22), (0.17, 0, 0.10)), breath=wave(t, length, 2, 0.2))


def ciseler(t):
    s = score.CISELER
    length = s["length"]
    grip, head, since, side = HAMMERS["ciseler"].at(t)
    n = len([b for b in s["blows"] if b[0] <= t])
    done = sum(ease((since if i == n - 1 else 1) / 0.16) for i in range(n))
    back = 18 * ease(between(t, 8.45, 8.98))
    edge = (0.16 - 0.0155 * (done - back), 0.86, 0.40)
    chisel = unit((-0.62, -0.62, 0.30))        # where the cut goes
    lifted = 0.05 * math.sin(PI * between(t, 8.4, 8.98))
    left_grip = add(sub(edge, mul(chisel, 0.14)), (0, lifted, 0))
    top = sub(left_grip, mul(chisel, 0.07))    # the chisel's head
    a = head * 1.25
    across = unit(cross(chisel, (0, 1, 0)))
    flat = unit(cross(across, chisel))         # square to the chisel, in the plane of the blow
    flat = mul(flat, -1 if flat[0] > 0 else 1)
    base = unit(add(mul(flat, -1), (0.1, 0, 0.55)))
    tool = unit(add(mul(base, math.cos(a)), mul(chisel, -math.sin(a))))
    face = sub(top, mul(chisel, 0.045))
    low = sub(face, mul(base, 0.17))
    pause = ease(between(since, 0.35, 0.7)) * (1 if since < 1.4 else 0)
    at = add(low, add(mul(chisel, -0.12 * grip), (-0.05 * grip - 0.03 * pause - 0.035 * side, 0.05 * grip,
                                               0.03 * grip - 0.02 * side)))
    breath = wave(t, length, 3, 0.55)
    return Aim(Hand(at, tool, (-0.8, -0.6, -0.3)), Hand(left_grip, chisel, (0.85, -0.35, -0.4)),
               look=edge, hips=(0.05 - 0.06 * (done - back) / 18, 0.868, -0.10), lean=0.36 - 0.01 * grip,
               twist=0.06 - 0.03 * grip, side=-0.03, feet=((-0.17, 0, -0.14), (0.17, 0, 0.03)),
               breath=breath)


def raboter(t):
    s = score.RABOTER
    length = s["length"]
    period = length / 3
    k = int(t / period) % 3
    start, end = s["strokes"][k]
    go = end - start
    u = between(t, start, end)
    push = u * u * (3 - 2 * u) * 0.55 + ease(u) * 0.45
    back_from = end + 0.22
    ret = ease(between(t, back_from, start + period - 0.12))
    if t < start:                              # the return that began in the loop before
        ret_before = ease((t - (s["strokes"][k - 1][1] + 0.22 - (length if k == 0 else 0)))
                          / (period - go - 0.34))
        way = 1 - ret_before
        lift = math.sin(PI * ret_before)
        lane = mix((LANES[k - 1],), (LANES[k],), ret_before)[0]
    else:
        way = push * (1 - ret)
        lift = math.sin(PI * ret)
        lane = mix((LANES[k],), (LANES[(k + 1) % 3],), ret)[0]
    finish = 0.025 * math.sin(PI * between(t, end - 0.12, end + 0.35))
    z = 0.10 + 0.62 * way
    at = (lane - 0.02, 0.985 + 0.085 * lift + finish, z)
    front = (lane + 0.01, 0.995 + 0.10 * lift + finish, z + 0.17)
    down = 0.02 * math.sin(PI * u)
    return Aim(Hand(at, (0.05, -0.18 + 0.12 * lift, 0.98), (-0.55, 0.15, -0.8), palm=(0.0, -0.8, 0.3)),
               Hand(front, (-0.1, -0.55, 0.80), (0.9, -0.2, -0.35), palm=(-0.2, -0.9, 0.3)),
               look=(lane, 0.9, z + 0.42), hips=(-0.07, 0.825 - 0.025 * way - down, -0.15 + 0.34 * way),
               lean=0.42 + 0.26 * way - 0.06 * lift, twist=0.16 - 0.22 * way, side=0.03,
               feet=((-0.15, 0, -0.28), (0.05, 0, 0.24)), breath=wave(t, length, 3, 0.6))


LANES = (-0.055, -0.02, 0.015)


def profile(h):
    """The vessel's radius at height h over the wheel, metres."""
    return 0.062 + 0.055 * math.sin(PI * clamp(h / 0.30) ** 0.85) ** 1.5 + 0.05 * max(0, h - 0.24)


def monter(t):
    s = score.MONTER
    length = s["length"]
    wheel = (0.0, 0.50, 0.50)
    (a0, a1, ha), (b0, b1, hb) = s["lifts"]
    height = keys(t, [(a0, 0.015), (a1, ha), (b0, 0.015), (b1, hb)], length)
    if a0 <= t <= a1:
        height = 0.015 + (ha - 0.015) * (0.4 * ease(between(t, a0, a1)) + 0.6 * between(t, a0, a1))
    if b0 <= t <= b1:
        height = 0.015 + (hb - 0.015) * (0.4 * ease(between(t, b0, b1)) + 0.6 * between(t, b0, b1))
    away = max(math.sin(PI * between(t, a1, b0)), math.sin(PI * between(t, b1, a0 + length)),
               math.sin(PI * between(t + length, b1, a0 + length)))
    away = ease(away)
    shiver = 0.0035 * math.sin(2 * PI * s["turn_hz"] * t) * (1 - away)
    r = profile(height) + shiver
    # Outside hand at the vessel's right; the inside hand follows a finger's width in.
    at = add(wheel, (-(r + 0.012) - 0.17 * away, height + 0.05 + 0.10 * away, -0.025 - 0.10 * away))
    inner = add(wheel, (-(r - 0.055) + 0.02, height + 0.115 + 0.07 * away, -0.005 - 0.06 * away))
    # After the second lift the left hand goes to the water.
    water = math.sin(PI * between(t if t > 6 else t + length, b1 + 0.35, a0 + length - 0.35))
    inner = mix(inner, (0.31, 0.57, 0.36), ease(water))
    lean = 0.52 - 0.20 * height / 0.3 - 0.05 * away
    return Aim(Hand(at, (0.15, 0.88, 0.42), (-0.85, -0.5, 0.0), palm=(0.35, -0.25, 0.9)),
               Hand(inner, (-0.2, -0.75, 0.5), (0.9, -0.3, -0.1), palm=(-0.55, -0.35, 0.75)),
               look=add(wheel, (-0.06, height + 0.05, 0)), hips=(0, 0.56, -0.06), lean=lean,
               twist=0.03 + 0.10 * ease(water), side=-0.02 - 0.06 * ease(water),
               feet=((-0.30, 0, 0.42), (0.30, 0.0, 0.40)), knees=0.55,
               breath=wave(t, length, 3, 0.4))


def souffler(t):
    s = score.SOUFFLER
    length = s["length"]
    (a0, a1), (b0, b1) = s["breaths"]
    blow = max(ease(between(t, a0 - 0.1, a0 + 0.5)) * (1 - ease(between(t, a1 - 0.3, a1 + 0.15))),
               ease(between(t, b0 - 0.1, b0 + 0.5)) * (1 - ease(between(t, b1 - 0.3, b1 + 0.15))))
    # Where the mouth end stands and where the pipe points.
    mouth = (0.0, 1.475, 0.20)
    hung = (-0.06, 1.40, 0.34)
    held = (-0.14, 1.27, 0.22)
    end = keys(t, [(0.35, held), (1.5, mouth), (3.7, mouth), (4.4, hung), (7.3, hung), (8.3, mouth),
                   (10.7, mouth), (11.7, held)], length)
    swing = 0.62 * math.sin(2 * PI * (t - 4.4) / 1.45) * \
        ease(between(t, 4.2, 4.9)) * (1 - ease(between(t, 6.7, 7.4)))
    drop = keys(t, [(0.35, 0.30), (1.5, 0.62), (3.7, 0.62), (4.55, 1.42), (7.2, 1.42), (8.3, 0.50),
                    (10.7, 0.50), (11.7, 0.30)], length)
    yaw = keys(t, [(0.35, -0.55), (1.5, -0.12), (3.7, -0.12), (4.55, -0.05), (7.2, -0.05),
                   (8.3, 0.12), (10.7, 0.12), (11.7, -0.55)], length)
    pipe = (math.sin(yaw) * math.cos(drop) + math.sin(swing) * math.sin(drop) * 0.9,
            -math.sin(drop) * math.cos(swing * 0.9), math.cos(yaw) * math.cos(drop))
    pipe = unit(pipe)
    # The fingers roll the pipe without a pause: the hands breathe about its axis.
    roll = 2 * PI * 18 * t / length
    side = unit(cross(pipe, (0, 1, 0.2)))
    over = cross(side, pipe)
    ring = add(mul(side, 0.012 * math.cos(roll)), mul(over, 0.008 * math.sin(roll)))
    at = add(end, mul(pipe, 0.36))
    left = add(add(end, mul(pipe, 0.14)), mul(ring, -1))
    at, left = add(at, mul(ring, 0.4)), left
    return Aim(Hand(at, pipe, (-0.75, -0.65, -0.2)), Hand(left, pipe, (0.85, -0.6, -0.2)),
               look=add(end, mul(pipe, 1.2)), hips=(0.02 * math.sin(swing), 0.885, -0.02),
               lean=0.05 + 0.04 * blow, twist=0.10 * math.sin(yaw) - 0.08 * math.sin(swing),
               side=0.05 * math.sin(swing), feet=((-0.15, 0, -0.05), (0.15, 0, 0.08)),
               breath=1.4 * blow + 0.4 * wave(t, length, 2))


def coudre(t):
    s = score.COUDRE
    length, period = s["length"], s["stitch"]
    n = int(t / period) % s["count"]
    v = t - int(t / period) * period
    open_u = ease(between(v, s["opening"], s["opening"] + 0.85))
    close_u = ease(between(v, s["opening"] + 1.05, period - 0.02))
    wide = open_u * (1 - close_u)
    tug = 0.018 * math.sin(PI * between(v, s["opening"] + 0.80, s["opening"] + 1.10))
    pass_u = math.sin(PI * between(v, 0.05, s["opening"]))  # the needles cross in the awl's hole
    seam = (0.0, 0.800 + 0.007 * (1.5 - n), 0.36 + 0.012 * (1.5 - n))
    reach = 0.56 - 0.018 * abs(n - 1.5)        # the thread grows shorter
    over = (0.18 + 0.012 * n) * wide ** 1.3
    sag = 0.05 * math.sin(PI * wide) * (1 if v < s["opening"] + 1.0 else -0.9)
    right = add(seam, (-0.035 - reach * wide - tug - 0.02 * pass_u, over + sag + 0.020 * pass_u,
                       0.01 - 0.10 * wide * wide))
    left = add(seam, (0.035 + reach * wide + tug + 0.02 * pass_u, over + sag - 0.012 * pass_u,
                      0.01 - 0.10 * wide * wide))
    out = 0.3 + 0.7 * wide
    return Aim(Hand(right, (0.92 - 0.5 * wide, 0.05, 0.3), (-0.7, -0.75, -0.3), palm=(-0.5 * out, 0.05, 0.8)),
               Hand(left, (-0.92 + 0.5 * wide, 0.05, 0.3), (0.7, -0.75, -0.3), palm=(0.5 * out, 0.05, 0.8)),
               look=add(seam, (0, 0.02 * wide, 0)), hips=(0, 0.50, -0.06),
               lean=0.36 - 0.12 * wide, twist=0.02 * wave(t, length, 4, 0.2),
               feet=((-0.20, 0, 0.36), (0.20, 0, 0.36)), knees=0.35,
               breath=wave(t, length, 4, -0.05) * 0.8)


# The warping frame: pegs left and right, a cross of two at the top (x, height).
PEGS = [(0.44, 1.50), (0.14, 1.585), (-0.10, 1.585), (-0.44, 1.46), (0.44, 1.27), (-0.44, 1.08),
        (0.38, 0.95)]


def warp_path():
    """Down the pegs and up again; at the cross the thread takes the other side."""
    points = []

    def about(peg, side, first, last):
        for k in range(5):
            a = first + (last - first) * k / 4
            points.append((peg[0] + side * 0.075 * math.cos(a), peg[1] + 0.06 * math.sin(a), 0.0))

    p = PEGS
    about(p[0], 1, -PI / 2, PI / 2)
    points.append((p[1][0], p[1][1] + 0.045, 0.02))
    points.append((p[2][0], p[2][1] - 0.045, -0.02))
    about(p[3], -1, PI / 2, -PI / 2)
    about(p[4], 1, PI / 2, -PI / 2)
    about(p[5], -1, PI / 2, -PI / 2)
    about(p[6], 1, PI / 2, -PI * 0.5)
    about(p[5], -1, -PI / 2, PI / 2)
    about(p[4], 1, -PI / 2, PI / 2)
    about(p[3], -1, -PI / 2, PI / 2)
    points.append((p[2][0], p[2][1] + 0.045, 0.02))
    points.append((p[1][0], p[1][1] - 0.045, -0.02))
    return points


def spline(points, per=24):
    """Closed Catmull-Rom through the points (centripetal would be overdone here), as dense chords."""
    out, n = [], len(points)
    for i in range(n):
        a, b, c, d = (points[(i + k - 1) % n] for k in range(4))
        for j in range(per):
            u = j / per
            out.append(tuple(0.5 * (2 * b[k] + (c[k] - a[k]) * u
                                    + (2 * a[k] - 5 * b[k] + 4 * c[k] - d[k]) * u * u
                                    + (3 * b[k] - a[k] - 3 * c[k] + d[k]) * u ** 3)
                             for k in range(3)))
    return out


def timed(path):
    """Lengths of time along the path: the hand slows where the path bends (Viviani's two-thirds
    power law: speed goes with the cube root of the radius)."""
    n, cost = len(path), [0.0]
    for i in range(n):
        a, b, c = path[i - 1], path[i], path[(i + 1) % n]
        step = norm(sub(c, b))
        d0, d1 = sub(b, a), sub(c, b)
        bend = norm(sub(unit(d1), unit(d0))) / max(1e-6, (norm(d0) + norm(d1)) / 2) \
            if norm(d0) > 1e-9 and norm(d1) > 1e-9 else 0
        cost.append(cost[-1] + step * (bend + 1.2) ** (1 / 3))
    return cost


WARP = spline(warp_path())
WARP_TIME = timed(WARP)


def peg_times():
    """When the hand is half-way round a peg: for the sound."""
    return [WARP_TIME[24 * n] / WARP_TIME[-1] * score.OURDIR["length"]
            for n in (2, 9, 14, 19, 24, 29, 34, 39)]


def along(path, cost, u):
    target = (u % 1.0) * cost[-1]
    low, high = 0, len(cost) - 1
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if cost[middle] <= target else (low, middle)
    f = (target - cost[low]) / max(1e-9, cost[low + 1] - cost[low])
    return mix(path[low % len(path)], path[(low + 1) % len(path)], f)


def smooth_along(path, cost, u, spread, ends):
    """A mean over a little time: the body follows, the hand leads."""
    steps = 8
    total = (0, 0, 0)
    for k in range(-steps, steps + 1):
        total = add(total, along(path, cost, u + spread * k / steps + ends))
    return mul(total, 1 / (2 * steps + 1))


def ourdir(t):
    length = score.OURDIR["length"]
    u = t / length
    p = smooth_along(WARP, WARP_TIME, u, 0.006, 0)
    slow = smooth_along(WARP, WARP_TIME, u, 0.05, -0.008)
    at = (p[0], p[1], 0.47 + p[2])
    low = clamp((1.45 - slow[1]) / 0.6)
    hips = (0.50 * slow[0] + 0.03, 0.875 - 0.09 * low, 0.02 - 0.03 * low)
    right = Hand(at, (0.1, 0.25, 0.95), (-0.7, -0.75, -0.25), palm=(0.1, 0.3, 0.9))
    # The left hand lets the thread run, low, beside the hip.
    left = (hips[0] + 0.26 + 0.02 * wave(t, length, 6), 1.02 - 0.05 * low + 0.015 * wave(t, length, 12),
            0.24)
    return Aim(right, Hand(left, (-0.3, 0.5, 0.8), (0.8, -0.5, -0.5)),
               look=at, hips=hips, lean=0.07 + 0.42 * low, twist=0.62 * p[0] + 0.10,
               side=-0.14 * slow[0], feet=((-0.17, 0, 0.0), (0.17, 0, 0.03)),
               breath=wave(t, length, 3))


HAMMERS = {
    "retreindre": Hammer(score.RETREINDRE["blows"], 8.0, fall=0.17, rise=0.40, rest=0.12),
    "etirer": Hammer(score.ETIRER["blows"], 8.0, fall=0.24, rise=0.56, rest=0.10),
    "ciseler": Hammer(score.CISELER["blows"], 9.0, fall=0.11, rise=0.20, rest=0.10),
}
HAMMER = [("Tool", 0.25, 0.0), ("ToolEnd", 0.02, 0.045)]
CLIPS = {  # name: (gesture, length, fps, right tool, left tool)
    "retreindre-cuivre": (retreindre, 8.0, 60, [("Tool", 0.25, 0), ("ToolEnd", 0.0, 0.05)], []),
    "raboter-bois": (raboter, 9.6, 30, [("Tool", 0.27, 0.06), ("ToolEnd", 0.12, 0.0)], []),
    "monter-argile": (monter, 12.0, 30, [("Tool", 0.05, 0.03), ("ToolEnd", 0.02, 0.02)], []),
    "souffler-verre": (souffler, 12.0, 30, [("Tool", 0.78, 0), ("ToolEnd", 0.11, 0.0)], []),
    "ciseler-pierre": (ciseler, 9.0, 60, [("Tool", 0.17, 0), ("ToolEnd", 0.0, 0.05)],
                       [("Chisel", 0.14, 0), ("ChiselEnd", 0.004, 0.0)]),
    "coudre-cuir": (coudre, 10.4, 30, [("Tool", 0.04, 0.02), ("ToolEnd", 0.03, 0)],
                    [("LeftTool", 0.04, 0.02), ("LeftToolEnd", 0.03, 0)]),
    "ourdir-fil": (ourdir, 12.0, 30, [("Tool", 0.05, 0.02), ("ToolEnd", 0.02, 0.0)], []),
    "etirer-fer": (etirer, 8.0, 60, [("Tool", 0.32, 0), ("ToolEnd", 0.0, 0.06)],
                   [("Tongs", 0.34, 0), ("TongsEnd", 0.02, 0)]),
}


def main(folder):
    os.makedirs(folder, exist_ok=True)
    for name, (gesture, length, fps, right, left) in CLIPS.items():
        body = Body(right, left)
        frames = round(length * fps)
        aims = [gesture(n / fps) for n in range(frames)]
        text = body.bvh(aims + aims[:1], fps)  # the last pose is the first: the loop closes
        with open(os.path.join(folder, name + ".bvh"), "w", newline="\n") as out:
            out.write(text)
        print("%-18s %5.1f s %4d frames %4d KB, longest reach %.3f" %
              (name, length, frames + 1, len(text) // 1000, body.worst))


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else
         os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "clips"))
