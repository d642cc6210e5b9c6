"""A page that is read aloud, as numbers: espeak-ng by itself says the same sentences, and the room stays silent."""
import array
import json
import subprocess
import unittest

from harness import Case, ROOT, gestuaire

HOUSE = """return {
  title = { fr = "Lu", it = "Letto", en = "Read" }, languages = { "fr", "it", "en" },
  stations = { ear = {
    title = { fr = "Lu", it = "Letto", en = "Read" },
    stages = { plan = { canvas = { 1280, 800 }, scene = "first" } },
    speakers = { { channel = 3, ears = true }, { channel = 1, at = { -1, 2, 1 } }, { channel = 4, ears = true },
      { channel = 2, at = { 1, 2, 1 } } },
  } },
}
"""
SCENE = """local ui = require "ui"
local scene = {}
function scene.enter(stage) ui.enter(stage) visit.set { speech = %s } end
function scene.draw(canvas)
  ui.begin(canvas)
  ui.read("page", "Étirer le fer. On l’allonge au marteau ; il rougit.")
  ui.finish()
end
return scene
"""
ASKS = """local ui = require "ui"
local scene = {}
function scene.enter(stage)
  ui.enter(stage)
  visit.set { speech = true }
  ui.ask { title = "Revenir à l’accueil ?", text = "Ce que vous avez écrit sera perdu." }
end
function scene.draw(canvas) ui.begin(canvas) ui.finish() end
return scene
"""
PAGE = """local page = require "%s"
local enter = page.enter
function page.enter(stage) enter(stage) visit.set { speech = true } end
return page
"""
SENTENCES = ["Étirer le fer.", "On l’allonge au marteau ;", "il rougit."]


def said(text):
    """Length in s and mean square of what espeak-ng says."""
    data = subprocess.run(["espeak-ng", "--stdin", "--stdout", "-b", "1", "-v", "fr", "-s", "160"], input=text.encode(),
                          stdout=subprocess.PIPE, check=True).stdout
    samples = array.array("h", data[44:44 + (len(data) - 44) // 2 * 2])
    return len(samples) / 22050, sum(v * v for v in samples) / 22050 / 32768 ** 2


def read_wave(data):
    """Rate and channels of a WAV of floats (WAVE_FORMAT_EXTENSIBLE or 3)."""
    at, head, body = 12, None, None
    while at + 8 <= len(data):
        size = int.from_bytes(data[at + 4:at + 8], "little")
        if data[at:at + 4] == b"fmt ":
            head = data[at + 8:at + 8 + size]
        elif data[at:at + 4] == b"data":
            body = data[at + 8:at + 8 + size]
        at += 8 + size + size % 2
    kind, channels, rate = (int.from_bytes(head[a:b], "little") for a, b in ((0, 2), (2, 4), (4, 8)))
    kind = int.from_bytes(head[24:26], "little") if kind == 0xfffe else kind
    bits = int.from_bytes(head[14:16], "little")
    assert channels == 4, channels
    if kind == 3:
        values = array.array("f", body)
    else:
        wide = bits // 8
        values = [int.from_bytes(body[i:i + wide], "little", signed=True) / 2 ** (bits - 1) for i in range(0, len(body), wide)]
    return rate, [values[c::4] for c in range(4)]


class Speech(Case):
    def render(self, speech, seconds):
        place = self.folder / f"read-{speech}"
        (place / "scenes" / "first").mkdir(parents=True)
        (place / "installation.lua").write_text(HOUSE)
        (place / "scenes" / "first" / "scene.lua").write_text(SCENE % speech)
        file = self.folder / f"{speech}.wav"
        gestuaire("sound", "render", place, "--station", "ear", "--for", seconds, "-o", file)
        return read_wave(file.read_bytes())

    def page(self, name, sentences, scene=None):
        """What a page without content says, as numbers beside those of the sentences."""
        place = self.folder / name
        (place / "scenes" / "first").mkdir(parents=True)
        (place / "installation.lua").write_text(HOUSE)
        (place / "scenes" / "first" / "scene.lua").write_text(scene or PAGE % name)
        pieces = [said(s) for s in sentences]
        file = self.folder / f"{name}.wav"
        gestuaire("sound", "render", place, "--station", "ear", "--for", round(sum(length for length, _ in pieces)) + 2, "-o", file)
        rate, channels = read_wave(file.read_bytes())
        return sum(v * v for v in channels[2]) / rate / sum(e for _, e in pieces)

    def test_pages_say_what_they_are_and_what_can_be_done(self):
        strings = json.loads((ROOT / "scenes" / "strings" / "fr.json").read_text())
        for page, sentences in (
                ("attract_page", ["Lu.", "Touchez l’écran."]),
                ("explorer_page", [strings["explorer.title"] + ".", strings["explorer.gestures"] + ".",
                                   strings["explorer.empty"], *strings["explorer.empty_help"].split("\n")]),
                ("game_page", [strings["game.title"] + ".", strings["game.order"] + ".", strings["game.nothing"]])):
            with self.subTest(page):
                self.assertAlmostEqual(self.page(page, sentences), 1, delta=0.05)

    def test_a_dialog_says_itself_when_it_opens(self):
        said = ["Revenir à l’accueil ?", "Ce que vous avez écrit sera perdu."]
        self.assertAlmostEqual(self.page("asks", said, ASKS), 1, delta=0.05)

    def test_what_parts_texts_for_the_eye_is_a_pause(self):
        scene = (SCENE % "true").replace("Étirer le fer. On l’allonge au marteau ; il rougit.", "Étirer × fer  ·  ferronnier.")
        self.assertAlmostEqual(self.page("marks", ["Étirer , fer  ,  ferronnier."], scene), 1, delta=0.05)

    def test_a_page_is_read_in_the_headphones_alone(self):
        rate, channels = self.render("true", 8)
        pieces = [said(s) for s in SENTENCES]
        energy = sum(e for _, e in pieces)
        for c in (0, 1):
            self.assertLess(max(map(abs, channels[c])), 1e-4)
        for c in (2, 3):
            self.assertAlmostEqual(sum(v * v for v in channels[c]) / rate / energy, 1, delta=0.03)
            last = max(i for i, v in enumerate(channels[c]) if abs(v) > 0.01) / rate
            whole = sum(length for length, _ in pieces)
            self.assertLess(last, whole + 0.5)  # one after the other, without long gaps
            self.assertGreater(last, 0.6 * whole)

    def test_who_does_not_ask_hears_nothing(self):
        _, channels = self.render("false", 2)
        self.assertLess(max(max(map(abs, c)) for c in channels), 1e-4)


if __name__ == "__main__":
    unittest.main()
