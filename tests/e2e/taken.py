"""What the tests of media add share: media that are made, what other programs say of them, and an installation."""
import hashlib
import json
import pathlib
import subprocess

from harness import Case, HEARD_ONLY, gestuaire, heard_only

RIGHTS = ("--origin", "filmed", "--credit", "CMA 82", "--licence", "CC-BY-4.0")


def tool(*words):
    return subprocess.run([*map(str, words)], check=True, capture_output=True).stdout


def ffmpeg(*words):
    tool("ffmpeg", "-v", "error", "-y", "-bitexact", *words)


def film(path, *words, rate="25", length=1, size="160x96", sound=True):
    """A film that moves, with a tone at -20 dBFS."""
    tone = ("-f", "lavfi", "-i", f"sine=frequency=997:duration={length}") if sound else ()
    ffmpeg("-f", "lavfi", "-i", f"testsrc2=size={size}:rate={rate}:duration={length}", *tone,
           "-pix_fmt", "yuv420p", "-c:v", "libx264", "-preset", "ultrafast", "-g", "10", *words, path)
    return path


def photo(path, size="64x48", *tags, quality=90):
    """A picture whose corners differ."""
    tool("convert", "-size", size, "gradient:red-blue", "-fill", "white", "-draw", "circle 12,9 12,2",
         "-quality", quality, "-depth", "8", path)
    if tags:
        tool("exiftool", "-q", "-overwrite_original", *tags, path)
    return path


PRIVATE = ("-GPSLatitude=44.017", "-GPSLatitudeRef=N", "-GPSLongitude=1.355", "-GPSLongitudeRef=E",
           "-XMP:GPSLatitude=44.017", "-IPTC:City=Montauban", "-SerialNumber=4711", "-OwnerName=Jeanne",
           "-Make=Canon", "-Comment=chez moi", "-Artist=Jeanne Petit", "-Copyright=CMA 82, CC BY 4.0")


def tags(path):
    return json.loads(tool("exiftool", "-j", "-a", "-G1", "-n", path))[0]


def pixels(path, *words):
    return tool("convert", path, *words, "-depth", "8", "rgb:-")


def far(a, b):
    """(mean, largest) difference of a channel."""
    assert len(a) == len(b), f"{len(a)} against {len(b)} bytes"
    differences = [abs(x - y) for x, y in zip(a, b)]
    return sum(differences) / len(differences), max(differences)


def probe(path, *words):
    return json.loads(tool("ffprobe", "-v", "error", "-of", "json", *words, path))


def packets_hash(path):
    """What the streams hold, whatever their container (ffmpeg's own)."""
    return tool("ffmpeg", "-v", "error", "-i", path, "-map", "0:v?", "-map", "0:a?", "-c", "copy", "-f", "streamhash",
                "-").decode().split()


def sha256(path):
    return hashlib.sha256(pathlib.Path(path).read_bytes()).hexdigest()


class Ingest(Case):
    def setUp(self):
        super().setUp()
        self.house = heard_only(self.folder)
        (self.house / "repertoire").mkdir()
        (self.house / "installation.lua").write_text(
            HEARD_ONLY.replace('languages', 'content = "repertoire", languages', 1))

    def add(self, *files, ok=True, words=RIGHTS):
        """One object a file."""
        said = gestuaire("media", "add", *files, "--to", self.house, *words, "--json", ok=ok)
        self.error, self.code = said.stderr, said.returncode
        return [json.loads(line) for line in said.stdout.splitlines()]

    def one(self, path, *words):
        added = self.add(path, words=(*RIGHTS, *words))[0]
        record = self.house / "repertoire" / "media" / f"{added['id'][2:]}.json"
        self.assertEqual(json.loads(record.read_text()), added["media"])
        stored = self.house / added["media"]["file"]
        self.assertEqual(added["media"]["sha256"], sha256(stored))
        self.assertEqual(added["media"]["bytes"], stored.stat().st_size)
        return added["media"], stored, added

    def check(self):
        return gestuaire("repertoire", "check", self.house)
