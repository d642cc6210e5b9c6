"""shot, record and sound render: the same command gives the same bytes."""
import json
import subprocess
import unittest

from harness import Case, VILLA, differing, gestuaire, png


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
                           (("shot", VILLA, "--at", "soon", "-o", "x.png"), "seconds"), (("shot",), "usage")):
            result = gestuaire(*args, ok=False)
            self.assertEqual(result.returncode, 2, result.stderr)
            self.assertIn(word, result.stderr)

    def test_a_station_that_is_not_there_is_answered_with_those_that_are(self):
        result = gestuaire("shot", VILLA, "--station", "fasade", "-o", self.folder / "x.png", ok=False)
        self.assertEqual(result.returncode, 1)
        self.assertIn("facade", result.stderr)


if __name__ == "__main__":
    unittest.main(verbosity=2)
