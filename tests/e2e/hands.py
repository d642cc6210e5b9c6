"""An X server with three screens and a touch screen over them: Xorg's dummy and inputtest drivers.

The protocol is xf86-input-inputtest-protocol.h's (man inputtestdrv): records in the machine's own byte
order. Only one client may ever connect to a device: Xorg 21.1.7 hangs when a second one does.
"""
import ctypes
import os
import pathlib
import signal
import socket
import struct
import subprocess
import time

from harness import ROOT, png

WIDE, HIGH, SCREENS = 640, 480, 3  # side by side; the dummy driver knows this mode by itself
ROOM = (1920, 1080)  # the X screen they lie in: as large as the driver's first mode, it cannot grow
FULL = 65535  # a touch position at the room's far edge

CONFIG = """Section "ServerLayout"
  Identifier "layout"
  Screen "screen"
  InputDevice "touch" "SendCoreEvents"
  InputDevice "pointer" "CorePointer"
  InputDevice "keyboard" "CoreKeyboard"
%s
EndSection
Section "ServerFlags"
  Option "AutoAddDevices" "false"
EndSection
%s
Section "Device"
  Identifier "device"
  Driver "dummy"
  VideoRam 65536
EndSection
Section "Monitor"
  Identifier "monitor"
  HorizSync 5-1000
  VertRefresh 5-200
EndSection
Section "Screen"
  Identifier "screen"
  Device "device"
  Monitor "monitor"
  DefaultDepth 24
  SubSection "Display"
    Virtual %d %d
    Modes "%dx%d" "%dx%d"
  EndSubSection
EndSection
"""

INPUT = """Section "InputDevice"
  Identifier "%s"
  Driver "inputtest"
  Option "SocketPath" "%s"
  Option "DeviceType" "%s"
  Option "TouchCount" "32"
EndSection
"""

BEGIN, UPDATE, END = 18, 19, 20
VERSION, SYNC, MOTION, BUTTON, TOUCH = 0, 1, 2, 4, 6  # xf86ITEventType


class Glass:
    """A device of the server: fingers of the touch screen, or the mouse; places in px of the room."""

    def __init__(self, path):
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.settimeout(60)
        self.socket.connect(str(path))
        self.socket.sendall(struct.pack("=IIHH", 12, VERSION, 1, 1))
        self.answer()

    def answer(self):
        length, = struct.unpack("=I", self.take(4))
        self.take(length - 4)

    def take(self, size):
        data = b""
        while len(data) < size:
            more = self.socket.recv(size - len(data))
            if not more:
                raise AssertionError("the X server is gone")
            data += more
        return data

    def send(self, kind, head, x, y):
        """head: what stands before the valuators, which begin at a multiple of 8."""
        values = [x / ROOM[0] * FULL, y / ROOM[1] * FULL] + [0.0] * 62
        body = struct.pack("=I8s4x64d64d", 0, bytes([3] + [0] * 7), *values, *[0.0] * 64)
        head += bytes(-len(head) % 8)
        self.socket.sendall(struct.pack("=II", 8 + len(head) + len(body), kind) + head + body)

    def touch(self, what, finger, x, y):
        self.send(TOUCH, struct.pack("=II", finger, what), x, y)

    def click(self, x, y):
        self.send(MOTION, struct.pack("=I", 1), x, y)
        for press in (1, 0):
            self.send(BUTTON, struct.pack("=iiI", 1, 1, press), x, y)
        self.sync()

    def sync(self):
        self.socket.sendall(struct.pack("=II", 8, SYNC))
        self.answer()

    def all(self, what, places):
        for finger, (x, y) in places.items():
            self.touch(what, finger, x, y)
        self.sync()


class XIDeviceInfo(ctypes.Structure):
    """X11/extensions/XInput2.h."""
    _fields_ = [("deviceid", ctypes.c_int), ("name", ctypes.c_char_p), ("use", ctypes.c_int), ("attachment", ctypes.c_int),
                ("enabled", ctypes.c_int), ("num_classes", ctypes.c_int), ("classes", ctypes.c_void_p)]


def enable(display, name, on):
    """Switches a device of the server off and on: what unplugging does to its fingers (XI2 property "Device Enabled")."""
    x11, xi = ctypes.CDLL("libX11.so.6"), ctypes.CDLL("libXi.so.6")
    x11.XOpenDisplay.restype, xi.XIQueryDevice.restype = ctypes.c_void_p, ctypes.POINTER(XIDeviceInfo)
    x11.XInternAtom.restype = ctypes.c_ulong
    server, count = ctypes.c_void_p(x11.XOpenDisplay(display.encode())), ctypes.c_int()
    devices = xi.XIQueryDevice(server, 0, ctypes.byref(count))
    device, = (devices[n].deviceid for n in range(count.value) if devices[n].name == name.encode())
    atom = ctypes.c_ulong(x11.XInternAtom(server, b"Device Enabled", 0))
    xi.XIChangeProperty(server, device, atom, ctypes.c_ulong(19), 8, 0, ctypes.byref(ctypes.c_ubyte(on)), 1)  # INTEGER, replaced
    x11.XCloseDisplay(server)


class Desk:
    """`screens` of `size` px side by side."""

    def __init__(self, folder, screens=SCREENS, size=(WIDE, HIGH), more=()):
        """more: devices beside those, each a pen."""
        self.folder, self.screens, self.size = pathlib.Path(folder), screens, size
        inputs = "".join(INPUT % (name, self.folder / f"{name}.sock", kind) for name, kind in
                         (("touch", "Touch"), ("pointer", "PointerAbsolute"), ("keyboard", "Keyboard"),
                          *((name, "PointerAbsoluteProximity") for name in more)))
        layout = "".join(f'  InputDevice "{name}" "SendCoreEvents"\n' for name in more)
        (self.folder / "x.conf").write_text(CONFIG % (layout, inputs, *ROOM, *ROOM, WIDE, HIGH))
        self.log = self.folder / "run.log"
        self.program = self.glass = self.mouse = None
        read, write = os.pipe()
        self.server = subprocess.Popen(
            ["Xorg", "-displayfd", str(write), "-config", self.folder / "x.conf", "-noreset", "-nolisten", "tcp",
             "-novtswitch", "-sharevts", "-logfile", self.folder / "x.log"],
            pass_fds=(write,), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(write)
        with os.fdopen(read) as answer:
            self.display = ":" + answer.readline().strip()
        if self.display == ":":
            raise AssertionError("no X server came\n" + (self.folder / "x.log").read_text(errors="replace"))
        self.plug()
        self.mouse = Glass(self.folder / "pointer.sock")
        self.lay_screens()

    def plug(self):
        """To the touch screen; anew once it was switched off, which ends the connection."""
        if self.glass:
            self.glass.socket.close()
        self.glass = Glass(self.folder / "touch.sock")

    def lay_screens(self):
        places = []
        wide, high = self.size
        for k in range(self.screens):
            if k:
                self.call("xrandr", "--addmode", f"DUMMY{k}", f"{wide}x{high}")
            places += ["--output", f"DUMMY{k}", "--mode", f"{wide}x{high}", "--pos", f"{k * wide}x0"]
        self.call("xrandr", "--fb", f"{ROOM[0]}x{ROOM[1]}", *places)
        found = self.call("xrandr", "--query")  # looked for anew: now they are connected
        assert found.count(" connected") == self.screens, found

    def environment(self):
        env = {**os.environ, "DISPLAY": self.display, "GESTUAIRE_ROOT": str(ROOT), "SDL_AUDIODRIVER": "dummy"}
        env.pop("SDL_VIDEODRIVER", None)
        env.pop("WAYLAND_DISPLAY", None)
        return env

    def call(self, *command):
        return subprocess.run(list(map(str, command)), env=self.environment(), check=True, capture_output=True,
                              text=True, timeout=120).stdout

    def run(self, program, installation, *more):
        with open(self.log, "w") as log:
            self.program = subprocess.Popen(
                [program, "run", installation, "--for", "500", "--state", self.folder / "state", *more],
                env=self.environment(), stderr=log)

    def said(self):
        return self.log.read_text(errors="replace")

    def wait(self, true, what, seconds=180):
        deadline = time.monotonic() + seconds
        while not true():
            if time.monotonic() > deadline or self.program.poll() is not None:
                raise AssertionError(f"no {what}\n{self.said()}")
            time.sleep(0.1)

    def picture(self, name):
        file = self.folder / f"{name}.png"
        self.call("import", "-window", "root", "-depth", "8", f"png24:{file}")
        return png(file)

    def ends(self):
        self.program.send_signal(signal.SIGTERM)
        return self.program.wait(120)

    def close(self):
        for device in (self.glass, self.mouse):
            if device:
                device.socket.close()
        for process in (self.program, self.server):
            if process and process.poll() is None:
                process.terminate()
                try:
                    process.wait(60)
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait()
