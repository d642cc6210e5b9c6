"""What a visitor sets holds on every page: with all of it on, pages are read and reached, and lead back to the
settings; larger texts are larger, contrast is black, and who wants little to move sees pages that stand still."""
import json
import statistics
import sys
import unittest

from harness import Case, ROOT, VILLA, gestuaire, png

sys.path.insert(0, str(ROOT / "tests" / "tools"))
import boxes  # noqa: E402

PAGES = {
    "attract": (), "explorer": (), "game": (),
    "gesture-page": ("--param", "id=g:raboter-bois"),
    "work-page": ("--param", "id=w:vase"),
    "chain": ("--param", "id=k:raboter-bois"),
}
ALL = "it,text=3,contrast,reach,captions,sign,speech,calm"


class Settings(Case):
    def see(self, page, visitor, at=2):
        """The kiosk with a page, as one visitor has it: its boxes, and its picture."""
        file, picture = self.folder / f"{page}.json", self.folder / f"{page}-{at}.png"
        gestuaire("shot", VILLA, "--station", "kiosk", "--scene", page, *PAGES[page], "--visitor", visitor, "--at", at,
                  "--boxes", file, "-o", picture)
        return json.loads(file.read_text())["stages"][0], png(picture)

    def test_all_of_it_at_once_on_every_page(self):
        for page in PAGES:
            with self.subTest(page):
                plain, _ = self.see(page, "it")
                stage, picture = self.see(page, ALL)
                self.assertEqual([f"{f.kind}: {f.what}: {f.detail}" for f in boxes.of_stage(stage, True)], [])
                for seen in (plain, stage):
                    self.assertIn("settings", [c["name"] for c in seen["controls"]])
                    self.assertNotIn("[", "".join(t["text"] for t in seen["texts"]))  # as a text that lacks is marked
                before, after = (statistics.median(t["size"] for t in seen["texts"]) for seen in (plain, stage))
                self.assertGreater(after / before, 1.15)
                self.assertEqual(tuple(picture[3][4][4 * picture[2]:4 * picture[2] + 3]), (0, 0, 0))

    def test_the_first_touch_may_ask_for_them(self):
        stage, _ = self.see("attract", "fr")
        left, top, right, bottom = next(c["box"] for c in stage["controls"] if c["name"] == "settings")
        file = self.folder / "asked.json"
        gestuaire("shot", VILLA, "--station", "kiosk", "--touch", f"{(left + right) / 2:.0f},{(top + bottom) / 2:.0f}@1", "--at", 4,
                  "--boxes", file, "-o", self.folder / "asked.png")
        seen = json.loads(file.read_text())["stages"][0]
        self.assertIn("contrast", [c["name"] for c in seen["controls"]])
        self.assertIn("Contraste fort", [t["text"] for t in seen["texts"]])

    def test_little_moves_where_that_is_wanted(self):
        for page in ("attract", "explorer", "game", "work-page", "chain"):
            with self.subTest(page):
                self.assertEqual(self.see(page, "fr,calm", 2)[1], self.see(page, "fr,calm", 2.6)[1])


if __name__ == "__main__":
    unittest.main(verbosity=2)
