"""Links that lead out of an installation: what they lead to is read by nothing, is copied to no station, and is named.

What is outside holds a word of its own; whatever is said or shown or copied must not hold it."""
import os
import pathlib
import shutil
import unittest

from harness import Case, copy_lens, gestuaire

SECRET = "outside-the-installation"
# What is replaced by a link. It is as it was, so that nothing but the way to it is wrong.
PARTS = {
    "film": "film/souffler-verre.mp4", "picture": "picture/vase.png", "sound": "sound/etirer-fer.ogg",
    "clip": "clips/etirer-fer.bvh", "model": "model/vase.glb", "scene": "scenes/soiree", "script": "scenes/soiree/scene.lua",
    "library": "scenes/lib/words.lua", "record": "repertoire/gestures/retreindre-cuivre.json", "records": "repertoire/media",
}


class Links(Case):
    def setUp(self):
        super().setUp()
        self.house = copy_lens(self.folder)
        self.outside = self.folder / "outside"
        self.outside.mkdir()

    def lead_out(self, part, absolute=False):
        """The same thing, a folder further."""
        inside, there = self.house / part, self.outside / pathlib.Path(part).name
        if inside.is_dir():
            shutil.copytree(inside, there)
            shutil.rmtree(inside)
        else:
            shutil.copy(inside, there)
            inside.unlink()
        inside.symlink_to(there if absolute else os.path.relpath(there, inside.parent))
        return there

    def put_back(self, part, there):
        inside = self.house / part
        inside.unlink()
        shutil.move(there, inside)

    def install(self):
        machine = self.folder / "machine"
        machine.mkdir(exist_ok=True)
        result = gestuaire("kiosk", "install", self.house, "--station", "borne", "--root", machine, ok=False)
        current = machine / "srv/gestuaire/louvre-lens/current"
        return result, current.exists()

    def test_check_refuses_each(self):
        """And so does kiosk install, which begins with it."""
        for n, (name, part) in enumerate(PARTS.items()):
            with self.subTest(name):
                there = self.lead_out(part, absolute=n % 2)
                check = gestuaire("check", self.house, ok=False)
                self.assertEqual(check.returncode, 1, check.stdout + check.stderr)
                self.assertRegex(check.stdout + check.stderr, "leads outside|is a link|outside the installation|require: no words.lua")
                if n == 0:
                    result, installed = self.install()
                    self.assertEqual((result.returncode, installed), (1, False), result.stderr)
                self.put_back(part, there)

    def test_install_copies_nothing_from_outside(self):
        """Files that no record names: the copy alone could take them along."""
        (self.outside / "secret").write_text(SECRET)
        (self.outside / "folder").mkdir()
        for to in ("../outside/secret", self.outside / "secret", "../outside/folder", "..", "/dev/zero"):
            link = self.house / "notes"
            link.symlink_to(to)
            result, installed = self.install()
            self.assertEqual((result.returncode, installed), (1, False), f"{to}: {result.stdout}{result.stderr}")
            self.assertIn("notes", result.stderr)
            link.unlink()
        deep = self.house / "picture/a"
        deep.symlink_to("b")  # to each other
        (self.house / "picture/b").symlink_to("a")
        result, installed = self.install()
        self.assertEqual((result.returncode, installed), (1, False))

    def test_a_scene_reads_nothing_there(self):
        """At run time as well: a link that comes after the check."""
        (self.outside / "secret.txt").write_text(SECRET)
        scene = self.house / "scenes/soiree/scene.lua"
        scene.write_text("""local scene = {}
local tried = { "secret.txt", "../outside/secret.txt", "picture/../../outside/secret.txt", "%s", "folder/secret.txt" }
function scene.enter()
  local required = 0
  for _, name in ipairs(tried) do
    for _, open in ipairs({ picture.open, film.open, sound.play, motion.open }) do pcall(open, name) end
    required = required + (pcall(require, name) and 1 or 0)
  end
  log.info("required " .. required)
end
function scene.draw(c) c:rect(0, 0, 100, 100, { color = "#ff7a1a" }) end
return scene
""" % (self.outside / "secret.txt"))
        (self.house / "secret.txt").symlink_to("../outside/secret.txt")
        (self.house / "folder").symlink_to("../outside")
        ran = gestuaire("run", self.house, "--station", "ecran", "--headless", "--silent", "--for", "2", "--state", self.folder / "state")
        self.assertIn("required 0", ran.stderr)
        refused = [line for line in ran.stderr.splitlines() if "leads outside the installation" in line or 'without ".."' in line]
        for call in ("picture.open", "film.open", "sound.play", "motion.open"):
            for name in ("secret.txt", "../outside/secret.txt", "picture/../../outside/secret.txt", self.outside / "secret.txt",
                         "folder/secret.txt"):
                self.assertTrue(any(f'{call}: "{name}"' in line for line in refused), (call, name, ran.stderr))
        self.assertNotIn(SECRET, ran.stdout + ran.stderr)


if __name__ == "__main__":
    unittest.main(verbosity=2)
