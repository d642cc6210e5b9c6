"""A kiosk under a real X server: what keyboards, pens and other programs try comes to nothing, and staff comes in with
three fingers or Ctrl Alt G and the PIN, and in no other way."""
import ctypes
import os
import re
import subprocess
import time
import unittest

from hands import BEGIN, END, HIGH, WIDE, Desk
from harness import OUT, PROGRAM, ROOT, Case

HOUSE = """return {
  title = { fr = "x", it = "x", en = "x" }, languages = { "en", "fr", "it" },
  stations = { glass = {
    title = { fr = "x", it = "x", en = "x" },
    stages = { plan = { canvas = { 640, 480 }, scene = "first" } },
    outputs = { screen = { size = { 640, 480 } } },%s
  } },
}
"""
HOURS = """ hours = { zone = "Etc/GMT-1", fade_s = 0,
  week = { { days = { "mon", "tue", "wed", "thu", "fri", "sat", "sun" }, from = "10:00", to = "19:00" } } },"""
NIGHT = 86400 * 20463  # a day in 2026
SCENE = """local scene = {}
function scene.touch(e) log.info("touched " .. e.kind) end
function scene.hear(e) if e.kind == "key" then log.info("heard " .. e.name) end end
function scene.draw(c) c:rect(0, 0, 640, 480, { color = "#2060a0" }) end
return scene
"""
KEY = HIGH / 8  # engine/care/pad.c, where a screen does not say its mm
PIN, WRONG = "4071", "1234"
NOTHING = ("alt+F4", "ctrl+alt+BackSpace", "alt+Tab", "Escape", "super", "super+d", "ctrl+q", "ctrl+w", "ctrl+c", "alt+space",
           "ctrl+alt+Delete", "ctrl+Escape", "Print", "Menu", "a", "Return", "ctrl+g", "alt+g",
           *(f"F{n}" for n in range(1, 13)))


class X:
    """As much of libX11 as a program that gets in the way needs."""

    def __init__(self, display):
        self.lib = ctypes.CDLL("libX11.so.6")
        for name in ("XOpenDisplay", "XDefaultRootWindow", "XCreateSimpleWindow"):
            getattr(self.lib, name).restype = ctypes.c_void_p
        self.server = ctypes.c_void_p(self.lib.XOpenDisplay(display.encode()))
        self.root = ctypes.c_void_p(self.lib.XDefaultRootWindow(self.server))

    def cover(self):
        window = ctypes.c_void_p(self.lib.XCreateSimpleWindow(self.server, self.root, 0, 0, WIDE, HIGH, 0,
                                                              ctypes.c_ulong(0xffffff), ctypes.c_ulong(0xffffff)))
        self.lib.XMapRaised(self.server, window)
        self.lib.XSync(self.server, 0)

    def grab_keyboard(self):
        """0: taken, 1: somebody has it (X.h)."""
        result = self.lib.XGrabKeyboard(self.server, self.root, 0, 1, 1, ctypes.c_ulong(0))
        self.lib.XSync(self.server, 0)
        return result

    def let_go(self):
        self.lib.XUngrabKeyboard(self.server, ctypes.c_ulong(0))
        self.lib.XSync(self.server, 0)


class Lockdown(Case):
    hours = ""

    def setUp(self):
        super().setUp()
        self.desk = Desk(self.folder, screens=1, more=("pen",))
        self.addCleanup(self.desk.close)
        self.state = self.folder / "state"
        self.x = X(self.desk.display)

    def house(self, more=""):
        house = self.folder / "house"
        (house / "scenes/first").mkdir(parents=True, exist_ok=True)
        (house / "installation.lua").write_text((HOUSE % more)[:-2] + self.hours + "}\n")
        (house / "scenes/first/scene.lua").write_text(SCENE)
        return house

    def pin(self):
        subprocess.run([PROGRAM, "kiosk", "pin", "--state", self.state], input=f"{PIN}\n{PIN}\n", text=True, check=True,
                       capture_output=True)

    def run_kiosk(self, more="", pin=True):
        if pin:
            self.pin()
        self.desk.run(PROGRAM, self.house(more), "--station", "glass", "--kiosk", "--silent")
        self.desk.wait(lambda: self.blue(), "picture")
        self.desk.wait(lambda: self.x_has_keyboard(), "keyboard held")

    def x_has_keyboard(self):
        taken = self.x.grab_keyboard() == 0
        if taken:
            self.x.let_go()
        return not taken

    def blue(self):
        _, _, channels, rows = self.desk.picture("now")
        at = 40 * channels
        return rows[40][at + 2] > 120 > rows[40][at] and rows[HIGH - 40][at + 2] > 120

    def keys(self, *names):
        for name in names:
            self.desk.call("xdotool", "key", "--clearmodifiers", name)

    def count(self, what):
        return self.desk.said().count(what)

    def after(self, what, act):
        before = self.count(what)
        act()
        self.desk.wait(lambda: self.count(what) > before, what)

    def gesture(self):
        places = {1: (250, 240), 2: (320, 240), 3: (390, 240)}
        self.desk.glass.all(BEGIN, places)
        self.desk.wait(lambda: "asks for the PIN pad" in self.desk.said() or "there is none" in self.desk.said(), "gesture")
        self.desk.glass.all(END, places)

    def tap(self, x, y):
        self.desk.glass.all(BEGIN, {9: (x, y)})
        time.sleep(0.1)
        self.desk.glass.all(END, {9: (x, y)})
        time.sleep(0.1)

    def pad(self):
        """Left and top of the keys: around the last of the three fingers, on the glass."""
        wide, head = KEY * (3 + 2 * 0.12 + 0.8), KEY * (0.4 + 0.6 + 0.7)
        high = head + KEY * (4 * 1.12 + 0.85 + 0.4)
        return max(0, min(390 - wide / 2, WIDE - wide)) + KEY * 0.4, max(0, min(240 - high / 2, HIGH - high)) + head

    def touch_pin(self, digits):
        left, top = self.pad()
        for digit in digits + "!":
            n = "123456789<0!".index(digit)
            self.tap(left + (n % 3) * KEY * 1.12 + KEY / 2, top + (n // 3) * KEY * 1.12 + KEY / 2)

    def menu(self, row):
        left, top = self.pad()
        self.tap(left + KEY, top + row * KEY * 0.97 + KEY * 0.4)

    def keep(self, name):
        OUT.mkdir(parents=True, exist_ok=True)
        self.desk.picture(name)
        (OUT / f"{name}.png").write_bytes((self.folder / f"{name}.png").read_bytes())

    def test_keys_pens_and_other_programs_come_to_nothing(self):
        self.desk.call("xset", "s", "600", "60")
        self.run_kiosk()
        self.assertRegex(self.desk.call("xset", "q"), r"timeout:\s+0\s")
        self.keys(*NOTHING)
        for button in (2, 3, 8):
            self.desk.call("xdotool", "mousemove", 300, 200, "click", button)
        self.desk.wait(lambda: '"pen" is switched off' in self.desk.said(), "pen off")
        self.assertRegex(self.desk.said(), r'the pen "pen" is switched off')
        self.assertNotIn('the pen "touch"', self.desk.said())
        self.assertNotIn('the pen "pointer"', self.desk.said())
        self.tap(100, 100)  # the show hears fingers, and it has heard no key
        self.desk.wait(lambda: "touched tap" in self.desk.said(), "tap")
        self.assertNotIn("heard", self.desk.said())
        self.x.cover()
        self.desk.wait(lambda: "lay over the show" in self.desk.said() and self.blue(), "show above")
        self.assertIsNone(self.desk.program.poll())
        self.assertEqual(self.desk.ends(), 0)
        self.assertRegex(self.desk.call("xset", "q"), r"timeout:\s+600\s+cycle:\s+60")

    def test_three_fingers_and_the_pin_open_the_desk(self):
        self.run_kiosk()
        self.gesture()
        time.sleep(1)
        self.keep("lockdown-pad")
        self.after("a wrong PIN, 1 in a row", lambda: self.touch_pin(WRONG))
        self.after("staff gave the PIN", lambda: self.touch_pin(PIN))
        time.sleep(1)
        self.keep("lockdown-menu")
        self.after("the desk is open", lambda: self.menu(0))
        self.keys("n", "eacute", "t", "eacute", "Return")  # the keyboard is held, and types its accents all the same
        journal = self.folder / "state" / "calibration" / "glass.jsonl"
        self.desk.wait(lambda: journal.exists() and '"name":"été"' in journal.read_text(), "name")
        self.after("the desk is closed", lambda: self.keys("F3"))
        self.keys("F3", "F2", "F1")  # nobody is in any more
        self.tap(100, 100)
        self.desk.wait(lambda: "touched tap" in self.desk.said(), "tap")
        self.assertEqual(self.count("the desk is open"), 1)
        self.assertNotIn("heard", self.desk.said())
        self.assertEqual(self.desk.ends(), 0)

    def test_at_night_the_pin_wakes_it_for_staff(self):
        clock = self.folder / "set"
        subprocess.run(["cc", "-D_GNU_SOURCE", "-shared", "-fPIC", "-o", self.folder / "setclock.so", ROOT / "tests/tools/setclock.c",
                        "-ldl"], check=True)

        def at(hour):  # in the zone of HOURS
            clock.with_suffix(".new").write_text(str(int(NIGHT + (hour - 1) * 3600 - time.time())))
            clock.with_suffix(".new").rename(clock)
        environment = self.desk.environment
        self.desk.environment = lambda: {**environment(), "CLOCK_SET": str(clock), "LD_PRELOAD": str(self.folder / "setclock.so")}
        at(18)
        self.hours = HOURS
        self.run_kiosk()
        at(20)
        self.desk.wait(lambda: "hours: asleep" in self.desk.said(), "sleep")
        self.after("asks for the PIN pad", lambda: self.keys("ctrl+alt+g"))
        self.after("a wrong PIN, 1 in a row", lambda: self.keys(*WRONG, "Return"))
        self.assertNotIn("awake for staff", self.desk.said())
        self.after("staff gave the PIN", lambda: self.keys(*PIN, "Return"))
        self.desk.wait(lambda: "hours: awake for staff" in self.desk.said(), "waking")
        self.desk.wait(self.blue, "the scene")
        self.assertEqual(self.desk.ends(), 0)

    def test_five_wrong_ones_lock_and_the_right_one_is_refused(self):
        self.run_kiosk()
        self.after("asks for the PIN pad", lambda: self.keys("ctrl+alt+g"))
        for n in range(1, 6):
            self.after(f"a wrong PIN, {n} in a row", lambda: self.keys(*WRONG, "Return"))
        self.assertRegex(self.desk.said(), r"none is looked at for (60|[345]\d) s")  # what was left when it was judged
        self.keys(*PIN, "Return")
        time.sleep(2)
        self.assertNotIn("staff gave the PIN", self.desk.said())
        self.keep("lockdown-locked")
        self.desk.program.kill()
        self.desk.program.wait()
        self.run_kiosk(pin=False)  # a restart opens nothing
        self.after("asks for the PIN pad", lambda: self.keys("ctrl+alt+g"))
        self.keys(*PIN, "Return")
        time.sleep(2)
        self.assertNotIn("staff gave the PIN", self.desk.said())

    def test_staff_restarts_and_leaves_and_nobody_is_waited_for(self):
        for row, code in ((1, 10), (2, 0)):  # no notes: the content may not be written
            self.house().chmod(0o555)
            self.run_kiosk()
            self.gesture()
            self.after("staff gave the PIN", lambda: self.keys(*PIN, "Return"))
            time.sleep(0.5)
            row += self.can_write()
            self.menu(row)
            self.assertEqual(self.desk.program.wait(120), code, self.desk.said())
        self.run_kiosk()
        self.after("asks for the PIN pad", lambda: self.keys("ctrl+alt+g"))
        self.after("nobody touches the PIN pad", lambda: None)
        self.assertTrue(self.blue())

    def can_write(self):
        """root may write everything."""
        return os.access(self.house(), os.W_OK)

    def test_without_a_pin_there_is_no_way_in(self):
        self.run_kiosk(pin=False)
        self.assertIn("there is no PIN", self.desk.said())
        self.gesture()
        self.assertNotIn("asks for the PIN pad", self.desk.said())
        self.keys("ctrl+alt+g", *PIN, "Return")
        time.sleep(1)
        self.assertTrue(self.blue())

    def test_a_station_with_a_keyboard_hears_its_keys_and_no_combinations(self):
        self.run_kiosk("\n    keyboard = true,")
        self.keys("ctrl+q", "alt+F4", "a", "F5", "Return")
        self.desk.wait(lambda: "heard Return" in self.desk.said(), "key")
        self.assertEqual(re.findall(r"heard (\S+)", self.desk.said()), ["A", "F5", "Return"])


if __name__ == "__main__":
    unittest.main(verbosity=2)
