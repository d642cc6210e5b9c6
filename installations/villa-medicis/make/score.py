"""When each gesture strikes, pushes, pulls: one score for its movement and for its sound.

Times in seconds from the start of the loop; `length` is the loop. Nothing is drawn at random that
is not seeded by the gesture's own name, so that the same files come out on every machine.
"""
import random

FPS = 60


def series(first, period, strengths):
    return [(round(first + period * n, 4), s) for n, s in enumerate(strengths)]


# Blows: (time, strength 0..1).
RETREINDRE = {"length": 8.0,
              "blows": series(0.70, 0.70, (0.8, 0.86, 0.92, 0.95, 1.0, 0.96, 0.92, 0.88, 0.84))}
ETIRER = {"length": 8.0,
          "blows": series(0.95, 0.95, (0.92, 1.0, 0.96)) + [(3.35, 0.22)]
          + series(4.95, 0.95, (0.94, 1.0, 0.9)) + [(7.35, 0.2)]}
CISELER = {"length": 9.0,
           "blows": [(round(start + 0.36 * n, 4), s)
                     for start in (0.45, 3.45, 6.45)
                     for n, s in enumerate((0.75, 0.9, 1.0, 0.95, 0.9, 0.8))]}
# Strokes: (start of the push, end of the push).
RABOTER = {"length": 9.6, "strokes": [(0.5, 1.75), (3.7, 4.95), (6.9, 8.15)]}
# Lifts of the wall: (start, end, height reached in metres over the wheel).
MONTER = {"length": 12.0, "turn_hz": 1.5, "lifts": [(1.2, 4.4, 0.20), (6.6, 10.2, 0.34)]}
# Breaths: (start, end); swings of the pipe: their middle.
SOUFFLER = {"length": 12.0, "breaths": [(1.6, 3.6), (8.4, 10.6)], "swings": (4.9, 7.5)}
# Stitches: when the arms begin to open.
COUDRE = {"length": 10.4, "stitch": 2.6, "opening": 0.75, "count": 4}
# The hand goes down the pegs and up again.
OURDIR = {"length": 12.0}


def dice(name):
    return random.Random("villa-medicis/" + name)
