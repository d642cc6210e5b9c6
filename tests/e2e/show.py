"""The show as a whole: five minutes of three stations, with an operator, recorded."""
import hashlib
import os
import shutil
import unittest

from harness import Case, ROOT, VILLA, gestuaire

FIVE = ROOT / "tests" / "show" / "cinq-minutes"
FIVE_LINES = 150
# What is recorded twice: the doors and the bow, where the operator acts; with --long, all of it.
PARTS = ((0, 300),) if os.environ.get("GESTUAIRE_LONG") else ((0, 30), (200, 230))
OPERATOR = "10 go        # the doors open\n212.5 go     # the bow\n"


class FiveMinutes(Case):
    def house(self):
        """The show of tests/show with the reference installation's films and sounds."""
        house = self.folder / "cinq-minutes"
        shutil.copytree(FIVE, house)
        shutil.copytree(VILLA / "film", house / "film")
        shutil.copytree(VILLA / "sound", house / "sound")
        (self.folder / "operator.replay").write_text(OPERATOR)
        return house

    def record(self, house, station, part, name):
        film = self.folder / name
        gestuaire("record", house, "--station", station, "--from", part[0], "--to", part[1], "--replay",
                  self.folder / "operator.replay", "-o", film, timeout=1200)
        return hashlib.sha256(film.read_bytes()).hexdigest()

    def test_it_is_written_in_few_lines_of_lua(self):
        lines = sum(len(file.read_text().splitlines()) for file in FIVE.rglob("*.lua"))
        self.assertLess(lines, FIVE_LINES)

    def test_it_is_without_fault(self):
        said = gestuaire("check", self.house()).stdout
        self.assertEqual(said, "0 errors, 0 warnings\n")

    def test_recorded_twice_it_has_the_same_bytes(self):
        house = self.house()
        for station in ("facade", "cartel", "salle"):
            for part in PARTS:
                with self.subTest(station=station, part=part):
                    self.assertEqual(self.record(house, station, part, "one.mp4"),
                                     self.record(house, station, part, "two.mp4"))

    def test_an_operator_that_is_late_is_another_show(self):
        house = self.house()
        pictures = []
        for go in ("212.5", "213.5"):
            gestuaire("shot", house, "--station", "facade", "--at", 220, "--go", 10, "--go", go, "-o",
                      self.folder / "at.png", timeout=1200)
            pictures.append((self.folder / "at.png").read_bytes())
        self.assertNotEqual(pictures[0], pictures[1])

    def test_a_programme_brings_its_cue_by_day_and_hour(self):
        house = self.house()
        plan = house / "show.lua"
        plan.write_text(plan.read_text().replace("\n  timelines = {", '''
  programmes = {
    { days = { "wed" }, from = "10:00", to = "18:00", play = { { cue = "verre", stay = 60 }, { cue = "bois" } } } },
  timelines = {''', 1))

        def shot(date, hour):
            gestuaire("shot", house, "--station", "cartel", "--date", date, "--time", hour, "--at", 6, "-o",
                      self.folder / "at.png")
            return (self.folder / "at.png").read_bytes()
        before, glass, wood = shot("2026-07-01", "09:59"), shot("2026-07-01", "10:00"), shot("2026-07-01", "10:01")
        self.assertEqual(len({before, glass, wood}), 3)  # a Wednesday
        self.assertEqual(shot("2026-07-02", "10:00"), before)

    def test_faults_of_an_operator_are_told_with_their_line(self):
        house = self.house()
        (self.folder / "operator.replay").write_text("1 go\n2 cue entre\n3 panic -1\n4 set salle/gain\n")
        said = gestuaire("shot", house, "--station", "salle", "--at", 1, "--replay", self.folder / "operator.replay",
                         "-o", self.folder / "x.png", ok=False)
        self.assertEqual(said.returncode, 1)
        self.assertIn('operator.replay:2: there is no cue "entre"; did you mean "entree"?', said.stderr)
        self.assertIn("operator.replay:3:", said.stderr)
        self.assertIn("operator.replay:4:", said.stderr)


if __name__ == "__main__":
    unittest.main()
