#!/usr/bin/env python3
"""Takes what the wall shows from the reference installation: three gestures, in stone, wood and clay, and what they
refer to, as louvre-lens takes its five; but no sounds and no signing figure: the wall has neither.

    python3 installations/tarn-et-garonne/make/take.py

What is changed here is lost when this is run again: change it there."""
import importlib.util
import pathlib

HERE = pathlib.Path(__file__).resolve().parents[1]
LENS = HERE.parent / "louvre-lens" / "make" / "take.py"

spec = importlib.util.spec_from_file_location("lens", LENS)
lens = importlib.util.module_from_spec(spec)
spec.loader.exec_module(lens)
lens.HERE, lens.WORKS = HERE, ()
lens.GESTURES = ("ciseler-pierre", "raboter-bois", "monter-argile")
referred = lens.references
lens.references = lambda value: referred(value) - {f"d:{name}" for name in lens.GESTURES} - {"d:sign-raboter-bois"}
lens.main()
