"""The operator's window under Xvfb: its keys and buttons are the show's."""
import re
import subprocess
import time
import unittest

from harness import Case, PROGRAM, ROOT, gestuaire, png
from window import Screen

SCENE = """local scene = {}
function scene.enter(stage) scene.at = stage.param.at or "nothing"; log.info("shows " .. scene.at) end
function scene.draw(canvas) canvas:background(scene.at == "red" and "#ff0000" or "#000000") end
return scene
"""
HOUSE = """return {
  title = { fr = "essai" }, languages = { "fr" }, show = "show.lua",
  stations = { one = {
    stages = { wall = { canvas = { 320, 180 }, scene = "plain" } },
    outputs = { screen = { size = { 320, 180 } } },
  } },
}
"""
SHOW = """return { cues = {
  { id = "rouge", label = { fr = "Rouge" }, scenes = { one = { scene = "plain", param = { at = "red" } } } },
  { id = "noir", label = { fr = "Noir" }, scenes = { one = { scene = "plain", param = { at = "black" } } } },
} }
"""


class Operated(Screen):
    def __init__(self, folder, *flags):
        folder.mkdir(exist_ok=True)
        super().__init__(folder)
        self.flags = flags

    def run(self, installation):
        with open(self.log, "w") as log:
            self.program = subprocess.Popen([PROGRAM, "run", installation, "--windowed", "--operator", "--silent", *self.flags,
                                             "--for", "300", "--state", self.folder / "state"],
                                            env=self.environment(), stderr=log)

    def board(self):
        """The id of the operator's window: the one of its size. The other is 1600 wide."""
        def find():
            for window in self.search("--name", "essai"):
                where = self.xdotool("getwindowgeometry", "--shell", window)
                value = dict(line.split("=") for line in where.split())
                if value["WIDTH"] == "1120":
                    return window, int(value["X"]), int(value["Y"])
            return None
        self.wait(find)
        found = find()
        assert found, "no operator's window came\n" + self.log.read_text()
        return found


class Operator(Case):
    def house(self):
        house = self.folder / "house"
        (house / "scenes" / "plain").mkdir(parents=True)
        (house / "scenes" / "plain" / "scene.lua").write_text(SCENE)
        (house / "installation.lua").write_text(HOUSE)
        (house / "show.lua").write_text(SHOW)
        return house

    def said(self, screen, words, count=1):
        return screen.wait(lambda: len(re.findall(words, screen.log.read_text())) >= count)

    def test_space_brings_the_next_cue_and_a_button_the_one_after(self):
        screen = Operated(self.folder)
        self.addCleanup(screen.close)
        screen.run(self.house())
        window, x, y = screen.board()
        self.assertTrue(self.said(screen, "shows nothing"))
        screen.xdotool("windowraise", window, "mousemove", x + 300, y + 600)
        screen.xdotool("windowfocus", "--sync", window, "key", "space")
        self.assertTrue(self.said(screen, "shows red"), screen.log.read_text())
        time.sleep(1)  # nearer to the first it would be the same press
        screen.xdotool("windowraise", window, "mousemove", x + 900, y + 150, "mousedown", 1)
        screen.xdotool("mouseup", 1)
        self.assertTrue(self.said(screen, "shows black"), screen.log.read_text())
        screen.xdotool("windowfocus", "--sync", window, "key", "Escape")
        self.assertIsNone(screen.program.poll()) # in this window Escape is PANIC

    def test_staff_opens_the_note_editor_from_it_but_not_where_the_public_is(self):
        house = self.house()
        for flags in ((), ("--kiosk",)):
            screen = Operated(self.folder / f"state{len(flags)}", *flags)
            self.addCleanup(screen.close)
            screen.run(house)
            window, _, _ = screen.board()
            self.assertTrue(self.said(screen, "shows nothing"))
            screen.xdotool("windowfocus", "--sync", window, "key", "F2")
            screen.xdotool("key", "space")
            self.assertTrue(self.said(screen, "shows red"), screen.log.read_text())
            self.assertEqual(not flags, "notes are edited over plain" in screen.log.read_text())
            screen.close()

    def test_its_picture_shows_where_the_show_stands(self):
        house, file = self.house(), self.folder / "board.png"
        gestuaire("shot", house, "--operator", "--go", 1, "--at", 3, "-o", file)
        width, height, channels, rows = png(file)
        self.assertEqual((width, height), (1120, 720))
        ember = sum(1 for row in rows for x in range(0, len(row), channels)
                    if row[x] > 240 and 110 < row[x + 1] < 135 and row[x + 2] < 40)
        self.assertGreater(ember, 349 * 128 / 2) # GO, and the cue that runs


if __name__ == "__main__":
    unittest.main()
