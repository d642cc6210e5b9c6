"""A show with MIDI on a machine with or without a sequencer: it runs, and says once which of both."""
import unittest

from harness import Case, gestuaire, heard_only

SHOW = """return {
  cues = { { id = "salut" } }, midi_from = "no such device",
  midi = { { note = 36, verb = "go" },
           { controller = 7, parameter = "ear/gain", from = -60, to = 0 } } }
"""


class Midi(Case):
    def house(self, show=SHOW):
        house = heard_only(self.folder)
        plan = house / "installation.lua"
        plan.write_text(plan.read_text().replace("return {", 'return { show = "show.lua",', 1))
        (house / "show.lua").write_text(show)
        return house

    def run_for(self, house, seconds):
        env = {"XDG_STATE_HOME": str(self.folder / "state")}
        done = gestuaire("run", house, "--headless", "--for", seconds, env=env)
        return done.stdout + done.stderr

    def test_it_runs_and_says_once_what_there_is(self):
        said = self.run_for(self.house(), 5)  # it looks for it more than once
        self.assertEqual(said.count("no MIDI: ") + said.count("MIDI is heard at port"), 1, said)

    def test_a_show_without_midi_says_nothing_of_it(self):
        said = self.run_for(self.house('return { cues = { { id = "salut" } }, midi_from = "nano" }'), 1)
        self.assertNotIn("MIDI", said)

    def test_a_check_hears_nothing(self):
        said = gestuaire("check", self.house())
        self.assertNotIn("MIDI", said.stdout + said.stderr)

    def test_check_names_the_line(self):
        house = self.house(SHOW.replace('verb = "go"', 'cue = "salu"'))
        said = gestuaire("check", house, ok=False)
        self.assertEqual(said.returncode, 1)
        self.assertIn('show.lua:3: midi[1].cue: "salu" is no cue; did you mean "salut"?',
                      said.stdout + said.stderr)

    def test_doctor_says_whether_there_is_a_sequencer(self):
        said = gestuaire("doctor", ok=False).stdout
        self.assertRegex(said, r"(?m)^midi +(ok  ALSA's sequencer is here|--  .+)$")


if __name__ == "__main__":
    unittest.main()
