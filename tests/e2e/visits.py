"""The report of visits against sums made here from the logs, and as a curator opens it."""
import collections
import csv
import io
import json
import os
import sqlite3
import statistics
import sys
import unittest

from bundle import Page, browse
from harness import Case, OUT, ROOT, VILLA, gestuaire, png

sys.path.insert(0, str(ROOT / "tests" / "tools"))
import visits as logs  # noqa: E402

FEW = 5
WHOLE = ("days", "hours", "lengths", "stages", "languages", "ends")


HOUSE = """return {
  title = { fr = "x", it = "x", en = "x" }, languages = { "fr", "it", "en" },
  stations = { kiosk = {
    title = { fr = "Borne", it = "Postazione", en = "Station" },
    stages = { screen = { canvas = { 640, 360 }, scene = "page" } },
    outputs = { screen = { size = { 640, 360 } } },
  } },
}
"""
SCENE = """local scene = {}
function scene.touch(e)
  if e.kind ~= "down" then return end
  if e.x < 100 then visit.page("explorer", "explorer")
  elseif e.x < 200 then visit.page("g:etirer-fer", "gesture")
  elseif e.x < 300 then visit.searched("Dentelle à l’aiguille", 0)
  elseif e.x < 400 then visit.set { text = 3, contrast = true }
  else visit.done() end
end
function scene.draw(canvas) canvas:rect(0, 0, 640, 360, { color = "#14110f" }) end
return scene
"""
# Two visits: one is done, the other on when the program ends.
HAND = [(50, 0.5), (150, 1.0), (350, 1.2), (250, 1.4), (50, 4.0), (450, 4.5), (150, 5.5), (50, 6.0)]


class Read:
    """What stands in some logs, by brute force."""

    def __init__(self, files, first=0, last=99999999):
        self.visits, self.seen, self.search, self.page = {}, collections.defaultdict(list), [], {}
        for n, file in enumerate(files):
            db = sqlite3.connect(f"file:{file}?mode=ro", uri=True)
            stages = {k: f"{s}/{t}" for k, s, t in db.execute("SELECT * FROM stage")}
            pages = {k: (i, kind) for k, i, kind in db.execute("SELECT * FROM page")}
            for k, stage, day, hour, _, language, settings, count, seconds, ended in db.execute("SELECT * FROM visit"):
                if first <= day <= last:
                    self.visits[n, k] = dict(stage=stages[stage], day=day, hour=hour, language=language, pages=count,
                                             settings=settings, seconds=seconds, ended=3 if ended is None else ended)
            for visit, page, seconds in db.execute("SELECT visit, page, seconds FROM seen ORDER BY number"):
                if (n, visit) in self.visits:
                    self.seen[n, visit].append((pages[page][0], seconds))
            for visit, words, hits in db.execute("SELECT visit, words, hits FROM search ORDER BY number"):
                if (n, visit) in self.visits and words:
                    self.search.append(((n, visit), words, hits))
            db.close()

    def tables(self):
        """Table -> key (or from, to) -> true count of visits."""
        of = lambda key: collections.Counter(key(v) for v in self.visits.values())
        day = lambda d: "" if d < 20200101 else f"{d // 10000}-{d // 100 % 100:02}-{d % 100:02}"
        bounds = (30, 60, 120, 300, 600, 1200)
        length = lambda s: next((str(b) for b in bounds if s < b), "")
        left = collections.Counter(self.seen[k][-1][0] for k, v in self.visits.items()
                                   if v["ended"] == 1 and self.seen[k] and self.seen[k][-1][1] <= 10)
        words = collections.defaultdict(set)
        hits = {}
        for visit, text, found in self.search:
            words[text].add(visit)
            hits[text] = found
        typed = {w: len(v) for w, v in words.items() if len(v) >= 3}
        names = ("large", "largest", "contrast", "reach", "captions", "sign", "speech", "calm")
        return {
            "days": of(lambda v: day(v["day"])), "hours": of(lambda v: str(v["hour"])),
            "lengths": of(lambda v: length(v["seconds"])), "stages": of(lambda v: v["stage"]),
            "languages": of(lambda v: v["language"]), "ends": of(lambda v: ("done", "idle", "staff", "cut")[v["ended"]]),
            "pages": collections.Counter(p for s in self.seen.values() for p in {p for p, _ in s}),
            "moves": collections.Counter(m for s in self.seen.values() for m in
                                         {(a, b) for (a, _), (b, _) in zip(s, s[1:]) if a != b}),
            "left": left, "nothing-found": {w: n for w, n in typed.items() if not hits[w]},
            "found": {w: n for w, n in typed.items() if hits[w]},
            "settings": {name: sum(v["settings"] >> i & 1 for v in self.visits.values()) for i, name in enumerate(names)},
        }

    def stays(self, page):
        return [s for seen in self.seen.values() for p, s in seen if p == page]


def fits(rows, rest):
    """Least and most of each untold cell, for who knows `rest`, the sum of them all."""
    least = [1 if r["told"] == "under" else FEW for r in rows]
    most = [FEW - 1 if r["told"] == "under" else rest for r in rows]
    return [(max(least[i], rest - sum(most) + most[i]), min(most[i], rest - sum(least) + least[i]))
            for i in range(len(rows))]


class Visits(Case):
    def report(self, *files_args, ok=True):
        return gestuaire("visits", "report", VILLA, "--state", self.folder, *files_args, ok=ok)

    def figures(self, *more):
        return json.loads(self.report("--json", *more).stdout)

    def check(self, told, read):
        true = read.tables()
        total = len(read.visits)
        self.assertEqual(told["visits"], {"told": "exact", "count": total})
        seconds = sorted(v["seconds"] for v in read.visits.values())
        self.assertEqual(told["median_s"], statistics.median_low(seconds))
        self.assertEqual(told["median_pages"], statistics.median_low(v["pages"] for v in read.visits.values()))
        kept = 0
        for name, table in told["tables"].items():
            counts = true[name]
            for row in table["rows"]:
                key = (row["key"], row["to"]) if name == "moves" else row["key"]
                count = counts[key] if key in counts else 0
                with self.subTest(table=name, key=key):
                    if row["told"] == "exact":
                        self.assertEqual(row["count"], count)
                        self.assertFalse(0 < count < FEW)
                    elif row["told"] == "under":
                        self.assertTrue(0 < count < FEW)
                        self.assertNotIn("count", row)
                    elif row["told"] == "kept":
                        kept += 1
                        self.assertGreaterEqual(count, FEW)
                        self.assertNotIn("count", row)
                    else:
                        self.assertTrue(row["from"] <= count < row["from"] + FEW - 1)
                    if name == "pages" and count >= FEW:
                        self.assertEqual(row["median_s"], statistics.median_low(read.stays(key)))
                    else:
                        self.assertNotIn("median_s", row)
            if name in WHOLE and not table["withheld"]:
                self.assertEqual({r["key"] for r in table["rows"] if r["told"] != "exact" or r["count"]},
                                 {k for k, n in counts.items() if n})
                untold = [r for r in table["rows"] if r["told"] != "exact"]
                rest = total - sum(r.get("count", 0) for r in table["rows"])
                for row, (least, most) in zip(untold, fits(untold, rest)):
                    if row["told"] == "under":
                        self.assertEqual((least, most), (1, FEW - 1), (name, row))
        for name in ("nothing-found", "found"):
            self.assertEqual({r["key"] for r in told["tables"][name]["rows"]}, set(true[name]))
        self.assertEqual({(r["key"], r["to"]) for r in told["tables"]["moves"]["rows"]},
                         {m for m, n in true["moves"].items() if n >= FEW})
        return kept

    def test_every_figure_is_the_sum_made_by_hand_and_no_small_one_can_be_worked_out(self):
        for seed, many in ((1, 700), (2, 40), (3, 2500)):
            files = [self.folder / "visits.db", self.folder / "visits-kiosk.db"]
            for file in files:
                file.unlink(missing_ok=True)
            logs.make(files[0], many, seed)
            logs.make(files[1], many // 9, seed + 10, station="wide")
            self.check(self.figures(), Read(files))
            told = self.figures("--from", "2026-10-20", "--to", "2026-11-05")
            self.check(told, Read(files, 20261020, 20261105))
            self.assertEqual((told["from"], told["to"]), (20261020, 20261105))
            self.assertEqual(len(told["tables"]["days"]["rows"]), 17)  # the days without visits as well

    def test_a_large_log_is_told_as_sql_counts_it(self):
        """A million events with GESTUAIRE_LONG, else a tenth of it; each count is one question to SQLite."""
        file = self.folder / "visits.db"
        logs.make(file, 71428 if os.environ.get("GESTUAIRE_LONG") else 7142, 12)
        told = self.figures()
        db = sqlite3.connect(file)
        one = lambda sql: db.execute(sql).fetchone()[0]
        self.assertGreater(one("SELECT (SELECT count(*) FROM visit) * 2 + (SELECT count(*) FROM seen)"
                               " + (SELECT count(*) FROM search)"), 100000)
        self.assertEqual(told["visits"]["count"], one("SELECT count(*) FROM visit"))
        middle = "SELECT {0} FROM {1} ORDER BY {0} LIMIT 1 OFFSET (SELECT (count(*) - 1) / 2 FROM {1})"
        self.assertEqual(told["median_s"], one(middle.format("seconds", "visit")))
        self.assertEqual(told["median_pages"], one(middle.format("pages", "visit")))
        lengths = "".join(f" WHEN seconds < {s} THEN '{s}'" for s in (30, 60, 120, 300, 600, 1200))
        moves = ("SELECT a.visit AS visit, a.page AS f, b.page AS t FROM (SELECT *, lead(number) OVER"
                 " (PARTITION BY visit ORDER BY number) AS next FROM seen) a JOIN seen b ON b.number = a.next")
        asked = {
            "days": "SELECT substr(day, 1, 4) || '-' || substr(day, 5, 2) || '-' || substr(day, 7), NULL, count(*)"
                    " FROM visit GROUP BY 1",
            "hours": "SELECT CAST(hour AS TEXT), NULL, count(*) FROM visit GROUP BY 1",
            "lengths": f"SELECT CASE {lengths} ELSE '' END, NULL, count(*) FROM visit GROUP BY 1",
            "stages": "SELECT station || '/' || name, NULL, count(*) FROM visit v JOIN stage s ON v.stage = s.number GROUP BY 1",
            "languages": "SELECT language, NULL, count(*) FROM visit GROUP BY 1",
            "ends": "SELECT CASE ended WHEN 0 THEN 'done' WHEN 1 THEN 'idle' WHEN 2 THEN 'staff' ELSE 'cut' END, NULL,"
                    " count(*) FROM visit GROUP BY 1",
            "pages": "SELECT p.id, NULL, count(DISTINCT visit) FROM seen JOIN page p ON p.number = page GROUP BY 1",
            "moves": f"SELECT f.id, t.id, count(DISTINCT visit) FROM ({moves}) m JOIN page f ON f.number = m.f"
                     " JOIN page t ON t.number = m.t WHERE m.f <> m.t GROUP BY 1, 2",
            "left": "SELECT p.id, NULL, count(*) FROM (SELECT visit, page, seconds, max(number) FROM seen GROUP BY visit) l"
                    " JOIN visit v ON v.number = l.visit JOIN page p ON p.number = l.page"
                    " WHERE v.ended = 1 AND l.seconds <= 10 GROUP BY 1",
            "found": "SELECT words, NULL, count(DISTINCT visit) FROM search GROUP BY 1",
            "nothing-found": "SELECT words, NULL, count(DISTINCT visit) FROM search GROUP BY 1",
            "settings": " UNION ALL ".join(
                f"SELECT '{n}', NULL, sum(settings >> {i} & 1) FROM visit" for i, n in enumerate(
                    ("large", "largest", "contrast", "reach", "captions", "sign", "speech", "calm"))),
        }
        exact = 0
        for name, sql in asked.items():
            true = {(k, t): n for k, t, n in db.execute(sql)}
            self.assertTrue(told["tables"][name]["rows"], name)
            for row in told["tables"][name]["rows"]:
                if row["told"] == "exact":
                    exact += row["count"] > 0
                    key = (row["key"], row["to"] if name == "moves" else None)
                    self.assertEqual(row["count"], true.get(key, 0), (name, row))
        self.assertGreater(exact, 200)
        db.close()

    def test_days_of_a_clock_that_was_wrong_neither_vanish_nor_fill_the_page(self):
        file = self.folder / "visits.db"
        logs.make(file, 300, 8)
        db = sqlite3.connect(file)
        db.execute("UPDATE visit SET day = 19700101 WHERE number <= 7")
        db.commit()
        told = self.figures()
        self.check(told, Read([file]))
        self.assertEqual({r["key"]: r.get("count") for r in told["tables"]["days"]["rows"]}[""], 7)
        self.assertGreater(told["from"], 20260930)
        db.execute("UPDATE visit SET day = 20991231 WHERE number BETWEEN 8 AND 15")
        db.commit()
        db.close()
        told = json.loads(self.report("--json", "-o", self.folder / "x.html").stdout)
        self.check(told, Read([file]))
        self.assertLess(len(told["tables"]["days"]["rows"]), 65)

    def test_a_second_count_is_kept_back_where_the_sum_would_tell_the_first(self):
        logs.make(self.folder / "visits.db", 900, 4)
        db = sqlite3.connect(self.folder / "visits.db")
        db.execute("UPDATE visit SET language = CASE WHEN number <= 2 THEN 'de' WHEN number <= 300 THEN 'it'"
                   " ELSE 'fr' END, settings = (number > 3) * 16 + (number <= 4) * 2")
        db.commit()
        db.close()
        told = self.figures()
        self.assertGreater(self.check(told, Read([self.folder / "visits.db"])), 0)
        rows = {r["key"]: r["told"] for r in told["tables"]["languages"]["rows"]}
        self.assertEqual(rows, {"de": "under", "it": "kept", "fr": "exact"})
        rows = {r["key"]: r for r in told["tables"]["settings"]["rows"]}
        self.assertEqual(rows["captions"]["from"], 896)  # 897 of 900: all but fewer than five
        self.assertEqual(rows["largest"]["told"], "under")

    def test_tables_say_what_the_figures_say(self):
        logs.make(self.folder / "visits.db", 500, 5)
        told = json.loads(self.report("--json", "--csv", self.folder / "csv").stdout)
        for name, table in told["tables"].items():
            text = (self.folder / "csv" / f"{name}.csv").read_bytes().decode()
            self.assertTrue(text.endswith("\r\n") and text.count("\n") == text.count("\r\n"))
            rows = list(csv.reader(io.StringIO(text)))[1:]
            self.assertEqual(len(rows), len(table["rows"]))
            for cells, row in zip(rows, table["rows"]):
                self.assertEqual(cells[0], row["key"])
                shown = cells[2 if name in ("pages", "moves") else 1]
                self.assertEqual(shown, {"exact": str(row.get("count")), "under": "<5", "kept": "kept back",
                                         "most": f">={row.get('from')}"}[row["told"]])

    def test_the_page_opens_by_itself_in_three_languages(self):
        logs.make(self.folder / "visits.db", 1400, 3)
        label = json.loads((VILLA / "repertoire/gestures/etirer-fer.json").read_text())["label"]
        said = {"fr": ("Jour après jour", "moins de 5"), "it": ("Giorno per giorno", "meno di 5"),
                "en": ("Day by day", "fewer than 5")}
        OUT.mkdir(parents=True, exist_ok=True)
        for language, words in said.items():
            page = self.folder / f"{language}.html"
            self.report("-o", page, "--language", language)
            dom = browse(self.folder, page.as_uri(), "--host-resolver-rules=MAP * ~NOTFOUND")
            parsed = Page(dom)
            text = "".join(parsed.words)
            for word in (*words, label[language]):
                self.assertIn(word, text)
            self.assertFalse([c for c in text if c < " " and c not in "\n\t" or c == "\ufffd"])
            self.assertIn(f'<html lang="{language}"', dom)
            for tag, address in parsed.leads():
                self.assertTrue(address.startswith("data:"), (tag, address))
            self.assertFalse([t for t, _ in parsed.elements if t in ("script", "img", "iframe")])
            self.assertNotIn("http", page.read_text().replace("http://www.w3.org/2000/svg", ""))
            shot = OUT / f"visits-{language}.png"
            browse(self.folder, page.as_uri(), f"--screenshot={shot}", "--window-size=1200,1800", "--hide-scrollbars")
            _, _, channels, rows = png(shot)
            ember = sum(row[i] > 240 and 110 < row[i + 1] < 135 and row[i + 2] < 60
                        for row in rows[::4] for i in range(0, len(row), channels * 4))
            self.assertGreater(ember, 500)

    def test_what_the_log_holds_is_never_code(self):
        hostile = "</style></table><script>alert(1)</script>\"'><img src=x onerror=alert(2)>"
        logs.make(self.folder / "visits.db", 200, 6, pages=[hostile])
        db = sqlite3.connect(self.folder / "visits.db")
        db.execute("UPDATE search SET words = ?", (hostile,))
        db.execute("UPDATE stage SET name = ?", (hostile,))
        db.execute("UPDATE visit SET language = '<b>x'")
        db.commit()
        db.close()
        page = self.folder / "x.html"
        self.report("-o", page, "--csv", self.folder / "csv")
        parsed = Page(browse(self.folder, page.as_uri()))
        self.assertFalse([t for t, a in parsed.elements if t in ("script", "img", "b") or any(k.startswith("on") for k in a)])
        self.assertIn("alert(1)", "".join(parsed.words))

    def test_a_station_that_runs_and_a_copy_that_nobody_may_write_are_read(self):
        file = self.folder / "visits.db"
        logs.make(file, 60, 7)
        db = sqlite3.connect(file)
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("BEGIN IMMEDIATE")
        db.execute("UPDATE visit SET language = 'fr'")  # under way: is not seen
        self.assertGreater(len(self.figures()["tables"]["languages"]["rows"]), 1)
        db.commit()
        self.assertEqual(len(self.figures()["tables"]["languages"]["rows"]), 1)
        db.close()

    def test_what_visitors_do_at_a_station_is_in_its_log(self):
        house, state, hand = self.folder / "house", self.folder / "state", self.folder / "hand.replay"
        (house / "scenes" / "page").mkdir(parents=True)
        (house / "installation.lua").write_text(HOUSE)
        (house / "scenes" / "page" / "scene.lua").write_text(SCENE)
        hand.write_text("".join(f"{t} down 1 screen {x} 180\n{t + 0.1:.1f} up 1 screen {x} 180\n" for x, t in HAND))
        gestuaire("run", house, "--station", "kiosk", "--headless", "--silent", "--state", state, "--replay", hand,
                  "--for", 8)
        read = Read([state / "visits-kiosk.db"])
        first, second = (read.visits[k] for k in sorted(read.visits))
        self.assertEqual((first["ended"], second["ended"]), (0, 2))  # done; staff
        self.assertEqual((first["settings"], second["settings"]), (2 | 4, 0))
        self.assertEqual((first["pages"], second["pages"]), (3, 2))
        self.assertEqual(first["language"], "fr")
        self.assertEqual([[p for p, _ in read.seen[k]] for k in sorted(read.visits)],
                         [["explorer", "g:etirer-fer", "explorer"], ["g:etirer-fer", "explorer"]])
        self.assertEqual([(w, h) for _, w, h in read.search], [("dentelle a aiguille", 0)])
        told = json.loads(gestuaire("visits", "report", house, "--state", state, "--json").stdout)
        self.assertEqual(told["visits"], {"told": "under", "below": 5})  # two are nobody's business
        before = sorted(p.name for p in state.iterdir())
        gestuaire("shot", house, "--station", "kiosk", "--replay", hand, "--at", 8, "-o", self.folder / "x.png")
        self.assertEqual(sorted(p.name for p in state.iterdir()), before)

    def test_what_is_wrong_is_said(self):
        result = self.report("-o", self.folder / "x.html", ok=False)
        self.assertEqual(result.returncode, 1)
        self.assertIn("no log of visits (visits*.db)", result.stderr)
        (self.folder / "visits.db").write_bytes(b"no database, whatever its name says. " * 40)
        result = self.report("-o", self.folder / "x.html", ok=False)
        self.assertEqual(result.returncode, 1)
        self.assertIn("visits.db: ", result.stderr)
        self.assertFalse((self.folder / "x.html").exists())
        logs_there = self.report(ok=False)
        self.assertEqual(logs_there.returncode, 2)
        self.assertEqual(self.report("-o", "x", "--language", "de", ok=False).returncode, 2)
        self.assertEqual(self.report("-o", "x", "--from", "2026-11-31", ok=False).returncode, 2)
        self.assertEqual(self.report("-o", "x", "--from", "2026-11-30", "--to", "2026-11-01", ok=False).returncode, 2)


if __name__ == "__main__":
    unittest.main()
