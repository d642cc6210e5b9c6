"""Power cuts: what is written by content, desk, index, log and state files is recorded, cut at every operation with
what was not synced lost in many ways, and read again. GESTUAIRE_LONG: every point; else some hundred."""
import collections
import hashlib
import json
import os
import pathlib
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "tools" / "powercut"))
import replay  # noqa: E402

BUILD = pathlib.Path(os.environ["GESTUAIRE_PROGRAM"]).resolve().parent
KEEPER, RECORD = BUILD / "powercut_keeper", BUILD / "powercut_record.so"
LONG = bool(os.environ.get("GESTUAIRE_LONG"))
MEMORY = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None


def number(marks, word):
    """The last "word N" that the program said; 0: none."""
    return next((int(m.split()[1]) for m in reversed(marks) if m.startswith(word + " ")), 0)


class Cut:
    """One kind of file: recorded, cut, judged. `verdict` counts points and faults."""

    def __init__(self, what, source):
        self.what, self.source = what, source
        self.place = pathlib.Path(tempfile.mkdtemp(prefix="gestuaire-cut-", dir=MEMORY))
        self.folder = self.place / "recorded"
        self.folder.mkdir()
        self.counts = collections.Counter()
        self.faults = []
        self.known = {}
        self.reader = None

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.reader:
            self.reader.stdin.close()
            self.reader.wait(timeout=300)
            self.reader.stdout.close()
        shutil.rmtree(self.place)

    def record(self):
        trace = self.place / "trace"
        env = {**os.environ, "LD_PRELOAD": str(RECORD), "POWERCUT_FOLDER": str(self.folder.resolve()),
               "POWERCUT_TO": str(trace)}
        done = subprocess.run([KEEPER, "write", self.what, self.folder, self.source], env=env, timeout=600,
                              capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        self.operations = replay.read(trace)
        end, real = replay.at_the_end(self.operations), replay.real(self.folder)
        missed = {p for p in end.keys() | real.keys() if end.get(p) != real.get(p)}
        assert not missed, f"{self.what}: the recorder missed what was done to {sorted(missed)}"

    def read(self, tree):
        """(answer of the program's own reader, the folder it read, to be removed)."""
        if not self.reader:
            self.reader = subprocess.Popen([KEEPER, "read"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                           stderr=subprocess.DEVNULL, text=True)
        folder = self.place / "cut"
        if folder.exists():
            shutil.rmtree(folder)
        replay.lay(tree, folder)
        self.reader.stdin.write(f"{self.what} {folder} {self.source}\n")
        self.reader.stdin.flush()
        answer = self.reader.stdout.readline().split()
        assert answer, f"{self.what}: the reader died"
        return answer, folder

    def run(self, judge, step, more):
        """judge(cut, tree) tells what is on the disk, once for each disk; the caller holds it against the marks."""
        for index, way, tree, marks in replay.points(self.operations, more, step):
            key = replay.digest(tree)
            if key not in self.known:
                self.known[key] = judge(self, tree)
                self.counts["disks"] += 1
            self.counts["points"] += 1
            yield index, way, self.known[key], marks

    def fault(self, kind, index, way, text):
        self.counts[kind] += 1
        self.faults.append(f"{self.what}: {kind} after operation {index} of {len(self.operations)} ({way}): {text}")


# ---- content: by Python's own SHA-256 ----

def follow(tree, link):
    target = tree.get(link)
    if not isinstance(target, replay.Link):
        return None
    base = "srv/gestuaire/house/" + str(target) + "/"
    return {p[len(base):]: what for p, what in tree.items() if p.startswith(base) and what is not None}


def whole_version(files, versions):
    """Which of the versions it is; None: there is none; "mixed": anything else."""
    if files is None:
        return None
    manifest = files.get("MANIFEST.sha256")
    if not manifest:
        return "mixed"
    listed = dict(reversed(line.split("  ", 1)) for line in manifest.decode().splitlines())
    # What is hidden is no part of the content (docs/kiosk.md): .stamps says which files need not be read again, and
    # where it is torn all are.
    rest = {p: what for p, what in files.items() if p != "MANIFEST.sha256" and not p.startswith(".")}
    if {p: hashlib.sha256(what).hexdigest() for p, what in rest.items()} != listed:
        return "mixed"
    return next((n for n, wanted in versions.items() if wanted == rest), "mixed")


def cut_content(cut, step, more, again):
    versions = {n: {p: what for p, what in replay.real(pathlib.Path(cut.source, str(n))).items() if what is not None}
                for n in (1, 2, 3)}
    seen = 0

    def judge(cut, tree):
        nonlocal seen
        seen += 1
        current = whole_version(follow(tree, "srv/gestuaire/house/current"), versions)
        previous = whole_version(follow(tree, "srv/gestuaire/house/previous"), versions)
        answer = cut.read(tree)[0] if seen % again == 0 else ["1", "1"]
        return current, previous, answer

    for index, way, (current, previous, answer), marks in cut.run(judge, step, more):
        doing, saved = number(marks, "doing"), number(marks, "saved")
        if "mixed" in (current, previous):
            cut.fault("mixed", index, way, f"current {current}, previous {previous}")
        elif current not in ({saved or None} | ({doing} if marks[-1].startswith("doing") else set())):
            cut.fault("lost", index, way, f"current is {current}, {saved} was said to be in place")
        elif answer != ["1", "1"]:
            cut.fault("unreadable", index, way, "it cannot be installed over")


# ---- the desk ----

def cut_desk(cut, step, more):
    for index, way, answer, marks in cut.run(lambda cut, tree: cut.read(tree)[0], step, more):
        value, goes_on = float(answer[0]), answer[1] == "1"
        if not goes_on:
            cut.fault("unreadable", index, way, "what is done next is not kept")
        if not number(marks, "saved") <= value <= number(marks, "doing"):
            cut.fault("lost", index, way, f"{value:g} is read, {number(marks, 'saved')} was saved")


# ---- files that are written whole ----

def cut_texts(cut, step, more, names=("show.json", "pin.json", "supervisor.json")):
    def judge(cut, tree):
        values = [int(cut.read(tree)[0][0][1:])] if len(names) > 1 else []
        for name in names:
            try:
                values.append(json.loads(tree[name])["n"] if name in tree else 0)
            except ValueError:
                values.append(-1)
        return values

    for index, way, values, marks in cut.run(judge, step, more):
        if -1 in values:
            cut.fault("unreadable", index, way, str(values))
        elif not all(number(marks, "saved") <= v <= number(marks, "doing") for v in values):
            cut.fault("lost", index, way, f"{values} are read, {number(marks, 'saved')} was saved")


# ---- the index: readable, or made anew ----

def cut_index(cut, step, more):
    def judge(cut, tree):
        answer, folder = cut.read(tree)
        database = folder / "repertoire.db"
        with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as opened:
            whole = opened.execute("PRAGMA integrity_check").fetchone()[0]
        opened.close()
        return answer, whole

    for index, way, ((_before, after, truth), whole), _marks in cut.run(judge, step, more):
        if after != truth or int(truth) <= 0 or whole != "ok":
            cut.fault("unreadable", index, way, f"{after} documents instead of {truth}, {whole}")


# ---- the log of visits ----

def cut_visits(cut, step, more):
    def judge(cut, tree):
        _answer, folder = cut.read(tree)
        try:
            with sqlite3.connect(folder / "visits.db") as opened:
                whole = opened.execute("PRAGMA integrity_check").fetchone()[0]
                visits, after = opened.execute(
                    "SELECT sum(name = 'main'), sum(name = 'after') FROM visit JOIN stage ON stage = stage.number"
                ).fetchone()
            opened.close()
        except sqlite3.Error as error:
            return str(error), 0, False
        return whole if after == 1 else "not written", visits, any(folder.glob("*.broken*"))

    for index, way, (whole, visits, aside), marks in cut.run(judge, step, more):
        if whole != "ok" or aside:
            cut.fault("unreadable", index, way, f"{whole}, {'set aside' if aside else ''}")
        elif not number(marks, "saved") <= visits <= number(marks, "doing"):
            cut.fault("lost", index, way, f"{visits} visits are read, {number(marks, 'saved')} were saved")


# ---- the log: a text, line by line, that goes on ----

def cut_log(cut, step, more):
    def judge(cut, tree):
        _answer, folder = cut.read(tree)
        texts = [path.read_bytes() for path in sorted((folder / "log").glob("st.log*"))]
        return (all(b"\0" not in t and t.endswith(b"\n") and len(t) <= 5000 for t in texts if t)
                and texts[0].endswith(b" after\n"))

    for index, way, readable, _marks in cut.run(judge, step, more):
        if not readable:
            cut.fault("unreadable", index, way, "no text, or it does not go on")


def sources(place):
    """Three contents: a film that stays and one that changes, files that come and go."""
    for n in (1, 2, 3):
        folder = pathlib.Path(place, str(n), "media", "deep")
        folder.mkdir(parents=True)
        (folder.parent.parent / "installation.lua").write_text(f"return {{ {n} }}\n" * (700 // n))
        (folder / "stays.mp4").write_bytes(bytes(range(256)) * 20)
        (folder / "changes.mp4").write_bytes(bytes([n]) * (3000 * n))
        (folder.parent / f"only-{n}.txt").write_text("x")


def all_kinds(quick):
    """What was found, kind by kind: {"desk": {"points": …, "mixed": 0, …, "faults": […]}}."""
    place = pathlib.Path(tempfile.mkdtemp(prefix="gestuaire-cuts-"))
    records = subprocess.run([KEEPER, "records"], check=True, capture_output=True, text=True).stdout.strip()
    sources(place)
    kinds = (("content", place, lambda c: cut_content(c, 7 if quick else 1, 0 if quick else 6, 4)),
             ("desk", "-", lambda c: cut_desk(c, 5 if quick else 1, 0 if quick else 8)),
             ("restore", "-", lambda c: cut_desk(c, 2 if quick else 1, 0 if quick else 20)),
             ("texts", "-", lambda c: cut_texts(c, 11 if quick else 1, 0 if quick else 3)),
             ("index", records, lambda c: cut_index(c, 40 if quick else 2, 0 if quick else 1)),
             ("log", "-", lambda c: cut_log(c, 9 if quick else 1, 0 if quick else 4)),
             ("visits", "-", lambda c: cut_visits(c, 15 if quick else 1, 0 if quick else 4)))
    out = {}
    try:
        for what, source, run in kinds:
            with Cut(what, source) as cut:
                cut.record()
                run(cut)
                out[what] = {"operations": len(cut.operations), "points": cut.counts["points"],
                             "disks": cut.counts["disks"], "unreadable": cut.counts["unreadable"],
                             "mixed": cut.counts["mixed"], "lost": cut.counts["lost"], "faults": cut.faults[:20]}
    finally:
        shutil.rmtree(place)
        shutil.rmtree(records)
    return out


class PowerCuts(unittest.TestCase):
    def test_what_is_renamed_without_a_sync_is_found(self):
        with Cut("careless", "-") as cut:
            cut.record()
            cut_texts(cut, 1, 2, names=("show.json",))
        self.assertGreater(cut.counts["unreadable"], 0)
        self.assertGreater(cut.counts["lost"], 0)

    def test_a_cut_at_any_moment_leaves_what_can_be_read_whole(self):
        found = all_kinds(quick=not LONG)
        faults = [line for kind in found.values() for line in kind["faults"]]
        self.assertEqual(faults, [])
        points = sum(kind["points"] for kind in found.values())
        self.assertGreaterEqual(points, 1000 if LONG else 300)


def bench(quick, tell):
    """What `gestuaire bench powercuts` prints: one object. True: nothing was unreadable, mixed or lost."""
    kinds = all_kinds(quick)
    total = {key: sum(kind[key] for kind in kinds.values())
             for key in ("operations", "points", "disks", "unreadable", "mixed", "lost")}
    met = not (total["unreadable"] or total["mixed"] or total["lost"]) and (quick or total["points"] >= 1000)
    print(json.dumps({"bench": "powercuts", "quick": quick, "machine": {"cores": os.cpu_count()}, **total,
                      "goal": {"points": 1000, "unreadable": 0, "mixed": 0, "lost": 0}, "met": met, "kinds": kinds}))
    for name, kind in {**kinds, "all": total}.items() if tell else ():
        print(f"{name:8} {kind['points']:6} points on {kind['disks']:5} disks: {kind['unreadable']} unreadable, "
              f"{kind['mixed']} mixed, {kind['lost']} lost", file=sys.stderr)
    return met


if __name__ == "__main__":
    if "--bench" in sys.argv:
        sys.exit(0 if bench("--quick" in sys.argv, "--json" not in sys.argv) else 1)
    unittest.main()
