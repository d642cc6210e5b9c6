#!/usr/bin/env python3
"""Records out, edited by other programs, and in again: CSV by Python's csv module."""
import csv
import json
import os
import random
import subprocess
import sys
import time
import unittest

from harness import PROGRAM, ROOT, Case, copy_villa, gestuaire

KILLS = 200 if "--long" in sys.argv or os.environ.get("GESTUAIRE_LONG") else 30


def records(place):
    """Every file of a repertoire: name -> bytes."""
    folder = place / "repertoire"
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*.json"))}


def rows_of(file, **dialect):
    with open(file, encoding="utf-8-sig", newline="") as f:
        return list(csv.reader(f, **dialect))


class Csv(Case):
    def setUp(self):
        super().setUp()
        self.villa = copy_villa(self.folder)
        self.before = records(self.villa)

    def export(self, *args):
        gestuaire("repertoire", "export", self.villa, "--format", "csv", "-o", self.folder / "out", *args)
        return self.folder / "out"

    def take(self, *args, ok=True):
        return gestuaire("repertoire", "import", self.villa, "--format", "csv", "--yes", *args, ok=ok)

    def write(self, rows, name="tools.csv", encoding="utf-8", **dialect):
        file = self.folder / name
        with open(file, "w", encoding=encoding, newline="") as f:
            csv.writer(f, **dialect).writerows(rows)
        return file

    def changed(self):
        after = records(self.villa)
        return {name for name in self.before.keys() | after.keys() if self.before.get(name) != after.get(name)}

    def record(self, name):
        return json.loads((self.villa / "repertoire" / name).read_text())

    def test_out_and_in_again_changes_no_byte(self):
        out = self.export()
        told = self.take(*sorted(out.glob("*.csv")))
        self.assertIn("0 new, 0 changed", told.stdout)
        self.assertEqual(self.changed(), set())

    def test_every_record_and_value_of_the_tree_is_in_a_row(self):
        out = self.export()
        hidden = json.loads(gestuaire("repertoire", "check", self.villa, "--json", ok=False).stdout)["hidden"]
        for name, text in self.before.items():
            record = json.loads(text)
            if name.startswith("consents/") or record["id"] in hidden:
                continue
            table = rows_of(out / (name.split("/")[0] + ".csv"))
            row = dict(zip(table[0], next(r for r in table if r[0] == record["id"])))
            for key, value in record.items():
                if isinstance(value, str):
                    self.assertEqual(row[key], value)
                elif isinstance(value, dict) and key in ("label", "text", "title"):
                    self.assertEqual({c: row[f"{key}.{c}"] for c in value}, value)
                elif isinstance(value, list) and isinstance(value[0], str):
                    self.assertEqual(row[key + "[]"].split(" | "), value)

    def test_only_what_was_edited_changes(self):
        out = self.export("--kind", "tool")
        table = rows_of(out / "tools.csv")
        fr = table[0].index("label.fr")
        row = next(r for r in table if r[0] == "o:ciseau")
        row[fr] = "ciseau droit"
        told = self.take(self.write(table))
        self.assertIn('o:ciseau: label.fr: "ciseau" -> "ciseau droit"', told.stdout)
        self.assertEqual(self.changed(), {"tools/ciseau.json"})
        self.assertEqual(self.record("tools/ciseau.json")["label"]["fr"], "ciseau droit")

    def test_nothing_is_written_before_somebody_agrees(self):
        file = self.write([["id", "label.fr"], ["o:neuf", "outil neuf"]])
        told = gestuaire("repertoire", "import", self.villa, "--format", "csv", file, ok=False)
        self.assertEqual(told.returncode, 1)
        self.assertIn("o:neuf: new: outil neuf", told.stdout)
        gestuaire("repertoire", "import", self.villa, "--format", "csv", "--dry-run", file)
        self.assertEqual(self.changed(), set())
        self.take(file)
        self.assertEqual(self.changed(), {"tools/neuf.json"})

    def test_a_row_cut_short_takes_nothing_away_and_a_sheet_of_another_program_is_refused(self):
        first = self.record("tools/marteau.json")
        self.take(self.write([["id", "label.fr", "label.it", "definition.fr"], ["o:marteau", first["label"]["fr"]]]))
        self.assertEqual(self.changed(), set())
        told = gestuaire("repertoire", "export", self.villa, "--format", "csv", "--kind", "tool", "-o",
                         self.folder / "x.xlsx", ok=False)
        self.assertEqual(told.returncode, 1)
        self.assertIn("a table ends in .csv", told.stderr)
        self.assertFalse((self.folder / "x.xlsx").exists())

    def test_sheets_as_spreadsheets_write_them_say_the_same(self):
        table = [["id", "label.fr", "definition.fr", ""],
                 ["o:pince-a", "pince « à » sertir; longue, fine", 'dite "bec"\nde canard', ""]]
        ways = [dict(encoding="utf-8", delimiter=";"), dict(encoding="utf-8-sig", delimiter=","),
                dict(encoding="utf-16", delimiter="\t"), dict(encoding="utf-8", delimiter=";", lineterminator="\n"),
                dict(encoding="utf-8", quoting=csv.QUOTE_ALL), dict(encoding="utf-16-le", delimiter="\t")]
        for way in ways:
            told = self.take(self.write(table, **way))
            record = self.record("tools/pince-a.json")
            self.assertEqual(record["label"]["fr"], table[1][1], way)
            self.assertEqual(record["definition"]["fr"], table[1][2], way)
            (self.villa / "repertoire" / "tools" / "pince-a.json").unlink()
        told = self.take(self.write(table, encoding="cp1252"), ok=False)
        self.assertIn("tools.csv:2: is no UTF-8", told.stderr)
        self.take(self.write(table, encoding="cp1252"), "--encoding", "windows-1252")
        self.assertEqual(self.record("tools/pince-a.json")["label"]["fr"], table[1][1])

    def test_labels_stand_for_ids_and_what_is_unknown_is_told_with_its_line(self):
        table = [["label.fr", "verb", "materials[]", "metiers[]", "origin", "state"],
                 ["Étirer l’acier", "étirer", "FER|cuivre", "ferronnier d’art", "made-up", "to-document"],
                 ["Étirer le vent", "étirer", "vent", "ferronnier d’art", "made-up", "to-document"]]
        told = self.take(self.write(table, "gestures.csv"), ok=False)
        self.assertIn('gestures.csv:3: materials[]: "vent" is unknown', told.stderr)
        self.assertEqual(self.changed(), set())
        self.take(self.write(table[:2], "gestures.csv"))
        gesture = self.record("gestures/etirer-acier.json")
        self.assertEqual(gesture["materials"], ["m:fer", "m:cuivre"])
        self.assertEqual(gesture["verb"], "v:etirer")

    def test_formulas_do_not_reach_a_spreadsheet_and_come_back_as_they_were(self):
        hostile = ["=HYPERLINK(1)", "+1+cmd", "-2+3", "@SUM(A1)", "\tx", "'=1", "''x"]
        table = [["id", "label.fr"]] + [[f"o:x{i}", text] for i, text in enumerate(hostile)]
        tools = self.villa / "repertoire" / "tools"
        for i, text in enumerate(hostile):
            (tools / f"x{i}.json").write_text(json.dumps({"id": f"o:x{i}", "label": {"fr": text}}))
        self.before = records(self.villa)
        out = self.export("--kind", "tool")
        for row in rows_of(out / "tools.csv"):
            self.assertFalse([cell for cell in row if cell[:1] in "=+-@\t" and cell], row)
        self.take(out / "tools.csv")
        self.assertEqual(self.changed(), set())

    def test_days_and_numbers_as_people_write_them(self):
        table = [["id", "label.fr", "at.longitude", "at.latitude", "insee"],
                 ["l:montauban", "Montauban", "1,3550", "44.0176", "82121"], ["l:bourg", "Bourg", "5,2", "46,2", "1053"]]
        told = self.take(self.write(table, "places.csv", delimiter=";"))
        self.assertEqual(self.record("places/montauban.json")["at"], [1.355, 44.0176])
        self.assertIn('places.csv:3: insee: "1053" looks like a code that lost its zero', told.stderr)
        work = self.record("works/banc.json")
        self.take(self.write([["id", "date"], [work["id"], "31/12/2025"]], "works.csv"))
        self.assertEqual(self.record("works/banc.json"), {**work, "date": "2025-12-31"})
        told = self.take(self.write([["id", "date"], [work["id"], "12/31/2025"]], "works.csv"), ok=False)
        self.assertIn("works.csv:2: date", told.stderr)

    def test_what_is_hidden_stays_inside_and_is_not_lost_by_going_out_and_in(self):
        folder = self.villa / "repertoire"
        for name, record in {
                "people/x.json": {"id": "p:cachee", "name": "Cachée Personne", "origin": "made-up"},
                "consents/x.json": {"id": "a:cachee", "person": "p:cachee", "document": "armoire 7",
                                    "image": {"from": "2020-01-01", "until": "2021-01-01"}},
                "media/x.json": {"id": "d:portrait-cachee", "file": "media/x.png", "origin": "ai", "credit": "Cachée",
                                 "licence": "CC0-1.0",
                                 "shows": [{"person": "p:cachee", "consent": "a:cachee", "facets": ["image"]}]},
                "places/x.json": {"id": "l:maison", "label": {"fr": "maison"}, "at": [1.23456, 44.05678], "precision": "hidden", "insee": "82999"},
                "people/y.json": {"id": "p:discrete", "name": "Discrète Personne", "origin": "filmed", "place": "l:bourg"},
                "places/y.json": {"id": "l:bourg", "label": {"fr": "bourg"}, "at": [1.98765, 44.12345]}}.items():
            (folder / name).parent.mkdir(exist_ok=True)
            (folder / name).write_text(json.dumps(record))
        work = self.record("works/banc.json")
        work["pictures"] = ["d:picture-banc", "d:portrait-cachee"]
        (folder / "works" / "banc.json").write_text(json.dumps(work))
        self.before = records(self.villa)
        out = self.export()
        written = b"".join(p.read_bytes() for p in out.glob("*"))
        for secret in (b"portrait-cachee", b"armoire 7", b"1.23456", b"44.05678", b"1.98765", b"44.12345", b"82999"):
            self.assertNotIn(secret, written)
        self.assertIn(b"1.988", written)
        head, *people = rows_of(out / "people.csv")
        place = {row[head.index("id")]: row[head.index("place")] for row in people}
        self.assertEqual(place["p:discrete"], "")  # they never agreed to have their place named
        self.take(*out.glob("*.csv"))
        self.assertEqual(self.changed(), set())
        self.take(self.write([["id", "pictures[]"], ["w:banc", ""]], "works.csv"))
        self.assertEqual(self.record("works/banc.json")["pictures"], ["d:portrait-cachee"])

    def test_a_mapping_names_the_columns(self):
        mapping = self.folder / "mapping.json"
        mapping.write_text(json.dumps({"kind": "gesture", "separator": ";", "list": ",", "columns": [
            {"column": "Geste", "key": "label.fr"}, {"column": "Action", "key": "verb", "show": "label"},
            {"column": "Matières", "key": "materials[]", "show": "label"},
            {"column": "Métiers", "key": "metiers[]"}, {"column": "Prix"},
            {"column": "Origine", "key": "origin", "default": "filmed", "words": [{"is": "inventé", "means": "made-up"}]}]}))
        file = self.write([["Geste", "Action", "Matières", "Métiers", "Origine", "Prix", "Couleur"],
                           ["Étirer à froid", "Étirer", "fer, cuivre", "t:ferronnier-d-art", "", "12", "bleu"]],
                          "x.csv", delimiter=";")
        metier = next(n for n in self.before if n.startswith("metiers/ferronnier"))
        text = file.read_text().replace("t:ferronnier-d-art", json.loads(self.before[metier])["id"])
        file.write_text(text)
        told = self.take(file, "--mapping", mapping)
        self.assertIn('x.csv:1: column "Couleur": no key is called so', told.stderr)
        self.assertNotIn("Prix", told.stderr)
        gesture = self.record("gestures/etirer-a-froid.json")
        self.assertEqual((gesture["materials"], gesture["origin"]), (["m:fer", "m:cuivre"], "filmed"))
        out = self.folder / "g.csv"
        told = gestuaire("repertoire", "export", self.villa, "--format", "csv", "--mapping", mapping, "-o", out)
        self.assertIn("gestures/: text.fr: no column of the mapping holds it", told.stderr)
        self.assertEqual(rows_of(out, delimiter=";")[0], ["Geste", "Action", "Matières", "Métiers", "Prix", "Origine"])


class Killed(Case):
    """kill -9 at random moments of an import: files are whole, lead somewhere, and a second run completes it."""

    def test_a_killed_import_leaves_whole_files_and_is_completed_by_the_next(self):
        villa = copy_villa(self.folder)
        folder = villa / "repertoire"
        count, chance = 60, random.Random(4)
        file = self.folder / "tools.csv"
        command = [PROGRAM, "repertoire", "import", villa, "--format", "csv", "--yes", file]
        env = {**os.environ, "GESTUAIRE_ROOT": str(ROOT)}
        began, cut = 0, 0
        for turn in range(KILLS):
            # Each refers to the next one: what is written first is what the others need.
            rows = [["id", "label.fr", "definition.fr", "broader[]"]] + [
                [f"o:k{i}", f"outil {i}", f"tour {turn} " + "x" * 3000, f"o:k{i + 1}" if i < count else ""]
                for i in range(count + 1)]
            with open(file, "w", newline="") as f:
                csv.writer(f).writerows(rows)
            seen = (folder / "tools").stat().st_mtime_ns
            run = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            # Every third before anything is written, perhaps; the others once the first file is.
            while turn % 3 and run.poll() is None and (folder / "tools").stat().st_mtime_ns == seen:
                time.sleep(0.001)
            try:
                run.wait(timeout=chance.random() * (0.05 if turn % 3 else 0.5))
            except subprocess.TimeoutExpired:
                run.kill()
                run.wait()
            turns = set()
            for path in (folder / "tools").glob("*.json"):
                record = json.loads(path.read_text())  # whole
                for upper in record.get("broader", []):
                    self.assertTrue((folder / "tools" / (upper[2:] + ".json")).exists(), f"{path}: {upper}")
                if path.name.startswith("k"):
                    turns.add(record["definition"]["fr"].split()[1])
            self.assertLessEqual(turns, {str(t) for t in range(turn + 1)})
            began += str(turn) in turns
            cut += len(turns) > 1 or (turn == 0 and run.returncode != 0)
        told = gestuaire("repertoire", "import", villa, "--format", "csv", "--yes", file)
        self.assertEqual(len(list((folder / "tools").glob("k*.json"))), count + 1)
        for path in (folder / "tools").glob("k*.json"):
            self.assertIn(f"tour {KILLS - 1} ", json.loads(path.read_text())["definition"]["fr"])
        told = gestuaire("repertoire", "import", villa, "--format", "csv", "--yes", file)
        self.assertIn(f"0 new, 0 changed, {count + 1} as they are", told.stdout)
        self.assertGreater(began, 0)
        print(f"{KILLS} kills, {began} after the first file, {cut} between two")


if __name__ == "__main__":
    unittest.main(argv=[a for a in sys.argv if a != "--long"])
