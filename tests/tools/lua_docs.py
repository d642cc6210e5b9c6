#!/usr/bin/env python3
"""docs/lua.md from the annotation stubs in scenes/api/.

lua_docs.py STUBS            prints the page
lua_docs.py STUBS docs/lua.md [--write]   exit 1 when the page is not what the stubs say
"""
import re
import sys
from pathlib import Path

ORDER = ["scene", "stage", "canvas", "canvas_body", "path", "gradient", "film", "picture", "files", "shader", "model", "sound",
         "text", "motion", "repertoire", "swarm", "tween", "show", "visit", "param", "osc", "log"]
TITLES = {"scene": "The scene", "stage": "stage", "canvas": "canvas",
          "canvas_body": "canvas: movement in space"}


class Block:
    """A run of `---` lines and the Lua line they stand above."""

    def __init__(self, comments, code, line):
        self.text = [c for c in comments if not c.startswith("@")]
        self.tags = [c[1:].split(" ", 1) for c in comments if c.startswith("@")]
        self.code = code
        self.line = line

    def all(self, tag):
        return [t[1] if len(t) > 1 else "" for t in self.tags if t[0] == tag]


def blocks(path):
    comments, found = [], []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.startswith("---"):
            comments.append(line[4:] if line.startswith("--- ") else line[3:])
        elif comments:
            found.append(Block(comments, line.strip(), number))
            comments = []
    if comments:
        found.append(Block(comments, "", number))
    return [b for b in found if b.tags != [["meta"]]]


def split_type(words):
    """`a|"b c"[] the rest` -> type, description: the type ends at a space outside <>, () and quotes."""
    depth, quoted = 0, False
    for i, c in enumerate(words):
        quoted ^= c == '"'
        depth += (c in "<({") - (c in ">)}")
        if c == " " and depth == 0 and not quoted and not words[:i].endswith((",", ":")):
            return words[:i], words[i + 1:]
    return words, ""


def row(words, with_default=True):
    name, rest = words.split(" ", 1)
    kind, about = split_type(rest)
    return name, kind.replace("|", "\\|"), about.replace("|", "\\|")


def class_lines(block):
    name = block.all("class")[0].split()[0]
    lines = [f"### {name}", ""] + block.text + [""] * bool(block.text)
    fields = block.all("field")
    if not fields and not block.text:
        return []  # it goes on in another file
    if fields:
        lines += ["| field | type | |", "|---|---|---|"]
        for field in fields:
            key, kind, about = row(field)
            lines.append(f"| `{key}` | `{kind}` | {about} |")
        lines.append("")
    return lines


def signature(block):
    called = re.match(r"function ([\w.:]+)\(([^)]*)\)", block.code)
    name, args = called.group(1), [a for a in called.group(2).split(", ") if a]
    optional = {p.split(" ", 1)[0][:-1] for p in block.all("param") if p.split(" ", 1)[0][-1] == "?"}
    if ":" in name:
        name = name[0].lower() + name[1:]
    shown = ""
    for i, a in enumerate(args):
        between = ", " if i else ""
        shown += f"[{between}{a}" if a in optional else between + a
    return f"{name}({shown}{']' * sum(a in optional for a in args)})"


def function_lines(block):
    lines = [f"### `{signature(block)}`", ""] + block.text
    while lines and not lines[-1]:
        lines.pop()
    lines.append("")
    for parameter in block.all("param"):
        key, kind, about = row(parameter)
        lines.append(f"- `{key.rstrip('?')}`: `{kind}`{', ' + about if about else ''}"
                     + (" (may be left out)" if key.endswith("?") else ""))
    for result in block.all("return"):
        kind, about = split_type(result)
        lines.append(f"- gives `{kind}`{' ' + about if about else ''}")
    return lines + [""] * bool(block.tags)


def page(folder):
    lines = ["# Scenes in Lua", "",
             "<!-- Made from scenes/api/ by tests/tools/lua_docs.py; change the stubs, then run it. -->",
             ""]
    for name in ORDER:
        path = folder / f"{name}.lua"
        if name != "scene":
            lines += [f"## {TITLES.get(name, name)}", ""]
        for block in blocks(path):
            if block.code.startswith("function"):
                lines += function_lines(block)
            elif block.all("class"):
                first = name == "scene" and block.all("class")[0] == "Scene"
                if first:
                    lines += block.text[:-1] + ["## The scene's functions", "", block.text[-1], ""]
                    block.text = []
                lines += class_lines(block)
            elif block.all("alias"):
                lines += [f"### {block.all('alias')[0].split()[0]}", ""] + block.text + [""]
            else:
                lines += block.text + [""]
    text = "\n".join(lines)
    return re.sub(r"\n{3,}", "\n\n", text).rstrip() + "\n"


def main():
    stubs = Path(sys.argv[1])
    extra = {p.stem for p in stubs.glob("*.lua")} - set(ORDER)
    if extra:
        sys.exit(f"lua_docs.py: {', '.join(sorted(extra))} is not in ORDER")
    text = page(stubs)
    if len(sys.argv) < 3:
        print(text, end="")
        return
    target = Path(sys.argv[2])
    if "--write" in sys.argv:
        target.write_text(text, encoding="utf-8")
    elif not target.exists() or target.read_text(encoding="utf-8") != text:
        sys.exit(f"{target} is not what {stubs} says; run "
                 f"python3 tests/tools/lua_docs.py scenes/api docs/lua.md --write")


if __name__ == "__main__":
    main()
