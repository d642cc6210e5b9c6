"""`gestuaire check` on broken copies of the installation names file and line of each fault."""
import re
import unittest

from harness import Case, copy_lens, copy_villa, gestuaire, heard_only


def line_of(path, needle):
    for number, line in enumerate(path.read_text().splitlines(), 1):
        if needle in line:
            return number
    raise AssertionError(f"{needle!r} is not in {path}")


def replace_once(path, old, new):
    text = path.read_text()
    assert old in text, f"{old!r} is not in {path}"
    path.write_text(text.replace(old, new, 1))


CUES_HOUSE = """return { title = { fr = "x" }, languages = { "fr" }, show = "show.lua",
  stations = { salle = { title = { fr = "x" }, stages = { wall = { canvas = { 320, 180 }, scene = "twin" } },
    outputs = { main = { size = { 320, 180 } } } } } }
"""
CUES_SHOW = """return { cues = { { id = "un", scenes = { ["salle/wall"] = { scene = "twin", param = { name = "un", fault = false } } } },
  { id = "deux", wait = 2, scenes = { ["salle/wall"] = { scene = "twin", param = { name = "deux", fault = false } } } },
  { id = "trois", scenes = { ["salle/wall"] = { scene = "twin", param = { name = "trois", fault = false } } } } } }
"""
CUES_SCENE = """local scene = {}
function scene.enter(stage)
  if stage.param.fault then error("the fault of " .. stage.param.name) end
end
function scene.draw(canvas) end
return scene
"""


class Broken(Case):
    def check(self, folder, ok=False):
        result = gestuaire("check", folder, ok=False)
        self.assertEqual(result.returncode, 0 if ok else 1, result.stdout + result.stderr)
        self.assertNotIn("Sanitizer", result.stderr)
        return result.stdout

    def broken(self, file, old, new, *wanted, where=None):
        """Replaces old by new; a line `file:line: …` with all of `wanted` in it must be printed."""
        copy = copy_villa(self.folder) if file == "installation.lua" else copy_lens(self.folder)
        path = copy / file
        replace_once(path, old, new)
        self.told(copy, file, line_of(path, where or new), *wanted)

    def told(self, copy, file, line, *wanted):
        said = self.check(copy)
        lines = [text for text in said.splitlines() if re.search(rf"{re.escape(file)}:{line}:", text)]
        self.assertTrue(any(all(word in text for word in wanted) for text in lines),
                        f"wanted {file}:{line}: with {wanted}; said\n{said}")

    def test_the_installation_as_it_is_has_no_error(self):
        copy = copy_villa(self.folder)
        self.assertIn("0 errors", self.check(copy, ok=True))

    def test_an_unknown_key_names_the_nearest(self):
        self.broken("installation.lua", "outputs =", "output =", "output", "outputs", where="      output = {")

    def test_a_wrong_type(self):
        self.broken("installation.lua", "rolloff_db = ", 'rolloff_db = "much", blur_m = ', "rolloff_db")

    def test_a_number_out_of_range(self):
        self.broken("installation.lua", "channel = 1,", "channel = 99,", "channel")

    def test_a_number_that_is_none(self):
        self.broken("installation.lua", "blur_m = ", "blur_m = 0/0 + ", "blur_m")

    def test_corners_that_cross(self):
        self.broken("installation.lua", "{ 0, band }, { wide, band }, { wide, high }, { 0, high }",
                    "{ 0, band }, { wide, high }, { wide, band }, { 0, high }", "its edges cross", "allowed is a convex")

    def test_forty_outputs(self):
        outputs = "".join(f" o{i} = {{ size = {{ 320, 200 }} }}," for i in range(40))
        self.broken("installation.lua", "outputs = {", "outputs = {" + outputs, "outputs", "has 42 values", "0 to 8")

    def test_a_table_of_colours_with_wrong_counts(self):
        house = self.folder / "colours"
        (house / "scenes" / "twin").mkdir(parents=True)
        text = CUES_HOUSE.replace(', show = "show.lua"', "").replace("main = { size", 'main = { lut = "warm.cube", size')
        (house / "installation.lua").write_text(text)
        (house / "scenes" / "twin" / "scene.lua").write_text(CUES_SCENE)
        for count, line, wanted in ((7, 8, "the file ends after 7 entries; 8 are"), (9, 10, "the table is full: 8 entries")):
            (house / "warm.cube").write_text("LUT_3D_SIZE 2\n" + "0 0 0\n" * count)
            self.assertRegex(self.check(house), rf"warm\.cube:{line}: {wanted}")

    def test_a_message_to_a_station_that_is_not_there(self):
        self.broken("installation.lua", '"gesture", "sound"', '"gestrue", "sound"', "gestrue", "gesture")

    def test_every_cue_is_played_with_what_it_gives_its_scene(self):
        house = self.folder / "cues"
        (house / "scenes" / "twin").mkdir(parents=True)
        (house / "installation.lua").write_text(CUES_HOUSE)
        (house / "scenes" / "twin" / "scene.lua").write_text(CUES_SCENE)
        for name in ("un", "deux", "trois"):
            with self.subTest(cue=name):
                (house / "show.lua").write_text(CUES_SHOW.replace(f'"{name}", fault = false', f'"{name}", fault = true'))
                self.assertIn(f"scene.lua:3: the fault of {name}", self.check(house))

    def test_a_scene_that_is_not_there(self):
        self.broken("installation.lua", 'scene = "facade"', 'scene = "fasade"', "fasade")

    def test_text_that_is_no_lua(self):
        self.broken("installation.lua", "return {", "return {{ =", "installation.lua")

    def test_a_script_that_does_not_compile(self):
        self.broken("scenes/soiree/scene.lua", "function scene.draw(canvas)",
                    "function scene.draw(canvas) if then", "then")

    def test_a_script_that_no_stage_starts_with(self):
        self.assertRegex(self.check(self.spare("function scene.draw(canvas")), r"scenes/spare/scene\.lua:3: ")

    def test_a_script_is_not_told_twice(self):
        copy = copy_lens(self.folder)
        path = copy / "scenes/soiree/scene.lua"
        replace_once(path, "function scene.draw(canvas)", "function scene.draw(canvas) if then")
        self.assertEqual(self.check(copy).count("scenes/soiree/scene.lua:"), 1)

    def test_outputs_that_cover_nothing(self):
        folder = heard_only(self.folder)
        replace_once(folder / "installation.lua", "speakers = { { channel = 1, at = { 0, 0, 0 } } }",
                     "outputs = { o = { at = { -400, 0 }, size = { 320, 200 } } }")
        self.assertRegex(self.check(folder), r"installation\.lua:\d+: .*outputs: cover nothing")

    def test_a_scene_that_fails_in_its_first_frame(self):
        self.broken("scenes/soiree/scene.lua", "function scene.draw(canvas)",
                    "function scene.draw(canvas) canvas:txet('x', 0, 0)", "txet")

    def test_a_scene_that_never_ends(self):
        self.broken("scenes/soiree/scene.lua", "function scene.draw(canvas)",
                    "function scene.draw(canvas) while true do end", "scenes/soiree/scene.lua")

    def touched(self, line, *wanted):
        """`line` is done at each touch of the kiosk."""
        copy = copy_lens(self.folder)
        path = copy / "scenes/explorer/scene.lua"
        path.parent.mkdir()
        path.write_text('local scene = require "explorer_page"\nlocal touch = scene.touch\n'
                        f"function scene.touch(e) {line} return touch(e) end\nreturn scene\n")
        self.told(copy, "scenes/explorer/scene.lua", 3, *wanted)

    def spare(self, body):
        """A copy with a scene that no stage begins with."""
        copy = copy_lens(self.folder)
        path = copy / "scenes" / "spare" / "scene.lua"
        path.parent.mkdir()
        path.write_text(f"local scene = {{}}\n{body}\nreturn scene\n")
        return copy

    def test_a_fault_in_what_a_touch_does(self):
        self.touched("local x = e.x .. scene.nothing", "scene", "nothing")

    def test_a_fault_in_what_a_drag_does(self):
        self.touched("if e.kind == 'move' then canvas:rect(1, 2, 3, 4) end", "canvas")

    def test_a_fault_in_what_a_message_does(self):
        self.broken("scenes/soiree/scene.lua", "function scene.hear(e)",
                    "function scene.hear(e) if e.kind == 'message' then sond.play('a.ogg') end", "sond")

    def test_a_fault_in_what_a_key_does(self):
        self.broken("scenes/soiree/scene.lua", "function scene.hear(e)",
                    "function scene.hear(e) if e.kind == 'key' then error('no ' .. e.name) end", "no Space")

    def test_a_scene_that_no_stage_begins_with(self):
        self.told(self.spare("function scene.draw(canvas) canvas:txet('x', 0, 0) end"), "scenes/spare/scene.lua", 2,
                  "txet", "text")

    def test_a_jump_to_a_scene_that_is_not_there(self):
        self.touched("show.go('explorr')", "explorr", 'did you mean "explorer"')

    def test_a_message_that_is_not_declared(self):
        self.touched("show.send('light')", '"light"', "messages = { light = { to = {")

    def test_a_message_that_is_nearly_declared(self):
        self.touched("show.send('chose')", '"chose"', 'did you mean "choose"')

    def test_a_language_that_the_installation_has_not(self):
        self.touched("scene.stage:set_language('de')", "de", "fr, it, en")

    def test_the_file_of_a_record_that_is_missing(self):
        for kind in ("media", "clips"):
            with self.subTest(kind):
                copy = copy_lens(self.folder / kind)
                record = sorted((copy / "repertoire" / kind).glob("*.json"))[0]
                text = record.read_text()
                name = re.search(r'"file":\s*"([^"]+)"', text).group(1)
                (copy / name).rename((copy / name).with_name((copy / name).name.upper()))
                said = self.check(copy)
                self.assertRegex(said, rf"{record.name}:{line_of(record, name)}: .*did you mean \"[A-Za-z]+/[A-Z]")

    def test_a_model_that_is_cut_short(self):
        copy = copy_lens(self.folder)
        file = copy / "model" / "vase.glb"
        data = file.read_bytes()
        file.unlink()
        file.write_bytes(data[:len(data) // 2])
        record = copy / "repertoire" / "media" / "model-vase.json"
        self.assertIn(f"{record.name}:{line_of(record, 'model/vase.glb')}: file: model/vase.glb: cannot be read", self.check(copy))

    def warned(self, body, *wanted):
        said = self.check(self.spare(body), ok=True)
        self.assertIn("0 errors, 1 warning", said)
        for word in ("scenes/spare/scene.lua:2:", *wanted):
            self.assertIn(word, said)

    def test_a_function_that_the_engine_does_not_call(self):
        self.warned("function scene.tuoch(e) end", "did you mean scene.touch?")

    def test_a_font_that_is_not_there(self):
        self.warned("function scene.draw(canvas) canvas:text('', 0, 0, { font = 'Intre' }) end", 'did you mean "Inter"?')

    def test_an_installation_without_return(self):
        self.broken("installation.lua", "return {", "{ -- all", "must begin with `return {`")

    def test_a_file_that_is_missing(self):
        copy = copy_lens(self.folder)
        path = copy / "scenes/soiree/scene.lua"
        text = path.read_text()
        new = "function scene.draw(canvas) scene.lost = scene.lost or picture.open('lost.jpg')"
        path.write_text(text.replace("function scene.draw(canvas)", new, 1))
        said = self.check(copy)
        self.assertRegex(said, rf"scenes/soiree/scene\.lua:{line_of(path, new)}: .*lost\.jpg")

    def test_a_record_that_is_no_json(self):
        copy = copy_lens(self.folder)
        record = sorted((copy / "repertoire/gestures").glob("*.json"))[0]
        record.write_text(record.read_text().rstrip().rstrip("}"))
        lines = record.read_text().count("\n") + 1
        self.assertRegex(self.check(copy), rf"{record.name}:{lines}:")

    def test_a_reference_that_leads_nowhere(self):
        copy = copy_lens(self.folder)
        record = sorted((copy / "repertoire/gestures").glob("*.json"))[0]
        text = record.read_text()
        record.write_text(re.sub(r'"verb":\s*"v:', '"verb": "v:no-', text, count=1))
        line = line_of(record, "v:no-")
        self.assertRegex(self.check(copy), rf"{record.name}:{line}: .*v:no-")

    def test_media_that_cannot_be_opened_are_named_at_their_records(self):
        copy = copy_lens(self.folder)
        (copy / "film/monter-argile.mp4").write_text("no film at all\n" * 100)
        for file in ("sound/etirer-fer.ogg", "picture/vase.png", "clips/souffler-verre.bvh"):
            (copy / file).write_bytes((copy / file).read_bytes()[:300])
        said = self.check(copy)
        for record, file in (("etirer-fer.json", "sound/etirer-fer.ogg"), ("monter-argile", "film/monter-argile.mp4"),
                             ("vase", "picture/vase.png"), ("souffler-verre.json", "clips/souffler-verre.bvh")):
            self.assertRegex(said, rf"{record}[^\n]*:\d+: file: {re.escape(file)}")

    def test_a_faulty_installation_file_hides_neither_scripts_nor_records(self):
        copy = copy_villa(self.folder)
        replace_once(copy / "installation.lua", "channel = 1,", "channel = 99,")
        replace_once(copy / "scenes/sound/scene.lua", "function scene.draw(canvas)", "function scene.draw(canvas) if then")
        record = sorted((copy / "repertoire/gestures").glob("*.json"))[0]
        record.write_text(record.read_text().rstrip().rstrip("}"))
        said = self.check(copy)
        for word in ("channel", "scenes/sound/scene.lua:", f"{record.name}:"):
            self.assertIn(word, said)

    def test_a_broken_clip_record_takes_its_gesture_and_no_more(self):
        copy = copy_lens(self.folder)
        record = copy / "repertoire/clips/souffler-verre.json"
        record.write_text(record.read_text().rstrip().rstrip("}"))
        self.check(copy)
        gestuaire("shot", copy, "--station", "borne", "--at", 1, "-o", self.folder / "borne.png")

    def test_all_faults_are_named_not_only_the_first(self):
        copy = copy_villa(self.folder)
        path = copy / "installation.lua"
        replace_once(path, "channel = 1,", "channel = 99,")
        replace_once(path, "rolloff_db = ", "roloff_db = ")
        replace_once(path, 'scene = "facade"', 'scene = "fasade"')
        said = self.check(copy)
        for word in ("99", "roloff_db", "fasade"):
            self.assertIn(word, said)


if __name__ == "__main__":
    unittest.main(verbosity=2)
