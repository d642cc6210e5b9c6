"""The note editor: what fingers draw on a film is in the record, and on the gesture's page after a restart. Films are
grey, and their grey tells the frame, so that times are read from pictures; places are worked out by hand."""
import json
import math
import subprocess
import unittest

from harness import Case, gestuaire, png

HOUSE = """return {
  title = { fr = "essai", it = "prova", en = "trial" }, languages = { "fr", "it", "en" }, content = "repertoire",
  stations = { one = {
    stages = { screen = { canvas = { 1280, 800 }, scene = "door" } },
    outputs = { main = { size = { 1280, 800 }, mm_per_px = 0.4, height_mm = 900 } }, rate_hz = 50 } },
}
"""
DOOR = 'return { enter = function() show.go("gesture-page", { id = "g:g" }) end }\n'
RECORDS = {
    "verbs/v.json": {"id": "v:v", "label": {"fr": "Marteler"}},
    "materials/m.json": {"id": "m:m", "label": {"fr": "fer"}},
    "metiers/t.json": {"id": "t:t", "label": {"fr": "forgeron"}},
    "gestures/g.json": {"id": "g:g", "verb": "v:v", "materials": ["m:m"], "metiers": ["t:t"], "origin": "recorded",
                        "label": {"fr": "Marteler le fer"}},
    "media/a.json": {"id": "d:a", "file": "film/grey.mp4", "form": "film", "origin": "filmed", "credit": "x",
                     "licence": "CC0-1.0", "duration": 4, "size": [320, 180], "rate": [25, 1]},
    "capsules/c.json": {"id": "c:c", "gesture": "g:g", "origin": "recorded", "views": [{"media": "d:a", "role": "close"}]},
}
RATE = 25
EMBER, STEEL = (0xff, 0x7a, 0x1a), (0x8f, 0xa3, 0xb0)


def grey(frame):
    """What a frame of the film is on screen: luma 20 + 2 n, in studio range."""
    return (20 + 2 * frame - 16) * 255 / 219


class Fingers:
    """A house with one gesture, and fingers on its one station: a part of a Case."""

    def house(self, more=None):
        self.place = self.folder / "forge"
        for name, record in {**RECORDS, **(more or {})}.items():
            file = self.place / "repertoire" / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(json.dumps(record, ensure_ascii=False))
        (self.place / "scenes" / "door").mkdir(parents=True)
        (self.place / "scenes" / "door" / "scene.lua").write_text(DOOR)
        (self.place / "installation.lua").write_text(HOUSE)
        (self.place / "film").mkdir()
        subprocess.run(["ffmpeg", "-nostdin", "-v", "error", "-y", "-f", "lavfi", "-i",
                        "color=gray:s=320x180:r=25:d=4,format=yuv420p,geq=lum='20+2*N':cb=128:cr=128", "-c:v", "libx264",
                        "-qp", "4", "-bf", "0", "-pix_fmt", "yuv420p", self.place / "film" / "grey.mp4"], check=True)
        self.lines, self.now = [], 0.5

    def wait(self, seconds):
        self.now += seconds

    def finger(self, *way):
        """One finger: down at the first place, by way of the others, up at the last."""
        for n, (x, y) in enumerate(way):
            self.lines.append(f"{self.now:.2f} {'move' if n else 'down'} 1 main {x:.2f} {y:.2f}")
            self.wait(0.1)
        self.lines.append(f"{self.now:.2f} up 1 main {way[-1][0]:.2f} {way[-1][1]:.2f}")
        self.wait(0.3)

    def drag_while(self, places, taps):
        """One finger by these places; at some of them another one taps on a box meanwhile."""
        for n, (x, y) in enumerate(places):
            self.lines.append(f"{self.now:.2f} {'move' if n else 'down'} 1 main {x:.2f} {y:.2f}")
            if n in taps:
                left, top, right, bottom = taps[n]
                for after, kind in ((0.02, "down"), (0.06, "up")):
                    self.lines.append(f"{self.now + after:.2f} {kind} 2 main {(left + right) / 2:.2f} {(top + bottom) / 2:.2f}")
            self.wait(0.1)
        self.lines.append(f"{self.now:.2f} up 1 main {places[-1][0]:.2f} {places[-1][1]:.2f}")
        self.wait(0.5)

    def tap(self, name):
        left, top, right, bottom = self.look()[name]
        self.finger(((left + right) / 2, (top + bottom) / 2))

    def key(self, name):
        self.lines.append(f"{self.now:.2f} key {name}")
        self.wait(0.6)

    def shot(self, at):
        replay = self.folder / "fingers.replay"
        replay.write_text("\n".join(self.lines) + "\n")
        gestuaire("shot", self.place, "--station", "one", "--at", f"{at:.2f}", "--replay", replay,
                  "--boxes", self.folder / "boxes.json", "-o", self.folder / "shot.png")
        return json.loads((self.folder / "boxes.json").read_text())["stages"][0]

    def look(self):
        """The controls that are there now, by name."""
        return {c["name"]: c["box"] for c in self.shot(self.now)["controls"]}

    def frame(self, x, y):
        """The film's frame that is seen, by its grey at a place of the last picture where nothing is drawn."""
        _, _, channels, rows = png(self.folder / "shot.png")
        red, green, blue = rows[round(y)][round(x) * channels:round(x) * channels + 3]
        self.assertLess(max(red, green, blue) - min(red, green, blue), 6)
        return round((red * 219 / 255 + 16 - 20) / 2)

    def notes(self):
        return sorted((self.place / "repertoire").glob("notes/*.json"))

    def near(self, x, y, color, r=3):
        _, _, channels, rows = png(self.folder / "shot.png")
        return min(sum(abs(rows[j][i * channels + k] - color[k]) for k in range(3))
                   for j in range(round(y) - r, round(y) + r + 1) for i in range(round(x) - r, round(x) + r + 1))


class Editor(Fingers, Case):
    def setUp(self):
        super().setUp()
        self.house()

    def open(self):
        self.wait(0.5)
        self.key("F2")
        controls = self.look()
        self.assertIn("shape angle", controls)
        return controls["picture"]

    def draw_angle(self, box):
        """An angle at one moment, its first arm moved at another. Places on the canvas, and the frames."""
        left, top, right, bottom = box
        at = [(left + 300, top + 100), (left + 200, top + 250), (left + 400, top + 260)]
        self.tap("shape angle")
        first = self.frame(right - 20, bottom - 20)
        for point in at:
            self.finger(point)
        for _ in range(10):
            self.tap_again("film forward")
        self.look()
        second = self.frame(right - 20, bottom - 20)
        moved = (at[0][0] + 60, at[0][1] - 40)
        self.finger(at[0], (at[0][0] + 30, at[0][1] - 20), moved)
        return [at, [moved, at[1], at[2]]], [first, second]

    def tap_again(self, name):
        box = self.known.get(name) if getattr(self, "known", None) else None
        if not box:
            self.known = self.look()
            box = self.known[name]
        self.finger(((box[0] + box[2]) / 2, (box[1] + box[3]) / 2))

    def parts(self, box, points):
        return [((x - box[0]) / (box[2] - box[0]), (y - box[1]) / (box[3] - box[1])) for x, y in points]

    def film_box(self, page, n):
        """Where the page shows the film: the grey of its frame, as far as it goes from a place inside it."""
        _, _, channels, rows = png(self.folder / "shot.png")

        def is_film(x, y):
            return all(abs(v - grey(n)) < 5 for v in rows[y][x * channels:x * channels + 3])
        ys = [y for y in range(800) if is_film(72, y)]
        y = ys[len(ys) // 2]
        xs = [x for x in range(1280) if is_film(x, ys[2])]
        return [min(xs), min(ys), max(xs) + 1, max(ys) + 1]

    def test_an_angle_that_fingers_drew_is_in_its_place_and_time_after_a_restart(self):
        box = self.open()
        drawn, frames = self.draw_angle(box)
        self.assertGreaterEqual(frames[1] - frames[0], 9)
        self.tap("save")
        self.look()
        self.assertEqual([file.name for file in self.notes()], ["g-1.json"])
        note = json.loads(self.notes()[0].read_text())
        self.assertEqual((note["id"], note["media"], note["gesture"], note["origin"]), ("n:g-1", "d:a", "g:g", "filmed"))
        keys = note["geometry"]["frames"]
        self.assertEqual(len(keys), 2)
        for key, points, frame in zip(keys, drawn, frames):
            self.assertGreaterEqual(key["t"], frame / RATE - 1e-3)
            self.assertLessEqual(key["t"], (frame + 1) / RATE + 1e-3)
            for (x, y), (u, v) in zip(key["points"], self.parts(box, points)):
                self.assertAlmostEqual(x, u, delta=1.5e-3)
                self.assertAlmostEqual(y, v, delta=1.5e-3)
        self.on_the_page(keys)

    def on_the_page(self, keys):
        """A new process, without fingers: the page at a moment between the two key frames."""
        self.lines = []
        middle = (keys[0]["t"] + keys[1]["t"]) / 2
        page = self.shot(middle)
        n = self.frame(72, 160)
        left, top, right, bottom = self.film_box(page, n)
        self.assertAlmostEqual((right - left) / (bottom - top), 16 / 9, delta=0.03)
        u = max(0, min(1, (middle - keys[0]["t"]) / (keys[1]["t"] - keys[0]["t"])))
        points = [(left + (p[0] + (q[0] - p[0]) * u) * (right - left), top + (p[1] + (q[1] - p[1]) * u) * (bottom - top))
                  for p, q in zip(keys[0]["points"], keys[1]["points"])]
        for end in (points[0], points[2]):  # along both arms
            for part in (0.3, 0.8):
                x, y = (points[1][k] + (end[k] - points[1][k]) * part for k in (0, 1))
                self.assertLess(self.near(x, y, STEEL), 90, f"{x:.0f}, {y:.0f}")
        arms = [math.atan2(p[1] - points[1][1], p[0] - points[1][0]) for p in (points[0], points[2])]
        opens = math.degrees(abs(arms[0] - arms[1]))
        said = [t for t in page["texts"] if t["text"].strip() in (f"{round(opens) + k}°" for k in (-1, 0, 1))]
        self.assertTrue(said, f"{opens:.1f} in {[t['text'] for t in page['texts']]}")

    def test_what_is_undone_is_not_saved_and_the_way_back_leads_to_the_page(self):
        box = self.open()
        self.tap("shape point")
        self.finger((box[0] + 100, box[1] + 100))
        self.tap("undo")
        self.assertNotIn("save", self.look())
        self.finger((box[0] + 200, box[1] + 120))
        self.tap("save")
        self.look()
        point = json.loads(self.notes()[0].read_text())["geometry"]["frames"][0]["points"][0]
        for a, b in zip(point, self.parts(box, [(box[0] + 200, box[1] + 120)])[0]):
            self.assertAlmostEqual(a, b, delta=1.5e-3)
        self.tap("back")
        self.wait(1)
        self.assertIn("discover", self.look())
        self.assertNotIn("shape point", self.look())

    def test_a_finger_that_drags_a_point_which_another_one_has_undone_draws_no_more(self):
        box = self.open()
        at = (box[0] + 100, box[1] + 100)
        self.tap("shape point")
        self.finger(at)
        undo = self.look()["undo"]
        self.drag_while([(at[0] + 10 * n, at[1]) for n in range(12)], {n: undo for n in (3, 6, 9)})  # move, point, note
        self.assertIn("shape point", self.look())  # the editor stands, without a note
        self.tap("shape point")
        self.finger(at)
        self.tap("save")
        self.look()
        point = json.loads(self.notes()[0].read_text())["geometry"]["frames"][0]["points"][0]
        for a, b in zip(point, self.parts(box, [at])[0]):
            self.assertAlmostEqual(a, b, delta=1.5e-3)

    def touch(self, boxes, *names):
        for name in names:
            left, top, right, bottom = boxes[name]
            self.finger(((left + right) / 2, (top + bottom) / 2))

    def test_a_note_that_is_dropped_while_it_is_named_takes_the_keyboard_with_it(self):
        self.open()
        choice = self.look()
        self.touch(choice, "shape point")
        self.touch(self.look(), "label fr")
        self.key("Backspace")
        self.touch(choice, "films")
        self.touch(self.look(), "drop")
        self.touch(self.look(), "film row 1")
        self.touch(choice, "shape point")
        self.key("A")
        page = self.shot(self.now)
        controls, said = [c["name"] for c in page["controls"]], [t["text"] for t in page["texts"]]
        self.assertNotIn("key a", controls)
        self.assertIn("undo", controls)
        self.assertEqual(said[said.index("FR"):][:6], ["FR", "Point", "IT", "Punto", "EN", "Point"])  # as it began

    def test_a_kiosk_has_no_editor(self):
        said = gestuaire("run", self.place, "--station", "one", "--kiosk", "--headless", "--silent", "--for", 3,
                         "--state", self.folder / "state", "--replay", self.replayed("1.5 key F2\n"))
        self.assertNotIn("notes are edited", said.stderr + said.stdout)
        said = gestuaire("run", self.place, "--station", "one", "--headless", "--silent", "--for", 3,
                         "--state", self.folder / "state", "--replay", self.replayed("1.5 key F2\n"))
        self.assertIn("notes are edited over gesture-page", said.stderr + said.stdout)

    def replayed(self, text):
        file = self.folder / "key.replay"
        file.write_text(text)
        return file


if __name__ == "__main__":
    unittest.main()
