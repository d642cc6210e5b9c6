"""A visitor types, and the picture shows what is found: keys by replay, stepped, beside a scene that says it itself."""
import array
import json
import math
import os
import re
import shutil
import subprocess
import unittest
import wave

from harness import Case, HEARD_ONLY, PROGRAM, ROOT, differing, gestuaire, heard_only, png

INSTALLATION = """return {
  title = { fr = "essai", it = "prova", en = "trial" }, languages = { "fr", "it", "en" }, content = "repertoire",
  stations = { kiosk = {
    stages = { stage = { canvas = { 640, 360 }, scene = "%s" } },
    outputs = { screen = { at = { 0, 0 }, size = { 640, 360 } } } } },
}
"""

# Types what it hears, and lays every hit as a line.
SEARCH = """local scene = { typed = "" }
function scene.hear(e)
  if e.kind ~= "key" then return end
  if e.name == "Space" then scene.typed = scene.typed .. " "
  elseif e.name == "Backspace" then scene.typed = scene.typed:sub(1, -2)
  else scene.typed = scene.typed .. e.name:lower() end
end
function scene.draw(canvas)
  local found = repertoire.search{ words = scene.typed, count = 8 }
  canvas:text(scene.typed .. ": " .. found.total .. (found.pending and "…" or ""), 20, 20, { size = 24 })
  for i, hit in ipairs(found) do canvas:text(text.pick(hit.label), 20, 30 + 36 * i, { size = 24 }) end
  for i, verb in ipairs(found.facets.verb or {}) do
    canvas:text(text.pick(verb.label) .. " " .. verb.count, 420, 30 + 36 * i, { size = 24 })
  end
end
return scene
"""

# Says what it finds, each time that it is another answer.
FOLLOWS = """local scene = {}
function scene.draw(canvas)
  local found = repertoire.search{ words = "assouplir" }
  local record = repertoire.get("g:marteler-cuir")
  local line = string.format("%d hits, %s", found.total, record and record.label.fr)
  if not found.pending and line ~= scene.said then scene.said = line log.info(line) end
end
return scene
"""

DAYS = """local scene = {}
function scene.update()
  local line = show.date():sub(-2) .. (repertoire.get("d:ada") and " ada" or " nobody")
  if line ~= scene.said then scene.said = line log.info(line) end
end
function scene.draw() repertoire.search{ words = "fer" } end
return scene
"""

SAID = """local scene = {}
function scene.draw(canvas)
  canvas:text(%s, 20, 20, { size = 24 })
  for i, line in ipairs{ %s } do canvas:text(line, 20, 30 + 36 * i, { size = 24 }) end
  for i, line in ipairs{ %s } do canvas:text(line, 420, 30 + 36 * i, { size = 24 }) end
end
return scene
"""

TERMS = {
    "verbs": {"v:marteler": "Marteler", "v:etirer": "Étirer", "v:coudre": "Coudre"},
    "materials": {"m:fer": "Le fer", "m:cuir": "Le cuir", "m:cuivre": "Le cuivre"},
    "tools": {"o:marteau": "Marteau"},
    "metiers": {"t:forgeron": "Forgeron"},
}
# id, verb, material, tools, label
GESTURES = [
    ("g:marteler-fer", "v:marteler", "m:fer", [], "Marteler le fer"),
    ("g:etirer-fer", "v:etirer", "m:fer", ["o:marteau"], "Étirer le fer"),
    ("g:marteler-cuivre", "v:marteler", "m:cuivre", [], "Marteler le cuivre"),
    ("g:coudre-cuir", "v:coudre", "m:cuir", [], "Coudre au point sellier"),
]


def lua(*texts):
    return ", ".join(json.dumps(t, ensure_ascii=False) for t in texts)


class Typed(Case):
    def setUp(self):
        super().setUp()
        self.place = self.folder / "maison"
        for kind, terms in TERMS.items():
            for name, label in terms.items():
                self.write(kind, {"id": name, "label": dict.fromkeys(("fr", "it", "en"), label)})
        for name, verb, material, tools, label in GESTURES:
            self.write("gestures", {"id": name, "verb": verb, "materials": [material], "tools": tools,
                                    "metiers": ["t:forgeron"], "origin": "made-up",
                                    "label": dict.fromkeys(("fr", "it", "en"), label)})

    def write(self, kind, record):
        folder = self.place / "repertoire" / kind
        folder.mkdir(parents=True, exist_ok=True)
        (folder / (record["id"][2:] + ".json")).write_text(json.dumps(record, ensure_ascii=False))

    def shot(self, scene, name, *args):
        folder = self.place / "scenes" / "play"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "scene.lua").write_text(scene)
        (self.place / "installation.lua").write_text(INSTALLATION % "play")
        out = self.folder / name
        gestuaire("shot", self.place, "--station", "kiosk", "--at", "4", *args, "-o", out)
        return out

    def typed(self, words):
        lines = [f"{0.5 + 0.1 * i:.1f} key {'Space' if c == ' ' else c.upper()}" for i, c in enumerate(words)]
        replay = self.folder / "typed.txt"
        replay.write_text("\n".join(lines) + "\n")
        return self.shot(SEARCH, "typed.png", "--replay", replay)

    def test_the_picture_shows_what_was_found(self):
        # The first by its label; the second by its tool, a slip of one letter away (martea-u), so it comes last.
        said = self.shot(SAID % (lua("martel fer: 2"), lua("Marteler le fer", "Étirer le fer"),
                                 lua("Étirer 1", "Marteler 1")), "said.png")
        found = self.typed("martel fer")
        self.assertEqual(differing(png(found), png(said)), 0)

    def test_the_same_command_gives_the_same_picture(self):
        first = self.typed("mart").read_bytes()
        self.assertEqual(self.typed("mart").read_bytes(), first)

    def test_a_visitor_without_words_sees_all(self):
        said = self.shot(SAID % (lua(": 4"), lua("Coudre au point sellier", "Étirer le fer", "Marteler le cuivre",
                                                 "Marteler le fer"),
                                 lua("Marteler 2", "Coudre 1", "Étirer 1")), "said.png")
        self.assertEqual(differing(png(self.typed("")), png(said)), 0)

    def run_show(self, scene, *args, **env):
        folder = self.place / "scenes" / "play"
        folder.mkdir(parents=True)
        (folder / "scene.lua").write_text(scene)
        (self.place / "installation.lua").write_text(INSTALLATION % "play")
        state = self.folder / "state"
        state.mkdir()
        return subprocess.Popen([PROGRAM, "run", self.place, "--station", "kiosk", "--headless", "--silent", "--for",
                                 "90", "--state", state, *args],
                                stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
                                env={**os.environ, "GESTUAIRE_ROOT": str(ROOT), **env})

    def test_what_somebody_agreed_to_until_a_day_is_not_shown_past_its_midnight(self):
        self.write("people", {"id": "p:ada", "name": "Ada", "origin": "made-up"})
        self.write("consents", {"id": "a:ada", "person": "p:ada", "name": {"from": "2026-01-01"},
                                "image": {"from": "2026-01-01", "until": "2026-11-28"}})
        self.write("media", {"id": "d:ada", "file": "ada.png", "origin": "made-up", "credit": "x", "licence": "CC0-1.0",
                             "shows": [{"person": "p:ada", "consent": "a:ada", "facets": ["image"]}]})
        # A zone whose clocks are put forward an hour at 23:59:08 that night, so that nobody waits longer.
        show = self.run_show(DAYS, "--date", "2026-11-28", "--time", "23:59", TZ="AAA0BBB-1,J332/23:59:08,J360")
        try:
            self.hear(show, "28 ada")
            self.hear(show, "29 nobody")
        finally:
            show.terminate()
            show.wait()
            show.stderr.close()

    def test_a_saved_record_is_found_while_the_show_runs(self):
        show = self.run_show(FOLLOWS)
        try:
            self.hear(show, "0 hits, nil")
            self.write("gestures", {"id": "g:marteler-cuir", "verb": "v:marteler", "materials": ["m:cuir"],
                                    "metiers": ["t:forgeron"], "origin": "made-up",
                                    "label": dict.fromkeys(("fr", "it", "en"), "Assouplir le cuir")})
            self.hear(show, "1 hits, Assouplir le cuir")  # searched for, and by repertoire.get
        finally:
            show.terminate()
            show.wait()
            show.stderr.close()

    def hear(self, show, words):
        heard = []
        for line in show.stderr:
            heard.append(line)
            if words in line:
                return
        self.fail(f"it never said \"{words}\":\n{''.join(heard)}")


class Heard(Case):
    def loudest(self, gain):
        """The largest sample of a tone of half scale, played at -6 dB from a medium with this gain."""
        place = heard_only(self.folder)
        (place / "sound").mkdir()
        (place / "repertoire" / "media").mkdir(parents=True)
        tone = array.array("h", (round(16384 * math.sin(i * 2 * math.pi * 480 / 48000)) for i in range(96000)))
        with wave.open(str(place / "sound" / "tone.wav"), "wb") as file:
            file.setparams((1, 2, 48000, 0, "NONE", ""))
            file.writeframes(tone.tobytes())
        record = {"id": "d:tone", "file": "sound/tone.wav", "form": "sound", "origin": "made-up", "credit": "x",
                  "licence": "CC0-1.0", **({} if gain is None else {"gain": gain})}
        (place / "repertoire" / "media" / "tone.json").write_text(json.dumps(record))
        (place / "installation.lua").write_text(
            HEARD_ONLY.replace("languages", 'content = "repertoire", languages', 1))
        (place / "scenes" / "first" / "scene.lua").write_text(
            'local scene = {}\nfunction scene.enter() sound.play("sound/tone.wav", { gain = -6 }) end\nreturn scene\n')
        out = self.folder / "heard.wav"
        gestuaire("sound", "render", place, "--station", "ear", "--for", "2", "-o", out)
        heard = subprocess.run(["ffmpeg", "-v", "error", "-i", out, "-f", "f32le", "-"], capture_output=True, check=True)
        shutil.rmtree(place)
        return max(array.array("f", heard.stdout))

    def test_the_gain_of_a_medium_is_added_to_the_scene_s(self):
        for gain, db in ((None, -6), (-7.5, -13.5), (3, -3)):
            with self.subTest(gain):
                self.assertAlmostEqual(self.loudest(gain), 0.5 * 10 ** (db / 20), delta=0.002)

    def loudness(self, file):
        said = subprocess.run(["ffmpeg", "-hide_banner", "-nostats", "-i", file, "-af", "ebur128=framelog=verbose", "-f",
                               "null", "-"], capture_output=True, text=True, check=True).stderr
        return float(re.findall(r"I:\s+(-?[\d.]+) LUFS", said)[-1])

    def test_what_media_add_took_is_heard_equally_loud_sounds_and_films(self):
        # A quiet tone, a loud one and the soundtrack of a film: measured by ffmpeg before and after.
        place = heard_only(self.folder)
        source = self.folder / "source"
        source.mkdir()
        (place / "repertoire").mkdir()
        (place / "installation.lua").write_text(HEARD_ONLY.replace("languages", 'content = "repertoire", languages', 1))
        made = {"quiet.wav": ["-f", "lavfi", "-i", "sine=440:d=6,volume=-12dB"],
                "loud.wav": ["-f", "lavfi", "-i", "sine=660:d=6,volume=12dB"],
                "film.mp4": ["-f", "lavfi", "-i", "testsrc2=s=64x48:r=10:d=6", "-f", "lavfi", "-i",
                             "sine=880:d=6,volume=-4dB", "-c:a", "aac", "-pix_fmt", "yuv420p"]}
        before, after = [], []
        for name, words in made.items():
            subprocess.run(["ffmpeg", "-v", "error", *words, source / name], check=True)
            before.append(self.loudness(source / name))
        gestuaire("media", "add", *(source / name for name in made), "--to", place, "--origin", "recorded", "--credit",
                  "Nobody", "--licence", "CC0-1.0")
        for play in ('sound.play("sound/quiet.wav")', 'sound.play("sound/loud.wav")',
                     'film.open("film/film.mp4", { sound = true })'):
            (place / "scenes" / "first" / "scene.lua").write_text(
                f"local scene = {{}}\nfunction scene.enter() scene.it = {play} end\nreturn scene\n")
            out = self.folder / "heard.wav"
            gestuaire("sound", "render", place, "--station", "ear", "--for", "5", "-o", out)
            after.append(self.loudness(out))
        self.assertGreater(max(before) - min(before), 15)
        for lufs in after:
            self.assertAlmostEqual(lufs, -23, delta=0.3, msg=f"{before} -> {after}")


if __name__ == "__main__":
    unittest.main()
