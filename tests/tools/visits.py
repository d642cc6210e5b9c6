#!/usr/bin/env python3
"""A made-up log of visits, as docs/visits.md has it: visits.py FILE VISITS [SEED] [STATION].

About twelve pages and three searches a visit; the same seed gives the same log.
"""
import datetime
import pathlib
import random
import sqlite3
import sys

TABLES = """
PRAGMA application_id = 1198945140; PRAGMA user_version = 1;
CREATE TABLE meta(key TEXT PRIMARY KEY, value INT) WITHOUT ROWID;
CREATE TABLE stage(number INTEGER PRIMARY KEY, station TEXT, name TEXT, UNIQUE(station, name));
CREATE TABLE page(number INTEGER PRIMARY KEY, id TEXT UNIQUE, kind TEXT);
CREATE TABLE visit(number INTEGER PRIMARY KEY AUTOINCREMENT, stage INT, day INT, hour INT, minute INT,
  language TEXT, settings INT, pages INT, seconds INT, ended INT);
CREATE INDEX visit_day ON visit(day);
CREATE TABLE seen(number INTEGER PRIMARY KEY AUTOINCREMENT, visit INT, page INT, seconds INT);
CREATE TABLE search(number INTEGER PRIMARY KEY AUTOINCREMENT, visit INT, words TEXT, hits INT);
"""
GESTURES = ["etirer-fer", "sertir-or", "souffler-verre", "filer-laine", "graver-cuivre", "monter-argile", "planer-chene",
            "coudre-cuir", "raboter-bois", "dresser-pierre", "plier-papier"]
WORDS = [("fer", 12), ("bois", 9), ("marteler", 2), ("tourner la terre", 3), ("dentelle", 0), ("souffler verre", 0),
         ("dorure", 0), ("laine", 4), ("forge", 3)]


def make(path, visits, seed=1, station="kiosk", days=60, pages=GESTURES):
    dice = random.Random(seed)
    db = sqlite3.connect(path)
    db.executescript(TABLES)
    db.execute("PRAGMA synchronous = OFF")
    names = ["explorer"] + ["g:" + p for p in pages] + ["w:vase", "game"]
    kinds = ["explorer"] + ["gesture"] * len(pages) + ["work", "game"]
    db.executemany("INSERT INTO page VALUES(?, ?, ?)", [(i + 1, n, k) for i, (n, k) in enumerate(zip(names, kinds))])
    db.executemany("INSERT INTO stage VALUES(?, ?, ?)", [(1, station, "screen")])
    first = datetime.date(2026, 10, 1)
    rows, seen, searched = [], [], []
    for number in range(1, visits + 1):
        day = first + datetime.timedelta(days=int(dice.triangular(0, days, days * 0.7)))
        while day.weekday() == 0:  # closed on Mondays
            day += datetime.timedelta(days=1)
        hour = min(19, max(9, int(dice.gauss(14.5, 2.2))))
        ended = dice.choices([0, 1, 2, 3], [30, 66, 1, 3])[0]
        here, total, count = 1, 0, dice.randint(0, 24)
        for _ in range(count):
            seconds = int(dice.lognormvariate(3.0 if here > 1 else 2.2, 0.9))
            seen.append((number, here, seconds))
            total += seconds
            here = 1 if here > 1 and dice.random() < 0.55 else int(dice.triangular(1, len(names), 2)) + (here == 1)
            here = min(here, len(names))
        for _ in range(dice.choices([0, 1, 2, 8], [50, 30, 15, 5])[0]):
            words, hits = dice.choice(WORDS) if dice.random() < 0.99 else (f"mot {dice.randint(1, 10**6)}", 0)
            searched.append((number, words, hits))
        settings = sum(bit for bit, share in ((1, .06), (2, .03), (4, .04), (8, .02), (16, .15), (32, .01), (64, .003),
                                              (128, .02)) if dice.random() < share)
        rows.append((number, 1, day.year * 10000 + day.month * 100 + day.day, hour, dice.randint(0, 59),
                     dice.choices(["fr", "it", "en", "de"], [70, 17, 12, .3])[0], settings, count, total, ended))
    db.executemany("INSERT INTO visit VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
    db.executemany("INSERT INTO seen(visit, page, seconds) VALUES(?, ?, ?)", seen)
    db.executemany("INSERT INTO search(visit, words, hits) VALUES(?, ?, ?)", searched)
    db.commit()
    db.close()


if __name__ == "__main__":
    pathlib.Path(sys.argv[1]).unlink(missing_ok=True)
    make(sys.argv[1], int(sys.argv[2]), *([int(sys.argv[3])] if len(sys.argv) > 3 else []), *sys.argv[4:5])
