"""A whole visit (tests/e2e/walk.py) by a finger on a touch screen: inputtest under Xorg."""
import unittest

from hands import BEGIN, END, ROOM, Desk
from harness import PROGRAM, Case
from walk import Walk
from window import Screen


class Table(Desk):
    """A screen as large as the room, with the program in a window on it."""
    xdotool, search, window = Screen.xdotool, Screen.search, Screen.window

    def __init__(self, folder):
        self.touches = 0
        super().__init__(folder, screens=1, size=ROOM)

    def run(self, installation):
        super().run(PROGRAM, installation, "--windowed")

    def tap(self, x, y):
        self.touches += 1
        for what in (BEGIN, END):
            self.glass.touch(what, self.touches, x, y)
        self.glass.sync()


class WholeVisit(Walk, Case):
    hand = "finger"

    def setUp(self):
        super().setUp()
        self.screen = Table(self.folder)
        self.addCleanup(self.screen.close)

    def finger(self, x, y):
        self.screen.tap(x, y)

    def test_from_attract_to_the_next_visitor(self):
        self.walk()


if __name__ == "__main__":
    unittest.main(verbosity=2)
