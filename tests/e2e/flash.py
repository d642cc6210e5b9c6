"""`gestuaire check --flash` on scenes that flash as often as they say, against a count made here from the pictures it looked at."""
import collections
import json
import unittest

from harness import Case, gestuaire, png

W, H, HZ = 48, 36, 60
HOUSE = """return {
  title = { fr = "x", it = "x", en = "x" }, languages = { "fr", "it", "en" },
  stations = { wall = {
    title = { fr = "Mur", it = "Muro", en = "Wall" },
    stages = { a = { canvas = { %d, %d }, scene = "%s" } },
    outputs = { out = { size = { %d, %d } } },
    rate_hz = %d, flash_limit = %s,
  } },
}
"""
# Two colours in turn, hz pairs a second, from `from` s on, over a part of the canvas.
SCENE = """local scene = {}
function scene.enter(stage) scene.stage = stage end
function scene.update(dt, now) scene.stage:redraw() end
function scene.draw(canvas)
  canvas:rect(0, 0, %d, %d, { color = "#404040" })
  local on = show.now() >= %g and math.floor((show.now() + 1e-6) * 2 * %g) %% 2 == 1
  canvas:rect(%d, %d, %d, %d, { color = on and "%s" or "%s" })
end
return scene
"""


def light(byte):
    v = byte / 255
    return v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4


LIGHT = [light(b) for b in range(256)]


class Flash(Case):
    def house(self, name, start, hz, box, bright, dark, limit=False):
        house = self.folder / name
        (house / "scenes" / name).mkdir(parents=True)
        (house / "installation.lua").write_text(HOUSE % (W, H, name, W, H, HZ, "true" if limit else "false"))
        (house / "scenes" / name / "scene.lua").write_text(SCENE % (W, H, start, hz, *box, bright, dark))
        return house

    def measure(self, house, seconds):
        """What it found, and kind -> second -> share, counted here: jumps of each px, in all fields, in each second of 60 frames."""
        frames = self.folder / "frames"
        said = gestuaire("check", house, "--flash", "--seconds", seconds, "--frames", frames, "--json", ok=False)
        told = json.loads(said.stdout)
        self.assertEqual(said.returncode, 1 if told["found"] else 0)
        pictures = {}
        for file in sorted(frames.iterdir()):
            width, height, channels, rows = png(file)
            self.assertEqual((width, height), (W, H))
            pictures[round(float(file.stem.rsplit("-", 1)[1]) * HZ)] = (channels, rows)
            file.unlink()
        jumps = {kind: collections.defaultdict(list) for kind in ("light", "red")}
        before = None
        for frame, (channels, rows) in sorted(pictures.items()):
            now = {}
            for y in range(H):
                for x in range(W):
                    now[x, y] = rows[y][x * channels:x * channels + 3]
            for at, rgb in now.items() if before else ():
                if rgb == before[at]:
                    continue
                (r, g, b), (p, q, s) = ([LIGHT[v] for v in c] for c in (rgb, before[at]))
                new, old = (0.2126 * r + 0.7152 * g + 0.0722 * b), (0.2126 * p + 0.7152 * q + 0.0722 * s)
                if abs(new - old) >= 0.1 and min(new, old) < 0.8:
                    jumps["light"][at].append((frame, new > old))
                saturated = r / ((r + g + b) or 1) >= 0.8 or p / ((p + q + s) or 1) >= 0.8
                change = 320 * (max(0, r - g - b) - max(0, p - q - s))
                if abs(change) > 20 and saturated:
                    jumps["red"][at].append((frame, change > 0))
            before = now
        worst = {kind: {} for kind in jumps}
        fw, fh = round(W * 341 / 1024), round(H * 256 / 768)
        for kind, cells in jumps.items():
            ends = sorted({f for list_ in cells.values() for f, _ in list_})
            for end in ends:
                grid = [[0] * (W + 1) for _ in range(H + 1)]
                for (x, y), list_ in cells.items():
                    turns = [up for f, up in list_ if end - HZ < f <= end]
                    turns = [u for i, u in enumerate(turns) if i == 0 or u != turns[i - 1]]
                    grid[y + 1][x + 1] = len(turns) >= 7
                for y in range(1, H + 1):
                    for x in range(1, W + 1):
                        grid[y][x] += grid[y - 1][x] + grid[y][x - 1] - grid[y - 1][x - 1]
                most = max(grid[y + fh][x + fw] - grid[y][x + fw] - grid[y + fh][x] + grid[y][x]
                           for y in range(H - fh + 1) for x in range(W - fw + 1)) / (fw * fh)
                if most > 0.25:
                    second = end // HZ
                    worst[kind][second] = max(worst[kind].get(second, 0), most)
        return told, worst

    def agree(self, name, seconds, *args):
        told, worst = self.measure(self.house(name, *args), seconds)
        found = {kind: {o["second"]: o["share"] for o in told["found"] if o["kind"] == kind} for kind in worst}
        for kind in worst:
            self.assertEqual(set(found[kind]), set(worst[kind]), (name, kind))
            for second, share in worst[kind].items():
                self.assertAlmostEqual(found[kind][second], share, 2)
        for o in told["found"]:
            self.assertEqual((o["station"], o["stage"], o["scene"]), ("wall", "a", name))
        self.assertGreater(told["pictures"], 2)
        return found

    def test_what_it_finds_is_what_the_pictures_say(self):
        full = (0, 0, W, H)
        found = self.agree("strobe", 3, 1.0, 5, full, "#ffffff", "#000000")
        self.assertNotIn(0, found["light"])
        self.assertIn(2, found["light"])
        self.assertFalse(self.agree("slow", 3, 0, 3, full, "#ffffff", "#000000")["light"])
        self.assertFalse(self.agree("faint", 3, 0, 10, full, "#505050", "#404040")["light"])
        self.assertTrue(self.agree("red", 2, 0, 5, full, "#d00000", "#300000")["red"])
        self.assertFalse(self.agree("small", 3, 0, 10, (20, 15, 8, 6), "#ffffff", "#000000")["light"])
        self.assertTrue(self.agree("larger", 3, 0, 10, (20, 15, 9, 6), "#ffffff", "#000000")["light"])

    def values(self, house, seconds, of):
        """What the middle of each picture shows, of(r, g, b) of its light, frame by frame."""
        frames = self.folder / "frames"
        told = json.loads(gestuaire("check", house, "--flash", "--seconds", seconds, "--frames", frames, "--json", ok=False).stdout)
        shown = {}
        for file in sorted(frames.iterdir()):
            _, _, channels, rows = png(file)
            at = W // 2 * channels
            shown[round(float(file.stem.rsplit("-", 1)[1]) * HZ)] = of(*(LIGHT[v] for v in rows[H // 2][at:at + 3]))
            file.unlink()
        return told["found"], shown

    def turns(self, shown, least):
        """Frames in which light had changed by so much, up and down in turn: the ends of its runs."""
        found, way, low, high = [], 0, None, None
        for frame, value in sorted(shown.items()):
            low = value if low is None else min(low, value)
            high = value if high is None else max(high, value)
            if value - low >= least and way != 1:
                found, way, low, high = found + [frame], 1, value, value
            elif high - value >= least and way != -1:
                found, way, low, high = found + [frame], -1, value, value
            elif way == 1 and value == high:
                low = value
            elif way == -1 and value == low:
                high = value
        return found

    def test_where_it_is_asked_for_flashes_are_held_back(self):
        full, white = (0, 0, W, H), ("#ffffff", "#000000")

        def luminance(r, g, b):
            return 0.2126 * r + 0.7152 * g + 0.0722 * b

        def redness(r, g, b):
            return max(0, r - g - b)
        for name, hz, colours, of, least in (("five", 5, white, luminance, 0.1), ("thirty", 30, white, luminance, 0.1),
                                             ("four", 4, ("#909090", "#202020"), luminance, 0.1),
                                             ("reds", 10, ("#ff0000", "#200000"), redness, 20 / 320)):
            with self.subTest(name):
                found, raw = self.values(self.house(name, 1.0, hz, full, *colours), 4, of)
                self.assertTrue(found)
                found, shown = self.values(self.house(name + "-held", 1.0, hz, full, *colours, limit=True), 4, of)
                self.assertEqual(found, [])
                self.assertGreater(max(raw.values()) - min(raw.values()), 0.2)
                turns = self.turns(shown, least)
                for turn in turns:  # three flashes at most in any second, counted here
                    self.assertLessEqual(sum(turn <= other < turn + HZ for other in turns), 6, turns)
                self.assertGreater(len(turns), 1)  # the first ones are seen
                late = [value for frame, value in shown.items() if frame > 2.5 * HZ]
                self.assertLess(max(late) - min(late), 0.1)  # and then nearly nothing of them

    def test_what_does_not_flash_is_what_it_was(self):
        box = (0, 0, W, H)
        _, free = self.values(self.house("free", 0.5, 1, box, "#ffffff", "#000000"), 3, lambda *rgb: rgb)
        _, held = self.values(self.house("held", 0.5, 1, box, "#ffffff", "#000000", limit=True), 3, lambda *rgb: rgb)
        self.assertEqual({f: v for f, v in held.items() if f in free}, free)

    def test_people_are_told_scene_and_second(self):
        house = self.house("strobe", 0, 8, (0, 0, W, H), "#ffffff", "#000000")
        said = gestuaire("check", house, "--flash", "--seconds", 2, "--station", "wall", ok=False)
        self.assertEqual(said.returncode, 1)
        self.assertIn("station wall, stage a, scene strobe, second 1: light flashes more than three times", said.stdout)
        self.assertEqual(gestuaire("check", house, "--flash", "--station", "none", ok=False).returncode, 1)


if __name__ == "__main__":
    unittest.main()
