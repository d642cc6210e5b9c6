"""A teacher with a folder of pupils' work: --from ecole makes of it what is shown, and says what it leaves out."""
import os
import shutil
import struct
import subprocess
import unittest
import zlib

from harness import Case, PROGRAM, ROOT, gestuaire, mean_light, png

WALL = (320, 180)  # px; canvases are made this small here, so that taking pictures of them is quick


def chunk(kind, body):
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def picture(width, height, rgb_at, orientation=0):
    """A PNG by the specification; with an eXIf chunk when a camera was held askew."""
    rows = b"".join(b"\0" + b"".join(bytes(rgb_at(x, y)) for x in range(width)) for y in range(height))
    exif = b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01" + struct.pack(">H", orientation) + b"\0\0\0\0\0\0"
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
            + (chunk(b"eXIf", exif) if orientation else b"") + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))


def plain(*rgb):
    return lambda x, y: rgb


class Ecoles(Case):
    def made(self, *words):
        env = {**os.environ, "GESTUAIRE_ROOT": str(ROOT)}
        return subprocess.run([PROGRAM, "new", "installation", *map(str, words)], cwd=self.folder, env=env,
                              capture_output=True, text=True)

    def small(self, house):
        text = house / "installation.lua"
        text.write_text(text.read_text().replace("1280, 720\n", "%d, %d\n" % WALL))

    def seen(self, house, at, *more):
        file = self.folder / "seen.png"
        gestuaire("shot", house, "--station", "mur", "--at", at, *more, "-o", file)
        return png(file)

    def middle(self, shot):
        width, height, channels, rows = shot
        at = width // 2 * channels
        return tuple(rows[int(height * 0.44)][at:at + 3])

    def test_a_folder_of_pupils_work_becomes_a_show(self):
        works = self.folder / "travaux d'élèves"
        works.mkdir()
        (works / "1 Étirer le fer.png").write_bytes(picture(64, 36, plain(200, 0, 0)))
        (works / "2 cassée.png").write_bytes(picture(64, 36, plain(255, 255, 255))[:80])
        # Held upright: its left half, as it lies in the file, is up when it is shown.
        (works / "10_portrait.png").write_bytes(picture(64, 36, lambda x, y: (0, 0, 200) if x < 32 else (0, 200, 0), 6))
        (works / "IMG_1.HEIC").write_bytes(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(40))
        (works / ".DS_Store").write_bytes(b"x")
        made = self.made("expo", "--from", "ecole", works)
        self.assertEqual(made.returncode, 0, made.stderr)
        self.assertIn("3 pictures and films copied", made.stdout)
        self.assertIn("left out: IMG_1.HEIC: a HEIC picture, as phones make them; save it as JPEG", made.stderr)
        self.assertNotIn("DS_Store", made.stderr)
        house = self.folder / "expo"
        self.small(house)
        told = gestuaire("check", house, ok=False).stdout
        self.assertIn("2 cassée.png", told)
        self.assertIn("a PNG that is cut short", told)
        self.assertGreater(mean_light(self.seen(house, 5)), 1)  # the title
        red = self.middle(self.seen(house, 16))
        self.assertTrue(red[0] > 150 and red[1] < 40 and red[2] < 40, red)
        shot = self.seen(house, 24)  # the broken one has been left out
        width, height, channels, rows = shot
        up, down = (tuple(rows[int(height * v)][width // 2 * channels:][:3]) for v in (0.2, 0.7))
        self.assertTrue(up[2] > 150 and up[1] < 40, up)
        self.assertTrue(down[1] > 150 and down[2] < 40, down)
        for at in (18.5, 20, 27.5, 29.5, 34):
            self.assertGreater(mean_light(self.seen(house, at)), 0.5, f"black at {at} s")

    def test_keys_go_through_the_works_and_long_captions_fit(self):
        works = self.folder / "works"
        works.mkdir()
        long = "1 " + "de très longues planches à dessin " * 3
        (works / f"{long}.png").write_bytes(picture(64, 36, plain(200, 0, 0)))
        (works / "2 IMG_20260512.png").write_bytes(picture(64, 36, plain(0, 200, 0)))
        shutil.copy(ROOT / "installations/ecoles/oeuvres/3 raboter-le-bois.mp4", works)
        self.assertEqual(self.made("expo", "--from", "ecole", works).returncode, 0)
        house, hand = self.folder / "expo", self.folder / "hand.replay"
        self.small(house)
        told = house / "scenes/lib/projet.lua"
        told.write_text(told.read_text().replace('"Classe de 4e B · avec Mme Rossi, dinandière"', '""'))
        self.assertEqual(gestuaire("check", house).stdout, "0 errors, 0 warnings\n")
        hand.write_text("1 key Space\n5 key Right\n9 key Left\n13 key Space\n")
        first = self.seen(house, 4.5, "--replay", hand)
        self.assertGreater(self.middle(first)[0], 150)
        self.assertGreater(mean_light(first, 20, 160, 300, 178), 10)    # there is a caption
        self.assertLess(mean_light(first, 0, 160, 12, 178), 1)          # within the wall
        self.assertLess(mean_light(first, 308, 160, 320, 178), 1)
        second = self.seen(house, 8.5, "--replay", hand)
        self.assertGreater(self.middle(second)[1], 150)
        self.assertGreater(self.middle(self.seen(house, 30, "--replay", hand))[0], 150)  # back, and paused
        hand.write_text("1 key Space\n4 key Right\n7 key Right\n")
        self.assertGreater(mean_light(self.seen(house, 10, "--replay", hand)), 2)        # the film

    def test_the_example_is_without_fault(self):
        told = gestuaire("check", ROOT / "installations" / "ecoles")
        self.assertEqual(told.stdout, "0 errors, 0 warnings\n")

    def test_an_empty_folder_asks_for_works(self):
        self.assertEqual(self.made("expo", "--from", "ecole").returncode, 0)
        house = self.folder / "expo"
        self.small(house)
        self.assertEqual(gestuaire("check", house).stdout, "0 errors, 0 warnings\n")
        early, late = self.seen(house, 8), self.seen(house, 20)
        self.assertAlmostEqual(mean_light(early), mean_light(late), delta=0.2)

    def test_what_is_asked_wrongly_is_said_and_nothing_is_made(self):
        for words, said in (((("expo", "--from", "musee")), "there is no such template; ecole is allowed"),
                            (("expo", "--from", "ecole", "nulle-part"), "there is no folder nulle-part"),
                            (("expo", "folder"), "--from ecole FOLDER")):
            made = self.made(*words)
            self.assertNotEqual(made.returncode, 0)
            self.assertIn(said, made.stderr)
        self.assertEqual(list(self.folder.iterdir()), [])


if __name__ == "__main__":
    unittest.main(verbosity=2)
