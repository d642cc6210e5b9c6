"""Ten fingers at random on the whole kiosk station (tests/e2e/crowd.py) for an hour: memory that has been taken is enough."""
import unittest

from crowd import Crowd

KEPT_MIB = 24  # that the second half may take over the most of the first


class Hour(Crowd):
    minutes = 60

    def judge(self, pages, memory):
        super().judge(pages, memory)
        self.assertLess(max(memory[5:]), max(memory[:5]) + KEPT_MIB)
        self.assertGreater(len(pages), 100)


del Crowd  # not here

if __name__ == "__main__":
    unittest.main(verbosity=2)
