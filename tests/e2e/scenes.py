"""Every scene plays headless for 1,000 frames at 640x360, touched now and then; under the sanitizers, which
take ten times as long, for 200."""
import os
import random
import shutil
import unittest

from harness import Case, ROOT, VILLA, copy_villa, gestuaire

HZ = 25
FRAMES = 200 if os.environ.get("GESTUAIRE_SANITIZE") else 1000

HOUSE = """return {{
  title = {{ fr = "essai", it = "prova", en = "trial" }},
  languages = {{ "fr", "it", "en" }},
  content = "repertoire",
  messages = {{ choose = {{ to = {{ "one" }} }} }},
  stations = {{ one = {{
    stages = {{ wall = {{ canvas = {{ 640, 360 }}, scene = "{scene}" }} }},
    outputs = {{ screen = {{ at = {{ 0, 0 }}, size = {{ 640, 360 }} }} }},
    speakers = {{ {{ channel = 1, at = {{ -2, 0, 2 }} }}, {{ channel = 2, at = {{ 2, 0, 2 }} }} }},
    rate_hz = {hz},
  }} }},
}}
"""


def scenes():
    for folder in (VILLA / "scenes", ROOT / "scenes", ROOT / "tests" / "scenes"):
        for file in sorted(folder.glob("*/scene.lua")):
            if file.parent.name != "api":  # stubs for editors
                yield file.parent


def fingers(path):
    """Seeded taps and drags."""
    rnd, lines = random.Random(1), []
    for i in range(60):
        at, x, y = 1 + i * 0.6, rnd.uniform(0, 640), rnd.uniform(0, 360)
        lines.append(f"{at:.3f} down 1 screen {x:.1f} {y:.1f}")
        if rnd.random() < 0.4:
            x, y = rnd.uniform(0, 640), rnd.uniform(0, 360)
            lines.append(f"{at + 0.1:.3f} move 1 screen {x:.1f} {y:.1f}")
        lines.append(f"{at + 0.2:.3f} up 1 screen {x:.1f} {y:.1f}")
    path.write_text("\n".join(lines) + "\n")


class Scenes(Case):
    def test_every_scene_plays(self):
        played = 0
        for scene in scenes():
            with self.subTest(scene.name):
                house = self.folder / f"{scene.parent.parent.name}-{scene.name}" # both may have one of that name
                house.mkdir(exist_ok=True)
                copy = copy_villa(house)
                if not (copy / "scenes" / scene.name).exists() and scene.parent != ROOT / "scenes":
                    shutil.copytree(scene, copy / "scenes" / scene.name)
                (copy / "installation.lua").write_text(HOUSE.format(scene=scene.name, hz=HZ))
                fingers(house / "fingers.replay")
                said = gestuaire("record", copy, "--station", "one", "--from", 0, "--to", FRAMES / HZ,
                                 "--replay", house / "fingers.replay", "-o", house / "film.mp4", timeout=900)
                self.assertNotIn("Sanitizer", said.stderr)
                self.assertNotIn("script:", said.stderr)
                played += 1
        self.assertGreater(played, 3)


if __name__ == "__main__":
    unittest.main(verbosity=2)
