"""Strings of an interface: half translated, broken, not there. What check says, and what is shown."""
import json
import re
import unittest

from harness import ROOT, gestuaire
from live import Live

HOUSE = """return {
  title = { fr = "essai", it = "prova" }, languages = { "fr", "it" },
  stations = { one = {
    stages = { wall = { canvas = { 320, 200 }, scene = "page" } },
    outputs = { screen = { at = { 0, 0 }, size = { 320, 200 } } },
  } },
}
"""

PAGE = """return {
  enter = function(stage) stage:set_language("it") end,
  draw = function(canvas)
    canvas:text(text.say("essai.forge"), 10, 10)
    canvas:text(text.say("essai.marteau"), 10, 60)
  end,
}
"""


class Strings(Live):
    def setUp(self):
        super().setUp()
        (self.folder / "installation.lua").write_text(HOUSE)
        (self.folder / "scenes" / "page").mkdir(parents=True)
        (self.folder / "scenes" / "page" / "scene.lua").write_text(PAGE)
        (self.folder / "strings").mkdir()
        self.save("fr", {"essai.forge": "La forge", "essai.marteau": "Le marteau"})

    def save(self, language, texts):
        (self.folder / "strings" / f"{language}.json").write_text(
            texts if isinstance(texts, str) else json.dumps(texts, indent=1))

    def shown(self):
        gestuaire("shot", self.folder, "--station", "one", "--boxes", self.folder / "page.json")
        return [t["text"] for t in json.loads((self.folder / "page.json").read_text())["stages"][0]["texts"]]

    def checked(self):
        """What check says of these texts; the program's own are not ours."""
        said = gestuaire("check", self.folder, "--json", ok=False)
        return said.returncode, [(f["level"], f["text"]) for f in json.loads(said.stdout)["faults"]
                                 if "essai" in f["text"] or "strings/it.json" in f["text"]
                                 and "scenes/" not in f["text"]]

    def test_a_text_that_lacks_is_a_warning_and_shown_marked(self):
        self.save("it", {"essai.forge": "La fucina"})
        self.assertEqual(self.shown(), ["La fucina", "Le marteau\u202f[fr]"])
        self.assertEqual(self.checked(), (0, [
            ("warning", 'strings/it.json:1: essai.marteau: has no text; "fr" is shown, marked')]))

    def test_a_broken_file_is_an_error_and_shown_as_if_it_were_not_there(self):
        self.save("it", '{ "essai.forge": "La fucina",\n "essai.marteau": "Il mar')
        self.assertEqual(self.shown(), ["La forge\u202f[fr]", "Le marteau\u202f[fr]"])
        code, said = self.checked()
        self.assertEqual(code, 1)
        level, text = said[0]
        self.assertEqual(level, "error")
        self.assertTrue(text.startswith("strings/it.json:2: is no JSON: "), text)

    def test_each_sign_on_a_button_has_words_to_be_spoken(self):
        drawn = (ROOT / "scenes" / "lib" / "ui_icon.lua").read_text().split("local signs = {")[1].split("\n}\n")[0]
        signs = set(re.findall(r"^  (\w+) =", drawn, re.M))
        self.assertGreater(len(signs), 15)
        for language in ("fr", "it", "en"):
            texts = json.loads((ROOT / "scenes" / "strings" / f"{language}.json").read_text())
            self.assertEqual({key[8:] for key in texts if key.startswith("ui.sign.")}, signs, language)

    def test_a_file_that_is_half_translated_or_broken_while_it_is_shown_is_told_and_the_show_goes_on(self):
        self.save("it", {"essai.forge": "La fucina", "essai.marteau": "Il martello"})
        self.run_headless(self.folder, "--station", "one")
        self.wait(lambda: (self.pulse("one") or {"drawn": 0})["drawn"] > 0, "a page")
        self.assertNotIn("strings/it.json", self.log())
        self.save("it", {"essai.forge": "La fucina"})
        self.wait_log('strings/it.json:1: essai.marteau: has no text; "fr" is shown, marked')
        self.goes_on("one")
        self.save("it", '{ "essai.forge": "La fucina",\n "essai.marteau": "Il mar')
        self.wait_log("strings/it.json:2: is no JSON")
        self.goes_on("one")
        self.save("it", {"essai.forge": "La fucina", "essai.marteau": "Il martello"})
        drawn = self.pulse("one")["drawn"]
        self.wait(lambda: self.pulse("one")["drawn"] > drawn, "a page with the new texts")
        self.goes_on("one")
        self.ends_well()


if __name__ == "__main__":
    unittest.main()
