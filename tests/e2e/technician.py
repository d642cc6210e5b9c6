"""docs/technician.md says nothing that is not so: its commands, options, keys, addresses and pictures are there."""
import pathlib
import re
import shlex
import shutil
import unittest

from harness import Case, ROOT, gestuaire

GUIDE = (ROOT / "docs" / "technician.md").read_text()
COMMANDS = re.findall(r"^ {4,}(\S.*)$", GUIDE, re.M)
SUBVERBS = ("mapping",)


class Technician(Case):
    def house(self):
        """What the guide's first command makes."""
        place = self.folder / "installations" / "arcade"
        place.parent.mkdir()
        shutil.copytree(ROOT / "docs" / "guide", place)
        return place

    def test_every_verb_and_option_is_known(self):
        said, seen = {}, 0
        for words in map(shlex.split, COMMANDS):
            if words[0] != "gestuaire":
                self.assertIn(words[0], ("cp", "oscsend"))
                continue
            verb = tuple(words[1:3] if words[1] in SUBVERBS else words[1:2])
            if verb not in said:
                said[verb] = gestuaire(*verb, "--help").stdout
            for option in (w for w in words if w.startswith("-")):
                self.assertRegex(said[verb], rf"(?m)^ *(-\w, )?{re.escape(option)}\b|^ *{re.escape(option)}, ", words)
                seen += 1
        self.assertGreater(len(said), 6)
        self.assertGreater(seen, 8)

    def test_every_key_is_one_of_the_desk(self):
        source = (ROOT / "engine" / "desk" / "handskeys.c").read_text()
        table = source[source.index("} shortcuts[]"):]
        known = {("Ctrl " if control == "true" else "") + key
                 for key, control in re.findall(r'\{"([^"]+)", (true|false), ', table[:table.index("};")])} | {"F3"}
        keys = [k for k in re.findall(r"\*\*((?:Ctrl )?[A-Z][A-Za-z0-9]*)\*\*", GUIDE) if len(k) < 3 or k in known or k.startswith("Ctrl ")]
        self.assertGreater(len(set(keys)), 14)
        self.assertEqual({k for k in keys if k not in known}, set())
        self.assertTrue({"F3", "Tab", "Return", "Escape", "Ctrl Z"} <= set(keys))

    def test_every_address_is_in_the_table_of_osc(self):
        table = (ROOT / "docs" / "osc.md").read_text()
        addresses = re.findall(r"/gestuaire/desk/output/nord/(\w+)", GUIDE)
        self.assertEqual(set(addresses), {"gamma", "black"})
        for name in addresses:
            self.assertIn(f"`…/{name}`", table)
        for name in re.findall(r"/gestuaire/desk/(pattern|close|open)\b", GUIDE):
            self.assertRegex(table, rf"`/gestuaire/desk/{name}`|`/gestuaire/desk/open`, `{name}`")

    def test_every_picture_is_there_and_small(self):
        pictures = re.findall(r"\]\((guide-[^)]+\.png)\)", GUIDE)
        self.assertEqual(len(pictures), 8)
        self.assertEqual(sorted(p.name for p in (ROOT / "docs").glob("guide-*.png")), sorted(pictures))
        for name in pictures:
            data = (ROOT / "docs" / name).read_bytes()
            self.assertEqual(data[:8], b"\x89PNG\r\n\x1a\n")
            self.assertLess(len(data), 200_000, name)
        for link in re.findall(r"\]\(([a-z]+\.md)\)", GUIDE):
            self.assertTrue((ROOT / "docs" / link).exists(), link)

    def test_its_numbers_are_what_the_report_says(self):
        said = gestuaire("mapping", "report", self.house(), "--state", self.folder / "state").stdout
        shared = [float(n) for n in re.findall(r"overlaps \w+: \d+ px, ([\d.]+) %", said)]
        self.assertEqual(len(shared), 2)
        for share in shared:  # 256 of 1280 px
            self.assertAlmostEqual(share, 20, delta=0.5)
        self.assertIn("288 px a metre", said)  # 2304 px on 8 m

    def test_a_backup_comes_back_on_the_spare_machine(self):
        house, state, spare = self.house(), self.folder / "state", self.folder / "spare"
        drawn = self.folder / "drawn.svg"
        drawn.write_text('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 2304 800">'
                         '<polygon id="wall" points="12.5,8 2304,0 2304,800 0,800"/></svg>')
        gestuaire("mapping", "import", house, drawn, "--state", state)
        file = self.folder / "wall.json"
        gestuaire("mapping", "backup", house, "--state", state, "-o", file)
        gestuaire("mapping", "restore", house, file, "--state", spare)
        kept = [pathlib.Path(folder) / "calibration" / "wall.jsonl" for folder in (state, spare)]
        self.assertIn('"surface/wall/corner/1",12.5,8', kept[0].read_text())
        self.assertEqual(*(k.read_text() for k in kept))


if __name__ == "__main__":
    unittest.main(verbosity=2)
