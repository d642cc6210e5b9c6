"""The virtual room: what `shot --room` shows, what it refuses, `rehearse` without a display."""
import unittest

from harness import Case, VILLA, copy_villa, differing, gestuaire, png

EYE = ("--eye", "0,-4.5,1.7", "--look", "0,7,2.5")  # before the wall, nothing between


class Room(Case):
    def shot(self, name, *more, house=VILLA):
        file = self.folder / name
        gestuaire("shot", house, "--room", *more, "-o", file)
        return file

    def test_the_same_moment_gives_the_same_bytes_and_another_eye_another_picture(self):
        one, two = self.shot("one.png", "--at", 2), self.shot("two.png", "--at", 2)
        self.assertEqual(one.read_bytes(), two.read_bytes())
        self.assertGreater(differing(png(one), png(self.shot("eye.png", "--at", 2, *EYE)), 16, 4), 0.05)

    def test_the_facade_is_dark_when_its_projectors_are(self):
        copy = copy_villa(self.folder)
        path = copy / "installation.lua"
        lit = self.shot("lit.png", "--at", 4, *EYE, house=copy)
        text = path.read_text()
        self.assertIn("lumens = 7000", text)
        path.write_text(text.replace("lumens = 7000", "lumens = 0"))
        dark = self.shot("dark.png", "--at", 4, *EYE, house=copy)
        self.assertGreater(differing(png(lit), png(dark), 24, 4), 0.005)

    def test_what_is_wrong_is_told(self):
        copy = copy_villa(self.folder)
        for more in (("--eye", "0,0,0"), ("--room", "--eye", "0,0", "--at", 0), ("--room", "--look", "a,b,c", "--at", 0)):
            with self.subTest(more):
                self.assertNotEqual(gestuaire("shot", copy, *more, "-o", self.folder / "x.png", ok=False).returncode, 0)
        said = gestuaire("shot", copy, "--room", "--at", 0, "--eye", "1,2,nan", "-o", self.folder / "x.png", ok=False).stderr
        self.assertIn("--eye 1,2,nan: three metres are wanted", said)
        (copy / "room" / "plinth.obj").write_text("v 0 0 0\nv 1 0 0\n")
        line = next(n for n, text in enumerate((copy / "installation.lua").read_text().splitlines(), 1) if "plinth.obj" in text)
        said = gestuaire("shot", copy, "--room", "--at", 0, "-o", self.folder / "x.png", ok=False).stderr
        self.assertIn(f"installation.lua:{line}: room.bodies[", said)
        self.assertIn("has no faces", said)
        self.assertIn(f"installation.lua:{line}: room.bodies[", gestuaire("check", copy, ok=False).stdout)

    def test_a_rehearsal_runs_without_a_display(self):
        self.assertEqual(gestuaire("rehearse", VILLA, "--headless", "--silent", "--for", 2, "--state", self.folder, ok=False).returncode, 0)


if __name__ == "__main__":
    unittest.main()
