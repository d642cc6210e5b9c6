"""What the tests of catalogue and bundle share: a small installation whose records they choose."""
import json
import pathlib
import struct
import zlib

HOUSE = """return {
  title = { fr = "Le geste", it = "Il gesto", en = "The gesture" }, languages = { "fr", "it", "en" },
  content = "repertoire",
  stations = { one = { stages = { wall = { canvas = { 320, 200 }, scene = "first" } },
    outputs = { screen = { size = { 320, 200 } } } } },
}
"""
FOLDERS = {"v": "verbs", "m": "materials", "o": "tools", "t": "metiers", "g": "gestures", "c": "capsules",
           "k": "chains", "n": "notes", "w": "works", "s": "schools", "e": "teams", "p": "people",
           "l": "places", "f": "enterprises", "a": "consents", "d": "media", "b": "clips"}


def three(text):
    return {"fr": text, "it": text + " (it)", "en": text + " (en)"}


class House:
    """An installation in a folder, its records written one by one."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder) / "house"
        (self.folder / "scenes" / "first").mkdir(parents=True)
        (self.folder / "installation.lua").write_text(HOUSE)
        (self.folder / "scenes" / "first" / "scene.lua").write_text("return {}\n")
        self.put(id="v:etirer", label=three("étirer"))
        self.put(id="m:fer", label=three("fer"))
        self.put(id="t:forgeron", label=three("forgeron"))

    def put(self, **record):
        kind, name = record["id"].split(":")
        place = self.folder / "repertoire" / FOLDERS[kind]
        place.mkdir(parents=True, exist_ok=True)
        (place / f"{name}.json").write_text(json.dumps(record, ensure_ascii=False))

    def gesture(self, name, label=None, **more):
        self.put(id=f"g:{name}", label=label or three(name), verb="v:etirer", materials=["m:fer"],
                 metiers=["t:forgeron"], origin=more.pop("origin", "recorded"), **more)

    def work(self, name, title=None, **more):
        self.put(id=f"w:{name}", title=title or three(name), origin=more.pop("origin", "photographed"), **more)

    def media(self, name, file, data=b"", **more):
        path = self.folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        if data:
            path.write_bytes(data)
        self.put(id=f"d:{name}", file=file, origin=more.pop("origin", "photographed"), credit="Nobody",
                 licence="CC-BY-4.0", **more)


def grey_png(width=64, height=48):
    """A small PNG, by its specification."""
    def chunk(kind, body):
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
    rows = b"".join(b"\0" + bytes((x + y) % 256 for x in range(width)) for y in range(height))
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)) +
            chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))


def records(installation, kind):
    """The records of a kind as the files have them."""
    place = pathlib.Path(installation) / "repertoire" / kind
    return [json.loads(p.read_text()) for p in sorted(place.glob("*.json"))]


def address(base, identity):
    """The address of a record under a base that ends in a slash (docs/repertoire.md)."""
    kind, name = identity.split(":")
    return f"{base}{FOLDERS[kind]}/{name}"
