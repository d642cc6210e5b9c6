"""What the end-to-end tests share: the program as its users run it, and pictures as numbers."""
import os
import pathlib
import shutil
import struct
import subprocess
import tempfile
import unittest
import zlib

PROGRAM = pathlib.Path(os.environ["GESTUAIRE_PROGRAM"]).resolve()
ROOT = pathlib.Path(__file__).resolve().parents[2]
VILLA = ROOT / "installations" / "villa-medicis"
SAMPLES = pathlib.Path(os.environ.get("GESTUAIRE_SAMPLES", ROOT / ".." / "shared" / "samples"))
OUT = pathlib.Path(os.environ.get("GESTUAIRE_TEST_OUT", ROOT / "out" / "tests"))


def gestuaire(*args, ok=True, env=None, timeout=600):
    """Runs the program to its end; CompletedProcess with text. ok: it must exit 0."""
    result = subprocess.run([PROGRAM, *map(str, args)], capture_output=True, text=True,
                            timeout=timeout, env={**os.environ, "GESTUAIRE_ROOT": str(ROOT), **(env or {})})
    if ok and result.returncode != 0:
        raise AssertionError(f"gestuaire {' '.join(map(str, args))}\nexit {result.returncode}\n"
                             f"{result.stdout}\n{result.stderr}")
    return result


HEARD_ONLY = """return {
  title = { fr = "x", it = "x", en = "x" }, languages = { "fr", "it", "en" },
  stations = { ear = {
    title = { fr = "x", it = "x", en = "x" },
    stages = { plan = { canvas = { 320, 200 }, scene = "first" } },
    speakers = { { channel = 1, at = { 0, 0, 0 } } },
  } },
}
"""


def heard_only(folder):
    """An installation whose one station has no output; its scene logs the day."""
    place = pathlib.Path(folder) / "ear"
    (place / "scenes" / "first").mkdir(parents=True)
    (place / "installation.lua").write_text(HEARD_ONLY)
    (place / "scenes" / "first" / "scene.lua").write_text(
        'local scene = {}\nfunction scene.enter() log.info("day " .. show.date()) end\nreturn scene\n')
    return place


def png(path):
    """(width, height, channels, rows of bytes) of an 8-bit RGB or RGBA PNG, by the specification."""
    data = pathlib.Path(path).read_bytes()
    assert data[:8] == b"\x89PNG\r\n\x1a\n", f"{path}: no PNG"
    at, packed, head = 8, b"", None
    while at < len(data):
        length, kind = struct.unpack(">I4s", data[at:at + 8])
        body = data[at + 8:at + 8 + length]
        if kind == b"IHDR":
            head = struct.unpack(">IIBBBBB", body)
        elif kind == b"IDAT":
            packed += body
        at += 12 + length
    width, height, depth, colour, _, _, interlaced = head
    assert depth == 8 and colour in (2, 6) and not interlaced, f"{path}: {head}"
    channels = 3 if colour == 2 else 4
    raw, rows, stride = zlib.decompress(packed), [], width * channels
    before = bytearray(stride)
    for y in range(height):
        kind, line = raw[y * (stride + 1)], bytearray(raw[y * (stride + 1) + 1:(y + 1) * (stride + 1)])
        unfilter(kind, line, before, channels)
        rows.append(line)
        before = line
    return width, height, channels, rows


def unfilter(kind, line, before, channels):
    if kind == 0:
        return
    for i in range(len(line)):
        left = line[i - channels] if i >= channels else 0
        up = before[i]
        if kind == 1:
            guess = left
        elif kind == 2:
            guess = up
        elif kind == 3:
            guess = (left + up) // 2
        else:
            corner = before[i - channels] if i >= channels else 0
            p = left + up - corner
            guess = min((abs(p - left), 0, left), (abs(p - up), 1, up), (abs(p - corner), 2, corner))[2]
        line[i] = (line[i] + guess) & 255


def differing(a, b, delta=16, step=1):
    """Share of pixels (every `step`-th of every `step`-th row) where a channel differs by more."""
    (wa, ha, ca, ra), (wb, hb, cb, rb) = a, b
    assert (wa, ha) == (wb, hb), f"{wa}x{ha} against {wb}x{hb}"
    seen = far = 0
    for y in range(0, ha, step):
        la, lb = ra[y], rb[y]
        if la == lb:
            seen += len(range(0, wa, step))
            continue
        for x in range(0, wa, step):
            seen += 1
            far += any(abs(la[x * ca + c] - lb[x * cb + c]) > delta for c in range(3))
    return far / seen


def mean_light(picture, left=0, top=0, right=None, bottom=None):
    """Mean of the brightest channel over a part, 0..255."""
    width, height, channels, rows = picture
    right, bottom = right or width, bottom or height
    total = sum(max(rows[y][x * channels:x * channels + 3]) for y in range(top, bottom, 2)
                for x in range(left, right, 2))
    return total / (len(range(top, bottom, 2)) * len(range(left, right, 2)))


def copy_villa(folder):
    """A copy of the reference installation that a test may break."""
    copy = pathlib.Path(folder) / "villa-medicis"
    shutil.copytree(VILLA, copy)
    return copy


def copy_lens(folder):
    """Likewise of a small one: a screen and a kiosk, five gestures."""
    copy = pathlib.Path(folder) / "louvre-lens"
    shutil.copytree(ROOT / "installations" / "louvre-lens", copy)
    return copy


class Case(unittest.TestCase):
    """A test with a temporary folder."""

    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="gestuaire-test-"))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
