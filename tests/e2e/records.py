"""gestuaire repertoire check: what curators and programs are told of an installation's content."""
import hashlib
import json
import pathlib
import re
import shutil
import tempfile
import unittest

from harness import VILLA, gestuaire

VOICE = {"id": "a:voice", "person": "p:nobody", "voice": {"from": "2020-01-01", "until": "2026-03-31"}}
PERSON = {"id": "p:nobody", "name": "X", "origin": "made-up"}


class Records(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.folder)
        self.house = self.folder / "villa-medicis"
        shutil.copytree(VILLA, self.house)
        self.records = self.house / "repertoire"

    def check(self, *options, ok=True):
        said = gestuaire("repertoire", "check", self.house, "--json", *options, ok=ok)
        return said.returncode, json.loads(said.stdout)

    def put(self, kind, record):
        (self.records / kind).mkdir(exist_ok=True)
        name = record["id"].split(":")[1]
        file = self.records / kind / f"{name}.json"
        file.write_text(json.dumps(record, ensure_ascii=False, indent=1))
        return file

    def test_the_reference_content_is_without_error_and_counted(self):
        code, report = self.check()
        self.assertEqual((code, report["errors"]), (0, 0))
        for kind, folder in (("verb", "verbs"), ("tool", "tools"), ("metier", "metiers")):
            files = list((VILLA / "repertoire" / folder).glob("*.json"))
            self.assertEqual(report["counts"][kind]["records"], len(files))
            texts = [json.loads(f.read_text()) for f in files]
            wanted = sum(("label" in t) + ("definition" in t) for t in texts)
            self.assertEqual(report["counts"][kind]["texts"], wanted)

    def test_a_fault_comes_in_its_parts(self):
        file = self.put("verbs", {"id": "v:odd", "label": {"fr": "a", "it": "b", "en": 3}})
        line = next(n for n, text in enumerate(file.read_text().splitlines(), 1) if '"en"' in text)
        code, report = self.check(ok=False)
        self.assertEqual(code, 1)
        fault = next(f for f in report["faults"] if f["level"] == "error")
        self.assertEqual((fault["file"], fault["line"], fault["path"]), (str(file), line, "label.en"))
        self.assertRegex(fault["text"], "^is 3; a text")
        said = gestuaire("repertoire", "check", self.house, ok=False).stdout
        self.assertIn(f"{file}:{line}: label.en: is 3; ", said)
        self.assertRegex(said, r"\n1 error, \d+ warnings?, \d+ hidden\n$")

    def hide(self):
        """A medium in which nobody may be heard from 1 April 2026 on; its file and its id."""
        self.put("people", PERSON)
        self.put("consents", VOICE)
        medium = sorted((self.records / "media").glob("*.json"))[0]
        record = json.loads(medium.read_text())
        record["shows"] = [{"person": "p:nobody", "consent": "a:voice", "facets": ["voice"]}]
        medium.write_text(json.dumps(record, indent=1))
        return medium, record["id"]

    def test_who_is_heard_without_consent_is_hidden_from_that_day_on(self):
        medium, name = self.hide()
        self.assertNotIn(name, self.check("--date", "2026-03-31")[1]["hidden"])
        code, report = self.check("--date", "2026-04-01")
        self.assertEqual(code, 0)
        self.assertIn(name, report["hidden"])
        fault = next(f for f in report["faults"] if f["file"] == str(medium))
        self.assertEqual((fault["level"], fault["path"]), ("warning", "shows[0]"))
        self.assertIn("ended on 2026-03-31", fault["text"])

    def test_gestuaire_check_tells_what_repertoire_check_tells(self):
        medium, name = self.hide()
        for one, two in (("one", "two"), ("two", "one")):
            self.put("verbs", {"id": f"v:{one}", "label": {l: l + one for l in ("fr", "it", "en")},
                               "broader": [f"v:{two}"]})
        said = gestuaire("check", self.house, "--date", "2026-04-01", ok=False)
        self.assertEqual(said.returncode, 1)
        self.assertIn("broader: goes in a circle: v:one > v:two > v:one", said.stdout)
        self.assertRegex(said.stdout, rf"{re.escape(medium.name)}:\d+: shows\[0\]: .*; {name} is hidden")

    def test_a_file_that_is_another_one_is_told_when_files_are_read(self):
        medium = next(f for f in sorted((self.records / "media").glob("*.json"))
                      if (self.house / json.loads(f.read_text())["file"]).is_file())
        record = json.loads(medium.read_text())
        data = (self.house / record["file"]).read_bytes()
        record.update(sha256=hashlib.sha256(data).hexdigest(), bytes=len(data))
        medium.write_text(json.dumps(record, indent=1))
        self.assertEqual(self.check("--files")[0], 0)
        for other, key in ((data[:-1] + bytes([data[-1] ^ 1]), "sha256"), (data + b"x", "bytes")):
            (self.house / record["file"]).write_bytes(other)
            self.assertEqual(self.check()[0], 0)
            code, report = self.check("--files", ok=False)
            self.assertEqual(code, 1)
            self.assertEqual([(f["file"], f["path"]) for f in report["faults"] if f["level"] == "error"],
                             [(str(medium), key)])

    def told(self, code=1):
        got, report = self.check(ok=False)
        self.assertEqual(got, code, report["faults"])
        return [f"{pathlib.Path(f['file']).name}:{f['line']}: {f['path']}: {f['text']}" for f in report["faults"]]

    def test_letters_of_other_editors_are_read_or_told(self):
        verb = {"id": "v:marque", "label": {"fr": "étaler", "it": "a", "en": "b"}}
        self.put("verbs", verb).write_bytes(b"\xef\xbb\xbf" + json.dumps(verb, indent=1).encode())
        self.assertFalse([t for t in self.told(0) if t.startswith("marque")])
        file = self.put("verbs", verb)
        file.write_bytes(file.read_text().encode("latin-1"))
        line = next(n for n, text in enumerate(file.read_bytes().splitlines(), 1) if b"\xe9" in text)
        self.assertTrue([t for t in self.told() if t.startswith(f"marque.json:{line}: ") and "save it as UTF-8" in t])

    def test_what_is_not_read_is_told_and_of_two_the_copy_is_the_fault(self):
        verbs = self.records / "verbs"
        first = sorted(verbs.glob("*.json"))[0]
        shutil.copy(first, verbs / f"{first.stem} (copie).json")
        shutil.copy(first, verbs / "x.jsn")
        shutil.copy(first, verbs / "y.JSON")
        (verbs / "more").mkdir()
        told = self.told()
        for name in ("x.jsn", "y.JSON", "more"):
            self.assertTrue([t for t in told if t.startswith(f"{name}:1: ") and "is not read" in t], name)
        twice = [t for t in told if "each id stands once" in t]
        self.assertEqual([t.split(":")[0] for t in twice], [f"{first.stem} (copie).json"])

    def test_a_reference_is_told_once_and_says_what_is_near_or_broken(self):
        (self.records / "verbs" / "casse.json").write_text("{")
        labels = {"label": {"fr": "a", "it": "b", "en": "c"}, "state": "to-document"}
        for name, verb in (("autre", "o:marteau"), ("presque", "v:etirre"), ("casse", "v:casse")):
            self.put("gestures", {"id": f"g:{name}", "verb": verb, **labels})
        told = self.told()
        self.assertEqual(len([t for t in told if t.startswith("autre.json") and " verb: " in t]), 1, told)
        self.assertTrue([t for t in told if t.startswith("presque.json") and 'did you mean "v:etirer"?' in t], told)
        self.assertTrue([t for t in told if 'the record "v:casse" is broken; mend its file' in t], told)

    def test_a_filter_or_language_or_kind_that_is_none_is_told_with_what_is_near(self):
        def said(*words):
            told = gestuaire("repertoire", *words, ok=False)
            self.assertEqual(told.returncode, 2, told.stderr)
            return told.stderr
        state = ("--state", self.folder / "state")
        self.assertIn('--verb v:etirre: nothing here has it; did you mean "v:etirer"?',
                      said("search", self.house, "--verb", "v:etirre", *state))
        self.assertIn("--language de: the installation does not speak it; fr, it, en",
                      said("search", self.house, "--language", "de", *state))
        self.assertIn('did you mean "gesture"?', said("export", self.house, "--format", "csv", "--kind", "gestes",
                                                      "-o", self.folder / "x.csv"))
        self.put("verbs", {"id": "v:neuf", "label": {"fr": "a", "it": "b", "en": "c"}})
        self.assertEqual(gestuaire("repertoire", "search", self.house, "--verb", "v:neuf", *state).returncode, 0)

    def test_without_content_it_says_so(self):
        file = self.house / "installation.lua"
        file.write_text(re.sub(r'\n *content = "[^"]*",', "", file.read_text()))
        said = gestuaire("repertoire", "check", self.house, ok=False)
        self.assertEqual(said.returncode, 1)
        self.assertIn("content: this installation has no repertoire; write  content =", said.stdout)


if __name__ == "__main__":
    unittest.main(verbosity=2)
