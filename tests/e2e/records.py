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

    def test_without_content_it_says_so(self):
        file = self.house / "installation.lua"
        file.write_text(re.sub(r'\n *content = "[^"]*",', "", file.read_text()))
        said = gestuaire("repertoire", "check", self.house, ok=False)
        self.assertEqual(said.returncode, 1)
        self.assertIn("content: is missing", said.stdout)


if __name__ == "__main__":
    unittest.main(verbosity=2)
