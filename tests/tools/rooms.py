#!/usr/bin/env python3
"""Reads the includes of engine/ and refuses any that the room map does not declare."""
import pathlib
import re
import sys

INCLUDE = re.compile(r'^\s*#\s*include\s+"([^"]+)"', re.M)
# What stands beside the rooms may use every room.
DOOR = {"main.c", "engine.c", "engine.h", "station.c", "station.h", "frame.c", "frame.h",
        "inside.h", "operator.c", "operator.h", "outputs.c", "outputs.h", "safe.c", "safe.h", "staffed.c", "staffed.h", "editing.c", "editing.h", "desking.c", "desking.h", "deskosc.c", "deskosc.h", "patterned.c", "patterned.h", "magnifier.c", "magnifier.h", "deskwindow.c", "deskwindow.h", "wall.c", "wall.h", "content.c", "content.h",
        "rehearsed.c", "rehearsed.h", "roomdesc.c", "roomdesc.h",
        "locked.c", "locked.h", "staffway.c", "staffway.h",
        "lookup.c", "lookup.h", "panes.c", "panes.h", "settle.c", "settle.h", "resting.c", "resting.h", "sparing.c", "sparing.h",
        "healthy.c", "healthy.h", "wording.c", "wording.h", "modelread.h", "lighting.c", "lighting.h", "limiting.c", "limiting.h"}


def main(map_file, engine):
    engine = pathlib.Path(engine)
    uses = {}
    for line in pathlib.Path(map_file).read_text().splitlines():
        if line.strip():
            room, _, below = line.partition(":")
            uses[room] = set(below.split())
    faults, includes = [], 0
    # What a room's public headers show may be seen by whoever uses that room.
    def seen(room):
        out, todo = set(), [room]
        while todo:
            for below in uses[todo.pop()]:
                if below not in out:
                    out.add(below)
                    todo.append(below)
        return out

    for folder in sorted(p for p in engine.iterdir() if p.is_dir() and p.name != "verbs"):
        if folder.name not in uses:
            faults.append(f"engine/{folder.name}: a folder that is no declared room")
    for path in sorted(engine.rglob("*.[ch]")):
        parts = path.relative_to(engine).parts
        room = parts[0] if len(parts) > 1 else None
        for name in INCLUDE.findall(path.read_text()):
            includes += 1
            other = name.split("/")[0] if "/" in name else None
            where = f"engine/{'/'.join(parts)}: includes \"{name}\""
            if room is None or room == "verbs":
                if other and other not in uses and other != "verbs":
                    faults.append(f"{where}: no such room")
                elif other is None and name not in DOOR:
                    faults.append(f"{where}: include by room")
            elif other is None:
                faults.append(f"{where}: include by room, \"{room}/{name}\"")
            elif other != room and other not in uses.get(room, ()):
                kind = "only below something it uses" if room in uses and other in seen(room) else "not declared"
                faults.append(f"{where}: room {other} is {kind} (engine/CMakeLists.txt, room({room} … USES))")
            elif other != room and name.endswith("/private.h"):
                faults.append(f"{where}: private to its room")
            if not (engine / name).exists():
                faults.append(f"{where}: no such file")
    for fault in faults:
        print(fault)
    print(f"{len(uses)} rooms, {includes} includes, {len(faults)} refused")
    return 1 if faults or not includes else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
