"""`gestuaire bench`: a short run of each bench that needs no peers. What it measures is not judged here."""
import json
import unittest
import xml.etree.ElementTree

from harness import Case, gestuaire

SPREAD = {"n", "median", "lower_quartile", "upper_quartile", "least", "most"}


class Bench(Case):
    def run_bench(self, *args, ok=True):
        return gestuaire("bench", *args, ok=ok, env={"XDG_CACHE_HOME": str(self.folder)})

    def test_without_a_name_it_lists_what_there_is(self):
        names = [line.split()[0] for line in self.run_bench().stdout.splitlines()]
        self.assertEqual(names[-1], "all")
        self.assertLessEqual({"sprites", "film", "film-4", "film-loop", "page", "page-still", "start", "still", "search",
                              "index", "explorer", "gesture-page", "warp", "warp-noop", "outputs", "outputs-x11", "warpfilm", "visits", "soak"},
                             set(names))

    def test_a_name_that_is_none_is_refused(self):
        result = self.run_bench("stat", ok=False)
        self.assertEqual(result.returncode, 2)
        self.assertIn("start", result.stderr)

    def test_rounds_are_a_number(self):
        for wrong in ("0", "100", "many", ""):
            result = self.run_bench("start", "--runs", wrong, ok=False)
            self.assertEqual(result.returncode, 2, wrong)
            self.assertIn("1 to 99", result.stderr)

    def check_figures(self, bench):
        self.assertTrue(bench["runners"] and bench["goals"])
        for runner in bench["runners"]:
            self.assertNotIn("trouble", runner, runner)
            self.assertLessEqual(SPREAD, set(runner["cpu"]))
            self.assertEqual(runner["cpu"]["n"], bench["rounds"])
            self.assertGreater(runner["pss"]["median"], 1)
            if bench["noop"] and "renderer" in runner:
                self.assertIn("NOOP", runner["renderer"])
        for goal in bench["goals"]:
            self.assertIn("reported" if "reported" in goal else "met", goal)
            self.assertIn(goal["ours"], {r["name"] for r in bench["runners"]})

    def test_every_bench_runs_and_says_one_object(self):
        names = [line.split()[0] for line in self.run_bench().stdout.splitlines()][:-1]
        for name in names:
            if name == "soak":  # tests/e2e/soak.py
                continue
            result = self.run_bench(name, "--quick", "--json")
            said = json.loads(result.stdout)
            self.assertEqual(said["bench"], name)
            self.assertEqual(said["quick"], True)
            self.assertGreater(said["machine"]["cores"], 0)
            self.check_figures(said)

    def test_growth_is_drawn_by_a_bench_that_has_a_number(self):
        plot = self.folder / "sprites.svg"
        said = json.loads(self.run_bench("sprites", "--quick", "--json", "--plot", plot).stdout)
        self.assertEqual([r["count"] for r in said["results"]][:2], ["1000", "2000"])
        svg = xml.etree.ElementTree.parse(plot).getroot()
        curves = [e for e in svg.iter() if e.get("class") == "curve"]
        self.assertEqual(len(curves), len(said["results"][0]["runners"]))
        self.assertEqual(self.run_bench("start", "--plot", plot, ok=False).returncode, 2)


if __name__ == "__main__":
    unittest.main()
