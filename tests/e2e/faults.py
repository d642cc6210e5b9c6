"""What happens to a station in five years, done to it: a test for each fault (breaks.py), which waits until the picture is
right again, of the moment that the show is at (rig.py). Nothing is timed here: `gestuaire bench faults` does that.

Elsewhere: fingers at random (crowd.py), the touch screen unplugged and back (touch.py), clips and records withdrawn (live.py),
a visit across a clock that is set back (clock.py), displays (outputs' own tests), the power cut (powercuts)."""
import os
import time
import unittest

import breaks
from harness import Case
from rig import Rig


class Struck(Case):
    def rig(self, *faults, supervised=False):
        """A station that all of these can be done to."""
        rig = Rig(self.folder)
        self.addCleanup(rig.close)
        rig.supervised = supervised
        for fault in faults:
            fault.prepare(rig)
        rig.start()
        return rig

    def survives(self, rig, fault):
        with self.subTest(fault.name):
            fault.measure(rig)
            rig.back(time.monotonic())
            rig.back(time.monotonic(), stage=1)

    def all_of(self, *kinds, supervised=False):
        faults = [kind() for kind in kinds]
        rig = self.rig(*faults, supervised=supervised)
        for fault in faults:
            self.survives(rig, fault)
        return rig

    def comes_through(self, *kinds):
        """Of one start; the log says what happened, and is short."""
        rig = self.all_of(*kinds)
        lines = [line for line in rig.said().splitlines() if line.startswith("gestuaire:")]
        self.assertLess(len(lines), 4 * len(kinds) + 4, rig.said())
        self.assertTrue(rig.alive())


class Faults(Struck):
    def test_scripts_that_loop_or_hoard_and_disks_that_are_full_read_only_or_failing(self):
        self.comes_through(breaks.Loops, breaks.Hoards, breaks.Full, breaks.ReadOnly, breaks.Failing)

    def test_a_sound_server_that_is_killed_and_started_again(self):
        self.comes_through(breaks.SoundGone)

    def test_a_clock_that_is_set_before_the_engine_dies(self):
        self.all_of(breaks.SetAndKilled, breaks.SetForwardAndKilled, supervised=True)

    def test_a_display_that_goes_and_comes_back(self):
        self.comes_through(breaks.DisplayGone)

    def test_an_engine_that_is_killed_or_stands_still_is_there_again(self):
        self.all_of(breaks.Killed, breaks.Stopped, supervised=True)


@unittest.skipUnless("GESTUAIRE_LONG" in os.environ, "with --long")
class Further(Struck):
    """Of these live.py and clock.py try the most in a plain ./check."""

    def test_content_that_is_deleted_while_it_is_shown(self):
        self.comes_through(breaks.Deleted, breaks.Gone)

    def test_content_that_is_cut_short_while_it_is_shown(self):
        self.comes_through(breaks.Cut)

    def test_a_clock_that_is_set_back_a_day_and_forward_an_hour(self):
        self.comes_through(breaks.ClockBack, breaks.ClockForward)

    @unittest.skipUnless(os.getuid() == 0, "as root: a disk is mounted")
    def test_a_real_disk_that_is_full(self):
        self.comes_through(breaks.FullReal)

    def test_an_engine_that_aborts_or_crashes_is_there_again(self):
        self.all_of(breaks.Aborted, breaks.Crashed, supervised=True)

    def test_a_frame_that_never_ends(self):
        self.all_of(breaks.Held, supervised=True)


if __name__ == "__main__":
    unittest.main(verbosity=2)
