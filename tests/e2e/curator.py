"""What a curator meets first: a new installation, the first scene of docs/lua.md, and what verbs answer."""
import os
import re
import subprocess
import unittest

from harness import Case, PROGRAM, ROOT, copy_villa, gestuaire, mean_light, png


class Curator(Case):
    def made(self, *words, cwd=None):
        env = {**os.environ, "GESTUAIRE_ROOT": str(ROOT)}
        return subprocess.run([PROGRAM, "new", *words], cwd=cwd or self.folder, env=env, capture_output=True, text=True)

    def ring(self, house, scene, at):
        """Light around a place that is touched at 1 s."""
        picture = self.folder / "ring.png"
        gestuaire("shot", house, "--scene", scene, "--station", "main", "--touch", "640,400@1", "--at", at, "-o", picture)
        return mean_light(png(picture), 500, 300, 780, 500)

    def test_a_new_installation_and_the_first_example_run_as_they_stand(self):
        self.assertEqual(self.made("installation", "forge").returncode, 0)
        house = self.folder / "forge"
        page = (ROOT / "docs" / "lua.md").read_text()
        example = re.search(r"```lua\n(local scene = .*?)```", page, re.S).group(1)
        lines = int(re.search(r"one\s+of (\d+) lines", (ROOT / "README.md").read_text()).group(1))
        self.assertEqual(example.count("\n"), lines)
        self.assertEqual(self.made("scene", "mine", cwd=house).returncode, 0)
        self.assertIn("-- mine: a scene", (house / "scenes/mine/scene.lua").read_text())
        (house / "scenes/example").mkdir()
        (house / "scenes/example/scene.lua").write_text(example)
        said = gestuaire("check", house)
        self.assertEqual(said.stdout, "0 errors, 0 warnings\n")
        self.assertEqual(said.stderr, "")
        for scene in ("first", "mine", "example"):
            with self.subTest(scene):
                before = self.ring(house, scene, 0.5)
                self.assertGreater(self.ring(house, scene, 1.4), before + 1)
                self.assertAlmostEqual(self.ring(house, scene, 2), before, delta=0.5)

    def test_pages_run_where_a_repertoire_has_no_record_yet(self):
        self.assertEqual(self.made("installation", "forge").returncode, 0)
        house = self.folder / "forge"
        (house / "repertoire").mkdir()
        file = house / "installation.lua"
        text = file.read_text().replace("-- content =", "content =")
        self.assertNotEqual(text, file.read_text())
        for scene in ("explorer", "attract", "game"):
            file.write_text(text.replace('"first"', f'"{scene}"'))
            self.assertEqual(gestuaire("check", house).stdout, "0 errors, 0 warnings\n", scene)

    def test_a_scene_is_made_in_an_installation_only(self):
        made = self.made("scene", "mine")
        self.assertEqual(made.returncode, 1)
        self.assertIn("cd installations/NAME", made.stderr)
        self.assertEqual(list(self.folder.iterdir()), [])

    def test_a_picture_of_a_scene_that_was_stopped_is_written_and_fails(self):
        copy = copy_villa(self.folder)
        scene = copy / "scenes/gesture/scene.lua"
        scene.write_text(scene.read_text().replace("return scene", "function scene.touch(e) error('oh') end return scene"))
        picture = self.folder / "a.png"
        said = gestuaire("shot", copy, "--station", "gesture", "--touch", "9,9@0.2", "--at", 0.5, "-o", picture, ok=False)
        self.assertEqual(said.returncode, 1)
        self.assertIn("a scene was stopped on the way", said.stderr)
        self.assertEqual(said.stderr.count("oh"), 1)
        self.assertTrue(picture.exists())

    def test_what_is_asked_wrongly_is_said(self):
        for verb, name, ending in (("shot", "a.jpg", ".png"), ("record", "a.avi", ".mp4")):
            said = gestuaire(verb, "anywhere", "--station", "main", "-o", name, ok=False)
            self.assertEqual(said.returncode, 2)
            self.assertIn(f"ends in {ending}", said.stderr)
        copy = copy_villa(self.folder)
        said = gestuaire("shot", copy, "--station", "kiosk", "--touch", "9,9@1", "--at", 1, "-o", self.folder / "a.png")
        self.assertIn("its tap is not seen", said.stderr)
        said = gestuaire("shot", copy, "--station", "kiosk", "--touch", "9;9", "--at", 1, "-o", self.folder / "a.png",
                         ok=False)
        self.assertEqual(said.stderr.count("9;9"), 1)
        self.assertIn("[STATION/][OUTPUT:]X,Y@SECONDS is allowed", said.stderr)


if __name__ == "__main__":
    unittest.main(verbosity=2)
