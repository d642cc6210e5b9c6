"""Eight simulated hours of visitors and a real one of films (soak.py)."""
import unittest

from soak import Soak


class Hours(Soak):
    hours = True


del Soak  # not here

if __name__ == "__main__":
    unittest.main(verbosity=2)
