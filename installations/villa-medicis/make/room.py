#!/usr/bin/env python3
"""Draws the architecture of the virtual room: ../room/*.obj, in metres, Z up. The façade's numbers are those of
installation.lua: 5 mm a px, and a frieze that leans back so far that the light of row 6 lands on its top edge."""
import math
import pathlib


class Obj:
    """Points, normals and faces, gathered; written once each."""

    def __init__(self):
        self.v, self.f, self.n = [], [], []

    def vert(self, x, y, z):
        self.v.append((x, y, z))
        return len(self.v)

    def quad(self, a, b, c, d):
        i = [self.vert(*p) for p in (a, b, c, d)]
        self.f.append([(k, 0) for k in i])

    def smooth(self, pts, nrm):
        self.f.append([(self.vert(*p), self.norm(*n)) for p, n in zip(pts, nrm)])

    def norm(self, x, y, z):
        self.n.append((x, y, z))
        return len(self.n)

    def box(self, x0, x1, y0, y1, z0, z1):
        q = self.quad
        q((x0, y0, z0), (x1, y0, z0), (x1, y0, z1), (x0, y0, z1))
        q((x1, y0, z0), (x1, y1, z0), (x1, y1, z1), (x1, y0, z1))
        q((x1, y1, z0), (x0, y1, z0), (x0, y1, z1), (x1, y1, z1))
        q((x0, y1, z0), (x0, y0, z0), (x0, y0, z1), (x0, y1, z1))
        q((x0, y0, z1), (x1, y0, z1), (x1, y1, z1), (x0, y1, z1))
        q((x0, y1, z0), (x1, y1, z0), (x1, y0, z0), (x0, y0, z0))

    def lathe(self, cx, cy, profile, sides=28):
        for (r0, z0), (r1, z1) in zip(profile, profile[1:]):
            s = math.hypot(r1-r0, z1-z0)
            if s < 1e-9: continue
            nr, nz = (z1-z0)/s, (r0-r1)/s
            for i in range(sides):
                a, b = 2*math.pi*i/sides, 2*math.pi*(i+1)/sides
                P = lambda r, t, z: (cx+r*math.cos(t), cy+r*math.sin(t), z)
                N = lambda t: (nr*math.cos(t), nr*math.sin(t), nz)
                self.smooth([P(r0, a, z0), P(r0, b, z0), P(r1, b, z1), P(r1, a, z1)], [N(a), N(b), N(b), N(a)])

    def write(self, path, what):
        def once(items, fmt):
            seen, order, to = {}, [], []
            for p in items:
                k = fmt % p
                if k not in seen:
                    seen[k] = len(order)+1
                    order.append(k)
                to.append(seen[k])
            return order, to
        vs, v_to = once(self.v, "v %.3f %.3f %.3f")
        ns, n_to = once(self.n, "vn %.2f %.2f %.2f")
        with open(path, 'w') as f:
            f.write(f"# {what}. Drawn for Gestuaire's reference installation. Metres, Z up.\n")
            f.write("\n".join(vs + ns) + "\n")
            for face in self.f:
                f.write("f " + " ".join(f"{v_to[i-1]}//{n_to[n-1]}" if n else str(v_to[i-1]) for i, n in face) + "\n")


out = pathlib.Path(__file__).resolve().parents[1] / "room"

# --- The façade: a flat wall at y = 7, a frieze that leans back above it, pilasters, a cornice.
W, Y = 5.76, 7.0
LOW, WALL, TOP, BACK = 0.55, 3.89, 4.60, 0.3434   # of the frieze: from WALL to TOP it goes back
o = Obj()
END = 11.0
o.quad((-END, Y, 0), (END, Y, 0), (END, Y, WALL), (-END, Y, WALL))
o.quad((-W, Y, WALL), (W, Y, WALL), (W, Y+BACK, TOP), (-W, Y+BACK, TOP))
for s in (-1, 1):
    a, b = sorted((s*W, s*END))
    o.quad((a, Y, WALL), (b, Y, WALL), (b, Y, 5.5), (a, Y, 5.5))
    x = s*W
    p = [(x, Y, WALL), (x, Y+BACK, TOP), (x, Y+BACK, 5.5), (x, Y, 5.5)]
    o.quad(*(p if s < 0 else p[::-1]))
o.quad((-W, Y+BACK, TOP), (W, Y+BACK, TOP), (W, Y+BACK, 5.5), (-W, Y+BACK, 5.5))
o.box(-END, END, Y-.10, Y, 0, .42)                    # plinth
o.box(-END, END, Y-.06, Y, .42, .50)
for x in (-8.2, -6.35, 6.35, 8.2):                  # pilasters
    o.box(x-.28, x+.28, Y-.12, Y, .5, 4.75)
    o.box(x-.36, x+.36, Y-.17, Y, .5, .78)
    o.box(x-.34, x+.34, Y-.16, Y, 4.5, 4.62)
    o.box(x-.40, x+.40, Y-.20, Y, 4.62, 4.80)
o.box(-END, END, Y-.10, Y+BACK+.2, 5.10, 5.26)        # architrave and cornice
o.box(-END, END, Y-.05, Y+BACK+.2, 5.26, 5.62)
for i in range(-36, 37):                          # dentils
    o.box(i*.3-.08, i*.3+.08, Y-.22, Y-.02, 5.62, 5.76)
o.box(-END, END, Y-.34, Y+.8, 5.76, 5.90)
o.box(-END, END, Y-.42, Y+.8, 5.90, 5.98)
o.box(-END, END, Y-.05, Y+.8, 5.98, 6.9)              # attic
o.box(-END, END, Y-.12, Y+.8, 6.9, 7.02)
o.write(f"{out}/facade.obj", "A façade with a frieze that leans back")

# --- The loggia: columns, arches, the wall above them, a ceiling.
o = Obj()
B, R, SPRING, TOPZ = 2.55, 2.18, 3.05, 6.1
y0, y1 = -3.72, -3.24
bays = [-2*B, 0, 2*B]
cols = [-3*B, -B, B, 3*B]
def column(x, y):
    o.box(x-.30, x+.30, y-.30, y+.30, 0, .12)
    o.lathe(x, y, [(.27, .12), (.29, .16), (.29, .20), (.25, .24), (.23, .26), (.25, .30), (.25, .33), (.205, .38)])
    shaft = [(.205-.045*(t**1.6), .38+t*2.2) for t in [i/8 for i in range(9)]]
    o.lathe(x, y, shaft)
    o.lathe(x, y, [(.16, 2.58), (.185, 2.60), (.185, 2.63), (.16, 2.65), (.16, 2.70), (.20, 2.76), (.25, 2.82), (.25, 2.85)])
    o.box(x-.27, x+.27, y-.27, y+.27, 2.85, 2.93)
    o.box(x-.31, x+.31, y-.30, y+.30, 2.93, SPRING)
for x in cols: column(x, (y0+y1)/2)
N = 26
for c in bays:
    arc = [(c-R*math.cos(math.pi*i/N), SPRING+R*math.sin(math.pi*i/N)) for i in range(N+1)]
    rim = [(c-(R+.26)*math.cos(math.pi*i/N), SPRING+(R+.26)*math.sin(math.pi*i/N)) for i in range(N+1)]
    L, RR = c-B, c+B
    for (xa, za), (xb, zb) in zip(arc, arc[1:]):
        for y, flip in ((y0, False), (y1, True)):
            q = [(xa, y, za), (xb, y, zb), (xb, y, TOPZ), (xa, y, TOPZ)]
            o.quad(*(q if not flip else q[::-1]))
    for i in range(N):
        (xa, za), (xb, zb)=arc[i], arc[i+1]
        ta, tb = math.pi*i/N, math.pi*(i+1)/N
        o.smooth([(xa, y1, za), (xb, y1, zb), (xb, y0, zb), (xa, y0, za)],
                 [(math.cos(ta), 0, -math.sin(ta)), (math.cos(tb), 0, -math.sin(tb)),
                  (math.cos(tb), 0, -math.sin(tb)), (math.cos(ta), 0, -math.sin(ta))])
        for y, s in ((y0, -1), (y1, 1)):          # archivolt
            (pa, qa), (pb, qb)=rim[i], rim[i+1]
            yy = y+s*.05
            q = [(xa, yy, za), (xb, yy, zb), (pb, yy, qb), (pa, yy, qa)]
            o.quad(*(q if s<0 else q[::-1]))
            q = [(pa, yy, qa), (pb, yy, qb), (pb, y, qb), (pa, y, qa)]
            o.quad(*(q if s<0 else q[::-1]))
            q = [(xb, yy, zb), (xa, yy, za), (xa, y, za), (xb, y, zb)]
            o.quad(*(q if s<0 else q[::-1]))
    for xa, xb in ((L, c-R), (c+R, RR)):           # spandrels beside the arch
        o.quad((xa, y0, SPRING), (xb, y0, SPRING), (xb, y0, TOPZ), (xa, y0, TOPZ))
        o.quad((xb, y1, SPRING), (xa, y1, SPRING), (xa, y1, TOPZ), (xb, y1, TOPZ))
        o.quad((xa, y1, SPRING), (xb, y1, SPRING), (xb, y0, SPRING), (xa, y0, SPRING))
E0 = 3*B
o.box(-E0-3, -E0-.0, y0, y1, 0, TOPZ); o.box(E0, E0+3, y0, y1, 0, TOPZ)   # walls beyond
o.box(-E0-3, E0+3, y0-.08, y1+.10, TOPZ, TOPZ+.16)
o.box(-E0-3, E0+3, -15, y1+.30, TOPZ+.16, TOPZ+.5)
for y in (-5.6, -7.9, -10.2): o.box(-E0-3, E0+3, y-.14, y+.14, TOPZ-.28, TOPZ+.16)  # beams
o.box(-E0-3.2, -E0-3, -15, y1, 0, TOPZ+.2)
o.box(E0+3, E0+3.2, -15, y1, 0, TOPZ+.2)
o.write(f"{out}/loggia.obj", "A loggia of three arches")

# --- Floors: slabs in two tones under the loggia, a court of gravel.
for tone in (0, 1):
    o = Obj()
    for i in range(-12, 12):
        for k in range(-16, -3):
            if (i+k)%2!=tone: continue
            x, y = i*.9, k*.9-.3
            y1_ = min(y+.9, -3.0)
            if y>=-3.0: continue
            o.quad((x, y, .10), (x+.9, y, .10), (x+.9, y1_, .10), (x, y1_, .10))
    if tone==0:
        o.quad((11, -3.0, 0), (-11, -3.0, 0), (-11, -3.0, .10), (11, -3.0, .10))
    o.write(f"{out}/slabs-{'light' if tone else 'dark'}.obj","Slabs of a floor, every other one")

# --- Cypresses behind the façade and at its sides.
o = Obj()
def cypress(x, y, h, r):
    prof = [(r*.35, 0), (r*.55, h*.06), (r*.9, h*.16), (r, h*.30), (r*.93, h*.45), (r*.75, h*.62), (r*.5, h*.78), (r*.25, h*.91), (.01, h)]
    o.lathe(x, y, prof, 14)
for x, y, h, r in [(-9.6, 10, 11.5, .95), (-7.4, 11.5, 10.2, .85), (-12.5, 9.5, 9.5, .9), (10.4, 10.5, 12.3, 1.0), (12.8, 10, 10, .9), (8.3, 12, 9.6, .8)]:
    cypress(x, y, h, r)
o.write(f"{out}/cypresses.obj","Cypresses")

# --- A plinth that tapers, and the foot of a visit station.
o = Obj()
def frustum(x, y, a, b, z0, z1):
    P = [(x-a, y-a, z0), (x+a, y-a, z0), (x+a, y+a, z0), (x-a, y+a, z0)]
    Q = [(x-b, y-b, z1), (x+b, y-b, z1), (x+b, y+b, z1), (x-b, y+b, z1)]
    for i in range(4):
        j = (i+1)%4
        o.quad(P[i], P[j], Q[j], Q[i])
    o.quad(*Q)
frustum(0, 0, .62, .62, 0, .08)
frustum(0, 0, .54, .50, .08, .66)
frustum(0, 0, .50, .60, .66, .74)
frustum(0, 0, .60, .60, .74, .82)
o.write(f"{out}/plinth.obj","A plinth")
