"""The index of a repertoire: what is asked finds what it should, and kill -9 leaves it whole."""
import json
import os
import pathlib
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
import unittest

from harness import PROGRAM, ROOT, VILLA, gestuaire

KILLS = 200 if "--long" in sys.argv or os.environ.get("GESTUAIRE_LONG") else 30


def ask(words, state, *more, villa=VILLA):
    return json.loads(gestuaire("repertoire", "search", villa, words, "--json", "--state", state,
                                "--count", 1000, *more).stdout)


def ids(answer):
    return [hit["id"] for hit in answer["hits"]]


class Words(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.state = tempfile.mkdtemp()
        cls.addClassCleanup(shutil.rmtree, cls.state)

    def test_what_visitors_type_is_found(self):
        for words, first in (("martel fer", "g:etirer-fer"), ("draw out iron", "g:etirer-fer"),
                             ("soffiare", "g:souffler-verre")):
            answer = ask(words, self.state)
            self.assertEqual(set(answer), {"total", "hits", "facets"}, words)
            self.assertIn(first, ids(answer), words)
            self.assertEqual(answer["total"], len(answer["hits"]), words)

    def test_case_accents_and_elisions_mean_nothing(self):
        answers = [ask(words, self.state) for words in ("l'argile", "ARGILE", "argile", "l’Argilé")]
        for answer in answers:
            self.assertEqual(answer, answers[0])
        clay = [i for i in ids(answers[0]) if i.startswith("g:")]
        for file in (VILLA / "repertoire" / "gestures").glob("*.json"):
            record = json.loads(file.read_text())
            if "m:argile" in record["materials"]:
                self.assertIn(record["id"], clay)

    def test_a_filter_leaves_what_has_the_value(self):
        every = ask("", self.state)
        for value in every["facets"]["material"]:
            answer = ask("", self.state, "--material", value["id"])
            self.assertEqual(answer["total"], value["count"])

    def test_figures_count_the_files(self):
        stats = json.loads(gestuaire("repertoire", "stats", VILLA, "--json", "--state",
                                     self.state).stdout)
        for kind in ("verb", "gesture", "work", "tool"):
            files = list((VILLA / "repertoire" / f"{kind}s").glob("*.json"))
            self.assertEqual(stats["records"][kind], len(files), kind)

    def test_a_number_that_is_none_is_told(self):
        result = gestuaire("repertoire", "search", VILLA, "x", "--count", "many", ok=False)
        self.assertEqual(result.returncode, 2)
        self.assertIn("whole number", result.stderr)


def gesture(n):
    return json.dumps({"id": f"g:kill-{n}", "verb": "v:etirer", "materials": ["m:fer"],
                       "metiers": ["t:ferronnier-d-art"], "origin": "made-up",
                       "label": {"fr": f"Frapper {n}", "it": f"battere {n}", "en": f"strike {n}"},
                       "text": {"fr": f"Le marteau tombe {n} fois, puis {n + 1} fois encore."}})


class Killed(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.folder)
        self.villa = self.folder / "villa"
        self.villa.mkdir()
        shutil.copy(VILLA / "installation.lua", self.villa)
        shutil.copytree(VILLA / "repertoire", self.villa / "repertoire")
        shutil.copytree(VILLA / "scenes", self.villa / "scenes")
        for n in range(300):
            self.save(n)

    def save(self, n):
        (self.villa / "repertoire" / "gestures" / f"kill-{n}.json").write_text(gesture(n))

    def documents(self):
        records = self.villa / "repertoire"
        return sum(len(list((records / kind).glob("*.json"))) for kind in ("gestures", "works"))

    def kill_at(self, state, seconds):
        child = subprocess.Popen([PROGRAM, "repertoire", "stats", self.villa, "--state", state],
                                 stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
                                 env={**os.environ, "GESTUAIRE_ROOT": str(ROOT)})
        time.sleep(seconds)
        child.send_signal(signal.SIGKILL)
        told = child.communicate()[1]
        return child.returncode == -signal.SIGKILL, told

    def assert_whole(self, state, least, most):
        """There is no index, or one that SQLite finds whole, of before or after."""
        database = state / "repertoire.db"
        if not database.exists():
            return 0
        db = sqlite3.connect(database)
        self.assertEqual(db.execute("PRAGMA integrity_check").fetchall(), [("ok",)])
        count = db.execute("SELECT count(*) FROM document").fetchone()[0]
        self.assertEqual(count, db.execute("SELECT count(*) FROM hit").fetchone()[0])
        db.close()
        self.assertIn(count, (least, most))
        return count

    def test_at_random_moments_it_is_whole(self):
        state, chance = self.folder / "state", random.Random(5)
        began = time.monotonic()
        gestuaire("repertoire", "stats", self.villa, "--state", state)
        whole = time.monotonic() - began  # follows what the machine has time for: two of three are killed at work
        last, killed, cold = self.documents(), 0, 0
        for n in range(KILLS):
            if n % 3 == 0:
                shutil.rmtree(state, ignore_errors=True)  # killed before it was made
                last, cold = 0, cold + 1
            for k in range(chance.randrange(1, 6)):
                self.save(1000 + n * 10 + k)
            was, told = self.kill_at(state, chance.random() * whole * 1.2)
            killed += was
            whole *= 1.1 if was else 0.8
            self.assertNotIn(b"made anew", told)
            last = self.assert_whole(state, last, self.documents())
        self.assertGreater(killed, KILLS // 4)
        after = ask("frap", state, villa=self.villa)
        self.assertEqual(after, ask("frap", self.folder / "fresh", villa=self.villa))
        left = [p.name for p in state.iterdir() if p.name.endswith(".db") and not p.is_symlink()]
        self.assertEqual(len(left), 1, left)
        print(f"{KILLS} kills, {killed} while it worked, {cold} of an index made from nothing")

    def test_two_at_once_answer_alike(self):
        state = self.folder / "state"
        both = [subprocess.Popen([PROGRAM, "repertoire", "search", self.villa, "marteau", "--json",
                                  "--state", state], stdout=subprocess.PIPE,
                                 stderr=subprocess.PIPE, env={**os.environ, "GESTUAIRE_ROOT": str(ROOT)})
                for _ in range(3)]
        answers = [child.communicate() for child in both]
        for (out, told), child in zip(answers, both):
            self.assertEqual(child.returncode, 0, told)
            self.assertEqual(json.loads(out), json.loads(answers[0][0]))
            self.assertEqual(told, answers[0][1])


if __name__ == "__main__":
    unittest.main(argv=[a for a in sys.argv if a != "--long"])
