"""A whole visit (tests/e2e/walk.py) by the mouse of a real window: xdotool under Xvfb."""
import unittest

from harness import Case
from walk import Walk
from window import Screen


class WholeVisit(Walk, Case):
    hand = "mouse"

    def setUp(self):
        super().setUp()
        self.screen = Screen(self.folder)
        self.addCleanup(self.screen.close)

    def finger(self, x, y):
        """At one go: a tap is short however busy the machine is."""
        self.screen.xdotool("mousemove", x, y, "mousedown", 1, "mouseup", 1)

    def test_from_attract_to_the_next_visitor(self):
        self.walk()


if __name__ == "__main__":
    unittest.main(verbosity=2)
