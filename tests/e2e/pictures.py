"""shot, record and sound render: the same command gives the same bytes."""
import datetime
import json
import subprocess
import unittest

from harness import Case, VILLA, differing, gestuaire, heard_only, png


class Pictures(Case):
    def twice(self, *args, ending):
        files = [self.folder / f"{n}.{ending}" for n in "ab"]
        for file in files:
            gestuaire(*args, "-o", file)
        a, b = (file.read_bytes() for file in files)
        self.assertEqual(a == b, True, "the second run gave other bytes")
        return files[0]

    def test_a_shot_twice_gives_the_same_bytes(self):
        file = self.twice("shot", VILLA, "--station", "facade", "--output", "nord", "--at", 12, ending="png")
        width, height, _, _ = png(file)
        self.assertEqual((width, height), (1280, 800))

    def test_a_recording_twice_gives_the_same_bytes(self):
        file = self.twice("record", VILLA, "--station", "gesture", "--from", 1, "--to", 2, ending="mp4")
        probe = subprocess.run(["ffprobe", "-v", "error", "-of", "json", "-count_frames", "-show_streams", file],
                               capture_output=True, text=True, check=True)
        streams = {s["codec_type"]: s for s in json.loads(probe.stdout)["streams"]}
        rate = int(streams["video"]["r_frame_rate"].split("/")[0])
        self.assertEqual(int(streams["video"]["nb_read_frames"]), rate)
        self.assertEqual(streams["video"]["codec_name"], "h264")
        self.assertIn("audio", streams)

    def test_what_is_heard_twice_is_the_same(self):
        file = self.twice("sound", "render", VILLA, "--station", "sound", "--for", 3, ending="wav")
        probe = subprocess.run(["ffprobe", "-v", "error", "-of", "json", "-show_streams", file],
                               capture_output=True, text=True, check=True)
        stream = json.loads(probe.stdout)["streams"][0]
        self.assertEqual(stream["channels"], 8)
        self.assertAlmostEqual(float(stream["duration"]), 3, delta=0.01)

    def test_a_frame_of_the_recording_is_the_shot_of_that_moment(self):
        gestuaire("shot", VILLA, "--station", "gesture", "--at", 1.5, "-o", self.folder / "shot.png")
        gestuaire("record", VILLA, "--station", "gesture", "--from", 1.5, "--to", 1.6, "-o", self.folder / "r.mp4")
        subprocess.run(["ffmpeg", "-v", "error", "-i", self.folder / "r.mp4", "-frames:v", "1",
                        "-pix_fmt", "rgb24", self.folder / "frame.png"], check=True)
        self.assertLess(differing(png(self.folder / "shot.png"), png(self.folder / "frame.png"), 40, 2), 0.01)

    def test_wrong_usage_exits_2_and_says_what_is_meant(self):
        for args, word in ((("shto", VILLA), "shot"), (("shot", VILLA, "--staton", "x"), "--station"),
                           (("shot", VILLA, "--at", "soon", "-o", "x.png"), "econds"), (("shot",), "usage"),
                           (("shot", VILLA, "--at", "1e12", "-o", "x.png"), "year"),
                           (("shot", VILLA, "--output", "nord", "-o", "x.png"), "--station"),
                           (("shot", VILLA, "--date", "2026-02-30", "-o", "x.png"), "day"),
                           (("record", VILLA, "--from", 3, "--to", 2, "-o", "x.mp4"), "--to")):
            result = gestuaire(*args, ok=False)
            self.assertEqual(result.returncode, 2, result.stderr)
            self.assertIn(word, result.stderr)

    def test_a_station_that_is_not_there_is_answered_with_those_that_are(self):
        result = gestuaire("shot", VILLA, "--station", "fasade", "-o", self.folder / "x.png", ok=False)
        self.assertEqual(result.returncode, 1)
        self.assertIn("facade", result.stderr)

    def test_a_replay_that_names_a_station_that_is_not_there(self):
        replay = self.folder / "hand.replay"
        replay.write_text("# one finger\n0.5 down 1 nobody/main 10 10\n")
        result = gestuaire("shot", VILLA, "--station", "facade", "--replay", replay,
                           "-o", self.folder / "x.png", ok=False)
        self.assertEqual(result.returncode, 1)
        self.assertIn(f"{replay}:2: there is no station \"nobody\"", result.stderr)

    def test_a_recording_that_fails_leaves_what_lay_there(self):
        file = self.folder / "kept.mp4"
        file.write_text("kept")
        gestuaire("record", VILLA, "--station", "facade", "--output", "ouest", "-o", file, ok=False)
        self.assertEqual(file.read_text(), "kept")

    def test_a_station_that_is_only_heard_runs_and_knows_the_day(self):
        folder = heard_only(self.folder)
        args = ("--station", "ear", "--for", 0.5, "--silent", "--state", self.folder / "state")
        before = datetime.date.today()
        said = gestuaire("run", folder, *args).stderr
        self.assertRegex(said, f"day ({before}|{datetime.date.today()})")
        self.assertIn("day 2026-11-30", gestuaire("run", folder, *args, "--date", "2026-11-30").stderr)


if __name__ == "__main__":
    unittest.main(verbosity=2)
