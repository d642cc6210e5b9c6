"""docs/schema/: what JSON Schemas of the records refuse. The judge is python3-jsonschema."""
import copy
import json
import pathlib
import random
import shutil
import tempfile
import unittest

import jsonschema

from harness import ROOT, VILLA, gestuaire

FOLDERS = {"verb": "verbs", "material": "materials", "tool": "tools", "metier": "metiers",
           "gesture": "gestures", "capsule": "capsules", "chain": "chains", "note": "notes",
           "work": "works", "school": "schools", "team": "teams", "person": "people",
           "place": "places", "enterprise": "enterprises", "consent": "consents", "media": "media",
           "clip": "clips"}
L = {"fr": "a", "it": "b", "en": "c"}
# One of each kind, with the keys that bite.
WHOLE = {
    "verb": {"id": "v:a", "label": L, "percussion": "P⊥l", "synonyms": {"fr": ["x"]},
             "links": [{"uri": "https://a", "relation": "exact"}]},
    "material": {"id": "m:a", "label": L, "class": "plastic", "broader": ["m:b"]},
    "tool": {"id": "o:a", "label": L, "part": "linear"},
    "metier": {"id": "t:a", "label": L, "status": [
        {"class": "endangered", "place": "l:a", "assessor": "x", "date": "2026-02-28"}]},
    "gesture": {"id": "g:a", "verb": "v:a", "materials": ["m:a"], "metiers": ["t:a"], "label": L,
                "origin": "ai", "measure": {"joints": ["a", "b", "c"], "at": 1.5, "label": L}},
    "capsule": {"id": "c:a", "gesture": "g:a", "origin": "ai", "date": "2026-01-31",
                "views": [{"media": "d:a", "role": "pov", "offset": -1.5}]},
    "chain": {"id": "k:a", "label": L, "origin": "ai", "steps": [{"label": L, "optional": True, "at": [0, 1]}]},
    "note": {"id": "n:a", "media": "d:a", "at": [0, 1], "label": L, "origin": "ai",
             "geometry": {"shape": "point", "frames": [{"t": 0, "points": [[0, 0.5]]}]}},
    "work": {"id": "w:a", "title": L, "origin": "ai", "pictures": ["d:a"]},
    "school": {"id": "s:a", "label": L, "origin": "made-up"},
    "team": {"id": "e:a", "label": L, "origin": "made-up", "people": ["p:a"]},
    "person": {"id": "p:a", "name": "x", "origin": "made-up"},
    "place": {"id": "l:a", "label": L, "at": [1.35, 44.01], "precision": "commune"},
    "enterprise": {"id": "f:a", "label": L, "origin": "made-up",
                   "practices": [{"label": L, "side": "social"}]},
    "consent": {"id": "a:a", "person": "p:a", "image": {"from": "2026-01-01"}},
    "media": {"id": "d:a", "file": "film/a.mp4", "origin": "filmed", "credit": "x", "rate": [60000, 1001],
              "licence": "CC-BY-4.0", "size": [1920, 1080], "sha256": "0" * 64},
    "clip": {"id": "b:a", "file": "clips/a.bvh", "origin": "scanned", "unit": 0.01},
}
BROKEN = [
    ("verb", {"label": {"fr": 3}}), ("verb", {"label": {"français": "a"}}), ("verb", {"id": "v:A"}),
    ("verb", {"id": "m:a"}), ("verb", {"id": "v:a-"}), ("verb", {"percussion": "P"}),
    ("verb", {"lable": L}), ("verb", {"synonyms": {"fr": "x"}}), ("verb", {"synonyms": {"fr": ["x"] * 65}}),
    ("verb", {"links": [{"relation": "exact"}]}), ("verb", {"definition": []}), ("material", {"broader": "m:b"}),
    ("material", {"broader": ["v:b"]}), ("metier", {"status": [{"class": "endangered"}]}),
    ("gesture", {"materials": []}), ("gesture", {"origin": "A.I."}), ("gesture", {"verb": None}),
    ("gesture", {"measure": {"joints": ["a", "b"], "label": L}}), ("capsule", {"views": []}),
    ("capsule", {"date": "2026-13-01"}), ("capsule", {"date": "last year"}), ("chain", {"steps": []}),
    ("chain", {"steps": [{"label": L, "optional": "yes"}]}), ("note", {"at": [0]}), ("note", {"at": [0, -1]}),
    ("note", {"clip": "b:a"}), ("note", {"geometry": {"shape": "point"}}), ("note", {"geometry": {"shape": "blob"}}),
    ("place", {"at": [1.35]}), ("place", {"at": [1.35, 91]}), ("place", {"at": [1, 2, 3]}),
    ("media", {"file": "../a.mp4"}), ("media", {"file": "/a.mp4"}), ("media", {"file": "a//b.mp4"}),
    ("media", {"file": "a/./b.mp4"}), ("media", {"file": "a\\b.mp4"}), ("media", {"file": ""}),
    ("media", {"sha256": "AA"}), ("media", {"rate": [30.5, 1]}), ("media", {"size": [0, 1]}),
    ("clip", {"unit": -1}), ("clip", {"unit": "cm"}), ("consent", {"image": {"until": "2026-01-01"}}),
]


OTHERWISE = ("^is no language;|^there is no file|is unknown; a record of|; a (film|picture) is allowed$|"
             "is no (clip|film|picture);|none of the open ones|is no address|ends as no film|"
             "^has .* for the shape|allowed on a (film|clip)$")


class Schemas(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.judges = {}
        for kind in FOLDERS:
            schema = json.loads((ROOT / "docs" / "schema" / f"{kind}.schema.json").read_text())
            jsonschema.Draft202012Validator.check_schema(schema)  # against the metaschema
            cls.judges[kind] = jsonschema.Draft202012Validator(schema)

    def test_every_record_of_the_tree_is_taken(self):
        count = 0
        for folder in (ROOT / "installations").glob("*/repertoire"):
            for kind, name in FOLDERS.items():
                for file in (folder / name).glob("*.json"):
                    with self.subTest(file.name):
                        self.judges[kind].validate(json.loads(file.read_text()))
                        count += 1
        self.assertGreater(count, 50)

    def test_one_of_each_kind_is_taken_and_broken_ones_are_not(self):
        for kind, record in WHOLE.items():
            with self.subTest(kind):
                self.judges[kind].validate(record)
                for key in self.judges[kind].schema.get("required"):
                    self.assertFalse(self.judges[kind].is_valid({k: v for k, v in record.items() if k != key}))
        for kind, change in BROKEN:
            with self.subTest(f"{kind} {change}"):
                self.assertFalse(self.judges[kind].is_valid({**WHOLE[kind], **change}))

    def test_what_a_schema_refuses_the_program_refuses_and_the_other_way_for_what_is_whole(self):
        folder = pathlib.Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, folder)
        shutil.copytree(VILLA, folder / "villa")
        records = folder / "villa" / "repertoire"
        shutil.rmtree(records)
        rng = random.Random(4)
        judged = {}
        for n in range(340):
            kind = list(FOLDERS)[n % len(FOLDERS)]
            record = copy.deepcopy(WHOLE[kind])
            record["id"] = f"{record['id'][0]}:n{n}"
            if n >= len(FOLDERS):
                damage(record, rng)
            else:
                record["id"] = WHOLE[kind]["id"]
            file = records / FOLDERS[kind] / f"n{n}.json"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(json.dumps(record))
            judged[str(file)] = self.judges[kind].is_valid(record)
        said = gestuaire("repertoire", "check", folder / "villa", "--json", ok=False)
        report = json.loads(said.stdout)
        self.assertEqual(report["not_shown"], 0)
        wrong = {f["file"] for f in report["faults"] if f["level"] == "error"}
        refused = {file for file, valid in judged.items() if not valid}
        self.assertGreater(len(refused), 100)
        self.assertEqual(refused - wrong, set())
        # What a schema cannot say: where ids lead, which languages and files there are, the rules
        # of more than one key.
        for f in report["faults"]:
            if f["level"] == "error" and judged.get(f["file"]):
                self.assertRegex(f["text"], OTHERWISE, f)


def damage(record, rng):
    """One thing of a record is made another: a key, a value deep inside, a length."""
    at, key = record, None
    while True:
        if not at:
            return
        key = rng.choice(list(at) if isinstance(at, dict) else range(len(at)))
        if not isinstance(at[key], (dict, list)) or rng.random() < 0.3:
            break
        at = at[key]
    other = [None, 7, -7, 0.5, True, "", "x", "é" * 400, [], {}, ["x"], {"fr": "x"}, {"x": "y"}, "../x", "g:a"]
    what = rng.random()
    if what < 0.25:
        del at[key]
    elif what < 0.35 and isinstance(at, dict):
        at[str(key) + "x"] = at.pop(key)
    else:
        at[key] = rng.choice(other)


if __name__ == "__main__":
    unittest.main(verbosity=2)
