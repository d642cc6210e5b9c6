"""Taps in every frame around a change of scenes, stepped: each is heard once, by the scene that its finger was
seen to go down on, and keys that a visitor types as soon as the keyboard is there are all typed."""
import json
import re
import unittest

from harness import VILLA, Case, gestuaire

RATE = 25
HOUSE = """return {
  title = { fr = "essai" }, languages = { "fr" },
  stations = { one = {
    title = { fr = "essai" }, rate_hz = %d,
    stages = { wall = { canvas = { 320, 240 }, scene = "a" } },
    outputs = { screen = { size = { 320, 240 } } },
  } },
}
"""

# A tap at the left leads to the other scene. Each tells the frame in which it hears something.
SCENE = """local scene = {}
local function tell(...) log.info("NAME", math.floor(show.now() * RATE + 0.5), ...) end
function scene.enter(stage) tell("enter") end
function scene.touch(e)
  tell(e.kind, e.id)
  if e.kind == "up" and e.x < 60 then show.go("OTHER", {}, HOW) end
end
function scene.draw(canvas) canvas:rect(0, 0, 320, 240, { color = "#404040" }) end
return scene
"""
WAYS = {"a cut": "{}", "a fade": '{ transition = "fade", duration = 0.4 }'}
FRAMES = range(-4, 16) # of a probe, from the one in which its cycle's scene asks for the other
HELD = (1, 5)          # frames a probe stays down
CYCLE = 30
PROBE = 100000 # the first probe's finger


class Crossing(Case):
    def house(self, how):
        house = self.folder / "house"
        for name, other in (("a", "b"), ("b", "a")):
            (house / "scenes" / name).mkdir(parents=True, exist_ok=True)
            text = SCENE.replace("NAME", name).replace("OTHER", other).replace("HOW", how).replace("RATE", str(RATE))
            (house / "scenes" / name / "scene.lua").write_text(text)
        (house / "installation.lua").write_text(HOUSE % RATE)
        return house

    def replay(self, lines):
        """Lines of (frame, phase, finger, x): each is there when its frame begins."""
        file = self.folder / "touches.txt"
        file.write_text("".join(f"{(frame - 0.5) / RATE:.4f} {phase} {finger} one/screen {x} 120\n" for frame, phase, finger, x in lines))
        return file

    def heard(self, how):
        """{finger: [(scene, frame, kind)]} and the frames in which scenes came, of one run with all probes."""
        lines, at, probe = [], 20, 1000
        for held in HELD:
            for offset in FRAMES:
                lines += [(at, "down", at, 30), (at + 1, "up", at, 30)]
                lines += [(at + 1 + offset, "down", probe, 200), (at + 1 + offset + held, "up", probe, 200)]
                at, probe = at + CYCLE, probe + 1
        result = gestuaire("shot", self.house(how), "--station", "one", "--at", (at + 20) / RATE, "-o", self.folder / "x.png",
                           "--replay", self.replay(lines))
        said = re.findall(r"\b([ab]) (\d+) (\w+) ?(\d+)?", result.stderr)
        came = [(int(frame), scene) for scene, frame, kind, _ in said if kind == "enter"]
        self.assertEqual(len(came), 1 + len(HELD) * len(FRAMES), result.stderr)
        heard = {}
        for scene, frame, kind, finger in said:
            if finger and int(finger) >= PROBE:
                heard.setdefault(int(finger), []).append((scene, int(frame), kind))
        return heard, came, [line for line in lines if line[2] >= PROBE]

    def test_each_tap_is_heard_once_by_the_scene_it_was_seen_on(self):
        for name, how in WAYS.items():
            with self.subTest(name):
                heard, came, probes = self.heard(how)
                for (down, _, finger, _), (up, *_) in zip(probes[::2], probes[1::2]):
                    with self.subTest(name, finger=finger, down=down, up=up):
                        self.assertEqual(heard.get(finger, []), self.expected(came, down, up))

    def expected(self, came, down, up):
        """A scene that comes in a frame is seen from its end on: what is touched in a later one is its own."""
        seen, = [n for n, (frame, _) in enumerate(came) if frame < down and (n + 1 == len(came) or down <= came[n + 1][0])]
        scene, gone = came[seen][1], came[seen + 1][0] if seen + 1 < len(came) else 1 << 30
        told = [(scene, down, "down"), (scene, up, "up"), (scene, up, "tap")]
        return [line for line in told if line[1] < gone]

    def boxes(self, *args):
        file = self.folder / "boxes.json"
        gestuaire("shot", VILLA, "--station", "kiosk", *args, "--boxes", file)
        return json.loads(file.read_text())["stages"][0]

    def middle(self, stage, name):
        left, top, right, bottom = next(c["box"] for c in stage["controls"] if c["name"] == name)
        return (left + right) / 2, (top + bottom) / 2

    def test_keys_are_typed_as_soon_as_the_keyboard_is_seen(self):
        letters = "qwertyuiopasdfghjklzxcvbnm"
        language = self.middle(self.boxes("--at", 1.5), "language it")
        tap = f"{language[0]:g},{language[1]:g}@1.5"
        stage = self.boxes("--at", 4, "--touch", tap)
        file = self.folder / "keys.txt"
        # 60 frames a second: attract hears the lifted finger at 1.6 s. A key a frame, from a little before.
        lines = []
        for n, letter in enumerate(letters):
            x, y = self.middle(stage, f"key {letter}")
            at = 1.6 + (n - 3.5) / 60
            lines += [f"{at:.4f} down {n + 1} kiosk/main {x} {y}\n", f"{at + 0.05:.4f} up {n + 1} kiosk/main {x} {y}\n"]
        file.write_text("".join(lines))
        texts = [t["text"] for t in self.boxes("--at", 4, "--touch", tap, "--replay", file)["texts"]]
        typed = [t for t in texts if len(t) > 4 and letters.endswith(t)]
        self.assertEqual(len(typed), 1, texts)
        # Before the frame after the lifting attract stood there.
        self.assertGreaterEqual(len(typed[0]), len(letters) - 6, typed)


if __name__ == "__main__":
    unittest.main(verbosity=2)
