"""Golden pictures of every station. Other processors round differently: at most 0.5 % of the pixels may
differ by more than 24 of 255. GOLDEN=write makes them anew: look at each before you commit it."""
import os
import unittest

from harness import Case, OUT, ROOT, VILLA, differing, gestuaire, png

GOLDEN = ROOT / "tests" / "golden"
DELTA, SHARE = 24, 0.005
HAND = VILLA / "demo.replay"
MOMENTS = {
    "facade-rest": ("--station", "facade", "--canvas", "wall", "--at", 6),
    "facade-nord": ("--station", "facade", "--output", "nord", "--at", 9, "--replay", HAND),
    "facade-sud": ("--station", "facade", "--output", "sud", "--at", 9, "--replay", HAND),
    "gesture": ("--station", "gesture", "--at", 9, "--replay", HAND),
    "sound": ("--station", "sound", "--at", 9, "--replay", HAND),
    "kiosk-rest": ("--station", "kiosk", "--at", 5),
    "kiosk-explorer": ("--station", "kiosk", "--at", 2, "--touch", "103,735@1"),
    "kiosk-order": ("--station", "kiosk", "--scene", "game", "--at", 1),
    "kiosk-answer": ("--station", "kiosk", "--at", 9, "--touch", "double/main:400,985@1", "--touch", "double/main:300,675@2.5"),
    "double": ("--station", "double", "--at", 3, "--touch", "400,985@1"),
    "kiosk-gesture": ("--station", "kiosk", "--at", 9, "--replay", HAND),
    "kiosk-to-document": ("--station", "kiosk", "--at", 5, "--touch", "103,735@1", "--touch", "640,122@2", "--touch", "150,215@2.5",
                          "--touch", "800,215@3"),
}


HOUSES = {
    "tarn-et-garonne": {
        "mur-gauche": ("--station", "mur", "--output", "gauche", "--at", 12),
        "mur-droite": ("--station", "mur", "--output", "droite", "--at", 12),
    },
    "louvre-lens": {
        "ecran": ("--station", "ecran", "--at", 12),
        "borne": ("--station", "borne", "--at", 6),
    },
    "villa-medicis": MOMENTS,
}


class Golden(Case):
    def test_every_station_looks_as_it_did(self):
        for house, name, args in ((h, n, a) for h, moments in HOUSES.items() for n, a in moments.items()):
            with self.subTest(name):
                golden, file = GOLDEN / f"{name}.png", self.folder / f"{name}.png"
                gestuaire("shot", ROOT / "installations" / house, *args, "-o", file)
                if os.environ.get("GOLDEN") == "write":
                    golden.write_bytes(file.read_bytes())
                share = differing(png(golden), png(file), DELTA)
                if share > SHARE:
                    self.keep(name, golden, file)
                self.assertLessEqual(share, SHARE, f"{name}: {share:.2%} of the pixels; see {OUT}")

    def keep(self, name, golden, file):
        """The picture and where it differs, for whoever has to look."""
        OUT.mkdir(parents=True, exist_ok=True)
        (OUT / f"{name}.png").write_bytes(file.read_bytes())
        (width, height, ca, a), (_, _, cb, b) = png(golden), png(file)
        with open(OUT / f"{name}-difference.ppm", "wb") as out:
            out.write(b"P6 %d %d 255\n" % (width, height))
            for la, lb in zip(a, b):
                out.write(bytes(abs(la[x * ca + c] - lb[x * cb + c]) for x in range(width) for c in range(3)))


if __name__ == "__main__":
    unittest.main(verbosity=2)
