#!/usr/bin/env python3
"""Makes the sounds of the eight gestures and of the quiet room: synthesis, not recordings.

sound.py [FOLDER]: writes ../sound (or FOLDER)/*.ogg, 48 kHz mono, each as long as its clip and in
step with it (score.py), looping without a seam, peak -3 dBFS. Struck bodies are modal: a sum of
decaying sines whose ratios are those of the body (free bar: Euler-Bernoulli; plate and bell: the
ratios beside them), which is how metal, stone and wood differ to the ear. Standard library, and
ffmpeg to pack them; the samples are the same on every run.
"""
import array
import math
import os
import subprocess
import sys
import wave

import motion
import score

RATE = 48000
TAU = 2 * math.pi
# Free-free bar, (beta_n l)^2 over the first's (Fletcher and Rossing, The Physics of Musical
# Instruments, 2.14).
BAR = (1.0, 2.757, 5.404, 8.933, 13.344)
# Clamped circular plate, axisymmetric and nodal-diameter modes (Fletcher and Rossing, table 3.2).
PLATE = (1.0, 2.08, 3.41, 3.89, 4.95, 5.98, 6.82, 8.26, 8.72, 10.87)


class Track:
    """A loop: what rings past its end comes in again at its start."""

    def __init__(self, seconds):
        self.n = round(seconds * RATE)
        self.samples = array.array("d", bytes(8 * self.n))

    def add(self, at_s, sound, gain=1.0):
        n, samples, start = self.n, self.samples, round(at_s * RATE)
        for i, v in enumerate(sound):
            samples[(start + i) % n] += gain * v

    def write(self, folder, name, peak=10 ** (-3 / 20)):
        top = max(abs(v) for v in self.samples)
        pcm = array.array("h", (round(v / top * peak * 32767) for v in self.samples))
        path = os.path.join(folder, name)
        with wave.open(path + ".wav", "wb") as out:
            out.setparams((1, 2, RATE, 0, "NONE", ""))
            out.writeframes(pcm.tobytes())
        subprocess.run(["ffmpeg", "-loglevel", "error", "-y", "-i", path + ".wav", "-c:a", "libvorbis",
                        "-q:a", "5", "-fflags", "+bitexact", "-flags:a", "+bitexact",
                        "-map_metadata", "-1", path + ".ogg"], check=True)
        os.remove(path + ".wav")
        print("%-18s %5.1f s %4d KB" % (name, self.n / RATE, os.path.getsize(path + ".ogg") // 1000))


def ring(modes, seconds, attack=0.0004):
    """Decaying sines: modes are (Hz, gain, time to -60 dB). Each by a recurrence, not by sin()."""
    n = round(seconds * RATE)
    out = array.array("d", bytes(8 * n))
    for hz, gain, t60 in modes:
        if hz > RATE * 0.45:
            continue
        r = 10 ** (-3 / (t60 * RATE))
        a, b = 2 * r * math.cos(TAU * hz / RATE), -r * r
        y1, y2 = 0.0, -gain * math.sin(TAU * hz / RATE) / r
        for i in range(min(n, round(1.3 * t60 * RATE))):
            y = a * y1 + b * y2
            out[i] += y
            y1, y2 = y, y1
    edge = max(1, round(attack * RATE))
    for i in range(min(edge, n)):
        out[i] *= i / edge
    tail = min(n, 960)
    for i in range(tail):
        out[n - 1 - i] *= i / tail
    return out


def noise(dice, seconds):
    gauss = dice.gauss
    return [gauss(0, 0.33) for _ in range(round(seconds * RATE))]


class Band:
    """Two-pole band-pass (RBJ cookbook, constant peak gain) whose middle may move."""

    def __init__(self):
        self.x1 = self.x2 = self.y1 = self.y2 = 0.0

    def tune(self, hz, q):
        w = TAU * min(hz, RATE * 0.45) / RATE
        alpha = math.sin(w) / (2 * q)
        self.b, self.a1, self.a2 = alpha / (1 + alpha), -2 * math.cos(w) / (1 + alpha), \
            (1 - alpha) / (1 + alpha)

    def step(self, x):
        y = self.b * (x - self.x2) - self.a1 * self.y1 - self.a2 * self.y2
        self.x2, self.x1, self.y2, self.y1 = self.x1, x, self.y1, y
        return y


def swept(dice, seconds, hz, q, level):
    """Noise through a band: hz(u), level(u) over u in 0..1."""
    band, out = Band(), noise(dice, seconds)
    n = len(out)
    for i in range(n):
        if i % 64 == 0:
            band.tune(hz(i / n), q)
            gain = level(i / n)
            after = level(min(1.0, (i + 64) / n))
        out[i] = band.step(out[i]) * (gain + (after - gain) * (i % 64) / 64)
    return out


def bed(track, dice, hz, q, gain, slow=3):
    """A noise that fills the loop: its own end is laid over its beginning."""
    fade = 1.5
    seconds = track.n / RATE
    phase = dice.random()
    sound = swept(dice, seconds + fade, lambda u: hz, q,
                  lambda u: 1 + 0.25 * math.sin(TAU * (u * slow * (seconds + fade) / seconds + phase)))
    edge = round(fade * RATE)
    for i in range(edge):
        u = i / edge
        sound[i] *= math.sin(u * math.pi / 2)
        sound[len(sound) - edge + i] *= math.cos(u * math.pi / 2)
    track.add(0, sound, gain)


def click(dice, seconds, hz, q, gain=1.0):
    return [v * gain for v in swept(dice, seconds, lambda u: hz, q, lambda u: (1 - u) ** 5)]


def struck(dice, base, ratios, t60, seconds, bright=1.0, spread=0.004, fall=0.8):
    """Modes of a body; bright: how hard and small the hammer; higher modes die sooner."""
    modes = []
    for k, ratio in enumerate(ratios):
        hz = base * ratio * (1 + dice.uniform(-spread, spread))
        gain = bright ** k / (1 + 0.5 * k) * dice.uniform(0.75, 1.15)
        modes.append((hz, gain, t60 / ratio ** fall))
        modes.append((hz * (1 + dice.uniform(0.0015, 0.004)), gain * 0.5, t60 * 0.8 / ratio ** fall))
    return ring(modes, seconds)


def retreindre(folder):
    """A steel hammer on a copper bowl that is held by hand on a stake: rings, but briefly."""
    dice, s = score.dice("retreindre"), score.RETREINDRE
    track = Track(s["length"])
    for n, (t, strength) in enumerate(s["blows"]):
        pitch = 1 + 0.012 * math.sin(n * 0.9)  # the ring changes as the vessel turns
        track.add(t, struck(dice, 512 * pitch, PLATE, 0.85, 1.4, 0.9 * (0.7 + 0.3 * strength)), strength)
        track.add(t, struck(dice, 2140 * pitch, BAR, 0.10, 0.2, 0.7), 0.5 * strength)
        track.add(t, click(dice, 0.012, 5200, 0.7, 2.2), strength)
        track.add(t, ring([(118, 0.9, 0.13), (203, 0.5, 0.10)], 0.25), strength)  # the block below
    bed(track, dice, 240, 0.4, 0.012)
    track.write(folder, "retreindre-cuivre")


def etirer(folder):
    """Hot iron is dull, the anvil beneath it sings; the light blows fall on the bare anvil."""
    dice, s = score.dice("etirer"), score.ETIRER
    track = Track(s["length"])
    for t, strength in s["blows"]:
        bare = strength < 0.5
        anvil = struck(dice, 1180, (1.0, 1.53, 2.41, 2.95, 3.9, 5.2), 1.5 if bare else 0.7, 2.0, 0.82)
        track.add(t, anvil, 0.75 if bare else 0.32 * strength)
        if not bare:
            track.add(t, ring([(74, 1.6, 0.22), (131, 1.0, 0.18), (246, 0.6, 0.10)], 0.4), strength)
            track.add(t, struck(dice, 640, BAR, 0.12, 0.25, 0.75), 0.7 * strength)
        track.add(t, click(dice, 0.015, 3600, 0.6, 2.0), strength)
        track.add(t + 0.085, struck(dice, 1180, (1.0, 1.53, 2.41), 0.4, 0.6, 0.7), 0.05)  # the rebound
    bed(track, dice, 170, 0.5, 0.10, 4)      # the fire
    bed(track, dice, 900, 0.4, 0.02, 7)
    for _ in range(26):
        track.add(dice.uniform(0, s["length"]), click(dice, 0.004, dice.uniform(2000, 7000), 1.0),
                  dice.uniform(0.02, 0.10))
    track.write(folder, "etirer-fer")


def ciseler(folder):
    """Iron on the chisel, the chisel in limestone: two short knocks in one, and grains that fall."""
    dice, s = score.dice("ciseler"), score.CISELER
    track = Track(s["length"])
    for n, (t, strength) in enumerate(s["blows"]):
        track.add(t, struck(dice, 1830 + 9 * (n % 6), BAR, 0.22, 0.35, 0.75), 0.65 * strength)
        track.add(t, ring([(310, 0.9, 0.05), (742, 0.8, 0.045), (1290, 0.5, 0.03)], 0.12), strength)
        track.add(t + 0.0006, click(dice, 0.03, 2600, 0.5, 2.6), strength)
        for _ in range(9):
            late = dice.expovariate(9) + 0.03
            track.add(t + late, click(dice, 0.006, dice.uniform(2500, 8000), 2.5), 0.12 * strength)
    for start in (2.75, 5.75, 8.75):         # the hand that brushes the dust away
        track.add(start - 0.05, swept(dice, 0.42, lambda u: 3200 + 1500 * u, 0.7,
                                      lambda u: math.sin(math.pi * u) ** 2), 0.13)
    bed(track, dice, 300, 0.4, 0.012)
    track.write(folder, "ciseler-pierre")


def raboter(folder):
    """A blade that lifts a shaving: a tearing noise whose colour rises, the body of the bench."""
    dice, s = score.dice("raboter"), score.RABOTER
    track = Track(s["length"])
    for start, end in s["strokes"]:
        long = end - start

        def push(u):
            return min(1, u * 9) * min(1, (1 - u) * 14) * (0.55 + 0.45 * math.sin(math.pi * u))
        for hz, q, gain in ((620, 2.2, 0.75), (1750, 1.6, 0.8), (4300, 0.9, 0.55)):
            track.add(start, swept(dice, long, lambda u: hz * (1 + 0.22 * u), q, push), gain)
        grain = noise(dice, long)            # the fibres give way one by one
        for i in range(len(grain)):
            u = i / len(grain)
            grain[i] = 0.0 if dice.random() > 0.006 * push(u) else grain[i] * 3
        band = Band()
        band.tune(2400, 1.4)
        track.add(start, [band.step(v) for v in grain], 1.6)
        track.add(start, ring([(96, 0.5, 0.12), (188, 0.35, 0.10), (415, 0.2, 0.06)], 0.3), 0.45)
        track.add(end, swept(dice, 0.22, lambda u: 5200 - 2600 * u, 1.2, lambda u: (1 - u) ** 2), 0.30)
        track.add(end + 0.30, ring([(142, 0.2, 0.08), (330, 0.14, 0.05)], 0.2), 0.5)
    bed(track, dice, 260, 0.4, 0.015)
    track.write(folder, "raboter-bois")


def monter(folder):
    """The wheel hums, the wet hand glides; drops when the hand comes back from the water."""
    dice, s = score.dice("monter"), score.MONTER
    length, turn = s["length"], s["turn_hz"]
    track = Track(length)
    n = track.n
    hum = array.array("d", bytes(8 * n))
    for hz, gain in ((49.0, 0.50), (98.0, 0.30), (147.5, 0.12), (73.5, 0.10)):
        hz = round(hz * length) / length     # whole turns in the loop
        step, throb = TAU * hz / RATE, TAU * turn / RATE
        for i in range(n):
            hum[i] += gain * math.sin(step * i) * (1 + 0.22 * math.sin(throb * i))
    track.add(0, hum, 0.30)
    for start, end, height in s["lifts"]:
        long = end - start

        def glide(u):
            wet = 0.6 + 0.4 * math.sin(TAU * turn * u * long)
            return min(1, u * 5) * min(1, (1 - u) * 5) * wet
        track.add(start, swept(dice, long, lambda u: 480 + 500 * u, 1.3, glide), 0.42)
        track.add(start, swept(dice, long, lambda u: 2100 + 900 * u, 1.1, glide), 0.13)
    for _ in range(13):                      # water that drips back into the bucket
        t = 11.05 + dice.expovariate(2.6)
        hz = dice.uniform(700, 1600)
        drop = [math.sin(TAU * (hz * i / RATE + 2600 * (i / RATE) ** 2)) * math.exp(-i / RATE / 0.016)
                * min(1, i / 60) for i in range(3600)]
        track.add(t, drop, dice.uniform(0.05, 0.16))
    bed(track, dice, 320, 0.4, 0.03)
    track.write(folder, "monter-argile")


def souffler(folder):
    """The furnace breathes without end; a breath goes down the iron pipe and finds its pitch."""
    dice, s = score.dice("souffler"), score.SOUFFLER
    track = Track(s["length"])
    bed(track, dice, 95, 0.6, 0.42, 3)
    bed(track, dice, 210, 0.5, 0.26, 5)
    bed(track, dice, 760, 0.5, 0.06, 7)
    for start, end in s["breaths"]:
        long = end - start

        def breath(u):
            return math.sin(math.pi * min(1, u * 1.05)) ** 1.4 if u < 0.95 else 0.0
        # A pipe of 1.2 m, closed by the glass: odd quarter waves, c = 343 m/s.
        for k, gain in ((1, 0.55), (3, 0.5), (5, 0.35), (7, 0.22), (9, 0.12)):
            hz = k * 343 / (4 * 1.2)
            track.add(start, swept(dice, long, lambda u: hz * (1 + 0.01 * u), 14, breath), gain * 3.0)
        track.add(start, swept(dice, long, lambda u: 1900, 0.8, breath), 0.10)
    for middle in s["swings"]:
        track.add(middle - 0.5, swept(dice, 1.0, lambda u: 260 + 240 * math.sin(math.pi * u), 1.4,
                                      lambda u: math.sin(math.pi * u) ** 2), 0.22)
    for t in (0.5, 4.3, 7.9, 11.6):          # the pipe touches its rest; glass is near
        track.add(t, struck(dice, 880, BAR, 0.5, 0.8, 0.55), 0.05)
        track.add(t + 0.03, struck(dice, 3120, (1, 2.32, 4.25), 0.5, 0.7, 0.6), 0.018)
    track.write(folder, "souffler-verre")


def coudre(folder):
    """Waxed linen thread drawn through leather: friction that rises with the arms, then the tug."""
    dice, s = score.dice("coudre"), score.COUDRE
    track = Track(s["length"])
    for n in range(s["count"]):
        t = n * s["stitch"]
        track.add(t + 0.12, ring([(210, 0.5, 0.05), (480, 0.3, 0.03)], 0.12), 0.5)  # the awl
        track.add(t + 0.12, click(dice, 0.05, 1500, 0.8), 0.5)
        for late in (0.34, 0.47):            # two needles
            track.add(t + late, struck(dice, 4200 + 300 * n, BAR, 0.05, 0.1, 0.5), 0.05)

        def pull(u):
            flutter = 0.75 + 0.25 * math.sin(TAU * 31 * u)
            return math.sin(math.pi * u ** 0.8) ** 1.2 * flutter
        track.add(t + s["opening"], swept(dice, 0.95, lambda u: 1300 + 2300 * u, 3.2, pull), 0.9)
        track.add(t + s["opening"], swept(dice, 0.95, lambda u: 5200 + 1200 * u, 1.5, pull), 0.22)
        tug = t + s["opening"] + 0.88
        track.add(tug, ring([(88, 0.7, 0.16), (164, 0.45, 0.10)], 0.3, 0.004), 0.8)
        track.add(tug, swept(dice, 0.28, lambda u: 620 + 260 * u, 7, lambda u: math.sin(math.pi * u)), 0.8)
    bed(track, dice, 300, 0.4, 0.02)
    track.write(folder, "coudre-cuir")


def ourdir(folder):
    """The thread runs off its bobbin, hums in the hand, and ticks on every peg."""
    dice, s = score.dice("ourdir"), score.OURDIR
    length = s["length"]
    track = Track(length)

    def run(u):
        return 0.45 + 0.55 * math.sin(math.pi * (u * 8 % 1)) ** 2
    sound = swept(dice, length, lambda u: 2600 + 700 * math.sin(TAU * u * 5), 2.0, run)
    edge = round(0.02 * RATE)
    for i in range(edge):
        sound[i] *= i / edge
        sound[-1 - i] *= i / edge
    track.add(0, sound, 0.30)
    wheel = 5.5                              # the bobbin on its pin, turns a second
    for n in range(round(wheel * length)):
        t = n / wheel + dice.uniform(-0.008, 0.008)
        track.add(t % length, ring([(390, 0.5, 0.035), (905, 0.35, 0.025), (1630, 0.2, 0.02)], 0.07),
                  0.16 + 0.1 * dice.random())
    for n, t in enumerate(motion.peg_times()):  # wooden pegs
        track.add(t, struck(dice, 415 + 12 * (n % 5), BAR, 0.16, 0.25, 0.5), 0.55)
        track.add(t, click(dice, 0.01, 2200, 0.8), 0.4)
    bed(track, dice, 260, 0.4, 0.02)
    track.write(folder, "ourdir-fil")


def room(folder):
    """A stone room at night: almost nothing, so that silence has a floor."""
    dice = score.dice("room")
    track = Track(12.0)
    bed(track, dice, 80, 0.5, 1.0, 2)
    bed(track, dice, 190, 0.5, 0.5, 3)
    bed(track, dice, 520, 0.7, 0.10, 5)
    for hz, gain in ((110.0, 0.010), (164.75, 0.006)):
        sine = [math.sin(TAU * hz * i / RATE) for i in range(track.n)]
        track.add(0, sine, gain)
    track.write(folder, "room-tone")


def main(folder):
    os.makedirs(folder, exist_ok=True)
    for make in (retreindre, etirer, ciseler, raboter, monter, souffler, coudre, ourdir, room):
        make(folder)


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else
         os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "sound"))
