"""gestuaire check compiles every shader of an installation; a transition and a shader run in a shot."""
import os
import subprocess
import sys
import tempfile
from pathlib import Path

PROGRAM = os.environ["GESTUAIRE_PROGRAM"]
INSTALLATION = """return {
  title = { fr = "Essai" }, languages = { "fr" },
  stations = { one = {
    title = { fr = "Une" },
    stages = { main = { canvas = { 64, 64 }, scene = "one" } },
    surfaces = { main = { stage = "main", corners = { { 0, 0 }, { 64, 0 }, { 64, 64 }, { 0, 64 } } } },
    outputs = { main = { at = { 0, 0 }, size = { 64, 64 } } },
  } },
}
"""
SCENE = """local scene = {}
function scene.enter() scene.glow = shader.open("glow.frag") end
function scene.update(_, now) if now >= 1 then show.go("two", nil, { duration = 2 }) end end
function scene.draw(canvas) canvas:shader(scene.glow, 0, 0, 64, 64) end
return scene
"""
OTHER = "return { draw = function(canvas) canvas:background('#ffffff') end }\n"
GOOD = "void main() { color = vec4(0.0, u_time_s * 0.1, 0.0, 1.0); }\n"


def run(*words):
    return subprocess.run([PROGRAM, *words], capture_output=True, text=True, timeout=300)


def shot(folder, at):
    """The bytes of the picture at that moment."""
    out = folder / f"{at}.png"
    done = run("shot", str(folder), "--station", "one", "--at", str(at), "-o", str(out))
    assert done.returncode == 0, done.stderr
    return out.read_bytes()


def main():
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for scene, text in (("one", SCENE), ("two", OTHER)):
            (folder / "scenes" / scene).mkdir(parents=True)
            (folder / "scenes" / scene / "scene.lua").write_text(text)
        (folder / "installation.lua").write_text(INSTALLATION)
        glow = folder / "scenes/one/glow.frag"
        glow.write_text(GOOD)
        done = run("check", str(folder))
        assert done.returncode == 0, done.stdout
        assert shot(folder, 0.5) != shot(folder, 0.9), "a shader moves by show time"
        assert shot(folder, 1.5) != shot(folder, 2.5), "a transition moves by show time"
        assert shot(folder, 2) == shot(folder, 2), "and is the same each time"
        glow.write_text("\n\nvoid main() { color = warmth; }\n")
        (folder / "scenes/two/unused.frag").write_text("void main() { do ; while (true); }\n")
        done = run("check", str(folder))
        assert done.returncode == 1, done.stdout
        for words in ("scenes/one/glow.frag:3: ", "scenes/two/unused.frag:1: a do wants braces"):
            assert done.stdout.count(words) == 1, done.stdout
    print("shaders are checked and shown")


if __name__ == "__main__":
    sys.exit(main())
