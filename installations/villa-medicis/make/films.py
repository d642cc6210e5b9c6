#!/usr/bin/env python3
"""Records the films and takes the pictures of the works: the engine draws them, from clips and drawings.

films.py [PROGRAM [NAME …]]: writes ../film/*.mp4 and ../picture/*.png, or only those of the names, with
PROGRAM (build/release/gestuaire). Films are one loop each of a gesture in scenes/trace, from near and from
afar (…-wide.mp4); ffmpeg makes them smaller, leaves the silent soundtrack out and takes a picture of each.
…-sign.mp4 is a drawn figure in the place of one who signs (scenes/signer), as long as the film it stands beside.
Pictures of the works come from scenes/portrait; ffmpeg gives them 48 colours. The same programs on the same
machine write the same bytes; what differs is told to the records of the files (sha256, bytes).
"""
import hashlib
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

VILLA = pathlib.Path(__file__).resolve().parents[1]
ROOT = VILLA.parents[1]
SLOT = 16  # seconds a gesture stands in scenes/trace, in the order of house.gestures()
LOOPS = {  # in that order: seconds of the loop (make/score.py)
    "retreindre-cuivre": 8.0,
    "raboter-bois": 9.6,
    "monter-argile": 12.0,
    "souffler-verre": 12.0,
    "ciseler-pierre": 9.0,
    "coudre-cuir": 10.4,
    "ourdir-fil": 12.0,
    "etirer-fer": 8.0,
}
# The second camera is started a little later, as cameras are: capsules have it as their view's offset.
VIEWS = {"": 0.0, "-wide": 0.4}  # behind the name: seconds
SIGNED = ("raboter-bois",)
WORKS = ("vasque", "vase", "banc", "album")  # a second each in scenes/portrait


def gestuaire(program, *args):
    subprocess.run([program, *map(str, args)], check=True, env={**os.environ, "GESTUAIRE_ROOT": str(ROOT)})


def ffmpeg(source, *args):
    subprocess.run(["ffmpeg", "-v", "error", "-y", "-i", source, "-map_metadata", "-1", "-fflags", "+bitexact",
                    "-flags:v", "+bitexact", *args], check=True)


def told(file):
    """A media record's sha256 and bytes are those of the file that was just made."""
    data, named = file.read_bytes(), f'"file": "{file.relative_to(VILLA).as_posix()}"'
    for record in (VILLA / "repertoire" / "media").glob("*.json"):
        text = record.read_text(encoding="utf-8")
        if named in text:
            text = re.sub(r'"sha256": "[0-9a-f]*"', f'"sha256": "{hashlib.sha256(data).hexdigest()}"', text)
            record.write_text(re.sub(r'"bytes": \d+', f'"bytes": {len(data)}', text), encoding="utf-8")


def recorded(program, scene, start, length, looks, name, folder):
    heard, silent = folder / f"{name}-heard.mp4", folder / f"{name}.mp4"
    gestuaire(program, "record", VILLA, "--station", "gesture", "--scene", scene,
              "--from", start, "--to", start + length, "-o", heard)
    ffmpeg(heard, "-an", "-vf", looks, "-c:v", "libx264", "-preset", "veryslow",
           "-tune", "animation", "-crf", "30", "-g", "90", "-threads", "1", "-pix_fmt", "yuv420p",
           "-movflags", "+faststart", silent)
    print("%-28s %5.1f s %4d KB" % (silent.name, length, silent.stat().st_size // 1000))
    told(pathlib.Path(shutil.move(silent, VILLA / "film" / silent.name)))


def film(program, place, name, view, folder):
    start = (place + list(VIEWS).index(view) * len(LOOPS)) * SLOT + VIEWS[view]
    recorded(program, "trace", start, LOOPS[name], "scale=960:540:flags=lanczos", name + view, folder)


def sign(program, name, folder):
    recorded(program, "signer", 0, LOOPS[name], "crop=720:720,scale=480:480:flags=lanczos", f"{name}-sign", folder)


def poster(name, length):
    """A picture of a film, a third into it."""
    file = VILLA / "picture" / f"poster-{name}.png"
    ffmpeg(VILLA / "film" / f"{name}.mp4", "-ss", str(length / 3), "-frames:v", "1", "-vf",
           "split[a][b];[a]palettegen=max_colors=48:reserve_transparent=0[p];[b][p]paletteuse=dither=none",
           "-pred", "mixed", "-compression_level", "9", file)
    print("%-28s %12d KB" % (file.name, file.stat().st_size // 1000))
    told(file)


def picture(program, place, name, folder):
    drawn, file = folder / f"{name}-drawn.png", folder / f"{name}.png"
    gestuaire(program, "shot", VILLA, "--station", "kiosk", "--scene", "portrait", "--canvas", "screen",
              "--at", place + 0.5, "-o", drawn)
    ffmpeg(drawn, "-vf", "crop=1000:800,split[a][b];[a]palettegen=max_colors=48:reserve_transparent=0[p];"
           "[b][p]paletteuse=dither=none", "-pred", "mixed", "-compression_level", "9", file)
    print("%-28s %12d KB" % (file.name, file.stat().st_size // 1000))
    told(pathlib.Path(shutil.move(file, VILLA / "picture" / file.name)))


def main(program, names):
    for folder in ("film", "picture"):
        (VILLA / folder).mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        for view in VIEWS:
            for place, name in enumerate(LOOPS):
                if not names or name + view in names:
                    film(program, place, name, view, pathlib.Path(folder))
                    poster(name + view, LOOPS[name])
        for name in SIGNED:
            if not names or f"{name}-sign" in names:
                sign(program, name, pathlib.Path(folder))
        for place, name in enumerate(WORKS):
            if not names or name in names:
                picture(program, place, name, pathlib.Path(folder))


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else ROOT / "build" / "release" / "gestuaire", sys.argv[2:])
