"""media add: what it takes out, turns, measures and records, against exiftool, ffmpeg, ffprobe and hashlib."""
import json
import os
import re
import shutil
import struct
import subprocess
import unittest
import zlib

from harness import SAMPLES
from taken import Ingest, PRIVATE, far, ffmpeg, film, packets_hash, photo, pixels, probe, sha256, tags, tool


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


if __name__ == "__main__":
    unittest.main(verbosity=2)
