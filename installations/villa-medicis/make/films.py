#!/usr/bin/env python3
"""Records the films and takes the pictures of the works: the engine draws them, from clips and drawings.

films.py [PROGRAM]: writes ../film/*.mp4 and ../picture/*.png with PROGRAM (build/release/gestuaire).
Films are one loop each of a gesture in scenes/trace; ffmpeg makes them smaller and leaves the silent
soundtrack out. Pictures come from scenes/portrait; ffmpeg gives them 48 colours. The same programs on
the same machine write the same bytes.
"""
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

VILLA = pathlib.Path(__file__).resolve().parents[1]
ROOT = VILLA.parents[1]
SLOT = 16  # seconds a gesture stands in scenes/trace, in the order of house.gestures()
FILMS = {  # name: (place in that order from 0, seconds of its loop: make/score.py)
    "retreindre-cuivre": (0, 8.0),
    "raboter-bois": (1, 9.6),
    "monter-argile": (2, 12.0),
    "souffler-verre": (3, 12.0),
}
WORKS = ("vasque", "vase", "banc")  # a second each in scenes/portrait


def gestuaire(program, *args):
    subprocess.run([program, *map(str, args)], check=True, env={**os.environ, "GESTUAIRE_ROOT": str(ROOT)})


def ffmpeg(source, *args):
    subprocess.run(["ffmpeg", "-v", "error", "-y", "-i", source, "-map_metadata", "-1", "-fflags", "+bitexact",
                    "-flags:v", "+bitexact", *args], check=True)


def film(program, name, folder):
    place, length = FILMS[name]
    heard, silent = folder / f"{name}-heard.mp4", folder / f"{name}.mp4"
    gestuaire(program, "record", VILLA, "--station", "gesture", "--scene", "trace",
              "--from", place * SLOT, "--to", place * SLOT + length, "-o", heard)
    ffmpeg(heard, "-an", "-vf", "scale=960:540:flags=lanczos", "-c:v", "libx264", "-preset", "veryslow",
           "-tune", "animation", "-crf", "30", "-g", "90", "-threads", "1", "-pix_fmt", "yuv420p",
           "-movflags", "+faststart", silent)
    print("%-28s %5.1f s %4d KB" % (silent.name, length, silent.stat().st_size // 1000))
    shutil.move(silent, VILLA / "film" / silent.name)


def picture(program, place, name, folder):
    drawn, file = folder / f"{name}-drawn.png", folder / f"{name}.png"
    gestuaire(program, "shot", VILLA, "--station", "kiosk", "--scene", "portrait", "--canvas", "screen",
              "--at", place + 0.5, "-o", drawn)
    ffmpeg(drawn, "-vf", "crop=1000:800,split[a][b];[a]palettegen=max_colors=48:reserve_transparent=0[p];"
           "[b][p]paletteuse=dither=none", "-pred", "mixed", "-compression_level", "9", file)
    print("%-28s %12d KB" % (file.name, file.stat().st_size // 1000))
    shutil.move(file, VILLA / "picture" / file.name)


def main(program):
    for folder in ("film", "picture"):
        (VILLA / folder).mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        for name in FILMS:
            film(program, name, pathlib.Path(folder))
        for place, name in enumerate(WORKS):
            picture(program, place, name, pathlib.Path(folder))


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else ROOT / "build" / "release" / "gestuaire")
