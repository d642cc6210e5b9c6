#!/usr/bin/env python3
"""Takes what this evening shows from the reference installation: five gestures, two works, and what they refer to.

    python3 installations/louvre-lens/make/take.py

Records and files are the same there and here; what leads to a record that is not taken is left out of the copy. What a
curator changes here is lost when this is run again: change it there."""
import json
import pathlib
import re
import shutil

HERE = pathlib.Path(__file__).resolve().parents[1]
FROM = HERE.parent / "villa-medicis"
GESTURES = ("retreindre-cuivre", "etirer-fer", "ciseler-pierre", "monter-argile", "souffler-verre")
WORKS = ("vasque", "vase")
ID = re.compile(r"[a-z]:[a-z0-9-]+")
CHOSEN = "gwcn"  # kinds that are taken by choice, not because others refer to them


def references(value):
    if isinstance(value, str):
        return {value} if ID.fullmatch(value) else set()
    items = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return set().union(*(references(item) for item in items))


def without(value, gone):
    """The value without what refers to a record that is gone."""
    if isinstance(value, list):
        return [without(item, gone) for item in value if not (isinstance(item, str) and item in gone)]
    if isinstance(value, dict):
        return {key: without(item, gone) for key, item in value.items() if not (isinstance(item, str) and item in gone)}
    return value


def main():
    records = {}
    for file in sorted((FROM / "repertoire").glob("*/*.json")):
        record = json.loads(file.read_text(encoding="utf-8"))
        records[record["id"]] = (file.relative_to(FROM), record)
    taken = {f"w:{name}" for name in WORKS} | {f"{kind}:{name}" for kind in "gc" for name in GESTURES}
    # What a work was made with has its place in the list, though it is still to be documented.
    for work in WORKS:
        taken |= {i for i in records[f"w:{work}"][1]["gestures"] if records[i][1].get("state") == "to-document"}
    grown = None
    while grown != taken:
        grown = set(taken)
        for i in grown:
            taken |= {r for r in references(records[i][1]) if r in records and r[0] not in CHOSEN}
        taken |= {i for i, (_, record) in records.items()
                  if i[0] == "n" and references(record) & set(records) - {i} <= taken}
    gone = set(records) - taken
    for folder in (*(HERE / "repertoire").glob("*/"), "clips", "film", "model", "picture", "sound"):
        shutil.rmtree(HERE / folder, ignore_errors=True)
    for i in sorted(taken):
        file, record = records[i]
        (HERE / file).parent.mkdir(parents=True, exist_ok=True)
        text = json.dumps(without(record, gone), ensure_ascii=False, indent=2)
        (HERE / file).write_text(text + "\n", encoding="utf-8")
        if "file" in record:
            (HERE / record["file"]).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(FROM / record["file"], HERE / record["file"])


if __name__ == "__main__":
    main()
