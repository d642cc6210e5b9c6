"""media add: what it takes out, turns, measures and records, against exiftool, ffmpeg, ffprobe and hashlib."""
import array
import hashlib
import json
import math
import os
import pathlib
import random
import re
import shutil
import signal
import struct
import subprocess
import time
import unittest
import wave
import zlib

from harness import Case, HEARD_ONLY, PROGRAM, ROOT, SAMPLES, gestuaire, heard_only

RIGHTS = ("--origin", "filmed", "--credit", "CMA 82", "--licence", "CC-BY-4.0")
KILLS = int(os.environ.get("GESTUAIRE_KILLS", 200 if os.environ.get("GESTUAIRE_LONG") else 30))


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


class Pictures(Ingest):
    def test_a_picture_is_turned_and_says_nothing_of_its_place(self):
        whole, odd = ("64x48", 0.5), ("61x47", 2)
        for orientation, sizes in ((1, (odd,)), (3, (whole,)), (6, (whole, odd)), (8, (whole,))):
            for size, mean in sizes:
                with self.subTest(orientation=orientation, size=size):
                    name = self.folder / f"p{orientation}-{size}.jpg"
                    photo(name, size, *PRIVATE, f"-Orientation#={orientation}")
                    record, stored, _ = self.one(name)
                    width, height = map(int, size.split("x"))
                    self.assertEqual(record["size"], [height, width] if orientation > 4 else [width, height])
                    kept = tags(stored)
                    left = [k for k in kept if re.search("GPS|Serial|Owner|Orient|XMP|IPTC|Comment|Make", k)]
                    self.assertEqual(left, [])
                    self.assertEqual(kept["IFD0:Artist"], "Jeanne Petit")
                    self.assertEqual(kept["IFD0:Copyright"], "CMA 82, CC BY 4.0")
                    self.assertLess(far(pixels(stored), pixels(name, "-auto-orient"))[0], mean)
                    if orientation == 1:
                        self.assertEqual(pixels(stored), pixels(name))
        self.check()

    def test_a_mirrored_picture_is_turned_back(self):
        for orientation in (2, 4, 5, 7):
            name = photo(self.folder / f"m{orientation}.jpg", "64x48", f"-Orientation#={orientation}")
            _, stored, added = self.one(name)
            self.assertLess(far(pixels(stored), pixels(name, "-auto-orient"))[0], 0.5)
            self.assertIn("without loss", " ".join(added["said"]))

    def test_png_and_webp_lose_what_is_private_and_no_pixel(self):
        for kind in ("png", "webp"):
            name = photo(self.folder / f"a.{kind}", "63x41", *[t for t in PRIVATE if "IPTC" not in t and "Comment" not in t])
            _, stored, _ = self.one(name)
            self.assertEqual(stored.suffix, f".{kind}")
            self.assertEqual([k for k in tags(stored) if re.search("GPS|Serial|Owner|XMP|Make", k)], [])
            self.assertEqual(tags(stored)["IFD0:Artist"], "Jeanne Petit")
            self.assertEqual(pixels(stored), pixels(name))
        name = photo(self.folder / "turned.png", "63x41", "-Orientation#=6")
        record, stored, _ = self.one(name)
        self.assertEqual(record["size"], [41, 63])
        self.assertEqual(pixels(stored), pixels(name, "-rotate", "90"))  # ImageMagick does not read eXIf

    def test_a_picture_of_300_mb_is_taken_and_what_only_pretends_to_be_one_is_refused(self):
        def chunk(kind, body):
            return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(body, zlib.crc32(kind)))
        big, row, packed = self.folder / "big.png", b"\0" + bytes(range(250)) * 120, zlib.compressobj(0)
        with big.open("wb") as out:  # 10,000 x 10,000 px that are not compressed
            out.write(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 10000, 10000, 8, 2, 0, 0, 0)))
            for _ in range(10000):
                part = packed.compress(row)
                out.write(chunk(b"IDAT", part) if part else b"")
            out.write(chunk(b"IDAT", packed.flush()) + chunk(b"IEND", b""))
        self.assertGreater(big.stat().st_size, 300_000_000)
        record, stored, _ = self.one(big)
        self.assertEqual(record["size"], [10000, 10000])
        self.assertEqual(sha256(stored), sha256(big))  # nothing private was in it
        big.unlink()
        empty = self.folder / "empty.jpg"
        empty.write_bytes(b"\xff\xd8\xff\xe0")
        os.truncate(empty, 300_000_000)
        told, = self.add(empty, ok=False)
        self.assertIs(told["done"], False)
        self.assertIn("empty.jpg: a JPEG that is cut short", told["fault"])

    def test_the_profile_of_a_photograph_stays(self):
        if not SAMPLES.is_dir():
            self.skipTest(f"{SAMPLES} is not there")
        china = self.folder / "china.jpg"
        shutil.copy(SAMPLES / "photo" / "china.jpg", china)
        china.chmod(0o644)
        profile = tool("exiftool", "-b", "-ICC_Profile", china)
        self.assertEqual(tool("exiftool", "-b", "-ICC_Profile", self.one(china)[1]), profile)
        tool("exiftool", "-q", "-overwrite_original", "-Orientation#=6", china)
        self.assertEqual(tool("exiftool", "-b", "-ICC_Profile", self.one(china)[1]), profile)

    def test_what_lies_behind_a_picture_is_left_out(self):
        name = photo(self.folder / "moving.jpg")
        plain = name.read_bytes()
        name.write_bytes(plain + film(self.folder / "tail.mp4").read_bytes())
        self.assertLessEqual(self.one(name)[1].stat().st_size, len(plain))


class Films(Ingest):
    def test_a_film_keeps_its_streams_and_loses_its_place(self):
        for name, size in (("a.mp4", "160x96"), ("a.mov", "96x64"), ("a.mkv", "64x48")):
            with self.subTest(name):
                made = film(self.folder / name, "-metadata", "location=+44.0170+001.3550/", "-metadata",
                            "com.apple.quicktime.location.ISO6709=+44.0170+001.3550/", "-metadata", "title=chez moi",
                            "-metadata", "artist=Jeanne", "-movflags", "use_metadata_tags", "-c:a", "aac", size=size)
                record, stored, _ = self.one(made)
                self.assertEqual(packets_hash(stored), packets_hash(made))
                self.assertNotIn(b"+44.0170", stored.read_bytes())
                self.assertNotIn(b"chez moi", stored.read_bytes())
                self.assertEqual([k for k in tags(stored) if "GPS" in k or "ocation" in k], [])
                told = {k.lower(): v for k, v in probe(stored, "-show_format")["format"]["tags"].items()}
                self.assertEqual(told["artist"], "Jeanne")
                self.assertAlmostEqual(record["duration"], float(probe(stored, "-show_format")["format"]["duration"]), 5)
        self.check()

    def test_the_size_is_the_one_that_is_seen(self):
        for words, size in ((("-vf", "setsar=4/3"), [213, 96]), (("-vf", "setsar=1/2"), [160, 192])):
            record, _, _ = self.one(film(self.folder / "sar.mp4", *words))
            self.assertEqual(record["size"], size)
        straight = film(self.folder / "straight.mp4")
        for turn, size in ((90, [96, 160]), (180, [160, 96]), (270, [96, 160])):
            made = self.folder / f"r{turn}.mp4"
            ffmpeg("-i", straight, "-c", "copy", "-metadata:s:v", f"rotate={turn}", made)
            record, stored, added = self.one(made)
            self.assertEqual(record["size"], size)
            # ffmpeg turns what it decodes: the poster is one of these frames.
            frames = tool("ffmpeg", "-v", "error", "-i", stored, "-f", "rawvideo", "-pix_fmt", "rgb24", "-")
            poster = self.house / added["poster"]["file"]
            self.assertEqual(added["poster"]["size"], size)
            picture, length = pixels(poster), size[0] * size[1] * 3
            near = min(far(picture[::7], frames[k:k + length][::7])[0] for k in range(0, len(frames), length))
            self.assertLess(near, 14)  # JPEG at 4:2:0

    def test_the_rate_is_a_ratio_and_a_variable_one_is_noticed(self):
        for rate, ratio in (("24000/1001", [24000, 1001]), ("25", [25, 1]), ("60000/1001", [60000, 1001]), ("50", [50, 1])):
            for ending in ("mp4", "mkv"):  # Matroska counts in milliseconds
                with self.subTest(rate=rate, ending=ending):
                    record, _, _ = self.one(film(self.folder / f"r.{ending}", rate=rate, sound=False, size="64x48"))
                    self.assertEqual(record["rate"], ratio)
                    self.assertNotIn("variable", record)
        made = film(self.folder / "v.mp4", "-vf", "select='lt(n,20)+not(mod(n,3))'", "-vsync", "vfr", length=2)
        record, _, _ = self.one(made)
        self.assertTrue(record["variable"])
        times = [float(p["pts_time"]) for p in probe(made, "-select_streams", "v", "-show_entries", "packet=pts_time")["packets"]]
        mean = (len(times) - 1) / (max(times) - min(times))
        self.assertAlmostEqual(record["rate"][0] / record["rate"][1], mean, 3)

    def test_the_poster_is_no_black_frame(self):
        made = self.folder / "dark.mp4"
        ffmpeg("-f", "lavfi", "-i", "color=black:s=160x96:d=2", "-f", "lavfi", "-i", "testsrc2=s=160x96:d=0.6", "-f", "lavfi",
               "-i", "color=black:s=160x96:d=2", "-filter_complex", "concat=n=3", "-pix_fmt", "yuv420p", made)
        _, _, added = self.one(made)
        picture = pixels(self.house / added["poster"]["file"])
        self.assertGreater(sum(picture) / len(picture), 60)
        self.assertEqual(added["media"]["poster"], added["poster"]["id"])

    def test_captions_stay_and_those_of_a_drone_that_tell_where_it_flew_do_not(self):
        cue = "1\n00:00:00,000 --> 00:00:00,500\n{}\n\n"
        said = {"older": "F/2.8, SS 206.14, GPS (1.3554, 44.0172, 16), D 24.43m",
                "new": "[iso : 110] [latitude: 44.01721] [longitude: 1.35540]",
                "plain": "Mon GPS dit 3,5 km : à 1250.5 degrés, on bat le fer."}
        for name, text in said.items():
            (self.folder / f"{name}.srt").write_text(cue.format(text))
            for ending, codec in (("mp4", "mov_text"), ("mkv", "subrip")):
                with self.subTest(name + ending):
                    made = self.folder / f"{name}.{ending}"
                    ffmpeg("-i", film(self.folder / "seen.mp4", size=f"{16 * len(name)}x{16 * len(ending)}", sound=False), "-i",
                           self.folder / f"{name}.srt", "-map", "0", "-map", "1", "-c:v", "copy", "-c:s", codec, made)
                    _, stored, added = self.one(made)
                    streams = [s["codec_type"] for s in probe(stored, "-show_streams")["streams"]]
                    self.assertEqual(streams, ["video", "subtitle"] if name == "plain" else ["video"])
                    self.assertEqual(text.encode() in stored.read_bytes(), name == "plain")
                    self.assertEqual(packets_hash(stored), packets_hash(made))

    def test_a_phone_s_film_and_old_ones_come_in(self):
        if not SAMPLES.is_dir():
            self.skipTest(f"{SAMPLES} is not there")
        phone = SAMPLES / "video" / "VID_20191220_170832.mp4"
        record, stored, _ = self.one(phone)
        self.assertEqual(packets_hash(stored), packets_hash(phone))
        self.assertTrue(record["variable"])
        self.assertAlmostEqual(record["rate"][0] / record["rate"][1], 40 / (133571 / 90000), 3)
        self.assertNotIn(b"-15.8355", stored.read_bytes())
        for name, rate in (("g1.avi", [25, 1]), ("cityCC0.mpg", [25, 1])):
            record, stored, _ = self.one(SAMPLES / "video" / name)
            self.assertEqual(packets_hash(stored), packets_hash(SAMPLES / "video" / name))
            self.assertEqual(record["rate"], rate)
            self.assertNotIn("variable", record)


class Sounds(Ingest):
    def measured(self, path):
        """Loudness and true peak by FFmpeg's own filter."""
        said = subprocess.run(["ffmpeg", "-hide_banner", "-nostats", "-i", path, "-af", "ebur128=peak=true:framelog=verbose",
                               "-f", "null", "-"], capture_output=True, text=True).stderr
        summary = said[said.rindex("Summary:"):]
        return float(re.search(r"I:\s+(\S+) LUFS", summary)[1]), float(re.search(r"Peak:\s+(\S+) dBFS", summary)[1])

    def loud(self, path):
        record, _, _ = self.one(path)
        loudness, peak = self.measured(path)
        self.assertAlmostEqual(record["loudness"], loudness, delta=0.15)
        self.assertAlmostEqual(record["peak"], peak, delta=0.3)
        self.assertLessEqual(record["gain"] + record["loudness"], -23 + 0.02)
        self.assertLessEqual(record["gain"] + record["peak"], -1 + 0.01)
        nearest = max(record["gain"] + record["loudness"] + 23, record["gain"] + record["peak"] + 1)
        self.assertGreater(nearest, -0.05)  # one of the two bounds holds it
        return record

    def test_loudness_is_ffmpeg_s_and_the_gain_brings_it_to_the_target(self):
        noise = self.folder / "noise.wav"
        ffmpeg("-f", "lavfi", "-i", "anoisesrc=d=3:c=pink:a=0.3:seed=7:r=44100", "-ac", "2", noise)
        record = self.loud(noise)
        self.assertEqual(packets_hash(self.house / record["file"]), packets_hash(noise))  # as it was
        clicks = self.folder / "clicks.flac"  # peaks hold the gain back
        ffmpeg("-f", "lavfi", "-i", "aevalsrc=0.9*exp(-200*mod(t\\,0.5))*sin(2*PI*900*t):d=3:s=48000", clicks)
        self.assertLess(self.loud(clicks)["gain"], 1)
        self.loud(film(self.folder / "tone.mp4", "-c:a", "aac", length=2))

    def test_silence_and_clicks_have_no_loudness(self):
        ffmpeg("-f", "lavfi", "-i", "anullsrc=d=1", self.folder / "none.wav")
        ffmpeg("-f", "lavfi", "-i", "sine=d=0.2", self.folder / "short.wav")
        for name in ("none.wav", "short.wav"):
            record, _, added = self.one(self.folder / name)
            self.assertNotIn("loudness", record)
            self.assertNotIn("gain", record)
            self.assertIn("loudness cannot be measured", " ".join(added["said"]))

    def test_a_phone_s_voice_memo_says_nothing_of_its_place(self):
        made = self.folder / "memo.m4a"
        ffmpeg("-f", "lavfi", "-i", "sine=d=1", "-c:a", "aac", "-metadata", "location=+44.0170+001.3550/", "-f", "mp4", made)
        record, stored, _ = self.one(made)
        self.assertEqual((record["form"], stored.suffix), ("sound", ".m4a"))
        self.assertNotIn(b"+44.0170", stored.read_bytes())

    def test_sounds_and_old_films_keep_what_shows_or_sounds_and_who_made_it(self):
        tone = ("-f", "lavfi", "-i", "sine=d=1:r=48000")
        told = ("-metadata", "artist=Jeanne", "-metadata", "copyright=CMA",
                "-metadata", "comment=GPS 44.0170,1.3550", "-metadata", "location=+44.0170+001.3550/")
        picture = ("-f", "lavfi", "-i", "testsrc2=size=64x48:d=1", "-c:v", "mpeg4")
        ape = b"APETAGEX" + struct.pack("<IIII8x", 2000, 60, 1, 0) + struct.pack("<II", 12, 0) + b"Place\0+44.0170+001"
        places = {"a.mp3": lambda b: b + ape + b"TAG" + b"+44.0170".ljust(125, b"\0"),
                  "a.flac": lambda b: b,
                  "a.wav": lambda b: self.chunk(b, b"bext", b"+44.0170 chez moi".ljust(602, b"\0")),
                  "a.avi": lambda b: self.chunk(b, b"GPS ", b"+44.0170+001.3550/")}
        for name, private in places.items():
            with self.subTest(name):
                made = self.folder / name
                ffmpeg(*tone, *(picture if name == "a.avi" else ()), *told, made)
                made.write_bytes(private(made.read_bytes()))
                self.assertIn(b"44.0170", made.read_bytes())
                _, stored, added = self.one(made)
                self.assertEqual(stored.suffix, made.suffix)
                self.assertNotIn(b"44.017", stored.read_bytes())
                found = json.dumps(tags(stored))
                self.assertIn("Jeanne", found)
                self.assertIn("CMA", found)
                self.assertNotIn("GPS", found)
                heard = [tool("ffmpeg", "-v", "quiet", "-i", p, "-map", "0:a", "-f", "s16le", "-") for p in (made, stored)]
                self.assertEqual(heard[0][:90000], heard[1][:90000])
                self.assertLess(abs(len(heard[0]) - len(heard[1])), 2 * 1152 * 2)
        self.check()

    @staticmethod
    def chunk(riff, name, data):
        """A chunk more at the end of a RIFF file."""
        data += b"\0" * (len(data) % 2)
        whole = riff + name + struct.pack("<I", len(data)) + data
        return whole[:4] + struct.pack("<I", len(whole) - 8) + whole[8:]

    def test_the_samples_of_sound_are_as_loud_as_ffmpeg_says(self):
        if not SAMPLES.is_dir():
            self.skipTest(f"{SAMPLES} is not there")
        for name in ("Blacksmith1.wav", "ambi_glass_rub.flac", "fire_fire.1.ogg"):
            self.loud(SAMPLES / "sound" / name)


class Files(Ingest):
    def test_what_is_no_medium_is_said_and_the_others_go_on(self):
        at = self.folder
        (at / "nothing.mov").write_bytes(b"")
        (at / "words.mp4").write_text("Bonjour.\n")
        (at / "page.pdf").write_bytes(b"%PDF-1.4 ...")
        (at / "raw.tif").write_bytes(b"II*\0" + bytes(100))
        (at / "bytes.mp4").write_bytes(bytes(range(256)) * 40)
        (at / "dangling.jpg").symlink_to("nowhere")
        (at / "folder.mp4").mkdir()
        os.mkfifo(at / "pipe.mp4")
        whole = film(at / "whole.mp4", "-movflags", "faststart", "-c:a", "aac", length=6).read_bytes()
        (at / "cut.mp4").write_bytes(whole[:len(whole) // 2])
        (at / "cut.jpg").write_bytes(photo(at / "p.jpg").read_bytes()[:-40])
        header = b"\x89PNG\r\n\x1a\n" + b"\0\0\0\x0dIHDR" + (60000).to_bytes(4, "big") * 2 + b"\x08\2\0\0\0" + bytes(4)
        (at / "wide.png").write_bytes(header + b"\0\0\0\0IEND\xaeB`\x82")
        (at / "big.jpg").write_bytes(b"\xff\xd8\xff\xe0")
        os.truncate(at / "big.jpg", 600 << 20)  # a hole
        expected = {"big.jpg": "has 629145600 bytes; at most 536870912", "nothing.mov": "is empty", "words.mp4": "a text", "page.pdf": "a PDF", "raw.tif": "TIFF",
                    "bytes.mp4": "no film or sound", "dangling.jpg": "No such file", "folder.mp4": "is a folder",
                    "pipe.mp4": "no plain file", "cut.mp4": "copy it anew", "cut.jpg": "cut short",
                    "wide.png": "60000 x 60000 pixels", "missing.mp4": "No such file"}
        files = [at / name for name in (*expected, "p.jpg")]
        told = self.add(*files, ok=False)
        self.assertEqual(self.code, 1)
        for name, line in zip(expected, told):
            self.assertFalse(line["done"], name)
            self.assertIn(expected[name], line["fault"], name)
            self.assertTrue(line["fault"].startswith(f"{at / name}: "))
            self.assertEqual(line["fault"].count(f"{at / name}"), 1, line["fault"])
            self.assertIn(line["fault"], self.error)
        self.assertEqual(told[-1]["id"], "d:p")
        self.assertIn(f"{len(expected)} of {len(files)} files were not added", self.error)
        self.assertEqual([p.name for p in self.house.glob("*/.*")], [])

    def test_a_model_that_no_station_could_show_is_not_added(self):
        tetra = (ROOT / "tests" / "models" / "tetra.glb").read_bytes()
        at = self.folder
        (at / "whole.glb").write_bytes(tetra)
        self.assertEqual(self.one(at / "whole.glb")[0]["form"], "model")
        # Its JSON says that the file is another's; its length and version are right.
        (at / "broken.glb").write_bytes(tetra.replace(b'"accessors"', b'"accessorz"'))
        (at / "short.glb").write_bytes(tetra[:-4])
        (at / "scan.usdz").write_bytes(b"PK\3\4" + bytes(60))
        told = self.add(at / "broken.glb", at / "short.glb", at / "scan.usdz", ok=False)
        for line, words in zip(told, ("accessors", "cut short", "export it as .glb")):
            self.assertFalse(line["done"])
            self.assertIn(words, line["fault"])
        self.assertEqual(len(list((self.house / "model").iterdir())), 1)

    def test_a_file_that_cannot_be_read_is_said(self):
        closed = photo(self.folder / "closed.jpg")
        closed.chmod(0)
        self.folder.chmod(0o755)
        nobody = {"user": 65534} if os.geteuid() == 0 else {}  # root may read everything
        said = subprocess.run([PROGRAM, "media", "add", closed, "--to", self.house, *RIGHTS], capture_output=True, text=True,
                              env={**os.environ, "GESTUAIRE_ROOT": str(ROOT)}, **nobody)
        self.assertEqual(said.returncode, 1)
        self.assertIn(f"{closed}: cannot be read: Permission denied", said.stderr)

    def test_names_are_safe_and_endings_true(self):
        at = self.folder
        photo(at / "plain.jpg")
        shutil.copy(at / "plain.jpg", at / "Œuvre d’Été, « à l'atelier ».png")
        record, stored, added = self.one(at / "Œuvre d’Été, « à l'atelier ».png")
        self.assertEqual(added["id"], "d:oeuvre-d-ete-a-l-atelier")
        self.assertEqual(record["file"], "picture/oeuvre-d-ete-a-l-atelier.jpg")
        self.assertIn("ended in .png", " ".join(added["said"]))
        photo(at / "鍛冶.jpg", "32x32")
        self.assertEqual(self.one(at / "鍛冶.jpg")[2]["id"], "d:picture")
        photo(at / "IMG_0001.JPG", "40x40")
        self.assertEqual(self.one(at / "IMG_0001.JPG", "--keep-name")[0]["file"], "picture/IMG_0001.jpg")
        photo(at / ("x" * 200 + ".jpg"), "24x24")
        self.assertLess(len(self.one(at / ("x" * 200 + ".jpg"))[2]["id"]), 64)

    def test_nothing_is_written_over_and_nothing_twice(self):
        first = photo(self.folder / "a.jpg")
        self.one(first)
        again = self.add(first)[0]
        self.assertTrue(again["known"])
        self.assertEqual(again["id"], "d:a")
        photo(first, "32x32")
        self.assertEqual(self.one(first)[2]["id"], "d:a-2")
        photo(first, "16x16")
        fault = self.add(first, ok=False, words=(*RIGHTS, "--id", "d:a"))[0]["fault"]
        self.assertIn("say another --id", fault)
        self.assertEqual(len(list((self.house / "picture").iterdir())), 2)
        made = film(self.folder / "a.mp4")
        self.one(made)
        self.assertTrue(self.add(made)[0]["known"])

    def test_what_check_would_refuse_is_refused_at_once_and_what_is_odd_is_said(self):
        picture, sound = photo(self.folder / "a.jpg"), self.folder / "a.wav"
        told = gestuaire("media", "add", picture, "--to", self.house, "--origin", "photographed", "--credit", "X",
                         "--licence", "CC-BY-NC-4.0", ok=False)
        self.assertEqual(told.returncode, 2)
        self.assertIn('"CC-BY-NC-4.0" is none of the open ones; CC0-1.0', told.stderr)
        self.assertFalse((self.house / "picture").exists())
        ffmpeg("-f", "lavfi", "-i", "sine=duration=1", sound)
        self.assertIn("recorded is meant?", " ".join(self.one(sound)[2]["said"]))
        self.assertIn('a sound is hardly filmed; "recorded" is meant?', self.check().stdout)

    def test_a_known_file_with_other_words_says_which_stay_and_where(self):
        picture = photo(self.folder / "a.jpg")
        self.one(picture)
        told = gestuaire("media", "add", picture, "--to", self.house, "--origin", "filmed", "--credit", "Another",
                         "--licence", "CC-BY-4.0", ok=False)
        self.assertEqual(told.returncode, 1)
        self.assertIn('repertoire/media/a.json: credit: "CMA 82" stays, not "Another"', told.stderr)
        self.assertNotIn("licence", told.stderr)
        self.assertEqual(self.check().returncode, 0)

    def test_nothing_leaves_the_installation(self):
        picture = photo(self.folder / "a.jpg")
        for name in ("d:../../x", "d:..", "x", "d:A", "d:" + "x" * 60):
            said = gestuaire("media", "add", picture, "--to", self.house, *RIGHTS, "--id", name, ok=False)
            self.assertEqual(said.returncode, 2)
        outside = self.folder / "outside"
        outside.mkdir()
        (self.house / "picture").symlink_to(outside)
        self.assertIn("leads outside", self.add(picture, ok=False)[0]["fault"])
        self.assertEqual(list(outside.iterdir()), [])

    def test_what_is_missing_is_asked_for_with_the_line_to_type(self):
        picture = photo(self.folder / "l'art.jpg")
        said = gestuaire("media", "add", picture, "--to", self.house, "--origin", "filmd", ok=False)
        self.assertEqual(said.returncode, 2)
        for word in ("--origin", "filmed, photographed", "--credit", "--licence", 'not "filmd"'):
            self.assertIn(word, said.stderr)
        line = said.stderr.splitlines()[-1].strip()
        self.assertTrue(line.startswith("gestuaire media add "))
        env = {**os.environ, "GESTUAIRE_ROOT": str(ROOT)}
        typed = subprocess.run(line.replace("gestuaire", str(PROGRAM), 1), shell=True, env=env, capture_output=True, text=True)
        self.assertEqual(typed.returncode, 0, typed.stderr)
        away = subprocess.run([PROGRAM, "media", "add", picture, *RIGHTS], cwd=self.folder, env=env, capture_output=True, text=True)
        self.assertEqual(away.returncode, 1)
        self.assertIn("--to installations/NAME", away.stderr)
        photo(picture, "32x32")
        below = subprocess.run([PROGRAM, "media", "add", picture, *RIGHTS], cwd=self.house / "scenes", env=env,
                               capture_output=True, text=True)
        self.assertEqual(below.returncode, 0, below.stderr)

    def test_a_bar_is_drawn_on_a_terminal_alone(self):
        made = film(self.folder / "a.mp4")
        words = [PROGRAM, "media", "add", made, "--to", self.house, *RIGHTS]
        env = {**os.environ, "GESTUAIRE_ROOT": str(ROOT)}
        ours, theirs = os.openpty()
        with subprocess.Popen(words, env=env, stderr=theirs, stdout=subprocess.DEVNULL) as running:
            os.close(theirs)
            drawn = b""
            try:
                while piece := os.read(ours, 4096):
                    drawn += piece
            except OSError:  # its end is closed
                pass
        os.close(ours)
        self.assertEqual(running.returncode, 0)
        self.assertRegex(drawn.decode(), r"a\.mp4 .*\[[#.]{24}\] +\d+ %  [\d.]+ of [\d.]+ MB  \d+ s")
        self.assertTrue(drawn.endswith(b"\r\x1b[K"))
        self.assertEqual(gestuaire(*map(str, words[1:])).stderr, "")


class Offsets(Ingest):
    def test_views_are_laid_on_one_clock_by_their_sound(self):
        chance, rate, claps = random.Random(3), 48000, array.array("h", bytes(2 * 48000 * 40))
        at = 0.5
        while at < 39:
            tone = chance.uniform(500, 3000)
            for n in range(2400):
                claps[int(at * rate) + n] = int(12000 * math.exp(-n / 500) * math.sin(2 * math.pi * tone * n / rate))
            at += chance.uniform(0.3, 1.7)
        with wave.open(str(self.folder / "claps.wav"), "wb") as out:
            out.setparams((1, 2, rate, 0, "NONE", ""))
            out.writeframes(claps.tobytes())
        for name, start, words in (("a", 0, ()), ("b", 4.321, ("-ar", "44100")), ("c", 11.5, ("-ar", "22050", "-ac", "2"))):
            ffmpeg("-f", "lavfi", "-i", "testsrc2=s=64x48:r=25:d=25", "-i", self.folder / "claps.wav", "-af",
                   f"atrim={start}:{start + 25},asetpts=PTS-STARTPTS", "-pix_fmt", "yuv420p", "-c:a", "aac", *words,
                   self.folder / f"{name}.mp4")
        film(self.folder / "d.mp4", length=20)
        self.add(*(self.folder / f"{n}.mp4" for n in "abcd"))
        texts = {"fr": "x", "it": "x", "en": "x"}
        for kind, record in (("verbs", {"id": "v:x", "label": texts}), ("materials", {"id": "m:x", "label": texts}),
                             ("metiers", {"id": "t:x", "label": texts}),
                             ("gestures", {"id": "g:x", "verb": "v:x", "materials": ["m:x"], "metiers": ["t:x"], "label": texts,
                                           "origin": "made-up", "state": "to-document"}),
                             ("capsules", {"id": "c:x", "gesture": "g:x", "origin": "made-up", "views": [
                                 {"media": "d:a", "role": "median", "offset": 2.0}, {"media": "d:b", "role": "wide"},
                                 {"media": "d:c", "role": "pov"}, {"media": "d:d", "role": "close", "offset": 7.5}]})):
            (self.house / "repertoire" / kind).mkdir()
            (self.house / "repertoire" / kind / "x.json").write_text(json.dumps(record))
        said = gestuaire("media", "offset", self.house, "c:x", "--json", ok=False)
        self.assertEqual(said.returncode, 1)
        self.assertIn("d:d: no one place", said.stderr)
        self.assertEqual([line["found"] for line in json.loads(said.stdout)], [True, True, False])
        views = json.loads((self.house / "repertoire" / "capsules" / "x.json").read_text())["views"]
        for view, offset in zip(views, (2.0, 6.321, 13.5, 7.5)):
            self.assertAlmostEqual(view["offset"], offset, delta=0.005)
        shutil.copy(self.folder / "c.mp4", self.folder / "e.mp4")
        capsule = self.house / "repertoire" / "capsules" / "x.json"
        record = json.loads(capsule.read_text())
        del record["views"][2:]
        capsule.write_text(json.dumps(record))
        view = (*RIGHTS, "--capsule", "c:x", "--role")
        self.assertIn("a role is one of", gestuaire("media", "add", self.folder / "e.mp4", "--to", self.house, *view, "far",
                                                    ok=False).stderr)
        for _ in range(2):  # once a view, for ever one
            self.add(self.folder / "e.mp4", words=(*view, "pov"))
            views = json.loads(capsule.read_text())["views"]
            self.assertEqual([v["media"] for v in views], ["d:a", "d:b", "d:c"])
            self.assertEqual(views[2]["role"], "pov")
            self.assertAlmostEqual(views[2]["offset"], 13.5, delta=0.005)
        self.assertIn("no such capsule", gestuaire("media", "offset", self.house, "c:y", ok=False).stderr)


class Kills(Ingest):
    def test_a_kill_at_any_moment_leaves_nothing_half(self):
        files = [film(self.folder / "a.mp4", "-c:a", "aac", length=2), photo(self.folder / "b.jpg", "640x480", *PRIVATE, "-Orientation#=6"),
                 self.folder / "c.wav"]
        ffmpeg("-f", "lavfi", "-i", "sine=d=4", files[2])
        words = [PROGRAM, "media", "add", *files, "--to", self.house, *RIGHTS]
        env = {**os.environ, "GESTUAIRE_ROOT": str(ROOT)}
        begun = time.monotonic()
        self.add(*files)
        whole_s = time.monotonic() - begun
        right = {p.name: p.read_bytes() for p in self.stored()}
        self.assertEqual(len(right), 8)
        chance = random.Random(4)
        for kill in range(KILLS):
            if kill % 5 == 0:
                for path in self.stored():
                    path.unlink()
            with subprocess.Popen(words, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as running:
                try:
                    running.wait(chance.random() * whole_s * 1.1)
                except subprocess.TimeoutExpired:
                    running.send_signal(signal.SIGKILL)
            self.look(right)
        for left in self.house.glob("repertoire/*/.*"):
            os.utime(left, (1, 1))
        self.add(*files)
        self.assertEqual({p.name: p.read_bytes() for p in self.stored()}, right)
        self.assertEqual([p for p in self.house.rglob(".*")], [])
        self.check()

    def stored(self):
        return [p for pattern in ("film/*", "picture/*", "sound/*", "repertoire/media/*")
                for p in self.house.glob(pattern) if not p.name.startswith(".")]

    def look(self, right):
        for path in self.stored():
            self.assertEqual(path.read_bytes(), right[path.name], path)
            if path.suffix == ".json":
                self.assertTrue((self.house / json.loads(path.read_text())["file"]).exists(), path)


if __name__ == "__main__":
    unittest.main(verbosity=2)
